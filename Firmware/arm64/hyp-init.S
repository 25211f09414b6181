// hyp-init: the way from the initial stub through the init vectors to a resident
// hypervisor, and back, on two CPUs. The hypervisor is as small as one can be,
// but its vectors keep the contract of KVM: KI64 while it is installed, KF64
// once it runs with the EL2 MMU on at a virtual address.
//
// Register contract
//   Entry      offset 0, EL2h, MMU off, DAIF masked; no register but PC is used.
//              CPU 1 enters secondary_start the same way, by PSCI CPU_ON.
//   Throughout x28 = probe base, x27 = tag of the last call (bits 15:8 stage).
//   EL1        MMU off; SP_EL1 = boot_stack_top, on CPU 1 second_stack_top; all
//              other registers are filled with the pattern of
//              include/hyp-call.S around each call.
//   EL2        while resident: SP_EL2 = top of that CPU's page in hyp_stacks, as
//              a runtime VA; TPIDR_EL2 = 0xc000 + CPU number.
//   Exit       probe EXIT with 0, or 1 after a failed check; else PSCI
//              SYSTEM_OFF by SMC.
//
// Address map of the EL2 tables: this image's pages at their physical address
// and again at + RUNTIME_OFFSET; the probe and the UART at theirs.

#define IMAGE                   "hyp-init"
#define EL2_VECTORS             hyp_stub_vectors
#define RUNTIME_OFFSET          0x1000000000
#define RUNTIME_OFFSET_HIGH     0x10            // bits 47:32 of it
#define WINDOW_TAG              0x480
#define FINAL_TAG               0xa01
#define SECOND_CPU              1               // its MPIDR affinity
#define SECOND_CONTEXT          0x5ec0
#define SECOND_CPU_SECONDS      20              // it has done its work by then

#include "macros.h"

    IMAGE_HEAD "latest", "hyp-init: install window, resident hypervisor, reset, two CPUs"
    OWNER   OWNER_IS64, hyp_stub_vectors
    OWNER   OWNER_KI64, init_vectors
    OWNER   OWNER_KF64, runtime_vectors, RUNTIME_OFFSET
    ALIAS   image_start, RUNTIME_OFFSET, image_start, image_length

#include "console.S"
#include "check.S"
#include "boot.S"
#include "hyp-call.S"
#include "kernel.S"
#include "init-el2.S"
#include "stub-current.S"

#include "kvm.S"

// ---- The kernel -------------------------------------------------------------

    .text

// start: first instructions of the boot CPU.
// Entry:     EL2h, MMU off, masked. Next: first_kernel at EL1.
ROUTINE start
    bl      boot_prepare
    mrs     x0, CurrentEL
    cmp     x0, #CURRENT_EL2
    b.ne    refuse_level
    bl      init_el2
    // From here on EL1h, x0 = boot mode.
    adr     x1, boot_stack_top
    mov     sp, x1
    bl      kernel_setup
    b       first_kernel
END_ROUTINE start

// first_kernel: the window, up to the soft restart out of it.
// Entry:     EL1h, MMU off, masked, stack and EL1 registers set up.
// Next:      window_payload at EL2.
ROUTINE first_kernel
    STAGE   1, "stub installed, kernel at EL1"
    bl      build_hyp_tables
    adr     x0, boot_params
    adr     x1, (hyp_stacks + 4096)
    movz    x2, #0xc000
    bl      fill_params
    adr     x0, second_params
    adr     x1, (hyp_stacks + 8192)
    movz    x2, #0xc001
    bl      fill_params
    EXPECT  KVM_ADD, HVC_STUB_ERR

    STAGE   2, "inside the install window"
    EXPECT  HVC_SET_VECTORS, 0, at=init_vectors
    bl      window_calls

    STAGE   3, "reset out of the window"
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  KVM_ADD, HVC_STUB_ERR               // the initial stub again

    STAGE   4, "soft restart out of the window"
    EXPECT  HVC_SET_VECTORS, 0, at=init_vectors
    RESTART WINDOW_TAG, HVC_SOFT_RESTART, window_payload
END_ROUTINE first_kernel

