// AArch32: big-endian data. CPSR.E by SETEND and by exception entry, from SCTLR.EE and HSCTLR.EE;
// loads and stores of every size; SRS and RFE; tables of both stages that are read big-endian. Code
// is little-endian throughout.
//
// ARCH: arm
// Source: Arm ARM DDI 0406C, A3.3 "Endian support", B1.9 "Exception descriptions", B3.6.8 and
// B4.1.130, SCTLR.EE.
//
// EXPECT: word 01820384
// EXPECT: halfword 00000384
// EXPECT: signed halfword ffff8708
// EXPECT: byte 00000082
// EXPECT: two, first 01820384
// EXPECT: two, second 05868708
// EXPECT: LDM, first 01820384
// EXPECT: LDM, second 05868708
// EXPECT: LDREXD, first 01820384
// EXPECT: LDREXD, second 05868708
// EXPECT: VLDR, low 05868708
// EXPECT: VLDR, high 01820384
// EXPECT: VLD1.16, low 03840182
// EXPECT: VLD1.16, high 87080586
// EXPECT: VLDR of one 05868708
// EXPECT: stored word 78563412
// EXPECT: stored halfword 00007856
// EXPECT: word in T32 01820384
// EXPECT: SVC from BE, SPSR 000003d3
// EXPECT: SVC from BE, CPSR 000001d3
// EXPECT: after it 000003d3
// EXPECT: EE: SVC from LE, SPSR 000001d3
// EXPECT: EE: SVC from LE, CPSR 000003d3
// EXPECT: EE: loads there 01820384
// EXPECT: after it 000001d3
// EXPECT: HVC, CPSR 000001da
// EXPECT: HSCTLR.EE: HVC, CPSR 000003da
// EXPECT: HSCTLR.EE: loads there 01820384
// EXPECT: RFE 000003d3
// EXPECT: SRS stored LR reversed, less that 00000000
// EXPECT: behind big-endian tables 84038201
// EXPECT: unaligned word 82038405
// EXPECT: behind two stages 84038201

#include "guest32.h"

#define HCR_VM          (1 << 0)
#define EE              (1 << 25)

start:
    ldr     r0, =hyp_vectors
    mcr     p15, 4, r0, c12, c0, 0
    ldr     r0, =pl1_vectors
    mcr     p15, 0, r0, c12, c0, 0
    mov     r0, #0
    mcr     p15, 4, r0, c1, c1, 0
    mcr     p15, 4, r0, c1, c1, 3
    mrc     p15, 4, r0, c1, c1, 2
    bic     r0, r0, #0xc00
    mcr     p15, 4, r0, c1, c1, 2
    ldr     r0, =(0x1c0 | MODE_SVC)
    msr     spsr_cxsf, r0
    ldr     r0, =in_svc
    msr     elr_hyp, r0
    eret

