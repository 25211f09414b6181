// MRS and MSR (register): which register an encoding reaches, whether the access is allowed or
// trapped, and what it does. The facts are in SystemRegister.table; the order of the checks is that
// of each register's access pseudocode in the Arm ARM.

/// What an MRS or MSR comes to before it is performed.
enum SystemRegisterDecision {
    case allowed(SystemRegisterID)
    case undefined
    case trapped(to: ExceptionLevel)
    /// Reserved identification space: reads as zero.
    case readsAsZero
}

extension EmulatedVCPU {
    /// MRS: true and the value in the destination, or an exception was taken.
    func readSystemRegister(_ op: Operation) -> ExecutionStatus {
        let encoding = SystemRegisterEncoding(
            packed: UInt16(truncatingIfNeeded: op.immediate))
        switch decideAccess(to: encoding, isRead: true) {
        case .allowed(let id):
            let value = readInterruptController(id) ?? readEffective(id)
            state.slots[Int(op.destination)] = value
            if let watch { watch.unknown[op.destination] = watch.unknown[id] }
            if observes(.systemRegisters) {
                emit(.systemRegisterRead(id, value: value), pc: state.pc, el: state.el)
            }
            return .proceed
        case .readsAsZero:
            state.slots[Int(op.destination)] = 0
            return .proceed
        case .undefined: takeUndefined()
        case .trapped(let target): takeSystemRegisterTrap(encoding, isRead: true, to: target)
        }
        return .diverted
    }

    /// MSR (register).
    func writeSystemRegister(_ op: Operation) -> ExecutionStatus {
        let encoding = SystemRegisterEncoding(
            packed: UInt16(truncatingIfNeeded: op.immediate))
        switch decideAccess(to: encoding, isRead: false) {
        case .allowed(let id):
            let old = observes(.systemRegisters) ? readEffective(id) : 0
            let pc = state.pc
            let el = state.el
            let value = state.slots[Int(op.a)]
            if let watch {
                writeWatched(id, from: op.a, watch) {
                    if !commandInterruptController(id, value) { writeEffective(id, value) }
                }
            } else if !commandInterruptController(id, value) {
                writeEffective(id, value)
            }
            if observes(.systemRegisters) {
                emit(
                    .systemRegisterWritten(id, old: old, new: readEffective(id)), pc: pc, el: el)
            }
            return .proceed
        case .readsAsZero, .undefined: takeUndefined()
        case .trapped(let target): takeSystemRegisterTrap(encoding, isRead: false, to: target)
        }
        return .diverted
    }

    /// EC 0x18 with the ISS rebuilt from the instruction, whose Rt the operation no longer has.
    func takeSystemRegisterTrap(
        _ encoding: SystemRegisterEncoding, isRead: Bool, to target: ExceptionLevel
    ) {
        if SystemRegister.find(encoding)?.trap == .floatingPoint { return refuseFloatingPoint() }
        let rt = UInt8(truncatingIfNeeded: currentInstructionWord & 31)
        takeSynchronous(.systemRegister(encoding, register: rt, isRead: isRead), to: target)
    }

    // MARK: Decision

    func decideAccess(to encoding: SystemRegisterEncoding, isRead: Bool) -> SystemRegisterDecision {
        let el = state.el
        let hcr = state[.hcrEL2]
        guard let row = SystemRegister.row(encoding), features.allows(row.pointee.feature) else {
            return decideWithoutRow(encoding, isRead: isRead, el: el, hcr: hcr)
        }
        if el < (isRead ? row.pointee.minimumEL : row.pointee.minimumWriteEL) { return .undefined }
        if row.pointee.trap == .floatingPoint && !state.hasFloatingPoint { return .undefined }
        if row.pointee.trap == .aarch32 && !state.supportsAArch32AtEL1 { return .undefined }
        if isRead ? row.pointee.access == .writeOnly : row.pointee.access == .readOnly {
            return .undefined
        }
        // SP_EL0 has no other name while it is the stack pointer in use.
        if row.pointee.id == .spEL0 && state[Slot.spSel] == 0 { return .undefined }

        var id = row.pointee.id
        switch row.pointee.renaming {
        case .none: break
        case .alias(let other):
            guard el == .el2, hcr[bit: 34] else { return .undefined }
            id = other
            return .allowed(id)
        case .redirectedAtEL2(let other):
            if hcr[bit: 34] && (el == .el2 || el == .el0 && hcr[bit: 27] && row.pointee.isTimer) {
                id = other
            }
        }
        if let target = trapTarget(row, isRead: isRead, el: el, hcr: hcr) {
            return .trapped(to: target)
        }
        return .allowed(id)
    }

