// NEON floating point: four single-precision lanes.
#include "common.S"
prepare:
    ret
kernel:
    fmov    v0.4s, #1.0
    fmov    v1.4s, #1.5
    fmov    v2.4s, #0.5
    fmov    v3.4s, #0.25
1:  fmul    v4.4s, v0.4s, v3.4s
    fadd    v5.4s, v4.4s, v2.4s
    fmla    v5.4s, v1.4s, v3.4s
    fsub    v0.4s, v5.4s, v3.4s
    fmul    v6.4s, v0.4s, v2.4s
    fadd    v0.4s, v6.4s, v3.4s
    fmax    v7.4s, v0.4s, v6.4s
    fmul    v0.4s, v7.4s, v2.4s
    LOOP    1b
    fcmp    s0, s1
    cset    x0, ls
    ret
