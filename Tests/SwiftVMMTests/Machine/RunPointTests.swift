// Moments of a run: what their names mean, and that a run cut there is the same run.

import Testing

@testable import SwiftVMM

@Suite struct RunPointTests {
    private static func machine(_ name: String = "hyp-init") throws -> VirtualMachine {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuCount = 2
        configuration.memoryBytes = 4 << 20
        let machine = try VirtualMachine(configuration)
        try machine.load(FirmwareImages.image(name))
        return machine
    }

    @Test(
        "a moment comes",
        arguments: [
            "mark:2", "call:0x201", "return:0x201", "hvc", "hvc:0#2", "eret#5", "init_resident",
            "write:vbar_el2#2", "instructions:1234", "start",
        ])
    func arrives(_ text: String) throws {
        let machine = try Self.machine()
        let point = try RunPoint(text, symbols: FirmwareImages.image("hyp-init").symbols)
        #expect(machine.run(to: point) == .event)
        if text == "instructions:1234" { #expect(machine.instructionCount == 1234) }
        if text == "init_resident" {
            let symbols = try FirmwareImages.image("hyp-init").symbols
            #expect(machine.vcpus[0].read(.pc) == symbols.address(of: "init_resident"))
        }
        #expect(machine.run(RunLimits(instructions: 2_000_000)) == .exited(code: 0))
    }

    @Test(
        "nonsense is refused",
        arguments: ["", "hvcs", "mark:x", "write:nothing", "instructions", "exception:el3", "#2"])
    func nonsense(_ text: String) throws {
        #expect(throws: VMMError.self) { try RunPoint(text, symbols: Symbols()) }
    }

    @Test func whereARunIsCutDecidesNothing() throws {
        let whole = try Self.machine()
        #expect(whole.run(RunLimits(instructions: 2_000_000)) == .exited(code: 0))
        let cut = try Self.machine()
        var outcome = RunOutcome.instructionLimit
        var end: UInt64 = 0
        while outcome == .instructionLimit {
            end += 777
            outcome = cut.run(RunLimits(instructions: end))
        }
        #expect(outcome == .exited(code: 0))
        #expect(cut.instructionCount == whole.instructionCount)
        #expect(cut.vcpus.map { $0.snapshot() } == whole.vcpus.map { $0.snapshot() })
    }

    @Test func aSnapshotFileLeadsBack() throws {
        let machine = try Self.machine()
        _ = machine.run(to: try RunPoint("mark:7", symbols: Symbols()))
        let text = try SnapshotFile(machine, moment: "mark:7").json.text(pretty: true)
        let there = machine.vcpus.map { $0.snapshot() }

        let file = try SnapshotFile(
            JSONValue(parsing: Array(text.utf8), name: "file"), name: "file")
        let other = try Self.machine()
        try file.restore(other)
        #expect(other.vcpus.map { $0.snapshot() } == there)
        #expect(throws: VMMError.self) { try file.restore(try Self.machine("hyp-stub")) }
        var wrong = file
        wrong.stateDigest ^= 1
        #expect(throws: VMMError.self) { try wrong.restore(try Self.machine()) }
        #expect(throws: VMMError.self) {
            try SnapshotFile(.object([("format", .string("x"))]), name: "file")
        }
    }

    static let noJSON = ["", "{", "[1,", "{\"a\" 1}", "1 2", "\"x", "1.5"]

    @Test("JSON that is none is refused with its place", arguments: noJSON)
    func badJSON(_ text: String) {
        #expect(throws: VMMError.self) { try JSONValue(parsing: Array(text.utf8), name: "file") }
    }

    @Test func jsonIsReadAsItWasWritten() throws {
        let value = JSONValue.object([
            ("a", .array([.number(-3), .null, .bool(true)])), ("b\n\"", .string("\u{1}\\é")),
        ])
        for pretty in [false, true] {
            let text = Array(value.text(pretty: pretty).utf8)
            #expect(try JSONValue(parsing: text, name: "file") == value)
        }
    }
}