    private func decideWithoutRow(
        _ encoding: SystemRegisterEncoding, isRead: Bool, el: ExceptionLevel, hcr: UInt64
    ) -> SystemRegisterDecision {
        // Reserved identification registers, ID_* space: RAZ, and trapped by TID3.
        if encoding.op0 == 3, encoding.op1 == 0, encoding.crn == 0, (1...7).contains(encoding.crm) {
            guard isRead, el != .el0 else { return .undefined }
            return el == .el1 && hcr[bit: 18] ? .trapped(to: .el2) : .readsAsZero
        }
        // IMPLEMENTATION DEFINED space, of which there is none here; HCR_EL2.TIDCP traps it first.
        if encoding.op0 == 3, encoding.crn == 11 || encoding.crn == 15, el == .el1, hcr[bit: 20] {
            return .trapped(to: .el2)
        }
        return .undefined
    }

    /// The Exception level that a trap control sends this access to, or nil.
    func trapTarget(
        _ row: UnsafePointer<SystemRegister>, isRead: Bool, el: ExceptionLevel, hcr: UInt64
    ) -> ExceptionLevel? {
        let tge = hcr[bit: 27]
        let isHost = tge && hcr[bit: 34]
        let fromEL0: ExceptionLevel = tge ? .el2 : .el1
        let below = el != .el2
        func when(_ condition: Bool) -> ExceptionLevel? { condition ? .el2 : nil }
        switch row.pointee.trap {
        case .aarch32: return nil
        case .none:
            // Registers open to EL0 by a SCTLR_ELx bit.
            if el == .el0, row.pointee.id == .daif, !state.sctlr[bit: 9] { return fromEL0 }
            return nil
        case .virtualMemory: return when(el == .el1 && hcr[bit: isRead ? 30 : 26])
        case .identification1: return when(el == .el1 && isRead && hcr[bit: 16])
        case .identification2: return when(el == .el1 && hcr[bit: 17])
        case .identification3: return when(el == .el1 && hcr[bit: 18])
        case .cacheType:
            if el == .el0 {
                if !state.sctlr[bit: 15] { return fromEL0 }
                return when(!isHost && hcr[bit: 17])
            }
            return when(el == .el1 && hcr[bit: 17])
        case .floatingPoint: return state.floatingPointTrap
        case .auxiliaryControl: return when(el == .el1 && hcr[bit: 21])
        case .architecturalFeatureControl: return when(el == .el1 && state[.cptrEL2][bit: 31])
        case .debug:
            let mdcr = state[.mdcrEL2]
            return when(below && (mdcr[bit: 8] || mdcr[bit: 9]))
        case .debugCommunication:
            if el == .el0, state[.mdscrEL1] & DebugControls.trapsCommunication != 0 {
                return fromEL0
            }
            return when(below && state[.mdcrEL2] & (1 << 8 | 1 << 9) != 0)
        case .debugOSLock:
            let mdcr = state[.mdcrEL2]
            return when(below && (mdcr[bit: 8] || mdcr[bit: 10]))
        case .debugROM:
            let mdcr = state[.mdcrEL2]
            return when(below && (mdcr[bit: 8] || mdcr[bit: 11]))
        case .physicalCounter, .physicalTimer, .virtualCounter, .virtualTimer:
            return timerTrapTarget(row, isRead: isRead, el: el, hcr: hcr)
        case .performanceMonitors: return performanceMonitorTrap(row.pointee.id, isRead: isRead)
        case .pointerKey:
            return when(el == .el1 && features.contains(.el2) && !hcr[bit: 40])
        case .limitedOrdering: return when(el == .el1 && hcr[bit: 35])
        case .errorRecord: return when(el == .el1 && hcr[bit: 36])
        case .interruptController:
            return when(el == .el1 && isInterruptControllerTrapped(row.pointee.id, hcr: hcr))
        }
    }

