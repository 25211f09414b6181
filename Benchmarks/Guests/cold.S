// Cold code: ROUNDS blocks of sixteen instructions, each executed once.
#include "common.S"
prepare:
    ret
kernel:
    mov     x0, #0
    .rept   ROUNDS
    add     x0, x0, #1
    eor     x1, x0, x20
    add     x2, x1, x0
    lsl     x3, x2, #3
    sub     x4, x3, x0
    and     x5, x4, x3
    orr     x6, x5, x0
    add     x7, x6, #5
    cmp     x7, x6
    csel    x8, x7, x6, hi
    str     x8, [sp, #-32]
    ldr     x9, [sp, #-32]
    add     x10, x9, x8
    mov     x11, x10
    add     x12, x11, #1
    cbz     x0, failed
    .endr
    LOAD64  x1, ROUNDS
    cmp     x0, x1
    cset    x0, eq
    ret
