// Rounding to a format. Source: Arm ARM, `FPRoundBase`, `FPRoundCV`.

extension FloatUnit {
    /// The number ± significand / 2^63 · 2^exponent in a format; bit 63 of the significand is set,
    /// and its bit 0 is also set if the true number has bits below that.
    @inline(__always)
    mutating func round(
        _ sign: Bool, _ exponent: Int, _ significand: UInt64, _ format: FloatFormat,
        _ rounding: RoundingMode? = nil
    ) -> UInt64 {
        let rounding = rounding ?? self.rounding
        let minimum = format.minimumExponent
        if exponent < minimum && flushesToZero && format.width != 16 {
            // Flushed before rounding, and reported as underflow alone.
            flags.insert(.underflow)
            return format.zero(sign)
        }
        var significand = significand
        var biased = exponent &- minimum &+ 1
        if biased <= 0 {
            significand = significand.shiftedRightSticky(1 &- biased)
            biased = 0
        }
        let drop = UInt64(63 &- format.fractionBits)
        var integer = significand &>> drop
        let rest = significand & ((1 &<< drop) &- 1)
        var isInexact = rest != 0
        if isInexact {
            // Tininess is detected before rounding.
            if biased == 0 { flags.insert(.underflow) }
            let half: UInt64 = 1 &<< (drop &- 1)
            let roundsUp: Bool
            switch rounding {
            case .nearestEven: roundsUp = rest > half || (rest == half && integer & 1 != 0)
            case .nearestAway: roundsUp = rest >= half
            case .towardPlusInfinity: roundsUp = !sign
            case .towardMinusInfinity: roundsUp = sign
            case .towardZero: roundsUp = false
            case .odd:
                roundsUp = false
                integer |= 1
            }
            if roundsUp {
                integer &+= 1
                if integer == 1 &<< UInt64(format.fractionBits) { biased = 1 }
                if integer == 2 &<< UInt64(format.fractionBits) {
                    integer &>>= 1
                    biased &+= 1
                }
            }
        }
        var result: UInt64
        if format.width == 16 && usesAlternativeHalf {
            if biased > Int(format.exponentOnes) {
                flags.insert(.invalidOperation)
                return format.zero(sign) | 0x7fff
            }
            result = UInt64(biased)
        } else if biased >= Int(format.exponentOnes) {
            isInexact = true
            flags.insert(.overflow)
            flags.insert(.inexact)
            switch rounding {
            case .nearestEven, .nearestAway: return format.infinity(sign)
            case .towardPlusInfinity:
                return sign ? format.maxNormal(true) : format.infinity(false)
            case .towardMinusInfinity:
                return sign ? format.infinity(true) : format.maxNormal(false)
            case .towardZero, .odd: return format.maxNormal(sign)
            }
        } else {
            result = UInt64(biased)
        }
        if isInexact { flags.insert(.inexact) }
        result = result &<< UInt64(format.fractionBits) | integer & format.fractionMask
        return result | format.zero(sign)
    }

    /// The same for a wide significand of any normalisation: ± significand / 2^127 · 2^exponent.
    @inline(__always)
    mutating func round(
        _ sign: Bool, _ exponent: Int, wide significand: UInt128, _ format: FloatFormat
    ) -> UInt64 {
        let shift = significand.leadingZeroBitCount
        let normal = significand &<< UInt128(shift)
        let high = UInt64(truncatingIfNeeded: normal &>> 64)
        let low = UInt64(truncatingIfNeeded: normal)
        return round(sign, exponent &- shift, high | (low != 0 ? 1 : 0), format)
    }
}

extension UInt64 {
    /// Shifted right; bit 0 is also set if a bit was lost.
    @inline(__always)
    func shiftedRightSticky(_ count: Int) -> UInt64 {
        if count <= 0 { return self }
        if count >= 64 { return self != 0 ? 1 : 0 }
        let shift = UInt64(truncatingIfNeeded: count)
        let kept = self &>> shift
        return kept &<< shift == self ? kept : kept | 1
    }
}

extension UInt128 {
    /// Shifted right; bit 0 is also set if a bit was lost.
    @inline(__always)
    func shiftedRightSticky(_ count: Int) -> UInt128 {
        if count <= 0 { return self }
        if count >= 128 { return self != 0 ? 1 : 0 }
        let shift = UInt128(truncatingIfNeeded: count)
        let kept = self &>> shift
        return kept &<< shift == self ? kept : kept | 1
    }
}
