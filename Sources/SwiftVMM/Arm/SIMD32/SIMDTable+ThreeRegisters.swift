// Advanced SIMD with three registers.

extension SIMDTable {
    /// Source: Arm ARM DDI 0406C, A7.4.1 and A7.4.
    static let threeRegisters: [SIMDRow] = [
        row(.vhaddS, "VHADD.S<size>", "1111 0010 0 D zz nnnn dddd 0000 N Q M 0 mmmm", .threeNarrow),
        row(.vhaddU, "VHADD.U<size>", "1111 0011 0 D zz nnnn dddd 0000 N Q M 0 mmmm", .threeNarrow),
        row(.vqaddS, "VQADD.S<size>", "1111 0010 0 D zz nnnn dddd 0000 N Q M 1 mmmm", .three),
        row(.vqaddU, "VQADD.U<size>", "1111 0011 0 D zz nnnn dddd 0000 N Q M 1 mmmm", .three),
        row(
            .vrhaddS, "VRHADD.S<size>", "1111 0010 0 D zz nnnn dddd 0001 N Q M 0 mmmm", .threeNarrow
        ),
        row(
            .vrhaddU, "VRHADD.U<size>", "1111 0011 0 D zz nnnn dddd 0001 N Q M 0 mmmm", .threeNarrow
        ),
        row(.vand, "VAND", "1111 0010 0 D 00 nnnn dddd 0001 N Q M 1 mmmm", .threeBits),
        row(.vbic, "VBIC", "1111 0010 0 D 01 nnnn dddd 0001 N Q M 1 mmmm", .threeBits),
        row(.vorr, "VORR", "1111 0010 0 D 10 nnnn dddd 0001 N Q M 1 mmmm", .threeBits),
        row(.vorn, "VORN", "1111 0010 0 D 11 nnnn dddd 0001 N Q M 1 mmmm", .threeBits),
        row(.veor, "VEOR", "1111 0011 0 D 00 nnnn dddd 0001 N Q M 1 mmmm", .threeBits),
        row(.vbsl, "VBSL", "1111 0011 0 D 01 nnnn dddd 0001 N Q M 1 mmmm", .threeBits),
        row(.vbit, "VBIT", "1111 0011 0 D 10 nnnn dddd 0001 N Q M 1 mmmm", .threeBits),
        row(.vbif, "VBIF", "1111 0011 0 D 11 nnnn dddd 0001 N Q M 1 mmmm", .threeBits),
        row(.vhsubS, "VHSUB.S<size>", "1111 0010 0 D zz nnnn dddd 0010 N Q M 0 mmmm", .threeNarrow),
        row(.vhsubU, "VHSUB.U<size>", "1111 0011 0 D zz nnnn dddd 0010 N Q M 0 mmmm", .threeNarrow),
        row(.vqsubS, "VQSUB.S<size>", "1111 0010 0 D zz nnnn dddd 0010 N Q M 1 mmmm", .three),
        row(.vqsubU, "VQSUB.U<size>", "1111 0011 0 D zz nnnn dddd 0010 N Q M 1 mmmm", .three),
        row(.vcgtS, "VCGT.S<size>", "1111 0010 0 D zz nnnn dddd 0011 N Q M 0 mmmm", .threeNarrow),
        row(.vcgtU, "VCGT.U<size>", "1111 0011 0 D zz nnnn dddd 0011 N Q M 0 mmmm", .threeNarrow),
        row(.vcgeS, "VCGE.S<size>", "1111 0010 0 D zz nnnn dddd 0011 N Q M 1 mmmm", .threeNarrow),
        row(.vcgeU, "VCGE.U<size>", "1111 0011 0 D zz nnnn dddd 0011 N Q M 1 mmmm", .threeNarrow),
        row(.vshlS, "VSHL.S<size>", "1111 0010 0 D zz nnnn dddd 0100 N Q M 0 mmmm", .threeShift),
        row(.vshlU, "VSHL.U<size>", "1111 0011 0 D zz nnnn dddd 0100 N Q M 0 mmmm", .threeShift),
        row(.vqshlS, "VQSHL.S<size>", "1111 0010 0 D zz nnnn dddd 0100 N Q M 1 mmmm", .threeShift),
        row(.vqshlU, "VQSHL.U<size>", "1111 0011 0 D zz nnnn dddd 0100 N Q M 1 mmmm", .threeShift),
        row(.vrshlS, "VRSHL.S<size>", "1111 0010 0 D zz nnnn dddd 0101 N Q M 0 mmmm", .threeShift),
        row(.vrshlU, "VRSHL.U<size>", "1111 0011 0 D zz nnnn dddd 0101 N Q M 0 mmmm", .threeShift),
        row(
            .vqrshlS, "VQRSHL.S<size>", "1111 0010 0 D zz nnnn dddd 0101 N Q M 1 mmmm", .threeShift),
        row(
            .vqrshlU, "VQRSHL.U<size>", "1111 0011 0 D zz nnnn dddd 0101 N Q M 1 mmmm", .threeShift),
        row(.vmaxS, "VMAX.S<size>", "1111 0010 0 D zz nnnn dddd 0110 N Q M 0 mmmm", .threeNarrow),
        row(.vmaxU, "VMAX.U<size>", "1111 0011 0 D zz nnnn dddd 0110 N Q M 0 mmmm", .threeNarrow),
        row(.vminS, "VMIN.S<size>", "1111 0010 0 D zz nnnn dddd 0110 N Q M 1 mmmm", .threeNarrow),
        row(.vminU, "VMIN.U<size>", "1111 0011 0 D zz nnnn dddd 0110 N Q M 1 mmmm", .threeNarrow),
        row(.vabdS, "VABD.S<size>", "1111 0010 0 D zz nnnn dddd 0111 N Q M 0 mmmm", .threeNarrow),
        row(.vabdU, "VABD.U<size>", "1111 0011 0 D zz nnnn dddd 0111 N Q M 0 mmmm", .threeNarrow),
        row(.vabaS, "VABA.S<size>", "1111 0010 0 D zz nnnn dddd 0111 N Q M 1 mmmm", .threeNarrow),
        row(.vabaU, "VABA.U<size>", "1111 0011 0 D zz nnnn dddd 0111 N Q M 1 mmmm", .threeNarrow),
        row(.vaddI, "VADD.I<size>", "1111 0010 0 D zz nnnn dddd 1000 N Q M 0 mmmm", .three),
        row(.vsubI, "VSUB.I<size>", "1111 0011 0 D zz nnnn dddd 1000 N Q M 0 mmmm", .three),
        row(.vtst, "VTST.<size>", "1111 0010 0 D zz nnnn dddd 1000 N Q M 1 mmmm", .threeNarrow),
        row(.vceqI, "VCEQ.I<size>", "1111 0011 0 D zz nnnn dddd 1000 N Q M 1 mmmm", .threeNarrow),
        row(.vmlaI, "VMLA.I<size>", "1111 0010 0 D zz nnnn dddd 1001 N Q M 0 mmmm", .threeNarrow),
        row(.vmlsI, "VMLS.I<size>", "1111 0011 0 D zz nnnn dddd 1001 N Q M 0 mmmm", .threeNarrow),
        row(.vmulI, "VMUL.I<size>", "1111 0010 0 D zz nnnn dddd 1001 N Q M 1 mmmm", .threeNarrow),
        row(.vmulP, "VMUL.P8", "1111 0011 0 D 00 nnnn dddd 1001 N Q M 1 mmmm", .threeBits),
        row(.vpmaxS, "VPMAX.S<size>", "1111 0010 0 D zz nnnn dddd 1010 N 0 M 0 mmmm", .threePairs),
        row(.vpmaxU, "VPMAX.U<size>", "1111 0011 0 D zz nnnn dddd 1010 N 0 M 0 mmmm", .threePairs),
        row(.vpminS, "VPMIN.S<size>", "1111 0010 0 D zz nnnn dddd 1010 N 0 M 1 mmmm", .threePairs),
        row(.vpminU, "VPMIN.U<size>", "1111 0011 0 D zz nnnn dddd 1010 N 0 M 1 mmmm", .threePairs),
        row(
            .vqdmulh, "VQDMULH.S<size>", "1111 0010 0 D zz nnnn dddd 1011 N Q M 0 mmmm",
            .threeHalves),
        row(
            .vqrdmulh, "VQRDMULH.S<size>", "1111 0011 0 D zz nnnn dddd 1011 N Q M 0 mmmm",
            .threeHalves),
        row(.vpaddI, "VPADD.I<size>", "1111 0010 0 D zz nnnn dddd 1011 N 0 M 1 mmmm", .threePairs),
        row(
            .vqrdmlah, "VQRDMLAH.S<size>", "1111 0011 0 D zz nnnn dddd 1011 N Q M 1 mmmm",
            .threeHalves, armv8: true),
        row(
            .vqrdmlsh, "VQRDMLSH.S<size>", "1111 0011 0 D zz nnnn dddd 1100 N Q M 1 mmmm",
            .threeHalves, armv8: true),
        row(
            .sha1c, "SHA1C.32", "1111 0010 0 D 00 nnnn dddd 1100 N 1 M 0 mmmm", .threeCryptographic,
            armv8: true),
        row(
            .sha1p, "SHA1P.32", "1111 0010 0 D 01 nnnn dddd 1100 N 1 M 0 mmmm", .threeCryptographic,
            armv8: true),
        row(
            .sha1m, "SHA1M.32", "1111 0010 0 D 10 nnnn dddd 1100 N 1 M 0 mmmm", .threeCryptographic,
            armv8: true),
        row(
            .sha1su0, "SHA1SU0.32", "1111 0010 0 D 11 nnnn dddd 1100 N 1 M 0 mmmm",
            .threeCryptographic, armv8: true),
        row(
            .sha256h, "SHA256H.32", "1111 0011 0 D 00 nnnn dddd 1100 N 1 M 0 mmmm",
            .threeCryptographic, armv8: true),
        row(
            .sha256h2, "SHA256H2.32", "1111 0011 0 D 01 nnnn dddd 1100 N 1 M 0 mmmm",
            .threeCryptographic, armv8: true),
        row(
            .sha256su1, "SHA256SU1.32", "1111 0011 0 D 10 nnnn dddd 1100 N 1 M 0 mmmm",
            .threeCryptographic, armv8: true),
        row(.vfmaF, "VFMA.F32", "1111 0010 0 D 00 nnnn dddd 1100 N Q M 1 mmmm", .threeBits),
        row(.vfmsF, "VFMS.F32", "1111 0010 0 D 10 nnnn dddd 1100 N Q M 1 mmmm", .threeBits),
        row(.vaddF, "VADD.F32", "1111 0010 0 D 00 nnnn dddd 1101 N Q M 0 mmmm", .threeBits),
        row(.vsubF, "VSUB.F32", "1111 0010 0 D 10 nnnn dddd 1101 N Q M 0 mmmm", .threeBits),
        row(.vpaddF, "VPADD.F32", "1111 0011 0 D 00 nnnn dddd 1101 N 0 M 0 mmmm", .threePairs),
        row(.vabdF, "VABD.F32", "1111 0011 0 D 10 nnnn dddd 1101 N Q M 0 mmmm", .threeBits),
        row(.vmlaF, "VMLA.F32", "1111 0010 0 D 00 nnnn dddd 1101 N Q M 1 mmmm", .threeBits),
        row(.vmlsF, "VMLS.F32", "1111 0010 0 D 10 nnnn dddd 1101 N Q M 1 mmmm", .threeBits),
        row(.vmulF, "VMUL.F32", "1111 0011 0 D 00 nnnn dddd 1101 N Q M 1 mmmm", .threeBits),
        row(.vceqF, "VCEQ.F32", "1111 0010 0 D 00 nnnn dddd 1110 N Q M 0 mmmm", .threeBits),
        row(.vcgeF, "VCGE.F32", "1111 0011 0 D 00 nnnn dddd 1110 N Q M 0 mmmm", .threeBits),
        row(.vcgtF, "VCGT.F32", "1111 0011 0 D 10 nnnn dddd 1110 N Q M 0 mmmm", .threeBits),
        row(.vacge, "VACGE.F32", "1111 0011 0 D 00 nnnn dddd 1110 N Q M 1 mmmm", .threeBits),
        row(.vacgt, "VACGT.F32", "1111 0011 0 D 10 nnnn dddd 1110 N Q M 1 mmmm", .threeBits),
        row(.vmaxF, "VMAX.F32", "1111 0010 0 D 00 nnnn dddd 1111 N Q M 0 mmmm", .threeBits),
        row(.vminF, "VMIN.F32", "1111 0010 0 D 10 nnnn dddd 1111 N Q M 0 mmmm", .threeBits),
        row(.vpmaxF, "VPMAX.F32", "1111 0011 0 D 00 nnnn dddd 1111 N 0 M 0 mmmm", .threePairs),
        row(.vpminF, "VPMIN.F32", "1111 0011 0 D 10 nnnn dddd 1111 N 0 M 0 mmmm", .threePairs),
        row(.vrecps, "VRECPS.F32", "1111 0010 0 D 00 nnnn dddd 1111 N Q M 1 mmmm", .threeBits),
        row(.vrsqrts, "VRSQRTS.F32", "1111 0010 0 D 10 nnnn dddd 1111 N Q M 1 mmmm", .threeBits),
        row(
            .vmaxnmF, "VMAXNM.F32", "1111 0011 0 D 00 nnnn dddd 1111 N Q M 1 mmmm", .threeBits,
            armv8: true),
        row(
            .vminnmF, "VMINNM.F32", "1111 0011 0 D 10 nnnn dddd 1111 N Q M 1 mmmm", .threeBits,
            armv8: true),
        row(.vext, "VEXT.8", "1111 0010 1 D 11 nnnn dddd iiii N Q M 0 mmmm", .extract),
        row(.vtbl, "VTBL.8", "1111 0011 1 D 11 nnnn dddd 10 ll N 0 M 0 mmmm", .table),
        row(.vtbx, "VTBX.8", "1111 0011 1 D 11 nnnn dddd 10 ll N 1 M 0 mmmm", .table),
        row(
            .vdupScalar, "VDUP.<lane>", "1111 0011 1 D 11 xxxx dddd 11000 Q M 0 mmmm",
            .duplicateScalar),
    ]

