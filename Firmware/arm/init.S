// init: KVM/arm takes over Hyp mode, generation by generation.
//
//   GEN_POSTED    the two-call init as it was posted in April 2013
//   GEN_DUAL      as merged (3.10 to 4.7): phase by r0, tables in r2 and r3
//   GEN_SINGLE    one call (4.8 to 4.11), the identity map in the runtime tables
//   GEN_NUMBERED  the same, with stub calls answered (4.12 to 5.6)
//
// Register contract
//   Entry      offset 0 in ARM state, Hyp mode, MMU off, A, I, F masked; no
//              register but PC is used. CPU 1 the same, by PSCI CPU_ON.
//   SVC        MMU off; all registers hold the pattern of include/hyp-call.S
//              around each call. MAIR0 and TTBCR are those Hyp is to have.
//   Hyp        while resident: SP_hyp = top of the CPU's stack at its runtime VA.
//   Exit       probe EXIT with 0, or 1 after a failed check; else PSCI
//              SYSTEM_OFF by SMC.
//
// Address map: runtime tables hold the image at + KERNEL_OFFSET, two-call ones the
// init text at TRAMPOLINE_VA as well, one-call ones the init text one to one.

#define STUB_VECTORS            hyp_stub_vectors
#define KERNEL_OFFSET           0x80000000
#define TRAMPOLINE_VA           0xffff0000
#define RESTART_TAG             0xa01
#define WINDOW_TAG              0x380
#define NOT_MAPPED              0x0000dead
#define RIGHT_WORD              0x600d600d
#define WRONG_WORD              0x0bad0bad

#if defined(GEN_POSTED)
#define IMAGE                   "init-posted"
#define TWO_CALLS
#define STUB_KIND               1
#elif defined(GEN_DUAL)
#define IMAGE                   "init-dual"
#define TWO_CALLS
#define STUB_KIND               1
#elif defined(GEN_SINGLE)
#define IMAGE                   "init-single"
#define STUB_KIND               1
#else
#define IMAGE                   "init-numbered"
#define STUB_KIND               2
#endif

#include "macros.h"

#if defined(GEN_POSTED)
    IMAGE_HEAD "3.9", "KVM/arm's two-call init, as posted in 2013"
#elif defined(GEN_DUAL)
    IMAGE_HEAD "3.18", "KVM/arm's two-call init, 3.10 to 4.7"
#elif defined(GEN_SINGLE)
    IMAGE_HEAD "4.8", "KVM/arm's one-call init, 4.8 to 4.11"
#else
    IMAGE_HEAD "4.12", "KVM/arm's init with stub calls, 4.12 to 5.6"
#endif
#if STUB_KIND == 1
    OWNER   OWNER_IS32L, hyp_stub_vectors
#else
    OWNER   OWNER_IS32, hyp_stub_vectors
#endif
    OWNER   OWNER_KF32, runtime_vectors, KERNEL_OFFSET
    ALIAS   image_start, KERNEL_OFFSET, image_start, image_length

// Init text that crosses a page runs from a copy in a page of its own.
#if defined(CROSSING) && !defined(FAULT_B08)
    OWNER   OWNER_KI32, bounce_page
    INIT_TEXT bounce_page, bounce_page + 0x400
#define INIT_VECTORS            bounce_page
#else
    OWNER   OWNER_KI32, init_vectors
    INIT_TEXT idmap_start, idmap_end
#define INIT_VECTORS            init_vectors
#endif
#ifdef CROSSING
    .globl  idmap_crosses
    .set    idmap_crosses, 1
#endif

#include "support.S"
#include "hyp-call.S"
#include "kernel.S"
#include "initial-stub.S"
#include "hyp-tables.S"

    .section .hyp.vectors, "ax", %progbits
    BUILD_STATE
STUB hyp_stub_vectors, STUB_KIND

// ---- KI32: the init vectors -------------------------------------------------

    .section .idmap.text, "ax", %progbits
    BUILD_STATE

VECTORS init_vectors
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT    init_call
    SLOT_PARK
    SLOT_PARK
