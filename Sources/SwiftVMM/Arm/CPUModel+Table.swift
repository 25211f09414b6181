// The processors that `--cpu` knows.

extension CPUModel {
    public static let all: [CPUModel] = [.cortexA57, .v8p2, .max, .maxAArch32, .cortexA15]

    public static func named(_ name: String) -> CPUModel? { all.first { $0.name == name } }

    /// Arm Cortex-A57 r1p0, an Armv8.0 processor.
    ///
    /// Source: Cortex-A57 MPCore Technical Reference Manual, "AArch64 register descriptions": MIDR,
    /// CTR, CLIDR, CCSIDR and the sizes in the feature registers. What this machine has not (EL3,
    /// Secure state) the registers do not claim.
    public static let cortexA57 = CPUModel(
        name: "cortex-a57", summary: "Arm Cortex-A57 r1p0: Armv8.0, no VHE",
        features: armv8p0,
        values: sharedValues.merging([
            .midrEL1: 0x411f_d070,
            // PARange 44 bits, ASIDBits 16, BigEnd; TGran64 and TGran4 supported.
            .idAA64Mmfr0EL1: 0x0000_0124,
        ]) { $1 },
        caches: [
            // L1: 32 KiB of data in 2 ways, 48 KiB of instructions in 3. L2: 2 MiB in 16.
            0: 0x701f_e00a, 1: 0x201f_e012, 2: 0x70ff_e07a,
        ])

    /// What every Armv8.2 processor has.
    public static let v8p2 = CPUModel(
        name: "v8.2", summary: "Armv8.2: VHE, LSE, PAN and what else that version requires",
        features: armv8p0.union(armv8p2),
        values: sharedValues.merging([
            // Implementer 0 is reserved for software use; architecture 0xf: see the ID registers.
            .midrEL1: 0x000f_8200
        ]) { $1 }, caches: sharedCaches)

    /// Everything that the software CPU implements.
    public static let max = CPUModel(
        name: "max", summary: "everything that the software CPU implements",
        features: .all.subtracting([.aarch32]),
        values: sharedValues.merging([.midrEL1: 0x000f_56d0]) { $1 }, caches: sharedCaches)

    /// The same with 32-bit guests.
    public static let maxAArch32 = CPUModel(
        name: "max-aarch32", summary: "max, and AArch32 at EL0 and EL1", features: .all,
        values: sharedValues.merging(aarch32Values) { $1 }.merging([.midrEL1: 0x000f_56d1]) { $1 },
        caches: sharedCaches)

    /// The instructions of AArch32: those of Armv8.0, with AES, SHA-1, SHA-256, CRC32 and FEAT_RDM;
    /// no half-precision arithmetic, and no ThumbEE or Jazelle.
    private static let aarch32Values: [SystemRegisterID: UInt64] = [
        .idIsar0EL1: 0x0210_1110,
        .idIsar1EL1: 0x1311_2111,
        .idIsar2EL1: 0x2123_2042,
        .idIsar3EL1: 0x0111_2131,
        .idIsar4EL1: 0x0001_1142,
        .idIsar5EL1: 0x0101_1121,
        .mvfr0EL1: 0x1011_0222,
        .mvfr1EL1: 0x1211_1111,
        .mvfr2EL1: 0x0000_0043,
    ]

    private static let armv8p0: FeatureSet = [
        .el2, .e2h0, .fp, .aes, .pmull, .sha1, .sha256, .crc32, .gicv3,
    ]

    /// Source: Arm ARM, "Architectural features added by Armv8.1" and "by Armv8.2": the mandatory
    /// ones and FEAT_HAFDBS; FEAT_CSV2 and FEAT_CSV3 spare a kernel its mitigations.
    private static let armv8p2: FeatureSet = [
        .vhe, .granule16KB, .vmid16, .pan, .pan2, .hpds, .lor, .hafAccess, .hafDirty, .ttcnp, .uao,
        .xnx, .lse, .rdm, .dpb, .debugv8p1, .debugv8p2, .ras, .iesb, .csv2, .csv3,
    ]

    private static let sharedValues: [SystemRegisterID: UInt64] = [
        // EL0 and EL1: AArch64 only.
        .idAA64Pfr0EL1: 0x0000_0000_0000_0011,
        // Six breakpoints, two of them context-aware, and four watchpoints; PMUv3.
        .idAA64Dfr0EL1: 0x0000_0000_1030_5100,
        // Invasive and non-invasive debug are implemented, and nobody has enabled them.
        .dbgauthstatusEL1: 0xa,
        // PARange 48 bits, ASIDBits 16, BigEnd; TGran64 and TGran4 supported.
        .idAA64Mmfr0EL1: 0x0000_0125,
        // No write-back granule hint, 64-byte lines in both caches, PIPT.
        .ctrEL0: 0x8444_c004,
        // DC ZVA writes 64 bytes.
        .dczidEL0: 4,
        // Two levels: separate L1, unified L2; LoC 2, LoUIS and LoUU 1.
        .clidrEL1: 0x0a20_0023,
        .cntfrqEL0: counterFrequencyHz,
        // Four list registers, 5 bits of priority and preemption, 16-bit virtual INTIDs; no virtual
        // LPIs by GICv4 (nV4); ICH_HCR_EL2.TDIR (TDS).
        .ichVtrEL2: 0x9018_0003,
    ]

    // L1: 32 KiB each in 2 ways. L2: 1 MiB in 16.
    private static let sharedCaches: [UInt64: UInt64] = [
        0: 0x701f_e00a, 1: 0x201f_e00a, 2: 0x707f_e07a,
    ]
}
