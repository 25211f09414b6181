import Testing

@testable import SwiftVMM

@Suite struct ImageNoteTests {
    private func read(_ bytes: [UInt8]) throws -> ImageNote? {
        try ImageNote.read(ByteReader(bytes), name: "x")
    }

    @Test func everyRecordIsRead() throws {
        let bytes = note([
            (2, le64(0x4020_0000)),
            (1, Array("4.12".utf8)),
            (5, Array("a stub".utf8)),
            (3, le32(1) + le32(0) + le64(0x4020_0800)),
            (4, le64(0x4020_0000) + Array("start".utf8) + [0]),
            (6, le64(0xffff_0000) + le64(0x4020_0000) + le64(0x1000)),
            (77, [1, 2, 3]),
        ])
        let found = try #require(try read(bytes))
        #expect(found.era == "4.12")
        #expect(found.title == "a stub")
        #expect(found.loadAddress?.value == 0x4020_0000)
        #expect(found.owners == [.init(kind: 1, vectorBase: 0x4020_0800)])
        #expect(found.symbols.describe(0xffff_0004) == "start+0x4")
        let image = try Image(bytes, name: "x")
        #expect(image.entry.value == 0x4020_0000)
        #expect(image.title == "a stub")
    }

    @Test func noNoteIsNoError() throws {
        #expect(try read([]) == nil)
        #expect(try read([UInt8](repeating: 0, count: 64)) == nil)
    }

    @Test(
        arguments: [
            (note([(1, [])]), "era record at offset 0x10 is empty"),
            (note([(1, [0x1b, 0x5b])]), "not printable"),
            (note([(1, [0x34]), (1, [0x34])]), "a second era record"),
            (note([(2, [0])]), "loadAddress record at offset 0x10 has length 1, not 8"),
            (note([(3, le32(1) + le32(5) + le64(0))]), "reserved word"),
            (note([(4, [1])]), "symbol address"),
            (note([(4, le64(0) + [0x41])]), "does not end"),
            (note([(4, le64(0) + [0x41, 0, 0])]), "does not end"),
            (note([(4, le64(0) + [0])]), "empty or not printable"),
            (note([(6, le64(0) + le64(0) + le64(0))]), "empty or wraps"),
            (note([(6, le64(.max) + le64(0) + le64(2))]), "empty or wraps"),
            (note([], end: []), "record tag at offset 0x10"),
            (note([], end: le32(0) + le32(4)), "the end record"),
            (note([], end: le32(1) + le32(.max)), "record 1 at offset 0x18 needs 4294967295 bytes"),
        ] as [([UInt8], String)])
    func malformedNotesAreErrors(bytes: [UInt8], expected: String) {
        #expect {
            try read(bytes)
        } throws: {
            let error = $0 as? VMMError
            return error?.code == .badData && error!.message.contains(expected)
        }
    }
}
