// FEAT_LSE: every operation in every size on values that show sign, carry and neighbours; SWP, CAS
// and CASP in success and failure; XZR as source and destination.
//
// Source: Arm ARM, MemAtomic; LDADD and its kind; CAS, CASP.
//
// EXPECT: ldaddb 81 80ff7f0180ff7f80
// EXPECT: ldaddh 7f81 80ff7f0180ff0080
// EXPECT: ldadd 80ff7f81 80ff7f0100010080
// EXPECT: ldadd 80ff7f0180ff7f81 1000100010080
// EXPECT: ldclrb 81 80ff7f0180ff7f00
// EXPECT: ldclrh 7f81 80ff7f0180ff7f00
// EXPECT: ldclr 80ff7f81 80ff7f0180fe7f00
// EXPECT: ldclr 80ff7f0180ff7f81 80fe7f0080fe7f00
// EXPECT: ldeorb 81 80ff7f0180ff7f7e
// EXPECT: ldeorh 7f81 80ff7f0180ffff7e
// EXPECT: ldeor 80ff7f81 80ff7f01fffeff7e
// EXPECT: ldeor 80ff7f0180ff7f81 fffefffefffeff7e
// EXPECT: ldsetb 81 80ff7f0180ff7fff
// EXPECT: ldseth 7f81 80ff7f0180ffffff
// EXPECT: ldset 80ff7f81 80ff7f01ffffffff
// EXPECT: ldset 80ff7f0180ff7f81 ffffffffffffffff
// EXPECT: ldsmaxb 81 80ff7f0180ff7fff
// EXPECT: ldsmaxh 7f81 80ff7f0180ff7f81
// EXPECT: ldsmax 80ff7f81 80ff7f017f0180ff
// EXPECT: ldsmax 80ff7f0180ff7f81 7f0180ff7f0180ff
// EXPECT: ldsminb 81 80ff7f0180ff7f81
// EXPECT: ldsminh 7f81 80ff7f0180ff80ff
// EXPECT: ldsmin 80ff7f81 80ff7f0180ff7f81
// EXPECT: ldsmin 80ff7f0180ff7f81 80ff7f0180ff7f81
// EXPECT: ldumaxb 81 80ff7f0180ff7fff
// EXPECT: ldumaxh 7f81 80ff7f0180ff80ff
// EXPECT: ldumax 80ff7f81 80ff7f0180ff7f81
// EXPECT: ldumax 80ff7f0180ff7f81 80ff7f0180ff7f81
// EXPECT: lduminb 81 80ff7f0180ff7f81
// EXPECT: lduminh 7f81 80ff7f0180ff7f81
// EXPECT: ldumin 80ff7f81 80ff7f017f0180ff
// EXPECT: ldumin 80ff7f0180ff7f81 7f0180ff7f0180ff
// EXPECT: swpb 81 80ff7f0180ff7fff
// EXPECT: swph 7f81 80ff7f0180ff80ff
// EXPECT: swp 80ff7f81 80ff7f017f0180ff
// EXPECT: swp 80ff7f0180ff7f81 7f0180ff7f0180ff
// EXPECT: the other way
// EXPECT: ldaddb ff 7f0180ff7f018080
// EXPECT: ldaddh 80ff 7f0180ff7f010080
// EXPECT: ldadd 7f0180ff 7f0180ff00010080
// EXPECT: ldadd 7f0180ff7f0180ff 1000100010080
// EXPECT: ldclrb ff 7f0180ff7f01807e
// EXPECT: ldclrh 80ff 7f0180ff7f01807e
// EXPECT: ldclr 7f0180ff 7f0180ff7f00807e
// EXPECT: ldclr 7f0180ff7f0180ff 7f0080fe7f00807e
// EXPECT: ldeorb ff 7f0180ff7f01807e
// EXPECT: ldeorh 80ff 7f0180ff7f01ff7e
// EXPECT: ldeor 7f0180ff 7f0180fffffeff7e
// EXPECT: ldeor 7f0180ff7f0180ff fffefffefffeff7e
// EXPECT: ldsetb ff 7f0180ff7f0180ff
// EXPECT: ldseth 80ff 7f0180ff7f01ffff
// EXPECT: ldset 7f0180ff 7f0180ffffffffff
// EXPECT: ldset 7f0180ff7f0180ff ffffffffffffffff
// EXPECT: ldsmaxb ff 7f0180ff7f0180ff
// EXPECT: ldsmaxh 80ff 7f0180ff7f017f81
// EXPECT: ldsmax 7f0180ff 7f0180ff7f0180ff
// EXPECT: ldsmax 7f0180ff7f0180ff 7f0180ff7f0180ff
// EXPECT: ldsminb ff 7f0180ff7f018081
// EXPECT: ldsminh 80ff 7f0180ff7f0180ff
// EXPECT: ldsmin 7f0180ff 7f0180ff80ff7f81
// EXPECT: ldsmin 7f0180ff7f0180ff 80ff7f0180ff7f81
// EXPECT: ldumaxb ff 7f0180ff7f0180ff
// EXPECT: ldumaxh 80ff 7f0180ff7f0180ff
// EXPECT: ldumax 7f0180ff 7f0180ff80ff7f81
// EXPECT: ldumax 7f0180ff7f0180ff 80ff7f0180ff7f81
// EXPECT: lduminb ff 7f0180ff7f018081
// EXPECT: lduminh 80ff 7f0180ff7f017f81
// EXPECT: ldumin 7f0180ff 7f0180ff7f0180ff
// EXPECT: ldumin 7f0180ff7f0180ff 7f0180ff7f0180ff
// EXPECT: swpb ff 7f0180ff7f018081
// EXPECT: swph 80ff 7f0180ff7f017f81
// EXPECT: swp 7f0180ff 7f0180ff80ff7f81
// EXPECT: swp 7f0180ff7f0180ff 80ff7f0180ff7f81
// EXPECT: acquire and release forms
// EXPECT: ldaddal 7f0180ff7f0180ff 1000100010080
// EXPECT: ldaddlb ff 7f0180ff7f018080
// EXPECT: ldclra 7f0180ff7f0180ff 7f0080fe7f00807e
// EXPECT: swpalh 80ff 7f0180ff7f017f81
// EXPECT: stadd 1000100010080
// EXPECT: ldadd xzr 1000100010080
// EXPECT: swp xzr 0
// EXPECT: cas
// EXPECT: casb equal ff
// EXPECT:   7f0180ff7f018081
// EXPECT: cash different 8081
// EXPECT:   7f0180ff7f018081
// EXPECT: cas w equal 7f018081
// EXPECT:   7f0180ff80ff7f81
// EXPECT: casal different 7f0180ff80ff7f81
// EXPECT: casp
// EXPECT: equal 1
// EXPECT:   2
// EXPECT:   memory 3
// EXPECT:   memory 4
// EXPECT: different 3
// EXPECT:   4
// EXPECT: words 3
// EXPECT:   0

