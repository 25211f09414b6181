// MADD and MSUB, their long forms, and CRC32.

extension A64Lifter {
    mutating func multiplyAdd(_ i: A64Instruction, _ opcode: Opcode) {
        accumulate(i, opcode, xn(i), xm(i), i.width)
    }

    mutating func multiplyAddLong(_ i: A64Instruction, _ opcode: Opcode, signed: Bool) {
        let a = builder.extract(xn(i), lsb: 0, length: 32, signed: signed)
        let b = builder.extract(xm(i), lsb: 0, length: 32, signed: signed)
        accumulate(i, opcode, a, b, .w64)
    }

    /// Rd = Ra ± a * b
    private mutating func accumulate(
        _ i: A64Instruction, _ opcode: Opcode, _ a: Value, _ b: Value, _ width: Width
    ) {
        if i.ra == 31 && opcode == .add {
            builder.integer(.multiply, width, a, b, into: xd(i))
        } else {
            let product = builder.integer(.multiply, width, a, b)
            builder.integer(opcode, width, builder.x(i.ra), product, into: xd(i))
        }
    }

    mutating func checksum(_ i: A64Instruction, castagnoli: Bool) {
        let sizeLog2 = i.word[bits: 10..<12]
        builder.integer(
            .crc32, sizeLog2 == 3 ? .w64 : .w32, xn(i), xm(i),
            modifier: UInt16(1 << sizeLog2) | (castagnoli ? 16 : 0), into: xd(i))
    }
}