    /// Source: Arm ARM DDI 0406C, A7.4.2.
    static let differentLengths: [SIMDRow] = [
        row(.vaddlS, "VADDL.S<size>", "1111 0010 1 D zz nnnn dddd 0000 N 0 M 0 mmmm", .long),
        row(.vaddlU, "VADDL.U<size>", "1111 0011 1 D zz nnnn dddd 0000 N 0 M 0 mmmm", .long),
        row(.vaddwS, "VADDW.S<size>", "1111 0010 1 D zz nnnn dddd 0001 N 0 M 0 mmmm", .wide),
        row(.vaddwU, "VADDW.U<size>", "1111 0011 1 D zz nnnn dddd 0001 N 0 M 0 mmmm", .wide),
        row(.vsublS, "VSUBL.S<size>", "1111 0010 1 D zz nnnn dddd 0010 N 0 M 0 mmmm", .long),
        row(.vsublU, "VSUBL.U<size>", "1111 0011 1 D zz nnnn dddd 0010 N 0 M 0 mmmm", .long),
        row(.vsubwS, "VSUBW.S<size>", "1111 0010 1 D zz nnnn dddd 0011 N 0 M 0 mmmm", .wide),
        row(.vsubwU, "VSUBW.U<size>", "1111 0011 1 D zz nnnn dddd 0011 N 0 M 0 mmmm", .wide),
        row(.vabalS, "VABAL.S<size>", "1111 0010 1 D zz nnnn dddd 0101 N 0 M 0 mmmm", .long),
        row(.vabalU, "VABAL.U<size>", "1111 0011 1 D zz nnnn dddd 0101 N 0 M 0 mmmm", .long),
        row(.vabdlS, "VABDL.S<size>", "1111 0010 1 D zz nnnn dddd 0111 N 0 M 0 mmmm", .long),
        row(.vabdlU, "VABDL.U<size>", "1111 0011 1 D zz nnnn dddd 0111 N 0 M 0 mmmm", .long),
        row(.vmlalS, "VMLAL.S<size>", "1111 0010 1 D zz nnnn dddd 1000 N 0 M 0 mmmm", .long),
        row(.vmlalU, "VMLAL.U<size>", "1111 0011 1 D zz nnnn dddd 1000 N 0 M 0 mmmm", .long),
        row(.vmlslS, "VMLSL.S<size>", "1111 0010 1 D zz nnnn dddd 1010 N 0 M 0 mmmm", .long),
        row(.vmlslU, "VMLSL.U<size>", "1111 0011 1 D zz nnnn dddd 1010 N 0 M 0 mmmm", .long),
        row(.vmullS, "VMULL.S<size>", "1111 0010 1 D zz nnnn dddd 1100 N 0 M 0 mmmm", .long),
        row(.vmullU, "VMULL.U<size>", "1111 0011 1 D zz nnnn dddd 1100 N 0 M 0 mmmm", .long),
        row(.vaddhn, "VADDHN.I<2size>", "1111 0010 1 D zz nnnn dddd 0100 N 0 M 0 mmmm", .narrow),
        row(.vraddhn, "VRADDHN.I<2size>", "1111 0011 1 D zz nnnn dddd 0100 N 0 M 0 mmmm", .narrow),
        row(.vsubhn, "VSUBHN.I<2size>", "1111 0010 1 D zz nnnn dddd 0110 N 0 M 0 mmmm", .narrow),
        row(.vrsubhn, "VRSUBHN.I<2size>", "1111 0011 1 D zz nnnn dddd 0110 N 0 M 0 mmmm", .narrow),
        row(
            .vqdmlal, "VQDMLAL.S<size>", "1111 0010 1 D zz nnnn dddd 1001 N 0 M 0 mmmm", .longHalves
        ),
        row(
            .vqdmlsl, "VQDMLSL.S<size>", "1111 0010 1 D zz nnnn dddd 1011 N 0 M 0 mmmm", .longHalves
        ),
        row(
            .vqdmull, "VQDMULL.S<size>", "1111 0010 1 D zz nnnn dddd 1101 N 0 M 0 mmmm", .longHalves
        ),
        row(.vmullP, "VMULL.P8", "1111 0010 1 D 00 nnnn dddd 1110 N 0 M 0 mmmm", .long),
        row(
            .vmullP, "VMULL.P64", "1111 0010 1 D 10 nnnn dddd 1110 N 0 M 0 mmmm", .long, armv8: true
        ),
    ]

