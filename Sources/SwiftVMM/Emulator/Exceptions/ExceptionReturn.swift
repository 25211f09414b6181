// ERET. Source: Arm ARM, `AArch64.ExceptionReturn`, `SetPSTATEFromPSR`, `IllegalExceptionReturn`.

extension EmulatedVCPU {
    /// Returns from the current Exception level; PC must hold the address of the ERET.
    ///
    /// - Parameter authenticated: In place of ELR_ELx, for ERETAA and ERETAB.
    func returnFromException(to authenticated: UInt64? = nil) {
        if performance.isCounting { updateCounters() }
        if let watch { watchReturn(watch) }
        noteSynchronization()
        let source = state.el
        let toEL2Registers = source == .el2
        let spsr = state[toEL2Registers ? .spsrEL2 : .spsrEL1]
        let target = authenticated ?? state[toEL2Registers ? .elrEL2 : .elrEL1]
        let sourcePC = state.pc

        if spsr[bit: 4], !isIllegalReturn32(spsr, from: source) {
            return returnToAArch32(target, UInt32(truncatingIfNeeded: spsr), from: source)
        }
        let isIllegal = state.isIllegalReturn(spsr)
        var isStepping = false
        if state.isDebugArmed {
            let el = ExceptionLevel(rawValue: UInt8(truncatingIfNeeded: spsr[bits: 2..<4]))
            isStepping = returnedStep(spsr, to: isIllegal ? source : el ?? source)
        }
        state.restoreStatus(spsr, isIllegal: isIllegal, runState.pointee.rules)
        if isStepping { state[Slot.ss] = 1 }
        // `SynchronizeContext`, `ClearExclusiveLocal` and `SendEventLocal`.
        state[Slot.exclusiveSize] = 0
        eventRegister = true
        levelIsStale = true
        attention = true
        state.pc = target

        if observes(.exceptions) {
            emit(
                .exceptionReturn(
                    from: source, to: state.el, target: target, state: state.pstate.spsr),
                pc: sourcePC, el: source)
        }
    }
}
