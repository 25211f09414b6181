// TLB maintenance by its visible effect: a mapping that was changed and invalidated by each
// operation is the new one; other ASIDs and VMIDs need none.
//
// What an access sees before the invalidation is not tried: either answer would be right.
//
// Source: Arm ARM, "TLB maintenance instructions"; TTBR0_EL1.ASID; VTTBR_EL2.VMID.
//
// EXPECT: first 1
// EXPECT: vae1 2
// EXPECT: vae1is 1
// EXPECT: vale1 2
// EXPECT: vale1is 1
// EXPECT: vaae1 2
// EXPECT: vaae1is 1
// EXPECT: vaale1 2
// EXPECT: vaale1is 1
// EXPECT: aside1 2
// EXPECT: aside1is 1
// EXPECT: vmalle1 2
// EXPECT: vmalle1is 1
// EXPECT: other ASID 2
// EXPECT: first ASID 1
// EXPECT: taken away: EL1+200 esr=96000007 elr=+0 far=40600000
// EXPECT: given back: ok
// EXPECT:   2
// EXPECT: made read-only: EL1+200 esr=9600004f elr=+0 far=40600000
// EXPECT: VMID 1 1
// EXPECT: VMID 2 2
// EXPECT: VMID 1 1
// EXPECT: ipas2e1 1
// EXPECT: vmalls12e1 2
// EXPECT: alle1is 1

#include "guest.h"

#define ON              (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
#define VTCR            (25 | TCR_WALKS | (1 << 6) | (5 << 16) | (1 << 31))
#define PAGE            0x40600000      // the VA under test, page 0 of `pages`
#define ONE             0x40400000
#define TWO             0x40401000

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, pages + TABLE_AT
    END_TABLE kernel_l2
    TABLE pages
    ENTRY   pages, 0, ONE + RAM_PAGE + NG
    END_TABLE pages
    // The same for another ASID.
    TABLE other_l1
    ENTRY   other_l1, 0, MMIO_BLOCK
    ENTRY   other_l1, 1, other_l2 + TABLE_AT
    END_TABLE other_l1
    TABLE other_l2
    ENTRY   other_l2, 0, 0x40000000 + RAM_BLOCK
    ENTRY   other_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   other_l2, 3, other_pages + TABLE_AT
    END_TABLE other_l2
    TABLE other_pages
    ENTRY   other_pages, 0, TWO + RAM_PAGE + NG
    END_TABLE other_pages
    // Two stage 2 trees: flat, and with ONE and TWO exchanged.
    TABLE s2a_l1
    ENTRY   s2a_l1, 0, BLOCK + S2_MMIO
    ENTRY   s2a_l1, 1, BLOCK + 0x40000000 + S2_RAM
    END_TABLE s2a_l1
    TABLE s2b_l1
    ENTRY   s2b_l1, 0, BLOCK + S2_MMIO
    ENTRY   s2b_l1, 1, s2b_l2 + TABLE_AT
    END_TABLE s2b_l1
    TABLE s2b_l2
    ENTRY   s2b_l2, 0, BLOCK + 0x40000000 + S2_RAM
    ENTRY   s2b_l2, 1, BLOCK + 0x40200000 + S2_RAM
    ENTRY   s2b_l2, 2, s2b_l3 + TABLE_AT
    END_TABLE s2b_l2
    TABLE s2b_l3
    ENTRY   s2b_l3, 0, LEAF + TWO + S2_RAM
    ENTRY   s2b_l3, 1, LEAF + ONE + S2_RAM
    END_TABLE s2b_l3

// Maps PAGE to the given page, carries out the operation, and shows what PAGE holds.
.macro REMAP text, target, operation:vararg
    MOV64   x11, (\target + RAM_PAGE + NG)
    str     x11, [x10]
    dsb     ish
    \operation
    dsb     ish
    isb
    ldr     x5, [x6]
    SHOW    "\text ", x5
.endm

