// Source: Arm ARM, "Advanced SIMD scalar three same".

extension A64Table {
    static let scalarThreeSame: [A64Row] = [
        row(
            .sqaddScalar, "SQADD (scalar SIMD)", "01 0 11110 zz 1 mmmmm 00001 1 nnnnn ddddd",
            "sqadd", .scalarThree),
        row(
            .uqaddScalar, "UQADD (scalar SIMD)", "01 1 11110 zz 1 mmmmm 00001 1 nnnnn ddddd",
            "uqadd", .scalarThree),
        row(
            .sqsubScalar, "SQSUB (scalar SIMD)", "01 0 11110 zz 1 mmmmm 00101 1 nnnnn ddddd",
            "sqsub", .scalarThree),
        row(
            .uqsubScalar, "UQSUB (scalar SIMD)", "01 1 11110 zz 1 mmmmm 00101 1 nnnnn ddddd",
            "uqsub", .scalarThree),
        row(
            .cmgtScalar, "CMGT (scalar SIMD)", "01 0 11110 11 1 mmmmm 00110 1 nnnnn ddddd", "cmgt",
            .scalarThree),
        row(
            .cmhiScalar, "CMHI (scalar SIMD)", "01 1 11110 11 1 mmmmm 00110 1 nnnnn ddddd", "cmhi",
            .scalarThree),
        row(
            .cmgeScalar, "CMGE (scalar SIMD)", "01 0 11110 11 1 mmmmm 00111 1 nnnnn ddddd", "cmge",
            .scalarThree),
        row(
            .cmhsScalar, "CMHS (scalar SIMD)", "01 1 11110 11 1 mmmmm 00111 1 nnnnn ddddd", "cmhs",
            .scalarThree),
        row(
            .sshlScalar, "SSHL (scalar SIMD)", "01 0 11110 11 1 mmmmm 01000 1 nnnnn ddddd", "sshl",
            .scalarThree),
        row(
            .ushlScalar, "USHL (scalar SIMD)", "01 1 11110 11 1 mmmmm 01000 1 nnnnn ddddd", "ushl",
            .scalarThree),
        row(
            .sqshlScalar, "SQSHL (scalar SIMD)", "01 0 11110 zz 1 mmmmm 01001 1 nnnnn ddddd",
            "sqshl", .scalarThree),
        row(
            .uqshlScalar, "UQSHL (scalar SIMD)", "01 1 11110 zz 1 mmmmm 01001 1 nnnnn ddddd",
            "uqshl", .scalarThree),
        row(
            .srshlScalar, "SRSHL (scalar SIMD)", "01 0 11110 11 1 mmmmm 01010 1 nnnnn ddddd",
            "srshl", .scalarThree),
        row(
            .urshlScalar, "URSHL (scalar SIMD)", "01 1 11110 11 1 mmmmm 01010 1 nnnnn ddddd",
            "urshl", .scalarThree),
        row(
            .sqrshlScalar, "SQRSHL (scalar SIMD)", "01 0 11110 zz 1 mmmmm 01011 1 nnnnn ddddd",
            "sqrshl", .scalarThree),
        row(
            .uqrshlScalar, "UQRSHL (scalar SIMD)", "01 1 11110 zz 1 mmmmm 01011 1 nnnnn ddddd",
            "uqrshl", .scalarThree),
        row(
            .addScalar, "ADD (scalar SIMD)", "01 0 11110 11 1 mmmmm 10000 1 nnnnn ddddd", "add",
            .scalarThree),
        row(
            .subScalar, "SUB (scalar SIMD)", "01 1 11110 11 1 mmmmm 10000 1 nnnnn ddddd", "sub",
            .scalarThree),
        row(
            .cmtstScalar, "CMTST (scalar SIMD)", "01 0 11110 11 1 mmmmm 10001 1 nnnnn ddddd",
            "cmtst", .scalarThree),
        row(
            .cmeqScalar, "CMEQ (scalar SIMD)", "01 1 11110 11 1 mmmmm 10001 1 nnnnn ddddd", "cmeq",
            .scalarThree),
        row(
            .sqdmulhScalar, "SQDMULH (scalar SIMD)", "01 0 11110 zz 1 mmmmm 10110 1 nnnnn ddddd",
            "sqdmulh", .scalarThreeHS),
        row(
            .sqrdmulhScalar, "SQRDMULH (scalar SIMD)", "01 1 11110 zz 1 mmmmm 10110 1 nnnnn ddddd",
            "sqrdmulh", .scalarThreeHS),
        row(
            .fmulxScalar, "FMULX (scalar SIMD)", "01 0 11110 0z 1 mmmmm 11011 1 nnnnn ddddd",
            "fmulx", .scalarFloat3),
        row(
            .fcmeqScalar, "FCMEQ (scalar SIMD)", "01 0 11110 0z 1 mmmmm 11100 1 nnnnn ddddd",
            "fcmeq", .scalarFloat3),
        row(
            .frecpsScalar, "FRECPS (scalar SIMD)", "01 0 11110 0z 1 mmmmm 11111 1 nnnnn ddddd",
            "frecps", .scalarFloat3),
        row(
            .frsqrtsScalar, "FRSQRTS (scalar SIMD)", "01 0 11110 1z 1 mmmmm 11111 1 nnnnn ddddd",
            "frsqrts", .scalarFloat3),
        row(
            .fcmgeScalar, "FCMGE (scalar SIMD)", "01 1 11110 0z 1 mmmmm 11100 1 nnnnn ddddd",
            "fcmge", .scalarFloat3),
        row(
            .facgeScalar, "FACGE (scalar SIMD)", "01 1 11110 0z 1 mmmmm 11101 1 nnnnn ddddd",
            "facge", .scalarFloat3),
        row(
            .fabdScalar, "FABD (scalar SIMD)", "01 1 11110 1z 1 mmmmm 11010 1 nnnnn ddddd", "fabd",
            .scalarFloat3),
        row(
            .fcmgtScalar, "FCMGT (scalar SIMD)", "01 1 11110 1z 1 mmmmm 11100 1 nnnnn ddddd",
            "fcmgt", .scalarFloat3),
        row(
            .facgtScalar, "FACGT (scalar SIMD)", "01 1 11110 1z 1 mmmmm 11101 1 nnnnn ddddd",
            "facgt", .scalarFloat3),
    ]
}
