// The generic timer on virtual time: an instruction takes one nanosecond, whatever the host.
//
// The timers' outputs are private interrupts of the GIC. Source: Arm ARM, "The Generic Timer in AArch64 state".

/// The machine's virtual time in executed instructions, shared by its vCPUs.
public final class MachineClock {
    // SAFETY: one word, owned by this object, touched by the one thread that runs the machine.
    let ticks: UnsafeMutablePointer<UInt64>

    public init() {
        ticks = .allocate(capacity: 1)
        ticks.initialize(to: 0)
    }

    deinit { ticks.deallocate() }

    /// Instructions executed and nanoseconds slept since the machine started.
    public var now: UInt64 {
        get { ticks.pointee }
        set { ticks.pointee = newValue }
    }
}

extension EmulatedVCPU {
    /// One of the four timers by its registers.
    private struct Timer {
        let control: SystemRegisterID
        let compare: SystemRegisterID
        let value: SystemRegisterID
        let isVirtual: Bool
        let intid: Int
    }

    private static let timers = [
        Timer(
            control: .cntpCtlEL0, compare: .cntpCvalEL0, value: .cntpTvalEL0, isVirtual: false,
            intid: PrivateInterrupt.physicalTimer),
        Timer(
            control: .cntvCtlEL0, compare: .cntvCvalEL0, value: .cntvTvalEL0, isVirtual: true,
            intid: PrivateInterrupt.virtualTimer),
        Timer(
            control: .cnthpCtlEL2, compare: .cnthpCvalEL2, value: .cnthpTvalEL2, isVirtual: false,
            intid: PrivateInterrupt.hypervisorTimer),
        Timer(
            control: .cnthvCtlEL2, compare: .cnthvCvalEL2, value: .cnthvTvalEL2, isVirtual: false,
            intid: PrivateInterrupt.hypervisorVirtualTimer),
    ]
    private static let timerInterrupts: UInt32 = timers.reduce(0) { $0 | 1 << UInt32($1.intid) }

    /// Virtual time at the instruction that PC names.
    private var now: UInt64 { clock.now &+ UInt64(retired) }

    private var physicalCount: UInt64 { now / CPUModel.instructionsPerTick }

    /// CNTVOFF_EL2 does not apply to EL2 with E2H, nor to the host's EL0.
    private var virtualOffset: UInt64 {
        if state.e2h && (state.el == .el2 || (state.el == .el0 && state.tge)) { return 0 }
        return state[.cntvoffEL2]
    }

    private func count(of timer: Timer) -> UInt64 {
        timer.isVirtual ? physicalCount &- state[.cntvoffEL2] : physicalCount
    }

    /// ISTATUS: the condition is met, whatever IMASK says.
    private func isFired(_ timer: Timer) -> Bool {
        state[timer.control][bit: 0] && count(of: timer) >= state[timer.compare]
    }

    func readTimer(_ id: SystemRegisterID) -> UInt64? {
        switch id {
        case .cntpctEL0: return physicalCount
        case .cntvctEL0: return physicalCount &- virtualOffset
        default: break
        }
        for timer in Self.timers {
            if id == timer.control {
                return state[id] & 3 | (isFired(timer) ? 4 : 0)
            }
            if id == timer.value {
                return (state[timer.compare] &- count(of: timer)) & 0xffff_ffff
            }
        }
        return nil
    }

    /// True if the register belongs to a timer and was written.
    func writeTimer(_ id: SystemRegisterID, _ value: UInt64) -> Bool {
        for timer in Self.timers {
            switch id {
            case timer.control: state[id] = value & 3
            case timer.compare: state[id] = value
            case timer.value:
                state[timer.compare] =
                    count(of: timer) &+ (value & 0xffff_ffff).signExtended(from: 32)
            default: continue
            }
            updateTimers()
            attention = true
            return true
        }
        if id == .cntvoffEL2 {
            state[id] = value
            updateTimers()
            attention = true
            return true
        }
        return false
    }

    // MARK: Event streams

    /// The next time at which CNTKCTL_EL1 or CNTHCTL_EL2 sets the Event Register. An event from
    /// while nobody waited is not remembered: such a WFE waits for the next one instead.
    var nextStreamedEvent: UInt64 {
        let host = next(streamOf: state[.cnthctlEL2], offset: 0)
        if state.e2h && state.tge { return host }
        return min(host, next(streamOf: state[.cntkctlEL1], offset: state[.cntvoffEL2]))
    }

    /// EVNTEN, EVNTDIR and EVNTI: an event at each 0-to-1, or 1-to-0, change of a counter bit.
    private func next(streamOf control: UInt64, offset: UInt64) -> UInt64 {
        guard control[bit: 2] else { return .max }
        let half: UInt64 = 1 << control[bits: 4..<8]
        let phase = control[bit: 3] ? 0 : half
        let distance = (phase &- (physicalCount &- offset)) & (2 * half - 1)
        let ticks = physicalCount + (distance == 0 ? 2 * half : distance)
        let time = ticks.multipliedReportingOverflow(by: CPUModel.instructionsPerTick)
        return time.overflow ? .max : time.partialValue
    }

    /// Drives the timers' interrupts and works out the time of their next change.
    func updateTimers() {
        var asserted: UInt32 = 0
        var deadline = UInt64.max
        for timer in Self.timers where state[timer.control] & 3 == 1 {
            if isFired(timer) {
                asserted[bit: timer.intid] = true
                continue
            }
            // Count reaches the compare value after this many ticks.
            let distance = state[timer.compare] &- count(of: timer)
            let ticks = physicalCount.addingReportingOverflow(distance)
            let time = ticks.partialValue.multipliedReportingOverflow(
                by: CPUModel.instructionsPerTick)
            if !ticks.overflow && !time.overflow { deadline = min(deadline, time.partialValue) }
        }
        timerDeadline = min(deadline, updatePerformanceInterrupt())
        let old = system.gic.state.local[index].lines & Self.timerInterrupts
        guard asserted != old else { return }
        for timer in Self.timers where asserted[bit: timer.intid] != old[bit: timer.intid] {
            system.gic.setLevel(
                ofPrivateInterrupt: timer.intid, of: index, asserted[bit: timer.intid])
        }
    }
}
