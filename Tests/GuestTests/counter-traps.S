// Who may use counters and timers without E2H: CNTKCTL_EL1 for EL0, CNTHCTL_EL2 for the physical
// ones from EL1 and EL0.
//
// Source: Arm ARM, CNTKCTL_EL1, CNTHCTL_EL2; accessibility of CNTPCT_EL0, CNTVCT_EL0, CNTP_CTL_EL0,
// CNTV_CTL_EL0 and CNTFRQ_EL0.
//
// EXPECT: EL0, CNTKCTL 0
// EXPECT: cntfrq: EL1+400 esr=6230f8a1 elr=+0
// EXPECT: cntpct: EL1+400 esr=6232f8a1 elr=+0
// EXPECT: cntvct: EL1+400 esr=6234f8a1 elr=+0
// EXPECT: cntp_ctl: EL1+400 esr=6232f8a5 elr=+0
// EXPECT: cntp_cval write: EL1+400 esr=6234fbe4 elr=+0
// EXPECT: cntp_tval: EL1+400 esr=6230f8a5 elr=+0
// EXPECT: cntv_ctl: EL1+400 esr=6232f8a7 elr=+0
// EXPECT: cntv_cval write: EL1+400 esr=6234fbe6 elr=+0
// EXPECT: cntv_tval: EL1+400 esr=6230f8a7 elr=+0
// EXPECT: EL0, EL0PCTEN
// EXPECT: cntfrq: ok
// EXPECT: cntpct: ok
// EXPECT: cntvct: EL1+400 esr=6234f8a1 elr=+0
// EXPECT: cntp_ctl: EL1+400 esr=6232f8a5 elr=+0
// EXPECT: cntp_cval write: EL1+400 esr=6234fbe4 elr=+0
// EXPECT: cntp_tval: EL1+400 esr=6230f8a5 elr=+0
// EXPECT: cntv_ctl: EL1+400 esr=6232f8a7 elr=+0
// EXPECT: cntv_cval write: EL1+400 esr=6234fbe6 elr=+0
// EXPECT: cntv_tval: EL1+400 esr=6230f8a7 elr=+0
// EXPECT: EL0, EL0VCTEN
// EXPECT: cntfrq: ok
// EXPECT: cntpct: EL1+400 esr=6232f8a1 elr=+0
// EXPECT: cntvct: ok
// EXPECT: cntp_ctl: EL1+400 esr=6232f8a5 elr=+0
// EXPECT: cntp_cval write: EL1+400 esr=6234fbe4 elr=+0
// EXPECT: cntp_tval: EL1+400 esr=6230f8a5 elr=+0
// EXPECT: cntv_ctl: EL1+400 esr=6232f8a7 elr=+0
// EXPECT: cntv_cval write: EL1+400 esr=6234fbe6 elr=+0
// EXPECT: cntv_tval: EL1+400 esr=6230f8a7 elr=+0
// EXPECT: EL0, EL0VTEN
// EXPECT: cntfrq: EL1+400 esr=6230f8a1 elr=+0
// EXPECT: cntpct: EL1+400 esr=6232f8a1 elr=+0
// EXPECT: cntvct: EL1+400 esr=6234f8a1 elr=+0
// EXPECT: cntp_ctl: EL1+400 esr=6232f8a5 elr=+0
// EXPECT: cntp_cval write: EL1+400 esr=6234fbe4 elr=+0
// EXPECT: cntp_tval: EL1+400 esr=6230f8a5 elr=+0
// EXPECT: cntv_ctl: ok
// EXPECT: cntv_cval write: ok
// EXPECT: cntv_tval: ok
// EXPECT: EL0, EL0PTEN
// EXPECT: cntfrq: EL1+400 esr=6230f8a1 elr=+0
// EXPECT: cntpct: EL1+400 esr=6232f8a1 elr=+0
// EXPECT: cntvct: EL1+400 esr=6234f8a1 elr=+0
// EXPECT: cntp_ctl: ok
// EXPECT: cntp_cval write: ok
// EXPECT: cntp_tval: ok
// EXPECT: cntv_ctl: EL1+400 esr=6232f8a7 elr=+0
// EXPECT: cntv_cval write: EL1+400 esr=6234fbe6 elr=+0
// EXPECT: cntv_tval: EL1+400 esr=6230f8a7 elr=+0
// EXPECT: EL0, all open, CNTHCTL 0
// EXPECT: cntfrq: ok
// EXPECT: cntpct: EL2+400 esr=6232f8a1 elr=+0
// EXPECT: cntvct: ok
// EXPECT: cntp_ctl: EL2+400 esr=6232f8a5 elr=+0
// EXPECT: cntp_cval write: EL2+400 esr=6234fbe4 elr=+0
// EXPECT: cntp_tval: EL2+400 esr=6230f8a5 elr=+0
// EXPECT: cntv_ctl: ok
// EXPECT: cntv_cval write: ok
// EXPECT: cntv_tval: ok
// EXPECT: EL1, CNTHCTL 0
// EXPECT: cntfrq: ok
// EXPECT: cntpct: EL2+400 esr=6232f8a1 elr=+0
// EXPECT: cntvct: ok
// EXPECT: cntp_ctl: EL2+400 esr=6232f8a5 elr=+0
// EXPECT: cntp_cval write: EL2+400 esr=6234fbe4 elr=+0
// EXPECT: cntp_tval: EL2+400 esr=6230f8a5 elr=+0
// EXPECT: cntv_ctl: ok
// EXPECT: cntkctl: ok
// EXPECT: EL1, EL1PCTEN
// EXPECT: cntfrq: ok
// EXPECT: cntpct: ok
// EXPECT: cntvct: ok
// EXPECT: cntp_ctl: EL2+400 esr=6232f8a5 elr=+0
// EXPECT: cntp_cval write: EL2+400 esr=6234fbe4 elr=+0
// EXPECT: cntp_tval: EL2+400 esr=6230f8a5 elr=+0
// EXPECT: cntv_ctl: ok
// EXPECT: cntkctl: ok
// EXPECT: EL1, EL1PCEN
// EXPECT: cntfrq: ok
// EXPECT: cntpct: EL2+400 esr=6232f8a1 elr=+0
// EXPECT: cntvct: ok
// EXPECT: cntp_ctl: ok
// EXPECT: cntp_cval write: ok
// EXPECT: cntp_tval: ok
// EXPECT: cntv_ctl: ok
// EXPECT: cntkctl: ok
// EXPECT: EL0 under TGE, CNTKCTL 0
// EXPECT: cntfrq: EL2+400 esr=6230f8a1 elr=+0
// EXPECT: cntpct: EL2+400 esr=6232f8a1 elr=+0
// EXPECT: cntvct: EL2+400 esr=6234f8a1 elr=+0
// EXPECT: cntp_ctl: EL2+400 esr=6232f8a5 elr=+0
// EXPECT: cntp_cval write: EL2+400 esr=6234fbe4 elr=+0
// EXPECT: cntp_tval: EL2+400 esr=6230f8a5 elr=+0
// EXPECT: cntv_ctl: EL2+400 esr=6232f8a7 elr=+0
// EXPECT: cntv_cval write: EL2+400 esr=6234fbe6 elr=+0
// EXPECT: cntv_tval: EL2+400 esr=6230f8a7 elr=+0

