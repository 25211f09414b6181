// HCR_EL2.DC: EL1&0 without stage 1 is Normal Write-Back, SCTLR_EL1.M has no effect, and stage 2 is
// on as if VM were set.
//
// Source: Arm ARM, HCR_EL2.DC; AArch64.S1DisabledOutput.
//
// EXPECT: unaligned: ok
// EXPECT: dc zva: ok
// EXPECT: dc zva at EL0: ok
// EXPECT: stage 2 fault: EL2+400 esr=93c58005 elr=+0 far=80000000 hpfar=800000
// EXPECT: unaligned with SCTLR.M: ok
// EXPECT: SCTLR.M reads 1

#define RECORD_HPFAR
#include "guest.h"

#define VTCR            (25 | TCR_WALKS | (1 << 6) | (5 << 16) | (1 << 31))

    TABLE s2_l1
    ENTRY   s2_l1, 0, BLOCK + S2_MMIO
    ENTRY   s2_l1, 1, BLOCK + 0x40000000 + S2_RAM
    END_TABLE s2_l1
    // A stage 1 that maps nothing.
    TABLE empty
    END_TABLE empty

GUEST
    ADDR    x16, s2_l1
    msr     vttbr_el2, x16
    SET     vtcr_el2, VTCR
    SET     hcr_el2, (HCR_RW | HCR_DC)
    SET     tcr_el1, TCR_EL1_4K
    ADDR    x16, empty
    msr     ttbr0_el1, x16
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_DZE)
    isb
    MOV64   x6, FREE
    TRY_EL1 "unaligned", ldr x5, [x6, #1]
    TRY_EL1 "dc zva", dc zva, x6
    TRY_EL0 "dc zva at EL0", dc zva, x6
    MOV64   x7, 0x80000000
    TRY_EL1 "stage 2 fault", ldr x5, [x7]
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_M)
    isb
    TRY_EL1 "unaligned with SCTLR.M", ldr x5, [x6, #1]
    mrs     x5, sctlr_el1
    and     x5, x5, #1
    SHOW    "SCTLR.M reads ", x5
    POWER_OFF
