import Testing

@testable import SwiftVMM

@Suite struct FlashTests {
    private let flash = Flash(FlashArray(lengthBytes: 64 << 20, contents: [1, 2, 3, 4, 5]))

    private func read(_ offset: UInt64, _ size: Int = 4) -> UInt64 {
        flash.read(offset: offset, sizeBytes: size)
    }

    private func write(_ offset: UInt64, _ value: UInt64) {
        #expect(flash.write(offset: offset, sizeBytes: 4, value: value) == .none)
    }

    @Test func readsWhatItWasGiven() {
        #expect(read(0) == 0x0403_0201)
        #expect(read(4) == 0xffff_ff05)
        #expect(read(3, 1) == 4)
        #expect(read((64 << 20) - 8, 8) == .max)
    }

    @Test func describesItself() {
        write(0x55 * 4, 0x0098_0098)
        #expect((0x10...0x12).map { read($0 * 4) } == [0x51_0051, 0x52_0052, 0x59_0059])
        // 32 MiB in each chip, 256 blocks of 128 KiB.
        #expect(read(0x27 * 4) == 0x19_0019)
        #expect(read(0x2c * 4) == 0x01_0001)
        #expect(read(0x2d * 4) == 0xff_00ff && read(0x2e * 4) == 0)
        #expect(read(0x2f * 4) == 0 && read(0x30 * 4) == 0x02_0002)
        #expect((0x31...0x33).map { read($0 * 4) & 0xff } == [0x50, 0x52, 0x49])
        write(0, 0xff)
        #expect(read(0) == 0x0403_0201)
        write(0, 0x90)
        #expect(read(0) == 0x89_0089 && read(4) == 0x18_0018)
        write(0, 0xf0)
    }

    @Test func programmingClearsBitsOnly() {
        write(0, 0x0040_0040)
        write(0, 0xf0f0_0f00)
        #expect(read(0) == 0x80_0080)
        write(0, 0x00ff_00ff)
        #expect(read(0) == 0x0403_0201 & 0xf0f0_0f00)
        write(8, 0x10)
        write(8, 0x1234_5678)
        write(0, 0xff)
        #expect(read(8) == 0x1234_5678)
    }

    @Test func erasingSetsABlock() {
        write(0x8, 0x40)
        write(0x8, 0)
        write(Flash.blockBytes, 0x40)
        write(Flash.blockBytes, 0)
        write(0x3fffc, 0x20)
        write(0x3fffc, 0xd0)
        #expect(read(0) == 0x80_0080)
        write(0, 0xff)
        #expect(read(0) == 0xffff_ffff && read(8) == 0xffff_ffff)
        #expect(read(Flash.blockBytes) == 0)
        // Without the confirmation nothing happens but an error.
        write(0, 0x20)
        write(0, 0)
        #expect(read(0) == 0xb0_00b0)
        write(0, 0x50)
        write(0, 0x70)
        #expect(read(0) == 0x80_0080)
    }

    @Test func buffersWrites() {
        write(0x100, 0x00e8_00e8)
        #expect(read(0x100) == 0x80_0080)
        write(0x100, 0x0001_0001)
        write(0x100, 0x1111_1111)
        write(0x104, 0x2222_2222)
        write(0x100, 0x00d0_00d0)
        #expect(read(0x100) == 0x80_0080)
        write(0, 0xff)
        #expect(read(0x100) == 0x1111_1111 && read(0x104) == 0x2222_2222)
        // Into another block, and more than the buffer holds.
        write(0x100, 0xe8)
        write(0x100, 0)
        write(Flash.blockBytes, 0)
        write(0x100, 0xd0)
        #expect(read(0) & 0x10 != 0)
        write(0, 0x50)
        write(0x100, 0xe8)
        write(0x100, 0xffff)
        #expect(read(0) & 0x10 != 0)
        write(0, 0xff)
        #expect(read(Flash.blockBytes) == 0xffff_ffff)
    }

    @Test func noWriteIsTooOdd() {
        var numbers = EntropySource.seed(3)
        let commands: [UInt64] = [
            0x10, 0x20, 0x40, 0x50, 0x60, 0x70, 0x90, 0x98, 0xd0, 0xe8, 0xff, 0,
        ]
        for _ in 0..<20_000 {
            let offset = (numbers.next() % (64 << 20)) & ~7
            let size = [1, 2, 4, 8][Int(numbers.next() % 4)]
            let value =
                numbers.next() % 4 == 0
                ? numbers.next() : commands[Int(numbers.next() % UInt64(commands.count))]
            _ = flash.write(offset: offset, sizeBytes: size, value: value)
            _ = flash.read(offset: offset, sizeBytes: size)
        }
    }

