// The helpers that `call` operations name. PC holds the address of the guest instruction.

extension EmulatedVCPU {
    func callHelper(_ op: Operation) -> ExecutionStatus {
        let immediate = UInt16(truncatingIfNeeded: op.immediate)
        switch Helper(rawValue: op.modifier).unsafelyUnwrapped {
        case .undefined:
            takeUndefined()
            return .diverted
        case .floatingPointAccess:
            refuseFloatingPoint()
            return .diverted
        case .illegalExecutionState:
            takeIllegalState()
            return .diverted
        case .supervisorCall:
            takeSynchronous(.svc(immediate), returnAddress: state.pc &+ 4)
            return .diverted
        case .hypervisorCall: return hypervisorCall(immediate)
        case .secureMonitorCall: return secureMonitorCall(immediate)
        case .breakpoint:
            // MDCR_EL2.TDE sends debug exceptions below EL2 to EL2.
            let routesToEL2 = state.el != .el2 && (state[.mdcrEL2][bit: 8] || state.tge)
            takeSynchronous(.brk(immediate), to: routesToEL2 ? .el2 : nil)
            return .diverted
        case .exceptionReturn:
            if state.el == .el0 { takeUndefined() } else { returnFromException() }
            return .diverted
        case .exceptionReturnAuthenticated:
            if state.el == .el0 {
                takeUndefined()
            } else if let target = authenticatedReturnAddress(usesKeyB: op.immediate != 0) {
                returnFromException(to: target)
            }
            return .diverted
        case .pointerAuthentication: return pointerAuthentication(op)
        case .errorSynchronization: deferVirtualError()

        case .readSystemRegister: return readSystemRegister(op)
        case .writeSystemRegister: return writeSystemRegister(op)
        case .writePSTATEField: return writePSTATEField(UInt32(bitPattern: op.immediate))
        case .systemInstruction: return systemInstruction(op)
        case .systemInstructionWithResult:
            // No SYSL instruction is implemented.
            takeUndefined()
            return .diverted

        case .waitForInterrupt: return wait(isForEvent: false)
        case .waitForEvent: return wait(isForEvent: true)
        case .sendEvent: system.sendEvent()
        case .sendEventLocal: eventRegister = true
        case .yield:
            // Lets the other vCPUs of the machine go first.
            state.pc &+= 4
            exit = .budgetExpired
            return .exit
        case .clearExclusive: state[Slot.exclusiveSize] = 0
        case .instructionSynchronizationBarrier, .dataSynchronizationBarrier,
            .dataMemoryBarrier:
            // Effects are immediate in this machine.
            break
        }
        return .proceed
    }

    // MARK: Calls

    /// HVC. Source: Arm ARM, `AArch64.CallHypervisor` and the instruction's own pseudocode.
    private func hypervisorCall(_ immediate: UInt16) -> ExecutionStatus {
        guard state.el != .el0 else {
            takeUndefined()
            return .diverted
        }
        guard system.hasEL2 else { return firmwareCall(isSMC: false, immediate) }
        // HCR_EL2.HCD.
        if state[.hcrEL2][bit: 29] {
            takeUndefined()
        } else {
            takeSynchronous(.hvc(immediate), to: .el2, returnAddress: state.pc &+ 4)
        }
        return .diverted
    }

    /// SMC. HCR_EL2.TSC traps it from EL1; otherwise the machine is the firmware at EL3.
    private func secureMonitorCall(_ immediate: UInt16) -> ExecutionStatus {
        guard state.el != .el0 else {
            takeUndefined()
            return .diverted
        }
        if state.el == .el1, system.hasEL2, state[.hcrEL2][bit: 19] {
            takeSynchronous(.smc(immediate), to: .el2)
            return .diverted
        }
        return firmwareCall(isSMC: true, immediate)
    }

    private func firmwareCall(isSMC: Bool, _ immediate: UInt16) -> ExecutionStatus {
        state.pc &+= 4
        exit = .firmwareCall(isSMC: isSMC, immediate: immediate)
        return .exit
    }

    // MARK: Waiting

    /// WFI and WFE. Source: Arm ARM, `AArch64.CheckForWFxTrap`.
    private func wait(isForEvent: Bool) -> ExecutionStatus {
        updateTimers()
        if isForEvent && eventRegister {
            eventRegister = false
            return .proceed
        }
        if hasWakeUpEvent { return .proceed }
        let el = state.el
        let hcr = state[.hcrEL2]
        if el == .el0, !state.sctlr[bit: isForEvent ? 18 : 16] {
            takeSynchronous(.wfx(isWFE: isForEvent))
            return .diverted
        }
        let isHostEL0 = el == .el0 && state.e2h && state.tge
        if el != .el2, !isHostEL0, hcr[bit: isForEvent ? 14 : 13] {
            takeSynchronous(.wfx(isWFE: isForEvent), to: .el2)
            return .diverted
        }
        state.pc &+= 4
        exit = .waiting
        isWaitingForEvent = isForEvent
        return .exit
    }

    // MARK: Errors

    /// ESB: this machine has no physical SError interrupts; a virtual one that is pending and
    /// masked is put off into VDISR_EL2. Source: Arm ARM, ESB, `AArch64.vESBOperation`.
    private func deferVirtualError() {
        let hcr = state[.hcrEL2]
        guard state.el != .el2, hcr[bit: 5], hcr[bit: 8], !hcr[bit: 27],
            state[Slot.daif] & UInt64(PSTATE.Bit.a) != 0
        else { return }
        // A, IDS and ISS.
        state[.vdisrEL2] = 1 << 31 | state[.vsesrEL2] & 0x1ff_ffff
        state[.hcrEL2][bit: 8] = false
    }

    // MARK: PSTATE

    /// MSR (immediate); `field` is op1 << 16 | op2 << 8 | CRm.
    private func writePSTATEField(_ field: UInt32) -> ExecutionStatus {
        let crm = UInt8(truncatingIfNeeded: field & 15)
        let isEL0 = state.el == .el0
        switch field >> 8 {
        case 0x0_05 where !isEL0:
            var pstate = state.pstate
            pstate.spSel = crm & 1 != 0
            state.pstate = pstate
        case 0x0_03 where !isEL0:
            state[Slot.uao] = UInt64(crm & 1)
            contextIsStale = true
        case 0x0_04 where !isEL0:
            state[Slot.pan] = UInt64(crm & 1)
            contextIsStale = true
        case 0x3_01:
            state[Slot.ssbs] = UInt64(crm & 1)
        case 0x3_02:
            state[Slot.dit] = UInt64(crm & 1)
        case 0x3_06, 0x3_07:
            if isEL0 && !state.sctlr[bit: 9] {
                let encoding = SystemRegisterEncoding(
                    0, 3, 4, UInt16(crm), UInt16(field >> 8 & 7))
                takeSynchronous(.systemRegister(encoding, register: 31, isRead: false))
                return .diverted
            }
            if field >> 8 & 7 == 6 {
                state[Slot.daif] |= UInt64(crm)
            } else {
                state[Slot.daif] &= ~UInt64(crm)
            }
            attention = true
        default:
            takeUndefined()
            return .diverted
        }
        return .proceed
    }
}
