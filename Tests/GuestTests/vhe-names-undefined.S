// The _EL12 and _EL02 names without HCR_EL2.E2H: UNDEFINED at EL2 as well as at EL1.
//
// QEMU: no — 7.2 lets EL2 use the _EL12 names, and reports a trap for the _EL02 ones
// Source: Arm ARM, the access pseudocode of each register, as SCTLR_EL12: "else UNDEFINED".
//
// EXPECT: sctlr_el12: EL2+200 esr=2000000 elr=+0
// EXPECT: sctlr_el12 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: cpacr_el12: EL2+200 esr=2000000 elr=+0
// EXPECT: cpacr_el12 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: ttbr0_el12: EL2+200 esr=2000000 elr=+0
// EXPECT: ttbr0_el12 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: ttbr1_el12: EL2+200 esr=2000000 elr=+0
// EXPECT: ttbr1_el12 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: tcr_el12: EL2+200 esr=2000000 elr=+0
// EXPECT: tcr_el12 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: spsr_el12: EL2+200 esr=2000000 elr=+0
// EXPECT: spsr_el12 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: elr_el12: EL2+200 esr=2000000 elr=+0
// EXPECT: elr_el12 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: esr_el12: EL2+200 esr=2000000 elr=+0
// EXPECT: esr_el12 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: far_el12: EL2+200 esr=2000000 elr=+0
// EXPECT: far_el12 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: mair_el12: EL2+200 esr=2000000 elr=+0
// EXPECT: mair_el12 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: vbar_el12: EL2+200 esr=2000000 elr=+0
// EXPECT: vbar_el12 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: contextidr_el12: EL2+200 esr=2000000 elr=+0
// EXPECT: contextidr_el12 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: cntkctl_el12: EL2+200 esr=2000000 elr=+0
// EXPECT: cntkctl_el12 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: cntp_ctl_el02: EL2+200 esr=2000000 elr=+0
// EXPECT: cntp_ctl_el02 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: cntp_cval_el02: EL2+200 esr=2000000 elr=+0
// EXPECT: cntp_cval_el02 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: cntv_ctl_el02: EL2+200 esr=2000000 elr=+0
// EXPECT: cntv_ctl_el02 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: cntv_cval_el02: EL2+200 esr=2000000 elr=+0
// EXPECT: cntv_cval_el02 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: write sctlr_el12: EL2+200 esr=2000000 elr=+0

#include "guest.h"

.macro ALIAS name
    TRY     "\name", mrs x5, \name
    TRY_EL1 "\name at EL1", mrs x5, \name
.endm

GUEST
    ALIAS   sctlr_el12
    ALIAS   cpacr_el12
    ALIAS   ttbr0_el12
    ALIAS   ttbr1_el12
    ALIAS   tcr_el12
    ALIAS   spsr_el12
    ALIAS   elr_el12
    ALIAS   esr_el12
    ALIAS   far_el12
    ALIAS   mair_el12
    ALIAS   vbar_el12
    ALIAS   contextidr_el12
    ALIAS   cntkctl_el12
    ALIAS   cntp_ctl_el02
    ALIAS   cntp_cval_el02
    ALIAS   cntv_ctl_el02
    ALIAS   cntv_cval_el02
    TRY     "write sctlr_el12", msr sctlr_el12, x5
    POWER_OFF
