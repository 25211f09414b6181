// One row per system register that the machine has. An encoding without a row is UNDEFINED.
//
// Sources: Arm ARM DDI 0487, "AArch64 System Register Descriptions" for encodings, reset and RES0
// or RES1 bits of an Armv8.0 implementation with FEAT_VHE, FEAT_PAN and FEAT_LSE; GICv3 IHI 0069
// for the ICC_ and ICH_ registers.

/// The Swift name of each row; the raw value is its place in the table.
public enum SystemRegisterID: UInt16, CaseIterable, Sendable {
    case midrEL1, mpidrEL1, revidrEL1, idPfr0EL1, idPfr1EL1
    case idDfr0EL1, idAfr0EL1, idMmfr0EL1, idMmfr1EL1, idMmfr2EL1
    case idMmfr3EL1, idIsar0EL1, idIsar1EL1, idIsar2EL1, idIsar3EL1
    case idIsar4EL1, idIsar5EL1, idMmfr4EL1, idIsar6EL1, mvfr0EL1
    case mvfr1EL1, mvfr2EL1, idPfr2EL1, idDfr1EL1, idMmfr5EL1
    case idAA64Pfr0EL1, idAA64Pfr1EL1, idAA64Pfr2EL1, idAA64Zfr0EL1, idAA64Smfr0EL1
    case idAA64Fpfr0EL1, idAA64Dfr0EL1, idAA64Dfr1EL1, idAA64Dfr2EL1, idAA64Afr0EL1
    case idAA64Afr1EL1, idAA64Isar0EL1, idAA64Isar1EL1, idAA64Isar2EL1, idAA64Isar3EL1
    case idAA64Mmfr0EL1, idAA64Mmfr1EL1, idAA64Mmfr2EL1, idAA64Mmfr3EL1, idAA64Mmfr4EL1
    case ccsidrEL1, clidrEL1, aidrEL1, csselrEL1, ctrEL0
    case dczidEL0, vpidrEL2, vmpidrEL2, sctlrEL1, sctlrEL12
    case actlrEL1, cpacrEL1, cpacrEL12, sctlrEL2, actlrEL2
    case hcrEL2, mdcrEL2, cptrEL2, hstrEL2, hacrEL2
    case ttbr0EL1, ttbr0EL12, ttbr1EL1, ttbr1EL12, tcrEL1
    case tcrEL12, ttbr0EL2, ttbr1EL2, tcrEL2, vttbrEL2
    case vtcrEL2, mairEL1, mairEL12, mairEL2, amairEL1
    case amairEL12, amairEL2, contextidrEL1, contextidrEL12, contextidrEL2
    case parEL1, afsr0EL1, afsr0EL12, afsr1EL1, afsr1EL12
    case afsr0EL2, afsr1EL2, esrEL1, esrEL12, esrEL2
    case farEL1, farEL12, farEL2, hpfarEL2, vbarEL1
    case vbarEL12, vbarEL2, rvbarEL2, rmrEL2, isrEL1
    case spsrEL1, spsrEL12, elrEL1, elrEL12, spsrEL2
    case elrEL2, spEL0, spEL1, spSel, currentEL
    case pan, nzcv, daif, fpcr, fpsr, tpidrEL0, tpidrroEL0
    case tpidrEL1, tpidrEL2, cntfrqEL0, cntpctEL0, cntvctEL0
    case cntkctlEL1, cntkctlEL12, cntpTvalEL0, cntpTvalEL02, cntpCtlEL0
    case cntpCtlEL02, cntpCvalEL0, cntpCvalEL02, cntvTvalEL0, cntvTvalEL02
    case cntvCtlEL0, cntvCtlEL02, cntvCvalEL0, cntvCvalEL02, cntvoffEL2
    case cnthctlEL2, cnthpTvalEL2, cnthpCtlEL2, cnthpCvalEL2, cnthvTvalEL2
    case cnthvCtlEL2, cnthvCvalEL2, iccPmrEL1, iccIar0EL1
    case iccEoir0EL1, iccHppir0EL1, iccBpr0EL1, iccDirEL1, iccRprEL1
    case iccSgi1rEL1, iccAsgi1rEL1, iccSgi0rEL1, iccIar1EL1, iccEoir1EL1
    case iccHppir1EL1, iccBpr1EL1, iccCtlrEL1, iccIgrpen0EL1, iccIgrpen1EL1
    case iccAp0r0EL1, iccAp1r0EL1, iccSreEL1, iccSreEL2, ichHcrEL2
    case ichVtrEL2, ichMisrEL2, ichEisrEL2, ichElrsrEL2, ichVmcrEL2
    case ichAp0r0EL2, ichAp1r0EL2, ichLr0EL2, ichLr1EL2, ichLr2EL2
    case ichLr3EL2
    // What AArch64 sees of the state that only AArch32 has
    case spsrIrq, spsrAbt, spsrUnd, spsrFiq, dacr32EL2
    case ifsr32EL2, fpexc32EL2
    case uao, lorsaEL1, loreaEL1, lornEL1, lorcEL1, loridEL1
    case erridrEL1, errselrEL1, disrEL1, vdisrEL2, vsesrEL2
    case dit, ssbs, apiaKeyLoEL1, apiaKeyHiEL1, apibKeyLoEL1, apibKeyHiEL1, apdaKeyLoEL1
    case apdaKeyHiEL1, apdbKeyLoEL1, apdbKeyHiEL1, apgaKeyLoEL1, apgaKeyHiEL1
    case pmcrEL0, pmcntensetEL0, pmcntenclrEL0, pmovsclrEL0, pmswincEL0
    case pmselrEL0, pmceid0EL0, pmceid1EL0, pmccntrEL0, pmxevtyperEL0
    case pmxevcntrEL0, pmuserenrEL0, pmintensetEL1, pmintenclrEL1, pmovssetEL0, pmmirEL1
    case pmevcntr0EL0, pmevcntr1EL0, pmevcntr2EL0, pmevcntr3EL0, pmevcntr4EL0, pmevcntr5EL0
    case pmevtyper0EL0, pmevtyper1EL0, pmevtyper2EL0, pmevtyper3EL0, pmevtyper4EL0, pmevtyper5EL0
    case pmccfiltrEL0
    case osdtrrxEL1, mdccintEL1, mdscrEL1, osdtrtxEL1, oseccrEL1
    case dbgbvr0EL1, dbgbvr1EL1, dbgbvr2EL1, dbgbvr3EL1, dbgbvr4EL1, dbgbvr5EL1
    case dbgbcr0EL1, dbgbcr1EL1, dbgbcr2EL1, dbgbcr3EL1, dbgbcr4EL1, dbgbcr5EL1
    case dbgwvr0EL1, dbgwvr1EL1, dbgwvr2EL1, dbgwvr3EL1
    case dbgwcr0EL1, dbgwcr1EL1, dbgwcr2EL1, dbgwcr3EL1
    case mdrarEL1, oslarEL1, oslsrEL1, osdlrEL1, dbgprcrEL1
    case dbgclaimsetEL1, dbgclaimclrEL1, dbgauthstatusEL1
    case mdccsrEL0, dbgdtrEL0, dbgdtrrxEL0, dbgvcr32EL2
}

