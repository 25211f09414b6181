// WFI trapped by HCR_EL2.TWI from EL1 and EL0, and by SCTLR_EL1.nTWI from EL0. The trap to EL1
// comes first.
//
// Source: Arm ARM, AArch64.CheckForWFxTrap; ISS encoding for a trapped WF* instruction.
//
// EXPECT: wfi at EL1 with TWI: EL2+400 esr=7e00000 elr=+0
// EXPECT: wfi at EL0 with TWI and nTWI: EL2+400 esr=7e00000 elr=+0
// EXPECT: wfi at EL0 with TWI: EL1+400 esr=7e00000 elr=+0
// EXPECT: wfi at EL0: EL1+400 esr=7e00000 elr=+0
// EXPECT: wfi at EL0 with TGE: EL2+400 esr=7e00000 elr=+0

#include "guest.h"

GUEST
    SET     hcr_el2, (HCR_RW | HCR_TWI)
    TRY_EL1 "wfi at EL1 with TWI", wfi
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_NTWI | SCTLR_NTWE)
    TRY_EL0 "wfi at EL0 with TWI and nTWI", wfi
    SET     sctlr_el1, SCTLR_EL1_OFF
    TRY_EL0 "wfi at EL0 with TWI", wfi
    SET     hcr_el2, HCR_RW
    TRY_EL0 "wfi at EL0", wfi
    SET     hcr_el2, (HCR_RW | HCR_TGE)
    TRY_EL0 "wfi at EL0 with TGE", wfi
    POWER_OFF
