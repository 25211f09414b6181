// Process state, and its packed form in SPSR_ELx.

/// The PSTATE fields of AArch64 that live outside NZCV (which the engines keep as a register of
/// its own) and their SPSR_ELx positions. Source: Arm ARM, SPSR_EL2, `GetPSRFromPSTATE`.
public struct PSTATE: Equatable, Sendable {
    /// N, Z, C, V in bits 31...28; all other bits zero.
    public var nzcv: UInt64
    /// D, A, I, F as a four-bit number, D highest, the order of the DAIF immediate.
    public var daif: UInt8
    public var el: ExceptionLevel
    /// PSTATE.SP: true selects SP_ELx ("h"), false SP_EL0 ("t").
    public var spSel: Bool
    /// Illegal Execution state.
    public var il: Bool
    /// Software step.
    public var ss: Bool
    /// Privileged Access Never (FEAT_PAN).
    public var pan: Bool
    /// User Access Override (FEAT_UAO).
    public var uao: Bool
    /// Data Independent Timing (FEAT_DIT), which costs nothing here.
    public var dit = false
    /// Speculative Store Bypass Safe (FEAT_SSBS).
    public var ssbs = false

    public init(
        nzcv: UInt64 = 0, daif: UInt8 = 0xf, el: ExceptionLevel = .el2, spSel: Bool = true,
        il: Bool = false, ss: Bool = false, pan: Bool = false, uao: Bool = false
    ) {
        self.nzcv = nzcv
        self.daif = daif
        self.el = el
        self.spSel = spSel
        self.il = il
        self.ss = ss
        self.pan = pan
        self.uao = uao
    }

    /// The SPSR_ELx form of this state.
    public var spsr: UInt64 {
        var value = nzcv
        value[bit: 24] = dit
        value[bit: 23] = uao
        value[bit: 22] = pan
        value[bit: 21] = ss
        value[bit: 20] = il
        value[bit: 12] = ssbs
        value |= UInt64(daif) << 6
        value |= UInt64(el.rawValue) << 2
        value[bit: 0] = spSel && el != .el0
        return value
    }

    /// Bits of SPSR_ELx and of the DAIF register.
    public enum Bit {
        public static let d: UInt8 = 0b1000
        public static let a: UInt8 = 0b0100
        public static let i: UInt8 = 0b0010
        public static let f: UInt8 = 0b0001
    }

    /// "EL2h", "EL1t": the names debuggers print for M[3:0].
    public var modeName: String { el == .el0 ? "EL0t" : "\(el)\(spSel ? "h" : "t")" }
}
