// Which accesses to system registers generated code may make itself: those of plain registers,
// which read as they were written, have no effect on anything else, and that at most one bit traps.

extension HostSystemRegister {
    private static let plainBelowEL2: Set<SystemRegisterID> = [
        .tpidrEL0, .tpidrroEL0, .tpidrEL1, .esrEL1, .farEL1, .elrEL1, .spsrEL1,
    ]
    /// At EL2 the names of EL1's registers may mean others: HCR_EL2.E2H.
    private static let plainAtEL2: Set<SystemRegisterID> = [
        .tpidrEL0, .tpidrroEL0, .tpidrEL1, .tpidrEL2, .esrEL2, .farEL2, .elrEL2, .spsrEL2,
        .hpfarEL2,
    ]

    /// What a `call` operation comes to in a mode; nil if it takes a function.
    init?(_ op: Operation, _ mode: BlockMode, _ model: CPUModel) {
        switch Helper(rawValue: op.modifier) {
        case .readSystemRegister: self.init(op, mode, model, isRead: true)
        case .writeSystemRegister: self.init(op, mode, model, isRead: false)
        case .writePSTATEField:
            guard mode.el != 0 else { return nil }
            let bits = UInt8(truncatingIfNeeded: op.immediate & 15)
            switch op.immediate >> 8 {
            case 0x3_06: self = .maskInterrupts(bits)
            // Debug exceptions that were masked must be looked for.
            case 0x3_07 where bits & PSTATE.Bit.d == 0: self = .unmaskInterrupts(bits)
            default: return nil
            }
        case .readCoprocessor: self.init(reading32: UInt32(bitPattern: op.immediate), mode)
        case .writeStatus:
            // MSR CPSR_c: interrupts back to what they were.
            guard op.immediate == 1, mode.el != 0, let current = mode.processorMode else {
                return nil
            }
            self = .writeControl32(mode: current.rawValue)
        case .systemInstruction:
            let encoding = SystemRegisterEncoding(
                packed: UInt16(truncatingIfNeeded: op.immediate))
            // DC ZVA; HCR_EL2.TDZ.
            guard encoding.op1 == 3, encoding.crn == 7, encoding.crm == 4, encoding.op2 == 1,
                mode.el != 0, !mode.accessesDeviceMemory
            else { return nil }
            let trap = Trap(slot: Slot.of(.hcrEL2), mask: 1 << 28)
            self = .zeroBlock(mode.el == 1 ? trap : nil)
        default: return nil
        }
    }

    /// MRC of what threads and CPUs find themselves by, and MRRC of the counter.
    private init?(reading32 word: UInt32, _ mode: BlockMode) {
        guard let row = CP15Register.find(CoprocessorEncoding(word: word)),
            let needed = row.readEL, mode.el >= needed.rawValue
        else { return nil }
        switch row.target {
        case .low(let id) where id == .tpidrEL0 || id == .tpidrroEL0 || id == .tpidrEL1:
            // HSTR.T13. What is above 32 bits the move after it cuts.
            let trap = Trap(slot: Slot.of(.hstrEL2), mask: 1 << 13)
            self = .read(slot: Slot.of(id), trap: mode.el == 2 ? nil : trap)
        case .whole(.cntvctEL0) where mode.el == 1:
            let shift = UInt8(CPUModel.instructionsPerTick.trailingZeroBitCount)
            self = .counter(shift: shift, offset: Slot.of(.cntvoffEL2))
        default: return nil
        }
    }

    private init?(_ op: Operation, _ mode: BlockMode, _ model: CPUModel, isRead: Bool) {
        let encoding = SystemRegisterEncoding(packed: UInt16(truncatingIfNeeded: op.immediate))
        guard let row = SystemRegister.find(encoding),
            mode.el >= (isRead ? row.minimumEL : row.minimumWriteEL).rawValue
        else { return nil }
        if isRead && row.id == .cntvctEL0 && mode.el == 1 && row.trap == .virtualCounter {
            let shift = UInt8(CPUModel.instructionsPerTick.trailingZeroBitCount)
            self = .counter(shift: shift, offset: Slot.of(.cntvoffEL2))
            return
        }
        if isRead && row.id == .currentEL && mode.el != 0 {
            self = .constant(UInt64(mode.el) << 2)
            return
        }
        if row.id == .daif && mode.el != 0 {
            self = isRead ? .readInterruptMask : .writeInterruptMask
            return
        }
        if row.id == .spEL0 && mode.el != 0 {
            // While SP is SP_ELx.
            let isOther = Trap(slot: Slot.spSel, mask: 1, isWhenClear: true)
            self =
                isRead
                ? .read(slot: Slot.spBank, trap: isOther)
                : .write(slot: Slot.spBank, writable: ~0, ones: 0, trap: isOther)
            return
        }
        let plain = mode.el == 2 ? Self.plainAtEL2 : Self.plainBelowEL2
        guard plain.contains(row.id) else { return nil }
        var trap: Trap?
        switch row.trap {
        case .none: break
        case .virtualMemory:
            // HCR_EL2.TRVM and TVM.
            if mode.el == 1 {
                trap = Trap(slot: Slot.of(.hcrEL2), mask: isRead ? 1 << 30 : 1 << 26)
            }
        default: return nil
        }
        let slot = Slot.of(row.id)
        if isRead {
            self = .read(slot: slot, trap: trap)
        } else {
            self = .write(
                slot: slot, writable: model.writable(row.id), ones: model.fixedOnes(row.id),
                trap: trap)
        }
    }
}
