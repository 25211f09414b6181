// Advanced SIMD with two registers, or one and an immediate.

extension SIMDTable {
    /// Source: Arm ARM DDI 0406C, A7.4.4.
    static let shifts: [SIMDRow] = [
        row(.vshrS, "VSHR.S<size>", "1111 0010 1 D iiiiii dddd 0000 L Q M 1 mmmm", .shiftRight),
        row(.vshrU, "VSHR.U<size>", "1111 0011 1 D iiiiii dddd 0000 L Q M 1 mmmm", .shiftRight),
        row(.vsraS, "VSRA.S<size>", "1111 0010 1 D iiiiii dddd 0001 L Q M 1 mmmm", .shiftRight),
        row(.vsraU, "VSRA.U<size>", "1111 0011 1 D iiiiii dddd 0001 L Q M 1 mmmm", .shiftRight),
        row(.vrshrS, "VRSHR.S<size>", "1111 0010 1 D iiiiii dddd 0010 L Q M 1 mmmm", .shiftRight),
        row(.vrshrU, "VRSHR.U<size>", "1111 0011 1 D iiiiii dddd 0010 L Q M 1 mmmm", .shiftRight),
        row(.vrsraS, "VRSRA.S<size>", "1111 0010 1 D iiiiii dddd 0011 L Q M 1 mmmm", .shiftRight),
        row(.vrsraU, "VRSRA.U<size>", "1111 0011 1 D iiiiii dddd 0011 L Q M 1 mmmm", .shiftRight),
        row(.vsri, "VSRI.<size>", "1111 0011 1 D iiiiii dddd 0100 L Q M 1 mmmm", .shiftRight),
        row(.vshlI, "VSHL.I<size>", "1111 0010 1 D iiiiii dddd 0101 L Q M 1 mmmm", .shiftLeft),
        row(.vsli, "VSLI.<size>", "1111 0011 1 D iiiiii dddd 0101 L Q M 1 mmmm", .shiftLeft),
        row(.vqshluI, "VQSHLU.S<size>", "1111 0011 1 D iiiiii dddd 0110 L Q M 1 mmmm", .shiftLeft),
        row(.vqshlSI, "VQSHL.S<size>", "1111 0010 1 D iiiiii dddd 0111 L Q M 1 mmmm", .shiftLeft),
        row(.vqshlUI, "VQSHL.U<size>", "1111 0011 1 D iiiiii dddd 0111 L Q M 1 mmmm", .shiftLeft),
        row(.vshrn, "VSHRN.I<2size>", "1111 0010 1 D iiiiii dddd 1000 0 0 M 1 mmmm", .shiftNarrow),
        row(
            .vrshrn, "VRSHRN.I<2size>", "1111 0010 1 D iiiiii dddd 1000 0 1 M 1 mmmm", .shiftNarrow),
        row(
            .vqshrun, "VQSHRUN.S<2size>", "1111 0011 1 D iiiiii dddd 1000 0 0 M 1 mmmm",
            .shiftNarrow),
        row(
            .vqrshrun, "VQRSHRUN.S<2size>", "1111 0011 1 D iiiiii dddd 1000 0 1 M 1 mmmm",
            .shiftNarrow),
        row(
            .vqshrnS, "VQSHRN.S<2size>", "1111 0010 1 D iiiiii dddd 1001 0 0 M 1 mmmm", .shiftNarrow
        ),
        row(
            .vqrshrnS, "VQRSHRN.S<2size>", "1111 0010 1 D iiiiii dddd 1001 0 1 M 1 mmmm",
            .shiftNarrow),
        row(.vshllS, "VSHLL.S<size>", "1111 0010 1 D iiiiii dddd 1010 0 0 M 1 mmmm", .shiftLong),
        row(
            .vcvtFromS, "VCVT.F32.S32", "1111 0010 1 D iiiiii dddd 1110 0 Q M 1 mmmm", .fixedVector),
        row(.vcvtToS, "VCVT.S32.F32", "1111 0010 1 D iiiiii dddd 1111 0 Q M 1 mmmm", .fixedVector),
        row(
            .vqshrnU, "VQSHRN.U<2size>", "1111 0011 1 D iiiiii dddd 1001 0 0 M 1 mmmm", .shiftNarrow
        ),
        row(
            .vqrshrnU, "VQRSHRN.U<2size>", "1111 0011 1 D iiiiii dddd 1001 0 1 M 1 mmmm",
            .shiftNarrow),
        row(.vshllU, "VSHLL.U<size>", "1111 0011 1 D iiiiii dddd 1010 0 0 M 1 mmmm", .shiftLong),
        row(
            .vcvtFromU, "VCVT.F32.U32", "1111 0011 1 D iiiiii dddd 1110 0 Q M 1 mmmm", .fixedVector),
        row(.vcvtToU, "VCVT.U32.F32", "1111 0011 1 D iiiiii dddd 1111 0 Q M 1 mmmm", .fixedVector),
    ]

