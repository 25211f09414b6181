// Scalar floating point: products, sums, a quotient, a comparison, in double precision.
#include "common.S"
prepare:
    ret
kernel:
    fmov    d0, #1.0
    fmov    d1, #1.5
    fmov    d2, #0.5
    fmov    d3, #2.0
    scvtf   d4, x19
1:  fmul    d5, d0, d1
    fadd    d5, d5, d2
    fmul    d6, d5, d2
    fsub    d0, d6, d2
    fmadd   d7, d0, d1, d2
    fdiv    d7, d7, d3
    fcmp    d7, d3
    fcsel   d0, d2, d7, gt
    fadd    d0, d0, d2
    LOOP    1b
    fcmp    d0, d4
    cset    x0, ls
    ret
