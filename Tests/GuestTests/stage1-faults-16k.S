// Stage 1 of EL1&0 with the 16 KiB granule: 47-bit VAs from level 1; 32 MiB blocks at level 2.
//
// EL: 1
// QEMU-CPU: max
// Source: Arm ARM, AArch64.S1Translate; "The VMSAv8-64 16KB translation granule".
//
// EXPECT: level 1 translation, load: EL1+200 esr=96000005 elr=+0 far=1000000018
// EXPECT: level 1 translation, store: EL1+200 esr=96000045 elr=+0 far=1000000018
// EXPECT: level 1 translation, fetch: EL1+200 esr=86000005 elr=+0 far=1000000000
// EXPECT: level 2 translation, load: EL1+200 esr=96000006 elr=+0 far=44000018
// EXPECT: level 2 translation, store: EL1+200 esr=96000046 elr=+0 far=44000018
// EXPECT: level 2 translation, fetch: EL1+200 esr=86000006 elr=+0 far=44000000
// EXPECT: level 3 translation, load: EL1+200 esr=96000007 elr=+0 far=42014018
// EXPECT: level 3 translation, store: EL1+200 esr=96000047 elr=+0 far=42014018
// EXPECT: level 3 translation, fetch: EL1+200 esr=86000007 elr=+0 far=42014000
// EXPECT: level 3 reserved, load: EL1+200 esr=96000007 elr=+0 far=42004018
// EXPECT: level 3 reserved, store: EL1+200 esr=96000047 elr=+0 far=42004018
// EXPECT: level 3 reserved, fetch: EL1+200 esr=86000007 elr=+0 far=42004000
// EXPECT: level 2 access flag, load: EL1+200 esr=9600000a elr=+0 far=46000018
// EXPECT: level 2 access flag, store: EL1+200 esr=9600004a elr=+0 far=46000018
// EXPECT: level 2 access flag, fetch: EL1+200 esr=8600000a elr=+0 far=46000000
// EXPECT: level 3 access flag, load: EL1+200 esr=9600000b elr=+0 far=42008018
// EXPECT: level 3 access flag, store: EL1+200 esr=9600004b elr=+0 far=42008018
// EXPECT: level 3 access flag, fetch: EL1+200 esr=8600000b elr=+0 far=42008000
// EXPECT: level 1 address size, load: EL1+200 esr=96000001 elr=+0 far=3000000018
// EXPECT: level 1 address size, store: EL1+200 esr=96000041 elr=+0 far=3000000018
// EXPECT: level 1 address size, fetch: EL1+200 esr=86000001 elr=+0 far=3000000000
// EXPECT: level 2 address size, load: EL1+200 esr=96000002 elr=+0 far=48000018
// EXPECT: level 2 address size, store: EL1+200 esr=96000042 elr=+0 far=48000018
// EXPECT: level 2 address size, fetch: EL1+200 esr=86000002 elr=+0 far=48000000
// EXPECT: level 3 address size, load: EL1+200 esr=96000003 elr=+0 far=4200c018
// EXPECT: level 3 address size, store: EL1+200 esr=96000043 elr=+0 far=4200c018
// EXPECT: level 3 address size, fetch: EL1+200 esr=86000003 elr=+0 far=4200c000
// EXPECT: level 2 permission, load: ok
// EXPECT: level 2 permission, store: EL1+200 esr=9600004e elr=+0 far=4a000018
// EXPECT: level 2 permission, fetch: EL1+200 esr=8600000e elr=+0 far=4a000000
// EXPECT: level 3 permission, load: ok
// EXPECT: level 3 permission, store: EL1+200 esr=9600004f elr=+0 far=42010018
// EXPECT: level 3 permission, fetch: EL1+200 esr=8600000f elr=+0 far=42010000
// EXPECT: allowed, load: ok
// EXPECT: allowed, store: ok
// EXPECT: allowed, fetch: ok
// EXPECT: last page 5566
// EXPECT: hole, load: EL1+200 esr=96000004 elr=+0 far=800000000018
// EXPECT: hole, store: EL1+200 esr=96000044 elr=+0 far=800000000018
// EXPECT: hole, fetch: EL1+200 esr=86000004 elr=+0 far=800000000000

#define ENTRY_EL1
#include "guest.h"

#define TCR             (17 | TCR_WALKS | (1 << 23) | (2 << 14))
#define TOO_LARGE       0x100000000

    // Level 1 entries cover 64 GiB, level 2 32 MiB, level 3 16 KiB.
    TABLE level1, 16384
    ENTRY   level1, 0, level2 + TABLE_AT
    ENTRY   level1, 3, level2 + TABLE_AT + TOO_LARGE
    END_TABLE level1
    TABLE level2, 16384
    ENTRY   level2, (0x08000000 >> 25), 0x08000000 + MMIO_BLOCK
    ENTRY   level2, (0x40000000 >> 25), 0x40000000 + RAM_BLOCK
    ENTRY   level2, (0x42000000 >> 25), level3 + TABLE_AT
    ENTRY   level2, (0x46000000 >> 25), 0x42000000 + RAM_BLOCK - AF
    ENTRY   level2, (0x48000000 >> 25), 0x42000000 + RAM_BLOCK + TOO_LARGE
    ENTRY   level2, (0x4a000000 >> 25), 0x42000000 + RAM_BLOCK + READONLY + PXN
    END_TABLE level2
    TABLE level3, 16384
    ENTRY   level3, 0, 0x42000000 + RAM_PAGE
    ENTRY   level3, 1, 0x42000000 + RAM_BLOCK
    ENTRY   level3, 2, 0x42000000 + RAM_PAGE - AF
    ENTRY   level3, 3, 0x42000000 + RAM_PAGE + TOO_LARGE
    ENTRY   level3, 4, 0x42000000 + RAM_PAGE + READONLY + PXN
    ENTRY   level3, 2047, 0x42004000 + RAM_PAGE
    END_TABLE level3

.macro ALL text, address
    MOV64   x6, (\address)
    TRY     "\text, load", ldr x5, [x6, #0x18]
    TRY     "\text, store", str x5, [x6, #0x18]
    TRY_BRANCH "\text, fetch", x6
.endm

GUEST
    MMU_ON  1, level1, TCR, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    MOV64   x6, 0x42000000
    adr     x7, 1f
    ldr     w7, [x7]
    str     w7, [x6]
    ALL     "level 1 translation", 0x001000000000
    ALL     "level 2 translation", 0x000044000000
    ALL     "level 3 translation", 0x000042014000
    ALL     "level 3 reserved", 0x000042004000
    ALL     "level 2 access flag", 0x000046000000
    ALL     "level 3 access flag", 0x000042008000
    ALL     "level 1 address size", 0x003000000000
    ALL     "level 2 address size", 0x000048000000
    ALL     "level 3 address size", 0x00004200c000
    ALL     "level 2 permission", 0x00004a000000
    ALL     "level 3 permission", 0x000042010000
    ALL     "allowed", 0x000042000000
    // The last page of the level 3 table and the page it maps are the same bytes.
    MOV64   x6, 0x43ffc000
    MOV64   x7, 0x5566
    str     x7, [x6, #0x3ff8]
    ldr     x5, [x6, #0x3ff8]
    SHOW    "last page ", x5
    ALL     "hole", 0x800000000000
    POWER_OFF
1:  ret
