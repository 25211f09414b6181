// AND, ORR, EOR, ANDS and their inverting forms; MOV between registers, which is ORR.

extension A64Lifter {
    mutating func logicalImmediate(_ i: A64Instruction, _ opcode: Opcode) {
        // The decoder has rejected reserved masks.
        let mask = i.bitMask!
        if opcode == .andSetFlags {
            builder.integer(opcode, i.width, xn(i), operand(mask, i.width), into: xd(i))
        } else if opcode == .or && i.rn == 31 {
            builder.constant(mask, into: builder.xOrSP(i.rd))
        } else {
            builder.integer(
                opcode, i.width, xn(i), operand(mask, i.width), into: builder.xOrSP(i.rd))
        }
    }

    mutating func logicalShifted(_ i: A64Instruction, _ opcode: Opcode) {
        let operand = shiftedOperand(i)
        if opcode == .or && i.rn == 31 {
            builder.move(operand, i.width, into: xd(i))
        } else {
            builder.integer(opcode, i.width, xn(i), operand, into: xd(i))
        }
    }
}
