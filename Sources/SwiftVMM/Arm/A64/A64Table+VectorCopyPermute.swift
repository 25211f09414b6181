// Source: Arm ARM, "Advanced SIMD copy", "table lookup", "permute"
// and "extract".

extension A64Table {
    static let vectorCopyPermute: [A64Row] = [
        row(
            .dupElement, "DUP (element, vector)", "0 Q 0 01110000 iiiii 0 0000 1 nnnnn ddddd",
            "dup", .vectorDuplicateElement),
        row(
            .dupScalar, "DUP (element, scalar)", "01 0 11110000 iiiii 0 0000 1 nnnnn ddddd", "dup",
            .scalarDuplicate),
        row(
            .dupGeneral, "DUP (general)", "0 Q 0 01110000 iiiii 0 0001 1 nnnnn ddddd", "dup",
            .vectorDuplicateGeneral),
        row(
            .insGeneral, "INS (general)", "0 1 0 01110000 iiiii 0 0011 1 nnnnn ddddd", "ins",
            .vectorInsertGeneral),
        row(
            .insElement, "INS (element)", "0 1 1 01110000 iiiii 0 jjjj 1 nnnnn ddddd", "ins",
            .vectorInsertElement),
        row(.smov, "SMOV", "0 Q 0 01110000 iiiii 0 0101 1 nnnnn ddddd", "smov", .vectorMoveSigned),
        row(
            .umov, "UMOV", "0 Q 0 01110000 iiiii 0 0111 1 nnnnn ddddd", "umov", .vectorMoveUnsigned),
        row(.tbl, "TBL", "0 Q 001110 00 0 mmmmm 0 ll 0 00 nnnnn ddddd", "tbl", .vectorTable),
        row(.tbx, "TBX", "0 Q 001110 00 0 mmmmm 0 ll 1 00 nnnnn ddddd", "tbx", .vectorTable),
        row(.uzp1, "UZP1", "0 Q 001110 zz 0 mmmmm 0 001 10 nnnnn ddddd", "uzp1", .vectorThree),
        row(.trn1, "TRN1", "0 Q 001110 zz 0 mmmmm 0 010 10 nnnnn ddddd", "trn1", .vectorThree),
        row(.zip1, "ZIP1", "0 Q 001110 zz 0 mmmmm 0 011 10 nnnnn ddddd", "zip1", .vectorThree),
        row(.uzp2, "UZP2", "0 Q 001110 zz 0 mmmmm 0 101 10 nnnnn ddddd", "uzp2", .vectorThree),
        row(.trn2, "TRN2", "0 Q 001110 zz 0 mmmmm 0 110 10 nnnnn ddddd", "trn2", .vectorThree),
        row(.zip2, "ZIP2", "0 Q 001110 zz 0 mmmmm 0 111 10 nnnnn ddddd", "zip2", .vectorThree),
        row(.extVector, "EXT", "0 Q 101110 00 0 mmmmm 0 iiii 0 nnnnn ddddd", "ext", .vectorExtract),
    ]
}
