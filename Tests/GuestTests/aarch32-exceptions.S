// AArch32: exceptions into the modes of PL1 and into Hyp mode, what they leave in CPSR, SPSR, LR
// and HSR, and banked registers seen from elsewhere.
//
// ARCH: arm
// Source: Arm ARM DDI 0406C, B1.8, B1.9.
//
// EXPECT: entry mode 000001da
// EXPECT: hvc HSR 4a001234
// EXPECT: hvc SPSR_hyp mode 00000013
// EXPECT: hvc LR offset 00000004
// EXPECT: svc SPSR 000001d3
// EXPECT: svc CPSR 000001d3
// EXPECT: svc LR offset 00000004
// EXPECT: undefined SPSR 000001d3
// EXPECT: undefined CPSR 000001db
// EXPECT: undefined LR offset 00000004
// EXPECT: undefined in T32 LR offset 00000002
// EXPECT: undefined in T32 SPSR 000001f3
// EXPECT: SP_usr 11111111
// EXPECT: LR_irq 22222222
// EXPECT: SP_fiq 33333333
// EXPECT: R8_fiq 44444444
// EXPECT: SPSR_abt 600001d3
// EXPECT: hstr HSR 0ce03d01
// EXPECT: hstr result 12345678
// EXPECT: tvm HSR 0ce00800
// EXPECT: mode after IT 00000013

#include "guest32.h"

start:
    mrs     r4, cpsr
    ubfx    r4, r4, #0, #9
    PRINT   "entry mode", r4
    ldr     r0, =hyp_vectors
    mcr     p15, 4, r0, c12, c0, 0
    ldr     r0, =pl1_vectors
    mcr     p15, 0, r0, c12, c0, 0
    mov     r0, #0
    mcr     p15, 4, r0, c1, c1, 0
    mcr     p15, 4, r0, c1, c1, 3
    // To Supervisor mode.
    mov     r0, #(0x1c0 | MODE_SVC)
    msr     spsr_cxsf, r0
    ldr     r0, =in_svc
    msr     elr_hyp, r0
    eret

in_svc:
    ldr     sp, =svc_stack
    mov     r0, #0
hvc_site:
    hvc     #0x1234
    PRINT   "hvc HSR", r8
    and     r9, r9, #0x1f
    PRINT   "hvc SPSR_hyp mode", r9
    ldr     r0, =hvc_site
    sub     r10, r10, r0
    PRINT   "hvc LR offset", r10

svc_site:
    svc     #7
    ubfx    r8, r8, #0, #9
    PRINT   "svc SPSR", r8
    ubfx    r9, r9, #0, #9
    PRINT   "svc CPSR", r9
    ldr     r0, =svc_site
    sub     r10, r10, r0
    PRINT   "svc LR offset", r10

und_site:
    udf     #3
    ubfx    r8, r8, #0, #9
    PRINT   "undefined SPSR", r8
    ubfx    r9, r9, #0, #9
    PRINT   "undefined CPSR", r9
    ldr     r0, =und_site
    sub     r10, r10, r0
    PRINT   "undefined LR offset", r10
    blx     thumb_part
    ldr     r0, =und_thumb
    sub     r10, r10, r0
    PRINT   "undefined in T32 LR offset", r10
    ubfx    r8, r8, #0, #9
    PRINT   "undefined in T32 SPSR", r8

    // Banked registers, written in their modes or by name, read by name or in their modes.
    ldr     r0, =0x11111111
    msr     sp_usr, r0
    cps     #MODE_SYS
    mov     r4, sp
    cps     #MODE_SVC
    PRINT   "SP_usr", r4
    cps     #MODE_IRQ
    ldr     lr, =0x22222222
    cps     #MODE_SVC
    mrs     r4, lr_irq
    PRINT   "LR_irq", r4
    cps     #MODE_FIQ
    ldr     sp, =0x33333333
    ldr     r8, =0x44444444
    cps     #MODE_SVC
    mrs     r4, sp_fiq
    PRINT   "SP_fiq", r4
    mrs     r4, r8_fiq
    PRINT   "R8_fiq", r4
    ldr     r0, =0x600001d3
    msr     spsr_abt, r0
    cps     #MODE_ABT
    mrs     r4, spsr
    cps     #MODE_SVC
    PRINT   "SPSR_abt", r4

    // HSTR.T15 traps accesses to c15; HCR.TVM writes of SCTLR.
    ldr     r0, =(1 << 15)
    mov     r1, #3
    mov     r2, #0
    hvc     #1
    mrc     p15, 0, r8, c15, c0, 0
    mov     r4, r8
    PRINT   "hstr HSR", r9
    PRINT   "hstr result", r4
    ldr     r0, =(1 << 26)
    mov     r1, #0
    mov     r2, #3
    hvc     #1
    mcr     p15, 0, r0, c2, c0, 0
    PRINT   "tvm HSR", r9
    blx     thumb_it
    mrs     r4, cpsr
    and     r4, r4, #0x1f
    PRINT   "mode after IT", r4
    FINISH

    .thumb
    .balign 4
    .thumb_func
thumb_part:
    push    {r4, lr}
und_thumb:
    udf     #1
    pop     {r4, pc}
    .thumb_func
thumb_it:
    push    {r4, lr}
    movs    r0, #0
    ittee   eq
    moveq   r1, #1
    addeq   r1, #1
    movne   r1, #9
    addne   r1, #9
    pop     {r4, pc}
    .arm

// Hyp: HVC #0x1234 reports in r8...r10; HVC #1 sets HCR to r0 when r1 is 0, HSTR when r2 is 0; any
// other trap is skipped, with HSR in r9 and a result in r8.
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
    bne     2f
    movw    r12, #0x1234
    uxth    r11, r9
    cmp     r11, r12
    bne     1f
    mov     r8, r9
    mrs     r9, spsr
    mrs     r10, elr_hyp
    eret
1:  cmp     r1, #0
    mcreq   p15, 4, r0, c1, c1, 0
    cmp     r2, #0
    mcreq   p15, 4, r0, c1, c1, 3
    eret
2:  ldr     r8, =0x12345678
    mov     r12, #0
    mcr     p15, 4, r12, c1, c1, 0
    mcr     p15, 4, r12, c1, c1, 3
    // Without the condition, and the register that took part.
    bic     r9, r9, #0xf3000000
    orr     r9, r9, #0x0c000000
    mrs     r12, elr_hyp
    add     r12, r12, #4
    msr     elr_hyp, r12
    eret
    .ltorg

    .balign 32
pl1_vectors:
    b       .
    b       pl1_undefined
    b       pl1_svc
    b       .
    b       .
    b       .
    b       .
    b       .
pl1_svc:
    mrs     r8, spsr
    mrs     r9, cpsr
    mov     r10, lr
    movs    pc, lr
pl1_undefined:
    mrs     r8, spsr
    mrs     r9, cpsr
    mov     r10, lr
    // T32 returns behind two bytes, A32 behind four: LR is there already.
    movs    pc, lr

    .bss
    .balign 8
    .space  4096
svc_stack:
    .space  64
