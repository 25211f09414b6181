// What a stage 2 Data Abort tells a hypervisor about an AArch32 load or store.

extension Syndrome.AccessInstruction {
    /// The access of a load or store of one register without writeback; nil for every other
    /// instruction, which leaves ISV clear.
    ///
    /// - Parameter word: The A32 word, or memory from the first T32 halfword on, little-endian.
    ///
    /// Source: Arm ARM, "ISS encoding for an exception from a Data Abort", ISV.
    init?(aarch32 word: UInt32, isThumb: Bool) {
        let instruction =
            isThumb
            ? T32Decoder.decode(word << 16 | word >> 16, isArmv8: true)
            : A32Decoder.decode(word, isArmv8: true)
        guard let instruction, !instruction.writesBack, instruction.rd != 15 else { return nil }
        let size: UInt8
        switch instruction.opcode {
        case .ldrb, .ldrsb, .strb, .ldab, .stlb: size = 0
        case .ldrh, .ldrsh, .strh, .ldah, .stlh: size = 1
        case .ldr, .str, .lda, .stl: size = 2
        default: return nil
        }
        let isStoreRelease =
            instruction.opcode == .stl || instruction.opcode == .stlb
            || instruction.opcode == .stlh
        self.init(
            sizeLog2: size,
            signExtends: instruction.opcode == .ldrsb || instruction.opcode == .ldrsh,
            register: UInt8(isStoreRelease ? instruction.rm : instruction.rd), is64Bit: false,
            isAcquireRelease: instruction.isOrdered)
    }
}
