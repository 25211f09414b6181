// The name of each A64 encoding in code; the manual's title is in its row of `A64Table`.

/// One case per row of `A64Table`, in the table's order.
public enum A64Opcode: UInt16, CaseIterable, Sendable {
    case adr, adrp
    case addImmediate, addsImmediate, subImmediate, subsImmediate
    case andImmediate, orrImmediate, eorImmediate, andsImmediate
    case movn, movz, movk
    case sbfm, bfm, ubfm, extr
    case andShifted, bicShifted, orrShifted, ornShifted, eorShifted, eonShifted, andsShifted
    case bicsShifted
    case addShifted, addsShifted, subShifted, subsShifted
    case addExtended, addsExtended, subExtended, subsExtended
    case adc, adcs, sbc, sbcs
    case ccmnRegister, ccmnImmediate, ccmpRegister, ccmpImmediate
    case csel, csinc, csinv, csneg
    case madd, msub, smaddl, smsubl, smulh, umaddl, umsubl, umulh
    case udiv, sdiv, lslv, lsrv, asrv, rorv, crc32b, crc32h, crc32w, crc32x, crc32cB
    case crc32cH, crc32cW, crc32cX
    case rbit, rev16, revW, rev32, revX, clz, cls
    case b, bl, bCond, cbz, cbnz, tbz, tbnz
    case br, blr, ret, eret, drps
    case svc, hvc, smc, brk, hlt, dcps1, dcps2, dcps3
    case nop, yield, wfe, wfi, sev, sevl, esb, xpaclri, pointerCode1716, pointerCodeLR, hint
    case clrex, dsb, dmb, isb, sb
    case cfinv, xaflag, axflag
    case msrImmediate, sys, sysl, msrRegister, mrs
    case ldrLiteral, ldrswLiteral, prfmLiteral
    case strbUnsignedOffset, ldrbUnsignedOffset, ldrsbUnsignedOffset, strhUnsignedOffset
    case ldrhUnsignedOffset, ldrshUnsignedOffset, strUnsignedOffset, ldrUnsignedOffset
    case ldrswUnsignedOffset, prfmUnsignedOffset
    case sturb, ldurb, ldursb, sturh, ldurh, ldursh, stur, ldur, ldursw, prfum
    case strbPostIndex, ldrbPostIndex, ldrsbPostIndex, strhPostIndex, ldrhPostIndex
    case ldrshPostIndex, strPostIndex, ldrPostIndex, ldrswPostIndex
    case sttrb, ldtrb, ldtrsb, sttrh, ldtrh, ldtrsh, sttr, ldtr, ldtrsw
    case strbPreIndex, ldrbPreIndex, ldrsbPreIndex, strhPreIndex, ldrhPreIndex, ldrshPreIndex
    case strPreIndex, ldrPreIndex, ldrswPreIndex
    case strbRegister, ldrbRegister, ldrsbRegister, strhRegister, ldrhRegister, ldrshRegister
    case strRegister, ldrRegister, ldrswRegister, prfmRegister
    case stnp, ldnp
    case stpPostIndex, ldpPostIndex, ldpswPostIndex
    case stpOffset, ldpOffset, ldpswOffset
    case stpPreIndex, ldpPreIndex, ldpswPreIndex
    case stxrb, stlxrb, ldxrb, ldaxrb, stxrh, stlxrh, ldxrh, ldaxrh, stxr, stlxr, ldxr
    case ldaxr
    case stxp, stlxp, ldxp, ldaxp
    case stlrb, ldarb, stlrh, ldarh, stlr, ldar
    case casb, cash, cas, casp
    case ldaddb, ldaddh, ldadd, ldclrb, ldclrh, ldclr, ldeorb, ldeorh, ldeor, ldsetb
    case ldseth, ldset, ldsmaxb, ldsmaxh, ldsmax, ldsminb, ldsminh, ldsmin, ldumaxb
    case ldumaxh, ldumax, lduminb, lduminh, ldumin, swpb, swph, swp
    // Scalar floating point
    case fmovRegister, fabsFloat, fnegFloat, fsqrtFloat, frintnFloat, frintpFloat, frintmFloat
    case frintzFloat, frintaFloat, frintxFloat, frintiFloat, fcvt, fcmpRegister, fcmpZero, fccmp
    case fcmpeRegister, fcmpeZero, fccmpe, fcsel, fmulFloat, fdivFloat, faddFloat, fsubFloat
    case fmaxFloat, fminFloat, fmaxnmFloat, fminnmFloat, fnmulFloat, fmadd, fmsub, fnmadd, fnmsub
    case fmovImmediate, fcvtnsFloat, fcvtnuFloat, fcvtpsFloat, fcvtpuFloat, fcvtmsFloat
    case fcvtmuFloat, fcvtzsFloat, fcvtzuFloat, fcvtasFloat, fcvtauFloat, scvtfInteger
    case scvtfFixed, ucvtfInteger, ucvtfFixed, fcvtzsFixed, fcvtzuFixed, fmovSToW, fmovWToS
    case fmovDToX, fmovXToD, fmovTopToX, fmovXToTop
    // Vector three same
    case shaddVector, uhaddVector, sqaddVector, uqaddVector, srhaddVector, urhaddVector
    case shsubVector, uhsubVector, sqsubVector, uqsubVector, cmgtVector, cmhiVector, cmgeVector
    case cmhsVector, sshlVector, ushlVector, sqshlVector, uqshlVector, srshlVector, urshlVector
    case sqrshlVector, uqrshlVector, smaxVector, umaxVector, sminVector, uminVector, sabdVector
    case uabdVector, sabaVector, uabaVector, addVector, subVector, cmtstVector, cmeqVector
    case mlaVector, mlsVector, mulVector, pmulVector, smaxpVector, umaxpVector, sminpVector
    case uminpVector, sqdmulhVector, sqrdmulhVector, addpVector, andVector, bicVector, orrVector
    case ornVector, eorVector, bslVector, bitVector, bifVector, fmaxnmVector, fmlaVector
    case faddVector, fmulxVector, fcmeqVector, fmaxVector, frecpsVector, fminnmVector, fmlsVector
    case fsubVector, fminVector, frsqrtsVector, fmaxnmpVector, faddpVector, fmulVector
    case fcmgeVector, facgeVector, fmaxpVector, fdivVector, fminnmpVector, fabdVector
    case fcmgtVector, facgtVector, fminpVector
    // Scalar three same
    case sqaddScalar, uqaddScalar, sqsubScalar, uqsubScalar, cmgtScalar, cmhiScalar, cmgeScalar
    case cmhsScalar, sshlScalar, ushlScalar, sqshlScalar, uqshlScalar, srshlScalar, urshlScalar
    case sqrshlScalar, uqrshlScalar, addScalar, subScalar, cmtstScalar, cmeqScalar, sqdmulhScalar
    case sqrdmulhScalar, fmulxScalar, fcmeqScalar, frecpsScalar, frsqrtsScalar, fcmgeScalar
    case facgeScalar, fabdScalar, fcmgtScalar, facgtScalar
    // Vector two register
    case rev64Vector, rev16Vector, saddlpVector, suqaddVector, clsVector, cntVector, sadalpVector
    case sqabsVector, cmgtZeroVector, cmeqZeroVector, cmltZeroVector, absVector, xtnVector
    case sqxtnVector, rev32Vector, uaddlpVector, usqaddVector, clzVector, uadalpVector
    case sqnegVector, cmgeZeroVector, cmleZeroVector, negVector, sqxtunVector, uqxtnVector
    case notVector, rbitVector, shll, fcvtn, fcvtl, fcvtxnVector, urecpe, ursqrte, frintnVector
    case frintmVector, fcvtnsVector, fcvtmsVector, fcvtasVector, scvtfVector, fcmgtZeroVector
    case fcmeqZeroVector, fcmltZeroVector, fabsVector, frintpVector, frintzVector, fcvtpsVector
    case fcvtzsVector, frecpeVector, frintaVector, frintxVector, fcvtnuVector, fcvtmuVector
    case fcvtauVector, ucvtfVector, fcmgeZeroVector, fcmleZeroVector, fnegVector, frintiVector
    case fcvtpuVector, fcvtzuVector, frsqrteVector, fsqrtVector
    // Scalar two register
    case suqaddScalar, sqabsScalar, cmgtZeroScalar, cmeqZeroScalar, cmltZeroScalar, absScalar
    case sqxtnScalar, usqaddScalar, sqnegScalar, cmgeZeroScalar, cmleZeroScalar, negScalar
    case sqxtunScalar, uqxtnScalar, fcvtxnScalar, fcvtnsScalar, fcvtmsScalar, fcvtasScalar
    case scvtfScalar, fcmgtZeroScalar, fcmeqZeroScalar, fcmltZeroScalar, fcvtpsScalar
    case fcvtzsScalar, frecpeScalar, frecpxScalar, fcvtnuScalar, fcvtmuScalar, fcvtauScalar
    case ucvtfScalar, fcmgeZeroScalar, fcmleZeroScalar, fcvtpuScalar, fcvtzuScalar, frsqrteScalar
    // Vector across
    case addpScalar, fmaxnmpScalar, faddpScalar, fmaxpScalar, fminnmpScalar, fminpScalar, saddlv
    case uaddlv, smaxv, umaxv, sminv, uminv, addv, fmaxnmv, fmaxv, fminnmv, fminv
    // Vector three different
    case saddlVector, uaddlVector, saddwVector, uaddwVector, ssublVector, usublVector
    case ssubwVector, usubwVector, addhnVector, raddhnVector, sabalVector, uabalVector
    case subhnVector, rsubhnVector, sabdlVector, uabdlVector, smlalVector, umlalVector
    case sqdmlalVector, smlslVector, umlslVector, sqdmlslVector, smullVector, umullVector
    case sqdmullVector, pmullVector
    // Scalar three different
    case sqdmlalScalar, sqdmlslScalar, sqdmullScalar
    // Vector modified immediate
    case moviShifted32, orrImmediateShifted32, moviShifted16, orrImmediateShifted16, moviOnes
    case moviBytes, fmovVectorSingle, mvniShifted32, bicImmediateShifted32, mvniShifted16
    case bicImmediateShifted16, mvniOnes, moviDoubleword, fmovVectorDouble
    // Vector shift
    case sshrImmediate, ushrImmediate, ssraImmediate, usraImmediate, srshrImmediate
    case urshrImmediate, srsraImmediate, ursraImmediate, sriImmediate, shlImmediate, sliImmediate
    case sqshluImmediate, sqshlImmediate, uqshlImmediate, shrnImmediate, rshrnImmediate
    case sqshrnImmediate, sqrshrnImmediate, sqshrunImmediate, sqrshrunImmediate, uqshrnImmediate
    case uqrshrnImmediate, sshllImmediate, ushllImmediate, scvtfVectorFixed, ucvtfVectorFixed
    case fcvtzsVectorFixed, fcvtzuVectorFixed
    // Scalar shift
    case sshrScalarImmediate, ushrScalarImmediate, ssraScalarImmediate, usraScalarImmediate
    case srshrScalarImmediate, urshrScalarImmediate, srsraScalarImmediate, ursraScalarImmediate
    case sriScalarImmediate, shlScalarImmediate, sliScalarImmediate, sqshluScalarImmediate
    case sqshlScalarImmediate, uqshlScalarImmediate, sqshrnScalarImmediate
    case sqrshrnScalarImmediate, sqshrunScalarImmediate, sqrshrunScalarImmediate
    case uqshrnScalarImmediate, uqrshrnScalarImmediate, scvtfScalarFixed, ucvtfScalarFixed
    case fcvtzsScalarFixed, fcvtzuScalarFixed
    // Vector by element
    case smlalElement, umlalElement, sqdmlalElement, smlslElement, umlslElement, sqdmlslElement
    case mulElement, mlaElement, mlsElement, smullElement, umullElement, sqdmullElement
    case sqdmulhElement, sqrdmulhElement, fmlaElement, fmlsElement, fmulElement, fmulxElement
    // Scalar by element
    case sqdmlalScalarElement, sqdmlslScalarElement, sqdmullScalarElement, sqdmulhScalarElement
    case sqrdmulhScalarElement, fmlaScalarElement, fmlsScalarElement, fmulScalarElement
    case fmulxScalarElement
    // Vector copy permute
    case dupElement, dupScalar, dupGeneral, insGeneral, insElement, smov, umov, tbl, tbx, uzp1
    case trn1, zip1, uzp2, trn2, zip2, extVector
    // Cryptographic
    case aese, aesd, aesmc, aesimc, sha1c, sha1p, sha1m, sha1su0, sha256h, sha256h2, sha256su1
    case sha1h, sha1su1, sha256su0
    // Vector load store
    case ldrVectorLiteral, strVectorUnsignedOffset, ldrVectorUnsignedOffset
    case strVectorQuadUnsignedOffset, ldrVectorQuadUnsignedOffset, sturVectorUnscaledOffset
    case ldurVectorUnscaledOffset, sturVectorQuadUnscaledOffset, ldurVectorQuadUnscaledOffset
    case strVectorPostIndex, ldrVectorPostIndex, strVectorQuadPostIndex, ldrVectorQuadPostIndex
    case strVectorPreIndex, ldrVectorPreIndex, strVectorQuadPreIndex, ldrVectorQuadPreIndex
    case strVectorRegister, ldrVectorRegister, strVectorQuadRegister, ldrVectorQuadRegister
    case stnpVector, ldnpVector, stpVectorPostIndex, ldpVectorPostIndex, stpVectorOffset
    case ldpVectorOffset, stpVectorPreIndex, ldpVectorPreIndex
    // Vector structure
    case st4, st1Four, st3, st1Three, st1One, st2, st1Two, ld4, ld1Four, ld3, ld1Three, ld1One
    case ld2, ld1Two, ld1r, ld2r, ld3r, ld4r, st1Single, st2Single, st3Single, st4Single
    case ld1Single, ld2Single, ld3Single, ld4Single, st4PostIndex, st1FourPostIndex, st3PostIndex
    case st1ThreePostIndex, st1OnePostIndex, st2PostIndex, st1TwoPostIndex, ld4PostIndex
    case ld1FourPostIndex, ld3PostIndex, ld1ThreePostIndex, ld1OnePostIndex, ld2PostIndex
    case ld1TwoPostIndex, ld1rPostIndex, ld2rPostIndex, ld3rPostIndex, ld4rPostIndex
    case st1SinglePostIndex, st2SinglePostIndex, st3SinglePostIndex, st4SinglePostIndex
    case ld1SinglePostIndex, ld2SinglePostIndex, ld3SinglePostIndex, ld4SinglePostIndex
    // Flag manipulation
    case rmif, setf8, setf16
    // Limited ordering and acquire with processor consistency
    case stllrb, ldlarb, stllrh, ldlarh, stllr, ldlar, ldaprb, ldaprh, ldapr, stlurb, ldapurb
    case ldapursb, stlurh, ldapurh, ldapursh, stlur, ldapur, ldapursw
    // Pointer authentication
    case pointerCode, pointerCodeZero, xpac, pacga, branchAuthenticated, branchLinkAuthenticated
    case retAuthenticated, eretAuthenticated, ldra
    // Rounding doubling multiply and accumulate
    case sqrdmlahVector, sqrdmlshVector, sqrdmlahScalar, sqrdmlshScalar, sqrdmlahElement
    case sqrdmlshElement, sqrdmlahScalarElement, sqrdmlshScalarElement
}
