// AArch64 ELF executables: program headers by physical address, symbols, and nothing else.
//
// Source: System V ABI, "Object Files" (ELF-64 Object File Format 1.5); ELF for the Arm 64-bit
// Architecture (IHI 0056) for the machine number and the mapping symbols.

/// Reads ELF files. Every offset and count in them is checked before it is used.
public enum ELFImage {
    static let magic: [UInt8] = [0x7f, 0x45, 0x4c, 0x46]

    /// The image in an ELF file.
    ///
    /// PT_LOAD segments go to their p_paddr. The entry point and the symbols are virtual in the
    /// file; they are moved along with their segment, and the virtual addresses stay known as
    /// aliases.
    ///
    /// - Throws: `badData`, naming the field, its value and its offset.
    public static func read(_ bytes: [UInt8], name: String) throws(VMMError) -> Image {
        try wrapping(name) {
            let reader = ByteReader(bytes)
            let header = try Header(reader)
            let loads = try header.loads(reader)
            guard !loads.isEmpty else { throw Malformed("no PT_LOAD segment: nothing to load") }
            guard let entry = loads.lazy.compactMap({ $0.physical(header.entry) }).first else {
                throw Malformed(
                    "e_entry at offset 0x18 is \(header.entry.hex()), which no segment holds")
            }
            var symbols = try readSymbols(reader, header, loads)
            // An image with a note keeps it when linked as ELF: it opens the lowest segment.
            let lowest = loads.min { $0.segment.address < $1.segment.address }!
            let note = try ImageNote.read(ByteReader(lowest.segment.bytes), name: name)
            if let note {
                symbols = Symbols(
                    symbols.all + note.symbolList, aliases: note.aliases + symbols.aliases)
            }
            return Image(
                name: name, format: .elf, segments: loads.map(\.segment),
                entry: GuestPhysicalAddress(entry), symbols: symbols, declaration: note)
        }
    }

    /// Only the symbols of an ELF file, which need not be one that could be loaded.
    public static func readSymbols(_ bytes: [UInt8], name: String) throws(VMMError) -> Symbols {
        try wrapping(name) {
            let reader = ByteReader(bytes)
            let header = try Header(reader)
            let symbols = try readSymbols(reader, header, try header.loads(reader))
            guard !symbols.isEmpty else { throw Malformed("no symbol table (.symtab)") }
            return symbols
        }
    }

    private struct Malformed: Error {
        var what: String
        init(_ what: String) { self.what = what }
    }

    private static func wrapping<T>(_ name: String, _ body: () throws -> T) throws(VMMError) -> T {
        do {
            return try body()
        } catch let error as Malformed {
            throw VMMError(.badData, "\(name): \(error.what)")
        } catch let error as ReadPastEnd {
            throw VMMError(.badData, "\(name): truncated or malformed ELF file: \(error)")
        } catch let error as VMMError {
            throw error
        } catch {
            preconditionFailure("the ELF reader throws three types: \(error)")
        }
    }
}

// MARK: - Header and segments

extension ELFImage {
    private struct Header {
        var entry: UInt64
        var segmentsOffset: UInt64
        var segmentCount: Int
        var sectionsOffset: UInt64
        var sectionCount: Int

        init(_ reader: ByteReader) throws {
            guard reader.holds(ELFImage.magic, at: 0) else {
                throw Malformed("not an ELF file: the first four bytes are not 7f 45 4c 46")
            }
            let fileClass: UInt8 = try reader.read(at: 4, field: "EI_CLASS")
            let data: UInt8 = try reader.read(at: 5, field: "EI_DATA")
            let isBigEndian = data == 2
            var machine: UInt16 = try reader.read(at: 18, field: "e_machine")
            if isBigEndian { machine = machine.byteSwapped }
            guard fileClass == 2, data == 1, machine == 183 else {
                throw Malformed(
                    "ELF file for "
                        + Self.describe(machine: machine, fileClass: fileClass, data: data)
                        + "; this machine runs 64-bit little-endian AArch64 "
                        + "(EI_CLASS 2, EI_DATA 1, e_machine 183)")
            }
            try Self.expect(UInt8.self, 1, at: 6, "EI_VERSION", reader)
            let type: UInt16 = try reader.read(at: 16, field: "e_type")
            guard type == 2 || type == 3 else {
                let kind = [1: "a relocatable object: link it first", 4: "a core dump"][Int(type)]
                throw Malformed(
                    "e_type at offset 0x10 is \(type), \(kind ?? "neither ET_EXEC nor ET_DYN")")
            }
            try Self.expect(UInt32.self, 1, at: 20, "e_version", reader)
            entry = try reader.read(at: 24, field: "e_entry")
            segmentsOffset = try reader.read(at: 32, field: "e_phoff")
            sectionsOffset = try reader.read(at: 40, field: "e_shoff")
            try Self.expect(UInt16.self, 64, at: 52, "e_ehsize", reader)
            segmentCount = Int(try reader.read(UInt16.self, at: 56, field: "e_phnum"))
            sectionCount = Int(try reader.read(UInt16.self, at: 60, field: "e_shnum"))
            if segmentCount > 0 { try Self.expect(UInt16.self, 56, at: 54, "e_phentsize", reader) }
            guard segmentCount != 0xffff else {
                throw Malformed("e_phnum at offset 0x38 is 0xffff: extended numbering")
            }
            if sectionsOffset == 0 { sectionCount = 0 }
            if sectionCount > 0 { try Self.expect(UInt16.self, 64, at: 58, "e_shentsize", reader) }
        }

