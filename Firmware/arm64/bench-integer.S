// bench-integer: a fixed amount of integer work of every common kind, about
// fifty million instructions, with a checksum at the end.
//
// Register contract
//   Entry      offset 0, EL1h or EL2h, MMU off, DAIF masked; no register but PC
//              is used. The image stays at that level.
//   Work       x19 = random state, x20 = checksum, x21 = table, x22 = rounds left.
//   Exit       probe EXIT with 0, or 1 if the checksum is wrong; else PSCI
//              SYSTEM_OFF by SMC.

#define IMAGE                   "bench-integer"
#define ROUNDS                  1960000
#define TABLE_WORDS             512
#define SEED                    0x9e3779b97f4a7c15
#define MULTIPLIER              0xd1342543de82ef95
#define CHECKSUM                0x22453c1b31af48f7

#include "macros.h"

    IMAGE_HEAD "latest", "bench-integer: fifty million integer instructions"

#include "console.S"
#include "check.S"
#include "boot.S"

    .text

// start: clear memory, work, judge.
// Entry:     EL1h or EL2h, MMU off, masked. Next: finish at the same level.
ROUTINE start
    bl      boot_prepare
    adr     x0, stack_top
    mov     sp, x0
    STAGE   1, "working"
    bl      work
    CHECK   WHAT_CHECKSUM, x20, CHECKSUM
    STAGE   2, "done"
    b       finish
END_ROUTINE start

// work: ROUNDS rounds of 25 or 26 instructions.
// Entry:     a stack; the table clear.
// Out:       x20 = checksum.
// Destroyed: x0-x6, x19-x23, NZCV. Returns to x30.
ROUTINE work
    str     x30, [sp, #-16]!
    LOAD64  x19, SEED
    movz    x20, #0
    adr     x21, table
    LOAD64  x22, ROUNDS
    LOAD64  x23, MULTIPLIER
1:  // Next random word: three shifted exclusive-ors.
    eor     x19, x19, x19, lsl #13
    eor     x19, x19, x19, lsr #7
    eor     x19, x19, x19, lsl #17
    // Read, change and write one word of the table.
    and     x0, x19, #((TABLE_WORDS - 1) * 8)
    ldr     x1, [x21, x0]
    madd    x1, x1, x23, x19
    ror     x1, x1, #11
    str     x1, [x21, x0]
    // A branch that is hard to guess.
    tbz     x19, #41, 2f
    add     x20, x20, x1
    b       3f
2:  sub     x20, x20, x1, lsr #3
3:  bl      mix
    // Flags, selection and 32-bit arithmetic.
    cmp     x20, x1
    csel    x2, x20, x1, hi
    adds    w3, w1, w19
    adc     w3, w3, w2
    umulh   x4, x2, x23
    add     x20, x20, x3
    eor     x20, x20, x4
    subs    x22, x22, #1
    b.ne    1b
    ldr     x30, [sp], #16
    ret
END_ROUTINE work

// mix: a short leaf, for the sake of call and return.
// In and out: x20. Destroyed: x5. Returns to x30.
ROUTINE mix
    ubfx    x5, x20, #20, #24
    bfi     x20, x5, #3, #9
    rev     x5, x20
    eor     x20, x5, x20, ror #29
    ret
END_ROUTINE mix

    .bss
    .balign 16
table:          .space TABLE_WORDS * 8
                .space 512
stack_top:
