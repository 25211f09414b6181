// FEAT_LSE2: exclusives, atomics, loads-acquire and stores-release may be unaligned within 16
// bytes, and the last two anywhere with SCTLR_EL1.nAA; SCTLR_EL1.A still forbids it.
//
// EL: 1
// Source: Arm ARM, "Alignment of data accesses"; AArch64.UnalignedAccessFaults; SCTLR_EL1.nAA.
//
// EXPECT: nAA 0
// EXPECT:   ldxr: ok
// EXPECT:   ldxp w: ok
// EXPECT:   ldxp x: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldadd: ok
// EXPECT:   cas: ok
// EXPECT:   casp: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldar: ok
// EXPECT:   ldar, beyond: EL1+200 esr=96000021 elr=+0 far=4060000d
// EXPECT:   stlr: ok
// EXPECT:   stlr, beyond: EL1+200 esr=96000061 elr=+0 far=4060000d
// EXPECT:   stlrh, over a page: EL1+200 esr=96000061 elr=+0 far=40600fff
// EXPECT: nAA 1
// EXPECT:   ldxr: ok
// EXPECT:   ldxp w: ok
// EXPECT:   ldxp x: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldadd: ok
// EXPECT:   cas: ok
// EXPECT:   casp: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldar: ok
// EXPECT:   ldar, beyond: ok
// EXPECT:   stlr: ok
// EXPECT:   stlr, beyond: ok
// EXPECT:   stlrh, over a page: ok
// EXPECT: A 1
// EXPECT:   ldxr: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldxp w: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldxp x: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldadd: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   cas: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   casp: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldar: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldar, beyond: EL1+200 esr=96000021 elr=+0 far=4060000d
// EXPECT:   stlr: EL1+200 esr=96000061 elr=+0 far=40600001
// EXPECT:   stlr, beyond: EL1+200 esr=96000061 elr=+0 far=4060000d
// EXPECT:   stlrh, over a page: EL1+200 esr=96000061 elr=+0 far=40600fff
// EXPECT: stxr 0
// EXPECT: ldadd 123456789abcdef
// EXPECT: memory 123456789abcdf00
// EXPECT: memory, aligned 3456789abcdf0000

#define ENTRY_EL1
#define CALLER_EL 1
#include "guest.h"

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, 0x40600000 + RAM_BLOCK + USER
    END_TABLE kernel_l2

#define ON (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
#define SCTLR_NAA (1 << 6)

// x6: within 16 bytes for 8; x7: beyond for 4.
.macro ALL
    TRY     "  ldxr", ldxr x5, [x6]
    TRY     "  ldxp w", ldxp w4, w5, [x6]
    TRY     "  ldxp x", ldxp x4, x5, [x6]
    TRY     "  ldadd", ldadd x4, x5, [x6]
    TRY     "  cas", cas w4, w5, [x6]
    TRY     "  casp", casp x4, x5, x4, x5, [x6]
    TRY     "  ldar", ldar x5, [x6]
    TRY     "  ldar, beyond", ldar w5, [x7]
    TRY     "  stlr", stlr x5, [x6]
    TRY     "  stlr, beyond", stlr w5, [x7]
    TRY     "  stlrh, over a page", stlrh w5, [x9]
.endm

GUEST
    MMU_ON  1, kernel_l1, TCR_EL1_4K, ON
    MOV64   x6, 0x40600001
    MOV64   x7, 0x4060000d
    MOV64   x9, 0x40600fff
    LINE    "nAA 0"
    ALL
    LINE    "nAA 1"
    SET     sctlr_el1, (ON | SCTLR_NAA)
    isb
    ALL
    LINE    "A 1"
    SET     sctlr_el1, (ON | SCTLR_NAA | SCTLR_A)
    isb
    ALL
    SET     sctlr_el1, ON
    isb
    MOV64   x4, 0x0123456789abcdef
    MOV64   x5, 0x1111111111111111
    stur    xzr, [x6, #-1]
    stur    xzr, [x6, #7]
    ldxr    x1, [x6]
    stxr    w2, x4, [x6]
    SHOW    "stxr ", x2
    ldadd   x5, x1, [x6]
    SHOW    "ldadd ", x1
    ldr     x1, [x6]
    SHOW    "memory ", x1
    ldr     x1, [x6, #-1]
    SHOW    "memory, aligned ", x1
    POWER_OFF
