// Source: Arm ARM, FEAT_PAuth. The field q is opc<2:0>: which key, and whether to add or to check.

extension A64Table {
    static let pointerAuthentication: [A64Row] = [
        row(
            .pointerCode, "PACIA, PACIB, PACDA, PACDB, AUTIA, AUTIB, AUTDA, AUTDB",
            "1 1 0 11010110 00001 000 qqq nnnnn ddddd", "pac", .pointerCode, .pauth),
        row(
            .pointerCodeZero, "PACIZA, PACIZB, PACDZA, PACDZB, AUTIZA, AUTIZB, AUTDZA, AUTDZB",
            "1 1 0 11010110 00001 001 qqq 11111 ddddd", "pac", .pointerCode, .pauth),
        row(
            .xpac, "XPACI, XPACD", "1 1 0 11010110 00001 01000 o 11111 ddddd", "xpac",
            .pointerCode, .pauth),
        row(
            .pacga, "PACGA", "1 0 0 11010110 mmmmm 001100 nnnnn ddddd", "pacga", .genericCode,
            .pauth),
        row(
            .branchAuthenticated, "BRAA, BRAB, BRAAZ, BRABZ",
            "1101011 z 0 00 11111 0000 1 o nnnnn ddddd",
            "bra", .branchAuthenticated, .pauth),
        row(
            .branchLinkAuthenticated, "BLRAA, BLRAB, BLRAAZ, BLRABZ",
            "1101011 z 0 01 11111 0000 1 o nnnnn ddddd", "blra", .branchAuthenticated, .pauth),
        row(
            .retAuthenticated, "RETAA, RETAB", "1101011 0 0 10 11111 0000 1 o 11111 11111", "reta",
            .returnAuthenticated, .pauth),
        row(
            .eretAuthenticated, "ERETAA, ERETAB", "1101011 0 1 00 11111 0000 1 o 11111 11111",
            "ereta", .returnAuthenticated, .pauth),
        row(
            .ldra, "LDRAA, LDRAB", "11 111 0 00 o S 1 iiiiiiiii h 1 nnnnn ddddd", "ldra",
            .loadAuthenticated, .pauth),
    ]
}
