// Source: Arm ARM, "Advanced SIMD three same".

extension A64Table {
    static let vectorThreeSame: [A64Row] = [
        row(
            .shaddVector, "SHADD (vector)", "0 Q 0 01110 zz 1 mmmmm 00000 1 nnnnn ddddd", "shadd",
            .vectorThreeBHS),
        row(
            .uhaddVector, "UHADD (vector)", "0 Q 1 01110 zz 1 mmmmm 00000 1 nnnnn ddddd", "uhadd",
            .vectorThreeBHS),
        row(
            .sqaddVector, "SQADD (vector)", "0 Q 0 01110 zz 1 mmmmm 00001 1 nnnnn ddddd", "sqadd",
            .vectorThree),
        row(
            .uqaddVector, "UQADD (vector)", "0 Q 1 01110 zz 1 mmmmm 00001 1 nnnnn ddddd", "uqadd",
            .vectorThree),
        row(
            .srhaddVector, "SRHADD (vector)", "0 Q 0 01110 zz 1 mmmmm 00010 1 nnnnn ddddd",
            "srhadd", .vectorThreeBHS),
        row(
            .urhaddVector, "URHADD (vector)", "0 Q 1 01110 zz 1 mmmmm 00010 1 nnnnn ddddd",
            "urhadd", .vectorThreeBHS),
        row(
            .shsubVector, "SHSUB (vector)", "0 Q 0 01110 zz 1 mmmmm 00100 1 nnnnn ddddd", "shsub",
            .vectorThreeBHS),
        row(
            .uhsubVector, "UHSUB (vector)", "0 Q 1 01110 zz 1 mmmmm 00100 1 nnnnn ddddd", "uhsub",
            .vectorThreeBHS),
        row(
            .sqsubVector, "SQSUB (vector)", "0 Q 0 01110 zz 1 mmmmm 00101 1 nnnnn ddddd", "sqsub",
            .vectorThree),
        row(
            .uqsubVector, "UQSUB (vector)", "0 Q 1 01110 zz 1 mmmmm 00101 1 nnnnn ddddd", "uqsub",
            .vectorThree),
        row(
            .cmgtVector, "CMGT (vector)", "0 Q 0 01110 zz 1 mmmmm 00110 1 nnnnn ddddd", "cmgt",
            .vectorThree),
        row(
            .cmhiVector, "CMHI (vector)", "0 Q 1 01110 zz 1 mmmmm 00110 1 nnnnn ddddd", "cmhi",
            .vectorThree),
        row(
            .cmgeVector, "CMGE (vector)", "0 Q 0 01110 zz 1 mmmmm 00111 1 nnnnn ddddd", "cmge",
            .vectorThree),
        row(
            .cmhsVector, "CMHS (vector)", "0 Q 1 01110 zz 1 mmmmm 00111 1 nnnnn ddddd", "cmhs",
            .vectorThree),
        row(
            .sshlVector, "SSHL (vector)", "0 Q 0 01110 zz 1 mmmmm 01000 1 nnnnn ddddd", "sshl",
            .vectorThree),
        row(
            .ushlVector, "USHL (vector)", "0 Q 1 01110 zz 1 mmmmm 01000 1 nnnnn ddddd", "ushl",
            .vectorThree),
        row(
            .sqshlVector, "SQSHL (vector)", "0 Q 0 01110 zz 1 mmmmm 01001 1 nnnnn ddddd", "sqshl",
            .vectorThree),
        row(
            .uqshlVector, "UQSHL (vector)", "0 Q 1 01110 zz 1 mmmmm 01001 1 nnnnn ddddd", "uqshl",
            .vectorThree),
        row(
            .srshlVector, "SRSHL (vector)", "0 Q 0 01110 zz 1 mmmmm 01010 1 nnnnn ddddd", "srshl",
            .vectorThree),
        row(
            .urshlVector, "URSHL (vector)", "0 Q 1 01110 zz 1 mmmmm 01010 1 nnnnn ddddd", "urshl",
            .vectorThree),
        row(
            .sqrshlVector, "SQRSHL (vector)", "0 Q 0 01110 zz 1 mmmmm 01011 1 nnnnn ddddd",
            "sqrshl", .vectorThree),
        row(
            .uqrshlVector, "UQRSHL (vector)", "0 Q 1 01110 zz 1 mmmmm 01011 1 nnnnn ddddd",
            "uqrshl", .vectorThree),
        row(
            .smaxVector, "SMAX (vector)", "0 Q 0 01110 zz 1 mmmmm 01100 1 nnnnn ddddd", "smax",
            .vectorThreeBHS),
        row(
            .umaxVector, "UMAX (vector)", "0 Q 1 01110 zz 1 mmmmm 01100 1 nnnnn ddddd", "umax",
            .vectorThreeBHS),
        row(
            .sminVector, "SMIN (vector)", "0 Q 0 01110 zz 1 mmmmm 01101 1 nnnnn ddddd", "smin",
            .vectorThreeBHS),
        row(
            .uminVector, "UMIN (vector)", "0 Q 1 01110 zz 1 mmmmm 01101 1 nnnnn ddddd", "umin",
            .vectorThreeBHS),
        row(
            .sabdVector, "SABD (vector)", "0 Q 0 01110 zz 1 mmmmm 01110 1 nnnnn ddddd", "sabd",
            .vectorThreeBHS),
        row(
            .uabdVector, "UABD (vector)", "0 Q 1 01110 zz 1 mmmmm 01110 1 nnnnn ddddd", "uabd",
            .vectorThreeBHS),
        row(
            .sabaVector, "SABA (vector)", "0 Q 0 01110 zz 1 mmmmm 01111 1 nnnnn ddddd", "saba",
            .vectorThreeBHS),
        row(
            .uabaVector, "UABA (vector)", "0 Q 1 01110 zz 1 mmmmm 01111 1 nnnnn ddddd", "uaba",
            .vectorThreeBHS),
        row(
            .addVector, "ADD (vector)", "0 Q 0 01110 zz 1 mmmmm 10000 1 nnnnn ddddd", "add",
            .vectorThree),
        row(
            .subVector, "SUB (vector)", "0 Q 1 01110 zz 1 mmmmm 10000 1 nnnnn ddddd", "sub",
            .vectorThree),
        row(
            .cmtstVector, "CMTST (vector)", "0 Q 0 01110 zz 1 mmmmm 10001 1 nnnnn ddddd", "cmtst",
            .vectorThree),
        row(
            .cmeqVector, "CMEQ (vector)", "0 Q 1 01110 zz 1 mmmmm 10001 1 nnnnn ddddd", "cmeq",
            .vectorThree),
        row(
            .mlaVector, "MLA (vector)", "0 Q 0 01110 zz 1 mmmmm 10010 1 nnnnn ddddd", "mla",
            .vectorThreeBHS),
        row(
            .mlsVector, "MLS (vector)", "0 Q 1 01110 zz 1 mmmmm 10010 1 nnnnn ddddd", "mls",
            .vectorThreeBHS),
        row(
            .mulVector, "MUL (vector)", "0 Q 0 01110 zz 1 mmmmm 10011 1 nnnnn ddddd", "mul",
            .vectorThreeBHS),
        row(
            .pmulVector, "PMUL (vector)", "0 Q 1 01110 00 1 mmmmm 10011 1 nnnnn ddddd", "pmul",
            .vectorThreeB),
        row(
            .smaxpVector, "SMAXP (vector)", "0 Q 0 01110 zz 1 mmmmm 10100 1 nnnnn ddddd", "smaxp",
            .vectorThreeBHS),
        row(
            .umaxpVector, "UMAXP (vector)", "0 Q 1 01110 zz 1 mmmmm 10100 1 nnnnn ddddd", "umaxp",
            .vectorThreeBHS),
        row(
            .sminpVector, "SMINP (vector)", "0 Q 0 01110 zz 1 mmmmm 10101 1 nnnnn ddddd", "sminp",
            .vectorThreeBHS),
        row(
            .uminpVector, "UMINP (vector)", "0 Q 1 01110 zz 1 mmmmm 10101 1 nnnnn ddddd", "uminp",
            .vectorThreeBHS),
        row(
            .sqdmulhVector, "SQDMULH (vector)", "0 Q 0 01110 zz 1 mmmmm 10110 1 nnnnn ddddd",
            "sqdmulh", .vectorThreeHS),
        row(
            .sqrdmulhVector, "SQRDMULH (vector)", "0 Q 1 01110 zz 1 mmmmm 10110 1 nnnnn ddddd",
            "sqrdmulh", .vectorThreeHS),
        row(
            .addpVector, "ADDP (vector)", "0 Q 0 01110 zz 1 mmmmm 10111 1 nnnnn ddddd", "addp",
            .vectorThree),
        row(
            .andVector, "AND (vector, register)", "0 Q 0 01110 00 1 mmmmm 00011 1 nnnnn ddddd",
            "and", .vectorBitwise),
        row(
            .bicVector, "BIC (vector, register)", "0 Q 0 01110 01 1 mmmmm 00011 1 nnnnn ddddd",
            "bic", .vectorBitwise),
        row(
            .orrVector, "ORR (vector, register)", "0 Q 0 01110 10 1 mmmmm 00011 1 nnnnn ddddd",
            "orr", .vectorBitwise),
        row(
            .ornVector, "ORN (vector, register)", "0 Q 0 01110 11 1 mmmmm 00011 1 nnnnn ddddd",
            "orn", .vectorBitwise),
        row(
            .eorVector, "EOR (vector, register)", "0 Q 1 01110 00 1 mmmmm 00011 1 nnnnn ddddd",
            "eor", .vectorBitwise),
        row(
            .bslVector, "BSL (vector, register)", "0 Q 1 01110 01 1 mmmmm 00011 1 nnnnn ddddd",
            "bsl", .vectorBitwise),
        row(
            .bitVector, "BIT (vector, register)", "0 Q 1 01110 10 1 mmmmm 00011 1 nnnnn ddddd",
            "bit", .vectorBitwise),
        row(
            .bifVector, "BIF (vector, register)", "0 Q 1 01110 11 1 mmmmm 00011 1 nnnnn ddddd",
            "bif", .vectorBitwise),
        row(
            .fmaxnmVector, "FMAXNM (vector)", "0 Q 0 01110 0z 1 mmmmm 11000 1 nnnnn ddddd",
            "fmaxnm", .vectorFloat3),
        row(
            .fmlaVector, "FMLA (vector)", "0 Q 0 01110 0z 1 mmmmm 11001 1 nnnnn ddddd", "fmla",
            .vectorFloat3),
        row(
            .faddVector, "FADD (vector)", "0 Q 0 01110 0z 1 mmmmm 11010 1 nnnnn ddddd", "fadd",
            .vectorFloat3),
        row(
            .fmulxVector, "FMULX (vector)", "0 Q 0 01110 0z 1 mmmmm 11011 1 nnnnn ddddd", "fmulx",
            .vectorFloat3),
        row(
            .fcmeqVector, "FCMEQ (vector)", "0 Q 0 01110 0z 1 mmmmm 11100 1 nnnnn ddddd", "fcmeq",
            .vectorFloat3),
        row(
            .fmaxVector, "FMAX (vector)", "0 Q 0 01110 0z 1 mmmmm 11110 1 nnnnn ddddd", "fmax",
            .vectorFloat3),
        row(
            .frecpsVector, "FRECPS (vector)", "0 Q 0 01110 0z 1 mmmmm 11111 1 nnnnn ddddd",
            "frecps", .vectorFloat3),
        row(
            .fminnmVector, "FMINNM (vector)", "0 Q 0 01110 1z 1 mmmmm 11000 1 nnnnn ddddd",
            "fminnm", .vectorFloat3),
        row(
            .fmlsVector, "FMLS (vector)", "0 Q 0 01110 1z 1 mmmmm 11001 1 nnnnn ddddd", "fmls",
            .vectorFloat3),
        row(
            .fsubVector, "FSUB (vector)", "0 Q 0 01110 1z 1 mmmmm 11010 1 nnnnn ddddd", "fsub",
            .vectorFloat3),
        row(
            .fminVector, "FMIN (vector)", "0 Q 0 01110 1z 1 mmmmm 11110 1 nnnnn ddddd", "fmin",
            .vectorFloat3),
        row(
            .frsqrtsVector, "FRSQRTS (vector)", "0 Q 0 01110 1z 1 mmmmm 11111 1 nnnnn ddddd",
            "frsqrts", .vectorFloat3),
        row(
            .fmaxnmpVector, "FMAXNMP (vector)", "0 Q 1 01110 0z 1 mmmmm 11000 1 nnnnn ddddd",
            "fmaxnmp", .vectorFloat3),
        row(
            .faddpVector, "FADDP (vector)", "0 Q 1 01110 0z 1 mmmmm 11010 1 nnnnn ddddd", "faddp",
            .vectorFloat3),
        row(
            .fmulVector, "FMUL (vector)", "0 Q 1 01110 0z 1 mmmmm 11011 1 nnnnn ddddd", "fmul",
            .vectorFloat3),
        row(
            .fcmgeVector, "FCMGE (vector)", "0 Q 1 01110 0z 1 mmmmm 11100 1 nnnnn ddddd", "fcmge",
            .vectorFloat3),
        row(
            .facgeVector, "FACGE (vector)", "0 Q 1 01110 0z 1 mmmmm 11101 1 nnnnn ddddd", "facge",
            .vectorFloat3),
        row(
            .fmaxpVector, "FMAXP (vector)", "0 Q 1 01110 0z 1 mmmmm 11110 1 nnnnn ddddd", "fmaxp",
            .vectorFloat3),
        row(
            .fdivVector, "FDIV (vector)", "0 Q 1 01110 0z 1 mmmmm 11111 1 nnnnn ddddd", "fdiv",
            .vectorFloat3),
        row(
            .fminnmpVector, "FMINNMP (vector)", "0 Q 1 01110 1z 1 mmmmm 11000 1 nnnnn ddddd",
            "fminnmp", .vectorFloat3),
        row(
            .fabdVector, "FABD (vector)", "0 Q 1 01110 1z 1 mmmmm 11010 1 nnnnn ddddd", "fabd",
            .vectorFloat3),
        row(
            .fcmgtVector, "FCMGT (vector)", "0 Q 1 01110 1z 1 mmmmm 11100 1 nnnnn ddddd", "fcmgt",
            .vectorFloat3),
        row(
            .facgtVector, "FACGT (vector)", "0 Q 1 01110 1z 1 mmmmm 11101 1 nnnnn ddddd", "facgt",
            .vectorFloat3),
        row(
            .fminpVector, "FMINP (vector)", "0 Q 1 01110 1z 1 mmmmm 11110 1 nnnnn ddddd", "fminp",
            .vectorFloat3),
    ]
}
