// Levels that have no block descriptors: level 0 with 4 KiB, level 1 with 16 KiB and 64 KiB. A
// block there is reserved, which is a Translation fault.
//
// EL: 1
// QEMU: no — 7.2 takes such blocks as valid
// Source: Arm ARM, AArch64.DecodeDescriptorType.
//
// EXPECT: level 0, 4 KiB, load: EL1+200 esr=96000004 elr=+0 far=8000000000
// EXPECT: level 0, 4 KiB, fetch: EL1+200 esr=86000004 elr=+0 far=8000000000
// EXPECT: level 1, 16 KiB, load: EL1+200 esr=96000005 elr=+0 far=1000000000
// EXPECT: level 1, 16 KiB, fetch: EL1+200 esr=86000005 elr=+0 far=1000000000
// EXPECT: level 1, 64 KiB, load: EL1+200 esr=96000005 elr=+0 far=40000000000
// EXPECT: level 1, 64 KiB, fetch: EL1+200 esr=86000005 elr=+0 far=40000000000

#define ENTRY_EL1
#include "guest.h"

#define TCR_4K          (16 | TCR_WALKS | (1 << 23))
#define TCR_16K         (17 | TCR_WALKS | (1 << 23) | (2 << 14))
#define TCR_64K         (16 | TCR_WALKS | (1 << 23) | (1 << 14))

    TABLE four0
    ENTRY   four0, 0, kernel_l1 + TABLE_AT
    ENTRY   four0, 1, 0x40000000 + RAM_BLOCK
    END_TABLE four0
    KERNEL_TABLES
    END_TABLE kernel_l2
    TABLE sixteen1, 16384
    ENTRY   sixteen1, 0, sixteen2 + TABLE_AT
    ENTRY   sixteen1, 1, 0x40000000 + RAM_BLOCK
    END_TABLE sixteen1
    TABLE sixteen2, 16384
    ENTRY   sixteen2, (0x08000000 >> 25), 0x08000000 + MMIO_BLOCK
    ENTRY   sixteen2, (0x40000000 >> 25), 0x40000000 + RAM_BLOCK
    END_TABLE sixteen2
    TABLE sixty1, 65536
    ENTRY   sixty1, 0, sixty2 + TABLE_AT
    ENTRY   sixty1, 1, 0x40000000 + RAM_BLOCK
    END_TABLE sixty1
    TABLE sixty2, 65536
    ENTRY   sixty2, 0, MMIO_BLOCK
    ENTRY   sixty2, 2, 0x40000000 + RAM_BLOCK
    END_TABLE sixty2

.macro GRANULE text, root, tcr, address
    SET     sctlr_el1, SCTLR_EL1_OFF
    isb
    tlbi    vmalle1
    dsb     sy
    MMU_ON  1, \root, \tcr, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    MOV64   x6, (\address)
    TRY     "\text, load", ldr x5, [x6]
    TRY_BRANCH "\text, fetch", x6
.endm

GUEST
    GRANULE "level 0, 4 KiB", four0, TCR_4K, 0x008000000000
    GRANULE "level 1, 16 KiB", sixteen1, TCR_16K, 0x001000000000
    GRANULE "level 1, 64 KiB", sixty1, TCR_64K, 0x040000000000
    POWER_OFF
