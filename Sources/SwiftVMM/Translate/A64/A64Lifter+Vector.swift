// AdvSIMD on registers. The vector and the scalar forms of an instruction differ in bit 28 alone.

extension A64Lifter {
    private func shape(_ i: A64Instruction, sizeLog2: UInt32? = nil) -> VectorShape {
        VectorShape(
            sizeLog2: sizeLog2 ?? i.word[bits: 22..<24], isFull: i.word[bit: 30],
            isScalar: i.word[bit: 28])
    }

    private func floatShape(_ i: A64Instruction) -> VectorShape {
        shape(i, sizeLog2: i.floatSizeLog2)
    }

    // MARK: Integers

    mutating func vector3(_ i: A64Instruction, _ operation: VectorOperation) {
        builder.vector(
            operation, shape(i), builder.v(i.rn), builder.v(i.rm), into: builder.v(i.rd))
    }

    mutating func vector2(_ i: A64Instruction, _ operation: VectorOperation) {
        builder.vector(operation, shape(i), builder.v(i.rn), into: builder.v(i.rd))
    }

    mutating func vectorReverseBits(_ i: A64Instruction) {
        builder.vector(
            .reverseBits, shape(i, sizeLog2: 0), builder.v(i.rn), into: builder.v(i.rd))
    }

    /// SHLL: by the width of an element.
    mutating func vectorShiftLeftLong(_ i: A64Instruction) {
        let shape = shape(i)
        builder.vector(
            .shiftLeftLongUnsigned, shape, builder.v(i.rn), immediate: Int32(shape.bits),
            into: builder.v(i.rd))
    }

    /// The element size of immh:immb, and immh:immb itself.
    private func shiftField(_ i: A64Instruction) -> (sizeLog2: UInt32, value: Int32) {
        let immh = i.word[bits: 19..<23]
        return (UInt32(31 - immh.leadingZeroBitCount), Int32(i.word[bits: 16..<23]))
    }

    mutating func vectorShiftRight(_ i: A64Instruction, _ operation: VectorOperation) {
        let (size, value) = shiftField(i)
        builder.vector(
            operation, shape(i, sizeLog2: size), builder.v(i.rn),
            immediate: (16 << Int32(size)) - value, into: builder.v(i.rd))
    }

    mutating func vectorShiftLeft(_ i: A64Instruction, _ operation: VectorOperation) {
        let (size, value) = shiftField(i)
        builder.vector(
            operation, shape(i, sizeLog2: size), builder.v(i.rn),
            immediate: value - (8 << Int32(size)), into: builder.v(i.rd))
    }

    /// Vm and the element's number. Source: Arm ARM, "Advanced SIMD vector x indexed element".
    private func element(_ i: A64Instruction, sizeLog2: UInt32) -> (Value, Int32) {
        let h = i.word[bits: 11..<12]
        let l = i.word[bits: 21..<22]
        let m = i.word[bits: 20..<21]
        return switch sizeLog2 {
        case 1: (builder.v(i.rm & 15), Int32(h << 2 | l << 1 | m))
        case 2: (builder.v(i.rm), Int32(h << 1 | l))
        default: (builder.v(i.rm), Int32(h))
        }
    }

    mutating func vectorElement(_ i: A64Instruction, _ operation: VectorOperation) {
        let (register, index) = element(i, sizeLog2: i.word[bits: 22..<24])
        builder.vector(
            operation, shape(i), builder.v(i.rn), register, immediate: index,
            flags: VectorOperation.byElement, into: builder.v(i.rd))
    }

    // MARK: Floating point

    mutating func floatVector3(_ i: A64Instruction, _ operation: FloatOperation) {
        builder.vectorFloat(
            operation, floatShape(i), builder.v(i.rn), builder.v(i.rm), into: builder.v(i.rd))
    }

    mutating func floatVector2(_ i: A64Instruction, _ operation: FloatOperation) {
        builder.vectorFloat(operation, floatShape(i), builder.v(i.rn), into: builder.v(i.rd))
    }

    mutating func floatVectorPairs(_ i: A64Instruction, _ operation: FloatOperation) {
        builder.vectorFloat(
            operation, floatShape(i), builder.v(i.rn), builder.v(i.rm),
            flags: FloatOperation.pairs, into: builder.v(i.rd))
    }

    mutating func floatVectorAcross(_ i: A64Instruction, _ operation: FloatOperation) {
        builder.vectorFloat(
            operation, floatShape(i), builder.v(i.rn), flags: FloatOperation.across,
            into: builder.v(i.rd))
    }

    mutating func floatVectorElement(_ i: A64Instruction, _ operation: FloatOperation) {
        let (register, index) = element(i, sizeLog2: i.floatSizeLog2)
        builder.vectorFloat(
            operation, floatShape(i), builder.v(i.rn), register, immediate: index,
            flags: VectorOperation.byElement, into: builder.v(i.rd))
    }

    mutating func floatVectorFixed(_ i: A64Instruction, _ operation: FloatOperation) {
        let (size, value) = shiftField(i)
        builder.vectorFloat(
            operation, shape(i, sizeLog2: size), builder.v(i.rn),
            immediate: (16 << Int32(size)) - value, into: builder.v(i.rd))
    }

    /// FCVTL, FCVTN, FCVTXN: the narrow size is half or single precision.
    mutating func floatVectorNarrow(_ i: A64Instruction, _ operation: VectorOperation) {
        builder.vector(
            operation, shape(i, sizeLog2: i.word[bit: 22] ? 2 : 1), builder.v(i.rn),
            into: builder.v(i.rd))
    }

