// Stale TLB entries and missing break-before-make, each once the wrong way and once the right way.
//
// What an access gives that uses a stale entry is not printed: either answer would be right.
//
// Source: Arm ARM, "TLB maintenance requirements"; "Using break-before-make when updating
// translation table entries".
//
// EXPECT: wrong
// EXPECT: right
// HAZARD: stale-translation
// HAZARD: entry-before-invalidation
// HAZARD: incomplete-invalidation
// HAZARD: live-entry-changed

#include "guest.h"

#define PLACE       0x40400000
#define ELSEWHERE   0x40600000

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, PLACE + RAM_BLOCK
    END_TABLE kernel_l2

// The entry of PLACE becomes `value`.
.macro CHANGE value
    MOV64   x2, (\value)
    str     x2, [x1, #16]
    dsb     ish
.endm

.macro INVALIDATE
    lsr     x3, x6, #12
    tlbi    vae2is, x3
.endm

GUEST
    MMU_ON  2, kernel_l1, TCR_EL2_4K, (SCTLR_EL2_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    ADDR    x1, kernel_l2
    MOV64   x6, PLACE
    LINE    "wrong"
    ldr     x0, [x6]
    // The entry is gone, the translation may not be.
    CHANGE  0
    ldr     x0, [x6]
    // Made again while it may still be there.
    CHANGE  ELSEWHERE + RAM_BLOCK
    // Invalidated, but who says that it is done?
    INVALIDATE
    ldr     x0, [x6]
    dsb     ish
    isb
    ldr     x0, [x6]
    // From one valid entry to another.
    CHANGE  PLACE + RAM_BLOCK
    INVALIDATE
    dsb     ish
    isb
    ldr     x0, [x6]

    LINE    "right"
    CHANGE  0
    INVALIDATE
    dsb     ish
    CHANGE  ELSEWHERE + RAM_BLOCK
    isb
    ldr     x0, [x6]
    // Rights may change without a break.
    CHANGE  ELSEWHERE + RAM_BLOCK + READONLY
    INVALIDATE
    dsb     ish
    isb
    ldr     x0, [x6]
    POWER_OFF
