// The committed binaries and listings are what the sources assemble to.

import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@testable import SwiftVMM

@Suite struct FirmwareFreshnessTests {
    /// build.sh finds the tools of the Swift toolchain itself; without them it exits with 69.
    private static let toolsAreMissing = run("--tools 2>/dev/null") == 69

    private static func run(_ arguments: String) -> Int32 {
        system("'\(FirmwareImages.folder)/../build.sh' \(arguments)") >> 8 & 0xff
    }

    @Test(.disabled(if: toolsAreMissing, "clang, ld.lld, llvm-objcopy or llvm-objdump is missing"))
    func committedFirmwareIsWhatTheSourcesMake() throws {
        var template = Array("/tmp/swiftvmm-firmware-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer { _ = system("rm -rf '\(folder)'") }
        let status = Self.run("--output '\(folder)' >'\(folder)/log' 2>&1")
        let log = String(decoding: try FileContents.read("\(folder)/log"), as: UTF8.self)
        try #require(status == 0, "\(log)")
        for name in [
            "hyp-stub", "hyp-init", "legacy", "el1-hello", "bench-startup", "bench-integer",
            "bench-exits",
            "lab", "lab-legacy", "lab-vhe", "linux-init",
        ] {
            for suffix in ["bin", "lst"] {
                let committed = try FileContents.read("\(FirmwareImages.folder)/\(name).\(suffix)")
                let built = try FileContents.read("\(folder)/\(name).\(suffix)")
                #expect(committed == built, "\(name).\(suffix) is stale: run make firmware")
            }
        }
        let names32 = Firmware32Images.sound.flatMap { ["\($0.name)", "\($0.name)-t2"] }
        var files32 = names32.flatMap { ["\($0).bin", "\($0).lst"] }
        files32 += Firmware32Images.faults.map { "faults/\($0.name).bin" }
        for file in files32 {
            let committed = try FileContents.read("\(Firmware32Images.folder)/\(file)")
            let built = try FileContents.read("\(folder)/arm/\(file)")
            #expect(committed == built, "arm/\(file) is stale: run make firmware")
        }
    }
}
