// Which kernel an image is, by the line it will print first.

extension Image {
    /// "Linux version 6.12.95+deb13-cloud-arm64 …", as it lies in the image; nil without one.
    /// Source: Linux `init/version-timestamp.c`, `linux_banner`.
    public var kernelBanner: String? {
        let mark = Array("Linux version ".utf8)
        for segment in segments {
            let bytes = segment.bytes
            var start = 0
            while let found = bytes[start...].firstIndex(of: mark[0]) {
                start = found + 1
                guard bytes.count - found > mark.count,
                    bytes[found..<found + mark.count].elementsEqual(mark),
                    // The format string of /proc/version has a %s here.
                    bytes[found + mark.count].isDigit
                else { continue }
                let end =
                    bytes[found...].firstIndex { $0 < 0x20 || $0 > 0x7e } ?? bytes.endIndex
                return String(decoding: bytes[found..<end], as: UTF8.self)
            }
        }
        return nil
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
