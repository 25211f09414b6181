// Flat binaries: the bytes of RAM from the load address on, entered at the first one.

/// Reads flat binaries.
public enum FlatImage {
    /// Loads at the address the image's note declares, otherwise at `address`.
    public static func read(
        _ bytes: [UInt8], name: String, at address: GuestPhysicalAddress = MemoryMap.ram
    ) throws(VMMError) -> Image {
        guard bytes.count >= 4 else {
            throw VMMError(
                .badData, "\(name) has \(bytes.count) bytes, less than one instruction")
        }
        let note = try ImageNote.read(ByteReader(bytes), name: name)
        let base = note?.loadAddress ?? address
        return Image(
            name: name, format: .flat, segments: [.init(address: base, bytes: bytes)], entry: base,
            symbols: note?.symbols ?? Symbols(), declaration: note)
    }

    /// Bytes for RAM at an address the user chose, with no meaning looked for in them.
    public static func raw(_ bytes: [UInt8], name: String, at address: GuestPhysicalAddress)
        -> Image
    {
        Image(
            name: name, format: .flat, segments: [.init(address: address, bytes: bytes)],
            entry: address)
    }
}
