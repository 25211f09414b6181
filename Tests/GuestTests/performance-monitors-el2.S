// PMUv3 as EL2 divides it: MDCR_EL2.HPMN keeps counters for EL2, HPME switches them on, TPMCR traps
// one register. Before that, counters in a chain.
//
// Source: Arm ARM, MDCR_EL2.
// QEMU: no — QEMU 10 hides no counter behind HPMN, does not trap by TPMCR, and carries no software
// increment into a chain
//
// EXPECT: chained 1
// EXPECT: chained: flags 1
// EXPECT: chain needs its counter 1
// EXPECT: EL1 sees 4
// EXPECT: EL1 enables 8000000f
// EXPECT: EL2 enables 8000000f
// EXPECT: HPME off: 0
// EXPECT: HPME on: 1
// EXPECT: TPMCR: EL2+400 esr=6230e4b8 elr=+0
// EXPECT: TPMCR, another: ok

#include "guest.h"

// NSH: count at EL2.
#define NSH                 0x08000000
#define CHAIN               0x1e

GUEST
    SET     pmcr_el0, 6
    SET     pmcntenclr_el0, 0xffffffff
    SET     pmovsclr_el0, 0xffffffff
    SET     mdcr_el2, 6
    SET     pmevtyper0_el0, NSH
    SET     pmevtyper1_el0, (NSH | CHAIN)
    SET     pmevcntr0_el0, 0xffffffff
    SET     pmcntenset_el0, 3
    SET     pmcr_el0, 1
    isb
    SET     pmswinc_el0, 1
    isb
    SHOWREG "chained ", pmevcntr1_el0
    SHOWREG "chained: flags ", pmovsset_el0
    SET     pmcntenclr_el0, 2
    SET     pmevcntr0_el0, 0xffffffff
    isb
    SET     pmswinc_el0, 1
    isb
    SHOWREG "chain needs its counter ", pmevcntr1_el0
    SET     pmcntenclr_el0, 0xffffffff
    SET     pmcr_el0, 6
    SET     mdcr_el2, 4
    isb
    ADDR    x26, look
    AT_EL1  look
    ubfx    x0, x5, #11, #5
    SHOW    "EL1 sees ", x0
    SHOW    "EL1 enables ", x6
    SHOWREG "EL2 enables ", pmcntenset_el0
    // A counter of EL2's own does not care for PMCR_EL0.E.
    SET     pmevtyper5_el0, NSH
    SET     pmcntenset_el0, 0x20
    SET     pmcr_el0, 1
    isb
    SET     pmswinc_el0, 0x20
    isb
    SHOWREG "HPME off: ", pmevcntr5_el0
    SET     mdcr_el2, 0x84
    SET     pmcr_el0, 0
    isb
    SET     pmswinc_el0, 0x20
    isb
    SHOWREG "HPME on: ", pmevcntr5_el0
    SET     mdcr_el2, 0x26
    TRY_EL1 "TPMCR", msr pmcr_el0, x5
    TRY_EL1 "TPMCR, another", mrs x5, pmcntenset_el0
    POWER_OFF

    .section .text.lower, "ax"
look:
    SET     pmcntenset_el0, 0xffffffff
    isb
    mrs     x5, pmcr_el0
    mrs     x6, pmcntenset_el0
    hvc     #DONE
