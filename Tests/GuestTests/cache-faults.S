// Maintenance by VA translates: a fault has CM set and WnR set, whatever the instruction; IC IVAU
// reports a Data Abort.
//
// EL: 1
// QEMU: no — its maintenance instructions do nothing and so fault never
// Source: Arm ARM, "ISS encoding for an exception from a Data Abort", CM and WnR; DC CVAC
// "permission".
//
// EXPECT: mapped, dc cvac: ok
// EXPECT: mapped, dc civac: ok
// EXPECT: mapped, dc cvau: ok
// EXPECT: mapped, dc ivac: ok
// EXPECT: mapped, ic ivau: ok
// EXPECT: read-only, dc cvac: ok
// EXPECT: read-only, dc civac: ok
// EXPECT: read-only, dc cvau: ok
// EXPECT: read-only, dc ivac: EL1+200 esr=9600014e elr=+0 far=40600008
// EXPECT: read-only, ic ivau: ok
// EXPECT: not mapped, dc cvac: EL1+200 esr=96000146 elr=+0 far=40a00008
// EXPECT: not mapped, dc civac: EL1+200 esr=96000146 elr=+0 far=40a00008
// EXPECT: not mapped, dc cvau: EL1+200 esr=96000146 elr=+0 far=40a00008
// EXPECT: not mapped, dc ivac: EL1+200 esr=96000146 elr=+0 far=40a00008
// EXPECT: not mapped, ic ivau: EL1+200 esr=96000146 elr=+0 far=40a00008
// EXPECT: EL0, its page, dc cvac: ok
// EXPECT: EL0, not mapped, dc civac: EL1+400 esr=92000146 elr=+0 far=40a00008
// EXPECT: EL0, not mapped, ic ivau: EL1+400 esr=92000146 elr=+0 far=40a00008

#define ENTRY_EL1
#define CALLER_EL 1
#include "guest.h"

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, 0x40600000 + RAM_BLOCK + READONLY
    ENTRY   kernel_l2, 4, 0x40800000 + RAM_BLOCK + USER
    END_TABLE kernel_l2

.macro ALL text, address
    MOV64   x6, (\address)
    TRY     "\text, dc cvac", dc cvac, x6
    TRY     "\text, dc civac", dc civac, x6
    TRY     "\text, dc cvau", dc cvau, x6
    TRY     "\text, dc ivac", dc ivac, x6
    TRY     "\text, ic ivau", ic ivau, x6
.endm

GUEST
    MMU_ON  1, kernel_l1, TCR_EL1_4K, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I | SCTLR_UCI)
    ALL     "mapped", 0x40400008
    ALL     "read-only", 0x40600008
    ALL     "not mapped", 0x40a00008
    MOV64   x6, 0x40800008
    TRY_EL0 "EL0, its page, dc cvac", dc cvac, x6
    MOV64   x6, 0x40a00008
    TRY_EL0 "EL0, not mapped, dc civac", dc civac, x6
    TRY_EL0 "EL0, not mapped, ic ivau", ic ivau, x6
    POWER_OFF
