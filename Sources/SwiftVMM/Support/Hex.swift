// The only hex formatter: every address, register and word that a person reads comes from here.

extension FixedWidthInteger where Self: UnsignedInteger {
    /// `0x`, then lower-case digits; padded with zeros to `digits` when given.
    public func hex(digits: Int = 1) -> String {
        let text = String(self, radix: 16)
        return "0x" + String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
    }

    /// All digits of the type: 16 for a 64-bit value, 8 for a 32-bit one.
    public var fullHex: String { hex(digits: Self.bitWidth / 4) }
}