extension SystemRegister {
    /// All rows, in the order of `SystemRegisterID`.
    public static let table: [SystemRegister] =
        generalRows + performanceMonitors + selfHostedDebug

    private static let generalRows: [SystemRegister] = [
        // Identification, EL1 (op0 3, op1 0, CRn 0)
        reg(
            .midrEL1, "MIDR_EL1", op(3, 0, 0, 0, 0), .el1, access: .readOnly, reset: .identification
        ),
        reg(
            .mpidrEL1, "MPIDR_EL1", op(3, 0, 0, 0, 5), .el1, access: .readOnly,
            reset: .identification),
        reg(
            .revidrEL1, "REVIDR_EL1", op(3, 0, 0, 0, 6), .el1, access: .readOnly,
            reset: .identification, trap: .identification1),
        reg(
            .idPfr0EL1, "ID_PFR0_EL1", op(3, 0, 0, 1, 0), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idPfr1EL1, "ID_PFR1_EL1", op(3, 0, 0, 1, 1), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idDfr0EL1, "ID_DFR0_EL1", op(3, 0, 0, 1, 2), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAfr0EL1, "ID_AFR0_EL1", op(3, 0, 0, 1, 3), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idMmfr0EL1, "ID_MMFR0_EL1", op(3, 0, 0, 1, 4), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idMmfr1EL1, "ID_MMFR1_EL1", op(3, 0, 0, 1, 5), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idMmfr2EL1, "ID_MMFR2_EL1", op(3, 0, 0, 1, 6), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idMmfr3EL1, "ID_MMFR3_EL1", op(3, 0, 0, 1, 7), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idIsar0EL1, "ID_ISAR0_EL1", op(3, 0, 0, 2, 0), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idIsar1EL1, "ID_ISAR1_EL1", op(3, 0, 0, 2, 1), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idIsar2EL1, "ID_ISAR2_EL1", op(3, 0, 0, 2, 2), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idIsar3EL1, "ID_ISAR3_EL1", op(3, 0, 0, 2, 3), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idIsar4EL1, "ID_ISAR4_EL1", op(3, 0, 0, 2, 4), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idIsar5EL1, "ID_ISAR5_EL1", op(3, 0, 0, 2, 5), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idMmfr4EL1, "ID_MMFR4_EL1", op(3, 0, 0, 2, 6), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idIsar6EL1, "ID_ISAR6_EL1", op(3, 0, 0, 2, 7), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .mvfr0EL1, "MVFR0_EL1", op(3, 0, 0, 3, 0), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .mvfr1EL1, "MVFR1_EL1", op(3, 0, 0, 3, 1), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .mvfr2EL1, "MVFR2_EL1", op(3, 0, 0, 3, 2), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idPfr2EL1, "ID_PFR2_EL1", op(3, 0, 0, 3, 4), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idDfr1EL1, "ID_DFR1_EL1", op(3, 0, 0, 3, 5), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idMmfr5EL1, "ID_MMFR5_EL1", op(3, 0, 0, 3, 6), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Pfr0EL1, "ID_AA64PFR0_EL1", op(3, 0, 0, 4, 0), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Pfr1EL1, "ID_AA64PFR1_EL1", op(3, 0, 0, 4, 1), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Pfr2EL1, "ID_AA64PFR2_EL1", op(3, 0, 0, 4, 2), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Zfr0EL1, "ID_AA64ZFR0_EL1", op(3, 0, 0, 4, 4), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Smfr0EL1, "ID_AA64SMFR0_EL1", op(3, 0, 0, 4, 5), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Fpfr0EL1, "ID_AA64FPFR0_EL1", op(3, 0, 0, 4, 7), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Dfr0EL1, "ID_AA64DFR0_EL1", op(3, 0, 0, 5, 0), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Dfr1EL1, "ID_AA64DFR1_EL1", op(3, 0, 0, 5, 1), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Dfr2EL1, "ID_AA64DFR2_EL1", op(3, 0, 0, 5, 2), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Afr0EL1, "ID_AA64AFR0_EL1", op(3, 0, 0, 5, 4), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Afr1EL1, "ID_AA64AFR1_EL1", op(3, 0, 0, 5, 5), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Isar0EL1, "ID_AA64ISAR0_EL1", op(3, 0, 0, 6, 0), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Isar1EL1, "ID_AA64ISAR1_EL1", op(3, 0, 0, 6, 1), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Isar2EL1, "ID_AA64ISAR2_EL1", op(3, 0, 0, 6, 2), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Isar3EL1, "ID_AA64ISAR3_EL1", op(3, 0, 0, 6, 3), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Mmfr0EL1, "ID_AA64MMFR0_EL1", op(3, 0, 0, 7, 0), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Mmfr1EL1, "ID_AA64MMFR1_EL1", op(3, 0, 0, 7, 1), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Mmfr2EL1, "ID_AA64MMFR2_EL1", op(3, 0, 0, 7, 2), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Mmfr3EL1, "ID_AA64MMFR3_EL1", op(3, 0, 0, 7, 3), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        reg(
            .idAA64Mmfr4EL1, "ID_AA64MMFR4_EL1", op(3, 0, 0, 7, 4), .el1, access: .readOnly,
            reset: .identification, trap: .identification3),
        // Cache identification
        reg(
            .ccsidrEL1, "CCSIDR_EL1", op(3, 1, 0, 0, 0), .el1, access: .readOnly,
            reset: .identification, trap: .identification2),
        reg(
            .clidrEL1, "CLIDR_EL1", op(3, 1, 0, 0, 1), .el1, access: .readOnly,
            reset: .identification, trap: .identification2),
        reg(
            .aidrEL1, "AIDR_EL1", op(3, 1, 0, 0, 7), .el1, access: .readOnly,
            reset: .identification, trap: .identification1),
        reg(
            .csselrEL1, "CSSELR_EL1", op(3, 2, 0, 0, 0), .el1, writable: 0xf, trap: .identification2
        ),
        reg(
            .ctrEL0, "CTR_EL0", op(3, 3, 0, 0, 1), .el0, access: .readOnly, reset: .identification,
            trap: .cacheType),
        reg(
            .dczidEL0, "DCZID_EL0", op(3, 3, 0, 0, 7), .el0, access: .readOnly,
            reset: .identification),
        reg(.vpidrEL2, "VPIDR_EL2", op(3, 4, 0, 0, 0), .el2, writable: 0xffff_ffff),
        reg(.vmpidrEL2, "VMPIDR_EL2", op(3, 4, 0, 0, 5), .el2),
        // System control
        reg(
            .sctlrEL1, "SCTLR_EL1", op(3, 0, 1, 0, 0), .el1, writable: 0x1000_cfad_f7ff,
            fixedOnes: 0x3050_0800, renaming: .redirectedAtEL2(.sctlrEL2), trap: .virtualMemory),
        reg(.sctlrEL12, "SCTLR_EL12", op(3, 5, 1, 0, 0), .el2, renaming: .alias(of: .sctlrEL1)),
        reg(
            .actlrEL1, "ACTLR_EL1", op(3, 0, 1, 0, 1), .el1, reset: .value(0), writable: 0,
            trap: .auxiliaryControl),
        reg(
            .cpacrEL1, "CPACR_EL1", op(3, 0, 1, 0, 2), .el1, writable: 0x0030_0000,
            renaming: .redirectedAtEL2(.cptrEL2), trap: .architecturalFeatureControl),
        reg(.cpacrEL12, "CPACR_EL12", op(3, 5, 1, 0, 2), .el2, renaming: .alias(of: .cpacrEL1)),
        reg(
            .sctlrEL2, "SCTLR_EL2", op(3, 4, 1, 0, 0), .el2,
            reset: .partial(known: 0x0208_1005, value: 0), writable: 0x1000_cfbd_f67f,
            fixedOnes: 0x3040_0800),
        reg(.actlrEL2, "ACTLR_EL2", op(3, 4, 1, 0, 1), .el2, reset: .value(0), writable: 0),
        reg(
            .hcrEL2, "HCR_EL2", op(3, 4, 1, 1, 0), .el2, reset: .value(0x8000_0000),
            writable: 0x0000_033f_7fff_7fff, fixedOnes: 0x8000_0000),
        reg(
            .mdcrEL2, "MDCR_EL2", op(3, 4, 1, 1, 1), .el2, reset: .value(UInt64(eventCounterCount)),
            writable: 0x482_0fff),
        reg(.cptrEL2, "CPTR_EL2", op(3, 4, 1, 1, 2), .el2, writable: 0x8030_0400),
        reg(.hstrEL2, "HSTR_EL2", op(3, 4, 1, 1, 3), .el2, writable: 0xffff),
        reg(.hacrEL2, "HACR_EL2", op(3, 4, 1, 1, 7), .el2, reset: .value(0), writable: 0),
        // Translation
        reg(
            .ttbr0EL1, "TTBR0_EL1", op(3, 0, 2, 0, 0), .el1, renaming: .redirectedAtEL2(.ttbr0EL2),
            trap: .virtualMemory),
        reg(.ttbr0EL12, "TTBR0_EL12", op(3, 5, 2, 0, 0), .el2, renaming: .alias(of: .ttbr0EL1)),
        reg(
            .ttbr1EL1, "TTBR1_EL1", op(3, 0, 2, 0, 1), .el1, renaming: .redirectedAtEL2(.ttbr1EL2),
            trap: .virtualMemory),
        reg(.ttbr1EL12, "TTBR1_EL12", op(3, 5, 2, 0, 1), .el2, renaming: .alias(of: .ttbr1EL1)),
        reg(
            .tcrEL1, "TCR_EL1", op(3, 0, 2, 0, 2), .el1, writable: 0x0018_07f7_ffff_ffbf,
            renaming: .redirectedAtEL2(.tcrEL2), trap: .virtualMemory),
        reg(.tcrEL12, "TCR_EL12", op(3, 5, 2, 0, 2), .el2, renaming: .alias(of: .tcrEL1)),
        reg(.ttbr0EL2, "TTBR0_EL2", op(3, 4, 2, 0, 0), .el2),
        reg(.ttbr1EL2, "TTBR1_EL2", op(3, 4, 2, 0, 1), .el2, feature: .vhe),
        reg(.tcrEL2, "TCR_EL2", op(3, 4, 2, 0, 2), .el2, writable: 0x0018_07f7_ffff_ffbf),
        reg(.vttbrEL2, "VTTBR_EL2", op(3, 4, 2, 1, 0), .el2),
        reg(
            .vtcrEL2, "VTCR_EL2", op(3, 4, 2, 1, 2), .el2, writable: 0x006f_ffff,
            fixedOnes: 0x8000_0000),
        reg(
            .mairEL1, "MAIR_EL1", op(3, 0, 10, 2, 0), .el1, renaming: .redirectedAtEL2(.mairEL2),
            trap: .virtualMemory),
        reg(.mairEL12, "MAIR_EL12", op(3, 5, 10, 2, 0), .el2, renaming: .alias(of: .mairEL1)),
        reg(.mairEL2, "MAIR_EL2", op(3, 4, 10, 2, 0), .el2),
        reg(
            .amairEL1, "AMAIR_EL1", op(3, 0, 10, 3, 0), .el1, reset: .value(0), writable: 0,
            renaming: .redirectedAtEL2(.amairEL2), trap: .virtualMemory),
        reg(.amairEL12, "AMAIR_EL12", op(3, 5, 10, 3, 0), .el2, renaming: .alias(of: .amairEL1)),
        reg(.amairEL2, "AMAIR_EL2", op(3, 4, 10, 3, 0), .el2, reset: .value(0), writable: 0),
        reg(
            .contextidrEL1, "CONTEXTIDR_EL1", op(3, 0, 13, 0, 1), .el1, writable: 0xffff_ffff,
            renaming: .redirectedAtEL2(.contextidrEL2), trap: .virtualMemory),
        reg(
            .contextidrEL12, "CONTEXTIDR_EL12", op(3, 5, 13, 0, 1), .el2,
            renaming: .alias(of: .contextidrEL1)),
        reg(
            .contextidrEL2, "CONTEXTIDR_EL2", op(3, 4, 13, 0, 1), .el2, writable: 0xffff_ffff,
            feature: .vhe),
        reg(.parEL1, "PAR_EL1", op(3, 0, 7, 4, 0), .el1),
        // Exceptions
        reg(
            .afsr0EL1, "AFSR0_EL1", op(3, 0, 5, 1, 0), .el1, reset: .value(0), writable: 0,
            renaming: .redirectedAtEL2(.afsr0EL2), trap: .virtualMemory),
        reg(.afsr0EL12, "AFSR0_EL12", op(3, 5, 5, 1, 0), .el2, renaming: .alias(of: .afsr0EL1)),
        reg(
            .afsr1EL1, "AFSR1_EL1", op(3, 0, 5, 1, 1), .el1, reset: .value(0), writable: 0,
            renaming: .redirectedAtEL2(.afsr1EL2), trap: .virtualMemory),
        reg(.afsr1EL12, "AFSR1_EL12", op(3, 5, 5, 1, 1), .el2, renaming: .alias(of: .afsr1EL1)),
        reg(.afsr0EL2, "AFSR0_EL2", op(3, 4, 5, 1, 0), .el2, reset: .value(0), writable: 0),
        reg(.afsr1EL2, "AFSR1_EL2", op(3, 4, 5, 1, 1), .el2, reset: .value(0), writable: 0),
        reg(
            .esrEL1, "ESR_EL1", op(3, 0, 5, 2, 0), .el1, writable: 0xffff_ffff,
            renaming: .redirectedAtEL2(.esrEL2), trap: .virtualMemory),
        reg(.esrEL12, "ESR_EL12", op(3, 5, 5, 2, 0), .el2, renaming: .alias(of: .esrEL1)),
        reg(.esrEL2, "ESR_EL2", op(3, 4, 5, 2, 0), .el2, writable: 0xffff_ffff),
        reg(
            .farEL1, "FAR_EL1", op(3, 0, 6, 0, 0), .el1, renaming: .redirectedAtEL2(.farEL2),
            trap: .virtualMemory),
        reg(.farEL12, "FAR_EL12", op(3, 5, 6, 0, 0), .el2, renaming: .alias(of: .farEL1)),
        reg(.farEL2, "FAR_EL2", op(3, 4, 6, 0, 0), .el2),
        reg(.hpfarEL2, "HPFAR_EL2", op(3, 4, 6, 0, 4), .el2, writable: 0x0000_00ff_ffff_fff0),
        reg(
            .vbarEL1, "VBAR_EL1", op(3, 0, 12, 0, 0), .el1, writable: ~0x7ff,
            renaming: .redirectedAtEL2(.vbarEL2)),
        reg(.vbarEL12, "VBAR_EL12", op(3, 5, 12, 0, 0), .el2, renaming: .alias(of: .vbarEL1)),
        reg(.vbarEL2, "VBAR_EL2", op(3, 4, 12, 0, 0), .el2, writable: ~0x7ff),
        reg(
            .rvbarEL2, "RVBAR_EL2", op(3, 4, 12, 0, 1), .el2, access: .readOnly,
            reset: .identification),
        reg(.rmrEL2, "RMR_EL2", op(3, 4, 12, 0, 2), .el2, reset: .value(1), writable: 0x3),
        reg(.isrEL1, "ISR_EL1", op(3, 0, 12, 1, 0), .el1, access: .readOnly, reset: .value(0)),
        reg(
            .spsrEL1, "SPSR_EL1", op(3, 0, 4, 0, 0), .el1, writable: 0xffff_ffff,
            renaming: .redirectedAtEL2(.spsrEL2)),
        reg(.spsrEL12, "SPSR_EL12", op(3, 5, 4, 0, 0), .el2, renaming: .alias(of: .spsrEL1)),
        reg(.elrEL1, "ELR_EL1", op(3, 0, 4, 0, 1), .el1, renaming: .redirectedAtEL2(.elrEL2)),
        reg(.elrEL12, "ELR_EL12", op(3, 5, 4, 0, 1), .el2, renaming: .alias(of: .elrEL1)),
        reg(.spsrEL2, "SPSR_EL2", op(3, 4, 4, 0, 0), .el2, writable: 0xffff_ffff),
        reg(.elrEL2, "ELR_EL2", op(3, 4, 4, 0, 1), .el2),
        reg(.spEL0, "SP_EL0", op(3, 0, 4, 1, 0), .el1),
        reg(.spEL1, "SP_EL1", op(3, 4, 4, 1, 0), .el2),
        // Process state
        reg(.spSel, "SPSel", op(3, 0, 4, 2, 0), .el1, reset: .value(1), writable: 1),
        reg(.currentEL, "CurrentEL", op(3, 0, 4, 2, 2), .el1, access: .readOnly, reset: .value(0)),
        reg(
            .pan, "PAN", op(3, 0, 4, 2, 3), .el1, reset: .value(0), writable: 0x40_0000,
            feature: .pan),
        reg(.nzcv, "NZCV", op(3, 3, 4, 2, 0), .el0, writable: 0xf000_0000),
        reg(.daif, "DAIF", op(3, 3, 4, 2, 1), .el0, reset: .value(0x3c0), writable: 0x3c0),
        // Floating point: AHP, DN, FZ, RMode; QC, IDC, IXC, UFC, OFC, DZC, IOC
        reg(
            .fpcr, "FPCR", op(3, 3, 4, 4, 0), .el0, writable: 0x07c0_0000, trap: .floatingPoint),
        reg(
            .fpsr, "FPSR", op(3, 3, 4, 4, 1), .el0, writable: 0x0800_009f, trap: .floatingPoint),
        // Software thread identifiers
        reg(.tpidrEL0, "TPIDR_EL0", op(3, 3, 13, 0, 2), .el0),
        reg(.tpidrroEL0, "TPIDRRO_EL0", op(3, 3, 13, 0, 3), .el0, writeEL: .el1),
        reg(.tpidrEL1, "TPIDR_EL1", op(3, 0, 13, 0, 4), .el1),
        reg(.tpidrEL2, "TPIDR_EL2", op(3, 4, 13, 0, 2), .el2),
        // Generic timer
        reg(
            .cntfrqEL0, "CNTFRQ_EL0", op(3, 3, 14, 0, 0), .el0, writeEL: .el2,
            reset: .identification,
            writable: 0xffff_ffff, trap: .virtualCounter),
        reg(
            .cntpctEL0, "CNTPCT_EL0", op(3, 3, 14, 0, 1), .el0, access: .readOnly, reset: .value(0),
            trap: .physicalCounter),
        reg(
            .cntvctEL0, "CNTVCT_EL0", op(3, 3, 14, 0, 2), .el0, access: .readOnly, reset: .value(0),
            trap: .virtualCounter),
        reg(
            .cntkctlEL1, "CNTKCTL_EL1", op(3, 0, 14, 1, 0), .el1, writable: 0x3ff,
            renaming: .redirectedAtEL2(.cnthctlEL2)),
        reg(
            .cntkctlEL12, "CNTKCTL_EL12", op(3, 5, 14, 1, 0), .el2,
            renaming: .alias(of: .cntkctlEL1)),
        reg(
            .cntpTvalEL0, "CNTP_TVAL_EL0", op(3, 3, 14, 2, 0), .el0, writable: 0xffff_ffff,
            renaming: .redirectedAtEL2(.cnthpTvalEL2), trap: .physicalTimer),
        reg(
            .cntpTvalEL02, "CNTP_TVAL_EL02", op(3, 5, 14, 2, 0), .el2,
            renaming: .alias(of: .cntpTvalEL0)),
        reg(
            .cntpCtlEL0, "CNTP_CTL_EL0", op(3, 3, 14, 2, 1), .el0,
            reset: .partial(known: 1, value: 0), writable: 3,
            renaming: .redirectedAtEL2(.cnthpCtlEL2), trap: .physicalTimer),
        reg(
            .cntpCtlEL02, "CNTP_CTL_EL02", op(3, 5, 14, 2, 1), .el2,
            renaming: .alias(of: .cntpCtlEL0)),
        reg(
            .cntpCvalEL0, "CNTP_CVAL_EL0", op(3, 3, 14, 2, 2), .el0,
            renaming: .redirectedAtEL2(.cnthpCvalEL2), trap: .physicalTimer),
        reg(
            .cntpCvalEL02, "CNTP_CVAL_EL02", op(3, 5, 14, 2, 2), .el2,
            renaming: .alias(of: .cntpCvalEL0)),
        reg(
            .cntvTvalEL0, "CNTV_TVAL_EL0", op(3, 3, 14, 3, 0), .el0, writable: 0xffff_ffff,
            renaming: .redirectedAtEL2(.cnthvTvalEL2), trap: .virtualTimer),
        reg(
            .cntvTvalEL02, "CNTV_TVAL_EL02", op(3, 5, 14, 3, 0), .el2,
            renaming: .alias(of: .cntvTvalEL0)),
        reg(
            .cntvCtlEL0, "CNTV_CTL_EL0", op(3, 3, 14, 3, 1), .el0,
            reset: .partial(known: 1, value: 0), writable: 3,
            renaming: .redirectedAtEL2(.cnthvCtlEL2), trap: .virtualTimer),
        reg(
            .cntvCtlEL02, "CNTV_CTL_EL02", op(3, 5, 14, 3, 1), .el2,
            renaming: .alias(of: .cntvCtlEL0)),
        reg(
            .cntvCvalEL0, "CNTV_CVAL_EL0", op(3, 3, 14, 3, 2), .el0,
            renaming: .redirectedAtEL2(.cnthvCvalEL2), trap: .virtualTimer),
        reg(
            .cntvCvalEL02, "CNTV_CVAL_EL02", op(3, 5, 14, 3, 2), .el2,
            renaming: .alias(of: .cntvCvalEL0)),
        reg(.cntvoffEL2, "CNTVOFF_EL2", op(3, 4, 14, 0, 3), .el2),
        reg(
            .cnthctlEL2, "CNTHCTL_EL2", op(3, 4, 14, 1, 0), .el2,
            reset: .partial(known: 0x7, value: 0x3), writable: 0xfff),
        reg(.cnthpTvalEL2, "CNTHP_TVAL_EL2", op(3, 4, 14, 2, 0), .el2, writable: 0xffff_ffff),
        reg(
            .cnthpCtlEL2, "CNTHP_CTL_EL2", op(3, 4, 14, 2, 1), .el2,
            reset: .partial(known: 1, value: 0), writable: 3),
        reg(.cnthpCvalEL2, "CNTHP_CVAL_EL2", op(3, 4, 14, 2, 2), .el2),
        reg(
            .cnthvTvalEL2, "CNTHV_TVAL_EL2", op(3, 4, 14, 3, 0), .el2, writable: 0xffff_ffff,
            feature: .vhe),
        reg(
            .cnthvCtlEL2, "CNTHV_CTL_EL2", op(3, 4, 14, 3, 1), .el2,
            reset: .partial(known: 1, value: 0), writable: 3, feature: .vhe),
        reg(.cnthvCvalEL2, "CNTHV_CVAL_EL2", op(3, 4, 14, 3, 2), .el2, feature: .vhe),
        // GIC CPU interface (GICv3 system registers)
        reg(
            .iccPmrEL1, "ICC_PMR_EL1", op(3, 0, 4, 6, 0), .el1, reset: .value(0), writable: 0xff,
            trap: .interruptController, feature: .gicv3),
        reg(
            .iccIar0EL1, "ICC_IAR0_EL1", op(3, 0, 12, 8, 0), .el1, access: .readOnly,
            reset: .value(0), writable: 0, trap: .interruptController, feature: .gicv3),
        reg(
            .iccEoir0EL1, "ICC_EOIR0_EL1", op(3, 0, 12, 8, 1), .el1, access: .writeOnly,
            reset: .value(0), writable: 0xff_ffff, trap: .interruptController, feature: .gicv3),
        reg(
            .iccHppir0EL1, "ICC_HPPIR0_EL1", op(3, 0, 12, 8, 2), .el1, access: .readOnly,
            reset: .value(0), writable: 0, trap: .interruptController, feature: .gicv3),
        reg(
            .iccBpr0EL1, "ICC_BPR0_EL1", op(3, 0, 12, 8, 3), .el1, reset: .value(0), writable: 7,
            trap: .interruptController, feature: .gicv3),
        reg(
            .iccDirEL1, "ICC_DIR_EL1", op(3, 0, 12, 11, 1), .el1, access: .writeOnly,
            reset: .value(0), writable: 0xff_ffff, trap: .interruptController, feature: .gicv3),
        reg(
            .iccRprEL1, "ICC_RPR_EL1", op(3, 0, 12, 11, 3), .el1, access: .readOnly,
            reset: .value(0), writable: 0, trap: .interruptController, feature: .gicv3),
        reg(
            .iccSgi1rEL1, "ICC_SGI1R_EL1", op(3, 0, 12, 11, 5), .el1, access: .writeOnly,
            reset: .value(0), trap: .interruptController, feature: .gicv3),
        reg(
            .iccAsgi1rEL1, "ICC_ASGI1R_EL1", op(3, 0, 12, 11, 6), .el1, access: .writeOnly,
            reset: .value(0), trap: .interruptController, feature: .gicv3),
        reg(
            .iccSgi0rEL1, "ICC_SGI0R_EL1", op(3, 0, 12, 11, 7), .el1, access: .writeOnly,
            reset: .value(0), trap: .interruptController, feature: .gicv3),
        reg(
            .iccIar1EL1, "ICC_IAR1_EL1", op(3, 0, 12, 12, 0), .el1, access: .readOnly,
            reset: .value(0), writable: 0, trap: .interruptController, feature: .gicv3),
        reg(
            .iccEoir1EL1, "ICC_EOIR1_EL1", op(3, 0, 12, 12, 1), .el1, access: .writeOnly,
            reset: .value(0), writable: 0xff_ffff, trap: .interruptController, feature: .gicv3),
        reg(
            .iccHppir1EL1, "ICC_HPPIR1_EL1", op(3, 0, 12, 12, 2), .el1, access: .readOnly,
            reset: .value(0), writable: 0, trap: .interruptController, feature: .gicv3),
        reg(
            .iccBpr1EL1, "ICC_BPR1_EL1", op(3, 0, 12, 12, 3), .el1, reset: .value(0), writable: 7,
            trap: .interruptController, feature: .gicv3),
        reg(
            .iccCtlrEL1, "ICC_CTLR_EL1", op(3, 0, 12, 12, 4), .el1, reset: .value(0),
            writable: 0x43, trap: .interruptController, feature: .gicv3),
        reg(
            .iccIgrpen0EL1, "ICC_IGRPEN0_EL1", op(3, 0, 12, 12, 6), .el1, reset: .value(0),
            writable: 1, trap: .interruptController, feature: .gicv3),
        reg(
            .iccIgrpen1EL1, "ICC_IGRPEN1_EL1", op(3, 0, 12, 12, 7), .el1, reset: .value(0),
            writable: 1, trap: .interruptController, feature: .gicv3),
        reg(
            .iccAp0r0EL1, "ICC_AP0R0_EL1", op(3, 0, 12, 8, 4), .el1, reset: .value(0),
            writable: 0xffff_ffff, trap: .interruptController, feature: .gicv3),
        reg(
            .iccAp1r0EL1, "ICC_AP1R0_EL1", op(3, 0, 12, 9, 0), .el1, reset: .value(0),
            writable: 0xffff_ffff, trap: .interruptController, feature: .gicv3),
        reg(
            .iccSreEL1, "ICC_SRE_EL1", op(3, 0, 12, 12, 5), .el1, reset: .value(7), writable: 0,
            fixedOnes: 7, trap: .interruptController, feature: .gicv3),
        reg(
            .iccSreEL2, "ICC_SRE_EL2", op(3, 4, 12, 9, 5), .el2, reset: .value(7), writable: 0x8,
            fixedOnes: 7, feature: .gicv3),
        reg(
            .ichHcrEL2, "ICH_HCR_EL2", op(3, 4, 12, 11, 0), .el2, reset: .value(0),
            writable: 0xf800_5cff, feature: .gicv3),
        reg(
            .ichVtrEL2, "ICH_VTR_EL2", op(3, 4, 12, 11, 1), .el2, access: .readOnly,
            reset: .identification, feature: .gicv3),
        reg(
            .ichMisrEL2, "ICH_MISR_EL2", op(3, 4, 12, 11, 2), .el2, access: .readOnly,
            reset: .value(0), feature: .gicv3),
        reg(
            .ichEisrEL2, "ICH_EISR_EL2", op(3, 4, 12, 11, 3), .el2, access: .readOnly,
            reset: .value(0), feature: .gicv3),
        reg(
            .ichElrsrEL2, "ICH_ELRSR_EL2", op(3, 4, 12, 11, 5), .el2, access: .readOnly,
            reset: .value(0xf), feature: .gicv3),
        reg(
            .ichVmcrEL2, "ICH_VMCR_EL2", op(3, 4, 12, 11, 7), .el2,
            // Binary points have a minimum that is not zero.
            reset: .partial(known: 0x00fc_0008, value: 0x004c_0008), writable: 0xf8fc_0213,
            feature: .gicv3),
        reg(
            .ichAp0r0EL2, "ICH_AP0R0_EL2", op(3, 4, 12, 8, 0), .el2, writable: 0xffff_ffff,
            feature: .gicv3),
        reg(
            .ichAp1r0EL2, "ICH_AP1R0_EL2", op(3, 4, 12, 9, 0), .el2, writable: 0xffff_ffff,
            feature: .gicv3),
        reg(.ichLr0EL2, "ICH_LR0_EL2", op(3, 4, 12, 12, 0), .el2, feature: .gicv3),
        reg(.ichLr1EL2, "ICH_LR1_EL2", op(3, 4, 12, 12, 1), .el2, feature: .gicv3),
        reg(.ichLr2EL2, "ICH_LR2_EL2", op(3, 4, 12, 12, 2), .el2, feature: .gicv3),
        reg(.ichLr3EL2, "ICH_LR3_EL2", op(3, 4, 12, 12, 3), .el2, feature: .gicv3),
        // AArch32
        reg(.spsrIrq, "SPSR_irq", op(3, 4, 4, 3, 0), .el2, writable: 0xffff_ffff, trap: .aarch32),
        reg(.spsrAbt, "SPSR_abt", op(3, 4, 4, 3, 1), .el2, writable: 0xffff_ffff, trap: .aarch32),
        reg(.spsrUnd, "SPSR_und", op(3, 4, 4, 3, 2), .el2, writable: 0xffff_ffff, trap: .aarch32),
        reg(.spsrFiq, "SPSR_fiq", op(3, 4, 4, 3, 3), .el2, writable: 0xffff_ffff, trap: .aarch32),
        reg(
            .dacr32EL2, "DACR32_EL2", op(3, 4, 3, 0, 0), .el2, writable: 0xffff_ffff,
            trap: .aarch32),
        reg(
            .ifsr32EL2, "IFSR32_EL2", op(3, 4, 5, 0, 1), .el2, writable: 0x163f, trap: .aarch32),
        reg(
            .fpexc32EL2, "FPEXC32_EL2", op(3, 4, 5, 3, 0), .el2, reset: .value(0x700),
            writable: 0x4000_0000, fixedOnes: 0x700, trap: .aarch32),
        // FEAT_UAO
        reg(
            .uao, "UAO", op(3, 0, 4, 2, 4), .el1, reset: .value(0), writable: 0x80_0000,
            feature: .uao),
        // FEAT_LOR. LORID_EL1 says that there are no regions, so nothing keeps its value.
        reg(
            .lorsaEL1, "LORSA_EL1", op(3, 0, 10, 4, 0), .el1, reset: .value(0), writable: 0,
            trap: .limitedOrdering, feature: .lor),
        reg(
            .loreaEL1, "LOREA_EL1", op(3, 0, 10, 4, 1), .el1, reset: .value(0), writable: 0,
            trap: .limitedOrdering, feature: .lor),
        reg(
            .lornEL1, "LORN_EL1", op(3, 0, 10, 4, 2), .el1, reset: .value(0), writable: 0,
            trap: .limitedOrdering, feature: .lor),
        reg(
            .lorcEL1, "LORC_EL1", op(3, 0, 10, 4, 3), .el1, reset: .value(0), writable: 0,
            trap: .limitedOrdering, feature: .lor),
        reg(
            .loridEL1, "LORID_EL1", op(3, 0, 10, 4, 7), .el1, access: .readOnly,
            reset: .identification, trap: .limitedOrdering, feature: .lor),
        // FEAT_RAS without error records: ERRIDR_EL1.NUM is 0.
        reg(
            .erridrEL1, "ERRIDR_EL1", op(3, 0, 5, 3, 0), .el1, access: .readOnly,
            reset: .identification, trap: .errorRecord, feature: .ras),
        reg(
            .errselrEL1, "ERRSELR_EL1", op(3, 0, 5, 3, 1), .el1, reset: .value(0), writable: 0,
            trap: .errorRecord, feature: .ras),
        reg(
            .disrEL1, "DISR_EL1", op(3, 0, 12, 1, 1), .el1, reset: .value(0),
            writable: 0x81ff_ffff, feature: .ras),
        reg(
            .vdisrEL2, "VDISR_EL2", op(3, 4, 12, 1, 1), .el2, reset: .value(0),
            writable: 0x81ff_ffff, feature: .ras),
        reg(
            .vsesrEL2, "VSESR_EL2", op(3, 4, 5, 2, 3), .el2, writable: 0x01ff_ffff, feature: .ras),
        // FEAT_DIT, FEAT_SSBS2
        reg(
            .dit, "DIT", op(3, 3, 4, 2, 5), .el0, reset: .value(0), writable: 1 << 24,
            feature: .dit),
        reg(
            .ssbs, "SSBS", op(3, 3, 4, 2, 6), .el0, reset: .value(0), writable: 1 << 12,
            feature: .ssbs),
        // FEAT_PAuth
        reg(
            .apiaKeyLoEL1, "APIAKeyLo_EL1", op(3, 0, 2, 1, 0), .el1, trap: .pointerKey,
            feature: .pauth),
        reg(
            .apiaKeyHiEL1, "APIAKeyHi_EL1", op(3, 0, 2, 1, 1), .el1, trap: .pointerKey,
            feature: .pauth),
        reg(
            .apibKeyLoEL1, "APIBKeyLo_EL1", op(3, 0, 2, 1, 2), .el1, trap: .pointerKey,
            feature: .pauth),
        reg(
            .apibKeyHiEL1, "APIBKeyHi_EL1", op(3, 0, 2, 1, 3), .el1, trap: .pointerKey,
            feature: .pauth),
        reg(
            .apdaKeyLoEL1, "APDAKeyLo_EL1", op(3, 0, 2, 2, 0), .el1, trap: .pointerKey,
            feature: .pauth),
        reg(
            .apdaKeyHiEL1, "APDAKeyHi_EL1", op(3, 0, 2, 2, 1), .el1, trap: .pointerKey,
            feature: .pauth),
        reg(
            .apdbKeyLoEL1, "APDBKeyLo_EL1", op(3, 0, 2, 2, 2), .el1, trap: .pointerKey,
            feature: .pauth),
        reg(
            .apdbKeyHiEL1, "APDBKeyHi_EL1", op(3, 0, 2, 2, 3), .el1, trap: .pointerKey,
            feature: .pauth),
        reg(
            .apgaKeyLoEL1, "APGAKeyLo_EL1", op(3, 0, 2, 3, 0), .el1, trap: .pointerKey,
            feature: .pauth),
        reg(
            .apgaKeyHiEL1, "APGAKeyHi_EL1", op(3, 0, 2, 3, 1), .el1, trap: .pointerKey,
            feature: .pauth),
    ]

    static func op(
        _ op0: UInt16, _ op1: UInt16, _ crn: UInt16, _ crm: UInt16, _ op2: UInt16
    ) -> SystemRegisterEncoding {
        SystemRegisterEncoding(op0, op1, crn, crm, op2)
    }

    static func reg(
        _ id: SystemRegisterID, _ name: String, _ encoding: SystemRegisterEncoding,
        _ minimumEL: ExceptionLevel, writeEL: ExceptionLevel? = nil,
        access: Access = .readWrite, reset: Reset = .unknown,
        writable: UInt64 = ~0, fixedOnes: UInt64 = 0, renaming: Renaming = .none,
        trap: Trap = .none, feature: Feature? = nil
    ) -> SystemRegister {
        SystemRegister(
            id: id, name: name, encoding: encoding, minimumEL: minimumEL,
            minimumWriteEL: writeEL ?? minimumEL, access: access,
            reset: reset, writable: writable, fixedOnes: fixedOnes, renaming: renaming, trap: trap,
            feature: feature)
    }
}
