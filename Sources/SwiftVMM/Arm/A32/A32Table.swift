// Every A32 encoding that the machine has, one row each.
//
// The letters mean the same in every A32 and T32 picture:
//
//     c  cond          d  Rd, Rt        n  Rn            m  Rm          a  Ra, Rs, Rt2, RdLo
//     i  immediate     k  imm5          t  shift type    S  S           r  rotate
//     P  P             U  U             W  W             l  register list
//     f  fields of MSR R  R             B  banked number M, X, Y  halves, swap, rounding
//     o  operation     p  opc1, coproc  q  opc2          v  not looked at
//
// Source: Arm ARM DDI 0406C, chapter A5 "ARM Instruction Set Encoding"; DDI 0487, "T32 and A32
// Base Instruction Set Instruction Descriptions".

public struct A32Row: Sendable {
    public let opcode: AArch32Opcode
    /// The manual's title.
    public let title: StaticString
    public let picture: BitPicture
    public let format: A32Format
    /// Not in Armv7.
    public let isArmv8: Bool
    /// What VFP and Advanced SIMD add.
    public var simd: SIMDRow?
}

/// How the fields of a picture become operands (A32Decoder.swift).
public enum A32Format: UInt8, Sendable {
    case dataImmediate, dataRegister, dataRegisterShift, compareImmediate, compareRegister
    case compareRegisterShift, moveImmediate, moveRegister, moveRegisterShift, wideImmediate
    case multiply, multiplyAccumulate, multiplyLong, halfMultiply, divide
    case saturatingAdd, saturate, saturate16, threeRegisters, usada8, pack, extend, twoRegisters
    case bitfieldInsert, bitfieldExtract, checksum
    case branch, branchExchange, branchRegister
    case wordImmediate, wordRegister, extraImmediate, extraRegister, dualImmediate, dualRegister
    case loadExclusive, storeExclusive, loadAcquire, storeRelease
    case block, blockUser, blockReturn, saveState, returnState
    case readStatus, writeStatus, writeStatusImmediate, readBanked, writeBanked
    case changeState, setEndianness, exception16, exception24, exception4, none
    case coprocessor, coprocessorDouble, floatingPoint
}

public enum A32Table {
    public static let rows: [A32Row] =
        dataProcessing + multiply + media + loadStore + branchesAndSystem + floatingPoint

    static func row(
        _ opcode: AArch32Opcode, _ title: StaticString, _ picture: StaticString,
        _ format: A32Format, armv8: Bool = false
    ) -> A32Row {
        A32Row(
            opcode: opcode, title: title, picture: BitPicture(picture), format: format,
            isArmv8: armv8)
    }
}
