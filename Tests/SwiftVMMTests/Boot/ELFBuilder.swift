// Makes ELF files for tests, right or wrong on purpose.

/// One program header and its contents.
struct ELFSegment {
    var virtual: UInt64
    var physical: UInt64
    var bytes: [UInt8]
    var zeroFillBytes: UInt64 = 0
    var type: UInt32 = 1
}

/// A file with its header, program headers, contents, then symbols.
struct ELFBuilder {
    var entry: UInt64 = 0x4000_0000
    var segments = [ELFSegment(virtual: 0x4000_0000, physical: 0x4000_0000, bytes: [1, 2, 3, 4])]
    var symbols: [(name: String, value: UInt64, sizeBytes: UInt64)] = []

    var bytes: [UInt8] {
        var file: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
        file += le16(2) + le16(183) + le32(1) + le64(entry) + le64(64)
        let sectionOffsetField = file.count
        file += le64(0) + le32(0) + le16(64) + le16(56) + le16(UInt16(segments.count))
        file += le16(64) + le16(symbols.isEmpty ? 0 : 3) + le16(0)
        var offset = UInt64(file.count + 56 * segments.count)
        for segment in segments {
            let length = UInt64(segment.bytes.count)
            file += le32(segment.type) + le32(7) + le64(offset) + le64(segment.virtual)
            file += le64(segment.physical) + le64(length) + le64(length + segment.zeroFillBytes)
            file += le64(4)
            offset += length
        }
        for segment in segments { file += segment.bytes }
        if !symbols.isEmpty { appendSymbols(to: &file, sectionOffsetField) }
        return file
    }

    private func appendSymbols(to file: inout [UInt8], _ sectionOffsetField: Int) {
        var names: [UInt8] = [0]
        var table = [UInt8](repeating: 0, count: 24)
        for symbol in symbols {
            table += le32(UInt32(names.count)) + [0x12, 0] + le16(1)
            table += le64(symbol.value) + le64(symbol.sizeBytes)
            names += symbol.name.utf8 + [0]
        }
        let tableOffset = UInt64(file.count)
        file += table
        let namesOffset = UInt64(file.count)
        file += names
        file.replaceSubrange(
            sectionOffsetField..<sectionOffsetField + 8, with: le64(UInt64(file.count)))
        file += [UInt8](repeating: 0, count: 64)
        file += section(type: 2, tableOffset, UInt64(table.count), link: 2, entryBytes: 24)
        file += section(type: 3, namesOffset, UInt64(names.count), link: 0, entryBytes: 0)
    }

    private func section(
        type: UInt32, _ offset: UInt64, _ lengthBytes: UInt64, link: UInt32, entryBytes: UInt64
    ) -> [UInt8] {
        le32(0) + le32(type) + le64(0) + le64(0) + le64(offset) + le64(lengthBytes) + le32(link)
            + le32(0) + le64(8) + le64(entryBytes)
    }
}

func le16(_ value: UInt16) -> [UInt8] { [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] }
func le32(_ value: UInt32) -> [UInt8] {
    le16(UInt16(truncatingIfNeeded: value)) + le16(UInt16(value >> 16))
}
func le64(_ value: UInt64) -> [UInt8] {
    le32(UInt32(truncatingIfNeeded: value)) + le32(UInt32(value >> 32))
}

/// Replaces bytes of a file.
func patched(_ bytes: [UInt8], at offset: Int, _ new: [UInt8]) -> [UInt8] {
    var bytes = bytes
    bytes.replaceSubrange(offset..<offset + new.count, with: new)
    return bytes
}

/// An image note: head of two words, then records.
func note(_ records: [(tag: UInt32, payload: [UInt8])], end: [UInt8] = le64(0)) -> [UInt8] {
    var bytes = le32(0x1400_0004) + le32(0xd503_201f) + Array("VMMNOTE1".utf8)
    for (tag, payload) in records {
        bytes += le32(tag) + le32(UInt32(payload.count)) + payload
        bytes += [UInt8](repeating: 0, count: (8 - payload.count % 8) % 8)
    }
    return bytes + end
}
