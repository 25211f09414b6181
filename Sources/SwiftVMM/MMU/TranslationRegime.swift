// Which translation regime an Exception level uses, and what differs between the three.

/// The translation regimes of a machine with EL0 to EL2 and one Security state.
///
/// Source: Arm ARM, `TranslationRegime`, `ELIsInHost`, `HasUnprivileged`.
public enum TranslationRegime: UInt8, Sendable, CaseIterable {
    /// EL1&0: two address ranges, ASIDs, and stage 2 below it under a VMID.
    case el10
    /// EL2 with HCR_EL2.E2H clear: one address range, no ASID, no EL0.
    case el2
    /// EL2&0 (FEAT_VHE): EL2 with HCR_EL2.E2H set, and EL0 under HCR_EL2.TGE too.
    case el20

    /// The regime of code at `el`.
    @inlinable
    public init(_ el: ExceptionLevel, hcr: UInt64) {
        switch el {
        case .el0: self = Self.isHost(hcr) ? .el20 : .el10
        case .el1: self = .el10
        case .el2: self = hcr[bit: 34] ? .el20 : .el2
        }
    }

    /// Whether EL0 belongs to a host operating system at EL2: HCR_EL2.{E2H, TGE} is {1, 1}.
    @inlinable
    public static func isHost(_ hcr: UInt64) -> Bool { hcr[bit: 34] && hcr[bit: 27] }

    /// Whether EL0 runs in the regime: it then has two address ranges, ASIDs and PAN.
    @inlinable
    public var hasUnprivileged: Bool { self != .el2 }

    /// The Exception level that owns the regime.
    @inlinable
    public var privilegedEL: ExceptionLevel { self == .el10 ? .el1 : .el2 }

    /// The Exception level whose rights LDTR, STTR and their kin use at `el`.
    ///
    /// Source: Arm ARM, `AArch64.IsUnprivAccessPriv` (FEAT_UAO is the caller's affair).
    @inlinable
    public static func unprivilegedAccessEL(at el: ExceptionLevel, hcr: UInt64) -> ExceptionLevel {
        switch el {
        case .el0, .el1: .el0
        case .el2: isHost(hcr) ? .el0 : .el2
        }
    }
}

extension TranslationRegime: CustomStringConvertible {
    public var description: String {
        switch self {
        case .el10: "EL1&0"
        case .el2: "EL2"
        case .el20: "EL2&0"
        }
    }
}