// window_payload: where the restart from the init vectors leads.
// Entry:     EL2h, MMU off, DAIF masked; x0-x2 = RESTART_ARGUMENT_0-2.
// Next:      resident_kernel at EL1, through init_el2.
ROUTINE window_payload
    PAYLOAD_ENTRY WINDOW_TAG
    adr     x5, boot_stack_top
    mov     sp, x5
    bl      check_arrival
    SAY     "payload at EL2, installing again"
    bl      init_el2
    adr     x1, boot_stack_top
    mov     sp, x1
    bl      kernel_setup
    b       resident_kernel
END_ROUTINE window_payload

// resident_kernel: init, hypercalls, reset, again and again; then CPU 1.
// Entry:     EL1h, MMU off, masked, stack and EL1 registers set up.
// Next:      final_payload at EL2.
ROUTINE resident_kernel
    STAGE   5, "init, hypervisor resident"
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  HVC_SET_VECTORS, 0, at=init_vectors
    adr     x0, boot_params
    bl      call_init
    bl      resident_calls

    STAGE   6, "reset to the stub"
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  HVC_RESET_VECTORS, 0                // the initial stub answers this one
    EXPECT  KVM_ADD, HVC_STUB_ERR, x1=1, x2=2

    STAGE   7, "three cycles of reset, set, init"
    .rept   3
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  HVC_SET_VECTORS, 0, at=init_vectors
    adr     x0, boot_params
    bl      call_init
    EXPECT  KVM_ADD, 0, x1=0x1111222233334444, x2=0x1111111111111111, x1_after=0x2222333344445555
    .endr

    STAGE   8, "second CPU"
    LOAD64  x0, PSCI_CPU_ON
    movz    x1, #SECOND_CPU
    adr     x2, secondary_start
    movz    x3, #SECOND_CONTEXT
    smc     #0
    cbz     x0, 1f
    SAY     "no second CPU, going on with one"
    b       4f

    // The bound is generous: it ends a run that would otherwise never end. It is a
    // time, since where EL2 is virtual CPU 1 is slower by far than this loop.
1:  adr     x1, second_done
    mrs     x2, cntfrq_el0
    movz    x3, #SECOND_CPU_SECONDS
    mrs     x4, cntvct_el0
    madd    x2, x2, x3, x4
2:  ldr     w3, [x1]
    cbnz    w3, 3f
    yield
    isb
    mrs     x4, cntvct_el0
    cmp     x4, x2
    b.lo    2b
    movz    x1, #0
    CHECK   WHAT_SECONDARY, x1, 1
    b       4f
3:  bl      wait_second_off
    SAY     "second CPU came, was resident, and left"

    // HYP-5: what CPU 1 did to its vectors is no business of CPU 0.
4:  STAGE   9, "first CPU still resident"
    EXPECT  KVM_ADD, 0, x1=40, x2=2, x1_after=42
    EXPECT  HVC_SET_VECTORS, HVC_STUB_ERR

    STAGE   10, "soft restart with the EL2 MMU on"
    RESTART FINAL_TAG, HVC_SOFT_RESTART, final_payload
END_ROUTINE resident_kernel

// final_payload: where the restart from the resident hypervisor leads.
// Entry:     EL2h, MMU off, DAIF masked; x0-x2 = RESTART_ARGUMENT_0-2.
// Next:      finish.
ROUTINE final_payload
    PAYLOAD_ENTRY FINAL_TAG
    adr     x5, boot_stack_top
    mov     sp, x5
    bl      check_arrival
    STAGE   11, "payload at EL2, MMU off, stub vectors"
    b       finish
END_ROUTINE final_payload

