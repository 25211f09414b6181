// DC ZVA: clears the naturally aligned 64 bytes around its address that DCZID_EL0 promises, with
// the checks of a store; FAR is the address as given.
//
// EL: 1
// Source: Arm ARM, DC ZVA; DCZID_EL0.
//
// EXPECT: DCZID 4
// EXPECT: store: ok
// EXPECT: first 140
// EXPECT: end 180
// EXPECT: EL0: ok
// EXPECT:   0
// EXPECT: read-only: EL1+200 esr=9600004e elr=+0 far=40600123
// EXPECT: not mapped: EL1+200 esr=96000046 elr=+0 far=40800123
// EXPECT: not mapped, EL0: EL1+400 esr=92000046 elr=+0 far=40800123

#define ENTRY_EL1
#define CALLER_EL 1
#include "guest.h"

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK + USER
    ENTRY   kernel_l2, 3, 0x40400000 + RAM_BLOCK + USER + READONLY
    END_TABLE kernel_l2

#define ON (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)

// Fills 4 KiB with ones and counts afterwards what is zero.
.macro FILL
    MOV64   x6, 0x40400000
    mov     x7, #-1
    mov     x8, #512
1:  str     x7, [x6], #8
    subs    x8, x8, #1
    b.ne    1b
.endm

GUEST
    MMU_ON  1, kernel_l1, TCR_EL1_4K, (ON | SCTLR_DZE)
    mrs     x5, dczid_el0
    and     x5, x5, #0x1f
    SHOW    "DCZID ", x5
    FILL
    MOV64   x6, 0x4040016b
    TRY     "store", dc zva, x6
    // First and last zero doubleword.
    MOV64   x6, 0x40400000
    mov     x8, #0
2:  ldr     x5, [x6, x8]
    cbz     x5, 3f
    add     x8, x8, #8
    b       2b
3:  SHOW    "first ", x8
4:  ldr     x5, [x6, x8]
    cbnz    x5, 5f
    add     x8, x8, #8
    b       4b
5:  SHOW    "end ", x8
    TRY_EL0 "EL0", dc zva, x6
    ldr     x5, [x6]
    SHOW    "  ", x5
    MOV64   x6, 0x40600123
    TRY     "read-only", dc zva, x6
    MOV64   x6, 0x40800123
    TRY     "not mapped", dc zva, x6
    TRY_EL0 "not mapped, EL0", dc zva, x6
    POWER_OFF
