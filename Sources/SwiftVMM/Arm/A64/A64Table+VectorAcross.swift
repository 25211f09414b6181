// Source: Arm ARM, "Advanced SIMD across lanes" and "Advanced SIMD scalar pairwise".

extension A64Table {
    static let vectorAcross: [A64Row] = [
        row(
            .addpScalar, "ADDP (scalar)", "01 0 11110 11 11000 11011 10 nnnnn ddddd", "addp",
            .scalarPair),
        row(
            .fmaxnmpScalar, "FMAXNMP (scalar)", "01 1 11110 0z 11000 01100 10 nnnnn ddddd",
            "fmaxnmp", .scalarFloatPair),
        row(
            .faddpScalar, "FADDP (scalar)", "01 1 11110 0z 11000 01101 10 nnnnn ddddd", "faddp",
            .scalarFloatPair),
        row(
            .fmaxpScalar, "FMAXP (scalar)", "01 1 11110 0z 11000 01111 10 nnnnn ddddd", "fmaxp",
            .scalarFloatPair),
        row(
            .fminnmpScalar, "FMINNMP (scalar)", "01 1 11110 1z 11000 01100 10 nnnnn ddddd",
            "fminnmp", .scalarFloatPair),
        row(
            .fminpScalar, "FMINP (scalar)", "01 1 11110 1z 11000 01111 10 nnnnn ddddd", "fminp",
            .scalarFloatPair),
        row(
            .saddlv, "SADDLV", "0 Q 0 01110 zz 11000 00011 10 nnnnn ddddd", "saddlv",
            .vectorAcrossLong),
        row(
            .uaddlv, "UADDLV", "0 Q 1 01110 zz 11000 00011 10 nnnnn ddddd", "uaddlv",
            .vectorAcrossLong),
        row(.smaxv, "SMAXV", "0 Q 0 01110 zz 11000 01010 10 nnnnn ddddd", "smaxv", .vectorAcross),
        row(.umaxv, "UMAXV", "0 Q 1 01110 zz 11000 01010 10 nnnnn ddddd", "umaxv", .vectorAcross),
        row(.sminv, "SMINV", "0 Q 0 01110 zz 11000 11010 10 nnnnn ddddd", "sminv", .vectorAcross),
        row(.uminv, "UMINV", "0 Q 1 01110 zz 11000 11010 10 nnnnn ddddd", "uminv", .vectorAcross),
        row(.addv, "ADDV", "0 Q 0 01110 zz 11000 11011 10 nnnnn ddddd", "addv", .vectorAcross),
        row(
            .fmaxnmv, "FMAXNMV", "0 1 1 01110 00 11000 01100 10 nnnnn ddddd", "fmaxnmv",
            .vectorFloatAcross),
        row(
            .fmaxv, "FMAXV", "0 1 1 01110 00 11000 01111 10 nnnnn ddddd", "fmaxv",
            .vectorFloatAcross),
        row(
            .fminnmv, "FMINNMV", "0 1 1 01110 10 11000 01100 10 nnnnn ddddd", "fminnmv",
            .vectorFloatAcross),
        row(
            .fminv, "FMINV", "0 1 1 01110 10 11000 01111 10 nnnnn ddddd", "fminv",
            .vectorFloatAcross),
    ]
}
