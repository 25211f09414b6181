// WFE without SEV between two CPUs: a store that takes away the other CPU's exclusive reservation
// is an event for it. Linux's queued locks wait like this. The two hand a turn back and forth a
// thousand times, and the turn's write is the only thing that can wake the waiter.
//
// CPUS: 2
// Source: Arm ARM, "Mechanisms for entering a low-power state", "WFE wake-up events": the clearing
// of the global monitor for the PE.
//
// EXPECT: turns of CPU 0 3e8
// EXPECT: turns of CPU 1 3e8

#include "guest.h"

#define TURNS 2000

// Waits until the turn is `mine` (x21), and hands it on.
.macro PLAY
    ADDR    x20, turn
    mov     x22, #0
1:  ldaxr   x5, [x20]
    mov     x6, #TURNS
    cmp     x5, x6
    b.hs    3f
    and     x7, x5, #1
    cmp     x7, x21
    b.eq    2f
    wfe
    b       1b
2:  add     x5, x5, #1
    add     x22, x22, #1
    stlr    x5, [x20]
    b       1b
3:
.endm

GUEST
    MOV64   x0, PSCI_CPU_ON
    mov     x1, #1
    adr     x2, second
    mov     x3, #0
    smc     #0
    mov     x21, #0
    PLAY
    SHOW    "turns of CPU 0 ", x22
    ADDR    x20, result
4:  ldar    x5, [x20]
    cbz     x5, 4b
    SHOW    "turns of CPU 1 ", x5
    POWER_OFF

    SECONDARY second
    mov     x21, #1
    PLAY
    ADDR    x20, result
    stlr    x22, [x20]
5:  wfe
    b       5b

    .bss
    .balign 64
turn:
    .space  64
result:
    .space  64
