// Multiplies and divides of A32. Source: Arm ARM DDI 0406C, A5.2.5, A5.2.7, A5.4.4.

extension A32Table {
    static let multiply: [A32Row] = [
        row(.mul, "MUL", "cccc 0000000 S dddd 0000 aaaa 1001 mmmm", .multiply),
        row(.mla, "MLA", "cccc 0000001 S dddd nnnn aaaa 1001 mmmm", .multiplyAccumulate),
        row(.umaal, "UMAAL", "cccc 0000010 0 dddd nnnn aaaa 1001 mmmm", .multiplyLong),
        row(.mls, "MLS", "cccc 0000011 0 dddd nnnn aaaa 1001 mmmm", .multiplyAccumulate),
        row(.umull, "UMULL", "cccc 0000100 S dddd nnnn aaaa 1001 mmmm", .multiplyLong),
        row(.umlal, "UMLAL", "cccc 0000101 S dddd nnnn aaaa 1001 mmmm", .multiplyLong),
        row(.smull, "SMULL", "cccc 0000110 S dddd nnnn aaaa 1001 mmmm", .multiplyLong),
        row(.smlal, "SMLAL", "cccc 0000111 S dddd nnnn aaaa 1001 mmmm", .multiplyLong),
        row(
            .smlaHalf, "SMLABB, SMLABT, SMLATB, SMLATT", "cccc 00010000 dddd nnnn aaaa 1 YX 0 mmmm",
            .halfMultiply),
        row(.smlaWide, "SMLAWB, SMLAWT", "cccc 00010010 dddd nnnn aaaa 1 Y 00 mmmm", .halfMultiply),
        row(.smulWide, "SMULWB, SMULWT", "cccc 00010010 dddd 0000 aaaa 1 Y 10 mmmm", .halfMultiply),
        row(
            .smlalHalf, "SMLALBB, SMLALBT, SMLALTB, SMLALTT",
            "cccc 00010100 dddd nnnn aaaa 1 YX 0 mmmm", .halfMultiply),
        row(
            .smulHalf, "SMULBB, SMULBT, SMULTB, SMULTT", "cccc 00010110 dddd 0000 aaaa 1 YX 0 mmmm",
            .halfMultiply),
        row(.smlad, "SMLAD, SMUAD", "cccc 01110000 dddd nnnn aaaa 00 M 1 mmmm", .halfMultiply),
        row(.smlsd, "SMLSD, SMUSD", "cccc 01110000 dddd nnnn aaaa 01 M 1 mmmm", .halfMultiply),
        row(.smlald, "SMLALD", "cccc 01110100 dddd nnnn aaaa 00 M 1 mmmm", .halfMultiply),
        row(.smlsld, "SMLSLD", "cccc 01110100 dddd nnnn aaaa 01 M 1 mmmm", .halfMultiply),
        row(.smmla, "SMMLA, SMMUL", "cccc 01110101 dddd nnnn aaaa 00 M 1 mmmm", .halfMultiply),
        row(.smmls, "SMMLS", "cccc 01110101 dddd nnnn aaaa 11 M 1 mmmm", .halfMultiply),
        row(.sdiv, "SDIV", "cccc 01110001 dddd 1111 aaaa 0001 mmmm", .divide),
        row(.udiv, "UDIV", "cccc 01110011 dddd 1111 aaaa 0001 mmmm", .divide),
    ]
}
