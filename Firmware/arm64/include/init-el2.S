// What a kernel does with EL2 before it lives at EL1: give every control
// register a known value, install the stub's vectors, and drop. The order and
// the values are those of Linux arch/arm64/include/asm/el2_setup.h and head.S,
// 6.12, so that a model that resets registers to junk shows what is missing.
//
// The image defines EL2_VECTORS, the stub to install.

    .section .hyp.text, "ax", %progbits

// init_el2: EL2h, MMU off, all exceptions masked.
// In:        x30 = where to go on at EL1. No stack is used.
// Out:       at x30: EL1h, DAIF masked, EL1 MMU off; x0 = 0xe12, with bit 32 set
//            if HCR_EL2.E2H cannot be cleared on this CPU.
// Destroyed: x0-x3. SP_EL1 and SP_EL2 are not touched.
ROUTINE init_el2
    msr     elr_el2, x30

    // HCR_EL2 first: E2H decides what the other encodings reach. The CPU may
    // have E2H stuck at one. Newer ones say so in an ID field; the others show
    // it by FAR_EL1 naming FAR_EL2.
    LOAD64  x0, HCR_HOST
    msr     hcr_el2, x0
    isb
    mrs     x1, REG_ID_AA64MMFR4_EL1
    sbfx    x1, x1, #MMFR4_E2H0, #4
    tbnz    x1, #63, 1f
    LOAD64  x1, 0x5eedfa12
    msr     far_el1, xzr
    isb
    msr     far_el2, x1
    isb
    mrs     x2, far_el1
    cmp     x2, x1
    b.ne    2f
1:  LOAD64  x1, HCR_E2H
    orr     x0, x0, x1
    msr     hcr_el2, x0
    isb
2:  LOAD64  x1, SCTLR_EL2_OFF
    msr     sctlr_el2, x1
    isb
    // A RES1 bit need not read as one, so what this CPU makes of the value is
    // what it must be found at again.
    mrs     x1, sctlr_el2
    adr     x2, sctlr_el2_off
    str     x1, [x2]
    // From here on x0 bit 34 answers "is E2H in force".

    ID_FIELD x1, id_aa64mmfr1_el1, MMFR1_HCX
    cbz     x1, 3f
    LOAD64  x1, HCRX_HOST
    msr     REG_HCRX_EL2, x1
3:
    // Timers: EL1 may use the physical counter and timer; no virtual offset.
    movz    x1, #CNTHCTL_EL1_ACCESS
    lsl     x2, x1, #CNTHCTL_E2H_SHIFT
    tst     x0, #HCR_E2H
    csel    x1, x1, x2, eq
    msr     cnthctl_el2, x1
    msr     cntvoff_el2, xzr

    // Debug and PMU: all counters to EL1; profiling and trace buffers too, where
    // the level above has not kept them (the P bit of their ID registers).
    movz    x1, #0
    ID_FIELD x2, id_aa64dfr0_el1, DFR0_PMUVER
    cbz     x2, 4f
    cmp     x2, #0xf
    b.eq    4f
    mrs     x1, pmcr_el0
    ubfx    x1, x1, #11, #5
4:  ID_FIELD x2, id_aa64dfr0_el1, DFR0_PMSVER
    cbz     x2, 5f
    orr     x1, x1, #MDCR_E2PB
    mrs     x2, REG_PMBIDR_EL1
    tbnz    x2, #4, 5f
    movz    x2, #PMSCR_EL2_PA_PCT
    msr     REG_PMSCR_EL2, x2
5:  ID_FIELD x2, id_aa64dfr0_el1, DFR0_TRACEBUFFER
    cbz     x2, 6f
    mrs     x2, REG_TRBIDR_EL1
    tbnz    x2, #4, 6f
    orr     x1, x1, #MDCR_E2TB
6:  msr     mdcr_el2, x1
    ID_FIELD x1, id_aa64dfr0_el1, DFR0_BRBE
    cbz     x1, 7f
    movz    x1, #0x18                           // CC, MPRED
    msr     REG_BRBCR_EL2, x1
7:
    ID_FIELD x1, id_aa64mmfr1_el1, MMFR1_LO
    cbz     x1, 8f
    msr     lorc_el1, xzr
