import Testing

@testable import SwiftVMM

@Suite struct ByteReaderTests {
    private let reader = ByteReader([1, 2, 3, 4, 5, 6, 7, 8, 9])

    @Test func readsLittleEndian() throws {
        #expect(try reader.read(UInt8.self, at: 8, field: "x") == 9)
        #expect(try reader.read(UInt16.self, at: 0, field: "x") == 0x0201)
        #expect(try reader.read(UInt32.self, at: 1, field: "x") == 0x0504_0302)
        #expect(try reader.read(UInt64.self, at: 1, field: "x") == 0x0908_0706_0504_0302)
        #expect(try Array(reader.slice(at: 9, lengthBytes: 0, field: "x")) == [])
    }

    @Test(arguments: [6, 9, 10, 1 << 40, UInt64.max, UInt64.max - 3])
    func readsPastTheEndAreErrors(offset: UInt64) {
        let expected = ReadPastEnd(field: "e_x", offset: offset, lengthBytes: 4, available: 9)
        #expect(throws: expected) { try reader.read(UInt32.self, at: offset, field: "e_x") }
        #expect(throws: ReadPastEnd.self) {
            try reader.slice(at: offset, lengthBytes: .max, field: "x")
        }
    }

    @Test func magicAtAnyOffset() {
        #expect(reader.holds([8, 9], at: 7))
        #expect(!reader.holds([9, 10], at: 8))
        #expect(!reader.holds([1], at: 100))
        #expect(!reader.holds([1], at: -1))
    }
}
