// world-switch: a host in SVC runs a small guest under stage 2, by the two forms of
// KVM/arm's world switch.
//
//   FORM_2011   as posted in 2011: an HVC with VMID 0 goes on in Hyp mode at the next
//               instruction, an HVC in Hyp mode comes back; an interrupt enters the
//               host's handler through a frame made by hand
//   FORM_CALL   as merged in 3.9: an HVC calls a function in Hyp mode and returns its
//               result; the host takes interrupts when it unmasks them
//
// Register contract
//   Entry      offset 0 in ARM state, Hyp mode, MMU off, A, I, F masked; no register
//              but PC is used. There is no stub: the image takes Hyp at once, as a
//              boot wrapper of 2011 did.
//   SVC        MMU off. All banked registers and the CP15 registers that the guest has
//              of its own hold values of the host's around each run.
//   Hyp        MMU on over the image, one to one; SP_hyp = hyp_stack_top, empty
//              whenever the host runs. HCR, HSTR, VTTBR are zero then.
//   Guest      ARM state, SVC, MMU off, at intermediate address 0.
//   Exit       probe EXIT with 0, or 1 after a failed check; else PSCI SYSTEM_OFF.

#ifdef FORM_2011
#define IMAGE                   "world-switch-2011"
#else
#define IMAGE                   "world-switch"
#endif
#define STUB_VECTORS            runtime_vectors
#define KERNEL_VECTORS          host_vectors
#define KERNEL_OFFSET           0

#define EXIT_IRQ                0
#define EXIT_TRAP               1
#define GUEST_HCR               0x0040003d      // VM, PTW, FMO, IMO, AMO, TSW
#define GUEST_HSTR              (1 << 15)
#define GUEST_VMID_HIGH         0x00010000      // VMID 1, in the upper word
#define GUEST_MIDR              0x410fc0f7
#define NORMAL_STAGE2           0x7ff           // valid page, Normal, read and write, AF
#define EC_TRAPPED_CP15         0x03
#define EC_HVC                  0x12
#define EC_DATA_ABORT           0x24

#define GICD_HIGH               0x0800
#define GICC_HIGH               0x0801
#define TIMER_INTERRUPT         27

// The vcpu: its general registers, then everything of SWITCHED, then the exit.
#define VCPU_PC                 (13 * 4)
#define VCPU_CPSR               (14 * 4)
#define VCPU_LR_USR             (15 * 4)
#define VCPU_STATE              (16 * 4)
#define STATE_SIZE              (36 * 4)
#define VCPU_CODE               (VCPU_STATE + STATE_SIZE)
#define VCPU_HSR                (VCPU_CODE + 4)
#define VCPU_HDFAR              (VCPU_CODE + 8)
#define VCPU_HIFAR              (VCPU_CODE + 12)
#define VCPU_HPFAR              (VCPU_CODE + 16)
#define VCPU_SIZE               256

#include "macros.h"

#ifdef FORM_2011
    IMAGE_HEAD "3.1", "the world switch as posted in 2011"
#else
    IMAGE_HEAD "3.9", "the world switch as merged: call and return"
#endif
    OWNER   OWNER_KF32, runtime_vectors

#include "support.S"
#include "kernel.S"
#include "hyp-tables.S"

// ---- Hyp mode -----------------------------------------------------------------

    .section .hyp.vectors, "ax", %progbits
    BUILD_STATE

VECTORS runtime_vectors
    SLOT_PARK
    SLOT    hyp_fault
#ifdef FORM_2011
    SLOT    hyp_svc
#else
    SLOT    hyp_fault
#endif
    SLOT    hyp_fault
    SLOT    hyp_fault
    SLOT    hyp_hvc
    SLOT    guest_irq
    SLOT_PARK
END_VECTORS runtime_vectors

VECTORS host_vectors
    SLOT    unexpected
    SLOT    unexpected
    SLOT    unexpected
    SLOT    unexpected
    SLOT    unexpected
    SLOT    unexpected
    SLOT    host_irq
    SLOT    unexpected
END_VECTORS host_vectors

    .section .hyp.text, "ax", %progbits
    BUILD_STATE

// What a guest and its host each have of their own, in the order it is kept.
.macro BANKED access
    \access sp_usr
    .irp    mode, svc, abt, und, irq
    \access sp_\mode
    \access lr_\mode
    \access spsr_\mode
    .endr
    .irp    name, r8_fiq, r9_fiq, r10_fiq, r11_fiq, r12_fiq, sp_fiq, lr_fiq, spsr_fiq
    \access \name
    .endr
