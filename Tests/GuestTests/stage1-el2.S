// Stage 1 of EL2 without E2H: one range, XN, no privileges; faults and rights.
//
// Source: Arm ARM, AArch64.S1Translate for Regime_EL2; TCR_EL2.
//
// EXPECT: all rights, load: ok
// EXPECT: all rights, store: ok
// EXPECT: all rights, ldtr: ok
// EXPECT: all rights, fetch: ok
// EXPECT: read-only, load: ok
// EXPECT: read-only, store: EL2+200 esr=9600004e elr=+0 far=40600018
// EXPECT: read-only, ldtr: ok
// EXPECT: read-only, fetch: ok
// EXPECT: XN, load: ok
// EXPECT: XN, store: ok
// EXPECT: XN, ldtr: ok
// EXPECT: XN, fetch: EL2+200 esr=8600000e elr=+0 far=40800000
// EXPECT: access flag, load: EL2+200 esr=9600000a elr=+0 far=40a00018
// EXPECT: access flag, store: EL2+200 esr=9600004a elr=+0 far=40a00018
// EXPECT: access flag, ldtr: EL2+200 esr=9600000a elr=+0 far=40a00018
// EXPECT: access flag, fetch: EL2+200 esr=8600000a elr=+0 far=40a00000
// EXPECT: level 1 translation, load: EL2+200 esr=96000005 elr=+0 far=80000018
// EXPECT: level 1 translation, store: EL2+200 esr=96000045 elr=+0 far=80000018
// EXPECT: level 1 translation, ldtr: EL2+200 esr=96000005 elr=+0 far=80000018
// EXPECT: level 1 translation, fetch: EL2+200 esr=86000005 elr=+0 far=80000000
// EXPECT: level 2 translation, load: EL2+200 esr=96000006 elr=+0 far=40c00018
// EXPECT: level 2 translation, store: EL2+200 esr=96000046 elr=+0 far=40c00018
// EXPECT: level 2 translation, ldtr: EL2+200 esr=96000006 elr=+0 far=40c00018
// EXPECT: level 2 translation, fetch: EL2+200 esr=86000006 elr=+0 far=40c00000
// EXPECT: beyond T0SZ, load: EL2+200 esr=96000004 elr=+0 far=8000000018
// EXPECT: beyond T0SZ, store: EL2+200 esr=96000044 elr=+0 far=8000000018
// EXPECT: beyond T0SZ, ldtr: EL2+200 esr=96000004 elr=+0 far=8000000018
// EXPECT: beyond T0SZ, fetch: EL2+200 esr=86000004 elr=+0 far=8000000000
// EXPECT: upper range, load: EL2+200 esr=96000004 elr=+0 far=ffffffff40400018
// EXPECT: upper range, store: EL2+200 esr=96000044 elr=+0 far=ffffffff40400018
// EXPECT: upper range, ldtr: EL2+200 esr=96000004 elr=+0 far=ffffffff40400018
// EXPECT: upper range, fetch: EL2+200 esr=86000004 elr=+0 far=ffffffff40400000
// EXPECT: tag, load: EL2+200 esr=96000004 elr=+0 far=5a00000040400018
// EXPECT: tag, store: EL2+200 esr=96000044 elr=+0 far=5a00000040400018
// EXPECT: tag, ldtr: EL2+200 esr=96000004 elr=+0 far=5a00000040400018
// EXPECT: tag, fetch: EL2+200 esr=86000004 elr=+0 far=5a00000040400000
// EXPECT: tag with TBI, load: ok
// EXPECT: tag with TBI, store: ok
// EXPECT: tag with TBI, ldtr: ok
// EXPECT: tag with TBI, fetch: ok
// EXPECT: tag with TBI, fault, load: EL2+200 esr=96000006 elr=+0 far=5a00000040c00018
// EXPECT: tag with TBI, fault, store: EL2+200 esr=96000046 elr=+0 far=5a00000040c00018
// EXPECT: tag with TBI, fault, ldtr: EL2+200 esr=96000006 elr=+0 far=5a00000040c00018
// EXPECT: tag with TBI, fault, fetch: EL2+200 esr=86000006 elr=away far=40c00000

#include "guest.h"

#define CODE 0x40400000

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, CODE + RAM_BLOCK + USER
    ENTRY   kernel_l2, 3, CODE + RAM_BLOCK + USER + READONLY
    ENTRY   kernel_l2, 4, CODE + RAM_BLOCK + USER + UXN                 // XN
    ENTRY   kernel_l2, 5, CODE + RAM_BLOCK + USER - AF
    END_TABLE kernel_l2

.macro ALL text, address
    MOV64   x6, (\address)
    TRY     "\text, load", ldr x5, [x6, #0x18]
    TRY     "\text, store", str x5, [x6, #0x18]
    TRY     "\text, ldtr", ldtr x5, [x6, #0x18]
    TRY_BRANCH "\text, fetch", x6
.endm

GUEST
    MMU_ON  2, kernel_l1, TCR_EL2_4K, (SCTLR_EL2_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    MOV64   x6, CODE
    adr     x7, 1f
    ldr     w7, [x7]
    str     w7, [x6]
    ALL     "all rights", 0x40400000
    ALL     "read-only", 0x40600000
    ALL     "XN", 0x40800000
    ALL     "access flag", 0x40a00000
    ALL     "level 1 translation", 0x80000000
    ALL     "level 2 translation", 0x40c00000
    ALL     "beyond T0SZ", 0x8000000000
    ALL     "upper range", 0xffffffff40400000
    // The top byte is no tag without TBI.
    ALL     "tag", 0x5a00000040400000
    SET     tcr_el2, (TCR_EL2_4K | (1 << 20))
    isb
    tlbi    alle2
    dsb     sy
    isb
    ALL     "tag with TBI", 0x5a00000040400000
    ALL     "tag with TBI, fault", 0x5a00000040c00000
    POWER_OFF
1:  ret
