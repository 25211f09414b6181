// Source: Arm ARM, "Advanced SIMD shift by immediate".

extension A64Table {
    static let vectorShift: [A64Row] = [
        row(
            .sshrImmediate, "SSHR (vector, immediate)", "0 Q 0 011110 hhhh bbb 00000 1 nnnnn ddddd",
            "sshr", .vectorShiftRight),
        row(
            .ushrImmediate, "USHR (vector, immediate)", "0 Q 1 011110 hhhh bbb 00000 1 nnnnn ddddd",
            "ushr", .vectorShiftRight),
        row(
            .ssraImmediate, "SSRA (vector, immediate)", "0 Q 0 011110 hhhh bbb 00010 1 nnnnn ddddd",
            "ssra", .vectorShiftRight),
        row(
            .usraImmediate, "USRA (vector, immediate)", "0 Q 1 011110 hhhh bbb 00010 1 nnnnn ddddd",
            "usra", .vectorShiftRight),
        row(
            .srshrImmediate, "SRSHR (vector, immediate)",
            "0 Q 0 011110 hhhh bbb 00100 1 nnnnn ddddd", "srshr", .vectorShiftRight),
        row(
            .urshrImmediate, "URSHR (vector, immediate)",
            "0 Q 1 011110 hhhh bbb 00100 1 nnnnn ddddd", "urshr", .vectorShiftRight),
        row(
            .srsraImmediate, "SRSRA (vector, immediate)",
            "0 Q 0 011110 hhhh bbb 00110 1 nnnnn ddddd", "srsra", .vectorShiftRight),
        row(
            .ursraImmediate, "URSRA (vector, immediate)",
            "0 Q 1 011110 hhhh bbb 00110 1 nnnnn ddddd", "ursra", .vectorShiftRight),
        row(
            .sriImmediate, "SRI (vector, immediate)", "0 Q 1 011110 hhhh bbb 01000 1 nnnnn ddddd",
            "sri", .vectorShiftRight),
        row(
            .shlImmediate, "SHL (vector, immediate)", "0 Q 0 011110 hhhh bbb 01010 1 nnnnn ddddd",
            "shl", .vectorShiftLeft),
        row(
            .sliImmediate, "SLI (vector, immediate)", "0 Q 1 011110 hhhh bbb 01010 1 nnnnn ddddd",
            "sli", .vectorShiftLeft),
        row(
            .sqshluImmediate, "SQSHLU (vector, immediate)",
            "0 Q 1 011110 hhhh bbb 01100 1 nnnnn ddddd", "sqshlu", .vectorShiftLeft),
        row(
            .sqshlImmediate, "SQSHL (vector, immediate)",
            "0 Q 0 011110 hhhh bbb 01110 1 nnnnn ddddd", "sqshl", .vectorShiftLeft),
        row(
            .uqshlImmediate, "UQSHL (vector, immediate)",
            "0 Q 1 011110 hhhh bbb 01110 1 nnnnn ddddd", "uqshl", .vectorShiftLeft),
        row(
            .shrnImmediate, "SHRN (vector, immediate)", "0 Q 0 011110 hhhh bbb 10000 1 nnnnn ddddd",
            "shrn", .vectorShiftNarrow),
        row(
            .rshrnImmediate, "RSHRN (vector, immediate)",
            "0 Q 0 011110 hhhh bbb 10001 1 nnnnn ddddd", "rshrn", .vectorShiftNarrow),
        row(
            .sqshrnImmediate, "SQSHRN (vector, immediate)",
            "0 Q 0 011110 hhhh bbb 10010 1 nnnnn ddddd", "sqshrn", .vectorShiftNarrow),
        row(
            .sqrshrnImmediate, "SQRSHRN (vector, immediate)",
            "0 Q 0 011110 hhhh bbb 10011 1 nnnnn ddddd", "sqrshrn", .vectorShiftNarrow),
        row(
            .sqshrunImmediate, "SQSHRUN (vector, immediate)",
            "0 Q 1 011110 hhhh bbb 10000 1 nnnnn ddddd", "sqshrun", .vectorShiftNarrow),
        row(
            .sqrshrunImmediate, "SQRSHRUN (vector, immediate)",
            "0 Q 1 011110 hhhh bbb 10001 1 nnnnn ddddd", "sqrshrun", .vectorShiftNarrow),
        row(
            .uqshrnImmediate, "UQSHRN (vector, immediate)",
            "0 Q 1 011110 hhhh bbb 10010 1 nnnnn ddddd", "uqshrn", .vectorShiftNarrow),
        row(
            .uqrshrnImmediate, "UQRSHRN (vector, immediate)",
            "0 Q 1 011110 hhhh bbb 10011 1 nnnnn ddddd", "uqrshrn", .vectorShiftNarrow),
        row(
            .sshllImmediate, "SSHLL (vector, immediate)",
            "0 Q 0 011110 hhhh bbb 10100 1 nnnnn ddddd", "sshll", .vectorShiftLeftLong),
        row(
            .ushllImmediate, "USHLL (vector, immediate)",
            "0 Q 1 011110 hhhh bbb 10100 1 nnnnn ddddd", "ushll", .vectorShiftLeftLong),
        row(
            .scvtfVectorFixed, "SCVTF (vector, fixed-point)",
            "0 Q 0 011110 hhhh bbb 11100 1 nnnnn ddddd", "scvtf", .vectorFixed),
        row(
            .ucvtfVectorFixed, "UCVTF (vector, fixed-point)",
            "0 Q 1 011110 hhhh bbb 11100 1 nnnnn ddddd", "ucvtf", .vectorFixed),
        row(
            .fcvtzsVectorFixed, "FCVTZS (vector, fixed-point)",
            "0 Q 0 011110 hhhh bbb 11111 1 nnnnn ddddd", "fcvtzs", .vectorFixed),
        row(
            .fcvtzuVectorFixed, "FCVTZU (vector, fixed-point)",
            "0 Q 1 011110 hhhh bbb 11111 1 nnnnn ddddd", "fcvtzu", .vectorFixed),
    ]
}
