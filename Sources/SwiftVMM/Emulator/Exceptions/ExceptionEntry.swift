// Taking an exception to EL1 or EL2. Source: Arm ARM, `AArch64.TakeException` and the routing
// functions around it.

extension EmulatedVCPU {
    /// Where a synchronous exception of the current Exception level goes when no trap control names
    /// EL2: `AArch64.Abort`, `AArch64.Undefined` and their kind.
    var defaultSynchronousTarget: ExceptionLevel {
        switch state.el {
        case .el2: .el2
        case .el1: .el1
        case .el0: state.tge ? .el2 : .el1
        }
    }

    /// A synchronous exception. PC is the preferred return address unless `returnAddress` is given.
    func takeSynchronous(
        _ syndrome: Syndrome, to target: ExceptionLevel? = nil, faultAddress: UInt64? = nil,
        intermediateAddress: UInt64? = nil, returnAddress: UInt64? = nil
    ) {
        takeException(
            .synchronous, to: target ?? defaultSynchronousTarget, syndrome: syndrome.rawValue,
            preferredReturn: returnAddress ?? state.pc, faultAddress: faultAddress,
            intermediateAddress: intermediateAddress)
    }

    /// `AArch64.TakeException`.
    ///
    /// - Parameters:
    ///   - syndrome: ESR_ELx; written for synchronous exceptions and SError only.
    ///   - faultAddress: FAR_ELx when the exception has one.
    ///   - intermediateAddress: IPA for HPFAR_EL2 of stage 2 faults.
    func takeException(
        _ type: ExceptionType, to target: ExceptionLevel, syndrome: UInt64,
        preferredReturn: UInt64, faultAddress: UInt64? = nil, intermediateAddress: UInt64? = nil
    ) {
        if performance.isCounting { updateCounters() }
        if let watch { watchVectors(target, watch) }
        if state.isAArch32(target) {
            return takeException32(
                type, to: target, syndrome: syndrome, preferredReturn: preferredReturn,
                faultAddress: faultAddress, intermediateAddress: intermediateAddress)
        }
        let source = state.el
        let savedState = state.savedStatus
        let offset: UInt64 =
            target > source
            ? (isLowerAArch32(target) ? 0x600 : 0x400) : (state[Slot.spSel] != 0 ? 0x200 : 0)
        if state.isAArch32 { state.truncateRegisters() }
        let toEL2 = target == .el2
        let sourcePC = state.pc
        let vector = state.vector(at: target, offset: offset &+ UInt64(type.rawValue) * 0x80)
        loopDetector.pointee.note(
            vector: vector, syndrome: syndrome, pc: sourcePC,
            isFault: type == .synchronous && preferredReturn == sourcePC, state: state,
            count: executedCount, isSynchronous: type == .synchronous)
        if let watch { forgetUnknown(of: target, watch) }
        state.enterException(
            at: target, vector: vector, savedState: savedState, preferredReturn: preferredReturn,
            runState.pointee.rules)
        if type == .synchronous || type == .serror {
            state[toEL2 ? .esrEL2 : .esrEL1] = syndrome
        }
        if let faultAddress { state[toEL2 ? .farEL2 : .farEL1] = faultAddress }
        if let intermediateAddress, toEL2 {
            // HPFAR_EL2.FIPA holds IPA<47:12> in bits 39...4.
            state[.hpfarEL2] = (intermediateAddress >> 12) << 4 & 0xff_ffff_fff0
        }

        state[Slot.stepHistory] = StepHistory.none
        levelIsStale = true

        if observes(.exceptions) || observes(.hypercalls) {
            emit(
                .exceptionTaken(
                    type: type, from: source, to: target, syndrome: syndrome,
                    preferredReturn: preferredReturn, savedState: savedState, vector: vector,
                    faultAddress: faultAddress),
                pc: sourcePC, el: source)
        }
    }

    // MARK: Particular exceptions

    func takeUndefined() { takeSynchronous(.unknown) }

