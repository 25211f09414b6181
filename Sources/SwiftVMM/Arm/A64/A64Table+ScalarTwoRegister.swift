// Source: Arm ARM, "Advanced SIMD scalar two-register miscellaneous".

extension A64Table {
    static let scalarTwoRegister: [A64Row] = [
        row(
            .suqaddScalar, "SUQADD (scalar SIMD, two registers)",
            "01 0 11110 zz 10000 00011 10 nnnnn ddddd", "suqadd", .scalarTwo),
        row(
            .sqabsScalar, "SQABS (scalar SIMD, two registers)",
            "01 0 11110 zz 10000 00111 10 nnnnn ddddd", "sqabs", .scalarTwo),
        row(
            .cmgtZeroScalar, "CMGT (scalar SIMD, zero)", "01 0 11110 11 10000 01000 10 nnnnn ddddd",
            "cmgt", .scalarTwoZero),
        row(
            .cmeqZeroScalar, "CMEQ (scalar SIMD, zero)", "01 0 11110 11 10000 01001 10 nnnnn ddddd",
            "cmeq", .scalarTwoZero),
        row(
            .cmltZeroScalar, "CMLT (scalar SIMD, zero)", "01 0 11110 11 10000 01010 10 nnnnn ddddd",
            "cmlt", .scalarTwoZero),
        row(
            .absScalar, "ABS (scalar SIMD, two registers)",
            "01 0 11110 11 10000 01011 10 nnnnn ddddd", "abs", .scalarTwo),
        row(
            .sqxtnScalar, "SQXTN (scalar SIMD, two registers)",
            "01 0 11110 zz 10000 10100 10 nnnnn ddddd", "sqxtn", .scalarNarrow),
        row(
            .usqaddScalar, "USQADD (scalar SIMD, two registers)",
            "01 1 11110 zz 10000 00011 10 nnnnn ddddd", "usqadd", .scalarTwo),
        row(
            .sqnegScalar, "SQNEG (scalar SIMD, two registers)",
            "01 1 11110 zz 10000 00111 10 nnnnn ddddd", "sqneg", .scalarTwo),
        row(
            .cmgeZeroScalar, "CMGE (scalar SIMD, zero)", "01 1 11110 11 10000 01000 10 nnnnn ddddd",
            "cmge", .scalarTwoZero),
        row(
            .cmleZeroScalar, "CMLE (scalar SIMD, zero)", "01 1 11110 11 10000 01001 10 nnnnn ddddd",
            "cmle", .scalarTwoZero),
        row(
            .negScalar, "NEG (scalar SIMD, two registers)",
            "01 1 11110 11 10000 01011 10 nnnnn ddddd", "neg", .scalarTwo),
        row(
            .sqxtunScalar, "SQXTUN (scalar SIMD, two registers)",
            "01 1 11110 zz 10000 10010 10 nnnnn ddddd", "sqxtun", .scalarNarrow),
        row(
            .uqxtnScalar, "UQXTN (scalar SIMD, two registers)",
            "01 1 11110 zz 10000 10100 10 nnnnn ddddd", "uqxtn", .scalarNarrow),
        row(
            .fcvtxnScalar, "FCVTXN (scalar SIMD)", "01 1 11110 01 10000 10110 10 nnnnn ddddd",
            "fcvtxn", .scalarFloatNarrow),
        row(
            .fcvtnsScalar, "FCVTNS (scalar SIMD, two registers)",
            "01 0 11110 0z 10000 11010 10 nnnnn ddddd", "fcvtns", .scalarFloat2),
        row(
            .fcvtmsScalar, "FCVTMS (scalar SIMD, two registers)",
            "01 0 11110 0z 10000 11011 10 nnnnn ddddd", "fcvtms", .scalarFloat2),
        row(
            .fcvtasScalar, "FCVTAS (scalar SIMD, two registers)",
            "01 0 11110 0z 10000 11100 10 nnnnn ddddd", "fcvtas", .scalarFloat2),
        row(
            .scvtfScalar, "SCVTF (scalar SIMD, two registers)",
            "01 0 11110 0z 10000 11101 10 nnnnn ddddd", "scvtf", .scalarFloat2),
        row(
            .fcmgtZeroScalar, "FCMGT (scalar SIMD, zero)",
            "01 0 11110 1z 10000 01100 10 nnnnn ddddd", "fcmgt", .scalarFloatZero),
        row(
            .fcmeqZeroScalar, "FCMEQ (scalar SIMD, zero)",
            "01 0 11110 1z 10000 01101 10 nnnnn ddddd", "fcmeq", .scalarFloatZero),
        row(
            .fcmltZeroScalar, "FCMLT (scalar SIMD, zero)",
            "01 0 11110 1z 10000 01110 10 nnnnn ddddd", "fcmlt", .scalarFloatZero),
        row(
            .fcvtpsScalar, "FCVTPS (scalar SIMD, two registers)",
            "01 0 11110 1z 10000 11010 10 nnnnn ddddd", "fcvtps", .scalarFloat2),
        row(
            .fcvtzsScalar, "FCVTZS (scalar SIMD, two registers)",
            "01 0 11110 1z 10000 11011 10 nnnnn ddddd", "fcvtzs", .scalarFloat2),
        row(
            .frecpeScalar, "FRECPE (scalar SIMD, two registers)",
            "01 0 11110 1z 10000 11101 10 nnnnn ddddd", "frecpe", .scalarFloat2),
        row(
            .frecpxScalar, "FRECPX (scalar SIMD, two registers)",
            "01 0 11110 1z 10000 11111 10 nnnnn ddddd", "frecpx", .scalarFloat2),
        row(
            .fcvtnuScalar, "FCVTNU (scalar SIMD, two registers)",
            "01 1 11110 0z 10000 11010 10 nnnnn ddddd", "fcvtnu", .scalarFloat2),
        row(
            .fcvtmuScalar, "FCVTMU (scalar SIMD, two registers)",
            "01 1 11110 0z 10000 11011 10 nnnnn ddddd", "fcvtmu", .scalarFloat2),
        row(
            .fcvtauScalar, "FCVTAU (scalar SIMD, two registers)",
            "01 1 11110 0z 10000 11100 10 nnnnn ddddd", "fcvtau", .scalarFloat2),
        row(
            .ucvtfScalar, "UCVTF (scalar SIMD, two registers)",
            "01 1 11110 0z 10000 11101 10 nnnnn ddddd", "ucvtf", .scalarFloat2),
        row(
            .fcmgeZeroScalar, "FCMGE (scalar SIMD, zero)",
            "01 1 11110 1z 10000 01100 10 nnnnn ddddd", "fcmge", .scalarFloatZero),
        row(
            .fcmleZeroScalar, "FCMLE (scalar SIMD, zero)",
            "01 1 11110 1z 10000 01101 10 nnnnn ddddd", "fcmle", .scalarFloatZero),
        row(
            .fcvtpuScalar, "FCVTPU (scalar SIMD, two registers)",
            "01 1 11110 1z 10000 11010 10 nnnnn ddddd", "fcvtpu", .scalarFloat2),
        row(
            .fcvtzuScalar, "FCVTZU (scalar SIMD, two registers)",
            "01 1 11110 1z 10000 11011 10 nnnnn ddddd", "fcvtzu", .scalarFloat2),
        row(
            .frsqrteScalar, "FRSQRTE (scalar SIMD, two registers)",
            "01 1 11110 1z 10000 11101 10 nnnnn ddddd", "frsqrte", .scalarFloat2),
    ]
}
