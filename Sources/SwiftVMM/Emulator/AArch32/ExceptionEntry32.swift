// Taking an exception to an Exception level in AArch32: into one of the modes of PL1, or into Hyp.
// Source: Arm ARM DDI 0406C, B1.8 and B1.9, `EnterHypMode`, `TakeUndefInstrException`,
// `TakeSVCException`, `TakePrefetchAbortException` and their kin.

/// Which exception of AArch32 an exception class becomes.
enum Exception32: UInt32 {
    // The raw value is the offset in the vector table.
    case undefined = 0x04
    case supervisorCall = 0x08
    case prefetchAbort = 0x0c
    case dataAbort = 0x10
    case hypTrap = 0x14
    case irq = 0x18
    case fiq = 0x1c

    init(_ type: ExceptionType, _ syndrome: Syndrome) {
        switch type {
        case .irq: self = .irq
        case .fiq: self = .fiq
        case .serror: self = .dataAbort
        case .synchronous:
            switch syndrome.exceptionClass {
            case .svc32, .hvc32, .smc32: self = .supervisorCall
            case .instructionAbort, .instructionAbortFromLowerEL, .bkpt32, .pcAlignment,
                .breakpoint, .breakpointFromLowerEL:
                self = .prefetchAbort
            case .dataAbort, .dataAbortFromLowerEL, .watchpoint, .watchpointFromLowerEL:
                self = .dataAbort
            default: self = .undefined
            }
        }
    }

    /// The mode of PL1 that takes it.
    var mode: ProcessorMode {
        switch self {
        case .undefined: .undefined
        case .supervisorCall: .supervisor
        case .prefetchAbort, .dataAbort: .abort
        case .irq: .irq
        case .fiq: .fiq
        case .hypTrap: .hyp
        }
    }

    /// A, I, F that entry at PL1 sets.
    var masks: UInt32 {
        switch self {
        case .undefined, .supervisorCall: CPSR.i
        case .fiq: CPSR.a | CPSR.i | CPSR.f
        default: CPSR.a | CPSR.i
        }
    }
}

extension EmulatedVCPU {
    /// Takes an exception to EL1 or EL2 in AArch32; parameters as for `takeException`.
    func takeException32(
        _ type: ExceptionType, to target: ExceptionLevel, syndrome: UInt64,
        preferredReturn: UInt64, faultAddress: UInt64?, intermediateAddress: UInt64?
    ) {
        let source = state.el
        let sourcePC = state.pc
        let saved = state.cpsr
        let exception = Exception32(type, Syndrome(rawValue: syndrome))
        let vector: UInt64
        if target == .el2 {
            vector = enterHyp(
                exception, type, from: source, saved, syndrome: syndrome,
                preferredReturn: preferredReturn, faultAddress: faultAddress,
                intermediateAddress: intermediateAddress)
        } else {
            vector = enterPL1(
                exception, type, saved, syndrome: syndrome, preferredReturn: preferredReturn,
                faultAddress: faultAddress)
        }
        loopDetector.pointee.note(
            vector: vector, syndrome: syndrome, pc: sourcePC,
            isFault: type == .synchronous && preferredReturn == sourcePC, state: state,
            count: executedCount, isSynchronous: type == .synchronous)
        state.pc = vector
        contextIsStale = true
        attention = true
        if observes(.exceptions) || observes(.hypercalls) {
            emit(
                .exceptionTaken(
                    type: type, from: source, to: target, syndrome: syndrome,
                    preferredReturn: preferredReturn, savedState: UInt64(saved), vector: vector,
                    faultAddress: faultAddress),
                pc: sourcePC, el: source)
        }
    }

    /// `EnterHypMode`, and HSR and the fault address registers before it. Returns the vector.
    private func enterHyp(
        _ exception: Exception32, _ type: ExceptionType, from source: ExceptionLevel,
        _ saved: UInt32, syndrome: UInt64, preferredReturn: UInt64, faultAddress: UInt64?,
        intermediateAddress: UInt64?
    ) -> UInt64 {
        if type == .synchronous || type == .serror {
            state[.esrEL2] = syndrome & 0xffff_ffff
        }
        if let faultAddress {
            // HIFAR is the upper half.
            let isFetch = exception == .prefetchAbort
            state[.farEL2][bits: isFetch ? 32..<64 : 0..<32] = faultAddress & 0xffff_ffff
        }
        if let intermediateAddress {
            // HPFAR.FIPA holds IPA<39:12> in bits 31...4.
            state[.hpfarEL2] = intermediateAddress >> 8 & 0xffff_fff0
        }
        state[.spsrEL2] = UInt64(saved)
        state[.elrEL2] = preferredReturn & 0xffff_ffff
        let hsctlr = state[.sctlrEL2]
        enter(.hyp, saved, sctlr: hsctlr, masks: CPSR.a | CPSR.i | CPSR.f)
        // From a lower level everything but interrupts arrives at the trap vector.
        let isTrap = source != .el2 && (type == .synchronous)
        let offset = isTrap ? Exception32.hypTrap.rawValue : exception.rawValue
        return (state[.vbarEL2] & 0xffff_ffe0) &+ UInt64(offset)
    }

