// Returning from an exception into AArch32, and writes of CPSR.
// Source: Arm ARM, `AArch32.ExceptionReturn`, `CPSRWriteByInstr`, `SetPSTATEFromPSR`.

extension EmulatedVCPU {
    /// ERET, RFE, SUBS PC, LR and their kin, executed in AArch32.
    func exceptionReturn32(to address: UInt64, _ status: UInt32) {
        let source = state.el
        let sourcePC = state.pc
        let old = state.cpsr
        var new = status & ~CPSR.j
        guard let current = state.processorMode, current != .user else {
            return takeUndefined()
        }
        if !isAllowed(modeOf: new, from: current) {
            // UNPREDICTABLE in Armv7, an illegal return in Armv8.
            new = new & ~CPSR.mode | old & CPSR.mode
            if !state.isHypAArch32 { new |= 1 << 20 }
        }
        finishReturn(to: address, new, from: source, sourcePC)
    }

    /// ERET of AArch64 to a state that `isIllegalReturn32` has let pass.
    func returnToAArch32(_ address: UInt64, _ status: UInt32, from source: ExceptionLevel) {
        state.truncateRegisters()
        let mode = ProcessorMode(rawValue: UInt8(status & CPSR.mode))
        let isStep = state.isDebugArmed && returnedStep(UInt64(status), to: mode?.el ?? .el0)
        finishReturn(to: address, status & ~CPSR.j, from: source, state.pc)
        state[Slot.ss] = isStep ? 1 : 0
    }

    private func finishReturn(
        to address: UInt64, _ status: UInt32, from source: ExceptionLevel, _ sourcePC: UInt64
    ) {
        state.setCPSR(status)
        state[Slot.il] = status & 1 << 20 != 0 && !state.isHypAArch32 ? 1 : 0
        state[Slot.pan] = status & 1 << 22 != 0 && !state.isHypAArch32 ? 1 : 0
        state[Slot.ss] = 0
        if status & CPSR.t == 0 { state[Slot.it] = 0 }
        state[Slot.exclusiveSize] = 0
        eventRegister = true
        contextIsStale = true
        attention = true
        let target = address & (status & CPSR.t != 0 ? 0xffff_fffe : 0xffff_fffc)
        state.pc = target
        if observes(.exceptions) {
            emit(
                .exceptionReturn(
                    from: source, to: state.el, target: target, state: UInt64(state.cpsr)),
                pc: sourcePC, el: source)
        }
    }

    /// Whether a status register's mode may be entered from this one: Hyp only from Hyp.
    private func isAllowed(modeOf status: UInt32, from current: ProcessorMode) -> Bool {
        guard let mode = ProcessorMode(rawValue: UInt8(status & CPSR.mode)) else { return false }
        return mode != .hyp || current == .hyp
    }

    /// Whether ERET from AArch64 to the AArch32 state in SPSR is illegal.
    func isIllegalReturn32(_ spsr: UInt64, from source: ExceptionLevel) -> Bool {
        guard let mode = ProcessorMode(rawValue: UInt8(spsr & 0x1f)), mode.el < source else {
            return true
        }
        if mode == .user {
            guard state.supportsAArch32AtEL0 else { return true }
            return false
        }
        // EL1 in AArch32: HCR_EL2.RW is clear, and TGE leaves no EL1 to return to.
        return !state.supportsAArch32AtEL1 || state[.hcrEL2][bit: 31] || state.tge
    }

    /// MSR of CPSR, and CPS: only what the current mode may write.
    func writeCPSR(_ value: UInt32, fields: UInt32) {
        let old = state.cpsr
        guard let current = state.processorMode else { return }
        var mask = CPSR.byteMask(fields) & (CPSR.nzcv | CPSR.q | CPSR.ge | CPSR.e)
        if current != .user {
            mask |= CPSR.byteMask(fields) & (CPSR.a | CPSR.i | CPSR.f | CPSR.mode)
        }
        var new = old & ~mask | value & mask
        // MSR neither enters nor leaves Hyp mode.
        let mode = ProcessorMode(rawValue: UInt8(new & CPSR.mode))
        if mode == nil || (mode == .hyp) != (current == .hyp) {
            new = new & ~CPSR.mode | old & CPSR.mode
        }
        guard new != old else { return }
        let il = state[Slot.il]
        state.setCPSR(new)
        state[Slot.il] = il
        let changed = new ^ old
        if changed & (CPSR.mode | CPSR.e) != 0 { contextIsStale = true }
        if changed & (CPSR.mode | CPSR.a | CPSR.i | CPSR.f) != 0 { attention = true }
    }
}
