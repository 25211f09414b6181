// What a VFP or Advanced SIMD instruction does. `S` and `U` at the end are signed and unsigned, `F`
// is floating point, `I` integers, `P` polynomials.

public enum SIMDOpcode: UInt8, CaseIterable, Sendable {
    case none
    // MARK: Floating point
    case vmla, vmls, vnmla, vnmls, vmul, vnmul, vadd, vsub, vdiv
    case vfma, vfms, vfnma, vfnms
    case vmov, vabs, vneg, vsqrt, vcmp, vcmpe
    case vrintr, vrintz, vrintx, vrinta, vrintn, vrintp, vrintm
    case vsel, vmaxnm, vminnm
    case vcvt, vcvtb, vcvtt, vcvtr, vcvta, vcvtn, vcvtp, vcvtm
    // MARK: Between register files, memory
    case vmrs, vmsr, vdup
    case vldr, vstr, vldm, vstm, vld, vst
    // MARK: Three registers
    case vhaddS, vhaddU, vqaddS, vqaddU, vrhaddS, vrhaddU, vhsubS, vhsubU, vqsubS, vqsubU
    case vand, vbic, vorr, vorn, veor, vbsl, vbit, vbif
    case vcgtS, vcgtU, vcgeS, vcgeU, vceqI, vtst
    case vshlS, vshlU, vqshlS, vqshlU, vrshlS, vrshlU, vqrshlS, vqrshlU
    case vmaxS, vmaxU, vminS, vminU, vabdS, vabdU, vabaS, vabaU
    case vaddI, vsubI, vmlaI, vmlsI, vmulI, vmulP
    case vpmaxS, vpmaxU, vpminS, vpminU, vpaddI
    case vqdmulh, vqrdmulh, vqrdmlah, vqrdmlsh
    case vaddF, vsubF, vpaddF, vabdF, vmlaF, vmlsF, vmulF, vfmaF, vfmsF
    case vceqF, vcgeF, vcgtF, vacge, vacgt, vmaxF, vminF, vpmaxF, vpminF, vmaxnmF, vminnmF
    case vrecps, vrsqrts
    case sha1c, sha1p, sha1m, sha1su0, sha256h, sha256h2, sha256su1
    // MARK: Different lengths
    case vaddlS, vaddlU, vaddwS, vaddwU, vsublS, vsublU, vsubwS, vsubwU
    case vaddhn, vraddhn, vsubhn, vrsubhn
    case vabalS, vabalU, vabdlS, vabdlU
    case vmlalS, vmlalU, vmlslS, vmlslU, vmullS, vmullU, vmullP
    case vqdmlal, vqdmlsl, vqdmull
    // MARK: Shifts by an immediate
    case vshrS, vshrU, vsraS, vsraU, vrshrS, vrshrU, vrsraS, vrsraU, vsri, vsli, vshlI
    case vqshluI, vqshlSI, vqshlUI
    case vshrn, vrshrn, vqshrun, vqrshrun, vqshrnS, vqshrnU, vqrshrnS, vqrshrnU
    case vshllS, vshllU
    case vcvtFromS, vcvtFromU, vcvtToS, vcvtToU
    // MARK: Immediates
    case vmovI, vmvnI, vorrI, vbicI
    // MARK: Two registers
    case vrev, vpaddlS, vpaddlU, vpadalS, vpadalU, vcls, vclz, vcnt, vmvn, vqabs, vqneg
    case vcgtZero, vcgeZero, vceqZero, vcleZero, vcltZero, vabsI, vnegI
    case vcgtFZero, vcgeFZero, vceqFZero, vcleFZero, vcltFZero, vabsF, vnegF
    case vswp, vtrn, vuzp, vzip
    case vmovn, vqmovun, vqmovnS, vqmovnU, vshllMaximum
    case vcvtNarrow, vcvtWiden
    case vrecpeU, vrsqrteU, vrecpeF, vrsqrteF
    case aese, aesd, aesmc, aesimc, sha1h, sha1su1, sha256su0
    // MARK: Moving elements
    case vext, vtbl, vtbx, vdupScalar
}
