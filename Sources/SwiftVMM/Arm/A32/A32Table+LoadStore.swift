// Loads and stores of A32. Source: Arm ARM DDI 0406C, A5.2.8 to A5.2.10, A5.3, A5.5, A5.7.

extension A32Table {
    static let loadStore: [A32Row] = [
        row(.strex, "STREX", "cccc 00011000 nnnn dddd 1111 1001 mmmm", .storeExclusive),
        row(.ldrex, "LDREX", "cccc 00011001 nnnn dddd 1111 1001 1111", .loadExclusive),
        row(.strexd, "STREXD", "cccc 00011010 nnnn dddd 1111 1001 mmmm", .storeExclusive),
        row(.ldrexd, "LDREXD", "cccc 00011011 nnnn dddd 1111 1001 1111", .loadExclusive),
        row(.strexb, "STREXB", "cccc 00011100 nnnn dddd 1111 1001 mmmm", .storeExclusive),
        row(.ldrexb, "LDREXB", "cccc 00011101 nnnn dddd 1111 1001 1111", .loadExclusive),
        row(.strexh, "STREXH", "cccc 00011110 nnnn dddd 1111 1001 mmmm", .storeExclusive),
        row(.ldrexh, "LDREXH", "cccc 00011111 nnnn dddd 1111 1001 1111", .loadExclusive),
        row(
            .strex, "STLEX", "cccc 00011000 nnnn dddd 1110 1001 mmmm", .storeExclusive, armv8: true),
        row(.ldrex, "LDAEX", "cccc 00011001 nnnn dddd 1110 1001 1111", .loadExclusive, armv8: true),
        row(
            .strexd, "STLEXD", "cccc 00011010 nnnn dddd 1110 1001 mmmm", .storeExclusive,
            armv8: true),
        row(
            .ldrexd, "LDAEXD", "cccc 00011011 nnnn dddd 1110 1001 1111", .loadExclusive, armv8: true
        ),
        row(
            .strexb, "STLEXB", "cccc 00011100 nnnn dddd 1110 1001 mmmm", .storeExclusive,
            armv8: true),
        row(
            .ldrexb, "LDAEXB", "cccc 00011101 nnnn dddd 1110 1001 1111", .loadExclusive, armv8: true
        ),
        row(
            .strexh, "STLEXH", "cccc 00011110 nnnn dddd 1110 1001 mmmm", .storeExclusive,
            armv8: true),
        row(
            .ldrexh, "LDAEXH", "cccc 00011111 nnnn dddd 1110 1001 1111", .loadExclusive, armv8: true
        ),
        row(.stl, "STL", "cccc 00011000 nnnn 1111 1100 1001 mmmm", .storeRelease, armv8: true),
        row(.lda, "LDA", "cccc 00011001 nnnn dddd 1100 1001 1111", .loadAcquire, armv8: true),
        row(.stlb, "STLB", "cccc 00011100 nnnn 1111 1100 1001 mmmm", .storeRelease, armv8: true),
        row(.ldab, "LDAB", "cccc 00011101 nnnn dddd 1100 1001 1111", .loadAcquire, armv8: true),
        row(.stlh, "STLH", "cccc 00011110 nnnn 1111 1100 1001 mmmm", .storeRelease, armv8: true),
        row(.ldah, "LDAH", "cccc 00011111 nnnn dddd 1100 1001 1111", .loadAcquire, armv8: true),
        row(
            .strh, "STRH (register)", "cccc 000 P U 0 W 0 nnnn dddd 0000 1011 mmmm", .extraRegister),
        row(
            .ldrh, "LDRH (register)", "cccc 000 P U 0 W 1 nnnn dddd 0000 1011 mmmm", .extraRegister),
        row(
            .strh, "STRH (immediate)", "cccc 000 P U 1 W 0 nnnn dddd iiii 1011 kkkk",
            .extraImmediate),
        row(
            .ldrh, "LDRH (immediate)", "cccc 000 P U 1 W 1 nnnn dddd iiii 1011 kkkk",
            .extraImmediate),
        row(.ldrd, "LDRD (register)", "cccc 000 P U 0 W 0 nnnn dddd 0000 1101 mmmm", .dualRegister),
        row(
            .ldrsb, "LDRSB (register)", "cccc 000 P U 0 W 1 nnnn dddd 0000 1101 mmmm",
            .extraRegister),
        row(
            .ldrd, "LDRD (immediate)", "cccc 000 P U 1 W 0 nnnn dddd iiii 1101 kkkk", .dualImmediate
        ),
        row(
            .ldrsb, "LDRSB (immediate)", "cccc 000 P U 1 W 1 nnnn dddd iiii 1101 kkkk",
            .extraImmediate),
        row(.strd, "STRD (register)", "cccc 000 P U 0 W 0 nnnn dddd 0000 1111 mmmm", .dualRegister),
        row(
            .ldrsh, "LDRSH (register)", "cccc 000 P U 0 W 1 nnnn dddd 0000 1111 mmmm",
            .extraRegister),
        row(
            .strd, "STRD (immediate)", "cccc 000 P U 1 W 0 nnnn dddd iiii 1111 kkkk", .dualImmediate
        ),
        row(
            .ldrsh, "LDRSH (immediate)", "cccc 000 P U 1 W 1 nnnn dddd iiii 1111 kkkk",
            .extraImmediate),
        row(.str, "STR (immediate)", "cccc 010 P U 0 W 0 nnnn dddd iiiiiiiiiiii", .wordImmediate),
        row(.ldr, "LDR (immediate)", "cccc 010 P U 0 W 1 nnnn dddd iiiiiiiiiiii", .wordImmediate),
        row(.strb, "STRB (immediate)", "cccc 010 P U 1 W 0 nnnn dddd iiiiiiiiiiii", .wordImmediate),
        row(.ldrb, "LDRB (immediate)", "cccc 010 P U 1 W 1 nnnn dddd iiiiiiiiiiii", .wordImmediate),
        row(.str, "STR (register)", "cccc 011 P U 0 W 0 nnnn dddd kkkkk tt 0 mmmm", .wordRegister),
        row(.ldr, "LDR (register)", "cccc 011 P U 0 W 1 nnnn dddd kkkkk tt 0 mmmm", .wordRegister),
        row(
            .strb, "STRB (register)", "cccc 011 P U 1 W 0 nnnn dddd kkkkk tt 0 mmmm", .wordRegister),
        row(
            .ldrb, "LDRB (register)", "cccc 011 P U 1 W 1 nnnn dddd kkkkk tt 0 mmmm", .wordRegister),
        row(.stm, "STM", "cccc 100 P U 0 W 0 nnnn llllllllllllllll", .block),
        row(.ldm, "LDM", "cccc 100 P U 0 W 1 nnnn llllllllllllllll", .block),
        row(
            .stmUser, "STM (User registers)", "cccc 100 P U 1 0 0 nnnn llllllllllllllll", .blockUser
        ),
        row(
            .ldmUser, "LDM (User registers)", "cccc 100 P U 1 0 1 nnnn 0lllllllllllllll", .blockUser
        ),
        row(
            .ldmReturn, "LDM (exception return)", "cccc 100 P U 1 W 1 nnnn 1lllllllllllllll",
            .blockReturn),
        row(.srs, "SRS", "1111 100 P U 1 W 0 1101 0000 0101 000 iiiii", .saveState),
        row(.rfe, "RFE", "1111 100 P U 0 W 1 nnnn 0000 1010 0000 0000", .returnState),
        row(.preload, "PLD, PLDW (immediate)", "1111 0101 U v 01 nnnn 1111 iiiiiiiiiiii", .none),
        row(.preload, "PLD, PLDW (register)", "1111 0111 U v 01 nnnn 1111 kkkkk tt 0 mmmm", .none),
        row(.preload, "PLI (immediate)", "1111 0100 U 101 nnnn 1111 iiiiiiiiiiii", .none),
        row(.preload, "PLI (register)", "1111 0110 U 101 nnnn 1111 kkkkk tt 0 mmmm", .none),
        row(.preload, "Memory hint (immediate)", "1111 0100 U 001 nnnn vvvv iiiiiiiiiiii", .none),
        row(.preload, "Memory hint (register)", "1111 0110 U 001 nnnn vvvv kkkkk tt 0 mmmm", .none),
    ]
}
