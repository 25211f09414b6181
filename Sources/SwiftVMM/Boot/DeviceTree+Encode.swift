// A device tree as the blob that kernels read.
//
// Source: Devicetree Specification 0.4, "Flattened Devicetree (DTB) Format", version 17.

extension DeviceTree {
    enum Format {
        static let magic: UInt32 = 0xd00d_feed
        static let version: UInt32 = 17
        static let lastCompatibleVersion: UInt32 = 16
        static let headerBytes: UInt32 = 40
        static let beginNode: UInt32 = 1
        static let endNode: UInt32 = 2
        static let property: UInt32 = 3
        static let nop: UInt32 = 4
        static let end: UInt32 = 9
    }

    /// The largest blob that the arm64 boot protocol allows (Linux booting.rst, "Setup the device
    /// tree").
    public static let limitBytes = 2 << 20

    /// The blob, version 17. Properties and nodes keep their order, so equal trees have equal
    /// blobs.
    public func encoded() -> [UInt8] {
        var structure: [UInt8] = []
        var strings = StringBlock()
        Self.append(root, to: &structure, &strings)
        structure += Self.bytes(Format.end)
        let reservationBytes =
            reservations.flatMap { Self.bytes($0.address) + Self.bytes($0.lengthBytes) }
            + [UInt8](repeating: 0, count: 16)
        let structureOffset = Format.headerBytes + UInt32(reservationBytes.count)
        let stringsOffset = structureOffset + UInt32(structure.count)
        let header: [UInt32] = [
            Format.magic, stringsOffset + UInt32(strings.bytes.count), structureOffset,
            stringsOffset, Format.headerBytes, Format.version, Format.lastCompatibleVersion,
            bootCPU, UInt32(strings.bytes.count), UInt32(structure.count),
        ]
        return header.flatMap { Self.bytes($0) } + reservationBytes + structure + strings.bytes
    }

    private static func append(
        _ node: Node, to structure: inout [UInt8], _ strings: inout StringBlock
    ) {
        structure += bytes(Format.beginNode)
        structure += Array(node.name.utf8) + [0]
        pad(&structure)
        for property in node.properties {
            structure += bytes(Format.property)
            structure += bytes(UInt32(property.value.count))
            structure += bytes(strings.offset(of: property.name))
            structure += property.value
            pad(&structure)
        }
        for child in node.children { append(child, to: &structure, &strings) }
        structure += bytes(Format.endNode)
    }

    private static func pad(_ bytes: inout [UInt8]) {
        while bytes.count & 3 != 0 { bytes.append(0) }
    }

    /// Names of properties, each once.
    private struct StringBlock {
        var bytes: [UInt8] = []
        var offsets: [String: UInt32] = [:]

        mutating func offset(of name: String) -> UInt32 {
            if let offset = offsets[name] { return offset }
            let offset = UInt32(bytes.count)
            bytes += Array(name.utf8) + [0]
            offsets[name] = offset
            return offset
        }
    }
}
