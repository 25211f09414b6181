// Stage 1 of EL1&0 with the 64 KiB granule: 42-bit VAs from level 2, and 48-bit from level 1.
//
// EL: 1
// Source: Arm ARM, AArch64.S1Translate; "The VMSAv8-64 64KB translation granule".

#define ENTRY_EL1
#include "guest.h"

#define TCR_42          (22 | TCR_WALKS | (1 << 23) | (1 << 14))
#define TCR_48          (16 | TCR_WALKS | (1 << 23) | (1 << 14))
#define TOO_LARGE       0x100000000

    // Level 1 entries cover 4 TiB, level 2 512 MiB, level 3 64 KiB.
    TABLE level1, 65536
    ENTRY   level1, 0, level2 + TABLE_AT
    ENTRY   level1, 3, level2 + TABLE_AT + TOO_LARGE
    END_TABLE level1
    TABLE level2, 65536
    ENTRY   level2, 0, MMIO_BLOCK
    ENTRY   level2, 2, 0x40000000 + RAM_BLOCK
    ENTRY   level2, 3, level3 + TABLE_AT
    ENTRY   level2, 5, 0x40000000 + RAM_BLOCK - AF
    ENTRY   level2, 6, 0x40000000 + RAM_BLOCK + TOO_LARGE
    ENTRY   level2, 7, 0x40000000 + RAM_BLOCK + READONLY + PXN
    END_TABLE level2
    TABLE level3, 65536
    ENTRY   level3, 0, 0x40400000 + RAM_PAGE
    ENTRY   level3, 1, 0x40400000 + RAM_BLOCK
    ENTRY   level3, 2, 0x40400000 + RAM_PAGE - AF
    ENTRY   level3, 3, 0x40400000 + RAM_PAGE + TOO_LARGE
    ENTRY   level3, 4, 0x40400000 + RAM_PAGE + READONLY + PXN
    ENTRY   level3, 8191, 0x40410000 + RAM_PAGE
    END_TABLE level3

.macro ALL text, address
    MOV64   x6, (\address)
    TRY     "\text, load", ldr x5, [x6, #0x18]
    TRY     "\text, store", str x5, [x6, #0x18]
    TRY_BRANCH "\text, fetch", x6
.endm

.macro ALL_LEVELS
    ALL     "level 2 translation", 0x000080000000
    ALL     "level 3 translation", 0x000060050000
    ALL     "level 3 reserved", 0x000060010000
    ALL     "level 2 access flag", 0x0000a0000000
    ALL     "level 3 access flag", 0x000060020000
    ALL     "level 2 address size", 0x0000c0000000
    ALL     "level 3 address size", 0x000060030000
    ALL     "level 2 permission", 0x0000e0000000
    ALL     "level 3 permission", 0x000060040000
    ALL     "allowed", 0x000060000000
.endm

GUEST
    MMU_ON  1, level2, TCR_42, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    MOV64   x6, 0x60000000
    adr     x7, 1f
    ldr     w7, [x7]
    str     w7, [x6]
    ALL_LEVELS
    ALL     "hole of 42 bits", 0x040000000000
    MOV64   x6, 0x7ffffff8
    MOV64   x7, 0x7788
    str     x7, [x6]
    ldr     x5, [x6]
    SHOW    "last page ", x5
    LINE    "48 bits"
    SET     sctlr_el1, SCTLR_EL1_OFF
    isb
    tlbi    vmalle1
    dsb     sy
    MMU_ON  1, level1, TCR_48, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    ALL     "level 1 translation", 0x080000000000
    ALL     "level 1 address size", 0x0c0000000000
    ALL_LEVELS
    POWER_OFF
1:  ret
