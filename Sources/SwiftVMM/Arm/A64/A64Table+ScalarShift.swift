// Source: Arm ARM, "Advanced SIMD scalar shift by immediate".

extension A64Table {
    static let scalarShift: [A64Row] = [
        row(
            .sshrScalarImmediate, "SSHR (scalar SIMD, immediate)",
            "01 0 111110 1hhh bbb 00000 1 nnnnn ddddd", "sshr", .scalarShiftRight),
        row(
            .ushrScalarImmediate, "USHR (scalar SIMD, immediate)",
            "01 1 111110 1hhh bbb 00000 1 nnnnn ddddd", "ushr", .scalarShiftRight),
        row(
            .ssraScalarImmediate, "SSRA (scalar SIMD, immediate)",
            "01 0 111110 1hhh bbb 00010 1 nnnnn ddddd", "ssra", .scalarShiftRight),
        row(
            .usraScalarImmediate, "USRA (scalar SIMD, immediate)",
            "01 1 111110 1hhh bbb 00010 1 nnnnn ddddd", "usra", .scalarShiftRight),
        row(
            .srshrScalarImmediate, "SRSHR (scalar SIMD, immediate)",
            "01 0 111110 1hhh bbb 00100 1 nnnnn ddddd", "srshr", .scalarShiftRight),
        row(
            .urshrScalarImmediate, "URSHR (scalar SIMD, immediate)",
            "01 1 111110 1hhh bbb 00100 1 nnnnn ddddd", "urshr", .scalarShiftRight),
        row(
            .srsraScalarImmediate, "SRSRA (scalar SIMD, immediate)",
            "01 0 111110 1hhh bbb 00110 1 nnnnn ddddd", "srsra", .scalarShiftRight),
        row(
            .ursraScalarImmediate, "URSRA (scalar SIMD, immediate)",
            "01 1 111110 1hhh bbb 00110 1 nnnnn ddddd", "ursra", .scalarShiftRight),
        row(
            .sriScalarImmediate, "SRI (scalar SIMD, immediate)",
            "01 1 111110 1hhh bbb 01000 1 nnnnn ddddd", "sri", .scalarShiftRight),
        row(
            .shlScalarImmediate, "SHL (scalar SIMD, immediate)",
            "01 0 111110 1hhh bbb 01010 1 nnnnn ddddd", "shl", .scalarShiftLeft),
        row(
            .sliScalarImmediate, "SLI (scalar SIMD, immediate)",
            "01 1 111110 1hhh bbb 01010 1 nnnnn ddddd", "sli", .scalarShiftLeft),
        row(
            .sqshluScalarImmediate, "SQSHLU (scalar SIMD, immediate)",
            "01 1 111110 hhhh bbb 01100 1 nnnnn ddddd", "sqshlu", .scalarShiftLeft),
        row(
            .sqshlScalarImmediate, "SQSHL (scalar SIMD, immediate)",
            "01 0 111110 hhhh bbb 01110 1 nnnnn ddddd", "sqshl", .scalarShiftLeft),
        row(
            .uqshlScalarImmediate, "UQSHL (scalar SIMD, immediate)",
            "01 1 111110 hhhh bbb 01110 1 nnnnn ddddd", "uqshl", .scalarShiftLeft),
        row(
            .sqshrnScalarImmediate, "SQSHRN (scalar SIMD, immediate)",
            "01 0 111110 hhhh bbb 10010 1 nnnnn ddddd", "sqshrn", .scalarShiftNarrow),
        row(
            .sqrshrnScalarImmediate, "SQRSHRN (scalar SIMD, immediate)",
            "01 0 111110 hhhh bbb 10011 1 nnnnn ddddd", "sqrshrn", .scalarShiftNarrow),
        row(
            .sqshrunScalarImmediate, "SQSHRUN (scalar SIMD, immediate)",
            "01 1 111110 hhhh bbb 10000 1 nnnnn ddddd", "sqshrun", .scalarShiftNarrow),
        row(
            .sqrshrunScalarImmediate, "SQRSHRUN (scalar SIMD, immediate)",
            "01 1 111110 hhhh bbb 10001 1 nnnnn ddddd", "sqrshrun", .scalarShiftNarrow),
        row(
            .uqshrnScalarImmediate, "UQSHRN (scalar SIMD, immediate)",
            "01 1 111110 hhhh bbb 10010 1 nnnnn ddddd", "uqshrn", .scalarShiftNarrow),
        row(
            .uqrshrnScalarImmediate, "UQRSHRN (scalar SIMD, immediate)",
            "01 1 111110 hhhh bbb 10011 1 nnnnn ddddd", "uqrshrn", .scalarShiftNarrow),
        row(
            .scvtfScalarFixed, "SCVTF (scalar SIMD, fixed-point)",
            "01 0 111110 hhhh bbb 11100 1 nnnnn ddddd", "scvtf", .scalarFixed),
        row(
            .ucvtfScalarFixed, "UCVTF (scalar SIMD, fixed-point)",
            "01 1 111110 hhhh bbb 11100 1 nnnnn ddddd", "ucvtf", .scalarFixed),
        row(
            .fcvtzsScalarFixed, "FCVTZS (scalar SIMD, fixed-point)",
            "01 0 111110 hhhh bbb 11111 1 nnnnn ddddd", "fcvtzs", .scalarFixed),
        row(
            .fcvtzuScalarFixed, "FCVTZU (scalar SIMD, fixed-point)",
            "01 1 111110 hhhh bbb 11111 1 nnnnn ddddd", "fcvtzu", .scalarFixed),
    ]
}
