// Source: Arm ARM, "Advanced SIMD vector x indexed element".

extension A64Table {
    static let vectorByElement: [A64Row] = [
        row(
            .smlalElement, "SMLAL (vector, by element)",
            "0 Q 0 01111 zz L mmmmm 0010 H 0 nnnnn ddddd", "smlal", .vectorElementLong),
        row(
            .umlalElement, "UMLAL (vector, by element)",
            "0 Q 1 01111 zz L mmmmm 0010 H 0 nnnnn ddddd", "umlal", .vectorElementLong),
        row(
            .sqdmlalElement, "SQDMLAL (vector, by element)",
            "0 Q 0 01111 zz L mmmmm 0011 H 0 nnnnn ddddd", "sqdmlal", .vectorElementLong),
        row(
            .smlslElement, "SMLSL (vector, by element)",
            "0 Q 0 01111 zz L mmmmm 0110 H 0 nnnnn ddddd", "smlsl", .vectorElementLong),
        row(
            .umlslElement, "UMLSL (vector, by element)",
            "0 Q 1 01111 zz L mmmmm 0110 H 0 nnnnn ddddd", "umlsl", .vectorElementLong),
        row(
            .sqdmlslElement, "SQDMLSL (vector, by element)",
            "0 Q 0 01111 zz L mmmmm 0111 H 0 nnnnn ddddd", "sqdmlsl", .vectorElementLong),
        row(
            .mulElement, "MUL (vector, by element)", "0 Q 0 01111 zz L mmmmm 1000 H 0 nnnnn ddddd",
            "mul", .vectorElement),
        row(
            .mlaElement, "MLA (vector, by element)", "0 Q 1 01111 zz L mmmmm 0000 H 0 nnnnn ddddd",
            "mla", .vectorElement),
        row(
            .mlsElement, "MLS (vector, by element)", "0 Q 1 01111 zz L mmmmm 0100 H 0 nnnnn ddddd",
            "mls", .vectorElement),
        row(
            .smullElement, "SMULL (vector, by element)",
            "0 Q 0 01111 zz L mmmmm 1010 H 0 nnnnn ddddd", "smull", .vectorElementLong),
        row(
            .umullElement, "UMULL (vector, by element)",
            "0 Q 1 01111 zz L mmmmm 1010 H 0 nnnnn ddddd", "umull", .vectorElementLong),
        row(
            .sqdmullElement, "SQDMULL (vector, by element)",
            "0 Q 0 01111 zz L mmmmm 1011 H 0 nnnnn ddddd", "sqdmull", .vectorElementLong),
        row(
            .sqdmulhElement, "SQDMULH (vector, by element)",
            "0 Q 0 01111 zz L mmmmm 1100 H 0 nnnnn ddddd", "sqdmulh", .vectorElement),
        row(
            .sqrdmulhElement, "SQRDMULH (vector, by element)",
            "0 Q 0 01111 zz L mmmmm 1101 H 0 nnnnn ddddd", "sqrdmulh", .vectorElement),
        row(
            .fmlaElement, "FMLA (vector, by element)",
            "0 Q 0 01111 1z L mmmmm 0001 H 0 nnnnn ddddd", "fmla", .vectorFloatElement),
        row(
            .fmlsElement, "FMLS (vector, by element)",
            "0 Q 0 01111 1z L mmmmm 0101 H 0 nnnnn ddddd", "fmls", .vectorFloatElement),
        row(
            .fmulElement, "FMUL (vector, by element)",
            "0 Q 0 01111 1z L mmmmm 1001 H 0 nnnnn ddddd", "fmul", .vectorFloatElement),
        row(
            .fmulxElement, "FMULX (vector, by element)",
            "0 Q 1 01111 1z L mmmmm 1001 H 0 nnnnn ddddd", "fmulx", .vectorFloatElement),
    ]
}
