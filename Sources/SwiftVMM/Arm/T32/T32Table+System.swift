// Branches, exceptions, status registers, coprocessors.
// Source: Arm ARM DDI 0406C, A6.3.4, A6.3.18.

extension T32Table {
    static let branchesAndSystem: [T32Row] = [
        row(.b, "B T4", "11110 S kkkkkkkkkk 10 X 1 Y iiiiiiiiiii", .branch24),
        row(.bl, "BL T1", "11110 S kkkkkkkkkk 11 X 1 Y iiiiiiiiiii", .branch24),
        row(
            .blxImmediate, "BLX (immediate) T2", "11110 S kkkkkkkkkk 11 X 0 Y iiiiiiiiii 0",
            .branch24),
        row(.msr, "MSR (register)", "11110011100 R nnnn 1000 ffff 0000 0000", .writeStatus),
        row(
            .msrBanked, "MSR (banked register)", "11110011100 R nnnn 1000 BBBB 001 M 0000",
            .writeBanked),
        row(.mrs, "MRS", "11110011111 R 1111 1000 dddd 0000 0000", .readStatus),
        row(
            .mrsBanked, "MRS (banked register)", "11110011111 R BBBB 1000 dddd 001 M 0000",
            .readBanked),
        row(.nop, "NOP T2", "11110011 1010 1111 1000 0000 00000000", .none),
        row(.yield, "YIELD T2", "11110011 1010 1111 1000 0000 00000001", .none),
        row(.wfe, "WFE T2", "11110011 1010 1111 1000 0000 00000010", .none),
        row(.wfi, "WFI T2", "11110011 1010 1111 1000 0000 00000011", .none),
        row(.sev, "SEV T2", "11110011 1010 1111 1000 0000 00000100", .none),
        row(.sevl, "SEVL T2", "11110011 1010 1111 1000 0000 00000101", .none, armv8: true),
        row(.nop, "Hint, DBG", "11110011 1010 1111 1000 0000 iiiiiiii", .none),
        row(.cps, "CPS T2", "11110011 1010 1111 10000 oo M iii kkkkk", .changeState32),
        row(.clrex, "CLREX", "11110011 1011 1111 1000 1111 0010 1111", .none),
        row(.dsb, "DSB", "11110011 1011 1111 1000 1111 0100 iiii", .none),
        row(.dmb, "DMB", "11110011 1011 1111 1000 1111 0101 iiii", .none),
        row(.isb, "ISB", "11110011 1011 1111 1000 1111 0110 iiii", .none),
        row(.bxj, "BXJ", "11110011 1100 mmmm 1000 1111 0000 0000", .branchJazelle),
        row(.eret, "SUBS PC, LR, ERET", "11110011 1101 1110 1000 1111 iiiiiiii", .returnException),
        row(.hvc, "HVC", "11110111 1110 iiii 1000 kkkkkkkkkkkk", .exception16),
        row(.smc, "SMC", "11110111 1111 iiii 1000 0000 0000 0000", .exception4),
        row(.udf, "UDF T2", "11110111 1111 iiii 1010 kkkkkkkkkkkk", .exception16),
        row(.mcrr, "MCRR", "1110 11000100 aaaa dddd 111 p qqqq mmmm", .coprocessor),
        row(.mrrc, "MRRC", "1110 11000101 aaaa dddd 111 p qqqq mmmm", .coprocessor),
        row(.mcr, "MCR", "1110 1110 ooo 0 nnnn dddd 111 p qqq 1 mmmm", .coprocessor),
        row(.mrc, "MRC", "1110 1110 ooo 1 nnnn dddd 111 p qqq 1 mmmm", .coprocessor),
        row(.ldc, "LDC, STC to CP14", "1110 110 P U 0 W M nnnn 0101 1110 iiiiiiii", .coprocessor),
        // Conditions 14 and 15 are the rows above.
        row(.b, "B T3", "11110 S cccc kkkkkk 10 X 0 Y iiiiiiiiiii", .branchConditional),
    ]
}
