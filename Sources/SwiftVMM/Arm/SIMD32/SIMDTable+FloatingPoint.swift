// VFP: arithmetic, conversions, moves, loads and stores. Source: Arm ARM DDI 0406C, A7.5 to A7.9.

extension SIMDTable {
    static let floatingPoint: [SIMDRow] = [
        row(.vmla, "VMLA.F<s>", "cccc 11100 D 00 nnnn dddd 101 s N 0 M 0 mmmm", .threeNumbers),
        row(.vmls, "VMLS.F<s>", "cccc 11100 D 00 nnnn dddd 101 s N 1 M 0 mmmm", .threeNumbers),
        row(.vnmls, "VNMLS.F<s>", "cccc 11100 D 01 nnnn dddd 101 s N 0 M 0 mmmm", .threeNumbers),
        row(.vnmla, "VNMLA.F<s>", "cccc 11100 D 01 nnnn dddd 101 s N 1 M 0 mmmm", .threeNumbers),
        row(.vmul, "VMUL.F<s>", "cccc 11100 D 10 nnnn dddd 101 s N 0 M 0 mmmm", .threeNumbers),
        row(.vnmul, "VNMUL.F<s>", "cccc 11100 D 10 nnnn dddd 101 s N 1 M 0 mmmm", .threeNumbers),
        row(.vadd, "VADD.F<s>", "cccc 11100 D 11 nnnn dddd 101 s N 0 M 0 mmmm", .threeNumbers),
        row(.vsub, "VSUB.F<s>", "cccc 11100 D 11 nnnn dddd 101 s N 1 M 0 mmmm", .threeNumbers),
        row(.vdiv, "VDIV.F<s>", "cccc 11101 D 00 nnnn dddd 101 s N 0 M 0 mmmm", .threeNumbers),
        row(.vfnms, "VFNMS.F<s>", "cccc 11101 D 01 nnnn dddd 101 s N 0 M 0 mmmm", .threeNumbers),
        row(.vfnma, "VFNMA.F<s>", "cccc 11101 D 01 nnnn dddd 101 s N 1 M 0 mmmm", .threeNumbers),
        row(.vfma, "VFMA.F<s>", "cccc 11101 D 10 nnnn dddd 101 s N 0 M 0 mmmm", .threeNumbers),
        row(.vfms, "VFMS.F<s>", "cccc 11101 D 10 nnnn dddd 101 s N 1 M 0 mmmm", .threeNumbers),
        row(.vmov, "VMOV.F<s>", "cccc 11101 D 11 iiii dddd 101 s 0000 iiii", .numberImmediate),
        row(.vmov, "VMOV.F<s>", "cccc 11101 D 11 0000 dddd 101 s 01 M 0 mmmm", .twoNumbers),
        row(.vabs, "VABS.F<s>", "cccc 11101 D 11 0000 dddd 101 s 11 M 0 mmmm", .twoNumbers),
        row(.vneg, "VNEG.F<s>", "cccc 11101 D 11 0001 dddd 101 s 01 M 0 mmmm", .twoNumbers),
        row(.vsqrt, "VSQRT.F<s>", "cccc 11101 D 11 0001 dddd 101 s 11 M 0 mmmm", .twoNumbers),
        row(.vcmp, "VCMP.F<s>", "cccc 11101 D 11 0100 dddd 101 s 01 M 0 mmmm", .twoNumbers),
        row(.vcmpe, "VCMPE.F<s>", "cccc 11101 D 11 0100 dddd 101 s 11 M 0 mmmm", .twoNumbers),
        row(.vcmp, "VCMP.F<s>", "cccc 11101 D 11 0101 dddd 101 s 01000000", .compareZero),
        row(.vcmpe, "VCMPE.F<s>", "cccc 11101 D 11 0101 dddd 101 s 11000000", .compareZero),
        row(
            .vcvtb, "VCVTB.F32.F16", "cccc 11101 D 11 0010 dddd 1010 01 M 0 mmmm", .convertHalf),
        row(
            .vcvtt, "VCVTT.F32.F16", "cccc 11101 D 11 0010 dddd 1010 11 M 0 mmmm", .convertHalf),
        row(
            .vcvtb, "VCVTB.F16.F32", "cccc 11101 D 11 0011 dddd 1010 01 M 0 mmmm", .convertHalf),
        row(
            .vcvtt, "VCVTT.F16.F32", "cccc 11101 D 11 0011 dddd 1010 11 M 0 mmmm", .convertHalf),
        row(
            .vcvtb, "VCVTB.F64.F16", "cccc 11101 D 11 0010 dddd 1011 01 M 0 mmmm", .convertHalf,
            armv8: true),
        row(
            .vcvtt, "VCVTT.F64.F16", "cccc 11101 D 11 0010 dddd 1011 11 M 0 mmmm", .convertHalf,
            armv8: true),
        row(
            .vcvtb, "VCVTB.F16.F64", "cccc 11101 D 11 0011 dddd 1011 01 M 0 mmmm", .convertHalf,
            armv8: true),
        row(
            .vcvtt, "VCVTT.F16.F64", "cccc 11101 D 11 0011 dddd 1011 11 M 0 mmmm", .convertHalf,
            armv8: true),
        row(
            .vrintr, "VRINTR.F<s>", "cccc 11101 D 11 0110 dddd 101 s 01 M 0 mmmm", .twoNumbers,
            armv8: true),
        row(
            .vrintz, "VRINTZ.F<s>", "cccc 11101 D 11 0110 dddd 101 s 11 M 0 mmmm", .twoNumbers,
            armv8: true),
        row(
            .vrintx, "VRINTX.F<s>", "cccc 11101 D 11 0111 dddd 101 s 01 M 0 mmmm", .twoNumbers,
            armv8: true),
        row(
            .vcvt, "VCVT.F64.F32", "cccc 11101 D 11 0111 dddd 1010 11 M 0 mmmm", .convertPrecision),
        row(
            .vcvt, "VCVT.F32.F64", "cccc 11101 D 11 0111 dddd 1011 11 M 0 mmmm", .convertPrecision),
        row(
            .vcvtFromU, "VCVT.F<s>.U32", "cccc 11101 D 11 1000 dddd 101 s 01 M 0 mmmm",
            .fromInteger),
        row(
            .vcvtFromS, "VCVT.F<s>.S32", "cccc 11101 D 11 1000 dddd 101 s 11 M 0 mmmm",
            .fromInteger),
        row(
            .vcvtr, "VCVTR.U32.F<s>", "cccc 11101 D 11 1100 dddd 101 s 01 M 0 mmmm", .toInteger),
        row(.vcvt, "VCVT.U32.F<s>", "cccc 11101 D 11 1100 dddd 101 s 11 M 0 mmmm", .toInteger),
        row(
            .vcvtr, "VCVTR.S32.F<s>", "cccc 11101 D 11 1101 dddd 101 s 01 M 0 mmmm", .toInteger),
        row(.vcvt, "VCVT.S32.F<s>", "cccc 11101 D 11 1101 dddd 101 s 11 M 0 mmmm", .toInteger),
        row(
            .vcvtFromS, "VCVT.F<s>.S<fixed>", "cccc 11101 D 11 1010 dddd 101 s x 1 i 0 iiii",
            .fixedPoint),
        row(
            .vcvtFromU, "VCVT.F<s>.U<fixed>", "cccc 11101 D 11 1011 dddd 101 s x 1 i 0 iiii",
            .fixedPoint),
        row(
            .vcvtToS, "VCVT.S<fixed>.F<s>", "cccc 11101 D 11 1110 dddd 101 s x 1 i 0 iiii",
            .fixedPoint),
        row(
            .vcvtToU, "VCVT.U<fixed>.F<s>", "cccc 11101 D 11 1111 dddd 101 s x 1 i 0 iiii",
            .fixedPoint),
        row(
            .vsel, "VSELEQ.F<s>", "1111 11100 D 00 nnnn dddd 101 s N 0 M 0 mmmm", .selectNumber,
            armv8: true),
        row(
            .vsel, "VSELVS.F<s>", "1111 11100 D 01 nnnn dddd 101 s N 0 M 0 mmmm", .selectNumber,
            armv8: true),
        row(
            .vsel, "VSELGE.F<s>", "1111 11100 D 10 nnnn dddd 101 s N 0 M 0 mmmm", .selectNumber,
            armv8: true),
        row(
            .vsel, "VSELGT.F<s>", "1111 11100 D 11 nnnn dddd 101 s N 0 M 0 mmmm", .selectNumber,
            armv8: true),
        row(
            .vmaxnm, "VMAXNM.F<s>", "1111 11101 D 00 nnnn dddd 101 s N 0 M 0 mmmm", .threeNumbers,
            armv8: true),
        row(
            .vminnm, "VMINNM.F<s>", "1111 11101 D 00 nnnn dddd 101 s N 1 M 0 mmmm", .threeNumbers,
            armv8: true),
        row(
            .vrinta, "VRINTA.F<s>", "1111 11101 D 11 1000 dddd 101 s 01 M 0 mmmm", .twoNumbers,
            armv8: true),
        row(
            .vrintn, "VRINTN.F<s>", "1111 11101 D 11 1001 dddd 101 s 01 M 0 mmmm", .twoNumbers,
            armv8: true),
        row(
            .vrintp, "VRINTP.F<s>", "1111 11101 D 11 1010 dddd 101 s 01 M 0 mmmm", .twoNumbers,
            armv8: true),
        row(
            .vrintm, "VRINTM.F<s>", "1111 11101 D 11 1011 dddd 101 s 01 M 0 mmmm", .twoNumbers,
            armv8: true),
        row(
            .vcvta, "VCVTA.<sign>32.F<s>", "1111 11101 D 11 1100 dddd 101 s o 1 M 0 mmmm",
            .toInteger, armv8: true),
        row(
            .vcvtn, "VCVTN.<sign>32.F<s>", "1111 11101 D 11 1101 dddd 101 s o 1 M 0 mmmm",
            .toInteger, armv8: true),
        row(
            .vcvtp, "VCVTP.<sign>32.F<s>", "1111 11101 D 11 1110 dddd 101 s o 1 M 0 mmmm",
            .toInteger, armv8: true),
        row(
            .vcvtm, "VCVTM.<sign>32.F<s>", "1111 11101 D 11 1111 dddd 101 s o 1 M 0 mmmm",
            .toInteger, armv8: true),
    ]

