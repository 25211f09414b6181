// CRC-32 as gzip and zip compute it.
//
// Source: RFC 1952, section 8, "Appendix: Sample CRC Code" (polynomial 0xedb88320, reflected).

enum GzipChecksum {
    private static let table: [UInt32] = (0..<256 as Range<UInt32>).map { byte in
        var value = byte
        for _ in 0..<8 { value = value & 1 != 0 ? value >> 1 ^ 0xedb8_8320 : value >> 1 }
        return value
    }

    static func of(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = ~0
        table.withUnsafeBufferPointer { table in
            bytes.withUnsafeBufferPointer { bytes in
                for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xff)] ^ value >> 8 }
            }
        }
        return ~value
    }
}
