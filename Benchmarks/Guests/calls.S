// Calls and returns: Fibonacci numbers by recursion, fib(16) in each round.
#include "common.S"
prepare:
    ret
kernel:
    stp     x29, x30, [sp, #-16]!
1:  mov     x0, #16
    bl      fib
    mov     x21, x0
    LOOP    1b
    cmp     x21, #987
    cset    x0, eq
    ldp     x29, x30, [sp], #16
    ret
fib:
    cmp     x0, #2
    b.lo    2f
    stp     x29, x30, [sp, #-32]!
    str     x0, [sp, #16]
    sub     x0, x0, #1
    bl      fib
    ldr     x1, [sp, #16]
    str     x0, [sp, #24]
    sub     x0, x1, #2
    bl      fib
    ldr     x1, [sp, #24]
    add     x0, x0, x1
    ldp     x29, x30, [sp], #32
2:  ret
