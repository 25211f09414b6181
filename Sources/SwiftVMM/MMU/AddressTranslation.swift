// The AT instructions, and the PAR_EL1 they leave.

/// An address translation instruction of Armv8.0 or FEAT_PAN2. Source: Arm ARM, "Address translation
/// instructions", `AArch64.AT`.
public struct AddressTranslationOperation: Sendable {
    /// "S12E1R", as after AT in assembly.
    public let name: String
    /// With op0 1, CRn 7, CRm 8, from `A64SystemInstruction.table`.
    public let encoding: SystemRegisterEncoding
    public let minimumEL: ExceptionLevel
    /// The Exception level whose rights are asked about.
    public let el: ExceptionLevel
    public let isWrite: Bool
    /// S12…: both stages of EL1&0.
    public let coversBothStages: Bool
    /// S1E1RP, S1E1WP: PSTATE.PAN counts.
    public let respectsPAN: Bool

    public static let table: [AddressTranslationOperation] = [
        row("S1E1R", .el1),
        row("S1E1W", .el1, write: true),
        row("S1E0R", .el0),
        row("S1E0W", .el0, write: true),
        row("S1E1RP", .el1, pan: true),
        row("S1E1WP", .el1, write: true, pan: true),
        row("S1E2R", .el2),
        row("S1E2W", .el2, write: true),
        row("S12E1R", .el1, both: true),
        row("S12E1W", .el1, write: true, both: true),
        row("S12E0R", .el0, both: true),
        row("S12E0W", .el0, write: true, both: true),
    ]

    /// The operation with this encoding; without one, the instruction is UNDEFINED.
    public static func find(_ encoding: SystemRegisterEncoding) -> AddressTranslationOperation? {
        table.first { $0.encoding.packed == encoding.packed }
    }

    private static func row(
        _ name: String, _ el: ExceptionLevel, write: Bool = false, both: Bool = false,
        pan: Bool = false
    ) -> AddressTranslationOperation {
        let encoding = A64SystemInstruction.encoding(of: "at \(name.lowercased())")
        return AddressTranslationOperation(
            name: name, encoding: encoding, minimumEL: encoding.op1 == 0 ? .el1 : .el2, el: el,
            isWrite: write, coversBothStages: both, respectsPAN: pan)
    }
}

/// How an AT instruction ends.
public enum AddressTranslationResult: Equatable, Sendable {
    /// The value for PAR_EL1: a translation, or a fault recorded without an exception.
    case par(UInt64)
    /// A Data Abort instead. PAR_EL1 becomes UNKNOWN.
    case abort(MMUFault)
}

extension AddressTranslationOperation {
    /// The regime asked about: a host's S1E1 is about its own EL2&0.
    public func regime(hcr: UInt64) -> TranslationRegime {
        if coversBothStages { return .el10 }
        let isHostsOwn = el == .el1 && TranslationRegime.isHost(hcr)
        return TranslationRegime(isHostsOwn ? .el2 : el, hcr: hcr)
    }

    /// Carries the instruction out by walking the tables; the TLB is neither asked nor filled.
    ///
    /// External aborts, and at EL1 stage 2 faults on the way to a stage 1 descriptor, are taken as
    /// exceptions; other faults end up in PAR_EL1.
    ///
    /// - Parameters:
    ///   - executingEL: Where the instruction is executed.
    ///   - controls: Those of `regime(hcr:)`.
    ///
    /// Source: Arm ARM, `AArch64.AT`.
    public func perform(
        _ address: VirtualAddress, at executingEL: ExceptionLevel,
        under controls: TranslationControls, memory: some PhysicalMemory
    ) -> AddressTranslationResult {
        let level = el == .el0 ? .el0 : controls.regime.privilegedEL
        let access = AccessDescriptor(isWrite ? .translateWrite : .translateRead, at: level)
        var controls = controls
        if !respectsPAN { controls.pan = false }
        do throws(MMUFault) {
            let translation = try controls.walk(
                address, for: access,
                throughStageTwo: coversBothStages && controls.isStageTwoEnabled, memory)
            return .par(Self.par(translation))
        } catch {
            if error.isExternalAbort || executingEL == .el1 && error.isOnTableWalk {
                return .abort(error)
            }
            return .par(Self.par(error))
        }
    }

    /// PAR_EL1 for a success: ATTR, PA, RES1 bit 11, NS (this machine's one Security state is
    /// Non-secure) and SH. Source: Arm ARM, `AArch64.EncodePAR`.
    static func par(_ translation: Translation) -> UInt64 {
        UInt64(translation.attributes.encoding) << 56
            | translation.physicalAddress.value & 0x0000_ffff_ffff_f000
            | 1 << 11 | 1 << 9
            | UInt64(translation.attributes.shareability.rawValue) << 7
    }

    /// PAR_EL1 for a failure: RES1 bit 11, S, PTW, FST and F.
    /// Source: Arm ARM, `AArch64.EncodePAR`, `AArch64.PARFaultStatus`.
    static func par(_ fault: MMUFault) -> UInt64 {
        1 << 11
            | (fault.stage == .two ? 1 << 9 : 0)
            | (fault.isOnTableWalk ? 1 << 8 : 0)
            | UInt64(fault.faultStatusCode) << 1
            | 1
    }
}