END_VECTORS init_vectors

#if defined(GEN_POSTED)
#define ARG_PGD_LOW             r0
#define ARG_PGD_HIGH            r1
#define ARG_STACK               r2
#define ARG_VECTORS             r3
#else
#define ARG_STACK               r0
#define ARG_VECTORS             r1
#define ARG_PGD_LOW             r2
#define ARG_PGD_HIGH            r3
#endif

// hyp_controls: HTCR, HMAIR and VTCR as the kernel has them. Destroys ip.
.macro HYP_CONTROLS
    mrc     TTBCR(r12)
    and     r12, r12, #0x3f00           // cacheability and shareability
    mcr     HTCR(r12)
    mrc     MAIR0(r12)
    mcr     HMAIR0(r12)
    mrc     MAIR1(r12)
    mcr     HMAIR1(r12)
    MOV32   r12, 0x80000040             // SL0 = 1, T0SZ = 0
    mcr     VTCR(r12)
.endm

// HYP_MMU_ON: HSCTLR from the kernel's SCTLR, and M. Destroys a and b.
.macro HYP_MMU_ON a, b
    mrc     SCTLR(\a)
#ifdef FAULT_B42
    MOV32   \b, (HSCTLR_EE | HSCTLR_FI | HSCTLR_I)
#else
    MOV32   \b, (HSCTLR_EE | HSCTLR_FI | HSCTLR_I | HSCTLR_C)
#endif
    and     \a, \a, \b
#ifdef GEN_NUMBERED
    MOV32   \b, (HSCTLR_M | KERNEL_TE)
#else
    MOV32   \b, (HSCTLR_M | HSCTLR_A | KERNEL_TE)
#endif
    orr     \a, \a, \b
    isb
    mcr     HSCTLR(\a)
    isb
.endm

// init_call: an HVC between SET_VECTORS and the end of init.
// Entry:     Hyp mode, masked, no stack; MMU off, on for the second of two calls.
// Out:       two calls: first the boot tables in force, then runtime tables,
//            vectors and stack; one call: all of it. r0-r3 and ip destroyed.
// Next:      the caller by ERET.
ROUTINE init_call
#ifdef TWO_CALLS
    cmp     ARG_STACK, #0
    bne     init_second_phase
    mcrr    HTTBR(ARG_PGD_LOW, ARG_PGD_HIGH)
    HYP_CONTROLS
    mcr     TLBIALLH(r0)
    dsb
    HYP_MMU_ON r2, r3
    eret

init_second_phase:
    mov     sp, ARG_STACK
    mcr     HVBAR(ARG_VECTORS)
    // The same text at the address that both tables have.
    MOV32   ARG_STACK, TRAMPOLINE_VA
    adr     ARG_VECTORS, init_on_trampoline
    bfi     ARG_STACK, ARG_VECTORS, #0, #12
#ifdef THUMB2
    orr     ARG_STACK, ARG_STACK, #1
#endif
    bx      ARG_STACK
    .balign 4
init_on_trampoline:
    mcrr    HTTBR(ARG_PGD_LOW, ARG_PGD_HIGH)
    isb
#ifndef FAULT_B07
    mcr     TLBIALLH(r0)
    dsb
    isb
#endif
    eret
#else
#if defined(GEN_NUMBERED) && !defined(FAULT_B01)
    cmp     r0, #HVC_STUB_HCALL_NR
    blo     kvm_stub_call
#endif
    mov     sp, r0
    mcr     HVBAR(r1)
    mcrr    HTTBR(r2, r3)
    HYP_CONTROLS
#ifndef FAULT_B45
    mcr     TLBIALLH(r0)
    dsb     ish
#endif
    HYP_MMU_ON r0, r1
    eret
#endif
END_ROUTINE init_call

#ifdef GEN_NUMBERED
// kvm_stub_call: the calls of the stub ABI, answered by KVM; identity mapped.
ROUTINE kvm_stub_call
    cmp     r0, #HVC_SOFT_RESTART
    bne     1f
    msr     elr_hyp, r1
    mrs     r0, cpsr
    orr     r0, r0, #KERNEL_T
    msr     spsr_cxsf, r0
    b       2f
