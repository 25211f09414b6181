// AArch32: the performance monitors of Armv7, PMUv2: counters by number, software increments and
// their overflow, what HDCR keeps for Hyp mode or sends there, what PL0 may use, and a name that
// only Armv8 has.
//
// ARCH: arm
// Source: Arm ARM DDI 0406C, C12 "The Performance Monitors Extension", B1.14.10.
//
// EXPECT: ID_DFR0.PerfMon 00000002
// EXPECT: PMCR 00000000
// EXPECT: PMCR.N 00000006
// EXPECT: PMCNTENSET, cleared 00000000
// EXPECT: PMCNTENCLR, set 8000003f
// EXPECT: PMINTENCLR 00000005
// EXPECT: PMXEVCNTR 1 00000001
// EXPECT: PMOVSR 00000002
// EXPECT: PMOVSSET 00000000
// EXPECT: PMXEVCNTR 2 00000000
// EXPECT: PMSELR 00000002
// EXPECT: PMCR.N with HPMN 2 00000002
// EXPECT: TPM, PMCCNTR: HSR 0e00249b
// EXPECT: TPMCR, PMCCNTR: HSR 00000000
// EXPECT: PMCCNTR of 64 bits: mode 0000001b
// EXPECT: PL0: mode 0000001b
// EXPECT: PL0, open: mode 00000000
// EXPECT: PL0, open: PMUSERENR 00000001
// EXPECT: PL0, PMINTENSET: mode 0000001b

#include "guest32.h"

#define HDCR_TPMCR      (1 << 5)
#define HDCR_TPM        (1 << 6)

start:
    ldr     r0, =hyp_vectors
    mcr     p15, 4, r0, c12, c0, 0
    ldr     r0, =pl1_vectors
    mcr     p15, 0, r0, c12, c0, 0
    mov     r0, #0
    mcr     p15, 4, r0, c1, c1, 0
    mcr     p15, 4, r0, c1, c1, 3
    mov     r0, #6
    mcr     p15, 4, r0, c1, c1, 1
    ldr     r0, =(0x1c0 | MODE_SVC)
    msr     spsr_cxsf, r0
    ldr     r0, =in_svc
    msr     elr_hyp, r0
    eret

in_svc:
    ldr     sp, =svc_stack
    mrc     p15, 0, r4, c0, c1, 2
    ubfx    r4, r4, #24, #4
    PRINT   "ID_DFR0.PerfMon", r4
    // Event counters and the cycle counter reset.
    mov     r0, #6
    mcr     p15, 0, r0, c9, c12, 0
    mrc     p15, 0, r4, c9, c12, 0
    ubfx    r5, r4, #11, #5
    and     r4, r4, #0x3f
    PRINT   "PMCR", r4
    PRINT   "PMCR.N", r5
    mvn     r0, #0
    mcr     p15, 0, r0, c9, c12, 2
    mrc     p15, 0, r4, c9, c12, 1
    PRINT   "PMCNTENSET, cleared", r4
    mcr     p15, 0, r0, c9, c12, 1
    mrc     p15, 0, r4, c9, c12, 2
    PRINT   "PMCNTENCLR, set", r4
    mcr     p15, 0, r0, c9, c12, 2
    mcr     p15, 0, r0, c9, c14, 2
    mcr     p15, 0, r0, c9, c12, 3
    mov     r0, #5
    mcr     p15, 0, r0, c9, c14, 1
    mrc     p15, 0, r4, c9, c14, 2
    PRINT   "PMINTENCLR", r4
    mcr     p15, 0, r0, c9, c14, 2

    // Counter 1 counts software increments, from the last number before its overflow.
    mov     r0, #1
    mcr     p15, 0, r0, c9, c12, 5
    mov     r0, #0
    mcr     p15, 0, r0, c9, c13, 1
    mvn     r0, #0
    mcr     p15, 0, r0, c9, c13, 2
    mov     r0, #2
    mcr     p15, 0, r0, c9, c12, 1
    mov     r0, #1
    mcr     p15, 0, r0, c9, c12, 0
    isb
    mov     r0, #2
    mcr     p15, 0, r0, c9, c12, 4
    mcr     p15, 0, r0, c9, c12, 4
    // Not enabled.
    mov     r0, #4
    mcr     p15, 0, r0, c9, c12, 4
    isb
    mrc     p15, 0, r4, c9, c13, 2
    PRINT   "PMXEVCNTR 1", r4
    mrc     p15, 0, r4, c9, c12, 3
    PRINT   "PMOVSR", r4
    mov     r0, #2
    mcr     p15, 0, r0, c9, c12, 3
    mrc     p15, 0, r4, c9, c14, 3
    PRINT   "PMOVSSET", r4
    mov     r0, #2
    mcr     p15, 0, r0, c9, c12, 5
    mrc     p15, 0, r4, c9, c13, 2
    PRINT   "PMXEVCNTR 2", r4
    mrc     p15, 0, r4, c9, c12, 5
    PRINT   "PMSELR", r4

    // HDCR.HPMN: of six counters two are ours.
    mov     r0, #2
    hvc     #1
    mrc     p15, 0, r4, c9, c12, 0
    ubfx    r4, r4, #11, #5
    PRINT   "PMCR.N with HPMN 2", r4
    mov     r0, #(HDCR_TPM | 6)
    hvc     #1
    mov     r8, #0
    mrc     p15, 0, r4, c9, c13, 0
    PRINT   "TPM, PMCCNTR: HSR", r8
    mov     r0, #(HDCR_TPMCR | 6)
    hvc     #1
    mov     r8, #0
    mrc     p15, 0, r4, c9, c13, 0
    PRINT   "TPMCR, PMCCNTR: HSR", r8
    mov     r0, #6
    hvc     #1

    // Armv8's name.
    mov     r8, #0
    mrrc    p15, 0, r4, r5, c9
    PRINT   "PMCCNTR of 64 bits: mode", r8

    // User mode, before and after PMUSERENR.EN.
    mov     r0, #0
    mcr     p15, 0, r0, c9, c14, 0
    mov     r8, #0
    cps     #MODE_USR
    mrc     p15, 0, r4, c9, c13, 0
    svc     #0
    PRINT   "PL0: mode", r8
    mov     r0, #1
    mcr     p15, 0, r0, c9, c14, 0
    mov     r8, #0
    cps     #MODE_USR
    mrc     p15, 0, r4, c9, c13, 0
    mrc     p15, 0, r9, c9, c14, 0
    svc     #0
    PRINT   "PL0, open: mode", r8
    PRINT   "PL0, open: PMUSERENR", r9
    mov     r8, #0
    cps     #MODE_USR
    mrc     p15, 0, r4, c9, c14, 1
    svc     #0
    PRINT   "PL0, PMINTENSET: mode", r8
    FINISH

// HVC #1 sets HDCR to r0; a trapped access leaves HSR, without its condition, in r8.
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
    mrc     p15, 4, r8, c5, c2, 0
    lsr     r12, r8, #26
    cmp     r12, #0x12
    mcreq   p15, 4, r0, c1, c1, 1
    beq     1f
    bic     r8, r8, #0x01f00000
    mrs     r12, elr_hyp
    add     r12, r12, #4
    msr     elr_hyp, r12
1:  eret

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
// Behind the instruction, with the mode that found it.
pl1_undefined:
    mrs     r8, cpsr
    and     r8, r8, #0x1f
    movs    pc, lr
// Goes on in Supervisor mode.
pl1_svc:
    mov     r12, lr
    msr     spsr_c, #0xd3
    movs    pc, r12
    .ltorg

    .bss
    .balign 8
    .space  4096
svc_stack:
    .space  64
