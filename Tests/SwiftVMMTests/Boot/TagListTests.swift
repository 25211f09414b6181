// ATAGs, and where the parts of a boot with them go.

import Testing

@testable import SwiftVMM

@Suite struct TagListTests {
    private func words(_ bytes: [UInt8]) -> [UInt32] {
        var words: [UInt32] = []
        for (index, byte) in bytes.enumerated() {
            if index % 4 == 0 { words.append(0) }
            words[index / 4] |= UInt32(byte) << UInt32(index % 4 * 8)
        }
        return words
    }

    @Test func hasATagForEachPart() {
        var tags = TagList(memoryStart: 0x4000_0000, memoryBytes: 256 << 20)
        tags.initrd = 0x4800_0000..<0x4800_1234
        tags.commandLine = "quiet"
        #expect(
            words(tags.encoded()) == [
                2, 0x5441_0001, 4, 0x5441_0002, 0x1000_0000, 0x4000_0000,
                4, 0x5442_0005, 0x4800_0000, 0x1234,
                4, 0x5441_0009, 0x6569_7571, 0x0000_0074, 0, 0,
            ])
        // More RAM than a tag can tell.
        let large = TagList(memoryStart: 0x4000_0000, memoryBytes: 8 << 30).encoded()
        #expect(words(large)[4] == 0xc000_0000)
    }

    /// The tree follows the zImage, at the end that its header names.
    @Test func appendsTheTreeToAZImage() throws {
        var bytes = [UInt8](repeating: 0x11, count: 0x400)
        bytes.replaceSubrange(0x24..<0x28, with: LinuxImage32.magic)
        bytes.replaceSubrange(0x28..<0x2c, with: [0, 0, 0, 0])
        bytes.replaceSubrange(0x2c..<0x30, with: [0, 3, 0, 0])
        bytes.replaceSubrange(0x30..<0x34, with: [1, 2, 3, 4])
        var image = try Image(bytes, name: "zImage")
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuModel = .cortexA15
        configuration.gicVersion = .v2
        configuration.memoryBytes = 128 << 20
        let machine = try VirtualMachine(configuration)
        var files = machine.board.bootFiles(commandLine: "quiet")
        files.usesTags = true
        try files.place(in: &image, ramBytes: configuration.memoryBytes)
        let kernel = image.segments[0].bytes
        #expect(kernel[0x2ff] == 0x11)
        #expect(Array(kernel[0x300..<0x304]) == [0xd0, 0x0d, 0xfe, 0xed])
        #expect(image.entryArgument == MemoryMap.ram.value + 0x100)
        let tags = try #require(image.segments.last { $0.address.value == image.entryArgument })
        var expected = TagList(
            memoryStart: MemoryMap.ram.value, memoryBytes: configuration.memoryBytes)
        expected.commandLine = "quiet"
        #expect(tags.bytes == expected.encoded())
    }
}
