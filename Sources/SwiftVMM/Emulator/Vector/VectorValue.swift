// The contents of a V register, and its elements.

struct VectorValue: Equatable, Sendable {
    var low: UInt64
    var high: UInt64

    static let zero = VectorValue(low: 0, high: 0)

    @inline(__always)
    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// The register whose low half is slot `slot`.
    @inline(__always)
    init(_ slots: UnsafeMutablePointer<UInt64>, _ slot: UInt16) {
        low = slots[Int(slot)]
        high = slots[Int(slot) + 1]
    }

    @inline(__always)
    func write(to slots: UnsafeMutablePointer<UInt64>, _ slot: UInt16) {
        slots[Int(slot)] = low
        slots[Int(slot) + 1] = high
    }

    /// Element number `index` of 2^sizeLog2 bytes, zero-extended. Writing keeps the low bits.
    @inline(__always)
    subscript(index: Int, sizeLog2: Int) -> UInt64 {
        get {
            let bit = UInt64(truncatingIfNeeded: index &<< (sizeLog2 &+ 3))
            let half = bit & 64 == 0 ? low : high
            let mask = ~0 &>> UInt64(64 &- (8 &<< sizeLog2))
            return half &>> (bit & 63) & mask
        }
        set {
            let bit = UInt64(truncatingIfNeeded: index &<< (sizeLog2 &+ 3))
            let mask: UInt64 = (~0 &>> UInt64(64 &- (8 &<< sizeLog2))) &<< (bit & 63)
            let value = newValue &<< (bit & 63) & mask
            if bit & 64 == 0 { low = low & ~mask | value } else { high = high & ~mask | value }
        }
    }

    /// The same element read as a signed number.
    @inline(__always)
    func signed(_ index: Int, _ sizeLog2: Int) -> UInt64 {
        self[index, sizeLog2].signExtended(from: 8 &<< sizeLog2)
    }

    /// A value in every element.
    static func repeating(_ value: UInt64, sizeLog2: Int) -> VectorValue {
        var half = sizeLog2 == 3 ? value : value & ((1 &<< UInt64(8 &<< sizeLog2)) &- 1)
        var width = 8 &<< sizeLog2
        while width < 64 {
            half |= half &<< UInt64(width)
            width &*= 2
        }
        return VectorValue(low: half, high: half)
    }
}
