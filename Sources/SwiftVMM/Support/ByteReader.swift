// Bounds-checked little-endian reads from bytes that may hold anything.

/// A read that would leave the bytes. The message names the field, its offset and its size.
public struct ReadPastEnd: Error, Equatable, Sendable, CustomStringConvertible {
    public var field: String
    public var offset: UInt64
    public var lengthBytes: UInt64
    public var available: Int

    public var description: String {
        "\(field) at offset \(offset.hex()) needs \(lengthBytes) bytes, "
            + "but there are \(available) in all"
    }
}

/// Reads fields at offsets that come from the bytes themselves; no offset can make it trap.
public struct ByteReader: Sendable {
    public let bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public var count: Int { bytes.count }

    /// The little-endian integer at an offset.
    public func read<T: FixedWidthInteger & UnsignedInteger>(
        _: T.Type = T.self, at offset: UInt64, field: @autoclosure () -> String
    ) throws(ReadPastEnd) -> T {
        let range = try range(at: offset, lengthBytes: UInt64(T.bitWidth / 8), field: field())
        var value: T = 0
        for index in range.reversed() { value = value << 8 | T(truncatingIfNeeded: bytes[index]) }
        return value
    }

    /// The bytes of [offset, offset + lengthBytes).
    public func slice(at offset: UInt64, lengthBytes: UInt64, field: @autoclosure () -> String)
        throws(ReadPastEnd) -> ArraySlice<UInt8>
    {
        bytes[try range(at: offset, lengthBytes: lengthBytes, field: field())]
    }

    /// Whether the bytes at an offset are exactly these.
    public func holds(_ expected: [UInt8], at offset: Int) -> Bool {
        offset >= 0 && offset <= count && bytes[offset...].starts(with: expected)
    }

    private func range(at offset: UInt64, lengthBytes: UInt64, field: @autoclosure () -> String)
        throws(ReadPastEnd) -> Range<Int>
    {
        let (end, overflow) = offset.addingReportingOverflow(lengthBytes)
        guard !overflow, end <= UInt64(count) else {
            throw ReadPastEnd(
                field: field(), offset: offset, lengthBytes: lengthBytes, available: count)
        }
        return Int(offset)..<Int(end)
    }
}
