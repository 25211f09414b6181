// A virtio disk. Source: VIRTIO 1.2, 5.2 "Block Device".

/// What the guest calls vda: requests are carried out at once, in order.
public final class VirtIOBlock: VirtIODevice {
    public let name = "virtio-blk"
    public let deviceID: UInt32 = 2
    public let queueCount = 1
    public let disk: any Disk
    /// What GET_ID answers, at most 20 bytes.
    public let identity: String

    static let sectorBytes: UInt64 = 512
    private static let identityBytes = 20
    /// The most that one DISCARD or WRITE_ZEROES segment may cover, so that none takes long.
    private static let largestRangeSectors: UInt32 = 1 << 15
    private static let largestRangeCount: UInt32 = 16

    private enum Feature {
        static let segmentLimit: UInt64 = 1 << 2
        static let readOnly: UInt64 = 1 << 5
        static let blockSize: UInt64 = 1 << 6
        static let flush: UInt64 = 1 << 9
        static let discard: UInt64 = 1 << 13
        static let writeZeroes: UInt64 = 1 << 14
    }

    private enum Request {
        static let read: UInt32 = 0
        static let write: UInt32 = 1
        static let flush: UInt32 = 4
        static let identify: UInt32 = 8
        static let discard: UInt32 = 11
        static let writeZeroes: UInt32 = 13
    }

    private enum Status: UInt8 {
        case ok = 0
        case inputOutputError = 1
        case unsupported = 2
    }

    public init(_ disk: any Disk, identity: String) {
        self.disk = disk
        self.identity = identity
    }

    public func capture() -> Restoration { disk.capture() }

    public var features: UInt64 {
        let always = Feature.segmentLimit | Feature.blockSize | Feature.flush
        return always
            | (disk.isReadOnly ? Feature.readOnly : Feature.discard | Feature.writeZeroes)
    }

    private var sectorCount: UInt64 { disk.lengthBytes / Self.sectorBytes }

