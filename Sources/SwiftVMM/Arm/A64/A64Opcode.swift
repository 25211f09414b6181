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
    case nop, yield, wfe, wfi, sev, sevl, hint
    case clrex, dsb, dmb, isb
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
    case simdLoadStore, simdDataProcessing
}
