// Scalar floating point. Writes of a narrow number to a V register clear its other bits.

extension A64Instruction {
    /// log2 of the bytes of a single or double precision operand, by bit 22.
    var floatSizeLog2: UInt32 { word[bit: 22] ? 3 : 2 }

    /// The number with the 8-bit encoding abcdefgh. Source: Arm ARM, `VFPExpandImm`.
    static func expandedFloat(_ imm8: UInt32, sizeLog2: UInt32) -> UInt64 {
        let format: (exponent: UInt64, fraction: UInt64) = sizeLog2 == 3 ? (11, 52) : (8, 23)
        let value = UInt64(imm8)
        let sign = (value >> 7) << (format.exponent + format.fraction)
        let repeated: UInt64 = value >> 6 & 1 != 0 ? (1 << (format.exponent - 3)) - 1 : 0
        let exponent = (value >> 6 & 1 ^ 1) << (format.exponent - 1) | repeated << 2
        return sign | (exponent | value >> 4 & 3) << format.fraction
            | (value & 15) << (format.fraction - 4)
    }
}

extension A64Lifter {
    private func shape(_ i: A64Instruction) -> VectorShape {
        VectorShape(sizeLog2: i.floatSizeLog2, isScalar: true)
    }

    // MARK: Moves

    mutating func floatMove(_ i: A64Instruction) {
        builder.move(builder.v(i.rn), i.word[bit: 22] ? .w64 : .w32, into: builder.v(i.rd))
        builder.constant(0, into: builder.vHigh(i.rd))
    }

    mutating func floatImmediate(_ i: A64Instruction) {
        let value = A64Instruction.expandedFloat(
            i.word[bits: 13..<21], sizeLog2: i.floatSizeLog2)
        builder.constant(value, into: builder.v(i.rd))
        builder.constant(0, into: builder.vHigh(i.rd))
    }

    mutating func floatSelect(_ i: A64Instruction) {
        builder.select(
            i.cond, i.word[bit: 22] ? .w64 : .w32, builder.v(i.rn), builder.v(i.rm),
            into: builder.v(i.rd))
        builder.constant(0, into: builder.vHigh(i.rd))
    }

    mutating func moveToGeneral(_ i: A64Instruction) {
        builder.move(builder.v(i.rn), i.width, into: xd(i))
    }

    mutating func moveFromGeneral(_ i: A64Instruction) {
        builder.move(xn(i), i.width, into: builder.v(i.rd))
        builder.constant(0, into: builder.vHigh(i.rd))
    }

    mutating func moveTopToGeneral(_ i: A64Instruction) {
        builder.move(builder.vHigh(i.rn), into: xd(i))
    }

    mutating func moveTopFromGeneral(_ i: A64Instruction) {
        builder.move(xn(i), into: builder.vHigh(i.rd))
    }

    // MARK: Arithmetic

    mutating func float1(_ i: A64Instruction, _ operation: FloatOperation) {
        builder.float(operation, shape(i), builder.v(i.rn), into: builder.v(i.rd))
    }

    mutating func float2(_ i: A64Instruction, _ operation: FloatOperation) {
        builder.float(
            operation, shape(i), builder.v(i.rn), builder.v(i.rm), into: builder.v(i.rd))
    }

    mutating func float3(_ i: A64Instruction, _ operation: FloatOperation) {
        builder.float(
            operation, shape(i), builder.v(i.rn), builder.v(i.rm), builder.v(i.ra),
            into: builder.v(i.rd))
    }

    // MARK: Comparisons

    mutating func floatCompare(_ i: A64Instruction, signals: Bool, toZero: Bool) {
        builder.transfer(
            signals ? .compareSignalling : .compare, shape(i), builder.v(i.rn),
            toZero ? .zeroVector : builder.v(i.rm), into: .flags)
    }

    mutating func floatConditionalCompare(_ i: A64Instruction, signals: Bool) {
        builder.transfer(
            signals ? .conditionalCompareSignalling : .conditionalCompare, shape(i),
            builder.v(i.rn), builder.v(i.rm), immediate: Int32(i.cond << 4 | i.nzcv), into: .flags)
    }

    // MARK: Conversions

    mutating func floatConvert(_ i: A64Instruction) {
        // Types: 0 single, 1 double, 3 half.
        func sizeLog2(_ type: UInt32) -> UInt32 { type == 3 ? 1 : type + 2 }
        builder.transfer(
            .convert, VectorShape(sizeLog2: sizeLog2(i.word[bits: 22..<24]), isScalar: true),
            builder.v(i.rn), immediate: Int32(sizeLog2(i.opc15)), into: builder.v(i.rd))
    }

    /// Fraction bits of fixed-point forms, and whether the integer has 64 bits.
    private func integerForm(_ i: A64Instruction, isFixed: Bool) -> Int32 {
        Int32(isFixed ? 64 - i.word[bits: 10..<16] : 0) | (i.sf ? 1 << 8 : 0)
    }

    mutating func floatToInteger(
        _ i: A64Instruction, _ operation: FloatOperation, isFixed: Bool = false
    ) {
        builder.transfer(
            .toInteger, shape(i), builder.v(i.rn),
            immediate: integerForm(i, isFixed: isFixed) | Int32(operation.rawValue) << 16,
            into: xd(i))
    }

    mutating func integerToFloat(
        _ i: A64Instruction, _ operation: FloatTransfer, isFixed: Bool = false
    ) {
        builder.transfer(
            operation, shape(i), xn(i), immediate: integerForm(i, isFixed: isFixed),
            into: builder.v(i.rd))
    }
}
