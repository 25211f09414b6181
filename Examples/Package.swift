// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "swiftvmm-examples",
    dependencies: [.package(name: "SwiftVMM", path: "..")],
    targets: [
        .executableTarget(
            name: "StubTest", dependencies: [.product(name: "SwiftVMM", package: "SwiftVMM")])
    ],
    swiftLanguageModes: [.v6]
)
