// WFE that an event stream ends: CNTKCTL_EL1 and CNTHCTL_EL2, and the clearing of the exclusive
// monitor.
//
// Source: Arm ARM, "Event streams"; "Wait for Event mechanism".
//
// EXPECT: cnthctl: awake 1
// EXPECT: cntkctl: awake 1
// EXPECT: monitor cleared: awake

#include "guest.h"

.macro AWAKE text
    sevl
    wfe
    mrs     x5, cntpct_el0
    wfe
    mrs     x6, cntpct_el0
    sub     x6, x6, x5
    // 2^13 ticks from one event to the next; QEMU may wait less.
    mov     x7, #0x2010
    cmp     x6, x7
    cset    x6, ls
    SHOW    "\text: awake ", x6
.endm

GUEST
    SET     hcr_el2, HCR_RW
    SET     cnthctl_el2, (3 | (1 << 2) | (12 << 4))
    isb
    AWAKE   "cnthctl"
    SET     cnthctl_el2, 3
    SET     cntkctl_el1, ((1 << 2) | (1 << 3) | (12 << 4))
    isb
    AWAKE   "cntkctl"
    msr     cntkctl_el1, xzr
    isb
    sevl
    wfe
    MOV64   x10, FREE
    ldxr    w11, [x10]
    str     w11, [x10]
    wfe
    LINE    "monitor cleared: awake"
    POWER_OFF