        private static func expect<T: FixedWidthInteger & UnsignedInteger>(
            _: T.Type, _ wanted: T, at offset: UInt64, _ field: String, _ reader: ByteReader
        ) throws {
            let found: T = try reader.read(at: offset, field: field)
            guard found == wanted else {
                throw Malformed("\(field) at offset \(offset.hex()) is \(found), not \(wanted)")
            }
        }

        private static func describe(machine: UInt16, fileClass: UInt8, data: UInt8) -> String {
            let name =
                switch machine {
                case 3: "x86 (i386)"
                case 62: "x86-64"
                case 40: "Arm (AArch32)"
                case 183: "AArch64"
                case 243: "RISC-V"
                case 8: "MIPS"
                case 21: "PowerPC64"
                default: "machine \(machine)"
                }
            let width = [1: "32-bit", 2: "64-bit"][Int(fileClass)] ?? "EI_CLASS \(fileClass)"
            let order =
                [1: "little-endian", 2: "big-endian"][Int(data)] ?? "EI_DATA \(data)"
            return "\(width) \(order) \(name)"
        }

        func loads(_ reader: ByteReader) throws -> [Load] {
            var loads: [Load] = []
            for index in 0..<segmentCount {
                if let load = try Load(reader, index, tableOffset: segmentsOffset) {
                    loads.append(load)
                }
            }
            return loads
        }
    }

    /// One PT_LOAD segment.
    private struct Load {
        var segment: Image.Segment
        var virtual: UInt64

        /// Nil for a segment of another type, or one that is empty in memory.
        init?(_ reader: ByteReader, _ index: Int, tableOffset: UInt64) throws {
            let (base, overflow) = tableOffset.addingReportingOverflow(UInt64(index) * 56)
            guard !overflow else {
                throw Malformed("e_phoff at offset 0x20 is \(tableOffset.hex()), which wraps")
            }
            func field(_ name: String, _ offset: UInt64) throws -> UInt64 {
                try reader.read(at: base &+ offset, field: "\(name) of program header \(index)")
            }
            let type: UInt32 = try reader.read(
                at: base, field: "p_type of program header \(index)")
            guard type == 1 else { return nil }
            let fileOffset = try field("p_offset", 8)
            virtual = try field("p_vaddr", 16)
            let physical = try field("p_paddr", 24)
            let fileBytes = try field("p_filesz", 32)
            let memoryBytes = try field("p_memsz", 40)
            guard fileBytes <= memoryBytes else {
                throw Malformed(
                    "program header \(index) at offset \(base.hex()): p_filesz \(fileBytes.hex()) "
                        + "is larger than p_memsz \(memoryBytes.hex())")
            }
            guard memoryBytes > 0 else { return nil }
            guard !physical.addingReportingOverflow(memoryBytes).overflow,
                !virtual.addingReportingOverflow(memoryBytes - 1).overflow
            else {
                throw Malformed(
                    "program header \(index) at offset \(base.hex()): p_memsz \(memoryBytes.hex()) "
                        + "from p_paddr \(physical.hex()) or p_vaddr \(virtual.hex()) wraps")
            }
            let bytes = try reader.slice(
                at: fileOffset, lengthBytes: fileBytes,
                field: "contents of program header \(index) (p_offset, p_filesz)")
            segment = Image.Segment(
                address: GuestPhysicalAddress(physical), bytes: Array(bytes),
                zeroFillBytes: memoryBytes - fileBytes)
        }

        /// Where a virtual address of this segment is in RAM; nil if it is not in the segment.
        func physical(_ address: UInt64) -> UInt64? {
            let offset = address &- virtual
            return offset < segment.lengthBytes ? segment.address.value + offset : nil
        }
    }
}

// MARK: - Symbols

