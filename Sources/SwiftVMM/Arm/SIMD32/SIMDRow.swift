// VFP and Advanced SIMD of AArch32: one table for both instruction sets.
//
// A T32 encoding is its A32 encoding with other bits at the top, and so is its picture
// (`BitPicture.asT32`). A title is what an assembler calls the instruction; <size> in it stands for
// the bits of an element, <2size> and <half> for twice and half as many.
//
// Letters: d Vd, n Vn, m Vm with D, N, M above or below them; z size, Q Q, s the precision (1 is
// double), t Rt, u Rt2, i immediates, and others that each format reads from the word.
//
// Source: Arm ARM DDI 0406C, chapter A7 "Advanced SIMD and Floating-point Instruction Encoding";
// DDI 0487, "T32 and A32 Advanced SIMD and floating-point instruction descriptions".

public struct SIMDRow: Sendable {
    public let opcode: SIMDOpcode
    public let title: StaticString
    public let picture: BitPicture
    public let format: SIMDFormat
    /// Not in Armv7.
    public let isArmv8: Bool
}

/// Which operands an encoding has, and which of their combinations are UNDEFINED.
public enum SIMDFormat: UInt8, Sendable {
    case none
    // MARK: Floating point. Registers are single or double by bit 8.
    case threeNumbers, twoNumbers, compareZero, numberImmediate, selectNumber
    /// Between double and single; half in one half of a single-precision register
    case convertPrecision, convertHalf
    /// An integer in a single-precision register
    case fromInteger, toInteger, fixedPoint
    // MARK: Between register files
    case moveSingle, moveTwoSingles, moveDouble, moveToScalar, moveFromScalar, duplicateCore
    case writeStatus, readStatus
    // MARK: Memory
    case loadStore, loadStoreMultiple
    case structures, structureLane, structureAllLanes
    // MARK: Advanced SIMD: D or Q registers by Q
    /// Any size; 8 to 32 bits; 16 and 32 bits; size not looked at
    case three, threeNarrow, threeHalves, threeBits
    /// Vd, Vm, Vn
    case threeShift
    /// D registers only
    case threePairs
    case threeCryptographic
    /// Qd, Dn, Dm; 16 and 32 bits only; Qd, Qn, Dm; Dd, Qn, Qm
    case long, longHalves, wide, narrow
    /// With an element of Vm: integers, single precision, Qd and Dn
    case scalar, scalarFloat, scalarLong
    case shiftRight, shiftLeft, shiftNarrow, shiftLong, fixedVector
    case immediate
    /// Any size up to 32 bits; one size, which the picture has
    case two, twoFixed
    /// REV: elements smaller than the group, which is in bits 8...7
    case reverse
    /// VTRN, VUZP, VZIP
    case permute
    /// Dd, Qm; Qd, Dm
    case twoNarrow, twoLong
    case twoCryptographic
    case extract, table, duplicateScalar
}

public enum SIMDTable {
    public static let rows: [SIMDRow] =
        floatingPoint + transfers + loadStore + threeRegisters + twoRegisters + immediates
        + shifts + differentLengths + scalars

    static func row(
        _ opcode: SIMDOpcode, _ title: StaticString, _ picture: StaticString,
        _ format: SIMDFormat, armv8: Bool = false
    ) -> SIMDRow {
        SIMDRow(
            opcode: opcode, title: title, picture: BitPicture(picture), format: format,
            isArmv8: armv8)
    }
}

extension A32Table {
    static let floatingPoint: [A32Row] = SIMDTable.rows.map {
        A32Row(
            opcode: .floatingPoint, title: $0.title, picture: $0.picture, format: .floatingPoint,
            isArmv8: $0.isArmv8, simd: $0)
    }
}

extension T32Table {
    static let floatingPoint: [T32Row] = SIMDTable.rows.map {
        T32Row(
            opcode: .floatingPoint, title: $0.title, picture: $0.picture.asT32,
            format: .floatingPoint, isArmv8: $0.isArmv8, simd: $0)
    }
}
