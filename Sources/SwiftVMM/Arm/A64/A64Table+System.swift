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
        row(.hint, "HINT", "11010101 000 00 011 0010 iiiiiii 11111", "hint", .hint),
        // Barriers
        row(.clrex, "CLREX", "11010101 000 00 011 0011 yyyy 010 11111", "clrex", .clearExclusive),
        row(.dsb, "DSB", "11010101 000 00 011 0011 yyyy 100 11111", "dsb", .barrier),
        row(.dmb, "DMB", "11010101 000 00 011 0011 yyyy 101 11111", "dmb", .barrier),
        row(.isb, "ISB", "11010101 000 00 011 0011 yyyy 110 11111", "isb", .instructionBarrier),
        // System registers and instructions
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
