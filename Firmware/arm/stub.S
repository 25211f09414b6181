// stub: the initial stub of one era, a kernel that makes every call of it, and a
// soft restart into a payload. Built once for each era, as ARM and as Thumb-2.
//
// Register contract
//   Entry      offset 0 in ARM state, Hyp mode, MMU off, A, I, F masked; no
//              register but PC is used. CPU 1 the same, by PSCI CPU_ON.
//   SVC        MMU off; all registers hold the pattern of include/hyp-call.S
//              around each call.
//   Hyp        no stack, no memory: SP_hyp keeps what reset left.
//   Exit       probe EXIT with 0, or 1 after a failed check; else PSCI
//              SYSTEM_OFF by SMC.

#if defined(ERA_LEGACY)
#define IMAGE                   "stub-legacy"
#define STUB_KIND               1
#elif defined(ERA_NUMBERED)
#define IMAGE                   "stub-numbered"
#define STUB_KIND               2
#else
#define IMAGE                   "stub-kernel"
#define STUB_KIND               3
#endif
#define STUB_VECTORS            hyp_stub_vectors
#define RESTART_TAG             0x801

#include "macros.h"

#if defined(ERA_LEGACY)
    IMAGE_HEAD "3.12", "initial stub of 3.7 to 4.11: get and set"
    OWNER   OWNER_IS32L, hyp_stub_vectors
    OWNER   OWNER_IS32L, spare_vectors
#elif defined(ERA_NUMBERED)
    IMAGE_HEAD "4.12", "initial stub of 4.12 to 5.6: numbered calls"
    OWNER   OWNER_IS32, hyp_stub_vectors
    OWNER   OWNER_IS32, spare_vectors
#else
    IMAGE_HEAD "6.12", "stubs of 5.7 and later: decompressor and kernel"
    OWNER   OWNER_IS32K, hyp_stub_vectors
    OWNER   OWNER_IS32Z, zimage_vectors
    OWNER   OWNER_IS32Z, zimage_moved_vectors
#endif

#include "support.S"
#include "hyp-call.S"
#include "kernel.S"
#include "initial-stub.S"

    .section .hyp.vectors, "ax", %progbits
    BUILD_STATE

STUB hyp_stub_vectors, STUB_KIND

#ifdef ERA_KERNEL
STUB zimage_vectors, 4
STUB zimage_moved_vectors, 4

// The vectors through which a decompressor comes back into Hyp mode: the HVC's
// own slot is the way into the kernel.
VECTORS zimage_reentry_vectors
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT    enter_kernel
    SLOT_PARK
    SLOT_PARK
END_VECTORS zimage_reentry_vectors
#else
STUB spare_vectors, STUB_KIND
#endif

    .text
    BUILD_STATE

ROUTINE start
    bl      boot_prepare
#ifdef ERA_KERNEL
    // The decompressor: its own stub, down to SVC, and later back up.
    MOV32   r0, zimage_vectors
    mcr     HVBAR(r0)
    mov     r0, #0
    mcr     HCR(r0)
    mcr     HCPTR(r0)
    mcr     HSTR(r0)
    MOV32   r0, KERNEL_TE
    mcr     HSCTLR(r0)
    MOV32   r0, (MODE_SVC | CPSR_AIF | KERNEL_T)
    msr     spsr_cxsf, r0
    MOV32   r1, decompressor
    bic     r1, r1, #1
    msr     elr_hyp, r1
    eret
#else
    MOV32   lr, first_kernel
    b       kernel_entry
#endif
END_ROUTINE start

#ifdef ERA_KERNEL
// decompressor: in SVC. Its calls, then the bare HVC whose vector is the kernel's
// entry; r1 and r2 must arrive there as they are here, with r0 zero.
ROUTINE decompressor
    MOV32   lr, 1f
#ifdef THUMB2
    orr     lr, lr, #1
#endif
    b       kernel_set_up