    // MARK: Copies

    /// Element size and number of imm5.
    private func copied(_ i: A64Instruction) -> (sizeLog2: UInt32, index: Int32) {
        let imm5 = i.word[bits: 16..<21]
        let size = UInt32(imm5.trailingZeroBitCount)
        return (size, Int32(imm5 >> (size + 1)))
    }

    mutating func duplicateElement(_ i: A64Instruction) {
        let (size, index) = copied(i)
        builder.vector(
            .duplicateElement, shape(i, sizeLog2: size), builder.v(i.rn), immediate: index,
            into: builder.v(i.rd))
    }

    mutating func duplicateGeneral(_ i: A64Instruction) {
        builder.vector(
            .duplicateGeneral, shape(i, sizeLog2: copied(i).sizeLog2), xn(i),
            into: builder.v(i.rd))
    }

    mutating func insertGeneral(_ i: A64Instruction) {
        let (size, index) = copied(i)
        builder.vector(
            .insertGeneral, shape(i, sizeLog2: size), xn(i), immediate: index,
            into: builder.v(i.rd))
    }

    mutating func insertElement(_ i: A64Instruction) {
        let (size, index) = copied(i)
        let source = Int32(i.word[bits: 11..<15] >> size)
        builder.vector(
            .insertElement, shape(i, sizeLog2: size), builder.v(i.rn),
            immediate: source << 4 | index, into: builder.v(i.rd))
    }

    mutating func elementToGeneral(_ i: A64Instruction, signed: Bool) {
        let (size, index) = copied(i)
        let operation: FloatTransfer =
            signed ? (i.word[bit: 30] ? .moveSigned64 : .moveSigned32) : .moveUnsigned
        builder.transfer(
            operation, VectorShape(sizeLog2: size), builder.v(i.rn), immediate: index,
            into: xd(i))
    }

    // MARK: Tables and bytes

    mutating func table(_ i: A64Instruction, _ operation: VectorOperation) {
        builder.vector(
            operation, shape(i, sizeLog2: 0), builder.v(i.rn), builder.v(i.rm),
            immediate: Int32(i.word[bits: 13..<15] + 1), into: builder.v(i.rd))
    }

    mutating func extractVector(_ i: A64Instruction) {
        builder.vector(
            .extract, shape(i, sizeLog2: 0), builder.v(i.rn), builder.v(i.rm),
            immediate: Int32(i.word[bits: 11..<15]), into: builder.v(i.rd))
    }

    // MARK: Immediates

    enum ImmediateUse { case set, or, clear }

    mutating func vectorImmediate(_ i: A64Instruction, _ use: ImmediateUse) {
        let value = i.vectorImmediate
        let isFull = i.word[bit: 30]
        for half in [builder.v(i.rd), builder.vHigh(i.rd)] {
            let isUsed = isFull || half == builder.v(i.rd)
            guard isUsed && use != .set else {
                builder.constant(isUsed ? value : 0, into: half)
                continue
            }
            // BIC's mask is already turned over.
            let mask = builder.constant(value)
            builder.integer(use == .or ? .or : .and, .w64, half, mask, into: half)
        }
    }

    // MARK: Cryptography

    mutating func cryptographic2(_ i: A64Instruction, _ operation: VectorOperation) {
        builder.vector(
            operation, VectorShape(sizeLog2: 2, isFull: true), builder.v(i.rn),
            into: builder.v(i.rd))
    }

    mutating func cryptographic3(_ i: A64Instruction, _ operation: VectorOperation) {
        builder.vector(
            operation, VectorShape(sizeLog2: 2, isFull: true), builder.v(i.rn), builder.v(i.rm),
            into: builder.v(i.rd))
    }
}

extension A64Instruction {
    /// The immediate of MOVI, MVNI, ORR, BIC and FMOV in each half; MVNI's and BIC's inverted.
    /// Source: Arm ARM, `AdvSIMDExpandImm`.
    var vectorImmediate: UInt64 {
        let imm8 = word[bits: 16..<19] << 5 | word[bits: 5..<10]
        let cmode = word[bits: 12..<16]
        return Self.expandedImmediate(imm8, cmode: cmode, isInverse: word[bit: 29])
    }

    /// The same of an 8-bit immediate, cmode and op.
    static func expandedImmediate(_ imm8: UInt32, cmode: UInt32, isInverse: Bool) -> UInt64 {
        let value = UInt64(imm8)
        func repeating(_ x: UInt64, _ width: UInt64) -> UInt64 {
            var x = x
            var width = width
            while width < 64 {
                x |= x << width
                width *= 2
            }
            return x
        }
        let result: UInt64
        switch cmode >> 1 {
        case 0, 1, 2, 3: result = repeating(value << UInt64((cmode >> 1) * 8), 32)
        case 4, 5: result = repeating(value << UInt64((cmode >> 1 & 1) * 8), 16)
        case 6:
            result = repeating(cmode & 1 == 0 ? value << 8 | 0xff : value << 16 | 0xffff, 32)
        default:
            if cmode & 1 == 0 {
                guard isInverse else { return repeating(value, 8) }
                var bytes: UInt64 = 0
                for bit in 0..<UInt64(8) where value >> bit & 1 != 0 {
                    bytes |= 0xff << (8 * bit)
                }
                return bytes
            }
            return isInverse
                ? Self.expandedFloat(imm8, sizeLog2: 3)
                : repeating(Self.expandedFloat(imm8, sizeLog2: 2), 32)
        }
        return isInverse ? ~result : result
    }
}
