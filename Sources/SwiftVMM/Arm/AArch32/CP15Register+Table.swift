// One row per register and operation of CP15 and CP14 that the machine has in AArch32. An encoding
// without a row is UNDEFINED.
//
// Source: Arm ARM DDI 0406C, B3.17 "Organization of the CP15 registers"; DDI 0487, "Mapping of the
// System registers between the Execution states".

extension CP15Register {
    public static let table: [CP15Register] =
        general + performanceMonitors + interruptController

    private static let general: [CP15Register] = [
        // c0: identification
        reg("MIDR", at(0, 0, 0, 0), .low(.midrEL1), .el1, nil, 0, 0),
        reg("CTR", at(0, 0, 0, 1), .low(.ctrEL0), .el1, nil, 0, 0),
        reg("MPIDR", at(0, 0, 0, 5), .low(.mpidrEL1), .el1, nil, 0, 0),
        reg("REVIDR", at(0, 0, 0, 6), .low(.revidrEL1), .el1, nil, 0, 0),
        reg("ID_PFR0", at(0, 0, 1, 0), .low(.idPfr0EL1), .el1, nil, 0, 0),
        reg("ID_PFR1", at(0, 0, 1, 1), .low(.idPfr1EL1), .el1, nil, 0, 0),
        reg("ID_DFR0", at(0, 0, 1, 2), .low(.idDfr0EL1), .el1, nil, 0, 0),
        reg("ID_AFR0", at(0, 0, 1, 3), .low(.idAfr0EL1), .el1, nil, 0, 0),
        reg("ID_MMFR0", at(0, 0, 1, 4), .low(.idMmfr0EL1), .el1, nil, 0, 0),
        reg("ID_MMFR1", at(0, 0, 1, 5), .low(.idMmfr1EL1), .el1, nil, 0, 0),
        reg("ID_MMFR2", at(0, 0, 1, 6), .low(.idMmfr2EL1), .el1, nil, 0, 0),
        reg("ID_MMFR3", at(0, 0, 1, 7), .low(.idMmfr3EL1), .el1, nil, 0, 0),
        reg("ID_ISAR0", at(0, 0, 2, 0), .low(.idIsar0EL1), .el1, nil, 0, 0),
        reg("ID_ISAR1", at(0, 0, 2, 1), .low(.idIsar1EL1), .el1, nil, 0, 0),
        reg("ID_ISAR2", at(0, 0, 2, 2), .low(.idIsar2EL1), .el1, nil, 0, 0),
        reg("ID_ISAR3", at(0, 0, 2, 3), .low(.idIsar3EL1), .el1, nil, 0, 0),
        reg("ID_ISAR4", at(0, 0, 2, 4), .low(.idIsar4EL1), .el1, nil, 0, 0),
        reg("ID_ISAR5", at(0, 0, 2, 5), .low(.idIsar5EL1), .el1, nil, 0, 0),
        reg("ID_MMFR4", at(0, 0, 2, 6), .low(.idMmfr4EL1), .el1, nil, 0, 0),
        reg("ID_ISAR6", at(0, 0, 2, 7), .low(.idIsar6EL1), .el1, nil, 0, 0),
        reg("CCSIDR", at(1, 0, 0, 0), .low(.ccsidrEL1), .el1, nil, 0, 0),
        reg("CLIDR", at(1, 0, 0, 1), .low(.clidrEL1), .el1, nil, 0, 0),
        reg("AIDR", at(1, 0, 0, 7), .low(.aidrEL1), .el1, nil, 0, 0),
        reg("TCMTR", at(0, 0, 0, 2), .constant(0), .el1, nil, 0, 0),
        reg("TLBTR", at(0, 0, 0, 3), .constant(0), .el1, nil, 0, 0),
        reg("MIDR alias", at(0, 0, 0, 4), .low(.midrEL1), .el1, nil, 0, 0),
        reg("MIDR alias", at(0, 0, 0, 7), .low(.midrEL1), .el1, nil, 0, 0),
        reg("CSSELR", at(2, 0, 0, 0), .low(.csselrEL1), .el1, .el1, 0xf, 0),
        reg("VPIDR", at(4, 0, 0, 0), .low(.vpidrEL2), .el2, .el2, 0xffff_ffff, 0),
        reg("VMPIDR", at(4, 0, 0, 5), .low(.vmpidrEL2), .el2, .el2, 0xffff_ffff, 0),
        // c1: system control
        reg("SCTLR", at(0, 1, 0, 0), .low(.sctlrEL1), .el1, .el1, 0x7218_3c07, 0x00c5_0078),
        reg("ACTLR", at(0, 1, 0, 1), .low(.actlrEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("CPACR", at(0, 1, 0, 2), .low(.cpacrEL1), .el1, .el1, 0xc0f0_0000, 0),
        reg("HSCTLR", at(4, 1, 0, 0), .low(.sctlrEL2), .el2, .el2, 0x4228_1007, 0x30c5_0830),
        reg("HACTLR", at(4, 1, 0, 1), .low(.actlrEL2), .el2, .el2, 0, 0),
        reg("HCR", at(4, 1, 1, 0), .low(.hcrEL2), .el2, .el2, 0x4fff_ffff, 0),
        reg("HDCR", at(4, 1, 1, 1), .low(.mdcrEL2), .el2, .el2, 0x0fff, 0),
        reg("HCPTR", at(4, 1, 1, 2), .low(.cptrEL2), .el2, .el2, 0x8010_8c00, 0x0000_33ff),
        reg("HSTR", at(4, 1, 1, 3), .low(.hstrEL2), .el2, .el2, 0x0003_afef, 0),
        reg("HACR", at(4, 1, 1, 7), .constant(0), .el2, .el2, 0, 0),
        // c2, c3: translation
        reg("TTBR0", at(0, 2, 0, 0), .low(.ttbr0EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("TTBR1", at(0, 2, 0, 1), .low(.ttbr1EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("TTBCR", at(0, 2, 0, 2), .low(.tcrEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DACR", at(0, 3, 0, 0), .low(.dacr32EL2), .el1, .el1, 0xffff_ffff, 0),
        reg("HTCR", at(4, 2, 0, 2), .low(.tcrEL2), .el2, .el2, 0x7fff_ffff, 0x8080_0000),
        reg("VTCR", at(4, 2, 1, 2), .low(.vtcrEL2), .el2, .el2, 0x7fff_ffff, 0x8000_0000),
        reg(
            "TTBR0 (64-bit)", double(0, 2), .whole(.ttbr0EL1), .el1, .el1, 0x00ff_00ff_ffff_ffff, 0),
        reg(
            "TTBR1 (64-bit)", double(1, 2), .whole(.ttbr1EL1), .el1, .el1, 0x00ff_00ff_ffff_ffff, 0),
        reg("HTTBR", double(4, 2), .whole(.ttbr0EL2), .el2, .el2, 0x0000_00ff_ffff_ffff, 0),
        reg("VTTBR", double(6, 2), .whole(.vttbrEL2), .el2, .el2, 0x00ff_00ff_ffff_ffff, 0),
        // c5, c6: faults
        reg("DFSR", at(0, 5, 0, 0), .low(.esrEL1), .el1, .el1, 0x3eff, 0),
        reg("IFSR", at(0, 5, 0, 1), .low(.ifsr32EL2), .el1, .el1, 0x163f, 0),
        reg("ADFSR", at(0, 5, 1, 0), .low(.afsr0EL1), .el1, .el1, 0, 0),
        reg("AIFSR", at(0, 5, 1, 1), .low(.afsr1EL1), .el1, .el1, 0, 0),
        reg("HADFSR", at(4, 5, 1, 0), .low(.afsr0EL2), .el2, .el2, 0, 0),
        reg("HAIFSR", at(4, 5, 1, 1), .low(.afsr1EL2), .el2, .el2, 0, 0),
        reg("HSR", at(4, 5, 2, 0), .low(.esrEL2), .el2, .el2, 0xffff_ffff, 0),
        reg("DFAR", at(0, 6, 0, 0), .low(.farEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("IFAR", at(0, 6, 0, 2), .high(.farEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("HDFAR", at(4, 6, 0, 0), .low(.farEL2), .el2, .el2, 0xffff_ffff, 0),
        reg("HIFAR", at(4, 6, 0, 2), .high(.farEL2), .el2, .el2, 0xffff_ffff, 0),
        reg("HPFAR", at(4, 6, 0, 4), .low(.hpfarEL2), .el2, .el2, 0xffff_fff0, 0),
        // c7: caches, barriers, address translation
        reg("NOP", at(0, 7, 0, 4), .operation(.nothing), nil, .el1, 0, 0),
        reg("ICIALLUIS", at(0, 7, 1, 0), .operation(.invalidateInstructionCache), nil, .el1, 0, 0),
        reg("BPIALLIS", at(0, 7, 1, 6), .operation(.invalidateInstructionCache), nil, .el1, 0, 0),
        reg("PAR", at(0, 7, 4, 0), .low(.parEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("PAR (64-bit)", double(0, 7), .whole(.parEL1), .el1, .el1, ~0, 0),
        reg("ICIALLU", at(0, 7, 5, 0), .operation(.invalidateInstructionCache), nil, .el1, 0, 0),
        reg("ICIMVAU", at(0, 7, 5, 1), .operation(.cleanToUnification), nil, .el1, 0, 0),
        reg("CP15ISB", at(0, 7, 5, 4), .operation(.instructionBarrier), nil, .el0, 0, 0),
        reg("BPIALL", at(0, 7, 5, 6), .operation(.invalidateInstructionCache), nil, .el1, 0, 0),
        reg("BPIMVA", at(0, 7, 5, 7), .operation(.nothing), nil, .el1, 0, 0),
        reg("DCIMVAC", at(0, 7, 6, 1), .operation(.invalidateToCoherency), nil, .el1, 0, 0),
        reg("DCISW", at(0, 7, 6, 2), .operation(.bySetWay), nil, .el1, 0, 0),
        reg(
            "ATS1CPR", at(0, 7, 8, 0),
            .operation(.translate(isPrivileged: true, isWrite: false, bothStages: false)), nil,
            .el1, 0, 0),
        reg(
            "ATS1CPW", at(0, 7, 8, 1),
            .operation(.translate(isPrivileged: true, isWrite: true, bothStages: false)), nil, .el1,
            0, 0),
        reg(
            "ATS1CUR", at(0, 7, 8, 2),
            .operation(.translate(isPrivileged: false, isWrite: false, bothStages: false)), nil,
            .el1, 0, 0),
        reg(
            "ATS1CUW", at(0, 7, 8, 3),
            .operation(.translate(isPrivileged: false, isWrite: true, bothStages: false)), nil,
            .el1, 0, 0),
        reg(
            "ATS12NSOPR", at(0, 7, 8, 4),
            .operation(.translate(isPrivileged: true, isWrite: false, bothStages: true)), nil, .el2,
            0, 0),
        reg(
            "ATS12NSOPW", at(0, 7, 8, 5),
            .operation(.translate(isPrivileged: true, isWrite: true, bothStages: true)), nil, .el2,
            0, 0),
        reg(
            "ATS12NSOUR", at(0, 7, 8, 6),
            .operation(.translate(isPrivileged: false, isWrite: false, bothStages: true)), nil,
            .el2, 0, 0),
        reg(
            "ATS12NSOUW", at(0, 7, 8, 7),
            .operation(.translate(isPrivileged: false, isWrite: true, bothStages: true)), nil, .el2,
            0, 0),
        reg("ATS1HR", at(4, 7, 8, 0), .operation(.translateHyp(isWrite: false)), nil, .el2, 0, 0),
        reg("ATS1HW", at(4, 7, 8, 1), .operation(.translateHyp(isWrite: true)), nil, .el2, 0, 0),
        reg("DCCMVAC", at(0, 7, 10, 1), .operation(.cleanToCoherency), nil, .el1, 0, 0),
        reg("DCCSW", at(0, 7, 10, 2), .operation(.bySetWay), nil, .el1, 0, 0),
        reg("CP15DSB", at(0, 7, 10, 4), .operation(.dataBarrier), nil, .el0, 0, 0),
        reg("CP15DMB", at(0, 7, 10, 5), .operation(.dataBarrier), nil, .el0, 0, 0),
        reg("DCCMVAU", at(0, 7, 11, 1), .operation(.cleanToUnification), nil, .el1, 0, 0),
        reg("NOP", at(0, 7, 13, 1), .operation(.nothing), nil, .el1, 0, 0),
        reg("DCCIMVAC", at(0, 7, 14, 1), .operation(.cleanToCoherency), nil, .el1, 0, 0),
        reg("DCCISW", at(0, 7, 14, 2), .operation(.bySetWay), nil, .el1, 0, 0),
        // c8: TLB maintenance
        reg(
            "TLBIALLIS", at(0, 8, 3, 0),
            .operation(.invalidateTLB(.all, isHyp: false, isShared: true)), nil, .el1, 0, 0),
        reg(
            "TLBIMVAIS", at(0, 8, 3, 1),
            .operation(.invalidateTLB(.address, isHyp: false, isShared: true)), nil, .el1, 0, 0),
        reg(
            "TLBIASIDIS", at(0, 8, 3, 2),
            .operation(.invalidateTLB(.asid, isHyp: false, isShared: true)), nil, .el1, 0, 0),
        reg(
            "TLBIMVAAIS", at(0, 8, 3, 3),
            .operation(.invalidateTLB(.addressAllASIDs, isHyp: false, isShared: true)), nil, .el1,
            0, 0),
        reg(
            "TLBIMVALIS", at(0, 8, 3, 5),
            .operation(.invalidateTLB(.address, isHyp: false, isShared: true)), nil, .el1, 0, 0
        ).inArmv8,
        reg(
            "TLBIMVAALIS", at(0, 8, 3, 7),
            .operation(.invalidateTLB(.addressAllASIDs, isHyp: false, isShared: true)), nil, .el1,
            0, 0
        ).inArmv8,
        reg(
            "TLBIALLHIS", at(4, 8, 3, 0),
            .operation(.invalidateTLB(.all, isHyp: true, isShared: true)), nil, .el2, 0, 0),
        reg(
            "TLBIMVAHIS", at(4, 8, 3, 1),
            .operation(.invalidateTLB(.address, isHyp: true, isShared: true)), nil, .el2, 0, 0),
        reg(
            "TLBIALLNSNHIS", at(4, 8, 3, 4),
            .operation(.invalidateTLB(.allVMIDs, isHyp: false, isShared: true)), nil, .el2, 0, 0),
        reg(
            "TLBIMVALHIS", at(4, 8, 3, 5),
            .operation(.invalidateTLB(.address, isHyp: true, isShared: true)), nil, .el2, 0, 0
        ).inArmv8,
        reg(
            "TLBIALL", at(0, 8, 7, 0),
            .operation(.invalidateTLB(.all, isHyp: false, isShared: false)), nil, .el1, 0, 0),
        reg(
            "TLBIMVA", at(0, 8, 7, 1),
            .operation(.invalidateTLB(.address, isHyp: false, isShared: false)), nil, .el1, 0, 0),
        reg(
            "TLBIASID", at(0, 8, 7, 2),
            .operation(.invalidateTLB(.asid, isHyp: false, isShared: false)), nil, .el1, 0, 0),
        reg(
            "TLBIMVAA", at(0, 8, 7, 3),
            .operation(.invalidateTLB(.addressAllASIDs, isHyp: false, isShared: false)), nil, .el1,
            0, 0),
        reg(
            "TLBIMVAL", at(0, 8, 7, 5),
            .operation(.invalidateTLB(.address, isHyp: false, isShared: false)), nil, .el1, 0, 0
        ).inArmv8,
        reg(
            "TLBIMVAAL", at(0, 8, 7, 7),
            .operation(.invalidateTLB(.addressAllASIDs, isHyp: false, isShared: false)), nil, .el1,
            0, 0
        ).inArmv8,
        reg(
            "TLBIALLH", at(4, 8, 7, 0),
            .operation(.invalidateTLB(.all, isHyp: true, isShared: false)), nil, .el2, 0, 0),
        reg(
            "TLBIMVAH", at(4, 8, 7, 1),
            .operation(.invalidateTLB(.address, isHyp: true, isShared: false)), nil, .el2, 0, 0),
        reg(
            "TLBIALLNSNH", at(4, 8, 7, 4),
            .operation(.invalidateTLB(.allVMIDs, isHyp: false, isShared: false)), nil, .el2, 0, 0),
        reg(
            "TLBIMVALH", at(4, 8, 7, 5),
            .operation(.invalidateTLB(.address, isHyp: true, isShared: false)), nil, .el2, 0, 0
        ).inArmv8,
        reg(
            "ITLBIALL", at(0, 8, 5, 0),
            .operation(.invalidateTLB(.all, isHyp: false, isShared: false)), nil, .el1, 0, 0),
        reg(
            "ITLBIMVA", at(0, 8, 5, 1),
            .operation(.invalidateTLB(.address, isHyp: false, isShared: false)), nil, .el1, 0, 0),
        reg(
            "ITLBIASID", at(0, 8, 5, 2),
            .operation(.invalidateTLB(.asid, isHyp: false, isShared: false)), nil, .el1, 0, 0),
        reg(
            "DTLBIALL", at(0, 8, 6, 0),
            .operation(.invalidateTLB(.all, isHyp: false, isShared: false)), nil, .el1, 0, 0),
        reg(
            "DTLBIMVA", at(0, 8, 6, 1),
            .operation(.invalidateTLB(.address, isHyp: false, isShared: false)), nil, .el1, 0, 0),
        reg(
            "DTLBIASID", at(0, 8, 6, 2),
            .operation(.invalidateTLB(.asid, isHyp: false, isShared: false)), nil, .el1, 0, 0),
        reg(
            "TLBIIPAS2IS", at(4, 8, 0, 1),
            .operation(.invalidateTLB(.intermediateAddress, isHyp: false, isShared: true)), nil,
            .el2, 0, 0
        ).inArmv8,
        reg(
            "TLBIIPAS2LIS", at(4, 8, 0, 5),
            .operation(.invalidateTLB(.intermediateAddress, isHyp: false, isShared: true)), nil,
            .el2, 0, 0
        ).inArmv8,
        reg(
            "TLBIIPAS2", at(4, 8, 4, 1),
            .operation(.invalidateTLB(.intermediateAddress, isHyp: false, isShared: false)), nil,
            .el2, 0, 0
        ).inArmv8,
        reg(
            "TLBIIPAS2L", at(4, 8, 4, 5),
            .operation(.invalidateTLB(.intermediateAddress, isHyp: false, isShared: false)), nil,
            .el2, 0, 0
        ).inArmv8,
        // c10: memory attributes; c12: vectors; c13: process and thread identifiers
        reg("PRRR, MAIR0", at(0, 10, 2, 0), .low(.mairEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("NMRR, MAIR1", at(0, 10, 2, 1), .high(.mairEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("AMAIR0", at(0, 10, 3, 0), .low(.amairEL1), .el1, .el1, 0, 0),
        reg("AMAIR1", at(0, 10, 3, 1), .high(.amairEL1), .el1, .el1, 0, 0),
        reg("HMAIR0", at(4, 10, 2, 0), .low(.mairEL2), .el2, .el2, 0xffff_ffff, 0),
        reg("HMAIR1", at(4, 10, 2, 1), .high(.mairEL2), .el2, .el2, 0xffff_ffff, 0),
        reg("HAMAIR0", at(4, 10, 3, 0), .low(.amairEL2), .el2, .el2, 0, 0),
        reg("HAMAIR1", at(4, 10, 3, 1), .high(.amairEL2), .el2, .el2, 0, 0),
        reg("VBAR", at(0, 12, 0, 0), .low(.vbarEL1), .el1, .el1, 0xffff_ffe0, 0),
        reg("ISR", at(0, 12, 1, 0), .low(.isrEL1), .el1, nil, 0, 0),
        reg("HVBAR", at(4, 12, 0, 0), .low(.vbarEL2), .el2, .el2, 0xffff_ffe0, 0),
        reg("FCSEIDR", at(0, 13, 0, 0), .constant(0), .el1, .el1, 0, 0),
        reg("CONTEXTIDR", at(0, 13, 0, 1), .low(.contextidrEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("TPIDRURW", at(0, 13, 0, 2), .low(.tpidrEL0), .el0, .el0, 0xffff_ffff, 0),
        reg("TPIDRURO", at(0, 13, 0, 3), .low(.tpidrroEL0), .el0, .el1, 0xffff_ffff, 0),
        reg("TPIDRPRW", at(0, 13, 0, 4), .low(.tpidrEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("HTPIDR", at(4, 13, 0, 2), .low(.tpidrEL2), .el2, .el2, 0xffff_ffff, 0),
        // c14: the generic timer
        reg("CNTFRQ", at(0, 14, 0, 0), .low(.cntfrqEL0), .el0, .el2, 0xffff_ffff, 0),
        reg("CNTKCTL", at(0, 14, 1, 0), .low(.cntkctlEL1), .el1, .el1, 0x3ff, 0),
        reg("CNTP_TVAL", at(0, 14, 2, 0), .low(.cntpTvalEL0), .el0, .el0, 0xffff_ffff, 0),
        reg("CNTP_CTL", at(0, 14, 2, 1), .low(.cntpCtlEL0), .el0, .el0, 0xffff_ffff, 0),
        reg("CNTV_TVAL", at(0, 14, 3, 0), .low(.cntvTvalEL0), .el0, .el0, 0xffff_ffff, 0),
        reg("CNTV_CTL", at(0, 14, 3, 1), .low(.cntvCtlEL0), .el0, .el0, 0xffff_ffff, 0),
        reg("CNTHCTL", at(4, 14, 1, 0), .low(.cnthctlEL2), .el2, .el2, 0xff, 0),
        reg("CNTHP_TVAL", at(4, 14, 2, 0), .low(.cnthpTvalEL2), .el2, .el2, 0xffff_ffff, 0),
        reg("CNTHP_CTL", at(4, 14, 2, 1), .low(.cnthpCtlEL2), .el2, .el2, 0xffff_ffff, 0),
        reg("CNTPCT", double(0, 14), .whole(.cntpctEL0), .el0, nil, 0, 0),
        reg("CNTVCT", double(1, 14), .whole(.cntvctEL0), .el0, nil, 0, 0),
        reg("CNTP_CVAL", double(2, 14), .whole(.cntpCvalEL0), .el0, .el0, ~0, 0),
        reg("CNTV_CVAL", double(3, 14), .whole(.cntvCvalEL0), .el0, .el0, ~0, 0),
        reg("CNTVOFF", double(4, 14), .whole(.cntvoffEL2), .el2, .el2, ~0, 0),
        reg("CNTHP_CVAL", double(6, 14), .whole(.cnthpCvalEL2), .el2, .el2, ~0, 0),
        // c15: Cortex-A15's own, as far as kernels touch them: the L2 control register and its like
        reg("L2CTLR", at(1, 9, 0, 2), .constant(0), .el1, .el1, 0, 0),
        reg("L2ECTLR", at(1, 9, 0, 3), .constant(0), .el1, .el1, 0, 0),
        reg("CBAR", at(4, 15, 0, 0), .constant(0x0800_0000), .el1, nil, 0, 0),
        // CP14: debug
        reg("DBGDIDR", debug(0, 0, 0, 0), .constant(0x3515_f021), .el1, nil, 0xffff_ffff, 0),
        reg("DBGDSCRint", debug(0, 0, 1, 0), .low(.mdscrEL1), .el0, nil, 0xffff_ffff, 0),
        reg("DBGDSCRext", debug(0, 0, 2, 2), .low(.mdscrEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGVCR", debug(0, 0, 7, 0), .constant(0), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGDRAR", debug(0, 1, 0, 0), .low(.mdrarEL1), .el0, nil, 0xffff_ffff, 0),
        reg("DBGDSAR", debug(0, 2, 0, 0), .constant(0), .el0, nil, 0xffff_ffff, 0),
        reg("DBGOSLAR", debug(0, 1, 0, 4), .low(.oslarEL1), nil, .el1, 0xffff_ffff, 0),
        reg("DBGOSLSR", debug(0, 1, 1, 4), .low(.oslsrEL1), .el1, nil, 0xffff_ffff, 0),
        reg("DBGOSDLR", debug(0, 1, 3, 4), .low(.osdlrEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGPRCR", debug(0, 1, 4, 4), .low(.dbgprcrEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGCLAIMSET", debug(0, 7, 8, 6), .low(.dbgclaimsetEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGCLAIMCLR", debug(0, 7, 9, 6), .low(.dbgclaimclrEL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGAUTHSTATUS", debug(0, 7, 14, 6), .constant(0), .el1, nil, 0xffff_ffff, 0),
        reg("DBGDEVID", debug(0, 7, 2, 7), .constant(0), .el1, nil, 0xffff_ffff, 0),
        reg("DBGDEVID1", debug(0, 7, 1, 7), .constant(0), .el1, nil, 0xffff_ffff, 0),
        reg("DBGBVR0", debug(0, 0, 0, 4), .low(.dbgbvr0EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGBCR0", debug(0, 0, 0, 5), .low(.dbgbcr0EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGBVR1", debug(0, 0, 1, 4), .low(.dbgbvr1EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGBCR1", debug(0, 0, 1, 5), .low(.dbgbcr1EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGBVR2", debug(0, 0, 2, 4), .low(.dbgbvr2EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGBCR2", debug(0, 0, 2, 5), .low(.dbgbcr2EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGBVR3", debug(0, 0, 3, 4), .low(.dbgbvr3EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGBCR3", debug(0, 0, 3, 5), .low(.dbgbcr3EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGBVR4", debug(0, 0, 4, 4), .low(.dbgbvr4EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGBCR4", debug(0, 0, 4, 5), .low(.dbgbcr4EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGBVR5", debug(0, 0, 5, 4), .low(.dbgbvr5EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGBCR5", debug(0, 0, 5, 5), .low(.dbgbcr5EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGBXVR4", debug(0, 1, 4, 1), .high(.dbgbvr4EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGBXVR5", debug(0, 1, 5, 1), .high(.dbgbvr5EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGWVR0", debug(0, 0, 0, 6), .low(.dbgwvr0EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGWCR0", debug(0, 0, 0, 7), .low(.dbgwcr0EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGWVR1", debug(0, 0, 1, 6), .low(.dbgwvr1EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGWCR1", debug(0, 0, 1, 7), .low(.dbgwcr1EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGWVR2", debug(0, 0, 2, 6), .low(.dbgwvr2EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGWCR2", debug(0, 0, 2, 7), .low(.dbgwcr2EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGWVR3", debug(0, 0, 3, 6), .low(.dbgwvr3EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("DBGWCR3", debug(0, 0, 3, 7), .low(.dbgwcr3EL1), .el1, .el1, 0xffff_ffff, 0),
        reg("TEECR", debug(6, 0, 0, 0), .constant(0), .el1, .el1, 0xffff_ffff, 0),
        reg("JIDR", debug(7, 0, 0, 0), .constant(0), .el1, .el1, 0xffff_ffff, 0),
        reg("JOSCR", debug(7, 1, 0, 0), .constant(0), .el1, .el1, 0xffff_ffff, 0),
        reg("JMCR", debug(7, 2, 0, 0), .constant(0), .el1, .el1, 0xffff_ffff, 0),
    ]

    static func at(_ opc1: UInt8, _ crn: UInt8, _ crm: UInt8, _ opc2: UInt8)
        -> CoprocessorEncoding
    {
        CoprocessorEncoding(15, opc1, crn, crm, opc2)
    }

    static func double(_ opc1: UInt8, _ crm: UInt8) -> CoprocessorEncoding {
        CoprocessorEncoding(15, opc1, 0, crm, 0, isDouble: true)
    }

    private static func debug(_ opc1: UInt8, _ crn: UInt8, _ crm: UInt8, _ opc2: UInt8)
        -> CoprocessorEncoding
    {
        CoprocessorEncoding(14, opc1, crn, crm, opc2)
    }

    static func reg(
        _ name: String, _ encoding: CoprocessorEncoding, _ target: Target,
        _ readEL: ExceptionLevel?, _ writeEL: ExceptionLevel?, _ writable: UInt64, _ ones: UInt64
    ) -> CP15Register {
        CP15Register(
            name: name, encoding: encoding, target: target, readEL: readEL, writeEL: writeEL,
            writable: writable, ones: ones)
    }
}
