// SVC, HVC, SMC, BRK and UNDEFINED instructions: which vector, which syndrome, which ELR.
//
// Source: Arm ARM, ESR_ELx.EC; the pseudocode of each instruction.
//
// EXPECT: svc at EL2: EL2+200 esr=56001234 elr=+4 spsr=600003c9
// EXPECT: hvc at EL2: EL2+200 esr=5a004321 elr=+4 spsr=600003c9
// EXPECT: brk at EL2: EL2+200 esr=f200beef elr=+0 spsr=600003c9
// EXPECT: udf at EL2: EL2+200 esr=2000000 elr=+0 spsr=600003c9
// EXPECT: hlt at EL2: EL2+200 esr=2000000 elr=+0 spsr=600003c9
// EXPECT: hole at EL2: EL2+200 esr=2000000 elr=+0 spsr=600003c9
// EXPECT: svc at EL1: EL1+200 esr=56000001 elr=+4 spsr=3c5
// EXPECT: hvc at EL1: EL2+400 esr=5a000002 elr=+4 spsr=3c5
// EXPECT: brk at EL1: EL1+200 esr=f2000003 elr=+0 spsr=3c5
// EXPECT: udf at EL1: EL1+200 esr=2000000 elr=+0 spsr=3c5
// EXPECT: svc at EL0: EL1+400 esr=56000004 elr=+4 spsr=3c0
// EXPECT: hvc at EL0: EL1+400 esr=2000000 elr=+0 spsr=3c0
// EXPECT: smc at EL0: EL1+400 esr=2000000 elr=+0 spsr=3c0
// EXPECT: brk at EL0: EL1+400 esr=f2000007 elr=+0 spsr=3c0
// EXPECT: udf at EL0: EL1+400 esr=2000000 elr=+0 spsr=3c0
// EXPECT: eret at EL0: EL1+400 esr=2000000 elr=+0 spsr=3c0
// EXPECT: msr at EL0: EL1+400 esr=2000000 elr=+0 spsr=3c0

#define RECORD_SPSR
#include "guest.h"

GUEST
    TRY     "svc at EL2", svc #0x1234
    TRY     "hvc at EL2", hvc #0x4321
    TRY     "brk at EL2", brk #0xbeef
    TRY     "udf at EL2", udf #0
    TRY     "hlt at EL2", hlt #0x7
    // Not allocated: op0 2, and a hole in the load and store space.
    TRY     "hole at EL2", .inst 0x00000001
    TRY_EL1 "svc at EL1", svc #1
    TRY_EL1 "hvc at EL1", hvc #2
    TRY_EL1 "brk at EL1", brk #3
    TRY_EL1 "udf at EL1", udf #0xffff
    TRY_EL0 "svc at EL0", svc #4
    TRY_EL0 "hvc at EL0", hvc #5
    TRY_EL0 "smc at EL0", smc #6
    TRY_EL0 "brk at EL0", brk #7
    TRY_EL0 "udf at EL0", udf #8
    TRY_EL0 "eret at EL0", eret
    TRY_EL0 "msr at EL0", msr vbar_el1, x0
    POWER_OFF
