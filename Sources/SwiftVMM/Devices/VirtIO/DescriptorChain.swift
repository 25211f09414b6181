// The buffers of one request, checked to lie in RAM: bytes the device may read, then bytes it may
// write, each as one run however the driver cut it up (VIRTIO 1.2, 2.6.4 "Message Framing").

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A chain of descriptors taken from a virtqueue.
public struct DescriptorChain {
    /// Number of its first descriptor, which names the chain in the used ring.
    public let head: UInt16
    public private(set) var readableBytes: UInt64 = 0
    public private(set) var writableBytes: UInt64 = 0

    private struct Segment {
        var address: UInt64
        var lengthBytes: UInt64
    }

    private var readable: [Segment] = []
    private var writable: [Segment] = []
    private let memory: GuestMemory

    init(head: UInt16, memory: GuestMemory) {
        self.head = head
        self.memory = memory
    }

    mutating func append(
        address: UInt64, lengthBytes: UInt32, isWritable: Bool, _ index: UInt16
    ) throws(VirtQueueFault) {
        guard lengthBytes > 0 else { throw .emptyDescriptor(index) }
        let segment = Segment(address: address, lengthBytes: UInt64(lengthBytes))
        guard memory.contains(address, sizeBytes: segment.lengthBytes) else {
            throw .outsideRAM(address: address, lengthBytes: segment.lengthBytes)
        }
        guard readableBytes + writableBytes + segment.lengthBytes <= 1 << 32 else {
            throw .chainTooLarge
        }
        if isWritable {
            writable.append(segment)
            writableBytes += segment.lengthBytes
        } else {
            guard writable.isEmpty else { throw .readableAfterWritable }
            readable.append(segment)
            readableBytes += segment.lengthBytes
        }
    }

    // MARK: Bytes

    /// A copy of readable bytes [offset, offset + count); shorter where they end.
    public func read(at offset: UInt64, count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        forEachPart(of: readable, offset, UInt64(max(count, 0))) { address, length in
            bytes += UnsafeRawBufferPointer(
                start: memory.host + Int(address &- memory.base.value), count: Int(length))
            return true
        }
        return bytes
    }

    /// Copies into writable bytes from `offset` on, as far as they go; the count that fitted.
    @discardableResult
    public func write(_ bytes: [UInt8], at offset: UInt64 = 0) -> Int {
        var done = 0
        withWritable(at: offset, count: UInt64(bytes.count)) { target in
            target.copyBytes(from: bytes[done..<done + target.count])
            done += target.count
            return true
        }
        return done
    }

    /// Lends readable bytes [offset, offset + count), part by part, until `body` returns false.
    public func withReadable(
        at offset: UInt64, count: UInt64, _ body: (UnsafeRawBufferPointer) -> Bool
    ) {
        forEachPart(of: readable, offset, count) { address, length in
            body(
                UnsafeRawBufferPointer(
                    start: memory.host + Int(address &- memory.base.value), count: Int(length)))
        }
    }

    /// Lends writable bytes [offset, offset + count), part by part, until `body` returns false.
    public func withWritable(
        at offset: UInt64, count: UInt64, _ body: (UnsafeMutableRawBufferPointer) -> Bool
    ) {
        forEachPart(of: writable, offset, count) { address, length in
            memory.noteChange(at: address, count: length)
            return body(
                UnsafeMutableRawBufferPointer(
                    start: memory.host + Int(address &- memory.base.value), count: Int(length)))
        }
    }

    private func forEachPart(
        of segments: [Segment], _ offset: UInt64, _ count: UInt64,
        _ body: (UInt64, UInt64) -> Bool
    ) {
        var skip = offset
        var rest = count
        for segment in segments where rest > 0 {
            if skip >= segment.lengthBytes {
                skip -= segment.lengthBytes
                continue
            }
            // `append` proved that the segment lies in RAM.
            let length = min(segment.lengthBytes - skip, rest)
            guard body(segment.address + skip, length) else { return }
            skip = 0
            rest -= length
        }
    }
}
