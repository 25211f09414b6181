// All accesses to Device memory must be aligned, whatever SCTLR_EL1.A says; SP alignment (SA, SA0);
// a misaligned PC is reported before anything the fetch could find.
//
// An unaligned STXR whose monitor is clear may fail or fault; it faults here.
//
// EL: 1
// CPU: v8.2
// QEMU: no — 7.2 checks none of these
// Source: Arm ARM, "Alignment of data accesses"; AArch64.CheckAlignment;
// CheckSPAlignment; AArch64.CheckPCAlignment; "Synchronous exception prioritization".
//
// EXPECT: Device, ldr: EL1+200 esr=96000021 elr=+0 far=40600001
// EXPECT: Device, strh: EL1+200 esr=96000061 elr=+0 far=40600001
// EXPECT: Device, ldrb: ok
// EXPECT: Device-nGnRnE, ldr x: EL1+200 esr=96000021 elr=+0 far=40800004
// EXPECT: Device-nGnRnE, ldr w: ok
// EXPECT: Device-nGnRnE, ldp w: ok
// EXPECT: Device-nGnRnE, dc zva: EL1+200 esr=96000061 elr=+0 far=40800004
// EXPECT: Non-cacheable, ldr x: ok
// EXPECT: stxr: EL1+200 esr=96000061 elr=+0 far=40400001
// EXPECT: SP
// EXPECT:   SA 0, ldr: ok
// EXPECT:   SA 1, ldr: EL1+200 esr=9a000000 elr=+0
// EXPECT:   SA 1, stp: EL1+200 esr=9a000000 elr=+0
// EXPECT:   SP unchanged: 8
// EXPECT:   SA 1, add: ok
// EXPECT:   SA 1, prfm: ok
// EXPECT:   SA 1, aligned: ok
// EXPECT:   SA0 0 at EL0: ok
// EXPECT:   SA0 1 at EL0: EL1+400 esr=9a000000 elr=+0
// EXPECT: PC not mapped, +2: EL1+200 esr=8a000000 elr=+0 far=80000002

#define ENTRY_EL1
#define CALLER_EL 1
#include "guest.h"

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, 0x40400000 + MMIO_BLOCK
    ENTRY   kernel_l2, 4, 0x40400000 + BLOCK + STRONG + AF
    ENTRY   kernel_l2, 5, 0x40400000 + BLOCK + UNCACHED + AF
    ENTRY   kernel_l2, 6, 0x40c00000 + RAM_BLOCK + USER
    END_TABLE kernel_l2

#define ON (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)

GUEST
    MMU_ON  1, kernel_l1, TCR_EL1_4K, ON
    MOV64   x6, 0x40400001
    MOV64   x7, 0x40600001
    TRY     "Device, ldr", ldr x5, [x7]
    TRY     "Device, strh", strh w5, [x7]
    TRY     "Device, ldrb", ldrb w5, [x7]
    MOV64   x7, 0x40800004
    TRY     "Device-nGnRnE, ldr x", ldr x5, [x7]
    TRY     "Device-nGnRnE, ldr w", ldr w5, [x7]
    TRY     "Device-nGnRnE, ldp w", ldp w4, w5, [x7]
    TRY     "Device-nGnRnE, dc zva", dc zva, x7
    MOV64   x7, 0x40a00001
    TRY     "Non-cacheable, ldr x", ldr x5, [x7]
    TRY     "stxr", stxr w4, x5, [x6]
    MOV64   x7, 0x40c00008
    LINE    "SP"
    mov     x9, sp
    add     x10, x9, #8
    mov     sp, x10
    TRY     "  SA 0, ldr", ldr x5, [sp]
    SET     sctlr_el1, (ON | SCTLR_SA)
    isb
    TRY     "  SA 1, ldr", ldr x5, [sp]
    TRY     "  SA 1, stp", stp x4, x5, [sp, #-16]!
    mov     x5, sp
    sub     x5, x5, x9
    SHOW    "  SP unchanged: ", x5
    TRY     "  SA 1, add", add x5, sp, #1
    TRY     "  SA 1, prfm", prfm pldl1keep, [x9]
    mov     sp, x9
    TRY     "  SA 1, aligned", ldr x5, [sp]
    add     x10, x7, #0
    msr     sp_el0, x10
    TRY_EL0 "  SA0 0 at EL0", ldr x5, [sp]
    SET     sctlr_el1, (ON | SCTLR_SA | SCTLR_SA0)
    isb
    TRY_EL0 "  SA0 1 at EL0", ldr x5, [sp]
    MOV64   x10, 0x80000002
    TRY_BRANCH "PC not mapped, +2", x10
    POWER_OFF
