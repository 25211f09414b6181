// System registers that generated code reads and writes itself.

/// An access to a system register that needs no function: what it comes to at one Exception level.
enum HostSystemRegister: Equatable {
    /// A bit of a register that, where it is set, traps the access.
    struct Trap: Equatable {
        var slot: UInt16
        /// In the low half.
        var mask: Int32
    }

    /// A plain value in a slot.
    case read(slot: UInt16, trap: Trap?)
    /// The same; bits outside `writable` become `ones`.
    case write(slot: UInt16, writable: UInt64, ones: UInt64, trap: Trap?)
    case constant(UInt64)
    /// Virtual time, by 2^shift instructions, less the value of a slot.
    case counter(shift: UInt8, offset: UInt16)
    /// SP_EL0 while another stack pointer is in use.
    case readUserStackPointer
    case writeUserStackPointer
    /// DAIF; a write goes the long way if an interrupt may be taken after it.
    case readMasks
    case writeMasks
    /// PSTATE.DAIF: bits set, or cleared.
    case maskInterrupts(UInt8)
    case unmaskInterrupts(UInt8)
}

#if arch(x86_64)
    extension BlockCompiler {
        mutating func emitSystemRegister(_ access: HostSystemRegister) {
            switch access {
            case .read(let slot, let trap):
                let patch = emitTrap(trap)
                let register = target()
                assembler.load(register, HostRegisters.memory(slot))
                finish(register)
                endTrap(patch)
            case .write(let slot, let writable, let ones, let trap):
                let patch = emitTrap(trap)
                if writable == ~0 && ones == 0 {
                    let from = register(place(op.a))
                    assembler.store(HostRegisters.memory(slot), from)
                } else {
                    clobberFlags()
                    let value = scratch()
                    load(value, place(op.a))
                    alu(.and, value, .constant(writable), wide: true)
                    if ones != 0 { alu(.or, value, .constant(ones), wide: true) }
                    assembler.store(HostRegisters.memory(slot), value)
                }
                endTrap(patch)
            case .constant(let value):
                let register = target()
                assembler.constant(register, value)
                finish(register)
            case .counter(let shift, let offset):
                // The deadline less what is left of the budget is the time after the block.
                clobberFlags()
                let register = scratch()
                assembler.load(register, HostRegisters.word(EngineWord.deadline))
                let budget = HostRegisters.word(EngineWord.budget)
                assembler.alu(.sub, register, .memory(budget), wide: true)
                let after = Int32(block.instructionCount - instruction)
                assembler.alu(.sub, .register(register), constant: after, wide: true)
                assembler.shift(.shr, register, by: shift, wide: true)
                assembler.alu(.sub, register, .memory(HostRegisters.memory(offset)), wide: true)
                finish(register)
            case .readUserStackPointer:
                let patch = emitUnlessUserStackPointerInUse()
                let register = target()
                assembler.load(register, HostRegisters.memory(Slot.spBank))
                finish(register)
                endTrap(patch)
            case .writeUserStackPointer:
                let patch = emitUnlessUserStackPointerInUse()
                let from = register(place(op.a))
                assembler.store(HostRegisters.memory(Slot.spBank), from)
                endTrap(patch)
            case .readMasks:
                clobberFlags()
                let register = target()
                assembler.load(register, HostRegisters.memory(Slot.daif))
                assembler.shift(.shl, register, by: 6, wide: false)
                finish(register)
            case .writeMasks:
                // Debug exceptions that were masked must be looked for.
                let armed = emitTrap(.init(slot: Slot.of(.mdscrEL1), mask: 0x8001))
                clobberFlags()
                let pending = HostRegisters.word(EngineWord.interruptPending)
                assembler.alu(.cmp, .memory(pending), constant: 0, wide: false)
                let patch = assembler.jump(.ne)
                let value = scratch()
                load(value, place(op.a))
                assembler.shift(.shr, value, by: 6, wide: true)
                assembler.alu(.and, .register(value), constant: 15, wide: false)
                assembler.store(HostRegisters.memory(Slot.daif), value)
                endTrap(patch)
                endTrap(armed)
            case .maskInterrupts(let bits):
                clobberFlags()
                let daif = HostRegisters.memory(Slot.daif)
                assembler.alu(.or, .memory(daif), constant: Int32(bits), wide: false)
            case .unmaskInterrupts(let bits):
                clobberFlags()
                let pending = HostRegisters.word(EngineWord.interruptPending)
                assembler.alu(.cmp, .memory(pending), constant: 0, wide: false)
                let patch = assembler.jump(.ne)
                let daif = HostRegisters.memory(Slot.daif)
                assembler.alu(.and, .memory(daif), constant: ~Int32(bits), wide: false)
                endTrap(patch)
            }
        }

        /// To the long way if SP_EL0 is what SP means.
        private mutating func emitUnlessUserStackPointerInUse() -> X86Assembler.Patch {
            clobberFlags()
            let selected = HostRegisters.memory(Slot.spSel)
            assembler.alu(.cmp, .memory(selected), constant: 0, wide: false)
            return assembler.jump(.e)
        }

        private mutating func emitTrap(_ trap: HostSystemRegister.Trap?) -> X86Assembler.Patch? {
            guard let trap else { return nil }
            clobberFlags()
            assembler.test(
                .memory(HostRegisters.memory(trap.slot)), constant: trap.mask, wide: false)
            return assembler.jump(.ne)
        }

        private mutating func endTrap(_ patch: X86Assembler.Patch?) {
            guard let patch else { return }
            vectors.removeAll()
            coldCode.append(.execute(at: patch, operation: index, back: assembler.here))
        }
    }
#endif
