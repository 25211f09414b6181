// Code that is written and then executed, with the maintenance the architecture asks for: an
// instruction patched in a loop, one patched from itself, code copied over other code, and code
// changed through an alias of its page.
//
// What happens without the maintenance is not tried: either answer would be right.
//
// EL: 1
// Source: Arm ARM, "Concurrent modification and execution of instructions"; "Synchronization and
// coherency issues between data and instruction accesses".
//
// EXPECT: sum of versions 1356
// EXPECT: through the alias 77
// EXPECT: at the alias 77
// EXPECT: straight line 2
// EXPECT: own body 2d
// EXPECT: page start 0
// EXPECT: page end 55

#define ENTRY_EL1
#include "guest.h"

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, 0x40400000 + RAM_BLOCK                // the alias
    END_TABLE kernel_l2

// The words at `address` changed: make them visible to fetches.
.macro SYNC address
    dc      cvau, \address
    dsb     ish
    ic      ivau, \address
    dsb     ish
    isb
.endm

// MOVZ w0, #imm and RET.
#define MOVZ_W0             0x52800000
#define RETURN              0xd65f03c0

GUEST
    MMU_ON  1, kernel_l1, TCR_EL1_4K, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    MOV64   x6, 0x40400000
    MOV64   x7, 0x40600000
    MOV64   x8, MOVZ_W0
    MOV64   x9, RETURN
    str     w9, [x6, #4]
    // A hundred versions of one routine, their results added.
    mov     x10, #0
    mov     x11, #0
1:  add     w12, w8, w10, lsl #5
    str     w12, [x6]
    SYNC    x6
    blr     x6
    add     x11, x11, x0
    add     x10, x10, #1
    cmp     x10, #100
    b.ne    1b
    SHOW    "sum of versions ", x11
    // Through the alias.
    add     w12, w8, #(0x77 << 5)
    str     w12, [x7]
    SYNC    x7
    ic      ialluis
    dsb     ish
    isb
    blr     x6
    SHOW    "through the alias ", x0
    blr     x7
    SHOW    "at the alias ", x0
    // The instruction after next, in one straight line: mov w0, #1 becomes mov w0, #2.
    adr     x13, 2f
    add     w12, w8, #(2 << 5)
    str     w12, [x13]
    SYNC    x13
2:  mov     w0, #1
    SHOW    "straight line ", x0
    // A loop that rewrites its own body each time round.
    adr     x13, 4f
    mov     x10, #0
    mov     x11, #0
3:  add     w12, w8, w10, lsl #5
    str     w12, [x13]
    SYNC    x13
4:  mov     w0, #0xffff
    add     x11, x11, x0
    add     x10, x10, #1
    cmp     x10, #10
    b.ne    3b
    SHOW    "own body ", x11
    // A page of code replaced by another, backwards.
    mov     x10, #1024
    mov     x14, x6
5:  str     w9, [x14], #4
    subs    x10, x10, #1
    b.ne    5b
    add     x14, x6, #0xff8
    add     w12, w8, #(0x55 << 5)
    str     w12, [x14]
    mov     x10, #64
    mov     x15, x6
6:  SYNC    x15
    add     x15, x15, #64
    subs    x10, x10, #1
    b.ne    6b
    mov     w0, #0
    blr     x6
    SHOW    "page start ", x0
    blr     x14
    SHOW    "page end ", x0
    POWER_OFF
