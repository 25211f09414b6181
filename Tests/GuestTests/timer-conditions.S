// The generic timer by its registers: ISTATUS needs ENABLE, not IMASK; TVAL is a signed distance
// from the count; CNTVOFF_EL2 shifts the virtual count and its timer.
//
// Source: Arm ARM, "Operation of the CompareValue views of the timers", "... TimerValue views".
//
// QEMU's max counts at 1 GHz since 9.1, this one at 62.5 MHz in all versions.
// QEMU-CPU: cortex-a76
//
// EXPECT: cntp_ctl_el0
// EXPECT:   disabled 0
// EXPECT:   enabled, in the past 5
// EXPECT:   masked 7
// EXPECT:   all ones, never 3
// EXPECT:   in the future 3
// EXPECT:   distance elapsed, top digit 0
// EXPECT:   negative 3
// EXPECT:   top digit of tval e
// EXPECT:   top of cval after tval 0
// EXPECT: cntv_ctl_el0
// EXPECT:   disabled 0
// EXPECT:   enabled, in the past 5
// EXPECT:   masked 7
// EXPECT:   all ones, never 3
// EXPECT:   in the future 3
// EXPECT:   distance elapsed, top digit 0
// EXPECT:   negative 3
// EXPECT:   top digit of tval e
// EXPECT:   top of cval after tval 0
// EXPECT: cnthp_ctl_el2
// EXPECT:   disabled 0
// EXPECT:   enabled, in the past 5
// EXPECT:   masked 7
// EXPECT:   all ones, never 3
// EXPECT:   in the future 3
// EXPECT:   distance elapsed, top digit 0
// EXPECT:   negative 3
// EXPECT:   top digit of tval e
// EXPECT:   top of cval after tval 0
// EXPECT: cnthv_ctl_el2
// EXPECT:   disabled 0
// EXPECT:   enabled, in the past 5
// EXPECT:   masked 7
// EXPECT:   all ones, never 3
// EXPECT:   in the future 3
// EXPECT:   distance elapsed, top digit 0
// EXPECT:   negative 3
// EXPECT:   top digit of tval e
// EXPECT:   top of cval after tval 0
// EXPECT: cntpct moves
// EXPECT: top digit of cntvct f
// EXPECT: cntp 3
// EXPECT: cntv 7
// EXPECT: cntfrq 3b9aca0

#include "guest.h"

.macro TIMER ctl, cval, tval
    LINE    "\ctl"
    SET     \cval, 0
    SET     \ctl, 0
    isb
    SHOWREG "  disabled ", \ctl
    SET     \ctl, 1
    isb
    SHOWREG "  enabled, in the past ", \ctl
    SET     \ctl, 3
    isb
    SHOWREG "  masked ", \ctl
    // Bits that do not exist read as zero, and ISTATUS is not written.
    MOV64   x16, ~0
    msr     \cval, x16
    msr     \ctl, x16
    isb
    SHOWREG "  all ones, never ", \ctl
    // TVAL: 0x40000000 ticks from now; then read a little less.
    SET     \tval, 0x40000000
    isb
    SHOWREG "  in the future ", \ctl
    mrs     x5, \tval
    mov     x6, #0x40000000
    sub     x5, x6, x5
    lsr     x5, x5, #28
    SHOW    "  distance elapsed, top digit ", x5
    // A negative distance is in the past.
    MOV64   x5, 0xf0000000
    msr     \tval, x5
    isb
    SHOWREG "  negative ", \ctl
    mrs     x5, \tval
    lsr     x5, x5, #28
    SHOW    "  top digit of tval ", x5
    // TVAL and CVAL are two views of one number.
    MOV64   x5, 0x123456789abc
    msr     \cval, x5
    mov     x6, #0
    msr     \tval, x6
    isb
    mrs     x5, \cval
    lsr     x5, x5, #45
    SHOW    "  top of cval after tval ", x5
    SET     \ctl, 0
.endm

GUEST
    TIMER   cntp_ctl_el0, cntp_cval_el0, cntp_tval_el0
    TIMER   cntv_ctl_el0, cntv_cval_el0, cntv_tval_el0
    TIMER   cnthp_ctl_el2, cnthp_cval_el2, cnthp_tval_el2
    TIMER   cnthv_ctl_el2, cnthv_cval_el2, cnthv_tval_el2
    // Time passes, and the same for both views.
    mrs     x10, cntpct_el0
1:  isb
    mrs     x11, cntpct_el0
    cmp     x10, x11
    b.eq    1b
    LINE    "cntpct moves"
    // CNTVOFF: the virtual count is the physical minus the offset, modulo 2^64.
    mov     x10, #1
    lsl     x10, x10, #60
    msr     cntvoff_el2, x10
    isb
    mrs     x11, cntvct_el0
    lsr     x11, x11, #60
    SHOW    "top digit of cntvct ", x11
    // A compare value that is far off for the physical timer has passed for the virtual one.
    lsl     x10, x10, #1
    msr     cntp_cval_el0, x10
    msr     cntv_cval_el0, x10
    SET     cntp_ctl_el0, 3
    SET     cntv_ctl_el0, 3
    isb
    SHOWREG "cntp ", cntp_ctl_el0
    SHOWREG "cntv ", cntv_ctl_el0
    SHOWREG "cntfrq ", cntfrq_el0
    POWER_OFF
