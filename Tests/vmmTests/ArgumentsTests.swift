import Testing

@testable import vmm

@Suite struct ArgumentsTests {
    @Test(
        arguments: [
            ("512M", 512 << 20), ("1G", 1 << 30), ("64k", 64 << 10), ("4096", 4096),
            ("0x1000", 4096),
            ("1_024K", 1 << 20), ("", nil), ("M", nil), ("-1M", nil), ("+1M", nil), ("1T", nil),
            ("99999999999999999G", nil), ("18446744073709551616", nil), ("1.5G", nil),
        ] as [(String, UInt64?)])
    func sizes(text: String, bytes: UInt64?) {
        #expect(ByteCount(argument: text)?.bytes == bytes)
    }

    @Test(
        arguments: [
            ("10s", 10_000_000_000), ("500ms", 500_000_000), ("2m", 120_000_000_000), ("0s", 0),
            ("10", nil), ("s", nil), ("-1s", nil), ("1h", nil), ("99999999999s", nil),
        ] as [(String, UInt64?)])
    func times(text: String, nanoseconds: UInt64?) {
        #expect(TimeLimit(argument: text)?.nanoseconds == nanoseconds)
    }

    @Test func locations() {
        #expect(Location(argument: "0x4000_0000") == .address(0x4000_0000))
        #expect(Location(argument: "start") == .symbol("start"))
        #expect(Location(argument: "4zz") == nil)
        #expect(Location(argument: "") == nil)
    }

    @Test func loads() {
        let request = LoadRequest(argument: "a@b.bin@0x48000000")
        #expect(request?.path == "a@b.bin")
        #expect(request?.address == 0x4800_0000)
        #expect(LoadRequest(argument: "a.bin") == nil)
        #expect(LoadRequest(argument: "@1") == nil)
        #expect(LoadRequest(argument: "a@") == nil)
    }

    @Test func traceKinds() {
        #expect(
            TraceKinds(argument: "hypercalls,sysregs")?.kinds == [.hypercalls, .systemRegisters])
        #expect(TraceKinds(argument: "") == nil)
        #expect(TraceKinds(argument: "hypercalls,") == nil)
        #expect(TraceKinds(argument: "Everything") == nil)
    }
}

@Suite struct OutputTests {
    @Test func tablesAlign() {
        let table = Table(rows: [["a", "bb", "c"], ["long", "x"]], indent: "> ")
        #expect(table.text == "> a     bb  c\n> long  x\n")
        #expect(Table().text == "")
    }
}
