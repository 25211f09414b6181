// What a `float` or `vectorFloat` operation computes: the same list for one number and for each
// element of a vector. Source: the pseudocode function that each comment names.

public enum FloatOperation: UInt16, CaseIterable, Sendable {
    // MARK: Two operands
    /// FPAdd, FPSub, FPMul, FPMulX, FPDiv
    case add, subtract, multiply, multiplyExtended, divide
    /// FPNeg of FPMul
    case multiplyNegated
    /// FPMax, FPMin, FPMaxNum, FPMinNum
    case maximum, minimum, maximumNumber, minimumNumber
    /// FPAbs of FPSub
    case absoluteDifference
    /// FPRecipStepFused, FPRSqrtStepFused
    case reciprocalStep, squareRootStep
    /// FPRecipStep, FPRSqrtStep of AArch32: the product is rounded
    case reciprocalStepRounded, squareRootStepRounded
    /// All ones if a = b, a >= b, a > b, a <= b, a < b; the same of absolute values
    case compareEqual, compareGreaterOrEqual, compareGreater
    case compareLessOrEqual, compareLess
    case compareAbsoluteGreaterOrEqual, compareAbsoluteGreater

    // MARK: Three operands
    /// c + a · b, c - a · b, -c - a · b, -c + a · b: FPMulAdd of the operands so negated
    case multiplyAdd, multiplySubtract, negatedMultiplyAdd, negatedMultiplySubtract

    // MARK: One operand
    /// FPAbs, FPNeg, FPSqrt
    case absolute, negate, squareRoot
    /// FPRoundInt: to nearest even, to plus infinity, to minus infinity, to zero, to nearest away
    case roundNearestEven, roundUp, roundDown, roundToZero, roundNearestAway
    /// FPRoundInt by FPCR, and also reporting Inexact
    case roundCurrent, roundExact
    /// FPRecipEstimate, FPRSqrtEstimate, FPRecpX
    case reciprocalEstimate, squareRootEstimate, reciprocalExponent
    /// FPToFixed to an integer of the same size with `immediate` fraction bits, signed and
    /// unsigned, rounding as above
    case toSignedNearestEven, toSignedUp, toSignedDown, toSignedToZero, toSignedNearestAway
    case toSignedCurrent
    case toUnsignedNearestEven, toUnsignedUp, toUnsignedDown, toUnsignedToZero
    case toUnsignedNearestAway, toUnsignedCurrent
    /// FPRoundIntN to 32 and 64 bits, to zero and by FPCR
    case round32ToZero, round32Current, round64ToZero, round64Current
    /// Pairs of elements as complex numbers: FCADD by two rotations, FCMLA by four
    case complexAdd90, complexAdd270, complexMultiplyAdd0, complexMultiplyAdd90
    case complexMultiplyAdd180, complexMultiplyAdd270
    /// FixedToFP from an integer of the same size with `immediate` fraction bits
    case fromSigned, fromUnsigned

    /// In `Operation.modifier` of `vectorFloat`: of pairs of the elements of a, then of b; of all
    /// elements. VectorOperation.byElement is there too.
    public static let pairs: UInt16 = 1 << 14
    public static let across: UInt16 = 1 << 13

    /// Of pairs of elements as complex numbers.
    public var isComplex: Bool {
        (Self.complexAdd90.rawValue...Self.complexMultiplyAdd270.rawValue).contains(rawValue)
    }
}

/// The shape of a `float`, `vectorFloat` or `vector` operation; fits `Operation.detail`.
public struct VectorShape: RawRepresentable, Equatable, Sendable {
    public var rawValue: UInt8
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// - Parameters:
    ///   - sizeLog2: log2 of the bytes of an element, 0...3. Of the narrow ones, where an operation
    ///     widens or narrows.
    ///   - isFull: Q: all 128 bits; and of operations that widen or narrow, the upper half.
    ///   - isScalar: The lowest element only.
    ///   - isHalf: The destination is one slot, a D register of AArch32: the slot after it stays.
    ///   - isStandard: Floating point by the standard FPSCR value rather than by FPCR.
    @inlinable
    public init(
        sizeLog2: UInt32, isFull: Bool = false, isScalar: Bool = false, isHalf: Bool = false,
        isStandard: Bool = false
    ) {
        rawValue = UInt8(sizeLog2) | (isFull ? 4 : 0) | (isScalar ? 8 : 0)
        if isHalf { rawValue |= 16 }
        if isStandard { rawValue |= 32 }
    }

    @inlinable public var sizeLog2: Int { Int(rawValue & 3) }
    @inlinable public var isFull: Bool { rawValue & 4 != 0 }
    @inlinable public var isScalar: Bool { rawValue & 8 != 0 }
    @inlinable public var isHalf: Bool { rawValue & 16 != 0 }
    @inlinable public var isStandard: Bool { rawValue & 32 != 0 }
    @inlinable public var bits: Int { 8 &<< Int(rawValue & 3) }
    /// How many elements take part.
    @inlinable public var count: Int {
        isScalar ? 1 : (isFull ? 16 : 8) &>> Int(rawValue & 3)
    }
}
