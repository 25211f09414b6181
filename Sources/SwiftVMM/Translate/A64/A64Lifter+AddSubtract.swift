// ADD, ADDS, SUB, SUBS in their immediate, shifted and extended forms, and the moves to and from SP
// that assemble as ADD. Source: Arm ARM, `AddWithCarry`, `ExtendReg`, `ShiftReg`.

extension A64Lifter {
    mutating func addSubtractImmediate(_ i: A64Instruction, _ opcode: Opcode) {
        let immediate = Int32(i.word[bit: 22] ? i.imm12 << 12 : i.imm12)
        let source = builder.xOrSP(i.rn)
        switch opcode {
        case .add, .subtract:
            let destination = builder.xOrSP(i.rd)
            if immediate == 0 {
                builder.move(source, i.width, into: destination)
            } else {
                builder.integer(opcode, i.width, source, .immediate(immediate), into: destination)
            }
        default:
            builder.integer(opcode, i.width, source, .immediate(immediate), into: xd(i))
        }
    }

    mutating func addSubtractShifted(_ i: A64Instruction, _ opcode: Opcode) {
        builder.integer(opcode, i.width, xn(i), shiftedOperand(i), into: xd(i))
    }

    mutating func addSubtractExtended(_ i: A64Instruction, _ opcode: Opcode) {
        let operand = extended(xm(i), option: i.option, shift: Int32(i.imm3), i.width)
        let setsFlags = opcode == .addSetFlags || opcode == .subtractSetFlags
        builder.integer(
            opcode, i.width, builder.xOrSP(i.rn), operand,
            into: setsFlags ? xd(i) : builder.xOrSP(i.rd))
    }

    /// Rm shifted as the instruction says, `ShiftReg`.
    mutating func shiftedOperand(_ i: A64Instruction) -> Value {
        let value = xm(i)
        if i.imms == 0 || value == .zero { return value }
        let opcode: Opcode =
            switch i.shift {
            case 0: .shiftLeft
            case 1: .shiftRight
            case 2: .shiftRightArithmetic
            default: .rotateRight
            }
        return builder.integer(opcode, i.width, value, .immediate(Int32(i.imms)))
    }

    /// A register extended from its low bytes and shifted left, `ExtendReg`.
    mutating func extended(_ value: Value, option: UInt32, shift: Int32, _ width: Width) -> Value {
        if value == .zero { return value }
        let length = min(8 << Int(option & 3), width.bits)
        var value = value
        if length < width.bits {
            value = builder.extract(
                value, lsb: 0, length: length, signed: option & 4 != 0, width)
        }
        if shift == 0 { return value }
        return builder.integer(.shiftLeft, width, value, .immediate(shift))
    }
}
