// Source: Arm ARM, FEAT_FlagM; CFINV, AXFLAG and XAFLAG are beside MSR (immediate).

extension A64Table {
    static let flags: [A64Row] = [
        row(
            .rmif, "RMIF", "1 0 1 11010000 iiiiii 00001 nnnnn 0 ffff", "rmif", .rotateIntoFlags,
            .flagM),
        row(
            .setf8, "SETF8", "0 0 1 11010000 000000 0 0010 nnnnn 0 1101", "setf8", .oneWord, .flagM),
        row(
            .setf16, "SETF16", "0 0 1 11010000 000000 1 0010 nnnnn 0 1101", "setf16", .oneWord,
            .flagM),
    ]
}
