// What an opcode of Advanced SIMD is in the IR, where it is one operation.

extension SIMDOpcode {
    /// The FloatOperation of each element.
    var floatOperation: FloatOperation? {
        switch self {
        case .vaddF: .add
        case .vsubF: .subtract
        case .vmulF: .multiply
        case .vabdF: .absoluteDifference
        case .vfmaF: .multiplyAdd
        case .vfmsF: .multiplySubtract
        case .vceqF: .compareEqual
        case .vcgeF: .compareGreaterOrEqual
        case .vcgtF: .compareGreater
        case .vacge: .compareAbsoluteGreaterOrEqual
        case .vacgt: .compareAbsoluteGreater
        case .vmaxF: .maximum
        case .vminF: .minimum
        case .vmaxnmF: .maximumNumber
        case .vminnmF: .minimumNumber
        case .vrecps: .reciprocalStepRounded
        case .vrsqrts: .squareRootStepRounded
        case .vceqFZero: .compareEqual
        case .vcgeFZero: .compareGreaterOrEqual
        case .vcgtFZero: .compareGreater
        case .vcleFZero: .compareLessOrEqual
        case .vcltFZero: .compareLess
        case .vabsF: .absolute
        case .vnegF: .negate
        case .vrintn: .roundNearestEven
        case .vrintx: .roundExact
        case .vrinta: .roundNearestAway
        case .vrintz: .roundToZero
        case .vrintm: .roundDown
        case .vrintp: .roundUp
        case .vrecpeF: .reciprocalEstimate
        case .vrsqrteF: .squareRootEstimate
        case .vcvtFromS: .fromSigned
        case .vcvtFromU: .fromUnsigned
        case .vcvtToS: .toSignedToZero
        case .vcvtToU: .toUnsignedToZero
        default: nil
        }
    }

    /// The VectorOperation.
    var vectorOperation: VectorOperation? {
        Self.vectorOperations[Int(rawValue)]
    }

    private static let vectorOperations: [VectorOperation?] = {
        var result = [VectorOperation?](repeating: nil, count: SIMDOpcode.allCases.count)
        for (opcode, operation) in sameLength + otherLengths + shifts + twoRegisters {
            result[Int(opcode.rawValue)] = operation
        }
        return result
    }()

    private typealias Pairs = [(SIMDOpcode, VectorOperation)]

    private static let sameLength: Pairs = [
        (.vhaddS, .halvingAddSigned), (.vhaddU, .halvingAddUnsigned),
        (.vqaddS, .saturatingAddSigned), (.vqaddU, .saturatingAddUnsigned),
        (.vrhaddS, .roundingHalvingAddSigned), (.vrhaddU, .roundingHalvingAddUnsigned),
        (.vhsubS, .halvingSubtractSigned), (.vhsubU, .halvingSubtractUnsigned),
        (.vqsubS, .saturatingSubtractSigned), (.vqsubU, .saturatingSubtractUnsigned),
        (.vand, .and), (.vbic, .andNot), (.vorr, .or), (.vorn, .orNot), (.veor, .exclusiveOr),
        (.vbsl, .select), (.vbit, .insertIfTrue), (.vbif, .insertIfFalse),
        (.vcgtS, .compareGreaterSigned), (.vcgtU, .compareGreaterUnsigned),
        (.vcgeS, .compareGreaterOrEqualSigned), (.vcgeU, .compareGreaterOrEqualUnsigned),
        (.vceqI, .compareEqual), (.vtst, .testBits),
        (.vshlS, .shiftSigned), (.vshlU, .shiftUnsigned),
        (.vqshlS, .saturatingShiftSigned), (.vqshlU, .saturatingShiftUnsigned),
        (.vrshlS, .roundingShiftSigned), (.vrshlU, .roundingShiftUnsigned),
        (.vqrshlS, .saturatingRoundingShiftSigned), (.vqrshlU, .saturatingRoundingShiftUnsigned),
        (.vmaxS, .maximumSigned), (.vmaxU, .maximumUnsigned),
        (.vminS, .minimumSigned), (.vminU, .minimumUnsigned),
        (.vabdS, .differenceSigned), (.vabdU, .differenceUnsigned),
        (.vabaS, .differenceAccumulateSigned), (.vabaU, .differenceAccumulateUnsigned),
        (.vaddI, .add), (.vsubI, .subtract), (.vmlaI, .multiplyAccumulate),
        (.vmlsI, .multiplySubtract), (.vmulI, .multiply), (.vmulP, .polynomialMultiply),
        (.vpmaxS, .maximumPairsSigned), (.vpmaxU, .maximumPairsUnsigned),
        (.vpminS, .minimumPairsSigned), (.vpminU, .minimumPairsUnsigned), (.vpaddI, .addPairs),
        (.vqdmulh, .doublingMultiplyHigh), (.vqrdmulh, .roundingDoublingMultiplyHigh),
        (.vqrdmlah, .roundingDoublingMultiplyAccumulateHigh),
        (.vqrdmlsh, .roundingDoublingMultiplySubtractHigh),
        (.sha1c, .sha1Choose), (.sha1p, .sha1Parity), (.sha1m, .sha1Majority),
        (.sha1su0, .sha1ScheduleUpdate0), (.sha256h, .sha256Hash), (.sha256h2, .sha256Hash2),
        (.sha256su1, .sha256ScheduleUpdate1),
    ]

