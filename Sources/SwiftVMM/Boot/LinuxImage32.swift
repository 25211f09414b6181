// The 32-bit Arm kernel zImage: its header, and where it goes.
//
// Source: Linux Documentation/arch/arm/booting.rst; arch/arm/boot/compressed/head.S.

/// Reads zImages of 32-bit Arm.
public enum LinuxImage32 {
    /// 0x016f2818, little-endian.
    static let magic: [UInt8] = [0x18, 0x28, 0x6f, 0x01]
    static let magicOffset = 0x24
    /// Distance from the start of RAM: the decompressor puts the kernel below itself.
    static let offset: UInt64 = 64 << 20

    /// - Throws: `badData` for a file that was cut off, or a big-endian kernel.
    public static func read(_ bytes: [UInt8], name: String) throws(VMMError) -> Image {
        let reader = ByteReader(bytes)
        let start: UInt32
        let end: UInt32
        let order: UInt32
        do {
            start = try reader.read(at: 0x28, field: "start of the zImage")
            end = try reader.read(at: 0x2c, field: "end of the zImage")
            order = try reader.read(at: 0x30, field: "endianness of the zImage")
        } catch {
            throw VMMError(.badData, "\(name): truncated zImage: \(error)")
        }
        guard order == 0x0403_0201 else {
            throw VMMError(
                .badData, "\(name) is a big-endian kernel; the devices here are little-endian")
        }
        guard end > start, UInt64(end - start) <= UInt64(bytes.count) else {
            throw VMMError(
                .badData,
                "\(name): truncated zImage: its header says \(UInt64(end &- start).hex()) bytes, "
                    + "the file has \(UInt64(bytes.count).hex())")
        }
        let base = GuestPhysicalAddress(MemoryMap.ram.value + offset)
        // The decompressor's stack and heap, and room to unpack behind itself.
        var image = Image(
            name: name, format: .linux32,
            segments: [.init(address: base, bytes: bytes, zeroFillBytes: 0x10_0000)], entry: base)
        image.hasAArch32Format = true
        return image
    }

    /// Puts a device tree behind a zImage, at the end that its header names.
    ///
    /// - Throws: `badData` if the image is not as `read` leaves one.
    static func append(_ tree: [UInt8], to image: inout Image) throws(VMMError) {
        guard let kernel = image.segments.first else { return }
        let reader = ByteReader(kernel.bytes)
        do {
            let start: UInt32 = try reader.read(at: 0x28, field: "start of the zImage")
            let end: UInt32 = try reader.read(at: 0x2c, field: "end of the zImage")
            let length = Int(end &- start)
            image.segments[0].bytes = Array(kernel.bytes.prefix(length)) + tree
        } catch {
            throw VMMError(.badData, "\(image.name): truncated zImage: \(error)")
        }
    }
}