GUEST
    MOV64   x6, ONE
    mov     x5, #1
    str     x5, [x6]
    MOV64   x6, TWO
    mov     x5, #2
    str     x5, [x6]
    // 16-bit ASIDs.
    SET     mair_el1, MAIR
    SET     tcr_el1, (TCR_EL1_4K | (1 << 36))
    ADDR    x16, kernel_l1
    movk    x16, #0x1234, lsl #48
    msr     ttbr0_el1, x16
    SET     sctlr_el1, ON
    isb
    AT_EL1  stage1
    // Stage 2.
    SET     vtcr_el2, (VTCR | (1 << 19))
    ADDR    x16, s2a_l1
    movk    x16, #1, lsl #48
    msr     vttbr_el2, x16
    SET     hcr_el2, (HCR_RW | HCR_VM)
    SET     sctlr_el1, SCTLR_EL1_OFF
    isb
    MOV64   x6, ONE
    AT_EL1  load_el1
    SHOW    "VMID 1 ", x5
    ADDR    x16, s2b_l1
    movk    x16, #2, lsl #48
    msr     vttbr_el2, x16
    isb
    AT_EL1  load_el1
    SHOW    "VMID 2 ", x5
    ADDR    x16, s2a_l1
    movk    x16, #1, lsl #48
    msr     vttbr_el2, x16
    isb
    AT_EL1  load_el1
    SHOW    "VMID 1 ", x5
    // Stage 2 changed under VMID 2.
    ADDR    x16, s2b_l1
    movk    x16, #2, lsl #48
    msr     vttbr_el2, x16
    isb
    AT_EL1  load_el1
    ADDR    x10, s2b_l3
    MOV64   x11, (LEAF + ONE + S2_RAM)
    str     x11, [x10]
    dsb     ish
    lsr     x12, x6, #12
    tlbi    ipas2e1, x12
    dsb     ish
    tlbi    vmalle1
    dsb     ish
    isb
    AT_EL1  load_el1
    SHOW    "ipas2e1 ", x5
    MOV64   x11, (LEAF + TWO + S2_RAM)
    str     x11, [x10]
    dsb     ish
    tlbi    vmalls12e1
    dsb     ish
    isb
    AT_EL1  load_el1
    SHOW    "vmalls12e1 ", x5
    MOV64   x11, (LEAF + ONE + S2_RAM)
    str     x11, [x10]
    dsb     ish
    tlbi    alle1is
    dsb     ish
    isb
    AT_EL1  load_el1
    SHOW    "alle1is ", x5
    POWER_OFF

    .section .text.lower, "ax"
load_el1:
    ldr     x5, [x6]
    hvc     #DONE

stage1:
    MOV64   x6, PAGE
    ADDR    x10, pages
    ldr     x5, [x6]
    SHOW    "first ", x5
    // Operand: ASID in the top bits, page number below.
    lsr     x12, x6, #12
    movk    x12, #0x1234, lsl #48
    mov     x13, #0
    movk    x13, #0x1234, lsl #48
    REMAP   "vae1", TWO, tlbi vae1, x12
    REMAP   "vae1is", ONE, tlbi vae1is, x12
    REMAP   "vale1", TWO, tlbi vale1, x12
    REMAP   "vale1is", ONE, tlbi vale1is, x12
    REMAP   "vaae1", TWO, tlbi vaae1, x12
    REMAP   "vaae1is", ONE, tlbi vaae1is, x12
    REMAP   "vaale1", TWO, tlbi vaale1, x12
    REMAP   "vaale1is", ONE, tlbi vaale1is, x12
    REMAP   "aside1", TWO, tlbi aside1, x13
    REMAP   "aside1is", ONE, tlbi aside1is, x13
    REMAP   "vmalle1", TWO, tlbi vmalle1
    REMAP   "vmalle1is", ONE, tlbi vmalle1is
    // Another ASID with other tables, there and back without an invalidation.
    mrs     x14, ttbr0_el1
    ADDR    x15, other_l1
    movk    x15, #0x1334, lsl #48       // differs in the upper half of the ASID only
    msr     ttbr0_el1, x15
    isb
    ldr     x5, [x6]
    SHOW    "other ASID ", x5
    msr     ttbr0_el1, x14
    isb
    ldr     x5, [x6]
    SHOW    "first ASID ", x5
    // Taking a page away, and giving it back, which needs no invalidation.
    str     xzr, [x10]
    dsb     ish
    tlbi    vae1, x12
    dsb     ish
    isb
    TRY     "taken away", ldr x5, [x6]
    MOV64   x11, (TWO + RAM_PAGE + NG)
    str     x11, [x10]
    dsb     ish
    isb
    TRY     "given back", ldr x5, [x6]
    SHOW    "  ", x5
    // Write protection.
    MOV64   x11, (TWO + RAM_PAGE + NG + READONLY)
    str     x11, [x10]
    dsb     ish
    tlbi    vale1, x12
    dsb     ish
    isb
    TRY     "made read-only", str x5, [x6]
    hvc     #DONE