// window_calls: what the init vectors say to everything but init.
// Entry:     EL1 with a stack, init vectors installed; x27, x28 as always.
// Destroyed: all but SP, x27, x28. Returns to x30.
ROUTINE window_calls
    stp     x29, x30, [sp, #-16]!
    EXPECT  HVC_SET_VECTORS, HVC_STUB_ERR, at=hyp_stub_vectors
    EXPECT  HVC_FINALISE_EL2, HVC_STUB_ERR
    EXPECT  HVC_GET_ICH_VTR_EL2, HVC_STUB_ERR
    EXPECT  KVM_ADD, SMCCC_NOT_SUPPORTED
    EXPECT  HVC_STUB_HCALL_NR, SMCCC_NOT_SUPPORTED
    EXPECT  0x100000001, SMCCC_NOT_SUPPORTED    // SOFT_RESTART in the low half
    EXPECT  -1, SMCCC_NOT_SUPPORTED
    ldp     x29, x30, [sp], #16
    ret
END_ROUTINE window_calls

#include "kvm-call.S"

// resident_calls: one of each kind to the resident hypervisor.
// Entry:     EL1 with a stack, hypervisor resident; x27, x28 as always.
// Destroyed: all but SP, x27, x28. Returns to x30.
ROUTINE resident_calls
    stp     x29, x30, [sp, #-16]!
    EXPECT  KVM_ADD, 0, x1=0x1234567800000000, x2=0x9abcdef0, x1_after=0x123456789abcdef0
    EXPECT  KVM_NO_SUCH_CALL, SMCCC_NOT_SUPPORTED
    EXPECT  KVM_INIT, SMCCC_NOT_SUPPORTED
    EXPECT  HVC_SET_VECTORS, HVC_STUB_ERR, at=hyp_stub_vectors
    EXPECT  HVC_FINALISE_EL2, HVC_STUB_ERR
    EXPECT  HVC_GET_ICH_VTR_EL2, HVC_STUB_ERR
    EXPECT  0x100000001, SMCCC_NOT_SUPPORTED
    EXPECT  -1, SMCCC_NOT_SUPPORTED
    EXPECT  KVM_ADD, 0, x1=-1, x2=1, x1_after=0
    ldp     x29, x30, [sp], #16
    ret
END_ROUTINE resident_calls

// secondary_start: first instructions of CPU 1.
// Entry:     EL2h, MMU off, masked; x0 = SECOND_CONTEXT.
// Next:      the same way as CPU 0, on its own stacks and block; then CPU_OFF.
//            It prints nothing: CPU 0 has the console.
ROUTINE secondary_start
    LOAD_PROBE
    movz    w27, #(0x40 << 8)
    adr     x1, second_stack_top
    mov     sp, x1
    CHECK   0, x0, SECOND_CONTEXT
    mrs     x1, CurrentEL
    CHECK   WHAT_CURRENT_EL, x1, CURRENT_EL2
    bl      init_el2
    adr     x1, second_stack_top
    mov     sp, x1
    bl      kernel_setup
    movz    w0, #0x40
    str     w0, [x28, #PROBE_MARK]
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  HVC_SET_VECTORS, 0, at=init_vectors
    bl      window_calls
    adr     x0, second_params
    bl      call_init
    bl      resident_calls
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  HVC_RESET_VECTORS, 0
    movz    w0, #1
    adr     x1, second_done
    dmb     sy
    str     w0, [x1]
    dsb     sy
    sev
    LOAD64  x0, PSCI_CPU_OFF
    smc     #0
1:  wfi
    b       1b
END_ROUTINE secondary_start

// wait_second_off: until PSCI says that CPU 1 is off; or for a while only, for a
// PSCI that cannot tell.
// Entry:     EL1. Destroyed: x0-x4 and what PSCI may. Returns to x30.
ROUTINE wait_second_off
    movz    w10, #0xffff
1:  LOAD64  x0, PSCI_AFFINITY_INFO
    movz    x1, #SECOND_CPU
    movz    x2, #0
    stp     x10, x30, [sp, #-16]!
    smc     #0
    ldp     x10, x30, [sp], #16
    cmp     w0, #PSCI_AFFINITY_IS_OFF
    b.eq    2f
    yield
    subs    w10, w10, #1
    b.ne    1b
2:  movz    x10, #0             // how long it took differs from host to host
    ret
END_ROUTINE wait_second_off

#include "kvm-tables.S"

    .section .bss.pages, "aw", %nobits
    .balign 4096
hyp_level1:         .space 4096
hyp_level2_devices: .space 4096
hyp_level2_ram:     .space 4096
hyp_level3_image:   .space 4096
hyp_stacks:         .space 4096 * 2             // CPU 0, CPU 1

    .bss
    .balign 16
boot_params:        .space PARAM_SIZE
second_params:      .space PARAM_SIZE
second_done:        .space 8
    .balign 16
                    .space 4096
second_stack_top:
