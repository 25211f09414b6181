// Source: Arm ARM, "Advanced SIMD scalar three different".

extension A64Table {
    static let scalarThreeDifferent: [A64Row] = [
        row(
            .sqdmlalScalar, "SQDMLAL (scalar SIMD)", "01 0 11110 zz 1 mmmmm 1001 00 nnnnn ddddd",
            "sqdmlal", .scalarLongHS),
        row(
            .sqdmlslScalar, "SQDMLSL (scalar SIMD)", "01 0 11110 zz 1 mmmmm 1011 00 nnnnn ddddd",
            "sqdmlsl", .scalarLongHS),
        row(
            .sqdmullScalar, "SQDMULL (scalar SIMD)", "01 0 11110 zz 1 mmmmm 1101 00 nnnnn ddddd",
            "sqdmull", .scalarLongHS),
    ]
}