    /// Source: Arm ARM DDI 0406C, A7.4.6.
    static let immediates: [SIMDRow] = [
        row(.vorrI, "VORR.I<size>", "1111 001i 1 D 000 iii dddd 0 oo 1 0 Q 01 iiii", .immediate),
        row(.vorrI, "VORR.I<size>", "1111 001i 1 D 000 iii dddd 10 o 1 0 Q 01 iiii", .immediate),
        row(.vmovI, "VMOV.I<size>", "1111 001i 1 D 000 iii dddd oooo 0 Q 01 iiii", .immediate),
        row(.vbicI, "VBIC.I<size>", "1111 001i 1 D 000 iii dddd 0 oo 1 0 Q 11 iiii", .immediate),
        row(.vbicI, "VBIC.I<size>", "1111 001i 1 D 000 iii dddd 10 o 1 0 Q 11 iiii", .immediate),
        row(.vmovI, "VMOV.I64", "1111 001i 1 D 000 iii dddd 1110 0 Q 11 iiii", .immediate),
        row(.vmvnI, "VMVN.I<size>", "1111 001i 1 D 000 iii dddd 0 oo 0 0 Q 11 iiii", .immediate),
        row(.vmvnI, "VMVN.I<size>", "1111 001i 1 D 000 iii dddd 10 o 0 0 Q 11 iiii", .immediate),
        row(.vmvnI, "VMVN.I<size>", "1111 001i 1 D 000 iii dddd 110 o 0 Q 11 iiii", .immediate),
    ]

