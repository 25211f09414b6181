// gzip files: a header, compressed data, a checksum.
//
// Source: RFC 1952, "GZIP file format specification version 4.3".

/// Unpacks gzip files.
public enum Gzip {
    public static let magic: [UInt8] = [0x1f, 0x8b]

    private enum Flag {
        static let headerChecksum: UInt8 = 1 << 1
        static let extra: UInt8 = 1 << 2
        static let name: UInt8 = 1 << 3
        static let comment: UInt8 = 1 << 4
        static let reserved: UInt8 = 0xe0
    }

    private struct Malformed: Error, CustomStringConvertible {
        var description: String
        init(_ what: String) { description = what }
    }

    /// The contents of a gzip file; of one with several members, all of them in a row. Bytes after
    /// a member that do not begin another one are left alone, as `gzip` does.
    ///
    /// - Parameters:
    ///   - name: The file, for messages.
    ///   - limitBytes: More than this is refused: some bytes can unpack to a thousand times more.
    /// - Throws: `badData`.
    public static func unpack(
        _ bytes: [UInt8], name: String, limitBytes: Int = FileContents.limitBytes
    ) throws(VMMError) -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        do {
            repeat {
                let data = try headerEnd(bytes, from: position)
                let start = result.count
                let end = try Inflate.unpack(
                    bytes, from: data, into: &result, limitBytes: limitBytes)
                position = try checkTrailer(bytes, at: end, Array(result[start...]))
            } while bytes.count - position >= 2
                && bytes[position] == magic[0] && bytes[position + 1] == magic[1]
        } catch {
            throw VMMError(.badData, "\(name): broken gzip file: \(error)")
        }
        return result
    }

    /// Offset of the compressed data of the member at `start`.
    private static func headerEnd(_ bytes: [UInt8], from start: Int) throws -> Int {
        guard bytes.count - start >= 10 else { throw Malformed("it ends within its header") }
        guard bytes[start] == magic[0], bytes[start + 1] == magic[1], bytes[start + 2] == 8 else {
            throw Malformed("no gzip header of method 8 (deflate)")
        }
        let flags = bytes[start + 3]
        guard flags & Flag.reserved == 0 else {
            throw Malformed("reserved flags \(flags.hex()) in the header")
        }
        var position = start + 10
        if flags & Flag.extra != 0 {
            guard bytes.count - position >= 2 else { throw Malformed("it ends within its header") }
            position += 2 + Int(bytes[position]) + Int(bytes[position + 1]) << 8
        }
        for flag in [Flag.name, Flag.comment] where flags & flag != 0 {
            guard position < bytes.count, let zero = bytes[position...].firstIndex(of: 0) else {
                throw Malformed("it ends within its header")
            }
            position = zero + 1
        }
        if flags & Flag.headerChecksum != 0 { position += 2 }
        guard position < bytes.count else { throw Malformed("it ends within its header") }
        return position
    }

    /// The end of the member whose compressed data ends at `start`.
    private static func checkTrailer(_ bytes: [UInt8], at start: Int, _ contents: [UInt8]) throws
        -> Int
    {
        guard bytes.count - start >= 8 else { throw Malformed("truncated: no checksum at the end") }
        func word(_ offset: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(bytes[start + offset + $1]) << UInt32(8 * $1) }
        }
        guard word(4) == UInt32(truncatingIfNeeded: contents.count) else {
            throw Malformed("it unpacks to \(contents.count) bytes, but says \(word(4))")
        }
        guard word(0) == GzipChecksum.of(contents) else { throw Malformed("the checksum is wrong") }
        return start + 8
    }
}
