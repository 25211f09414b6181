// A decoded instruction: which row of the table, and the word.

public struct A64Instruction: Equatable, Sendable {
    public let opcode: A64Opcode
    public let word: UInt32

    @inlinable
    public init(_ opcode: A64Opcode, _ word: UInt32) {
        self.opcode = opcode
        self.word = word
    }

    public var row: A64Row { A64Table[opcode] }

    /// A field by its letter in the picture, 0 if the picture has no such letter. For tools; the
    /// translator uses the fixed places below.
    public subscript(_ letter: Unicode.Scalar) -> UInt32 {
        guard let field = row.picture.field(letter) else { return 0 }
        return word[bits: field.lsb..<field.lsb + field.width]
    }

    // MARK: Fields that have one place wherever they appear

    /// Rd or Rt
    @inlinable public var rd: UInt32 { word & 31 }
    @inlinable public var rn: UInt32 { word[bits: 5..<10] }
    @inlinable public var rm: UInt32 { word[bits: 16..<21] }
    /// Ra, and Rt2 of pairs
    @inlinable public var ra: UInt32 { word[bits: 10..<15] }
    /// Rs of exclusives and atomics
    @inlinable public var rs: UInt32 { word[bits: 16..<21] }
    /// sf: the registers are X, not W
    @inlinable public var sf: Bool { word[bit: 31] }
    /// N of logical immediates and bitfields
    @inlinable public var n: UInt32 { word[bits: 22..<23] }
    @inlinable public var immr: UInt32 { word[bits: 16..<22] }
    /// imms, and imm6 of shifted registers
    @inlinable public var imms: UInt32 { word[bits: 10..<16] }
    /// The shift kind of shifted registers: LSL, LSR, ASR, ROR
    @inlinable public var shift: UInt32 { word[bits: 22..<24] }
    /// hw of move wide
    @inlinable public var hw: UInt32 { word[bits: 21..<23] }
    /// option of extended registers and register offsets
    @inlinable public var option: UInt32 { word[bits: 13..<16] }
    /// imm3 of extended registers
    @inlinable public var imm3: UInt32 { word[bits: 10..<13] }
    /// S of register offsets
    @inlinable public var isScaled: Bool { word[bit: 12] }
    /// cond of conditional select and compare
    @inlinable public var cond: UInt32 { word[bits: 12..<16] }
    /// nzcv of conditional compare
    @inlinable public var nzcv: UInt32 { word & 15 }
    /// imm5 of conditional compare
    @inlinable public var imm5: UInt32 { word[bits: 16..<21] }
    @inlinable public var imm12: UInt32 { word[bits: 10..<22] }
    /// imm16 of move wide and exception generation
    @inlinable public var imm16: UInt32 { word[bits: 5..<21] }
    @inlinable public var imm9: Int32 { Int32(bitPattern: word &<< 11) >> 23 }
    @inlinable public var imm7: Int32 { Int32(bitPattern: word &<< 10) >> 25 }
    /// size of loads and stores: log2 of the bytes
    @inlinable public var size: UInt32 { word >> 30 }
    /// opc of loads and stores of one register
    @inlinable public var opc: UInt32 { word[bits: 22..<24] }
    @inlinable public var crm: UInt32 { word[bits: 8..<12] }
    @inlinable public var op1: UInt32 { word[bits: 16..<19] }
    @inlinable public var op2: UInt32 { word[bits: 5..<8] }
    /// op0:op1:CRn:CRm:op2 as `SystemRegisterEncoding.packed`
    @inlinable public var systemEncoding: UInt16 { UInt16(truncatingIfNeeded: word >> 5) }

    /// Uses a V register: what CPACR_EL1.FPEN and CPTR_EL2 trap.
    @inlinable public var isFloatingPoint: Bool { word >> 26 & 3 == 3 }

    // MARK: Byte offsets from the instruction to a label

    /// B and BL
    @inlinable public var imm26Offset: Int64 { Int64(Int32(bitPattern: word &<< 6) >> 4) }
    /// B.cond, CBZ, CBNZ, literal loads
    @inlinable public var imm19Offset: Int64 { Int64((Int32(bitPattern: word &<< 8) >> 11) & ~3) }
    /// TBZ, TBNZ
    @inlinable public var imm14Offset: Int64 { Int64((Int32(bitPattern: word &<< 13) >> 16) & ~3) }
    /// immhi:immlo of ADR, in bytes, and of ADRP, in pages
    @inlinable public var imm21: Int64 {
        Int64((Int32(bitPattern: word &<< 8) >> 11) & ~3 | Int32(word[bits: 29..<31]))
    }
    /// b5:b40 of TBZ and TBNZ
    @inlinable public var testedBit: UInt32 { word[bits: 31..<32] << 5 | word[bits: 19..<24] }
}
