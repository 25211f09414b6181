// Reads a device tree blob that may hold anything.
//
// Source: Devicetree Specification 0.4, "Flattened Devicetree (DTB) Format", versions 16 and 17.

extension DeviceTree {
    /// Nodes nested deeper than this are refused; real trees have fewer than ten levels.
    private static let depthLimit = 64
    /// The specification allows names of 31 characters; longer ones exist.
    private static let nameLimitBytes = 1024

    /// Reads a blob.
    ///
    /// - Throws: `badData`, naming the field or the offset in the structure block.
    public init(blob: [UInt8], name: String) throws(VMMError) {
        do {
            self = try Self.decode(blob)
        } catch {
            throw VMMError(
                .badData, "\(name): malformed device tree blob: \(error)",
                hint: "check it with: dtc -I dtb -O dts \(name)")
        }
    }

    private struct Malformed: Error, CustomStringConvertible {
        var description: String
        init(_ what: String) { description = what }
    }

    /// Big-endian fields of a blob.
    private struct Blob {
        let reader: ByteReader

        func word(at offset: UInt64, _ field: @autoclosure () -> String) throws -> UInt32 {
            try reader.read(UInt32.self, at: offset, field: field()).byteSwapped
        }

        func doubleword(at offset: UInt64, _ field: @autoclosure () -> String) throws -> UInt64 {
            try reader.read(UInt64.self, at: offset, field: field()).byteSwapped
        }

        /// The string at an offset that ends before `end`, and its size with the zero byte.
        func string(at offset: UInt64, before end: UInt64, _ field: String) throws
            -> (text: String, lengthBytes: Int)
        {
            guard offset < end, end <= UInt64(reader.count) else {
                throw Malformed("\(field) at offset \(offset.hex()) is outside its block")
            }
            let bytes = reader.bytes[Int(offset)..<Int(end)].prefix(nameLimitBytes)
            guard let zero = bytes.firstIndex(of: 0) else {
                throw Malformed(
                    "\(field) at offset \(offset.hex()) does not end within "
                        + "\(nameLimitBytes) bytes")
            }
            return (String(decoding: bytes[..<zero], as: UTF8.self), zero - bytes.startIndex + 1)
        }
    }

    private static func decode(_ bytes: [UInt8]) throws -> DeviceTree {
        guard bytes.count <= limitBytes else {
            throw Malformed("\(bytes.count) bytes; the boot protocol allows \(limitBytes)")
        }
        let blob = Blob(reader: ByteReader(bytes))
        let magic = try blob.word(at: 0, "magic")
        guard magic == Format.magic else {
            throw Malformed("magic at offset 0x0 is \(magic.hex()), not \(Format.magic.hex())")
        }
        let total = UInt64(try blob.word(at: 4, "totalsize"))
        guard total <= UInt64(bytes.count) else {
            throw Malformed("totalsize is \(total) bytes, but there are \(bytes.count)")
        }
        let version = try blob.word(at: 20, "version")
        let compatible = try blob.word(at: 24, "last_comp_version")
        guard version >= 16, compatible <= Format.version else {
            throw Malformed(
                "version is \(version), readable from \(compatible) on; 16 and 17 are known here")
        }
        var tree = DeviceTree()
        tree.bootCPU = try blob.word(at: 28, "boot_cpuid_phys")
        tree.reservations = try reservations(
            blob, at: UInt64(try blob.word(at: 16, "off_mem_rsvmap")), total)
        let strings = UInt64(try blob.word(at: 12, "off_dt_strings"))
        let stringsEnd = strings + UInt64(try blob.word(at: 32, "size_dt_strings"))
        guard stringsEnd <= total else {
            throw Malformed(
                "the strings block ends at \(stringsEnd.hex()), after totalsize \(total.hex())")
        }
        var parser = Parser(
            blob: blob, position: UInt64(try blob.word(at: 8, "off_dt_struct")), end: total,
            strings: strings, stringsEnd: stringsEnd)
        guard parser.position.isAligned(to: 4) else {
            throw Malformed("off_dt_struct is \(parser.position.hex()), not a multiple of 4")
        }
        tree.root = try parser.tree()
        return tree
    }

    private static func reservations(_ blob: Blob, at offset: UInt64, _ total: UInt64) throws
        -> [Reservation]
    {
        var result: [Reservation] = []
        var position = offset
        while true {
            guard position + 16 <= total else {
                throw Malformed("the memory reservation block has no end before \(total.hex())")
            }
            let entry = Reservation(
                address: try blob.doubleword(at: position, "memory reservation"),
                lengthBytes: try blob.doubleword(at: position + 8, "memory reservation"))
            if entry.address == 0 && entry.lengthBytes == 0 { return result }
            result.append(entry)
            position += 16
        }
    }

    /// The structure block, token by token.
    private struct Parser {
        let blob: Blob
        var position: UInt64
        let end: UInt64
        let strings: UInt64
        let stringsEnd: UInt64

        mutating func tree() throws -> Node {
            // Open nodes, outermost first.
            var open: [Node] = []
            while true {
                let start = position
                switch try token() {
                case Format.beginNode:
                    guard open.count < depthLimit else {
                        throw Malformed(
                            "more than \(depthLimit) nodes are nested at \(start.hex())")
                    }
                    let name = try blob.string(at: position, before: end, "a node's name")
                    advance(name.lengthBytes)
                    open.append(Node(name.text))
                case Format.property:
                    guard !open.isEmpty else {
                        throw Malformed("a property outside any node at offset \(start.hex())")
                    }
                    open[open.count - 1].properties.append(try property(at: start))
                case Format.endNode:
                    guard let node = open.popLast() else {
                        throw Malformed("FDT_END_NODE without a node at offset \(start.hex())")
                    }
                    if open.isEmpty { return try finish(node) }
                    open[open.count - 1].children.append(node)
                case Format.nop: break
                case let other:
                    throw Malformed("token \(other.hex()) at offset \(start.hex()) is unknown")
                }
            }
        }

        private mutating func finish(_ root: Node) throws -> Node {
            var last = try token()
            while last == Format.nop { last = try token() }
            guard last == Format.end else {
                throw Malformed("something follows the root node at \((position - 4).hex())")
            }
            return root
        }

        private mutating func token() throws -> UInt32 {
            guard position + 4 <= end else {
                throw Malformed("the structure block has no end before \(end.hex())")
            }
            defer { position += 4 }
            return try blob.word(at: position, "token")
        }

        private mutating func property(at start: UInt64) throws -> Property {
            let length = UInt64(try blob.word(at: position, "a property's length"))
            let nameOffset = UInt64(try blob.word(at: position + 4, "a property's name"))
            position += 8
            guard length <= end, position + length <= end else {
                throw Malformed(
                    "the property at offset \(start.hex()) has \(length) bytes, "
                        + "but the blob ends at \(end.hex())")
            }
            let name = try blob.string(
                at: strings + nameOffset, before: stringsEnd, "a property's name")
            let value = try blob.reader.slice(
                at: position, lengthBytes: length, field: "property \(name.text)")
            advance(Int(length))
            return Property(name.text, Array(value))
        }

        /// Past `count` bytes and the padding after them.
        private mutating func advance(_ count: Int) {
            position += (UInt64(count) + 3).alignedDown(to: 4)
        }
    }
}
