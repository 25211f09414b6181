// Software step of EL1 by itself, over instructions that leave the processor for a moment: a power
// call, WFE, YIELD, ISB.
//
// EL: 1
// Source: Arm ARM, "Software Step exceptions"; SSAdvance.
//
// EXPECT: esr=ce000022 +0
// EXPECT: esr=cf000022 +4
// EXPECT: esr=ce000022 +8
// EXPECT: esr=cf000022 +c
// EXPECT: esr=cf000022 +10
// EXPECT: esr=cf000022 +14
// EXPECT: esr=cf000062 +18
// EXPECT: esr=cf000022 +1c
// EXPECT: version 10001

#define ENTRY_EL1
#define CALLER_EL 1
#include "guest.h"
#include "debug.h"

GUEST
    DEBUG_OFF
    ADDR    x16, step_vectors
    msr     vbar_el1, x16
    MOV64   x6, FREE
    MOV64   x0, PSCI_VERSION
    SET     mdscr_el1, (MDSCR_SS | MDSCR_KDE)
    isb
    adr     x26, 1f
    sev
    msr     daifclr, #8
1:  nop
    hvc     #0
    wfe
    yield
    isb
    ldxr    x1, [x6]
    msr     daifset, #7
    svc     #1

end:
    SHOW    "version ", x0
    POWER_OFF

    .balign 2048
step_vectors:
    .org    step_vectors + 0x200
    mrs     x28, esr_el1
    lsr     w27, w28, #26
    cmp     w27, #0x15
    b.eq    end
    SAY     "esr="
    HEX     x28
    mrs     x17, elr_el1
    sub     x17, x17, x26
    SAY     " +"
    CALL    guest_hex
    CALL    guest_newline
    mrs     x17, spsr_el1
    orr     x17, x17, #(1 << 21)
    msr     spsr_el1, x17
    eret
    .org    step_vectors + 0x800