    /// CNTKCTL_EL1 for EL0, CNTHCTL_EL2 for EL1 and EL0. With E2H and TGE, EL0 is controlled by
    /// CNTHCTL_EL2's own EL0 bits. Source: Arm ARM, accessibility of CNTPCT_EL0 and CNTP_CTL_EL0.
    private func timerTrapTarget(
        _ row: UnsafePointer<SystemRegister>, isRead: Bool, el: ExceptionLevel, hcr: UInt64
    ) -> ExceptionLevel? {
        let tge = hcr[bit: 27]
        let e2h = hcr[bit: 34]
        guard el != .el2 else { return nil }
        let control = state[e2h && tge ? .cnthctlEL2 : .cntkctlEL1]
        if el == .el0 {
            let isOpen: Bool
            switch row.pointee.trap {
            case .physicalCounter: isOpen = control[bit: 0]
            case .virtualCounter:
                isOpen =
                    row.pointee.id == .cntfrqEL0
                    ? control[bit: 0] || control[bit: 1] : control[bit: 1]
            case .virtualTimer: isOpen = control[bit: 8]
            default: isOpen = control[bit: 9]
            }
            if !isOpen { return tge ? .el2 : .el1 }
            if e2h && tge { return nil }
        }
        let hctl = state[.cnthctlEL2]
        switch row.pointee.trap {
        case .physicalCounter: return hctl[bit: e2h ? 10 : 0] ? nil : .el2
        case .physicalTimer: return hctl[bit: e2h ? 11 : 1] ? nil : .el2
        default: return nil
        }
    }

    // MARK: Values

    /// The value software reads, once the access is allowed.
    func readEffective(_ id: SystemRegisterID) -> UInt64 {
        switch id {
        case .currentEL: return state[Slot.el] << 2
        case .spSel: return state[Slot.spSel]
        case .nzcv: return state[Slot.nzcv]
        case .daif: return state[Slot.daif] << 6
        case .pan: return state[Slot.pan] << 22
        case .uao: return state[Slot.uao] << 23
        case .dit: return state[Slot.dit] << 24
        case .ssbs: return state[Slot.ssbs] << 12
        case .cptrEL2: return readTrapControls()
        case .ccsidrEL1: return model.cacheSize(selection: state[.csselrEL1])
        case .disrEL1:
            return state[state.el == .el1 && state[.hcrEL2][bit: 5] ? .vdisrEL2 : .disrEL1]
        case .spEL0: return state.stackPointer(of: .el0)
        case .spEL1: return state.stackPointer(of: .el1)
        case .midrEL1: return state.el == .el1 ? state[.vpidrEL2] : state[id]
        case .mpidrEL1: return state.el == .el1 ? state[.vmpidrEL2] : state[id]
        case .isrEL1: return interruptStatus
        case .oslsrEL1: return 0b1000 | state[.oslarEL1] << 1 & 2
        case .dbgclaimsetEL1: return 0xff
        case .dbgclaimclrEL1: return state[.dbgclaimsetEL1]
        case .mdscrEL1 where !state.isAArch32: return state[id] & ~DebugControls.methodOfEntry
        default:
            return interruptControllerValue(id) ?? readTimer(id) ?? readPerformanceMonitor(id)
                ?? state[id]
        }
    }