    private static let otherLengths: Pairs = [
        (.vaddlS, .addLongSigned), (.vaddlU, .addLongUnsigned),
        (.vaddwS, .addWideSigned), (.vaddwU, .addWideUnsigned),
        (.vsublS, .subtractLongSigned), (.vsublU, .subtractLongUnsigned),
        (.vsubwS, .subtractWideSigned), (.vsubwU, .subtractWideUnsigned),
        (.vaddhn, .addHighNarrow), (.vraddhn, .roundingAddHighNarrow),
        (.vsubhn, .subtractHighNarrow), (.vrsubhn, .roundingSubtractHighNarrow),
        (.vabalS, .differenceAccumulateLongSigned), (.vabalU, .differenceAccumulateLongUnsigned),
        (.vabdlS, .differenceLongSigned), (.vabdlU, .differenceLongUnsigned),
        (.vmlalS, .multiplyAccumulateLongSigned), (.vmlalU, .multiplyAccumulateLongUnsigned),
        (.vmlslS, .multiplySubtractLongSigned), (.vmlslU, .multiplySubtractLongUnsigned),
        (.vmullS, .multiplyLongSigned), (.vmullU, .multiplyLongUnsigned),
        (.vmullP, .polynomialMultiplyLong), (.vqdmlal, .doublingMultiplyAccumulateLong),
        (.vqdmlsl, .doublingMultiplySubtractLong), (.vqdmull, .doublingMultiplyLong),
    ]

    private static let shifts: Pairs = [
        (.vshrS, .shiftRightSigned), (.vshrU, .shiftRightUnsigned),
        (.vsraS, .shiftRightAccumulateSigned), (.vsraU, .shiftRightAccumulateUnsigned),
        (.vrshrS, .roundingShiftRightSigned), (.vrshrU, .roundingShiftRightUnsigned),
        (.vrsraS, .roundingShiftRightAccumulateSigned),
        (.vrsraU, .roundingShiftRightAccumulateUnsigned),
        (.vsri, .shiftRightInsert), (.vsli, .shiftLeftInsert), (.vshlI, .shiftLeft),
        (.vqshluI, .saturatingShiftLeftSignedToUnsigned),
        (.vqshlSI, .saturatingShiftLeftSigned), (.vqshlUI, .saturatingShiftLeftUnsigned),
        (.vshrn, .shiftRightNarrow), (.vrshrn, .roundingShiftRightNarrow),
        (.vqshrun, .saturatingShiftRightNarrowSignedToUnsigned),
        (.vqrshrun, .saturatingRoundingShiftRightNarrowSignedToUnsigned),
        (.vqshrnS, .saturatingShiftRightNarrowSigned),
        (.vqshrnU, .saturatingShiftRightNarrowUnsigned),
        (.vqrshrnS, .saturatingRoundingShiftRightNarrowSigned),
        (.vqrshrnU, .saturatingRoundingShiftRightNarrowUnsigned),
        (.vshllS, .shiftLeftLongSigned), (.vshllU, .shiftLeftLongUnsigned),
    ]

    private static let twoRegisters: Pairs = [
        (.vpaddlS, .addPairsLongSigned), (.vpaddlU, .addPairsLongUnsigned),
        (.vpadalS, .addPairsAccumulateLongSigned), (.vpadalU, .addPairsAccumulateLongUnsigned),
        (.vcls, .countLeadingSigns), (.vclz, .countLeadingZeros), (.vcnt, .countBits),
        (.vmvn, .not), (.vqabs, .saturatingAbsolute), (.vqneg, .saturatingNegate),
        (.vcgtZero, .compareGreaterSigned), (.vcgeZero, .compareGreaterOrEqualSigned),
        (.vceqZero, .compareEqual), (.vcleZero, .compareLessOrEqualSigned),
        (.vcltZero, .compareLessSigned), (.vabsI, .absolute), (.vnegI, .negate),
        (.vmovn, .narrow), (.vqmovun, .saturatingNarrowSignedToUnsigned),
        (.vqmovnS, .saturatingNarrowSigned), (.vqmovnU, .saturatingNarrowUnsigned),
        (.vshllMaximum, .shiftLeftLongUnsigned), (.vcvtNarrow, .floatNarrow),
        (.vcvtWiden, .floatWiden), (.vrecpeU, .unsignedReciprocalEstimate),
        (.vrsqrteU, .unsignedSquareRootEstimate),
        (.aese, .aesEncrypt), (.aesd, .aesDecrypt), (.aesmc, .aesMixColumns),
        (.aesimc, .aesInverseMixColumns), (.sha1h, .sha1FixedRotate),
        (.sha1su1, .sha1ScheduleUpdate1), (.sha256su0, .sha256ScheduleUpdate0),
    ]
}