in_svc:
    ldr     sp, =svc_stack
    ldr     r0, =(0xf << 20)
    mcr     p15, 0, r0, c1, c0, 2
    isb
    mov     r0, #(1 << 30)
    .fpu    neon-vfpv4
    vmsr    fpexc, r0

    ldr     r6, =bytes
    ldr     r7, =space
    setend  be
    ldr     r4, [r6]
    ldrh    r5, [r6, #2]
    ldrsh   r8, [r6, #6]
    ldrb    r9, [r6, #1]
    setend  le
    PRINT   "word", r4
    PRINT   "halfword", r5
    PRINT   "signed halfword", r8
    PRINT   "byte", r9
    setend  be
    ldrd    r4, r5, [r6]
    ldm     r6, {r8, r9}
    setend  le
    PRINT   "two, first", r4
    PRINT   "two, second", r5
    PRINT   "LDM, first", r8
    PRINT   "LDM, second", r9
    setend  be
    ldrexd  r4, r5, [r6]
    vldr    d0, [r6]
    vld1.16 {d1}, [r6]
    vldr    s4, [r6, #4]
    setend  le
    PRINT   "LDREXD, first", r4
    PRINT   "LDREXD, second", r5
    vmov    r4, r5, d0
    PRINT   "VLDR, low", r4
    PRINT   "VLDR, high", r5
    vmov    r4, r5, d1
    PRINT   "VLD1.16, low", r4
    PRINT   "VLD1.16, high", r5
    vmov    r4, s4
    PRINT   "VLDR of one", r4
    ldr     r4, =0x12345678
    setend  be
    str     r4, [r7]
    strh    r4, [r7, #4]
    strexb  r5, r4, [r7]
    setend  le
    ldr     r4, [r7]
    PRINT   "stored word", r4
    ldrh    r4, [r7, #4]
    PRINT   "stored halfword", r4
    blx     in_t32
    PRINT   "word in T32", r4

    // Exceptions: E of the handler is EE, and the return brings E back.
    setend  be
    svc     #0
    mrs     r4, cpsr
    setend  le
    PRINT   "SVC from BE, SPSR", r8
    PRINT   "SVC from BE, CPSR", r9
    ubfx    r4, r4, #0, #10
    PRINT   "after it", r4
    mrc     p15, 0, r0, c1, c0, 0
    orr     r0, r0, #EE
    mcr     p15, 0, r0, c1, c0, 0
    isb
    svc     #0
    mrs     r4, cpsr
    PRINT   "EE: SVC from LE, SPSR", r8
    PRINT   "EE: SVC from LE, CPSR", r9
    PRINT   "EE: loads there", r10
    ubfx    r4, r4, #0, #10
    PRINT   "after it", r4
    hvc     #1
    PRINT   "HVC, CPSR", r9
    hvc     #2
    hvc     #1
    PRINT   "HSCTLR.EE: HVC, CPSR", r9
    PRINT   "HSCTLR.EE: loads there", r10

    // What RFE takes SRS left.
    ldr     lr, =1f
    ldr     r0, =(0x3c0 | MODE_SVC)
    msr     spsr_cxsf, r0
    setend  be
    srsdb   sp!, #MODE_SVC
    rfeia   sp!
1:  mrs     r4, cpsr
    setend  le
    ubfx    r4, r4, #0, #10
    ldr     r0, =1b
    rev     r0, r0
    ldr     r1, [sp, #-8]
    sub     r5, r1, r0
    PRINT   "RFE", r4
    PRINT   "SRS stored LR reversed, less that", r5

    // Short descriptors, big-endian by SCTLR.EE: the megabytes of the console and of this program.
    ldr     r6, =tables
    ldr     r0, =0x09000c02
    rev     r0, r0
    str     r0, [r6, #(0x090 * 4)]
    ldr     r0, =0x40100c0e
    rev     r0, r0
    ldr     r1, =(0x401 * 4)
    str     r0, [r6, r1]
    mov     r0, #0
    mcr     p15, 0, r0, c2, c0, 2
    mcr     p15, 0, r6, c2, c0, 0
    mov     r0, #1
    mcr     p15, 0, r0, c3, c0, 0
    mcr     p15, 0, r0, c8, c7, 0
    dsb
    isb
    mrc     p15, 0, r0, c1, c0, 0
    orr     r0, r0, #1
    mcr     p15, 0, r0, c1, c0, 0
    isb
    ldr     r6, =bytes
    ldr     r4, [r6]
    PRINT   "behind big-endian tables", r4
    setend  be
    ldr     r4, [r6, #1]
    setend  le
    PRINT   "unaligned word", r4
    // Stage 2's are read by HSCTLR.EE.
    hvc     #3
    ldr     r4, [r6]
    PRINT   "behind two stages", r4
    FINISH

    .thumb
    .balign 4
    .thumb_func
in_t32:
    setend  be
    ldr     r4, [r6]
    setend  le
    bx      lr
    .balign 4
    .arm

// HVC #1 leaves CPSR in r9 and a word of `bytes` in r10; #2 sets HSCTLR.EE; #3 puts the guest
// behind stage 2. Constants are in the code, which is never reversed.
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
    mrc     p15, 4, r12, c5, c2, 0
    uxth    r12, r12
    cmp     r12, #2
    beq     2f
    bhi     3f
    mrs     r9, cpsr
    ubfx    r9, r9, #0, #10
    movw    r10, #:lower16:bytes
    movt    r10, #:upper16:bytes
    ldr     r10, [r10]
    eret
2:  mrc     p15, 4, r12, c1, c0, 0
    orr     r12, r12, #EE
    mcr     p15, 4, r12, c1, c0, 0
    isb
    eret
3:  movw    r0, #0x3540
    movt    r0, #0x8000
    mcr     p15, 4, r0, c2, c1, 2
    movw    r0, #:lower16:stage2
    movt    r0, #:upper16:stage2
    mov     r1, #0
    mcrr    p15, 6, r0, r1, c2
    mov     r0, #HCR_VM
    mcr     p15, 4, r0, c1, c1, 0
    mcr     p15, 4, r0, c8, c7, 4
    dsb
    isb
    eret

    .balign 32
pl1_vectors:
    b       .
    b       .
    b       pl1_svc
    b       .
    b       .
    b       .
    b       .
    b       .
pl1_svc:
    mrs     r8, spsr
    ubfx    r8, r8, #0, #10
    mrs     r9, cpsr
    ubfx    r9, r9, #0, #10
    movw    r10, #:lower16:bytes
    movt    r10, #:upper16:bytes
    ldr     r10, [r10]
    movs    pc, lr
    .ltorg

    .data
    .balign 16
bytes:
    .byte   0x01, 0x82, 0x03, 0x84, 0x05, 0x86, 0x87, 0x08
    .balign 32
// 1 GiB of devices, 1 GiB of RAM, most significant byte first.
stage2:
    .byte   0, 0, 0, 0, 0x00, 0x00, 0x04, 0xc5
    .byte   0, 0, 0, 0, 0x40, 0x00, 0x07, 0xfd
    .quad   0, 0
    .bss
    .balign 16384
tables:
    .space  16384
space:
    .space  16
    .balign 8
    .space  4096
svc_stack:
    .space  64
