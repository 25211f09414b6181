// Source: Arm ARM, "Advanced SIMD two-register miscellaneous".

extension A64Table {
    static let vectorTwoRegister: [A64Row] = [
        row(
            .rev64Vector, "REV64 (vector, two registers)",
            "0 Q 0 01110 zz 10000 00000 10 nnnnn ddddd", "rev64", .vectorTwoBHS),
        row(
            .rev16Vector, "REV16 (vector, two registers)",
            "0 Q 0 01110 00 10000 00001 10 nnnnn ddddd", "rev16", .vectorTwoB),
        row(
            .saddlpVector, "SADDLP (vector, two registers)",
            "0 Q 0 01110 zz 10000 00010 10 nnnnn ddddd", "saddlp", .vectorPairsLong),
        row(
            .suqaddVector, "SUQADD (vector, two registers)",
            "0 Q 0 01110 zz 10000 00011 10 nnnnn ddddd", "suqadd", .vectorTwo),
        row(
            .clsVector, "CLS (vector, two registers)", "0 Q 0 01110 zz 10000 00100 10 nnnnn ddddd",
            "cls", .vectorTwoBHS),
        row(
            .cntVector, "CNT (vector, two registers)", "0 Q 0 01110 00 10000 00101 10 nnnnn ddddd",
            "cnt", .vectorTwoB),
        row(
            .sadalpVector, "SADALP (vector, two registers)",
            "0 Q 0 01110 zz 10000 00110 10 nnnnn ddddd", "sadalp", .vectorPairsLong),
        row(
            .sqabsVector, "SQABS (vector, two registers)",
            "0 Q 0 01110 zz 10000 00111 10 nnnnn ddddd", "sqabs", .vectorTwo),
        row(
            .cmgtZeroVector, "CMGT (vector, zero)", "0 Q 0 01110 zz 10000 01000 10 nnnnn ddddd",
            "cmgt", .vectorTwoZero),
        row(
            .cmeqZeroVector, "CMEQ (vector, zero)", "0 Q 0 01110 zz 10000 01001 10 nnnnn ddddd",
            "cmeq", .vectorTwoZero),
        row(
            .cmltZeroVector, "CMLT (vector, zero)", "0 Q 0 01110 zz 10000 01010 10 nnnnn ddddd",
            "cmlt", .vectorTwoZero),
        row(
            .absVector, "ABS (vector, two registers)", "0 Q 0 01110 zz 10000 01011 10 nnnnn ddddd",
            "abs", .vectorTwo),
        row(
            .xtnVector, "XTN (vector, two registers)", "0 Q 0 01110 zz 10000 10010 10 nnnnn ddddd",
            "xtn", .vectorNarrow),
        row(
            .sqxtnVector, "SQXTN (vector, two registers)",
            "0 Q 0 01110 zz 10000 10100 10 nnnnn ddddd", "sqxtn", .vectorNarrow),
        row(
            .rev32Vector, "REV32 (vector, two registers)",
            "0 Q 1 01110 zz 10000 00000 10 nnnnn ddddd", "rev32", .vectorTwoBH),
        row(
            .uaddlpVector, "UADDLP (vector, two registers)",
            "0 Q 1 01110 zz 10000 00010 10 nnnnn ddddd", "uaddlp", .vectorPairsLong),
        row(
            .usqaddVector, "USQADD (vector, two registers)",
            "0 Q 1 01110 zz 10000 00011 10 nnnnn ddddd", "usqadd", .vectorTwo),
        row(
            .clzVector, "CLZ (vector, two registers)", "0 Q 1 01110 zz 10000 00100 10 nnnnn ddddd",
            "clz", .vectorTwoBHS),
        row(
            .uadalpVector, "UADALP (vector, two registers)",
            "0 Q 1 01110 zz 10000 00110 10 nnnnn ddddd", "uadalp", .vectorPairsLong),
        row(
            .sqnegVector, "SQNEG (vector, two registers)",
            "0 Q 1 01110 zz 10000 00111 10 nnnnn ddddd", "sqneg", .vectorTwo),
        row(
            .cmgeZeroVector, "CMGE (vector, zero)", "0 Q 1 01110 zz 10000 01000 10 nnnnn ddddd",
            "cmge", .vectorTwoZero),
        row(
            .cmleZeroVector, "CMLE (vector, zero)", "0 Q 1 01110 zz 10000 01001 10 nnnnn ddddd",
            "cmle", .vectorTwoZero),
        row(
            .negVector, "NEG (vector, two registers)", "0 Q 1 01110 zz 10000 01011 10 nnnnn ddddd",
            "neg", .vectorTwo),
        row(
            .sqxtunVector, "SQXTUN (vector, two registers)",
            "0 Q 1 01110 zz 10000 10010 10 nnnnn ddddd", "sqxtun", .vectorNarrow),
        row(
            .uqxtnVector, "UQXTN (vector, two registers)",
            "0 Q 1 01110 zz 10000 10100 10 nnnnn ddddd", "uqxtn", .vectorNarrow),
        row(
            .notVector, "NOT (vector, two registers)", "0 Q 1 01110 00 10000 00101 10 nnnnn ddddd",
            "not", .vectorTwoB),
        row(
            .rbitVector, "RBIT (vector)", "0 Q 1 01110 01 10000 00101 10 nnnnn ddddd", "rbit",
            .vectorTwoB),
        row(.shll, "SHLL", "0 Q 1 01110 zz 10000 10011 10 nnnnn ddddd", "shll", .vectorShiftLong),
        row(
            .fcvtn, "FCVTN", "0 Q 0 01110 0z 10000 10110 10 nnnnn ddddd", "fcvtn",
            .vectorFloatNarrow),
        row(
            .fcvtl, "FCVTL", "0 Q 0 01110 0z 10000 10111 10 nnnnn ddddd", "fcvtl", .vectorFloatWiden
        ),
        row(
            .fcvtxnVector, "FCVTXN (vector)", "0 Q 1 01110 01 10000 10110 10 nnnnn ddddd", "fcvtxn",
            .vectorFloatNarrow),
        row(
            .urecpe, "URECPE", "0 Q 0 01110 10 10000 11100 10 nnnnn ddddd", "urecpe",
            .vectorEstimate),
        row(
            .ursqrte, "URSQRTE", "0 Q 1 01110 10 10000 11100 10 nnnnn ddddd", "ursqrte",
            .vectorEstimate),
        row(
            .frintnVector, "FRINTN (vector, two registers)",
            "0 Q 0 01110 0z 10000 11000 10 nnnnn ddddd", "frintn", .vectorFloat2),
        row(
            .frintmVector, "FRINTM (vector, two registers)",
            "0 Q 0 01110 0z 10000 11001 10 nnnnn ddddd", "frintm", .vectorFloat2),
        row(
            .fcvtnsVector, "FCVTNS (vector, two registers)",
            "0 Q 0 01110 0z 10000 11010 10 nnnnn ddddd", "fcvtns", .vectorFloat2),
        row(
            .fcvtmsVector, "FCVTMS (vector, two registers)",
            "0 Q 0 01110 0z 10000 11011 10 nnnnn ddddd", "fcvtms", .vectorFloat2),
        row(
            .fcvtasVector, "FCVTAS (vector, two registers)",
            "0 Q 0 01110 0z 10000 11100 10 nnnnn ddddd", "fcvtas", .vectorFloat2),
        row(
            .scvtfVector, "SCVTF (vector, two registers)",
            "0 Q 0 01110 0z 10000 11101 10 nnnnn ddddd", "scvtf", .vectorFloat2),
        row(
            .fcmgtZeroVector, "FCMGT (vector, zero)", "0 Q 0 01110 1z 10000 01100 10 nnnnn ddddd",
            "fcmgt", .vectorFloatZero),
        row(
            .fcmeqZeroVector, "FCMEQ (vector, zero)", "0 Q 0 01110 1z 10000 01101 10 nnnnn ddddd",
            "fcmeq", .vectorFloatZero),
        row(
            .fcmltZeroVector, "FCMLT (vector, zero)", "0 Q 0 01110 1z 10000 01110 10 nnnnn ddddd",
            "fcmlt", .vectorFloatZero),
        row(
            .fabsVector, "FABS (vector, two registers)",
            "0 Q 0 01110 1z 10000 01111 10 nnnnn ddddd", "fabs", .vectorFloat2),
        row(
            .frintpVector, "FRINTP (vector, two registers)",
            "0 Q 0 01110 1z 10000 11000 10 nnnnn ddddd", "frintp", .vectorFloat2),
        row(
            .frintzVector, "FRINTZ (vector, two registers)",
            "0 Q 0 01110 1z 10000 11001 10 nnnnn ddddd", "frintz", .vectorFloat2),
        row(
            .fcvtpsVector, "FCVTPS (vector, two registers)",
            "0 Q 0 01110 1z 10000 11010 10 nnnnn ddddd", "fcvtps", .vectorFloat2),
        row(
            .fcvtzsVector, "FCVTZS (vector, two registers)",
            "0 Q 0 01110 1z 10000 11011 10 nnnnn ddddd", "fcvtzs", .vectorFloat2),
        row(
            .frecpeVector, "FRECPE (vector, two registers)",
            "0 Q 0 01110 1z 10000 11101 10 nnnnn ddddd", "frecpe", .vectorFloat2),
        row(
            .frintaVector, "FRINTA (vector, two registers)",
            "0 Q 1 01110 0z 10000 11000 10 nnnnn ddddd", "frinta", .vectorFloat2),
        row(
            .frintxVector, "FRINTX (vector, two registers)",
            "0 Q 1 01110 0z 10000 11001 10 nnnnn ddddd", "frintx", .vectorFloat2),
        row(
            .fcvtnuVector, "FCVTNU (vector, two registers)",
            "0 Q 1 01110 0z 10000 11010 10 nnnnn ddddd", "fcvtnu", .vectorFloat2),
        row(
            .fcvtmuVector, "FCVTMU (vector, two registers)",
            "0 Q 1 01110 0z 10000 11011 10 nnnnn ddddd", "fcvtmu", .vectorFloat2),
        row(
            .fcvtauVector, "FCVTAU (vector, two registers)",
            "0 Q 1 01110 0z 10000 11100 10 nnnnn ddddd", "fcvtau", .vectorFloat2),
        row(
            .ucvtfVector, "UCVTF (vector, two registers)",
            "0 Q 1 01110 0z 10000 11101 10 nnnnn ddddd", "ucvtf", .vectorFloat2),
        row(
            .fcmgeZeroVector, "FCMGE (vector, zero)", "0 Q 1 01110 1z 10000 01100 10 nnnnn ddddd",
            "fcmge", .vectorFloatZero),
        row(
            .fcmleZeroVector, "FCMLE (vector, zero)", "0 Q 1 01110 1z 10000 01101 10 nnnnn ddddd",
            "fcmle", .vectorFloatZero),
        row(
            .fnegVector, "FNEG (vector, two registers)",
            "0 Q 1 01110 1z 10000 01111 10 nnnnn ddddd", "fneg", .vectorFloat2),
        row(
            .frintiVector, "FRINTI (vector, two registers)",
            "0 Q 1 01110 1z 10000 11001 10 nnnnn ddddd", "frinti", .vectorFloat2),
        row(
            .fcvtpuVector, "FCVTPU (vector, two registers)",
            "0 Q 1 01110 1z 10000 11010 10 nnnnn ddddd", "fcvtpu", .vectorFloat2),
        row(
            .fcvtzuVector, "FCVTZU (vector, two registers)",
            "0 Q 1 01110 1z 10000 11011 10 nnnnn ddddd", "fcvtzu", .vectorFloat2),
        row(
            .frsqrteVector, "FRSQRTE (vector, two registers)",
            "0 Q 1 01110 1z 10000 11101 10 nnnnn ddddd", "frsqrte", .vectorFloat2),
        row(
            .fsqrtVector, "FSQRT (vector, two registers)",
            "0 Q 1 01110 1z 10000 11111 10 nnnnn ddddd", "fsqrt", .vectorFloat2),
    ]
}
