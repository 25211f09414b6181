// HVC from EL1 to EL2 and back.
#include "common.S"
prepare:
    ret
kernel:
    mov     x21, x19
1:  hvc     #0
    LOOP    1b
    cmp     x20, x21
    cset    x0, eq
    ret
