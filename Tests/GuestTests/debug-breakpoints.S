// Breakpoints on addresses: by Exception level (PMC, HMC, SSC), with every control that lets their
// exceptions through or not, to EL1 and to EL2, linked to a context ID.
//
// Source: Arm ARM, "Breakpoint exceptions"; AArch64.BreakpointMatch, AArch64.StateMatch,
// AArch64.GenerateDebugExceptionsFrom.
//
// EXPECT: to EL2
// EXPECT: EL1 at EL1: EL2+400 esr=c2000022 elr=+0
// EXPECT: EL1 at EL0: ok
// EXPECT: EL0 at EL1: ok
// EXPECT: EL0 at EL0: EL2+400 esr=c2000022 elr=+0
// EXPECT: before the exception of the instruction itself: EL2+400 esr=c2000022 elr=+0
// EXPECT: both at EL1: EL2+400 esr=c2000022 elr=+0
// EXPECT: both at EL0: EL2+400 esr=c2000022 elr=+0
// EXPECT: both at EL2: ok
// EXPECT: HMC at EL2: EL2+200 esr=c6000022 elr=+0
// EXPECT: HMC at EL1: EL2+400 esr=c2000022 elr=+0
// EXPECT: EL2 alone at EL2: EL2+200 esr=c6000022 elr=+0
// EXPECT: EL2 alone at EL1: ok
// EXPECT: EL2 alone at EL0: ok
// EXPECT: unmasked at EL2: EL2+200 esr=c6000022 elr=+0
// EXPECT: without KDE at EL2: ok
// EXPECT: masked at EL2: ok
// EXPECT: off
// EXPECT: without MDE: ok
// EXPECT: without E: ok
// EXPECT: to EL1
// EXPECT: at EL0: EL1+400 esr=c2000022 elr=+0
// EXPECT: at EL1 without KDE: ok
// EXPECT: at EL1 with KDE: EL1+200 esr=c6000022 elr=+0
// EXPECT: at EL1, masked by the instruction before: EL1+200 esr=c6000022 elr=+0
// EXPECT: at EL2: ok
// EXPECT: with TGE, to EL2
// EXPECT: at EL0: EL2+400 esr=c2000022 elr=+0
// EXPECT: others
// EXPECT: number 5: EL1+400 esr=c2000022 elr=+0
// EXPECT: number 3: EL1+400 esr=c2000022 elr=+0
// EXPECT: in a loop: EL1+400 esr=c2000022 elr=+0
// EXPECT: EL1+400 esr=c2000022 elr=away
// EXPECT: count 2
// EXPECT: linked to a context ID
// EXPECT: the other is off: ok
// EXPECT: same context: EL1+400 esr=c2000022 elr=+0
// EXPECT: another context: ok

#include "guest.h"
#include "debug.h"

