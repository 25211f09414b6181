// Stage 1 of EL2&0: with E2H EL2 has two ranges and pages for EL0; with TGE too, EL0 translates by
// the same tables.
//
// Source: Arm ARM, AArch64.S1Translate for Regime_EL20.
//
// EXPECT: EL2, load: ok
// EXPECT: EL2, store: ok
// EXPECT: EL2, fetch: ok
// EXPECT: EL2, EL0 load: EL2+400 esr=9200000e elr=+0 far=40400018
// EXPECT: EL2, EL0 store: EL2+400 esr=9200004e elr=+0 far=40400018
// EXPECT: EL2, EL0 fetch: ok
// EXPECT: EL2 and EL0, load: ok
// EXPECT: EL2 and EL0, store: ok
// EXPECT: EL2 and EL0, fetch: EL2+200 esr=8600000e elr=+0 far=40600000
// EXPECT: EL2 and EL0, EL0 load: ok
// EXPECT: EL2 and EL0, EL0 store: ok
// EXPECT: EL2 and EL0, EL0 fetch: ok
// EXPECT: read-only, load: ok
// EXPECT: read-only, store: EL2+200 esr=9600004e elr=+0 far=40800018
// EXPECT: read-only, fetch: ok
// EXPECT: read-only, EL0 load: ok
// EXPECT: read-only, EL0 store: EL2+400 esr=9200004e elr=+0 far=40800018
// EXPECT: read-only, EL0 fetch: ok
// EXPECT: read-only, PXN, load: ok
// EXPECT: read-only, PXN, store: EL2+200 esr=9600004e elr=+0 far=40a00018
// EXPECT: read-only, PXN, fetch: EL2+200 esr=8600000e elr=+0 far=40a00000
// EXPECT: read-only, PXN, EL0 load: ok
// EXPECT: read-only, PXN, EL0 store: EL2+400 esr=9200004e elr=+0 far=40a00018
// EXPECT: read-only, PXN, EL0 fetch: ok
// EXPECT: read-only, UXN, load: ok
// EXPECT: read-only, UXN, store: EL2+200 esr=9600004e elr=+0 far=40c00018
// EXPECT: read-only, UXN, fetch: ok
// EXPECT: read-only, UXN, EL0 load: ok
// EXPECT: read-only, UXN, EL0 store: EL2+400 esr=9200004e elr=+0 far=40c00018
// EXPECT: read-only, UXN, EL0 fetch: EL2+400 esr=8200000e elr=+0 far=40c00000
// EXPECT: upper range, load: ok
// EXPECT: upper range, store: EL2+200 esr=9600004e elr=+0 far=ffffff8040800018
// EXPECT: upper range, fetch: ok
// EXPECT: upper range, EL0 load: ok
// EXPECT: upper range, EL0 store: EL2+400 esr=9200004e elr=+0 far=ffffff8040800018
// EXPECT: upper range, EL0 fetch: ok
// EXPECT: not mapped, load: EL2+200 esr=96000005 elr=+0 far=80000018
// EXPECT: not mapped, store: EL2+200 esr=96000045 elr=+0 far=80000018
// EXPECT: not mapped, fetch: EL2+200 esr=86000005 elr=+0 far=80000000
// EXPECT: not mapped, EL0 load: EL2+400 esr=92000005 elr=+0 far=80000018
// EXPECT: not mapped, EL0 store: EL2+400 esr=92000045 elr=+0 far=80000018
// EXPECT: not mapped, EL0 fetch: EL2+400 esr=82000005 elr=+0 far=80000000
// EXPECT: hole, load: EL2+200 esr=96000004 elr=+0 far=8040400018
// EXPECT: hole, store: EL2+200 esr=96000044 elr=+0 far=8040400018
// EXPECT: hole, fetch: EL2+200 esr=86000004 elr=+0 far=8040400000
// EXPECT: hole, EL0 load: EL2+400 esr=92000004 elr=+0 far=8040400018
// EXPECT: hole, EL0 store: EL2+400 esr=92000044 elr=+0 far=8040400018
// EXPECT: hole, EL0 fetch: EL2+400 esr=82000004 elr=+0 far=8040400000

#define HIDE_ISV
#include "guest.h"

#define ON              (SCTLR_EL2_OFF | SCTLR_M | SCTLR_C | SCTLR_I | SCTLR_SPAN)
#define TCR_BOTH        (25 | TCR_WALKS | (25 << 16) | (TCR_WALKS << 16) | (2 << 30) | (5 << 32))

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, 0x40600000 + RAM_BLOCK + USER
    ENTRY   kernel_l2, 4, 0x40600000 + RAM_BLOCK + USER + READONLY
    ENTRY   kernel_l2, 5, 0x40600000 + RAM_BLOCK + USER + READONLY + PXN
    ENTRY   kernel_l2, 6, 0x40600000 + RAM_BLOCK + USER + READONLY + UXN
    END_TABLE kernel_l2

.macro ALL text, address
    MOV64   x6, (\address)
    TRY     "\text, load", ldr x5, [x6, #0x18]
    TRY     "\text, store", str x5, [x6, #0x18]
    TRY_BRANCH "\text, fetch", x6
    TRY_EL0 "\text, EL0 load", ldr x5, [x6, #0x18]
    TRY_EL0 "\text, EL0 store", str x5, [x6, #0x18]
    SAY     "\text, EL0 fetch: "
    ADDR    x30, user_done
    mov     x26, x6
    AT_EL0  user_jump
    VERDICT
.endm

GUEST
    SET     hcr_el2, (HCR_RW | HCR_E2H | HCR_TGE)
    isb
    ADDR    x16, kernel_l1
    msr     s3_4_c2_c0_1, x16           // TTBR1_EL2
    MMU_ON  2, kernel_l1, TCR_BOTH, ON
    adr     x7, 1f
    ldr     w7, [x7]
    MOV64   x6, 0x40400000
    str     w7, [x6]
    MOV64   x6, 0x40600000
    str     w7, [x6]
    dsb     ish
    isb
    ALL     "EL2", 0x40400000
    ALL     "EL2 and EL0", 0x40600000
    ALL     "read-only", 0x40800000
    ALL     "read-only, PXN", 0x40a00000
    ALL     "read-only, UXN", 0x40c00000
    ALL     "upper range", 0xffffff8040800000
    ALL     "not mapped", 0x80000000
    ALL     "hole", 0x8040400000
    POWER_OFF
1:  ret

    .section .user, "ax"
user_jump:
    br      x6
user_done:
    svc     #DONE
