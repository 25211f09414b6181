// Floating-point arithmetic as the Arm ARM's pseudocode defines it, in integers: the same on every
// host. A unit is made from FPCR, computes any number of results, and gathers their exceptions.
//
// Source: Arm ARM, "shared/functions/float".

struct FloatUnit: Sendable {
    /// FPCR.RMode
    let rounding: RoundingMode
    /// FPCR.FZ, which concerns single and double precision.
    let flushesToZero: Bool
    /// FPCR.DN
    let defaultsNaN: Bool
    /// FPCR.AHP
    let usesAlternativeHalf: Bool
    var flags: FloatFlags = []

    @inline(__always)
    init(fpcr: UInt64) {
        rounding = RoundingMode(rawValue: UInt8(fpcr >> 22 & 3)).unsafelyUnwrapped
        flushesToZero = fpcr & 1 << 24 != 0
        defaultsNaN = fpcr & 1 << 25 != 0
        usesAlternativeHalf = fpcr & 1 << 26 != 0
    }

    /// By FPCR, or by what Advanced SIMD of AArch32 takes for it: flush to zero, default NaNs,
    /// round to nearest. Source: Arm ARM, `StandardFPSCRValue`.
    @inline(__always)
    init(fpcr: UInt64, _ shape: VectorShape) {
        self.init(fpcr: shape.isStandard ? fpcr & 1 << 26 | 3 << 24 : fpcr)
    }

    /// FPType
    enum Kind: UInt8 { case zero, finite, infinity, quietNaN, signallingNaN }

    /// An operand taken apart: ± significand / 2^63 · 2^exponent, where bit 63 of the significand
    /// is set if the number is finite and not zero.
    struct Number {
        var kind: Kind
        var sign: Bool
        var exponent = 0
        var significand: UInt64 = 0

        var isInfinity: Bool { kind == .infinity }
        var isZero: Bool { kind == .zero }
        var isNaN: Bool { kind.rawValue >= Kind.quietNaN.rawValue }
    }

    /// `FPUnpack`. Flushes denormal operands if FPCR.FZ says so; half precision has its own bit,
    /// FZ16, which came with its arithmetic.
    @inline(__always)
    mutating func unpack(_ bits: UInt64, _ format: FloatFormat) -> Number {
        let sign = bits & format.signBit != 0
        let exponent = bits &>> UInt64(format.fractionBits) & format.exponentOnes
        let fraction = bits & format.fractionMask
        if exponent == 0 {
            if fraction == 0 { return Number(kind: .zero, sign: sign) }
            if flushesToZero && format.width != 16 {
                flags.insert(.inputDenormal)
                return Number(kind: .zero, sign: sign)
            }
            let shift = fraction.leadingZeroBitCount
            return Number(
                kind: .finite, sign: sign,
                exponent: format.minimumExponent &+ (63 &- shift) &- format.fractionBits,
                significand: fraction &<< UInt64(shift))
        }
        if exponent == format.exponentOnes && !(format.width == 16 && usesAlternativeHalf) {
            if fraction == 0 { return Number(kind: .infinity, sign: sign) }
            let isQuiet = fraction & format.quietBit != 0
            return Number(kind: isQuiet ? .quietNaN : .signallingNaN, sign: sign)
        }
        return Number(
            kind: .finite, sign: sign,
            exponent: Int(exponent) &- 1 &+ format.minimumExponent,
            significand: (fraction | 1 &<< UInt64(format.fractionBits))
                &<< UInt64(63 &- format.fractionBits))
    }

    // MARK: NaNs

    /// `FPProcessNaN`
    mutating func processNaN(_ bits: UInt64, _ format: FloatFormat) -> UInt64 {
        if bits & format.quietBit == 0 { flags.insert(.invalidOperation) }
        return defaultsNaN ? format.defaultNaN : bits | format.quietBit
    }

    /// `FPProcessNaNs`: the first signalling NaN, else the first quiet one.
    @inline(__always)
    mutating func processNaNs(
        _ x: Number, _ y: Number, _ a: UInt64, _ b: UInt64, _ format: FloatFormat
    ) -> UInt64? {
        guard x.isNaN || y.isNaN else { return nil }
        if x.kind == .signallingNaN { return processNaN(a, format) }
        if y.kind == .signallingNaN { return processNaN(b, format) }
        return processNaN(x.kind == .quietNaN ? a : b, format)
    }

    mutating func invalid(_ format: FloatFormat) -> UInt64 {
        flags.insert(.invalidOperation)
        return format.defaultNaN
    }

    /// The zero that an exact difference of equal numbers is.
    func exactZero(_ format: FloatFormat) -> UInt64 {
        format.zero(rounding == .towardMinusInfinity)
    }
}
