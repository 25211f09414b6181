// Integer mix: arithmetic, flags, loads and stores over 64 pages, a branch that is hard to guess,
// and a call, under 2 MiB mappings.
#include "common.S"
#ifndef TABLE
#define TABLE 0x44000000
#endif
prepare:
    LOAD64  x21, TABLE
    mov     x0, #0
1:  str     xzr, [x21, x0]
    add     x0, x0, #8
    cmp     x0, #(64 << 12)
    b.ne    1b
    ret
kernel:
    stp     x29, x30, [sp, #-16]!
    LOAD64  x22, 0x9e3779b97f4a7c15
    LOAD64  x23, 0xd1342543de82ef95
    LOAD64  x24, ((64 << 12) - 8)
1:  eor     x22, x22, x22, lsl #13
    eor     x22, x22, x22, lsr #7
    eor     x22, x22, x22, lsl #17
    and     x0, x22, x24
    ldr     x1, [x21, x0]
    madd    x1, x1, x23, x22
    ror     x1, x1, #11
    str     x1, [x21, x0]
    tbz     x22, #41, 2f
    add     x20, x20, x1
    b       3f
2:  sub     x20, x20, x1, lsr #3
3:  bl      mix
    cmp     x20, x1
    csel    x2, x20, x1, hi
    adds    w3, w1, w22
    adc     w3, w3, w2
    umulh   x4, x2, x23
    add     x20, x20, x3
    eor     x20, x20, x4
    ldp     x5, x6, [x21]
    ldr     w7, [x21, #24]
    add     x5, x5, x6
    add     x20, x20, x5, lsr #60
    LOOP    1b
    // Words below 2^63 as often as above, about: any at all is enough.
    mov     x0, #1
    cbz     x20, 4f
    b       5f
4:  mov     x0, #0
5:  ldp     x29, x30, [sp], #16
    ret
mix:
    ubfx    x5, x20, #20, #24
    bfi     x20, x5, #3, #9
    rev     x5, x20
    eor     x20, x5, x20, ror #29
    ret
