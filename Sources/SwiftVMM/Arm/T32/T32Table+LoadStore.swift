// Loads and stores in 32 bits. Source: Arm ARM DDI 0406C, A6.3.5 to A6.3.10.

extension T32Table {
    static let loadStore: [T32Row] = [
        row(.strb, "STRB (immediate) 12", "11111 00 0 1 000 nnnn dddd iiiiiiiiiiii", .offset12),
        row(.strb, "STRBT", "11111 00 0 0 000 nnnn dddd 1110 iiiiiiii", .unprivileged),
        row(.strb, "STRB (immediate) 8", "11111 00 0 0 000 nnnn dddd 1 PUW iiiiiiii", .offset8),
        row(
            .strb, "STRB (register)", "11111 00 0 0 000 nnnn dddd 000000 ii mmmm", .registerShifted),
        row(
            .preload, "Preload or hint (literal), LDRB", "11111 00 0 U 001 1111 1111 iiiiiiiiiiii",
            .none),
        row(
            .preload, "Preload or hint (immediate), LDRB",
            "11111 00 0 1 001 nnnn 1111 iiiiiiiiiiii", .none),
        row(
            .preload, "Preload or hint (negative), LDRB",
            "11111 00 0 0 001 nnnn 1111 1100 iiiiiiii", .none),
        row(
            .preload, "Preload or hint (register), LDRB",
            "11111 00 0 0 001 nnnn 1111 000000 ii mmmm", .none),
        row(.ldrb, "LDRB (literal)", "11111 00 0 U 001 1111 dddd iiiiiiiiiiii", .literal12),
        row(.ldrb, "LDRB (immediate) 12", "11111 00 0 1 001 nnnn dddd iiiiiiiiiiii", .offset12),
        row(.ldrb, "LDRBT", "11111 00 0 0 001 nnnn dddd 1110 iiiiiiii", .unprivileged),
        row(.ldrb, "LDRB (immediate) 8", "11111 00 0 0 001 nnnn dddd 1 PUW iiiiiiii", .offset8),
        row(
            .ldrb, "LDRB (register)", "11111 00 0 0 001 nnnn dddd 000000 ii mmmm", .registerShifted),
        row(.strh, "STRH (immediate) 12", "11111 00 0 1 010 nnnn dddd iiiiiiiiiiii", .offset12),
        row(.strh, "STRHT", "11111 00 0 0 010 nnnn dddd 1110 iiiiiiii", .unprivileged),
        row(.strh, "STRH (immediate) 8", "11111 00 0 0 010 nnnn dddd 1 PUW iiiiiiii", .offset8),
        row(
            .strh, "STRH (register)", "11111 00 0 0 010 nnnn dddd 000000 ii mmmm", .registerShifted),
        row(
            .preload, "Preload or hint (literal), LDRH", "11111 00 0 U 011 1111 1111 iiiiiiiiiiii",
            .none),
        row(
            .preload, "Preload or hint (immediate), LDRH",
            "11111 00 0 1 011 nnnn 1111 iiiiiiiiiiii", .none),
        row(
            .preload, "Preload or hint (negative), LDRH",
            "11111 00 0 0 011 nnnn 1111 1100 iiiiiiii", .none),
        row(
            .preload, "Preload or hint (register), LDRH",
            "11111 00 0 0 011 nnnn 1111 000000 ii mmmm", .none),
        row(.ldrh, "LDRH (literal)", "11111 00 0 U 011 1111 dddd iiiiiiiiiiii", .literal12),
        row(.ldrh, "LDRH (immediate) 12", "11111 00 0 1 011 nnnn dddd iiiiiiiiiiii", .offset12),
        row(.ldrh, "LDRHT", "11111 00 0 0 011 nnnn dddd 1110 iiiiiiii", .unprivileged),
        row(.ldrh, "LDRH (immediate) 8", "11111 00 0 0 011 nnnn dddd 1 PUW iiiiiiii", .offset8),
        row(
            .ldrh, "LDRH (register)", "11111 00 0 0 011 nnnn dddd 000000 ii mmmm", .registerShifted),
        row(.str, "STR (immediate) 12", "11111 00 0 1 100 nnnn dddd iiiiiiiiiiii", .offset12),
        row(.str, "STRT", "11111 00 0 0 100 nnnn dddd 1110 iiiiiiii", .unprivileged),
        row(.str, "STR (immediate) 8", "11111 00 0 0 100 nnnn dddd 1 PUW iiiiiiii", .offset8),
        row(.str, "STR (register)", "11111 00 0 0 100 nnnn dddd 000000 ii mmmm", .registerShifted),
        row(.ldr, "LDR (literal)", "11111 00 0 U 101 1111 dddd iiiiiiiiiiii", .literal12),
        row(.ldr, "LDR (immediate) 12", "11111 00 0 1 101 nnnn dddd iiiiiiiiiiii", .offset12),
        row(.ldr, "LDRT", "11111 00 0 0 101 nnnn dddd 1110 iiiiiiii", .unprivileged),
        row(.ldr, "LDR (immediate) 8", "11111 00 0 0 101 nnnn dddd 1 PUW iiiiiiii", .offset8),
        row(.ldr, "LDR (register)", "11111 00 0 0 101 nnnn dddd 000000 ii mmmm", .registerShifted),
        row(
            .preload, "Preload or hint (literal), LDRSB", "11111 00 1 U 001 1111 1111 iiiiiiiiiiii",
            .none),
        row(
            .preload, "Preload or hint (immediate), LDRSB",
            "11111 00 1 1 001 nnnn 1111 iiiiiiiiiiii", .none),
        row(
            .preload, "Preload or hint (negative), LDRSB",
            "11111 00 1 0 001 nnnn 1111 1100 iiiiiiii", .none),
        row(
            .preload, "Preload or hint (register), LDRSB",
            "11111 00 1 0 001 nnnn 1111 000000 ii mmmm", .none),
        row(.ldrsb, "LDRSB (literal)", "11111 00 1 U 001 1111 dddd iiiiiiiiiiii", .literal12),
        row(.ldrsb, "LDRSB (immediate) 12", "11111 00 1 1 001 nnnn dddd iiiiiiiiiiii", .offset12),
        row(.ldrsb, "LDRSBT", "11111 00 1 0 001 nnnn dddd 1110 iiiiiiii", .unprivileged),
        row(.ldrsb, "LDRSB (immediate) 8", "11111 00 1 0 001 nnnn dddd 1 PUW iiiiiiii", .offset8),
        row(
            .ldrsb, "LDRSB (register)", "11111 00 1 0 001 nnnn dddd 000000 ii mmmm",
            .registerShifted),
        row(
            .preload, "Preload or hint (literal), LDRSH", "11111 00 1 U 011 1111 1111 iiiiiiiiiiii",
            .none),
        row(
            .preload, "Preload or hint (immediate), LDRSH",
            "11111 00 1 1 011 nnnn 1111 iiiiiiiiiiii", .none),
        row(
            .preload, "Preload or hint (negative), LDRSH",
            "11111 00 1 0 011 nnnn 1111 1100 iiiiiiii", .none),
        row(
            .preload, "Preload or hint (register), LDRSH",
            "11111 00 1 0 011 nnnn 1111 000000 ii mmmm", .none),
        row(.ldrsh, "LDRSH (literal)", "11111 00 1 U 011 1111 dddd iiiiiiiiiiii", .literal12),
        row(.ldrsh, "LDRSH (immediate) 12", "11111 00 1 1 011 nnnn dddd iiiiiiiiiiii", .offset12),
        row(.ldrsh, "LDRSHT", "11111 00 1 0 011 nnnn dddd 1110 iiiiiiii", .unprivileged),
        row(.ldrsh, "LDRSH (immediate) 8", "11111 00 1 0 011 nnnn dddd 1 PUW iiiiiiii", .offset8),
        row(
            .ldrsh, "LDRSH (register)", "11111 00 1 0 011 nnnn dddd 000000 ii mmmm",
            .registerShifted),
        row(.strex, "STREX", "11101000 0100 nnnn dddd aaaa iiiiiiii", .exclusiveWord),
        row(.ldrex, "LDREX", "11101000 0101 nnnn dddd 1111 iiiiiiii", .exclusiveWord),
        row(.strexb, "STREXB", "11101000 1100 nnnn dddd 1111 0100 aaaa", .storeExclusive),
        row(.strexh, "STREXH", "11101000 1100 nnnn dddd 1111 0101 aaaa", .storeExclusive),
        row(.strexd, "STREXD", "11101000 1100 nnnn dddd mmmm 0111 aaaa", .storeExclusive),
        row(.ldrexb, "LDREXB", "11101000 1101 nnnn dddd 1111 0100 1111", .loadExclusive),
        row(.ldrexh, "LDREXH", "11101000 1101 nnnn dddd 1111 0101 1111", .loadExclusive),
        row(.ldrexd, "LDREXD", "11101000 1101 nnnn dddd mmmm 0111 1111", .loadExclusive),
        row(.stlb, "STLB", "11101000 1100 nnnn dddd 1111 1000 1111", .ordered, armv8: true),
        row(.stlh, "STLH", "11101000 1100 nnnn dddd 1111 1001 1111", .ordered, armv8: true),
        row(.stl, "STL", "11101000 1100 nnnn dddd 1111 1010 1111", .ordered, armv8: true),
        row(
            .strexb, "STLEXB", "11101000 1100 nnnn dddd 1111 1100 aaaa", .storeExclusive,
            armv8: true),
        row(
            .strexh, "STLEXH", "11101000 1100 nnnn dddd 1111 1101 aaaa", .storeExclusive,
            armv8: true),
        row(
            .strex, "STLEX", "11101000 1100 nnnn dddd 1111 1110 aaaa", .storeExclusive, armv8: true),
        row(
            .strexd, "STLEXD", "11101000 1100 nnnn dddd mmmm 1111 aaaa", .storeExclusive,
            armv8: true),
        row(.ldab, "LDAB", "11101000 1101 nnnn dddd 1111 1000 1111", .ordered, armv8: true),
        row(.ldah, "LDAH", "11101000 1101 nnnn dddd 1111 1001 1111", .ordered, armv8: true),
        row(.lda, "LDA", "11101000 1101 nnnn dddd 1111 1010 1111", .ordered, armv8: true),
        row(
            .ldrexb, "LDAEXB", "11101000 1101 nnnn dddd 1111 1100 1111", .loadExclusive, armv8: true
        ),
        row(
            .ldrexh, "LDAEXH", "11101000 1101 nnnn dddd 1111 1101 1111", .loadExclusive, armv8: true
        ),
        row(.ldrex, "LDAEX", "11101000 1101 nnnn dddd 1111 1110 1111", .loadExclusive, armv8: true),
        row(
            .ldrexd, "LDAEXD", "11101000 1101 nnnn dddd mmmm 1111 1111", .loadExclusive, armv8: true
        ),
        row(.tableBranch, "TBB, TBH", "11101000 1101 nnnn 1111 0000 000 M mmmm", .tableBranch),
        row(
            .strd, "STRD (immediate), post-index", "11101000 U 1 1 0 nnnn dddd aaaa iiiiiiii", .dual
        ),
        row(
            .ldrd, "LDRD (immediate), post-index", "11101000 U 1 1 1 nnnn dddd aaaa iiiiiiii", .dual
        ),
        row(.strd, "STRD (immediate)", "11101001 U 1 W 0 nnnn dddd aaaa iiiiiiii", .dual),
        row(.ldrd, "LDRD (immediate)", "11101001 U 1 W 1 nnnn dddd aaaa iiiiiiii", .dual),
        row(.stm, "STM T2", "11101000 10 W 0 nnnn 0 l 0 vvvvvvvvvvvvv", .block),
        row(.ldm, "LDM T2", "11101000 10 W 1 nnnn kl 0 vvvvvvvvvvvvv", .block),
        row(.stm, "STMDB", "11101001 00 W 0 nnnn 0 l 0 vvvvvvvvvvvvv", .block),
        row(.ldm, "LDMDB", "11101001 00 W 1 nnnn kl 0 vvvvvvvvvvvvv", .block),
        row(.srs, "SRS T1", "11101000 00 W 0 1101 1100 0000 000 iiiii", .saveState),
        row(.srs, "SRS T2", "11101001 10 W 0 1101 1100 0000 000 iiiii", .saveState),
        row(.rfe, "RFE T1", "11101000 00 W 1 nnnn 1100 0000 0000 0000", .returnState),
        row(.rfe, "RFE T2", "11101001 10 W 1 nnnn 1100 0000 0000 0000", .returnState),
    ]
}
