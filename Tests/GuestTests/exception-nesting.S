// Exceptions within exceptions: the state of each level is saved and
// restored by the next, EL0 to EL1 to EL2 and back.
//
// Source: Arm ARM, AArch64.TakeException; AArch64.ExceptionReturn.
//
// EXPECT: EL2+400 esr=5a000033 elr=away spsr=800003c5
// EXPECT: visits 4
// EXPECT: EL1 found SPSR a0000040
// EXPECT: EL0 came back with NZCV a0000000

#define RECORD_SPSR
#include "guest.h"

GUEST
    ADDR    x5, vectors1
    msr     vbar_el1, x5
    mov     x19, #0
    AT_EL0  level0, 0xa0000040
    SHOW    "visits ", x19
    SHOW    "EL1 found SPSR ", x20
    SHOW    "EL0 came back with NZCV ", x21
    ADDR    x5, recorder_vectors_el1
    msr     vbar_el1, x5
    POWER_OFF

    .balign 2048
vectors1:
    .org    vectors1 + 0x400
    add     x19, x19, #1
    mov     w22, #DONE
    mrs     x5, esr_el1
    and     x5, x5, #0xffff
    cmp     x5, x22
    b.eq    1f
    mrs     x20, spsr_el1
    mov     x6, #SPSR_SHOWN & 0xffff
    movk    x6, #(SPSR_SHOWN >> 16), lsl #16
    and     x20, x20, x6
    hvc     #0x33
    add     x19, x19, #1
    eret
1:  hvc     #DONE
    .org    vectors1 + 0x800

    .section .user, "ax"
level0:
    svc     #0x22
    mrs     x21, nzcv
    add     x19, x19, #1
    svc     #DONE
