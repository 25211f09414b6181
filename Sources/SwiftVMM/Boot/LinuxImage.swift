// The arm64 kernel Image: its header, and where it wants to be.
//
// Source: Linux Documentation/arch/arm64/booting.rst, "Call the kernel image";
// arch/arm64/kernel/head.S and include/asm/image.h.

/// Reads arm64 Linux Images.
public enum LinuxImage {
    /// "ARM\x64".
    static let magic = Array("ARM\u{64}".utf8)
    static let magicOffset = 0x38
    static let headerBytes = 64
    /// Kernels start at a multiple of this plus text_offset.
    public static let alignment: UInt64 = 2 << 20

    /// The fields of a header that a loader obeys.
    public struct Header: Equatable, Sendable {
        /// Bytes from a 2 MiB boundary to the first byte.
        public var textOffset: UInt64
        /// Bytes of RAM the kernel takes from its first byte on, .bss included.
        public var imageBytes: UInt64
        public var flags: UInt64

        public var isBigEndian: Bool { flags[bit: 0] }
        /// Whether the kernel may lie anywhere in RAM, not only near its start.
        public var mayLieAnywhere: Bool { flags[bit: 3] }

        /// - Throws: `badData` for a header that contradicts itself or the file.
        public init(_ bytes: [UInt8], name: String) throws(VMMError) {
            let reader = ByteReader(bytes)
            do {
                textOffset = try reader.read(at: 8, field: "text_offset")
                imageBytes = try reader.read(at: 16, field: "image_size")
                flags = try reader.read(at: 24, field: "flags")
                _ = try reader.read(UInt32.self, at: 60, field: "res5")
                guard reader.holds(LinuxImage.magic, at: LinuxImage.magicOffset) else {
                    throw VMMError(.badData, "\(name) is not an arm64 Linux Image: no magic number")
                }
            } catch let error as VMMError {
                throw error
            } catch {
                throw VMMError(.badData, "\(name): truncated arm64 Linux Image: \(error)")
            }
            if imageBytes == 0 {
                // Before 3.17; the size of .bss is not known then.
                textOffset = 0x8_0000
                imageBytes = UInt64(bytes.count) + 0x80_0000
            }
            guard textOffset < LinuxImage.alignment, textOffset.isAligned(to: 4096) else {
                throw VMMError(
                    .badData,
                    "\(name): text_offset at offset 0x8 is \(textOffset.hex()): it must be a "
                        + "multiple of 4 KiB below 2 MiB")
            }
            guard imageBytes >= UInt64(bytes.count), imageBytes < 1 << 32 else {
                throw VMMError(
                    .badData,
                    "\(name): image_size at offset 0x10 is \(imageBytes.hex()), but the file has "
                        + "\(UInt64(bytes.count).hex()) bytes")
            }
        }
    }

    /// The kernel as an image for the lowest place in RAM that leaves the 2 MiB below it free for
    /// the device tree.
    ///
    /// - Throws: `badData` for a malformed header or a file that was cut off.
    public static func read(_ bytes: [UInt8], name: String) throws(VMMError) -> Image {
        let header = try Header(bytes, name: name)
        if header.isBigEndian {
            throw VMMError(
                .badData, "\(name) is a big-endian kernel; the devices here are little-endian")
        }
        try checkLength(bytes, name: name)
        let base = MemoryMap.ram.value + alignment + header.textOffset
        return Image(
            name: name, format: .linux,
            segments: [
                .init(
                    address: GuestPhysicalAddress(base), bytes: bytes,
                    zeroFillBytes: header.imageBytes - UInt64(bytes.count))
            ],
            entry: GuestPhysicalAddress(base))
    }

    /// A kernel with an EFI stub is a PE file too, whose sections say how long the file is at
    /// least. Source: PE Format, "COFF File Header", "Section Table".
    private static func checkLength(_ bytes: [UInt8], name: String) throws(VMMError) {
        let reader = ByteReader(bytes)
        guard let start: UInt32 = try? reader.read(at: 0x3c, field: "PE header offset"), start > 0
        else { return }
        let header = UInt64(start)
        do {
            guard reader.holds(Array("PE\0\0".utf8), at: Int(header)) else { return }
            let sections: UInt16 = try reader.read(at: header + 6, field: "NumberOfSections")
            let optional: UInt16 = try reader.read(at: header + 20, field: "SizeOfOptionalHeader")
            let table = header + 24 + UInt64(optional)
            for index in 0..<UInt64(sections) {
                let row = table + index * 40
                let size: UInt32 = try reader.read(at: row + 16, field: "SizeOfRawData")
                let offset: UInt32 = try reader.read(at: row + 20, field: "PointerToRawData")
                _ = try reader.slice(
                    at: UInt64(offset), lengthBytes: UInt64(size), field: "section \(index)")
            }
        } catch {
            throw VMMError(.badData, "\(name): truncated arm64 Linux Image: \(error)")
        }
    }
}
