// Data processing: the shifter, arithmetic, logic, moves.

extension AArch32Lifter {
    /// A second operand and the carry its shifter produces, where it does.
    struct Shifted {
        var operand: Operand
        /// 0 or 1; nil leaves C alone.
        var carry: Value?
    }

    /// The second operand of a data-processing instruction. Source: Arm ARM, `Shift_C`.
    mutating func secondOperand(_ i: AArch32Instruction, needsCarry: Bool) -> Shifted {
        switch i.operand {
        case .immediate:
            let carry =
                needsCarry && i.immediateCarry != 2
                ? builder.constant(UInt64(i.immediateCarry)) : nil
            return Shifted(operand: .immediate(Int32(bitPattern: i.immediate)), carry: carry)
        case .register:
            return shifted(r(i.rm), i.shift, i.shiftAmount, needsCarry: needsCarry)
        case .shiftedByRegister:
            return shiftedByRegister(i, needsCarry: needsCarry)
        }
    }

    /// A value shifted by a constant, as `DecodeImmShift` numbers them.
    mutating func shifted(
        _ value: Value, _ shift: RegisterShift, _ amount: UInt32, needsCarry: Bool = false
    ) -> Shifted {
        if amount == 0 { return Shifted(operand: .value(value), carry: nil) }
        let n = Int(amount)
        var carry: Value?
        if needsCarry {
            let bit = shift == .lsl ? 32 - n : n - 1
            carry = builder.extract(value, lsb: bit, length: 1)
        }
        let result: Value
        switch shift {
        case .lsl: result = builder.integer(.shiftLeft, .w32, value, .immediate(Int32(n)))
        case .lsr:
            result =
                n == 32 ? .zero : builder.integer(.shiftRight, .w32, value, .immediate(Int32(n)))
        case .asr:
            result = builder.integer(
                .shiftRightArithmetic, .w32, value, .immediate(Int32(min(n, 31))))
        case .ror: result = builder.integer(.rotateRight, .w32, value, .immediate(Int32(n)))
        case .rrx:
            let half = builder.integer(.shiftRight, .w32, value, .immediate(1))
            let c = builder.extract(.flags, lsb: 29, length: 1)
            result = builder.unary(.deposit, .w32, half, b: c, immediate: 31 | 1 << 8)
        }
        return Shifted(operand: .value(result), carry: carry)
    }

    /// Amounts of 32 and more are what takes the operations: the IR shifts modulo the width.
    private mutating func shiftedByRegister(
        _ i: AArch32Instruction, needsCarry: Bool
    ) -> Shifted {
        let value = register(i.rm)
        let amount = register(i.ra)
        if needsCarry {
            let both = builder.call(
                .shiftWithCarry, a: value, b: amount, immediate: Int32(i.shift.rawValue),
                into: builder.temporary())
            let result = builder.move(both, .w32)
            return Shifted(
                operand: .value(result), carry: builder.extract(both, lsb: 32, length: 1))
        }
        let result: Value
        switch i.shift {
        case .lsl, .lsr:
            let opcode: Opcode = i.shift == .lsl ? .shiftLeft : .shiftRight
            let wide = builder.integer(opcode, .w64, value, amount)
            let isSmall = builder.unary(
                .isZero, .w32, builder.extract(amount, lsb: 6, length: 2))
            result = builder.integer(.multiply, .w32, wide, isSmall)
        case .asr:
            let wide = builder.extract(value, lsb: 0, length: 32, signed: true, .w64)
            let isSmall = builder.unary(
                .isZero, .w32, builder.extract(amount, lsb: 6, length: 2))
            // All ones, thus 63 and more, unless the amount is small.
            let limit = builder.integer(.subtract, .w64, isSmall, .immediate(1))
            let clamped = builder.integer(.or, .w64, amount, limit)
            let shifted = builder.integer(.shiftRightArithmetic, .w64, wide, clamped)
            result = builder.move(shifted, .w32)
        default: result = builder.integer(.rotateRight, .w32, value, amount)
        }
        return Shifted(operand: .value(result), carry: nil)
    }

    mutating func logical(_ i: AArch32Instruction, _ opcode: Opcode, keepsResult: Bool = true) {
        let setsFlags = i.setsFlags
        let second = secondOperand(i, needsCarry: setsFlags)
        let first = r(i.rn)
        let result = keepsResult ? destination(i.rd) : builder.temporary()
        builder.integer(opcode, .w32, first, second.operand, into: result)
        finish(i, result, carry: second.carry, keepsResult: keepsResult)
    }

    mutating func move(_ i: AArch32Instruction, inverts: Bool) {
        let second = secondOperand(i, needsCarry: i.setsFlags)
        let result = destination(i.rd)
        if inverts {
            builder.integer(.orNot, .w32, .zero, second.operand, into: result)
        } else if case .value(let value) = second.operand {
            builder.move(value, .w32, into: result)
        } else {
            builder.constant(UInt64(i.immediate), into: result)
        }
        finish(i, result, carry: second.carry, keepsResult: true)
    }

