// The timers under E2H: at EL2 CNTP_ and CNTV_ names reach the EL2 timers, the _EL02 names the EL1
// ones, and CNTKCTL_EL1 is CNTHCTL_EL2.
//
// Source: Arm ARM, CNTP_CTL_EL0, CNTV_CVAL_EL0 and their _EL02 forms.
//
// EXPECT: cntp_cval_el0 2222
// EXPECT: cntp_cval_el02 1111
// EXPECT: cnthp_ctl_el2 2
// EXPECT: after: cntp_cval_el0 4444
// EXPECT: after: cnthp_cval_el2 3333
// EXPECT: after: cntp_ctl_el0 0
// EXPECT: cntv_cval_el0 2222
// EXPECT: cntv_cval_el02 1111
// EXPECT: cnthv_ctl_el2 2
// EXPECT: after: cntv_cval_el0 4444
// EXPECT: after: cnthv_cval_el2 3333
// EXPECT: after: cntv_ctl_el0 0
// EXPECT: cnthctl c03
// EXPECT: cnthctl c03
// EXPECT: cntkctl_el12 3
// EXPECT: top of cntvct with E2H 0
// EXPECT: top of cntvct without 9

#include "guest.h"

.macro TIMER name, own
    SET     hcr_el2, HCR_RW
    isb
    SET     \name\()_cval_el0, 0x1111
    SET     \own\()_cval_el2, 0x2222
    SET     hcr_el2, (HCR_RW | HCR_E2H)
    isb
    SHOWREG "\name\()_cval_el0 ", \name\()_cval_el0
    SHOWREG "\name\()_cval_el02 ", \name\()_cval_el02
    SET     \name\()_cval_el0, 0x3333
    SET     \name\()_cval_el02, 0x4444
    SET     \name\()_ctl_el0, 2
    SET     \name\()_ctl_el02, 0
    SHOWREG "\own\()_ctl_el2 ", \own\()_ctl_el2
    SET     hcr_el2, HCR_RW
    isb
    SHOWREG "after: \name\()_cval_el0 ", \name\()_cval_el0
    SHOWREG "after: \own\()_cval_el2 ", \own\()_cval_el2
    SHOWREG "after: \name\()_ctl_el0 ", \name\()_ctl_el0
.endm

GUEST
    TIMER   cntp, cnthp
    TIMER   cntv, cnthv
    SET     hcr_el2, (HCR_RW | HCR_E2H)
    isb
    SET     cntkctl_el1, 0xc03
    mrs     x5, cnthctl_el2
    and     x5, x5, #0xfff
    SHOW    "cnthctl ", x5
    SET     cntkctl_el12, 0x3
    mrs     x5, cnthctl_el2
    and     x5, x5, #0xfff
    SHOW    "cnthctl ", x5
    SHOWREG "cntkctl_el12 ", cntkctl_el12
    // CNTVOFF_EL2 does not apply to EL2 with E2H.
    MOV64   x5, 0x7000000000000000
    msr     cntvoff_el2, x5
    isb
    mrs     x5, cntvct_el0
    lsr     x5, x5, #60
    SHOW    "top of cntvct with E2H ", x5
    SET     hcr_el2, HCR_RW
    isb
    mrs     x5, cntvct_el0
    lsr     x5, x5, #60
    SHOW    "top of cntvct without ", x5
    POWER_OFF
