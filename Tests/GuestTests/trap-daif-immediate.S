// MSR DAIFSet and DAIFClr at EL0 without SCTLR_EL1.UMA: a trapped System instruction with op0 0,
// CRn 4, CRm the immediate and Rt 31.
//
// QEMU: no — 7.2 exchanges op1 and op2 of these two in the syndrome (0x620793e6 for the first)
// Source: Arm ARM, the pseudocode of MSR (immediate); AArch64.SystemAccessTrap.
//
// EXPECT: daifset: EL1+400 esr=620cd3e6 elr=+0
// EXPECT: daifclr: EL1+400 esr=620ed3f8 elr=+0
// EXPECT: daifset with UMA: ok
// EXPECT: daifclr with UMA: ok
// EXPECT: daifset with TGE: EL2+400 esr=620cd3e6 elr=+0

#include "guest.h"

GUEST
    TRY_EL0 "daifset", msr daifset, #3
    TRY_EL0 "daifclr", msr daifclr, #12
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_UMA)
    TRY_EL0 "daifset with UMA", msr daifset, #3
    TRY_EL0 "daifclr with UMA", msr daifclr, #12
    SET     sctlr_el1, SCTLR_EL1_OFF
    SET     hcr_el2, (HCR_RW | HCR_TGE)
    TRY_EL0 "daifset with TGE", msr daifset, #3
    POWER_OFF
