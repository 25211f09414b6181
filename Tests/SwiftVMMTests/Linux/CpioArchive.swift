// RAM disks for kernels, as cpio's "newc" form has them.
//
// Source: Linux Documentation/driver-api/early-userspace/buffer-format.rst.

/// An archive being written.
struct CpioArchive {
    private var entries: [UInt8] = []

    /// The archive with its trailer.
    var bytes: [UInt8] { entries + Self.entry("TRAILER!!!", mode: 0, []) }

    mutating func addFile(_ name: String, _ contents: [UInt8], mode: Int = 0o644) {
        entries += Self.entry(name, mode: 0o100000 | mode, contents)
    }

    mutating func addFolder(_ name: String) { entries += Self.entry(name, mode: 0o040755, []) }

    mutating func addCharacterDevice(_ name: String, major: Int, minor: Int) {
        entries += Self.entry(name, mode: 0o020600, [], device: (major, minor))
    }

    static func entry(
        _ name: String, mode: Int = 0o100755, _ contents: [UInt8] = [],
        device: (major: Int, minor: Int) = (0, 0)
    ) -> [UInt8] {
        func field(_ value: Int) -> String {
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }
        // Inode, mode, owner, group, links, time, size, device, device of a node, name, checksum.
        let fields = [
            0, mode, 0, 0, 1, 0, contents.count, 0, 0, device.major, device.minor,
            name.utf8.count + 1, 0,
        ]
        var bytes = Array(("070701" + fields.map(field).joined() + name + "\0").utf8)
        pad(&bytes)
        bytes += contents
        pad(&bytes)
        return bytes
    }

    private static func pad(_ bytes: inout [UInt8]) {
        while bytes.count % 4 != 0 { bytes.append(0) }
    }
}
