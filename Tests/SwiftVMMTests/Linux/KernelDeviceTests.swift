// Debian's kernel and the machine's devices: virtio, sleep with the clock's alarm, reset.

import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@testable import SwiftVMM

/// Outside the attributes, where Swift 6.0 cannot type-check them.
private let lack = DebianKernel.lack
private let reason = Comment(rawValue: lack ?? "")
private let lackOfModules = DebianKernel.lackOfModules
private let reasonOfModules = Comment(rawValue: lackOfModules ?? "")

@Suite(.disabled(if: lack != nil, reason))
struct KernelDeviceTests {
    /// The kernel's own drivers read and write a disk, read random numbers and talk on hvc0.
    @Test(.disabled(if: lackOfModules != nil, reasonOfModules))
    func drivesVirtIODevices() throws {
        let disk = try TemporaryDisk("the first line\n")
        var kernel = DebianKernel(words: "virtio", carriesModules: true)
        kernel.devices.disks = [.init(path: disk.path)]
        kernel.devices.hasVirtIOConsole = true
        kernel.devices.entropy = .seed
        var second: [UInt8] = []
        let result = try kernel.boot { machine in
            machine.inputConsole = .virtIO
            machine.input.add(.bytes(Array("an answer\n".utf8)), .afterOutput("hvc0? "))
            machine.virtIOConsole?.output = {
                second.append($0)
                machine.input.noteOutput($0)
            }
        }
        #expect(result.outcome == .poweredOff)
        #expect(result.count("linux-init: disk: the first line") == 1)
        #expect(try disk.text(at: 4096, count: 21) == "written by linux-init")
        // The terminal echoes what is typed; then comes what the program read.
        let dialogue = String(decoding: second, as: UTF8.self)
        #expect(dialogue == "linux-init: hvc0? an answer\r\nan answer\r\n")

        let numbers = result.lines.first { $0.hasPrefix("linux-init: random: ") } ?? ""
        let words = numbers.split(separator: " ").suffix(2).compactMap { UInt64($0) }
        // The kernel took some for itself before.
        var source = EntropySource.seed(1)
        let stream = (0..<4096).map { _ in source.next() }
        let first = try #require(words.first)
        let place = try #require(stream.firstIndex(of: first))
        #expect(words == Array(stream[place..<place + 2]))
    }

    /// SYSTEM_SUSPEND with the other CPUs off, the alarm of the clock, and KVM at work again on
    /// CPUs that went through their reset.
    @Test func sleepsUntilTheAlarm() throws {
        var checker: HypABIChecker?
        let result = try DebianKernel(
            cpuCount: 3, commandLine: "kvm-arm.mode=nvhe", words: "suspend kvm"
        ).boot { checker = try $0.makeChecker() }
        #expect(result.outcome == .poweredOff)
        #expect(result.count("PM: suspend entry (deep)") == 1)
        #expect(result.count("CPU2 is up") == 1)
        #expect(result.count("linux-init: awake again") == 1)
        #expect(result.count("linux-init: KVM guest: sum 5050") == 1)
        let report = try #require(checker).finish(RunEnding(result.outcome))
        #expect(report.findings.isEmpty, "\(report.findings)")
    }

    /// Hibernation, and the bug that this kernel still has in it (B22): having put the image's
    /// pages in their places, it executes HVC with whatever is in x0. The temporary stub refuses
    /// that, so VBAR_EL2 stays in a page that the resumed kernel frees.
    @Test(.disabled(if: lackOfModules != nil, reasonOfModules))
    func resumesFromTheDiskAndLeavesVectorsInAFreePage() throws {
        let disk = try TemporaryDisk(swapBytes: 160 << 20)
        func boot(_ words: String, _ prepare: (VirtualMachine) throws -> Void = { _ in }) throws
            -> DebianKernel.Result
        {
            var kernel = DebianKernel(
                model: .cortexA57, memoryBytes: 256 << 20, commandLine: "hibernate=nocompress",
                words: words, carriesModules: true)
            kernel.devices.disks = [.init(path: disk.path)]
            return try kernel.boot(prepare)
        }
        #expect(try boot("hibernate").count("PM: Image saving done") == 1)
        var checker: HypABIChecker?
        let result = try boot("resume") { checker = try $0.makeChecker() }
        #expect(result.outcome == .poweredOff)
        #expect(result.count("linux-init: back from the disk") == 1)
        let report = try #require(checker).finish(RunEnding(result.outcome))
        let bare = try #require(
            report.records.first { $0.number > 0xffff && $0.number >> 32 != 0 })
        #expect(bare.after?.x[0] == 0xbadca11)
        // In the page where the kernel that resumed had put them, until KVM's init.
        let before = bare.before[.system(.vbarEL2)]
        #expect(before == bare.after?[.system(.vbarEL2)])
        let next = try #require(report.records.first { $0.time > bare.time })
        #expect(next.number == 2 && next.before[.system(.vbarEL2)] == before)
        #expect(next.after?.x[0] == 0xbadca11)
    }

    @Test(arguments: [("", ResetKind.cold), ("reboot=warm", .warm)])
    func startsAgainOnReset(commandLine: String, kind: ResetKind) throws {
        var kernel = DebianKernel(commandLine: commandLine, words: "reset")
        kernel.resets = 1
        var checker: HypABIChecker?
        let result = try kernel.boot { checker = try $0.makeChecker() }
        #expect(result.outcome == .reset(kind))
        #expect(result.count("VHE mode initialized successfully") == 2)
        #expect(result.count("linux-init: user space on 1 CPU(s)") == 2)
        let report = try #require(checker).finish(RunEnding(result.outcome))
        #expect(report.findings.isEmpty, "\(report.findings)")
        #expect(report.owners.map(\.kind) == [.is64, .is64])
    }
}

/// A disk of 64 KiB in a file that goes away with its owner.
private final class TemporaryDisk {
    let path: String

    init(_ text: String) throws {
        var template = Array("/tmp/swiftvmm-disk-XXXXXX".utf8CString)
        close(mkstemp(&template))
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let contents = Array(text.utf8)
        try FileContents.write(
            contents + [UInt8](repeating: 0, count: (64 << 10) - contents.count), to: path)
    }

    /// An empty swap area. Source: Linux include/linux/swap.h, `union swap_header`.
    convenience init(swapBytes: UInt64) throws {
        try self.init("")
        var header = [UInt8](repeating: 0, count: 4096)
        header[1024] = 1
        let last = swapBytes / 4096 - 1
        for byte in 0..<4 { header[1028 + byte] = UInt8(truncatingIfNeeded: last >> (8 * byte)) }
        header.replaceSubrange(4086..., with: Array("SWAPSPACE2".utf8))
        try FileContents.write(header, to: path)
        truncate(path, Int(swapBytes))
    }

    deinit { unlink(path) }

    func text(at offset: Int, count: Int) throws -> String {
        String(decoding: try FileContents.read(path)[offset..<offset + count], as: UTF8.self)
    }
}
