// ATAGs: what a 32-bit kernel is told where there is no device tree.
//
// Source: Linux Documentation/arch/arm/booting.rst, "Setup the kernel tagged list";
// arch/arm/include/uapi/asm/setup.h.

/// A tagged list, as r2 points to it.
public struct TagList: Equatable, Sendable {
    /// Start and size of RAM. A tag has 32 bits for each: what lies above 4 GiB cannot be told.
    public var memory: (start: UInt64, bytes: UInt64)
    public var initrd: Range<UInt64>?
    public var commandLine: String?

    /// Where the list goes, from the start of RAM.
    static let offset: UInt64 = 0x100

    public init(memoryStart: UInt64, memoryBytes: UInt64) {
        memory = (memoryStart, memoryBytes)
    }

    public static func == (a: TagList, b: TagList) -> Bool { a.encoded() == b.encoded() }

    public func encoded() -> [UInt8] {
        var words: [UInt32] = []
        // The size of a tag counts its two words of header.
        func add(_ tag: UInt32, _ values: [UInt32]) {
            words += [UInt32(values.count + 2), tag] + values
        }
        add(0x5441_0001, [])
        let told = min(memory.bytes, (1 << 32) - memory.start)
        add(
            0x5441_0002,
            [UInt32(truncatingIfNeeded: told), UInt32(truncatingIfNeeded: memory.start)])
        if let initrd {
            add(
                0x5442_0005,
                [
                    UInt32(truncatingIfNeeded: initrd.lowerBound),
                    UInt32(truncatingIfNeeded: initrd.upperBound - initrd.lowerBound),
                ])
        }
        if let commandLine {
            var text: [UInt32] = []
            for (index, byte) in (Array(commandLine.utf8) + [0]).enumerated() {
                if index % 4 == 0 { text.append(0) }
                text[index / 4] |= UInt32(byte) << UInt32(index % 4 * 8)
            }
            add(0x5441_0009, text)
        }
        words += [0, 0]
        var bytes: [UInt8] = []
        for word in words { withUnsafeBytes(of: word.littleEndian) { bytes += $0 } }
        return bytes
    }
}
