// FEAT_VHE: at EL2 with HCR_EL2.E2H the EL1 names reach EL2 registers, and the _EL12 and _EL02
// names reach the EL1 registers. At EL1 the latter are UNDEFINED.
//
// Source: Arm ARM, "System and Special-purpose register redirection".
//
// EXPECT: ttbr0: el1 is 2000, el12 is 1000; then el1 2000, el2 4000
// EXPECT: ttbr1: el1 is 4000, el12 is 3000; then el1 6000, el2 8000
// EXPECT: mair: el1 is 22, el12 is 11; then el1 22, el2 44
// EXPECT: esr: el1 is 2000002, el12 is 2000001; then el1 4000002, el2 4000004
// EXPECT: far: el1 is 456, el12 is 123; then el1 246, el2 8ac
// EXPECT: elr: el1 is 40002000, el12 is 40001000; then el1 80002000, el2 80004000
// EXPECT: spsr: el1 is 148, el12 is 144; then el1 288, el2 290
// EXPECT: contextidr: el1 is 88, el12 is 77; then el1 ee, el2 110
// EXPECT: vbar: el1 is 2000800, el12 is 1000800; then el1 2001000, el2 4001000
// EXPECT: cptr from cpacr 300000
// EXPECT: cpacr after cpacr_el12 300000
// EXPECT: tpidr_el1 99
// EXPECT: sp_el1 1230
// EXPECT: at EL1 with E2H
// EXPECT: sctlr_el12: EL1+200 esr=2000000 elr=+0
// EXPECT: cntv_ctl_el02: EL1+200 esr=2000000 elr=+0
// EXPECT: sctlr_el1: ok

#include "guest.h"

// Tags both registers, then reads both names.
.macro PAIR name, tag1, tag2
    SET     hcr_el2, HCR_RW
    isb
    SET     \name\()_el1, \tag1
    SET     \name\()_el2, \tag2
    SET     hcr_el2, (HCR_RW | HCR_E2H)
    isb
    mrs     x10, \name\()_el1
    mrs     x11, \name\()_el12
    SAY     "\name: el1 is "
    HEX     x10
    SAY     ", el12 is "
    HEX     x11
    // Writes reach the same two.
    add     x10, x10, x10
    msr     \name\()_el1, x10
    add     x11, x11, x11
    msr     \name\()_el12, x11
    SET     hcr_el2, HCR_RW
    isb
    mrs     x10, \name\()_el1
    mrs     x11, \name\()_el2
    SAY     "; then el1 "
    HEX     x10
    SHOW    ", el2 ", x11
.endm

GUEST
    PAIR    ttbr0, 0x1000, 0x2000
    PAIR    ttbr1, 0x3000, 0x4000
    PAIR    mair, 0x11, 0x22
    PAIR    esr, 0x2000001, 0x2000002
    PAIR    far, 0x123, 0x456
    PAIR    elr, 0x40001000, 0x40002000
    PAIR    spsr, 0x144, 0x148
    PAIR    contextidr, 0x77, 0x88
    PAIR    vbar, 0x1000800, 0x2000800
    ADDR    x16, recorder_vectors_el2
    msr     vbar_el2, x16
    ADDR    x16, recorder_vectors_el1
    msr     vbar_el1, x16
    // CPTR_EL2 takes the layout of CPACR_EL1; FPEN and its neighbours keep their place.
    SET     hcr_el2, (HCR_RW | HCR_E2H)
    isb
    SET     cpacr_el1, (3 << 20)
    mrs     x5, cptr_el2
    and     x5, x5, #(3 << 20)
    SHOW    "cptr from cpacr ", x5
    SET     cpacr_el12, 0
    mrs     x5, cpacr_el1
    and     x5, x5, #(3 << 20)
    SHOW    "cpacr after cpacr_el12 ", x5
    // SP_EL1 and TPIDR_EL1 are not redirected.
    SET     tpidr_el1, 0x99
    SET     tpidr_el2, 0xaa
    SHOWREG "tpidr_el1 ", tpidr_el1
    SET     sp_el1, 0x1230
    SHOWREG "sp_el1 ", sp_el1
    ADDR    x16, guest_stacks
    add     x16, x16, #0x800
    msr     sp_el1, x16
    msr     tpidr_el1, xzr

    SET     hcr_el2, (HCR_RW | HCR_E2H)
    isb
    LINE    "at EL1 with E2H"
    TRY_EL1 "sctlr_el12", mrs x5, sctlr_el12
    TRY_EL1 "cntv_ctl_el02", mrs x5, cntv_ctl_el02
    TRY_EL1 "sctlr_el1", mrs x5, sctlr_el1
    POWER_OFF
