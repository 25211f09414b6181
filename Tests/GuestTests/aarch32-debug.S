// AArch32: breakpoints become Prefetch Aborts and watchpoints Data Aborts, with the debug event as
// their status and DBGDSCR.MOE; the OS Lock by its key; stops in Hyp mode by HDCR.TDE.
//
// ARCH: arm
// DFSR is shown without domain and WnR, which say nothing of debug events.
// Source: Arm ARM DDI 0406C, C3.3 "Breakpoint debug events", C3.4 "Watchpoint debug events", C5.
//
// EXPECT: DBGDIDR 00000351
// EXPECT: PL1 status 00000002
// EXPECT: PL1 MOE 00000004
// EXPECT: PL1 LR 00000004
// EXPECT: PL0 status 00000000
// EXPECT: PL0 MOE 00000000
// EXPECT: PL0 LR 00000000
// EXPECT: first halfword status 00000002
// EXPECT: first halfword MOE 00000004
// EXPECT: first halfword LR 00000004
// EXPECT: second halfword status 00000000
// EXPECT: second halfword MOE 00000000
// EXPECT: second halfword LR 00000000
// EXPECT: load status 00000002
// EXPECT: load MOE 00000028
// EXPECT: load LR 00000000
// EXPECT: load DFAR 00000004
// EXPECT: store status 00000002
// EXPECT: store MOE 00000028
// EXPECT: store LR 00000000
// EXPECT: beyond 00000000
// EXPECT: to Hyp mode, HSR without IL 90000022

#include "guest32.h"

// DBGBCR: on, all bytes, at PL1; DBGWCR: on, all bytes, loads and stores, at PL1.
#define BREAK_PL1       0x1e3
#define WATCH_PL1       0x1ffb
#define MDBGEN          (1 << 15)

    .macro  EVENT text
    PRINT   "\text status", r8
    PRINT   "\text MOE", r9
    PRINT   "\text LR", r10
    .endm

// On an instruction `site`, which is then executed.
    .macro  BREAK control
    ldr     r0, =\control
    mcr     p14, 0, r0, c0, c0, 5
    ldr     r0, =site
    mcr     p14, 0, r0, c0, c0, 4
    isb
    mov     r8, #0
    mov     r9, #0
    mov     r10, #0
    bl      site_call
    .endm

start:
    ldr     r0, =hyp_vectors
    mcr     p15, 4, r0, c12, c0, 0
    ldr     r0, =pl1_vectors
    mcr     p15, 0, r0, c12, c0, 0
    mov     r0, #0
    mcr     p15, 4, r0, c1, c1, 0
    mcr     p15, 4, r0, c1, c1, 1
    mcr     p15, 4, r0, c1, c1, 3
    mcr     p15, 0, r0, c2, c0, 2
    mov     r0, #(0x1c0 | MODE_SVC)
    msr     spsr_cxsf, r0
    ldr     r0, =in_svc
    msr     elr_hyp, r0
    eret

in_svc:
    ldr     sp, =svc_stack
    mrc     p14, 0, r4, c0, c0, 0
    lsr     r4, r4, #20
    PRINT   "DBGDIDR", r4
    mov     r0, #0
    mcr     p14, 0, r0, c1, c0, 4
    ldr     r0, =MDBGEN
    mcr     p14, 0, r0, c0, c2, 2
    isb
    BREAK   BREAK_PL1
    EVENT   "PL1"
    BREAK   0x1e5
    EVENT   "PL0"
    BREAK   0x063
    EVENT   "first halfword"
    BREAK   0x183
    EVENT   "second halfword"
    mov     r0, #0
    mcr     p14, 0, r0, c0, c0, 5

    ldr     r7, =data
    mcr     p14, 0, r7, c0, c0, 6
    ldr     r0, =WATCH_PL1
    mcr     p14, 0, r0, c0, c0, 7
    isb
    mov     r8, #0
    ldr     r5, =0x5555
    ldr     r4, =data
    ldr     r5, [r4, #4]
    EVENT   "load"
    mrc     p15, 0, r6, c6, c0, 0
    sub     r6, r6, r7
    PRINT   "load DFAR", r6
    mov     r8, #0
    strb    r5, [r4, #1]
    EVENT   "store"
    mov     r8, #0
    ldr     r5, [r4, #8]
    PRINT   "beyond", r8

    // HDCR.TDE: to Hyp mode, from which HVC tells.
    mov     r0, #1
    hvc     #1
    mov     r8, #0
    ldr     r5, [r4]
    bic     r8, r8, #(1 << 25)
    PRINT   "to Hyp mode, HSR without IL", r8
    mov     r0, #0
    hvc     #1
    mov     r0, #0
    mcr     p14, 0, r0, c0, c0, 7
    FINISH

site_call:
    nop
site:
    nop
    bx      lr

prefetch:
    mrc     p15, 0, r8, c5, c0, 1
    mrc     p14, 0, r9, c0, c1, 0
    and     r9, r9, #0x3c
    ldr     r10, =site
    sub     r10, lr, r10
    subs    pc, lr, #0

aborted:
    mrc     p15, 0, r8, c5, c0, 0
    ldr     r9, =0x8f0
    bic     r8, r8, r9
    mrc     p14, 0, r9, c0, c1, 0
    and     r9, r9, #0x3c
    mov     r10, #0
    subs    pc, lr, #4

// HVC: HDCR.TDE = r0. Anything else: over it, with HSR in r8.
hyp_trap:
    mrc     p15, 4, r8, c5, c2, 0
    lsr     r9, r8, #26
    cmp     r9, #0x12
    beq     1f
    mrs     r9, elr_hyp
    add     r9, r9, #4
    msr     elr_hyp, r9
    eret
1:  lsl     r9, r0, #8
    mcr     p15, 4, r9, c1, c1, 1
    eret

    .balign 32
pl1_vectors:
    b       .
    b       .
    b       .
    b       prefetch
    b       aborted
    b       .
    b       .
    b       .
hyp_vectors:
    b       .
    b       .
    b       .
    b       .
    b       .
    b       hyp_trap
    b       .
    b       .

    .bss
    .balign 16
data:
    .space  64
    .space  4096
svc_stack:
    .space  16
