// Source: Arm ARM, "Load/store exclusive" and "Atomic memory operations".

extension A64Table {
    static let exclusiveAndAtomic: [A64Row] = [
        // Load/store exclusive register
        row(.stxrb, "STXRB", "00 001000 0 0 0 sssss 0 uuuuu nnnnn ddddd", "stxrb", .storeExclusive),
        row(
            .stlxrb, "STLXRB", "00 001000 0 0 0 sssss 1 uuuuu nnnnn ddddd", "stlxrb",
            .storeExclusive),
        row(.ldxrb, "LDXRB", "00 001000 0 1 0 uuuuu 0 uuuuu nnnnn ddddd", "ldxrb", .ordered),
        row(.ldaxrb, "LDAXRB", "00 001000 0 1 0 uuuuu 1 uuuuu nnnnn ddddd", "ldaxrb", .ordered),
        row(.stxrh, "STXRH", "01 001000 0 0 0 sssss 0 uuuuu nnnnn ddddd", "stxrh", .storeExclusive),
        row(
            .stlxrh, "STLXRH", "01 001000 0 0 0 sssss 1 uuuuu nnnnn ddddd", "stlxrh",
            .storeExclusive),
        row(.ldxrh, "LDXRH", "01 001000 0 1 0 uuuuu 0 uuuuu nnnnn ddddd", "ldxrh", .ordered),
        row(.ldaxrh, "LDAXRH", "01 001000 0 1 0 uuuuu 1 uuuuu nnnnn ddddd", "ldaxrh", .ordered),
        row(.stxr, "STXR", "1z 001000 0 0 0 sssss 0 uuuuu nnnnn ddddd", "stxr", .storeExclusive),
        row(.stlxr, "STLXR", "1z 001000 0 0 0 sssss 1 uuuuu nnnnn ddddd", "stlxr", .storeExclusive),
        row(.ldxr, "LDXR", "1z 001000 0 1 0 uuuuu 0 uuuuu nnnnn ddddd", "ldxr", .ordered),
        row(.ldaxr, "LDAXR", "1z 001000 0 1 0 uuuuu 1 uuuuu nnnnn ddddd", "ldaxr", .ordered),
        // Load/store exclusive pair
        row(
            .stxp, "STXP", "1w 001000 0 0 1 sssss 0 aaaaa nnnnn ddddd",
            "stxp", .storeExclusivePair),
        row(
            .stlxp, "STLXP", "1w 001000 0 0 1 sssss 1 aaaaa nnnnn ddddd", "stlxp",
            .storeExclusivePair),
        row(.ldxp, "LDXP", "1w 001000 0 1 1 uuuuu 0 aaaaa nnnnn ddddd", "ldxp", .loadExclusivePair),
        row(
            .ldaxp, "LDAXP", "1w 001000 0 1 1 uuuuu 1 aaaaa nnnnn ddddd", "ldaxp",
            .loadExclusivePair),
        // Load/store ordered; STLLR and LDLAR are FEAT_LOR, which the machine does not have
        row(.stlrb, "STLRB", "00 001000 1 0 0 uuuuu 1 uuuuu nnnnn ddddd", "stlrb", .ordered),
        row(.ldarb, "LDARB", "00 001000 1 1 0 uuuuu 1 uuuuu nnnnn ddddd", "ldarb", .ordered),
        row(.stlrh, "STLRH", "01 001000 1 0 0 uuuuu 1 uuuuu nnnnn ddddd", "stlrh", .ordered),
        row(.ldarh, "LDARH", "01 001000 1 1 0 uuuuu 1 uuuuu nnnnn ddddd", "ldarh", .ordered),
        row(.stlr, "STLR", "1z 001000 1 0 0 uuuuu 1 uuuuu nnnnn ddddd", "stlr", .ordered),
        row(.ldar, "LDAR", "1z 001000 1 1 0 uuuuu 1 uuuuu nnnnn ddddd", "ldar", .ordered),
        // Compare and swap (FEAT_LSE)
        row(
            .casb, "CASB, CASAB, CASALB, CASLB", "00 001000 1 A 1 sssss R 11111 nnnnn ddddd", "cas",
            .compareAndSwap, .lse),
        row(
            .cash, "CASH, CASAH, CASALH, CASLH", "01 001000 1 A 1 sssss R 11111 nnnnn ddddd", "cas",
            .compareAndSwap, .lse),
        row(
            .cas, "CAS, CASA, CASAL, CASL", "1z 001000 1 A 1 sssss R 11111 nnnnn ddddd", "cas",
            .compareAndSwap, .lse),
        row(
            .casp, "CASP, CASPA, CASPAL, CASPL", "0w 001000 0 A 1 sssss R 11111 nnnnn ddddd",
            "casp", .compareAndSwapPair, .lse),
        // Atomic memory operations (FEAT_LSE)
        row(
            .ldaddb, "LDADDB, LDADDAB, LDADDALB, LDADDLB",
            "00 111 0 00 A R 1 sssss 0 000 00 nnnnn ddddd", "ldadd", .atomic, .lse),
        row(
            .ldaddh, "LDADDH, LDADDAH, LDADDALH, LDADDLH",
            "01 111 0 00 A R 1 sssss 0 000 00 nnnnn ddddd", "ldadd", .atomic, .lse),
        row(
            .ldadd, "LDADD, LDADDA, LDADDAL, LDADDL",
            "1z 111 0 00 A R 1 sssss 0 000 00 nnnnn ddddd", "ldadd", .atomic, .lse),
        row(
            .ldclrb, "LDCLRB, LDCLRAB, LDCLRALB, LDCLRLB",
            "00 111 0 00 A R 1 sssss 0 001 00 nnnnn ddddd", "ldclr", .atomic, .lse),
        row(
            .ldclrh, "LDCLRH, LDCLRAH, LDCLRALH, LDCLRLH",
            "01 111 0 00 A R 1 sssss 0 001 00 nnnnn ddddd", "ldclr", .atomic, .lse),
        row(
            .ldclr, "LDCLR, LDCLRA, LDCLRAL, LDCLRL",
            "1z 111 0 00 A R 1 sssss 0 001 00 nnnnn ddddd", "ldclr", .atomic, .lse),
        row(
            .ldeorb, "LDEORB, LDEORAB, LDEORALB, LDEORLB",
            "00 111 0 00 A R 1 sssss 0 010 00 nnnnn ddddd", "ldeor", .atomic, .lse),
        row(
            .ldeorh, "LDEORH, LDEORAH, LDEORALH, LDEORLH",
            "01 111 0 00 A R 1 sssss 0 010 00 nnnnn ddddd", "ldeor", .atomic, .lse),
        row(
            .ldeor, "LDEOR, LDEORA, LDEORAL, LDEORL",
            "1z 111 0 00 A R 1 sssss 0 010 00 nnnnn ddddd", "ldeor", .atomic, .lse),
        row(
            .ldsetb, "LDSETB, LDSETAB, LDSETALB, LDSETLB",
            "00 111 0 00 A R 1 sssss 0 011 00 nnnnn ddddd", "ldset", .atomic, .lse),
        row(
            .ldseth, "LDSETH, LDSETAH, LDSETALH, LDSETLH",
            "01 111 0 00 A R 1 sssss 0 011 00 nnnnn ddddd", "ldset", .atomic, .lse),
        row(
            .ldset, "LDSET, LDSETA, LDSETAL, LDSETL",
            "1z 111 0 00 A R 1 sssss 0 011 00 nnnnn ddddd", "ldset", .atomic, .lse),
        row(
            .ldsmaxb, "LDSMAXB, LDSMAXAB, LDSMAXALB, LDSMAXLB",
            "00 111 0 00 A R 1 sssss 0 100 00 nnnnn ddddd", "ldsmax", .atomic, .lse),
        row(
            .ldsmaxh, "LDSMAXH, LDSMAXAH, LDSMAXALH, LDSMAXLH",
            "01 111 0 00 A R 1 sssss 0 100 00 nnnnn ddddd", "ldsmax", .atomic, .lse),
        row(
            .ldsmax, "LDSMAX, LDSMAXA, LDSMAXAL, LDSMAXL",
            "1z 111 0 00 A R 1 sssss 0 100 00 nnnnn ddddd", "ldsmax", .atomic, .lse),
        row(
            .ldsminb, "LDSMINB, LDSMINAB, LDSMINALB, LDSMINLB",
            "00 111 0 00 A R 1 sssss 0 101 00 nnnnn ddddd", "ldsmin", .atomic, .lse),
        row(
            .ldsminh, "LDSMINH, LDSMINAH, LDSMINALH, LDSMINLH",
            "01 111 0 00 A R 1 sssss 0 101 00 nnnnn ddddd", "ldsmin", .atomic, .lse),
        row(
            .ldsmin, "LDSMIN, LDSMINA, LDSMINAL, LDSMINL",
            "1z 111 0 00 A R 1 sssss 0 101 00 nnnnn ddddd", "ldsmin", .atomic, .lse),
        row(
            .ldumaxb, "LDUMAXB, LDUMAXAB, LDUMAXALB, LDUMAXLB",
            "00 111 0 00 A R 1 sssss 0 110 00 nnnnn ddddd", "ldumax", .atomic, .lse),
        row(
            .ldumaxh, "LDUMAXH, LDUMAXAH, LDUMAXALH, LDUMAXLH",
            "01 111 0 00 A R 1 sssss 0 110 00 nnnnn ddddd", "ldumax", .atomic, .lse),
        row(
            .ldumax, "LDUMAX, LDUMAXA, LDUMAXAL, LDUMAXL",
            "1z 111 0 00 A R 1 sssss 0 110 00 nnnnn ddddd", "ldumax", .atomic, .lse),
        row(
            .lduminb, "LDUMINB, LDUMINAB, LDUMINALB, LDUMINLB",
            "00 111 0 00 A R 1 sssss 0 111 00 nnnnn ddddd", "ldumin", .atomic, .lse),
        row(
            .lduminh, "LDUMINH, LDUMINAH, LDUMINALH, LDUMINLH",
            "01 111 0 00 A R 1 sssss 0 111 00 nnnnn ddddd", "ldumin", .atomic, .lse),
        row(
            .ldumin, "LDUMIN, LDUMINA, LDUMINAL, LDUMINL",
            "1z 111 0 00 A R 1 sssss 0 111 00 nnnnn ddddd", "ldumin", .atomic, .lse),
        row(
            .swpb, "SWPB, SWPAB, SWPALB, SWPLB", "00 111 0 00 A R 1 sssss 1 000 00 nnnnn ddddd",
            "swp", .atomic, .lse),
        row(
            .swph, "SWPH, SWPAH, SWPALH, SWPLH", "01 111 0 00 A R 1 sssss 1 000 00 nnnnn ddddd",
            "swp", .atomic, .lse),
        row(
            .swp, "SWP, SWPA, SWPAL, SWPL", "1z 111 0 00 A R 1 sssss 1 000 00 nnnnn ddddd", "swp",
            .atomic, .lse),
    ]
}
