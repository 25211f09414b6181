// TTBR0 and TTBR1 of EL1&0: sizes of their own, the hole between, tags of each range, and the ASID
// that TCR_EL1.A1 chooses.
//
// EL: 1
// Source: Arm ARM, "Selection between TTBR0_ELx and TTBR1_ELx"; TCR_EL1.TBI0, TBI1.
//
// EXPECT: lower, load: ok
// EXPECT: lower, fetch: ok
// EXPECT: lower, beyond, load: EL1+200 esr=96000004 elr=+0 far=8040400000
// EXPECT: lower, beyond, fetch: EL1+200 esr=86000004 elr=+0 far=8040400000
// EXPECT: hole, load: EL1+200 esr=96000004 elr=+0 far=100000040400000
// EXPECT: hole, fetch: EL1+200 esr=86000004 elr=+0 far=100000040400000
// EXPECT: lower, tag, load: EL1+200 esr=96000004 elr=+0 far=5a00000040400000
// EXPECT: lower, tag, fetch: EL1+200 esr=86000004 elr=+0 far=5a00000040400000
// EXPECT: upper, load: ok
// EXPECT: upper, fetch: ok
// EXPECT: upper, last GiB, load: ok
// EXPECT: upper, last GiB, fetch: ok
// EXPECT: upper, below, load: EL1+200 esr=96000004 elr=+0 far=fffffffdc0400000
// EXPECT: upper, below, fetch: EL1+200 esr=86000004 elr=+0 far=fffffffdc0400000
// EXPECT: upper, tag, load: EL1+200 esr=96000004 elr=+0 far=5afffffe00400000
// EXPECT: upper, tag, fetch: EL1+200 esr=86000004 elr=+0 far=5afffffe00400000
// EXPECT: upper, not mapped, load: EL1+200 esr=96000005 elr=+0 far=fffffffe40400000
// EXPECT: upper, not mapped, fetch: EL1+200 esr=86000005 elr=+0 far=fffffffe40400000
// EXPECT: TBI
// EXPECT: lower, load: ok
// EXPECT: lower, fetch: ok
// EXPECT: lower, beyond, load: EL1+200 esr=96000004 elr=+0 far=8040400000
// EXPECT: lower, beyond, fetch: EL1+200 esr=86000004 elr=+0 far=8040400000
// EXPECT: hole, load: ok
// EXPECT: hole, fetch: ok
// EXPECT: lower, tag, load: ok
// EXPECT: lower, tag, fetch: ok
// EXPECT: upper, load: ok
// EXPECT: upper, fetch: ok
// EXPECT: upper, last GiB, load: ok
// EXPECT: upper, last GiB, fetch: ok
// EXPECT: upper, below, load: EL1+200 esr=96000004 elr=+0 far=fffffffdc0400000
// EXPECT: upper, below, fetch: EL1+200 esr=86000004 elr=+0 far=fffffffdc0400000
// EXPECT: upper, tag, load: ok
// EXPECT: upper, tag, fetch: ok
// EXPECT: upper, not mapped, load: EL1+200 esr=96000005 elr=+0 far=fffffffe40400000
// EXPECT: upper, not mapped, fetch: EL1+200 esr=86000005 elr=+0 far=fffffffe40400000
// EXPECT: EPD1
// EXPECT: upper, load: EL1+200 esr=96000004 elr=+0 far=fffffffe00400000
// EXPECT: upper, fetch: EL1+200 esr=86000004 elr=+0 far=fffffffe00400000

#define ENTRY_EL1
#include "guest.h"

// 39 bits below and 33 above, which starts at level 1 too; level 1 of 8 entries is 64-byte aligned.
#define TCR_BOTH        (25 | TCR_WALKS | (31 << 16) | (TCR_WALKS << 16) | (2 << 30) | (5 << 32))
#define TBI0            (1 << 37)
#define TBI1            (1 << 38)

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    END_TABLE kernel_l2
    TABLE upper_l1
    .org    upper_l1 + 0x140
upper_root:
    .quad   kernel_l2 + TABLE_AT
    .org    upper_root + 7 * 8
    .quad   kernel_l2 + TABLE_AT
    END_TABLE upper_l1

.macro ALL text, address
    MOV64   x6, (\address)
    TRY     "\text, load", ldr x5, [x6]
    TRY_BRANCH "\text, fetch", x6
.endm

.macro ADDRESSES
    ALL     "lower", 0x0000000040400000
    ALL     "lower, beyond", 0x0000008040400000
    ALL     "hole", 0x0100000040400000
    ALL     "lower, tag", 0x5a00000040400000
    ALL     "upper", 0xfffffffe00400000
    ALL     "upper, last GiB", 0xffffffffc0400000
    ALL     "upper, below", 0xfffffffdc0400000
    ALL     "upper, tag", 0x5afffffe00400000
    ALL     "upper, not mapped", 0xfffffffe40400000
.endm

GUEST
    ADDR    x16, upper_root
    msr     ttbr1_el1, x16
    MMU_ON  1, kernel_l1, TCR_BOTH, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    MOV64   x6, 0x40400000
    adr     x7, 1f
    ldr     w7, [x7]
    str     w7, [x6]
    dsb     ish
    isb
    ADDRESSES
    LINE    "TBI"
    SET     tcr_el1, (TCR_BOTH | TBI0 | TBI1)
    tlbi    vmalle1
    dsb     sy
    isb
    ADDRESSES
    LINE    "EPD1"
    SET     tcr_el1, (TCR_BOTH | (1 << 23))
    tlbi    vmalle1
    dsb     sy
    isb
    ALL     "upper", 0xfffffffe00400000
    POWER_OFF
1:  ret