1:  cmp     r0, #HVC_RESET_VECTORS
    bne     3f
2:  mrc     HSCTLR(r1)
    MOV32   r0, HSCTLR_OFF_MASK
    bic     r1, r1, r0
    mcr     HSCTLR(r1)
    isb
#ifdef FAULT_B13
    // A default of KVM's own.
    MOV32   r0, init_vectors
#else
    MOV32   r0, hyp_stub_vectors
#endif
    mcr     HVBAR(r0)
    mov     r0, #0
    eret
3:
#ifdef FAULT_B12
    mcr     HVBAR(r1)
    mov     r0, #0
#else
    MOV32   r0, HVC_STUB_ERR
#endif
    eret
END_ROUTINE kvm_stub_call
#endif

// ---- KF32: the runtime vectors, at + KERNEL_OFFSET ----------------------------

    .section .hyp.vectors, "ax", %progbits
    BUILD_STATE

VECTORS runtime_vectors
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT    hyp_data_abort
    SLOT    hyp_hvc
    SLOT_PARK
    SLOT_PARK
END_VECTORS runtime_vectors

    .section .hyp.text, "ax", %progbits
    BUILD_STATE

// hyp_hvc: a call of the host: r0 = function, r1-r3 = its arguments.
ROUTINE hyp_hvc
#if STUB_KIND == 1
    cmn     r0, #1
    bne     1f
    mrc     HVBAR(r0)
    eret
1:
#else
    cmp     r0, #HVC_STUB_HCALL_NR
    bhs     1f
    // Where the MMU can go off: text that is mapped one to one.
    MOV32   ip, kvm_stub_call
    bx      ip
1:
#endif
    push    {lr}
    mrs     lr, spsr
    push    {lr}
    mov     lr, r0
#ifdef FAULT_ARGUMENTS
    mov     r0, r2
    mov     r1, r1
#else
    mov     r0, r1
    mov     r1, r2
#endif
    mov     r2, r3
#ifdef THUMB2
    orr     lr, lr, #1
#endif
    blx     lr
    pop     {lr}
    msr     spsr_cxsf, lr
    pop     {lr}
    eret
END_ROUTINE hyp_hvc

// hyp_data_abort: for hyp_read only: says that nothing is mapped there.
ROUTINE hyp_data_abort
    mrs     r0, elr_hyp
    add     r0, r0, #4
    msr     elr_hyp, r0
    MOV32   r0, NOT_MAPPED
    eret
END_ROUTINE hyp_data_abort

// Hyp functions: r0 := r0 + r1 - r2; r0 := the word at r0.
ROUTINE hyp_sum
    add     r0, r0, r1
    sub     r0, r0, r2
    bx      lr
END_ROUTINE hyp_sum

ROUTINE hyp_read
    mrs     r3, elr_hyp                 // an abort here takes the host's place
    ldr.w   r0, [r0]
    msr     elr_hyp, r3
    bx      lr
END_ROUTINE hyp_read

// ---- The kernel ---------------------------------------------------------------

    .text
    BUILD_STATE

// CALL: as EXPECT, without a promise about r0. Bits 0 to 3 of `virtual` say which
// of r0 to r3 Hyp has at + KERNEL_OFFSET.
.macro CALL r0, r1, r2, r3, virtual=0
    bl      next_call
    MOV32   r0, \r0
    MOV32   r1, \r1
    MOV32   r2, \r2
    MOV32   r3, \r3
    .irp    n, 0, 1, 2, 3
    .if (\virtual >> \n) & 1
    orr     r\n, r\n, #KERNEL_OFFSET
    .endif
    .endr
    bl      hyp_call
.endm

.macro FUNCTION name, answer, r1, r2, r3
    EXPECT  \name, \answer, r1=\r1, r2=\r2, r3=\r3, virtual=1
.endm

