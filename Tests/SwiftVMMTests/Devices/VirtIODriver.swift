@testable import SwiftVMM

/// A driver's side of a virtio device, with its rings in a megabyte of RAM: what a guest would do,
/// and what it should not.
final class VirtIODriver {
    let memory: GuestMemory
    let transport: VirtIOTransport
    var levels: [Bool] = []

    static let ram: UInt64 = 0x4000_0000
    static let ramBytes: UInt64 = 1 << 20
    /// Rings of queue n lie at `ram + n * 0x4000`; buffers from here on.
    static let buffers: UInt64 = ram + 0x4_0000
    static let queueSize: UInt16 = 8

    struct Descriptor {
        var address: UInt64
        var length: UInt32
        var flags: UInt16 = 0
        var next: UInt16 = 0
    }

    private(set) var available: [Int: UInt16] = [:]

    init(_ device: any VirtIODevice, isLegacy: Bool = false) throws {
        memory = try GuestMemory(
            base: GuestPhysicalAddress(Self.ram), lengthBytes: Self.ramBytes)
        transport = VirtIOTransport(device, name: "test", memory: memory, isLegacy: isLegacy)
        transport.interrupt.sink = { [unowned self] in levels.append($0) }
    }

    func read(_ offset: UInt64) -> UInt64 { transport.read(offset: offset, sizeBytes: 4) }

    @discardableResult
    func write(_ offset: UInt64, _ value: UInt64) -> DeviceEffect {
        transport.write(offset: offset, sizeBytes: 4, value: value)
    }

    func table(_ queue: Int) -> UInt64 { Self.ram + UInt64(queue) * 0x4000 }
    func availableRing(_ queue: Int) -> UInt64 { table(queue) + 0x1000 }
    func usedRing(_ queue: Int) -> UInt64 { table(queue) + 0x2000 }

    /// Brings the device up with these features besides VERSION_1.
    func start(features: UInt64 = 0, queues: Int) {
        write(0x070, 0)
        write(0x070, 3)
        write(0x024, 0)
        write(0x020, features & 0xffff_ffff)
        write(0x024, 1)
        write(0x020, features >> 32 | 1)
        write(0x070, 11)
        for queue in 0..<queues { place(queue) }
        write(0x070, 15)
    }

    func place(_ queue: Int) {
        write(0x030, UInt64(queue))
        write(0x038, UInt64(Self.queueSize))
        for (offset, address) in [
            (0x080, table(queue)), (0x090, availableRing(queue)), (0x0a0, usedRing(queue)),
        ] as [(UInt64, UInt64)] {
            write(offset, address & 0xffff_ffff)
            write(offset + 4, address >> 32)
        }
        write(0x044, 1)
    }

    func set(_ index: UInt16, _ descriptor: Descriptor, table: UInt64) {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(descriptor.address)
        bytes.appendLittleEndian(descriptor.length)
        bytes.appendLittleEndian(descriptor.flags)
        bytes.appendLittleEndian(descriptor.next)
        put(bytes, at: table + 16 * UInt64(index))
    }

    /// Puts a chain into the table from `first` on and makes it available; the caller notifies.
    func offer(_ descriptors: [Descriptor], first: UInt16 = 0, queue: Int) {
        for (offset, descriptor) in descriptors.enumerated() {
            var descriptor = descriptor
            if offset + 1 < descriptors.count {
                descriptor.flags |= 1
                descriptor.next = first + UInt16(offset) + 1
            }
            set(first + UInt16(offset), descriptor, table: table(queue))
        }
        makeAvailable(first, queue: queue)
    }

    func makeAvailable(_ head: UInt16, queue: Int) {
        let index = available[queue, default: 0]
        put16(head, at: availableRing(queue) + 4 + 2 * UInt64(index % Self.queueSize))
        available[queue] = index &+ 1
        put16(index &+ 1, at: availableRing(queue) + 2)
    }

    @discardableResult
    func notify(_ queue: Int) -> DeviceEffect { write(0x050, UInt64(queue)) }

    func usedIndex(_ queue: Int) -> UInt16 { get16(usedRing(queue) + 2) }

    /// Head and written length of an entry of the used ring.
    func usedElement(_ index: UInt16, queue: Int) -> (id: UInt32, length: UInt32) {
        let slot = usedRing(queue) + 4 + 8 * UInt64(index % Self.queueSize)
        return (memory.word(at: slot) ?? 0, memory.word(at: slot + 4) ?? 0)
    }

    func put(_ bytes: [UInt8], at address: UInt64) {
        try? memory.write(bytes, at: GuestPhysicalAddress(address))
    }

    func put16(_ value: UInt16, at address: UInt64) {
        put([UInt8(truncatingIfNeeded: value), UInt8(value >> 8)], at: address)
    }

    func get(_ address: UInt64, _ count: Int) -> [UInt8] {
        (try? memory.read(at: GuestPhysicalAddress(address), count: count)) ?? []
    }

    func get16(_ address: UInt64) -> UInt16 {
        get(address, 2).littleEndian(at: 0, as: UInt16.self)
    }

    var needsReset: Bool { read(0x070) & 64 != 0 }
}

/// Sectors in memory.
final class MemoryDisk: Disk {
    var bytes: [UInt8]
    var isReadOnly = false
    var flushCount = 0
    var failure: SystemError?

    init(sectors: Int) { bytes = (0..<sectors * 512).map { UInt8(truncatingIfNeeded: $0 / 512) } }

    var lengthBytes: UInt64 { UInt64(bytes.count) }

    func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) {
        if let failure { throw failure }
        buffer.copyBytes(from: bytes[Int(offset)..<Int(offset) + buffer.count])
    }

    func write(_ buffer: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) {
        if let failure { throw failure }
        bytes.replaceSubrange(Int(offset)..<Int(offset) + buffer.count, with: buffer)
    }

    func flush() throws(SystemError) { flushCount += 1 }

    func capture() -> Restoration { { [self, bytes] in self.bytes = bytes } }
}
