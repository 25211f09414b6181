// PMUv3: counters of cycles and instructions, worked out from virtual time when somebody looks,
// when the Exception level changes, and when an overflow is due.
//
// A cycle is a nanosecond of virtual time, as long as an instruction. Source: Arm ARM, "The
// Performance Monitors Extension".

/// What has been counted so far is in the registers; this says up to when.
struct PerformanceMonitors {
    /// Virtual time, and instructions of this vCPU.
    var time: UInt64 = 0
    var instructions: UInt64 = 0
    /// Some counter is enabled: only then is there anything to do.
    var isCounting = false
}

extension EmulatedVCPU {
    private enum Event {
        static let softwareIncrement: UInt64 = 0x00
        static let instructionsRetired: UInt64 = 0x08
        static let cycles: UInt64 = 0x11
        static let chain: UInt64 = 0x1e
        /// PMCEID0_EL0
        static let supported: UInt64 =
            1 << softwareIncrement | 1 << instructionsRetired | 1 << cycles | 1 << chain
    }

    private static let counterCount = SystemRegister.eventCounterCount
    private static let cycleCounter = 31

    /// Counters below this number belong to EL1: MDCR_EL2.HPMN, or all without EL2.
    private var guestCounterCount: Int {
        guard system.hasEL2 else { return Self.counterCount }
        return min(Int(state[.mdcrEL2] & 31), Self.counterCount)
    }

    /// Counters that the current Exception level can reach.
    private var visibleCount: Int { state.el == .el2 ? Self.counterCount : guestCounterCount }
    private var visibleBits: UInt64 { 1 << 31 | (1 << UInt64(visibleCount) - 1) }

    /// PMCR_EL0.E, or MDCR_EL2.HPME for the counters of EL2.
    private func isSwitchedOn(_ number: Int) -> Bool {
        number == Self.cycleCounter || number < guestCounterCount
            ? state[.pmcrEL0][bit: 0] : state[.mdcrEL2][bit: 7]
    }

    /// `CountEvents`: enabled, and not filtered at the current Exception level.
    private func counts(_ number: Int) -> Bool {
        guard state[.pmcntensetEL0][bit: number], isSwitchedOn(number) else { return false }
        let filter =
            state[
                number == Self.cycleCounter ? .pmccfiltrEL0 : SystemRegister.eventTypes[number]]
        return switch state.el {
        case .el0: !filter[bit: 30]
        case .el1: !filter[bit: 31]
        case .el2: filter[bit: 27] && !isProhibitedAtEL2(number)
        }
    }

    /// MDCR_EL2.HPMD for the counters of EL1, and for cycles with PMCR_EL0.DP; HCCD for cycles.
    private func isProhibitedAtEL2(_ number: Int) -> Bool {
        let control = state[.mdcrEL2]
        guard number == Self.cycleCounter else {
            return control[bit: 17] && number < guestCounterCount
        }
        return control[bit: 23] || control[bit: 17] && state[.pmcrEL0][bit: 5]
    }

    /// PMCR_EL0.LP, or MDCR_EL2.HLP for the counters of EL2: overflow is out of bit 63.
    private func isLong(_ number: Int) -> Bool {
        number < guestCounterCount ? state[.pmcrEL0][bit: 7] : state[.mdcrEL2][bit: 26]
    }

    /// What a counter holds at most.
    private var counterMask: UInt64 { model.writable(SystemRegister.eventCounters[0]) }

    private func event(_ number: Int) -> UInt64 {
        state[SystemRegister.eventTypes[number]] & 0xffff
    }

    // MARK: Counting

    /// Starts again from now, with what reset left in the registers.
    func resetPerformanceMonitors() {
        performance = PerformanceMonitors(
            time: clock.now, instructions: state[Slot.instructionCount])
        noteCounterControls()
    }

