// One split virtqueue as the device sees it: taking chains of descriptors, giving them back.
//
// Everything in it is the guest's to write at any time, so each field is read once, checked, and
// then used. Source: Virtual I/O Device (VIRTIO) 1.2, 2.7 "Split Virtqueues".

import Synchronization

/// What a driver got so wrong that the device cannot go on without a reset.
public enum VirtQueueFault: Error, Equatable, Sendable {
    /// A ring, table or buffer is not all RAM.
    case outsideRAM(address: UInt64, lengthBytes: UInt64)
    /// A ring or table does not have the alignment of 2.7.
    case misaligned(address: UInt64)
    /// `avail.idx` moved by more than the size of the queue.
    case availableIndexJumped(from: UInt16, to: UInt16)
    /// A descriptor number is not below the size of its table.
    case noSuchDescriptor(UInt16)
    /// A chain has more descriptors than its table or queue: it loops, or wraps.
    case chainTooLong
    /// A chain is longer than 2^32 bytes.
    case chainTooLarge
    /// A buffer of no bytes.
    case emptyDescriptor(UInt16)
    /// A buffer that the device may read comes after one that it may write.
    case readableAfterWritable
    /// An indirect table inside one, in the middle of a chain, without the feature, or of a size
    /// that is no multiple of a descriptor's.
    case badIndirectTable
    /// More than any driver makes available in one notification.
    case endlessWork
    /// A request without the parts that its device needs.
    case malformedRequest
}

/// A virtqueue of a device, with its rings in guest RAM.
public struct VirtQueue {
    /// What QueueNumMax says.
    public static let maximumSize = 1024

    public private(set) var state = State()
    private let memory: GuestMemory

    /// The registers of the queue, and how far device and driver have come.
    public struct State: Sendable, Equatable {
        public var size: UInt16 = UInt16(VirtQueue.maximumSize)
        public var isReady = false
        /// Descriptor table, available ring (driver area) and used ring (device area).
        public var descriptors: UInt64 = 0
        public var available: UInt64 = 0
        public var used: UInt64 = 0
        public var usesIndirectDescriptors = false
        public var usesEventIndex = false
        /// Next entry of the available ring to take.
        var nextAvailable: UInt16 = 0
        /// Next entry of the used ring to fill.
        var nextUsed: UInt16 = 0
        /// `nextUsed` when the driver was last told.
        var signalledUsed: UInt16 = 0
    }

    private enum Flag {
        static let next: UInt16 = 1
        static let write: UInt16 = 2
        static let indirect: UInt16 = 4
    }

    static let descriptorBytes: UInt64 = 16
    /// VIRTQ_AVAIL_F_NO_INTERRUPT
    private static let noInterrupt: UInt16 = 1

    init(memory: GuestMemory) { self.memory = memory }

    mutating func reset() { state = State() }

    /// Sets registers while the queue is not live.
    mutating func configure(_ change: (inout State) -> Void) {
        if !state.isReady { change(&state) }
    }

    /// The driver says its rings are in place.
    mutating func makeReady() throws(VirtQueueFault) {
        let size = UInt64(state.size)
        try check(state.descriptors, size * Self.descriptorBytes, alignment: 16)
        try check(state.available, 6 + 2 * size, alignment: 2)
        try check(state.used, 6 + 8 * size, alignment: 4)
        state.nextAvailable = 0
        state.nextUsed = 0
        state.signalledUsed = 0
        state.isReady = true
    }

    mutating func stop() { state.isReady = false }

    private func check(_ address: UInt64, _ lengthBytes: UInt64, alignment: UInt64)
        throws(VirtQueueFault)
    {
        guard address.isAligned(to: alignment) else { throw .misaligned(address: address) }
        guard memory.contains(address, sizeBytes: lengthBytes) else {
            throw .outsideRAM(address: address, lengthBytes: lengthBytes)
        }
    }

    // MARK: Taking

    /// The next chain the driver made available; nil when there is none. The driver is then asked
    /// to notify of the next.
    mutating func take() throws(VirtQueueFault) -> DescriptorChain? {
        guard state.isReady else { return nil }
        guard try hasAvailable() else {
            guard state.usesEventIndex else { return nil }
            // Ask for a notification, then look again: the driver may have been faster.
            try store16(state.used + 4 + 8 * UInt64(state.size), state.nextAvailable)
            atomicMemoryFence(ordering: .sequentiallyConsistent)
            guard try hasAvailable() else { return nil }
            return try takeNext()
        }
        return try takeNext()
    }

    private func hasAvailable() throws(VirtQueueFault) -> Bool {
        let index = try load16(state.available + 2)
        guard index &- state.nextAvailable <= state.size else {
            throw .availableIndexJumped(from: state.nextAvailable, to: index)
        }
        return index != state.nextAvailable
    }

