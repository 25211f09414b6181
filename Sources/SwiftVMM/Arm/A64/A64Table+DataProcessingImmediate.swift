// Source: Arm ARM, "Data Processing -- Immediate".

extension A64Table {
    static let dataProcessingImmediate: [A64Row] = [
        row(.adr, "ADR", "0 jj 10000 iiiiiiiiiiiiiiiiiii ddddd", "adr", .address),
        row(.adrp, "ADRP", "1 jj 10000 iiiiiiiiiiiiiiiiiii ddddd", "adrp", .pageAddress),
        // Add/subtract (immediate)
        row(
            .addImmediate, "ADD (immediate)", "w 0 0 100010 h iiiiiiiiiiii nnnnn ddddd", "add",
            .addSubtractImmediate),
        row(
            .addsImmediate, "ADDS (immediate)", "w 0 1 100010 h iiiiiiiiiiii nnnnn ddddd", "adds",
            .addSubtractImmediateFlags),
        row(
            .subImmediate, "SUB (immediate)", "w 1 0 100010 h iiiiiiiiiiii nnnnn ddddd", "sub",
            .addSubtractImmediate),
        row(
            .subsImmediate, "SUBS (immediate)", "w 1 1 100010 h iiiiiiiiiiii nnnnn ddddd", "subs",
            .addSubtractImmediateFlags),
        // Logical (immediate)
        row(
            .andImmediate, "AND (immediate)", "w 00 100100 N rrrrrr kkkkkk nnnnn ddddd", "and",
            .logicalImmediate),
        row(
            .orrImmediate, "ORR (immediate)", "w 01 100100 N rrrrrr kkkkkk nnnnn ddddd", "orr",
            .logicalImmediate),
        row(
            .eorImmediate, "EOR (immediate)", "w 10 100100 N rrrrrr kkkkkk nnnnn ddddd", "eor",
            .logicalImmediate),
        row(
            .andsImmediate, "ANDS (immediate)", "w 11 100100 N rrrrrr kkkkkk nnnnn ddddd", "ands",
            .logicalImmediateFlags),
        // Move wide (immediate)
        row(.movn, "MOVN", "w 00 100101 hh iiiiiiiiiiiiiiii ddddd", "movn", .moveWide),
        row(.movz, "MOVZ", "w 10 100101 hh iiiiiiiiiiiiiiii ddddd", "movz", .moveWide),
        row(.movk, "MOVK", "w 11 100101 hh iiiiiiiiiiiiiiii ddddd", "movk", .moveWide),
        // Bitfield, extract
        row(.sbfm, "SBFM", "w 00 100110 N rrrrrr kkkkkk nnnnn ddddd", "sbfm", .bitfield),
        row(.bfm, "BFM", "w 01 100110 N rrrrrr kkkkkk nnnnn ddddd", "bfm", .bitfield),
        row(.ubfm, "UBFM", "w 10 100110 N rrrrrr kkkkkk nnnnn ddddd", "ubfm", .bitfield),
        row(.extr, "EXTR", "w 00 100111 N 0 mmmmm kkkkkk nnnnn ddddd", "extr", .extract),
    ]
}
