// Processors without AArch64.

extension CPUModel {
    /// Cortex-A15: Armv7-A with the Virtualization Extensions, LPAE, the integer divides, VFPv4 and
    /// Advanced SIMD, the Generic Timer and performance monitors; without the Security Extensions.
    ///
    /// Source of the values: Cortex-A15 MPCore Technical Reference Manual r4p0, chapter 4. Fields
    /// that announce what this machine has not are zero: ID_PFR1.Security.
    public static let cortexA15 = CPUModel(
        name: "cortex-a15",
        summary: "Arm Cortex-A15 r2p1: Armv7-A with Hyp mode, AArch32 only",
        features: [.el2],
        values: [
            .midrEL1: 0x412f_c0f1,
            .ctrEL0: 0x8444_c004,
            .idPfr0EL1: 0x0000_0131,
            .idPfr1EL1: 0x0001_1001,
            .idDfr0EL1: 0x0201_0555,
            .idMmfr0EL1: 0x1020_1105,
            .idMmfr1EL1: 0x2000_0000,
            .idMmfr2EL1: 0x0124_0000,
            .idMmfr3EL1: 0x0210_2211,
            .idIsar0EL1: 0x0210_1110,
            .idIsar1EL1: 0x1311_2111,
            .idIsar2EL1: 0x2123_2041,
            .idIsar3EL1: 0x1111_2131,
            .idIsar4EL1: 0x1001_1142,
            .mvfr0EL1: 0x1011_0222,
            .mvfr1EL1: 0x1111_1111,
            .clidrEL1: 0x0a20_0023,
            .cntfrqEL0: counterFrequencyHz,
        ],
        caches: [0: 0x701f_e00a, 1: 0x201f_e00a, 2: 0x711f_e07a])
}
