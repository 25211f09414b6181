// The architecture extensions the software CPU knows: one table, read by the decoder, by system
// register accesses, by the identification registers and by `--cpu help`.
//
// A feature is listed here when the software CPU implements it, so `--cpu max` is all of them.

/// An architecture feature by the manual's name without "FEAT_".
public enum Feature: UInt8, CaseIterable, Sendable {
    // MARK: Exception levels and the instruction set of Armv8.0
    case el2
    case fp
    case aes, pmull, sha1, sha256, crc32
    // MARK: Virtual memory and virtualisation
    case vhe, e2h0
    case granule16KB
    case vmid16, pan, pan2, hpds, lor, hafAccess, hafDirty
    case ttcnp, uao, xnx, tlbios, tlbirange, ttl
    // MARK: Instructions of Armv8.1 and 8.2
    case lse, lse2, rdm, dpb
    // MARK: Instructions of Armv8.3 to 8.5
    case dotProd, fcma, jscvt, frintts, sha512, sha3
    case pauth, lrcpc, lrcpc2, flagM, flagM2, dpb2, sb, specres, ssbs, dit
    // MARK: System
    case debugv8p1, debugv8p2
    case pmuv3p5
    /// The CPU interface of a GICv3 in system registers.
    case gicv3
    case ras, iesb
    case csv2, csv3
    /// AArch32 at EL0 and EL1.
    case aarch32
}

/// A field of an identification register and the value that declares a feature.
public struct IdentificationField: Equatable, Sendable {
    public let register: SystemRegisterID
    public let lsb: Int
    public let value: UInt64
}

extension Feature {
    /// One row of the table.
    public struct Row: Sendable {
        public let feature: Feature
        /// "FEAT_LSE", as the manual prints it; parts of a feature have what tells them apart.
        public let name: String
        public let meaning: String
        public let fields: [IdentificationField]
    }

    public var row: Row { Self.table[Int(rawValue)] }
    public var name: String { row.name }

