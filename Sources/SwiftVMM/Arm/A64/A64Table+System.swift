// Source: Arm ARM, "System instructions" and "Barriers"; op0, op1, CRn, CRm, op2 in that order.

extension A64Table {
    static let system: [A64Row] = [
        // Hints; the numbers without a name here do nothing before Armv8.1
        row(.nop, "NOP", "11010101 000 00 011 0010 0000 000 11111", "nop", .none),
        row(.yield, "YIELD", "11010101 000 00 011 0010 0000 001 11111", "yield", .none),
        row(.wfe, "WFE", "11010101 000 00 011 0010 0000 010 11111", "wfe", .none),
        row(.wfi, "WFI", "11010101 000 00 011 0010 0000 011 11111", "wfi", .none),
        row(.sev, "SEV", "11010101 000 00 011 0010 0000 100 11111", "sev", .none),
        row(.sevl, "SEVL", "11010101 000 00 011 0010 0000 101 11111", "sevl", .none),
        row(.esb, "ESB", "11010101 000 00 011 0010 0010 000 11111", "esb", .none, .ras),
        row(
            .xpaclri, "XPACLRI", "11010101 000 00 011 0010 0000 111 11111", "xpaclri", .none,
            .pauth),
        row(
            .pointerCode1716, "PACIA1716, PACIB1716, AUTIA1716, AUTIB1716",
            "11010101 000 00 011 0010 0001 qq 0 11111", "pac", .pointerHint, .pauth),
        row(
            .pointerCodeLR,
            "PACIAZ, PACIASP, PACIBZ, PACIBSP, AUTIAZ, AUTIASP, AUTIBZ, AUTIBSP",
            "11010101 000 00 011 0010 0011 qqq 11111", "pac", .pointerHint, .pauth),
        row(.hint, "HINT", "11010101 000 00 011 0010 iiiiiii 11111", "hint", .hint),
        // Barriers
        row(.clrex, "CLREX", "11010101 000 00 011 0011 yyyy 010 11111", "clrex", .clearExclusive),
        row(.dsb, "DSB", "11010101 000 00 011 0011 yyyy 100 11111", "dsb", .barrier),
        row(.dmb, "DMB", "11010101 000 00 011 0011 yyyy 101 11111", "dmb", .barrier),
        row(.isb, "ISB", "11010101 000 00 011 0011 yyyy 110 11111", "isb", .instructionBarrier),
        row(.sb, "SB", "11010101 000 00 011 0011 0000 111 11111", "sb", .none, .sb),
        // System registers and instructions
        // FEAT_FlagM, in the space of MSR (immediate)
        row(.cfinv, "CFINV", "11010101 000 00 000 0100 0000 000 11111", "cfinv", .none, .flagM),
        row(.xaflag, "XAFLAG", "11010101 000 00 000 0100 0000 001 11111", "xaflag", .none, .flagM2),
        row(.axflag, "AXFLAG", "11010101 000 00 000 0100 0000 010 11111", "axflag", .none, .flagM2),
        row(
            .msrImmediate, "MSR (immediate)", "11010101 000 00 ppp 0100 yyyy qqq 11111", "msr",
            .pstateField),
        row(.sys, "SYS", "11010101 000 01 ppp xxxx yyyy qqq ddddd", "sys", .systemInstruction),
        row(
            .sysl, "SYSL", "11010101 001 01 ppp xxxx yyyy qqq ddddd", "sysl",
            .systemInstructionResult),
        row(
            .msrRegister, "MSR (register)", "11010101 000 1o ppp xxxx yyyy qqq ddddd", "msr",
            .writeRegister),
        row(.mrs, "MRS", "11010101 001 1o ppp xxxx yyyy qqq ddddd", "mrs", .readRegister),
    ]
}
