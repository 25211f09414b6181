// Conversions between formats and with integers and fixed-point numbers, and rounding to integral
// values. Source: Arm ARM, `FPConvert`, `FPToFixed`, `FixedToFP`, `FPRoundInt`.

extension FloatUnit {
    /// `FPConvert`
    mutating func convert(
        _ a: UInt64, from source: FloatFormat, to target: FloatFormat,
        _ rounding: RoundingMode? = nil
    ) -> UInt64 {
        let x = unpack(a, source)
        let isAlternative = target.width == 16 && usesAlternativeHalf
        switch x.kind {
        case .quietNaN, .signallingNaN:
            if x.kind == .signallingNaN || isAlternative { flags.insert(.invalidOperation) }
            if isAlternative { return target.zero(x.sign) }
            if defaultsNaN { return target.defaultNaN }
            // `FPConvertNaN`: the high bits of the fraction stay, and it becomes quiet.
            let fraction = (a & source.fractionMask) &<< UInt64(64 &- source.fractionBits)
            return target.infinity(x.sign) | target.quietBit
                | fraction &>> UInt64(64 &- target.fractionBits)
        case .infinity:
            if isAlternative {
                flags.insert(.invalidOperation)
                return target.zero(x.sign) | 0x7fff
            }
            return target.infinity(x.sign)
        case .zero: return target.zero(x.sign)
        case .finite: return round(x.sign, x.exponent, x.significand, target, rounding)
        }
    }

    /// `FPToFixed`: the number times 2^fractionBits as an integer of `width` bits, saturating.
    mutating func toFixed(
        _ a: UInt64, _ format: FloatFormat, fractionBits: Int = 0, width: Int, isUnsigned: Bool,
        _ rounding: RoundingMode
    ) -> UInt64 {
        let x = unpack(a, format)
        if x.isNaN {
            flags.insert(.invalidOperation)
            return 0
        }
        if x.isZero { return 0 }
        let limit: UInt128 = 1 &<< UInt128(isUnsigned ? width : width &- 1)
        let mask: UInt64 = width == 64 ? ~0 : (1 &<< UInt64(width)) &- 1
        let exponent = x.exponent &+ fractionBits
        var magnitude: UInt128
        var isInexact = false
        if x.isInfinity || exponent > 63 {
            magnitude = 1 &<< 100
        } else {
            (magnitude, isInexact) = Self.integer(
                x.significand, exponent, sign: x.sign, rounding)
        }
        let isInRange =
            x.sign
            ? (isUnsigned ? magnitude == 0 : magnitude <= limit) : magnitude < limit
        guard isInRange else {
            flags.insert(.invalidOperation)
            let bound = UInt64(truncatingIfNeeded: limit)
            if x.sign { return isUnsigned ? 0 : (0 &- bound) & mask }
            return bound &- 1
        }
        if isInexact { flags.insert(.inexact) }
        let low = UInt64(truncatingIfNeeded: magnitude)
        return (x.sign ? 0 &- low : low) & mask
    }

    /// significand / 2^63 · 2^exponent, for an exponent of at most 63, rounded to an integer.
    private static func integer(
        _ significand: UInt64, _ exponent: Int, sign: Bool, _ rounding: RoundingMode
    ) -> (value: UInt128, isInexact: Bool) {
        // In units of 2^-62, or less than one of them.
        let scaled = (UInt128(significand) &<< 62).shiftedRightSticky(63 &- exponent)
        let rest = UInt64(truncatingIfNeeded: scaled) & ((1 << 62) - 1)
        var value = scaled &>> 62
        let half: UInt64 = 1 << 61
        let roundsUp =
            switch rounding {
            case .nearestEven: rest > half || rest == half && value & 1 != 0
            case .nearestAway: rest >= half
            case .towardPlusInfinity: rest != 0 && !sign
            case .towardMinusInfinity: rest != 0 && sign
            case .towardZero, .odd: false
            }
        if roundsUp { value &+= 1 }
        return (value, rest != 0)
    }

    /// `FixedToFP`: an integer of `width` bits divided by 2^fractionBits.
    mutating func fromFixed(
        _ a: UInt64, _ format: FloatFormat, fractionBits: Int = 0, width: Int, isUnsigned: Bool
    ) -> UInt64 {
        let value = width == 64 ? a : a & ((1 &<< UInt64(width)) &- 1)
        let sign = !isUnsigned && value &>> UInt64(width &- 1) != 0
        let magnitude = sign ? 0 &- value.signExtended(from: width) : value
        if magnitude == 0 { return 0 }
        let shift = magnitude.leadingZeroBitCount
        return round(
            sign, 63 &- shift &- fractionBits, magnitude &<< UInt64(shift), format)
    }

    /// `FPRoundInt`
    mutating func roundToIntegral(
        _ a: UInt64, _ format: FloatFormat, _ rounding: RoundingMode, isExact: Bool
    ) -> UInt64 {
        let x = unpack(a, format)
        switch x.kind {
        case .quietNaN, .signallingNaN: return processNaN(a, format)
        case .infinity: return format.infinity(x.sign)
        case .zero: return format.zero(x.sign)
        case .finite: break
        }
        if x.exponent >= format.fractionBits { return a }
        let (value, isInexact) = Self.integer(
            x.significand, x.exponent, sign: x.sign, rounding)
        if isExact && isInexact { flags.insert(.inexact) }
        let integer = UInt64(truncatingIfNeeded: value)
        if integer == 0 { return format.zero(x.sign) }
        let shift = integer.leadingZeroBitCount
        return round(x.sign, 63 &- shift, integer &<< UInt64(shift), format)
    }
}