#include "guest.h"

// Memory holds x7, the operand is x8; prints the value loaded and the memory after.
.macro OP name, suffix, source, dest
    str     x7, [x6]
    mov     x5, #-1
    \name\()\suffix \source, \dest, [x6]
    SAY     "\name\suffix "
    HEX     x5
    ldr     x5, [x6]
    SHOW    " ", x5
.endm

.macro SIZES name
    OP      \name, b, w8, w5
    OP      \name, h, w8, w5
    OP      \name, , w8, w5
    OP      \name, , x8, x5
.endm

.macro ALL
    SIZES   ldadd
    SIZES   ldclr
    SIZES   ldeor
    SIZES   ldset
    SIZES   ldsmax
    SIZES   ldsmin
    SIZES   ldumax
    SIZES   ldumin
    SIZES   swp
.endm

GUEST
    MOV64   x6, FREE
    MOV64   x7, 0x80ff7f0180ff7f81
    MOV64   x8, 0x7f0180ff7f0180ff
    ALL
    LINE    "the other way"
    mov     x9, x7
    mov     x7, x8
    mov     x8, x9
    ALL
    LINE    "acquire and release forms"
    OP      ldadda, l, x8, x5
    OP      ldaddl, b, w8, w5
    OP      ldclra, , x8, x5
    OP      swpal, h, w8, w5
    str     x7, [x6]
    stadd   x8, [x6]
    ldr     x5, [x6]
    SHOW    "stadd ", x5
    ldadd   xzr, x5, [x6]
    SHOW    "ldadd xzr ", x5
    swp     xzr, xzr, [x6]
    ldr     x5, [x6]
    SHOW    "swp xzr ", x5
    LINE    "cas"
    str     x7, [x6]
    mov     x5, x7
    casb    w5, w8, [x6]
    SHOW    "casb equal ", x5
    ldr     x5, [x6]
    SHOW    "  ", x5
    mov     x5, #0
    cash    w5, w8, [x6]
    SHOW    "cash different ", x5
    ldr     x5, [x6]
    SHOW    "  ", x5
    // Only the low 32 bits are compared, and the result is zero-extended.
    ldr     x5, [x6]
    movk    x5, #0x1234, lsl #48
    cas     w5, w8, [x6]
    SHOW    "cas w equal ", x5
    ldr     x5, [x6]
    SHOW    "  ", x5
    mov     x5, #5
    casal   x5, x8, [x6]
    SHOW    "casal different ", x5
    LINE    "casp"
    mov     x10, #1
    mov     x11, #2
    stp     x10, x11, [x6]
    mov     x2, #1
    mov     x3, #2
    mov     x4, #3
    mov     x5, #4
    casp    x2, x3, x4, x5, [x6]
    SHOW    "equal ", x2
    SHOW    "  ", x3
    ldp     x10, x11, [x6]
    SHOW    "  memory ", x10
    SHOW    "  memory ", x11
    mov     x3, #9
    caspal  x2, x3, x4, x5, [x6]
    SHOW    "different ", x2
    SHOW    "  ", x3
    caspa   w2, w3, w4, w5, [x6]
    SHOW    "words ", x2
    SHOW    "  ", x3
    POWER_OFF
