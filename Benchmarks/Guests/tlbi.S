// TLB maintenance: one page, or everything each 16th time, then a load.
#include "common.S"
prepare:
    ret
kernel:
    LOAD64  x21, SCATTERED_VA
    lsr     x22, x21, #12
1:  tlbi    vae1, x22
    dsb     nsh
    isb
    ldr     x0, [x21]
    tst     x19, #15
    b.ne    2f
    tlbi    vmalle1
    dsb     nsh
    isb
    ldr     x0, [x21]
2:  LOOP    1b
    mov     x0, #1
    ret
