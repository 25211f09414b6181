// Debian's own kernel, unmodified, from its first instruction to user space and the end.

import Testing

@testable import SwiftVMM

/// Outside the attribute, where Swift 6.0 cannot type-check it.
private let lack = DebianKernel.lack
private let reason = Comment(rawValue: lack ?? "")

@Suite(.disabled(if: lack != nil, reason))
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
    private static let classicKernel = DebianKernel(model: .cortexA57, words: "kvm")
    private static let classic = Result { try classicKernel.boot() }

    @Test func bootsAtEL2WithKVMBesideTheHost() throws {
        let result = try Self.classic.get()
        expectHealthy(result)
        #expect(result.count("Booting Linux on physical CPU 0x0000000000 [0x411fd070]") == 1)
        #expect(result.count("CPU: All CPU(s) started at EL2") == 1)
        #expect(result.count("Hyp nVHE mode initialized successfully") == 1)
        #expect(result.count("linux-init: user space on 1 CPU(s)") == 1)
    }

    /// Stage 2, list registers, the virtual timer and the world switch, all in the guest's hands.
    @Test func runsAGuestOfItsOwn() throws {
        expectAnswers(try Self.classic.get())
    }

    private func expectAnswers(_ result: DebianKernel.Result) {
        let answers = result.lines.filter { $0.hasPrefix("linux-init: KVM guest: ") }
        #expect(
            answers.map { $0.dropFirst(23) } == [
                "exception level 1", "sum 5050", "interrupt 27", "powered off",
            ])
    }

    /// AArch32 at EL1 under a 64-bit hypervisor, without VHE and with it: A32 and T32, its own
    /// tables, faults in its own format, an interrupt by ICC_IAR1.
    @Test(arguments: [E2HPersonality.none, .writable])
    func runsA32BitGuestOfItsOwn(e2h: E2HPersonality) throws {
        let result = try DebianKernel(model: .maxAArch32.with(e2h), words: "kvm32").boot()
        expectHealthy(result)
        let answers = result.lines.filter { $0.hasPrefix("linux-init: KVM guest: ") }
        #expect(
            answers.map { $0.dropFirst(23) } == [
                "mode 19", "undefined in mode 27", "PSCI 65537", "sum 5050", "data fault 517",
                "at 2147483664", "fetch fault 517", "interrupt 27", "powered off",
            ])
    }

    /// Console, instructions, and every event but single instructions.
    @Test func repeatsToTheByte() throws {
        func boot() throws -> (DebianKernel.Result, TraceDigest) {
            let digest = TraceDigest()
            return (try Self.classicKernel.boot { $0.observers = [digest] }, digest)
        }
        let (first, firstTrace) = try boot()
        let (second, secondTrace) = try boot()
        #expect(first == second)
        #expect(firstTrace.count > 100_000)
        #expect(firstTrace.count == secondTrace.count && firstTrace.value == secondTrace.value)
        // Watching changes nothing.
        #expect(try Self.classic.get() == first)
    }

    /// The interpreter and host code leave the same console, registers and RAM: after the first
    /// hundred million instructions, and at the end.
    @Test(arguments: [100_000_000, 6_000_000_000] as [UInt64])
    func isTheSameRunOnBothEngines(limit: UInt64) throws {
        var kernel = Self.classicKernel
        kernel.instructionLimit = limit
        kernel.engine = .translator
        let found = try kernel.boot()
        kernel.engine = .interpreter
        let wanted = try kernel.boot()
        #expect(found.outcome == wanted.outcome)
        #expect(found.instructions == wanted.instructions)
        #expect(found.console == wanted.console)
        #expect(found.registers == wanted.registers)
        #expect(found.memoryHash == wanted.memoryHash)
    }

    @Test func isTheSameRunOnBothEnginesWithVHE() throws {
        var kernel = DebianKernel(cpuCount: 4, words: "kvm", instructionLimit: 300_000_000)
        let found = try kernel.boot()
        kernel.engine = .interpreter
        #expect(try kernel.boot() == found)
    }

    @Test func bootsWithVHEOnFourCPUs() throws {
        let result = try DebianKernel(model: .v8p2, cpuCount: 4, words: "kvm").boot()
        expectHealthy(result)
        #expect(result.count("] kvm [1]: VHE mode initialized successfully") == 1)
        #expect(result.count("linux-init: user space on 4 CPU(s)") == 1)
        expectAnswers(result)
    }

    @Test(
        arguments: [(CPUModel.cortexA57, "Protected nVHE"), (CPUModel.max, "Protected hVHE")])
    func bootsProtected(model: CPUModel, mode: String) throws {
        let result = try DebianKernel(
            model: model, cpuCount: 2, commandLine: "kvm-arm.mode=protected"
        ).boot()
        expectHealthy(result)
        #expect(result.count("\(mode) mode initialized successfully") == 1)
        #expect(result.count("linux-init: user space on 2 CPU(s)") == 1)
    }

    /// Under the number of a Cortex-A57 it ends in a BUG: see Documentation/BootingLinux.md.
    @Test func bootsWithVHEOnWhatWouldBeACortexA57() throws {
        let result = try DebianKernel(model: .cortexA57.with(.writable)).boot()
        expectHealthy(result)
        #expect(result.count("VHE mode initialized successfully") == 1)
        #expect(result.count("linux-init: user space on 1 CPU(s)") == 1)
    }

    /// Hardware breakpoints, watchpoints and single steps, as ptrace(2) of a kernel with VHE and of
    /// one without makes them.
    @Test(arguments: [CPUModel.cortexA57, .max])
    func debugsAProgram(model: CPUModel) throws {
        let result = try DebianKernel(model: model, words: "debug").boot()
        expectHealthy(result)
        let found = "hw-breakpoint: found 6 breakpoint and 4 watchpoint registers."
        #expect(result.count(found) == 1)
        // As QEMU's.
        let seen = "linux-init: debug: steps 16, breakpoint +0, watchpoint +0"
        #expect(result.count(seen) == 1)
    }

    /// CPU 1 goes and comes back where nothing is forgiven: the one finding is the comparison with
    /// an UNKNOWN FPCR that Documentation/HazardsOnDebian.md judges.
    @Test func bringsACPUBackWhereNothingIsForgiven() throws {
        var machine: VirtualMachine?
        let result = try DebianKernel(model: .cortexA57, cpuCount: 2, words: "hotplug").boot {
            machine = $0
            // KVM gives CPU 1's EL2 back to the stub, for the second time.
            let away = RunPoint(.write(.vbarEL2), occurrence: 13)
            #expect($0.run(to: away) == .event)
            $0.watchHazards(.all)
        }
        expectHealthy(result)
        #expect(result.count("linux-init: CPU 1 is back") == 1)
        let hazards = try #require(machine).hazards
        #expect(hazards.map(\.cause) == [.unknownBranch], "\(hazards)")
        #expect(hazards.first?.victim.vcpu == 1)
    }

    @Test func bootsAtEL1() throws {
        let result = try DebianKernel(entryLevel: .el1).boot()
        expectHealthy(result)
        #expect(result.count("CPU: All CPU(s) started at EL1") == 1)
        #expect(result.count("HYP mode not available") == 1)
        #expect(result.count("linux-init: user space on 1 CPU(s)") == 1)
    }

    /// KVM stays resident until the kernel resets it on the way out, and the next kernel finds EL2.
    @Test func startsItselfAgainByKexecThroughTheStub() throws {
        var checker: HypABIChecker?
        let result = try DebianKernel(
            model: .cortexA57, cpuCount: 2, memoryBytes: 1 << 30, words: "kexec",
            carriesItself: true
        ).boot { checker = try $0.makeChecker() }
        expectHealthy(result)
        #expect(result.count("CPU: All CPU(s) started at EL2") == 2)
        #expect(result.count("Hyp nVHE mode initialized successfully") == 2)
        #expect(result.count("linux-init: user space on 2 CPU(s)") == 2)

        let report = try #require(checker).finish(RunEnding(result.outcome))
        #expect(report.findings.isEmpty, "\(report.findings)")
        #expect(report.owners.map(\.kind) == [.is64, .tp64, .is64])
        // linux-init's jump between the kernels, at EL2h with everything masked.
        #expect(report.restarts.map(\.entry) == [0x4820_0000])
        #expect(report.restarts.map { $0.state & 0x3cf } == [0x3c9])
        let held = Set(report.rules.filter { $0.verdict == .held }.map(\.rule.id))
        #expect(held.isSuperset(of: ["HYP-35", "HYP-38", "HYP-39", "HYP-43", "HYP-68"]))
    }

    /// A kernel at EL2 jumps without asking any stub.
    @Test func startsItselfAgainByKexecWithVHE() throws {
        let result = try DebianKernel(memoryBytes: 1 << 30, words: "kexec", carriesItself: true)
            .boot()
        expectHealthy(result)
        #expect(result.count("CPU: All CPU(s) started at EL2") == 2)
        #expect(result.count("VHE mode initialized successfully") == 2)
        #expect(result.count("linux-init: user space on 1 CPU(s)") == 2)
    }
}
