// Source: Arm ARM, "Data Processing -- Scalar Floating-Point".

extension A64Table {
    static let scalarFloatingPoint: [A64Row] = [
        row(
            .fmovRegister, "FMOV (register)", "000 11110 0z 1 000000 10000 nnnnn ddddd", "fmov",
            .float1),
        row(
            .fabsFloat, "FABS (scalar)", "000 11110 0z 1 000001 10000 nnnnn ddddd", "fabs", .float1),
        row(
            .fnegFloat, "FNEG (scalar)", "000 11110 0z 1 000010 10000 nnnnn ddddd", "fneg", .float1),
        row(
            .fsqrtFloat, "FSQRT (scalar)", "000 11110 0z 1 000011 10000 nnnnn ddddd", "fsqrt",
            .float1),
        row(
            .frintnFloat, "FRINTN (scalar)", "000 11110 0z 1 001000 10000 nnnnn ddddd", "frintn",
            .float1),
        row(
            .frintpFloat, "FRINTP (scalar)", "000 11110 0z 1 001001 10000 nnnnn ddddd", "frintp",
            .float1),
        row(
            .frintmFloat, "FRINTM (scalar)", "000 11110 0z 1 001010 10000 nnnnn ddddd", "frintm",
            .float1),
        row(
            .frintzFloat, "FRINTZ (scalar)", "000 11110 0z 1 001011 10000 nnnnn ddddd", "frintz",
            .float1),
        row(
            .frintaFloat, "FRINTA (scalar)", "000 11110 0z 1 001100 10000 nnnnn ddddd", "frinta",
            .float1),
        row(
            .frintxFloat, "FRINTX (scalar)", "000 11110 0z 1 001110 10000 nnnnn ddddd", "frintx",
            .float1),
        row(
            .frintiFloat, "FRINTI (scalar)", "000 11110 0z 1 001111 10000 nnnnn ddddd", "frinti",
            .float1),
        row(.fcvt, "FCVT", "000 11110 zz 1 0001oo 10000 nnnnn ddddd", "fcvt", .floatConvert),
        row(
            .fcmpRegister, "FCMP (register)", "000 11110 0z 1 mmmmm 00 1000 nnnnn 00 000", "fcmp",
            .floatCompare),
        row(
            .fcmpZero, "FCMP (zero)", "000 11110 0z 1 vvvvv 00 1000 nnnnn 01 000", "fcmp",
            .floatCompareZero),
        row(
            .fccmp, "FCCMP", "000 11110 0z 1 mmmmm cccc 01 nnnnn 0 ffff", "fccmp",
            .floatConditionalCompare),
        row(
            .fcmpeRegister, "FCMPE (register)", "000 11110 0z 1 mmmmm 00 1000 nnnnn 10 000",
            "fcmpe", .floatCompare),
        row(
            .fcmpeZero, "FCMPE (zero)", "000 11110 0z 1 vvvvv 00 1000 nnnnn 11 000", "fcmpe",
            .floatCompareZero),
        row(
            .fccmpe, "FCCMPE", "000 11110 0z 1 mmmmm cccc 01 nnnnn 1 ffff", "fccmpe",
            .floatConditionalCompare),
        row(.fcsel, "FCSEL", "000 11110 0z 1 mmmmm cccc 11 nnnnn ddddd", "fcsel", .floatSelect),
        row(
            .fmulFloat, "FMUL (scalar)", "000 11110 0z 1 mmmmm 0000 10 nnnnn ddddd", "fmul", .float2
        ),
        row(
            .fdivFloat, "FDIV (scalar)", "000 11110 0z 1 mmmmm 0001 10 nnnnn ddddd", "fdiv", .float2
        ),
        row(
            .faddFloat, "FADD (scalar)", "000 11110 0z 1 mmmmm 0010 10 nnnnn ddddd", "fadd", .float2
        ),
        row(
            .fsubFloat, "FSUB (scalar)", "000 11110 0z 1 mmmmm 0011 10 nnnnn ddddd", "fsub", .float2
        ),
        row(
            .fmaxFloat, "FMAX (scalar)", "000 11110 0z 1 mmmmm 0100 10 nnnnn ddddd", "fmax", .float2
        ),
        row(
            .fminFloat, "FMIN (scalar)", "000 11110 0z 1 mmmmm 0101 10 nnnnn ddddd", "fmin", .float2
        ),
        row(
            .fmaxnmFloat, "FMAXNM (scalar)", "000 11110 0z 1 mmmmm 0110 10 nnnnn ddddd", "fmaxnm",
            .float2),
        row(
            .fminnmFloat, "FMINNM (scalar)", "000 11110 0z 1 mmmmm 0111 10 nnnnn ddddd", "fminnm",
            .float2),
        row(
            .fnmulFloat, "FNMUL (scalar)", "000 11110 0z 1 mmmmm 1000 10 nnnnn ddddd", "fnmul",
            .float2),
        row(.fmadd, "FMADD", "000 11111 0z 0 mmmmm 0 aaaaa nnnnn ddddd", "fmadd", .float3),
        row(.fmsub, "FMSUB", "000 11111 0z 0 mmmmm 1 aaaaa nnnnn ddddd", "fmsub", .float3),
        row(.fnmadd, "FNMADD", "000 11111 0z 1 mmmmm 0 aaaaa nnnnn ddddd", "fnmadd", .float3),
        row(.fnmsub, "FNMSUB", "000 11111 0z 1 mmmmm 1 aaaaa nnnnn ddddd", "fnmsub", .float3),
        row(
            .fmovImmediate, "FMOV (scalar, immediate)", "000 11110 0z 1 iiiiiiii 100 00000 ddddd",
            "fmov", .floatImmediate),
        row(
            .fcvtnsFloat, "FCVTNS (scalar)", "w00 11110 0z 1 00 000 000000 nnnnn ddddd", "fcvtns",
            .floatToInteger),
        row(
            .fcvtnuFloat, "FCVTNU (scalar)", "w00 11110 0z 1 00 001 000000 nnnnn ddddd", "fcvtnu",
            .floatToInteger),
        row(
            .fcvtpsFloat, "FCVTPS (scalar)", "w00 11110 0z 1 01 000 000000 nnnnn ddddd", "fcvtps",
            .floatToInteger),
        row(
            .fcvtpuFloat, "FCVTPU (scalar)", "w00 11110 0z 1 01 001 000000 nnnnn ddddd", "fcvtpu",
            .floatToInteger),
        row(
            .fcvtmsFloat, "FCVTMS (scalar)", "w00 11110 0z 1 10 000 000000 nnnnn ddddd", "fcvtms",
            .floatToInteger),
        row(
            .fcvtmuFloat, "FCVTMU (scalar)", "w00 11110 0z 1 10 001 000000 nnnnn ddddd", "fcvtmu",
            .floatToInteger),
        row(
            .fcvtzsFloat, "FCVTZS (scalar)", "w00 11110 0z 1 11 000 000000 nnnnn ddddd", "fcvtzs",
            .floatToInteger),
        row(
            .fcvtzuFloat, "FCVTZU (scalar)", "w00 11110 0z 1 11 001 000000 nnnnn ddddd", "fcvtzu",
            .floatToInteger),
        row(
            .fcvtasFloat, "FCVTAS (scalar)", "w00 11110 0z 1 00 100 000000 nnnnn ddddd", "fcvtas",
            .floatToInteger),
        row(
            .fcvtauFloat, "FCVTAU (scalar)", "w00 11110 0z 1 00 101 000000 nnnnn ddddd", "fcvtau",
            .floatToInteger),
        row(
            .scvtfInteger, "SCVTF (scalar, integer)", "w00 11110 0z 1 00 010 000000 nnnnn ddddd",
            "scvtf", .integerToFloat),
        row(
            .scvtfFixed, "SCVTF (scalar, fixed-point)", "w00 11110 0z 0 00 010 kkkkkk nnnnn ddddd",
            "scvtf", .fixedToFloat),
        row(
            .ucvtfInteger, "UCVTF (scalar, integer)", "w00 11110 0z 1 00 011 000000 nnnnn ddddd",
            "ucvtf", .integerToFloat),
        row(
            .ucvtfFixed, "UCVTF (scalar, fixed-point)", "w00 11110 0z 0 00 011 kkkkkk nnnnn ddddd",
            "ucvtf", .fixedToFloat),
        row(
            .fcvtzsFixed, "FCVTZS (scalar, fixed-point)",
            "w00 11110 0z 0 11 000 kkkkkk nnnnn ddddd", "fcvtzs", .floatToFixed),
        row(
            .fcvtzuFixed, "FCVTZU (scalar, fixed-point)",
            "w00 11110 0z 0 11 001 kkkkkk nnnnn ddddd", "fcvtzu", .floatToFixed),
        row(
            .fmovSToW, "FMOV (general, S to W)", "000 11110 00 1 00 110 000000 nnnnn ddddd", "fmov",
            .moveToGeneral),
        row(
            .fmovWToS, "FMOV (general, W to S)", "000 11110 00 1 00 111 000000 nnnnn ddddd", "fmov",
            .moveFromGeneral),
        row(
            .fmovDToX, "FMOV (general, D to X)", "100 11110 01 1 00 110 000000 nnnnn ddddd", "fmov",
            .moveToGeneral),
        row(
            .fmovXToD, "FMOV (general, X to D)", "100 11110 01 1 00 111 000000 nnnnn ddddd", "fmov",
            .moveFromGeneral),
        row(
            .fmovTopToX, "FMOV (general, top half to X)",
            "100 11110 10 1 01 110 000000 nnnnn ddddd", "fmov", .moveTopToGeneral),
        row(
            .fmovXToTop, "FMOV (general, X to top half)",
            "100 11110 10 1 01 111 000000 nnnnn ddddd", "fmov", .moveTopFromGeneral),
    ]
}
