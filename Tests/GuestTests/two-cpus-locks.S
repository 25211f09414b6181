// Two CPUs count one number up to 20000 each way: under a lock made of LDAXR and STLXR, by LDXR and
// STXR alone, by LDADDAL, by CASAL, and under a lock made of SWPAL.
//
// CPUS: 2
// Source: Arm ARM, "Exclusive access instructions and shareable memory locations"; FEAT_LSE.
//
// EXPECT: lock by exclusives 4e20
// EXPECT: ldaxr, stlxr 4e20
// EXPECT: ldaddal 4e20
// EXPECT: casal 4e20
// EXPECT: lock by swpal 4e20

#include "guest.h"

#define ROUNDS 10000

// x20 = the counters and locks.
.macro COUNT
    ADDR    x20, data
    // A lock by exclusives, with a plain counter beneath it.
    mov     x21, #ROUNDS
    add     x22, x20, #64
1:  ldaxr   w5, [x22]
    cbnz    w5, 1b
    mov     w6, #1
    stxr    w5, w6, [x22]
    cbnz    w5, 1b
    ldr     x7, [x20]
    add     x7, x7, #1
    str     x7, [x20]
    stlr    wzr, [x22]
    subs    x21, x21, #1
    b.ne    1b
    // The counter itself by exclusives.
    mov     x21, #ROUNDS
    add     x22, x20, #128
2:  ldaxr   x5, [x22]
    add     x5, x5, #1
    stlxr   w6, x5, [x22]
    cbnz    w6, 2b
    subs    x21, x21, #1
    b.ne    2b
    // LSE.
    mov     x21, #ROUNDS
    add     x22, x20, #192
    mov     x5, #1
3:  ldaddal x5, x6, [x22]
    subs    x21, x21, #1
    b.ne    3b
    mov     x21, #ROUNDS
    add     x22, x20, #256
4:  ldr     x5, [x22]
5:  mov     x7, x5
    add     x6, x5, #1
    casal   x5, x6, [x22]
    cmp     x5, x7
    b.ne    5b
    subs    x21, x21, #1
    b.ne    4b
    // A lock by SWPAL, with a plain counter beneath it.
    mov     x21, #ROUNDS
    add     x22, x20, #320
    add     x23, x20, #384
6:  mov     w5, #1
    swpal   w5, w6, [x22]
    cbnz    w6, 6b
    ldr     x7, [x23]
    add     x7, x7, #1
    str     x7, [x23]
    stlr    wzr, [x22]
    subs    x21, x21, #1
    b.ne    6b
    // Done.
    add     x22, x20, #448
    mov     x5, #1
    ldaddal x5, x6, [x22]
.endm

GUEST
    MOV64   x0, PSCI_CPU_ON
    mov     x1, #1
    adr     x2, second
    mov     x3, #0
    smc     #0
    COUNT
7:  ldar    x5, [x22]
    cmp     x5, #2
    b.ne    7b
    ldr     x5, [x20]
    SHOW    "lock by exclusives ", x5
    ldr     x5, [x20, #128]
    SHOW    "ldaxr, stlxr ", x5
    ldr     x5, [x20, #192]
    SHOW    "ldaddal ", x5
    ldr     x5, [x20, #256]
    SHOW    "casal ", x5
    ldr     x5, [x20, #384]
    SHOW    "lock by swpal ", x5
    POWER_OFF

    SECONDARY second
    COUNT
8:  wfe
    b       8b

    .bss
    .balign 64
data:
    .space  512