.endm

.macro SAVE_BANKED name
    mrs     r2, \name
    str     r2, [r0], #4
.endm

.macro LOAD_BANKED name
    ldr     r2, [r0], #4
    msr     \name, r2
.endm

// SAVE_STATE, LOAD_STATE: at r0, which moves behind it. Destroy r2 and r3.
.macro SAVE_STATE
    BANKED  SAVE_BANKED
    .macro  SAVE_CP15 encoding:vararg
    mrc     \encoding
    str     r2, [r0], #4
    .endm
    SAVE_CP15 SCTLR(r2)
    SAVE_CP15 CPACR(r2)
    SAVE_CP15 TTBCR(r2)
    SAVE_CP15 DACR(r2)
    mrrc    TTBR0_64(r2, r3)
    str     r2, [r0], #4
    str     r3, [r0], #4
    mrrc    TTBR1_64(r2, r3)
    str     r2, [r0], #4
    str     r3, [r0], #4
    SAVE_CP15 PRRR(r2)
    SAVE_CP15 NMRR(r2)
    SAVE_CP15 CONTEXTIDR(r2)
    SAVE_CP15 TPIDRURW(r2)
    SAVE_CP15 TPIDRURO(r2)
    SAVE_CP15 TPIDRPRW(r2)
    SAVE_CP15 VBAR(r2)
    .purgem SAVE_CP15
.endm

.macro LOAD_STATE
    BANKED  LOAD_BANKED
    .macro  LOAD_CP15 encoding:vararg
    ldr     r2, [r0], #4
    mcr     \encoding
    .endm
    LOAD_CP15 SCTLR(r2)
    LOAD_CP15 CPACR(r2)
    LOAD_CP15 TTBCR(r2)
    LOAD_CP15 DACR(r2)
    ldr     r2, [r0], #4
    ldr     r3, [r0], #4
    mcrr    TTBR0_64(r2, r3)
    ldr     r2, [r0], #4
    ldr     r3, [r0], #4
    mcrr    TTBR1_64(r2, r3)
    LOAD_CP15 PRRR(r2)
    LOAD_CP15 NMRR(r2)
    LOAD_CP15 CONTEXTIDR(r2)
    LOAD_CP15 TPIDRURW(r2)
    LOAD_CP15 TPIDRURO(r2)
    LOAD_CP15 TPIDRPRW(r2)
    LOAD_CP15 VBAR(r2)
    .purgem LOAD_CP15
.endm

// hyp_hvc: every trap to Hyp from below it.
ROUTINE hyp_hvc
    push    {r0-r2}
    mrc     HSR(r0)
    lsr     r0, r0, #26
    cmp     r0, #EC_HVC
    bne     guest_trap
    mrrc    VTTBR(r0, r1)
    ubfx    r1, r1, #16, #8
    cmp     r1, #0
    bne     guest_trap
    pop     {r0-r2}
#ifdef FORM_2011
    // The host goes on in Hyp mode where it was.
    push    {lr}
    mrs     lr, spsr
    push    {lr}
    mrs     lr, elr_hyp
#ifdef THUMB2
    orr     lr, lr, #1
#endif
    bx      lr
#else
    push    {lr}
    mrs     lr, spsr
    push    {lr}
    mrs     lr, elr_hyp                 // a guest of the function will use it
    push    {lr}
    mov     lr, r0
    mov     r0, r1
    mov     r1, r2
    mov     r2, r3
    blx     lr
    pop     {lr}
    msr     elr_hyp, lr
    pop     {lr}
    msr     spsr_cxsf, lr
    pop     {lr}
    eret
#endif
END_ROUTINE hyp_hvc

