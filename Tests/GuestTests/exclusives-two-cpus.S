// A store by another CPU to a location marked by LDXR makes the STXR fail: plain, exclusive and
// atomic stores. CPU 1 stores when it is told to, between the LDXR and the STXR of CPU 0.
//
// CPUS: 2
// Source: Arm ARM, "Changes to the global monitor state".
//
// EXPECT: str: store failed
// EXPECT:   memory 101
// EXPECT: strb: store failed
// EXPECT:   memory 102
// EXPECT: stxr: store failed
// EXPECT:   memory 103
// EXPECT: ldadd: store failed
// EXPECT:   memory 207
// EXPECT: stp: store failed
// EXPECT:   memory 105

#include "guest.h"

// Marks x20, has CPU 1 do `number`, and tries to store.
.macro MARK text, number
    ldxr    x5, [x20]
    mov     x7, #\number
    stlr    x7, [x22]
    sev
.Lw\@:
    ldar    x7, [x22]
    cbnz    x7, .Lw\@
    mov     x7, #0x99
    stxr    w8, x7, [x20]
    cbz     w8, .Lbad\@
    LINE    "\text: store failed"
    b       .Lend\@
.Lbad\@:
    LINE    "\text: store went through"
.Lend\@:
    ldr     x5, [x20]
    SHOW    "  memory ", x5
.endm

GUEST
    ADDR    x20, marked
    ADDR    x22, command
    MOV64   x0, PSCI_CPU_ON
    mov     x1, #1
    adr     x2, second
    mov     x3, #0
    smc     #0
    MARK    "str", 1
    MARK    "strb", 2
    MARK    "stxr", 3
    MARK    "ldadd", 4
    MARK    "stp", 5
    POWER_OFF

    SECONDARY second
    ADDR    x20, marked
    ADDR    x22, command
    mov     x10, #0x100
1:  ldar    x5, [x22]
    cbz     x5, 1b
    add     x10, x10, #1
    cmp     x5, #1
    b.ne    2f
    str     x10, [x20]
2:  cmp     x5, #2
    b.ne    3f
    strb    w10, [x20]
3:  cmp     x5, #3
    b.ne    4f
    ldxr    x6, [x20]
    stxr    w7, x10, [x20]
    cbnz    w7, 3b
4:  cmp     x5, #4
    b.ne    5f
    ldadd   x10, x6, [x20]
5:  cmp     x5, #5
    b.ne    6f
    stp     x10, x10, [x20]
6:  stlr    xzr, [x22]
    b       1b

    .bss
    .balign 64
marked:
    .space  64
command:
    .space  64
