// What the fields of an encoding mean together: its operands as an assembler writes them, and which
// of their values are reserved.

public enum A64Format: UInt8, Sendable {
    // MARK: Data processing, immediate
    /// `Xd, label`, in bytes and in 4 KiB pages
    case address, pageAddress
    /// `Rd|SP, Rn|SP, #imm12{, lsl #12}`, and `Rd, …` for the forms that set flags
    case addSubtractImmediate, addSubtractImmediateFlags
    /// `Rd|SP, Rn, #bitmask`, and `Rd, …` for ANDS. Reserved as `DecodeBitMasks` says.
    case logicalImmediate, logicalImmediateFlags
    /// `Rd, #imm16{, lsl #hw}`. Reserved: a shift of 32 or 48 for W.
    case moveWide
    /// `Rd, Rn, #immr, #imms`. Reserved: N other than sf, and positions of 32 up for W.
    case bitfield
    /// `Rd, Rn, Rm, #lsb`. Reserved as for bitfield.
    case extract

    // MARK: Data processing, register
    /// `Rd, Rn`
    case twoRegisters
    /// `Wn`, and `Xn, #shift, #nzcv`
    case oneWord, rotateIntoFlags
    /// `Rd, Rn, Rm`
    case threeRegisters
    /// `Wd, Wn, Wm` and `Wd, Wn, Xm`
    case checksum, checksumX
    /// `Rd, Rn, Rm{, shift #n}`. Reserved: a shift of 32 up for W.
    case logicalShifted
    /// The same. Reserved: ROR too.
    case addSubtractShifted
    /// `Rd|SP, Rn|SP, Rm{, extend #n}`, and `Rd, …` with flags. Reserved: a shift above 4.
    case addSubtractExtended, addSubtractExtendedFlags
    /// `Rn, #imm5, #nzcv, cond` and `Rn, Rm, #nzcv, cond`
    case conditionalCompareImmediate, conditionalCompareRegister
    /// `Rd, Rn, Rm, cond`
    case conditionalSelect
    /// `Rd, Rn, Rm, Ra`
    case multiplyAdd
    /// `Xd, Wn, Wm, Xa`
    case multiplyAddLong
    /// `Xd, Xn, Xm`
    case multiplyHigh

    // MARK: Branches and exceptions
    /// `label`
    case branch
    /// `.cond label`
    case conditionalBranch
    /// `Rt, label`
    case compareAndBranch
    /// `Rt, #bit, label`
    case testAndBranch
    /// FEAT_PAuth: `Xd{, Xn|SP}`, `Xd, Xn, Xm|SP`, `Xn{, Xm|SP}`, nothing
    case pointerCode, genericCode, branchAuthenticated, returnAuthenticated, pointerHint
    /// `Xt, [Xn|SP{, #imm}]{!}`
    case loadAuthenticated
    /// `Xn`, and `{Xn}` for RET
    case branchRegister, return_
    /// Nothing
    case none
    /// `#imm16`, and `{#imm16}` for DCPSn
    case exception, debugChange

    // MARK: System
    /// `#imm7`
    case hint
    /// `{#CRm}` for CLREX, `option` for DSB and DMB, `{option}` for ISB
    case clearExclusive, barrier, instructionBarrier
    /// `field, #CRm`. Reserved: fields this machine does not have.
    case pstateField
    /// `#op1, Cn, Cm, #op2{, Xt}` and `Xt, #op1, Cn, Cm, #op2`
    case systemInstruction, systemInstructionResult
    /// `register, Xt` and `Xt, register`
    case writeRegister, readRegister

