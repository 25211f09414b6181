// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "SwiftVMM",
    products: [
        .library(name: "SwiftVMM", targets: ["SwiftVMM"]),
        .executable(name: "vmm", targets: ["vmm"]),
    ],
    dependencies: [
        // Only the command uses it; the library depends on nothing.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.3.0")
    ],
    targets: [
        .target(name: "CHostCode"),
        .target(name: "CKVM"),
        .target(name: "SwiftVMM", dependencies: ["CHostCode", "CKVM"]),
        .executableTarget(
            name: "vmm",
            dependencies: [
                "SwiftVMM",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .testTarget(name: "SwiftVMMTests", dependencies: ["SwiftVMM", "CKVM"]),
        .testTarget(name: "vmmTests", dependencies: ["vmm", "SwiftVMM"]),
        .testTarget(name: "TidyTests"),
        .testTarget(name: "DifferentialTests", dependencies: ["SwiftVMM"]),
        // The guests are the .S files beside the runner.
        .testTarget(
            name: "GuestTests", dependencies: ["SwiftVMM"], path: "Tests/GuestTests/Runner"),
    ],
    swiftLanguageModes: [.v6]
)
