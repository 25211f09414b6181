// Complex numbers, the integers of JavaScript, and rounding to integers that fit a register.
// Source: Arm ARM, FCMLA, FCADD, `FPToFixedJS`, `FPRoundIntN`.

extension FloatUnit {
    /// FCMLA and FCADD: pairs of elements are a real and an imaginary part.
    mutating func complex(
        _ operation: FloatOperation, _ shape: VectorShape, d: VectorValue, a: VectorValue,
        b: VectorValue
    ) -> VectorValue {
        let size = shape.sizeLog2
        let format = FloatFormat(sizeLog2: size)
        var result = VectorValue.zero
        for pair in 0..<shape.count / 2 {
            let (even, odd) = (2 &* pair, 2 &* pair &+ 1)
            let real = b[even, size]
            let imaginary = b[odd, size]
            switch operation {
            case .complexAdd90:
                result[even, size] = add(a[even, size], format.negated(imaginary), format)
                result[odd, size] = add(a[odd, size], real, format)
            case .complexAdd270:
                result[even, size] = add(a[even, size], imaginary, format)
                result[odd, size] = add(a[odd, size], format.negated(real), format)
            default:
                let isSwapped =
                    operation == .complexMultiplyAdd90 || operation == .complexMultiplyAdd270
                let factor = a[isSwapped ? odd : even, size]
                var first = isSwapped ? imaginary : real
                var second = isSwapped ? real : imaginary
                if operation == .complexMultiplyAdd90 || operation == .complexMultiplyAdd180 {
                    first = format.negated(first)
                }
                if operation == .complexMultiplyAdd180 || operation == .complexMultiplyAdd270 {
                    second = format.negated(second)
                }
                result[even, size] = multiplyAdd(d[even, size], factor, first, format)
                result[odd, size] = multiplyAdd(d[odd, size], factor, second, format)
            }
        }
        return result
    }

    /// A double to 32 bits modulo 2^32, toward zero; and whether that was exact.
    mutating func toJavaScriptInteger(_ a: UInt64) -> (value: UInt64, isExact: Bool) {
        let x = unpack(a, .double)
        if x.isNaN || x.isInfinity {
            flags.insert(.invalidOperation)
            return (0, false)
        }
        // -0 counts as inexact.
        if x.isZero { return (0, !x.sign && flags.isEmpty) }
        let shift = x.exponent &- 63
        let magnitude: UInt64
        var isInexact = false
        if shift >= 32 {
            magnitude = 0
        } else if shift >= 0 {
            magnitude = x.significand &<< UInt64(shift)
        } else if shift > -64 {
            magnitude = x.significand &>> UInt64(-shift)
            isInexact = magnitude &<< UInt64(-shift) != x.significand
        } else {
            magnitude = 0
            isInexact = true
        }
        let value = (x.sign ? 0 &- magnitude : magnitude) & 0xffff_ffff
        let limit: UInt64 = x.sign ? 1 << 31 : (1 << 31) - 1
        let isOutOfRange = x.exponent > 31 || magnitude > limit
        if isOutOfRange {
            flags.insert(.invalidOperation)
        } else if isInexact {
            flags.insert(.inexact)
        }
        return (value, !isOutOfRange && !isInexact)
    }

    /// FRINT32Z and its kin: what does not fit becomes the most negative integer.
    mutating func roundToInteger(
        _ a: UInt64, _ format: FloatFormat, bits: Int, _ rounding: RoundingMode
    ) -> UInt64 {
        let limit = format.power(ofTwo: bits - 1)
        let x = unpack(a, format)
        if x.isNaN || x.isInfinity {
            flags.insert(.invalidOperation)
            return format.negated(limit)
        }
        let before = flags
        let rounded = roundToIntegral(a, format, rounding, isExact: true)
        let magnitude = format.absolute(rounded)
        // Positive 2^(bits - 1) is too large; its negative is not.
        if magnitude > limit || (magnitude == limit && !x.sign) {
            flags = before.union(.invalidOperation)
            return format.negated(limit)
        }
        return rounded
    }
}

extension FloatFormat {
    /// 2^exponent, a normal number.
    fileprivate func power(ofTwo exponent: Int) -> UInt64 {
        UInt64(exponent &+ 1 &- minimumExponent) &<< UInt64(fractionBits)
    }
}
