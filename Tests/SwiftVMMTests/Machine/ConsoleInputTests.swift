import Testing

@testable import SwiftVMM

@Suite struct ConsoleInputTests {
    private final class Keyboard: LiveInput {
        var isOpen = true
        let isInteractive = false
        var waiting: [[UInt8]] = []
        func read(waitingNanoseconds: UInt64) -> [InputItem] {
            guard !waiting.isEmpty else {
                isOpen = false
                return []
            }
            return [.bytes(waiting.removeFirst())]
        }
    }

    @Test func stepsHappenInTheirOrder() {
        let input = ConsoleInput()
        var typed: [InputItem] = []
        input.deliver = { typed.append($0) }
        input.add(.bytes([1]), .at(100))
        input.add(.bytes([2]), .afterOutput("ab"))
        input.add(.break, .at(50))
        #expect(input.deadline == 100)
        // Output before its turn does not count.
        for byte in "ab".utf8 { input.noteOutput(byte) }
        input.advance(to: 99)
        #expect(typed.isEmpty)
        input.advance(to: 100)
        #expect(typed == [.bytes([1])])
        #expect(input.deadline == .max)
        for byte in "aab".utf8 { input.noteOutput(byte) }
        #expect(input.deadline == 0)
        input.advance(to: 101)
        #expect(typed == [.bytes([1]), .bytes([2]), .break])
        #expect(input.deadline == .max)
    }

    /// A guest that waits for a character and prints it twice.
    @Test func whatIsTypedReachesTheGuestAtItsTime() throws {
        let words: [UInt32] = [
            0xd2a1_2001,  // mov x1, #0x09000000
            0xb940_1822,  // ldr w2, [x1, #0x18]
            0x3727_ffe2,  // tbnz w2, #4, the load above
            0xb940_0022,  // ldr w2, [x1]
            0xb900_0022,  // str w2, [x1]
            0xb900_0022,  // str w2, [x1]
            0x17ff_fffb,  // b, the first load
        ]
        func run(_ prepare: (VirtualMachine) -> Void) throws -> String {
            let machine = try VirtualMachine.running(words)
            var text: [UInt8] = []
            machine.connectOutput { text.append($0) }
            prepare(machine)
            _ = machine.run(RunLimits(instructions: 200_000))
            return String(decoding: text, as: UTF8.self)
        }
        #expect(
            try run {
                $0.input.add(.bytes(Array("x".utf8)), .at(50_000))
                $0.input.add(.bytes(Array("y".utf8)), .afterOutput("xx"))
            } == "xxyy")
        #expect(try run { $0.input.add(.bytes(Array("x".utf8)), .at(500_000)) } == "")
        // What was typed live repeats a run exactly.
        var record: [(UInt64, InputItem)] = []
        #expect(
            try run {
                let keyboard = Keyboard()
                keyboard.waiting = [Array("a".utf8), Array("bc".utf8)]
                $0.input.live = keyboard
                $0.input.record = { record.append(($0, $1)) }
                let machine = $0
                for _ in 0..<2 { machine.input.pollLive(now: 0) }
            } == "aabbcc")
        #expect(record.map(\.0) == [0, 0])
    }
}
