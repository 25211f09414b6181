// FEAT_FlagM and FEAT_FlagM2: NZCV without arithmetic.

extension A64Lifter {
    private static let n = 31
    private static let z = 30
    private static let c = 29
    private static let v = 28

    private mutating func flag(_ bit: Int) -> Value {
        builder.extract(.flags, lsb: bit, length: 1)
    }

    private mutating func set(_ bit: Int, to value: Value) {
        builder.unary(
            .deposit, .w64, .flags, b: value, immediate: Int32(bit | 1 << 8), into: .flags)
    }

    mutating func invertCarry() {
        builder.integer(.exclusiveOr, .w64, .flags, .immediate(1 << 29), into: .flags)
    }

    /// RMIF: bits 3...0 of Xn rotated right, those that the mask names.
    mutating func rotateIntoFlags(_ i: A64Instruction) {
        let mask = Int32(i.nzcv)
        let rotated = builder.integer(
            .rotateRight, .w64, xn(i), .immediate(Int32(i.word[bits: 15..<21])))
        let chosen = builder.integer(.and, .w64, rotated, .immediate(mask))
        let moved = builder.integer(.shiftLeft, .w64, chosen, .immediate(28))
        let keep = operand(0xf000_0000 & ~(UInt64(mask) << 28), .w64)
        let kept = builder.integer(.and, .w64, .flags, keep)
        builder.integer(.or, .w64, kept, moved, into: .flags)
    }

    /// SETF8, SETF16: N, Z and V of a narrow result in Wn; C stays.
    mutating func setFlags(_ i: A64Instruction, bits: Int) {
        let sign = builder.extract(xn(i), lsb: bits - 1, length: 1)
        let carry = builder.extract(xn(i), lsb: bits, length: 1)
        let isZero = builder.unary(
            .isZero, .w64, builder.extract(xn(i), lsb: 0, length: bits))
        let overflow = builder.integer(.exclusiveOr, .w64, sign, carry)
        set(Self.n, to: sign)
        set(Self.z, to: isZero)
        set(Self.v, to: overflow)
    }

    /// AXFLAG: Z = Z or V, C = C and not V, N and V clear.
    mutating func flagsToExternal() {
        let overflow = flag(Self.v)
        let zero = builder.integer(.or, .w64, flag(Self.z), overflow)
        let carry = builder.integer(.andNot, .w64, flag(Self.c), overflow)
        builder.constant(0, into: .flags)
        set(Self.z, to: zero)
        set(Self.c, to: carry)
    }

    /// XAFLAG: N = neither C nor Z, Z = Z and C, C = C or Z, V = Z and not C.
    mutating func flagsFromExternal() {
        let zero = flag(Self.z)
        let carry = flag(Self.c)
        let either = builder.integer(.or, .w64, carry, zero)
        let neither = builder.unary(.isZero, .w64, either)
        let both = builder.integer(.and, .w64, zero, carry)
        let overflow = builder.integer(.andNot, .w64, zero, carry)
        set(Self.n, to: neither)
        set(Self.z, to: both)
        set(Self.c, to: either)
        set(Self.v, to: overflow)
    }
}
