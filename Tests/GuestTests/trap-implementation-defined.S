// HCR_EL2.TIDCP: System registers and instructions of the IMPLEMENTATION DEFINED space, CRn 11 and
// 15, trap from EL1 to EL2; without it those that do not exist are UNDEFINED.
//
// QEMU: no — 7.2 does not implement TIDCP for these: they are UNDEFINED at EL1
// Source: Arm ARM, HCR_EL2.TIDCP; "Reserved encodings for IMPLEMENTATION DEFINED registers".
//
// EXPECT: TIDCP
// EXPECT: s3_0_c15_c2_0 read: EL2+400 esr=62303ca5 elr=+0
// EXPECT: s3_0_c11_c0_0 write: EL2+400 esr=62302ca0 elr=+0
// EXPECT: s3_7_c15_c15_7 read: EL2+400 esr=623ffcbf elr=+0
// EXPECT: sys #0, c11: EL2+400 esr=62102ca0 elr=+0
// EXPECT: sys #3, c15: EL2+400 esr=6214ffe2 elr=+0
// EXPECT: s3_0_c12_c15_0 read: EL1+200 esr=2000000 elr=+0
// EXPECT: none
// EXPECT: s3_0_c15_c2_0 read: EL1+200 esr=2000000 elr=+0
// EXPECT: s3_0_c11_c0_0 write: EL1+200 esr=2000000 elr=+0
// EXPECT: s3_7_c15_c15_7 read: EL1+200 esr=2000000 elr=+0
// EXPECT: sys #0, c11: EL1+200 esr=2000000 elr=+0
// EXPECT: sys #3, c15: EL1+200 esr=2000000 elr=+0
// EXPECT: s3_0_c12_c15_0 read: EL1+200 esr=2000000 elr=+0
// EXPECT: s3_0_c15_c2_0 at EL2: EL2+200 esr=2000000 elr=+0

#include "guest.h"

.macro ALL
    TRY_EL1 "s3_0_c15_c2_0 read", mrs x5, s3_0_c15_c2_0
    TRY_EL1 "s3_0_c11_c0_0 write", msr s3_0_c11_c0_0, x5
    TRY_EL1 "s3_7_c15_c15_7 read", mrs x5, s3_7_c15_c15_7
    TRY_EL1 "sys #0, c11", sys #0, c11, c0, #0, x5
    TRY_EL1 "sys #3, c15", sys #3, c15, c1, #2
    TRY_EL1 "s3_0_c12_c15_0 read", mrs x5, s3_0_c12_c15_0
.endm

GUEST
    LINE    "TIDCP"
    SET     hcr_el2, (HCR_RW | HCR_TIDCP)
    ALL
    LINE    "none"
    SET     hcr_el2, HCR_RW
    ALL
    TRY     "s3_0_c15_c2_0 at EL2", mrs x5, s3_0_c15_c2_0
    POWER_OFF
