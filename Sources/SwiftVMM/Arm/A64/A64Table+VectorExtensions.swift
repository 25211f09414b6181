// Source: Arm ARM, FEAT_DotProd, FEAT_FCMA, FEAT_JSCVT, FEAT_FRINTTS, FEAT_SHA512, FEAT_SHA3.

extension A64Table {
    static let vectorExtensions: [A64Row] = [
        // Dot product
        row(
            .sdotVector, "SDOT (vector)", "0 Q 0 01110 10 0 mmmmm 1 0010 1 nnnnn ddddd", "sdot",
            .vectorDot, .dotProd),
        row(
            .udotVector, "UDOT (vector)", "0 Q 1 01110 10 0 mmmmm 1 0010 1 nnnnn ddddd", "udot",
            .vectorDot, .dotProd),
        row(
            .sdotElement, "SDOT (by element)", "0 Q 0 01111 10 L mmmmm 1110 H 0 nnnnn ddddd",
            "sdot", .vectorDotElement, .dotProd),
        row(
            .udotElement, "UDOT (by element)", "0 Q 1 01111 10 L mmmmm 1110 H 0 nnnnn ddddd",
            "udot", .vectorDotElement, .dotProd),
        // Complex numbers
        row(
            .fcmla, "FCMLA", "0 Q 1 01110 1z 0 mmmmm 110 rr 1 nnnnn ddddd", "fcmla",
            .vectorComplexMultiply, .fcma),
        row(
            .fcadd, "FCADD", "0 Q 1 01110 1z 0 mmmmm 111 r 01 nnnnn ddddd", "fcadd",
            .vectorComplexAdd, .fcma),
        row(
            .fcmlaElement, "FCMLA (by element)", "0 1 1 01111 10 0 mmmmm 0 rr 1 H 0 nnnnn ddddd",
            "fcmla", .vectorComplexElement, .fcma),
        // Conversion as JavaScript wants it
        row(
            .fjcvtzs, "FJCVTZS", "0 00 11110 01 1 11 110 000000 nnnnn ddddd", "fjcvtzs",
            .floatToInteger, .jscvt),
        // Rounding to integers that fit 32 or 64 bits
        row(
            .frint32zFloat, "FRINT32Z (scalar)", "000 11110 0z 1 010000 10000 nnnnn ddddd",
            "frint32z", .float1, .frintts),
        row(
            .frint32xFloat, "FRINT32X (scalar)", "000 11110 0z 1 010001 10000 nnnnn ddddd",
            "frint32x", .float1, .frintts),
        row(
            .frint64zFloat, "FRINT64Z (scalar)", "000 11110 0z 1 010010 10000 nnnnn ddddd",
            "frint64z", .float1, .frintts),
        row(
            .frint64xFloat, "FRINT64X (scalar)", "000 11110 0z 1 010011 10000 nnnnn ddddd",
            "frint64x", .float1, .frintts),
        row(
            .frint32zVector, "FRINT32Z (vector)", "0 Q 0 01110 0z 10000 11110 10 nnnnn ddddd",
            "frint32z", .vectorFloat2, .frintts),
        row(
            .frint32xVector, "FRINT32X (vector)", "0 Q 1 01110 0z 10000 11110 10 nnnnn ddddd",
            "frint32x", .vectorFloat2, .frintts),
        row(
            .frint64zVector, "FRINT64Z (vector)", "0 Q 0 01110 0z 10000 11111 10 nnnnn ddddd",
            "frint64z", .vectorFloat2, .frintts),
        row(
            .frint64xVector, "FRINT64X (vector)", "0 Q 1 01110 0z 10000 11111 10 nnnnn ddddd",
            "frint64x", .vectorFloat2, .frintts),
        // SHA-512
        row(
            .sha512h, "SHA512H", "11001110011 mmmmm 1 0 00 00 nnnnn ddddd", "sha512h",
            .cryptographicSHA512Hash, .sha512),
        row(
            .sha512h2, "SHA512H2", "11001110011 mmmmm 1 0 00 01 nnnnn ddddd", "sha512h2",
            .cryptographicSHA512Hash, .sha512),
        row(
            .sha512su1, "SHA512SU1", "11001110011 mmmmm 1 0 00 10 nnnnn ddddd", "sha512su1",
            .cryptographicThreeDoublewords, .sha512),
        row(
            .sha512su0, "SHA512SU0", "11001110110 00000 1000 00 nnnnn ddddd", "sha512su0",
            .cryptographicTwoDoublewords, .sha512),
        // SHA-3
        row(
            .rax1, "RAX1", "11001110011 mmmmm 1 0 00 11 nnnnn ddddd", "rax1",
            .cryptographicThreeDoublewords, .sha3),
        row(
            .xar, "XAR", "11001110100 mmmmm iiiiii nnnnn ddddd", "xar", .cryptographicRotate,
            .sha3),
        row(
            .eor3, "EOR3", "11001110000 mmmmm 0 aaaaa nnnnn ddddd", "eor3", .cryptographicFour,
            .sha3),
        row(
            .bcax, "BCAX", "11001110001 mmmmm 0 aaaaa nnnnn ddddd", "bcax", .cryptographicFour,
            .sha3),
    ]
}
