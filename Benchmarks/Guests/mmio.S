// Device registers: the console's flag register.
#include "common.S"
prepare:
    ret
kernel:
    LOAD64  x21, PL011
1:  ldr     w0, [x21, #0x18]
    ldr     w0, [x21, #0x18]
    ldr     w0, [x21, #0x18]
    ldr     w0, [x21, #0x18]
    LOOP    1b
    mov     x0, #1
    ret