1:  STAGE   1, "decompressor: set, refuse, move"
    EXPECT  HVC_SET_VECTORS, 0, at=zimage_moved_vectors
    EXPECT  HVC_RESET_VECTORS, HVC_STUB_ERR
    EXPECT  3, HVC_STUB_ERR
    EXPECT  HVC_SET_VECTORS, 0, at=zimage_vectors
    STAGE   2, "decompressor: back to Hyp mode through its own vectors"
    EXPECT  HVC_SET_VECTORS, 0, at=zimage_reentry_vectors
    mov     r0, #0
    MOV32   r1, 0xffffffff
    MOV32   r2, 0x48000000
    hvc     #0
    b       unexpected
END_ROUTINE decompressor

// enter_kernel: the slot's target, in Hyp mode.
ROUTINE enter_kernel
    MOV32   lr, first_kernel
    MOV32   r8, entry_registers
    stm     r8, {r0-r2}
    b       kernel_entry
END_ROUTINE enter_kernel

    .bss
    .balign 8
entry_registers: .space 16
    .text
#endif

ROUTINE first_kernel
    bl      kernel_set_up
#ifdef ERA_KERNEL
    STAGE   3, "kernel: entered in Hyp mode with r0 to r2 of the decompressor"
    MOV32   r0, entry_registers
    ldm     r0, {r4-r6}
    eor     r4, r4, #0
    mvn     r5, r5
    MOV32   r0, 0x48000000
    eor     r6, r6, r0
    orr     r1, r4, r5
    orr     r1, r1, r6
    mov     r0, #79
    mov     r2, #0
    bl      measured
#endif

#if defined(ERA_LEGACY)
    STAGE   4, "get and set"
    EXPECT  LEGACY_GET_VECTORS, answer_at=hyp_stub_vectors
    EXPECT  LEGACY_GET_VECTORS, answer_at=hyp_stub_vectors
    EXPECT  spare_vectors, answer_at=spare_vectors
    EXPECT  LEGACY_GET_VECTORS, answer_at=spare_vectors
    EXPECT  hyp_stub_vectors, answer_at=hyp_stub_vectors
#ifdef FAULT_B02
    // A function for KVM, sent to whoever answers: it becomes the vectors.
    EXPECT  kernel_set_up, answer_at=kernel_set_up
    EXPECT  LEGACY_GET_VECTORS, answer_at=hyp_stub_vectors
#endif
    STAGE   5, "low bits of an address are dropped"
    EXPECT  hyp_stub_vectors + 8, answer_at=hyp_stub_vectors + 8
    EXPECT  LEGACY_GET_VECTORS, answer_at=hyp_stub_vectors
#elif defined(ERA_NUMBERED)
    STAGE   4, "reset and set"
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  HVC_SET_VECTORS, 0, at=spare_vectors
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  HVC_SET_VECTORS, 0, at=hyp_stub_vectors
    STAGE   5, "numbers that are none; low bits of an address"
    EXPECT  3, HVC_STUB_ERR
    EXPECT  0x1000, HVC_STUB_ERR
    EXPECT  LEGACY_GET_VECTORS, HVC_STUB_ERR
    EXPECT  HVC_STUB_ERR, HVC_STUB_ERR
    EXPECT  HVC_SET_VECTORS, 0, at=hyp_stub_vectors + 0x10
    EXPECT  HVC_RESET_VECTORS, 0
#else
    STAGE   4, "the kernel's stub refuses all but a restart"
    EXPECT  HVC_SET_VECTORS, HVC_STUB_ERR, at=zimage_vectors
    EXPECT  HVC_RESET_VECTORS, HVC_STUB_ERR
    STAGE   5, "numbers that are none"
    EXPECT  3, HVC_STUB_ERR
    EXPECT  0x1000, HVC_STUB_ERR
    EXPECT  LEGACY_GET_VECTORS, HVC_STUB_ERR
#endif

    STAGE   6, "the immediate and the masks make no difference"
#if defined(ERA_LEGACY)
#define HARMLESS LEGACY_GET_VECTORS, answer_at=hyp_stub_vectors
#elif defined(ERA_NUMBERED)
#define HARMLESS HVC_RESET_VECTORS, 0
#else
#define HARMLESS HVC_RESET_VECTORS, HVC_STUB_ERR
#endif
    EXPECT  HARMLESS
    EXPECT  HARMLESS, through=hyp_call_1
    EXPECT  HARMLESS, through=hyp_call_65535
    MOV32   r4, call_masks
    mov     r5, #0
    str     r5, [r4]
    EXPECT  HARMLESS
    mov     r5, #0x80
    str     r5, [r4]
    EXPECT  HARMLESS
    mov     r5, #0x140
    str     r5, [r4]
    EXPECT  HARMLESS
    mov     r5, #0x1c0
    str     r5, [r4]

    STAGE   7, "a second CPU enters"
    MOV32   r0, PSCI_CPU_ON
    mov     r1, #1
    MOV32   r2, secondary_in_arm
    mov     r3, #0
    smc     #0
    cmp     r0, #0
    bne     3f
    MOV32   r4, 200000
