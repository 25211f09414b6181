// Source: Arm ARM, "Loads and Stores" of the general-purpose registers.

extension A64Table {
    static let loadStore: [A64Row] = [
        // Load register (literal)
        row(.ldrLiteral, "LDR (literal)", "0z 011 0 00 iiiiiiiiiiiiiiiiiii ddddd", "ldr", .literal),
        row(
            .ldrswLiteral, "LDRSW (literal)", "10 011 0 00 iiiiiiiiiiiiiiiiiii ddddd", "ldrsw",
            .literal),
        row(
            .prfmLiteral, "PRFM (literal)", "11 011 0 00 iiiiiiiiiiiiiiiiiii ddddd", "prfm",
            .prefetchLiteral),
        // Load/store register (unsigned immediate)
        row(
            .strbUnsignedOffset, "STRB (immediate, unsigned offset)",
            "00 111 0 01 00 iiiiiiiiiiii nnnnn ddddd", "strb", .unsignedOffset),
        row(
            .ldrbUnsignedOffset, "LDRB (immediate, unsigned offset)",
            "00 111 0 01 01 iiiiiiiiiiii nnnnn ddddd", "ldrb", .unsignedOffset),
        row(
            .ldrsbUnsignedOffset, "LDRSB (immediate, unsigned offset)",
            "00 111 0 01 1o iiiiiiiiiiii nnnnn ddddd", "ldrsb", .unsignedOffset),
        row(
            .strhUnsignedOffset, "STRH (immediate, unsigned offset)",
            "01 111 0 01 00 iiiiiiiiiiii nnnnn ddddd", "strh", .unsignedOffset),
        row(
            .ldrhUnsignedOffset, "LDRH (immediate, unsigned offset)",
            "01 111 0 01 01 iiiiiiiiiiii nnnnn ddddd", "ldrh", .unsignedOffset),
        row(
            .ldrshUnsignedOffset, "LDRSH (immediate, unsigned offset)",
            "01 111 0 01 1o iiiiiiiiiiii nnnnn ddddd", "ldrsh", .unsignedOffset),
        row(
            .strUnsignedOffset, "STR (immediate, unsigned offset)",
            "1z 111 0 01 00 iiiiiiiiiiii nnnnn ddddd", "str", .unsignedOffset),
        row(
            .ldrUnsignedOffset, "LDR (immediate, unsigned offset)",
            "1z 111 0 01 01 iiiiiiiiiiii nnnnn ddddd", "ldr", .unsignedOffset),
        row(
            .ldrswUnsignedOffset, "LDRSW (immediate, unsigned offset)",
            "10 111 0 01 10 iiiiiiiiiiii nnnnn ddddd", "ldrsw", .unsignedOffset),
        row(
            .prfmUnsignedOffset, "PRFM (immediate)", "11 111 0 01 10 iiiiiiiiiiii nnnnn ddddd",
            "prfm", .prefetchUnsignedOffset),
        // Load/store register (unscaled immediate)
        row(.sturb, "STURB", "00 111 0 00 00 0 iiiiiiiii 00 nnnnn ddddd", "sturb", .unscaledOffset),
        row(.ldurb, "LDURB", "00 111 0 00 01 0 iiiiiiiii 00 nnnnn ddddd", "ldurb", .unscaledOffset),
        row(
            .ldursb, "LDURSB", "00 111 0 00 1o 0 iiiiiiiii 00 nnnnn ddddd", "ldursb",
            .unscaledOffset),
        row(.sturh, "STURH", "01 111 0 00 00 0 iiiiiiiii 00 nnnnn ddddd", "sturh", .unscaledOffset),
        row(.ldurh, "LDURH", "01 111 0 00 01 0 iiiiiiiii 00 nnnnn ddddd", "ldurh", .unscaledOffset),
        row(
            .ldursh, "LDURSH", "01 111 0 00 1o 0 iiiiiiiii 00 nnnnn ddddd", "ldursh",
            .unscaledOffset),
        row(.stur, "STUR", "1z 111 0 00 00 0 iiiiiiiii 00 nnnnn ddddd", "stur", .unscaledOffset),
        row(.ldur, "LDUR", "1z 111 0 00 01 0 iiiiiiiii 00 nnnnn ddddd", "ldur", .unscaledOffset),
        row(
            .ldursw, "LDURSW", "10 111 0 00 10 0 iiiiiiiii 00 nnnnn ddddd", "ldursw",
            .unscaledOffset),
        row(
            .prfum, "PRFUM", "11 111 0 00 10 0 iiiiiiiii 00 nnnnn ddddd", "prfum",
            .prefetchUnscaledOffset),
        // Load/store register (immediate post-indexed)
        row(
            .strbPostIndex, "STRB (immediate, post-index)",
            "00 111 0 00 00 0 iiiiiiiii 01 nnnnn ddddd", "strb", .postIndex),
        row(
            .ldrbPostIndex, "LDRB (immediate, post-index)",
            "00 111 0 00 01 0 iiiiiiiii 01 nnnnn ddddd", "ldrb", .postIndex),
        row(
            .ldrsbPostIndex, "LDRSB (immediate, post-index)",
            "00 111 0 00 1o 0 iiiiiiiii 01 nnnnn ddddd", "ldrsb", .postIndex),
        row(
            .strhPostIndex, "STRH (immediate, post-index)",
            "01 111 0 00 00 0 iiiiiiiii 01 nnnnn ddddd", "strh", .postIndex),
        row(
            .ldrhPostIndex, "LDRH (immediate, post-index)",
            "01 111 0 00 01 0 iiiiiiiii 01 nnnnn ddddd", "ldrh", .postIndex),
        row(
            .ldrshPostIndex, "LDRSH (immediate, post-index)",
            "01 111 0 00 1o 0 iiiiiiiii 01 nnnnn ddddd", "ldrsh", .postIndex),
        row(
            .strPostIndex, "STR (immediate, post-index)",
            "1z 111 0 00 00 0 iiiiiiiii 01 nnnnn ddddd", "str", .postIndex),
        row(
            .ldrPostIndex, "LDR (immediate, post-index)",
            "1z 111 0 00 01 0 iiiiiiiii 01 nnnnn ddddd", "ldr", .postIndex),
        row(
            .ldrswPostIndex, "LDRSW (immediate, post-index)",
            "10 111 0 00 10 0 iiiiiiiii 01 nnnnn ddddd", "ldrsw", .postIndex),
        // Load/store register (unprivileged)
        row(.sttrb, "STTRB", "00 111 0 00 00 0 iiiiiiiii 10 nnnnn ddddd", "sttrb", .unscaledOffset),
        row(.ldtrb, "LDTRB", "00 111 0 00 01 0 iiiiiiiii 10 nnnnn ddddd", "ldtrb", .unscaledOffset),
        row(
            .ldtrsb, "LDTRSB", "00 111 0 00 1o 0 iiiiiiiii 10 nnnnn ddddd", "ldtrsb",
            .unscaledOffset),
        row(.sttrh, "STTRH", "01 111 0 00 00 0 iiiiiiiii 10 nnnnn ddddd", "sttrh", .unscaledOffset),
        row(.ldtrh, "LDTRH", "01 111 0 00 01 0 iiiiiiiii 10 nnnnn ddddd", "ldtrh", .unscaledOffset),
        row(
            .ldtrsh, "LDTRSH", "01 111 0 00 1o 0 iiiiiiiii 10 nnnnn ddddd", "ldtrsh",
            .unscaledOffset),
        row(.sttr, "STTR", "1z 111 0 00 00 0 iiiiiiiii 10 nnnnn ddddd", "sttr", .unscaledOffset),
        row(.ldtr, "LDTR", "1z 111 0 00 01 0 iiiiiiiii 10 nnnnn ddddd", "ldtr", .unscaledOffset),
        row(
            .ldtrsw, "LDTRSW", "10 111 0 00 10 0 iiiiiiiii 10 nnnnn ddddd", "ldtrsw",
            .unscaledOffset),
        // Load/store register (immediate pre-indexed)
        row(
            .strbPreIndex, "STRB (immediate, pre-index)",
            "00 111 0 00 00 0 iiiiiiiii 11 nnnnn ddddd", "strb", .preIndex),
        row(
            .ldrbPreIndex, "LDRB (immediate, pre-index)",
            "00 111 0 00 01 0 iiiiiiiii 11 nnnnn ddddd", "ldrb", .preIndex),
        row(
            .ldrsbPreIndex, "LDRSB (immediate, pre-index)",
            "00 111 0 00 1o 0 iiiiiiiii 11 nnnnn ddddd", "ldrsb", .preIndex),
        row(
            .strhPreIndex, "STRH (immediate, pre-index)",
            "01 111 0 00 00 0 iiiiiiiii 11 nnnnn ddddd", "strh", .preIndex),
        row(
            .ldrhPreIndex, "LDRH (immediate, pre-index)",
            "01 111 0 00 01 0 iiiiiiiii 11 nnnnn ddddd", "ldrh", .preIndex),
        row(
            .ldrshPreIndex, "LDRSH (immediate, pre-index)",
            "01 111 0 00 1o 0 iiiiiiiii 11 nnnnn ddddd", "ldrsh", .preIndex),
        row(
            .strPreIndex, "STR (immediate, pre-index)", "1z 111 0 00 00 0 iiiiiiiii 11 nnnnn ddddd",
            "str", .preIndex),
        row(
            .ldrPreIndex, "LDR (immediate, pre-index)", "1z 111 0 00 01 0 iiiiiiiii 11 nnnnn ddddd",
            "ldr", .preIndex),
        row(
            .ldrswPreIndex, "LDRSW (immediate, pre-index)",
            "10 111 0 00 10 0 iiiiiiiii 11 nnnnn ddddd", "ldrsw", .preIndex),
        // Load/store register (register offset)
        row(
            .strbRegister, "STRB (register)", "00 111 0 00 00 1 mmmmm eee S 10 nnnnn ddddd", "strb",
            .registerOffset),
        row(
            .ldrbRegister, "LDRB (register)", "00 111 0 00 01 1 mmmmm eee S 10 nnnnn ddddd", "ldrb",
            .registerOffset),
        row(
            .ldrsbRegister, "LDRSB (register)", "00 111 0 00 1o 1 mmmmm eee S 10 nnnnn ddddd",
            "ldrsb", .registerOffset),
        row(
            .strhRegister, "STRH (register)", "01 111 0 00 00 1 mmmmm eee S 10 nnnnn ddddd", "strh",
            .registerOffset),
        row(
            .ldrhRegister, "LDRH (register)", "01 111 0 00 01 1 mmmmm eee S 10 nnnnn ddddd", "ldrh",
            .registerOffset),
        row(
            .ldrshRegister, "LDRSH (register)", "01 111 0 00 1o 1 mmmmm eee S 10 nnnnn ddddd",
            "ldrsh", .registerOffset),
        row(
            .strRegister, "STR (register)", "1z 111 0 00 00 1 mmmmm eee S 10 nnnnn ddddd", "str",
            .registerOffset),
        row(
            .ldrRegister, "LDR (register)", "1z 111 0 00 01 1 mmmmm eee S 10 nnnnn ddddd", "ldr",
            .registerOffset),
        row(
            .ldrswRegister, "LDRSW (register)", "10 111 0 00 10 1 mmmmm eee S 10 nnnnn ddddd",
            "ldrsw", .registerOffset),
        row(
            .prfmRegister, "PRFM (register)", "11 111 0 00 10 1 mmmmm eee S 10 nnnnn ddddd", "prfm",
            .prefetchRegisterOffset),
        // Load/store no-allocate pair (offset)
        row(.stnp, "STNP", "w0 101 0 000 0 iiiiiii aaaaa nnnnn ddddd", "stnp", .pairOffset),
        row(.ldnp, "LDNP", "w0 101 0 000 1 iiiiiii aaaaa nnnnn ddddd", "ldnp", .pairOffset),
        // Load/store register pair (post-index)
        row(
            .stpPostIndex, "STP (post-index)", "w0 101 0 001 0 iiiiiii aaaaa nnnnn ddddd", "stp",
            .pairPostIndex),
        row(
            .ldpPostIndex, "LDP (post-index)", "w0 101 0 001 1 iiiiiii aaaaa nnnnn ddddd", "ldp",
            .pairPostIndex),
        row(
            .ldpswPostIndex, "LDPSW (post-index)", "01 101 0 001 1 iiiiiii aaaaa nnnnn ddddd",
            "ldpsw", .pairPostIndex),
        // Load/store register pair (signed offset)
        row(
            .stpOffset, "STP (signed offset)", "w0 101 0 010 0 iiiiiii aaaaa nnnnn ddddd", "stp",
            .pairOffset),
        row(
            .ldpOffset, "LDP (signed offset)", "w0 101 0 010 1 iiiiiii aaaaa nnnnn ddddd", "ldp",
            .pairOffset),
        row(
            .ldpswOffset, "LDPSW (signed offset)", "01 101 0 010 1 iiiiiii aaaaa nnnnn ddddd",
            "ldpsw", .pairOffset),
        // Load/store register pair (pre-index)
        row(
            .stpPreIndex, "STP (pre-index)", "w0 101 0 011 0 iiiiiii aaaaa nnnnn ddddd", "stp",
            .pairPreIndex),
        row(
            .ldpPreIndex, "LDP (pre-index)", "w0 101 0 011 1 iiiiiii aaaaa nnnnn ddddd", "ldp",
            .pairPreIndex),
        row(
            .ldpswPreIndex, "LDPSW (pre-index)", "01 101 0 011 1 iiiiiii aaaaa nnnnn ddddd",
            "ldpsw", .pairPreIndex),
    ]
}
