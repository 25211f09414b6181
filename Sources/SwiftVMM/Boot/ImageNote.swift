// The note in which an image declares what it is, so that `vmm run` needs no flags.
//
// Source: Firmware/README.md and Firmware/arm64/include/note.h. At offset 8 of the image stands
// "VMMNOTE1"; then records of {u32 tag, u32 length, payload padded to 8 bytes}, all little endian;
// tag 0 with length 0 ends the list.

/// What an image says about itself.
public struct ImageNote: Sendable, Equatable {
    /// Which contract the vector table at an address speaks.
    public struct Owner: Sendable, Equatable {
        /// As note.h numbers the kinds; the checker knows their meaning.
        public var kind: UInt32
        public var vectorBase: UInt64

        public init(kind: UInt32, vectorBase: UInt64) {
            self.kind = kind
            self.vectorBase = vectorBase
        }
    }

    /// An instruction, or another word, of an image as it was while a bug was there.
    public struct Fault: Sendable, Equatable {
        /// 21 for B21.
        public var bug: Int
        public var address: UInt64
        public var word: UInt32

        public init(bug: Int, address: UInt64, word: UInt32) {
            self.bug = bug
            self.address = address
            self.word = word
        }
    }

    /// Kernel release whose numbering the image speaks, as `--era` spells it.
    public var era: String?
    public var loadAddress: GuestPhysicalAddress?
    public var title: String?
    public var owners: [Owner] = []
    public var symbolList: [Symbols.Symbol] = []
    public var aliases: [Symbols.Alias] = []
    public var faults: [Fault] = []
    /// "arm" for 32-bit Arm; nil for AArch64.
    public var architecture: String?
    /// Where the CPUs of a 32-bit kernel record the mode they were entered in.
    public var bootModeAddress: UInt64?
    /// The text that runs while the Hyp MMU goes on or off: what must be mapped one to one.
    public var initText: Range<UInt64>?

    public init() {}

    public var symbols: Symbols { Symbols(symbolList, aliases: aliases) }

    static let magic = Array("VMMNOTE1".utf8)
    static let offset = 8

    /// Record tags. Unknown ones are passed over: that is what their length is for.
    private enum Tag: UInt32 {
        case end = 0
        case era = 1
        case loadAddress = 2
        case owner = 3
        case symbol = 4
        case title = 5
        case alias = 6
        case architecture = 7
        case bootMode = 8
        case initText = 9
        case fault = 10
    }

    /// The note of an image whose bytes start at offset 0; nil if there is none.
    ///
    /// - Throws: `badData` for a note that starts and then breaks its own format.
    public static func read(_ reader: ByteReader, name: String) throws(VMMError) -> ImageNote? {
        guard reader.holds(magic, at: offset) else { return nil }
        do {
            return try parse(reader)
        } catch let error as ReadPastEnd {
            throw VMMError(.badData, "\(name): malformed image note: \(error)")
        } catch let error as Malformed {
            throw VMMError(.badData, "\(name): malformed image note: \(error.what)")
        } catch {
            preconditionFailure("the note parser throws two types: \(error)")
        }
    }

    private struct Malformed: Error { var what: String }

    private static func parse(_ reader: ByteReader) throws -> ImageNote {
        var note = ImageNote()
        var position = UInt64(offset + magic.count)
        while true {
            let number = try reader.read(UInt32.self, at: position, field: "record tag")
            let length = try reader.read(UInt32.self, at: position + 4, field: "record length")
            let tag = Tag(rawValue: number)
            if tag == .end {
                guard length == 0 else {
                    throw Malformed(
                        what: "the end record at offset \(position.hex()) has length \(length)")
                }
                return note
            }
            let payload = try reader.slice(
                at: position + 8, lengthBytes: UInt64(length), field: "record \(number)")
            if let tag { try note.take(tag, ByteReader(Array(payload)), at: position) }
            // The padding must be there too, or the next tag is not.
            position += 8 + (UInt64(length) + 7) & ~7
        }
    }

