// Data and instructions that caches may hide, each once the wrong way and once the right way: a
// page is mapped twice, cacheable and not.
//
// What a read gives that misses its maintenance is not printed: either answer would be right.
//
// Source: Arm ARM, "Mismatched memory attributes"; "Synchronization and coherency issues between
// data and instruction accesses".
//
// EXPECT: wrong data
// EXPECT: right data 4 5
// EXPECT: wrong code
// EXPECT: right code 9
// HAZARD: uncleaned-data
// HAZARD: stale-cached-data
// HAZARD: write-under-dirty-line
// HAZARD: uncleaned-instruction
// HAZARD: stale-instruction
// HAZARD: unsynchronized-instruction

#include "guest.h"

#define PLACE       0x40400000
#define ALIAS       0x40600000

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, PLACE + RAM_BLOCK
    ENTRY   kernel_l2, 3, PLACE + BLOCK + UNCACHED + AF
    END_TABLE kernel_l2

#define MOVZ_W0     0x52800000
#define RETURN      0xd65f03c0

// MOVZ w0, #number; RET at the place of code.
.macro WRITE_CODE number
    MOV64   x2, (MOVZ_W0 | (\number) << 5)
    str     w2, [x8]
    MOV64   x2, RETURN
    str     w2, [x8, #4]
.endm

GUEST
    MMU_ON  2, kernel_l1, TCR_EL2_4K, (SCTLR_EL2_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    MOV64   x6, PLACE
    MOV64   x7, ALIAS
    MOV64   x8, (PLACE + 0x1000)

    LINE    "wrong data"
    mov     x1, #1
    str     x1, [x6]
    ldr     x0, [x7]
    // A cache holds this line; memory changes behind its back.
    ldr     x0, [x6, #0x100]
    mov     x1, #2
    str     x1, [x7, #0x100]
    dsb     sy
    ldr     x0, [x6, #0x100]
    // The dirty line may be written back over it.
    str     x1, [x6, #0x200]
    str     x1, [x7, #0x208]

    mov     x1, #4
    str     x1, [x6, #0x300]
    add     x2, x6, #0x300
    dc      cvac, x2
    dsb     sy
    ldr     x4, [x7, #0x300]
    mov     x1, #5
    ldr     x0, [x6, #0x400]
    add     x2, x6, #0x400
    dc      civac, x2
    dsb     sy
    str     x1, [x7, #0x400]
    dsb     sy
    ldr     x5, [x6, #0x400]
    SAY     "right data "
    HEX     x4
    SAY     " "
    HEX     x5
    LINE    ""

    LINE    "wrong code"
    WRITE_CODE 6
    dsb     ish
    isb
    blr     x8
    WRITE_CODE 7
    dc      cvau, x8
    dsb     ish
    isb
    blr     x8
    WRITE_CODE 8
    dc      cvau, x8
    dsb     ish
    ic      ivau, x8
    dsb     ish
    blr     x8
    WRITE_CODE 9
    dc      cvau, x8
    dsb     ish
    ic      ivau, x8
    dsb     ish
    isb
    blr     x8
    SHOW    "right code ", x0
    POWER_OFF
