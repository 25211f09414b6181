// What SCTLR_EL1 opens to EL0: UCT (CTR_EL0), UMA (DAIF), and what is always open.
//
// DC ZVA that is allowed and MSR DAIFSet are in files of their own: QEMU differs there.
//
// Source: Arm ARM, SCTLR_EL1; accessibility of DAIF, CTR_EL0, DC ZVA.
//
// EXPECT: dc zva: EL1+400 esr=6212dcc8 elr=+0
// EXPECT: closed
// EXPECT: read ctr: EL1+400 esr=6232c0a1 elr=+0
// EXPECT: read daif: EL1+400 esr=6232d0a5 elr=+0
// EXPECT: write daif: EL1+400 esr=6232d0e4 elr=+0
// EXPECT: read nzcv: ok
// EXPECT: read tpidr_el0: ok
// EXPECT: write tpidr_el0: ok
// EXPECT: read tpidrro_el0: ok
// EXPECT: write tpidrro_el0: EL1+400 esr=2000000 elr=+0
// EXPECT: read dczid: ok
// EXPECT: spsel: EL1+400 esr=2000000 elr=+0
// EXPECT: read spsel: EL1+400 esr=2000000 elr=+0
// EXPECT: read currentel: EL1+400 esr=2000000 elr=+0
// EXPECT: read sctlr_el1: EL1+400 esr=2000000 elr=+0
// EXPECT: read elr_el1: EL1+400 esr=2000000 elr=+0
// EXPECT: open
// EXPECT: read ctr: ok
// EXPECT: read daif: ok
// EXPECT: write daif: ok
// EXPECT: read nzcv: ok
// EXPECT: read tpidr_el0: ok
// EXPECT: write tpidr_el0: ok
// EXPECT: read tpidrro_el0: ok
// EXPECT: write tpidrro_el0: EL1+400 esr=2000000 elr=+0
// EXPECT: read dczid: ok
// EXPECT: spsel: EL1+400 esr=2000000 elr=+0
// EXPECT: read spsel: EL1+400 esr=2000000 elr=+0
// EXPECT: read currentel: EL1+400 esr=2000000 elr=+0
// EXPECT: read sctlr_el1: EL1+400 esr=2000000 elr=+0
// EXPECT: read elr_el1: EL1+400 esr=2000000 elr=+0
// EXPECT: closed, TGE
// EXPECT: read ctr: EL2+400 esr=6232c0a1 elr=+0
// EXPECT: read daif: EL2+400 esr=6232d0a5 elr=+0
// EXPECT: write daif: EL2+400 esr=6232d0e4 elr=+0
// EXPECT: read nzcv: ok
// EXPECT: read tpidr_el0: ok
// EXPECT: write tpidr_el0: ok
// EXPECT: read tpidrro_el0: ok
// EXPECT: write tpidrro_el0: EL2+400 esr=2000000 elr=+0
// EXPECT: read dczid: ok
// EXPECT: spsel: EL2+400 esr=2000000 elr=+0
// EXPECT: read spsel: EL2+400 esr=2000000 elr=+0
// EXPECT: read currentel: EL2+400 esr=2000000 elr=+0
// EXPECT: read sctlr_el1: EL2+400 esr=2000000 elr=+0
// EXPECT: read elr_el1: EL2+400 esr=2000000 elr=+0
// EXPECT: dc zva: EL2+400 esr=6212dcc8 elr=+0
// EXPECT: CNTFRQ_EL0
// EXPECT: read: ok
// EXPECT: write: EL1+400 esr=2000000 elr=+0
// EXPECT: write at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: write at EL2: ok

#include "guest.h"

.macro ALL
    TRY_EL0 "read ctr", mrs x5, ctr_el0
    TRY_EL0 "read daif", mrs x5, daif
    TRY_EL0 "write daif", msr daif, x7
    TRY_EL0 "read nzcv", mrs x5, nzcv
    TRY_EL0 "read tpidr_el0", mrs x5, tpidr_el0
    TRY_EL0 "write tpidr_el0", msr tpidr_el0, x5
    TRY_EL0 "read tpidrro_el0", mrs x5, tpidrro_el0
    TRY_EL0 "write tpidrro_el0", msr tpidrro_el0, x5
    TRY_EL0 "read dczid", mrs x5, dczid_el0
    TRY_EL0 "spsel", msr spsel, #1
    TRY_EL0 "read spsel", mrs x5, spsel
    TRY_EL0 "read currentel", mrs x5, currentel
    TRY_EL0 "read sctlr_el1", mrs x5, sctlr_el1
    TRY_EL0 "read elr_el1", mrs x5, elr_el1
.endm

GUEST
    MOV64   x6, FREE
    TRY_EL0 "dc zva", dc zva, x6
    MOV64   x7, 0x3c0
    LINE    "closed"
    ALL
    LINE    "open"
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_UCT | SCTLR_DZE | SCTLR_UMA)
    ALL
    LINE    "closed, TGE"
    SET     sctlr_el1, SCTLR_EL1_OFF
    SET     hcr_el2, (HCR_RW | HCR_TGE)
    ALL
    TRY_EL0 "dc zva", dc zva, x6
    SET     hcr_el2, HCR_RW
    LINE    "CNTFRQ_EL0"
    SET     cntkctl_el1, 3
    TRY_EL0 "read", mrs x5, cntfrq_el0
    TRY_EL0 "write", msr cntfrq_el0, x5
    TRY_EL1 "write at EL1", msr cntfrq_el0, x5
    TRY     "write at EL2", msr cntfrq_el0, x5
    POWER_OFF
