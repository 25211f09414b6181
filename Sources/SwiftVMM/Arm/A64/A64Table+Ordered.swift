// Source: Arm ARM, FEAT_LOR, FEAT_LRCPC and FEAT_LRCPC2.

extension A64Table {
    static let ordered: [A64Row] = [
        // LORegions
        row(
            .stllrb, "STLLRB", "00 001000 1 0 0 uuuuu 0 uuuuu nnnnn ddddd", "stllrb", .ordered, .lor
        ),
        row(
            .ldlarb, "LDLARB", "00 001000 1 1 0 uuuuu 0 uuuuu nnnnn ddddd", "ldlarb", .ordered, .lor
        ),
        row(
            .stllrh, "STLLRH", "01 001000 1 0 0 uuuuu 0 uuuuu nnnnn ddddd", "stllrh", .ordered, .lor
        ),
        row(
            .ldlarh, "LDLARH", "01 001000 1 1 0 uuuuu 0 uuuuu nnnnn ddddd", "ldlarh", .ordered, .lor
        ),
        row(.stllr, "STLLR", "1z 001000 1 0 0 uuuuu 0 uuuuu nnnnn ddddd", "stllr", .ordered, .lor),
        row(.ldlar, "LDLAR", "1z 001000 1 1 0 uuuuu 0 uuuuu nnnnn ddddd", "ldlar", .ordered, .lor),
        // Release consistency, processor consistent
        row(
            .ldaprb, "LDAPRB", "00 111 0 00 1 0 1 uuuuu 1 100 00 nnnnn ddddd", "ldaprb", .ordered,
            .lrcpc),
        row(
            .ldaprh, "LDAPRH", "01 111 0 00 1 0 1 uuuuu 1 100 00 nnnnn ddddd", "ldaprh", .ordered,
            .lrcpc),
        row(
            .ldapr, "LDAPR", "1z 111 0 00 1 0 1 uuuuu 1 100 00 nnnnn ddddd", "ldapr", .ordered,
            .lrcpc),
        row(
            .stlurb, "STLURB", "00 011001 00 0 iiiiiiiii 00 nnnnn ddddd", "stlurb", .orderedOffset,
            .lrcpc2),
        row(
            .ldapurb, "LDAPURB", "00 011001 01 0 iiiiiiiii 00 nnnnn ddddd", "ldapurb",
            .orderedOffset, .lrcpc2),
        row(
            .ldapursb, "LDAPURSB", "00 011001 1o 0 iiiiiiiii 00 nnnnn ddddd", "ldapursb",
            .orderedOffset, .lrcpc2),
        row(
            .stlurh, "STLURH", "01 011001 00 0 iiiiiiiii 00 nnnnn ddddd", "stlurh", .orderedOffset,
            .lrcpc2),
        row(
            .ldapurh, "LDAPURH", "01 011001 01 0 iiiiiiiii 00 nnnnn ddddd", "ldapurh",
            .orderedOffset, .lrcpc2),
        row(
            .ldapursh, "LDAPURSH", "01 011001 1o 0 iiiiiiiii 00 nnnnn ddddd", "ldapursh",
            .orderedOffset, .lrcpc2),
        row(
            .stlur, "STLUR", "1z 011001 00 0 iiiiiiiii 00 nnnnn ddddd", "stlur", .orderedOffset,
            .lrcpc2),
        row(
            .ldapur, "LDAPUR", "1z 011001 01 0 iiiiiiiii 00 nnnnn ddddd", "ldapur",
            .orderedOffset, .lrcpc2),
        row(
            .ldapursw, "LDAPURSW", "10 011001 10 0 iiiiiiiii 00 nnnnn ddddd", "ldapursw",
            .orderedOffset, .lrcpc2),
    ]
}
