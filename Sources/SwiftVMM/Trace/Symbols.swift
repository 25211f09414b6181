// Address → name+offset.

/// Symbols of an image, sorted by address.
public struct Symbols: Sendable {
    public struct Symbol: Sendable, Equatable {
        public var address: UInt64
        /// Size in bytes; 0 when the image does not say, then the symbol reaches to the next.
        public var sizeBytes: UInt64
        public var name: String

        public init(address: UInt64, sizeBytes: UInt64 = 0, name: String) {
            self.address = address
            self.sizeBytes = sizeBytes
            self.name = name
        }
    }

    /// A second place where [physicalBase, +length) appears, so that virtual addresses get names.
    public struct Alias: Sendable, Equatable {
        public var virtualBase: UInt64
        public var physicalBase: UInt64
        public var lengthBytes: UInt64

        public init(virtualBase: UInt64, physicalBase: UInt64, lengthBytes: UInt64) {
            self.virtualBase = virtualBase
            self.physicalBase = physicalBase
            self.lengthBytes = lengthBytes
        }
    }

    public private(set) var all: [Symbol] = []
    public private(set) var aliases: [Alias] = []

    public init(_ symbols: [Symbol] = [], aliases: [Alias] = []) {
        // Ties keep the first name given, so that the order of the image decides.
        all = symbols.enumerated()
            .sorted { ($0.element.address, $0.offset) < ($1.element.address, $1.offset) }
            .map(\.element)
        self.aliases = aliases
    }

    public var isEmpty: Bool { all.isEmpty }

    /// Address of the symbol with this exact name.
    public func address(of name: String) -> UInt64? { all.first { $0.name == name }?.address }

    /// The symbol that covers an address and the offset into it.
    public func lookup(_ address: UInt64) -> (name: String, offset: UInt64)? {
        if let found = lookupExact(address) { return found }
        // A place may be the alias of an alias: KVM's EL2 code of where the kernel was loaded.
        var address = address
        for _ in 0..<2 {
            let alias = aliases.first { address &- $0.virtualBase < $0.lengthBytes }
            guard let alias else { return nil }
            address = address &- alias.virtualBase &+ alias.physicalBase
            if let found = lookupExact(address) { return found }
        }
        return nil
    }

    /// With one place more.
    public func adding(_ alias: Alias?) -> Symbols {
        var result = self
        if let alias { result.aliases.append(alias) }
        return result
    }

    /// "name+0x14", "name", or nil.
    public func describe(_ address: UInt64) -> String? {
        guard let (name, offset) = lookup(address) else { return nil }
        return offset == 0 ? name : "\(name)+\(offset.hex())"
    }

    private func lookupExact(_ address: UInt64) -> (name: String, offset: UInt64)? {
        var low = 0
        var high = all.count
        while low < high {
            let middle = (low + high) / 2
            if all[middle].address <= address { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        // Go back to the first of several names for one address.
        var index = low - 1
        while index > 0 && all[index - 1].address == all[index].address { index -= 1 }
        let symbol = all[index]
        let offset = address - symbol.address
        let reach = symbol.sizeBytes > 0 ? symbol.sizeBytes : 0x10_0000
        return offset < reach ? (symbol.name, offset) : nil
    }
}
