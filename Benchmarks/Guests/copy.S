// Memory copy: 4 KiB by LDP and STP in each round.
#include "common.S"
prepare:
    LOAD64  x21, 0x44000000
    LOAD64  x22, 0x44100000
    mov     x0, #0
1:  str     x0, [x21, x0]
    add     x0, x0, #8
    cmp     x0, #4096
    b.ne    1b
    ret
kernel:
1:  mov     x0, x21
    mov     x1, x22
    mov     x2, #64
2:  ldp     x3, x4, [x0]
    ldp     x5, x6, [x0, #16]
    ldp     x7, x8, [x0, #32]
    ldp     x9, x10, [x0, #48]
    stp     x3, x4, [x1]
    stp     x5, x6, [x1, #16]
    stp     x7, x8, [x1, #32]
    stp     x9, x10, [x1, #48]
    add     x0, x0, #64
    add     x1, x1, #64
    subs    x2, x2, #1
    b.ne    2b
    LOOP    1b
    ldr     x0, [x22, #4088]
    cmp     x0, #4088
    cset    x0, eq
    ret
