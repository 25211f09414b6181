// What each A64 instruction means, as IR. This file has the state of a lift and the dispatch; the
// meanings are in extensions, one file per instruction class of the manual.

struct A64Lifter {
    var builder: IRBuilder
    /// Set by an instruction that ends the block.
    var terminal: Terminal?

    init(at address: UInt64, mode: BlockMode) {
        builder = IRBuilder(at: address, mode: mode)
    }

    mutating func beginInstruction(at address: UInt64) { builder.beginInstruction(at: address) }

    /// Address of the instruction being lifted, and of the one after it.
    var address: UInt64 { builder.address }
    var nextAddress: UInt64 { builder.address &+ 4 }

    /// Calls a helper, and ends the block if the helper asks for that.
    @discardableResult
    mutating func call(
        _ helper: Helper, a: Value = .zero, immediate: Int32 = 0, into destination: Value = .discard
    ) -> Value {
        let effect = helper.effect
        if effect.contains(.diverts) {
            terminal = .diverted
        } else if effect.contains(.endsBlock) {
            terminal = .jump(nextAddress)
        }
        return builder.call(helper, a: a, immediate: immediate, into: destination)
    }

    /// A constant as an operand: in the operation where it fits, else in a temporary. Only the low
    /// half counts for a 32-bit operation.
    mutating func operand(_ value: UInt64, _ width: Width) -> Operand {
        let low = Int32(truncatingIfNeeded: value)
        if width == .w32 || UInt64(bitPattern: Int64(low)) == value { return .immediate(low) }
        return .value(builder.constant(value))
    }
}

extension A64Instruction {
    /// Width by sf.
    var width: Width { sf ? .w64 : .w32 }
}