extension ELFImage {
    /// No name in a kernel comes near; it bounds the work a hostile file can ask for.
    private static let nameLimitBytes: UInt64 = 1024

    private struct Section {
        var type: UInt32
        var offset: UInt64
        var lengthBytes: UInt64
        var link: UInt32
        var entryBytes: UInt64

        init(_ reader: ByteReader, _ index: Int, tableOffset: UInt64) throws {
            let (base, overflow) = tableOffset.addingReportingOverflow(UInt64(index) * 64)
            guard !overflow else {
                throw Malformed("e_shoff at offset 0x28 is \(tableOffset.hex()), which wraps")
            }
            let what = "of section header \(index)"
            type = try reader.read(at: base &+ 4, field: "sh_type \(what)")
            offset = try reader.read(at: base &+ 24, field: "sh_offset \(what)")
            lengthBytes = try reader.read(at: base &+ 32, field: "sh_size \(what)")
            link = try reader.read(at: base &+ 40, field: "sh_link \(what)")
            entryBytes = try reader.read(at: base &+ 56, field: "sh_entsize \(what)")
        }
    }

    private static func readSymbols(_ reader: ByteReader, _ header: Header, _ loads: [Load])
        throws -> Symbols
    {
        for index in 0..<header.sectionCount {
            let table = try Section(reader, index, tableOffset: header.sectionsOffset)
            // SHT_SYMTAB; a file has at most one.
            guard table.type == 2 else { continue }
            guard table.entryBytes == 24 else {
                throw Malformed(
                    "section header \(index): sh_entsize of the symbol table is "
                        + "\(table.entryBytes), not 24")
            }
            guard table.link < header.sectionCount else {
                throw Malformed(
                    "section header \(index): sh_link is \(table.link), but e_shnum is "
                        + "\(header.sectionCount)")
            }
            let names = try Section(reader, Int(table.link), tableOffset: header.sectionsOffset)
            guard names.type == 3 else {
                throw Malformed(
                    "section header \(table.link): sh_type is \(names.type), not a string table")
            }
            return try readSymbols(
                try slice(reader, table, "symbol table"), try slice(reader, names, "string table"),
                loads)
        }
        return Symbols()
    }

    private static func slice(_ reader: ByteReader, _ section: Section, _ what: String) throws
        -> ByteReader
    {
        ByteReader(
            Array(
                try reader.slice(at: section.offset, lengthBytes: section.lengthBytes, field: what))
        )
    }

    private static func readSymbols(_ table: ByteReader, _ names: ByteReader, _ loads: [Load])
        throws -> Symbols
    {
        var symbols: [Symbols.Symbol] = []
        for base in stride(from: UInt64(0), to: UInt64(table.count / 24 * 24), by: 24) {
            let info: UInt8 = try table.read(at: base + 4, field: "st_info")
            let section: UInt16 = try table.read(at: base + 6, field: "st_shndx")
            // STT_NOTYPE, STT_OBJECT, STT_FUNC; not undefined, not absolute.
            guard info & 15 <= 2, section != 0, section != 0xfff1 else { continue }
            let nameOffset: UInt32 = try table.read(at: base, field: "st_name")
            let name = try string(names, UInt64(nameOffset), symbol: base / 24)
            // "$x" and "$d" mark code and data for tools.
            guard !name.isEmpty, !name.hasPrefix("$") else { continue }
            let value: UInt64 = try table.read(at: base + 8, field: "st_value")
            symbols.append(
                .init(
                    address: loads.lazy.compactMap { $0.physical(value) }.first ?? value,
                    sizeBytes: try table.read(at: base + 16, field: "st_size"), name: name))
        }
        let aliases = loads.filter { $0.virtual != $0.segment.address.value }.map {
            Symbols.Alias(
                virtualBase: $0.virtual, physicalBase: $0.segment.address.value,
                lengthBytes: $0.segment.lengthBytes)
        }
        return Symbols(symbols, aliases: aliases)
    }

    private static func string(_ names: ByteReader, _ offset: UInt64, symbol: UInt64) throws
        -> String
    {
        guard offset < UInt64(names.count) else {
            throw Malformed(
                "symbol \(symbol): st_name is \(offset.hex()), but the string table has "
                    + "\(UInt64(names.count).hex()) bytes")
        }
        let tail = names.bytes[Int(offset)...].prefix(Int(nameLimitBytes))
        guard let end = tail.firstIndex(of: 0) else {
            throw Malformed(
                "symbol \(symbol): the name at \(offset.hex()) of the string table does not end "
                    + "within \(nameLimitBytes) bytes")
        }
        return String(decoding: tail[..<end], as: UTF8.self)
    }
}
