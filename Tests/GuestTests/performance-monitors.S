// PMUv3: enables, filters, software increments, overflow and its interrupt, and who may
// reach what. Counts of cycles are not printed: no two machines agree on them.
//
// Source: Arm ARM, "The Performance Monitors Extension".
// CPU: cortex-a57
// QEMU-CPU: cortex-a57
//
// EXPECT: n 6
// EXPECT: disabled 0
// EXPECT: increments 3
// EXPECT: filtered 3
// EXPECT: overflow: count 0
// EXPECT: overflow: flags 1
// EXPECT: isr 80
// EXPECT: iar 17
// EXPECT: cleared: isr 0
// EXPECT: reset 0
// EXPECT: cycles run 1
// EXPECT: cycles filtered at EL2 1
// EXPECT: TPM: EL2+400 esr=6230e4bb elr=+0
// EXPECT: EL0: EL1+400 esr=6230e4bb elr=+0
// EXPECT: EL0, its own rights: ok
// EXPECT: EL0, changing them: EL1+400 esr=2000000 elr=+0
// EXPECT: EL0 with CR: ok
// EXPECT: EL0 with CR, writing: EL1+400 esr=6230e4ba elr=+0
// EXPECT: EL0 with SW: ok
// EXPECT: EL0 with ER: ok
// EXPECT: EL0 with ER, its type: EL1+400 esr=6230f8b9 elr=+0

#include "guest.h"
#include "gic.h"

// NSH: count at EL2.
#define NSH                 0x08000000

GUEST
    GIC_ON
    mrs     x0, pmcr_el0
    ubfx    x0, x0, #11, #5
    SHOW    "n ", x0
    SET     mdcr_el2, 6
    SET     pmcr_el0, 6
    SET     pmcntenclr_el0, 0xffffffff
    SET     pmintenclr_el1, 0xffffffff
    SET     pmovsclr_el0, 0xffffffff
    SET     pmccfiltr_el0, NSH
    SET     pmevtyper0_el0, NSH
    SET     pmcntenset_el0, 3
    isb
    SET     pmswinc_el0, 1
    isb
    SHOWREG "disabled ", pmevcntr0_el0
    SET     pmcr_el0, 1
    isb
    SET     pmswinc_el0, 1
    SET     pmswinc_el0, 1
    SET     pmswinc_el0, 3
    isb
    SHOWREG "increments ", pmevcntr0_el0
    SET     pmevtyper0_el0, 0
    isb
    SET     pmswinc_el0, 1
    isb
    SHOWREG "filtered ", pmevcntr0_el0
    SET     pmevtyper0_el0, NSH
    SET     pmevcntr0_el0, 0xffffffff
    isb
    SET     pmswinc_el0, 1
    isb
    SHOWREG "overflow: count ", pmevcntr0_el0
    SHOWREG "overflow: flags ", pmovsset_el0
    SET     hcr_el2, (HCR_RW | HCR_IMO)
    SET     pmintenset_el1, 1
    isb
    SHOWREG "isr ", isr_el1
    mrs     x5, ICC_IAR1_EL1
    SHOW    "iar ", x5
    SET     pmovsclr_el0, 1
    msr     ICC_EOIR1_EL1, x5
    isb
    SHOWREG "cleared: isr ", isr_el1
    SET     pmcr_el0, 3
    isb
    SHOWREG "reset ", pmevcntr1_el0
    SET     pmcntenset_el0, 0x80000000
    isb
    mrs     x5, pmccntr_el0
    mov     x7, #1000
1:  subs    x7, x7, #1
    b.ne    1b
    mrs     x6, pmccntr_el0
    cmp     x6, x5
    cset    x5, hi
    SHOW    "cycles run ", x5
    SET     pmccfiltr_el0, 0
    isb
    mrs     x5, pmccntr_el0
    mov     x7, #1000
1:  subs    x7, x7, #1
    b.ne    1b
    mrs     x6, pmccntr_el0
    cmp     x6, x5
    cset    x5, eq
    SHOW    "cycles filtered at EL2 ", x5
    SET     mdcr_el2, 0x46
    TRY_EL1 "TPM", mrs x5, pmccntr_el0
    SET     mdcr_el2, 6
    SET     pmuserenr_el0, 0
    TRY_EL0 "EL0", mrs x5, pmccntr_el0
    TRY_EL0 "EL0, its own rights", mrs x5, pmuserenr_el0
    TRY_EL0 "EL0, changing them", msr pmuserenr_el0, x5
    SET     pmuserenr_el0, 4
    TRY_EL0 "EL0 with CR", mrs x5, pmccntr_el0
    TRY_EL0 "EL0 with CR, writing", msr pmccntr_el0, x5
    SET     pmuserenr_el0, 2
    TRY_EL0 "EL0 with SW", msr pmswinc_el0, x5
    SET     pmuserenr_el0, 8
    TRY_EL0 "EL0 with ER", mrs x5, pmevcntr0_el0
    TRY_EL0 "EL0 with ER, its type", mrs x5, pmevtyper0_el0
    POWER_OFF
