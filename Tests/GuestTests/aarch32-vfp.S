// AArch32: who may use VFP and Advanced SIMD (CPACR, FPEXC, HCPTR), their registers, and what
// FPSCR decides.
//
// ARCH: arm
// Source: Arm ARM DDI 0406C, B1.11, B1.14.8; Cortex-A15 MPCore Floating-Point Unit TRM.
//
// EXPECT: without CPACR undefined 00000001
// EXPECT: without FPEXC.EN undefined 00000001
// EXPECT: FPEXC 00000000
// EXPECT: FPSID 410430f0
// EXPECT: MVFR0 10110222
// EXPECT: MVFR1 11111111
// EXPECT: FPEXC 40000000
// EXPECT: fixed point to nearest 4b800000
// EXPECT: sum to zero 4b7fffff
// EXPECT: FPSCR 00c00010
// EXPECT: lanes to nearest 4b800000
// EXPECT: denormal by VFP 00000001
// EXPECT: denormal by lanes 00000000
// EXPECT: flags of unordered 30000000
// EXPECT: in T32 00000007
// EXPECT: trap HSR 1fe0000a
// EXPECT: trapped once 00000001

#include "guest32.h"
    .fpu    neon-vfpv4

start:
    ldr     r0, =hyp_vectors
    mcr     p15, 4, r0, c12, c0, 0
    ldr     r0, =pl1_vectors
    mcr     p15, 0, r0, c12, c0, 0
    mov     r0, #0
    mcr     p15, 4, r0, c1, c1, 0
    // HCPTR: no trap of coprocessors 10 and 11.
    ldr     r0, =0x33ff
    mcr     p15, 4, r0, c1, c1, 2
    mov     r0, #(0x1c0 | MODE_SVC)
    msr     spsr_cxsf, r0
    ldr     r0, =in_svc
    msr     elr_hyp, r0
    eret

in_svc:
    ldr     sp, =svc_stack
    mov     r0, #0
    mcr     p15, 0, r0, c1, c0, 2
    isb
    mov     r8, #0
    vmov    s0, r0
    PRINT   "without CPACR undefined", r8
    mov     r0, #(0xf << 20)
    mcr     p15, 0, r0, c1, c0, 2
    isb
    mov     r0, #0
    vmsr    fpexc, r0
    mov     r8, #0
    vmov    s0, r0
    PRINT   "without FPEXC.EN undefined", r8
    vmrs    r4, fpexc
    PRINT   "FPEXC", r4
    vmrs    r4, fpsid
    PRINT   "FPSID", r4
    vmrs    r4, mvfr0
    PRINT   "MVFR0", r4
    vmrs    r4, mvfr1
    PRINT   "MVFR1", r4
    mov     r0, #(1 << 30)
    vmsr    fpexc, r0
    vmrs    r4, fpexc
    PRINT   "FPEXC", r4

    // Round towards zero: 2^24 - 1/2 has one bit too many.
    mov     r0, #(3 << 22)
    vmsr    fpscr, r0
    ldr     r0, =0x1ffffff
    vmov    s0, r0
    vcvt.f32.s32 s0, s0, #1
    vmov    r4, s0
    PRINT   "fixed point to nearest", r4
    ldr     r0, =0x4b7fffff         // 2^24 - 1
    vmov    s0, r0
    vmov.f32 s1, #0.5
    vadd.f32 s2, s0, s1
    vmov    r4, s2
    PRINT   "sum to zero", r4
    vmrs    r4, fpscr
    PRINT   "FPSCR", r4
    vmov.f32 d3, #0.5
    vdup.32 d2, d0[0]
    vadd.f32 d1, d2, d3
    vmov    r4, s2
    PRINT   "lanes to nearest", r4

    // The least denormal, doubled and halved: lanes flush.
    mov     r0, #0
    vmsr    fpscr, r0
    mov     r0, #1
    vmov    s0, r0
    vmov    s1, r0
    vmov.f32 d1, #1.0
    vmul.f32 s4, s0, s2
    vmov    r4, s4
    PRINT   "denormal by VFP", r4
    vmul.f32 d2, d0, d1
    vmov    r4, s4
    PRINT   "denormal by lanes", r4

    ldr     r0, =0x7fc00000
    vmov    s0, r0
    vcmp.f32 s0, s2
    vmrs    APSR_nzcv, fpscr
    mrs     r4, cpsr
    and     r4, r4, #0xf0000000
    PRINT   "flags of unordered", r4
    blx     thumb_part
    PRINT   "in T32", r4

    // HCPTR.TCP10 and TCP11.
    mov     r8, #0
    hvc     #1
    vmov    s0, r0
    PRINT   "trap HSR", r9
    PRINT   "trapped once", r8
    FINISH

    .thumb
    .balign 4
    .thumb_func
thumb_part:
    push    {r5, lr}
    vmov.i32 q8, #3
    vmov.i32 q9, #4
    vadd.i32 q8, q8, q9
    vmov.32 r4, d17[1]
    pop     {r5, pc}
    .arm

// HVC sets the traps; any other trap clears them and tries again, with HSR in r9.
    .balign 32
hyp_vectors:
    b       .
    b       .
    b       .
    b       .
    b       .
    b       hyp_trap
    b       .
    b       .
hyp_trap:
    mrc     p15, 4, r9, c5, c2, 0
    lsr     r12, r9, #26
    cmp     r12, #0x12
    ldr     r12, =0x33ff
    orreq   r12, r12, #0xc00
    addne   r8, r8, #1
    mcr     p15, 4, r12, c1, c1, 2
    eret
    .ltorg

    .balign 32
pl1_vectors:
    b       .
    b       pl1_undefined
    b       .
    b       .
    b       .
    b       .
    b       .
    b       .
pl1_undefined:
    add     r8, r8, #1
    movs    pc, lr

    .bss
    .balign 8
    .space  4096
svc_stack:
    .space  64