    private mutating func take(_ tag: Tag, _ payload: ByteReader, at position: UInt64) throws {
        func expectLength(_ wanted: Int) throws {
            guard payload.count == wanted else {
                throw Malformed(
                    what: "the \(tag) record at offset \(position.hex()) has length "
                        + "\(payload.count), not \(wanted)")
            }
        }
        func expectFirst(_ isFirst: Bool) throws {
            guard isFirst else {
                throw Malformed(what: "a second \(tag) record at offset \(position.hex())")
            }
        }
        switch tag {
        case .end: break
        case .era:
            try expectFirst(era == nil)
            era = try text(payload.bytes[...], tag, position)
        case .title:
            try expectFirst(title == nil)
            title = try text(payload.bytes[...], tag, position)
        case .loadAddress:
            try expectLength(8)
            try expectFirst(loadAddress == nil)
            loadAddress = GuestPhysicalAddress(try payload.read(at: 0, field: "load address"))
        case .owner:
            try expectLength(16)
            let reserved: UInt32 = try payload.read(at: 4, field: "reserved word")
            guard reserved == 0 else {
                throw Malformed(
                    what: "the reserved word of the owner record at offset \(position.hex()) is "
                        + "\(reserved.hex()), not 0")
            }
            owners.append(
                Owner(
                    kind: try payload.read(at: 0, field: "owner kind"),
                    vectorBase: try payload.read(at: 8, field: "vector base")))
        case .symbol:
            let address: UInt64 = try payload.read(at: 0, field: "symbol address")
            guard let end = payload.bytes[8...].firstIndex(of: 0), end == payload.count - 1 else {
                throw Malformed(
                    what: "the name in the symbol record at offset \(position.hex()) does not end "
                        + "with its one NUL")
            }
            symbolList.append(
                .init(address: address, name: try text(payload.bytes[8..<end], tag, position)))
        case .architecture:
            try expectFirst(architecture == nil)
            let name = try text(payload.bytes[...], tag, position)
            guard name == "arm" else {
                throw Malformed(
                    what: "the architecture record at offset \(position.hex()) says "
                        + "\"\(name)\"; only \"arm\" is known")
            }
            architecture = name
        case .bootMode:
            try expectLength(8)
            try expectFirst(bootModeAddress == nil)
            bootModeAddress = try payload.read(at: 0, field: "boot mode address")
        case .initText:
            try expectLength(16)
            try expectFirst(initText == nil)
            let start: UInt64 = try payload.read(at: 0, field: "start of the init text")
            let end: UInt64 = try payload.read(at: 8, field: "end of the init text")
            guard start < end, end <= 1 << 32 else {
                throw Malformed(
                    what: "the init text record at offset \(position.hex()) is empty or not "
                        + "within 4 GiB")
            }
            initText = start..<end
        case .alias:
            try expectLength(24)
            let alias = Symbols.Alias(
                virtualBase: try payload.read(at: 0, field: "virtual base"),
                physicalBase: try payload.read(at: 8, field: "physical base"),
                lengthBytes: try payload.read(at: 16, field: "length"))
            guard alias.lengthBytes > 0,
                !alias.virtualBase.addingReportingOverflow(alias.lengthBytes - 1).overflow,
                !alias.physicalBase.addingReportingOverflow(alias.lengthBytes - 1).overflow
            else {
                throw Malformed(
                    what: "the alias record at offset \(position.hex()) has length "
                        + "\(alias.lengthBytes.hex()), which is empty or wraps")
            }
            aliases.append(alias)
        case .fault:
            try expectLength(16)
            let bug: UInt32 = try payload.read(at: 0, field: "bug number")
            faults.append(
                Fault(
                    bug: Int(bug), address: try payload.read(at: 8, field: "fault address"),
                    word: try payload.read(at: 4, field: "faulty word")))
        }
    }

    /// Text that goes to a terminal: printable ASCII, not empty.
    private func text(_ bytes: ArraySlice<UInt8>, _ tag: Tag, _ position: UInt64) throws -> String {
        guard !bytes.isEmpty, bytes.allSatisfy({ (0x20...0x7e).contains($0) }) else {
            throw Malformed(
                what: "the text of the \(tag) record at offset \(position.hex()) is empty or not "
                    + "printable ASCII")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