extension A64Lifter {
    mutating func lift(_ i: A64Instruction) {
        switch i.opcode {
        // Data processing, immediate
        case .adr: builder.constant(address &+ UInt64(bitPattern: i.imm21), into: xd(i))
        case .adrp:
            let page = address.alignedDown(to: 4096)
            builder.constant(page &+ UInt64(bitPattern: i.imm21 << 12), into: xd(i))
        case .addImmediate: addSubtractImmediate(i, .add)
        case .addsImmediate: addSubtractImmediate(i, .addSetFlags)
        case .subImmediate: addSubtractImmediate(i, .subtract)
        case .subsImmediate: addSubtractImmediate(i, .subtractSetFlags)
        case .andImmediate: logicalImmediate(i, .and)
        case .orrImmediate: logicalImmediate(i, .or)
        case .eorImmediate: logicalImmediate(i, .exclusiveOr)
        case .andsImmediate: logicalImmediate(i, .andSetFlags)
        case .movn: moveWideNot(i)
        case .movz: moveWideZero(i)
        case .movk: moveWideKeep(i)
        case .sbfm: signedBitfieldMove(i)
        case .bfm: bitfieldMove(i)
        case .ubfm: unsignedBitfieldMove(i)
        case .extr: extract(i)

        // Data processing, register
        case .andShifted: logicalShifted(i, .and)
        case .bicShifted: logicalShifted(i, .andNot)
        case .orrShifted: logicalShifted(i, .or)
        case .ornShifted: logicalShifted(i, .orNot)
        case .eorShifted: logicalShifted(i, .exclusiveOr)
        case .eonShifted: logicalShifted(i, .exclusiveOrNot)
        case .andsShifted: logicalShifted(i, .andSetFlags)
        case .bicsShifted: logicalShifted(i, .andNotSetFlags)
        case .addShifted: addSubtractShifted(i, .add)
        case .addsShifted: addSubtractShifted(i, .addSetFlags)
        case .subShifted: addSubtractShifted(i, .subtract)
        case .subsShifted: addSubtractShifted(i, .subtractSetFlags)
        case .addExtended: addSubtractExtended(i, .add)
        case .addsExtended: addSubtractExtended(i, .addSetFlags)
        case .subExtended: addSubtractExtended(i, .subtract)
        case .subsExtended: addSubtractExtended(i, .subtractSetFlags)
        case .adc: threeRegisters(i, .addWithCarry)
        case .adcs: threeRegisters(i, .addWithCarrySetFlags)
        case .sbc: threeRegisters(i, .subtractWithCarry)
        case .sbcs: threeRegisters(i, .subtractWithCarrySetFlags)
        case .ccmnRegister: conditionalCompare(i, .conditionalCompareAdd, .value(xm(i)))
        case .ccmpRegister: conditionalCompare(i, .conditionalCompareSubtract, .value(xm(i)))
        case .ccmnImmediate:
            conditionalCompare(i, .conditionalCompareAdd, .immediate(Int32(i.imm5)))
        case .ccmpImmediate:
            conditionalCompare(i, .conditionalCompareSubtract, .immediate(Int32(i.imm5)))
        case .csel: builder.select(i.cond, i.width, xn(i), xm(i), into: xd(i))
        case .csinc: conditionalSelectIncrement(i)
        case .csinv: conditionalSelectInvert(i)
        case .csneg: conditionalSelectNegate(i)
        case .madd: multiplyAdd(i, .add)
        case .msub: multiplyAdd(i, .subtract)
        case .smaddl: multiplyAddLong(i, .add, signed: true)
        case .smsubl: multiplyAddLong(i, .subtract, signed: true)
        case .umaddl: multiplyAddLong(i, .add, signed: false)
        case .umsubl: multiplyAddLong(i, .subtract, signed: false)
        case .smulh: threeRegisters(i, .multiplyHighSigned)
        case .umulh: threeRegisters(i, .multiplyHighUnsigned)
        case .udiv: threeRegisters(i, .divideUnsigned)
        case .sdiv: threeRegisters(i, .divideSigned)
        case .lslv: threeRegisters(i, .shiftLeft)
        case .lsrv: threeRegisters(i, .shiftRight)
        case .asrv: threeRegisters(i, .shiftRightArithmetic)
        case .rorv: threeRegisters(i, .rotateRight)
        case .crc32b, .crc32h, .crc32w, .crc32x: checksum(i, castagnoli: false)
        case .crc32cB, .crc32cH, .crc32cW, .crc32cX: checksum(i, castagnoli: true)
        case .rbit: twoRegisters(i, .reverseBits)
        case .rev16: twoRegisters(i, .reverseBytes16)
        case .revW, .rev32: twoRegisters(i, .reverseBytes32)
        case .revX: twoRegisters(i, .reverseBytes64)
        case .clz: twoRegisters(i, .countLeadingZeros)
        case .cls: twoRegisters(i, .countLeadingSigns)

        // Branches and exceptions
        case .b: branch(i)
        case .bl: branchWithLink(i)
        case .bCond: conditionalBranch(i)
        case .cbz: compareAndBranch(i, onZero: true)
        case .cbnz: compareAndBranch(i, onZero: false)
        case .tbz: testAndBranch(i, onZero: true)
        case .tbnz: testAndBranch(i, onZero: false)
        case .br, .ret: terminal = .indirect(xn(i).slot)
        case .blr: branchWithLinkToRegister(i)
        case .eret: call(.exceptionReturn)
        case .svc: call(.supervisorCall, immediate: Int32(i.imm16))
        case .hvc: call(.hypervisorCall, immediate: Int32(i.imm16))
        case .smc: call(.secureMonitorCall, immediate: Int32(i.imm16))
        case .brk: call(.breakpoint, immediate: Int32(i.imm16))
        // UNDEFINED outside Debug state, which this machine never enters.
        case .hlt, .dcps1, .dcps2, .dcps3, .drps: call(.undefined)

        // System
        case .nop, .hint: break
        case .yield: call(.yield)
        case .wfe: call(.waitForEvent)
        case .wfi: call(.waitForInterrupt)
        case .sev: call(.sendEvent)
        case .sevl: call(.sendEventLocal)
        case .esb: call(.errorSynchronization)
        case .sb: break
        case .xpaclri: stripLinkRegister()
        case .pointerCode1716, .pointerCodeLR: pointerHint(i)
        case .clrex: call(.clearExclusive)
        case .dsb: call(.dataSynchronizationBarrier, immediate: Int32(i.crm))
        case .dmb: call(.dataMemoryBarrier, immediate: Int32(i.crm))
        case .isb: call(.instructionSynchronizationBarrier)
        case .msrImmediate:
            call(.writePSTATEField, immediate: Int32(i.op1 << 16 | i.op2 << 8 | i.crm))
        case .sys:
            call(.systemInstruction, a: builder.x(i.rd), immediate: Int32(i.systemEncoding))
        case .sysl:
            call(
                .systemInstructionWithResult, immediate: Int32(i.systemEncoding), into: xd(i))
        case .msrRegister: writeSystemRegister(i)
        case .mrs: readSystemRegister(i)

        // Loads and stores of one register
        case .ldrLiteral: loadLiteral(i, MemoryAccess(sizeLog2: i.word[bit: 30] ? 3 : 2))
        case .ldrswLiteral: loadLiteral(i, MemoryAccess(sizeLog2: 2, signExtendTo64: true))
        case .prfmLiteral, .prfmUnsignedOffset, .prfum, .prfmRegister: break
        case .strbUnsignedOffset, .ldrbUnsignedOffset, .ldrsbUnsignedOffset, .strhUnsignedOffset,
            .ldrhUnsignedOffset, .ldrshUnsignedOffset, .strUnsignedOffset, .ldrUnsignedOffset,
            .ldrswUnsignedOffset:
            loadStore(i, offset: Int32(i.imm12 << i.size))
        case .sturb, .ldurb, .ldursb, .sturh, .ldurh, .ldursh, .stur, .ldur, .ldursw:
            loadStore(i, offset: i.imm9)
        case .sttrb, .ldtrb, .ldtrsb, .sttrh, .ldtrh, .ldtrsh, .sttr, .ldtr, .ldtrsw:
            loadStore(i, offset: i.imm9, unprivileged: true)
        case .strbPostIndex, .ldrbPostIndex, .ldrsbPostIndex, .strhPostIndex, .ldrhPostIndex,
            .ldrshPostIndex, .strPostIndex, .ldrPostIndex, .ldrswPostIndex:
            loadStoreWriteback(i, offset: 0)
        case .strbPreIndex, .ldrbPreIndex, .ldrsbPreIndex, .strhPreIndex, .ldrhPreIndex,
            .ldrshPreIndex, .strPreIndex, .ldrPreIndex, .ldrswPreIndex:
            loadStoreWriteback(i, offset: i.imm9)
        case .strbRegister, .ldrbRegister, .ldrsbRegister, .strhRegister, .ldrhRegister,
            .ldrshRegister, .strRegister, .ldrRegister, .ldrswRegister:
            loadStoreRegisterOffset(i)

        // Loads and stores of pairs
        case .stnp, .stpOffset: storePair(i, .offset)
        case .stpPostIndex: storePair(i, .postIndex)
        case .stpPreIndex: storePair(i, .preIndex)
        case .ldnp, .ldpOffset: loadPair(i, .offset)
        case .ldpPostIndex: loadPair(i, .postIndex)
        case .ldpPreIndex: loadPair(i, .preIndex)
        case .ldpswOffset: loadPair(i, .offset, signed: true)
        case .ldpswPostIndex: loadPair(i, .postIndex, signed: true)
        case .ldpswPreIndex: loadPair(i, .preIndex, signed: true)

        // Exclusive and ordered
        case .stxrb, .stlxrb, .stxrh, .stlxrh, .stxr, .stlxr: storeExclusive(i)
        case .ldxrb, .ldaxrb, .ldxrh, .ldaxrh, .ldxr, .ldaxr: loadExclusive(i)
        case .stxp, .stlxp: storeExclusivePair(i)
        case .ldxp, .ldaxp: loadExclusivePair(i)
        case .stlrb, .stlrh, .stlr, .stllrb, .stllrh, .stllr: storeRelease(i)
        case .ldarb, .ldarh, .ldar, .ldlarb, .ldlarh, .ldlar, .ldaprb, .ldaprh, .ldapr:
            loadAcquire(i)

        // Atomic
        case .casb, .cash, .cas: compareAndSwap(i)
        case .casp: compareAndSwapPair(i)
        case .ldaddb, .ldaddh, .ldadd: atomic(i, .add)
        case .ldclrb, .ldclrh, .ldclr: atomic(i, .clear)
        case .ldeorb, .ldeorh, .ldeor: atomic(i, .exclusiveOr)
        case .ldsetb, .ldseth, .ldset: atomic(i, .set)
        case .ldsmaxb, .ldsmaxh, .ldsmax: atomic(i, .signedMax)
        case .ldsminb, .ldsminh, .ldsmin: atomic(i, .signedMin)
        case .ldumaxb, .ldumaxh, .ldumax: atomic(i, .unsignedMax)
        case .lduminb, .lduminh, .ldumin: atomic(i, .unsignedMin)
        case .swpb, .swph, .swp: atomic(i, .swap)

        // Scalar floating point
        case .fmovRegister: floatMove(i)
        case .fabsFloat: float1(i, .absolute)
        case .fnegFloat: float1(i, .negate)
        case .fsqrtFloat: float1(i, .squareRoot)
        case .frintnFloat: float1(i, .roundNearestEven)
        case .frintpFloat: float1(i, .roundUp)
        case .frintmFloat: float1(i, .roundDown)
        case .frintzFloat: float1(i, .roundToZero)
        case .frintaFloat: float1(i, .roundNearestAway)
        case .frintxFloat: float1(i, .roundExact)
        case .frintiFloat: float1(i, .roundCurrent)
        case .fcvt: floatConvert(i)
        case .fcmpRegister: floatCompare(i, signals: false, toZero: false)
        case .fcmpZero: floatCompare(i, signals: false, toZero: true)
        case .fccmp: floatConditionalCompare(i, signals: false)
        case .fcmpeRegister: floatCompare(i, signals: true, toZero: false)
        case .fcmpeZero: floatCompare(i, signals: true, toZero: true)
        case .fccmpe: floatConditionalCompare(i, signals: true)
        case .fcsel: floatSelect(i)
        case .fmulFloat: float2(i, .multiply)
        case .fdivFloat: float2(i, .divide)
        case .faddFloat: float2(i, .add)
        case .fsubFloat: float2(i, .subtract)
        case .fmaxFloat: float2(i, .maximum)
        case .fminFloat: float2(i, .minimum)
        case .fmaxnmFloat: float2(i, .maximumNumber)
        case .fminnmFloat: float2(i, .minimumNumber)
        case .fnmulFloat: float2(i, .multiplyNegated)
        case .fmadd: float3(i, .multiplyAdd)
        case .fmsub: float3(i, .multiplySubtract)
        case .fnmadd: float3(i, .negatedMultiplyAdd)
        case .fnmsub: float3(i, .negatedMultiplySubtract)
        case .fmovImmediate: floatImmediate(i)
        case .fcvtnsFloat: floatToInteger(i, .toSignedNearestEven)
        case .fcvtnuFloat: floatToInteger(i, .toUnsignedNearestEven)
        case .fcvtpsFloat: floatToInteger(i, .toSignedUp)
        case .fcvtpuFloat: floatToInteger(i, .toUnsignedUp)
        case .fcvtmsFloat: floatToInteger(i, .toSignedDown)
        case .fcvtmuFloat: floatToInteger(i, .toUnsignedDown)
        case .fcvtzsFloat: floatToInteger(i, .toSignedToZero)
        case .fcvtzuFloat: floatToInteger(i, .toUnsignedToZero)
        case .fcvtasFloat: floatToInteger(i, .toSignedNearestAway)
        case .fcvtauFloat: floatToInteger(i, .toUnsignedNearestAway)
        case .scvtfInteger: integerToFloat(i, .fromSigned)
        case .scvtfFixed: integerToFloat(i, .fromSigned, isFixed: true)
        case .ucvtfInteger: integerToFloat(i, .fromUnsigned)
        case .ucvtfFixed: integerToFloat(i, .fromUnsigned, isFixed: true)
        case .fcvtzsFixed: floatToInteger(i, .toSignedToZero, isFixed: true)
        case .fcvtzuFixed: floatToInteger(i, .toUnsignedToZero, isFixed: true)
        case .fmovSToW, .fmovDToX: moveToGeneral(i)
        case .fmovWToS, .fmovXToD: moveFromGeneral(i)
        case .fmovTopToX: moveTopToGeneral(i)
        case .fmovXToTop: moveTopFromGeneral(i)
        // Vector three same
        case .shaddVector: vector3(i, .halvingAddSigned)
        case .uhaddVector: vector3(i, .halvingAddUnsigned)
        case .sqaddVector: vector3(i, .saturatingAddSigned)
        case .uqaddVector: vector3(i, .saturatingAddUnsigned)
        case .srhaddVector: vector3(i, .roundingHalvingAddSigned)
        case .urhaddVector: vector3(i, .roundingHalvingAddUnsigned)
        case .shsubVector: vector3(i, .halvingSubtractSigned)
        case .uhsubVector: vector3(i, .halvingSubtractUnsigned)
        case .sqsubVector: vector3(i, .saturatingSubtractSigned)
        case .uqsubVector: vector3(i, .saturatingSubtractUnsigned)
        case .cmgtVector: vector3(i, .compareGreaterSigned)
        case .cmhiVector: vector3(i, .compareGreaterUnsigned)
        case .cmgeVector: vector3(i, .compareGreaterOrEqualSigned)
        case .cmhsVector: vector3(i, .compareGreaterOrEqualUnsigned)
        case .sshlVector: vector3(i, .shiftSigned)
        case .ushlVector: vector3(i, .shiftUnsigned)
        case .sqshlVector: vector3(i, .saturatingShiftSigned)
        case .uqshlVector: vector3(i, .saturatingShiftUnsigned)
        case .srshlVector: vector3(i, .roundingShiftSigned)
        case .urshlVector: vector3(i, .roundingShiftUnsigned)
        case .sqrshlVector: vector3(i, .saturatingRoundingShiftSigned)
        case .uqrshlVector: vector3(i, .saturatingRoundingShiftUnsigned)
        case .smaxVector: vector3(i, .maximumSigned)
        case .umaxVector: vector3(i, .maximumUnsigned)
        case .sminVector: vector3(i, .minimumSigned)
        case .uminVector: vector3(i, .minimumUnsigned)
        case .sabdVector: vector3(i, .differenceSigned)
        case .uabdVector: vector3(i, .differenceUnsigned)
        case .sabaVector: vector3(i, .differenceAccumulateSigned)
        case .uabaVector: vector3(i, .differenceAccumulateUnsigned)
        case .addVector: vector3(i, .add)
        case .subVector: vector3(i, .subtract)
        case .cmtstVector: vector3(i, .testBits)
        case .cmeqVector: vector3(i, .compareEqual)
        case .mlaVector: vector3(i, .multiplyAccumulate)
        case .mlsVector: vector3(i, .multiplySubtract)
        case .mulVector: vector3(i, .multiply)
        case .pmulVector: vector3(i, .polynomialMultiply)
        case .smaxpVector: vector3(i, .maximumPairsSigned)
        case .umaxpVector: vector3(i, .maximumPairsUnsigned)
        case .sminpVector: vector3(i, .minimumPairsSigned)
        case .uminpVector: vector3(i, .minimumPairsUnsigned)
        case .sqdmulhVector: vector3(i, .doublingMultiplyHigh)
        case .sqrdmulhVector: vector3(i, .roundingDoublingMultiplyHigh)
        case .addpVector: vector3(i, .addPairs)
        case .andVector: vector3(i, .and)
        case .bicVector: vector3(i, .andNot)
        case .orrVector: vector3(i, .or)
        case .ornVector: vector3(i, .orNot)
        case .eorVector: vector3(i, .exclusiveOr)
        case .bslVector: vector3(i, .select)
        case .bitVector: vector3(i, .insertIfTrue)
        case .bifVector: vector3(i, .insertIfFalse)
        case .fmaxnmVector: floatVector3(i, .maximumNumber)
        case .fmlaVector: floatVector3(i, .multiplyAdd)
        case .faddVector: floatVector3(i, .add)
        case .fmulxVector: floatVector3(i, .multiplyExtended)
        case .fcmeqVector: floatVector3(i, .compareEqual)
        case .fmaxVector: floatVector3(i, .maximum)
        case .frecpsVector: floatVector3(i, .reciprocalStep)
        case .fminnmVector: floatVector3(i, .minimumNumber)
        case .fmlsVector: floatVector3(i, .multiplySubtract)
        case .fsubVector: floatVector3(i, .subtract)
        case .fminVector: floatVector3(i, .minimum)
        case .frsqrtsVector: floatVector3(i, .squareRootStep)
        case .fmaxnmpVector: floatVectorPairs(i, .maximumNumber)
        case .faddpVector: floatVectorPairs(i, .add)
        case .fmulVector: floatVector3(i, .multiply)
        case .fcmgeVector: floatVector3(i, .compareGreaterOrEqual)
        case .facgeVector: floatVector3(i, .compareAbsoluteGreaterOrEqual)
        case .fmaxpVector: floatVectorPairs(i, .maximum)
        case .fdivVector: floatVector3(i, .divide)
        case .fminnmpVector: floatVectorPairs(i, .minimumNumber)
        case .fabdVector: floatVector3(i, .absoluteDifference)
        case .fcmgtVector: floatVector3(i, .compareGreater)
        case .facgtVector: floatVector3(i, .compareAbsoluteGreater)
        case .fminpVector: floatVectorPairs(i, .minimum)
        // Scalar three same
        case .sqaddScalar: vector3(i, .saturatingAddSigned)
        case .uqaddScalar: vector3(i, .saturatingAddUnsigned)
        case .sqsubScalar: vector3(i, .saturatingSubtractSigned)
        case .uqsubScalar: vector3(i, .saturatingSubtractUnsigned)
        case .cmgtScalar: vector3(i, .compareGreaterSigned)
        case .cmhiScalar: vector3(i, .compareGreaterUnsigned)
        case .cmgeScalar: vector3(i, .compareGreaterOrEqualSigned)
        case .cmhsScalar: vector3(i, .compareGreaterOrEqualUnsigned)
        case .sshlScalar: vector3(i, .shiftSigned)
        case .ushlScalar: vector3(i, .shiftUnsigned)
        case .sqshlScalar: vector3(i, .saturatingShiftSigned)
        case .uqshlScalar: vector3(i, .saturatingShiftUnsigned)
        case .srshlScalar: vector3(i, .roundingShiftSigned)
        case .urshlScalar: vector3(i, .roundingShiftUnsigned)
        case .sqrshlScalar: vector3(i, .saturatingRoundingShiftSigned)
        case .uqrshlScalar: vector3(i, .saturatingRoundingShiftUnsigned)
        case .addScalar: vector3(i, .add)
        case .subScalar: vector3(i, .subtract)
        case .cmtstScalar: vector3(i, .testBits)
        case .cmeqScalar: vector3(i, .compareEqual)
        case .sqdmulhScalar: vector3(i, .doublingMultiplyHigh)
        case .sqrdmulhScalar: vector3(i, .roundingDoublingMultiplyHigh)
        case .fmulxScalar: floatVector3(i, .multiplyExtended)
        case .fcmeqScalar: floatVector3(i, .compareEqual)
        case .frecpsScalar: floatVector3(i, .reciprocalStep)
        case .frsqrtsScalar: floatVector3(i, .squareRootStep)
        case .fcmgeScalar: floatVector3(i, .compareGreaterOrEqual)
        case .facgeScalar: floatVector3(i, .compareAbsoluteGreaterOrEqual)
        case .fabdScalar: floatVector3(i, .absoluteDifference)
        case .fcmgtScalar: floatVector3(i, .compareGreater)
        case .facgtScalar: floatVector3(i, .compareAbsoluteGreater)
        // Vector two register
        case .rev64Vector: vector2(i, .reverse64)
        case .rev16Vector: vector2(i, .reverse16)
        case .saddlpVector: vector2(i, .addPairsLongSigned)
        case .suqaddVector: vector2(i, .saturatingAccumulateUnsigned)
        case .clsVector: vector2(i, .countLeadingSigns)
        case .cntVector: vector2(i, .countBits)
        case .sadalpVector: vector2(i, .addPairsAccumulateLongSigned)
        case .sqabsVector: vector2(i, .saturatingAbsolute)
        case .cmgtZeroVector: vector2(i, .compareGreaterSigned)
        case .cmeqZeroVector: vector2(i, .compareEqual)
        case .cmltZeroVector: vector2(i, .compareLessSigned)
        case .absVector: vector2(i, .absolute)
        case .xtnVector: vector2(i, .narrow)
        case .sqxtnVector: vector2(i, .saturatingNarrowSigned)
        case .rev32Vector: vector2(i, .reverse32)
        case .uaddlpVector: vector2(i, .addPairsLongUnsigned)
        case .usqaddVector: vector2(i, .saturatingAccumulateSigned)
        case .clzVector: vector2(i, .countLeadingZeros)
        case .uadalpVector: vector2(i, .addPairsAccumulateLongUnsigned)
        case .sqnegVector: vector2(i, .saturatingNegate)
        case .cmgeZeroVector: vector2(i, .compareGreaterOrEqualSigned)
        case .cmleZeroVector: vector2(i, .compareLessOrEqualSigned)
        case .negVector: vector2(i, .negate)
        case .sqxtunVector: vector2(i, .saturatingNarrowSignedToUnsigned)
        case .uqxtnVector: vector2(i, .saturatingNarrowUnsigned)
        case .notVector: vector2(i, .not)
        case .rbitVector: vectorReverseBits(i)
        case .shll: vectorShiftLeftLong(i)
        case .fcvtn: floatVectorNarrow(i, .floatNarrow)
        case .fcvtl: floatVectorNarrow(i, .floatWiden)
        case .fcvtxnVector: floatVectorNarrow(i, .floatNarrowOdd)
        case .urecpe: vector2(i, .unsignedReciprocalEstimate)
        case .ursqrte: vector2(i, .unsignedSquareRootEstimate)
        case .frintnVector: floatVector2(i, .roundNearestEven)
        case .frintmVector: floatVector2(i, .roundDown)
        case .fcvtnsVector: floatVector2(i, .toSignedNearestEven)
        case .fcvtmsVector: floatVector2(i, .toSignedDown)
        case .fcvtasVector: floatVector2(i, .toSignedNearestAway)
        case .scvtfVector: floatVector2(i, .fromSigned)
        case .fcmgtZeroVector: floatVector2(i, .compareGreater)
        case .fcmeqZeroVector: floatVector2(i, .compareEqual)
        case .fcmltZeroVector: floatVector2(i, .compareLess)
        case .fabsVector: floatVector2(i, .absolute)
        case .frintpVector: floatVector2(i, .roundUp)
        case .frintzVector: floatVector2(i, .roundToZero)
        case .fcvtpsVector: floatVector2(i, .toSignedUp)
        case .fcvtzsVector: floatVector2(i, .toSignedToZero)
        case .frecpeVector: floatVector2(i, .reciprocalEstimate)
        case .frintaVector: floatVector2(i, .roundNearestAway)
        case .frintxVector: floatVector2(i, .roundExact)
        case .fcvtnuVector: floatVector2(i, .toUnsignedNearestEven)
        case .fcvtmuVector: floatVector2(i, .toUnsignedDown)
        case .fcvtauVector: floatVector2(i, .toUnsignedNearestAway)
        case .ucvtfVector: floatVector2(i, .fromUnsigned)
        case .fcmgeZeroVector: floatVector2(i, .compareGreaterOrEqual)
        case .fcmleZeroVector: floatVector2(i, .compareLessOrEqual)
        case .fnegVector: floatVector2(i, .negate)
        case .frintiVector: floatVector2(i, .roundCurrent)
        case .fcvtpuVector: floatVector2(i, .toUnsignedUp)
        case .fcvtzuVector: floatVector2(i, .toUnsignedToZero)
        case .frsqrteVector: floatVector2(i, .squareRootEstimate)
        case .fsqrtVector: floatVector2(i, .squareRoot)
        // Scalar two register
        case .suqaddScalar: vector2(i, .saturatingAccumulateUnsigned)
        case .sqabsScalar: vector2(i, .saturatingAbsolute)
        case .cmgtZeroScalar: vector2(i, .compareGreaterSigned)
        case .cmeqZeroScalar: vector2(i, .compareEqual)
        case .cmltZeroScalar: vector2(i, .compareLessSigned)
        case .absScalar: vector2(i, .absolute)
        case .sqxtnScalar: vector2(i, .saturatingNarrowSigned)
        case .usqaddScalar: vector2(i, .saturatingAccumulateSigned)
        case .sqnegScalar: vector2(i, .saturatingNegate)
        case .cmgeZeroScalar: vector2(i, .compareGreaterOrEqualSigned)
        case .cmleZeroScalar: vector2(i, .compareLessOrEqualSigned)
        case .negScalar: vector2(i, .negate)
        case .sqxtunScalar: vector2(i, .saturatingNarrowSignedToUnsigned)
        case .uqxtnScalar: vector2(i, .saturatingNarrowUnsigned)
        case .fcvtxnScalar: floatVectorNarrow(i, .floatNarrowOdd)
        case .fcvtnsScalar: floatVector2(i, .toSignedNearestEven)
        case .fcvtmsScalar: floatVector2(i, .toSignedDown)
        case .fcvtasScalar: floatVector2(i, .toSignedNearestAway)
        case .scvtfScalar: floatVector2(i, .fromSigned)
        case .fcmgtZeroScalar: floatVector2(i, .compareGreater)
        case .fcmeqZeroScalar: floatVector2(i, .compareEqual)
        case .fcmltZeroScalar: floatVector2(i, .compareLess)
        case .fcvtpsScalar: floatVector2(i, .toSignedUp)
        case .fcvtzsScalar: floatVector2(i, .toSignedToZero)
        case .frecpeScalar: floatVector2(i, .reciprocalEstimate)
        case .frecpxScalar: floatVector2(i, .reciprocalExponent)
        case .fcvtnuScalar: floatVector2(i, .toUnsignedNearestEven)
        case .fcvtmuScalar: floatVector2(i, .toUnsignedDown)
        case .fcvtauScalar: floatVector2(i, .toUnsignedNearestAway)
        case .ucvtfScalar: floatVector2(i, .fromUnsigned)
        case .fcmgeZeroScalar: floatVector2(i, .compareGreaterOrEqual)
        case .fcmleZeroScalar: floatVector2(i, .compareLessOrEqual)
        case .fcvtpuScalar: floatVector2(i, .toUnsignedUp)
        case .fcvtzuScalar: floatVector2(i, .toUnsignedToZero)
        case .frsqrteScalar: floatVector2(i, .squareRootEstimate)
        // Vector across
        case .addpScalar: vector2(i, .addPairs)
        case .fmaxnmpScalar: floatVectorPairs(i, .maximumNumber)
        case .faddpScalar: floatVectorPairs(i, .add)
        case .fmaxpScalar: floatVectorPairs(i, .maximum)
        case .fminnmpScalar: floatVectorPairs(i, .minimumNumber)
        case .fminpScalar: floatVectorPairs(i, .minimum)
        case .saddlv: vector2(i, .addAcrossLongSigned)
        case .uaddlv: vector2(i, .addAcrossLongUnsigned)
        case .smaxv: vector2(i, .maximumAcrossSigned)
        case .umaxv: vector2(i, .maximumAcrossUnsigned)
        case .sminv: vector2(i, .minimumAcrossSigned)
        case .uminv: vector2(i, .minimumAcrossUnsigned)
        case .addv: vector2(i, .addAcross)
        case .fmaxnmv: floatVectorAcross(i, .maximumNumber)
        case .fmaxv: floatVectorAcross(i, .maximum)
        case .fminnmv: floatVectorAcross(i, .minimumNumber)
        case .fminv: floatVectorAcross(i, .minimum)
        // Vector three different
        case .saddlVector: vector3(i, .addLongSigned)
        case .uaddlVector: vector3(i, .addLongUnsigned)
        case .saddwVector: vector3(i, .addWideSigned)
        case .uaddwVector: vector3(i, .addWideUnsigned)
        case .ssublVector: vector3(i, .subtractLongSigned)
        case .usublVector: vector3(i, .subtractLongUnsigned)
        case .ssubwVector: vector3(i, .subtractWideSigned)
        case .usubwVector: vector3(i, .subtractWideUnsigned)
        case .addhnVector: vector3(i, .addHighNarrow)
        case .raddhnVector: vector3(i, .roundingAddHighNarrow)
        case .sabalVector: vector3(i, .differenceAccumulateLongSigned)
        case .uabalVector: vector3(i, .differenceAccumulateLongUnsigned)
        case .subhnVector: vector3(i, .subtractHighNarrow)
        case .rsubhnVector: vector3(i, .roundingSubtractHighNarrow)
        case .sabdlVector: vector3(i, .differenceLongSigned)
        case .uabdlVector: vector3(i, .differenceLongUnsigned)
        case .smlalVector: vector3(i, .multiplyAccumulateLongSigned)
        case .umlalVector: vector3(i, .multiplyAccumulateLongUnsigned)
        case .sqdmlalVector: vector3(i, .doublingMultiplyAccumulateLong)
        case .smlslVector: vector3(i, .multiplySubtractLongSigned)
        case .umlslVector: vector3(i, .multiplySubtractLongUnsigned)
        case .sqdmlslVector: vector3(i, .doublingMultiplySubtractLong)
        case .smullVector: vector3(i, .multiplyLongSigned)
        case .umullVector: vector3(i, .multiplyLongUnsigned)
        case .sqdmullVector: vector3(i, .doublingMultiplyLong)
        case .pmullVector: vector3(i, .polynomialMultiplyLong)
        // Scalar three different
        case .sqdmlalScalar: vector3(i, .doublingMultiplyAccumulateLong)
        case .sqdmlslScalar: vector3(i, .doublingMultiplySubtractLong)
        case .sqdmullScalar: vector3(i, .doublingMultiplyLong)
        // Vector modified immediate
        case .moviShifted32, .moviShifted16, .moviOnes, .moviBytes, .fmovVectorSingle,
            .mvniShifted32, .mvniShifted16, .mvniOnes, .moviDoubleword, .fmovVectorDouble:
            vectorImmediate(i, .set)
        case .orrImmediateShifted32, .orrImmediateShifted16: vectorImmediate(i, .or)
        case .bicImmediateShifted32, .bicImmediateShifted16: vectorImmediate(i, .clear)
        // Vector shift
        case .sshrImmediate: vectorShiftRight(i, .shiftRightSigned)
        case .ushrImmediate: vectorShiftRight(i, .shiftRightUnsigned)
        case .ssraImmediate: vectorShiftRight(i, .shiftRightAccumulateSigned)
        case .usraImmediate: vectorShiftRight(i, .shiftRightAccumulateUnsigned)
        case .srshrImmediate: vectorShiftRight(i, .roundingShiftRightSigned)
        case .urshrImmediate: vectorShiftRight(i, .roundingShiftRightUnsigned)
        case .srsraImmediate: vectorShiftRight(i, .roundingShiftRightAccumulateSigned)
        case .ursraImmediate: vectorShiftRight(i, .roundingShiftRightAccumulateUnsigned)
        case .sriImmediate: vectorShiftRight(i, .shiftRightInsert)
        case .shlImmediate: vectorShiftLeft(i, .shiftLeft)
        case .sliImmediate: vectorShiftLeft(i, .shiftLeftInsert)
        case .sqshluImmediate: vectorShiftLeft(i, .saturatingShiftLeftSignedToUnsigned)
        case .sqshlImmediate: vectorShiftLeft(i, .saturatingShiftLeftSigned)
        case .uqshlImmediate: vectorShiftLeft(i, .saturatingShiftLeftUnsigned)
        case .shrnImmediate: vectorShiftRight(i, .shiftRightNarrow)
        case .rshrnImmediate: vectorShiftRight(i, .roundingShiftRightNarrow)
        case .sqshrnImmediate: vectorShiftRight(i, .saturatingShiftRightNarrowSigned)
        case .sqrshrnImmediate: vectorShiftRight(i, .saturatingRoundingShiftRightNarrowSigned)
        case .sqshrunImmediate: vectorShiftRight(i, .saturatingShiftRightNarrowSignedToUnsigned)
        case .sqrshrunImmediate:
            vectorShiftRight(i, .saturatingRoundingShiftRightNarrowSignedToUnsigned)
        case .uqshrnImmediate: vectorShiftRight(i, .saturatingShiftRightNarrowUnsigned)
        case .uqrshrnImmediate: vectorShiftRight(i, .saturatingRoundingShiftRightNarrowUnsigned)
        case .sshllImmediate: vectorShiftLeft(i, .shiftLeftLongSigned)
        case .ushllImmediate: vectorShiftLeft(i, .shiftLeftLongUnsigned)
        case .scvtfVectorFixed: floatVectorFixed(i, .fromSigned)
        case .ucvtfVectorFixed: floatVectorFixed(i, .fromUnsigned)
        case .fcvtzsVectorFixed: floatVectorFixed(i, .toSignedToZero)
        case .fcvtzuVectorFixed: floatVectorFixed(i, .toUnsignedToZero)
        // Scalar shift
        case .sshrScalarImmediate: vectorShiftRight(i, .shiftRightSigned)
        case .ushrScalarImmediate: vectorShiftRight(i, .shiftRightUnsigned)
        case .ssraScalarImmediate: vectorShiftRight(i, .shiftRightAccumulateSigned)
        case .usraScalarImmediate: vectorShiftRight(i, .shiftRightAccumulateUnsigned)
        case .srshrScalarImmediate: vectorShiftRight(i, .roundingShiftRightSigned)
        case .urshrScalarImmediate: vectorShiftRight(i, .roundingShiftRightUnsigned)
        case .srsraScalarImmediate: vectorShiftRight(i, .roundingShiftRightAccumulateSigned)
        case .ursraScalarImmediate: vectorShiftRight(i, .roundingShiftRightAccumulateUnsigned)
        case .sriScalarImmediate: vectorShiftRight(i, .shiftRightInsert)
        case .shlScalarImmediate: vectorShiftLeft(i, .shiftLeft)
        case .sliScalarImmediate: vectorShiftLeft(i, .shiftLeftInsert)
        case .sqshluScalarImmediate: vectorShiftLeft(i, .saturatingShiftLeftSignedToUnsigned)
        case .sqshlScalarImmediate: vectorShiftLeft(i, .saturatingShiftLeftSigned)
        case .uqshlScalarImmediate: vectorShiftLeft(i, .saturatingShiftLeftUnsigned)
        case .sqshrnScalarImmediate: vectorShiftRight(i, .saturatingShiftRightNarrowSigned)
        case .sqrshrnScalarImmediate: vectorShiftRight(i, .saturatingRoundingShiftRightNarrowSigned)
        case .sqshrunScalarImmediate:
            vectorShiftRight(i, .saturatingShiftRightNarrowSignedToUnsigned)
        case .sqrshrunScalarImmediate:
            vectorShiftRight(i, .saturatingRoundingShiftRightNarrowSignedToUnsigned)
        case .uqshrnScalarImmediate: vectorShiftRight(i, .saturatingShiftRightNarrowUnsigned)
        case .uqrshrnScalarImmediate:
            vectorShiftRight(i, .saturatingRoundingShiftRightNarrowUnsigned)
        case .scvtfScalarFixed: floatVectorFixed(i, .fromSigned)
        case .ucvtfScalarFixed: floatVectorFixed(i, .fromUnsigned)
        case .fcvtzsScalarFixed: floatVectorFixed(i, .toSignedToZero)
        case .fcvtzuScalarFixed: floatVectorFixed(i, .toUnsignedToZero)
        // Vector by element
        case .smlalElement: vectorElement(i, .multiplyAccumulateLongSigned)
        case .umlalElement: vectorElement(i, .multiplyAccumulateLongUnsigned)
        case .sqdmlalElement: vectorElement(i, .doublingMultiplyAccumulateLong)
        case .smlslElement: vectorElement(i, .multiplySubtractLongSigned)
        case .umlslElement: vectorElement(i, .multiplySubtractLongUnsigned)
        case .sqdmlslElement: vectorElement(i, .doublingMultiplySubtractLong)
        case .mulElement: vectorElement(i, .multiply)
        case .mlaElement: vectorElement(i, .multiplyAccumulate)
        case .mlsElement: vectorElement(i, .multiplySubtract)
        case .smullElement: vectorElement(i, .multiplyLongSigned)
        case .umullElement: vectorElement(i, .multiplyLongUnsigned)
        case .sqdmullElement: vectorElement(i, .doublingMultiplyLong)
        case .sqdmulhElement: vectorElement(i, .doublingMultiplyHigh)
        case .sqrdmulhElement: vectorElement(i, .roundingDoublingMultiplyHigh)
        case .fmlaElement: floatVectorElement(i, .multiplyAdd)
        case .fmlsElement: floatVectorElement(i, .multiplySubtract)
        case .fmulElement: floatVectorElement(i, .multiply)
        case .fmulxElement: floatVectorElement(i, .multiplyExtended)
        // Scalar by element
        case .sqdmlalScalarElement: vectorElement(i, .doublingMultiplyAccumulateLong)
        case .sqdmlslScalarElement: vectorElement(i, .doublingMultiplySubtractLong)
        case .sqdmullScalarElement: vectorElement(i, .doublingMultiplyLong)
        case .sqdmulhScalarElement: vectorElement(i, .doublingMultiplyHigh)
        case .sqrdmulhScalarElement: vectorElement(i, .roundingDoublingMultiplyHigh)
        case .fmlaScalarElement: floatVectorElement(i, .multiplyAdd)
        case .fmlsScalarElement: floatVectorElement(i, .multiplySubtract)
        case .fmulScalarElement: floatVectorElement(i, .multiply)
        case .fmulxScalarElement: floatVectorElement(i, .multiplyExtended)
        // Vector copy permute
        case .dupElement, .dupScalar: duplicateElement(i)
        case .dupGeneral: duplicateGeneral(i)
        case .insGeneral: insertGeneral(i)
        case .insElement: insertElement(i)
        case .smov: elementToGeneral(i, signed: true)
        case .umov: elementToGeneral(i, signed: false)
        case .tbl: table(i, .tableLookup)
        case .tbx: table(i, .tableExtension)
        case .uzp1: vector3(i, .unzipEven)
        case .trn1: vector3(i, .transposeEven)
        case .zip1: vector3(i, .zipLow)
        case .uzp2: vector3(i, .unzipOdd)
        case .trn2: vector3(i, .transposeOdd)
        case .zip2: vector3(i, .zipHigh)
        case .extVector: extractVector(i)
        // Cryptographic
        case .aese: cryptographic2(i, .aesEncrypt)
        case .aesd: cryptographic2(i, .aesDecrypt)
        case .aesmc: cryptographic2(i, .aesMixColumns)
        case .aesimc: cryptographic2(i, .aesInverseMixColumns)
        case .sha1c: cryptographic3(i, .sha1Choose)
        case .sha1p: cryptographic3(i, .sha1Parity)
        case .sha1m: cryptographic3(i, .sha1Majority)
        case .sha1su0: cryptographic3(i, .sha1ScheduleUpdate0)
        case .sha256h: cryptographic3(i, .sha256Hash)
        case .sha256h2: cryptographic3(i, .sha256Hash2)
        case .sha256su1: cryptographic3(i, .sha256ScheduleUpdate1)
        case .sha1h: cryptographic2(i, .sha1FixedRotate)
        case .sha1su1: cryptographic2(i, .sha1ScheduleUpdate1)
        case .sha256su0: cryptographic2(i, .sha256ScheduleUpdate0)
        // Vector load store
        case .ldrVectorLiteral: loadVectorLiteral(i)
        case .strVectorUnsignedOffset, .ldrVectorUnsignedOffset, .strVectorQuadUnsignedOffset,
            .ldrVectorQuadUnsignedOffset, .sturVectorUnscaledOffset, .ldurVectorUnscaledOffset,
            .sturVectorQuadUnscaledOffset, .ldurVectorQuadUnscaledOffset:
            loadStoreVector(i, .offset)
        case .strVectorPostIndex, .ldrVectorPostIndex, .strVectorQuadPostIndex,
            .ldrVectorQuadPostIndex:
            loadStoreVector(i, .postIndex)
        case .strVectorPreIndex, .ldrVectorPreIndex, .strVectorQuadPreIndex, .ldrVectorQuadPreIndex:
            loadStoreVector(i, .preIndex)
        case .strVectorRegister, .ldrVectorRegister, .strVectorQuadRegister, .ldrVectorQuadRegister:
            loadStoreVectorRegister(i)
        case .stnpVector, .stpVectorOffset: storeVectorPair(i, .offset)
        case .ldnpVector, .ldpVectorOffset: loadVectorPair(i, .offset)
        case .stpVectorPostIndex: storeVectorPair(i, .postIndex)
        case .ldpVectorPostIndex: loadVectorPair(i, .postIndex)
        case .stpVectorPreIndex: storeVectorPair(i, .preIndex)
        case .ldpVectorPreIndex: loadVectorPair(i, .preIndex)
        // Vector structure
        case .st4, .ld4, .st4PostIndex, .ld4PostIndex:
            loadStoreMultiple(i, structure: 4, repeats: 1)
        case .st1Four, .ld1Four, .st1FourPostIndex, .ld1FourPostIndex:
            loadStoreMultiple(i, structure: 1, repeats: 4)
        case .st3, .ld3, .st3PostIndex, .ld3PostIndex:
            loadStoreMultiple(i, structure: 3, repeats: 1)
        case .st1Three, .ld1Three, .st1ThreePostIndex, .ld1ThreePostIndex:
            loadStoreMultiple(i, structure: 1, repeats: 3)
        case .st1One, .ld1One, .st1OnePostIndex, .ld1OnePostIndex:
            loadStoreMultiple(i, structure: 1, repeats: 1)
        case .st2, .ld2, .st2PostIndex, .ld2PostIndex:
            loadStoreMultiple(i, structure: 2, repeats: 1)
        case .st1Two, .ld1Two, .st1TwoPostIndex, .ld1TwoPostIndex:
            loadStoreMultiple(i, structure: 1, repeats: 2)
        case .ld1r, .ld1rPostIndex: loadReplicate(i, structure: 1)
        case .ld2r, .ld2rPostIndex: loadReplicate(i, structure: 2)
        case .ld3r, .ld3rPostIndex: loadReplicate(i, structure: 3)
        case .ld4r, .ld4rPostIndex: loadReplicate(i, structure: 4)
        case .st1Single, .ld1Single, .st1SinglePostIndex, .ld1SinglePostIndex:
            loadStoreSingle(i, structure: 1)
        case .st2Single, .ld2Single, .st2SinglePostIndex, .ld2SinglePostIndex:
            loadStoreSingle(i, structure: 2)
        case .st3Single, .ld3Single, .st3SinglePostIndex, .ld3SinglePostIndex:
            loadStoreSingle(i, structure: 3)
        case .st4Single, .ld4Single, .st4SinglePostIndex, .ld4SinglePostIndex:
            loadStoreSingle(i, structure: 4)

        // Flag manipulation
        case .cfinv: invertCarry()
        case .xaflag: flagsFromExternal()
        case .axflag: flagsToExternal()
        case .rmif: rotateIntoFlags(i)
        case .setf8: setFlags(i, bits: 8)
        case .setf16: setFlags(i, bits: 16)
        // Acquire and release at an offset
        case .stlurb, .ldapurb, .ldapursb, .stlurh, .ldapurh, .ldapursh, .stlur, .ldapur,
            .ldapursw:
            loadStoreOrdered(i)
        // Pointer authentication
        case .pointerCode: pointerCode(i, isZero: false)
        case .pointerCodeZero: pointerCode(i, isZero: true)
        case .xpac: stripPointer(i)
        case .pacga: genericCode(i)
        case .branchAuthenticated: branchAuthenticated(i, links: false)
        case .branchLinkAuthenticated: branchAuthenticated(i, links: true)
        case .retAuthenticated: returnAuthenticated(i)
        case .eretAuthenticated:
            call(.exceptionReturnAuthenticated, immediate: i.word[bit: 10] ? 1 : 0)
        case .ldra: loadAuthenticated(i)
        // Rounding doubling multiply and accumulate
        case .sqrdmlahVector, .sqrdmlahScalar: vector3(i, .roundingDoublingMultiplyAccumulateHigh)
        case .sqrdmlshVector, .sqrdmlshScalar: vector3(i, .roundingDoublingMultiplySubtractHigh)
        case .sqrdmlahElement, .sqrdmlahScalarElement:
            vectorElement(i, .roundingDoublingMultiplyAccumulateHigh)
        case .sqrdmlshElement, .sqrdmlshScalarElement:
            vectorElement(i, .roundingDoublingMultiplySubtractHigh)
        }
    }

    // MARK: Register operands, ZR for 31

    func xd(_ i: A64Instruction) -> Value { builder.xDestination(i.rd) }
    func xn(_ i: A64Instruction) -> Value { builder.x(i.rn) }
    func xm(_ i: A64Instruction) -> Value { builder.x(i.rm) }

    // MARK: The plain shapes

    mutating func threeRegisters(_ i: A64Instruction, _ opcode: Opcode) {
        builder.integer(opcode, i.width, xn(i), xm(i), into: xd(i))
    }

    mutating func twoRegisters(_ i: A64Instruction, _ opcode: Opcode) {
        builder.unary(opcode, i.width, xn(i), into: xd(i))
    }
}