    /// Flags of a logical result, and the branch if it went to PC.
    private mutating func finish(
        _ i: AArch32Instruction, _ result: Value, carry: Value?, keepsResult: Bool
    ) {
        if keepsResult && i.rd == 15 && i.setsFlags { return statusReturn(to: result) }
        if i.setsFlags {
            builder.setNegativeZero(.w32, result)
            if let carry {
                builder.unary(
                    .deposit, .w32, .flags, b: carry, immediate: 29 | 1 << 8, into: .flags)
            }
        }
        if keepsResult { commit(i.rd, result) }
    }

    mutating func arithmetic(_ i: AArch32Instruction, _ opcode: Opcode, _ withFlags: Opcode) {
        let second = secondOperand(i, needsCarry: false)
        arithmetic(i, opcode, withFlags, r(i.rn), second.operand)
    }

    mutating func reverseArithmetic(_ i: AArch32Instruction, _ opcode: Opcode, _ withFlags: Opcode)
    {
        let second = secondOperand(i, needsCarry: false)
        let first = r(i.rn)
        let minuend: Value
        switch second.operand {
        case .value(let value): minuend = value
        case .immediate: minuend = builder.constant(UInt64(i.immediate))
        }
        arithmetic(i, opcode, withFlags, minuend, .value(first))
    }

    private mutating func arithmetic(
        _ i: AArch32Instruction, _ opcode: Opcode, _ withFlags: Opcode, _ a: Value, _ b: Operand
    ) {
        let isReturn = i.setsFlags && i.rd == 15
        let target = destination(i.rd)
        let operation = i.setsFlags && !isReturn ? withFlags : opcode
        builder.integer(operation, .w32, a, b, into: target)
        if isReturn { statusReturn(to: target) } else { commit(i.rd, target) }
    }

    mutating func compare(_ i: AArch32Instruction, _ opcode: Opcode) {
        let second = secondOperand(i, needsCarry: false)
        builder.integer(opcode, .w32, r(i.rn), second.operand, into: .discard)
    }

    /// SUBS PC, LR and its kin: an exception return.
    mutating func statusReturn(to address: Value) {
        // Hyp mode returns with ERET; User and System have no SPSR.
        guard let status = mode.savedStatus, mode != .hyp else {
            call(.undefined)
            return
        }
        call(.exceptionReturn32, a: address, b: Value(slot: Slot.of(status)))
    }

    func alignedPCAddress() -> UInt64 { pcValue & ~3 }

    mutating func alignedPC() -> Value { builder.constant(alignedPCAddress()) }

    mutating func address(_ i: AArch32Instruction) {
        let base = alignedPCAddress()
        let value = i.adds ? base &+ UInt64(i.immediate) : base &- UInt64(i.immediate)
        builder.constant(value & 0xffff_ffff, into: register(i.rd))
    }

    mutating func threeRegisters(_ i: AArch32Instruction, _ opcode: Opcode) {
        builder.integer(opcode, .w32, register(i.rn), register(i.rm), into: register(i.rd))
    }

    /// BFI, and BFC where Rn is 15.
    mutating func bitfieldInsert(_ i: AArch32Instruction) {
        let source = i.rn == 15 ? Value.zero : register(i.rn)
        let length = i.immediate - i.shiftAmount + 1
        builder.unary(
            .deposit, .w32, register(i.rd), b: source,
            immediate: Int32(i.shiftAmount | length << 8), into: register(i.rd))
    }

    /// PKHBT and PKHTB: bit 5 of the shift type, ASR, tells them apart.
    mutating func pack(_ i: AArch32Instruction) {
        guard case .value(let second) = shifted(register(i.rm), i.shift, i.shiftAmount).operand
        else { return }
        let isTop = i.shift == .asr
        let (high, low) = isTop ? (register(i.rn), second) : (second, register(i.rn))
        let top = builder.integer(.shiftRight, .w32, high, .immediate(16))
        builder.unary(
            .deposit, .w32, low, b: top, immediate: 16 | 16 << 8, into: register(i.rd))
    }

    mutating func extend(_ i: AArch32Instruction, length: Int, signed: Bool) {
        let rotated = rotated(i)
        let target = register(i.rd)
        if i.rn == 15 {
            builder.extract(rotated, lsb: 0, length: length, signed: signed, .w32, into: target)
            return
        }
        let part = builder.extract(rotated, lsb: 0, length: length, signed: signed, .w32)
        builder.integer(.add, .w32, register(i.rn), part, into: target)
    }

    mutating func extend16(_ i: AArch32Instruction, signed: Bool) {
        let rotated = rotated(i)
        var low = builder.extract(rotated, lsb: 0, length: 8, signed: signed, .w32)
        var high = builder.extract(rotated, lsb: 16, length: 8, signed: signed, .w32)
        if i.rn != 15 {
            low = builder.integer(.add, .w32, register(i.rn), low)
            let upper = builder.integer(.shiftRight, .w32, register(i.rn), .immediate(16))
            high = builder.integer(.add, .w32, upper, high)
        }
        builder.unary(
            .deposit, .w32, low, b: high, immediate: 16 | 16 << 8, into: register(i.rd))
    }

    private mutating func rotated(_ i: AArch32Instruction) -> Value {
        if i.shiftAmount == 0 { return register(i.rm) }
        return builder.integer(
            .rotateRight, .w32, register(i.rm), .immediate(Int32(i.shiftAmount)))
    }
}
