import Testing

@testable import SwiftVMM

@Suite struct ImageTests {
    private let code = le32(0xd503_201f) + le32(0x1400_0000)

    @Test func flatBinariesLoadAtTheStartOfRAM() throws {
        let image = try Image(code, name: "x.bin")
        #expect(image.format == .flat)
        #expect(image.entry == MemoryMap.ram)
        #expect(image.segments == [.init(address: MemoryMap.ram, bytes: code)])
        #expect(image.title == "x.bin")
    }

    @Test(
        arguments: [
            ([], "is empty"),
            ([1, 2, 3], "has 3 bytes"),
            ([0x1f, 0x8b, 8, 0], "broken gzip file"),
            ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "compressed with xz"),
            ([0xd0, 0x0d, 0xfe, 0xed], "a device tree blob"),
            (
                [UInt8](repeating: 0, count: 0x24) + [0x18, 0x28, 0x6f, 0x01],
                "a 32-bit Arm Linux zImage"
            ),
            ([UInt8](repeating: 0, count: 56) + [0x41, 0x52, 0x4d, 0x64], "res5 at offset 0x3c"),
        ] as [([UInt8], String)])
    func otherFormatsAreRecognised(bytes: [UInt8], expected: String) {
        #expect {
            try Image(bytes, name: "x")
        } throws: {
            let error = $0 as? VMMError
            return error?.code == .badData && error!.message.contains(expected)
        }
    }

    @Test func loadingPutsBytesAndZerosIntoRAM() throws {
        let memory = try GuestMemory(base: MemoryMap.ram, lengthBytes: 1 << 20)
        try memory.write([9, 9, 9, 9, 9, 9, 9, 9, 9], at: MemoryMap.ram)
        let image = Image(
            name: "x", format: .flat,
            segments: [.init(address: MemoryMap.ram, bytes: [1, 2, 3, 4], zeroFillBytes: 4)],
            entry: MemoryMap.ram)
        try image.load(into: memory)
        #expect(try memory.read(at: MemoryMap.ram, count: 9) == [1, 2, 3, 4, 0, 0, 0, 0, 9])
    }

    private func validationError(_ segments: [Image.Segment], entry: UInt64 = 0x4000_0000) -> String
    {
        let image = Image(
            name: "x", format: .flat, segments: segments, entry: GuestPhysicalAddress(entry))
        do {
            try image.validate(base: MemoryMap.ram, ramBytes: 1 << 20)
            return "no error"
        } catch {
            return error.message
        }
    }

    @Test func segmentsMustFitIntoRAM() {
        func segment(_ address: UInt64, _ zeros: UInt64) -> Image.Segment {
            .init(address: GuestPhysicalAddress(address), bytes: [], zeroFillBytes: zeros)
        }
        #expect(validationError([segment(0x4000_0000, 1 << 20)]) == "no error")
        #expect(validationError([segment(0x4000_0001, 1 << 20)]).contains("does not fit"))
        #expect(validationError([segment(0x3fff_ffff, 4)]).contains("does not fit"))
        #expect(validationError([segment(.max, 1)]).contains("does not fit"))
        #expect(validationError([segment(0x4000_0000, .max)]).contains("does not fit"))
        #expect(
            validationError([segment(0x4000_0000, 16), segment(0x4000_000f, 16)])
                .contains("overlap"))
        #expect(
            validationError([segment(0x4000_0010, 16), segment(0x4000_0000, 16)]) == "no error")
        #expect(validationError([], entry: 0x4000_0002).contains("not 4-byte aligned"))
        #expect(validationError([], entry: 0x4010_0000).contains("outside RAM"))
    }

    @Test func filesThatCannotBeReadSayWhy() {
        func code(_ path: String) -> VMMError.Code? {
            do {
                _ = try Image(contentsOf: path)
                return nil
            } catch {
                #expect(error.message.contains(path))
                return error.code
            }
        }
        #expect(code("/nonexistent/image.bin") == .missingInput)
        #expect(code("/") == .badData)
        #expect(code("/dev/null") == .badData)
    }

    @Test func anEndlessFileIsCutOff() {
        #expect {
            try FileContents.read("/dev/zero", limitBytes: 1 << 20)
        } throws: {
            ($0 as? VMMError)?.message.contains("too large") == true
        }
    }
}
