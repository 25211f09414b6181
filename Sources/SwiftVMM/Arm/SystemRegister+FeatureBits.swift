// Which bits of system registers come with which feature. Source: Arm ARM, the description of each
// register: the field's "When FEAT_x is implemented" and what it is otherwise.

/// Bits of a register that a processor without the feature cannot write.
struct SystemRegisterFeatureBits {
    let register: SystemRegisterID
    let feature: Feature
    let mask: UInt64
    /// RES1 without the feature, instead of RES0.
    let readsAsOneWithout: Bool
    /// Another feature that has fields of its own in these bits.
    let other: Feature?
}

extension SystemRegister {
    private static let listedBits: [SystemRegisterFeatureBits] =
        [
            // SPAN; IESB
            bits(.sctlrEL1, .pan, 1 << 23, ones: true),
            bits(.sctlrEL1, .iesb, 1 << 21),
            bits(.sctlrEL2, .iesb, 1 << 21),
            // What only EL0 of the host needs: nTWI, nTWE, SPAN and EOS are RES1 without it.
            bits(.sctlrEL2, .vhe, 1 << 4 | 1 << 16 | 1 << 18 | 1 << 23, ones: true),
            bits(.sctlrEL2, .vhe, 1 << 9 | 1 << 14 | 1 << 15 | 1 << 20 | 1 << 24 | 1 << 26),
            // nAA
            bits(.sctlrEL1, .lse2, 1 << 6), bits(.sctlrEL2, .lse2, 1 << 6),
            // EnRCTX; EnIA, EnIB, EnDA, EnDB; DSSBS
            bits(.sctlrEL1, .specres, 1 << 10), bits(.sctlrEL2, .specres, 1 << 10),
            bits(.sctlrEL1, .pauth, 0xc800_2000), bits(.sctlrEL2, .pauth, 0xc800_2000),
            bits(.sctlrEL1, .ssbs, 1 << 44), bits(.sctlrEL2, .ssbs, 1 << 44),
            // APK, API; TBID0, TBID1, and TBID of EL2
            bits(.hcrEL2, .pauth, 3 << 40),
            bits(.tcrEL1, .pauth, 3 << 51), bits(.tcrEL2, .pauth, 3 << 51),
            bits(.tcrEL2, .pauth, 1 << 29, or: .vhe),
            // E2H; TLOR; TERR, TEA
            bits(.hcrEL2, .vhe, 1 << 34),
            bits(.hcrEL2, .lor, 1 << 35),
            bits(.hcrEL2, .ras, 3 << 36),
            // HA, HD; HPD0, HPD1. TCR_EL2 has them in two places, by E2H.
            bits(.tcrEL1, .hafAccess, 1 << 39),
            bits(.tcrEL1, .hafDirty, 1 << 40),
            bits(.tcrEL1, .hpds, 3 << 41),
            bits(.vtcrEL2, .hafAccess, 1 << 21),
            bits(.vtcrEL2, .hafDirty, 1 << 22),
            bits(.vtcrEL2, .vmid16, 1 << 19),
            bits(.tcrEL2, .vhe, 1 << 23 | 1 << 31, ones: true),
            bits(.tcrEL2, .vhe, 0x0018_07f7_5e08_0080),
            bits(.tcrEL2, .hafAccess, 1 << 39), bits(.tcrEL2, .hafAccess, 1 << 21, or: .vhe),
            bits(.tcrEL2, .hafDirty, 1 << 40), bits(.tcrEL2, .hafDirty, 1 << 22, or: .vhe),
            bits(.tcrEL2, .hpds, 3 << 41), bits(.tcrEL2, .hpds, 1 << 24, or: .vhe),
            // CnP
            bits(.ttbr0EL1, .ttcnp, 1), bits(.ttbr1EL1, .ttcnp, 1), bits(.ttbr0EL2, .ttcnp, 1),
            bits(.ttbr1EL2, .ttcnp, 1), bits(.vttbrEL2, .ttcnp, 1),
            // ASID of EL2; VMID<15:8>
            bits(.ttbr0EL2, .vhe, 0xffff << 48),
            bits(.vttbrEL2, .vmid16, 0xff00 << 48),
            // CPTR_EL2.FPEN in the format of E2H, and the fields of CNTHCTL_EL2 for the host's EL0
            bits(.cptrEL2, .vhe, 3 << 20),
            bits(.cnthctlEL2, .vhe, 0xf00),
        ]

    static let featureBits = listedBits + byteAddressSelection + monitorBits

    /// HLP, HCCD, HPMD; LP; counters of 64 bits; event numbers of 16, from FEAT_PMUv3p1 on.
    private static let monitorBits: [SystemRegisterFeatureBits] =
        [
            bits(.mdcrEL2, .pmuv3p5, 1 << 26 | 1 << 23 | 1 << 17),
            bits(.pmcrEL0, .pmuv3p5, 1 << 7),
        ] + monitorCounterBits
    private static let monitorCounterBits: [SystemRegisterFeatureBits] =
        SystemRegister.eventCounters.map { bits($0, .pmuv3p5, 0xffff_ffff << 32) }
        + SystemRegister.eventTypes.map { bits($0, .pmuv3p5, 0xfc00) }

    /// DBGBCR<n>_EL1.BAS, for the halves of instructions that only AArch32 has.
    private static let byteAddressSelection = SystemRegisterID.breakpointControls.map {
        bits($0, .aarch32, 0xf << 5, ones: true)
    }

    private static func bits(
        _ register: SystemRegisterID, _ feature: Feature, _ mask: UInt64, ones: Bool = false,
        or other: Feature? = nil
    ) -> SystemRegisterFeatureBits {
        SystemRegisterFeatureBits(
            register: register, feature: feature, mask: mask, readsAsOneWithout: ones, other: other)
    }
}
