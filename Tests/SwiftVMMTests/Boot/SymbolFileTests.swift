import Testing

@testable import SwiftVMM

@Suite struct SymbolFileTests {
    private let map = """
        0000000000000000 A _kernel_flags_le_hi32
        ffff800080000000 T _text
        ffff800080000000 t $x
        ffff800080010000 T _stext
        ffff8000800100c4 t helper\t[module]
        ffff800081e70000 B _end

        """

    private func read(_ text: String) throws -> Symbols {
        try SymbolFile.read(Array(text.utf8), name: "System.map")
    }

    @Test func aMapGivesNamesToVirtualAddresses() throws {
        let symbols = try read(map)
        #expect(symbols.all.map(\.name) == ["_text", "_stext", "helper", "_end"])
        #expect(symbols.describe(0xffff_8000_8001_00c8) == "helper+0x4")
        #expect(symbols.lookup(0) == nil)
    }

    @Test func aKernelIsKnownByPhysicalAddressesToo() throws {
        var image = Image(
            name: "Image", format: .linux,
            segments: [
                .init(
                    address: GuestPhysicalAddress(0x4020_0000), bytes: [],
                    zeroFillBytes: 0x1e7_0000)
            ],
            entry: GuestPhysicalAddress(0x4020_0000))
        image.addSymbols(try read(map))
        #expect(image.symbols.describe(0x4021_0010) == "_stext+0x10")
        #expect(image.symbols.describe(0xffff_8000_8001_0010) == "_stext+0x10")
        #expect(image.symbols.lookup(0x4207_0000) == nil)
    }

    @Test(
        arguments: [
            ("", "no symbols"),
            ("ffff800080000000 T _text\n\nnonsense\n", "line 3 is not an address"),
            ("ffff80008000000g T _text\n", "line 1 is not an address"),
            ("ffff800080000000 TT _text\n", "line 1 is not an address"),
            ("1 T _text\n", "line 1 is not an address"),
        ])
    func whatIsNoMapSaysWhere(text: String, message: String) {
        #expect {
            try read(text)
        } throws: {
            let error = $0 as? VMMError
            return error?.code == .badData && error!.message.contains(message)
        }
    }

    @Test func anyBytesAreSymbolsOrAnError() {
        var random = SeededGenerator(seed: 21)
        for _ in 0..<3000 {
            var bytes = Array(map.utf8)
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            if let symbols = try? SymbolFile.read(bytes, name: "x") {
                #expect(!symbols.isEmpty)
            }
        }
    }
}
