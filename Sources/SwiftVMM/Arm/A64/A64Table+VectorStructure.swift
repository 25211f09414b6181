// Source: Arm ARM, "Advanced SIMD load/store multiple structures" and
// "single structure".

extension A64Table {
    static let vectorStructure: [A64Row] = [
        row(
            .st4, "ST4 (multiple)", "0 Q 001100 0 0 000000 0000 zz nnnnn ddddd", "st4",
            .vectorMultiple),
        row(
            .st1Four, "ST1 (multiple, four)", "0 Q 001100 0 0 000000 0010 zz nnnnn ddddd", "st1",
            .vectorMultiple),
        row(
            .st3, "ST3 (multiple)", "0 Q 001100 0 0 000000 0100 zz nnnnn ddddd", "st3",
            .vectorMultiple),
        row(
            .st1Three, "ST1 (multiple, three)", "0 Q 001100 0 0 000000 0110 zz nnnnn ddddd", "st1",
            .vectorMultiple),
        row(
            .st1One, "ST1 (multiple, one)", "0 Q 001100 0 0 000000 0111 zz nnnnn ddddd", "st1",
            .vectorMultiple),
        row(
            .st2, "ST2 (multiple)", "0 Q 001100 0 0 000000 1000 zz nnnnn ddddd", "st2",
            .vectorMultiple),
        row(
            .st1Two, "ST1 (multiple, two)", "0 Q 001100 0 0 000000 1010 zz nnnnn ddddd", "st1",
            .vectorMultiple),
        row(
            .ld4, "LD4 (multiple)", "0 Q 001100 0 1 000000 0000 zz nnnnn ddddd", "ld4",
            .vectorMultiple),
        row(
            .ld1Four, "LD1 (multiple, four)", "0 Q 001100 0 1 000000 0010 zz nnnnn ddddd", "ld1",
            .vectorMultiple),
        row(
            .ld3, "LD3 (multiple)", "0 Q 001100 0 1 000000 0100 zz nnnnn ddddd", "ld3",
            .vectorMultiple),
        row(
            .ld1Three, "LD1 (multiple, three)", "0 Q 001100 0 1 000000 0110 zz nnnnn ddddd", "ld1",
            .vectorMultiple),
        row(
            .ld1One, "LD1 (multiple, one)", "0 Q 001100 0 1 000000 0111 zz nnnnn ddddd", "ld1",
            .vectorMultiple),
        row(
            .ld2, "LD2 (multiple)", "0 Q 001100 0 1 000000 1000 zz nnnnn ddddd", "ld2",
            .vectorMultiple),
        row(
            .ld1Two, "LD1 (multiple, two)", "0 Q 001100 0 1 000000 1010 zz nnnnn ddddd", "ld1",
            .vectorMultiple),
        row(
            .ld1r, "LD1R (no offset)", "0 Q 001101 0 1 0 00000 110 0 zz nnnnn ddddd", "ld1r",
            .vectorReplicate),
        row(
            .ld2r, "LD2R (no offset)", "0 Q 001101 0 1 1 00000 110 0 zz nnnnn ddddd", "ld2r",
            .vectorReplicate),
        row(
            .ld3r, "LD3R (no offset)", "0 Q 001101 0 1 0 00000 111 0 zz nnnnn ddddd", "ld3r",
            .vectorReplicate),
        row(
            .ld4r, "LD4R (no offset)", "0 Q 001101 0 1 1 00000 111 0 zz nnnnn ddddd", "ld4r",
            .vectorReplicate),
        row(
            .st1Single, "ST1 (single)", "0 Q 001101 0 0 0 00000 ee0 S zz nnnnn ddddd", "st1",
            .vectorSingle),
        row(
            .st2Single, "ST2 (single)", "0 Q 001101 0 0 1 00000 ee0 S zz nnnnn ddddd", "st2",
            .vectorSingle),
        row(
            .st3Single, "ST3 (single)", "0 Q 001101 0 0 0 00000 ee1 S zz nnnnn ddddd", "st3",
            .vectorSingle),
        row(
            .st4Single, "ST4 (single)", "0 Q 001101 0 0 1 00000 ee1 S zz nnnnn ddddd", "st4",
            .vectorSingle),
        row(
            .ld1Single, "LD1 (single)", "0 Q 001101 0 1 0 00000 ee0 S zz nnnnn ddddd", "ld1",
            .vectorSingle),
        row(
            .ld2Single, "LD2 (single)", "0 Q 001101 0 1 1 00000 ee0 S zz nnnnn ddddd", "ld2",
            .vectorSingle),
        row(
            .ld3Single, "LD3 (single)", "0 Q 001101 0 1 0 00000 ee1 S zz nnnnn ddddd", "ld3",
            .vectorSingle),
        row(
            .ld4Single, "LD4 (single)", "0 Q 001101 0 1 1 00000 ee1 S zz nnnnn ddddd", "ld4",
            .vectorSingle),
        row(
            .st4PostIndex, "ST4 (multiple, post-index)",
            "0 Q 001100 1 0 0 mmmmm 0000 zz nnnnn ddddd", "st4", .vectorMultiplePostIndex),
        row(
            .st1FourPostIndex, "ST1 (multiple, four, post-index)",
            "0 Q 001100 1 0 0 mmmmm 0010 zz nnnnn ddddd", "st1", .vectorMultiplePostIndex),
        row(
            .st3PostIndex, "ST3 (multiple, post-index)",
            "0 Q 001100 1 0 0 mmmmm 0100 zz nnnnn ddddd", "st3", .vectorMultiplePostIndex),
        row(
            .st1ThreePostIndex, "ST1 (multiple, three, post-index)",
            "0 Q 001100 1 0 0 mmmmm 0110 zz nnnnn ddddd", "st1", .vectorMultiplePostIndex),
        row(
            .st1OnePostIndex, "ST1 (multiple, one, post-index)",
            "0 Q 001100 1 0 0 mmmmm 0111 zz nnnnn ddddd", "st1", .vectorMultiplePostIndex),
        row(
            .st2PostIndex, "ST2 (multiple, post-index)",
            "0 Q 001100 1 0 0 mmmmm 1000 zz nnnnn ddddd", "st2", .vectorMultiplePostIndex),
        row(
            .st1TwoPostIndex, "ST1 (multiple, two, post-index)",
            "0 Q 001100 1 0 0 mmmmm 1010 zz nnnnn ddddd", "st1", .vectorMultiplePostIndex),
        row(
            .ld4PostIndex, "LD4 (multiple, post-index)",
            "0 Q 001100 1 1 0 mmmmm 0000 zz nnnnn ddddd", "ld4", .vectorMultiplePostIndex),
        row(
            .ld1FourPostIndex, "LD1 (multiple, four, post-index)",
            "0 Q 001100 1 1 0 mmmmm 0010 zz nnnnn ddddd", "ld1", .vectorMultiplePostIndex),
        row(
            .ld3PostIndex, "LD3 (multiple, post-index)",
            "0 Q 001100 1 1 0 mmmmm 0100 zz nnnnn ddddd", "ld3", .vectorMultiplePostIndex),
        row(
            .ld1ThreePostIndex, "LD1 (multiple, three, post-index)",
            "0 Q 001100 1 1 0 mmmmm 0110 zz nnnnn ddddd", "ld1", .vectorMultiplePostIndex),
        row(
            .ld1OnePostIndex, "LD1 (multiple, one, post-index)",
            "0 Q 001100 1 1 0 mmmmm 0111 zz nnnnn ddddd", "ld1", .vectorMultiplePostIndex),
        row(
            .ld2PostIndex, "LD2 (multiple, post-index)",
            "0 Q 001100 1 1 0 mmmmm 1000 zz nnnnn ddddd", "ld2", .vectorMultiplePostIndex),
        row(
            .ld1TwoPostIndex, "LD1 (multiple, two, post-index)",
            "0 Q 001100 1 1 0 mmmmm 1010 zz nnnnn ddddd", "ld1", .vectorMultiplePostIndex),
        row(
            .ld1rPostIndex, "LD1R (post-index)", "0 Q 001101 1 1 0 mmmmm 110 0 zz nnnnn ddddd",
            "ld1r", .vectorReplicatePostIndex),
        row(
            .ld2rPostIndex, "LD2R (post-index)", "0 Q 001101 1 1 1 mmmmm 110 0 zz nnnnn ddddd",
            "ld2r", .vectorReplicatePostIndex),
        row(
            .ld3rPostIndex, "LD3R (post-index)", "0 Q 001101 1 1 0 mmmmm 111 0 zz nnnnn ddddd",
            "ld3r", .vectorReplicatePostIndex),
        row(
            .ld4rPostIndex, "LD4R (post-index)", "0 Q 001101 1 1 1 mmmmm 111 0 zz nnnnn ddddd",
            "ld4r", .vectorReplicatePostIndex),
        row(
            .st1SinglePostIndex, "ST1 (single, post-index)",
            "0 Q 001101 1 0 0 mmmmm ee0 S zz nnnnn ddddd", "st1", .vectorSinglePostIndex),
        row(
            .st2SinglePostIndex, "ST2 (single, post-index)",
            "0 Q 001101 1 0 1 mmmmm ee0 S zz nnnnn ddddd", "st2", .vectorSinglePostIndex),
        row(
            .st3SinglePostIndex, "ST3 (single, post-index)",
            "0 Q 001101 1 0 0 mmmmm ee1 S zz nnnnn ddddd", "st3", .vectorSinglePostIndex),
        row(
            .st4SinglePostIndex, "ST4 (single, post-index)",
            "0 Q 001101 1 0 1 mmmmm ee1 S zz nnnnn ddddd", "st4", .vectorSinglePostIndex),
        row(
            .ld1SinglePostIndex, "LD1 (single, post-index)",
            "0 Q 001101 1 1 0 mmmmm ee0 S zz nnnnn ddddd", "ld1", .vectorSinglePostIndex),
        row(
            .ld2SinglePostIndex, "LD2 (single, post-index)",
            "0 Q 001101 1 1 1 mmmmm ee0 S zz nnnnn ddddd", "ld2", .vectorSinglePostIndex),
        row(
            .ld3SinglePostIndex, "LD3 (single, post-index)",
            "0 Q 001101 1 1 0 mmmmm ee1 S zz nnnnn ddddd", "ld3", .vectorSinglePostIndex),
        row(
            .ld4SinglePostIndex, "LD4 (single, post-index)",
            "0 Q 001101 1 1 1 mmmmm ee1 S zz nnnnn ddddd", "ld4", .vectorSinglePostIndex),
    ]
}
