// ERET. Source: Arm ARM, `AArch64.ExceptionReturn`, `SetPSTATEFromPSR`, `IllegalExceptionReturn`.

extension EmulatedVCPU {
    /// Returns from the current Exception level; PC must hold the address of the ERET.
    ///
    /// - Parameter authenticated: In place of ELR_ELx, for ERETAA and ERETAB.
    func returnFromException(to authenticated: UInt64? = nil) {
        if performance.isCounting { updateCounters() }
        if let hazards = system.hazards { watchReturn(hazards) }
        noteSynchronization()
        let source = state.el
        let toEL2Registers = source == .el2
        let spsr = state[toEL2Registers ? .spsrEL2 : .spsrEL1]
        let target = authenticated ?? state[toEL2Registers ? .elrEL2 : .elrEL1]
        let sourcePC = state.pc

        if spsr[bit: 4], !isIllegalReturn32(spsr, from: source) {
            return returnToAArch32(target, UInt32(truncatingIfNeeded: spsr), from: source)
        }
        var new = state.pstate
        new.nzcv = spsr & 0xf000_0000
        new.daif = UInt8(truncatingIfNeeded: spsr[bits: 6..<10])
        new.pan = spsr[bit: 22] && features.contains(.pan)
        new.uao = spsr[bit: 23] && features.contains(.uao)
        new.dit = spsr[bit: 24] && features.contains(.dit)
        new.ssbs = spsr[bit: 12] && features.contains(.ssbs)
        new.ss = false
        let isIllegal = isIllegalReturn(spsr, from: source)
        if isDebugArmed {
            let el = ExceptionLevel(rawValue: UInt8(truncatingIfNeeded: spsr[bits: 2..<4]))
            new.ss = returnedStep(spsr, to: isIllegal ? source : el ?? source)
        }
        if isIllegal {
            new.il = true
        } else {
            new.el = ExceptionLevel(rawValue: UInt8(truncatingIfNeeded: spsr[bits: 2..<4]))!
            new.spSel = spsr[bit: 0]
            new.il = spsr[bit: 20]
        }
        state.pstate = new
        // `SynchronizeContext`, `ClearExclusiveLocal` and `SendEventLocal`.
        state[Slot.exclusiveSize] = 0
        eventRegister = true
        levelIsStale = true
        attention = true
        state.pc = target

        if observes(.exceptions) {
            emit(
                .exceptionReturn(from: source, to: new.el, target: target, state: new.spsr),
                pc: sourcePC, el: source)
        }
    }

    /// `IllegalExceptionReturn`: the state in SPSR cannot be returned to.
    private func isIllegalReturn(_ spsr: UInt64, from source: ExceptionLevel) -> Bool {
        // M[4]: AArch32, which the caller has looked at. M[1] is reserved.
        if spsr[bit: 4] || spsr[bit: 1] { return true }
        guard let target = ExceptionLevel(rawValue: UInt8(truncatingIfNeeded: spsr[bits: 2..<4]))
        else { return true }
        if target > source { return true }
        if target == .el0 && spsr[bit: 0] { return true }
        return target == .el1 && state.tge
    }
}
