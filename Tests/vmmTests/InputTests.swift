import SwiftVMM
import Testing

@testable import vmm

@Suite struct InputTests {
    @Test func escapesOfText() {
        #expect(EscapedText.decode("a\\n\\r\\t\\e\\\\\\x41") == Array("a\n\r\t\u{1b}\\A".utf8))
        #expect(EscapedText.decode("\\") == nil)
        #expect(EscapedText.decode("\\q") == nil)
        #expect(EscapedText.decode("\\x4") == nil)
        #expect(EscapedText.decode("\\x-1") == nil)
        #expect(AnswerOption(argument: "login:=root\\n")?.prompt == "login:")
        #expect(AnswerOption(argument: "=x") == nil)
    }

    @Test func controlAIsOurs() {
        var decoder = EscapeDecoder()
        func decode(_ bytes: [UInt8]) -> ([InputItem], EscapeDecoder.Command?) {
            decoder.decode(bytes)
        }
        #expect(decode([1, 1, 0x61]) == ([.bytes([1, 0x61])], nil))
        #expect(decode([3]) == ([.bytes([3])], nil))
        #expect(decode([0x61, 1]) == ([.bytes([0x61])], nil))
        #expect(decode([UInt8(ascii: "x")]) == ([], .quit))
        #expect(decode([1, UInt8(ascii: "h")]) == ([], .help))
        #expect(decode([0x61, 1, 0x62, 0x63]) == ([.bytes([0x61]), .break, .bytes([0x63])], nil))
        #expect(decode([1, 0x7a]) == ([], nil))
    }

    @Test func recordingsReadBack() throws {
        let items: [(UInt64, InputItem)] = [(0, .bytes([0, 0xff])), (7, .break), (7, .bytes([9]))]
        let text =
            InputRecording.heading
            + items.map { InputRecording.line($0.0, $0.1) }.joined()
        let back = try InputRecording.decode(text, name: "x")
        #expect(back.map(\.0) == items.map(\.0))
        #expect(back.map(\.1) == items.map(\.1))
        for bad in ["1", "x 00", "1 0", "1 zz", "1 +1", "2 00\n1 00", "1 00 00", "-1 00"] {
            #expect(throws: VMMError.self) { try InputRecording.decode(bad, name: "x") }
        }
    }

    @Test func disksAndClocks() {
        #expect(DiskOption(argument: "a,b")?.image == .init(path: "a,b"))
        #expect(DiskOption(argument: "a,readonly")?.image == .init(path: "a", access: .readOnly))
        #expect(DiskOption(argument: "a,snapshot")?.image == .init(path: "a", access: .snapshot))
        #expect(DiskOption(argument: ",readonly") == nil)
        #expect(ClockChoice(argument: "host")?.start == .host)
        #expect(ClockChoice(argument: "0x10")?.start == .seconds(16))
        #expect(ClockChoice(argument: "4294967296") == nil)
    }
}
