// Software step: every instruction of a piece of code at EL1 stops once, however it ends; what the
// syndrome and SPSR_ELx.SS say; stepping through an exception of EL1 and back; stepping EL2 itself.
//
// Source: Arm ARM, "Software Step exceptions": the state machine, ESR_ELx.{ISV, EX}, entering and
// leaving; DebugExceptionReturnSS.
//
// EXPECT: plain, SS 1
// EXPECT:   esr=cb000022 +4 ss=0
// EXPECT:   esr=cb000022 +8 ss=0
// EXPECT:   esr=cb000022 +10 ss=0
// EXPECT:   esr=cb000022 +14 ss=0
// EXPECT:   esr=cb000022 +18 ss=0
// EXPECT: x1 3
// EXPECT: plain, SS 0
// EXPECT:   esr=ca000022 +0 ss=0
// EXPECT:   esr=cb000022 +4 ss=0
// EXPECT:   esr=cb000022 +8 ss=0
// EXPECT:   esr=cb000022 +10 ss=0
// EXPECT:   esr=cb000022 +14 ss=0
// EXPECT:   esr=cb000022 +18 ss=0
// EXPECT: exclusive
// EXPECT:   esr=cb000062 +4 ss=0
// EXPECT:   esr=cb000022 +8 ss=0
// EXPECT:   esr=cb000062 +c ss=0
// EXPECT:   esr=cb000022 +10 ss=0
// EXPECT: calls
// EXPECT:   esr=ca000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 +4 ss=0
// EXPECT:   esr=cb000022 +8 ss=0
// EXPECT: fault
// EXPECT:   esr=f2000003 +0 ss=1
// EXPECT:   esr=ca000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 away ss=0
// EXPECT:   esr=cb000022 +8 ss=0
// EXPECT:   esr=cb000022 +c ss=0
// EXPECT: return
// EXPECT:   esr=cb000022 +4 ss=0
// EXPECT:   esr=cb000022 +8 ss=0
// EXPECT:   esr=cb000022 +c ss=0
// EXPECT:   esr=cb000022 +10 ss=0
// EXPECT:   esr=cb000022 +14 ss=0
// EXPECT:   esr=cb000022 +18 ss=0
// EXPECT:   esr=cb000022 +1c ss=0
// EXPECT: off
// EXPECT: EL2 itself
// EXPECT:   esr=ce000022 +0 ss=0
// EXPECT:   esr=cf000022 +4 ss=0
// EXPECT:   esr=cf000022 +8 ss=0
// EXPECT: x2 7

#include "guest.h"
#include "debug.h"

// Runs code at EL1 with SPSR_EL2.SS as given.
.macro STEP_EL1 text, code, ss
    LINE    "\text"
    ADDR    x26, \code
    AT_EL1  \code, (SPSR_EL1H | (\ss << 21))
.endm

GUEST
    DEBUG_OFF
    ADDR    x16, step_vectors
    msr     vbar_el2, x16
    ADDR    x16, el1_vectors
    msr     vbar_el1, x16
    SET     mdcr_el2, MDCR_TDE
    SET     mdscr_el1, MDSCR_SS
    isb
    MOV64   x6, FREE
    STEP_EL1 "plain, SS 1", plain, 1
    SHOW    "x1 ", x1
    STEP_EL1 "plain, SS 0", plain, 0
    STEP_EL1 "exclusive", exclusive, 1
    STEP_EL1 "calls", calls, 1
    STEP_EL1 "fault", fault, 1
    STEP_EL1 "return", return, 1
    SET     mdscr_el1, 0
    isb
    STEP_EL1 "off", plain, 1
    LINE    "EL2 itself"
    SET     mdscr_el1, (MDSCR_SS | MDSCR_KDE)
    isb
    adr     x26, 1f
    adr     x2, 2f
    msr     tpidr_el2, x2
    msr     daifclr, #8
1:  nop
    mov     x2, #7
    hvc     #DONE
2:  SHOW    "x2 ", x2
    POWER_OFF

plain:
    mov     x1, #1
    add     x1, x1, #2
    b       1f
    nop
1:  cbz     x1, plain
    str     x1, [x6]
    hvc     #DONE

exclusive:
    ldxr    x2, [x6]
    stxr    w3, x2, [x6]
    ldaxrb  w2, [x6]
    clrex
    hvc     #DONE

// EL1 calls itself: the handler is stepped too.
calls:
    svc     #0x11
    nop
    hvc     #DONE

fault:
    brk     #3
    udf     #0
    nop
    hvc     #DONE

// ERET of EL1 to EL1, which is debugged on both sides: SPSR_EL1.SS does not count.
return:
    adr     x2, 1f
    msr     elr_el1, x2
    MOV64   x2, (SPSR_EL1H | (1 << 21))
    msr     spsr_el1, x2
    eret
1:  nop
    hvc     #DONE

    .balign 2048
el1_vectors:
    .org    el1_vectors + 0x200
    mrs     x4, spsr_el1
    mrs     x5, esr_el1
    mrs     x2, elr_el1
    lsr     x5, x5, #26
    cmp     x5, #0x15
    b.eq    1f
    add     x2, x2, #4
    msr     elr_el1, x2
1:  eret
    .org    el1_vectors + 0x800

    .balign 2048
step_vectors:
    .org    step_vectors + 0x200
    b       step
    .org    step_vectors + 0x400
    b       step
    .org    step_vectors + 0x800

// A line for each exception; then on, with one instruction to step.
step:
    mrs     x28, esr_el2
    lsr     w27, w28, #26
    cmp     w27, #0x16
    b.eq    9f
    SAY     "  esr="
    HEX     x28
    mrs     x17, elr_el2
    sub     x17, x17, x26
    cmp     x17, #0x100
    b.hs    1f
    SAY     " +"
    CALL    guest_hex
    b       2f
1:  SAY     " away"
2:  SAY     " ss="
    mrs     x17, spsr_el2
    ubfx    x17, x17, #21, #1
    CALL    guest_hex
    CALL    guest_newline
    mrs     x17, spsr_el2
    orr     x17, x17, #(1 << 21)
    msr     spsr_el2, x17
    cmp     w27, #0x3c                  // BRK: over it
    b.ne    3f
    mrs     x17, elr_el2
    add     x17, x17, #4
    msr     elr_el2, x17
3:  eret
9:  mrs     x29, tpidr_el2
    br      x29
