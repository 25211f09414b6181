// The helpers that `call` operations name. PC holds the address of the guest instruction.

extension EmulatedVCPU {
    /// Instructions before a YIELD ends a turn: a loop around one goes round some times for each
    /// change of vCPU, which costs as much as dozens of instructions.
    private static let shortestTurn: UInt64 = 128

    func callHelper(_ op: Operation) -> ExecutionStatus {
        let immediate = UInt16(truncatingIfNeeded: op.immediate)
        switch Helper(rawValue: op.modifier).unsafelyUnwrapped {
        case .undefined:
            takeUndefined()
            return .diverted
        case .floatingPointAccess:
            refuseFloatingPoint()
            return .diverted
        case .supervisorCall:
            if state.isAArch32 { return supervisorCall32(immediate, next: nextPC(of: op)) }
            state[Slot.ss] = 0
            takeSynchronous(.svc(immediate), returnAddress: state.pc &+ 4)
            return .diverted
        case .hypervisorCall: return hypervisorCall(immediate, next: nextPC(of: op))
        case .secureMonitorCall: return secureMonitorCall(immediate, next: nextPC(of: op))
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

        case .waitForInterrupt: return wait(isForEvent: false, next: nextPC(of: op))
        case .waitForEvent: return wait(isForEvent: true, next: nextPC(of: op))
        case .sendEvent: system.sendEvent()
        case .sendEventLocal: eventRegister = true
        case .yield:
            // Lets the other vCPUs of the machine go first, but not at every step of a loop.
            if clock.now &+ UInt64(retired) &- turnBegan < Self.shortestTurn { return .proceed }
            goOn(at: nextPC(of: op))
            exit = .budgetExpired
            return .exit
        case .clearExclusive: state[Slot.exclusiveSize] = 0
        // Effects are immediate in this machine, unless somebody watches.
        case .instructionSynchronizationBarrier: noteSynchronization()
        case .dataSynchronizationBarrier: completeMaintenance()
        case .dataMemoryBarrier: break
        case .changeInstructionSet, .readStatus, .writeStatus, .setEndianness, .exceptionReturn32,
            .readCoprocessor, .writeCoprocessor, .media, .shiftWithCarry, .renewContext,
            .breakpoint32, .floatingPointAccess32, .readFloatingPointRegister,
            .writeFloatingPointRegister:
            return callHelper32(op)
        }
        return .proceed
    }

    // MARK: Calls

    /// HVC. Source: Arm ARM, `AArch64.CallHypervisor` and the instruction's own pseudocode.
    private func hypervisorCall(_ immediate: UInt16, next: UInt64) -> ExecutionStatus {
        guard state.el != .el0, system.allowsHVC else {
            takeUndefined()
            return .diverted
        }
        guard system.hasEL2 else { return firmwareCall(isSMC: false, immediate, next: next) }
        // HCR_EL2.HCD.
        if state[.hcrEL2][bit: 29] {
            takeUndefined()
        } else {
            let isAArch32 = state.isAArch32
            if isAArch32 { state.advanceIT() }
            state[Slot.ss] = 0
            takeSynchronous(
                .hvc(immediate, isAArch32: isAArch32), to: .el2, returnAddress: next)
        }
        return .diverted
    }

    /// SMC. HCR_EL2.TSC traps it from EL1; otherwise the machine is the firmware at EL3.
    private func secureMonitorCall(_ immediate: UInt16, next: UInt64) -> ExecutionStatus {
        guard state.el != .el0 else {
            takeUndefined()
            return .diverted
        }
        if state.el == .el1, system.hasEL2, state[.hcrEL2][bit: 19] {
            takeSynchronous(
                state.isAArch32 ? smcSyndrome32 : .smc(immediate), to: .el2)
            return .diverted
        }
        return firmwareCall(isSMC: true, immediate, next: next)
    }

    private func firmwareCall(isSMC: Bool, _ immediate: UInt16, next: UInt64) -> ExecutionStatus {
        goOn(at: next)
        // As after a return from a higher Exception level.
        state[Slot.stepHistory] = StepHistory.none
        exit = .firmwareCall(isSMC: isSMC, immediate: immediate)
        return .exit
    }

    /// The instruction is complete, but the vCPU leaves before the rest of its operations.
    private func goOn(at next: UInt64) {
        state.pc = next
        if state.isAArch32 { state.advanceIT() }
        if debug.steps { completeStep(isLoadExclusive: false) }
    }

    // MARK: Waiting

    /// WFI and WFE. Source: Arm ARM, `AArch64.CheckForWFxTrap`.
    private func wait(isForEvent: Bool, next: UInt64) -> ExecutionStatus {
        updateTimers()
        if isForEvent && eventRegister {
            eventRegister = false
            return .proceed
        }
        if hasWakeUpEvent { return .proceed }
        let el = state.el
        let hcr = state[.hcrEL2]
        let isOpen = state.sctlr[bit: isForEvent ? 18 : 16] || state.isHypAArch32
        if el == .el0, !isOpen {
            takeSynchronous(.wfx(isWFE: isForEvent))
            return .diverted
        }
        let isHostEL0 = el == .el0 && state.e2h && state.tge
        if el != .el2, !isHostEL0, hcr[bit: isForEvent ? 14 : 13] {
            takeSynchronous(wfxSyndrome(isWFE: isForEvent), to: .el2)
            return .diverted
        }
        goOn(at: next)
        exit = .waiting
        isWaitingForEvent = isForEvent
        streamedEventTime = isForEvent ? nextStreamedEvent : .max
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
            if crm & PSTATE.Bit.d != 0 && state.isDebugArmed { contextIsStale = true }
        default:
            takeUndefined()
            return .diverted
        }
        return .proceed
    }
}
