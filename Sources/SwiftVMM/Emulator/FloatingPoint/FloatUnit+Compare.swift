// Comparisons. Source: Arm ARM, `FPCompare`, `FPCompareEQ`, `FPCompareGE`, `FPCompareGT`.

extension FloatUnit {
    /// NZCV in PSTATE position.
    mutating func compare(
        _ a: UInt64, _ b: UInt64, _ format: FloatFormat, signalsNaNs: Bool
    ) -> UInt64 {
        let x = unpack(a, format)
        let y = unpack(b, format)
        if x.isNaN || y.isNaN {
            if signalsNaNs || x.kind == .signallingNaN || y.kind == .signallingNaN {
                flags.insert(.invalidOperation)
            }
            return 0b0011 << 28
        }
        if Self.isLess(x, y) { return 0b1000 << 28 }
        return Self.isLess(y, x) ? 0b0010 << 28 : 0b0110 << 28
    }

    mutating func isEqual(_ a: UInt64, _ b: UInt64, _ format: FloatFormat) -> Bool {
        compare(a, b, format, signalsNaNs: false) == 0b0110 << 28
    }

    mutating func isGreaterOrEqual(_ a: UInt64, _ b: UInt64, _ format: FloatFormat) -> Bool {
        let flags = compare(a, b, format, signalsNaNs: true)
        return flags == 0b0110 << 28 || flags == 0b0010 << 28
    }

    mutating func isGreater(_ a: UInt64, _ b: UInt64, _ format: FloatFormat) -> Bool {
        compare(a, b, format, signalsNaNs: true) == 0b0010 << 28
    }
}