    public var configuration: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(sectorCount)
        // size_max, not offered; seg_max: a whole indirect table but for header and status.
        bytes.appendLittleEndian(UInt32(0))
        bytes.appendLittleEndian(UInt32(VirtQueue.maximumSize - 2))
        // Geometry, not offered.
        bytes.appendLittleEndian(UInt32(0))
        bytes.appendLittleEndian(UInt32(Self.sectorBytes))
        // Topology, writeback and number of queues, not offered.
        bytes += [UInt8](repeating: 0, count: 12)
        for _ in 0..<2 {
            // Discard, with its alignment in sectors after the two limits; then write zeroes.
            bytes.appendLittleEndian(Self.largestRangeSectors)
            bytes.appendLittleEndian(Self.largestRangeCount)
            if bytes.count == 44 { bytes.appendLittleEndian(UInt32(1)) }
        }
        bytes.appendLittleEndian(UInt32(0))
        return bytes
    }

    public func work(on index: Int, _ queue: inout VirtQueue) throws(VirtQueueFault) -> DeviceEffect
    {
        var budget = VirtIOBudget()
        while let chain = try queue.take() {
            try budget.spend(on: chain)
            // Header and status byte: without them there is no way to say what is wrong.
            guard chain.readableBytes >= 16, chain.writableBytes >= 1 else {
                throw .malformedRequest
            }
            let dataBytes = chain.writableBytes - 1
            let (status, written) = perform(chain, dataBytes)
            chain.write([status.rawValue], at: dataBytes)
            // The status byte counts, and with it all before it: it is the last one.
            try queue.give(
                chain, writtenBytes: UInt32(clamping: written == dataBytes ? written + 1 : written))
        }
        return .none
    }

    /// Carries out one request; how it went, and how many bytes of data came back.
    private func perform(_ chain: DescriptorChain, _ inBytes: UInt64) -> (Status, UInt64) {
        let header = chain.read(at: 0, count: 16)
        let type = header.littleEndian(at: 0, as: UInt32.self)
        let sector = header.littleEndian(at: 8, as: UInt64.self)
        let outBytes = chain.readableBytes - 16
        switch type {
        case Request.read:
            guard isInside(sector, inBytes) else { return (.inputOutputError, 0) }
            return read(chain, sector, inBytes)
        case Request.write:
            guard !disk.isReadOnly, isInside(sector, outBytes) else {
                return (.inputOutputError, 0)
            }
            return (write(chain, sector, outBytes), 0)
        case Request.flush: return (attempt { () throws(SystemError) in try disk.flush() }, 0)
        case Request.identify:
            var bytes = Array(identity.utf8.prefix(Self.identityBytes))
            bytes += [UInt8](repeating: 0, count: Self.identityBytes - bytes.count)
            let count = min(inBytes, UInt64(bytes.count))
            chain.write(Array(bytes.prefix(Int(count))))
            return (.ok, count)
        case Request.discard, Request.writeZeroes:
            guard !disk.isReadOnly else { return (.unsupported, 0) }
            return (zero(chain, outBytes, isDiscard: type == Request.discard), 0)
        default: return (.unsupported, 0)
        }
    }

    /// Whether the data is whole sectors, all of them on the disk.
    private func isInside(_ sector: UInt64, _ lengthBytes: UInt64) -> Bool {
        guard lengthBytes.isMultiple(of: Self.sectorBytes) else { return false }
        let count = lengthBytes / Self.sectorBytes
        return sector <= sectorCount && count <= sectorCount - sector
    }

    private func attempt(_ body: () throws(SystemError) -> Void) -> Status {
        do throws(SystemError) {
            try body()
            return .ok
        } catch {
            return .inputOutputError
        }
    }

    private func read(_ chain: DescriptorChain, _ sector: UInt64, _ count: UInt64)
        -> (Status, UInt64)
    {
        var offset = sector * Self.sectorBytes
        var status = Status.ok
        chain.withWritable(at: 0, count: count) { part in
            status = attempt { () throws(SystemError) in try disk.read(at: offset, into: part) }
            offset += UInt64(part.count)
            return status == .ok
        }
        return (status, status == .ok ? count : 0)
    }

    private func write(_ chain: DescriptorChain, _ sector: UInt64, _ count: UInt64) -> Status {
        var offset = sector * Self.sectorBytes
        var status = Status.ok
        chain.withReadable(at: 16, count: count) { part in
            status = attempt { () throws(SystemError) in try disk.write(part, at: offset) }
            offset += UInt64(part.count)
            return status == .ok
        }
        return status
    }

    /// 5.2.6: segments of {sector, number of sectors, flags}. What is discarded reads as zero
    /// here, which the device may choose.
    private func zero(_ chain: DescriptorChain, _ lengthBytes: UInt64, isDiscard: Bool) -> Status {
        let limit = UInt64(Self.largestRangeCount) * 16
        guard lengthBytes > 0, lengthBytes.isMultiple(of: 16), lengthBytes <= limit else {
            return .inputOutputError
        }
        let segments = chain.read(at: 16, count: Int(lengthBytes))
        for start in stride(from: 0, to: segments.count, by: 16) {
            let sector = segments.littleEndian(at: start, as: UInt64.self)
            let count = segments.littleEndian(at: start + 8, as: UInt32.self)
            let flags = segments.littleEndian(at: start + 12, as: UInt32.self)
            // Bit 0 allows WRITE_ZEROES to unmap; nothing else is defined.
            guard flags & ~1 == 0, flags == 0 || !isDiscard else { return .unsupported }
            guard count <= Self.largestRangeSectors,
                isInside(sector, UInt64(count) * Self.sectorBytes)
            else { return .inputOutputError }
            let zeroes = [UInt8](repeating: 0, count: Int(count) * Int(Self.sectorBytes))
            let status = zeroes.withUnsafeBytes { bytes in
                attempt { () throws(SystemError) in
                    try disk.write(bytes, at: sector * Self.sectorBytes)
                }
            }
            if status != .ok { return status }
        }
        return .ok
    }
}