8:  msr     vttbr_el2, xzr

    // GICv3 CPU interface through system registers, unless a higher level keeps
    // SRE at zero; ICH_HCR_EL2 may be touched only if the bit sticks.
    ID_FIELD x1, id_aa64pfr0_el1, PFR0_GIC
    cbz     x1, 9f
    mrs     x1, REG_ICC_SRE_EL2
    orr     x1, x1, #1
    orr     x1, x1, #8
    msr     REG_ICC_SRE_EL2, x1
    isb
    mrs     x1, REG_ICC_SRE_EL2
    tbz     x1, #0, 9f
    msr     REG_ICH_HCR_EL2, xzr
9:
    msr     hstr_el2, xzr
    mrs     x1, midr_el1
    msr     vpidr_el2, x1
    mrs     x1, mpidr_el1
    msr     vmpidr_el2, x1

    // CPTR_EL2 has the layout of CPACR_EL1 while E2H is set.
    movz    x1, #CPTR_EL2_HOST
    LOAD64  x2, CPACR_FPEN
    tst     x0, #HCR_E2H
    csel    x1, x1, x2, eq
    msr     cptr_el2, x1

    // Fine-grained traps: nothing traps, and for the "n" bits of features that
    // exist nothing is a one.
    ID_FIELD x1, id_aa64mmfr0_el1, MMFR0_FGT
    cbz     x1, 19f
    movz    x1, #0
    ID_FIELD x2, id_aa64dfr0_el1, DFR0_PMSVER
    cmp     x2, #3
    b.lo    10f
    orr     x1, x1, #FGDT_PMSNEVFR
10: ID_FIELD x2, id_aa64dfr0_el1, DFR0_BRBE
    cbz     x2, 11f
    orr     x1, x1, #FGDT_BRBE
11: msr     REG_HDFGRTR_EL2, x1
    msr     REG_HDFGWTR_EL2, x1
    movz    x1, #0
    movz    x3, #0
    cbz     x2, 12f
    orr     x3, x3, #FGIT_BRBE
12: ID_FIELD x2, id_aa64pfr1_el1, PFR1_SME
    cbz     x2, 13f
    orr     x1, x1, #FGT_SME
13: ID_FIELD x2, id_aa64pfr1_el1, PFR1_GCS
    cbz     x2, 14f
    orr     x1, x1, #FGT_GCS
    orr     x3, x3, #FGIT_GCS
14: ID_FIELD x2, REG_ID_AA64MMFR3_EL1, MMFR3_S1PIE
    cbz     x2, 15f
    orr     x1, x1, #FGT_S1PIE
15: ID_FIELD x2, REG_ID_AA64MMFR3_EL1, MMFR3_S1POE
    cbz     x2, 16f
    orr     x1, x1, #FGT_S1POE
16: msr     REG_HFGRTR_EL2, x1
    msr     REG_HFGWTR_EL2, x1
    msr     REG_HFGITR_EL2, x3
    ID_FIELD x2, id_aa64pfr0_el1, PFR0_AMU
    cbz     x2, 17f
    msr     REG_HAFGRTR_EL2, xzr
17: ID_FIELD x1, id_aa64mmfr0_el1, MMFR0_FGT
    cmp     x1, #2
    b.lo    19f
    movz    x1, #0
    ID_FIELD x2, id_aa64dfr0_el1, DFR0_PMUVER
    cmp     x2, #0xf
    b.eq    18f
    cmp     x2, #9
    b.lo    18f
    orr     x1, x1, #FGDT2_PMU_V3P9
18: msr     REG_HDFGRTR2_EL2, x1
    msr     REG_HDFGWTR2_EL2, x1
    msr     REG_HFGRTR2_EL2, xzr
    msr     REG_HFGWTR2_EL2, xzr
    msr     REG_HFGITR2_EL2, xzr
19:
    adr     x1, EL2_VECTORS
    msr     vbar_el2, x1
    isb

    // The EL1 MMU is off when we arrive there. SCTLR_EL1 has another name while
    // E2H is set.
    LOAD64  x1, SCTLR_EL1_OFF
    tbnz    x0, #HCR_E2H_BIT, 20f
    msr     sctlr_el1, x1
    b       21f
20: msr     sctlr_el12, x1
21: movz    x1, #SPSR_EL1H_MASKED
    msr     spsr_el2, x1
    ubfx    x0, x0, #HCR_E2H_BIT, #1
    movz    x1, #BOOT_MODE_EL2
    orr     x0, x1, x0, lsl #BOOT_MODE_E2H_BIT
    isb                                         // ERET need not synchronise if EOS is 0
    eret
END_ROUTINE init_el2

    .bss
    .balign 8
sctlr_el2_off:  .space 8
