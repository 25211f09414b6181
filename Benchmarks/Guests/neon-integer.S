// NEON integer: sums, products, logic, shifts, on 32-bit and 8-bit lanes.
#include "common.S"
prepare:
    ret
kernel:
    movi    v0.4s, #1
    movi    v1.16b, #3
    movi    v2.4s, #7
1:  add     v3.4s, v0.4s, v2.4s
    mul     v4.4s, v3.4s, v2.4s
    eor     v5.16b, v4.16b, v1.16b
    shl     v6.4s, v5.4s, #3
    ushr    v7.4s, v5.4s, #5
    orr     v0.16b, v6.16b, v7.16b
    add     v1.16b, v1.16b, v5.16b
    cmgt    v3.4s, v0.4s, v2.4s
    and     v2.16b, v2.16b, v3.16b
    sub     v2.4s, v2.4s, v3.4s
    LOOP    1b
    mov     x0, v0.d[0]
    mov     x0, #1
    ret
