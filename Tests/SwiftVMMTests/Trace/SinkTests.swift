import Testing

@testable import SwiftVMM

@Suite struct SinkTests {
    static let symbols = Symbols([
        .init(address: 0x4000_0800, sizeBytes: 0x800, name: "stub"),
        .init(address: 0x4000_8000, sizeBytes: 0x1000, name: "kernel"),
    ])

    static let events: [Event] = [
        Event(
            vcpu: 0, time: 1204, pc: 0x4000_8010, el: .el1,
            detail: .exceptionTaken(
                type: .synchronous, from: .el1, to: .el2, syndrome: 0x5a00_0000,
                preferredReturn: 0x4000_8014, savedState: 0x3c5, vector: 0x4000_0c00,
                faultAddress: nil)),
        Event(
            vcpu: 0, time: 1210, pc: 0x4000_0c10, el: .el2,
            detail: .systemRegisterWritten(.vbarEL2, old: 0x4000_0800, new: 0x4000_1000)),
        Event(
            vcpu: 0, time: 1211, pc: 0x4000_0c14, el: .el2,
            detail: .exceptionReturn(
                from: .el2, to: .el1, target: 0x4000_8014, state: 0x3c5)),
        Event(
            vcpu: 1, time: 1300, pc: 0x10, el: .el1,
            detail: .checkpoint(Checkpoint(kind: .fail, value: 0x203))),
    ]

    private func lines(_ kinds: EventKinds) -> [String] {
        var lines: [String] = []
        let sink = TextSink(kinds: kinds, symbols: Self.symbols) { lines.append($0) }
        for event in Self.events { sink.receive(event) }
        return lines
    }

    @Test func textHasFixedColumns() {
        let all = lines([.hypercalls, .exceptions, .systemRegisters])
        #expect(
            all.joined() == """
                        1204 0 EL1 0x0000000040008010 kernel+0x10              hvc #0 EL1 -> EL2 at \
                stub+0x400, syndrome 0x5a000000, return kernel+0x14, saved 0x3c5
                        1210 0 EL2 0x0000000040000c10 stub+0x410               VBAR_EL2 0x40000800 \
                -> 0x40001000
                        1211 0 EL2 0x0000000040000c14 stub+0x414               return EL2 -> EL1 to \
                kernel+0x14, state 0x3c5
                        1300 1 EL1 0x0000000000000010 -                        checkpoint fail 0x203

                """)
    }

    @Test func otherKindsAreDropped() {
        #expect(lines(.hypercalls).count == 2)
        #expect(lines(.systemRegisters).count == 1)
        #expect(lines(.mmio).isEmpty)
    }

    @Test func jsonIsOneObjectALine() {
        var text = ""
        let sink = JSONLinesSink(kinds: .systemRegisters, symbols: Self.symbols) { text += $0 }
        for event in Self.events { sink.receive(event) }
        #expect(
            text == """
                {"time":1210,"vcpu":0,"el":2,"pc":"0x40000c10","symbol":"stub+0x410",\
                "event":"systemRegisterWritten","register":"VBAR_EL2","old":"0x40000800",\
                "new":"0x40001000"}

                """)
    }

    @Test func jsonTextIsEscaped() {
        #expect(JSONValue.string("a\"b\\c\n\u{1}é").text() == "\"a\\\"b\\\\c\\n\\u0001é\"")
        #expect(JSONValue.array([]).text(pretty: true) == "[]")
        #expect(
            JSONValue.object([("a", .array([.number(1), .null]))]).text(pretty: true)
                == "{\n  \"a\": [\n    1,\n    null\n  ]\n}")
    }
}