    @Test func stateCanBePutBack() throws {
        let memory = try GuestMemory(
            base: GuestPhysicalAddress(0x4000_0000), lengthBytes: 1 << 20, rom: 0..<(1 << 20))
        let flash = Flash(FlashROM(memory: memory, contents: [0xaa]))
        #expect(memory.word(at: 0) == 0xffff_ffaa)
        let restore = flash.capture()
        for value: UInt64 in [0x40, 0] { _ = flash.write(offset: 0, sizeBytes: 4, value: value) }
        // The chip answers, not the bytes.
        #expect(memory.word(at: 0) == nil)
        _ = flash.write(offset: 0, sizeBytes: 4, value: 0xff)
        #expect(memory.word(at: 0) == 0)
        for value: UInt64 in [0x20, 0xd0] { _ = flash.write(offset: 0, sizeBytes: 4, value: value) }
        restore()
        #expect(memory.word(at: 0) == 0xffff_ffaa)
    }
}

@Suite struct FirmwareConfigurationTests {
    private let memory: GuestMemory
    private let device: FirmwareConfiguration

    init() throws {
        memory = try GuestMemory(base: GuestPhysicalAddress(0x4000_0000), lengthBytes: 1 << 16)
        device = FirmwareConfiguration(memory: memory)
        device.set(FirmwareConfiguration.Key.cpuCount, UInt16(4))
        device.addFile("etc/name", Array("contents".utf8))
    }

    private func select(_ key: UInt16) {
        _ = device.write(offset: 8, sizeBytes: 2, value: UInt64(key.byteSwapped))
    }

    @Test func readsByRegister() {
        select(0)
        #expect(device.read(offset: 0, sizeBytes: 4) == 0x554d_4551)
        #expect(device.read(offset: 0, sizeBytes: 8) == 0)
        select(5)
        #expect(device.read(offset: 0, sizeBytes: 1) == 4)
        #expect(device.read(offset: 16, sizeBytes: 8).byteSwapped == 0x5145_4d55_2043_4647)
        select(0x1234)
        #expect(device.read(offset: 0, sizeBytes: 8) == 0)
    }

    @Test func listsFiles() {
        select(0x19)
        #expect(device.read(offset: 0, sizeBytes: 4) == 0x0100_0000)
        #expect(device.read(offset: 0, sizeBytes: 4) == 0x0800_0000)
        #expect(device.read(offset: 0, sizeBytes: 2) == 0x2000)
        #expect(device.read(offset: 0, sizeBytes: 2) == 0)
        #expect(device.read(offset: 0, sizeBytes: 8) == 0x656d_616e_2f63_7465)
    }

    private func request(control: UInt32, length: UInt32, target: UInt64) throws -> UInt32 {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(control.byteSwapped)
        bytes.appendLittleEndian(length.byteSwapped)
        bytes.appendLittleEndian(target.byteSwapped)
        try memory.write(bytes, at: GuestPhysicalAddress(0x4000_0100))
        _ = device.write(offset: 16, sizeBytes: 4, value: 0)
        _ = device.write(offset: 20, sizeBytes: 4, value: UInt64(UInt32(0x4000_0100).byteSwapped))
        return try #require(memory.word(at: 0x4000_0100)).byteSwapped
    }

    @Test func copiesByDMA() throws {
        let target: UInt64 = 0x4000_0200
        try memory.write(
            [UInt8](repeating: 0xff, count: 16), at: GuestPhysicalAddress(target))
        #expect(try request(control: 0x20_000a, length: 12, target: target) == 0)
        let copied = try memory.read(at: GuestPhysicalAddress(target), count: 13)
        #expect(copied == Array("contents".utf8) + [0, 0, 0, 0, 0xff])
        #expect(try request(control: 0x20_000c, length: 3, target: 0) == 0)
        #expect(device.read(offset: 0, sizeBytes: 1) == UInt64(UInt8(ascii: "t")))
    }

    @Test func refusesBadRequests() throws {
        #expect(try request(control: 0x20_000a, length: 12, target: 0) == 1)
        #expect(try request(control: 2, length: .max, target: 0x4000_0200) == 1)
        #expect(try request(control: 0x20_0018, length: 4, target: 0x4000_0200) == 1)
        _ = device.write(offset: 16, sizeBytes: 8, value: .max)
        _ = device.write(offset: 16, sizeBytes: 8, value: UInt64(0x4000_fff8).byteSwapped)
    }
}
