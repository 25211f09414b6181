// The engine on this host's own KVM, where there is one that runs Arm guests: the emulated arm64
// host runs these.

import Testing

@testable import SwiftVMM

/// The levels that this host's KVM lets a guest start at.
private let levels: [ExceptionLevel] = {
    let host = KVMHost()
    if host.lackForEL1 != nil { return [] }
    return host.lackForEL2 == nil ? [.el1, .el2] : [.el1]
}()

@Suite(.serialized, .enabled(if: !levels.isEmpty, "this host has no KVM for Arm guests"))
struct KVMHostTests {
    private static let base = MemoryMap.ram.value

    private func machine(_ words: [UInt32], _ level: ExceptionLevel, cpus: Int = 1) throws
        -> VirtualMachine
    {
        try VirtualMachine.running(words) {
            $0.backend = .kvm
            $0.entryLevel = level
            $0.cpuCount = cpus
        }
    }

    /// Stops a run that should have ended by itself.
    private func limits(seconds: Int = 20) -> RunLimits {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        return RunLimits(shouldStop: { clock.now > end })
    }

    // MARK: Guests that go nowhere

    @Test(arguments: levels)
    func aBranchToItselfIsNoticed(_ level: ExceptionLevel) throws {
        let machine = try machine([Word.nop, Word.branchToSelf], level)
        #expect(machine.run(limits()) == .stuck(.branchToSelf(Self.base + 4), vcpu: 0))
    }

    @Test(arguments: levels)
    func aWaitWithNothingToWakeIsNoticed(_ level: ExceptionLevel) throws {
        let machine = try machine([Word.wfi, Word.branch(-1)], level, cpus: 2)
        #expect(machine.run(limits()) == .stuck(.nothingToWake, vcpu: 0))
    }

    @Test(arguments: levels)
    func aHandlerThatFaultsAtOnceIsNoticed(_ level: ExceptionLevel) throws {
        let vectors = Self.base + 0x1000
        let machine = try machine(
            [
                Word.movz(0, UInt16(vectors >> 16), shift: 16), Word.movk(0, 0x1000),
                Word.msr(level == .el2 ? .vbarEL2 : .vbarEL1, 0), Word.isb, Word.undefined,
            ], level)
        guard case .stuck(.exceptionLoop(let vector, let syndrome, _), 0) = machine.run(limits())
        else {
            Issue.record("the loop was not noticed")
            return
        }
        #expect(vector == vectors + 0x200)
        #expect(syndrome == Syndrome.unknown.rawValue)
    }

    @Test(arguments: levels)
    func aLoopWithWorkInItIsNotStuck(_ level: ExceptionLevel) throws {
        let machine = try machine([Word.increment, Word.branch(-1)], level)
        let clock = ContinuousClock()
        let end = clock.now + .seconds(2)
        #expect(machine.run(RunLimits(shouldStop: { clock.now > end })) == .stopped)
        #expect(machine.boot.read(.x(0)) ?? 0 > 1000)
    }

    // MARK: Stopping

    /// From the moment that somebody wants it: 100 ms is the promise. Whatever else the host does
    /// only adds to the time, so the best of some tries counts.
    private func stopsSoon(_ what: String, _ attempt: () throws -> Duration) rethrows {
        var best = Duration.seconds(1000)
        for _ in 0..<10 where best >= .milliseconds(100) { best = min(best, try attempt()) }
        print("\(what): stopped after \(Int(best / .milliseconds(1))) ms")
        #expect(best < .milliseconds(100))
    }

    @Test(arguments: levels, [1, 4])
    func aSpinningGuestStopsSoon(_ level: ExceptionLevel, cpus: Int) throws {
        try stopsSoon("\(cpus) CPUs that spin at \(level)") {
            let machine = try machine([Word.increment, Word.branch(-1)], level, cpus: cpus)
            let clock = ContinuousClock()
            let wish = clock.now + .milliseconds(100)
            #expect(machine.run(RunLimits(shouldStop: { clock.now > wish })) == .stopped)
            return clock.now - wish
        }
    }

    /// Boot CPU: CPU_ON of CPU 1, then a loop. CPU 1, at 0x40: WFI for ever.
    @Test(arguments: levels)
    func aSleepingCPUStopsAsSoonAsASpinningOne(_ level: ExceptionLevel) throws {
        var words = [
            Word.movz(0, 3), Word.movk(0, 0xc400, shift: 16), Word.movz(1, 1),
            Word.movz(2, UInt16(Self.base >> 16), shift: 16), Word.movk(2, 0x40),
            Word.movz(3, 0), Word.smc, Word.increment, Word.branch(-1),
        ]
        words += Array(repeating: Word.nop, count: 16 - words.count)
        words += [Word.wfi, Word.branch(-1)]
        try stopsSoon("One CPU that spins and one that sleeps at \(level)") {
            let machine = try machine(words, level, cpus: 2)
            let clock = ContinuousClock()
            let wish = clock.now + .milliseconds(500)
            #expect(machine.run(RunLimits(shouldStop: { clock.now > wish })) == .stopped)
            let time = clock.now - wish
            let second = machine.vcpus[1].read(.pc)
            #expect(second == Self.base + 0x40 || second == Self.base + 0x44)
            return time
        }
    }