    /// Source: Arm ARM DDI 0406C, A7.8 and A7.9.
    static let transfers: [SIMDRow] = [
        row(.vmov, "VMOV", "cccc 1110 000 L nnnn tttt 1010 N 001 0000", .moveSingle),
        row(.vmov, "VMOV", "cccc 1100 010 L uuuu tttt 1010 00 M 1 mmmm", .moveTwoSingles),
        row(.vmov, "VMOV", "cccc 1100 010 L uuuu tttt 1011 00 M 1 mmmm", .moveDouble),
        row(.vmov, "VMOV.<lane>", "cccc 1110 0 oo 0 dddd tttt 1011 D qq 1 0000", .moveToScalar),
        row(
            .vmov, "VMOV.<lane>", "cccc 1110 U oo 1 nnnn tttt 1011 N qq 1 0000", .moveFromScalar),
        row(.vdup, "VDUP.<core>", "cccc 1110 1 B Q 0 dddd tttt 1011 D 0 E 1 0000", .duplicateCore),
        row(.vmsr, "VMSR", "cccc 1110 1110 rrrr tttt 1010 0001 0000", .writeStatus),
        row(.vmrs, "VMRS", "cccc 1110 1111 rrrr tttt 1010 0001 0000", .readStatus),
    ]

    /// Source: Arm ARM DDI 0406C, A7.6 and A7.7.
    static let loadStore: [SIMDRow] = [
        row(.vstr, "VSTR", "cccc 1101 U D 00 nnnn dddd 101 s iiiiiiii", .loadStore),
        row(.vldr, "VLDR", "cccc 1101 U D 01 nnnn dddd 101 s iiiiiiii", .loadStore),
        row(.vstm, "VSTMIA", "cccc 11001 D W 0 nnnn dddd 101 s iiiiiiii", .loadStoreMultiple),
        row(.vldm, "VLDMIA", "cccc 11001 D W 1 nnnn dddd 101 s iiiiiiii", .loadStoreMultiple),
        row(.vstm, "VSTMDB", "cccc 11010 D 10 nnnn dddd 101 s iiiiiiii", .loadStoreMultiple),
        row(.vldm, "VLDMDB", "cccc 11010 D 11 nnnn dddd 101 s iiiiiiii", .loadStoreMultiple),
        row(.vst, "VST4.<size>", "1111 0100 0 D 00 nnnn dddd 000 o zz aa mmmm", .structures),
        row(.vld, "VLD4.<size>", "1111 0100 0 D 10 nnnn dddd 000 o zz aa mmmm", .structures),
        row(.vst, "VST1.<size>", "1111 0100 0 D 00 nnnn dddd 0010 zz aa mmmm", .structures),
        row(.vld, "VLD1.<size>", "1111 0100 0 D 10 nnnn dddd 0010 zz aa mmmm", .structures),
        row(.vst, "VST2.<size>", "1111 0100 0 D 00 nnnn dddd 0011 zz aa mmmm", .structures),
        row(.vld, "VLD2.<size>", "1111 0100 0 D 10 nnnn dddd 0011 zz aa mmmm", .structures),
        row(.vst, "VST3.<size>", "1111 0100 0 D 00 nnnn dddd 010 o zz aa mmmm", .structures),
        row(.vld, "VLD3.<size>", "1111 0100 0 D 10 nnnn dddd 010 o zz aa mmmm", .structures),
        row(.vst, "VST1.<size>", "1111 0100 0 D 00 nnnn dddd 011 o zz aa mmmm", .structures),
        row(.vld, "VLD1.<size>", "1111 0100 0 D 10 nnnn dddd 011 o zz aa mmmm", .structures),
        row(.vst, "VST2.<size>", "1111 0100 0 D 00 nnnn dddd 100 o zz aa mmmm", .structures),
        row(.vld, "VLD2.<size>", "1111 0100 0 D 10 nnnn dddd 100 o zz aa mmmm", .structures),
        row(.vst, "VST1.<size>", "1111 0100 0 D 00 nnnn dddd 1010 zz aa mmmm", .structures),
        row(.vld, "VLD1.<size>", "1111 0100 0 D 10 nnnn dddd 1010 zz aa mmmm", .structures),
        row(
            .vld, "VLD<n>.<all>", "1111 0100 1 D 10 nnnn dddd 11 ee zz o a mmmm", .structureAllLanes
        ),
        row(.vst, "VST<n>.<one>", "1111 0100 1 D 00 nnnn dddd zz ee xxxx mmmm", .structureLane),
        row(.vld, "VLD<n>.<one>", "1111 0100 1 D 10 nnnn dddd zz ee xxxx mmmm", .structureLane),
    ]
}
