// 32-bit Arm ELF executables: program headers by physical address, and nothing else.
//
// Source: System V ABI, chapter 4 "Object Files"; ELF for the Arm Architecture (IHI 0044) for the
// machine number.

/// Reads 32-bit ELF files. Every offset and count in them is checked before it is used.
public enum ELFImage32 {
    /// Whether bytes are a 32-bit little-endian ELF file for Arm.
    static func recognizes(_ reader: ByteReader) -> Bool {
        guard reader.holds(ELFImage.magic + [1, 1], at: 0) else { return false }
        return (try? reader.read(UInt16.self, at: 18, field: "e_machine")) == 40
    }

    /// - Throws: `badData`, naming what is wrong and where.
    public static func read(_ bytes: [UInt8], name: String) throws(VMMError) -> Image {
        let reader = ByteReader(bytes)
        var segments: [(segment: Image.Segment, virtual: UInt64)] = []
        var entry: UInt64
        do {
            func word(_ offset: UInt64, _ field: String) throws -> UInt64 {
                UInt64(try reader.read(UInt32.self, at: offset, field: field))
            }
            entry = try word(24, "e_entry")
            let table = try word(28, "e_phoff")
            let count: UInt16 = try reader.read(at: 44, field: "e_phnum")
            for index in 0..<UInt64(count) {
                let base = table + index * 32
                let what = "of program header \(index)"
                guard try word(base, "p_type \(what)") == 1 else { continue }
                let fileBytes = try word(base + 16, "p_filesz \(what)")
                let memoryBytes = try word(base + 20, "p_memsz \(what)")
                if memoryBytes == 0 { continue }
                guard fileBytes <= memoryBytes else {
                    throw VMMError(
                        .badData,
                        "\(name): p_filesz \(fileBytes.hex()) \(what) is larger than p_memsz "
                            + "\(memoryBytes.hex())")
                }
                let contents = try reader.slice(
                    at: try word(base + 4, "p_offset \(what)"), lengthBytes: fileBytes,
                    field: "contents \(what)")
                let physical = try word(base + 12, "p_paddr \(what)")
                segments.append(
                    (
                        Image.Segment(
                            address: GuestPhysicalAddress(physical), bytes: Array(contents),
                            zeroFillBytes: memoryBytes - fileBytes),
                        try word(base + 8, "p_vaddr \(what)")
                    ))
            }
        } catch let error as VMMError {
            throw error
        } catch {
            throw VMMError(.badData, "\(name): truncated or malformed ELF file: \(error)")
        }
        // The entry point is virtual; it moves with its segment.
        let home = segments.first { entry &- $0.virtual < $0.segment.lengthBytes }
        guard let home else {
            throw VMMError(
                .badData,
                "\(name): e_entry at offset 0x18 is \(entry.hex()), which no segment holds")
        }
        entry = entry - home.virtual + home.segment.address.value
        var image = Image(
            name: name, format: .elf, segments: segments.map(\.segment),
            entry: GuestPhysicalAddress(entry))
        image.hasAArch32Format = true
        return image
    }
}
