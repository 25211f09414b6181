// Source: Arm ARM, "Advanced SIMD modified immediate". These rows
// come before the shifts, whose pictures match them too, with an immh of zero.

extension A64Table {
    static let vectorModifiedImmediate: [A64Row] = [
        row(
            .moviShifted32, "MOVI (32-bit shifted)", "0 Q 0 0111100000 jjj 0cc0 01 iiiii ddddd",
            "movi", .vectorImmediate),
        row(
            .orrImmediateShifted32, "ORR (vector, immediate, 32-bit)",
            "0 Q 0 0111100000 jjj 0cc1 01 iiiii ddddd", "orr", .vectorImmediate),
        row(
            .moviShifted16, "MOVI (16-bit shifted)", "0 Q 0 0111100000 jjj 10c0 01 iiiii ddddd",
            "movi", .vectorImmediate),
        row(
            .orrImmediateShifted16, "ORR (vector, immediate, 16-bit)",
            "0 Q 0 0111100000 jjj 10c1 01 iiiii ddddd", "orr", .vectorImmediate),
        row(
            .moviOnes, "MOVI (32-bit shifting ones)", "0 Q 0 0111100000 jjj 110c 01 iiiii ddddd",
            "movi", .vectorImmediate),
        row(
            .moviBytes, "MOVI (8-bit)", "0 Q 0 0111100000 jjj 1110 01 iiiii ddddd", "movi",
            .vectorImmediate),
        row(
            .fmovVectorSingle, "FMOV (vector, immediate, single)",
            "0 Q 0 0111100000 jjj 1111 01 iiiii ddddd", "fmov", .vectorImmediate),
        row(
            .mvniShifted32, "MVNI (32-bit shifted)", "0 Q 1 0111100000 jjj 0cc0 01 iiiii ddddd",
            "mvni", .vectorImmediate),
        row(
            .bicImmediateShifted32, "BIC (vector, immediate, 32-bit)",
            "0 Q 1 0111100000 jjj 0cc1 01 iiiii ddddd", "bic", .vectorImmediate),
        row(
            .mvniShifted16, "MVNI (16-bit shifted)", "0 Q 1 0111100000 jjj 10c0 01 iiiii ddddd",
            "mvni", .vectorImmediate),
        row(
            .bicImmediateShifted16, "BIC (vector, immediate, 16-bit)",
            "0 Q 1 0111100000 jjj 10c1 01 iiiii ddddd", "bic", .vectorImmediate),
        row(
            .mvniOnes, "MVNI (32-bit shifting ones)", "0 Q 1 0111100000 jjj 110c 01 iiiii ddddd",
            "mvni", .vectorImmediate),
        row(
            .moviDoubleword, "MOVI (64-bit)", "0 Q 1 0111100000 jjj 1110 01 iiiii ddddd", "movi",
            .vectorImmediate),
        row(
            .fmovVectorDouble, "FMOV (vector, immediate, double)",
            "0 1 1 0111100000 jjj 1111 01 iiiii ddddd", "fmov", .vectorImmediate),
    ]
}
