// What SCTLR_EL1 opens to EL0: UCT (CTR_EL0), UMA (DAIF), and what is always open.
//
// DC ZVA that is allowed and MSR DAIFSet are in files of their own: QEMU differs there.
//
// Source: Arm ARM, SCTLR_EL1; accessibility of DAIF, CTR_EL0, DC ZVA.

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
