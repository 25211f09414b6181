// The images of the scenes, out of the library itself.

/// Images by name: "lab".
enum LabImages {
    static func image(_ name: String) throws(VMMError) -> Image {
        guard let packed = packed.first(where: { $0.name == name }) else {
            throw VMMError(.badData, "the laboratory has no image \(name)")
        }
        let text = packed.text.withUTF8Buffer { Array($0) }
        return try Image(try Gzip.unpack(decoded(text), name: name), name: name)
    }

    /// Base64. Source: RFC 4648.
    private static func decoded(_ text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var (bits, count) = (UInt32(0), 0)
        for character in text {
            let value: UInt8
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0") + 52
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            default: continue
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }
}

extension Image {
    /// The word at an address; nil outside the segments' bytes.
    func word(at address: UInt64) -> UInt32? {
        for segment in segments {
            let offset = address &- segment.address.value
            guard offset < UInt64(segment.bytes.count), offset + 4 <= UInt64(segment.bytes.count)
            else { continue }
            return (0..<4).reduce(0) {
                $0 | UInt32(segment.bytes[Int(offset) + $1]) << (8 * UInt32($1))
            }
        }
        return nil
    }

    /// Changes the word at an address, which must lie in a segment's bytes.
    mutating func setWord(_ word: UInt32, at address: UInt64) {
        for index in segments.indices {
            let offset = address &- segments[index].address.value
            guard offset < UInt64(segments[index].bytes.count),
                offset + 4 <= UInt64(segments[index].bytes.count)
            else { continue }
            for byte in 0..<4 {
                segments[index].bytes[Int(offset) + byte] = UInt8(
                    truncatingIfNeeded: word >> (8 * UInt32(byte)))
            }
            return
        }
        preconditionFailure("\(address.hex()) is not in the image")
    }
}
