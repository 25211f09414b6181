// Source: Arm ARM, "Advanced SIMD scalar x indexed element".

extension A64Table {
    static let scalarByElement: [A64Row] = [
        row(
            .sqdmlalScalarElement, "SQDMLAL (scalar SIMD, by element)",
            "01 0 11111 zz L mmmmm 0011 H 0 nnnnn ddddd", "sqdmlal", .scalarElementLong),
        row(
            .sqdmlslScalarElement, "SQDMLSL (scalar SIMD, by element)",
            "01 0 11111 zz L mmmmm 0111 H 0 nnnnn ddddd", "sqdmlsl", .scalarElementLong),
        row(
            .sqdmullScalarElement, "SQDMULL (scalar SIMD, by element)",
            "01 0 11111 zz L mmmmm 1011 H 0 nnnnn ddddd", "sqdmull", .scalarElementLong),
        row(
            .sqdmulhScalarElement, "SQDMULH (scalar SIMD, by element)",
            "01 0 11111 zz L mmmmm 1100 H 0 nnnnn ddddd", "sqdmulh", .scalarElement),
        row(
            .sqrdmulhScalarElement, "SQRDMULH (scalar SIMD, by element)",
            "01 0 11111 zz L mmmmm 1101 H 0 nnnnn ddddd", "sqrdmulh", .scalarElement),
        row(
            .fmlaScalarElement, "FMLA (scalar SIMD, by element)",
            "01 0 11111 1z L mmmmm 0001 H 0 nnnnn ddddd", "fmla", .scalarFloatElement),
        row(
            .fmlsScalarElement, "FMLS (scalar SIMD, by element)",
            "01 0 11111 1z L mmmmm 0101 H 0 nnnnn ddddd", "fmls", .scalarFloatElement),
        row(
            .fmulScalarElement, "FMUL (scalar SIMD, by element)",
            "01 0 11111 1z L mmmmm 1001 H 0 nnnnn ddddd", "fmul", .scalarFloatElement),
        row(
            .fmulxScalarElement, "FMULX (scalar SIMD, by element)",
            "01 1 11111 1z L mmmmm 1001 H 0 nnnnn ddddd", "fmulx", .scalarFloatElement),
    ]
}
