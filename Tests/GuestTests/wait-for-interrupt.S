// WFI that goes on: a pending virtual interrupt, masked or not, ends it at EL1; untrapped WFE with
// an event goes on at every level.
//
// Source: Arm ARM, "Wait for Interrupt mechanism and WFI wake-up events".
//
// EXPECT: wfi at EL1, VI masked: ok
// EXPECT: wfi at EL0, VI masked: ok
// EXPECT: wfi at EL1, VF masked: ok
// EXPECT: wfe at EL2 after sevl: ok
// EXPECT: wfe at EL1 after eret: ok
// EXPECT: wfe at EL0 after eret: ok

#include "guest.h"

GUEST
    MOV64   x10, (HCR_RW | HCR_IMO | HCR_VI)
    msr     hcr_el2, x10
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_NTWI | SCTLR_NTWE)
    TRY_EL1 "wfi at EL1, VI masked", wfi
    TRY_EL0 "wfi at EL0, VI masked", wfi
    MOV64   x10, (HCR_RW | HCR_FMO | HCR_VF)
    msr     hcr_el2, x10
    TRY_EL1 "wfi at EL1, VF masked", wfi
    sevl
    TRY     "wfe at EL2 after sevl", wfe
    TRY_EL1 "wfe at EL1 after eret", wfe
    TRY_EL0 "wfe at EL0 after eret", wfe
    POWER_OFF
