// The same controls with E2H: CNTHCTL_EL2 has its EL1 bits at 10 and 11, and with TGE its low bits
// control EL0 in place of CNTKCTL_EL1.
//
// Source: Arm ARM, CNTHCTL_EL2 "When FEAT_VHE is implemented and HCR_EL2.E2H is 1".
//
// EXPECT: EL1, CNTHCTL 3
// EXPECT: cntpct: EL2+400 esr=6232f8a1 elr=+0
// EXPECT: cntp_ctl: EL2+400 esr=6232f8a5 elr=+0
// EXPECT: EL1, EL1PCTEN
// EXPECT: cntpct: ok
// EXPECT: cntp_ctl: EL2+400 esr=6232f8a5 elr=+0
// EXPECT: EL1, EL1PTEN
// EXPECT: cntpct: EL2+400 esr=6232f8a1 elr=+0
// EXPECT: cntp_ctl: ok
// EXPECT: EL0 of a guest, CNTKCTL_EL12 open, CNTHCTL closed
// EXPECT: cntfrq: ok
// EXPECT: cntpct: EL2+400 esr=6232f8a1 elr=+0
// EXPECT: cntvct: ok
// EXPECT: cntp_ctl: EL2+400 esr=6232f8a5 elr=+0
// EXPECT: cntv_ctl: ok
// EXPECT: EL0 of the host, CNTHCTL 0
// EXPECT: cntfrq: EL2+400 esr=6230f8a1 elr=+0
// EXPECT: cntpct: EL2+400 esr=6232f8a1 elr=+0
// EXPECT: cntvct: EL2+400 esr=6234f8a1 elr=+0
// EXPECT: cntp_ctl: EL2+400 esr=6232f8a5 elr=+0
// EXPECT: cntv_ctl: EL2+400 esr=6232f8a7 elr=+0
// EXPECT: EL0 of the host, EL0PCTEN
// EXPECT: cntfrq: ok
// EXPECT: cntpct: ok
// EXPECT: cntvct: EL2+400 esr=6234f8a1 elr=+0
// EXPECT: cntp_ctl: EL2+400 esr=6232f8a5 elr=+0
// EXPECT: cntv_ctl: EL2+400 esr=6232f8a7 elr=+0
// EXPECT: EL0 of the host, EL0VCTEN
// EXPECT: cntfrq: ok
// EXPECT: cntpct: EL2+400 esr=6232f8a1 elr=+0
// EXPECT: cntvct: ok
// EXPECT: cntp_ctl: EL2+400 esr=6232f8a5 elr=+0
// EXPECT: cntv_ctl: EL2+400 esr=6232f8a7 elr=+0
// EXPECT: EL0 of the host, EL0VTEN and EL0PTEN
// EXPECT: cntfrq: EL2+400 esr=6230f8a1 elr=+0
// EXPECT: cntpct: EL2+400 esr=6232f8a1 elr=+0
// EXPECT: cntvct: EL2+400 esr=6234f8a1 elr=+0
// EXPECT: cntp_ctl: ok
// EXPECT: cntv_ctl: ok

#include "guest.h"

.macro EL0_ALL
    TRY_EL0 "cntfrq", mrs x5, cntfrq_el0
    TRY_EL0 "cntpct", mrs x5, cntpct_el0
    TRY_EL0 "cntvct", mrs x5, cntvct_el0
    TRY_EL0 "cntp_ctl", mrs x5, cntp_ctl_el0
    TRY_EL0 "cntv_ctl", mrs x5, cntv_ctl_el0
.endm

GUEST
    SET     hcr_el2, (HCR_RW | HCR_E2H)
    isb
    LINE    "EL1, CNTHCTL 3"
    SET     cnthctl_el2, 3
    TRY_EL1 "cntpct", mrs x5, cntpct_el0
    TRY_EL1 "cntp_ctl", mrs x5, cntp_ctl_el0
    LINE    "EL1, EL1PCTEN"
    SET     cnthctl_el2, (1 << 10)
    TRY_EL1 "cntpct", mrs x5, cntpct_el0
    TRY_EL1 "cntp_ctl", mrs x5, cntp_ctl_el0
    LINE    "EL1, EL1PTEN"
    SET     cnthctl_el2, (1 << 11)
    TRY_EL1 "cntpct", mrs x5, cntpct_el0
    TRY_EL1 "cntp_ctl", mrs x5, cntp_ctl_el0
    LINE    "EL0 of a guest, CNTKCTL_EL12 open, CNTHCTL closed"
    SET     cntkctl_el12, 0x303
    SET     cnthctl_el2, 0
    EL0_ALL
    LINE    "EL0 of the host, CNTHCTL 0"
    SET     hcr_el2, (HCR_RW | HCR_E2H | HCR_TGE)
    SET     sctlr_el2, (SCTLR_EL2_OFF | SCTLR_SPAN)
    isb
    EL0_ALL
    LINE    "EL0 of the host, EL0PCTEN"
    SET     cnthctl_el2, 1
    EL0_ALL
    LINE    "EL0 of the host, EL0VCTEN"
    SET     cnthctl_el2, 2
    EL0_ALL
    LINE    "EL0 of the host, EL0VTEN and EL0PTEN"
    SET     cnthctl_el2, 0x300
    EL0_ALL
    POWER_OFF
