// Status registers, modes, exception return, coprocessors.

extension AArch32Lifter {
    /// MRS; bit 0 of the immediate is R.
    mutating func readStatus(_ i: AArch32Instruction) {
        guard i.immediate == 1 else {
            call(.readStatus, into: register(i.rd))
            return
        }
        guard let status = mode.savedStatus else {
            call(.undefined)
            return
        }
        builder.move(Value(slot: Slot.of(status)), .w32, into: register(i.rd))
    }

    /// MSR: the field mask in bits 3...0, R in bit 4; of the immediate for the register form, of
    /// `rd` for the other.
    mutating func writeStatus(_ i: AArch32Instruction) {
        let isImmediate = i.operand == .immediate
        let fields = isImmediate ? i.rd : i.immediate
        let value =
            isImmediate ? builder.constant(UInt64(i.immediate)) : register(i.rm)
        guard fields[bit: 4] else {
            call(.writeStatus, a: value, immediate: Int32(fields & 15))
            return
        }
        guard let status = mode.savedStatus else {
            call(.undefined)
            return
        }
        let slot = Value(slot: Slot.of(status))
        let mask = Int32(bitPattern: CPSR.byteMask(fields & 15))
        let new = builder.integer(.and, .w32, value, .immediate(mask))
        let kept = builder.integer(.andNot, .w32, slot, .immediate(mask))
        builder.integer(.or, .w32, kept, new, into: slot)
    }

    /// MRS and MSR (banked register): R:SYSm in the immediate.
    mutating func transferBanked(_ i: AArch32Instruction) {
        guard mode != .user,
            let banked = BankedRegister(
                isStatus: i.immediate[bit: 5], number: i.immediate & 31),
            isAccessible(banked)
        else {
            call(.undefined)
            return
        }
        let slot: Value
        switch banked {
        case .general(let x): slot = Value(slot: x)
        case .status(let id): slot = Value(slot: Slot.of(id))
        case .elrHyp: slot = Value(slot: Slot.of(.elrEL2))
        }
        if i.opcode == .mrsBanked {
            builder.move(slot, .w32, into: register(i.rd))
        } else {
            builder.move(register(i.rm), .w32, into: slot)
        }
    }

    /// Source: Arm ARM, `BankedRegisterAccessValid`, `SPSRaccessValid`.
    private func isAccessible(_ banked: BankedRegister) -> Bool {
        if banked == .elrHyp { return mode == .hyp }
        guard let owner = banked.owner else {
            // R8_usr to R12_usr are other registers only in FIQ mode; SP and LR not in System.
            guard case .general(let x) = banked else { return false }
            if x < 13 { return mode == .fiq }
            return x == 13 ? mode != .system : mode != .system && mode != .hyp
        }
        // SP_hyp and SPSR_hyp belong to Monitor mode's software.
        return owner != .hyp && owner != mode
    }

    /// CPS: imod in bits 10...9, M in bit 8, A:I:F in bits 7...5, the mode below.
    mutating func changeState(_ i: AArch32Instruction) {
        guard mode != .user else { return }
        let imod = i.immediate >> 9
        if imod >= 2 && !i.immediate[bit: 8] {
            // DAIFClr and DAIFSet of A64.
            let field: UInt32 = imod == 2 ? 0x3_07 : 0x3_06
            call(.writePSTATEField, immediate: Int32(field << 8 | i.immediate >> 5 & 7))
            return
        }
        let masks = (i.immediate >> 5 & 7) << 6
        let old = builder.call(.readStatus, into: builder.temporary())
        var new = old
        if imod == 2 {
            new = builder.integer(.andNot, .w32, new, .immediate(Int32(masks)))
        } else if imod == 3 {
            new = builder.integer(.or, .w32, new, .immediate(Int32(masks)))
        }
        if i.immediate[bit: 8] {
            new = builder.integer(.andNot, .w32, new, .immediate(31))
            new = builder.integer(.or, .w32, new, .immediate(Int32(i.immediate & 31)))
        }
        call(.writeStatus, a: new, immediate: 3)
    }

    /// ERET, and SUBS PC, LR, #imm of T32.
    mutating func exceptionReturn(_ i: AArch32Instruction) {
        guard let status = mode.savedStatus else {
            call(.undefined)
            return
        }
        let saved = Value(slot: Slot.of(status))
        if mode == .hyp {
            if isThumb && i.immediate != 0 {
                call(.undefined)
            } else {
                call(.exceptionReturn32, a: Value(slot: Slot.of(.elrEL2)), b: saved)
            }
            return
        }
        var target = register(14)
        if isThumb && i.immediate != 0 {
            target = builder.integer(.subtract, .w32, target, .immediate(Int32(i.immediate)))
        }
        call(.exceptionReturn32, a: target, b: saved)
    }

    /// MCR, MRC, MCRR, MRRC.
    mutating func transferCoprocessor(_ i: AArch32Instruction) {
        let word = Int32(bitPattern: i.word)
        switch i.opcode {
        case .mrc:
            let value = call(.readCoprocessor, immediate: word, into: builder.temporary())
            if i.rd == 15 {
                builder.integer(
                    .and, .w32, value, .immediate(Int32(bitPattern: 0xf000_0000)), into: .flags)
            } else {
                builder.move(value, .w32, into: register(i.rd))
            }
        case .mrrc:
            let second = i.word[bits: 16..<20]
            if i.rd == 15 || second == 15 { break }
            let value = call(.readCoprocessor, immediate: word, into: builder.temporary())
            builder.move(value, .w32, into: register(i.rd))
            builder.integer(.shiftRight, .w64, value, .immediate(32), into: register(second))
        case .mcr:
            call(.writeCoprocessor, a: r(i.rd), immediate: word)
        default:
            call(
                .writeCoprocessor, a: r(i.rd), b: r(i.word[bits: 16..<20]), immediate: word)
        }
    }
}