    /// Source: Arm ARM DDI 0406C, A7.4.3.
    static let scalars: [SIMDRow] = [
        row(.vmlaI, "VMLA.I<size>", "1111 001Q 1 D zz nnnn dddd 0000 N 1 M 0 mmmm", .scalar),
        row(.vmlaF, "VMLA.F32", "1111 001Q 1 D 10 nnnn dddd 0001 N 1 M 0 mmmm", .scalarFloat),
        row(.vmlsI, "VMLS.I<size>", "1111 001Q 1 D zz nnnn dddd 0100 N 1 M 0 mmmm", .scalar),
        row(.vmlsF, "VMLS.F32", "1111 001Q 1 D 10 nnnn dddd 0101 N 1 M 0 mmmm", .scalarFloat),
        row(.vmulI, "VMUL.I<size>", "1111 001Q 1 D zz nnnn dddd 1000 N 1 M 0 mmmm", .scalar),
        row(.vmulF, "VMUL.F32", "1111 001Q 1 D 10 nnnn dddd 1001 N 1 M 0 mmmm", .scalarFloat),
        row(.vmlalS, "VMLAL.S<size>", "1111 0010 1 D zz nnnn dddd 0010 N 1 M 0 mmmm", .scalarLong),
        row(.vmlalU, "VMLAL.U<size>", "1111 0011 1 D zz nnnn dddd 0010 N 1 M 0 mmmm", .scalarLong),
        row(.vmlslS, "VMLSL.S<size>", "1111 0010 1 D zz nnnn dddd 0110 N 1 M 0 mmmm", .scalarLong),
        row(.vmlslU, "VMLSL.U<size>", "1111 0011 1 D zz nnnn dddd 0110 N 1 M 0 mmmm", .scalarLong),
        row(.vmullS, "VMULL.S<size>", "1111 0010 1 D zz nnnn dddd 1010 N 1 M 0 mmmm", .scalarLong),
        row(.vmullU, "VMULL.U<size>", "1111 0011 1 D zz nnnn dddd 1010 N 1 M 0 mmmm", .scalarLong),
        row(
            .vqdmlal, "VQDMLAL.S<size>", "1111 0010 1 D zz nnnn dddd 0011 N 1 M 0 mmmm", .scalarLong
        ),
        row(
            .vqdmlsl, "VQDMLSL.S<size>", "1111 0010 1 D zz nnnn dddd 0111 N 1 M 0 mmmm", .scalarLong
        ),
        row(
            .vqdmull, "VQDMULL.S<size>", "1111 0010 1 D zz nnnn dddd 1011 N 1 M 0 mmmm", .scalarLong
        ),
        row(.vqdmulh, "VQDMULH.S<size>", "1111 001Q 1 D zz nnnn dddd 1100 N 1 M 0 mmmm", .scalar),
        row(.vqrdmulh, "VQRDMULH.S<size>", "1111 001Q 1 D zz nnnn dddd 1101 N 1 M 0 mmmm", .scalar),
        row(
            .vqrdmlah, "VQRDMLAH.S<size>", "1111 001Q 1 D zz nnnn dddd 1110 N 1 M 0 mmmm", .scalar,
            armv8: true),
        row(
            .vqrdmlsh, "VQRDMLSH.S<size>", "1111 001Q 1 D zz nnnn dddd 1111 N 1 M 0 mmmm", .scalar,
            armv8: true),
    ]
}
