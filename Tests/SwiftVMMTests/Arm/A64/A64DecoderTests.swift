import Testing

@testable import SwiftVMM

@Suite struct A64DecoderTests {
    @Test(
        arguments: [
            (0xd503_201f, A64Opcode.nop), (0xd503_241f, .hint), (0xd65f_03c0, .ret),
            (0xd69f_03e0, .eret), (0xd400_0022, .hvc), (0x9100_43e0, .addImmediate),
            (0xf940_0421, .ldrUnsignedOffset), (0xa9bf_7bfd, .stpPreIndex), (0x5400_0040, .bCond),
            (0xd53c_1100, .mrs), (0xd51c_c000, .msrRegister), (0xd503_42df, .msrImmediate),
            (0xd508_871f, .sys), (0xc85f_fc20, .ldaxr), (0xc8e0_fc41, .cas), (0x4820_7c82, .casp),
            (0xf820_03ff, .ldadd), (0x1e60_2820, .faddFloat),
            (0x3dc0_0000, .ldrVectorQuadUnsignedOffset),
            (0x9ac2_4c20, .crc32x),
        ] as [(UInt32, A64Opcode)])
    func decodes(_ word: UInt32, _ opcode: A64Opcode) {
        #expect(A64Decoder.decode(word)?.opcode == opcode)
    }

    /// Each is one field away from an allocated encoding, or of a later extension.
    @Test(
        arguments: [
            (0x0000_0000, "UDF"), (0x0bc2_0020, "ADD shifted by ROR"),
            (0x0b02_8020, "ADD W shifted by 32"), (0x8b22_7420, "ADD extended, shift 5"),
            (0x0a02_8020, "AND W shifted by 32"), (0x1240_0020, "AND W with N"),
            (0x9240_fc20, "AND with imms all ones"), (0x9200_f820, "AND with a reserved element"),
            (0x5340_0020, "UBFM W with N"), (0xd300_0020, "UBFM X without N"),
            (0x5320_0020, "UBFM W, immr 32"), (0x52c0_0020, "MOVZ W, hw 2"),
            (0x1382_8020, "EXTR W, lsb 32"), (0xf862_0820, "LDR register, option 0"),
            (0xe940_0020, "LDP, opc 3"), (0x6900_0020, "STGP"), (0x9b42_8020, "SMULH with o0"),
            (0xb8c0_0020 | 1 << 30, "LDURSW, size 3, opc 3"), (0x4821_7c82, "CASP, odd Rs"),
            (0x88df_7c20, "LDLAR"), (0xd503_30ff, "SB"), (0xd500_401f, "CFINV"),
            (0xd503_417f, "MSR DIT"), (0x3a02_0400, "RMIF"), (0x5400_0050, "BC.cond"),
            (0xd63f_081f, "BRAAZ"), (0xf8bf_c020, "LDAPR"), (0x0480_0000, "SVE"),
        ] as [(UInt32, String)])
    func isUndefined(_ word: UInt32, _ what: String) {
        let features = CPUModel.cortexA57.features
        #expect(A64Decoder.decode(word, features: features) == nil, "\(what)")
    }

    @Test(
        arguments: [
            (0x9278_1c20, 0xff00), (0x9200_f020, 0x5555_5555_5555_5555),
            (0x1201_f020, 0xaaaa_aaaa), (0x9240_f820, 0x7fff_ffff_ffff_ffff),
            (0x1200_7820, 0x7fff_ffff), (0x9201_8020, 0x8000_8000_8000_8000),
        ] as [(UInt32, UInt64)])
    func logicalImmediates(_ word: UInt32, _ mask: UInt64) {
        #expect(A64Decoder.decode(word)?.bitMask == mask)
    }
}
