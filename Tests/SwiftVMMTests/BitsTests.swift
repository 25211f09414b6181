import Testing

@testable import SwiftVMM

@Suite struct BitsTests {
    @Test func fieldsReadAndWrite() {
        var x: UInt64 = 0xdead_beef
        #expect(x[bits: 4..<12] == 0xee)
        x[bits: 0..<64] = 7
        #expect(x == 7)
    }
}
