// Source: Arm ARM, "Data Processing -- Register".

extension A64Table {
    static let dataProcessingRegister: [A64Row] = [
        // Logical (shifted register)
        row(
            .andShifted, "AND (shifted register)", "w 00 01010 hh 0 mmmmm kkkkkk nnnnn ddddd",
            "and", .logicalShifted),
        row(
            .bicShifted, "BIC (shifted register)", "w 00 01010 hh 1 mmmmm kkkkkk nnnnn ddddd",
            "bic", .logicalShifted),
        row(
            .orrShifted, "ORR (shifted register)", "w 01 01010 hh 0 mmmmm kkkkkk nnnnn ddddd",
            "orr", .logicalShifted),
        row(
            .ornShifted, "ORN (shifted register)", "w 01 01010 hh 1 mmmmm kkkkkk nnnnn ddddd",
            "orn", .logicalShifted),
        row(
            .eorShifted, "EOR (shifted register)", "w 10 01010 hh 0 mmmmm kkkkkk nnnnn ddddd",
            "eor", .logicalShifted),
        row(
            .eonShifted, "EON (shifted register)", "w 10 01010 hh 1 mmmmm kkkkkk nnnnn ddddd",
            "eon", .logicalShifted),
        row(
            .andsShifted, "ANDS (shifted register)", "w 11 01010 hh 0 mmmmm kkkkkk nnnnn ddddd",
            "ands", .logicalShifted),
        row(
            .bicsShifted, "BICS (shifted register)", "w 11 01010 hh 1 mmmmm kkkkkk nnnnn ddddd",
            "bics", .logicalShifted),
        // Add/subtract (shifted register)
        row(
            .addShifted, "ADD (shifted register)", "w 0 0 01011 hh 0 mmmmm kkkkkk nnnnn ddddd",
            "add", .addSubtractShifted),
        row(
            .addsShifted, "ADDS (shifted register)", "w 0 1 01011 hh 0 mmmmm kkkkkk nnnnn ddddd",
            "adds", .addSubtractShifted),
        row(
            .subShifted, "SUB (shifted register)", "w 1 0 01011 hh 0 mmmmm kkkkkk nnnnn ddddd",
            "sub", .addSubtractShifted),
        row(
            .subsShifted, "SUBS (shifted register)", "w 1 1 01011 hh 0 mmmmm kkkkkk nnnnn ddddd",
            "subs", .addSubtractShifted),
        // Add/subtract (extended register)
        row(
            .addExtended, "ADD (extended register)", "w 0 0 01011 00 1 mmmmm eee iii nnnnn ddddd",
            "add", .addSubtractExtended),
        row(
            .addsExtended, "ADDS (extended register)", "w 0 1 01011 00 1 mmmmm eee iii nnnnn ddddd",
            "adds", .addSubtractExtendedFlags),
        row(
            .subExtended, "SUB (extended register)", "w 1 0 01011 00 1 mmmmm eee iii nnnnn ddddd",
            "sub", .addSubtractExtended),
        row(
            .subsExtended, "SUBS (extended register)", "w 1 1 01011 00 1 mmmmm eee iii nnnnn ddddd",
            "subs", .addSubtractExtendedFlags),
        // Add/subtract (with carry)
        row(.adc, "ADC", "w 0 0 11010000 mmmmm 000000 nnnnn ddddd", "adc", .threeRegisters),
        row(.adcs, "ADCS", "w 0 1 11010000 mmmmm 000000 nnnnn ddddd", "adcs", .threeRegisters),
        row(.sbc, "SBC", "w 1 0 11010000 mmmmm 000000 nnnnn ddddd", "sbc", .threeRegisters),
        row(.sbcs, "SBCS", "w 1 1 11010000 mmmmm 000000 nnnnn ddddd", "sbcs", .threeRegisters),
        // Conditional compare
        row(
            .ccmnRegister, "CCMN (register)", "w 0 1 11010010 mmmmm cccc 0 0 nnnnn 0 ffff", "ccmn",
            .conditionalCompareRegister),
        row(
            .ccmnImmediate, "CCMN (immediate)", "w 0 1 11010010 iiiii cccc 1 0 nnnnn 0 ffff",
            "ccmn", .conditionalCompareImmediate),
        row(
            .ccmpRegister, "CCMP (register)", "w 1 1 11010010 mmmmm cccc 0 0 nnnnn 0 ffff", "ccmp",
            .conditionalCompareRegister),
        row(
            .ccmpImmediate, "CCMP (immediate)", "w 1 1 11010010 iiiii cccc 1 0 nnnnn 0 ffff",
            "ccmp", .conditionalCompareImmediate),
        // Conditional select
        row(.csel, "CSEL", "w 0 0 11010100 mmmmm cccc 00 nnnnn ddddd", "csel", .conditionalSelect),
        row(
            .csinc, "CSINC", "w 0 0 11010100 mmmmm cccc 01 nnnnn ddddd", "csinc", .conditionalSelect
        ),
        row(
            .csinv, "CSINV", "w 1 0 11010100 mmmmm cccc 00 nnnnn ddddd", "csinv", .conditionalSelect
        ),
        row(
            .csneg, "CSNEG", "w 1 0 11010100 mmmmm cccc 01 nnnnn ddddd", "csneg", .conditionalSelect
        ),
        // Data-processing (3 source)
        row(.madd, "MADD", "w 00 11011 000 mmmmm 0 aaaaa nnnnn ddddd", "madd", .multiplyAdd),
        row(.msub, "MSUB", "w 00 11011 000 mmmmm 1 aaaaa nnnnn ddddd", "msub", .multiplyAdd),
        row(
            .smaddl, "SMADDL", "1 00 11011 001 mmmmm 0 aaaaa nnnnn ddddd", "smaddl",
            .multiplyAddLong),
        row(
            .smsubl, "SMSUBL", "1 00 11011 001 mmmmm 1 aaaaa nnnnn ddddd", "smsubl",
            .multiplyAddLong),
        row(.smulh, "SMULH", "1 00 11011 010 mmmmm 0 uuuuu nnnnn ddddd", "smulh", .multiplyHigh),
        row(
            .umaddl, "UMADDL", "1 00 11011 101 mmmmm 0 aaaaa nnnnn ddddd", "umaddl",
            .multiplyAddLong),
        row(
            .umsubl, "UMSUBL", "1 00 11011 101 mmmmm 1 aaaaa nnnnn ddddd", "umsubl",
            .multiplyAddLong),
        row(.umulh, "UMULH", "1 00 11011 110 mmmmm 0 uuuuu nnnnn ddddd", "umulh", .multiplyHigh),
        // Data-processing (2 source)
        row(.udiv, "UDIV", "w 0 0 11010110 mmmmm 000010 nnnnn ddddd", "udiv", .threeRegisters),
        row(.sdiv, "SDIV", "w 0 0 11010110 mmmmm 000011 nnnnn ddddd", "sdiv", .threeRegisters),
        row(.lslv, "LSLV", "w 0 0 11010110 mmmmm 001000 nnnnn ddddd", "lsl", .threeRegisters),
        row(.lsrv, "LSRV", "w 0 0 11010110 mmmmm 001001 nnnnn ddddd", "lsr", .threeRegisters),
        row(.asrv, "ASRV", "w 0 0 11010110 mmmmm 001010 nnnnn ddddd", "asr", .threeRegisters),
        row(.rorv, "RORV", "w 0 0 11010110 mmmmm 001011 nnnnn ddddd", "ror", .threeRegisters),
        row(
            .crc32b, "CRC32B", "0 0 0 11010110 mmmmm 010000 nnnnn ddddd", "crc32b", .checksum,
            .crc32),
        row(
            .crc32h, "CRC32H", "0 0 0 11010110 mmmmm 010001 nnnnn ddddd", "crc32h", .checksum,
            .crc32),
        row(
            .crc32w, "CRC32W", "0 0 0 11010110 mmmmm 010010 nnnnn ddddd", "crc32w", .checksum,
            .crc32),
        row(
            .crc32x, "CRC32X", "1 0 0 11010110 mmmmm 010011 nnnnn ddddd", "crc32x", .checksumX,
            .crc32),
        row(
            .crc32cB, "CRC32CB", "0 0 0 11010110 mmmmm 010100 nnnnn ddddd", "crc32cb", .checksum,
            .crc32),
        row(
            .crc32cH, "CRC32CH", "0 0 0 11010110 mmmmm 010101 nnnnn ddddd", "crc32ch", .checksum,
            .crc32),
        row(
            .crc32cW, "CRC32CW", "0 0 0 11010110 mmmmm 010110 nnnnn ddddd", "crc32cw", .checksum,
            .crc32),
        row(
            .crc32cX, "CRC32CX", "1 0 0 11010110 mmmmm 010111 nnnnn ddddd", "crc32cx", .checksumX,
            .crc32),
        // Data-processing (1 source)
        row(.rbit, "RBIT", "w 1 0 11010110 00000 000000 nnnnn ddddd", "rbit", .twoRegisters),
        row(.rev16, "REV16", "w 1 0 11010110 00000 000001 nnnnn ddddd", "rev16", .twoRegisters),
        row(.revW, "REV (32-bit)", "0 1 0 11010110 00000 000010 nnnnn ddddd", "rev", .twoRegisters),
        row(.rev32, "REV32", "1 1 0 11010110 00000 000010 nnnnn ddddd", "rev32", .twoRegisters),
        row(.revX, "REV (64-bit)", "1 1 0 11010110 00000 000011 nnnnn ddddd", "rev", .twoRegisters),
        row(.clz, "CLZ", "w 1 0 11010110 00000 000100 nnnnn ddddd", "clz", .twoRegisters),
        row(.cls, "CLS", "w 1 0 11010110 00000 000101 nnnnn ddddd", "cls", .twoRegisters),
    ]
}
