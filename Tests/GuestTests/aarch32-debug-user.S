// AArch32: a breakpoint of the mismatch kind, which stops everywhere but at its address, as
// debuggers step with it; and PMC 0, which means User, System and Supervisor modes.
//
// ARCH: arm
// Source: Arm ARM DDI 0406C, C3.3.3 "Breakpoint address mismatch", C11.11.1 DBGBCR.
// QEMU: no — it has neither.
//
// EXPECT: mismatch, stopped at 00000004
// EXPECT: mismatch, steps 00000005
// EXPECT: PMC 0 in User mode 00000001
// EXPECT: PMC 0 in Supervisor mode 00000001
// EXPECT: PMC 0 in IRQ mode 00000000

#include "guest32.h"

start:
    ldr     r0, =pl1_vectors
    mcr     p15, 0, r0, c12, c0, 0
    mov     r0, #0
    mcr     p15, 4, r0, c1, c1, 1
    mcr     p15, 4, r0, c1, c1, 3
    mov     r0, #(0x1c0 | MODE_SVC)
    msr     spsr_cxsf, r0
    ldr     r0, =in_svc
    msr     elr_hyp, r0
    eret

in_svc:
    ldr     sp, =svc_stack
    mov     r0, #0
    mcr     p14, 0, r0, c1, c0, 4
    mov     r0, #(1 << 15)
    mcr     p14, 0, r0, c0, c2, 2

    // User mode, mismatch: the handler moves the address on, and so steps.
    ldr     r0, =site
    mcr     p14, 0, r0, c0, c0, 4
    ldr     r0, =0x4001e5
    mcr     p14, 0, r0, c0, c0, 5
    mov     r7, #0
    mov     r8, #0
    bl      user
    PRINT   "mismatch, stopped at", r8
    PRINT   "mismatch, steps", r7

    ldr     r0, =site
    mcr     p14, 0, r0, c0, c0, 4
    ldr     r0, =0x1e1
    mcr     p14, 0, r0, c0, c0, 5
    mov     r7, #0
    bl      user
    PRINT   "PMC 0 in User mode", r7
    ldr     r0, =site
    mcr     p14, 0, r0, c0, c0, 4
    mov     r7, #0
    ldr     lr, =1f
    b       site
1:  PRINT   "PMC 0 in Supervisor mode", r7
    mov     r7, #0
    cps     #MODE_IRQ
    ldr     lr, =2f
    b       site
2:  cps     #MODE_SVC
    PRINT   "PMC 0 in IRQ mode", r7
    FINISH

// Runs `site` in User mode until its SVC. Destroys r0 and r4.
user:
    mov     r4, lr
    mov     r0, #(0x1c0 | MODE_USR)
    msr     spsr_cxsf, r0
    ldr     lr, =site
    movs    pc, lr

site:
    nop
    nop
    mrs     r0, cpsr
    tst     r0, #15
    bxne    lr
    svc     #0

called:
    mov     lr, r4
    bx      lr

// Counts, and keeps the first place. A mismatch goes on with the place it stopped at; anything else
// without the breakpoint.
prefetch:
    sub     lr, lr, #4
    cmp     r7, #0
    ldreq   r1, =site
    subeq   r8, lr, r1
    add     r7, r7, #1
    mrc     p14, 0, r1, c0, c0, 5
    tst     r1, #(1 << 22)
    movne   r1, lr
    moveq   r1, #0
    mcr     p14, 0, r1, c0, c0, 4
    movs    pc, lr
    .ltorg

    .balign 32
pl1_vectors:
    b       .
    b       .
    b       called
    b       prefetch
    b       .
    b       .
    b       .
    b       .

    .bss
    .balign 16
    .space  4096
svc_stack:
    .space  16
