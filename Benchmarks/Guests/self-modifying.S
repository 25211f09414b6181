// Self-modifying code: one instruction rewritten, made visible, executed.
#include "common.S"
prepare:
    ret
kernel:
    stp     x29, x30, [sp, #-16]!
    adr     x21, patched
    LOAD64  x22, 0xd2800000
    mov     x23, #0
    mov     x24, #0
1:  and     x0, x19, #0xff
    orr     x0, x22, x0, lsl #5
    str     w0, [x21]
    dc      cvau, x21
    dsb     ish
    ic      ivau, x21
    dsb     ish
    isb
    bl      patched
    add     x23, x23, x0
    and     x0, x19, #0xff
    add     x24, x24, x0
    LOOP    1b
    cmp     x23, x24
    cset    x0, eq
    ldp     x29, x30, [sp], #16
    ret
    .balign 64
patched:
    mov     x0, #0
    ret