    /// The rows in the order of the cases. Source: Arm ARM, "The Armv8 architecture extensions" and
    /// the description of each ID register.
    public static let table: [Row] = [
        row(.el2, "EL2", "Exception level 2", field(.idAA64Pfr0EL1, 8, 1)),
        row(
            .fp, "FEAT_FP, FEAT_AdvSIMD", "floating point and Advanced SIMD",
            field(.idAA64Pfr0EL1, 16, 0), field(.idAA64Pfr0EL1, 20, 0)),
        row(.aes, "FEAT_AES", "AES instructions", field(.idAA64Isar0EL1, 4, 1)),
        row(.pmull, "FEAT_PMULL", "64-bit polynomial multiply", field(.idAA64Isar0EL1, 4, 2)),
        row(.sha1, "FEAT_SHA1", "SHA-1 instructions", field(.idAA64Isar0EL1, 8, 1)),
        row(.sha256, "FEAT_SHA256", "SHA-256 instructions", field(.idAA64Isar0EL1, 12, 1)),
        row(.crc32, "FEAT_CRC32", "CRC-32 instructions", field(.idAA64Isar0EL1, 16, 1)),
        row(
            .vhe, "FEAT_VHE", "a host operating system at EL2",
            field(.idAA64Mmfr1EL1, 8, 1), field(.idAA64Dfr0EL1, 0, 7)),
        row(.e2h0, "FEAT_E2H0", "HCR_EL2.E2H may be 0", field(.idAA64Mmfr4EL1, 24, 0)),
        row(
            .granule16KB, "16KB granule", "translation tables of 16 KiB pages",
            field(.idAA64Mmfr0EL1, 20, 1)),
        row(.vmid16, "FEAT_VMID16", "16-bit VMIDs", field(.idAA64Mmfr1EL1, 4, 2)),
        row(.pan, "FEAT_PAN", "Privileged access never", field(.idAA64Mmfr1EL1, 20, 1)),
        row(.pan2, "FEAT_PAN2", "AT S1E1RP and S1E1WP", field(.idAA64Mmfr1EL1, 20, 2)),
        row(.hpds, "FEAT_HPDS", "hierarchical permission disables", field(.idAA64Mmfr1EL1, 12, 1)),
        row(.lor, "FEAT_LOR", "limited ordering, of no regions", field(.idAA64Mmfr1EL1, 16, 1)),
        row(
            .hafAccess, "FEAT_HAFDBS (access flag)", "the access flag set by table walks",
            field(.idAA64Mmfr1EL1, 0, 1)),
        row(
            .hafDirty, "FEAT_HAFDBS (dirty state)", "the dirty state set by table walks",
            field(.idAA64Mmfr1EL1, 0, 2)),
        row(.ttcnp, "FEAT_TTCNP", "tables common to all PEs", field(.idAA64Mmfr2EL1, 0, 1)),
        row(.uao, "FEAT_UAO", "User access override", field(.idAA64Mmfr2EL1, 4, 1)),
        row(
            .xnx, "FEAT_XNX", "stage 2 execute-never for each privilege",
            field(.idAA64Mmfr1EL1, 28, 1)),
        row(.tlbios, "FEAT_TLBIOS", "Outer Shareable TLBI", field(.idAA64Isar0EL1, 56, 1)),
        row(.tlbirange, "FEAT_TLBIRANGE", "TLBI by range", field(.idAA64Isar0EL1, 56, 2)),
        row(.ttl, "FEAT_TTL", "a level hint in TLBI operands", field(.idAA64Mmfr2EL1, 48, 1)),
        row(.lse, "FEAT_LSE", "atomic instructions", field(.idAA64Isar0EL1, 20, 2)),
        row(
            .lse2, "FEAT_LSE2", "unaligned atomic accesses within 16 bytes",
            field(.idAA64Mmfr2EL1, 32, 1)),
        row(.rdm, "FEAT_RDM", "rounding multiply and accumulate", field(.idAA64Isar0EL1, 28, 1)),
        row(.dpb, "FEAT_DPB", "DC CVAP", field(.idAA64Isar1EL1, 0, 1)),
        row(.dotProd, "FEAT_DotProd", "SDOT and UDOT", field(.idAA64Isar0EL1, 44, 1)),
        row(
            .fcma, "FEAT_FCMA", "arithmetic of complex numbers", field(.idAA64Isar1EL1, 16, 1)),
        row(.jscvt, "FEAT_JSCVT", "FJCVTZS", field(.idAA64Isar1EL1, 12, 1)),
        row(
            .frintts, "FEAT_FRINTTS", "rounding to integers of 32 and 64 bits",
            field(.idAA64Isar1EL1, 32, 1)),
        row(.sha512, "FEAT_SHA512", "SHA-512 instructions", field(.idAA64Isar0EL1, 12, 2)),
        row(.sha3, "FEAT_SHA3", "SHA-3 instructions", field(.idAA64Isar0EL1, 32, 1)),
        row(
            .pauth, "FEAT_PAuth", "pointer authentication, by an algorithm of our own",
            field(.idAA64Isar1EL1, 8, 1), field(.idAA64Isar1EL1, 28, 1)),
        row(.lrcpc, "FEAT_LRCPC", "LDAPR", field(.idAA64Isar1EL1, 20, 1)),
        row(.lrcpc2, "FEAT_LRCPC2", "LDAPUR and STLUR", field(.idAA64Isar1EL1, 20, 2)),
        row(.flagM, "FEAT_FlagM", "flag manipulation", field(.idAA64Isar0EL1, 52, 1)),
        row(.flagM2, "FEAT_FlagM2", "AXFLAG and XAFLAG", field(.idAA64Isar0EL1, 52, 2)),
        row(.dpb2, "FEAT_DPB2", "DC CVADP", field(.idAA64Isar1EL1, 0, 2)),
        row(.sb, "FEAT_SB", "speculation barrier", field(.idAA64Isar1EL1, 36, 1)),
        row(.specres, "FEAT_SPECRES", "prediction restriction", field(.idAA64Isar1EL1, 40, 1)),
        row(.ssbs, "FEAT_SSBS2", "PSTATE.SSBS", field(.idAA64Pfr1EL1, 4, 2)),
        row(.dit, "FEAT_DIT", "data-independent timing", field(.idAA64Pfr0EL1, 48, 1)),
        row(.debugv8p1, "FEAT_Debugv8p1", "debug of Armv8.1", field(.idAA64Dfr0EL1, 0, 7)),
        row(.debugv8p2, "FEAT_Debugv8p2", "debug of Armv8.2", field(.idAA64Dfr0EL1, 0, 8)),
        row(
            .pmuv3p5, "FEAT_PMUv3p5", "64-bit event counters, none counted at EL2",
            field(.idAA64Dfr0EL1, 8, 6)),
        row(
            .gicv3, "FEAT_GICv3", "system registers of a GICv3", field(.idAA64Pfr0EL1, 24, 1)),
        row(
            .ras, "FEAT_RAS", "error synchronisation, no error records",
            field(.idAA64Pfr0EL1, 28, 1)),
        row(.iesb, "FEAT_IESB", "implicit error synchronisation", field(.idAA64Mmfr2EL1, 12, 1)),
        row(.csv2, "FEAT_CSV2", "no branch target speculation", field(.idAA64Pfr0EL1, 56, 1)),
        row(
            .csv3, "FEAT_CSV3", "no speculative use of faulting data", field(.idAA64Pfr0EL1, 60, 1)),
        row(
            .aarch32, "AArch32", "AArch32 at EL0 and EL1",
            field(.idAA64Pfr0EL1, 0, 2), field(.idAA64Pfr0EL1, 4, 2),
            field(.idPfr0EL1, 0, 1), field(.idPfr0EL1, 4, 3), field(.idPfr1EL1, 0, 1),
            field(.idPfr1EL1, 16, 1), field(.idMmfr0EL1, 0, 5), field(.idMmfr3EL1, 24, 2),
            field(.idIsar0EL1, 24, 2), field(.idDfr0EL1, 0, 6), field(.idDfr0EL1, 24, 3)),
    ]

