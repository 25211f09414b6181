import Testing

@testable import SwiftVMM

@Suite struct ELFImageTests {
    /// The message of the error that reading these bytes gives.
    private func message(_ bytes: [UInt8]) -> String {
        do {
            _ = try Image(bytes, name: "x")
            return "no error"
        } catch {
            #expect(error.code == .badData)
            return error.message
        }
    }

    @Test func segmentsLoadByPhysicalAddress() throws {
        var builder = ELFBuilder()
        builder.segments = [
            ELFSegment(
                virtual: 0xffff_8000_0000_0000, physical: 0x4020_0000, bytes: [1, 2, 3, 4],
                zeroFillBytes: 12),
            ELFSegment(virtual: 0, physical: 0, bytes: [9], type: 4),
        ]
        builder.entry = 0xffff_8000_0000_0004
        builder.symbols = [("start", 0xffff_8000_0000_0004, 8), ("$x", 0xffff_8000_0000_0000, 0)]
        let image = try Image(builder.bytes, name: "x")
        #expect(image.format == .elf)
        #expect(
            image.segments == [
                .init(address: .init(0x4020_0000), bytes: [1, 2, 3, 4], zeroFillBytes: 12)
            ])
        #expect(image.entry.value == 0x4020_0004)
        #expect(image.symbols.all.map(\.name) == ["start"])
        #expect(image.symbols.describe(0x4020_0008) == "start+0x4")
        #expect(image.symbols.describe(0xffff_8000_0000_0004) == "start")
    }

    @Test func noteInsideTheELFFileCounts() throws {
        var builder = ELFBuilder()
        builder.segments[0].bytes = note([(1, Array("4.9".utf8))])
        #expect(try Image(builder.bytes, name: "x").declaration?.era == "4.9")
    }

    @Test(
        arguments: [
            (4, [1], "ELF file for 32-bit little-endian AArch64"),
            (5, [2], "ELF file for 64-bit big-endian machine 46848"),
            (18, [62, 0], "ELF file for 64-bit little-endian x86-64"),
            (18, [40, 0], "ELF file for 64-bit little-endian Arm (AArch32)"),
            (6, [7], "EI_VERSION at offset 0x6 is 7, not 1"),
            (16, [1, 0], "e_type at offset 0x10 is 1, a relocatable object"),
            (16, [4, 0], "e_type at offset 0x10 is 4, a core dump"),
            (24, [0, 0, 0, 0], "e_entry at offset 0x18 is 0x0, which no segment holds"),
            (32, [255, 255, 255, 255, 255, 255, 255, 255], "p_type of program header 0 at offset"),
            (52, [0, 0], "e_ehsize at offset 0x34 is 0, not 64"),
            (54, [32, 0], "e_phentsize at offset 0x36 is 32, not 56"),
            (56, [0, 0], "no PT_LOAD segment"),
            (56, [255, 255], "e_phnum at offset 0x38 is 0xffff"),
            (
                64 + 8, [0, 0, 0, 1],
                "contents of program header 0 (p_offset, p_filesz) at offset 0x1000"
            ),
            (64 + 32, [255], "p_filesz 0xff is larger than p_memsz 0x4"),
            (64 + 40, [255, 255, 255, 255, 255, 255, 255, 255], "wraps"),
        ] as [(Int, [UInt8], String)])
    func malformationsAreNamed(offset: Int, new: [UInt8], expected: String) {
        let found = message(patched(ELFBuilder().bytes, at: offset, new))
        #expect(found.contains(expected), "\(found)")
    }

    @Test func bigEndianSaysSo() {
        var bytes = patched(ELFBuilder().bytes, at: 5, [2])
        bytes = patched(bytes, at: 18, [0, 183])
        #expect(message(bytes).contains("64-bit big-endian AArch64"))
    }

    @Test func everyTruncationIsAnErrorNotACrash() {
        var builder = ELFBuilder()
        builder.symbols = [("start", 0x4000_0000, 4)]
        let bytes = builder.bytes
        for length in 4..<bytes.count { #expect(message(Array(bytes[..<length])) != "no error") }
    }

    @Test func symbolsAloneCanBeRead() throws {
        var builder = ELFBuilder()
        builder.symbols = [("start", 0x4000_0000, 4)]
        #expect(
            try ELFImage.readSymbols(builder.bytes, name: "x").address(of: "start") == 0x4000_0000)
        #expect(throws: VMMError.self) {
            try ELFImage.readSymbols(ELFBuilder().bytes, name: "x")
        }
        #expect(throws: VMMError.self) { try ELFImage.readSymbols([1, 2, 3], name: "x") }
    }

    @Test func brokenSymbolTablesAreNamed() {
        var builder = ELFBuilder()
        builder.symbols = [("start", 0x4000_0000, 4)]
        let bytes = builder.bytes
        let sections = bytes.count - 3 * 64
        #expect(message(patched(bytes, at: sections + 64 + 40, [9])).contains("sh_link is 9"))
        #expect(message(patched(bytes, at: sections + 64 + 56, [8])).contains("sh_entsize"))
        #expect(message(patched(bytes, at: sections + 128 + 4, [1])).contains("not a string table"))
        // The last name loses its end.
        #expect(message(patched(bytes, at: sections - 1, [0x41])).contains("does not end"))
    }
}
