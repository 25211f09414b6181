// Every A64 encoding that the machine has, one row each. The decoder, the translator, the
// disassembler, the coverage report and the random-instruction generator all read these rows.
//
// Source: Arm ARM DDI 0487, "A64 Base Instruction Descriptions" and "A64 Instruction Set Encoding".

public struct A64Row: Sendable {
    public let opcode: A64Opcode
    /// The manual's title, with the variant in parentheses where a page has several encodings.
    public let title: StaticString
    public let picture: BitPicture
    /// What an assembler calls it, without the suffixes that fields decide.
    public let mnemonic: StaticString
    public let format: A64Format
    /// What a processor needs to have it; UNDEFINED without.
    public let feature: Feature?
}

/// All rows in the order of `A64Opcode`. Where two rows match one word the first is meant.
public enum A64Table {
    public static let rows: [A64Row] =
        dataProcessingImmediate + dataProcessingRegister + branches + system + loadStore
        + exclusiveAndAtomic + scalarFloatingPoint + vectorThreeSame + scalarThreeSame
        + vectorTwoRegister + scalarTwoRegister + vectorAcross + vectorThreeDifferent
        + scalarThreeDifferent + vectorModifiedImmediate + vectorShift + scalarShift
        + vectorByElement + scalarByElement + vectorCopyPermute + cryptographic + vectorLoadStore
        + vectorStructure + flags + ordered + pointerAuthentication + roundingAccumulate

    public static subscript(_ opcode: A64Opcode) -> A64Row { rows[Int(opcode.rawValue)] }

    static func row(
        _ opcode: A64Opcode, _ title: StaticString, _ picture: StaticString,
        _ mnemonic: StaticString, _ format: A64Format, _ feature: Feature? = nil
    ) -> A64Row {
        A64Row(
            opcode: opcode, title: title, picture: BitPicture(picture), mnemonic: mnemonic,
            format: format, feature: feature)
    }
}