    /// Performs an allowed write.
    func writeEffective(_ id: SystemRegisterID, _ value: UInt64) {
        let row = SystemRegister.row(id)
        switch id {
        case .spSel:
            var pstate = state.pstate
            pstate.spSel = value[bit: 0]
            state.pstate = pstate
            return
        case .nzcv:
            state[Slot.nzcv] = value & 0xf000_0000
            return
        case .daif:
            state[Slot.daif] = value >> 6 & 15
            attention = true
            if state.isDebugArmed { contextIsStale = true }
            return
        case .pan:
            state[Slot.pan] = value >> 22 & 1
            contextIsStale = true
            return
        case .uao:
            state[Slot.uao] = value >> 23 & 1
            contextIsStale = true
            return
        case .dit:
            state[Slot.dit] = value >> 24 & 1
            return
        case .ssbs:
            state[Slot.ssbs] = value >> 12 & 1
            return
        case .disrEL1 where state.el == .el1 && state[.hcrEL2][bit: 5]:
            state[.vdisrEL2] = value & row.pointee.writable
            return
        case .spEL0: state.setStackPointer(of: .el0, value)
        case .spEL1: state.setStackPointer(of: .el1, value)
        case .dbgclaimsetEL1: state[.dbgclaimsetEL1] |= value & 0xff
        case .dbgclaimclrEL1: state[.dbgclaimsetEL1] &= ~value
        case .mdscrEL1:
            var writable = model.writable(id)
            if state[.oslarEL1] == 0 { writable &= ~DebugControls.savedByOSLock }
            if state.isAArch32 { writable |= DebugControls.methodOfEntry }
            let wasArmed = state.isDebugArmed
            state[id] = state[id] & ~writable | value & writable
            if wasArmed || state.isDebugArmed { contextIsStale = true }
        default:
            if setInterruptController(id, value) || writeTimer(id, value)
                || writePerformanceMonitor(id, value)
            {
                return
            }
            if id == .mdcrEL2 { updateCounters() }
            state[id] = value & model.writable(id) | model.fixedOnes(id)
            if state.supportsAArch32AtEL1 { keepAArch32Bits(id, value) }
        }
        switch id {
        case .sctlrEL1, .sctlrEL2, .tcrEL1, .tcrEL2, .ttbr0EL1, .ttbr1EL1, .ttbr0EL2, .ttbr1EL2,
            .mairEL1, .mairEL2, .vttbrEL2, .vtcrEL2, .cpacrEL1, .cptrEL2:
            contextIsStale = true
        case .hcrEL2:
            contextIsStale = true
            attention = true
        case .mdcrEL2:
            noteCounterControls()
            attention = true
            if state.isDebugArmed { contextIsStale = true }
        case .oslarEL1, .osdlrEL1, .dbgprcrEL1: contextIsStale = true
        case _ where id.isComparator:
            debugGeneration += 1
            if state.isDebugArmed { contextIsStale = true }
        case .rmrEL2: break
        default: break
        }
    }

    /// CPTR_EL2 in the format that HCR_EL2.E2H gives it: TCPAC, TFP and RES1 bits without, TCPAC
    /// and FPEN with.
    private func readTrapControls() -> UInt64 {
        let value = state[.cptrEL2]
        return state.e2h ? value & 0x8030_0000 : value & 0x8000_0400 | 0x33ff
    }

    /// ISR_EL1: pending interrupts as the current Exception level sees them.
    private var interruptStatus: UInt64 {
        let hcr = state[.hcrEL2]
        let isVirtual = state.el == .el1
        let lines = interrupts
        let i = isVirtual && hcr[bit: 4] ? hcr[bit: 7] || lines.virtualIRQ : lines.irq
        let f = isVirtual && hcr[bit: 3] ? hcr[bit: 6] || lines.virtualFIQ : lines.fiq
        let a = isVirtual && hcr[bit: 5] && hcr[bit: 8]
        return (a ? 1 << 8 : 0) | (i ? 1 << 7 : 0) | (f ? 1 << 6 : 0)
    }
}

extension SystemRegister {
    /// CNTP_ and CNTV_ registers, which at the host's EL0 are those of EL2.
    fileprivate var isTimer: Bool {
        switch trap {
        case .physicalTimer, .virtualTimer: true
        default: false
        }
    }
}
