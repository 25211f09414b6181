// Debian's own kernel, unmodified, from its first instruction to user space and the end.

import Testing

@testable import SwiftVMM

@Suite(.disabled(if: DebianKernel.lack != nil, "\(DebianKernel.lack ?? "")"))
struct KernelBootTests {
    /// Nothing that a kernel says when something is wrong with its machine.
    private func expectHealthy(_ result: DebianKernel.Result) {
        #expect(result.outcome == .poweredOff)
        for complaint in ["WARNING:", "BUG:", "Oops", "panic", "Unhandled", "stall", "rror:"] {
            let lines = result.lines.filter { $0.contains(complaint) }
            #expect(lines.isEmpty, "\(lines)")
        }
    }

    /// One boot that several tests look at.
    private static let classic = Result {
        try DebianKernel(commandLine: "kvm-arm.mode=nvhe", words: "kvm").boot()
    }

    @Test func bootsAtEL2WithKVMBesideTheHost() throws {
        let result = try Self.classic.get()
        expectHealthy(result)
        #expect(result.count("CPU: All CPU(s) started at EL2") == 1)
        #expect(result.count("Hyp nVHE mode initialized successfully") == 1)
        #expect(result.count("linux-init: user space on 1 CPU(s)") == 1)
    }

    /// Stage 2, list registers, the virtual timer and the world switch, all in the guest's hands.
    @Test func runsAGuestOfItsOwn() throws {
        let result = try Self.classic.get()
        let answers = result.lines.filter { $0.hasPrefix("linux-init: KVM guest: ") }
        #expect(
            answers.map { $0.dropFirst(23) } == [
                "exception level 1", "sum 5050", "interrupt 27", "powered off",
            ])
    }

    @Test func repeatsToTheByte() throws {
        let again = try DebianKernel(commandLine: "kvm-arm.mode=nvhe", words: "kvm").boot()
        #expect(try Self.classic.get() == again)
    }

    @Test func bootsWithVHEOnFourCPUs() throws {
        let result = try DebianKernel(cpuCount: 4, words: "kvm").boot()
        expectHealthy(result)
        #expect(result.count("VHE mode initialized successfully") == 1)
        #expect(result.count("linux-init: user space on 4 CPU(s)") == 1)
        #expect(result.count("linux-init: KVM guest: interrupt 27") == 1)
    }

    @Test func bootsProtected() throws {
        let result = try DebianKernel(cpuCount: 2, commandLine: "kvm-arm.mode=protected").boot()
        expectHealthy(result)
        #expect(result.count("Protected hVHE mode initialized successfully") == 1)
        #expect(result.count("linux-init: user space on 2 CPU(s)") == 1)
    }

    @Test func bootsAtEL1() throws {
        let result = try DebianKernel(entryLevel: .el1).boot()
        expectHealthy(result)
        #expect(result.count("CPU: All CPU(s) started at EL1") == 1)
        #expect(result.count("HYP mode not available") == 1)
        #expect(result.count("linux-init: user space on 1 CPU(s)") == 1)
    }

    /// KVM stays resident until the kernel resets it on the way out; the next kernel finds EL2.
    @Test(arguments: ["kvm-arm.mode=nvhe", ""])
    func startsItselfAgainByKexec(mode: String) throws {
        let result = try DebianKernel(
            cpuCount: 2, memoryBytes: 1 << 30, commandLine: mode, words: "kexec",
            carriesItself: true
        ).boot()
        expectHealthy(result)
        #expect(result.count("CPU: All CPU(s) started at EL2") == 2)
        #expect(result.count("mode initialized successfully") == 2)
        #expect(result.count("linux-init: user space on 2 CPU(s)") == 2)
    }
}