    private static func row(
        _ feature: Feature, _ name: String, _ meaning: String, _ fields: IdentificationField...
    ) -> Row {
        Row(feature: feature, name: name, meaning: meaning, fields: fields)
    }

    private static func field(_ register: SystemRegisterID, _ lsb: Int, _ value: UInt64)
        -> IdentificationField
    {
        IdentificationField(register: register, lsb: lsb, value: value)
    }

    /// Fields whose value without the feature is not 0. Source: as the table.
    static let absentFields = [
        field(.idAA64Pfr0EL1, 16, 0xf), field(.idAA64Pfr0EL1, 20, 0xf),
        field(.idAA64Mmfr4EL1, 24, 0xf),
    ]

    /// Debug architecture Armv8.0, on which VHE and later versions build.
    static let baseFields = [field(.idAA64Dfr0EL1, 0, 6)]
}

/// Any number of features.
public struct FeatureSet: Equatable, Sendable, ExpressibleByArrayLiteral {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    public init() {}

    public init(arrayLiteral features: Feature...) { self.init(features) }

    public init(_ features: some Sequence<Feature>) {
        for feature in features { insert(feature) }
    }

    public static let all = FeatureSet(Feature.allCases)

    @inline(__always)
    public func contains(_ feature: Feature) -> Bool {
        let number = UInt64(feature.rawValue)
        return (number < 64 ? low >> number : high >> (number &- 64)) & 1 != 0
    }

    /// Whether what a table row needs is there; a row without a feature always is.
    @inline(__always)
    public func allows(_ feature: Feature?) -> Bool { feature.map(contains) ?? true }

    public mutating func insert(_ feature: Feature) {
        let number = UInt64(feature.rawValue)
        if number < 64 { low |= 1 << number } else { high |= 1 << (number - 64) }
    }

    public mutating func remove(_ feature: Feature) {
        let number = UInt64(feature.rawValue)
        if number < 64 { low &= ~(1 << number) } else { high &= ~(1 << (number - 64)) }
    }

    public func union(_ other: FeatureSet) -> FeatureSet {
        var result = self
        result.low |= other.low
        result.high |= other.high
        return result
    }

    public func subtracting(_ other: FeatureSet) -> FeatureSet {
        var result = self
        result.low &= ~other.low
        result.high &= ~other.high
        return result
    }

    public var members: [Feature] { Feature.allCases.filter(contains) }
}
