// How runs end: stuck guests, limits, stop events, breakpoints; and what a reset leaves.

import Testing

@testable import SwiftVMM

@Suite struct RunTests {
    static let base = MemoryMap.ram.value
    /// A guest that is stuck is found out long before this.
    static var limit: RunLimits { RunLimits(instructions: 1_000_000) }

    // MARK: Stuck guests

    @Test func branchToSelfIsNoticedAtOnce() throws {
        let machine = try VirtualMachine.running([Word.nop, Word.branchToSelf])
        #expect(machine.run(Self.limit) == .stuck(.branchToSelf(Self.base + 4), vcpu: 0))
        #expect(machine.instructionCount < 10)
    }

    @Test func loopWithWorkInItIsNotStuck() throws {
        let machine = try VirtualMachine.running([Word.increment, Word.branch(-1)])
        #expect(machine.run(RunLimits(instructions: 10_000)) == .instructionLimit)
    }

    /// VBAR_EL2 points at zeros, so the first instruction of the handler is UNDEFINED too.
    @Test func handlerThatFaultsAtOnceIsNoticed() throws {
        let vectors = Self.base + 0x1000
        let machine = try VirtualMachine.running([
            Word.movz(0, UInt16(vectors >> 16), shift: 16), Word.movk(0, 0x1000), Word.setVectors,
            Word.isb, Word.undefined,
        ])
        #expect(
            machine.run(Self.limit)
                == .stuck(
                    .exceptionLoop(
                        vector: vectors + 0x200, syndrome: Syndrome.unknown.rawValue,
                        faultingAddress: vectors + 0x200), vcpu: 0))
        #expect(machine.instructionCount < 1000)
    }

    /// The handler returns, with every register as it was, to the instruction that faults.
    @Test func faultThatComesBackForEverIsNoticed() throws {
        var words: [UInt32] = [
            Word.movz(0, UInt16(Self.base >> 16), shift: 16), Word.movk(0, 0x800), Word.setVectors,
            Word.isb, Word.undefined,
        ]
        words += Array(repeating: Word.nop, count: 0xa00 / 4 - words.count)
        words.append(Word.eret)
        let machine = try VirtualMachine.running(words)
        #expect(
            machine.run(Self.limit)
                == .stuck(
                    .exceptionLoop(
                        vector: Self.base + 0xa00, syndrome: Syndrome.unknown.rawValue,
                        faultingAddress: Self.base + 16), vcpu: 0))
        #expect(machine.instructionCount < 100_000)
    }

    @Test(arguments: [Word.wfi, Word.wfe])
    func waitWithNothingToWakeIsNoticedAtOnce(_ word: UInt32) throws {
        let machine = try VirtualMachine.running([word, word, Word.nop])
        #expect(machine.run(Self.limit) == .stuck(.nothingToWake, vcpu: 0))
        #expect(machine.instructionCount <= 2)
    }

    @Test func lastCPUThatTurnsItselfOffIsNoticed() throws {
        let machine = try VirtualMachine.running([
            Word.movz(0, 2), Word.movk(0, 0x8400, shift: 16), Word.smc,
        ])
        #expect(machine.run(Self.limit) == .stuck(.nothingToWake, vcpu: 0))
    }

    /// A timer an hour away costs no time at all: virtual time jumps to it.
    @Test func timerWakesAWaitAtOnce() throws {
        let machine = try VirtualMachine.running(
            [
                Word.movz(1, 0x40, shift: 32), Word.msr(.cnthpCvalEL2, 1), Word.movz(1, 1),
                Word.msr(.cnthpCtlEL2, 1), Word.wfi,
            ] + Word.powerOff)
        let engine = try #require(machine.engine as? SoftwareEngine)
        engine.system.gic.changeAny {
            $0.groupEnables = 2
            $0.local[0].group = ~0
            $0.local[0].enabled = 1 << UInt32(PrivateInterrupt.hypervisorTimer)
            $0.interfaces[0].mask = 0xf8
            $0.interfaces[0].enables1 = true
        }
        #expect(machine.run(Self.limit) == .poweredOff)
        #expect(machine.instructionCount < 20)
        // Without IMO and TGE the interrupt is not taken at EL2; a branch to itself stays one.
        #expect(engine.system.clock.now >= 0x40_0000_0000 * CPUModel.instructionsPerTick)
    }

    // MARK: Limits

    @Test func instructionLimitIsExact() throws {
        let words =
            Array(repeating: Word.nop, count: 100)
            + [Word.increment, Word.hvc] + Array(repeating: Word.increment, count: 50)
            + [Word.branch(-50)]
        for count in 0..<100 {
            let machine = try VirtualMachine.running(words)
            #expect(machine.run(RunLimits(instructions: UInt64(count))) == .instructionLimit)
            #expect(machine.instructionCount == UInt64(count))
            #expect(machine.position == UInt64(count))
        }
    }

    @Test func limitCountsFromTheStartOfTheMachine() throws {
        let machine = try VirtualMachine.running([Word.increment, Word.branch(-1)])
        for end in [1, 2, 3, 10, 11, 1000, 10_007, 50_001] as [UInt64] {
            #expect(machine.run(RunLimits(instructions: end)) == .instructionLimit)
            #expect(machine.instructionCount == end)
            #expect(machine.boot.read(.x(0)) == (end + 1) / 2)
        }
        #expect(machine.run(RunLimits(instructions: 5)) == .instructionLimit)
        #expect(machine.instructionCount == 50_001)
    }

    @Test func shouldStopStops() throws {
        let machine = try VirtualMachine.running([Word.increment, Word.branch(-1)])
        var asked = 0
        let outcome = machine.run(
            RunLimits(shouldStop: {
                asked += 1
                return asked == 5
            }))
        #expect(outcome == .stopped)
        #expect(machine.instructionCount > 0)
    }

    @Test func powerOffEndsTheRun() throws {
        let machine = try VirtualMachine.running(Word.powerOff + [Word.increment])
        #expect(machine.run(Self.limit) == .poweredOff)
        #expect(machine.instructionCount == 3)
    }

    // MARK: Stop events

    @Test func stopEventStopsAfterItsInstruction() throws {
        let machine = try VirtualMachine.running([
            Word.movz(0, 0x4000, shift: 16), Word.setVectors, Word.movz(0, 1), Word.setVectors,
            Word.nop, Word.nop, Word.branchToSelf,
        ])
        let stop = StopEvent(.systemRegisters) { event in
            if case .systemRegisterWritten(.vbarEL2, _, _) = event.detail { return true }
            return false
        }
        #expect(machine.run(RunLimits(stopEvent: stop)) == .event)
        #expect(machine.position == 2)
        #expect(machine.stoppingEvent?.pc == Self.base + 4)
        #expect(machine.run(RunLimits(stopEvent: stop)) == .event)
        #expect(machine.position == 4)
        #expect(machine.run() == .stuck(.branchToSelf(Self.base + 24), vcpu: 0))
        #expect(machine.stoppingEvent == nil)
    }

    @Test func stopAtAnExceptionIsBeforeItsHandler() throws {
        let machine = try VirtualMachine.running([
            Word.movz(0, 0x4000, shift: 16), Word.setVectors, Word.hvc,
        ])
        #expect(machine.run(RunLimits(stopEvent: StopEvent(.exceptions))) == .event)
        #expect(machine.boot.read(.pc) == Self.base + 0x200)
        #expect(machine.boot.read(.system(.elrEL2)) == Self.base + 12)
        guard
            case .exceptionTaken(.synchronous, .el2, .el2, let syndrome, _, _, _, _) =
                machine.stoppingEvent?.detail
        else {
            Issue.record("stopped at \(String(describing: machine.stoppingEvent))")
            return
        }
        #expect(syndrome == Syndrome.hvc(0).rawValue)
    }

    // MARK: Breakpoints

    @Test func breakpointStopsBeforeItsInstruction() throws {
        let machine = try VirtualMachine.running([
            Word.movz(0, 0), Word.increment, Word.increment, Word.branch(-1),
        ])
        machine.boot.breakpoints = [Self.base + 8]
        for round in 1...5 as ClosedRange<UInt64> {
            #expect(machine.run(Self.limit) == .breakpoint(Self.base + 8, vcpu: 0))
            #expect(machine.boot.read(.pc) == Self.base + 8)
            #expect(machine.boot.read(.x(0)) == round)
        }
        machine.boot.breakpoints = []
        let count = machine.instructionCount
        #expect(machine.run(RunLimits(instructions: count + 100)) == .instructionLimit)
        #expect(machine.instructionCount == count + 100)
    }

    @Test func breakpointAtTheFirstInstructionAndInsideTranslatedCode() throws {
        let machine = try VirtualMachine.running([Word.increment, Word.increment, Word.branch(-2)])
        machine.boot.breakpoints = [Self.base]
        #expect(machine.run(Self.limit) == .breakpoint(Self.base, vcpu: 0))
        #expect(machine.instructionCount == 0)
        machine.boot.breakpoints = []
        #expect(machine.run(RunLimits(instructions: 3000)) == .instructionLimit)
        machine.boot.breakpoints = [Self.base + 4]
        #expect(machine.run(Self.limit) == .breakpoint(Self.base + 4, vcpu: 0))
        #expect(machine.instructionCount == 3001)
    }

    // MARK: Reset

    private func snapshot(_ policy: ResetPolicy, seed: UInt64, cpus: Int = 1) throws
        -> [RegisterSnapshot]
    {
        try VirtualMachine.running([Word.nop]) {
            $0.resetPolicy = policy
            $0.seed = seed
            $0.cpuCount = cpus
        }.vcpus.map { $0.snapshot() }
    }

    @Test func poisonComesFromTheSeed() throws {
        let one = try snapshot(.poison, seed: 1, cpus: 2)
        #expect(try one == snapshot(.poison, seed: 1, cpus: 2))
        let two = try snapshot(.poison, seed: 2, cpus: 2)
        #expect(one[0].x[4...] != two[0].x[4...])
        #expect(one[0][.vbarEL2] != two[0][.vbarEL2])
        // Each vCPU has its own.
        #expect(one[0].x[4...] != one[1].x[4...])
        // x0 to x3 are the boot protocol's.
        #expect(one[0].x[0...3].allSatisfy { $0 == 0 })
    }

    @Test func whatResetDefinesIsNotPoisoned() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let state = try snapshot(.poison, seed: seed)[0]
            #expect(state.el == .el2)
            #expect(state.daif == 0xf)
            #expect(state.pc == Self.base)
            // M, C and I.
            #expect(state[.sctlrEL2] & 0x1005 == 0)
            #expect(state[.cnthpCtlEL2] & 1 == 0)
            #expect(state[.midrEL1] == CPUModel.max.identification(.midrEL1, vcpu: 0))
        }
    }

    @Test func zeroIsZero() throws {
        let one = try snapshot(.zero, seed: 1)
        #expect(try one == snapshot(.zero, seed: 2))
        #expect(one[0].x.allSatisfy { $0 == 0 })
        #expect(one[0].sp == 0)
        for row in SystemRegister.table {
            guard case .unknown = row.reset, case .none = row.renaming, row.access == .readWrite
            else { continue }
            #expect(one[0][row.id] & row.writable == 0, "\(row.name)")
        }
    }
}
