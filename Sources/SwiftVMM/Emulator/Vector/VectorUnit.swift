// Integer AdvSIMD: what each VectorOperation makes of its operands. Values in, a value out.

enum VectorUnit {
    /// The result of an operation.
    ///
    /// - Parameters:
    ///   - d: The old destination.
    ///   - isSaturated: Set if an element saturated: FPSR.QC.
    static func apply(
        _ operation: VectorOperation, _ shape: VectorShape, d: VectorValue, a: VectorValue,
        b: VectorValue, immediate: Int, isSaturated: inout Bool
    ) -> VectorValue {
        var result: VectorValue
        switch operation {
        case .and: result = .init(low: a.low & b.low, high: a.high & b.high)
        case .andNot: result = .init(low: a.low & ~b.low, high: a.high & ~b.high)
        case .or: result = .init(low: a.low | b.low, high: a.high | b.high)
        case .orNot: result = .init(low: a.low | ~b.low, high: a.high | ~b.high)
        case .exclusiveOr: result = .init(low: a.low ^ b.low, high: a.high ^ b.high)
        case .not: result = .init(low: ~a.low, high: ~a.high)
        case .select: result = choose(d, a, b)
        case .insertIfTrue: result = choose(b, a, d)
        case .insertIfFalse: result = choose(b, d, a)
        case .addPairs, .maximumPairsSigned, .maximumPairsUnsigned, .minimumPairsSigned,
            .minimumPairsUnsigned:
            result = pairs(operation, shape, a, b)
        case .addPairsLongSigned, .addPairsLongUnsigned, .addPairsAccumulateLongSigned,
            .addPairsAccumulateLongUnsigned:
            result = pairsLong(operation, shape, d, a)
        case .addAcross, .maximumAcrossSigned, .maximumAcrossUnsigned, .minimumAcrossSigned,
            .minimumAcrossUnsigned, .addAcrossLongSigned, .addAcrossLongUnsigned:
            return across(operation, shape, a)
        case .reverse64: result = reverse(shape, a, groupLog2: 3)
        case .reverse32: result = reverse(shape, a, groupLog2: 2)
        case .reverse16: result = reverse(shape, a, groupLog2: 1)
        case .zipLow, .zipHigh, .unzipEven, .unzipOdd, .transposeEven, .transposeOdd:
            result = permute(operation, shape, a, b)
        case .extract: result = extract(shape, a, b, immediate)
        case .duplicateElement:
            result = .repeating(a[immediate, shape.sizeLog2], sizeLog2: shape.sizeLog2)
        case .insertElement:
            result = d
            result[immediate & 15, shape.sizeLog2] = a[immediate >> 4, shape.sizeLog2]
            return result
        case .aesEncrypt, .aesDecrypt, .aesMixColumns, .aesInverseMixColumns, .sha1Choose,
            .sha1Parity, .sha1Majority, .sha1ScheduleUpdate0, .sha1FixedRotate,
            .sha1ScheduleUpdate1, .sha256Hash, .sha256Hash2, .sha256ScheduleUpdate0,
            .sha256ScheduleUpdate1:
            return CryptographicUnit.apply(operation, d, a, b)
        default:
            if operation.rawValue >= VectorOperation.addHighNarrow.rawValue {
                return narrowing(operation, shape, d, a, b, immediate, &isSaturated)
            }
            if operation.rawValue >= VectorOperation.addLongSigned.rawValue {
                return widening(operation, shape, d, a, b, immediate, &isSaturated)
            }
            result = .zero
            for index in 0..<shape.count {
                let size = shape.sizeLog2
                result[index, size] = element(
                    operation, shape.bits, d[index, size], a[index, size], b[index, size],
                    immediate, &isSaturated)
            }
            return result
        }
        if shape.isScalar {
            result.low &= ~0 &>> UInt64(64 &- shape.bits)
            result.high = 0
        } else if !shape.isFull {
            result.high = 0
        }
        return result
    }

    private static func choose(_ mask: VectorValue, _ yes: VectorValue, _ no: VectorValue)
        -> VectorValue
    {
        VectorValue(
            low: no.low ^ (no.low ^ yes.low) & mask.low,
            high: no.high ^ (no.high ^ yes.high) & mask.high)
    }

    // MARK: Element by element

