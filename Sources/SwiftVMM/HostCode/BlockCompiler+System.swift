// System registers that generated code reads and writes itself.

/// An access to a system register that needs no function: what it comes to at one Exception level.
enum HostSystemRegister: Equatable {
    /// A bit of a register that, where it is set, traps the access, or lets a function decide.
    struct Trap: Equatable {
        var slot: UInt16
        /// In the low half.
        var mask: Int32
        /// It is the other way round: where the bit is clear.
        var isWhenClear = false
    }

    /// A plain value in a slot.
    case read(slot: UInt16, trap: Trap?)
    /// The same; bits outside `writable` become `ones`.
    case write(slot: UInt16, writable: UInt64, ones: UInt64, trap: Trap?)
    case constant(UInt64)
    /// Virtual time, by 2^shift instructions, less the value of a slot.
    case counter(shift: UInt8, offset: UInt16)
    /// PSTATE.DAIF: bits set, or cleared.
    case maskInterrupts(UInt8)
    case unmaskInterrupts(UInt8)
    /// All of it, as MRS and MSR have it.
    case readInterruptMask
    case writeInterruptMask
    /// The low byte of AArch32's CPSR, where only A, I and F may change.
    case writeControl32(mode: UInt8)
    /// DC ZVA
    case zeroBlock(Trap?)
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
                let after = Int32(charge - instruction)
                assembler.alu(.sub, .register(register), constant: after, wide: true)
                assembler.shift(.shr, register, by: shift, wide: true)
                assembler.alu(.sub, register, .memory(HostRegisters.memory(offset)), wide: true)
                finish(register)
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
            case .readInterruptMask:
                clobberFlags()
                let register = target()
                assembler.load(register, HostRegisters.memory(Slot.daif))
                assembler.shift(.shl, register, by: 6, wide: false)
                finish(register)
            case .writeInterruptMask:
                clobberFlags()
                let pending = HostRegisters.word(EngineWord.interruptPending)
                assembler.alu(.cmp, .memory(pending), constant: 0, wide: false)
                let patch = assembler.jump(.ne)
                let value = scratch()
                load(value, place(op.a), wide: false)
                assembler.shift(.shr, value, by: 6, wide: false)
                assembler.alu(.and, .register(value), constant: 15, wide: false)
                // Debug exceptions that were masked must be looked for.
                let change = scratch()
                load(change, .register(value), wide: false)
                assembler.alu(
                    .xor, change, .memory(HostRegisters.memory(Slot.daif)), wide: false)
                assembler.testByte(.register(change), constant: UInt8(PSTATE.Bit.d))
                let debug = assembler.jump(.ne)
                assembler.store(HostRegisters.memory(Slot.daif), value)
                endTrap(patch)
                endTrap(debug)
            case .writeControl32(let mode): emitWriteControl32(mode)
            case .zeroBlock(let trap): emitZeroBlock(trap)
            }
        }

        private mutating func emitWriteControl32(_ mode: UInt8) {
            clobberFlags()
            let pending = HostRegisters.word(EngineWord.interruptPending)
            assembler.alu(.cmp, .memory(pending), constant: 0, wide: false)
            let interrupt = assembler.jump(.ne)
            let value = scratch()
            load(value, place(op.a), wide: false)
            let newMode = scratch()
            assembler.move(newMode, value, wide: false)
            assembler.alu(.and, .register(newMode), constant: 31, wide: false)
            assembler.alu(.cmp, .register(newMode), constant: Int32(mode), wide: false)
            let change = assembler.jump(.ne)
            assembler.shift(.shr, value, by: 6, wide: false)
            assembler.alu(.and, .register(value), constant: 7, wide: false)
            assembler.store(HostRegisters.memory(Slot.daif), value)
            endTrap(interrupt)
            endTrap(change)
        }

        /// 64 bytes at the linear distance; anything else is done by the function.
        private mutating func emitZeroBlock(_ trap: HostSystemRegister.Trap?) {
            clobberFlags()
            let patches = emitTrap(trap)
            let page = scratch()
            let index = scratch()
            load(page, place(op.a))
            assembler.shift(.shr, page, by: 12, wide: true)
            assembler.move(index, page, wide: false)
            let mask = Int32(FastTLBLayout.entryCount - 1)
            assembler.alu(.and, .register(index), constant: mask, wide: false)
            let tags = Int32(FastTLBLayout.writeTags) * 8
            let tag = X86Memory(HostRegisters.fastTLB, index: index, scale: 3, tags)
            assembler.alu(.cmp, page, .memory(tag), wide: true)
            let mismatch = assembler.jump(.ne)
            assembler.load(index, HostRegisters.word(EngineWord.linearFlags))
            assembler.compareByte(X86Memory(index, index: page), constant: 0)
            let flagged = assembler.jump(.ne)
            load(page, place(op.a))
            assembler.alu(.and, .register(page), constant: -64, wide: true)
            let zero = X86Vector(0)
            assembler.vector(X86Assembler.pxor, zero, zero)
            for offset in stride(from: Int32(0), to: 64, by: 16) {
                assembler.storeVector(
                    X86Memory(page, index: HostRegisters.addend, offset), zero)
            }
            for patch in [patches, mismatch, flagged] { endTrap(patch) }
        }

        private mutating func emitTrap(_ trap: HostSystemRegister.Trap?) -> X86Assembler.Patch? {
            guard let trap else { return nil }
            clobberFlags()
            assembler.test(
                .memory(HostRegisters.memory(trap.slot)), constant: trap.mask, wide: false)
            return assembler.jump(trap.isWhenClear ? .e : .ne)
        }

        private mutating func endTrap(_ patch: X86Assembler.Patch?) {
            guard let patch else { return }
            vectors.removeAll()
            addCold(.execute(at: patch, operation: index, back: assembler.here))
        }
    }
#endif
