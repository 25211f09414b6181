// swift-tools-version: 6.0

import PackageDescription

// A package of its own: whoever uses the library never builds it.
let package = Package(
    name: "Benchmarks",
    targets: [
        .target(name: "Measure"),
        .executableTarget(name: "bench", dependencies: ["Measure"]),
        .executableTarget(name: "kinds", dependencies: ["Measure"]),
    ],
    swiftLanguageModes: [.v6]
)