    /// One element of `bits`; operands are zero-extended, and bits of the result above are ignored.
    private static func element(
        _ operation: VectorOperation, _ bits: Int, _ d: UInt64, _ a: UInt64, _ b: UInt64,
        _ immediate: Int, _ isSaturated: inout Bool
    ) -> UInt64 {
        func signed(_ x: UInt64) -> Int64 { Int64(bitPattern: x.signExtended(from: bits)) }
        func mask(_ condition: Bool) -> UInt64 { condition ? ~0 : 0 }
        func saturated(_ x: Int128, signed: Bool) -> UInt64 {
            saturate(x, bits, isSigned: signed, &isSaturated)
        }
        let sa = signed(a)
        let sb = signed(b)
        switch operation {
        case .add: return a &+ b
        case .subtract: return a &- b
        case .multiply: return a &* b
        case .multiplyAccumulate: return d &+ a &* b
        case .multiplySubtract: return d &- a &* b
        case .polynomialMultiply:
            return UInt64(truncatingIfNeeded: CarrylessProduct.of(a, b, bits: 8))
        case .halvingAddSigned: return UInt64(bitPattern: (sa &+ sb) &>> 1)
        case .halvingAddUnsigned: return (a &+ b) &>> 1
        case .roundingHalvingAddSigned: return UInt64(bitPattern: (sa &+ sb &+ 1) &>> 1)
        case .roundingHalvingAddUnsigned: return (a &+ b &+ 1) &>> 1
        case .halvingSubtractSigned: return UInt64(bitPattern: (sa &- sb) &>> 1)
        case .halvingSubtractUnsigned: return (a &- b) &>> 1
        case .saturatingAddSigned: return saturated(Int128(sa) &+ Int128(sb), signed: true)
        case .saturatingAddUnsigned: return saturated(Int128(a) &+ Int128(b), signed: false)
        case .saturatingSubtractSigned: return saturated(Int128(sa) &- Int128(sb), signed: true)
        case .saturatingSubtractUnsigned: return saturated(Int128(a) &- Int128(b), signed: false)
        case .compareEqual: return mask(a == b)
        case .compareGreaterSigned: return mask(sa > sb)
        case .compareGreaterOrEqualSigned: return mask(sa >= sb)
        case .compareGreaterUnsigned: return mask(a > b)
        case .compareGreaterOrEqualUnsigned: return mask(a >= b)
        case .compareLessOrEqualSigned: return mask(sa <= sb)
        case .compareLessSigned: return mask(sa < sb)
        case .testBits: return mask(a & b != 0)
        case .maximumSigned: return sa > sb ? a : b
        case .maximumUnsigned: return max(a, b)
        case .minimumSigned: return sa < sb ? a : b
        case .minimumUnsigned: return min(a, b)
        case .differenceSigned: return sa > sb ? a &- b : b &- a
        case .differenceUnsigned: return a > b ? a &- b : b &- a
        case .differenceAccumulateSigned: return d &+ (sa > sb ? a &- b : b &- a)
        case .differenceAccumulateUnsigned: return d &+ (a > b ? a &- b : b &- a)
        case .shiftSigned: return shifted(Int128(sa), b, bits, rounds: false)
        case .shiftUnsigned: return shifted(Int128(a), b, bits, rounds: false)
        case .roundingShiftSigned: return shifted(Int128(sa), b, bits, rounds: true)
        case .roundingShiftUnsigned: return shifted(Int128(a), b, bits, rounds: true)
        case .saturatingShiftSigned:
            return saturated(shiftedWide(Int128(sa), b, rounds: false), signed: true)
        case .saturatingShiftUnsigned:
            return saturated(shiftedWide(Int128(a), b, rounds: false), signed: false)
        case .saturatingRoundingShiftSigned:
            return saturated(shiftedWide(Int128(sa), b, rounds: true), signed: true)
        case .saturatingRoundingShiftUnsigned:
            return saturated(shiftedWide(Int128(a), b, rounds: true), signed: false)
        case .doublingMultiplyHigh:
            return saturated((2 &* Int128(sa) &* Int128(sb)) &>> Int128(bits), signed: true)
        case .roundingDoublingMultiplyHigh:
            let rounded = 2 &* Int128(sa) &* Int128(sb) &+ 1 &<< Int128(bits &- 1)
            return saturated(rounded &>> Int128(bits), signed: true)
        case .roundingDoublingMultiplyAccumulateHigh, .roundingDoublingMultiplySubtractHigh:
            let product = 2 &* Int128(sa) &* Int128(sb)
            let addend = Int128(signed(d)) &<< Int128(bits)
            let isSum = operation == .roundingDoublingMultiplyAccumulateHigh
            let sum = (isSum ? addend &+ product : addend &- product) &+ 1 &<< Int128(bits &- 1)
            return saturated(sum &>> Int128(bits), signed: true)
        case .absolute: return sa < 0 ? 0 &- a : a
        case .negate: return 0 &- a
        case .saturatingAbsolute: return saturated(abs(Int128(sa)), signed: true)
        case .saturatingNegate: return saturated(0 &- Int128(sa), signed: true)
        case .countLeadingSigns:
            return UInt64((UInt64(bitPattern: sa ^ sa &>> 63)).leadingZeroBitCount &- 65 &+ bits)
        case .countLeadingZeros: return UInt64(a.leadingZeroBitCount &- 64 &+ bits)
        case .countBits: return UInt64(a.nonzeroBitCount)
        case .reverseBits: return a.bitsReversed &>> 56
        case .saturatingAccumulateUnsigned:
            return saturated(Int128(signed(d)) &+ Int128(a), signed: true)
        case .saturatingAccumulateSigned:
            return saturated(Int128(d) &+ Int128(sa), signed: false)
        case .unsignedReciprocalEstimate: return ReciprocalEstimate.unsignedReciprocal(a)
        case .unsignedSquareRootEstimate: return ReciprocalEstimate.unsignedSquareRoot(a)
        default: break
        }
        // Shifts by the immediate: 0 up to the left, 1 up to `bits` to the right.
        let shift = Int128(immediate)
        let rounding: Int128 = immediate == 0 ? 0 : 1 &<< (shift &- 1)
        func right(_ x: Int128, rounds: Bool) -> UInt64 {
            UInt64(truncatingIfNeeded: (x &+ (rounds ? rounding : 0)) &>> shift)
        }
        switch operation {
        case .shiftLeft: return a &<< UInt64(immediate)
        case .shiftRightSigned: return right(Int128(sa), rounds: false)
        case .shiftRightUnsigned: return right(Int128(a), rounds: false)
        case .roundingShiftRightSigned: return right(Int128(sa), rounds: true)
        case .roundingShiftRightUnsigned: return right(Int128(a), rounds: true)
        case .shiftRightAccumulateSigned: return d &+ right(Int128(sa), rounds: false)
        case .shiftRightAccumulateUnsigned: return d &+ right(Int128(a), rounds: false)
        case .roundingShiftRightAccumulateSigned: return d &+ right(Int128(sa), rounds: true)
        case .roundingShiftRightAccumulateUnsigned: return d &+ right(Int128(a), rounds: true)
        case .shiftLeftInsert:
            let low: UInt64 = (1 &<< UInt64(immediate)) &- 1
            return a &<< UInt64(immediate) | d & low
        case .shiftRightInsert:
            let moved = right(Int128(a), rounds: false)
            let ones = right(Int128(UInt64.max &>> UInt64(64 &- bits)), rounds: false)
            return d & ~ones | moved
        case .saturatingShiftLeftSigned: return saturated(Int128(sa) &<< shift, signed: true)
        case .saturatingShiftLeftUnsigned:
            return saturated(Int128(a) &<< shift, signed: false)
        case .saturatingShiftLeftSignedToUnsigned:
            return saturated(Int128(sa) &<< shift, signed: false)
        default: return 0
        }
    }

