// Multiplies, and the media instructions that are helpers.

/// What the `media` helper computes, in the low byte of its immediate; extra operands above it.
public enum MediaOperation: UInt8, Sendable {
    /// QADD, QSUB, QDADD, QDSUB; b is doubled
    case saturatingAdd, saturatingSubtract, saturatingDoubleAdd, saturatingDoubleSubtract
    /// Of a, to the number of bits in `extra`
    case saturateSigned, saturateUnsigned, saturateSigned16, saturateUnsigned16
    /// `extra` is prefix << 3 | operation: S, Q, SH, U, UQ, UH and the manual's op2
    case parallel
    /// SEL: bytes of a where GE is set, else of b
    case select
    /// USADA8: c plus the absolute differences of the bytes of a and b
    case absoluteDifferences
    /// SMLABB and its kin, SMLAWB and its kin: c + a · b; `extra` as in the instruction
    case halfMultiplyAdd, wideMultiplyAdd
    /// SMLAD, SMLSD: bit 0 of `extra` swaps the halves of b
    case dualMultiplyAdd, dualMultiplySubtract
}

extension AArch32Lifter {
    mutating func media(
        _ i: AArch32Instruction, _ operation: MediaOperation, _ a: UInt32, _ b: UInt32,
        extra: UInt32 = 0
    ) {
        builder.call(
            .media, a: register(a), b: register(b),
            immediate: Int32(UInt32(operation.rawValue) | extra << 8), into: register(i.rd))
    }

    mutating func saturate(_ i: AArch32Instruction, _ operation: MediaOperation) {
        guard case .value(let value) = shifted(register(i.rm), i.shift, i.shiftAmount).operand
        else { return }
        builder.call(
            .media, a: value,
            immediate: Int32(UInt32(operation.rawValue) | i.immediate << 8), into: register(i.rd))
    }

    mutating func multiply(_ i: AArch32Instruction) {
        let target = register(i.rd)
        switch i.opcode {
        case .mul:
            builder.integer(.multiply, .w32, register(i.rn), register(i.rm), into: target)
        case .mla:
            let product = builder.integer(.multiply, .w32, register(i.rn), register(i.rm))
            builder.integer(.add, .w32, product, register(i.ra), into: target)
        default:
            let product = builder.integer(.multiply, .w32, register(i.rn), register(i.rm))
            builder.integer(.subtract, .w32, register(i.ra), product, into: target)
        }
        if i.setsFlags { builder.setNegativeZero(.w32, target) }
    }

    /// RdHi is `rd`, RdLo `ra`.
    mutating func multiplyLong(_ i: AArch32Instruction) {
        let isSigned = i.opcode == .smull || i.opcode == .smlal
        let product = product(register(i.rn), register(i.rm), signed: isSigned)
        var result = product
        switch i.opcode {
        case .umlal, .smlal: result = builder.integer(.add, .w64, product, accumulator(i))
        case .umaal:
            let sum = builder.integer(.add, .w64, product, register(i.rd))
            result = builder.integer(.add, .w64, sum, register(i.ra))
        default: break
        }
        split(result, i)
        if i.setsFlags { builder.setNegativeZero(.w64, result) }
    }

    private mutating func signed(_ value: Value, lsb: Int = 0, length: Int = 32) -> Value {
        builder.extract(value, lsb: lsb, length: length, signed: true, .w64)
    }

    private mutating func product(_ a: Value, _ b: Value, signed isSigned: Bool) -> Value {
        // Registers are zero-extended, so the unsigned product needs no more.
        isSigned
            ? builder.integer(.multiply, .w64, signed(a), signed(b))
            : builder.integer(.multiply, .w64, a, b)
    }

    /// RdHi:RdLo
    private mutating func accumulator(_ i: AArch32Instruction) -> Value {
        builder.unary(
            .deposit, .w64, register(i.ra), b: register(i.rd), immediate: 32 | 32 << 8)
    }

    private mutating func split(_ value: Value, _ i: AArch32Instruction) {
        builder.move(value, .w32, into: register(i.ra))
        builder.integer(.shiftRight, .w64, value, .immediate(32), into: register(i.rd))
    }

    /// SMLAxy, SMLAWy and the forms that do not accumulate. Immediate: bit 0 x, bit 1 y.
    mutating func halfMultiply(_ i: AArch32Instruction) {
        let y = signed(register(i.rm), lsb: i.immediate[bit: 1] ? 16 : 0, length: 16)
        switch i.opcode {
        case .smulHalf:
            let x = signed(register(i.rn), lsb: i.immediate[bit: 0] ? 16 : 0, length: 16)
            builder.integer(.multiply, .w32, x, y, into: register(i.rd))
        case .smulWide:
            let product = builder.integer(.multiply, .w64, signed(register(i.rn)), y)
            builder.extract(product, lsb: 16, length: 32, into: register(i.rd))
        default:
            let operation: MediaOperation =
                i.opcode == .smlaHalf ? .halfMultiplyAdd : .wideMultiplyAdd
            builder.call(
                .media, a: register(i.rn), b: register(i.rm), c: register(i.ra),
                immediate: Int32(UInt32(operation.rawValue) | i.immediate << 8),
                into: register(i.rd))
        }
    }

    /// SMLALxy, SMLALD, SMLSLD.
    mutating func halfMultiplyLong(_ i: AArch32Instruction) {
        let n = register(i.rn)
        let m = register(i.rm)
        var sum: Value
        if i.opcode == .smlalHalf {
            let x = signed(n, lsb: i.immediate[bit: 0] ? 16 : 0, length: 16)
            let y = signed(m, lsb: i.immediate[bit: 1] ? 16 : 0, length: 16)
            sum = builder.integer(.multiply, .w64, x, y)
        } else {
            let swap = i.immediate[bit: 0]
            let low = builder.integer(
                .multiply, .w64, signed(n, length: 16),
                signed(m, lsb: swap ? 16 : 0, length: 16))
            let high = builder.integer(
                .multiply, .w64, signed(n, lsb: 16, length: 16),
                signed(m, lsb: swap ? 0 : 16, length: 16))
            sum = builder.integer(i.opcode == .smlald ? .add : .subtract, .w64, low, high)
        }
        sum = builder.integer(.add, .w64, sum, accumulator(i))
        split(sum, i)
    }

    mutating func dualMultiply(_ i: AArch32Instruction, _ operation: MediaOperation) {
        builder.call(
            .media, a: register(i.rn), b: register(i.rm), c: i.ra == 15 ? .zero : register(i.ra),
            immediate: Int32(UInt32(operation.rawValue) | i.immediate << 8), into: register(i.rd))
    }

    /// SMMLA, SMMUL, SMMLS; bit 0 of the immediate rounds.
    mutating func multiplyHigh(_ i: AArch32Instruction) {
        var result = product(register(i.rn), register(i.rm), signed: true)
        if i.ra != 15 || i.opcode == .smmls {
            let high = builder.integer(.shiftLeft, .w64, register(i.ra), .immediate(32))
            result = builder.integer(
                i.opcode == .smmla ? .add : .subtract, .w64, high, result)
        }
        if i.immediate[bit: 0] {
            result = builder.integer(
                .add, .w64, result, builder.constant(0x8000_0000))
        }
        builder.integer(.shiftRight, .w64, result, .immediate(32), into: register(i.rd))
    }
}
