// With the MMU off an address beyond the implemented size is an Address size fault at level 0, for
// data and for fetches; TBI still removes the tag.
//
// QEMU implements 52 bits and the software CPU 48, so addresses have bit 52 set.
// Source: Arm ARM, AArch64.S1DisabledOutput.
//
// EXPECT: load at EL2: EL2+200 esr=96000000 elr=+0 far=10000040400000
// EXPECT: store at EL2: EL2+200 esr=96000040 elr=+0 far=10000040400000
// EXPECT: branch at EL2: EL2+200 esr=86000000 elr=+0 far=10000040400000
// EXPECT: load at EL1: EL1+200 esr=96000000 elr=+0 far=10000040400000
// EXPECT: store at EL0: EL1+400 esr=92000040 elr=+0 far=10000040400000
// EXPECT: tag at EL2 without TBI: EL2+200 esr=96000000 elr=+0 far=a500000040400000
// EXPECT: tag at EL2 with TBI: ok
// EXPECT: tag at EL1 with TBI0: ok

#include "guest.h"

GUEST
    MOV64   x6, 0x0010000040400000
    TRY     "load at EL2", ldr x5, [x6]
    TRY     "store at EL2", str x5, [x6]
    TRY_BRANCH "branch at EL2", x6
    TRY_EL1 "load at EL1", ldr x5, [x6]
    TRY_EL0 "store at EL0", str x5, [x6]
    // TBI of each regime.
    MOV64   x6, 0xa500000040400000
    TRY     "tag at EL2 without TBI", ldr x5, [x6]
    SET     tcr_el2, (TCR_EL2_4K | (1 << 20))
    isb
    TRY     "tag at EL2 with TBI", ldr x5, [x6]
    SET     tcr_el1, (1 << 37)
    isb
    TRY_EL1 "tag at EL1 with TBI0", ldr x5, [x6]
    POWER_OFF
