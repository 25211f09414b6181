// Where values live. An IR operand is a slot number: an index of 64-bit words from the start of a
// vCPU's processor state. Guest registers, system registers and temporaries share the one space, so
// an executor reads an operand with one load and a code generator knows each guest register by a
// fixed offset.

/// The slots of a vCPU's state block, in 64-bit words.
public enum Slot {
    /// X0...X30 are slots 0...30.
    public static let x0: UInt16 = 0
    public static let x30: UInt16 = 30
    /// The stack pointer in use, which PSTATE.EL and PSTATE.SP select; the others wait in their
    /// banks.
    public static let sp: UInt16 = 31
    /// Address of the instruction to execute next. Exact between blocks and whenever a helper runs.
    public static let pc: UInt16 = 32
    /// PSTATE.N, Z, C, V in bits 31...28, all other bits zero.
    public static let nzcv: UInt16 = 33
    /// SP_EL0, SP_EL1, SP_EL2; the entry of the one in use is stale.
    public static let spBank: UInt16 = 34
    /// PSTATE.D, A, I, F in bits 3...0.
    public static let daif: UInt16 = 37
    /// PSTATE.EL, 0...2.
    public static let el: UInt16 = 38
    /// PSTATE.SP, PAN, IL, SS, UAO, each 0 or 1.
    public static let spSel: UInt16 = 39
    public static let pan: UInt16 = 40
    public static let il: UInt16 = 41
    public static let ss: UInt16 = 42
    public static let uao: UInt16 = 43
    /// The local exclusive monitor: 0, or the size in bytes of the marked location, and its PA.
    public static let exclusiveSize: UInt16 = 44
    public static let exclusiveAddress: UInt16 = 45
    /// Guest instructions executed since reset: the source of virtual time.
    public static let instructionCount: UInt16 = 46
    /// PSTATE.DIT, SSBS, each 0 or 1.
    public static let dit: UInt16 = 47
    public static let ssbs: UInt16 = 48
    /// What software step did last, as `StepHistory` numbers it.
    public static let stepHistory: UInt16 = 49
    /// AArch32's PSTATE.M[4:0], or 0 in AArch64.
    public static let mode: UInt16 = 51
    /// PSTATE.Q, GE[3:0], IT[7:0], T and E, which AArch64 does not have.
    public static let saturation: UInt16 = 52
    public static let ge: UInt16 = 53
    public static let it: UInt16 = 54
    public static let thumb: UInt16 = 55
    public static let bigEndian: UInt16 = 56
    /// 1 if EL2 is in AArch32: the processor has no AArch64. Never changes.
    public static let isHypAArch32: UInt16 = 57
    /// Two words that are always zero: an operand of comparisons with zero.
    public static let zeroVector: UInt16 = 60
    /// Written and never read: XZR as a destination.
    public static let discard: UInt16 = 62
    /// Always zero: XZR as an operand.
    public static let zero: UInt16 = 63
    /// V0...V31, two slots each, low half first.
    public static let v0: UInt16 = 64
    /// System registers, by row of `SystemRegister.table`.
    public static let systemRegisters: UInt16 = 128
    /// Temporaries of one guest instruction. They do not outlive it.
    public static let temporaries: UInt16 = 512
    public static let temporaryCount: UInt16 = 128
    /// Size of the whole state block.
    public static let count = 640
    /// As operand `b` of an integer operation: use the immediate.
    public static let immediate: UInt16 = 0xffff

    /// The slot of a system register's stored value.
    @inlinable
    public static func of(_ register: SystemRegisterID) -> UInt16 {
        systemRegisters &+ register.rawValue
    }
}
