// What one AArch64 system register is. The registers themselves are rows of one table
// (SystemRegister+Table.swift), read by the access rules of the software CPU, by the disassembler,
// by traces, by `vmm explain` and by one-reg access.

/// The op0:op1:CRn:CRm:op2 encoding of MRS and MSR (register), packed as bits 15...0 the way KVM's
/// register ids do. Source: Arm ARM, "System instruction class encoding space"; Linux
/// `arch/arm64/include/uapi/asm/kvm.h`, `ARM64_SYS_REG`.
public struct SystemRegisterEncoding: Hashable, Sendable {
    public let packed: UInt16

    public init(packed: UInt16) { self.packed = packed }

    public init(_ op0: UInt16, _ op1: UInt16, _ crn: UInt16, _ crm: UInt16, _ op2: UInt16) {
        packed = op0 << 14 | op1 << 11 | crn << 7 | crm << 3 | op2
    }

    public var op0: UInt8 { UInt8(packed >> 14) }
    public var op1: UInt8 { UInt8(packed >> 11 & 7) }
    public var crn: UInt8 { UInt8(packed >> 7 & 15) }
    public var crm: UInt8 { UInt8(packed >> 3 & 15) }
    public var op2: UInt8 { UInt8(packed & 7) }

    /// The assembler's generic name, "s3_4_c12_c0_0".
    public var genericName: String { "s\(op0)_\(op1)_c\(crn)_c\(crm)_\(op2)" }
}

/// One row: everything that is true of a system register whatever runs it.
public struct SystemRegister: Sendable {
    public enum Access: Sendable { case readWrite, readOnly, writeOnly }

    /// What a Warm reset leaves. Source: the "Reset" paragraph of each register in the Arm ARM.
    public enum Reset: Sendable {
        /// Architecturally defined in every bit.
        case value(UInt64)
        /// UNKNOWN in every writable bit.
        case unknown
        /// The set bits of `known` reset to those of `value`, the rest to UNKNOWN.
        case partial(known: UInt64, value: UInt64)
        /// Decided by the CPU model (identification registers) and never written.
        case identification
    }

    /// How the register takes part in the VHE renaming of FEAT_VHE.
    public enum Renaming: Sendable {
        case none
        /// At EL2 with HCR_EL2.E2H set, this encoding reaches another register.
        case redirectedAtEL2(SystemRegisterID)
        /// An `_EL12` or `_EL02` name: reaches the EL1 register, only at EL2 with E2H set.
        case alias(of: SystemRegisterID)
    }

    /// The control that sends an access from a lower Exception level to a higher one.
    public enum Trap: Sendable {
        case none
        /// HCR_EL2.TVM for writes, TRVM for reads, at EL1.
        case virtualMemory
        /// HCR_EL2.TID1, TID2, TID3, for reads at EL1 (TID2 also writes of CSSELR_EL1).
        case identification1, identification2, identification3
        /// HCR_EL2.TACR at EL1.
        case auxiliaryControl
        /// CPACR_EL1.FPEN, CPTR_EL2.TFP and FPEN, as for instructions that use V registers.
        case floatingPoint
        /// CPTR_EL2.TCPAC at EL1.
        case architecturalFeatureControl
        /// MDCR_EL2.TDE/TDA, TDE/TDOSA, TDE/TDRA at EL1.
        case debug, debugOSLock, debugROM
        /// MDSCR_EL1.TDCC at EL0, then as `debug`.
        case debugCommunication
        /// PMUSERENR_EL0 at EL0; MDCR_EL2.TPM and TPMCR below EL2.
        case performanceMonitors
        /// The physical counter and timer of EL1: CNTHCTL_EL2 and CNTKCTL_EL1.
        case physicalCounter, physicalTimer
        /// The virtual counter and timer: CNTKCTL_EL1.
        case virtualCounter, virtualTimer
        /// Readable at EL0 only with SCTLR_EL1.UCT; HCR_EL2.TID2 at EL1.
        case cacheType
        /// Unless HCR_EL2.APK, at EL1.
        case pointerKey
        /// HCR_EL2.TLOR and TERR at EL1.
        case limitedOrdering, errorRecord
        /// GIC CPU interface registers: ICC_SRE_ELx and ICH_HCR_EL2.
        case interruptController
        /// No trap, but UNDEFINED unless EL1 may be in AArch32.
        case aarch32
    }

    public let id: SystemRegisterID
    /// The manual's name, exactly as printed.
    public let name: String
    public let encoding: SystemRegisterEncoding
    /// The lowest Exception level that can reach it at all, controls aside.
    public let minimumEL: ExceptionLevel
    /// The lowest Exception level that may write it: higher than `minimumEL` for the registers that
    /// lower levels may only read. From below that, a write is UNDEFINED.
    public let minimumWriteEL: ExceptionLevel
    public let access: Access
    public let reset: Reset
    /// Bits that keep what is written, on a processor with all features; the others are RES0, RES1
    /// or read-only. `CPUModel` has what is left for a type.
    public let writable: UInt64
    /// RES1 bits (within ~writable).
    public let fixedOnes: UInt64
    public let renaming: Renaming
    public let trap: Trap
    /// What a processor needs to have it; UNDEFINED without.
    public let feature: Feature?

    /// An `_EL12` or `_EL02` name: another row has the value.
    public var isAlias: Bool { if case .alias = renaming { true } else { false } }
}

extension SystemRegister {
    /// The row of an id.
    public static subscript(_ id: SystemRegisterID) -> SystemRegister { table[Int(id.rawValue)] }

    /// The row with this encoding, if the table has one.
    public static func find(_ encoding: SystemRegisterEncoding) -> SystemRegister? {
        let index = indexByEncoding[Int(encoding.packed)]
        return index == UInt16.max ? nil : table[Int(index)]
    }

    /// The row with this name, upper or lower case.
    public static func find(named name: String) -> SystemRegister? {
        let wanted = name.uppercased()
        // "SPSel" and "CurrentEL" are printed in mixed case.
        return table.first { $0.name.uppercased() == wanted }
    }

    private static let indexByEncoding: [UInt16] = {
        var map = [UInt16](repeating: .max, count: 1 << 16)
        for (index, row) in table.enumerated() { map[Int(row.encoding.packed)] = UInt16(index) }
        return map
    }()
}
