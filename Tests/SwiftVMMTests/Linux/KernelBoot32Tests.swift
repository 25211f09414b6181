// Debian's own 32-bit kernel, unmodified, to a program built for hard float and the end.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Testing

@testable import SwiftVMM

/// A kernel of linux-image-6.12…-armmp-lpae, and a boot of it.
struct DebianKernel32 {
    /// Where Scripts/armhf-kernel.sh puts them; the second is without LPAE.
    static let path = kernel("unpacked", flavour: "-armmp-lpae")
    static let pathWithoutLPAE = kernel("armmp", flavour: "-armmp")

    private static func kernel(_ package: String, flavour: String) -> String? {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        let home = variable("XDG_CACHE_HOME") ?? (variable("HOME") ?? "") + "/.cache"
        let folder =
            (variable("SWIFTVMM_CACHE") ?? home + "/swiftvmm") + "/armhf/\(package)/boot"
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix("vmlinuz-") && name.hasSuffix(flavour) {
                return folder + "/" + name
            }
        }
        return nil
    }

    /// Why no kernel can be booted; nil if one can.
    static let lack: String? = {
        #if DEBUG
            return "a boot takes minutes in a debug build; make test runs it"
        #else
            if path != nil { return nil }
            return "no 32-bit kernel in the cache: Scripts/armhf-kernel.sh fetches Debian's"
        #endif
    }()

    /// Lines of the console after a boot.
    static func boot(
        model: CPUModel = .cortexA15, cpuCount: Int = 1, entryLevel: ExceptionLevel = .el2,
        memoryBytes: UInt64 = 512 << 20, kernel: String? = path, carriesItself: Bool = false,
        usesTags: Bool = false,
        prepare: (VirtualMachine) throws -> Void = { _ in }
    ) throws -> (outcome: RunOutcome, lines: [String]) {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuModel = model
        // GICv3's CPU interface is not part of Armv7.
        configuration.gicVersion = .v2
        configuration.cpuCount = cpuCount
        configuration.memoryBytes = memoryBytes
        configuration.entryLevel = entryLevel
        let machine = try VirtualMachine(configuration)
        var archive = CpioArchive()
        archive.addFolder("dev")
        archive.addCharacterDevice("dev/console", major: 5, minor: 1)
        let program = try FileContents.read(FirmwareImages.folder + "/../arm/linux-init32.bin")
        archive.addFile("init", program, mode: 0o755)
        if carriesItself {
            archive.addFile("initrd", archive.bytes)
            archive.addFile("Image", try FileContents.read(kernel ?? ""))
        }
        let disk = NamedBytes(archive.bytes, name: "disk")
        let line = "console=ttyAMA0" + (carriesItself ? " -- kexec" : "")
        var files = machine.board.bootFiles(commandLine: line, initrd: disk)
        files.usesTags = usesTags
        try machine.load(Image(contentsOf: kernel ?? ""), files)
        try prepare(machine)
        var console: [UInt8] = []
        machine.console.output = { console.append($0) }
        let outcome = machine.run(RunLimits(instructions: 16_000_000_000))
        let text = String(decoding: console, as: UTF8.self)
        return (outcome, text.split(separator: "\r\n").map(String.init))
    }
}

/// Outside the attribute, where Swift 6.0 cannot type-check it.
private let lack = DebianKernel32.lack
private let reason = Comment(rawValue: lack ?? "")

@Suite(.disabled(if: lack != nil, reason))
struct KernelBoot32Tests {
    private func expectHealthy(
        _ result: (outcome: RunOutcome, lines: [String]), cpuCount: Int
    ) {
        #expect(result.outcome == .poweredOff)
        for complaint in ["WARNING:", "BUG:", "Oops", "panic", "Unhandled", "stall", "rror:"] {
            let lines = result.lines.filter { $0.contains(complaint) }
            #expect(lines.isEmpty, "\(lines)")
        }
        let told = [
            "linux-init: user space on \(cpuCount) CPU(s)",
            // The square root of 2, and the sum of the squares of 0 to 63.
            "linux-init: VFP 1414213, Advanced SIMD 85344",
        ]
        for line in told { #expect(result.lines.contains(line)) }
    }

    @Test(arguments: [1, 2]) func bootsInHypMode(cpuCount: Int) throws {
        let result = try DebianKernel32.boot(cpuCount: cpuCount)
        expectHealthy(result, cpuCount: cpuCount)
        let lines = [
            "CPU: All CPU(s) started in HYP mode.", "CPU: Virtualization extensions available.",
            "VFP support v0.3: implementor 41 architecture 4 part 30 variant f rev 0",
        ]
        for line in lines { #expect(result.lines.contains { $0.hasSuffix(line) }, "\(line)") }
    }

    @Test func bootsInSupervisorMode() throws {
        let result = try DebianKernel32.boot(entryLevel: .el1)
        expectHealthy(result, cpuCount: 1)
        #expect(result.lines.contains { $0.hasSuffix("CPU: All CPU(s) started in SVC mode.") })
    }

    /// The command line, the RAM disk and the size of RAM come by ATAGs, which the decompressor
    /// puts into the tree behind it.
    @Test func bootsWithATAGs() throws {
        let result = try DebianKernel32.boot(usesTags: true)
        expectHealthy(result, cpuCount: 1)
        #expect(result.lines.contains { $0.hasSuffix("Kernel command line: console=ttyAMA0") })
    }

    /// Debian's kernel without LPAE, whose tables hold while it jumps: the next kernel, its
    /// decompressor first, finds Hyp mode again.
    @Test(.enabled(if: DebianKernel32.pathWithoutLPAE != nil, "no kernel in armhf/armmp"))
    func startsItselfAgainByKexecInHypMode() throws {
        var checker: HypABIChecker?
        let result = try DebianKernel32.boot(
            memoryBytes: 1 << 30, kernel: DebianKernel32.pathWithoutLPAE, carriesItself: true
        ) { checker = try $0.makeChecker() }
        expectHealthy(result, cpuCount: 1)
        let starts = result.lines.filter {
            $0.hasSuffix("CPU: All CPU(s) started in HYP mode.")
        }
        #expect(starts.count == 2)
        let report = try #require(checker).finish(RunEnding(result.outcome))
        #expect(report.findings.isEmpty, "\(report.findings)")
        #expect(report.owners.map(\.kind) == [.is32Z, .is32K, .is32Z])
        #expect(report.restarts.count == 1)
    }

    /// The calls that `vmm check` tries on the decompressor's stub and on the kernel's.
    @Test func keepsTheABIInBothStubs() throws {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuModel = .cortexA15
        configuration.gicVersion = .v2
        let machine = try VirtualMachine(configuration)
        try machine.load(Image(contentsOf: DebianKernel32.path ?? ""), machine.board.bootFiles())
        let report = try KernelCheck(machine).run()
        #expect(report.isClean, "\(report.text())")
        #expect(report.visits.map(\.stage) == [.decompressor, .initialStub])
        #expect(report.rules.count { $0.wasTried } >= 12)
    }

    /// RAM of 4 GiB from 1 GiB up, of which 1 GiB is where only LPAE reaches.
    @Test func usesMemoryAbove4GiB() throws {
        let result = try DebianKernel32.boot(memoryBytes: 4 << 30)
        expectHealthy(result, cpuCount: 1)
        #expect(result.lines.contains { $0.contains("highmem") || $0.contains("HighMem") })
    }
}
