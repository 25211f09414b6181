// The formats of floating-point numbers, and what FPCR says about computing with them.

/// A binary format of IEEE 754 as bits in the low part of a 64-bit word.
struct FloatFormat: Equatable, Sendable {
    /// N, E and F of the Arm ARM.
    let width: Int
    let exponentBits: Int
    let fractionBits: Int

    static let half = FloatFormat(width: 16, exponentBits: 5, fractionBits: 10)
    static let single = FloatFormat(width: 32, exponentBits: 8, fractionBits: 23)
    static let double = FloatFormat(width: 64, exponentBits: 11, fractionBits: 52)

    /// The format of elements of 2, 4 or 8 bytes.
    @inline(__always)
    init(sizeLog2: Int) {
        self = sizeLog2 == 3 ? .double : sizeLog2 == 2 ? .single : .half
    }

    private init(width: Int, exponentBits: Int, fractionBits: Int) {
        self.width = width
        self.exponentBits = exponentBits
        self.fractionBits = fractionBits
    }

    var signBit: UInt64 { 1 &<< UInt64(width &- 1) }
    var fractionMask: UInt64 { (1 &<< UInt64(fractionBits)) &- 1 }
    /// The exponent field, all ones.
    var exponentOnes: UInt64 { (1 &<< UInt64(exponentBits)) &- 1 }
    /// The exponent of the least normal number.
    var minimumExponent: Int { 2 &- (1 &<< (exponentBits &- 1)) }
    var mask: UInt64 { width == 64 ? ~0 : (1 &<< UInt64(width)) &- 1 }

    // MARK: Constants. Source: Arm ARM, `FPZero`, `FPInfinity`, `FPMaxNormal`, `FPDefaultNaN`…

    func zero(_ sign: Bool) -> UInt64 { sign ? signBit : 0 }
    func infinity(_ sign: Bool) -> UInt64 { zero(sign) | exponentOnes &<< UInt64(fractionBits) }
    func maxNormal(_ sign: Bool) -> UInt64 { infinity(sign) &- 1 }
    var defaultNaN: UInt64 { infinity(false) | quietBit }
    var quietBit: UInt64 { 1 &<< UInt64(fractionBits &- 1) }
    func one(_ sign: Bool) -> UInt64 {
        zero(sign) | UInt64(1 &- minimumExponent) &<< UInt64(fractionBits)
    }
    func two(_ sign: Bool) -> UInt64 { one(sign) &+ 1 &<< UInt64(fractionBits) }
    func onePointFive(_ sign: Bool) -> UInt64 { one(sign) | quietBit }

    func isNaN(_ bits: UInt64) -> Bool { bits & (signBit &- 1) > infinity(false) }
    func isQuietNaN(_ bits: UInt64) -> Bool { isNaN(bits) && bits & quietBit != 0 }
    func negated(_ bits: UInt64) -> UInt64 { bits ^ signBit }
    func absolute(_ bits: UInt64) -> UInt64 { bits & (signBit &- 1) }
}

/// How a result that is not exact is rounded; the first four are FPCR.RMode.
enum RoundingMode: UInt8, Sendable {
    case nearestEven, towardPlusInfinity, towardMinusInfinity, towardZero
    /// Away from zero when halfway: FCVTA, FRINTA.
    case nearestAway
    /// The lowest bit becomes 1: FCVTXN.
    case odd
}

/// Cumulative exceptions, at their places in FPSR.
struct FloatFlags: OptionSet, Sendable {
    let rawValue: UInt32

    static let invalidOperation = FloatFlags(rawValue: 1 << 0)
    static let divideByZero = FloatFlags(rawValue: 1 << 1)
    static let overflow = FloatFlags(rawValue: 1 << 2)
    static let underflow = FloatFlags(rawValue: 1 << 3)
    static let inexact = FloatFlags(rawValue: 1 << 4)
    static let inputDenormal = FloatFlags(rawValue: 1 << 7)
    /// QC: an integer saturated.
    static let saturation = FloatFlags(rawValue: 1 << 27)
}
