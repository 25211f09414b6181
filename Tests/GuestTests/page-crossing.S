// Accesses that cross a page: into the next page wherever it lies, with a fault of the second page
// reported at its own address and nothing stored before it; fetches across a page; the end of a
// page.
//
// A store that faults on its second page may have stored to the first; it has not here, nor in
// QEMU.
// EL: 1
// Source: Arm ARM, AArch64.DataAbort and the order of Mem[] for an unaligned access.
//
// EXPECT: sizes ok
// EXPECT: pre-index 40600ffc
// EXPECT: in the first page 55667788
// EXPECT: in the second page 11223344
// EXPECT: pair 1122334455667788
// EXPECT: pair 1122334455667788
// EXPECT: load into nothing: EL1+200 esr=96000007 elr=+0 far=40602000
// EXPECT: store into nothing: EL1+200 esr=96000047 elr=+0 far=40602000
// EXPECT:   first byte 0
// EXPECT: load out of nothing: EL1+200 esr=96000007 elr=+0 far=40602ffd
// EXPECT: store out of nothing: EL1+200 esr=96000047 elr=+0 far=40602ffd
// EXPECT: load into read-only: ok
// EXPECT: store into read-only: EL1+200 esr=9600004f elr=+0 far=40604000
// EXPECT: code across a page 2
// EXPECT: off the end: EL1+200 esr=86000007 elr=+8 far=40602000
// EXPECT:   w0 2

#define ENTRY_EL1
#include "guest.h"

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, pages + TABLE_AT
    END_TABLE kernel_l2
    TABLE pages
    // Neighbours that lie apart and in reverse.
    ENTRY   pages, 0, 0x40405000 + RAM_PAGE
    ENTRY   pages, 1, 0x40402000 + RAM_PAGE
    // Then nothing, then a page after nothing, then a read-only one.
    ENTRY   pages, 3, 0x40403000 + RAM_PAGE
    ENTRY   pages, 4, 0x40404000 + RAM_PAGE + READONLY
    END_TABLE pages

GUEST
    MMU_ON  1, kernel_l1, TCR_EL1_4K, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    MOV64   x6, 0x40601000
    MOV64   x7, 0x1122334455667788
    // Every offset across the boundary, in every size, stored and loaded back.
    mov     x8, #1
1:  sub     x9, x6, x8
    str     x7, [x9]
    ldr     x5, [x9]
    cmp     x5, x7
    b.ne    9f
    stur    w7, [x6, #-2]
    ldur    w5, [x6, #-2]
    cmp     w5, w7
    b.ne    9f
    sturh   w7, [x6, #-1]
    ldurh   w5, [x6, #-1]
    and     w10, w7, #0xffff
    cmp     w5, w10
    b.ne    9f
    add     x8, x8, #1
    cmp     x8, #8
    b.ne    1b
    LINE    "sizes ok"
    str     x7, [x6, #-4]!
    SHOW    "pre-index ", x6
    add     x6, x6, #4
    MOV64   x10, 0x40405000
    MOV64   x11, 0x40402000
    ldr     w5, [x10, #0xffc]
    SHOW    "in the first page ", x5
    ldr     w5, [x11]
    SHOW    "in the second page ", x5
    // Pairs.
    sub     x9, x6, #12
    stp     x7, x7, [x9]
    ldp     x4, x5, [x9]
    SHOW    "pair ", x4
    SHOW    "pair ", x5
    // Into nothing.
    MOV64   x9, 0x40601ffd
    strb    wzr, [x9]
    TRY     "load into nothing", ldr w5, [x9]
    TRY     "store into nothing", str w7, [x9]
    ldrb    w5, [x9]
    SHOW    "  first byte ", x5
    MOV64   x9, 0x40602ffd
    TRY     "load out of nothing", ldr w5, [x9]
    TRY     "store out of nothing", str w7, [x9]
    MOV64   x9, 0x40603ffd
    TRY     "load into read-only", ldr w5, [x9]
    TRY     "store into read-only", str w7, [x9]
    // Code: the last word of one page and the first of the next.
    MOV64   x8, 0x52800020              // mov w0, #1
    MOV64   x9, 0x11000400              // add w0, w0, #1
    MOV64   x11, 0xd65f03c0             // ret
    MOV64   x10, 0x40405ffc
    str     w8, [x10]
    MOV64   x10, 0x40402000
    stp     w9, w11, [x10]
    dsb     ish
    ic      iallu
    dsb     ish
    isb
    MOV64   x10, 0x40600ffc
    blr     x10
    SHOW    "code across a page ", x0
    // Code that runs off the end of its page into nothing.
    MOV64   x10, 0x40402ff8
    stp     w8, w9, [x10]
    dsb     ish
    ic      iallu
    dsb     ish
    isb
    MOV64   x10, 0x40601ff8
    mov     w0, #0
    TRY_BRANCH "off the end", x10
    SHOW    "  w0 ", x0
    POWER_OFF
9:  SHOW    "wrong at ", x8
    POWER_OFF
