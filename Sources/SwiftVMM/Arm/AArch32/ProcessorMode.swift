// The modes of AArch32, and where each keeps its banked registers.
//
// AArch32 has no register file of its own here: R0...R14 of every mode are X0...X30, the way the
// architecture maps them for a hypervisor in AArch64. A mode is therefore a way of numbering the
// same slots, nothing is copied when it changes, and an AArch64 hypervisor finds its guest's
// registers where it looks for them.
//
// Source: Arm ARM DDI 0487, "Mapping of the general-purpose registers between the Execution
// states", "Mapping of the SPSRs", "AArch32 state PE modes".

/// PSTATE.M[4:0] in AArch32 state. There is no Monitor mode: the machine has no EL3.
public enum ProcessorMode: UInt8, Sendable, CaseIterable {
    case user = 0x10
    case fiq = 0x11
    case irq = 0x12
    case supervisor = 0x13
    case abort = 0x17
    case hyp = 0x1a
    case undefined = 0x1b
    case system = 0x1f

    /// The Exception level whose rights the mode has.
    @inlinable public var el: ExceptionLevel {
        switch self {
        case .user: .el0
        case .hyp: .el2
        default: .el1
        }
    }

    /// The X register that is R`n` in this mode, for n 0...14.
    @inlinable
    public func x(_ n: UInt32) -> UInt16 {
        if n < 8 { return UInt16(n) }
        if n < 13 { return UInt16(self == .fiq ? n + 16 : n) }
        let isLink: UInt16 = n == 14 ? 1 : 0
        switch self {
        case .user, .system: return 13 + isLink
        // LR_hyp is LR_usr.
        case .hyp: return isLink == 1 ? 14 : 15
        case .irq: return 17 - isLink
        case .supervisor: return 19 - isLink
        case .abort: return 21 - isLink
        case .undefined: return 23 - isLink
        case .fiq: return 29 + isLink
        }
    }

    /// The register that is SPSR in this mode; User and System have none.
    @inlinable public var savedStatus: SystemRegisterID? {
        switch self {
        case .user, .system: nil
        case .fiq: .spsrFiq
        case .irq: .spsrIrq
        case .supervisor: .spsrEL1
        case .abort: .spsrAbt
        case .undefined: .spsrUnd
        case .hyp: .spsrEL2
        }
    }

    /// "svc", as in SP_svc.
    public var name: String {
        switch self {
        case .user: "usr"
        case .fiq: "fiq"
        case .irq: "irq"
        case .supervisor: "svc"
        case .abort: "abt"
        case .hyp: "hyp"
        case .undefined: "und"
        case .system: "sys"
        }
    }
}

/// What MRS and MSR (banked register) reach: R:SYSm of the encoding.
///
/// Source: Arm ARM, "Encoding and use of banked register transfer instructions".
public enum BankedRegister: Equatable, Sendable {
    /// An X register.
    case general(UInt16)
    case status(SystemRegisterID)
    case elrHyp

    /// Nil where the combination is reserved (UNPREDICTABLE).
    ///
    /// - Parameters:
    ///   - isStatus: R.
    ///   - number: SYSm, five bits.
    public init?(isStatus: Bool, number: UInt32) {
        if isStatus {
            switch number {
            case 0b01110: self = .status(.spsrFiq)
            case 0b10000: self = .status(.spsrIrq)
            case 0b10010: self = .status(.spsrEL1)
            case 0b10100: self = .status(.spsrAbt)
            case 0b10110: self = .status(.spsrUnd)
            case 0b11110: self = .status(.spsrEL2)
            default: return nil
            }
            return
        }
        switch number {
        case 0...6: self = .general(UInt16(number + 8))
        case 8...14: self = .general(ProcessorMode.fiq.x(number))
        case 16...23: self = .general(UInt16(number))
        case 0b11110: self = .elrHyp
        case 0b11111: self = .general(15)
        default: return nil
        }
    }

    /// The mode to whom the register belongs, in which (or in System for User's) the access is
    /// UNPREDICTABLE; nil for registers of User mode.
    public var owner: ProcessorMode? {
        switch self {
        case .elrHyp: .hyp
        case .status(let id): ProcessorMode.allCases.first { $0.savedStatus == id }
        case .general(let x):
            switch x {
            case 15: .hyp
            case 16, 17: .irq
            case 18, 19: .supervisor
            case 20, 21: .abort
            case 22, 23: .undefined
            case 24...: .fiq
            default: nil
            }
        }
    }
}
