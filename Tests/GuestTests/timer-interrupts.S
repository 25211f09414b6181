// Timer interrupts and WFI: the timer wakes a WFI although PSTATE.I masks it, and is taken when the
// mask goes; at EL1 it is routed by HCR_EL2.IMO.
//
// Source: Arm ARM, "Wait for Interrupt mechanism"; "Asynchronous exception routing".
//
// EXPECT: before wfi 1
// EXPECT: after wfi 5
// EXPECT: isr 80
// EXPECT: unmasked at EL2: EL2+280
// EXPECT: isr after the handler stopped it 0
// EXPECT: masked at EL1, IMO: EL2+480
// EXPECT: not taken at EL2 without IMO
// EXPECT: EL1: EL1+280
// EXPECT: EL0: EL1+480
// EXPECT: while running: EL1+280
// EXPECT: isr with IMASK 0
// EXPECT: isr with cntv 80
// EXPECT: isr with cnthp 80

#define STOP_TIMER
#include "guest.h"
#include "gic.h"

// cntp fires that many ticks from now.
.macro START_TIMER ticks=0x1000
    SET     cntp_tval_el0, \ticks
    SET     cntp_ctl_el0, 1
    isb
.endm

GUEST
    GIC_ON
    SET     hcr_el2, (HCR_RW | HCR_IMO)
    isb
    // Long enough for QEMU on a busy host to print a line.
    START_TIMER 0x800000
    SHOWREG "before wfi ", cntp_ctl_el0
    wfi
    SHOWREG "after wfi ", cntp_ctl_el0
    SHOWREG "isr ", isr_el1
    SAY     "unmasked at EL2: "
    msr     daifclr, #2
    nop
    msr     daifset, #2
    SHOWREG "isr after the handler stopped it ", isr_el1
    // At EL1 it is taken to EL2 although EL1 masks it.
    START_TIMER
    wfi
    SAY     "masked at EL1, IMO: "
    ADDR    x26, nothing_el1
    AT_EL1  nothing_el1
    // Without IMO EL2 leaves it pending, and EL1 takes it.
    SET     hcr_el2, HCR_RW
    isb
    START_TIMER
    wfi
    msr     daifclr, #2
    nop
    msr     daifset, #2
    LINE    "not taken at EL2 without IMO"
    SAY     "EL1: "
    ADDR    x26, nothing_el1
    AT_EL1  nothing_el1, (SPSR_EL1H & ~0x80)
    START_TIMER
    wfi
    SAY     "EL0: "
    ADDR    x26, nothing_el0
    AT_EL0  nothing_el0, 0
    VERDICT
    // A timer that comes while code runs, not while it waits.
    START_TIMER
    SAY     "while running: "
    ADDR    x26, count_el1
    AT_EL1  count_el1, (SPSR_EL1H & ~0x80)
    VERDICT
    // IMASK takes it away.
    SET     cntp_ctl_el0, 3
    isb
    SHOWREG "isr with IMASK ", isr_el1
    // Each other timer reaches the same input.
    SET     cntv_cval_el0, 0
    SET     cntv_ctl_el0, 1
    isb
    SHOWREG "isr with cntv ", isr_el1
    SET     cntv_ctl_el0, 0
    SET     cnthp_cval_el2, 0
    SET     cnthp_ctl_el2, 1
    isb
    SHOWREG "isr with cnthp ", isr_el1
    POWER_OFF

    .section .text.lower, "ax"
count_el1:
    mov     x0, #0
1:  add     x0, x0, #1
    cbnz    x26, 1b
    hvc     #DONE
nothing_el1:
    nop
    hvc     #DONE
    .section .user, "ax"
nothing_el0:
    nop
    svc     #DONE
