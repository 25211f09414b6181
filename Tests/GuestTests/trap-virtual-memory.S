// HCR_EL2.TVM traps writes of the EL1 virtual memory control registers to EL2, TRVM reads; nothing
// else, and nothing at EL2.
//
// Source: Arm ARM, HCR_EL2.TVM and TRVM; ISS encoding for a trapped MSR or MRS.

#include "guest.h"

.macro BOTH register
    TRY_EL1 "read \register", mrs x5, \register
    TRY_EL1 "write \register", msr \register, x5
.endm

.macro ALL
    BOTH    sctlr_el1
    BOTH    ttbr0_el1
    BOTH    ttbr1_el1
    BOTH    tcr_el1
    BOTH    esr_el1
    BOTH    far_el1
    BOTH    afsr0_el1
    BOTH    afsr1_el1
    BOTH    mair_el1
    BOTH    amair_el1
    BOTH    contextidr_el1
    BOTH    vbar_el1
    BOTH    elr_el1
    BOTH    tpidr_el0
    BOTH    par_el1
.endm

GUEST
    LINE    "TVM"
    SET     hcr_el2, (HCR_RW | HCR_TVM)
    ALL
    LINE    "TRVM"
    SET     hcr_el2, (HCR_RW | HCR_TRVM)
    ALL
    LINE    "both, xzr"
    SET     hcr_el2, (HCR_RW | HCR_TRVM | HCR_TVM)
    TRY_EL1 "read sctlr", mrs xzr, sctlr_el1
    TRY_EL1 "write sctlr", msr sctlr_el1, xzr
    TRY     "read at EL2", mrs x5, sctlr_el1
    TRY     "write at EL2", msr sctlr_el1, x5
    POWER_OFF
