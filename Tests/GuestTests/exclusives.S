// The exclusives monitor as one CPU sees it: success clears it, CLREX clears it, ERET clears it; a
// store of another address or size is not tried, because either answer would be right.
//
// Source: Arm ARM, "Synchronization and semaphores"; AArch64.SetExclusiveMonitors; ERET.
//
// EXPECT: stxr after ldxr 0
// EXPECT: stxr again 1
// EXPECT: stxr after clrex 1
// EXPECT: memory 22
// EXPECT: EL2+200 esr=5a000010 elr=away
// EXPECT: stxr after eret 1
// EXPECT: stxrb 0
// EXPECT: ldaxrh ff
// EXPECT: stlxrh 0
// EXPECT: stxr w 0
// EXPECT: memory ffffffff
// EXPECT: stxp 0
// EXPECT: memory 44
// EXPECT: memory 55
// EXPECT: ldaxp w 44
// EXPECT: stlxp w 0
// EXPECT: memory 4400000055

#include "guest.h"

GUEST
    MOV64   x6, FREE
    mov     x5, #0x11
    str     x5, [x6]
    ldxr    x5, [x6]
    mov     x7, #0x22
    stxr    w8, x7, [x6]
    SHOW    "stxr after ldxr ", x8
    stxr    w8, x7, [x6]
    SHOW    "stxr again ", x8
    ldxr    x5, [x6]
    clrex
    mov     x7, #0x33
    stxr    w8, x7, [x6]
    SHOW    "stxr after clrex ", x8
    ldr     x5, [x6]
    SHOW    "memory ", x5
    // An exception and its return clear the monitor.
    ldxr    x5, [x6]
    hvc     #0x10
    stxr    w8, x7, [x6]
    SHOW    "stxr after eret ", x8
    // Sizes.
    mov     x7, #-1
    ldxrb   w5, [x6]
    stxrb   w8, w7, [x6]
    SHOW    "stxrb ", x8
    ldaxrh  w5, [x6, #0]
    SHOW    "ldaxrh ", x5
    stlxrh  w8, wzr, [x6]
    SHOW    "stlxrh ", x8
    ldxr    w5, [x6]
    stxr    w8, w7, [x6]
    SHOW    "stxr w ", x8
    ldr     x5, [x6]
    SHOW    "memory ", x5
    ldxp    x4, x5, [x6]
    mov     x9, #0x44
    mov     x10, #0x55
    stxp    w8, x9, x10, [x6]
    SHOW    "stxp ", x8
    ldp     x4, x5, [x6]
    SHOW    "memory ", x4
    SHOW    "memory ", x5
    ldaxp   w4, w5, [x6]
    SHOW    "ldaxp w ", x4
    stlxp   w8, w10, w9, [x6]
    SHOW    "stlxp w ", x8
    ldr     x5, [x6]
    SHOW    "memory ", x5
    POWER_OFF
