// MOVZ, MOVN, MOVK.

extension A64Lifter {
    mutating func moveWideZero(_ i: A64Instruction) {
        builder.constant(shiftedImmediate(i), into: xd(i))
    }

    mutating func moveWideNot(_ i: A64Instruction) {
        let value = ~shiftedImmediate(i)
        builder.constant(i.sf ? value : value & 0xffff_ffff, into: xd(i))
    }

    mutating func moveWideKeep(_ i: A64Instruction) {
        let part = i.imm16 == 0 ? Value.zero : builder.constant(UInt64(i.imm16))
        builder.unary(
            .deposit, i.width, builder.x(i.rd), b: part, immediate: Int32(i.hw * 16 | 16 << 8),
            into: xd(i))
    }

    private func shiftedImmediate(_ i: A64Instruction) -> UInt64 {
        UInt64(i.imm16) << UInt64(i.hw * 16)
    }
}
