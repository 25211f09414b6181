// Bit fields of fixed-width integers, the way the Arm ARM writes them.

extension FixedWidthInteger {
    /// Bits `range` of the value, shifted down to bit 0: `x[bits: 10..<22]` is the manual's
    /// x<21:10>.
    @inlinable
    public subscript(bits range: Range<Int>) -> Self {
        get {
            let width = range.upperBound &- range.lowerBound
            let mask: Self =
                width >= Self.bitWidth ? ~0 : (1 &<< Self(truncatingIfNeeded: width)) &- 1
            return (self &>> Self(truncatingIfNeeded: range.lowerBound)) & mask
        }
        set {
            let width = range.upperBound &- range.lowerBound
            let mask: Self =
                width >= Self.bitWidth ? ~0 : (1 &<< Self(truncatingIfNeeded: width)) &- 1
            let shift = Self(truncatingIfNeeded: range.lowerBound)
            self = (self & ~(mask &<< shift)) | ((newValue & mask) &<< shift)
        }
    }

    /// One bit as a Boolean.
    @inlinable
    public subscript(bit index: Int) -> Bool {
        get { (self &>> Self(truncatingIfNeeded: index)) & 1 != 0 }
        set {
            let mask: Self = 1 &<< Self(truncatingIfNeeded: index)
            self = newValue ? self | mask : self & ~mask
        }
    }
}

extension UInt64 {
    /// The low `width` bits read as a two's complement number, `SignExtend()` of the Arm ARM.
    /// `width` is 1...64.
    @inlinable
    public func signExtended(from width: Int) -> UInt64 {
        let shift = UInt64(truncatingIfNeeded: 64 &- width)
        return UInt64(bitPattern: Int64(bitPattern: self &<< shift) &>> Int64(bitPattern: shift))
    }

    /// Rounded down to a multiple of `alignment`, a power of two.
    @inlinable
    public func alignedDown(to alignment: UInt64) -> UInt64 { self & ~(alignment &- 1) }

    /// Whether the value is a multiple of `alignment`, a power of two.
    @inlinable
    public func isAligned(to alignment: UInt64) -> Bool { self & (alignment &- 1) == 0 }
}

extension UInt32 {
    /// The word with its bits in the opposite order, `RBIT`.
    @inlinable
    public var bitsReversed: UInt32 {
        var x = self
        x = ((x >> 1) & 0x5555_5555) | ((x & 0x5555_5555) << 1)
        x = ((x >> 2) & 0x3333_3333) | ((x & 0x3333_3333) << 2)
        x = ((x >> 4) & 0x0f0f_0f0f) | ((x & 0x0f0f_0f0f) << 4)
        return x.byteSwapped
    }
}

extension UInt64 {
    /// The doubleword with its bits in the opposite order, `RBIT`.
    @inlinable
    public var bitsReversed: UInt64 {
        UInt64(UInt32(truncatingIfNeeded: self).bitsReversed) << 32
            | UInt64(UInt32(truncatingIfNeeded: self >> 32).bitsReversed)
    }
}