    /// Adds what happened since the last time, all of it at the current Exception level.
    func updateCounters() {
        let (time, instructions) = (clock.now &+ UInt64(retired), executedCount)
        let before = performance
        performance.time = time
        performance.instructions = instructions
        guard before.isCounting else { return }
        if counts(Self.cycleCounter) {
            let control = state[.pmcrEL0]
            // PMCR_EL0.D counts every 64th cycle, unless LC.
            let isDivided = control[bit: 3] && !control[bit: 6]
            let cycles = isDivided ? time / 64 - before.time / 64 : time &- before.time
            let old = state[.pmccntrEL0]
            let (new, overflows) = old.addingReportingOverflow(cycles)
            state[.pmccntrEL0] = new
            if control[bit: 6] ? overflows : old >> 32 != new >> 32 {
                state[.pmovssetEL0][bit: Self.cycleCounter] = true
            }
        }
        for number in 0..<Self.counterCount where counts(number) {
            switch event(number) {
            case Event.instructionsRetired: add(instructions &- before.instructions, to: number)
            case Event.cycles: add(time &- before.time, to: number)
            default: break
            }
        }
    }

    /// A counter's overflow sets its flag, and counts in the odd counter above it if that has the
    /// CHAIN event.
    private func add(_ count: UInt64, to number: Int) {
        let id = SystemRegister.eventCounters[number]
        let old = state[id]
        let (new, carry) = old.addingReportingOverflow(count)
        state[id] = new & counterMask
        if isLong(number) {
            if carry { state[.pmovssetEL0][bit: number] = true }
            return
        }
        let sum = (old & 0xffff_ffff) &+ count
        guard sum >> 32 != 0 else { return }
        state[.pmovssetEL0][bit: number] = true
        let next = number + 1
        if number.isMultiple(of: 2), next < Self.counterCount, counts(next),
            event(next) == Event.chain
        {
            add(sum >> 32, to: next)
        }
    }

    /// A control that decides which counters run has changed.
    func noteCounterControls() {
        let isOn = state[.pmcrEL0][bit: 0] || state[.mdcrEL2][bit: 7]
        performance.isCounting = isOn && state[.pmcntensetEL0] != 0
    }

    // MARK: Overflow

    /// Drives the interrupt, and says when the next counter that may interrupt overflows.
    func updatePerformanceInterrupt() -> UInt64 {
        let intid = PrivateInterrupt.performanceMonitors
        let wasHigh = system.gic.state.local[index].lines[bit: intid]
        guard performance.isCounting || wasHigh || state[.pmcrEL0][bit: 0] else { return .max }
        updateCounters()
        let flagged = state[.pmovssetEL0] & state[.pmintensetEL1]
        let numbers = Array(0..<Self.counterCount) + [Self.cycleCounter]
        let isHigh = numbers.contains { flagged[bit: $0] && isSwitchedOn($0) }
        if isHigh != wasHigh {
            system.gic.setLevel(ofPrivateInterrupt: intid, of: index, isHigh)
        }
        guard performance.isCounting else { return .max }
        let now = clock.now &+ UInt64(retired)
        return numbers.reduce(UInt64.max) { deadline, number in
            guard state[.pmintensetEL1][bit: number], !state[.pmovssetEL0][bit: number],
                counts(number)
            else { return deadline }
            let (time, isNever) = now.addingReportingOverflow(timeToOverflow(number))
            return isNever ? deadline : min(deadline, time)
        }
    }

    /// Nanoseconds until a running counter overflows, at the earliest.
    private func timeToOverflow(_ number: Int) -> UInt64 {
        if number == Self.cycleCounter {
            let control = state[.pmcrEL0]
            if control[bit: 6] { return max(0 &- state[.pmccntrEL0], 1) }
            let rest = 1 << 32 - state[.pmccntrEL0] & 0xffff_ffff
            return control[bit: 3] ? rest * 64 : rest
        }
        let value = state[SystemRegister.eventCounters[number]]
        let rest = isLong(number) ? max(0 &- value, 1) : 1 << 32 - value & 0xffff_ffff
        switch event(number) {
        case Event.instructionsRetired, Event.cycles: return rest
        case Event.chain where !number.isMultiple(of: 2) && event(number - 1) != Event.chain:
            return timeToOverflow(number - 1)
        default: return .max
        }
    }

    // MARK: Registers

