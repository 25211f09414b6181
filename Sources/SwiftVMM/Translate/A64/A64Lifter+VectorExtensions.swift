// SIMD instructions of Armv8.2 to 8.5.

extension A64Lifter {
    // MARK: Dot product

    mutating func dotProduct(_ i: A64Instruction, _ operation: VectorOperation) {
        builder.vector(
            operation, VectorShape(sizeLog2: 2, isFull: i.word[bit: 30]), builder.v(i.rn),
            builder.v(i.rm), into: builder.v(i.rd))
    }

    /// Four bytes of Vm are one element.
    mutating func dotProductElement(_ i: A64Instruction, _ operation: VectorOperation) {
        let index = i.word[bits: 11..<12] << 1 | i.word[bits: 21..<22]
        builder.vector(
            operation, VectorShape(sizeLog2: 2, isFull: i.word[bit: 30]), builder.v(i.rn),
            builder.v(i.rm), immediate: Int32(index), flags: VectorOperation.byElement,
            into: builder.v(i.rd))
    }

    // MARK: Complex numbers

    private static let complexMultiply: [FloatOperation] = [
        .complexMultiplyAdd0, .complexMultiplyAdd90, .complexMultiplyAdd180,
        .complexMultiplyAdd270,
    ]

    mutating func complexMultiply(_ i: A64Instruction) {
        builder.vectorFloat(
            Self.complexMultiply[Int(i.word[bits: 11..<13])],
            VectorShape(sizeLog2: i.floatSizeLog2, isFull: i.word[bit: 30]), builder.v(i.rn),
            builder.v(i.rm), into: builder.v(i.rd))
    }

    /// A pair of Vm is one element.
    mutating func complexMultiplyElement(_ i: A64Instruction) {
        builder.vectorFloat(
            Self.complexMultiply[Int(i.word[bits: 13..<15])],
            VectorShape(sizeLog2: 2, isFull: true), builder.v(i.rn), builder.v(i.rm),
            immediate: Int32(i.word[bits: 11..<12]), flags: VectorOperation.byElement,
            into: builder.v(i.rd))
    }

    mutating func complexAdd(_ i: A64Instruction) {
        builder.vectorFloat(
            i.word[bit: 12] ? .complexAdd270 : .complexAdd90,
            VectorShape(sizeLog2: i.floatSizeLog2, isFull: i.word[bit: 30]), builder.v(i.rn),
            builder.v(i.rm), into: builder.v(i.rd))
    }

    // MARK: Conversion

    mutating func javaScriptConvert(_ i: A64Instruction) {
        builder.transfer(
            .toIntegerJavaScript, VectorShape(sizeLog2: 3, isScalar: true), builder.v(i.rn),
            into: xd(i))
    }

    // MARK: SHA-3: bitwise, so the integer operations do

    private func halves(_ n: UInt32) -> [Value] { [builder.v(n), builder.vHigh(n)] }

    mutating func exclusiveOr3(_ i: A64Instruction) {
        for half in 0..<2 {
            let first = builder.integer(
                .exclusiveOr, .w64, halves(i.rn)[half], halves(i.rm)[half])
            builder.integer(
                .exclusiveOr, .w64, first, halves(i.ra)[half], into: halves(i.rd)[half])
        }
    }

    mutating func bitClearExclusiveOr(_ i: A64Instruction) {
        for half in 0..<2 {
            let kept = builder.integer(.andNot, .w64, halves(i.rm)[half], halves(i.ra)[half])
            builder.integer(
                .exclusiveOr, .w64, halves(i.rn)[half], kept, into: halves(i.rd)[half])
        }
    }

    mutating func exclusiveOrRotate(_ i: A64Instruction) {
        for half in 0..<2 {
            let both = builder.integer(
                .exclusiveOr, .w64, halves(i.rn)[half], halves(i.rm)[half])
            builder.integer(
                .rotateRight, .w64, both, .immediate(Int32(i.word[bits: 10..<16])),
                into: halves(i.rd)[half])
        }
    }

    mutating func rotateExclusiveOr(_ i: A64Instruction) {
        for half in 0..<2 {
            let rotated = builder.integer(
                .rotateRight, .w64, halves(i.rm)[half], .immediate(63))
            builder.integer(
                .exclusiveOr, .w64, halves(i.rn)[half], rotated, into: halves(i.rd)[half])
        }
    }
}
