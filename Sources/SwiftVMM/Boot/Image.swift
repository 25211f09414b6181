// What to put into RAM and where to start, whatever file it came from.

/// A guest image: segments for RAM, an entry point, and what is known about its contents.
public struct Image: Sendable {
    /// Bytes for one range of RAM, followed by zeros.
    public struct Segment: Sendable, Equatable {
        public var address: GuestPhysicalAddress
        public var bytes: [UInt8]
        /// Zero bytes after `bytes`: the difference of p_memsz and p_filesz in an ELF file.
        public var zeroFillBytes: UInt64

        public init(address: GuestPhysicalAddress, bytes: [UInt8], zeroFillBytes: UInt64 = 0) {
            self.address = address
            self.bytes = bytes
            self.zeroFillBytes = zeroFillBytes
        }

        /// Size in RAM. Does not wrap for a segment that a reader of this folder made.
        public var lengthBytes: UInt64 { UInt64(bytes.count) &+ zeroFillBytes }
    }

    public enum Format: String, Sendable {
        case elf = "ELF"
        case flat = "flat binary"
        case linux = "arm64 Linux Image"
        case linux32 = "32-bit Arm Linux zImage"
        /// In flash, not in RAM: entered at 0.
        case flash = "flash image"
    }

    /// The name used in messages: usually the file's.
    public var name: String
    public var format: Format
    public var segments: [Segment]
    /// Where the boot CPU starts, with the MMU off.
    public var entry: GuestPhysicalAddress
    /// x0 at the entry point: the address of the device tree, or 0.
    public var entryArgument: UInt64 = 0
    public var symbols: Symbols
    /// What the image says about itself in its note; nil without one.
    public var declaration: ImageNote?
    /// 32-bit code, by the file's format. A flat binary may say so in its note.
    public var hasAArch32Format = false
    /// For a processor of Armv7, as its file or its note says.
    public var isAArch32: Bool { hasAArch32Format || declaration?.architecture == "arm" }

    public init(
        name: String, format: Format, segments: [Segment], entry: GuestPhysicalAddress,
        symbols: Symbols = Symbols(), declaration: ImageNote? = nil
    ) {
        self.name = name
        self.format = format
        self.segments = segments
        self.entry = entry
        self.symbols = symbols
        self.declaration = declaration
    }

    /// The image's own title, or its name.
    public var title: String { declaration?.title ?? name }
}

extension Image {
    /// Reads an image file of any supported format.
    public init(contentsOf path: String) throws(VMMError) {
        try self.init(try FileContents.read(path), name: path)
    }

    /// Recognises the format by the first bytes and reads the image.
    ///
    /// ELF files load by their program headers, arm64 Linux Images where their header wants them;
    /// either may be compressed with gzip. Everything else that is not a known format of something
    /// else is a flat binary.
    public init(_ bytes: [UInt8], name: String) throws(VMMError) {
        let reader = ByteReader(bytes)
        guard !bytes.isEmpty else { throw VMMError(.badData, "\(name) is empty") }
        if ELFImage32.recognizes(reader) {
            self = try ELFImage32.read(bytes, name: name)
            return
        }
        if reader.holds(ELFImage.magic, at: 0) {
            self = try ELFImage.read(bytes, name: name)
            return
        }
        if reader.holds(Gzip.magic, at: 0) {
            let unpacked = try Gzip.unpack(bytes, name: name)
            guard !unpacked.starts(with: Gzip.magic) else {
                throw VMMError(.badData, "\(name) is compressed with gzip twice")
            }
            try self.init(unpacked, name: name)
            return
        }
        if reader.holds(LinuxImage.magic, at: LinuxImage.magicOffset) {
            self = try LinuxImage.read(bytes, name: name)
            return
        }
        if reader.holds(LinuxImage32.magic, at: LinuxImage32.magicOffset) {
            self = try LinuxImage32.read(bytes, name: name)
            return
        }
        if !reader.holds(ImageNote.magic, at: ImageNote.offset),
            let known = Self.unsupported.first(where: { reader.holds($0.magic, at: $0.offset) })
        {
            throw VMMError(.badData, "\(name) is \(known.what)", hint: known.hint)
        }
        self = try FlatImage.read(bytes, name: name)
    }