#include "guest.h"

.macro EL0_ALL
    TRY_EL0 "cntfrq", mrs x5, cntfrq_el0
    TRY_EL0 "cntpct", mrs x5, cntpct_el0
    TRY_EL0 "cntvct", mrs x5, cntvct_el0
    TRY_EL0 "cntp_ctl", mrs x5, cntp_ctl_el0
    TRY_EL0 "cntp_cval write", msr cntp_cval_el0, xzr
    TRY_EL0 "cntp_tval", mrs x5, cntp_tval_el0
    TRY_EL0 "cntv_ctl", mrs x5, cntv_ctl_el0
    TRY_EL0 "cntv_cval write", msr cntv_cval_el0, xzr
    TRY_EL0 "cntv_tval", mrs x5, cntv_tval_el0
.endm

.macro EL1_ALL
    TRY_EL1 "cntfrq", mrs x5, cntfrq_el0
    TRY_EL1 "cntpct", mrs x5, cntpct_el0
    TRY_EL1 "cntvct", mrs x5, cntvct_el0
    TRY_EL1 "cntp_ctl", mrs x5, cntp_ctl_el0
    TRY_EL1 "cntp_cval write", msr cntp_cval_el0, xzr
    TRY_EL1 "cntp_tval", mrs x5, cntp_tval_el0
    TRY_EL1 "cntv_ctl", mrs x5, cntv_ctl_el0
    TRY_EL1 "cntkctl", mrs x5, cntkctl_el1
.endm

GUEST
    LINE    "EL0, CNTKCTL 0"
    EL0_ALL
    LINE    "EL0, EL0PCTEN"
    SET     cntkctl_el1, 1
    EL0_ALL
    LINE    "EL0, EL0VCTEN"
    SET     cntkctl_el1, 2
    EL0_ALL
    LINE    "EL0, EL0VTEN"
    SET     cntkctl_el1, (1 << 8)
    EL0_ALL
    LINE    "EL0, EL0PTEN"
    SET     cntkctl_el1, (1 << 9)
    EL0_ALL
    LINE    "EL0, all open, CNTHCTL 0"
    SET     cntkctl_el1, 0x303
    SET     cnthctl_el2, 0
    EL0_ALL
    LINE    "EL1, CNTHCTL 0"
    EL1_ALL
    LINE    "EL1, EL1PCTEN"
    SET     cnthctl_el2, 1
    EL1_ALL
    LINE    "EL1, EL1PCEN"
    SET     cnthctl_el2, 2
    EL1_ALL
    LINE    "EL0 under TGE, CNTKCTL 0"
    SET     cntkctl_el1, 0
    SET     cnthctl_el2, 3
    SET     hcr_el2, (HCR_RW | HCR_TGE)
    EL0_ALL
    POWER_OFF
