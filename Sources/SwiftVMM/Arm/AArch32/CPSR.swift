// The Current Program Status Register and its saved copies.

/// The layout of CPSR and SPSR in AArch32. Source: Arm ARM, "The Application Program Status
/// Register", `GetPSRFromPSTATE`.
public enum CPSR {
    public static let nzcv: UInt32 = 0xf000_0000
    public static let q: UInt32 = 1 << 27
    public static let j: UInt32 = 1 << 24
    public static let ge: UInt32 = 0xf << 16
    public static let e: UInt32 = 1 << 9
    public static let a: UInt32 = 1 << 8
    public static let i: UInt32 = 1 << 7
    public static let f: UInt32 = 1 << 6
    public static let t: UInt32 = 1 << 5
    public static let mode: UInt32 = 0x1f
    /// IT[7:2] in bits 15...10, IT[1:0] in bits 26...25.
    public static let it: UInt32 = 0x0600_fc00

    /// IT[7:0] of a status register's value.
    @inlinable
    public static func itState(_ value: UInt32) -> UInt8 {
        UInt8(truncatingIfNeeded: value >> 8 & 0xfc | value >> 25 & 3)
    }

    @inlinable
    public static func placed(itState it: UInt8) -> UInt32 {
        UInt32(it & 0xfc) << 8 | UInt32(it & 3) << 25
    }

    /// IT after one instruction of its block. Source: Arm ARM, `AArch32.ITAdvance`.
    @inlinable
    public static func advanced(itState it: UInt8) -> UInt8 {
        it & 7 == 0 ? 0 : it & 0xe0 | (it << 1) & 0x1f
    }

    /// The bytes that a four-bit field mask of MSR names: c, x, s, f from bit 0.
    @inlinable
    public static func byteMask(_ fields: UInt32) -> UInt32 {
        (fields & 1 != 0 ? 0xff : 0) | (fields & 2 != 0 ? 0xff00 : 0)
            | (fields & 4 != 0 ? 0xff_0000 : 0) | (fields & 8 != 0 ? 0xff00_0000 : 0)
    }
}