// SET_VECTORS in the numbers of the era.
.macro SET_INIT_VECTORS
#if STUB_KIND == 1
    EXPECT  INIT_VECTORS, answer_at=INIT_VECTORS
#else
    EXPECT  HVC_SET_VECTORS, 0, at=INIT_VECTORS
#endif
.endm

// INIT: from the stub to a resident KVM on this CPU.
.macro INIT stack
    SET_INIT_VECTORS
#if defined(GEN_POSTED)
    CALL    boot_tables, 0, 0, 0
    CALL    runtime_tables, 0, \stack, runtime_vectors, virtual=12
#elif defined(GEN_DUAL)
#ifdef FAULT_B05
    // In the order of the posted version.
    CALL    boot_tables, 0, 0, 0
#else
    CALL    0, 0, boot_tables, 0
#endif
    CALL    \stack, runtime_vectors, runtime_tables, 0, virtual=3
#else
    CALL    \stack, runtime_vectors, runtime_tables, 0, virtual=3
#endif
.endm

ROUTINE start
    bl      boot_prepare
    // A boot loader that used Hyp's MMU: its translations stay behind, one of them
    // wrong for the kernel.
    STACK   boot_stack_top
    MOV32   r0, seed_tables
    MOV32   r1, image_start
    mov     r2, #0
    MOV32   r3, image_end
    bl      map_range
    MOV32   r0, seed_tables
    VIRTUAL r1, right_page
    MOV32   r2, wrong_page
    bl      map_page
    MOV32   r0, right_page
    MOV32   r1, RIGHT_WORD
    str     r1, [r0]
    MOV32   r0, wrong_page
    MOV32   r1, WRONG_WORD
    str     r1, [r0]
    MOV32   r0, 0
    MOV32   r1, seed_tables
    mcrr    HTTBR(r1, r0)
    mcr     HTCR(r0)
    mov     r0, #NORMAL_NON_CACHEABLE
    mcr     HMAIR0(r0)
    mcr     TLBIALLH(r0)
    dsb
    MOV32   r0, (HSCTLR_M | KERNEL_TE)
    isb
    mcr     HSCTLR(r0)
    isb
    VIRTUAL r1, right_page
    ldr     r1, [r1]
    MOV32   r0, KERNEL_TE
    mcr     HSCTLR(r0)
    isb
    MOV32   lr, first_kernel
    b       kernel_entry
END_ROUTINE start

// kvm_set_up: the registers that init copies from, and the tables.
ROUTINE kvm_set_up
    push    {r4, lr}
    MOV32   r0, 0x80000000              // long descriptors, non-cacheable walks
    mcr     TTBCR(r0)
    mov     r0, #NORMAL_NON_CACHEABLE
    mcr     MAIR0(r0)
    mov     r0, #0
    mcr     MAIR1(r0)
    mrc     SCTLR(r0)
    orr     r0, r0, #(1 << 2)
    orr     r0, r0, #(1 << 12)
    mcr     SCTLR(r0)
    isb
    pop     {r4, pc}
END_ROUTINE kvm_set_up

ROUTINE kvm_tables
    push    {r4-r6, lr}
#if defined(CROSSING) && !defined(FAULT_B08)
    // Copy the init text, and clean it to the point of coherency.
    MOV32   r0, idmap_start
    MOV32   r1, idmap_end
    MOV32   r2, bounce_page
1:  ldr     r3, [r0], #4
    str     r3, [r2]
    mcr     p15, 0, r2, c7, c10, 1
    add     r2, r2, #4
    cmp     r0, r1
    blo     1b
    dsb
    mcr     p15, 0, r0, c7, c5, 0
    isb
#endif
    MOV32   r4, INIT_VECTORS            // the one page that is mapped for init
    bfc     r4, #0, #12
#ifdef TWO_CALLS
    MOV32   r0, boot_tables
    mov     r1, r4
    mov     r2, r4
    bl      map_page
    MOV32   r0, boot_tables
    MOV32   r1, TRAMPOLINE_VA
    mov     r2, r4
    bl      map_page
    MOV32   r0, runtime_tables
    MOV32   r1, TRAMPOLINE_VA
    mov     r2, r4
    bl      map_page
