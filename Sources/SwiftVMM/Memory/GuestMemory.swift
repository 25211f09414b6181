// The guest's RAM: mapped once, lazily backed by the host, reached only through here.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why RAM could not be had, or an access by the host fell outside it.
public enum MemoryError: Error, Equatable, Sendable {
    /// The host refused to map `lengthBytes`; `errno` as the system gave it.
    case cannotMap(lengthBytes: UInt64, errno: Int32)
    /// [address, address + lengthBytes) is not all RAM.
    case outsideRAM(address: UInt64, lengthBytes: UInt64)
}

/// One contiguous range of RAM.
///
/// Beside the bytes it keeps one byte of flags for each 4 KiB page, which every store of the
/// software CPU looks at.
public final class GuestMemory {
    /// What a store to the page must take care of; 0 means nothing.
    public struct PageFlags: OptionSet, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Translated code came from the page.
        public static let holdsCode = PageFlags(rawValue: 1)
        /// Some vCPU's exclusive monitor marks a location in the page.
        public static let monitored = PageFlags(rawValue: 2)
        /// A snapshot holds on to the page: save it before it changes.
        public static let unsaved = PageFlags(rawValue: 4)
    }

    public let base: GuestPhysicalAddress
    public let lengthBytes: UInt64
    /// Host address of the first byte.
    public let host: UnsafeMutableRawPointer
    /// Flags by page number within the range.
    public let pageFlags: UnsafeMutablePointer<UInt8>
    /// Bytes that vCPUs may read and fetch, at the same distance from `host` as RAM; empty without
    /// any.
    public let rom: Range<UInt64>
    /// Whether they can do so now; otherwise a device answers there.
    public var isROMReadable = true {
        didSet { if isROMReadable != oldValue { romAccessDidChange() } }
    }
    /// Called when `isROMReadable` changed.
    var romAccessDidChange: () -> Void = {}
    /// Number of the first page with flags, counted from `base`: negative with ROM.
    var firstPage: Int { -(below >> Int(Self.pageShift)) }
    private let below: Int
    private let mappedBytes: UInt64
    /// Called before the host changes [address, address + count) where a page there has flags; the
    /// software CPU drops its translations then.
    var willChange: (_ address: UInt64, _ count: UInt64) -> Void = { _, _ in }
    /// What `undo` puts back; nil while no snapshot is held.
    var undoLog: UndoLog?

    public static let pageShift: UInt64 = 12
    public static let pageSizeBytes: UInt64 = 4096

    /// - Parameters:
    ///   - base: Guest physical address of the first byte, page aligned.
    ///   - lengthBytes: Size, a multiple of 4 KiB.
    ///   - rom: Where vCPUs may read and fetch but not write, page aligned, all of it below RAM.
    public init(
        base: GuestPhysicalAddress, lengthBytes: UInt64, rom: Range<UInt64>? = nil
    ) throws(MemoryError) {
        precondition(base.value.isAligned(to: 4096) && lengthBytes.isAligned(to: 4096))
        let lowest = rom?.lowerBound ?? base.value
        precondition(lowest <= base.value && lowest.isAligned(to: 4096))
        precondition((rom?.upperBound ?? lowest) <= base.value)
        below = Int(base.value - lowest)
        // One mapping with a hole in it: a host address is a guest address plus a constant.
        mappedBytes = lengthBytes + UInt64(below)
        let memory = try Self.map(lengthBytes == 0 ? 0 : mappedBytes)
        do {
            let flags = try Self.map(max(mappedBytes >> Self.pageShift, 1))
            pageFlags = flags.assumingMemoryBound(to: UInt8.self) + below >> Self.pageShift
        } catch {
            munmap(memory, Int(mappedBytes))
            throw error
        }
        host = memory + below
        self.base = base
        self.lengthBytes = lengthBytes
        self.rom = rom ?? 0..<0
    }

    deinit {
        munmap(host - below, Int(mappedBytes))
        let flags = pageFlags - below >> Self.pageShift
        munmap(flags, Int(max(mappedBytes >> Self.pageShift, 1)))
    }

    private static func map(_ lengthBytes: UInt64) throws(MemoryError) -> UnsafeMutableRawPointer {
        guard lengthBytes > 0, lengthBytes <= 1 << 46,
            let memory = mmap(
                nil, Int(lengthBytes), PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
            memory != MAP_FAILED
        else { throw .cannotMap(lengthBytes: lengthBytes, errno: errno) }
        return memory
    }

    /// First address after the range.
    public var end: UInt64 { base.value &+ lengthBytes }

    /// Whether all of [address, address + sizeBytes) is RAM.
    @inline(__always)
    public func contains(_ address: UInt64, sizeBytes: UInt64) -> Bool {
        let offset = address &- base.value
        return offset < lengthBytes && sizeBytes <= lengthBytes &- offset
    }

    /// Number of the page of an address in RAM or ROM, counted from `base`.
    @inline(__always)
    func page(of address: UInt64) -> Int {
        Int(bitPattern: UInt(truncatingIfNeeded: address &- base.value)) >> Int(Self.pageShift)
    }

    /// Whether all of [address, address + sizeBytes) is RAM, or ROM that can be read.
    @inline(__always)
    public func canRead(_ address: UInt64, sizeBytes: UInt64) -> Bool {
        contains(address, sizeBytes: sizeBytes) || isROM(address, sizeBytes: sizeBytes)
    }

    @inline(never)
    private func isROM(_ address: UInt64, sizeBytes: UInt64) -> Bool {
        isROMReadable && rom.contains(address) && sizeBytes <= rom.upperBound - address
    }

    /// Bytes of ROM, whether vCPUs can read it now or not. The range must lie in it.
    func readROM(at address: UInt64, count: Int) -> [UInt8] {
        precondition(rom.contains(address) && UInt64(count) <= rom.upperBound - address)
        return [UInt8](
            UnsafeRawBufferPointer(start: host + Int(address) - Int(base.value), count: count))
    }

    /// Sets every byte of ROM from an address on.
    func fillROM(_ byte: UInt8, from address: UInt64) {
        precondition(address <= rom.upperBound)
        memset(
            host + Int(address) - Int(base.value), Int32(byte), Int(rom.upperBound - address))
    }

    /// Changes bytes of ROM. The range must lie in it.
    func writeROM(_ bytes: some Collection<UInt8>, at address: UInt64) {
        guard !bytes.isEmpty else { return }
        precondition(rom.contains(address) && UInt64(bytes.count) <= rom.upperBound - address)
        noteChange(at: address, count: UInt64(bytes.count))
        UnsafeMutableRawBufferPointer(
            start: host + Int(address) - Int(base.value), count: bytes.count
        ).copyBytes(from: bytes)
    }

    // MARK: Access by the host: loaders, the checker, tests

    public func read(at address: GuestPhysicalAddress, count: Int) throws(MemoryError) -> [UInt8] {
        guard count >= 0, contains(address.value, sizeBytes: UInt64(count)) else {
            throw .outsideRAM(address: address.value, lengthBytes: UInt64(max(count, 0)))
        }
        let source = UnsafeRawBufferPointer(
            start: host + Int(truncatingIfNeeded: address.value &- base.value), count: count)
        return [UInt8](source)
    }

    public func write(_ bytes: some Collection<UInt8>, at address: GuestPhysicalAddress)
        throws(MemoryError)
    {
        guard contains(address.value, sizeBytes: UInt64(bytes.count)) else {
            throw .outsideRAM(address: address.value, lengthBytes: UInt64(bytes.count))
        }
        noteChange(at: address.value, count: UInt64(bytes.count))
        let target = UnsafeMutableRawBufferPointer(
            start: host + Int(truncatingIfNeeded: address.value &- base.value), count: bytes.count)
        target.copyBytes(from: bytes)
    }

    /// A little-endian doubleword; nil outside RAM and ROM.
    @inline(__always)
    public func doubleword(at address: UInt64) -> UInt64? {
        guard canRead(address, sizeBytes: 8) else { return nil }
        return host.loadUnaligned(
            fromByteOffset: Int(truncatingIfNeeded: address &- base.value), as: UInt64.self
        ).littleEndian
    }

    /// A little-endian word; nil outside RAM and ROM.
    @inline(__always)
    public func word(at address: UInt64) -> UInt32? {
        guard canRead(address, sizeBytes: 4) else { return nil }
        return host.loadUnaligned(
            fromByteOffset: Int(truncatingIfNeeded: address &- base.value), as: UInt32.self
        ).littleEndian
    }
}
