// HCR_EL2.TID1, TID2 and TID3: reads of identification registers at EL1, and of CTR_EL0 at EL0.
//
// Source: Arm ARM, HCR_EL2.TID1 to TID3. TID3 on the reserved part of the ID space is
// IMPLEMENTATION DEFINED before FEAT_FGT, and not tried here.
//
// EXPECT: TID1
// EXPECT: midr: ok
// EXPECT: mpidr: ok
// EXPECT: revidr: EL2+400 esr=623c00a1 elr=+0
// EXPECT: aidr: EL2+400 esr=623e40a1 elr=+0
// EXPECT: ctr: ok
// EXPECT: ccsidr: ok
// EXPECT: clidr: ok
// EXPECT: csselr: ok
// EXPECT: csselr write: ok
// EXPECT: id_aa64pfr0: ok
// EXPECT: id_aa64isar0: ok
// EXPECT: id_aa64mmfr1: ok
// EXPECT: id_aa64dfr0: ok
// EXPECT: id_aa64afr0: ok
// EXPECT: dczid: ok
// EXPECT: ctr at EL0: ok
// EXPECT: TID2
// EXPECT: midr: ok
// EXPECT: mpidr: ok
// EXPECT: revidr: ok
// EXPECT: aidr: ok
// EXPECT: ctr: EL2+400 esr=6232c0a1 elr=+0
// EXPECT: ccsidr: EL2+400 esr=623040a1 elr=+0
// EXPECT: clidr: EL2+400 esr=623240a1 elr=+0
// EXPECT: csselr: EL2+400 esr=623080a1 elr=+0
// EXPECT: csselr write: EL2+400 esr=623080a0 elr=+0
// EXPECT: id_aa64pfr0: ok
// EXPECT: id_aa64isar0: ok
// EXPECT: id_aa64mmfr1: ok
// EXPECT: id_aa64dfr0: ok
// EXPECT: id_aa64afr0: ok
// EXPECT: dczid: ok
// EXPECT: ctr at EL0: EL2+400 esr=6232c0a1 elr=+0
// EXPECT: TID3
// EXPECT: midr: ok
// EXPECT: mpidr: ok
// EXPECT: revidr: ok
// EXPECT: aidr: ok
// EXPECT: ctr: ok
// EXPECT: ccsidr: ok
// EXPECT: clidr: ok
// EXPECT: csselr: ok
// EXPECT: csselr write: ok
// EXPECT: id_aa64pfr0: EL2+400 esr=623000a9 elr=+0
// EXPECT: id_aa64isar0: EL2+400 esr=623000ad elr=+0
// EXPECT: id_aa64mmfr1: EL2+400 esr=623200af elr=+0
// EXPECT: id_aa64dfr0: EL2+400 esr=623000ab elr=+0
// EXPECT: id_aa64afr0: EL2+400 esr=623800ab elr=+0
// EXPECT: dczid: ok
// EXPECT: ctr at EL0: ok
// EXPECT: none
// EXPECT: midr: ok
// EXPECT: mpidr: ok
// EXPECT: revidr: ok
// EXPECT: aidr: ok
// EXPECT: ctr: ok
// EXPECT: ccsidr: ok
// EXPECT: clidr: ok
// EXPECT: csselr: ok
// EXPECT: csselr write: ok
// EXPECT: id_aa64pfr0: ok
// EXPECT: id_aa64isar0: ok
// EXPECT: id_aa64mmfr1: ok
// EXPECT: id_aa64dfr0: ok
// EXPECT: id_aa64afr0: ok
// EXPECT: dczid: ok
// EXPECT: ctr at EL0: ok
// EXPECT: write to midr: EL1+200 esr=2000000 elr=+0

#include "guest.h"

.macro ALL
    TRY_EL1 "midr", mrs x5, midr_el1
    TRY_EL1 "mpidr", mrs x5, mpidr_el1
    TRY_EL1 "revidr", mrs x5, revidr_el1
    TRY_EL1 "aidr", mrs x5, aidr_el1
    TRY_EL1 "ctr", mrs x5, ctr_el0
    TRY_EL1 "ccsidr", mrs x5, ccsidr_el1
    TRY_EL1 "clidr", mrs x5, clidr_el1
    TRY_EL1 "csselr", mrs x5, csselr_el1
    TRY_EL1 "csselr write", msr csselr_el1, x5
    TRY_EL1 "id_aa64pfr0", mrs x5, id_aa64pfr0_el1
    TRY_EL1 "id_aa64isar0", mrs x5, id_aa64isar0_el1
    TRY_EL1 "id_aa64mmfr1", mrs x5, id_aa64mmfr1_el1
    TRY_EL1 "id_aa64dfr0", mrs x5, id_aa64dfr0_el1
    TRY_EL1 "id_aa64afr0", mrs x5, id_aa64afr0_el1
    TRY_EL1 "dczid", mrs x5, dczid_el0
    TRY_EL0 "ctr at EL0", mrs x5, ctr_el0
.endm

GUEST
    mov     x5, #0
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_UCT)
    LINE    "TID1"
    SET     hcr_el2, (HCR_RW | HCR_TID1)
    ALL
    LINE    "TID2"
    SET     hcr_el2, (HCR_RW | HCR_TID2)
    mov     x5, #0
    ALL
    LINE    "TID3"
    SET     hcr_el2, (HCR_RW | HCR_TID3)
    mov     x5, #0
    ALL
    LINE    "none"
    SET     hcr_el2, HCR_RW
    mov     x5, #0
    ALL
    TRY_EL1 "write to midr", msr s3_0_c0_c0_0, x5
    POWER_OFF