    /// Arm ARM, `SatQ`.
    static func saturate(
        _ x: Int128, _ bits: Int, isSigned: Bool, _ isSaturated: inout Bool
    ) -> UInt64 {
        let maximum: Int128 = (1 &<< Int128(isSigned ? bits &- 1 : bits)) &- 1
        let minimum: Int128 = isSigned ? ~maximum : 0
        if x > maximum {
            isSaturated = true
            return UInt64(truncatingIfNeeded: maximum)
        }
        if x < minimum {
            isSaturated = true
            return UInt64(truncatingIfNeeded: minimum)
        }
        return UInt64(truncatingIfNeeded: x)
    }

    /// A shift by the signed low byte of a register: SSHL and its like.
    private static func shifted(_ x: Int128, _ amount: UInt64, _ bits: Int, rounds: Bool) -> UInt64
    {
        let shift = Int8(truncatingIfNeeded: amount)
        if Int(shift) >= bits { return 0 }
        return UInt64(truncatingIfNeeded: shiftedWide(x, amount, rounds: rounds))
    }

    /// The same without truncation; past 64 places to the left any number but zero is just large.
    private static func shiftedWide(_ x: Int128, _ amount: UInt64, rounds: Bool) -> Int128 {
        let shift = Int(Int8(truncatingIfNeeded: amount))
        if shift >= 0 {
            if x == 0 { return 0 }
            return shift > 63 ? (x > 0 ? .max : .min) : x &<< Int128(shift)
        }
        let places = Int128(min(-shift, 100))
        return (x &+ (rounds ? 1 &<< (places &- 1) : 0)) &>> places
    }
}

/// Products of polynomials over {0, 1}. Source: Arm ARM, `PolynomialMult`.
enum CarrylessProduct {
    static func of(_ a: UInt64, _ b: UInt64, bits: Int) -> UInt128 {
        var result: UInt128 = 0
        for bit in 0..<bits where a &>> UInt64(bit) & 1 != 0 {
            result ^= UInt128(b) &<< UInt128(bit)
        }
        return result
    }
}
