// PSTATE by MSR and MRS: NZCV, DAIF, SPSel, CurrentEL, in register and immediate forms; flags of
// arithmetic; what an exception and its return do to them.
//
// Source: Arm ARM, "Process state, PSTATE"; MSR (immediate).
//
// EXPECT: CurrentEL 8
// EXPECT: SPSel 1
// EXPECT: daif at entry 3c0
// EXPECT: daifclr 15 0
// EXPECT: daifset 1 40
// EXPECT: daifset 8 240
// EXPECT: daifclr 1 200
// EXPECT: daif all ones 3c0
// EXPECT: daif zero 0
// EXPECT: nzcv all ones f0000000
// EXPECT: nzcv zero 0
// EXPECT: 0 - 1 80000000
// EXPECT: 0 - 0 60000000
// EXPECT: max + 1 90000000
// EXPECT: min + min 70000000
// EXPECT: min - 1 30000000
// EXPECT: 0 + 0, 32 bits 40000000
// EXPECT: -1 + 1, 32 bits 60000000
// EXPECT: tst x 0
// EXPECT: tst w 80000000
// EXPECT: ccmp, condition false a0000000
// EXPECT: EL1 began with 50000000
// EXPECT: CurrentEL at EL1 4
// EXPECT: SPSel at EL1 1
// EXPECT: daifset without bits: ok
// EXPECT: currentel write: EL2+200 esr=2000000 elr=+0

#include "guest.h"

.macro FLAGS text
    mrs     x5, nzcv
    SHOW    "\text ", x5
.endm

.macro MASKS text
    mrs     x5, daif
    SHOW    "\text ", x5
.endm

GUEST
    SHOWREG "CurrentEL ", CurrentEL
    SHOWREG "SPSel ", spsel
    MASKS   "daif at entry"
    msr     daifclr, #0xf
    MASKS   "daifclr 15"
    msr     daifset, #1
    MASKS   "daifset 1"
    msr     daifset, #8
    MASKS   "daifset 8"
    msr     daifclr, #1
    MASKS   "daifclr 1"
    MOV64   x5, ~0
    msr     daif, x5
    MASKS   "daif all ones"
    msr     daif, xzr
    MASKS   "daif zero"
    msr     daifset, #0xf
    MOV64   x5, ~0
    msr     nzcv, x5
    FLAGS   "nzcv all ones"
    msr     nzcv, xzr
    FLAGS   "nzcv zero"
    mov     x6, #0
    cmp     x6, #1
    FLAGS   "0 - 1"
    cmp     x6, #0
    FLAGS   "0 - 0"
    MOV64   x7, 0x7fffffffffffffff
    adds    x8, x7, #1
    FLAGS   "max + 1"
    MOV64   x7, 0x8000000000000000
    adds    x8, x7, x7
    FLAGS   "min + min"
    subs    x8, x7, #1
    FLAGS   "min - 1"
    adds    w8, w7, w7
    FLAGS   "0 + 0, 32 bits"
    MOV64   x7, 0xffffffff
    adds    w8, w7, #1
    FLAGS   "-1 + 1, 32 bits"
    tst     x7, #0x80000000
    FLAGS   "tst x"
    tst     w7, #0x80000000
    FLAGS   "tst w"
    msr     nzcv, xzr
    ccmp    x7, x7, #0xa, eq
    FLAGS   "ccmp, condition false"
    // Flags survive an exception and its return from another level.
    MOV64   x7, 0xa0000000
    msr     nzcv, x7
    AT_EL1  flags_el1, (SPSR_EL1H | 0x50000000)
    SHOW    "EL1 began with ", x5
    AT_EL1  currentel_el1
    SHOW    "CurrentEL at EL1 ", x5
    SHOW    "SPSel at EL1 ", x6
    TRY     "daifset without bits", msr daifset, #0
    TRY     "currentel write", .inst 0xd5184245
    POWER_OFF

    .section .text.lower, "ax"
flags_el1:
    mrs     x5, nzcv
    hvc     #DONE
currentel_el1:
    mrs     x5, CurrentEL
    mrs     x6, spsel
    hvc     #DONE