#else
    MOV32   r0, runtime_tables
    mov     r1, r4
    mov     r2, r4
    bl      map_page
#endif
    MOV32   r0, runtime_tables
    MOV32   r1, image_start
    MOV32   r2, KERNEL_OFFSET
    MOV32   r3, image_end
    bl      map_range
    dsb
    pop     {r4-r6, pc}
END_ROUTINE kvm_tables

ROUTINE first_kernel
    bl      kernel_set_up
    bl      kvm_set_up
    STAGE   1, "the stub answers"
#if STUB_KIND == 1
    EXPECT  LEGACY_GET_VECTORS, answer_at=hyp_stub_vectors
#else
    EXPECT  HVC_RESET_VECTORS, 0
#endif
    bl      kvm_tables

#ifdef FAULT_B01_GET
    STAGE   2, "a get between set and init"
    SET_INIT_VECTORS
    EXPECT  LEGACY_GET_VECTORS, answer_at=init_vectors
#endif
#ifdef FAULT_B04
    STAGE   2, "set here, init elsewhere"
    SET_INIT_VECTORS
    b       start_second_cpu
#endif
#ifdef GEN_NUMBERED
    STAGE   2, "stub calls between set and init"
    SET_INIT_VECTORS
    EXPECT  HVC_SET_VECTORS, HVC_STUB_ERR, at=hyp_stub_vectors
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  HVC_RESET_VECTORS, 0
    SET_INIT_VECTORS
    STAGE   3, "a soft restart between set and init"
    RESTART WINDOW_TAG, window_payload
END_ROUTINE first_kernel

ROUTINE window_payload
    PAYLOAD_ENTRY WINDOW_TAG, hyp_stub_vectors
    MOV32   lr, init_kernel
    b       kernel_entry
END_ROUTINE window_payload

ROUTINE init_kernel
    bl      kernel_set_up
    bl      kvm_set_up
#endif
    STAGE   4, "init"
    INIT    hyp_stack_0

    STAGE   5, "KVM is resident"
    FUNCTION hyp_sum, 42, 40, 5, 3
    FUNCTION hyp_sum, 0, 0xffffffff, 1, 0
    bl      check_tables
#if STUB_KIND == 1
    EXPECT  LEGACY_GET_VECTORS, answer_at=runtime_vectors, answer_virtual=1
#else
    EXPECT  HVC_SET_VECTORS, HVC_STUB_ERR, at=hyp_stub_vectors
    FUNCTION hyp_sum, 7, 3, 5, 1
