// The interrupt controller of a software machine: the state, and what follows from a change of it.

/// A GIC with its distributor, redistributors and CPU interfaces.
///
/// Every change ends with the inputs of the PEs that it may concern being worked out anew;
/// `linesChanged` then hears of each PE whose inputs moved.
public final class GIC {
    public private(set) var state: GICState
    /// The interrupt inputs of each PE.
    public private(set) var lines: [InterruptLines]
    /// The PE on whose behalf memory-mapped registers are accessed: GICv2 banks some.
    public var accessor = 0
    /// Called after the inputs of a PE moved.
    var linesChanged: (Int) -> Void = { _ in }

    public init(version: GICVersion, cpuCount: Int) {
        state = GICState(version: version, cpuCount: cpuCount)
        lines = Array(repeating: InterruptLines(), count: cpuCount)
    }

    /// Back to power-on, or to a state that was copied from a controller of the same shape.
    public func restore(_ saved: GICState? = nil) {
        let fresh = saved ?? GICState(version: state.version, cpuCount: state.cpuCount)
        precondition(fresh.version == state.version && fresh.cpuCount == state.cpuCount)
        state = fresh
        updateAll()
    }

    /// Warm reset of one PE.
    func resetInterface(_ cpu: Int) {
        state.resetInterface(cpu)
        update(cpu)
    }

    // MARK: Wires

    public func setLevel(ofSharedInterrupt intid: Int, _ isAsserted: Bool) {
        if state.setShared(intid, isAsserted) { updateAll() }
    }

    /// A private peripheral interrupt, INTID 16...31, of one PE.
    func setLevel(ofPrivateInterrupt intid: Int, of cpu: Int, _ isAsserted: Bool) {
        if state.local[cpu].setLine(intid, isAsserted) { update(cpu) }
    }

    // MARK: Changes

    /// A change that can concern this PE alone.
    func change<Result>(_ cpu: Int, _ body: (inout GICState) -> Result) -> Result {
        let result = body(&state)
        update(cpu)
        return result
    }

    /// A change that can concern any PE.
    func changeAny<Result>(_ body: (inout GICState) -> Result) -> Result {
        let result = body(&state)
        updateAll()
        return result
    }

    private func updateAll() {
        for cpu in 0..<state.cpuCount { update(cpu) }
    }

    private func update(_ cpu: Int) {
        var new = InterruptLines()
        let virtual = state.virtualInterfaces[cpu]
        if virtual.isEnabled, let group = virtual.signalled {
            new.virtualFIQ = group == .zero && virtual.signalsGroup0AsFIQ
            new.virtualIRQ = !new.virtualFIQ
        }
        _ = state.local[cpu].setLine(PrivateInterrupt.maintenance, virtual.wantsMaintenance)
        if let interrupt = state.highestPending(cpu), state.interfaces[cpu].signals(interrupt) {
            let isFIQ = interrupt.group == .zero && state.signalsGroup0AsFIQ(cpu)
            if isFIQ { new.fiq = true } else { new.irq = true }
        }
        guard new != lines[cpu] else { return }
        lines[cpu] = new
        linesChanged(cpu)
    }
}
