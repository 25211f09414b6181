// Saturating, parallel, packing and bit field instructions of A32. Source: Arm ARM DDI 0406C, A5.4.

extension A32Table {
    static let media: [A32Row] = [
        row(.qadd, "QADD", "cccc 00010 00 0 nnnn dddd 0000 0101 mmmm", .saturatingAdd),
        row(.qsub, "QSUB", "cccc 00010 01 0 nnnn dddd 0000 0101 mmmm", .saturatingAdd),
        row(.qdadd, "QDADD", "cccc 00010 10 0 nnnn dddd 0000 0101 mmmm", .saturatingAdd),
        row(.qdsub, "QDSUB", "cccc 00010 11 0 nnnn dddd 0000 0101 mmmm", .saturatingAdd),
        row(.clz, "CLZ", "cccc 00010110 1111 dddd 1111 0001 mmmm", .twoRegisters),
        row(
            .crc32, "CRC32, CRC32C", "cccc 00010 oo 0 nnnn dddd 00 M 0 0100 mmmm", .checksum,
            armv8: true),
        row(
            .parallel, "SADD16 and its kin", "cccc 01100 001 nnnn dddd 1111 ooo 1 mmmm",
            .threeRegisters),
        row(
            .parallel, "QADD16 and its kin", "cccc 01100 010 nnnn dddd 1111 ooo 1 mmmm",
            .threeRegisters),
        row(
            .parallel, "SHADD16 and its kin", "cccc 01100 011 nnnn dddd 1111 ooo 1 mmmm",
            .threeRegisters),
        row(
            .parallel, "UADD16 and its kin", "cccc 01100 101 nnnn dddd 1111 ooo 1 mmmm",
            .threeRegisters),
        row(
            .parallel, "UQADD16 and its kin", "cccc 01100 110 nnnn dddd 1111 ooo 1 mmmm",
            .threeRegisters),
        row(
            .parallel, "UHADD16 and its kin", "cccc 01100 111 nnnn dddd 1111 ooo 1 mmmm",
            .threeRegisters),
        row(.pkh, "PKHBT, PKHTB", "cccc 01101000 nnnn dddd kkkkk t 01 mmmm", .pack),
        row(.sxtab16, "SXTAB16, SXTB16", "cccc 01101000 nnnn dddd rr 00 0111 mmmm", .extend),
        row(.sel, "SEL", "cccc 01101000 nnnn dddd 1111 1011 mmmm", .threeRegisters),
        row(.ssat, "SSAT", "cccc 0110101 iiiii dddd kkkkk t 01 mmmm", .saturate),
        row(.ssat16, "SSAT16", "cccc 01101010 iiii dddd 1111 0011 mmmm", .saturate16),
        row(.sxtab, "SXTAB, SXTB", "cccc 01101010 nnnn dddd rr 00 0111 mmmm", .extend),
        row(.rev, "REV", "cccc 01101011 1111 dddd 1111 0011 mmmm", .twoRegisters),
        row(.sxtah, "SXTAH, SXTH", "cccc 01101011 nnnn dddd rr 00 0111 mmmm", .extend),
        row(.rev16, "REV16", "cccc 01101011 1111 dddd 1111 1011 mmmm", .twoRegisters),
        row(.uxtab16, "UXTAB16, UXTB16", "cccc 01101100 nnnn dddd rr 00 0111 mmmm", .extend),
        row(.usat, "USAT", "cccc 0110111 iiiii dddd kkkkk t 01 mmmm", .saturate),
        row(.usat16, "USAT16", "cccc 01101110 iiii dddd 1111 0011 mmmm", .saturate16),
        row(.uxtab, "UXTAB, UXTB", "cccc 01101110 nnnn dddd rr 00 0111 mmmm", .extend),
        row(.rbit, "RBIT", "cccc 01101111 1111 dddd 1111 0011 mmmm", .twoRegisters),
        row(.uxtah, "UXTAH, UXTH", "cccc 01101111 nnnn dddd rr 00 0111 mmmm", .extend),
        row(.revsh, "REVSH", "cccc 01101111 1111 dddd 1111 1011 mmmm", .twoRegisters),
        row(.usada8, "USADA8, USAD8", "cccc 01111000 dddd nnnn aaaa 0001 mmmm", .usada8),
        row(.sbfx, "SBFX", "cccc 0111101 iiiii dddd kkkkk 101 mmmm", .bitfieldExtract),
        row(.bfi, "BFI, BFC", "cccc 0111110 iiiii dddd kkkkk 001 mmmm", .bitfieldInsert),
        row(.ubfx, "UBFX", "cccc 0111111 iiiii dddd kkkkk 101 mmmm", .bitfieldExtract),
    ]
}