1:  MOV32   r0, PSCI_AFFINITY_INFO
    mov     r1, #1
    mov     r2, #0
    smc     #0
    cmp     r0, #PSCI_AFFINITY_IS_OFF
    beq     3f
    subs    r4, r4, #1
    bne     1b
    mov     r0, #WHAT_SECONDARY
    mov     r1, #0
    mov     r2, #1
    bl      check_equal
3:

    STAGE   8, "leaving for the second kernel"
#ifdef ERA_LEGACY
    // There is no restart: put vectors of ours in, whose HVC slot is the payload.
    EXPECT  payload_vectors, answer_at=payload_vectors
    mov     r0, #0
    hvc     #0
    b       unexpected
#else
#ifdef FAULT_B03_JUMP
    // A reboot that talks to nobody: the next kernel starts in SVC.
    MOV32   r0, second_kernel_in_svc
    bx      r0
#else
    RESTART RESTART_TAG, second_kernel
#endif
#endif
END_ROUTINE first_kernel

HYP_CALL_ROUTINE hyp_call_1, 1
HYP_CALL_ROUTINE hyp_call_65535, 65535

#ifdef ERA_LEGACY
    .section .hyp.vectors, "ax", %progbits
    BUILD_STATE
    OWNER   OWNER_NOBODY, payload_vectors
VECTORS payload_vectors
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT    second_kernel
    SLOT_PARK
    SLOT_PARK
END_VECTORS payload_vectors
    .text
    BUILD_STATE
#endif

// secondary_start: CPU 1, as firmware hands it over. With SECONDARY_IN_SVC that
// firmware starts it below Hyp, which no kernel can undo.
ROUTINE secondary_start
    MOV32   r0, SCTLR_RESET
    mcr     SCTLR(r0)
#ifdef SECONDARY_IN_SVC
    mov     r0, #0
    mcr     HVBAR(r0)
    MOV32   r0, (MODE_SVC | CPSR_AIF | KERNEL_T)
    msr     spsr_cxsf, r0
    MOV32   r1, 1f
    msr     elr_hyp, r1
    eret
1:
#endif
    MOV32   lr, secondary_kernel
    b       kernel_secondary_entry
END_ROUTINE secondary_start

ROUTINE secondary_kernel
    MOV32   r0, PSCI_CPU_OFF
    smc     #0
1:  b       1b
END_ROUTINE secondary_kernel

// second_kernel: the payload. In Hyp mode, MMU off, masked; it is a kernel, so it
// records its own boot mode and installs its own stub.
ROUTINE second_kernel
#ifdef BIG_ENDIAN
    setend  le
#endif
#ifdef ERA_LEGACY
    STACK   boot_stack_top
    mrs     r4, cpsr
    and     r4, r4, #0x1f
    CHECK   WHAT_MODE, r4, MODE_HYP
#else
    PAYLOAD_ENTRY RESTART_TAG, hyp_stub_vectors
#endif
    STAGE   9, "second kernel: arrived"
    MOV32   lr, last_kernel
    b       kernel_entry
END_ROUTINE second_kernel

#ifdef FAULT_B03_JUMP
ROUTINE second_kernel_in_svc
    MOV32   lr, last_kernel
    b       kernel_entry
END_ROUTINE second_kernel_in_svc
#endif

ROUTINE last_kernel
    bl      kernel_set_up
    MOV32   r4, boot_mode
    ldr     r4, [r4]
    CHECK   WHAT_BOOT_MODE, r4, MODE_HYP
    STAGE   10, "second kernel: its own stub answers"
    EXPECT  HARMLESS
    b       finish
END_ROUTINE last_kernel
