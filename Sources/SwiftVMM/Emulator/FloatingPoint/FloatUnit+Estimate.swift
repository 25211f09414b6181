// Estimates of the reciprocal and of the reciprocal square root, with eight bits of precision.
// Source: Arm ARM, `FPRecipEstimate`, `FPRSqrtEstimate`, `FPRecpX`, `RecipEstimate`,
// `RecipSqrtEstimate`, `UnsignedRecipEstimate`, `UnsignedRSqrtEstimate`.

/// The two tables of the architecture, as the calculations that define them.
enum ReciprocalEstimate {
    /// Of a / 512 with a in 256...511: 256...511 for 1 to 2.
    static func reciprocal(_ a: UInt64) -> UInt64 {
        let denominator = a * 2 + 1
        return ((1 << 19) / denominator + 1) / 2
    }

    /// Of a / 512 with a in 128...511.
    static func squareRoot(_ a: UInt64) -> UInt64 {
        let a = a < 256 ? a * 2 + 1 : ((a & ~1) + 1) * 2
        var b: UInt64 = 512
        while a * (b + 1) * (b + 1) < 1 << 28 { b += 1 }
        return (b + 1) / 2
    }

    /// URECPE
    static func unsignedReciprocal(_ x: UInt64) -> UInt64 {
        x >> 31 == 0 ? 0xffff_ffff : reciprocal(x >> 23) << 23
    }

    /// URSQRTE
    static func unsignedSquareRoot(_ x: UInt64) -> UInt64 {
        x >> 30 == 0 ? 0xffff_ffff : squareRoot(x >> 23) << 23
    }
}

extension FloatUnit {
    /// The exponent field, and the fraction in 52 bits.
    private static func fields(_ a: UInt64, _ format: FloatFormat) -> (Int, UInt64) {
        let fraction = (a & format.fractionMask) << UInt64(52 - format.fractionBits)
        return (Int(a >> UInt64(format.fractionBits) & format.exponentOnes), fraction)
    }

    private static func pack(
        _ sign: Bool, _ exponent: Int, _ fraction: UInt64, _ format: FloatFormat
    ) -> UInt64 {
        format.zero(sign) | UInt64(exponent) << UInt64(format.fractionBits)
            | fraction >> UInt64(52 - format.fractionBits)
    }

    mutating func reciprocalEstimate(_ a: UInt64, _ format: FloatFormat) -> UInt64 {
        let x = unpack(a, format)
        switch x.kind {
        case .quietNaN, .signallingNaN: return processNaN(a, format)
        case .infinity: return format.zero(x.sign)
        case .zero:
            flags.insert(.divideByZero)
            return format.infinity(x.sign)
        case .finite: break
        }
        // 2^-128 and 2^-1024: below these the reciprocal overflows.
        if x.exponent < format.minimumExponent - 2 {
            flags.insert([.overflow, .inexact])
            let isInfinite =
                switch rounding {
                case .nearestEven, .nearestAway: true
                case .towardPlusInfinity: !x.sign
                case .towardMinusInfinity: x.sign
                case .towardZero, .odd: false
                }
            return isInfinite ? format.infinity(x.sign) : format.maxNormal(x.sign)
        }
        if flushesToZero && x.exponent >= -format.minimumExponent {
            flags.insert(.underflow)
            return format.zero(x.sign)
        }
        var (exponent, fraction) = Self.fields(a, format)
        let mask: UInt64 = (1 << 52) - 1
        if exponent == 0 {
            if fraction >> 51 == 0 {
                exponent = -1
                fraction = fraction << 2 & mask
            } else {
                fraction = fraction << 1 & mask
            }
        }
        let estimate = ReciprocalEstimate.reciprocal(1 << 8 | fraction >> 44)
        // 253 and 2045
        var resultExponent = Int(format.exponentOnes) - 2 - exponent
        fraction = estimate << 44 & mask
        if resultExponent == 0 {
            fraction = 1 << 51 | fraction >> 1
        } else if resultExponent == -1 {
            fraction = 1 << 50 | fraction >> 2
            resultExponent = 0
        }
        return Self.pack(x.sign, resultExponent, fraction, format)
    }

    mutating func squareRootEstimate(_ a: UInt64, _ format: FloatFormat) -> UInt64 {
        let x = unpack(a, format)
        switch x.kind {
        case .quietNaN, .signallingNaN: return processNaN(a, format)
        case .zero:
            flags.insert(.divideByZero)
            return format.infinity(x.sign)
        case .infinity where !x.sign: return format.zero(false)
        default: break
        }
        if x.sign { return invalid(format) }
        var (exponent, fraction) = Self.fields(a, format)
        let mask: UInt64 = (1 << 52) - 1
        if exponent == 0 {
            while fraction >> 51 == 0 {
                fraction <<= 1
                exponent -= 1
            }
            fraction = fraction << 1 & mask
        }
        let scaled = exponent & 1 == 0 ? 1 << 8 | fraction >> 44 : 1 << 7 | fraction >> 45
        // 380 and 3068, halved
        let resultExponent = ((Int(format.exponentOnes) - 1) / 2 * 3 - 1 - exponent) / 2
        let estimate = ReciprocalEstimate.squareRoot(scaled)
        return Self.pack(false, resultExponent, estimate << 44 & mask, format)
    }

    /// The reciprocal of the exponent alone: FRECPX.
    mutating func reciprocalExponent(_ a: UInt64, _ format: FloatFormat) -> UInt64 {
        let x = unpack(a, format)
        if x.isNaN { return processNaN(a, format) }
        let exponent = a >> UInt64(format.fractionBits) & format.exponentOnes
        let result = exponent == 0 ? format.exponentOnes - 1 : ~exponent & format.exponentOnes
        return format.zero(x.sign) | result << UInt64(format.fractionBits)
    }
}