#ifdef FORM_2011
// hyp_svc: an HVC in Hyp mode: what hyp_hvc pushed, and on in SVC behind it.
ROUTINE hyp_svc
#ifdef FAULT_B19
    // In the order that the comment, not the code, gave them.
    ldr     lr, [sp, #4]
    msr     spsr_cxsf, lr
    ldr     lr, [sp]
    add     sp, sp, #8
#else
    pop     {lr}
    msr     spsr_cxsf, lr
    pop     {lr}
#endif
    eret
END_ROUTINE hyp_svc
#endif

// guest_trap, guest_irq: out of the guest. r0-r2 are on the stack, the vcpu behind.
ROUTINE guest_trap
    ldr     r1, [sp, #12]
    mrc     HSR(r0)
    str     r0, [r1, #VCPU_HSR]
    mrc     HDFAR(r0)
    str     r0, [r1, #VCPU_HDFAR]
    mrc     HIFAR(r0)
    str     r0, [r1, #VCPU_HIFAR]
    mrc     HPFAR(r0)
    str     r0, [r1, #VCPU_HPFAR]
    mov     r0, #EXIT_TRAP
    b       leave_guest
END_ROUTINE guest_trap

ROUTINE guest_irq
    push    {r0-r2}
    ldr     r1, [sp, #12]
    mov     r0, #EXIT_IRQ
    b       leave_guest
END_ROUTINE guest_irq

// leave_guest: keep the guest, bring the host back.
// In:        r0 = why, r1 = vcpu.
// Next:      back_from_guest with r0 = why and the host's registers.
ROUTINE leave_guest
    str     r0, [r1, #VCPU_CODE]
    add     r2, r1, #12
    stm     r2, {r3-r12}
    pop     {r3-r5}
    stm     r1, {r3-r5}
    mrs     r2, elr_hyp
    str     r2, [r1, #VCPU_PC]
    mrs     r2, spsr
    str     r2, [r1, #VCPU_CPSR]
    str     lr, [r1, #VCPU_LR_USR]
    add     r0, r1, #VCPU_STATE
    SAVE_STATE
    mov     r2, #0
    mcr     HCR(r2)
    mcr     HSTR(r2)
#ifndef FAULT_VMID
    mov     r3, #0
    mcrr    VTTBR(r2, r3)
#endif
    mrc     MIDR(r2)
    mcr     VPIDR(r2)
    isb
    pop     {r4}                        // the vcpu
    mov     r0, sp
    LOAD_STATE
    add     sp, sp, #STATE_SIZE
    ldr     r0, [r4, #VCPU_CODE]
#ifdef FAULT_HOST_REGISTER
    mov     r2, #0
    msr     sp_und, r2
#endif
    pop     {r4-r12, lr}
    b       back_from_guest
END_ROUTINE leave_guest

// enter_guest: keep the host on the Hyp stack, load the guest, go.
// In:        r0 = vcpu. Next: the guest; back through leave_guest.
ROUTINE enter_guest
    push    {r4-r12, lr}
    mov     r4, r0
    sub     sp, sp, #STATE_SIZE
    mov     r0, sp
    SAVE_STATE
    push    {r4}
    MOV32   r2, stage2_tables
    MOV32   r3, GUEST_VMID_HIGH
    mcrr    VTTBR(r2, r3)
    MOV32   r2, GUEST_HCR
    mcr     HCR(r2)
    MOV32   r2, GUEST_HSTR
    mcr     HSTR(r2)
    MOV32   r2, GUEST_MIDR
    mcr     VPIDR(r2)
    isb
    add     r0, r4, #VCPU_STATE
    LOAD_STATE
    mov     r1, r4
    ldr     r2, [r1, #VCPU_PC]
    msr     elr_hyp, r2
    ldr     r2, [r1, #VCPU_CPSR]
    msr     spsr_cxsf, r2
    ldr     lr, [r1, #VCPU_LR_USR]
    ldm     r1, {r0-r12}
    clrex
    eret
END_ROUTINE enter_guest

// hyp_fault: Hyp itself took an exception: a vcpu whose page is gone.
ROUTINE hyp_fault
    LOAD_PROBE r0
    MOV32   r1, (RULE_BROKEN | 89 | 17 << 8)
    str     r1, [r0, #PROBE_RULE]
    mov     r1, #1
    str     r1, [r0, #PROBE_EXIT]
1:  b       1b
END_ROUTINE hyp_fault

#ifdef FORM_2011
// run_vcpu: in SVC; everything between the two HVCs is in Hyp mode.
// In:        r0 = vcpu. Out: r0 = why it came out. Destroyed: r1-r3, ip.
ROUTINE run_vcpu
    push    {r4-r11, lr}
    LOAD_PROBE r10
    MOV32   r11, call_tag
    ldr     r11, [r11]
    str.w   r11, [r10, #PROBE_CALL]
    hvc     #0
    b       enter_guest
END_ROUTINE run_vcpu

ROUTINE back_from_guest
    hvc     #0
    LOAD_PROBE r10
    str     r11, [r10, #PROBE_RETURN]
    cmp     r0, #EXIT_IRQ
    bne     2f
    // The back door: as if the interrupt had come here, in SVC.
    MOV32   r1, 1f
#ifdef THUMB2
    orr     r1, r1, #1
#endif
    mrs     r2, cpsr
#ifdef FAULT_B20
    // The frame is right, the state is not: the handler can be interrupted.
    bic     r2, r2, #0x80
    orr     r2, r2, #KERNEL_T
    push    {r1, r2}
    cpsie   i
    b       irq_svc
#else
    orr     r2, r2, #KERNEL_T
    push    {r1, r2}
    b       irq_svc
#endif
    .balign 4
1:  mov     r0, #EXIT_IRQ
    cpsid   i
2:  pop     {r4-r11, pc}
END_ROUTINE back_from_guest

// hyp_do: a Hyp instruction for the host: all translations go.
ROUTINE hyp_flush
    hvc     #0
    mcr     TLBIALLH(r0)
    dsb
    isb
    hvc     #0
    bx      lr
END_ROUTINE hyp_flush
#else
ROUTINE back_from_guest
    bx      lr
END_ROUTINE back_from_guest

ROUTINE run_vcpu
    push    {r4-r11, lr}
    mov     r1, r0
    MOV32   r0, enter_guest
    LOAD_PROBE r10
    MOV32   r11, call_tag
    ldr     r11, [r11]
    str.w   r11, [r10, #PROBE_CALL]
    hvc     #0
    str.w   r11, [r10, #PROBE_RETURN]
    // An interrupt that brought the guest out is taken here.
#ifndef FAULT_B18
    cpsie   i
    isb
    cpsid   i
#endif
    pop     {r4-r11, pc}
END_ROUTINE run_vcpu

ROUTINE flush_in_hyp
    mcr     TLBIALLH(r0)
    dsb
    isb
    bx      lr
END_ROUTINE flush_in_hyp

ROUTINE hyp_flush
    push    {r4, lr}
    MOV32   r0, flush_in_hyp
    hvc     #0
    pop     {r4, pc}
END_ROUTINE hyp_flush
#endif

// ---- The host -------------------------------------------------------------------

    .text
    BUILD_STATE

ROUTINE start
    bl      boot_prepare
    STACK   boot_stack_top
    MOV32   r0, hyp_tables
    MOV32   r1, image_start
    mov     r2, #0
    MOV32   r3, image_end
    bl      map_range
    MOV32   r0, hyp_tables
    LOAD_PROBE r1
    mov     r2, r1
    bl      map_page
    // Stage 2: two pages at 0, through three levels.
    MOV32   r0, stage2_tables
    mov     r1, #0
    MOV32   r2, guest_memory
    bl      map_page
    // The descriptor that Hyp's stage 1 has is not stage 2's.
    ldr     r1, [r0]
    bfc     r1, #0, #12
    movw    r2, #NORMAL_STAGE2
    orr     r1, r1, r2
    str     r1, [r0]
    mov     r2, #0
    MOV32   r1, hyp_tables
    mcrr    HTTBR(r1, r2)
    mcr     HTCR(r2)
    mov     r1, #NORMAL_NON_CACHEABLE
    mcr     HMAIR0(r1)
    mcr     HMAIR1(r2)
    mcr     HCR(r2)
    mcr     HCPTR(r2)
    mcr     HSTR(r2)
    mcrr    VTTBR(r2, r2)
    MOV32   r1, 0x80000040              // SL0 = 1, T0SZ = 0
    mcr     VTCR(r1)
    mrc     MIDR(r1)
    mcr     VPIDR(r1)
    mrc     MPIDR(r1)
    mcr     VMPIDR(r1)
    mrc     CNTHCTL(r1)
    orr     r1, r1, #3
    mcr     CNTHCTL(r1)
    mcrr    CNTVOFF(r2, r2)
    mcr     TLBIALLH(r2)
    mcr     TLBIALLNSNH(r2)
    dsb
    MOV32   r1, runtime_vectors
    mcr     HVBAR(r1)
    isb
    MOV32   r1, (HSCTLR_M | KERNEL_TE)
    mcr     HSCTLR(r1)
    isb
    STACK   hyp_stack_top
    MOV32   r1, (MODE_SVC | CPSR_AIF | KERNEL_T)
    msr     spsr_cxsf, r1
    MOV32   r1, host
    bic     r1, r1, #1
    msr     elr_hyp, r1
    eret
END_ROUTINE start

ROUTINE secondary_start
1:  b       1b
END_ROUTINE secondary_start

// fill_banked: values of the host's wherever the guest has its own.
ROUTINE fill_banked
    movw    r0, #0
    movt    r0, #0x4057
    .irp    name, sp_usr, lr_usr, sp_abt, lr_abt, spsr_abt, sp_und, lr_und, spsr_und, \
        sp_irq, lr_irq, spsr_irq, r8_fiq, r9_fiq, r10_fiq, r11_fiq, r12_fiq, sp_fiq, lr_fiq, \
        spsr_fiq
    add     r0, r0, #16
    msr     \name, r0
    .endr
    mcr     CONTEXTIDR(r0)
    mcr     TPIDRURW(r0)
    mcr     TPIDRURO(r0)
    mcr     TPIDRPRW(r0)
    mcr     DACR(r0)
    // The handler of interrupts needs nothing of that mode but its link register.
    bx      lr
END_ROUTINE fill_banked

ROUTINE host
    bl      kernel_set_up
    bl      fill_banked
    STAGE   1, "a guest runs"
    bl      gic_set_up
    MOV32   r0, guest_code
    MOV32   r1, guest_code_end
    MOV32   r2, guest_memory
1:  ldr     r3, [r0], #4
    str     r3, [r2], #4
    cmp     r0, r1
    blo     1b
    dsb
    mcr     p15, 0, r0, c7, c5, 0
    isb
    MOV32   r4, vcpu_b
    mov     r0, r4
    bl      make_vcpu
    MOV32   r0, vcpu_a
    bl      make_vcpu

    bl      run                         // its call with a small number
    mov     r1, r6
    CHECK   WHAT_GUEST, r1, EC_HVC
    ldr     r1, [r4]
    CHECK   WHAT_GUEST, r1, 1
    mov     r0, #0x11
    str     r0, [r4]

    STAGE   2, "a fault of stage 2"
    bl      run
    mov     r1, r6
    CHECK   WHAT_GUEST, r1, EC_DATA_ABORT
    ldr     r1, [r4, #VCPU_HPFAR]
    CHECK   WHAT_GUEST, r1, 0x100000
    MOV32   r0, 0xabcd0000
    str     r0, [r4, #8]
    bl      skip

    STAGE   3, "a trapped register"
    bl      run
    mov     r1, r6
    CHECK   WHAT_GUEST, r1, EC_TRAPPED_CP15
    ldr     r1, [r4, #(5 * 4)]
    CHECK   WHAT_GUEST, r1, 0xabcd0011
    ldr     r1, [r4, #(6 * 4)]
    CHECK   WHAT_GUEST, r1, GUEST_MIDR
    bl      skip

    STAGE   4, "an interrupt while the guest runs"
    MOV32   r0, 2000
    mcr     CNTV_TVAL(r0)
    mov     r0, #1
    mcr     CNTV_CTL(r0)
    mov     r8, #3                      // nobody takes it: not for ever
2:  bl      run
    ldr     r1, [r4, #VCPU_CODE]
    CHECK   WHAT_INTERRUPT, r1, EXIT_IRQ
    MOV32   r0, irq_count
    ldr     r1, [r0]
    cmp     r1, #0
    bne     3f
    subs    r8, r8, #1
    bne     2b
3:  MOV32   r0, irq_count
    ldr     r1, [r0]
    mov     r2, #1
#ifdef FORM_2011
    movw    r0, #(83 | 20 << 8)
#else
    movw    r0, #(83 | 18 << 8)
#endif
    bl      measured
    bl      skip

    STAGE   5, "a neighbour in the same page is freed"
    bl      free_vcpu_a
    bl      run
    mov     r1, r6
    CHECK   WHAT_GUEST, r1, EC_HVC
    ldr     r1, [r4]
    CHECK   WHAT_GUEST, r1, 2
    mov     r0, #89
    mov     r1, #0
    mov     r2, #0
    bl      measured
    b       finish
END_ROUTINE host

// run: r4 = vcpu, one entry. Out: r6 = exception class.
ROUTINE run
    push    {r7, lr}
    MOV32   r0, call_tag
    ldr     r1, [r0]
    add     r1, r1, #1
    str     r1, [r0]
    mov     r0, r4
    bl      run_vcpu
    ldr     r6, [r4, #VCPU_HSR]
    lsr     r6, r6, #26
    pop     {r7, pc}
END_ROUTINE run

// skip: the guest goes on behind its instruction.
ROUTINE skip
    ldr     r0, [r4, #VCPU_PC]
    add     r0, r0, #4
    str     r0, [r4, #VCPU_PC]
    bx      lr
END_ROUTINE skip

// make_vcpu: r0 = vcpu, as it starts.
ROUTINE make_vcpu
    mov     r1, #0
    str     r1, [r0, #VCPU_PC]
    movw    r1, #(MODE_SVC | 0x140)     // interrupts are Hyp's
    str     r1, [r0, #VCPU_CPSR]
    add     r0, r0, #(VCPU_STATE + 21 * 4)
    MOV32   r1, SCTLR_RESET
    str     r1, [r0]
    bx      lr
END_ROUTINE make_vcpu

// free_vcpu_a: its page may be another's, too.
ROUTINE free_vcpu_a
    push    {r4, lr}
#ifdef FAULT_B17
    MOV32   r0, hyp_tables
    MOV32   r1, vcpu_a
    mov     r2, r1
    bl      map_page                    // r0 = its descriptor
    mov     r1, #0
    str     r1, [r0]
    dsb
#endif
    bl      hyp_flush
    pop     {r4, pc}
END_ROUTINE free_vcpu_a

ROUTINE gic_set_up
    movw    r0, #0
    movt    r0, #GICD_HIGH
    mov     r1, #1
    str     r1, [r0]
    mov     r1, #(1 << TIMER_INTERRUPT)
    str     r1, [r0, #0x100]
    movt    r0, #GICC_HIGH
    mov     r1, #0xff
    str     r1, [r0, #4]
    mov     r1, #1
    str     r1, [r0]
    bx      lr
END_ROUTINE gic_set_up

// host_irq: an interrupt in SVC; irq_svc is what the back door enters.
ROUTINE host_irq
    sub     lr, lr, #4
    srsdb   sp!, #MODE_SVC
    cps     #MODE_SVC
    b       irq_svc
END_ROUTINE host_irq

ROUTINE irq_svc
    push    {r0-r3, r12, lr}
    movw    r0, #0
    movt    r0, #GICC_HIGH
    ldr     r1, [r0, #0xc]
    mov     r2, #0
    mcr     CNTV_CTL(r2)
    isb
    MOV32   r2, irq_count
    ldr     r3, [r2]
    add     r3, r3, #1
    str     r3, [r2]
    ubfx    r3, r1, #0, #10
    cmp     r3, #TIMER_INTERRUPT
    it      eq
    streq   r1, [r0, #0x10]
    pop     {r0-r3, r12, lr}
    rfeia   sp!
END_ROUTINE irq_svc

// ---- The guest: position independent, in ARM state ----------------------------------

    .section .text.arm, "ax", %progbits
    .arm
    .balign 4
guest_code:
    mov     r0, #1
    hvc     #0
    mov     r4, r0
    mov     r1, #0x10000000
    ldr     r2, [r1]
    add     r5, r2, r4
    mrc     MIDR(r6)
    movw    r7, #0x5555
    mcr     CONTEXTIDR(r7)
    mcr     TPIDRURW(r7)
    mcr     TPIDRURO(r7)
    mcr     TPIDRPRW(r7)
    mcr     DACR(r7)
    mcr     VBAR(r7)
    movw    sp, #0x2000
    .irp    mode, MODE_IRQ, MODE_ABT, MODE_UND
    cps     #\mode
    movw    sp, #0x3000
    movw    lr, #0x3004
    .endr
    cps     #MODE_FIQ
    movw    r8, #0x4000
    movw    r12, #0x4000
    movw    sp, #0x4000
    cps     #MODE_SYS
    movw    sp, #0x5000
    movw    lr, #0x5004
    cps     #MODE_SVC
    mcr     p15, 0, r7, c15, c0, 0
1:  b       1b
    mov     r0, #2
    hvc     #5
1:  b       1b
guest_code_end:

    .section .bss.pages, "aw", %nobits
    .balign 4096
hyp_tables:     .space 4096
stage2_tables:  .space 4096
guest_memory:   .space 4096
// Two objects of one page.
vcpu_a:         .space VCPU_SIZE
vcpu_b:         .space VCPU_SIZE
    .balign 4096
irq_count:      .space 4
    .balign 8
                .space 1024
hyp_stack_top:
    .text
