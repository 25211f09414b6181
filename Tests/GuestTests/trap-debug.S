// MDSCR_EL1.TDCC at EL0, MDCR_EL2.TDA and TDE for the Debug Communications Channel, and what of the
// debug registers is not there.
//
// Source: Arm ARM, MDSCR_EL1.TDCC; MDCR_EL2.{TDA, TDE}; accessibility of MDCCSR_EL0,
// DBGDTRRX_EL0 and DBGDTRTX_EL0.
//
// EXPECT: mdccsr: ok
// EXPECT: mdccsr with TDCC: EL1+400 esr=6220c0a3 elr=+0
// EXPECT: dbgdtrtx with TDCC: EL1+400 esr=6220c0aa elr=+0
// EXPECT: mdccsr at EL1 with TDCC: ok
// EXPECT: dbgdtrrx with TDCC and TDA: EL1+400 esr=6220c0ab elr=+0
// EXPECT: dbgdtrrx with TDA: EL2+400 esr=6220c0ab elr=+0
// EXPECT: mdccsr at EL1 with TDA: EL2+400 esr=6220c0a3 elr=+0
// EXPECT: mdccsr at EL2 with TDA: ok
// EXPECT: dbgbvr5 with TDA: EL2+400 esr=622800ab elr=+0
// EXPECT: dbgwcr3 with TDA: EL2+400 esr=622e00a6 elr=+0
// EXPECT: mdccsr with TDE: EL2+400 esr=6220c0a3 elr=+0
// EXPECT: dbgclaimset with TDE: EL2+400 esr=622c1cb1 elr=+0
// EXPECT: none of these
// EXPECT: dbgbvr6: EL2+200 esr=2000000 elr=+0
// EXPECT: dbgbcr15: EL2+200 esr=2000000 elr=+0
// EXPECT: dbgwvr4: EL2+200 esr=2000000 elr=+0
// EXPECT: dbgwcr15: EL2+200 esr=2000000 elr=+0
// EXPECT: mdscr at EL0: EL1+400 esr=2000000 elr=+0
// EXPECT: dbgbvr0 at EL0: EL1+400 esr=2000000 elr=+0
// EXPECT: claims
// EXPECT: clr 0
// EXPECT: set ff
// EXPECT: clr 35
// EXPECT: clr 24

#include "guest.h"
#include "debug.h"

GUEST
    DEBUG_OFF
    TRY_EL0 "mdccsr", mrs x5, mdccsr_el0
    SET     mdscr_el1, MDSCR_TDCC
    TRY_EL0 "mdccsr with TDCC", mrs x5, mdccsr_el0
    TRY_EL0 "dbgdtrtx with TDCC", msr dbgdtrtx_el0, x5
    TRY_EL1 "mdccsr at EL1 with TDCC", mrs x5, mdccsr_el0
    SET     mdcr_el2, MDCR_TDA
    TRY_EL0 "dbgdtrrx with TDCC and TDA", mrs x5, dbgdtrrx_el0
    SET     mdscr_el1, 0
    TRY_EL0 "dbgdtrrx with TDA", mrs x5, dbgdtrrx_el0
    TRY_EL1 "mdccsr at EL1 with TDA", mrs x5, mdccsr_el0
    TRY     "mdccsr at EL2 with TDA", mrs x5, mdccsr_el0
    TRY_EL1 "dbgbvr5 with TDA", mrs x5, dbgbvr5_el1
    TRY_EL1 "dbgwcr3 with TDA", msr dbgwcr3_el1, x5
    SET     mdcr_el2, MDCR_TDE
    TRY_EL0 "mdccsr with TDE", mrs x5, mdccsr_el0
    TRY_EL1 "dbgclaimset with TDE", mrs x5, dbgclaimset_el1
    SET     mdcr_el2, 0
    LINE    "none of these"
    TRY     "dbgbvr6", mrs x5, dbgbvr6_el1
    TRY     "dbgbcr15", msr dbgbcr15_el1, x5
    TRY     "dbgwvr4", mrs x5, dbgwvr4_el1
    TRY     "dbgwcr15", msr dbgwcr15_el1, x5
    TRY_EL0 "mdscr at EL0", mrs x5, mdscr_el1
    TRY_EL0 "dbgbvr0 at EL0", mrs x5, dbgbvr0_el1
    LINE    "claims"
    SET     dbgclaimclr_el1, 0xff
    SHOWREG "clr ", dbgclaimclr_el1
    SET     dbgclaimset_el1, 0x35
    SHOWREG "set ", dbgclaimset_el1
    SHOWREG "clr ", dbgclaimclr_el1
    SET     dbgclaimclr_el1, 0x11
    SHOWREG "clr ", dbgclaimclr_el1
    POWER_OFF
