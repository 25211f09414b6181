// Operations whose results are twice or half as wide as their operands.

extension VectorUnit {
    static func widening(
        _ operation: VectorOperation, _ shape: VectorShape, _ d: VectorValue, _ a: VectorValue,
        _ b: VectorValue, _ immediate: Int, _ isSaturated: inout Bool
    ) -> VectorValue {
        let size = shape.sizeLog2
        if operation == .polynomialMultiplyLong && size == 3 {
            let product = CarrylessProduct.of(
                shape.isFull ? a.high : a.low, shape.isFull ? b.high : b.low, bits: 64)
            return VectorValue(
                low: UInt64(truncatingIfNeeded: product),
                high: UInt64(truncatingIfNeeded: product &>> 64))
        }
        let count = shape.isScalar ? 1 : 8 &>> size
        let first = shape.isFull && !shape.isScalar ? count : 0
        var result = VectorValue.zero
        for index in 0..<count {
            let narrow = index &+ first
            let old = d[index, size &+ 1]
            let wide = a[index, size &+ 1]
            let ua = a[narrow, size]
            let ub = b[narrow, size]
            let sa = a.signed(narrow, size)
            let sb = b.signed(narrow, size)
            let value: UInt64
            switch operation {
            case .addLongSigned: value = sa &+ sb
            case .addLongUnsigned: value = ua &+ ub
            case .subtractLongSigned: value = sa &- sb
            case .subtractLongUnsigned: value = ua &- ub
            case .multiplyLongSigned: value = sa &* sb
            case .multiplyLongUnsigned: value = ua &* ub
            case .polynomialMultiplyLong:
                value = UInt64(truncatingIfNeeded: CarrylessProduct.of(ua, ub, bits: 8))
            case .multiplyAccumulateLongSigned: value = old &+ sa &* sb
            case .multiplyAccumulateLongUnsigned: value = old &+ ua &* ub
            case .multiplySubtractLongSigned: value = old &- sa &* sb
            case .multiplySubtractLongUnsigned: value = old &- ua &* ub
            case .differenceLongSigned: value = difference(sa, sb)
            case .differenceLongUnsigned: value = ua > ub ? ua &- ub : ub &- ua
            case .differenceAccumulateLongSigned: value = old &+ difference(sa, sb)
            case .differenceAccumulateLongUnsigned:
                value = old &+ (ua > ub ? ua &- ub : ub &- ua)
            case .doublingMultiplyLong, .doublingMultiplyAccumulateLong,
                .doublingMultiplySubtractLong:
                let bits = shape.bits &* 2
                let product =
                    2 &* Int128(Int64(bitPattern: sa)) &* Int128(Int64(bitPattern: sb))
                value = saturate(product, bits, isSigned: true, &isSaturated)
                guard operation != .doublingMultiplyLong else { break }
                let term = Int128(Int64(bitPattern: value.signExtended(from: bits)))
                let addend = Int128(Int64(bitPattern: old.signExtended(from: bits)))
                let isSum = operation == .doublingMultiplyAccumulateLong
                result[index, size &+ 1] = saturate(
                    isSum ? addend &+ term : addend &- term, bits, isSigned: true, &isSaturated)
                continue
            case .shiftLeftLongSigned: value = sa &<< UInt64(immediate)
            case .shiftLeftLongUnsigned: value = ua &<< UInt64(immediate)
            case .addWideSigned: value = wide &+ sb
            case .addWideUnsigned: value = wide &+ ub
            case .subtractWideSigned: value = wide &- sb
            default: value = wide &- ub
            }
            result[index, size &+ 1] = value
        }
        return result
    }

    private static func difference(_ a: UInt64, _ b: UInt64) -> UInt64 {
        Int64(bitPattern: a) > Int64(bitPattern: b) ? a &- b : b &- a
    }

    static func narrowing(
        _ operation: VectorOperation, _ shape: VectorShape, _ d: VectorValue, _ a: VectorValue,
        _ b: VectorValue, _ immediate: Int, _ isSaturated: inout Bool
    ) -> VectorValue {
        let size = shape.sizeLog2
        let bits = shape.bits
        let count = shape.isScalar ? 1 : 8 &>> size
        let half = UInt64(1) &<< UInt64(bits &- 1)
        var packed = VectorValue.zero
        for index in 0..<count {
            let x = a[index, size &+ 1]
            let y = b[index, size &+ 1]
            let signed = Int128(Int64(bitPattern: a.signed(index, size &+ 1)))
            let shift = Int128(immediate)
            let rounding: Int128 = immediate == 0 ? 0 : 1 &<< (shift &- 1)
            let value: UInt64
            switch operation {
            case .addHighNarrow: value = (x &+ y) &>> UInt64(bits)
            case .roundingAddHighNarrow: value = (x &+ y &+ half) &>> UInt64(bits)
            case .subtractHighNarrow: value = (x &- y) &>> UInt64(bits)
            case .roundingSubtractHighNarrow: value = (x &- y &+ half) &>> UInt64(bits)
            case .narrow: value = x
            case .shiftRightNarrow: value = UInt64(truncatingIfNeeded: Int128(x) &>> shift)
            case .roundingShiftRightNarrow:
                value = UInt64(truncatingIfNeeded: (Int128(x) &+ rounding) &>> shift)
            case .saturatingNarrowSigned, .saturatingShiftRightNarrowSigned:
                value = saturate(signed &>> shift, bits, isSigned: true, &isSaturated)
            case .saturatingRoundingShiftRightNarrowSigned:
                value = saturate(
                    (signed &+ rounding) &>> shift, bits, isSigned: true, &isSaturated)
            case .saturatingNarrowUnsigned, .saturatingShiftRightNarrowUnsigned:
                value = saturate(Int128(x) &>> shift, bits, isSigned: false, &isSaturated)
            case .saturatingRoundingShiftRightNarrowUnsigned:
                value = saturate(
                    (Int128(x) &+ rounding) &>> shift, bits, isSigned: false, &isSaturated)
            case .saturatingNarrowSignedToUnsigned, .saturatingShiftRightNarrowSignedToUnsigned:
                value = saturate(signed &>> shift, bits, isSigned: false, &isSaturated)
            default:
                value = saturate(
                    (signed &+ rounding) &>> shift, bits, isSigned: false, &isSaturated)
            }
            packed[index, size] = value
        }
        if shape.isScalar { return packed }
        return shape.isFull ? VectorValue(low: d.low, high: packed.low) : packed
    }
}
