// A breakpoint and a watchpoint in a loop that has run often before: each pass stops, is stepped
// over as Linux does it (comparator off, MDSCR_EL1.SS on), and goes on.
//
// Source: Arm ARM, "Breakpoint exceptions", "Watchpoint exceptions", "Software Step exceptions".
//
// EXPECT: nothing on
// EXPECT:   sum 28feec
// EXPECT:   breakpoints 0
// EXPECT:   watchpoints 0
// EXPECT:   steps 0
// EXPECT: breakpoint
// EXPECT:   sum 28feec
// EXPECT:   breakpoints c8
// EXPECT:   watchpoints 0
// EXPECT:   steps c8
// EXPECT: watchpoint
// EXPECT:   sum 28feec
// EXPECT:   breakpoints 0
// EXPECT:   watchpoints c8
// EXPECT:   steps c8
// EXPECT: both
// EXPECT:   sum 28feec
// EXPECT:   breakpoints c8
// EXPECT:   watchpoints c8
// EXPECT:   steps 190
// EXPECT: nothing again
// EXPECT:   sum 28feec
// EXPECT:   breakpoints 0
// EXPECT:   watchpoints 0
// EXPECT:   steps 0

#include "guest.h"
#include "debug.h"

#define PASSES              200
#define WATCH               (WCR_BYTES(0xff) | WCR_STORE | WCR_EL1)

.macro RUN text
    LINE    "\text"
    mov     x0, #PASSES
    mov     x20, #0
    mov     x21, #0
    mov     x22, #0
    msr     dbgbcr2_el1, x19
    msr     dbgwcr1_el1, x23
    isb
    AT_EL1  loop
    SHOW    "  sum ", x1
    SHOW    "  breakpoints ", x20
    SHOW    "  watchpoints ", x22
    SHOW    "  steps ", x21
.endm

GUEST
    DEBUG_OFF
    ADDR    x16, stop_vectors
    msr     vbar_el2, x16
    SET     mdcr_el2, MDCR_TDE
    SET     mdscr_el1, MDSCR_MDE
    MOV64   x6, FREE
    ADDR    x7, loop_body
    msr     dbgbvr2_el1, x7
    msr     dbgwvr1_el1, x6
    mov     x19, #0
    mov     x23, #0
    RUN     "nothing on"
    MOV64   x19, (BCR_ON | BCR_EL1)
    RUN     "breakpoint"
    mov     x19, #0
    MOV64   x23, WATCH
    RUN     "watchpoint"
    MOV64   x19, (BCR_ON | BCR_EL1)
    RUN     "both"
    mov     x19, #0
    mov     x23, #0
    RUN     "nothing again"
    POWER_OFF

    .balign 4096
loop:
    mov     x1, #0
    str     xzr, [x6, #8]
1:  ldr     x2, [x6, #8]
loop_body:
    add     x2, x2, x0
    str     x2, [x6, #8]
    str     x0, [x6]
    add     x1, x1, x2
    subs    x0, x0, #1
    b.ne    1b
    hvc     #DONE

    .balign 2048
stop_vectors:
    .org    stop_vectors + 0x400
    mrs     x28, esr_el2
    lsr     w27, w28, #26
    cmp     w27, #0x30
    b.eq    1f
    cmp     w27, #0x34
    b.eq    2f
    cmp     w27, #0x32
    b.eq    4f
    mrs     x29, tpidr_el2
    br      x29
1:  add     x20, x20, #1
    msr     dbgbcr2_el1, xzr
    b       3f
2:  add     x22, x22, #1
    msr     dbgwcr1_el1, xzr
3:  MOV64   x16, (MDSCR_MDE | MDSCR_SS)
    msr     mdscr_el1, x16
    mrs     x16, spsr_el2
    orr     x16, x16, #(1 << 21)
    msr     spsr_el2, x16
    eret
4:  add     x21, x21, #1
    msr     dbgbcr2_el1, x19
    msr     dbgwcr1_el1, x23
    SET     mdscr_el1, MDSCR_MDE
    eret
    .org    stop_vectors + 0x800
