// What a block device keeps its sectors in: a file, or a file with changes kept apart.

/// Bytes by position, in units of 512-byte sectors for the guest.
public protocol Disk: AnyObject {
    var lengthBytes: UInt64 { get }
    var isReadOnly: Bool { get }
    func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws(SystemError)
    func write(_ buffer: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError)
    func flush() throws(SystemError)
    /// Keeps what can be put back: changes in memory, never those of a file.
    func capture() -> Restoration
}

/// Reads and writes go to the file.
public final class FileDisk: Disk {
    private let file: RandomAccessFile
    public let isReadOnly: Bool
    public var lengthBytes: UInt64 { file.lengthBytes }

    public init(path: String, isReadOnly: Bool = false) throws(VMMError) {
        self.isReadOnly = isReadOnly
        file = try RandomAccessFile(path: path, isWritable: !isReadOnly)
    }

    public func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer)
        throws(SystemError)
    {
        try file.read(at: offset, into: buffer)
    }

    public func write(_ buffer: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) {
        try file.write(buffer, at: offset)
    }

    public func capture() -> Restoration { {} }

    public func flush() throws(SystemError) { if !isReadOnly { try file.synchronize() } }
}

/// Writes stay in memory and are forgotten with the machine; the file is only read.
public final class SnapshotDisk: Disk {
    private let file: RandomAccessFile
    /// Changed parts by number.
    private var changes: [UInt64: [UInt8]] = [:]
    private static let partBytes: UInt64 = 4096

    public let isReadOnly = false
    public var lengthBytes: UInt64 { file.lengthBytes }

    public init(path: String) throws(VMMError) {
        file = try RandomAccessFile(path: path, isWritable: false)
    }

    public func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer)
        throws(SystemError)
    {
        try forEachPart(offset, buffer.count) { (number, within, place) throws(SystemError) in
            let target = UnsafeMutableRawBufferPointer(rebasing: buffer[place])
            if let change = changes[number] {
                target.copyBytes(from: change[within..<within + place.count])
            } else {
                try file.read(at: number * Self.partBytes + UInt64(within), into: target)
            }
        }
    }

    public func write(_ buffer: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) {
        try forEachPart(offset, buffer.count) { (number, within, place) throws(SystemError) in
            if changes[number] == nil { changes[number] = try original(number) }
            changes[number]?.replaceSubrange(
                within..<within + place.count, with: UnsafeRawBufferPointer(rebasing: buffer[place])
            )
        }
    }

    public func flush() {}

    public func capture() -> Restoration { { [self, changes] in self.changes = changes } }

    private func original(_ number: UInt64) throws(SystemError) -> [UInt8] {
        var part = [UInt8](repeating: 0, count: Int(Self.partBytes))
        var failure: SystemError?
        part.withUnsafeMutableBytes { bytes in
            do throws(SystemError) {
                try file.read(at: number * Self.partBytes, into: bytes)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return part
    }

    /// Cuts a run of bytes at the boundaries of parts: (part, offset in it, range of the buffer).
    private func forEachPart(
        _ offset: UInt64, _ count: Int,
        _ body: (UInt64, Int, Range<Int>) throws(SystemError) -> Void
    ) throws(SystemError) {
        var done = 0
        while done < count {
            let position = offset + UInt64(done)
            let within = Int(position % Self.partBytes)
            let length = min(count - done, Int(Self.partBytes) - within)
            try body(position / Self.partBytes, within, done..<done + length)
            done += length
        }
    }
}
