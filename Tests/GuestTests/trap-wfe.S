// WFE trapped by HCR_EL2.TWE from EL1 and by SCTLR_EL1.nTWE from EL0. A WFE that finds the Event
// Register set takes the event and is not trapped.
//
// ERET sets the Event Register, so each WFE under test follows one that takes the event.
//
// QEMU: no — its WFE never waits, and so never traps either
// Source: Arm ARM, AArch64.CheckForWFxTrap; AArch64.ExceptionReturn, SendEventLocal.
//
// EXPECT: wfe at EL1 with TWE, event: ok
// EXPECT: wfe at EL1 with TWE: EL2+400 esr=7e00001 elr=+0
// EXPECT: wfe at EL0: EL1+400 esr=7e00001 elr=+0
// EXPECT: wfe at EL0 with nTWE and TWE: EL2+400 esr=7e00001 elr=+0
// EXPECT: wfe at EL2 with TWE, event: ok

#include "guest.h"

GUEST
    SET     hcr_el2, (HCR_RW | HCR_TWE)
    TRY_EL1 "wfe at EL1 with TWE, event", wfe
    SAY     "wfe at EL1 with TWE: "
    ADDR    x26, second_el1
    AT_EL1  first_el1
    VERDICT
    SET     hcr_el2, HCR_RW
    SAY     "wfe at EL0: "
    ADDR    x26, second_el0
    AT_EL0  first_el0
    VERDICT
    SET     hcr_el2, (HCR_RW | HCR_TWE)
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_NTWE)
    SAY     "wfe at EL0 with nTWE and TWE: "
    ADDR    x26, second_el0
    AT_EL0  first_el0
    VERDICT
    // Not at EL2.
    sevl
    TRY     "wfe at EL2 with TWE, event", wfe
    POWER_OFF

    .section .text.lower, "ax"
first_el1:
    wfe
second_el1:
    wfe
    hvc     #DONE

    .section .user, "ax"
first_el0:
    wfe
second_el0:
    wfe
    svc     #DONE