    func takeStackAlignmentFault() {
        takeSynchronous(.spAlignment)
    }

    func takePCAlignmentFault() {
        takeSynchronous(.pcAlignment, faultAddress: state.pc)
    }

    func takeIllegalState() { takeSynchronous(.illegalState) }

    // MARK: Interrupts

    /// Interrupts that are pending and that the current state lets through, taken now.
    /// Source: Arm ARM, "Asynchronous exception types, routing, masking and priorities".
    /// Returns whether one was taken.
    func takePendingInterrupt() -> Bool {
        let hcr = state[.hcrEL2]
        let el = state.el
        let daif = UInt8(truncatingIfNeeded: state[Slot.daif])
        let tge = hcr[bit: 27]
        func physical(_ type: ExceptionType, routeBit: Int, mask: UInt8) -> Bool {
            let toEL2 = hcr[bit: routeBit] || tge
            // At EL2 an interrupt that is routed to EL1 stays pending.
            if !toEL2 && el == .el2 { return false }
            let target: ExceptionLevel = toEL2 ? .el2 : .el1
            // Routed to EL2 from below it is not maskable, unless EL2 is the host of EL0.
            let isMaskable = target == el || target == .el1 || (hcr[bit: 34] && tge)
            if isMaskable && daif & mask != 0 { return false }
            let syndrome = type == .serror ? Syndrome(.serror).rawValue : 0
            takeException(type, to: target, syndrome: syndrome, preferredReturn: state.pc)
            if injected != InjectedInterrupts() { injectedWasTaken(type) }
            return true
        }
        if interrupts.fiq, physical(.fiq, routeBit: 3, mask: PSTATE.Bit.f) { return true }
        if interrupts.irq, physical(.irq, routeBit: 4, mask: PSTATE.Bit.i) { return true }
        if injected.serror, physical(.serror, routeBit: 5, mask: PSTATE.Bit.a) { return true }
        // Virtual interrupts go to EL1, only below EL2 and only while HCR_EL2.{F,I,A}MO route
        // theirs.
        guard el != .el2, !tge else { return false }
        if interrupts.virtualFIQ || hcr[bit: 6], hcr[bit: 3], daif & PSTATE.Bit.f == 0 {
            takeException(.fiq, to: .el1, syndrome: 0, preferredReturn: state.pc)
            return true
        }
        if interrupts.virtualIRQ || hcr[bit: 7], hcr[bit: 4], daif & PSTATE.Bit.i == 0 {
            takeException(.irq, to: .el1, syndrome: 0, preferredReturn: state.pc)
            return true
        }
        if hcr[bit: 8], hcr[bit: 5], daif & PSTATE.Bit.a == 0 {
            state[.hcrEL2][bit: 8] = false
            takeException(
                .serror, to: .el1, syndrome: Syndrome(.serror).rawValue | virtualErrorSyndrome,
                preferredReturn: state.pc)
            return true
        }
        return false
    }

    /// Whether clearing a bit of PSTATE.DAIF may have an interrupt taken.
    var mayHaveInterrupt: Bool {
        interrupts != InterruptLines() || injected.serror || state[.hcrEL2][bits: 6..<9] != 0
    }

    /// IDS and ISS of a virtual SError interrupt: VSESR_EL2 with FEAT_RAS.
    private var virtualErrorSyndrome: UInt64 {
        features.contains(.ras) ? state[.vsesrEL2] & 0x1ff_ffff : 0
    }

    /// Whether an interrupt is pending that ends WFI, masked or not.
    var hasWakeUpEvent: Bool {
        if interrupts.irq || interrupts.fiq { return true }
        let hcr = state[.hcrEL2]
        guard state.el != .el2, !hcr[bit: 27] else { return false }
        return hcr[bit: 3] && (interrupts.virtualFIQ || hcr[bit: 6])
            || hcr[bit: 4] && (interrupts.virtualIRQ || hcr[bit: 7])
            || hcr[bit: 5] && hcr[bit: 8]
    }
}