    private func enterPL1(
        _ exception: Exception32, _ type: ExceptionType, _ saved: UInt32, syndrome: UInt64,
        preferredReturn: UInt64, faultAddress: UInt64?
    ) -> UInt64 {
        let isThumb = saved & CPSR.t != 0
        // What LR holds beyond the address of the instruction, or of the next one.
        let link: UInt64
        switch exception {
        case .undefined: link = isThumb ? 2 : 4
        case .supervisorCall, .hypTrap: link = 0
        case .prefetchAbort, .irq, .fiq: link = 4
        case .dataAbort: link = 8
        }
        if exception == .prefetchAbort || exception == .dataAbort {
            recordFault(exception, type, Syndrome(rawValue: syndrome), faultAddress)
        }
        let mode = exception.mode
        state[mode.x(14)] = (preferredReturn &+ link) & 0xffff_ffff
        if let status = mode.savedStatus { state[status] = UInt64(saved) }
        let sctlr = state[.sctlrEL1]
        enter(mode, saved, sctlr: sctlr, masks: exception.masks)
        // SCTLR.V: high vectors.
        let base = sctlr[bit: 13] ? 0xffff_0000 : state[.vbarEL1] & 0xffff_ffe0
        return base &+ UInt64(exception.rawValue)
    }

    /// The state every handler starts in: T and E by SCTLR.TE and EE, IT and J clear.
    private func enter(_ mode: ProcessorMode, _ saved: UInt32, sctlr: UInt64, masks: UInt32) {
        let cleared = CPSR.it | CPSR.j | CPSR.t | CPSR.e | CPSR.mode | 1 << 20 | 1 << 21
        var new = saved & ~cleared | masks | UInt32(mode.rawValue)
        if sctlr[bit: 30] { new |= CPSR.t }
        if sctlr[bit: 25] { new |= CPSR.e }
        state.setCPSR(new)
        // FEAT_PAN: SCTLR.SPAN = 0 sets PAN on entry to PL1.
        if mode != .hyp, features.contains(.pan), !sctlr[bit: 23] { state[Slot.pan] = 1 }
        state[Slot.il] = 0
        state[Slot.ss] = 0
    }

    /// DFSR and DFAR, or IFSR and IFAR. Source: Arm ARM, `AArch32.ReportPrefetchAbort`,
    /// `AArch32.ReportDataAbort`, `EncodeSDFSC`.
    private func recordFault(
        _ exception: Exception32, _ type: ExceptionType, _ syndrome: Syndrome,
        _ faultAddress: UInt64?
    ) {
        let isLong = state[.tcrEL1][bit: 31]
        let isFetch = exception == .prefetchAbort
        let code: UInt64
        if type == .serror {
            code = isLong ? 1 << 9 | 0b01_0001 : 1 << 10 | 0b0110
        } else if syndrome.exceptionClass == .bkpt32 || syndrome.iss & 0x3f == 0b10_0010 {
            // Debug events.
            code = isLong ? 1 << 9 | 0b10_0010 : 0b0010
        } else if isLong {
            code = 1 << 9 | UInt64(syndrome.iss & 0x3f)
        } else {
            let status = UInt64(MMUFault.shortStatus(UInt8(syndrome.iss & 0x3f)))
            code = status & 15 | (status & 16) << 6
        }
        if isFetch {
            state[.ifsr32EL2] = code
            if let faultAddress { state[.farEL1][bits: 32..<64] = faultAddress & 0xffff_ffff }
            return
        }
        var value = code
        if type == .synchronous {
            // WnR and CM.
            if syndrome.iss[bit: 6] { value |= 1 << 11 }
            if syndrome.iss[bit: 8] { value |= 1 << 13 }
            if !isLong { value |= UInt64(faultDomain & 15) << 4 }
        }
        state[.esrEL1] = value
        if let faultAddress { state[.farEL1][bits: 0..<32] = faultAddress & 0xffff_ffff }
    }

    // MARK: Calls

    /// SVC. Source: Arm ARM, `AArch32.CheckForSVCTrap`, `AArch32.TakeSVCException`.
    func supervisorCall32(_ immediate: UInt16, next: UInt64) -> ExecutionStatus {
        state.advanceIT()
        state[Slot.ss] = 0
        let syndrome = Syndrome(.svc32, il: !isCurrentNarrow, iss: UInt32(immediate))
        takeSynchronous(syndrome, returnAddress: next)
        return .diverted
    }

    /// The current instruction has 16 bits.
    var isCurrentNarrow: Bool {
        state[Slot.thumb] != 0 && !T32Decoder.isWide(UInt16(currentInstructionWord & 0xffff))
    }

    /// CV and COND of a trapped AArch32 instruction: a condition that held, or always.
    var conditionFields: UInt32 {
        let it = UInt32(truncatingIfNeeded: state[Slot.it])
        var condition: UInt32 = 14
        if state[Slot.thumb] != 0 {
            if it != 0 { condition = it >> 4 }
        } else {
            condition = currentInstructionWord >> 28
            if condition == 15 { condition = 14 }
        }
        return 1 << 24 | condition << 20
    }

    var smcSyndrome32: Syndrome { Syndrome(.smc32) }

    func wfxSyndrome(isWFE: Bool) -> Syndrome {
        guard state.isAArch32 else { return .wfx(isWFE: isWFE) }
        return Syndrome(.wfx, il: !isCurrentNarrow, iss: conditionFields | (isWFE ? 1 : 0))
    }

    // MARK: Between the Execution states

    /// Whether the level below an AArch64 target is in AArch32, which chooses among the vectors for
    /// exceptions from a lower level. Source: Arm ARM, `AArch64.TakeException`.
    func isLowerAArch32(_ target: ExceptionLevel) -> Bool {
        if target == .el1 { return state.isAArch32 }
        if state.e2h && state.tge && state.el == .el0 { return state.isAArch32 }
        return state.isAArch32(.el1)
    }
}
