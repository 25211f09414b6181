// What a processor declares about itself. The identification registers are the promise; the rest of
// the software CPU keeps it.

/// The values of the identification registers of one processor type.
public struct CPUModel: Sendable {
    /// The name that `--cpu` takes.
    public let name: String
    /// Rows that are not zero. All other identification registers read as zero.
    private let values: [SystemRegisterID: UInt64]

    /// Frequency of the system counter in Hz, CNTFRQ_EL0.
    public static let counterFrequencyHz: UInt64 = 62_500_000
    /// Guest instructions in one tick of the counter: an instruction takes one nanosecond.
    public static let instructionsPerTick: UInt64 = 16

    /// The value of an identification register on one vCPU.
    public func identification(_ id: SystemRegisterID, vcpu: Int) -> UInt64 {
        switch id {
        case .mpidrEL1: 1 << 31 | UInt64(vcpu)
        default: values[id] ?? 0
        }
    }

    /// Armv8.0-A with the cryptographic extension, FEAT_VHE, FEAT_PAN, FEAT_LSE, FEAT_CRC32, 16-bit
    /// ASIDs and VMIDs, 48-bit addresses, all three granules, AArch64 only, no EL3, and the GICv3
    /// CPU interface.
    ///
    /// Source of the field values: Arm ARM, the description of each ID register.
    public static let base = CPUModel(
        name: "base",
        values: [
            // Implementer 0 is reserved for software use; architecture 0xf: see the ID registers.
            .midrEL1: 0x000f_56d0,
            // EL0, EL1, EL2: AArch64 only; no EL3; FP and AdvSIMD; GIC: v3.
            .idAA64Pfr0EL1: 0x0000_0000_0100_0111,
            // DebugVer 6 (Armv8.0), two breakpoints, two watchpoints, one context-aware.
            .idAA64Dfr0EL1: 0x0000_0000_0010_1006,
            // Atomic (LSE), CRC32, SHA2 (SHA-256), SHA1, AES with PMULL.
            .idAA64Isar0EL1: 0x0000_0000_0021_1120,
            // PARange 48 bits, ASIDBits 16, BigEnd, TGran16, TGran64 and TGran4 supported.
            .idAA64Mmfr0EL1: 0x0000_0000_0010_0125,
            // VMIDBits 16, VH, PAN.
            .idAA64Mmfr1EL1: 0x0000_0000_0010_0120,
            // No write-back granule hint, 64-byte lines in both caches, PIPT.
            .ctrEL0: 0x8444_c004,
            // DC ZVA writes 64 bytes.
            .dczidEL0: 4,
            // Two levels: separate L1, unified L2; LoC and LoUIS 2 and 1.
            .clidrEL1: 0x0a20_0023,
            .ccsidrEL1: 0x700f_e01a,
            .cntfrqEL0: counterFrequencyHz,
            // Four list registers, 5 bits of priority and preemption, 16-bit virtual INTIDs; no
            // virtual LPIs by GICv4 (nV4); ICH_HCR_EL2.TDIR (TDS).
            .ichVtrEL2: 0x9018_0003,
            .mdrarEL1: 0,
        ])
}
