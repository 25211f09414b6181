// Symbols from a file of their own: an ELF file such as vmlinux, or a kernel's System.map.
//
// Source: nm(1) of GNU binutils, "bsd" output format, which System.map has.

/// Reads symbol files.
public enum SymbolFile {
    /// No symbol name in a kernel comes near; it bounds what a hostile file can ask for.
    private static let nameLimitBytes = 1024

    /// Recognises the form by the first bytes.
    ///
    /// - Throws: `badData`, naming the line or the field.
    public static func read(_ bytes: [UInt8], name: String) throws(VMMError) -> Symbols {
        if bytes.starts(with: ELFImage.magic) {
            return try ELFImage.readSymbols(bytes, name: name)
        }
        return try readSystemMap(bytes, name: name)
    }

    /// Lines of an address, a letter for the kind, and a name: "ffff800080000000 T _text".
    static func readSystemMap(_ bytes: [UInt8], name: String) throws(VMMError) -> Symbols {
        var symbols: [Symbols.Symbol] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.isEmpty {
            let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
            guard fields.count == 3, fields[1].count == 1, let kind = fields[1].first,
                let address = address(fields[0]), fields[2].count <= nameLimitBytes
            else {
                throw VMMError(
                    .badData,
                    "\(name): line \(index + 1) is not an address, a letter and a name",
                    hint: "symbols come from an ELF file with a symbol table or a System.map")
            }
            // Absolute and undefined symbols are no places in the image.
            guard !Array("aAUwv".utf8).contains(kind) else { continue }
            // Modules follow with their name in brackets, as in /proc/kallsyms.
            let text = fields[2].prefix { $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: "\r") }
            // "$x" and "$d" mark code and data for tools.
            guard text.first != UInt8(ascii: "$") else { continue }
            symbols.append(.init(address: address, name: String(decoding: text, as: UTF8.self)))
        }
        guard !symbols.isEmpty else { throw VMMError(.badData, "\(name): no symbols in it") }
        return Symbols(symbols)
    }

    private static func address(_ digits: ArraySlice<UInt8>) -> UInt64? {
        guard (8...16).contains(digits.count) else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard let nibble = Character(UnicodeScalar(digit)).hexDigitValue else { return nil }
            value = value << 4 | UInt64(nibble)
        }
        return value
    }
}

extension Image {
    /// Adds symbols from a file. Those of a Linux kernel are virtual there; the kernel runs at
    /// physical addresses until its MMU is on, and EL2 code of its stub always does, so both are
    /// known by name.
    public mutating func addSymbols(_ more: Symbols) {
        var aliases = symbols.aliases + more.aliases
        if format == .linux, let text = more.address(of: "_text"), text != entry.value {
            aliases.append(
                .init(
                    virtualBase: entry.value, physicalBase: text,
                    lengthBytes: segments.first?.lengthBytes ?? 0))
        }
        symbols = Symbols(symbols.all + more.all, aliases: aliases)
    }
}
