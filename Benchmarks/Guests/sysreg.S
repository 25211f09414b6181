// System registers: reads and writes of plain ones, the counter, the interrupt mask.
#include "common.S"
prepare:
    ret
kernel:
1:  msr     tpidr_el0, x19
    mrs     x1, tpidr_el0
    mrs     x2, esr_el1
    msr     tpidr_el1, x1
    mrs     x3, cntvct_el0
    msr     daifclr, #2
    msr     daifset, #2
    mrs     x4, currentel
    LOOP    1b
    mrs     x0, tpidr_el1
    cmp     x0, #1
    cset    x0, eq
    ret
