// TLB misses: one load from each of 8192 pages in turn.
#include "common.S"
prepare:
    ret
kernel:
1:  LOAD64  x21, SCATTERED_VA
    mov     x2, #SCATTERED_PAGES
2:  ldr     x0, [x21]
    add     x21, x21, #4096
    subs    x2, x2, #1
    b.ne    2b
    LOOP    1b
    mov     x0, #1
    ret