GUEST
    DEBUG_OFF
    SET     mdcr_el2, MDCR_TDE
    SET     mdscr_el1, MDSCR_MDE
    LINE    "to EL2"
    SET     dbgbcr0_el1, (BCR_ON | BCR_EL1)
    BREAK_EL1 0, "EL1 at EL1", nop
    BREAK_EL0 0, "EL1 at EL0", nop
    SET     dbgbcr0_el1, (BCR_ON | BCR_EL0)
    BREAK_EL1 0, "EL0 at EL1", nop
    BREAK_EL0 0, "EL0 at EL0", nop
    BREAK_EL0 0, "before the exception of the instruction itself", hvc #1
    SET     dbgbcr0_el1, (BCR_ON | BCR_EL0 | BCR_EL1)
    BREAK_EL1 0, "both at EL1", brk #1
    BREAK_EL0 0, "both at EL0", svc #1
    msr     daifclr, #8
    SET     mdscr_el1, (MDSCR_MDE | MDSCR_KDE)
    BREAK   0, "both at EL2", nop
    SET     dbgbcr0_el1, (BCR_ON | BCR_EL1 | BCR_HMC)
    BREAK   0, "HMC at EL2", nop
    BREAK_EL1 0, "HMC at EL1", nop
    SET     dbgbcr0_el1, (BCR_ON | BCR_HMC | BCR_SSC(3))
    msr     daifclr, #8
    BREAK   0, "EL2 alone at EL2", nop
    BREAK_EL1 0, "EL2 alone at EL1", nop
    BREAK_EL0 0, "EL2 alone at EL0", nop
    SET     dbgbcr0_el1, (BCR_ON | BCR_EL1 | BCR_HMC)
    msr     daifclr, #8
    BREAK   0, "unmasked at EL2", nop
    SET     mdscr_el1, MDSCR_MDE
    BREAK   0, "without KDE at EL2", nop
    SET     mdscr_el1, (MDSCR_MDE | MDSCR_KDE)
    msr     daifset, #8
    BREAK   0, "masked at EL2", nop

    LINE    "off"
    SET     dbgbcr0_el1, (BCR_ON | BCR_EL0 | BCR_EL1)
    SET     mdscr_el1, MDSCR_KDE
    BREAK_EL1 0, "without MDE", nop
    SET     mdscr_el1, MDSCR_MDE
    SET     dbgbcr0_el1, ((BCR_ON | BCR_EL1) - 1)
    BREAK_EL1 0, "without E", nop

    LINE    "to EL1"
    msr     mdcr_el2, xzr
    SET     dbgbcr0_el1, (BCR_ON | BCR_EL0 | BCR_EL1)
    BREAK_EL0 0, "at EL0", nop
    BREAK_EL1 0, "at EL1 without KDE", nop
    SET     mdscr_el1, (MDSCR_MDE | MDSCR_KDE)
    BREAK_EL1 0, "at EL1 with KDE", nop
    BREAK_EL1 0, "at EL1, masked by the instruction before", msr daifset, #8
    SET     dbgbcr0_el1, (BCR_ON | BCR_EL1 | BCR_HMC)
    msr     daifclr, #8
    BREAK   0, "at EL2", nop
    msr     daifset, #8

    LINE    "with TGE, to EL2"
    SET     hcr_el2, (HCR_RW | HCR_TGE)
    SET     dbgbcr0_el1, (BCR_ON | BCR_EL0)
    BREAK_EL0 0, "at EL0", nop
    SET     hcr_el2, HCR_RW

    LINE    "others"
    msr     dbgbcr0_el1, xzr
    SET     dbgbcr5_el1, (BCR_ON | BCR_EL0)
    BREAK_EL0 5, "number 5", nop
    SET     dbgbcr3_el1, (BCR_ON | BCR_EL0)
    BREAK_EL0 3, "number 3", nop
    // A branch to it, the fall through to it, and not the instructions around it.
    SAY     "in a loop: "
    ADDR    x26, loop_place
    msr     dbgbvr3_el1, x26
    AT_EL0  loop
    SHOW    "count ", x1

    LINE    "linked to a context ID"
    msr     dbgbcr5_el1, xzr
    msr     dbgbcr3_el1, xzr
    SET     dbgbcr0_el1, (BCR_ON | BCR_EL0 | BCR_TYPE(1) | BCR_LINK(4))
    SET     contextidr_el1, 0x1234567
    BREAK_EL0 0, "the other is off", nop
    SET     dbgbcr4_el1, (BCR_ON | BCR_EL0 | BCR_TYPE(3))
    SET     dbgbvr4_el1, 0x1234567
    BREAK_EL0 0, "same context", nop
    SET     contextidr_el1, 0x1234566
    BREAK_EL0 0, "another context", nop
    POWER_OFF

    .pushsection .user, "ax", %progbits
loop:
    mov     x1, #0
1:  add     x1, x1, #1
    b       2f
    nop
2:  cmp     x1, #2
loop_place:
    nop
    b.ne    1b
    svc     #DONE
    .popsection
