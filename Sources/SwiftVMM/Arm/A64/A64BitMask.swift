// The immediates of AND, ORR, EOR and ANDS: a run of ones, rotated, and repeated to fill the
// register. Source: Arm ARM, `DecodeBitMasks` with `immediate` TRUE.

extension A64Instruction {
    /// The logical immediate of the word, or nil where it is reserved. 32-bit forms have bits
    /// 63...32 zero.
    public var bitMask: UInt64? {
        if n == 1 && !sf { return nil }
        // len = HighestSetBit(immN:NOT(imms))
        let key = n << 6 | (~imms & 63)
        guard key >= 2 else { return nil }
        let elementBits = 1 << (31 - key.leadingZeroBitCount)
        let levels = UInt32(elementBits - 1)
        let s = imms & levels
        let r = immr & levels
        guard s != levels else { return nil }
        let ones: UInt64 = (2 << UInt64(s)) - 1
        let elementMask: UInt64 = elementBits == 64 ? ~0 : (1 << UInt64(elementBits)) - 1
        var pattern =
            r == 0 ? ones : (ones >> UInt64(r) | ones << UInt64(elementBits - Int(r))) & elementMask
        var width = elementBits
        while width < 64 {
            pattern |= pattern << UInt64(width)
            width *= 2
        }
        return sf ? pattern : pattern & 0xffff_ffff
    }
}
