// Alignment: SCTLR_EL1.A on Normal memory; what must be aligned without it (exclusives, acquire and
// release, LSE atomics); PC alignment.
//
// EL: 1
// CPU: v8.2
// QEMU-CPU: cortex-a76
// Acquire and release may be unaligned with FEAT_LSE2, so this uses a CPU without. What QEMU
// does not check is in alignment-unchecked.S.
// Source: Arm ARM, "Alignment support"; AArch64.CheckPCAlignment.
//
// EXPECT: SCTLR.A 0
// EXPECT:   ldr x: ok
// EXPECT:   ldr w: ok
// EXPECT:   ldrh: ok
// EXPECT:   ldrb: ok
// EXPECT:   str x: ok
// EXPECT:   strh: ok
// EXPECT:   ldp x: ok
// EXPECT:   stp w: ok
// EXPECT:   ldp x, aligned to 8: ok
// EXPECT:   ldp w, aligned to 4: ok
// EXPECT:   ldtr: ok
// EXPECT: SCTLR.A 1
// EXPECT:   ldr x: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldr w: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldrh: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldrb: ok
// EXPECT:   str x: EL1+200 esr=96000061 elr=+0 far=40600001
// EXPECT:   strh: EL1+200 esr=96000061 elr=+0 far=40600001
// EXPECT:   ldp x: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   stp w: EL1+200 esr=96000061 elr=+0 far=40600001
// EXPECT:   ldp x, aligned to 8: ok
// EXPECT:   ldp w, aligned to 4: ok
// EXPECT:   ldtr: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldr x at EL0: EL1+400 esr=92000021 elr=+0 far=40600001
// EXPECT: always aligned
// EXPECT:   ldxr: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldxrh: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldaxr: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldxp, aligned to 8: EL1+200 esr=96000021 elr=+0 far=40600008
// EXPECT:   ldadd: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   swp w: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   cas: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   casp, aligned to 8: EL1+200 esr=96000021 elr=+0 far=40600008
// EXPECT:   ldar x: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldar w: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldarh: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT:   ldarb: ok
// EXPECT:   stlr x: EL1+200 esr=96000061 elr=+0 far=40600001
// EXPECT:   stlrh: EL1+200 esr=96000061 elr=+0 far=40600001
// EXPECT: PC
// EXPECT:   +2: EL1+200 esr=8a000000 elr=+0 far=40400002
// EXPECT:   +1: EL1+200 esr=8a000000 elr=+0 far=40400001
// EXPECT:   +3: EL1+200 esr=8a000000 elr=+0 far=40400003

#define ENTRY_EL1
#define CALLER_EL 1
#include "guest.h"

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, 0x40600000 + RAM_BLOCK + USER
    END_TABLE kernel_l2

#define ON (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)

.macro ALL
    TRY     "  ldr x", ldr x5, [x6]
    TRY     "  ldr w", ldr w5, [x6]
    TRY     "  ldrh", ldrh w5, [x6]
    TRY     "  ldrb", ldrb w5, [x6]
    TRY     "  str x", str x5, [x6]
    TRY     "  strh", strh w5, [x6]
    TRY     "  ldp x", ldp x4, x5, [x6]
    TRY     "  stp w", stp w4, w5, [x6]
    TRY     "  ldp x, aligned to 8", ldp x4, x5, [x7]
    TRY     "  ldp w, aligned to 4", ldp w4, w5, [x8]
    TRY     "  ldtr", ldtr x5, [x6]
.endm

GUEST
    MMU_ON  1, kernel_l1, TCR_EL1_4K, ON
    MOV64   x6, 0x40600001
    MOV64   x7, 0x40600008
    MOV64   x8, 0x40600014
    LINE    "SCTLR.A 0"
    ALL
    LINE    "SCTLR.A 1"
    SET     sctlr_el1, (ON | SCTLR_A)
    isb
    ALL
    TRY_EL0 "  ldr x at EL0", ldr x5, [x6]
    SET     sctlr_el1, ON
    isb
    LINE    "always aligned"
    TRY     "  ldxr", ldxr x5, [x6]
    TRY     "  ldxrh", ldxrh w5, [x6]
    TRY     "  ldaxr", ldaxr w5, [x6]
    TRY     "  ldxp, aligned to 8", ldxp x4, x5, [x7]
    TRY     "  ldadd", ldadd x4, x5, [x6]
    TRY     "  swp w", swp w4, w5, [x6]
    TRY     "  cas", cas x4, x5, [x6]
    TRY     "  casp, aligned to 8", casp x4, x5, x4, x5, [x7]
    TRY     "  ldar x", ldar x5, [x6]
    TRY     "  ldar w", ldar w5, [x6]
    TRY     "  ldarh", ldarh w5, [x6]
    TRY     "  ldarb", ldarb w5, [x6]
    TRY     "  stlr x", stlr x5, [x6]
    TRY     "  stlrh", stlrh w5, [x6]
    LINE    "PC"
    MOV64   x10, 0x40400002
    TRY_BRANCH "  +2", x10
    MOV64   x10, 0x40400001
    TRY_BRANCH "  +1", x10
    MOV64   x10, 0x40400003
    TRY_BRANCH "  +3", x10
    POWER_OFF
