// Stage 1 of EL1&0 with the 4 KiB granule from level 0: translation, access flag, address size and
// permission faults at each level, for data and for fetches.
//
// EL: 1
// Source: Arm ARM, AArch64.S1Translate; EncodeLDFSC.
//
// EXPECT: level 0 translation, load: EL1+200 esr=96000004 elr=+0 far=8000000018
// EXPECT: level 0 translation, store: EL1+200 esr=96000044 elr=+0 far=8000000018
// EXPECT: level 0 translation, fetch: EL1+200 esr=86000004 elr=+0 far=8000000000
// EXPECT: level 1 translation, load: EL1+200 esr=96000005 elr=+0 far=80000018
// EXPECT: level 1 translation, store: EL1+200 esr=96000045 elr=+0 far=80000018
// EXPECT: level 1 translation, fetch: EL1+200 esr=86000005 elr=+0 far=80000000
// EXPECT: level 2 translation, load: EL1+200 esr=96000006 elr=+0 far=40600018
// EXPECT: level 2 translation, store: EL1+200 esr=96000046 elr=+0 far=40600018
// EXPECT: level 2 translation, fetch: EL1+200 esr=86000006 elr=+0 far=40600000
// EXPECT: level 3 translation, load: EL1+200 esr=96000007 elr=+0 far=40405018
// EXPECT: level 3 translation, store: EL1+200 esr=96000047 elr=+0 far=40405018
// EXPECT: level 3 translation, fetch: EL1+200 esr=86000007 elr=+0 far=40405000
// EXPECT: level 3 reserved, load: EL1+200 esr=96000007 elr=+0 far=40401018
// EXPECT: level 3 reserved, store: EL1+200 esr=96000047 elr=+0 far=40401018
// EXPECT: level 3 reserved, fetch: EL1+200 esr=86000007 elr=+0 far=40401000
// EXPECT: level 1 access flag, load: EL1+200 esr=96000009 elr=+0 far=c0400018
// EXPECT: level 1 access flag, store: EL1+200 esr=96000049 elr=+0 far=c0400018
// EXPECT: level 1 access flag, fetch: EL1+200 esr=86000009 elr=+0 far=c0400000
// EXPECT: level 2 access flag, load: EL1+200 esr=9600000a elr=+0 far=40800018
// EXPECT: level 2 access flag, store: EL1+200 esr=9600004a elr=+0 far=40800018
// EXPECT: level 2 access flag, fetch: EL1+200 esr=8600000a elr=+0 far=40800000
// EXPECT: level 3 access flag, load: EL1+200 esr=9600000b elr=+0 far=40402018
// EXPECT: level 3 access flag, store: EL1+200 esr=9600004b elr=+0 far=40402018
// EXPECT: level 3 access flag, fetch: EL1+200 esr=8600000b elr=+0 far=40402000
// EXPECT: level 0 address size, load: EL1+200 esr=96000000 elr=+0 far=10000000018
// EXPECT: level 0 address size, store: EL1+200 esr=96000040 elr=+0 far=10000000018
// EXPECT: level 0 address size, fetch: EL1+200 esr=86000000 elr=+0 far=10000000000
// EXPECT: level 1 address size, load: EL1+200 esr=96000001 elr=+0 far=100400018
// EXPECT: level 1 address size, store: EL1+200 esr=96000041 elr=+0 far=100400018
// EXPECT: level 1 address size, fetch: EL1+200 esr=86000001 elr=+0 far=100400000
// EXPECT: level 2 address size, load: EL1+200 esr=96000002 elr=+0 far=40a00018
// EXPECT: level 2 address size, store: EL1+200 esr=96000042 elr=+0 far=40a00018
// EXPECT: level 2 address size, fetch: EL1+200 esr=86000002 elr=+0 far=40a00000
// EXPECT: level 3 address size, load: EL1+200 esr=96000003 elr=+0 far=40403018
// EXPECT: level 3 address size, store: EL1+200 esr=96000043 elr=+0 far=40403018
// EXPECT: level 3 address size, fetch: EL1+200 esr=86000003 elr=+0 far=40403000
// EXPECT: level 1 permission, load: ok
// EXPECT: level 1 permission, store: EL1+200 esr=9600004d elr=+0 far=140400018
// EXPECT: level 1 permission, fetch: EL1+200 esr=8600000d elr=+0 far=140400000
// EXPECT: level 2 permission, load: ok
// EXPECT: level 2 permission, store: EL1+200 esr=9600004e elr=+0 far=40c00018
// EXPECT: level 2 permission, fetch: EL1+200 esr=8600000e elr=+0 far=40c00000
// EXPECT: level 3 permission, load: ok
// EXPECT: level 3 permission, store: EL1+200 esr=9600004f elr=+0 far=40404018
// EXPECT: level 3 permission, fetch: EL1+200 esr=8600000f elr=+0 far=40404000
// EXPECT: allowed, load: ok
// EXPECT: allowed, store: ok
// EXPECT: allowed, fetch: ok
// EXPECT: hole, load: EL1+200 esr=96000004 elr=+0 far=1000000000018
// EXPECT: hole, store: EL1+200 esr=96000044 elr=+0 far=1000000000018
// EXPECT: hole, fetch: EL1+200 esr=86000004 elr=+0 far=1000000000000
// EXPECT: TTBR1 disabled by EPD1, load: EL1+200 esr=96000004 elr=+0 far=ffff000000000018
// EXPECT: TTBR1 disabled by EPD1, store: EL1+200 esr=96000044 elr=+0 far=ffff000000000018
// EXPECT: TTBR1 disabled by EPD1, fetch: EL1+200 esr=86000004 elr=+0 far=ffff000000000000

