// Exception entry from every Exception level and stack pointer selection: vector offset, SPSR_ELx,
// and the state in which the handler finds itself.
//
// Source: Arm ARM, "Exception vectors"; AArch64.TakeException.
//
// EXPECT: EL2h: EL2+200 esr=f2000000 elr=+0 spsr=600003c9
// EXPECT: EL2t: EL2+0 esr=f2000000 elr=+0 spsr=600003c8
// EXPECT: EL2h, DAIF 0, NZCV 9: EL2+200 esr=f2000000 elr=+0 spsr=90000009
// EXPECT: EL1h, D and I: EL1+200 esr=f2000000 elr=+0 spsr=285
// EXPECT: EL1t, A and F: EL1+0 esr=f2000000 elr=+0 spsr=144
// EXPECT: EL0t, none: EL1+400 esr=f2000000 elr=+0 spsr=60000000
// EXPECT: EL1t to EL2: EL2+400 esr=5a000077 elr=+4 spsr=4
// EXPECT:   CurrentEL 8
// EXPECT:   SPSel 1
// EXPECT:   DAIF 3c0
// EXPECT:   SPSR 60000008
// EXPECT: end

#define RECORD_SPSR
#include "guest.h"

// Prints CurrentEL, SPSel and DAIF as the handler found them, then goes back to x19.
.macro SHOW_STATE el
    mrs     x10, CurrentEL
    mrs     x11, SPSel
    mrs     x12, daif
    SHOW    "  CurrentEL ", x10
    SHOW    "  SPSel ", x11
    SHOW    "  DAIF ", x12
    mrs     x10, spsr_el\el
    MOV64   x11, SPSR_SHOWN
    and     x10, x10, x11
    SHOW    "  SPSR ", x10
.endm

GUEST
    TRY     "EL2h", brk #0
    msr     spsel, #0
    TRY     "EL2t", brk #0
    msr     spsel, #1
    // Conditions and masks that are set come back in SPSR.
    msr     daifclr, #0xf
    SAY     "EL2h, DAIF 0, NZCV 9: "
    adr     x26, 1f
    MOV64   x10, 0x90000000
    msr     nzcv, x10
1:  brk     #0
    msr     daifset, #0xf

    SAY     "EL1h, D and I: "
    ADDR    x26, break_el1
    AT_EL1  break_el1, (SPSR_EL1H & ~0x140)
    SAY     "EL1t, A and F: "
    ADDR    x26, break_el1
    AT_EL1  break_el1, (SPSR_EL1T & ~0x280)
    SAY     "EL0t, none: "
    ADDR    x26, break_el0
    AT_EL0  break_el0, (0x60000000)
    SAY     "EL1t to EL2: "
    ADDR    x26, call_el1
    AT_EL1  call_el1, (SPSR_EL1T & ~0x3c0)

    // The handler's own state, with a table that shows it.
    ADDR    x10, showing_vectors
    msr     vbar_el2, x10
    msr     daifclr, #0xf
    msr     spsel, #0
    adr     x19, 2f
    hvc     #1
2:  LINE    "end"
    POWER_OFF

break_el1:
    brk     #0
    hvc     #DONE
call_el1:
    hvc     #0x77
    hvc     #DONE

    .section .user, "ax"
break_el0:
    brk     #0
    svc     #DONE

    .text
    .balign 2048
showing_vectors:
    SHOW_STATE 2
    br      x19
