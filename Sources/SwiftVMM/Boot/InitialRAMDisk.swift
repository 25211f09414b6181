// A look at an initial RAM disk before the guest gets it: a file that was cut off is found here and
// not by a panic in the middle of a boot.
//
// Source: Linux Documentation/driver-api/early-userspace/buffer-format.rst ("newc" archives).

/// Checks initial RAM disks. Only what is recognised is checked: a RAM disk may hold anything.
public enum InitialRAMDisk {
    private static let headerBytes = 110
    private static let limitBytes = FileContents.limitBytes

    /// - Throws: `badData` for an empty file, a broken gzip file, or an archive that ends early.
    public static func check(_ bytes: [UInt8], name: String) throws(VMMError) {
        guard !bytes.isEmpty else { throw VMMError(.badData, "\(name): it is empty") }
        if bytes.starts(with: Gzip.magic) {
            let unpacked = try Gzip.unpack(bytes, name: name, limitBytes: limitBytes)
            return try checkArchive(unpacked, name: name + " (unpacked)")
        }
        try checkArchive(bytes, name: name)
    }

    private static func isHeader(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.starts(with: "070701".utf8) || bytes.starts(with: "070702".utf8)
    }

    /// Walks from header to header as long as there are any; what follows the last archive, and
    /// anything that is no archive at all, is the guest's business.
    private static func checkArchive(_ bytes: [UInt8], name: String) throws(VMMError) {
        var position = 0
        while isHeader(bytes[position...]) {
            func broken(_ what: String) -> VMMError {
                VMMError(
                    .badData,
                    "\(name): broken cpio archive: \(what) at offset "
                        + UInt64(position).hex())
            }
            guard bytes.count - position >= headerBytes else {
                throw broken("it ends within the header")
            }
            /// A field of eight hexadecimal digits, by its position in the header.
            func field(_ index: Int) -> Int? {
                let start = position + 6 + 8 * index
                let digits = bytes[start..<(start + 8)]
                guard digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else {
                    return nil
                }
                return Int(String(decoding: digits, as: UTF8.self), radix: 16)
            }
            // c_filesize and c_namesize.
            guard let fileBytes = field(6), let nameBytes = field(11) else {
                throw broken("a size that is not hexadecimal in the header")
            }
            let data = (position + headerBytes + nameBytes + 3) & ~3
            guard nameBytes > 0, data <= bytes.count, fileBytes <= bytes.count - data else {
                throw broken(
                    "truncated: \(bytes.count) bytes in all, too few for the entry")
            }
            let title = bytes[(position + headerBytes)...].prefix(nameBytes - 1)
            position = min((data + fileBytes + 3) & ~3, bytes.count)
            if title.elementsEqual("TRAILER!!!".utf8) {
                // Archives may follow one another, with zeros between them.
                while position < bytes.count, bytes[position] == 0 { position += 1 }
            } else if !isHeader(bytes[position...]) {
                throw broken("no further entry and no TRAILER!!!")
            }
        }
    }
}
