import Testing

@testable import SwiftVMM

@Suite struct VirtIOBlockTests {
    private let disk = MemoryDisk(sectors: 64)
    private let driver: VirtIODriver
    private static let header = VirtIODriver.buffers
    private static let data = VirtIODriver.buffers + 0x1000
    private static let status = VirtIODriver.buffers + 0x800

    init() throws {
        driver = try VirtIODriver(VirtIOBlock(disk, identity: "the name"))
        driver.start(features: 1 << 28, queues: 1)
    }

    /// One request; the status byte and the written length.
    private func request(
        _ type: UInt32, sector: UInt64 = 0, out: Int = 0, in count: Int = 0
    ) -> (status: UInt8, length: UInt32) {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(type)
        bytes.appendLittleEndian(UInt32(0))
        bytes.appendLittleEndian(sector)
        driver.put(bytes, at: Self.header)
        driver.put([0xff], at: Self.status)
        var chain: [VirtIODriver.Descriptor] = [.init(address: Self.header, length: 16)]
        if out > 0 { chain.append(.init(address: Self.data, length: UInt32(out))) }
        if count > 0 { chain.append(.init(address: Self.data, length: UInt32(count), flags: 2)) }
        chain.append(.init(address: Self.status, length: 1, flags: 2))
        let index = driver.usedIndex(0)
        driver.offer(chain, queue: 0)
        driver.notify(0)
        return (driver.get(Self.status, 1)[0], driver.usedElement(index, queue: 0).length)
    }

    @Test func saysHowLargeItIs() {
        #expect(driver.transport.read(offset: 0x100, sizeBytes: 8) == 64)
        #expect(driver.transport.read(offset: 0x114, sizeBytes: 4) == 512)
    }

    @Test func readsAndWrites() {
        #expect(request(0, sector: 3, in: 1024) == (0, 1025))
        #expect(driver.get(Self.data, 1024) == Array(disk.bytes[1536..<2560]))
        driver.put([UInt8](repeating: 0xa5, count: 512), at: Self.data)
        #expect(request(1, sector: 63, out: 512) == (0, 1))
        #expect(disk.bytes.suffix(512).allSatisfy { $0 == 0xa5 })
        #expect(request(4) == (0, 1))
        #expect(disk.flushCount == 1)
    }

    @Test func refusesWhatIsNotOnTheDisk() {
        #expect(request(0, sector: 63, in: 1024).status == 1)
        #expect(request(0, sector: 64, in: 512).status == 1)
        #expect(request(0, sector: .max, in: 512).status == 1)
        #expect(request(0, sector: 1 << 55, in: 512).status == 1)
        #expect(request(0, sector: 0, in: 100).status == 1)
        #expect(request(1, sector: 64, out: 512).status == 1)
        #expect(request(99).status == 2)
        #expect(!driver.needsReset)
    }

    @Test func hostFailuresReachTheGuestAsErrors() {
        disk.failure = SystemError(number: 5)
        #expect(request(0, in: 512).status == 1)
        #expect(request(1, out: 512).status == 1)
    }

    @Test func namesItself() {
        #expect(request(8, in: 20).status == 0)
        #expect(driver.get(Self.data, 9) == Array("the name".utf8) + [0])
    }

    @Test func readOnlyIsReadOnly() throws {
        disk.isReadOnly = true
        #expect(request(1, out: 512).status == 1)
        #expect(request(0, in: 512).status == 0)
        let second = try VirtIODriver(VirtIOBlock(disk, identity: ""))
        #expect(second.read(0x010) & 1 << 5 != 0)
    }

    @Test func zeroesRanges() {
        var segment: [UInt8] = []
        segment.appendLittleEndian(UInt64(2))
        segment.appendLittleEndian(UInt32(3))
        segment.appendLittleEndian(UInt32(0))
        driver.put(segment, at: Self.data)
        #expect(request(13, out: 16).status == 0)
        #expect(disk.bytes[1024..<2560].allSatisfy { $0 == 0 })
        #expect(disk.bytes[2560] == 5)
        #expect(request(13, out: 15).status == 1)
        driver.put([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], at: Self.data)
        #expect(request(13, out: 16).status == 1)
    }

    @Test func indirectChains() {
        let table = VirtIODriver.buffers + 0x4000
        var header: [UInt8] = []
        header.appendLittleEndian(UInt64(0))
        header.appendLittleEndian(UInt64(1))
        driver.put(header, at: Self.header)
        driver.set(
            0, .init(address: Self.header, length: 16, flags: 1, next: 1), table: table)
        driver.set(
            1, .init(address: Self.data, length: 512, flags: 3, next: 2), table: table)
        driver.set(2, .init(address: Self.status, length: 1, flags: 2), table: table)
        driver.offer([.init(address: table, length: 48, flags: 4)], queue: 0)
        driver.notify(0)
        #expect(driver.usedElement(0, queue: 0) == (0, 513))
        #expect(driver.get(Self.data, 2) == [1, 1])
    }
}
