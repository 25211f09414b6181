// A stage 1 walk that stage 2 stops: the level in the syndrome and in PAR is that of the stage 2
// walk, whatever level of the stage 1 walk it was; and the shareability AT reports for what is not
// cacheable is Outer Shareable, whatever the descriptor says.
//
// QEMU: no — 7.2 reports the level of the stage 1 walk, and the descriptor's shareability
// Source: Arm ARM, AArch64.S2Walk and the fault record it fills; PAREncodeShareability.
//
// EXPECT: load: EL2+400 esr=92000086 elr=+0 far=40612018 hpfar=406000
// EXPECT: store: EL2+400 esr=920000c6 elr=+0 far=40612018 hpfar=406000
// EXPECT: s12e1r 30d
// EXPECT: Device 400000009000300
// EXPECT: Non-cacheable 4400000040412300
// EXPECT: EL2, MMU off 40812300
// EXPECT: root hidden, fetch: esr 82000086
// EXPECT: hpfar 406000

#define RECORD_HPFAR
#include "guest.h"

#define VTCR            (25 | TCR_WALKS | (1 << 6) | (5 << 16) | (1 << 31))
#define ON              (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)

    TABLE s2_l1
    ENTRY   s2_l1, 0, BLOCK + S2_MMIO
    ENTRY   s2_l1, 1, s2_l2 + TABLE_AT
    END_TABLE s2_l1
    TABLE s2_l2
    ENTRY   s2_l2, 0, BLOCK + 0x40000000 + S2_RAM
    ENTRY   s2_l2, 2, BLOCK + 0x40400000 + S2_RAM
    END_TABLE s2_l2
    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, 0x40600000 + TABLE_AT                 // hidden at level 2 of stage 2
    ENTRY   kernel_l2, 4, 0x40400000 + BLOCK + AF + UNCACHED
    END_TABLE kernel_l2

.macro PAR text
    isb
    mrs     x5, par_el1
    mov     x4, #0xc00
    bic     x5, x5, x4
    SHOW    "\text ", x5
.endm

GUEST
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
    MOV64   x6, 0x40612018
    TRY_EL1 "load", ldr x5, [x6]
    TRY_EL1 "store", str x5, [x6]
    at      s12e1r, x6
    PAR     "s12e1r"
    MOV64   x6, 0x09000000
    at      s1e1r, x6
    PAR     "Device"
    MOV64   x6, 0x40812000
    at      s1e1r, x6
    PAR     "Non-cacheable"
    at      s1e2r, x6
    PAR     "EL2, MMU off"
    // The root itself out of reach.
    SET     ttbr0_el1, 0x40600000
    tlbi    vmalls12e1
    dsb     sy
    SAY     "root hidden, fetch: "
    ADDR    x26, jump_el1
    adr     x30, 2f
    // The fetch of the first instruction fails; the recorder would return to EL1, so end here.
    ADDR    x16, last_vectors
    msr     vbar_el2, x16
    AT_EL1  jump_el1
2:  SHOWREG "esr ", esr_el2
    SHOWREG "hpfar ", hpfar_el2
    POWER_OFF

    .balign 2048
last_vectors:
    .rept   16
    .balign 128
    br      x30
    .endr

    .section .text.lower, "ax"
jump_el1:
    nop
    hvc     #DONE