    // MARK: Loads and stores
    /// `Rt, label`
    case literal
    /// `Rt, [Xn|SP{, #imm}]`, scaled by the size and in bytes
    case unsignedOffset, unscaledOffset
    /// The latter with an alignment check
    case orderedOffset
    /// `Rt, [Xn|SP], #imm9` and `Rt, [Xn|SP, #imm9]!`
    case postIndex, preIndex
    /// `Rt, [Xn|SP, Rm{, extend {#n}}]`. Reserved: an option without bit 1.
    case registerOffset
    /// The same with a prefetch operation for Rt
    case prefetchLiteral, prefetchUnsignedOffset, prefetchUnscaledOffset, prefetchRegisterOffset
    /// `Rt, Rt2, [Xn|SP{, #imm}]`, post-index, pre-index
    case pairOffset, pairPostIndex, pairPreIndex
    /// `Rt, [Xn|SP]`
    case ordered
    /// `Ws, Rt, [Xn|SP]`
    case storeExclusive
    /// `Rt, Rt2, [Xn|SP]` and `Ws, Rt, Rt2, [Xn|SP]`
    case loadExclusivePair, storeExclusivePair
    /// `Rs, Rt, [Xn|SP]`, with order and size in the mnemonic
    case compareAndSwap, atomic
    /// `Rs, Rs+1, Rt, Rt+1, [Xn|SP]`. Reserved: odd registers.
    case compareAndSwapPair

    // MARK: Scalar floating point, single and double precision by bit 22
    /// One, two and three operands, and FSEL's two with a condition
    case float1, float2, float3, floatSelect
    /// Reserved: a type to itself, and type 2.
    case floatConvert
    case floatCompare, floatCompareZero, floatConditionalCompare, floatImmediate
    /// To and from general-purpose registers. Reserved for fixed-point: a scale below 32 for W.
    case floatToInteger, integerToFloat, floatToFixed, fixedToFloat
    case moveToGeneral, moveFromGeneral, moveTopToGeneral, moveTopFromGeneral

    // MARK: AdvSIMD by arrangement: what is reserved is in A64Decoder+Reserved.swift
    /// `Vd, Vn, Vm`: any element size; bytes, halfwords and words; halfwords and words; bytes
    case vectorThree, vectorThreeBHS, vectorThreeHS, vectorThreeB, vectorBitwise
    case scalarThree, scalarThreeHS
    /// `Vd, Vn`, and `Vd, Vn, #0`
    case vectorTwo, vectorTwoBHS, vectorTwoBH, vectorTwoB, vectorTwoZero, vectorEstimate
    case scalarTwo, scalarTwoZero
    /// Floating-point elements, single and double precision by bit 22
    case vectorFloat3, vectorFloat2, vectorFloatZero, vectorFloatAcross
    case scalarFloat3, scalarFloat2, scalarFloatZero, scalarFloatPair, scalarPair
    case vectorFloatNarrow, vectorFloatWiden, scalarFloatNarrow
    /// Results of twice and of half the width
    case vectorLong, vectorLongHS, vectorWide, vectorPolynomialLong, vectorPairsLong
    case scalarLongHS, vectorShiftLong, vectorThreeNarrow, vectorNarrow, scalarNarrow
    case vectorAcross, vectorAcrossLong
    /// `#shift` in immh:immb
    case vectorShiftRight, vectorShiftLeft, vectorShiftLeftLong, vectorShiftNarrow, vectorFixed
    case scalarShiftRight, scalarShiftLeft, scalarShiftNarrow, scalarFixed
    /// `Vm.T[index]` in H:L:M
    case vectorElement, vectorElementLong, vectorFloatElement
    case scalarElement, scalarElementLong, scalarFloatElement
    /// `Vd, #imm8` expanded by cmode and op
    case vectorImmediate
    /// Element size and number in imm5
    case vectorDuplicateElement, vectorDuplicateGeneral, scalarDuplicate
    case vectorInsertElement, vectorInsertGeneral, vectorMoveSigned, vectorMoveUnsigned
    /// `Vd, {Vn, ...}, Vm` and `Vd, Vn, Vm, #index`
    case vectorTable, vectorExtract
    case cryptographicAES, cryptographicSHA1Hash, cryptographicSHA256Hash
    case cryptographicSHA1Rotate, cryptographicTwo, cryptographicThree

    // MARK: Loads and stores of V registers
    case vectorLiteral, vectorUnsignedOffset, vectorUnscaledOffset, vectorPostIndex, vectorPreIndex
    case vectorRegisterOffset, vectorPairOffset, vectorPairPostIndex, vectorPairPreIndex
    /// `{Vt, ...}, [Xn|SP]`, and with `, #imm` or `, Xm` after it
    case vectorMultiple, vectorMultiplePostIndex, vectorReplicate, vectorReplicatePostIndex
    case vectorSingle, vectorSinglePostIndex
}