    /// Formats that would run as garbage if taken for flat binaries.
    private static let unsupported: [(magic: [UInt8], offset: Int, what: String, hint: String)] = {
        let unpack = "unpack it and give the image inside"
        let convert = "give an arm64 Linux Image, a flat binary or an AArch64 ELF file"
        return [
            // Linux drivers/firmware/efi/libstub/zboot-header.S: "MZ", 0, 0, "zimg".
            (Array("zimg".utf8), 4, "a compressed EFI Linux image (zboot)", unpack),
            // U-Boot include/image.h, IH_MAGIC, big endian.
            ([0x27, 0x05, 0x19, 0x56], 0, "a U-Boot uImage", unpack),
            // Devicetree Specification, "Header".
            ([0xd0, 0x0d, 0xfe, 0xed], 0, "a device tree blob, not a program", convert),
            ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], 0, "compressed with xz", unpack),
            ([0x28, 0xb5, 0x2f, 0xfd], 0, "compressed with zstd", unpack),
            ([0xcf, 0xfa, 0xed, 0xfe], 0, "a Mach-O file", convert),
            (Array("!<arch>\n".utf8), 0, "a library archive (.a)", "link it first; " + convert),
        ]
    }()

    /// Adds the segments and symbols of another image; this one keeps its entry point.
    public mutating func add(_ other: Image) {
        segments += other.segments
        symbols = Symbols(
            symbols.all + other.symbols.all, aliases: symbols.aliases + other.symbols.aliases)
    }

    /// Checks that every segment and the entry point lie in RAM and that no two segments overlap.
    public func validate(base: GuestPhysicalAddress, ramBytes: UInt64) throws(VMMError) {
        let ram = "RAM \(range(base.value, ramBytes))"
        for segment in segments {
            let offset = segment.address.value &- base.value
            guard offset < ramBytes, segment.lengthBytes <= ramBytes - offset else {
                throw VMMError(
                    .badData,
                    "\(name): a segment of \(segment.lengthBytes) bytes at "
                        + "\(segment.address.value.hex()) does not fit into \(ram)",
                    hint: offset < ramBytes
                        ? "more memory: --memory" : "link or load it at an address inside RAM")
            }
        }
        let sorted = segments.filter { $0.lengthBytes > 0 }.sorted { $0.address < $1.address }
        for (lower, upper) in zip(sorted, sorted.dropFirst())
        where lower.address.value + lower.lengthBytes > upper.address.value {
            throw VMMError(
                .badData,
                "\(name): two segments overlap, \(range(lower.address.value, lower.lengthBytes)) "
                    + "and \(range(upper.address.value, upper.lengthBytes))")
        }
        guard entry.value.isAligned(to: 4) else {
            throw VMMError(
                .badData, "\(name): entry point \(entry.value.hex()) is not 4-byte aligned")
        }
        guard format == .flash || entry.value &- base.value < ramBytes else {
            throw VMMError(.badData, "\(name): entry point \(entry.value.hex()) is outside \(ram)")
        }
    }

    /// Puts the segments into RAM, after `validate`.
    public func load(into memory: GuestMemory) throws(VMMError) {
        try validate(base: memory.base, ramBytes: memory.lengthBytes)
        do throws(MemoryError) {
            for segment in segments {
                try memory.write(segment.bytes, at: segment.address)
                let end = segment.address.value + UInt64(segment.bytes.count)
                try memory.zero(at: .init(end), lengthBytes: segment.zeroFillBytes)
            }
        } catch {
            preconditionFailure("a validated segment did not fit into RAM: \(error)")
        }
    }

    private func range(_ base: UInt64, _ lengthBytes: UInt64) -> String {
        "[\(base.hex()), \((base &+ lengthBytes).hex()))"
    }
}
