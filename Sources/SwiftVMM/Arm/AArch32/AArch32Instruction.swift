// A decoded AArch32 instruction: what it does and to what, whichever instruction set spelled it.

/// What an instruction does. One case covers all encodings, A32 and T32, that mean the same.
public enum AArch32Opcode: UInt8, CaseIterable, Sendable {
    // Data processing
    case and, eor, sub, rsb, add, adc, sbc, rsc, tst, teq, cmp, cmn, orr, mov, bic, mvn, orn
    /// rd = Align(PC, 4) plus or minus the immediate
    case adr
    case movt
    // Multiply and divide
    case mul, mla, mls, umaal, umull, umlal, smull, smlal
    case smlaHalf, smlaWide, smulWide, smulHalf, smlalHalf
    case smlad, smlsd, smlald, smlsld, smmla, smmls
    case sdiv, udiv
    // Saturation, parallel arithmetic, packing
    case qadd, qsub, qdadd, qdsub, ssat, usat, ssat16, usat16
    case parallel, sel, usada8, pkh
    case sxtab, sxtab16, sxtah, uxtab, uxtab16, uxtah
    case rev, rev16, revsh, rbit, clz, crc32
    case bfi, sbfx, ubfx
    // Branches
    case b, bl, blxImmediate, bx, blxRegister, bxj, cbz, tableBranch, it
    // Loads and stores
    case ldr, ldrb, ldrh, ldrsb, ldrsh, ldrd, str, strb, strh, strd
    case ldrex, ldrexb, ldrexh, ldrexd, strex, strexb, strexh, strexd, clrex
    case lda, ldab, ldah, stl, stlb, stlh
    case ldm, stm, ldmUser, stmUser, ldmReturn, srs, rfe, preload
    // System
    case mrs, msr, mrsBanked, msrBanked, cps, setend
    case svc, hvc, smc, bkpt, hlt, udf, eret
    case nop, yield, wfe, wfi, sev, sevl, dmb, dsb, isb
    case mcr, mrc, mcrr, mrrc, ldc
    // Floating point and Advanced SIMD: the word says the rest
    case floatingPoint
}

/// The shift of a register operand. Source: Arm ARM, `DecodeImmShift`.
public enum RegisterShift: UInt8, Sendable {
    case lsl, lsr, asr, ror, rrx
}

/// Operands in one form for both instruction sets.
public struct AArch32Instruction: Equatable, Sendable {
    public enum SecondOperand: UInt8, Sendable {
        case immediate
        /// Rm, shifted by `shiftAmount`.
        case register
        /// Rm, shifted by the low byte of Rs, which is `ra`.
        case shiftedByRegister
    }

    public var opcode: AArch32Opcode
    /// The A32 word; the T32 halfword; two T32 halfwords, the first in the upper half.
    public var word: UInt32
    public var lengthBytes: UInt8 = 4
    public var isThumb = false
    /// The condition in the instruction, or of its IT block; 14 for always.
    public var condition: UInt8 = 14
    public var setsFlags = false
    public var operand = SecondOperand.immediate
    /// Destination or Rt.
    public var rd: UInt32 = 0
    public var rn: UInt32 = 0
    public var rm: UInt32 = 0
    /// Ra, Rs, Rt2, RdLo.
    public var ra: UInt32 = 0
    public var immediate: UInt32 = 0
    /// What a modified immediate leaves in C: 0, 1, or 2 for unchanged.
    public var immediateCarry: UInt8 = 2
    public var shift = RegisterShift.lsl
    public var shiftAmount: UInt32 = 0
    /// P: the offset counts for the address. For LDM and STM: before, not after.
    public var isIndexed = true
    /// U
    public var adds = true
    /// W, or a post-indexed form.
    public var writesBack = false
    /// LDRT and its kin.
    public var isUnprivileged = false
    /// v8 load-acquire and store-release.
    public var isOrdered = false
    /// VFP and Advanced SIMD: what, and how its operands are encoded. Those stay in the word.
    public var simd = SIMDOpcode.none
    public var simdFormat = SIMDFormat.none

    public init(_ opcode: AArch32Opcode, _ word: UInt32) {
        self.opcode = opcode
        self.word = word
    }

    /// A signed offset in bytes: B and its kin.
    public var offset: Int32 {
        get { Int32(bitPattern: immediate) }
        set { immediate = UInt32(bitPattern: newValue) }
    }

    /// Source: Arm ARM, `DecodeImmShift`.
    mutating func setShift(type: UInt32, amount: UInt32) {
        operand = .register
        switch type & 3 {
        case 0: (shift, shiftAmount) = (.lsl, amount)
        case 1: (shift, shiftAmount) = (.lsr, amount == 0 ? 32 : amount)
        case 2: (shift, shiftAmount) = (.asr, amount == 0 ? 32 : amount)
        default: (shift, shiftAmount) = amount == 0 ? (.rrx, 1) : (.ror, amount)
        }
    }

    /// Source: Arm ARM, `A32ExpandImm_C`.
    mutating func setA32Immediate(_ imm12: UInt32) {
        operand = .immediate
        let rotation = (imm12 >> 8) * 2
        let value = imm12 & 0xff
        immediate = rotation == 0 ? value : value >> rotation | value << (32 - rotation)
        immediateCarry = rotation == 0 ? 2 : UInt8(immediate >> 31)
    }

    /// Source: Arm ARM, `T32ExpandImm_C`.
    mutating func setT32Immediate(_ imm12: UInt32) {
        operand = .immediate
        let byte = imm12 & 0xff
        if imm12 >> 10 == 0 {
            immediateCarry = 2
            switch imm12 >> 8 & 3 {
            case 0: immediate = byte
            case 1: immediate = byte << 16 | byte
            case 2: immediate = byte << 24 | byte << 8
            default: immediate = byte * 0x0101_0101
            }
            return
        }
        let rotation = imm12 >> 7
        let value = 0x80 | imm12 & 0x7f
        immediate = value >> rotation | value << (32 - rotation)
        immediateCarry = UInt8(immediate >> 31)
    }
}
