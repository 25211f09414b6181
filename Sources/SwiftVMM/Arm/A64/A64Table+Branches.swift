// Source: Arm ARM, "Branches, Exception Generating and System instructions".

extension A64Table {
    static let branches: [A64Row] = [
        // Branch (immediate)
        row(.b, "B", "0 00101 iiiiiiiiiiiiiiiiiiiiiiiiii", "b", .branch),
        row(.bl, "BL", "1 00101 iiiiiiiiiiiiiiiiiiiiiiiiii", "bl", .branch),
        row(.bCond, "B.cond", "0101010 0 iiiiiiiiiiiiiiiiiii 0 cccc", "b", .conditionalBranch),
        row(.cbz, "CBZ", "w 011010 0 iiiiiiiiiiiiiiiiiii ddddd", "cbz", .compareAndBranch),
        row(.cbnz, "CBNZ", "w 011010 1 iiiiiiiiiiiiiiiiiii ddddd", "cbnz", .compareAndBranch),
        row(.tbz, "TBZ", "B 011011 0 bbbbb iiiiiiiiiiiiii ddddd", "tbz", .testAndBranch),
        row(.tbnz, "TBNZ", "B 011011 1 bbbbb iiiiiiiiiiiiii ddddd", "tbnz", .testAndBranch),
        // Unconditional branch (register)
        row(.br, "BR", "1101011 0000 11111 000000 nnnnn 00000", "br", .branchRegister),
        row(.blr, "BLR", "1101011 0001 11111 000000 nnnnn 00000", "blr", .branchRegister),
        row(.ret, "RET", "1101011 0010 11111 000000 nnnnn 00000", "ret", .return_),
        row(.eret, "ERET", "1101011 0100 11111 000000 11111 00000", "eret", .none),
        row(.drps, "DRPS", "1101011 0101 11111 000000 11111 00000", "drps", .none),
        // Exception generation
        row(.svc, "SVC", "11010100 000 iiiiiiiiiiiiiiii 000 01", "svc", .exception),
        row(.hvc, "HVC", "11010100 000 iiiiiiiiiiiiiiii 000 10", "hvc", .exception),
        row(.smc, "SMC", "11010100 000 iiiiiiiiiiiiiiii 000 11", "smc", .exception),
        row(.brk, "BRK", "11010100 001 iiiiiiiiiiiiiiii 000 00", "brk", .exception),
        row(.hlt, "HLT", "11010100 010 iiiiiiiiiiiiiiii 000 00", "hlt", .exception),
        row(.dcps1, "DCPS1", "11010100 101 iiiiiiiiiiiiiiii 000 01", "dcps1", .debugChange),
        row(.dcps2, "DCPS2", "11010100 101 iiiiiiiiiiiiiiii 000 10", "dcps2", .debugChange),
        row(.dcps3, "DCPS3", "11010100 101 iiiiiiiiiiiiiiii 000 11", "dcps3", .debugChange),
    ]
}