    /// The value of a register of the extension; nil for others.
    func readPerformanceMonitor(_ id: SystemRegisterID) -> UInt64? {
        guard SystemRegister[id].trap == .performanceMonitors else { return nil }
        updateCounters()
        switch id {
        case .pmcrEL0:
            let implementer = state[.midrEL1] >> 24 & 0xff
            return implementer << 24 | UInt64(visibleCount) << 11 | state[id] & model.writable(id)
        case .pmcntensetEL0, .pmcntenclrEL0: return state[.pmcntensetEL0] & visibleBits
        case .pmovssetEL0, .pmovsclrEL0: return state[.pmovssetEL0] & visibleBits
        case .pmintensetEL1, .pmintenclrEL1: return state[.pmintensetEL1] & visibleBits
        case .pmceid0EL0: return Event.supported
        case .pmceid1EL0, .pmswincEL0: return 0
        case .pmxevtyperEL0:
            return selectedRegister(SystemRegister.eventTypes, cycles: .pmccfiltrEL0)
                .map { state[$0] } ?? 0
        case .pmxevcntrEL0:
            return selectedRegister(SystemRegister.eventCounters, cycles: nil)
                .map { state[$0] } ?? 0
        default: return isHidden(id) ? 0 : state[id]
        }
    }

    /// What PMSELR_EL0 selects; nil for a counter that is not there or not ours.
    private func selectedRegister(_ registers: [SystemRegisterID], cycles: SystemRegisterID?)
        -> SystemRegisterID?
    {
        let number = Int(state[.pmselrEL0] & 31)
        if number == Self.cycleCounter { return cycles }
        return number < visibleCount ? registers[number] : nil
    }

    /// A counter that MDCR_EL2.HPMN keeps for EL2.
    private func isHidden(_ id: SystemRegisterID) -> Bool {
        let number =
            SystemRegister.eventCounters.firstIndex(of: id)
            ?? SystemRegister.eventTypes.firstIndex(of: id)
        return number.map { $0 >= visibleCount } ?? false
    }

    /// True if the register belongs to the extension and was written.
    func writePerformanceMonitor(_ id: SystemRegisterID, _ value: UInt64) -> Bool {
        guard SystemRegister[id].trap == .performanceMonitors else { return false }
        updateCounters()
        let bits = value & visibleBits
        switch id {
        case .pmcrEL0:
            state[id] = value & model.writable(id)
            if value[bit: 1] {
                for number in 0..<visibleCount { state[SystemRegister.eventCounters[number]] = 0 }
            }
            if value[bit: 2] { state[.pmccntrEL0] = 0 }
        case .pmcntensetEL0: state[.pmcntensetEL0] |= bits
        case .pmcntenclrEL0: state[.pmcntensetEL0] &= ~bits
        case .pmovssetEL0: state[.pmovssetEL0] |= bits
        case .pmovsclrEL0: state[.pmovssetEL0] &= ~bits
        case .pmintensetEL1: state[.pmintensetEL1] |= bits
        case .pmintenclrEL1: state[.pmintensetEL1] &= ~bits
        case .pmswincEL0:
            for number in 0..<visibleCount
            where value[bit: number] && counts(number) && event(number) == Event.softwareIncrement {
                add(1, to: number)
            }
        case .pmxevtyperEL0:
            selectedRegister(SystemRegister.eventTypes, cycles: .pmccfiltrEL0)
                .map { state[$0] = value & model.writable($0) }
        case .pmxevcntrEL0:
            selectedRegister(SystemRegister.eventCounters, cycles: nil)
                .map { state[$0] = value & model.writable($0) }
        default: if !isHidden(id) { state[id] = value & model.writable(id) }
        }
        noteCounterControls()
        updateTimers()
        attention = true
        return true
    }

    /// PMUSERENR_EL0 for EL0, then MDCR_EL2.{TPM, TPMCR}.
    func performanceMonitorTrap(_ id: SystemRegisterID, isRead: Bool) -> ExceptionLevel? {
        let el = state.el
        if el == .el0, id != .pmuserenrEL0 {
            let user = state[.pmuserenrEL0]
            let isOpen =
                switch id {
                case .pmswincEL0: user[bit: 0] || user[bit: 1]
                case .pmccntrEL0: user[bit: 0] || isRead && user[bit: 2]
                case .pmselrEL0: user[bit: 0] || user[bit: 3]
                case .pmxevcntrEL0: user[bit: 0] || isRead && user[bit: 3]
                default:
                    user[bit: 0]
                        || isRead && user[bit: 3] && SystemRegister.eventCounters.contains(id)
                }
            if !isOpen { return state.tge ? .el2 : .el1 }
        }
        guard el != .el2, system.hasEL2 else { return nil }
        let mdcr = state[.mdcrEL2]
        return mdcr[bit: 6] || mdcr[bit: 5] && id == .pmcrEL0 ? .el2 : nil
    }
}
