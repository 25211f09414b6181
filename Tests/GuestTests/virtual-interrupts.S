// Virtual interrupts by HCR_EL2: VI, VF and VSE are taken at EL1 under IMO, FMO and AMO, masked by
// PSTATE there, never taken at EL2; VSE goes when it is taken.
//
// The ESR of a virtual SError is that of VSESR_EL2 where FEAT_RAS exists; here it is a plain one,
// so this uses a CPU without.
// QEMU-CPU: cortex-a57
// Source: Arm ARM, "Virtual interrupts"; HCR_EL2.VSE; ISR_EL1.
//
// EXPECT: nothing at EL2
// EXPECT: ISR 1c0
// EXPECT: VI, masked: ok
// EXPECT: VI, open: EL1+280 spsr=345
// EXPECT: VI, open, EL0: EL1+480 spsr=0
// EXPECT: VI, EL1t: EL1+80 spsr=344
// EXPECT: VI, opened at EL1: EL1+280 spsr=345
// EXPECT: WFI: ok
// EXPECT: VF, open: EL1+300 spsr=385
// EXPECT: VSE, masked: ok
// EXPECT: ISR 100
// EXPECT: HCR.VSE 100

#define RECORD_SPSR
#include "guest.h"

GUEST
    MOV64   x10, (HCR_RW | HCR_IMO | HCR_FMO | HCR_AMO)
    // Pending at EL2: nothing happens there, whatever the masks.
    MOV64   x11, (HCR_RW | HCR_IMO | HCR_FMO | HCR_AMO | HCR_VI | HCR_VF | HCR_VSE)
    msr     hcr_el2, x11
    isb
    msr     daifclr, #7
    nop
    msr     daifset, #7
    LINE    "nothing at EL2"
    AT_EL1  show_isr
    // VI at EL1.
    MOV64   x11, (HCR_RW | HCR_IMO | HCR_VI)
    msr     hcr_el2, x11
    SAY     "VI, masked: "
    ADDR    x26, nothing_el1
    AT_EL1  nothing_el1
    VERDICT
    SAY     "VI, open: "
    ADDR    x26, nothing_el1
    AT_EL1  nothing_el1, (SPSR_EL1H & ~0x80)
    VERDICT
    SAY     "VI, open, EL0: "
    ADDR    x26, nothing_el0
    AT_EL0  nothing_el0, 0
    VERDICT
    SAY     "VI, EL1t: "
    ADDR    x26, nothing_el1
    AT_EL1  nothing_el1, (SPSR_EL1T & ~0x80)
    VERDICT
    SAY     "VI, opened at EL1: "
    ADDR    x26, open_el1
    AT_EL1  open_el1
    VERDICT
    // A WFI with a pending virtual interrupt goes on.
    SAY     "WFI: "
    ADDR    x26, wait_el1
    AT_EL1  wait_el1
    VERDICT
    MOV64   x11, (HCR_RW | HCR_FMO | HCR_VF)
    msr     hcr_el2, x11
    SAY     "VF, open: "
    ADDR    x26, nothing_el1
    AT_EL1  nothing_el1, (SPSR_EL1H & ~0x40)
    VERDICT
    MOV64   x11, (HCR_RW | HCR_AMO | HCR_VSE)
    msr     hcr_el2, x11
    SAY     "VSE, masked: "
    ADDR    x26, nothing_el1
    AT_EL1  nothing_el1
    VERDICT
    AT_EL1  show_isr
    mrs     x5, hcr_el2
    and     x5, x5, #HCR_VSE
    SHOW    "HCR.VSE ", x5
    POWER_OFF

    .section .text.lower, "ax"
nothing_el1:
    nop
    hvc     #DONE
open_el1:
    msr     daifclr, #2
    nop
    hvc     #DONE
wait_el1:
    wfi
    hvc     #DONE
show_isr:
    SHOWREG "ISR ", isr_el1
    hvc     #DONE
    .section .user, "ax"
nothing_el0:
    nop
    svc     #DONE
