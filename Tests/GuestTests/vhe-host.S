// E2H and TGE: EL0 belongs to EL2. Its exceptions go to EL2, EL2's SCTLR decides what is open to
// it, and no trap of HCR_EL2 touches it.
//
// Source: Arm ARM, HCR_EL2.TGE; "Virtualization Host Extensions".
//
// EXPECT: svc: EL2+400 esr=56000001 elr=+4 spsr=3c0
// EXPECT: udf: EL2+400 esr=2000000 elr=+0 spsr=3c0
// EXPECT: brk: EL2+400 esr=f2000002 elr=+0 spsr=3c0
// EXPECT: hvc: EL2+400 esr=2000000 elr=+0 spsr=3c0
// EXPECT: ctr: ok
// EXPECT: dc cvac: ok
// EXPECT: daif: ok
// EXPECT: sctlr_el1: EL2+400 esr=2000000 elr=+0 spsr=3c0
// EXPECT: wfi: EL2+400 esr=7e00000 elr=+0 spsr=3c0
// EXPECT: ctr: EL2+400 esr=6232c0a1 elr=+0 spsr=3c0
// EXPECT: dc cvac: EL2+400 esr=6212dcd4 elr=+0 spsr=3c0
// EXPECT: daif: EL2+400 esr=6232d0a5 elr=+0 spsr=3c0
// EXPECT: eret to EL1: EL2+200 esr=3a000000 elr=+0 spsr=1003c9
// EXPECT: end

#define RECORD_SPSR
#include "guest.h"

GUEST
    SET     hcr_el2, (HCR_RW | HCR_E2H | HCR_TGE | HCR_TID2 | HCR_TPC | HCR_TWI)
    isb
    // SCTLR_EL2 with UCT, UCI and UMA; SCTLR_EL1 has none of them.
    SET     sctlr_el2, (SCTLR_EL2_OFF | SCTLR_SPAN | SCTLR_UCT | SCTLR_UCI | SCTLR_UMA)
    isb
    MOV64   x6, FREE
    TRY_EL0 "svc", svc #1
    TRY_EL0 "udf", udf #0
    TRY_EL0 "brk", brk #2
    TRY_EL0 "hvc", hvc #3
    TRY_EL0 "ctr", mrs x5, ctr_el0
    TRY_EL0 "dc cvac", dc cvac, x6
    TRY_EL0 "daif", mrs x5, daif
    TRY_EL0 "sctlr_el1", mrs x5, sctlr_el1
    SET     sctlr_el2, (SCTLR_EL2_OFF & ~(SCTLR_NTWI | SCTLR_NTWE))
    isb
    // SCTLR_EL1.nTWI is clear too: QEMU before 9 looks there.
    TRY_EL0 "wfi", wfi
    TRY_EL0 "ctr", mrs x5, ctr_el0
    TRY_EL0 "dc cvac", dc cvac, x6
    TRY_EL0 "daif", mrs x5, daif
    // Returning to EL1 is illegal.
    SAY     "eret to EL1: "
    SET     spsr_el2, SPSR_EL1H
    adr     x30, 1f
    adr     x26, 1f
    msr     elr_el2, x26
    eret
1:  LINE    "end"
    POWER_OFF
