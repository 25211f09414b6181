// swift-tools-version: 6.0

import PackageDescription

// A package of its own: whoever uses the library never builds it.
let package = Package(
    name: "Benchmarks",
    targets: [.executableTarget(name: "bench"), .executableTarget(name: "kinds")],
    swiftLanguageModes: [.v6]
)
