// CCMP, CCMN and the conditional selects. Source: Arm ARM, `ConditionHolds`.

extension A64Lifter {
    mutating func conditionalCompare(_ i: A64Instruction, _ opcode: Opcode, _ operand: Operand) {
        builder.integer(
            opcode, i.width, xn(i), operand, modifier: UInt16(i.cond | i.nzcv << 4), into: .discard)
    }

    mutating func conditionalSelectIncrement(_ i: A64Instruction) {
        // CSET. AL and NV both hold always, so their inverse is not the other one.
        if i.rn == 31 && i.rm == 31 && i.cond < 14 {
            builder.unary(
                .testCondition, i.width, .zero, modifier: UInt16(i.cond ^ 1), into: xd(i))
            return
        }
        let other = builder.integer(.add, i.width, xm(i), .immediate(1))
        builder.select(i.cond, i.width, xn(i), other, into: xd(i))
    }

    mutating func conditionalSelectInvert(_ i: A64Instruction) {
        let other = builder.integer(.orNot, i.width, .zero, xm(i))
        builder.select(i.cond, i.width, xn(i), other, into: xd(i))
    }

    mutating func conditionalSelectNegate(_ i: A64Instruction) {
        let other = builder.integer(.subtract, i.width, .zero, xm(i))
        builder.select(i.cond, i.width, xn(i), other, into: xd(i))
    }
}