#ifdef FAULT_B06
    // The identity map is taken away when everybody is up.
    MOV32   r0, runtime_tables
    mov     r1, #0
    str     r1, [r0, #8]
    bl      next_call
    VIRTUAL r0, hyp_flush
    bl      hyp_call
#endif
    STAGE   6, "reset, set, init again, three times over"
    .rept   3
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  HVC_RESET_VECTORS, 0
    INIT    hyp_stack_0
    FUNCTION hyp_sum, 42, 40, 5, 3
    .endr
#endif
#if defined(TWO_CALLS) && defined(FAULT_B06)
    // Gone after boot, as the first version had it.
    MOV32   r0, boot_tables
    mov     r1, #0
    str     r1, [r0, #8]
    dsb
#endif
    b       start_second_cpu
#ifdef GEN_NUMBERED
END_ROUTINE init_kernel
#else
END_ROUTINE first_kernel
#endif

ROUTINE start_second_cpu
    STAGE   7, "a second CPU is plugged in"
    MOV32   r0, PSCI_CPU_ON
    mov     r1, #1
    MOV32   r2, secondary_in_arm
    mov     r3, #0
    smc     #0
    cmp     r0, #0
    bne     2f
    MOV32   r4, 200000
1:  MOV32   r0, PSCI_AFFINITY_INFO
    mov     r1, #1
    mov     r2, #0
    smc     #0
    cmp     r0, #PSCI_AFFINITY_IS_OFF
    beq     2f
    subs    r4, r4, #1
    bne     1b
    mov     r0, #WHAT_SECONDARY
    mov     r1, #0
    mov     r2, #1
    bl      check_equal
2:  STAGE   9, "back on the first"
    FUNCTION hyp_sum, 42, 40, 5, 3
#ifdef GEN_NUMBERED
    STAGE   10, "leaving by a soft restart out of KVM"
#ifdef FAULT_B34
    RESTART RESTART_TAG, payload_in_arm
#else
    RESTART RESTART_TAG, second_kernel
#endif
#else
    b       finish
#endif
END_ROUTINE start_second_cpu

// check_tables: what the boot loader's and the boot tables' translations have
// become, as Hyp itself sees it.
ROUTINE check_tables
    push    {r4, lr}
    bl      next_call
    VIRTUAL r0, hyp_read
    VIRTUAL r1, right_page
    bl      hyp_call
#ifndef GEN_POSTED
    mov     r1, r0
    MOV32   r2, RIGHT_WORD
    movw    r0, #(49 | 45 << 8)
    bl      measured
#endif
#ifdef TWO_CALLS
    bl      next_call
    VIRTUAL r0, hyp_read
    MOV32   r1, INIT_VECTORS
    bl      hyp_call
    mov     r1, r0
    MOV32   r2, NOT_MAPPED
    movw    r0, #(53 | 7 << 8)
    bl      measured
#endif
    pop     {r4, pc}
END_ROUTINE check_tables

    .section .hyp.text, "ax", %progbits
    BUILD_STATE
ROUTINE hyp_flush
    mcr     TLBIALLH(r0)
    dsb
    isb
    bx      lr
END_ROUTINE hyp_flush
    .text
    BUILD_STATE

ROUTINE secondary_start
    MOV32   r0, SCTLR_RESET
    mcr     SCTLR(r0)
    MOV32   lr, secondary_kernel
    b       kernel_secondary_entry
END_ROUTINE secondary_start

ROUTINE secondary_kernel
    bl      kernel_set_up
    STACK   second_stack_top
    bl      kvm_set_up
#ifdef FAULT_B04
    CALL    hyp_stack_1, runtime_vectors, runtime_tables, 0, virtual=3
#endif
    STAGE   8, "CPU 1: init"
    INIT    hyp_stack_1
    FUNCTION hyp_sum, 42, 40, 5, 3
#ifdef GEN_NUMBERED
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  HVC_RESET_VECTORS, 0
#endif
    MOV32   r0, PSCI_CPU_OFF
    smc     #0
1:  b       1b
END_ROUTINE secondary_kernel

#ifdef FAULT_B34
    .section .text.arm, "ax", %progbits
    .arm
    .balign 4
// A payload in ARM state, as a kernel of the other build would be.
payload_in_arm:
    MOV32   ip, second_kernel
    bx      ip
    .text
    BUILD_STATE
#endif

ROUTINE second_kernel
    PAYLOAD_ENTRY RESTART_TAG, hyp_stub_vectors
    STAGE   11, "second kernel: arrived"
    MOV32   lr, last_kernel
    b       kernel_entry
END_ROUTINE second_kernel

ROUTINE last_kernel
    bl      kernel_set_up
    MOV32   r4, boot_mode
    ldr     r4, [r4]
    CHECK   WHAT_BOOT_MODE, r4, MODE_HYP
    STAGE   12, "second kernel: its own stub answers"
    EXPECT  HVC_RESET_VECTORS, 0
    b       finish
END_ROUTINE last_kernel

    .section .bss.pages, "aw", %nobits
    .balign 4096
boot_tables:    .space 4096
runtime_tables: .space 4096
seed_tables:    .space 4096
right_page:     .space 4096
wrong_page:     .space 4096
#if defined(CROSSING) && !defined(FAULT_B08)
bounce_page:    .space 4096
#endif
                .space 512
hyp_stack_0:
                .space 512
hyp_stack_1:
    .text
