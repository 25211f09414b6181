// Stage 1 of EL1&0 with the 64 KiB granule: 42-bit VAs from level 2, and 48-bit from level 1.
//
// EL: 1
// Source: Arm ARM, AArch64.S1Translate; "The VMSAv8-64 64KB translation granule".
//
// EXPECT: level 2 translation, load: EL1+200 esr=96000006 elr=+0 far=80000018
// EXPECT: level 2 translation, store: EL1+200 esr=96000046 elr=+0 far=80000018
// EXPECT: level 2 translation, fetch: EL1+200 esr=86000006 elr=+0 far=80000000
// EXPECT: level 3 translation, load: EL1+200 esr=96000007 elr=+0 far=60050018
// EXPECT: level 3 translation, store: EL1+200 esr=96000047 elr=+0 far=60050018
// EXPECT: level 3 translation, fetch: EL1+200 esr=86000007 elr=+0 far=60050000
// EXPECT: level 3 reserved, load: EL1+200 esr=96000007 elr=+0 far=60010018
// EXPECT: level 3 reserved, store: EL1+200 esr=96000047 elr=+0 far=60010018
// EXPECT: level 3 reserved, fetch: EL1+200 esr=86000007 elr=+0 far=60010000
// EXPECT: level 2 access flag, load: EL1+200 esr=9600000a elr=+0 far=a0000018
// EXPECT: level 2 access flag, store: EL1+200 esr=9600004a elr=+0 far=a0000018
// EXPECT: level 2 access flag, fetch: EL1+200 esr=8600000a elr=+0 far=a0000000
// EXPECT: level 3 access flag, load: EL1+200 esr=9600000b elr=+0 far=60020018
// EXPECT: level 3 access flag, store: EL1+200 esr=9600004b elr=+0 far=60020018
// EXPECT: level 3 access flag, fetch: EL1+200 esr=8600000b elr=+0 far=60020000
// EXPECT: level 2 address size, load: EL1+200 esr=96000002 elr=+0 far=c0000018
// EXPECT: level 2 address size, store: EL1+200 esr=96000042 elr=+0 far=c0000018
// EXPECT: level 2 address size, fetch: EL1+200 esr=86000002 elr=+0 far=c0000000
// EXPECT: level 3 address size, load: EL1+200 esr=96000003 elr=+0 far=60030018
// EXPECT: level 3 address size, store: EL1+200 esr=96000043 elr=+0 far=60030018
// EXPECT: level 3 address size, fetch: EL1+200 esr=86000003 elr=+0 far=60030000
// EXPECT: level 2 permission, load: ok
// EXPECT: level 2 permission, store: EL1+200 esr=9600004e elr=+0 far=e0000018
// EXPECT: level 2 permission, fetch: EL1+200 esr=8600000e elr=+0 far=e0000000
// EXPECT: level 3 permission, load: ok
// EXPECT: level 3 permission, store: EL1+200 esr=9600004f elr=+0 far=60040018
// EXPECT: level 3 permission, fetch: EL1+200 esr=8600000f elr=+0 far=60040000
// EXPECT: allowed, load: ok
// EXPECT: allowed, store: ok
// EXPECT: allowed, fetch: ok
// EXPECT: hole of 42 bits, load: EL1+200 esr=96000004 elr=+0 far=40000000018
// EXPECT: hole of 42 bits, store: EL1+200 esr=96000044 elr=+0 far=40000000018
// EXPECT: hole of 42 bits, fetch: EL1+200 esr=86000004 elr=+0 far=40000000000
// EXPECT: last page 7788
// EXPECT: 48 bits
// EXPECT: level 1 translation, load: EL1+200 esr=96000005 elr=+0 far=80000000018
// EXPECT: level 1 translation, store: EL1+200 esr=96000045 elr=+0 far=80000000018
// EXPECT: level 1 translation, fetch: EL1+200 esr=86000005 elr=+0 far=80000000000
// EXPECT: level 1 address size, load: EL1+200 esr=96000001 elr=+0 far=c0000000018
// EXPECT: level 1 address size, store: EL1+200 esr=96000041 elr=+0 far=c0000000018
// EXPECT: level 1 address size, fetch: EL1+200 esr=86000001 elr=+0 far=c0000000000
// EXPECT: level 2 translation, load: EL1+200 esr=96000006 elr=+0 far=80000018
// EXPECT: level 2 translation, store: EL1+200 esr=96000046 elr=+0 far=80000018
// EXPECT: level 2 translation, fetch: EL1+200 esr=86000006 elr=+0 far=80000000
// EXPECT: level 3 translation, load: EL1+200 esr=96000007 elr=+0 far=60050018
// EXPECT: level 3 translation, store: EL1+200 esr=96000047 elr=+0 far=60050018
// EXPECT: level 3 translation, fetch: EL1+200 esr=86000007 elr=+0 far=60050000
// EXPECT: level 3 reserved, load: EL1+200 esr=96000007 elr=+0 far=60010018
// EXPECT: level 3 reserved, store: EL1+200 esr=96000047 elr=+0 far=60010018
// EXPECT: level 3 reserved, fetch: EL1+200 esr=86000007 elr=+0 far=60010000
// EXPECT: level 2 access flag, load: EL1+200 esr=9600000a elr=+0 far=a0000018
// EXPECT: level 2 access flag, store: EL1+200 esr=9600004a elr=+0 far=a0000018
// EXPECT: level 2 access flag, fetch: EL1+200 esr=8600000a elr=+0 far=a0000000
// EXPECT: level 3 access flag, load: EL1+200 esr=9600000b elr=+0 far=60020018
// EXPECT: level 3 access flag, store: EL1+200 esr=9600004b elr=+0 far=60020018
// EXPECT: level 3 access flag, fetch: EL1+200 esr=8600000b elr=+0 far=60020000
// EXPECT: level 2 address size, load: EL1+200 esr=96000002 elr=+0 far=c0000018
// EXPECT: level 2 address size, store: EL1+200 esr=96000042 elr=+0 far=c0000018
// EXPECT: level 2 address size, fetch: EL1+200 esr=86000002 elr=+0 far=c0000000
// EXPECT: level 3 address size, load: EL1+200 esr=96000003 elr=+0 far=60030018
// EXPECT: level 3 address size, store: EL1+200 esr=96000043 elr=+0 far=60030018
// EXPECT: level 3 address size, fetch: EL1+200 esr=86000003 elr=+0 far=60030000
// EXPECT: level 2 permission, load: ok
// EXPECT: level 2 permission, store: EL1+200 esr=9600004e elr=+0 far=e0000018
// EXPECT: level 2 permission, fetch: EL1+200 esr=8600000e elr=+0 far=e0000000
// EXPECT: level 3 permission, load: ok
// EXPECT: level 3 permission, store: EL1+200 esr=9600004f elr=+0 far=60040018
// EXPECT: level 3 permission, fetch: EL1+200 esr=8600000f elr=+0 far=60040000
// EXPECT: allowed, load: ok
// EXPECT: allowed, store: ok
// EXPECT: allowed, fetch: ok

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
