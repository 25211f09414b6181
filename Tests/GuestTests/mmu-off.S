// With the MMU off addresses are flat, up to the size that is implemented, and data is Device:
// unaligned accesses, exclusives aside, fault, and so does DC ZVA.
//
// QEMU: no — 7.2 does not check the alignment of Device memory
// Source: Arm ARM, AArch64.S1DisabledOutput; "Behavior when stage 1 is disabled"; DC ZVA.
//
// EXPECT: aligned word: ok
// EXPECT:   1234567
// EXPECT: unaligned doubleword load: EL2+200 esr=96000021 elr=+0 far=40400001
// EXPECT: unaligned word load: EL2+200 esr=96000021 elr=+0 far=40400002
// EXPECT: unaligned halfword store: EL2+200 esr=96000061 elr=+0 far=40400003
// EXPECT: pair, aligned to 8: ok
// EXPECT: pair, aligned to 4: ok
// EXPECT: pair, aligned to 2: EL2+200 esr=96000021 elr=+0 far=40400002
// EXPECT: dc zva: EL2+200 esr=96000061 elr=+0 far=40400000
// EXPECT:   untouched 123456789abcdef
// EXPECT: unaligned at EL1: EL1+200 esr=96000021 elr=+0 far=40400001
// EXPECT: unaligned at EL0: EL1+400 esr=92000021 elr=+0 far=40400001
// EXPECT: dc zva at EL0: EL1+400 esr=92000061 elr=+0 far=40400000

#include "guest.h"

GUEST
    MOV64   x6, FREE
    MOV64   x7, 0x0123456789abcdef
    str     x7, [x6]
    TRY     "aligned word", ldr w5, [x6, #4]
    SHOW    "  ", x5
    TRY     "unaligned doubleword load", ldr x5, [x6, #1]
    TRY     "unaligned word load", ldur w5, [x6, #2]
    TRY     "unaligned halfword store", sturh w5, [x6, #3]
    TRY     "pair, aligned to 8", ldp x4, x5, [x6, #8]
    TRY     "pair, aligned to 4", ldp w4, w5, [x6, #4]
    add     x8, x6, #2
    TRY     "pair, aligned to 2", ldp w4, w5, [x8]
    TRY     "dc zva", dc zva, x6
    ldr     x5, [x6]
    SHOW    "  untouched ", x5
    // The same from EL0 and EL1, at their own level.
    TRY_EL1 "unaligned at EL1", ldr x5, [x6, #1]
    TRY_EL0 "unaligned at EL0", ldr x5, [x6, #1]
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_DZE)
    TRY_EL0 "dc zva at EL0", dc zva, x6
    POWER_OFF
