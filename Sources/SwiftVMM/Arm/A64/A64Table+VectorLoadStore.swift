// Source: Arm ARM, loads and stores of one SIMD&FP register and of
// pairs.

extension A64Table {
    static let vectorLoadStore: [A64Row] = [
        row(
            .ldrVectorLiteral, "LDR (literal, SIMD&FP)", "oo 011 1 00 iiiiiiiiiiiiiiiiiii ddddd",
            "ldr", .vectorLiteral),
        row(
            .strVectorUnsignedOffset, "STR (immediate, SIMD&FP, unsigned offset)",
            "zz 111 1 01 00 iiiiiiiiiiii nnnnn ddddd", "str", .vectorUnsignedOffset),
        row(
            .ldrVectorUnsignedOffset, "LDR (immediate, SIMD&FP, unsigned offset)",
            "zz 111 1 01 01 iiiiiiiiiiii nnnnn ddddd", "ldr", .vectorUnsignedOffset),
        row(
            .strVectorQuadUnsignedOffset, "STR (immediate, SIMD&FP, unsigned offset, 128-bit)",
            "00 111 1 01 10 iiiiiiiiiiii nnnnn ddddd", "str", .vectorUnsignedOffset),
        row(
            .ldrVectorQuadUnsignedOffset, "LDR (immediate, SIMD&FP, unsigned offset, 128-bit)",
            "00 111 1 01 11 iiiiiiiiiiii nnnnn ddddd", "ldr", .vectorUnsignedOffset),
        row(
            .sturVectorUnscaledOffset, "STUR (SIMD&FP, unscaled)",
            "zz 111 1 00 00 0 iiiiiiiii 00 nnnnn ddddd", "stur", .vectorUnscaledOffset),
        row(
            .ldurVectorUnscaledOffset, "LDUR (SIMD&FP, unscaled)",
            "zz 111 1 00 01 0 iiiiiiiii 00 nnnnn ddddd", "ldur", .vectorUnscaledOffset),
        row(
            .sturVectorQuadUnscaledOffset, "STUR (SIMD&FP, unscaled, 128-bit)",
            "00 111 1 00 10 0 iiiiiiiii 00 nnnnn ddddd", "stur", .vectorUnscaledOffset),
        row(
            .ldurVectorQuadUnscaledOffset, "LDUR (SIMD&FP, unscaled, 128-bit)",
            "00 111 1 00 11 0 iiiiiiiii 00 nnnnn ddddd", "ldur", .vectorUnscaledOffset),
        row(
            .strVectorPostIndex, "STR (immediate, SIMD&FP, post-index)",
            "zz 111 1 00 00 0 iiiiiiiii 01 nnnnn ddddd", "str", .vectorPostIndex),
        row(
            .ldrVectorPostIndex, "LDR (immediate, SIMD&FP, post-index)",
            "zz 111 1 00 01 0 iiiiiiiii 01 nnnnn ddddd", "ldr", .vectorPostIndex),
        row(
            .strVectorQuadPostIndex, "STR (immediate, SIMD&FP, post-index, 128-bit)",
            "00 111 1 00 10 0 iiiiiiiii 01 nnnnn ddddd", "str", .vectorPostIndex),
        row(
            .ldrVectorQuadPostIndex, "LDR (immediate, SIMD&FP, post-index, 128-bit)",
            "00 111 1 00 11 0 iiiiiiiii 01 nnnnn ddddd", "ldr", .vectorPostIndex),
        row(
            .strVectorPreIndex, "STR (immediate, SIMD&FP, pre-index)",
            "zz 111 1 00 00 0 iiiiiiiii 11 nnnnn ddddd", "str", .vectorPreIndex),
        row(
            .ldrVectorPreIndex, "LDR (immediate, SIMD&FP, pre-index)",
            "zz 111 1 00 01 0 iiiiiiiii 11 nnnnn ddddd", "ldr", .vectorPreIndex),
        row(
            .strVectorQuadPreIndex, "STR (immediate, SIMD&FP, pre-index, 128-bit)",
            "00 111 1 00 10 0 iiiiiiiii 11 nnnnn ddddd", "str", .vectorPreIndex),
        row(
            .ldrVectorQuadPreIndex, "LDR (immediate, SIMD&FP, pre-index, 128-bit)",
            "00 111 1 00 11 0 iiiiiiiii 11 nnnnn ddddd", "ldr", .vectorPreIndex),
        row(
            .strVectorRegister, "STR (register, SIMD&FP)",
            "zz 111 1 00 00 1 mmmmm eee S 10 nnnnn ddddd", "str", .vectorRegisterOffset),
        row(
            .ldrVectorRegister, "LDR (register, SIMD&FP)",
            "zz 111 1 00 01 1 mmmmm eee S 10 nnnnn ddddd", "ldr", .vectorRegisterOffset),
        row(
            .strVectorQuadRegister, "STR (register, SIMD&FP, 128-bit)",
            "00 111 1 00 10 1 mmmmm eee S 10 nnnnn ddddd", "str", .vectorRegisterOffset),
        row(
            .ldrVectorQuadRegister, "LDR (register, SIMD&FP, 128-bit)",
            "00 111 1 00 11 1 mmmmm eee S 10 nnnnn ddddd", "ldr", .vectorRegisterOffset),
        row(
            .stnpVector, "STNP (SIMD&FP)", "oo 101 1 000 0 iiiiiii aaaaa nnnnn ddddd", "stnp",
            .vectorPairOffset),
        row(
            .ldnpVector, "LDNP (SIMD&FP)", "oo 101 1 000 1 iiiiiii aaaaa nnnnn ddddd", "ldnp",
            .vectorPairOffset),
        row(
            .stpVectorPostIndex, "STP (SIMD&FP, post-index)",
            "oo 101 1 001 0 iiiiiii aaaaa nnnnn ddddd", "stp", .vectorPairPostIndex),
        row(
            .ldpVectorPostIndex, "LDP (SIMD&FP, post-index)",
            "oo 101 1 001 1 iiiiiii aaaaa nnnnn ddddd", "ldp", .vectorPairPostIndex),
        row(
            .stpVectorOffset, "STP (SIMD&FP, signed offset)",
            "oo 101 1 010 0 iiiiiii aaaaa nnnnn ddddd", "stp", .vectorPairOffset),
        row(
            .ldpVectorOffset, "LDP (SIMD&FP, signed offset)",
            "oo 101 1 010 1 iiiiiii aaaaa nnnnn ddddd", "ldp", .vectorPairOffset),
        row(
            .stpVectorPreIndex, "STP (SIMD&FP, pre-index)",
            "oo 101 1 011 0 iiiiiii aaaaa nnnnn ddddd", "stp", .vectorPairPreIndex),
        row(
            .ldpVectorPreIndex, "LDP (SIMD&FP, pre-index)",
            "oo 101 1 011 1 iiiiiii aaaaa nnnnn ddddd", "ldp", .vectorPairPreIndex),
    ]
}