    /// Source: Arm ARM DDI 0406C, A7.4.5.
    static let twoRegisters: [SIMDRow] = [
        row(.vrev, "VREV64.<size>", "1111 0011 1 D 11 zz 00 dddd 0 0000 Q M 0 mmmm", .reverse),
        row(.vrev, "VREV32.<size>", "1111 0011 1 D 11 zz 00 dddd 0 0001 Q M 0 mmmm", .reverse),
        row(.vrev, "VREV16.<size>", "1111 0011 1 D 11 zz 00 dddd 0 0010 Q M 0 mmmm", .reverse),
        row(.vpaddlS, "VPADDL.S<size>", "1111 0011 1 D 11 zz 00 dddd 0 0100 Q M 0 mmmm", .two),
        row(.vpaddlU, "VPADDL.U<size>", "1111 0011 1 D 11 zz 00 dddd 0 0101 Q M 0 mmmm", .two),
        row(
            .aese, "AESE.8", "1111 0011 1 D 11 00 00 dddd 0 0110 0 M 0 mmmm", .twoCryptographic,
            armv8: true),
        row(
            .aesd, "AESD.8", "1111 0011 1 D 11 00 00 dddd 0 0110 1 M 0 mmmm", .twoCryptographic,
            armv8: true),
        row(
            .aesmc, "AESMC.8", "1111 0011 1 D 11 00 00 dddd 0 0111 0 M 0 mmmm", .twoCryptographic,
            armv8: true),
        row(
            .aesimc, "AESIMC.8", "1111 0011 1 D 11 00 00 dddd 0 0111 1 M 0 mmmm", .twoCryptographic,
            armv8: true),
        row(.vcls, "VCLS.S<size>", "1111 0011 1 D 11 zz 00 dddd 0 1000 Q M 0 mmmm", .two),
        row(.vclz, "VCLZ.I<size>", "1111 0011 1 D 11 zz 00 dddd 0 1001 Q M 0 mmmm", .two),
        row(.vcnt, "VCNT.8", "1111 0011 1 D 11 00 00 dddd 0 1010 Q M 0 mmmm", .twoFixed),
        row(.vmvn, "VMVN", "1111 0011 1 D 11 00 00 dddd 0 1011 Q M 0 mmmm", .twoFixed),
        row(.vpadalS, "VPADAL.S<size>", "1111 0011 1 D 11 zz 00 dddd 0 1100 Q M 0 mmmm", .two),
        row(.vpadalU, "VPADAL.U<size>", "1111 0011 1 D 11 zz 00 dddd 0 1101 Q M 0 mmmm", .two),
        row(.vqabs, "VQABS.S<size>", "1111 0011 1 D 11 zz 00 dddd 0 1110 Q M 0 mmmm", .two),
        row(.vqneg, "VQNEG.S<size>", "1111 0011 1 D 11 zz 00 dddd 0 1111 Q M 0 mmmm", .two),
        row(.vcgtZero, "VCGT.S<size>", "1111 0011 1 D 11 zz 01 dddd 0 0000 Q M 0 mmmm", .two),
        row(.vcgtFZero, "VCGT.F32", "1111 0011 1 D 11 10 01 dddd 0 1000 Q M 0 mmmm", .twoFixed),
        row(.vcgeZero, "VCGE.S<size>", "1111 0011 1 D 11 zz 01 dddd 0 0001 Q M 0 mmmm", .two),
        row(.vcgeFZero, "VCGE.F32", "1111 0011 1 D 11 10 01 dddd 0 1001 Q M 0 mmmm", .twoFixed),
        row(.vceqZero, "VCEQ.I<size>", "1111 0011 1 D 11 zz 01 dddd 0 0010 Q M 0 mmmm", .two),
        row(.vceqFZero, "VCEQ.F32", "1111 0011 1 D 11 10 01 dddd 0 1010 Q M 0 mmmm", .twoFixed),
        row(.vcleZero, "VCLE.S<size>", "1111 0011 1 D 11 zz 01 dddd 0 0011 Q M 0 mmmm", .two),
        row(.vcleFZero, "VCLE.F32", "1111 0011 1 D 11 10 01 dddd 0 1011 Q M 0 mmmm", .twoFixed),
        row(.vcltZero, "VCLT.S<size>", "1111 0011 1 D 11 zz 01 dddd 0 0100 Q M 0 mmmm", .two),
        row(.vcltFZero, "VCLT.F32", "1111 0011 1 D 11 10 01 dddd 0 1100 Q M 0 mmmm", .twoFixed),
        row(.vabsI, "VABS.S<size>", "1111 0011 1 D 11 zz 01 dddd 0 0110 Q M 0 mmmm", .two),
        row(.vabsF, "VABS.F32", "1111 0011 1 D 11 10 01 dddd 0 1110 Q M 0 mmmm", .twoFixed),
        row(.vnegI, "VNEG.S<size>", "1111 0011 1 D 11 zz 01 dddd 0 0111 Q M 0 mmmm", .two),
        row(.vnegF, "VNEG.F32", "1111 0011 1 D 11 10 01 dddd 0 1111 Q M 0 mmmm", .twoFixed),
        row(
            .sha1h, "SHA1H.32", "1111 0011 1 D 11 10 01 dddd 0 0101 1 M 0 mmmm", .twoCryptographic,
            armv8: true),
        row(.vswp, "VSWP", "1111 0011 1 D 11 00 10 dddd 0 0000 Q M 0 mmmm", .twoFixed),
        row(.vtrn, "VTRN.<size>", "1111 0011 1 D 11 zz 10 dddd 0 0001 Q M 0 mmmm", .two),
        row(.vuzp, "VUZP.<size>", "1111 0011 1 D 11 zz 10 dddd 0 0010 Q M 0 mmmm", .permute),
        row(.vzip, "VZIP.<size>", "1111 0011 1 D 11 zz 10 dddd 0 0011 Q M 0 mmmm", .permute),
        row(.vmovn, "VMOVN.I<2size>", "1111 0011 1 D 11 zz 10 dddd 0 0100 0 M 0 mmmm", .twoNarrow),
        row(
            .vqmovun, "VQMOVUN.S<2size>", "1111 0011 1 D 11 zz 10 dddd 0 0100 1 M 0 mmmm",
            .twoNarrow),
        row(
            .vqmovnS, "VQMOVN.S<2size>", "1111 0011 1 D 11 zz 10 dddd 0 0101 0 M 0 mmmm", .twoNarrow
        ),
        row(
            .vqmovnU, "VQMOVN.U<2size>", "1111 0011 1 D 11 zz 10 dddd 0 0101 1 M 0 mmmm", .twoNarrow
        ),
        row(
            .vshllMaximum, "VSHLL.I<size>", "1111 0011 1 D 11 zz 10 dddd 0 0110 0 M 0 mmmm",
            .twoLong),
        row(
            .sha1su1, "SHA1SU1.32", "1111 0011 1 D 11 10 10 dddd 0 0111 0 M 0 mmmm",
            .twoCryptographic, armv8: true),
        row(
            .sha256su0, "SHA256SU0.32", "1111 0011 1 D 11 10 10 dddd 0 0111 1 M 0 mmmm",
            .twoCryptographic, armv8: true),
        row(
            .vrintn, "VRINTN.F32", "1111 0011 1 D 11 10 10 dddd 0 1000 Q M 0 mmmm", .twoFixed,
            armv8: true),
        row(
            .vrintx, "VRINTX.F32", "1111 0011 1 D 11 10 10 dddd 0 1001 Q M 0 mmmm", .twoFixed,
            armv8: true),
        row(
            .vrinta, "VRINTA.F32", "1111 0011 1 D 11 10 10 dddd 0 1010 Q M 0 mmmm", .twoFixed,
            armv8: true),
        row(
            .vrintz, "VRINTZ.F32", "1111 0011 1 D 11 10 10 dddd 0 1011 Q M 0 mmmm", .twoFixed,
            armv8: true),
        row(
            .vrintm, "VRINTM.F32", "1111 0011 1 D 11 10 10 dddd 0 1101 Q M 0 mmmm", .twoFixed,
            armv8: true),
        row(
            .vrintp, "VRINTP.F32", "1111 0011 1 D 11 10 10 dddd 0 1111 Q M 0 mmmm", .twoFixed,
            armv8: true),
        row(
            .vcvtNarrow, "VCVT.F16.F32", "1111 0011 1 D 11 01 10 dddd 0 1100 0 M 0 mmmm", .twoNarrow
        ),
        row(.vcvtWiden, "VCVT.F32.F16", "1111 0011 1 D 11 01 10 dddd 0 1110 0 M 0 mmmm", .twoLong),
        row(
            .vcvta, "VCVTA.<sign>32.F32", "1111 0011 1 D 11 10 11 dddd 0 000o Q M 0 mmmm",
            .twoFixed, armv8: true),
        row(
            .vcvtn, "VCVTN.<sign>32.F32", "1111 0011 1 D 11 10 11 dddd 0 001o Q M 0 mmmm",
            .twoFixed, armv8: true),
        row(
            .vcvtp, "VCVTP.<sign>32.F32", "1111 0011 1 D 11 10 11 dddd 0 010o Q M 0 mmmm",
            .twoFixed, armv8: true),
        row(
            .vcvtm, "VCVTM.<sign>32.F32", "1111 0011 1 D 11 10 11 dddd 0 011o Q M 0 mmmm",
            .twoFixed, armv8: true),
        row(.vrecpeU, "VRECPE.U32", "1111 0011 1 D 11 10 11 dddd 0 1000 Q M 0 mmmm", .twoFixed),
        row(.vrecpeF, "VRECPE.F32", "1111 0011 1 D 11 10 11 dddd 0 1010 Q M 0 mmmm", .twoFixed),
        row(.vrsqrteU, "VRSQRTE.U32", "1111 0011 1 D 11 10 11 dddd 0 1001 Q M 0 mmmm", .twoFixed),
        row(.vrsqrteF, "VRSQRTE.F32", "1111 0011 1 D 11 10 11 dddd 0 1011 Q M 0 mmmm", .twoFixed),
        row(.vcvtFromS, "VCVT.F32.S32", "1111 0011 1 D 11 10 11 dddd 0 1100 Q M 0 mmmm", .twoFixed),
        row(.vcvtFromU, "VCVT.F32.U32", "1111 0011 1 D 11 10 11 dddd 0 1101 Q M 0 mmmm", .twoFixed),
        row(.vcvtToS, "VCVT.S32.F32", "1111 0011 1 D 11 10 11 dddd 0 1110 Q M 0 mmmm", .twoFixed),
        row(.vcvtToU, "VCVT.U32.F32", "1111 0011 1 D 11 10 11 dddd 0 1111 Q M 0 mmmm", .twoFixed),
    ]
}
