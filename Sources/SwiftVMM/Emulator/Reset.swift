// What a Warm reset leaves in the registers.

/// How UNKNOWN reset values are chosen.
public enum ResetPolicy: String, Sendable, CaseIterable {
    /// Zero in every bit: the kindest machine, which hides reliance on reset values.
    case zero
    /// Drawn from the seed, so that code which relies on them is caught.
    case poison
}

/// SplitMix64: a small generator whose whole state is the seed, so runs repeat on every host.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

extension ProcessorState {
    /// Resets every register. Source: Arm ARM, `AArch64.TakeReset` and the reset paragraphs of each
    /// register; the highest Exception level is EL2.
    public func reset(model: CPUModel, vcpu: Int, policy: ResetPolicy, seed: UInt64) {
        slots.update(repeating: 0, count: Slot.count)
        var generator = SeededGenerator(seed: seed &+ UInt64(vcpu) &* 0x1_0000_0001)
        func unknown() -> UInt64 { policy == .zero ? 0 : generator.next() }

        for n in Slot.x0...Slot.x30 { self[n] = unknown() }
        for n in 0..<64 as Range<UInt16> { self[Slot.v0 + n] = unknown() }
        for bank in 0..<3 { self[Slot.spBank + UInt16(bank)] = unknown() }
        for row in SystemRegister.table {
            let writable = model.writable(row.id)
            let ones = model.fixedOnes(row.id)
            let value: UInt64
            switch row.reset {
            case .value(let fixed): value = fixed | ones
            case .unknown: value = unknown() & writable | ones
            case .partial(let known, let fixed):
                value = (unknown() & writable & ~known) | (fixed & known) | ones
            case .identification: value = model.identification(row.id, vcpu: vcpu)
            }
            self[row.id] = value
        }
        self[Slot.el] = UInt64(ExceptionLevel.el2.rawValue)
        self[Slot.spSel] = 1
        self[Slot.daif] = 0xf
        self[Slot.sp] = self[Slot.spBank + 2]
    }

    /// Firmware starts this CPU below the EL2 that it has: EL2 lets everything through, its vectors
    /// are whatever they are, and the EL1 MMU is off.
    func enterBelowEL2(model: CPUModel) {
        self[.hcrEL2] = model.fixedOnes(.hcrEL2) | 1 << 31
        self[.cnthctlEL2] = 3
        self[.cptrEL2] = model.fixedOnes(.cptrEL2)
        self[.mdcrEL2] = 0
        self[.vpidrEL2] = self[.midrEL1]
        self[.vmpidrEL2] = self[.mpidrEL1]
        self[.sctlrEL1] = model.fixedOnes(.sctlrEL1) | 1 << 23
        var pstate = self.pstate
        pstate.el = .el1
        self.pstate = pstate
    }

    /// A machine whose EL2 is not the guest's, and whose `model` has none: entry at EL1, EL2 inert.
    /// What firmware leaves for EL1 is Linux's booting.rst: MMU off, timers open.
    func enterWithoutEL2(model: CPUModel) {
        for row in SystemRegister.table where row.minimumEL == .el2 {
            if case .identification = row.reset { continue }
            self[row.id] = row.fixedOnes
        }
        self[.cnthctlEL2] = 3
        self[.vpidrEL2] = self[.midrEL1]
        self[.vmpidrEL2] = self[.mpidrEL1]
        self[.sctlrEL1] = model.fixedOnes(.sctlrEL1) | 1 << 23
        var pstate = self.pstate
        pstate.el = .el1
        self.pstate = pstate
    }
}
