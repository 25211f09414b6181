// What a `vector` operation computes: integer, bitwise and cryptographic AdvSIMD.

public enum VectorOperation: UInt16, CaseIterable, Sendable {
    // MARK: Whole registers: d = f(a, b, d)
    case and, andNot, or, orNot, exclusiveOr
    /// BSL, BIT, BIF: d, b, b choose between the others
    case select, insertIfTrue, insertIfFalse
    case not

    // MARK: Element by element: d = f(a, b), or of d too where it accumulates
    case add, subtract, multiply, multiplyAccumulate, multiplySubtract, polynomialMultiply
    case halvingAddSigned, halvingAddUnsigned, roundingHalvingAddSigned
    case roundingHalvingAddUnsigned, halvingSubtractSigned, halvingSubtractUnsigned
    case saturatingAddSigned, saturatingAddUnsigned
    case saturatingSubtractSigned, saturatingSubtractUnsigned
    case compareEqual, compareGreaterSigned, compareGreaterOrEqualSigned, compareGreaterUnsigned
    case compareGreaterOrEqualUnsigned, compareLessOrEqualSigned, compareLessSigned, testBits
    case maximumSigned, maximumUnsigned, minimumSigned, minimumUnsigned
    case differenceSigned, differenceUnsigned
    case differenceAccumulateSigned, differenceAccumulateUnsigned
    /// Shifts by the signed low byte of b
    case shiftSigned, shiftUnsigned, roundingShiftSigned, roundingShiftUnsigned
    case saturatingShiftSigned, saturatingShiftUnsigned
    case saturatingRoundingShiftSigned, saturatingRoundingShiftUnsigned
    /// SQDMULH, SQRDMULH; SQRDMLAH, SQRDMLSH
    case doublingMultiplyHigh, roundingDoublingMultiplyHigh
    case roundingDoublingMultiplyAccumulateHigh, roundingDoublingMultiplySubtractHigh
    /// d + the products of the four bytes of each word
    case dotSigned, dotUnsigned

    // MARK: Element by element, of one operand
    case absolute, negate, saturatingAbsolute, saturatingNegate
    case countLeadingSigns, countLeadingZeros, countBits, reverseBits
    /// SUQADD, USQADD: d is the other addend
    case saturatingAccumulateUnsigned, saturatingAccumulateSigned
    case unsignedReciprocalEstimate, unsignedSquareRootEstimate

    // MARK: Shifts by the immediate
    case shiftLeft, shiftRightSigned, shiftRightUnsigned
    case roundingShiftRightSigned, roundingShiftRightUnsigned
    case shiftRightAccumulateSigned, shiftRightAccumulateUnsigned
    case roundingShiftRightAccumulateSigned, roundingShiftRightAccumulateUnsigned
    case shiftLeftInsert, shiftRightInsert
    case saturatingShiftLeftSigned, saturatingShiftLeftUnsigned
    /// SQSHLU
    case saturatingShiftLeftSignedToUnsigned

    // MARK: Widening: elements of a and b are narrow, from the upper half if the shape is full
    case addLongSigned, addLongUnsigned, subtractLongSigned, subtractLongUnsigned
    case multiplyLongSigned, multiplyLongUnsigned, polynomialMultiplyLong
    case multiplyAccumulateLongSigned, multiplyAccumulateLongUnsigned
    case multiplySubtractLongSigned, multiplySubtractLongUnsigned
    case differenceLongSigned, differenceLongUnsigned
    case differenceAccumulateLongSigned, differenceAccumulateLongUnsigned
    case doublingMultiplyLong, doublingMultiplyAccumulateLong, doublingMultiplySubtractLong
    /// a shifted left by the immediate
    case shiftLeftLongSigned, shiftLeftLongUnsigned
    /// a is wide already
    case addWideSigned, addWideUnsigned, subtractWideSigned, subtractWideUnsigned

    // MARK: Narrowing: elements of a are wide; a full shape writes the upper half of d only
    case addHighNarrow, roundingAddHighNarrow, subtractHighNarrow, roundingSubtractHighNarrow
    case narrow, saturatingNarrowSigned, saturatingNarrowUnsigned
    case saturatingNarrowSignedToUnsigned
    /// Shifted right by the immediate
    case shiftRightNarrow, roundingShiftRightNarrow
    case saturatingShiftRightNarrowSigned, saturatingRoundingShiftRightNarrowSigned
    case saturatingShiftRightNarrowUnsigned, saturatingRoundingShiftRightNarrowUnsigned
    case saturatingShiftRightNarrowSignedToUnsigned
    case saturatingRoundingShiftRightNarrowSignedToUnsigned

    // MARK: Neighbours
    /// Of pairs of the elements of a, then of b
    case addPairs, maximumPairsSigned, maximumPairsUnsigned, minimumPairsSigned
    case minimumPairsUnsigned
    /// Pairs of narrow elements to wide ones, and added to d
    case addPairsLongSigned, addPairsLongUnsigned
    case addPairsAccumulateLongSigned, addPairsAccumulateLongUnsigned
    /// Of all elements
    case addAcross, maximumAcrossSigned, maximumAcrossUnsigned, minimumAcrossSigned
    case minimumAcrossUnsigned, addAcrossLongSigned, addAcrossLongUnsigned

