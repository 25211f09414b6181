// Source: Arm ARM, "Advanced SIMD three different".

extension A64Table {
    static let vectorThreeDifferent: [A64Row] = [
        row(
            .saddlVector, "SADDL (vector)", "0 Q 0 01110 zz 1 mmmmm 0000 00 nnnnn ddddd", "saddl",
            .vectorLong),
        row(
            .uaddlVector, "UADDL (vector)", "0 Q 1 01110 zz 1 mmmmm 0000 00 nnnnn ddddd", "uaddl",
            .vectorLong),
        row(
            .saddwVector, "SADDW (vector)", "0 Q 0 01110 zz 1 mmmmm 0001 00 nnnnn ddddd", "saddw",
            .vectorWide),
        row(
            .uaddwVector, "UADDW (vector)", "0 Q 1 01110 zz 1 mmmmm 0001 00 nnnnn ddddd", "uaddw",
            .vectorWide),
        row(
            .ssublVector, "SSUBL (vector)", "0 Q 0 01110 zz 1 mmmmm 0010 00 nnnnn ddddd", "ssubl",
            .vectorLong),
        row(
            .usublVector, "USUBL (vector)", "0 Q 1 01110 zz 1 mmmmm 0010 00 nnnnn ddddd", "usubl",
            .vectorLong),
        row(
            .ssubwVector, "SSUBW (vector)", "0 Q 0 01110 zz 1 mmmmm 0011 00 nnnnn ddddd", "ssubw",
            .vectorWide),
        row(
            .usubwVector, "USUBW (vector)", "0 Q 1 01110 zz 1 mmmmm 0011 00 nnnnn ddddd", "usubw",
            .vectorWide),
        row(
            .addhnVector, "ADDHN (vector)", "0 Q 0 01110 zz 1 mmmmm 0100 00 nnnnn ddddd", "addhn",
            .vectorThreeNarrow),
        row(
            .raddhnVector, "RADDHN (vector)", "0 Q 1 01110 zz 1 mmmmm 0100 00 nnnnn ddddd",
            "raddhn", .vectorThreeNarrow),
        row(
            .sabalVector, "SABAL (vector)", "0 Q 0 01110 zz 1 mmmmm 0101 00 nnnnn ddddd", "sabal",
            .vectorLong),
        row(
            .uabalVector, "UABAL (vector)", "0 Q 1 01110 zz 1 mmmmm 0101 00 nnnnn ddddd", "uabal",
            .vectorLong),
        row(
            .subhnVector, "SUBHN (vector)", "0 Q 0 01110 zz 1 mmmmm 0110 00 nnnnn ddddd", "subhn",
            .vectorThreeNarrow),
        row(
            .rsubhnVector, "RSUBHN (vector)", "0 Q 1 01110 zz 1 mmmmm 0110 00 nnnnn ddddd",
            "rsubhn", .vectorThreeNarrow),
        row(
            .sabdlVector, "SABDL (vector)", "0 Q 0 01110 zz 1 mmmmm 0111 00 nnnnn ddddd", "sabdl",
            .vectorLong),
        row(
            .uabdlVector, "UABDL (vector)", "0 Q 1 01110 zz 1 mmmmm 0111 00 nnnnn ddddd", "uabdl",
            .vectorLong),
        row(
            .smlalVector, "SMLAL (vector)", "0 Q 0 01110 zz 1 mmmmm 1000 00 nnnnn ddddd", "smlal",
            .vectorLong),
        row(
            .umlalVector, "UMLAL (vector)", "0 Q 1 01110 zz 1 mmmmm 1000 00 nnnnn ddddd", "umlal",
            .vectorLong),
        row(
            .sqdmlalVector, "SQDMLAL (vector)", "0 Q 0 01110 zz 1 mmmmm 1001 00 nnnnn ddddd",
            "sqdmlal", .vectorLongHS),
        row(
            .smlslVector, "SMLSL (vector)", "0 Q 0 01110 zz 1 mmmmm 1010 00 nnnnn ddddd", "smlsl",
            .vectorLong),
        row(
            .umlslVector, "UMLSL (vector)", "0 Q 1 01110 zz 1 mmmmm 1010 00 nnnnn ddddd", "umlsl",
            .vectorLong),
        row(
            .sqdmlslVector, "SQDMLSL (vector)", "0 Q 0 01110 zz 1 mmmmm 1011 00 nnnnn ddddd",
            "sqdmlsl", .vectorLongHS),
        row(
            .smullVector, "SMULL (vector)", "0 Q 0 01110 zz 1 mmmmm 1100 00 nnnnn ddddd", "smull",
            .vectorLong),
        row(
            .umullVector, "UMULL (vector)", "0 Q 1 01110 zz 1 mmmmm 1100 00 nnnnn ddddd", "umull",
            .vectorLong),
        row(
            .sqdmullVector, "SQDMULL (vector)", "0 Q 0 01110 zz 1 mmmmm 1101 00 nnnnn ddddd",
            "sqdmull", .vectorLongHS),
        row(
            .pmullVector, "PMULL (vector)", "0 Q 0 01110 zz 1 mmmmm 1110 00 nnnnn ddddd", "pmull",
            .vectorPolynomialLong),
    ]
}
