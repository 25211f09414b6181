// HCR_EL2.TVM traps writes of the EL1 virtual memory control registers to EL2, TRVM reads; nothing
// else, and nothing at EL2.
//
// Source: Arm ARM, HCR_EL2.TVM and TRVM; ISS encoding for a trapped MSR or MRS.
//
// EXPECT: TVM
// EXPECT: read sctlr_el1: ok
// EXPECT: write sctlr_el1: EL2+400 esr=623004a0 elr=+0
// EXPECT: read ttbr0_el1: ok
// EXPECT: write ttbr0_el1: EL2+400 esr=623008a0 elr=+0
// EXPECT: read ttbr1_el1: ok
// EXPECT: write ttbr1_el1: EL2+400 esr=623208a0 elr=+0
// EXPECT: read tcr_el1: ok
// EXPECT: write tcr_el1: EL2+400 esr=623408a0 elr=+0
// EXPECT: read esr_el1: ok
// EXPECT: write esr_el1: EL2+400 esr=623014a4 elr=+0
// EXPECT: read far_el1: ok
// EXPECT: write far_el1: EL2+400 esr=623018a0 elr=+0
// EXPECT: read afsr0_el1: ok
// EXPECT: write afsr0_el1: EL2+400 esr=623014a2 elr=+0
// EXPECT: read afsr1_el1: ok
// EXPECT: write afsr1_el1: EL2+400 esr=623214a2 elr=+0
// EXPECT: read mair_el1: ok
// EXPECT: write mair_el1: EL2+400 esr=623028a4 elr=+0
// EXPECT: read amair_el1: ok
// EXPECT: write amair_el1: EL2+400 esr=623028a6 elr=+0
// EXPECT: read contextidr_el1: ok
// EXPECT: write contextidr_el1: EL2+400 esr=623234a0 elr=+0
// EXPECT: read vbar_el1: ok
// EXPECT: write vbar_el1: ok
// EXPECT: read elr_el1: ok
// EXPECT: write elr_el1: ok
// EXPECT: read tpidr_el0: ok
// EXPECT: write tpidr_el0: ok
// EXPECT: read par_el1: ok
// EXPECT: write par_el1: ok
// EXPECT: TRVM
// EXPECT: read sctlr_el1: EL2+400 esr=623004a1 elr=+0
// EXPECT: write sctlr_el1: ok
// EXPECT: read ttbr0_el1: EL2+400 esr=623008a1 elr=+0
// EXPECT: write ttbr0_el1: ok
// EXPECT: read ttbr1_el1: EL2+400 esr=623208a1 elr=+0
// EXPECT: write ttbr1_el1: ok
// EXPECT: read tcr_el1: EL2+400 esr=623408a1 elr=+0
// EXPECT: write tcr_el1: ok
// EXPECT: read esr_el1: EL2+400 esr=623014a5 elr=+0
// EXPECT: write esr_el1: ok
// EXPECT: read far_el1: EL2+400 esr=623018a1 elr=+0
// EXPECT: write far_el1: ok
// EXPECT: read afsr0_el1: EL2+400 esr=623014a3 elr=+0
// EXPECT: write afsr0_el1: ok
// EXPECT: read afsr1_el1: EL2+400 esr=623214a3 elr=+0
// EXPECT: write afsr1_el1: ok
// EXPECT: read mair_el1: EL2+400 esr=623028a5 elr=+0
// EXPECT: write mair_el1: ok
// EXPECT: read amair_el1: EL2+400 esr=623028a7 elr=+0
// EXPECT: write amair_el1: ok
// EXPECT: read contextidr_el1: EL2+400 esr=623234a1 elr=+0
// EXPECT: write contextidr_el1: ok
// EXPECT: read vbar_el1: ok
// EXPECT: write vbar_el1: ok
// EXPECT: read elr_el1: ok
// EXPECT: write elr_el1: ok
// EXPECT: read tpidr_el0: ok
// EXPECT: write tpidr_el0: ok
// EXPECT: read par_el1: ok
// EXPECT: write par_el1: ok
// EXPECT: both, xzr
// EXPECT: read sctlr: EL2+400 esr=623007e1 elr=+0
// EXPECT: write sctlr: EL2+400 esr=623007e0 elr=+0
// EXPECT: read at EL2: ok
// EXPECT: write at EL2: ok

#include "guest.h"

.macro BOTH register
    TRY_EL1 "read \register", mrs x5, \register
    // Nothing wild where the write goes through.
    mov     x5, #0
    TRY_EL1 "write \register", msr \register, x5
.endm

.macro ALL
    // What a trapped read leaves for the write that follows: nothing that turns the MMU on.
    mov     x5, xzr
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
