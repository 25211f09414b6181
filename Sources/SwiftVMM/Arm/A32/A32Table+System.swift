// Branches, exceptions, status registers, coprocessors.
// Source: Arm ARM DDI 0406C, A5.2.11, A5.2.12, A5.5 to A5.7.

extension A32Table {
    static let branchesAndSystem: [A32Row] = [
        row(.b, "B", "cccc 1010 iiiiiiiiiiiiiiiiiiiiiiii", .branch),
        row(.bl, "BL", "cccc 1011 iiiiiiiiiiiiiiiiiiiiiiii", .branch),
        row(
            .blxImmediate, "BLX (immediate)", "1111 101 M iiiiiiiiiiiiiiiiiiiiiiii", .branchExchange
        ),
        row(.bx, "BX", "cccc 00010010 1111 1111 1111 0001 mmmm", .branchRegister),
        row(.bxj, "BXJ", "cccc 00010010 1111 1111 1111 0010 mmmm", .branchRegister),
        row(
            .blxRegister, "BLX (register)", "cccc 00010010 1111 1111 1111 0011 mmmm",
            .branchRegister),
        row(.nop, "NOP", "cccc 00110010 0000 1111 0000 00000000", .none),
        row(.yield, "YIELD", "cccc 00110010 0000 1111 0000 00000001", .none),
        row(.wfe, "WFE", "cccc 00110010 0000 1111 0000 00000010", .none),
        row(.wfi, "WFI", "cccc 00110010 0000 1111 0000 00000011", .none),
        row(.sev, "SEV", "cccc 00110010 0000 1111 0000 00000100", .none),
        row(.sevl, "SEVL", "cccc 00110010 0000 1111 0000 00000101", .none, armv8: true),
        row(.nop, "Hint, DBG", "cccc 00110010 0000 1111 0000 iiiiiiii", .none),
        row(
            .msr, "MSR (immediate), CPSR", "cccc 00110 0 10 ffff 1111 iiiiiiiiiiii",
            .writeStatusImmediate),
        row(
            .msr, "MSR (immediate), SPSR", "cccc 00110 1 10 ffff 1111 iiiiiiiiiiii",
            .writeStatusImmediate),
        row(.mrs, "MRS", "cccc 00010 R 00 1111 dddd 0000 0000 0000", .readStatus),
        row(.msr, "MSR (register)", "cccc 00010 R 10 ffff 1111 0000 0000 mmmm", .writeStatus),
        row(
            .mrsBanked, "MRS (banked register)", "cccc 00010 R 00 BBBB dddd 001 M 0000 0000",
            .readBanked),
        row(
            .msrBanked, "MSR (banked register)", "cccc 00010 R 10 BBBB 1111 001 M 0000 mmmm",
            .writeBanked),
        row(.eret, "ERET", "cccc 00010110 0000 0000 0000 0110 1110", .none),
        row(.bkpt, "BKPT", "1110 00010010 iiiiiiiiiiii 0111 kkkk", .exception16),
        row(.hlt, "HLT", "1110 00010000 iiiiiiiiiiii 0111 kkkk", .exception16, armv8: true),
        row(.hvc, "HVC", "1110 00010100 iiiiiiiiiiii 0111 kkkk", .exception16),
        row(.smc, "SMC", "cccc 00010110 0000 0000 0000 0111 iiii", .exception4),
        row(.udf, "UDF", "1110 01111111 iiiiiiiiiiii 1111 kkkk", .exception16),
        row(.svc, "SVC", "cccc 1111 iiiiiiiiiiiiiiiiiiiiiiii", .exception24),
        row(.cps, "CPS", "1111 00010000 oo M 0 0000000 iii 0 kkkkk", .changeState),
        row(.setend, "SETEND", "1111 00010000 0001 000000 M 0 0000 0000", .setEndianness),
        row(.clrex, "CLREX", "1111 01010111 1111 1111 0000 0001 1111", .none),
        row(.dsb, "DSB", "1111 01010111 1111 1111 0000 0100 iiii", .none),
        row(.dmb, "DMB", "1111 01010111 1111 1111 0000 0101 iiii", .none),
        row(.isb, "ISB", "1111 01010111 1111 1111 0000 0110 iiii", .none),
        row(.mcrr, "MCRR", "cccc 11000100 aaaa dddd 111 p qqqq mmmm", .coprocessorDouble),
        row(.mrrc, "MRRC", "cccc 11000101 aaaa dddd 111 p qqqq mmmm", .coprocessorDouble),
        row(.mcr, "MCR", "cccc 1110 ooo 0 nnnn dddd 111 p qqq 1 mmmm", .coprocessor),
        row(.mrc, "MRC", "cccc 1110 ooo 1 nnnn dddd 111 p qqq 1 mmmm", .coprocessor),
        row(.ldc, "LDC, STC to CP14", "cccc 110 P U 0 W M nnnn 0101 1110 iiiiiiii", .coprocessor),
    ]
}
