// Whether VFP and Advanced SIMD may run in AArch32 state, and their own registers.
//
// Source: Arm ARM, `AArch32.CheckAdvSIMDOrFPEnabled`, `AArch32.CheckFPAdvSIMDTrap`,
// `AArch32.CheckAdvSIMDOrFPRegisterTraps`, VMRS, VMSR.

/// Why an instruction of VFP or Advanced SIMD does not run.
enum FloatingPointRefusal32: Equatable {
    case undefined
    /// CPACR_EL1 or CPTR_EL2 of AArch64.
    case trap64(ExceptionLevel)
    /// HCPTR.TCP10, or TASE.
    case hypTrap(isAdvancedSIMD: Bool)
}

extension ProcessorState {
    /// Nil if it runs.
    func floatingPointRefusal32(isAdvancedSIMD: Bool, needsEnable: Bool) -> FloatingPointRefusal32?
    {
        let el = self.el
        if !isHypAArch32 && !hasFloatingPoint { return .undefined }
        if el == .el0 && !isAArch32(.el1) {
            // FPEXC.EN does not count below an AArch64 kernel.
            return floatingPointTrap.map { .trap64($0) }
        }
        if el != .el2 {
            let cpacr = self[.cpacrEL1]
            // cp10: 3 allows all, 1 only PL1. 2 is reserved, and allows none.
            let access = cpacr[bits: 20..<22]
            if access != 3 && !(access == 1 && el != .el0) { return .undefined }
            if isAdvancedSIMD && cpacr[bit: 31] { return .undefined }
        }
        if needsEnable && !self[.fpexc32EL2][bit: 30] { return .undefined }
        if isHypAArch32 {
            let hcptr = self[.cptrEL2]
            if hcptr[bit: 10] { return .hypTrap(isAdvancedSIMD: isAdvancedSIMD) }
            return isAdvancedSIMD && hcptr[bit: 15] ? .hypTrap(isAdvancedSIMD: true) : nil
        }
        return hypervisorTrapsFloatingPoint ? .trap64(.el2) : nil
    }

    /// CPTR_EL2 of AArch64, of a 32-bit EL1 or EL0.
    private var hypervisorTrapsFloatingPoint: Bool {
        let cptr = self[.cptrEL2]
        guard e2h else { return cptr[bit: 10] }
        return switch cptr[bits: 20..<22] {
        case 3: false
        case 1: el == .el0 && tge
        default: true
        }
    }
}

extension EmulatedVCPU {
    /// False after an exception.
    func checkFloatingPoint32(isAdvancedSIMD: Bool, needsEnable: Bool) -> Bool {
        let refusal = state.floatingPointRefusal32(
            isAdvancedSIMD: isAdvancedSIMD, needsEnable: needsEnable)
        switch refusal {
        case nil: return true
        case .undefined: takeUndefined()
        case .trap64(let target):
            if target == .el1 && system.hasEL2 && state.tge {
                takeSynchronous(.unknown, to: .el2)
            } else {
                takeSynchronous(Syndrome(.simdFPAccess, iss: conditionFields), to: target)
            }
        case .hypTrap(let isAdvancedSIMD):
            // TA, or the coprocessor's number.
            let iss = conditionFields | (isAdvancedSIMD ? 1 << 5 : 0xa)
            takeSynchronous(Syndrome(.simdFPAccess, iss: iss), to: .el2)
        }
        return false
    }

    /// VMRS.
    ///
    /// - Parameters:
    ///   - number: 0 FPSID, 1 FPSCR, 5 to 7 MVFR2 to MVFR0, 8 FPEXC.
    ///   - transfer: Rt, for the syndrome of a trap.
    func readFloatingPoint(_ number: UInt32, transfer: UInt32, into destination: UInt16)
        -> ExecutionStatus
    {
        guard allowsRegister(number) else { return .diverted }
        if state.el == .el1 {
            // HCR.TID0 and TID3.
            let hcr = state[.hcrEL2]
            if number == 0 && hcr[bit: 15] || (5...7).contains(number) && hcr[bit: 18] {
                let iss = conditionFields | 7 << 14 | number << 10 | transfer << 5 | 1
                takeSynchronous(Syndrome(.fpIdentification, iss: iss), to: .el2)
                return .diverted
            }
        }
        let value: UInt64 =
            switch number {
            case 0: floatingPointSystemID
            case 1: UInt64(state.fpscr)
            case 5: state[.mvfr2EL1]
            case 6: state[.mvfr1EL1]
            case 7: state[.mvfr0EL1]
            default: state[.fpexc32EL2] & 1 << 30
            }
        state.slots[Int(destination)] = value & 0xffff_ffff
        return .proceed
    }

    /// VMSR. FPSID ignores writes.
    func writeFloatingPoint(_ number: UInt32, _ value: UInt64) -> ExecutionStatus {
        guard allowsRegister(number) else { return .diverted }
        switch number {
        case 1: state.fpscr = UInt32(truncatingIfNeeded: value)
        case 8:
            state[.fpexc32EL2] = state[.fpexc32EL2] & ~(1 << 30) | value & 1 << 30
            contextIsStale = true
        default: break
        }
        return .proceed
    }

    /// All but FPSCR are for PL1 and above, and there while FPEXC.EN is clear.
    private func allowsRegister(_ number: UInt32) -> Bool {
        if number != 1 && state.el == .el0 || number == 5 && state.isHypAArch32 {
            takeUndefined()
            return false
        }
        return checkFloatingPoint32(isAdvancedSIMD: false, needsEnable: number == 1)
    }

    /// FPSID: Cortex-A15's, or an Armv8 one of MIDR's implementer.
    private var floatingPointSystemID: UInt64 {
        state.isHypAArch32 ? 0x4104_30f0 : state[.midrEL1] & 0xff00_0000 | 0x3_4070
    }
}
