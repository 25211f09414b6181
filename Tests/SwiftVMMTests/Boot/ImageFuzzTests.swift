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
        for round in 0..<Effort.rounds(12_000) {
            var bytes = (0..<Int.random(in: 0...512, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            // Small offsets and sizes reach further into a parser than random ones.
            for index in bytes.indices where Bool.random(using: &random) {
                if index % 8 > 1 { bytes[index] = 0 }
            }
            let (offset, head) = Self.heads[round % Self.heads.count]
            guard bytes.count >= offset + head.count else { continue }
            bytes.replaceSubrange(offset..<offset + head.count, with: head)
            if round % Self.heads.count == 2 { bytes.replaceSubrange(0..<2, with: Self.mz) }
            tryLoading(bytes, memory)
        }
    }

    private static let mz = Array("MZ".utf8)

    /// What tells each format, and where: AArch64 ELF, image note, arm64 Image with a PE header,
    /// A32 ELF, zImage, gzip, zboot, nothing.
    private static let heads: [(offset: Int, bytes: [UInt8])] = [
        (0, Array(ELFBuilder().bytes.prefix(64))),
        (0, Array(note([]).prefix(16))),
        (56, Array("ARM\u{64}".utf8)),
        (
            0,
            [0x7f] + Array("ELF".utf8) + [1, 1, 1] + [UInt8](repeating: 0, count: 9) + [
                2, 0, 40, 0,
            ]
        ),
        (0x24, [0x18, 0x28, 0x6f, 0x01]),
        (0, [0x1f, 0x8b, 8, 0]),
        (0, Array("MZ\0\0zimg".utf8)),
        (0, []),
    ]
}
