// Indirect calls through a table of four functions.
#include "common.S"
prepare:
    ret
kernel:
    stp     x29, x30, [sp, #-16]!
    adr     x21, table
    mov     x22, #0
1:  and     x0, x19, #3
    ldr     x1, [x21, x0, lsl #3]
    blr     x1
    LOOP    1b
    cbnz    x22, 2f
    mov     x0, #0
    b       3f
2:  mov     x0, #1
3:  ldp     x29, x30, [sp], #16
    ret
f0: add     x22, x22, #1
    ret
f1: add     x22, x22, #2
    ret
f2: eor     x22, x22, #4
    ret
f3: add     x22, x22, x19
    ret
    .balign 8
table: .quad f0, f1, f2, f3
