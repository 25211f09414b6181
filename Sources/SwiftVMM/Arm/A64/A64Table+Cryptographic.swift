// Source: Arm ARM, "Cryptographic AES", "three-register SHA" and
// "two-register SHA".

extension A64Table {
    static let cryptographic: [A64Row] = [
        row(
            .aese, "AESE", "01001110 00 10100 00100 10 nnnnn ddddd", "aese", .cryptographicAES, .aes
        ),
        row(
            .aesd, "AESD", "01001110 00 10100 00101 10 nnnnn ddddd", "aesd", .cryptographicAES, .aes
        ),
        row(
            .aesmc, "AESMC", "01001110 00 10100 00110 10 nnnnn ddddd", "aesmc", .cryptographicAES,
            .aes),
        row(
            .aesimc, "AESIMC", "01001110 00 10100 00111 10 nnnnn ddddd", "aesimc",
            .cryptographicAES, .aes),
        row(
            .sha1c, "SHA1C", "01011110 00 0 mmmmm 0 000 00 nnnnn ddddd", "sha1c",
            .cryptographicSHA1Hash, .sha1),
        row(
            .sha1p, "SHA1P", "01011110 00 0 mmmmm 0 001 00 nnnnn ddddd", "sha1p",
            .cryptographicSHA1Hash, .sha1),
        row(
            .sha1m, "SHA1M", "01011110 00 0 mmmmm 0 010 00 nnnnn ddddd", "sha1m",
            .cryptographicSHA1Hash, .sha1),
        row(
            .sha1su0, "SHA1SU0", "01011110 00 0 mmmmm 0 011 00 nnnnn ddddd", "sha1su0",
            .cryptographicThree, .sha1),
        row(
            .sha256h, "SHA256H", "01011110 00 0 mmmmm 0 100 00 nnnnn ddddd", "sha256h",
            .cryptographicSHA256Hash, .sha256),
        row(
            .sha256h2, "SHA256H2", "01011110 00 0 mmmmm 0 101 00 nnnnn ddddd", "sha256h2",
            .cryptographicSHA256Hash, .sha256),
        row(
            .sha256su1, "SHA256SU1", "01011110 00 0 mmmmm 0 110 00 nnnnn ddddd", "sha256su1",
            .cryptographicThree, .sha256),
        row(
            .sha1h, "SHA1H", "01011110 00 10100 00000 10 nnnnn ddddd", "sha1h",
            .cryptographicSHA1Rotate, .sha1),
        row(
            .sha1su1, "SHA1SU1", "01011110 00 10100 00001 10 nnnnn ddddd", "sha1su1",
            .cryptographicTwo, .sha1),
        row(
            .sha256su0, "SHA256SU0", "01011110 00 10100 00010 10 nnnnn ddddd", "sha256su0",
            .cryptographicTwo, .sha256),
    ]
}
