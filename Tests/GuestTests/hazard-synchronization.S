// System register writes that are relied upon before a context synchronization event.
//
// Source: Arm ARM, "Synchronization requirements for AArch64 System registers".
//
// EXPECT: wrong
// EXPECT: hvc: EL2+200 esr=5a000000 elr=+4
// EXPECT: right
// EXPECT: hvc: EL2+200 esr=5a000000 elr=+4
// HAZARD: unsynchronized-translation
// HAZARD: unsynchronized-vectors

#include "guest.h"

#define PLACE       0x40400000
#define SECOND      0x40600000

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, PLACE + RAM_BLOCK
    ENTRY   kernel_l2, 3, PLACE + RAM_BLOCK
    END_TABLE kernel_l2

// The same, but for the two entries.
TABLE other_l1
    ENTRY   other_l1, 0, MMIO_BLOCK
    ENTRY   other_l1, 1, other_l2 + TABLE_AT
END_TABLE other_l1
TABLE other_l2
    ENTRY   other_l2, 0, 0x40000000 + RAM_BLOCK
    ENTRY   other_l2, 1, 0x40200000 + RAM_BLOCK + USER
    ENTRY   other_l2, 2, 0x40800000 + RAM_BLOCK
    ENTRY   other_l2, 3, 0x40800000 + RAM_BLOCK
END_TABLE other_l2

GUEST
    MMU_ON  2, kernel_l1, TCR_EL2_4K, (SCTLR_EL2_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    LINE    "wrong"
    MOV64   x6, PLACE
    ADDR    x1, other_l1
    msr     ttbr0_el2, x1
    ldr     x0, [x6]
    isb
    mrs     x2, vbar_el2
    add     x3, x2, #0x1000
    msr     vbar_el2, x3
    msr     vbar_el2, x2
    TRY     "hvc", hvc #0

    LINE    "right"
    MOV64   x6, SECOND
    ADDR    x1, kernel_l1
    msr     ttbr0_el2, x1
    isb
    // What is cached of the other tables must go.
    tlbi    alle2
    dsb     sy
    isb
    ldr     x0, [x6]
    msr     vbar_el2, x3
    msr     vbar_el2, x2
    isb
    TRY     "hvc", hvc #0
    POWER_OFF
