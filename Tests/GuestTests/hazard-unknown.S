// Decisions on what reset leaves UNKNOWN: a branch, an address, a trap control.
//
// Source: Arm ARM, "Reset behavior" of the registers; "UNKNOWN" in the glossary.
//
// EXPECT: wrong
// EXPECT: right
// HAZARD: unknown-branch
// HAZARD: unknown-address
// HAZARD: unknown-control

#include "guest.h"

GUEST
    LINE    "wrong"
    // Both ways lead on.
    tbz     x9, #3, 1f
    nop
1:  and     x10, x10, #0xf8
    MOV64   x1, FREE
    ldr     x0, [x1, x10]
    // Traps of what the code there does not use.
    and     x11, x11, #(1 << 10)
    mov     x2, #0x33ff
    bic     x2, x2, #(1 << 10)
    orr     x2, x2, x11
    msr     cptr_el2, x2
    isb
    AT_EL1  short

    LINE    "right"
    and     x10, x10, xzr
    cbz     x10, 2f
    nop
2:  ldr     x0, [x1, x10]
    tst     x9, xzr
    b.ne    .
    // One known bit is enough to know.
    orr     x9, x9, #1
    cbz     x9, .
    SET     cptr_el2, 0x33ff
    isb
    AT_EL1  short
    POWER_OFF

short:
    nop
    hvc     #DONE