    // MARK: Moving elements
    /// Elements within each 64, 32, 16 bits in the opposite order
    case reverse64, reverse32, reverse16
    case zipLow, zipHigh, unzipEven, unzipOdd, transposeEven, transposeOdd
    /// Bytes of b:a from the immediate up
    case extract
    /// Element number `immediate` of a, in all elements; X[a], in all elements
    case duplicateElement, duplicateGeneral
    /// Element `immediate & 15` of d = element `immediate >> 4` of a; = X[a]
    case insertElement, insertGeneral
    /// TBL and TBX: the table is `immediate` registers from `a` up, D registers if the shape is
    /// half; b are the indexes
    case tableLookup, tableExtension

    // MARK: Floating-point formats. FCVTL, FCVTN, FCVTXN; the shape has the narrow size
    case floatWiden, floatNarrow, floatNarrowOdd

    // MARK: Cryptography
    case aesEncrypt, aesDecrypt, aesMixColumns, aesInverseMixColumns
    case sha1Choose, sha1Parity, sha1Majority, sha1ScheduleUpdate0, sha1FixedRotate
    case sha1ScheduleUpdate1
    case sha256Hash, sha256Hash2, sha256ScheduleUpdate0, sha256ScheduleUpdate1
    case sha512Hash, sha512Hash2, sha512ScheduleUpdate0, sha512ScheduleUpdate1

    /// In `Operation.modifier`: operand b is one element, number `immediate`, for all elements.
    public static let byElement: UInt16 = 1 << 15
}

/// Operations between V and general-purpose registers, and those that write NZCV: `transfer`.
public enum FloatTransfer: UInt16, CaseIterable, Sendable {
    /// d = element number `immediate` of a, zero-extended; sign-extended to 64 or to 32 bits
    case moveUnsigned, moveSigned64, moveSigned32
    /// NZCV = a compared with b; signalling quiet NaNs too
    case compare, compareSignalling
    /// The same if the condition, immediate bits 7...4, holds; else NZCV = immediate bits 3...0
    case conditionalCompare, conditionalCompareSignalling
    /// X[d] = a converted. Immediate: fraction bits, bit 8 for 64-bit integers, bit 9 for those of
    /// 16 bits, and from bit 16 up the FloatOperation of that kind
    case toInteger
    /// d = X[a] converted; immediate as above
    case fromSigned, fromUnsigned
    /// FJCVTZS: d = a to 32 bits modulo 2^32; Z says whether that is exact, N, C and V are clear
    case toIntegerJavaScript
    /// FCVT: d = a in another format, whose sizeLog2 is the immediate
    case convert
}

/// What a structure load or store moves; fits `Operation.immediate`.
public struct StructureAccess: RawRepresentable, Equatable, Sendable {
    public enum Kind: Int32, Sendable { case multiple, single, replicate }

    public var rawValue: Int32
    @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }

    /// - Parameters:
    ///   - structure: Elements of one structure, each of which has a register: selem, 1...4.
    ///   - repeats: LD1 and ST1 of several registers: rpt, 1...4.
    ///   - lane: The element that `single` means.
    public init(
        _ kind: Kind, structure: Int, repeats: Int = 1, isFull: Bool = false, lane: Int = 0
    ) {
        rawValue =
            kind.rawValue | Int32(structure) << 2 | Int32(repeats) << 5 | (isFull ? 1 << 8 : 0)
            | Int32(lane) << 9
    }

    /// Of AArch32: the registers are D registers, from b up.
    ///
    /// - Parameters:
    ///   - spacing: From one register of a structure to the next, 1 or 2.
    ///   - alignmentLog2: log2 of the bytes that the address must be a multiple of; 0 for none but
    ///     those of an element.
    public init(
        aarch32 kind: Kind, structure: Int, repeats: Int, lane: Int, spacing: Int,
        alignmentLog2: Int
    ) {
        self.init(kind, structure: structure, repeats: repeats, lane: lane)
        rawValue |= 1 << 13 | Int32(spacing - 1) << 14 | Int32(alignmentLog2) << 16
    }

    public var kind: Kind { Kind(rawValue: rawValue & 3).unsafelyUnwrapped }
    public var structure: Int { Int(rawValue >> 2 & 7) }
    public var repeats: Int { Int(rawValue >> 5 & 7) }
    public var isFull: Bool { rawValue & 1 << 8 != 0 }
    public var lane: Int { Int(rawValue >> 9 & 15) }
    public var isAArch32: Bool { rawValue & 1 << 13 != 0 }
    public var spacing: Int { Int(rawValue >> 14 & 1) + 1 }
    public var alignmentLog2: Int { Int(rawValue >> 16 & 7) }
}
