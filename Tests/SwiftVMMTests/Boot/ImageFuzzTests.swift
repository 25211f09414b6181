import Testing

@testable import SwiftVMM

/// Bytes from anywhere are an image or an error, never a crash. Every seed is fixed.
@Suite struct ImageFuzzTests {
    private static let memoryBytes: UInt64 = 4 << 20

    private func tryLoading(_ bytes: [UInt8], _ memory: GuestMemory) {
        do {
            let image = try Image(bytes, name: "fuzz")
            try image.load(into: memory)
            _ = image.symbols.describe(image.entry.value)
        } catch {
            #expect(!error.message.isEmpty)
        }
    }

    private var seeds: [[UInt8]] {
        var elf = ELFBuilder()
        elf.segments.append(
            ELFSegment(
                virtual: 0xffff_0000_0000, physical: 0x4010_0000,
                bytes: [UInt8](repeating: 7, count: 64), zeroFillBytes: 4096))
        elf.symbols = [("start", 0x4000_0000, 4), ("other", 0xffff_0000_0010, 16)]
        let flat = note([
            (1, Array("4.12".utf8)), (2, le64(0x4000_0000)), (5, Array("title".utf8)),
            (3, le32(1) + le32(0) + le64(0x4000_0800)),
            (4, le64(0x4000_0000) + Array("start".utf8) + [0]),
            (6, le64(0xffff_0000) + le64(0x4000_0000) + le64(0x1000)),
        ])
        elf.segments[0].bytes = flat
        return [elf.bytes, flat]
    }

    @Test(arguments: [0, 1]) func mutatedImagesNeverCrash(which: Int) throws {
        let memory = try GuestMemory(base: MemoryMap.ram, lengthBytes: Self.memoryBytes)
        var random = SeededGenerator(seed: UInt64(which) + 1)
        let original = seeds[which]
        let interesting: [UInt8] = [0, 1, 0x7f, 0x80, 0xff]
        for _ in 0..<Effort.rounds(6000) {
            var bytes = original
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] =
                    Bool.random(using: &random)
                    ? interesting.randomElement(using: &random)!
                    : UInt8.random(in: 0...255, using: &random)
            }
            if Int.random(in: 0..<4, using: &random) == 0 {
                bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            }
            tryLoading(bytes, memory)
        }
    }

    @Test func randomBytesBehindEachMagicNeverCrash() throws {
        let memory = try GuestMemory(base: MemoryMap.ram, lengthBytes: Self.memoryBytes)
        var random = SeededGenerator(seed: 3)
        for round in 0..<Effort.rounds(6000) {
            var bytes = (0..<Int.random(in: 0...512, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let head: [UInt8] =
                switch round % 3 {
                case 0: Array(ELFBuilder().bytes.prefix(64))
                case 1: Array(note([]).prefix(16))
                default: []
                }
            bytes.replaceSubrange(0..<min(head.count, bytes.count), with: head)
            tryLoading(bytes, memory)
        }
    }
}
