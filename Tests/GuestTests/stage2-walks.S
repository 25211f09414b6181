// Both stages: a stage 1 walk that stage 2 stops is reported at EL2 with S1PTW, FAR the VA and
// HPFAR the address of the descriptor; an access that stage 2 stops has FAR the VA and HPFAR the
// IPA. Stage 1 faults go to EL1 as ever.
//
// Source: Arm ARM, AArch64.S1Translate with stage 2; ESR_ELx.ISS.S1PTW; HPFAR_EL2.
//
// EXPECT: both stages allow, load: ok
// EXPECT: both stages allow, store: ok
// EXPECT: both stages allow, fetch: ok
// EXPECT: table hidden, load: EL2+400 esr=92000087 elr=+0 far=40600018 hpfar=406000
// EXPECT: table hidden, store: EL2+400 esr=920000c7 elr=+0 far=40600018 hpfar=406000
// EXPECT: table hidden, fetch: EL2+400 esr=82000087 elr=+0 far=40600000 hpfar=406000
// EXPECT: table hidden, third page, load: EL2+400 esr=92000087 elr=+0 far=40602018 hpfar=406000
// EXPECT: table hidden, third page, store: EL2+400 esr=920000c7 elr=+0 far=40602018 hpfar=406000
// EXPECT: table hidden, third page, fetch: EL2+400 esr=82000087 elr=+0 far=40602000 hpfar=406000
// EXPECT: page read-only at stage 2, load: ok
// EXPECT: page read-only at stage 2, store: EL2+400 esr=93c5804e elr=+0 far=40800018 hpfar=408000
// EXPECT: page read-only at stage 2, fetch: ok
// EXPECT: page hidden, load: EL2+400 esr=93c58007 elr=+0 far=40a00018 hpfar=406000
// EXPECT: page hidden, store: EL2+400 esr=93c58047 elr=+0 far=40a00018 hpfar=406000
// EXPECT: page hidden, fetch: EL2+400 esr=82000007 elr=+0 far=40a00000 hpfar=406000
// EXPECT: page hidden, another, load: EL2+400 esr=93c58007 elr=+0 far=40a13018 hpfar=406130
// EXPECT: page hidden, another, store: EL2+400 esr=93c58047 elr=+0 far=40a13018 hpfar=406130
// EXPECT: page hidden, another, fetch: EL2+400 esr=82000007 elr=+0 far=40a13000 hpfar=406130
// EXPECT: read-only and PXN at stage 1, load: ok
// EXPECT: read-only and PXN at stage 1, store: EL1+200 esr=9600004e elr=+0 far=40c00018
// EXPECT: read-only and PXN at stage 1, fetch: EL1+200 esr=8600000e elr=+0 far=40c00000
// EXPECT: XN at stage 2, load: ok
// EXPECT: XN at stage 2, store: ok
// EXPECT: XN at stage 2, fetch: EL2+400 esr=8200000e elr=+0 far=40e00000 hpfar=40a000
// EXPECT: read-only table, load: ok
// EXPECT: read-only table, store: ok
// EXPECT: read-only table, fetch: ok
// EXPECT: not mapped at stage 1, load: EL1+200 esr=96000006 elr=+0 far=41200018
// EXPECT: not mapped at stage 1, store: EL1+200 esr=96000046 elr=+0 far=41200018
// EXPECT: not mapped at stage 1, fetch: EL1+200 esr=86000006 elr=+0 far=41200000

#define RECORD_HPFAR
#include "guest.h"

#define VTCR            (25 | TCR_WALKS | (1 << 6) | (5 << 16) | (1 << 31))
#define ON              (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)

    // Stage 2: flat for the image, nothing at 0x40600000, read-only at 0x40800000.
    TABLE s2_l1
    ENTRY   s2_l1, 0, BLOCK + S2_MMIO
    ENTRY   s2_l1, 1, s2_l2 + TABLE_AT
    END_TABLE s2_l1
    TABLE s2_l2
    ENTRY   s2_l2, 0, BLOCK + 0x40000000 + S2_RAM
    ENTRY   s2_l2, 1, BLOCK + 0x40200000 + S2_RAM
    ENTRY   s2_l2, 2, BLOCK + 0x40400000 + S2_RAM
    ENTRY   s2_l2, 3, s2_l3 + TABLE_AT
    ENTRY   s2_l2, 4, BLOCK + 0x40800000 + S2_RAM - S2_W
    ENTRY   s2_l2, 5, BLOCK + 0x40400000 + S2_RAM + S2_XN
    END_TABLE s2_l2
    // Nothing: what is hidden at stage 2 is hidden at level 3, the level of the stage 1 tables that
    // lie there. QEMU 7.2 reports the level of the stage 1 walk; the manual wants that of stage 2,
    // and here they are the same.
    TABLE s2_l3
    END_TABLE s2_l3

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, 0x40600000 + TABLE_AT                 // a table that stage 2 hides
    ENTRY   kernel_l2, 4, 0x40800000 + RAM_BLOCK
    ENTRY   kernel_l2, 5, 0x40600000 + RAM_BLOCK                // a page that stage 2 hides
    ENTRY   kernel_l2, 6, 0x40400000 + RAM_BLOCK + READONLY + PXN
    ENTRY   kernel_l2, 7, 0x40a00000 + RAM_BLOCK
    ENTRY   kernel_l2, 8, 0x40801000 + TABLE_AT                 // a table that stage 2 lets be read
    END_TABLE kernel_l2

.macro ALL text, address
    MOV64   x6, (\address)
    TRY_EL1 "\text, load", ldr x5, [x6, #0x18]
    TRY_EL1 "\text, store", str x5, [x6, #0x18]
    SAY     "\text, fetch: "
    mov     x26, x6
    ADDR    x30, done_el1
    AT_EL1  jump_el1
    VERDICT
.endm

GUEST
    adr     x7, 1f
    ldr     w7, [x7]
    MOV64   x6, FREE
    str     w7, [x6]
    MOV64   x6, 0x40800000
    str     w7, [x6]
    MOV64   x6, 0x40801000
    MOV64   x7, (0x40400000 + RAM_PAGE)
    str     x7, [x6]
    ADDR    x16, s2_l1
    msr     vttbr_el2, x16
    SET     vtcr_el2, VTCR
    SET     hcr_el2, (HCR_RW | HCR_VM)
    SET     mair_el1, MAIR
    SET     tcr_el1, TCR_EL1_4K
    ADDR    x16, kernel_l1
    msr     ttbr0_el1, x16
    SET     sctlr_el1, ON
    isb
    ALL     "both stages allow", 0x40400000
    ALL     "table hidden", 0x40600000
    ALL     "table hidden, third page", 0x40602000
    ALL     "page read-only at stage 2", 0x40800000
    ALL     "page hidden", 0x40a00000
    ALL     "page hidden, another", 0x40a13000
    ALL     "read-only and PXN at stage 1", 0x40c00000
    ALL     "XN at stage 2", 0x40e00000
    ALL     "read-only table", 0x41000000
    ALL     "not mapped at stage 1", 0x41200000
    POWER_OFF
1:  ret

    .section .text.lower, "ax"
jump_el1:
    br      x6
done_el1:
    hvc     #DONE