    // MARK: Debugging

    @Test(arguments: levels)
    func breakpointsStopAndAreSteppedOver(_ level: ExceptionLevel) throws {
        let words = [Word.movz(0, 0), Word.increment, Word.increment, Word.branch(-2)]
        let machine = try machine(words, level)
        let loop = Self.base + 8
        machine.boot.breakpoints = [loop]
        for round in 1...3 as ClosedRange<UInt64> {
            #expect(machine.run(limits()) == .breakpoint(loop, vcpu: 0))
            #expect(machine.boot.read(.pc) == loop)
            #expect(machine.boot.read(.x(0)) == 2 * round - 1)
        }
        machine.boot.breakpoints = []
        let clock = ContinuousClock()
        let end = clock.now + .milliseconds(200)
        #expect(machine.run(RunLimits(shouldStop: { clock.now > end })) == .stopped)
    }

    // MARK: Devices and power

    @Test(arguments: levels)
    func powerCallsEndTheRun(_ level: ExceptionLevel) throws {
        #expect(try machine(Word.powerOff, level).run(limits()) == .poweredOff)
        let reset = [Word.movz(0, 9), Word.movk(0, 0x8400, shift: 16), Word.smc]
        #expect(try machine(reset, level).run(limits()) == .reset(.cold))
    }

    /// The guest reads GICD_ISENABLER1, enables an interrupt there, reads it again, and asks for a
    /// reset: when it starts again the interrupt must be off, and a breakpoint still set.
    @Test(arguments: levels)
    func aResetIsOneOfTheInterruptControllerToo(_ level: ExceptionLevel) throws {
        let distributor = MemoryMap.gicDistributor.value
        let machine = try machine(
            [
                Word.movz(8, UInt16(distributor >> 16), shift: 16), Word.movk(8, 0x104),
                // LDR w9, [x8]; STR w10, [x8]; LDR w11, [x8]
                Word.movz(10, 2), 0xb940_0109, 0xb900_010a, 0xb940_010b,
                Word.movz(0, 9), Word.movk(0, 0x8400, shift: 16), Word.smc,
            ], level)
        for _ in 1...2 {
            #expect(machine.run(limits()) == .reset(.cold))
            #expect(machine.boot.read(.x(9)) == 0)
            #expect(machine.boot.read(.x(11)) == 2)
            try machine.restart()
            #expect(machine.boot.read(.pc) == Self.base)
        }
        machine.boot.breakpoints = [Self.base + 12]
        #expect(machine.run(limits()) == .breakpoint(Self.base + 12, vcpu: 0))
        #expect(machine.run(limits()) == .reset(.cold))
        try machine.restart()
        #expect(machine.run(limits()) == .breakpoint(Self.base + 12, vcpu: 0))
    }

    /// LDR w1, [x0] where nothing is: the abort comes to the vector, and that powers off.
    @Test(arguments: levels)
    func nothingAtAnAddressIsAnExternalAbort(_ level: ExceptionLevel) throws {
        var words: [UInt32] = [
            Word.movz(0, UInt16(Self.base >> 16), shift: 16), Word.movk(0, 0x800),
            Word.msr(level == .el2 ? .vbarEL2 : .vbarEL1, 0), Word.isb,
            Word.movz(0, 0x0b00, shift: 16), 0xb940_0001, Word.branchToSelf,
        ]
        words += Array(repeating: Word.nop, count: 0xa00 / 4 - words.count)
        words += Word.powerOff
        let machine = try machine(words, level)
        #expect(machine.run(limits()) == .poweredOff)
        let syndrome = machine.boot.read(.system(level == .el2 ? .esrEL2 : .esrEL1)) ?? 0
        // Data abort from the same level, synchronous external abort.
        #expect(syndrome >> 26 == 0x25)
        #expect(syndrome & 0x3f == 0x10)
    }

    /// LDP w1, w2, [x0] from the probe has no syndrome that says what it is.
    @Test(arguments: levels)
    func aPairFromADeviceIsAnErrorThatSaysSo(_ level: ExceptionLevel) throws {
        let machine = try machine(
            [Word.movz(0, 0x0700, shift: 16), 0x2940_0801, Word.branchToSelf], level)
        guard case .failed(let error) = machine.run(limits()) else {
            Issue.record("the run went on")
            return
        }
        #expect(error.message.contains("0x40000004"))
        #expect(error.message.contains("pair"))
    }

    @Test(arguments: levels)
    func machinesComeAndGo(_ level: ExceptionLevel) throws {
        for _ in 0..<5 { #expect(try machine(Word.powerOff, level).run(limits()) == .poweredOff) }
    }
}
