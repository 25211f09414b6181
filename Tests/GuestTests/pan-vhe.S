// PAN at EL2: with E2H it stops EL2's accesses to what EL0 may use; SCTLR_EL2.SPAN decides about
// entry to EL2 only with E2H and TGE; unprivileged accesses at EL2 are EL0's only with both.
//
// Source: Arm ARM, PSTATE.PAN, SCTLR_EL2.SPAN; LDTR "at EL2 with HCR_EL2.{E2H, TGE} = {1, 1}".
//
// EXPECT: E2H, PAN 0
// EXPECT:   EL2 page: ok
// EXPECT:   EL0 page: ok
// EXPECT:   EL0 page, ldtr: ok
// EXPECT:   EL2 page, ldtr: ok
// EXPECT:   EL2 page, sttr: ok
// EXPECT: E2H, PAN 1
// EXPECT:   EL2 page: ok
// EXPECT:   EL0 page: EL2+200 esr=9600000e elr=+0 far=40600000
// EXPECT:   EL0 page, ldtr: EL2+200 esr=9600000e elr=+0 far=40600000
// EXPECT:   EL2 page, ldtr: ok
// EXPECT:   EL2 page, sttr: ok
// EXPECT: E2H and TGE, PAN 1
// EXPECT:   EL2 page: ok
// EXPECT:   EL0 page: EL2+200 esr=9600000e elr=+0 far=40600000
// EXPECT:   EL0 page, ldtr: ok
// EXPECT:   EL2 page, ldtr: EL2+200 esr=9600000e elr=+0 far=40400000
// EXPECT:   EL2 page, sttr: EL2+200 esr=9600004e elr=+0 far=40400000
// EXPECT: E2H and TGE, PAN 0
// EXPECT:   EL2 page: ok
// EXPECT:   EL0 page: ok
// EXPECT:   EL0 page, ldtr: ok
// EXPECT:   EL2 page, ldtr: EL2+200 esr=9600000e elr=+0 far=40400000
// EXPECT:   EL2 page, sttr: EL2+200 esr=9600004e elr=+0 far=40400000
// EXPECT: EL0, its page: ok
// EXPECT: EL0, EL2's page: EL2+400 esr=9200000e elr=+0 far=40400000
// EXPECT: entry from EL0, SPAN 0 400000
// EXPECT: entry from EL0, SPAN 1 0
// EXPECT: entry from EL1, SPAN 0, no TGE 0

#define HIDE_ISV
#include "guest.h"

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, 0x40600000 + RAM_BLOCK + USER
    END_TABLE kernel_l2

#define ON (SCTLR_EL2_OFF | SCTLR_M | SCTLR_C | SCTLR_I)

.macro ALL
    TRY     "  EL2 page", ldr x5, [x6]
    TRY     "  EL0 page", ldr x5, [x7]
    TRY     "  EL0 page, ldtr", ldtr x5, [x7]
    TRY     "  EL2 page, ldtr", ldtr x5, [x6]
    TRY     "  EL2 page, sttr", sttr x5, [x6]
.endm

.macro PAN_NOW text
    mrs     x5, s3_0_c4_c2_3
    SHOW    "\text ", x5
.endm

GUEST
    MOV64   x6, 0x40400000
    MOV64   x7, 0x40600000
    SET     hcr_el2, (HCR_RW | HCR_E2H)
    isb
    MMU_ON  2, kernel_l1, TCR_EL1_4K, (ON | SCTLR_SPAN)
    LINE    "E2H, PAN 0"
    ALL
    msr     pan, #1
    LINE    "E2H, PAN 1"
    ALL
    SET     hcr_el2, (HCR_RW | HCR_E2H | HCR_TGE)
    isb
    LINE    "E2H and TGE, PAN 1"
    ALL
    msr     pan, #0
    LINE    "E2H and TGE, PAN 0"
    ALL
    TRY_EL0 "EL0, its page", ldr x5, [x7]
    TRY_EL0 "EL0, EL2's page", ldr x5, [x6]
    SET     sctlr_el2, (ON & ~SCTLR_SPAN)
    isb
    msr     pan, #0
    AT_EL0  done_el0
    PAN_NOW "entry from EL0, SPAN 0"
    SET     sctlr_el2, (ON | SCTLR_SPAN)
    isb
    msr     pan, #0
    AT_EL0  done_el0
    PAN_NOW "entry from EL0, SPAN 1"
    // Without TGE the bit has no effect on entry.
    SET     sctlr_el2, (ON & ~SCTLR_SPAN)
    SET     hcr_el2, (HCR_RW | HCR_E2H)
    isb
    msr     pan, #0
    AT_EL1  done_el1
    PAN_NOW "entry from EL1, SPAN 0, no TGE"
    POWER_OFF

    .section .text.lower, "ax"
done_el1:
    hvc     #DONE
    .section .user, "ax"
done_el0:
    svc     #DONE
