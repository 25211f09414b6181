// Source: Arm ARM, FEAT_RDM.

extension A64Table {
    static let roundingAccumulate: [A64Row] = [
        row(
            .sqrdmlahVector, "SQRDMLAH (vector)", "0 Q 1 01110 zz 0 mmmmm 1 0000 1 nnnnn ddddd",
            "sqrdmlah", .vectorThreeHS, .rdm),
        row(
            .sqrdmlshVector, "SQRDMLSH (vector)", "0 Q 1 01110 zz 0 mmmmm 1 0001 1 nnnnn ddddd",
            "sqrdmlsh", .vectorThreeHS, .rdm),
        row(
            .sqrdmlahScalar, "SQRDMLAH (scalar SIMD)",
            "01 1 11110 zz 0 mmmmm 1 0000 1 nnnnn ddddd", "sqrdmlah", .scalarThreeHS, .rdm),
        row(
            .sqrdmlshScalar, "SQRDMLSH (scalar SIMD)",
            "01 1 11110 zz 0 mmmmm 1 0001 1 nnnnn ddddd", "sqrdmlsh", .scalarThreeHS, .rdm),
        row(
            .sqrdmlahElement, "SQRDMLAH (vector, by element)",
            "0 Q 1 01111 zz L mmmmm 1101 H 0 nnnnn ddddd", "sqrdmlah", .vectorElement, .rdm),
        row(
            .sqrdmlshElement, "SQRDMLSH (vector, by element)",
            "0 Q 1 01111 zz L mmmmm 1111 H 0 nnnnn ddddd", "sqrdmlsh", .vectorElement, .rdm),
        row(
            .sqrdmlahScalarElement, "SQRDMLAH (scalar SIMD, by element)",
            "01 1 11111 zz L mmmmm 1101 H 0 nnnnn ddddd", "sqrdmlah", .scalarElement, .rdm),
        row(
            .sqrdmlshScalarElement, "SQRDMLSH (scalar SIMD, by element)",
            "01 1 11111 zz L mmmmm 1111 H 0 nnnnn ddddd", "sqrdmlsh", .scalarElement, .rdm),
    ]
}
