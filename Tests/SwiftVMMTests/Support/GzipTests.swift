import Testing

@testable import SwiftVMM

/// Bytes from hexadecimal digits.
private func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

@Suite struct GzipTests {
    /// What `gzip -9n` makes of the line: one block with the fixed codes.
    private let fixed = hex("1f8b0800000000000203cb48cdc9c957c84027b9000088590b18000000")
    /// What it makes of `squares`: one block with codes of its own.
    private let dynamic = hex(
        "1f8b08000000000002035d92310e43310843afc211022424514e53a91d3ab655ef5ffc27"
            + "dc3108d9cf264d3eafefedfdb8cbf323ed88d6b71eb1faee47bcbef7914efb7164d4818d"
            + "2351079e1b93245363d541a4c9ae839514dac8a60194490d5b04ab3d95d4992fdd949177"
            + "122943835a8373608bc06d418bd0dde0b8392f3a24fa0e7a23fadeb1c555afd432a21f96"
            + "8e46f4632697117d80de883eae2da29f9716d1cfcb91ab079713fd06bd13fd4646e7ee1b"
            + "aa702ebfa131e7f615c5fae053228107cf7026a708eab8a6afbf9bc39742e8c0dff801c8"
            + "fb55aae8020000"
    )
    private let squares = Array(
        (0..<40).map { "\($0) squared is \($0 * $0); " }.joined().utf8)

    private func failure(_ bytes: [UInt8], limitBytes: Int = 1 << 20) -> String {
        do {
            return "unpacked to \(try Gzip.unpack(bytes, name: "x", limitBytes: limitBytes).count)"
        } catch {
            #expect(error.code == .badData)
            return error.message
        }
    }

    @Test func unpacksFixedAndDynamicBlocks() throws {
        #expect(
            try Gzip.unpack(fixed, name: "x") == Array("hello hello hello hello\n".utf8))
        #expect(try Gzip.unpack(dynamic, name: "x") == squares)
    }

    @Test func unpacksStoredBlocksAndSeveralMembers() throws {
        let stored =
            hex("1f8b080000000000020301" + "0300fcff" + "616263") + le32(0x3524_41c2) + le32(3)
        #expect(try Gzip.unpack(stored, name: "x") == Array("abc".utf8))
        #expect(try Gzip.unpack(stored + dynamic, name: "x") == Array("abc".utf8) + squares)
        // Padding behind a member is no error.
        #expect(try Gzip.unpack(stored + [0, 0, 0], name: "x") == Array("abc".utf8))
    }

    @Test func optionalHeaderFieldsAreSkipped() throws {
        var bytes = fixed
        // FEXTRA, FNAME, FCOMMENT, FHCRC.
        bytes[3] = 4 | 8 | 16 | 2
        bytes.insert(contentsOf: [2, 0, 9, 9] + Array("name\0comment\0".utf8) + [1, 1], at: 10)
        #expect(try Gzip.unpack(bytes, name: "x").count == 24)
    }

    @Test func saysWhatIsBroken() {
        #expect(failure(Array(dynamic.dropLast(9))).contains("truncated"))
        #expect(failure(Array(dynamic.dropLast(3))).contains("no checksum"))
        #expect(failure(Array(dynamic.prefix(9))).contains("ends within its header"))
        var wrong = dynamic
        wrong[wrong.count - 8] ^= 1
        #expect(failure(wrong).contains("the checksum is wrong"))
        wrong = dynamic
        wrong[wrong.count - 1] ^= 1
        #expect(failure(wrong).contains("unpacks to \(squares.count) bytes, but says"))
        #expect(failure(dynamic, limitBytes: squares.count - 1).contains("more than"))
        #expect(failure(dynamic, limitBytes: squares.count).hasPrefix("unpacked"))
    }

    @Test func anyBytesAreContentsOrAnError() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<600 {
            var bytes = Bool.random(using: &random) ? dynamic : fixed
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 2..<bytes.count, using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) {
                bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            }
            #expect(!failure(bytes, limitBytes: 1 << 16).isEmpty)
        }
    }
}
