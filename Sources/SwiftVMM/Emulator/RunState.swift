// What a vCPU looks at between blocks, beside the guest's registers.

/// In raw memory, so that the helpers of generated code reach it by plain loads and stores.
struct RunState {
    /// A register that decides translation has changed since the context was selected.
    var contextIsStale = true
    /// The Exception level has changed since, and nothing else. Generated code may have selected
    /// the context of the new one already; then only what Swift keeps of it is stale.
    var levelIsStale = false
    /// Interrupts or timers may have changed: look before the next block.
    var attention = true
    /// Leave the block after this instruction.
    var mustLeaveBlock = false
    /// The Event Register of WFE and SEV.
    var eventRegister = false
    /// Events of every exception, or of HVC and SMC alone, have an observer.
    var observesExceptions = false
    var observesHypercalls = false
    /// Some performance counter is enabled, which a change of Exception level may stop.
    var isCounting = false
    /// Whether EL2 belongs to the guest.
    var hasEL2 = true
    /// Virtual time at which this call of `run` began.
    var runStart: UInt64 = 0
    /// What an exception may set in PSTATE, and a return restore.
    let rules: TransitionRules
    let loopDetector: UnsafeMutablePointer<ExceptionLoopDetector>
    let levelContexts: LevelContexts
    /// Where generated code goes when the next block has to be looked for.
    var dispatcher: UInt = 0
    /// What the jump cache holds for blocks that have no code.
    var withoutCode: UInt = 0
}

/// Which fields of PSTATE a processor has; each is 0 or 1.
struct TransitionRules {
    var pan, uao, dit, ssbs: UInt64

    init(_ features: FeatureSet) {
        pan = features.contains(.pan) ? 1 : 0
        uao = features.contains(.uao) ? 1 : 0
        dit = features.contains(.dit) ? 1 : 0
        ssbs = features.contains(.ssbs) ? 1 : 0
    }
}

extension ProcessorState {
    /// Where an exception to AArch64 state goes on.
    @inline(__always)
    func vector(at target: ExceptionLevel, offset: UInt64) -> UInt64 {
        (self[target == .el2 ? .vbarEL2 : .vbarEL1] & ~0x7ff) &+ offset
    }

    /// PSTATE, SPSR, ELR and PC as an exception to AArch64 state leaves them. ESR, FAR and HPFAR
    /// are the caller's. Source: Arm ARM, `AArch64.TakeException`.
    ///
    /// - Parameter savedState: For SPSR.
    @inline(__always)
    func enterException(
        at target: ExceptionLevel, vector: UInt64, savedState: UInt64, preferredReturn: UInt64,
        _ rules: TransitionRules
    ) {
        let toEL2 = target == .el2
        self[toEL2 ? .spsrEL2 : .spsrEL1] = savedState
        self[toEL2 ? .elrEL2 : .elrEL1] = preferredReturn
        if isAArch32 { leaveAArch32() } else { self[activeBank] = self[Slot.sp] }
        let sctlr = self[toEL2 ? .sctlrEL2 : .sctlrEL1]
        // FEAT_PAN: SCTLR_ELx.SPAN = 0 sets PAN on entry to an EL that has an EL0 below it.
        if !toEL2 || (e2h && tge) { self[Slot.pan] |= ~sctlr >> 23 & rules.pan }
        if rules.ssbs != 0 { self[Slot.ssbs] = sctlr >> 44 & 1 }
        self[Slot.daif] = 0xf
        self[Slot.el] = UInt64(target.rawValue)
        self[Slot.spSel] = 1
        self[Slot.il] = 0
        self[Slot.ss] = 0
        self[Slot.uao] = 0
        self[Slot.sp] = self[Slot.spBank &+ UInt16(target.rawValue)]
        pc = vector
    }

    /// PSTATE from SPSR, of a return to AArch64. An illegal one stays where it is.
    /// Source: Arm ARM, `SetPSTATEFromPSR`.
    @inline(__always)
    func restoreStatus(_ spsr: UInt64, isIllegal: Bool, _ rules: TransitionRules) {
        self[activeBank] = self[Slot.sp]
        self[Slot.nzcv] = spsr & 0xf000_0000
        self[Slot.daif] = spsr >> 6 & 15
        self[Slot.pan] = spsr >> 22 & rules.pan
        self[Slot.uao] = spsr >> 23 & rules.uao
        self[Slot.dit] = spsr >> 24 & rules.dit
        self[Slot.ssbs] = spsr >> 12 & rules.ssbs
        self[Slot.ss] = 0
        if isIllegal {
            self[Slot.il] = 1
        } else {
            let el = spsr >> 2 & 3
            self[Slot.el] = el
            self[Slot.spSel] = el == 0 ? 0 : spsr & 1
            self[Slot.il] = spsr >> 20 & 1
        }
        self[Slot.sp] = self[activeBank]
    }

    /// `IllegalExceptionReturn`: the state in SPSR cannot be returned to.
    @inline(__always)
    func isIllegalReturn(_ spsr: UInt64) -> Bool {
        let target = spsr >> 2 & 3
        // M[4]: AArch32, which the caller has looked at. M[1] is reserved.
        if spsr & 0x12 != 0 || target > self[Slot.el] { return true }
        if target == 0 && spsr & 1 != 0 { return true }
        return target == 1 && tge
    }
}
