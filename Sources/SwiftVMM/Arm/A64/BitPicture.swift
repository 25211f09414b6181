// The 32 bits of an encoding as the manual draws them: "w 0 0 100010 h iiiiiiiiiiii nnnnn ddddd".
// `0` and `1` are fixed, a run of one letter is a field, spaces are for the reader.
//
// The letters mean the same in every A64 picture:
//
//     d  Rd or Rt            n  Rn, the base        m  Rm             a  Ra or Rt2
//     s  Rs                  w  sf: 0 for W, 1 for X registers
//     i  immediate           j  immlo of ADR        r  immr           k  imms, or a shift amount
//     h  shift, sh or hw     e  option (extend)     S  S: the offset is scaled
//     N  N                   B  b5                  b  b40
//     c  cond                f  nzcv                z  size           o  opc, or o0 of MSR and MRS
//     A  acquire             R  release             p  op1            q  op2
//     x  CRn                 y  CRm                 u  should be one, ignored
//     v  not looked at

public struct BitPicture: Sendable {
    /// One run of a letter.
    public struct Field: Equatable, Sendable {
        public let letter: Unicode.Scalar
        public let lsb: Int
        public let width: Int
    }

    /// The fixed bits, and what they are.
    public let mask: UInt32
    public let value: UInt32
    /// How many bits the picture has; 32, or 16 for a halfword of T32, unless the row is wrong.
    public let bitCount: Int
    // Up to eight runs, one byte each, the first in the low byte: no allocation per row.
    private let letters: UInt64
    private let lsbs: UInt64
    private let widths: UInt64
    public let fieldCount: Int

    public init(_ picture: StaticString) {
        var mask: UInt32 = 0
        var value: UInt32 = 0
        var bitCount = 0
        var letters: UInt64 = 0
        var lsbs: UInt64 = 0
        var widths: UInt64 = 0
        var fieldCount = 0
        var previous: UInt8 = 0
        // SAFETY: the bytes of a StaticString with a pointer representation, which a literal of
        // more than one character has, live as long as the process; the buffer bounds them.
        let bytes = UnsafeBufferPointer(
            start: picture.utf8Start, count: picture.utf8CodeUnitCount)
        for byte in bytes where byte != UInt8(ascii: " ") {
            bitCount += 1
            mask &<<= 1
            value &<<= 1
            if byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1") {
                mask |= 1
                value |= UInt32(byte & 1)
                previous = 0
                continue
            }
            if byte != previous {
                fieldCount += 1
                previous = byte
            }
            let shift = UInt64(fieldCount - 1) * 8
            letters = letters & ~(0xff &<< shift) | UInt64(byte) &<< shift
            lsbs = lsbs & ~(0xff &<< shift) | UInt64(truncatingIfNeeded: 32 - bitCount) &<< shift
            widths &+= 1 &<< shift
        }
        // A halfword of T32 is the upper half of what its decoder looks at.
        let shift: UInt32 = bitCount == 16 ? 16 : 0
        self.mask = mask << shift
        self.value = value << shift
        self.bitCount = bitCount
        self.letters = letters
        self.lsbs = lsbs
        self.widths = widths
        self.fieldCount = fieldCount
    }

    private init(_ other: BitPicture, mask: UInt32, value: UInt32, lsbs: UInt64, dropsFirst: Bool) {
        let shift: UInt64 = dropsFirst ? 8 : 0
        self.mask = mask
        self.value = value
        bitCount = other.bitCount
        letters = other.letters >> shift
        self.lsbs = lsbs >> shift
        widths = other.widths >> shift
        fieldCount = other.fieldCount - (dropsFirst ? 1 : 0)
    }

    /// The T32 picture of an A32 encoding of VFP or Advanced SIMD.
    ///
    /// Source: Arm ARM DDI 0406C, A7.1: conditional encodings begin with 1110, data processing has
    /// bit 24 at 28 and 1111 below that, loads and stores of structures begin with 11111001.
    var asT32: BitPicture {
        let rest: UInt32 = 0xff_ffff
        func unconditional(_ top: UInt32, mask topMask: UInt32 = 0xff) -> BitPicture {
            var lsbs = lsbs
            // The field that is bit 24.
            if mask & 1 << 24 == 0 {
                for index in 0..<fieldCount where lsbs >> UInt64(index * 8) & 0xff == 24 {
                    lsbs += 4 << UInt64(index * 8)
                }
            }
            return BitPicture(
                self, mask: mask & rest | topMask << 24, value: value & rest | top << 24,
                lsbs: lsbs, dropsFirst: false)
        }
        guard mask >> 28 == 15, value >> 28 == 15 else {
            return BitPicture(
                self, mask: mask | 0xf000_0000, value: value | 0xe000_0000, lsbs: lsbs,
                dropsFirst: true)
        }
        switch value >> 24 {
        case 0xf2 where mask & 1 << 24 == 0: return unconditional(0xef, mask: 0xef)
        case 0xf2: return unconditional(0xef)
        case 0xf3: return unconditional(0xff)
        case 0xf4: return unconditional(0xf9)
        default: return self
        }
    }

    public func matches(_ word: UInt32) -> Bool { word & mask == value }

    /// The runs, from bit 31 down.
    public var fields: [Field] { (0..<fieldCount).map(field(at:)) }

    /// The first run of a letter.
    public func field(_ letter: Unicode.Scalar) -> Field? {
        for index in 0..<fieldCount where letters >> UInt64(index * 8) & 0xff == letter.value {
            return field(at: index)
        }
        return nil
    }

    private func field(at index: Int) -> Field {
        let shift = UInt64(index) * 8
        return Field(
            letter: Unicode.Scalar(UInt8(truncatingIfNeeded: letters >> shift)),
            lsb: Int(lsbs >> shift & 0xff), width: Int(widths >> shift & 0xff))
    }
}
