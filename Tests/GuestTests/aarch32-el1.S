// A guest in AArch32 at EL1 under a hypervisor in AArch64: ERET to it, its registers where AArch64
// sees them, exceptions from it with the vectors for lower levels in AArch32, traps of CP15, and
// exceptions that it takes itself.
//
// CPU: max-aarch32
// Source: Arm ARM DDI 0487, "Mapping of the general-purpose registers between the Execution states",
// `AArch64.TakeException`, "ISS encodings".
//
// EXPECT: hvc ESR 4a004242
// EXPECT: hvc vector 600
// EXPECT: hvc SPSR 600001d3
// EXPECT: R0 11
// EXPECT: SP_svc 5100
// EXPECT: LR_svc 5200
// EXPECT: SP_irq 6100
// EXPECT: SP_und 7100
// EXPECT: R8_fiq 8100
// EXPECT: SPSR_abt 10
// EXPECT: tvm ESR e00500
// EXPECT: undefined, SPSR_und 1d3
// EXPECT: undefined, mode 4001db
// EXPECT: undefined, LR 0
// EXPECT: end

#include "guest.h"

// Runs A32 code from `label` in Supervisor mode until it comes back, then goes on.
.macro RUN32 label
    adr     x29, 9f
    ADDR    x28, \label
    msr     elr_el2, x28
    mov     x28, #0x1d3
    msr     spsr_el2, x28
    str     x29, [x20]
    eret
9:
.endm

GUEST
    ADDR    x10, vectors32
    msr     vbar_el2, x10
    ADDR    x20, resume
    // HCR_EL2: RW clear.
    msr     hcr_el2, xzr
    isb
    RUN32   registers32
    ADDR    x20, saved
    ldp     x10, x11, [x20]
    and     x10, x10, #0xffffffff
    SHOW    "hvc ESR ", x10
    SHOW    "hvc vector ", x11
    ldp     x10, x11, [x20, #16]
    SHOW    "hvc SPSR ", x10
    SHOW    "R0 ", x11
    ldp     x10, x11, [x20, #32]
    SHOW    "SP_svc ", x11
    SHOW    "LR_svc ", x10
    ldp     x10, x11, [x20, #48]
    SHOW    "SP_irq ", x10
    SHOW    "SP_und ", x11
    ldr     x10, [x20, #64]
    SHOW    "R8_fiq ", x10
    mrs     x10, spsr_abt
    SHOW    "SPSR_abt ", x10

    // HCR_EL2.TVM: MCR p15, 0, r8, c1, c0, 0.
    ADDR    x20, resume
    mov     x10, #(1 << 26)
    msr     hcr_el2, x10
    isb
    RUN32   control32
    ADDR    x20, saved
    ldr     x10, [x20]
    // Without EC, IL and CV.
    and     x10, x10, #0xffffff
    SHOW    "tvm ESR ", x10

    // An Undefined Instruction exception that stays at EL1.
    msr     hcr_el2, xzr
    isb
    ADDR    x20, resume
    ADDR    x10, pl1_vectors32
    msr     vbar_el1, x10
    msr     sctlr_el1, xzr
    RUN32   undefined32
    ADDR    x20, saved
    ldr     x10, [x20, #24]
    SHOW    "undefined, SPSR_und ", x10
    ldr     x10, [x20, #72]
    SHOW    "undefined, mode ", x10
    ldr     x10, [x20, #80]
    SHOW    "undefined, LR ", x10
    LINE    "end"
    mov     x10, #1
    lsl     x10, x10, #31
    msr     hcr_el2, x10
    isb
    POWER_OFF

// Each entry keeps its offset and saves what came.
    .balign 2048
vectors32:
    .set    offset, 0
    .rept   16
    mov     x28, #offset
    b       save32
    .balign 128
    .set    offset, offset + 0x80
    .endr

save32:
    stp     x9, x10, [sp, #-16]!
    ADDR    x9, saved
    str     x0, [x9, #24]
    stp     x18, x19, [x9, #32]
    str     x17, [x9, #48]
    str     x23, [x9, #56]
    str     x24, [x9, #64]
    str     x1, [x9, #72]
    str     x2, [x9, #80]
    mrs     x10, esr_el2
    stp     x10, x28, [x9]
    mrs     x10, spsr_el2
    str     x10, [x9, #16]
    ldp     x9, x10, [sp], #16
    ADDR    x20, resume
    ldr     x29, [x20]
    br      x29

// The guest, in A32.
    .balign 32
pl1_vectors32:
    .word   0xeafffffe              // b .
    .word   0xea000005              // b handler
    .space  24
handler32:
    .word   0xe14f0000              // mrs r0, spsr
    .word   0xe10f1000              // mrs r1, apsr
    .word   0xe04e2003              // sub r2, lr, r3
    .word   0xe1400071              // <unknown>
registers32:
    .word   0xe3a00011              // mov r0, #17
    .word   0xe3a0dc51              // mov sp, #20736
    .word   0xe3a0ec52              // mov lr, #20992
    .word   0xf1020012              // cps #0x12
    .word   0xe3a0dc61              // mov sp, #24832
    .word   0xf102001b              // cps #0x1b
    .word   0xe3a0dc71              // mov sp, #28928
    .word   0xf1020011              // cps #0x11
    .word   0xe3a08c81              // mov r8, #33024
    .word   0xf1020017              // cps #0x17
    .word   0xe3a01010              // mov r1, #16
    .word   0xe16ff001              // msr SPSR_fsxc, r1
    .word   0xf1020013              // cps #0x13
    .word   0xe1500000              // cmp r0, r0
    .word   0xe1442472              // <unknown>
control32:
    .word   0xee018f10              // mcr p15, #0x0, r8, c1, c0, #0x0
undefined32:
    .word   0xe1a0300f              // mov r3, pc
    .word   0xe7f000f0              // udf #0x0

    .data
    .balign 16
saved:
    .space  128
resume:
    .quad   0