#define ENTRY_EL1
#include "guest.h"

// 48-bit VAs, so the walk starts at level 0; output of 32 bits, so larger ones are too large.
#define TCR             (16 | TCR_WALKS | (1 << 23) | (0 << 32))
#define TOO_LARGE       0x100000000

    TABLE level0
    ENTRY   level0, 0, level1 + TABLE_AT
    ENTRY   level0, 2, level1 + TABLE_AT + TOO_LARGE
    END_TABLE level0
    TABLE level1
    ENTRY   level1, 0, MMIO_BLOCK
    ENTRY   level1, 1, level2 + TABLE_AT
    ENTRY   level1, 3, 0x40000000 + RAM_BLOCK - AF
    ENTRY   level1, 4, 0x40000000 + RAM_BLOCK + TOO_LARGE
    ENTRY   level1, 5, 0x40000000 + RAM_BLOCK + READONLY + PXN + UXN
    END_TABLE level1
    TABLE level2
    ENTRY   level2, 0, 0x40000000 + RAM_BLOCK
    ENTRY   level2, 1, 0x40200000 + RAM_BLOCK + USER
    ENTRY   level2, 2, level3 + TABLE_AT
    ENTRY   level2, 4, 0x40400000 + RAM_BLOCK - AF
    ENTRY   level2, 5, 0x40400000 + RAM_BLOCK + TOO_LARGE
    ENTRY   level2, 6, 0x40400000 + RAM_BLOCK + READONLY + PXN + UXN
    END_TABLE level2
    TABLE level3
    ENTRY   level3, 0, 0x40400000 + RAM_PAGE
    // A level 3 descriptor of type 1 is reserved: invalid.
    ENTRY   level3, 1, 0x40400000 + RAM_BLOCK
    ENTRY   level3, 2, 0x40400000 + RAM_PAGE - AF
    ENTRY   level3, 3, 0x40400000 + RAM_PAGE + TOO_LARGE
    ENTRY   level3, 4, 0x40400000 + RAM_PAGE + READONLY + PXN + UXN
    END_TABLE level3

.macro ALL text, address
    MOV64   x6, (\address)
    TRY     "\text, load", ldr x5, [x6, #0x18]
    TRY     "\text, store", str x5, [x6, #0x18]
    TRY_BRANCH "\text, fetch", x6
.endm

GUEST
    MMU_ON  1, level0, TCR, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    MOV64   x6, 0x40400000
    adr     x7, 1f
    ldr     w7, [x7]
    str     w7, [x6]                    // RET, for fetches that are allowed
    ALL     "level 0 translation", 0x008000000000
    ALL     "level 1 translation", 0x000080000000
    ALL     "level 2 translation", 0x000040600000
    ALL     "level 3 translation", 0x000040405000
    ALL     "level 3 reserved", 0x000040401000
    ALL     "level 1 access flag", 0x0000c0400000
    ALL     "level 2 access flag", 0x000040800000
    ALL     "level 3 access flag", 0x000040402000
    ALL     "level 0 address size", 0x010000000000
    ALL     "level 1 address size", 0x000100400000
    ALL     "level 2 address size", 0x000040a00000
    ALL     "level 3 address size", 0x000040403000
    ALL     "level 1 permission", 0x000140400000
    ALL     "level 2 permission", 0x000040c00000
    ALL     "level 3 permission", 0x000040404000
    ALL     "allowed", 0x000040400000
    // Outside the range of TTBR0, in the hole and in the disabled range of TTBR1.
    ALL     "hole", 0x0001000000000000
    ALL     "TTBR1 disabled by EPD1", 0xffff000000000000
    POWER_OFF
1:  ret
