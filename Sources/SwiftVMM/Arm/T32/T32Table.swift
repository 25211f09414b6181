// Every T32 encoding that the machine has, one row each. A picture of 16 bits is a narrow
// instruction. The letters mean what they mean for A32 (A32Table.swift); runs of `v` and the parts
// of a scattered immediate are read by the decoder.
//
// Source: Arm ARM DDI 0406C, chapter A6 "Thumb Instruction Set Encoding".

public struct T32Row: Sendable {
    public let opcode: AArch32Opcode
    /// The manual's title, with the encoding where a page has several.
    public let title: StaticString
    public let picture: BitPicture
    public let format: T32Format
    /// Not in Armv7.
    public let isArmv8: Bool
    /// What VFP and Advanced SIMD add.
    public var simd: SIMDRow?

    public var isNarrow: Bool { picture.bitCount == 16 }
}

/// How the fields of a picture become operands (T32Decoder.swift).
public enum T32Format: UInt8, Sendable {
    // 16 bits
    case shiftImmediate, threeLow, immediate3, immediate8, twoLow, twoLowPlain, shiftRegister
    case negate, multiplyLow, twoHigh, branchRegister, literal8, registerOffset, offset5Word
    case offset5Byte, offset5Half, offset8SP, address8, addSP8, adjustSP, compareBranch, extendLow
    case push, pop, setEndianness, changeState16, exception6, exception8, none, ifThen, blockLow
    case branch8, branch11
    // 32 bits
    case dataImmediate, dataRegister, moveImmediate, moveRegister, pack, address12, plainImmediate
    case wideImmediate, saturate, saturate16, bitfieldExtract, bitfieldInsert, shiftRegisterWide
    case extend, parallel, threeRegisters, twoRegisters, checksum, multiply, halfMultiply
    case multiplyLong, divide
    case literal12, offset12, offset8, unprivileged, registerShifted, exclusiveWord
    case storeExclusive, loadExclusive, ordered, tableBranch, dual, block, saveState, returnState
    case branchConditional, branch24, writeStatus, writeBanked, readStatus, readBanked
    case changeState32, branchJazelle, returnException, exception16, exception4, coprocessor
    case floatingPoint
}

public enum T32Table {
    public static let rows: [T32Row] =
        narrow + dataProcessing + loadStore + branchesAndSystem + floatingPoint

    static func row(
        _ opcode: AArch32Opcode, _ title: StaticString, _ picture: StaticString,
        _ format: T32Format, armv8: Bool = false
    ) -> T32Row {
        T32Row(
            opcode: opcode, title: title, picture: BitPicture(picture), format: format,
            isArmv8: armv8)
    }
}
