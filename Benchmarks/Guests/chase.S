// Pointer chase: dependent loads around a ring of 256 nodes, each in a cache line of its own. They
// fit the first level of any host's caches, so that it is the way to memory that is measured.
#include "common.S"
#define NODES 256
prepare:
    LOAD64  x21, 0x44000000
    mov     x0, #0
    mov     x3, #133
1:  add     x1, x0, x3
    and     x1, x1, #(NODES - 1)
    add     x1, x21, x1, lsl #6
    add     x2, x21, x0, lsl #6
    str     x1, [x2]
    add     x0, x0, #1
    cmp     x0, #NODES
    b.ne    1b
    ret
kernel:
    mov     x0, x21
1:  ldr     x0, [x0]
    ldr     x0, [x0]
    ldr     x0, [x0]
    ldr     x0, [x0]
    ldr     x0, [x0]
    ldr     x0, [x0]
    ldr     x0, [x0]
    ldr     x0, [x0]
    LOOP    1b
    sub     x0, x0, x21
    mov     x1, #(NODES << 6)
    cmp     x0, x1
    cset    x0, lo
    ret