    private mutating func takeNext() throws(VirtQueueFault) -> DescriptorChain {
        // The entry is read after the index that covers it.
        atomicMemoryFence(ordering: .acquiring)
        let slot = UInt64(state.nextAvailable % state.size)
        let head = try load16(state.available + 4 + 2 * slot)
        let chain = try follow(head)
        state.nextAvailable &+= 1
        return chain
    }

    private func follow(_ head: UInt16) throws(VirtQueueFault) -> DescriptorChain {
        var chain = DescriptorChain(head: head, memory: memory)
        var table = (address: state.descriptors, count: state.size)
        var index = head
        var isIndirect = false
        // Counts what was read, in the queue and in an indirect table alike: no loop gets past it.
        var count = 0
        while true {
            guard index < table.count else { throw .noSuchDescriptor(index) }
            count += 1
            guard count <= Int(state.size) + 1 else { throw .chainTooLong }
            let entry = try descriptor(index, table.address)
            if entry.flags & Flag.indirect != 0 {
                guard state.usesIndirectDescriptors, !isIndirect, entry.flags & Flag.next == 0,
                    entry.length > 0, entry.length.isMultiple(of: 16)
                else { throw .badIndirectTable }
                let entries = entry.length / 16
                guard entries <= UInt32(state.size) else { throw .chainTooLong }
                try check(entry.address, UInt64(entry.length), alignment: 1)
                table = (entry.address, UInt16(entries))
                isIndirect = true
                index = 0
                continue
            }
            try chain.append(
                address: entry.address, lengthBytes: entry.length,
                isWritable: entry.flags & Flag.write != 0, index)
            guard entry.flags & Flag.next != 0 else { return chain }
            index = entry.next
        }
    }

    private func descriptor(_ index: UInt16, _ table: UInt64) throws(VirtQueueFault)
        -> (address: UInt64, length: UInt32, flags: UInt16, next: UInt16)
    {
        let address = table + Self.descriptorBytes * UInt64(index)
        guard let first = memory.doubleword(at: address),
            let second = memory.doubleword(at: address + 8)
        else { throw .outsideRAM(address: address, lengthBytes: Self.descriptorBytes) }
        return (
            first, UInt32(truncatingIfNeeded: second), UInt16(truncatingIfNeeded: second >> 32),
            UInt16(truncatingIfNeeded: second >> 48)
        )
    }

    // MARK: Giving back

    /// Returns a chain of which the first `writtenBytes` of its writable part now hold data.
    mutating func give(_ chain: DescriptorChain, writtenBytes: UInt32) throws(VirtQueueFault) {
        let slot = state.used + 4 + 8 * UInt64(state.nextUsed % state.size)
        let element = UInt64(chain.head) | UInt64(writtenBytes) << 32
        try store(slot, element, sizeBytes: 8)
        state.nextUsed &+= 1
        // The element is there before the index that covers it.
        atomicMemoryFence(ordering: .releasing)
        try store16(state.used + 2, state.nextUsed)
    }

    /// Whether the driver wants an interrupt for what was given back since the last one.
    mutating func shouldInterrupt() throws(VirtQueueFault) -> Bool {
        guard state.isReady, state.nextUsed != state.signalledUsed else { return false }
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        let old = state.signalledUsed
        state.signalledUsed = state.nextUsed
        guard state.usesEventIndex else {
            return try load16(state.available) & Self.noInterrupt == 0
        }
        // vring_need_event of 2.7.10: the driver's index lies among those just used.
        let event = try load16(state.available + 4 + 2 * UInt64(state.size))
        return state.nextUsed &- event &- 1 < state.nextUsed &- old
    }

    // MARK: Guest RAM

    private func load16(_ address: UInt64) throws(VirtQueueFault) -> UInt16 {
        guard memory.contains(address, sizeBytes: 2) else {
            throw .outsideRAM(address: address, lengthBytes: 2)
        }
        return memory.host.loadUnaligned(
            fromByteOffset: Int(address &- memory.base.value), as: UInt16.self
        ).littleEndian
    }

    private func store16(_ address: UInt64, _ value: UInt16) throws(VirtQueueFault) {
        try store(address, UInt64(value), sizeBytes: 2)
    }

    private func store(_ address: UInt64, _ value: UInt64, sizeBytes: UInt64)
        throws(VirtQueueFault)
    {
        guard memory.contains(address, sizeBytes: sizeBytes) else {
            throw .outsideRAM(address: address, lengthBytes: sizeBytes)
        }
        memory.noteChange(at: address, count: sizeBytes)
        let place = memory.host + Int(address &- memory.base.value)
        if sizeBytes == 2 {
            place.storeBytes(of: UInt16(truncatingIfNeeded: value).littleEndian, as: UInt16.self)
        } else {
            place.storeBytes(of: value.littleEndian, as: UInt64.self)
        }
    }
}
