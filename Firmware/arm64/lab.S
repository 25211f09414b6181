// lab: one small scene for each bug of the catalogue that an nVHE kernel and its
// hypervisor can show. The scenes are right as they stand; the note holds, for each
// FIX, the instruction that stood there while the bug did.
//
// Register contract
//   Entry      offset 0, EL2h (B56: EL1h), MMU off, DAIF masked; x0 = number of
//              the scene, which is that of its bug, or 0 for none.
//   Throughout x28 = probe base, x27 = tag of the last call (bits 15:8 stage).
//   EL1        MMU off; SP_EL1 = boot_stack_top, on CPU 1 second_stack_top; all
//              other registers are filled with the pattern of include/hyp-call.S
//              around each call.
//   EL2        while the hypervisor is resident: SP_EL2 = top of that CPU's page
//              in hyp_stacks, as a runtime VA.
//   Exit       probe EXIT with 0, or 1 after a failed check.

#define IMAGE                   "lab"
#define EL2_VECTORS             hyp_stub_vectors
#define RUNTIME_OFFSET          0x1000000000
#define RUNTIME_OFFSET_HIGH     0x10            // bits 47:32 of it
#define KVM_MORE_CALLS
#define RESTART_TAG             0x801
#define SECOND_CPU              1               // its MPIDR affinity

// What this hypervisor can do beyond KVM_ADD.
#define KVM_PEEK                0xc6000010      // x1 := the doubleword at VA x1
#define KVM_SWITCH              0xc6000011      // other tables, at PA x1
#define KVM_UNALIGNED           0xc6000012      // use the stack as compilers do
#define KVM_NEST                0xc6000013      // a hypercall of EL2's own
#define KVM_PROTECT             0xc6000014      // vectors that trust nobody
#define KVM_RUN                 0xc6000015      // guest with VMID x1 and tables at x2

#define KVM_INTERRUPT           0xc6000016      // an interrupt of the host's has come
#define KVM_PANIC               0xc6000017      // EL2 fails

// A VA of EL2 and an IPA of guests that lead to different pages as tables change.
#define WINDOW_VA               0x140000000     // 5 GiB: entry 5 of level 1
#define WINDOW_INDEX            5
#define OTHER_BLOCK             0x40200000      // the 2 MiB block behind the image's
#define VALUE_OFFSET            0x100000        // in either block, behind the image
#define THIS_VALUE              0x1111
#define OTHER_VALUE             0x2222

#include "macros.h"

    IMAGE_HEAD "latest", "lab: scenes of the bug catalogue"
    OWNER   OWNER_IS64, hyp_stub_vectors
    OWNER   OWNER_TP64, temporary_page
    OWNER   OWNER_KI64, init_vectors
    OWNER   OWNER_KI64, wide_init_vectors
    OWNER   OWNER_KF64, runtime_vectors, RUNTIME_OFFSET
    OWNER   OWNER_KP64, protected_vectors, RUNTIME_OFFSET
    ALIAS   image_start, RUNTIME_OFFSET, image_start, image_length
    NOTE_NAME temporary_page

#include "console.S"
#include "check.S"
#include "boot.S"
#include "hyp-call.S"
#include "kernel.S"
#include "init-el2.S"
#include "stub-current.S"
#include "stub-temporary.S"
#include "kvm.S"
#include "kvm-call.S"
#include "kvm-tables.S"

// SCENE number: opens the scene of bug B`number`, at EL1 with a stack, the stub
// installed and nothing else done.
.macro SCENE number
    .pushsection .rodata, "a", %progbits
    .subsection 1
    .quad   \number, scene_\number
    .popsection
ROUTINE scene_\number
    STAGE   1, "scene of B\number"
.endm

.macro END_SCENE number
    b       finish
END_ROUTINE scene_\number
.endm

    .pushsection .rodata, "a", %progbits
    .subsection 1
    .balign 8
scene_table:
    .popsection

    .text

// start: first instructions of the boot CPU.
// Entry:     EL2h or EL1h, MMU off, masked; x0 = scene. Next: the scene at EL1.
ROUTINE start
    mov     x19, x0
    bl      boot_prepare
    adr     x0, scene_number
    str     x19, [x0]
    movz    x0, #BOOT_MODE_EL1
    mrs     x1, CurrentEL
    cmp     x1, #CURRENT_EL2
    b.ne    2f
    cmp     x19, #45
    b.ne    1f
    bl      bootloader
1:  cmp     x19, #36
    b.ne    5f
    LOAD64  x0, HCR_VHE_HOST                    // UNKNOWN at reset: this is one value
    msr     hcr_el2, x0
    isb
5:  bl      init_el2
    // From here on EL1h, x0 = boot mode.
2:  adr     x1, boot_stack_top
    mov     sp, x1
    bl      kernel_setup
    adr     x0, scene_number
    ldr     x0, [x0]
    adr     x1, scene_table
3:  ldp     x2, x3, [x1], #16
    cbz     x2, 4f
    cmp     x2, x0
    b.ne    3b
    br      x3
4:  SAY     "x0 names no scene"
    b       finish
END_ROUTINE start

// install_kvm: tables, parameters, SET_VECTORS, init: the hypervisor is resident.
// Entry:     EL1 with a stack. Destroyed: all but SP, x27, x28. Returns to x30.
ROUTINE install_kvm
    stp     x29, x30, [sp, #-16]!
    bl      prepare_kvm
    EXPECT  HVC_SET_VECTORS, 0, at=init_vectors
    adr     x0, boot_params
    bl      call_init
    ldp     x29, x30, [sp], #16
    ret
END_ROUTINE install_kvm

// prepare_kvm: tables and parameters of CPU 0.
// Entry:     EL1 with a stack. Destroyed: x0-x6. Returns to x30.
ROUTINE prepare_kvm
    stp     x29, x30, [sp, #-16]!
    bl      build_hyp_tables
    adr     x0, boot_params
    adr     x1, (hyp_stacks + 4096)
    movz    x2, #0xc000
    bl      fill_params
    // Two values to tell two pages by.
    LOAD64  x0, LOAD_ADDRESS + VALUE_OFFSET
    movz    x1, #THIS_VALUE
    str     x1, [x0]
    LOAD64  x2, OTHER_BLOCK - LOAD_ADDRESS
    movz    x1, #OTHER_VALUE
    str     x1, [x0, x2]
    dsb     sy
    ldp     x29, x30, [sp], #16
    ret
END_ROUTINE prepare_kvm

// reset_vectors: RESET_VECTORS, with the answer looked at.
// Entry:     EL1 with a stack. Destroyed: all but SP, x27, x28. Returns to x30.
ROUTINE reset_vectors
    stp     x29, x30, [sp, #-16]!
    EXPECT  HVC_RESET_VECTORS, 0
    ldp     x29, x30, [sp], #16
    ret
END_ROUTINE reset_vectors

// start_second: CPU_ON with an entry, then wait until it has set second_done.
// Entry:     EL1 with a stack. In: x2 = entry. Destroyed: x0-x4. Returns to x30.
ROUTINE start_second
    LOAD64  x0, PSCI_CPU_ON
    movz    x1, #SECOND_CPU
    movz    x3, #0
    smc     #0
    movz    w2, #0xffff
    adr     x1, second_done
1:  dc      civac, x1                           // CPU 1 writes it with its MMU off
    dsb     sy
    ldr     w3, [x1]
    cbnz    w3, 2f
    yield
    subs    w2, w2, #1
    b.ne    1b
    movz    w0, #WHAT_SECONDARY, lsl #16
    str     w0, [x28, #PROBE_FAIL]
    adr     x0, failure_count
    movz    w1, #1
    str     w1, [x0]
2:  ret
END_ROUTINE start_second

// SECOND_CPU_ENTRY: opens CPU 1's first routine: stub, stack and EL1 as CPU 0's.
.macro SECOND_CPU_ENTRY
    LOAD_PROBE
    movz    w27, #(0x40 << 8)
    bl      init_el2
    adr     x1, second_stack_top
    mov     sp, x1
    bl      kernel_setup
.endm

// second_off: CPU 1 has done its work.
// Entry:     EL1. Does not return.
ROUTINE second_off
    movz    w0, #1
    adr     x1, second_done
    dmb     sy
    str     w0, [x1]
    dsb     sy
    LOAD64  x0, PSCI_CPU_OFF
    smc     #0
1:  wfi
    b       1b
END_ROUTINE second_off

// fill_words: a stretch of memory := zero, which is no instruction.
// In:        x0 = start, x1 = end. Destroyed: x0. Returns to x30.
ROUTINE fill_words
1:  stp     xzr, xzr, [x0], #16
    cmp     x0, x1
    b.lo    1b
    dsb     sy
    ic      iallu
    dsb     nsh
    isb
    ret
END_ROUTINE fill_words

// ---- Who answers ------------------------------------------------------------

// Stub calls in the window, as S1's mail has them: explore it with hvc:1. That the
// init vectors look for stub calls at all is the fix, in include/kvm.S.
SCENE 1
    bl      prepare_kvm
    movz    w0, #2
    str     w0, [x28, #PROBE_MARK]
    EXPECT  HVC_SET_VECTORS, 0, at=init_vectors
    movz    w9, #12                             // a kernel has things to do here
1:  subs    w9, w9, #1
    b.ne    1b
    adr     x0, boot_params
    bl      call_init
    movz    w0, #3
    str     w0, [x28, #PROBE_MARK]
    EXPECT  KVM_ADD, 0, x1=1, x2=2, x1_after=3
    EXPECT  HVC_RESET_VECTORS, 0
END_SCENE 1

// kexec: the hypervisor must let go before the next kernel takes its memory.
SCENE 3
    bl      install_kvm
    FIX     3, "bl reset_vectors", "nop"
    adr     x0, runtime_vectors
    add     x1, x0, #0x800
    bl      fill_words
    EXPECT  HVC_RESET_VECTORS, 0
END_SCENE 3

// Preemption between SET_VECTORS and init: explore with migrate.
SCENE 4
    bl      prepare_kvm
    adr     x2, idle_second
    bl      start_second
    movz    w0, #2
    str     w0, [x28, #PROBE_MARK]
    EXPECT  HVC_SET_VECTORS, 0, at=init_vectors
    FIX     4, "nop", "msr daifclr, #2"         // preemption stays disabled
    movz    w9, #12
1:  subs    w9, w9, #1
    b.ne    1b
    msr     daifset, #2
    adr     x0, boot_params
    bl      call_init
    movz    w0, #3
    str     w0, [x28, #PROBE_MARK]
    EXPECT  KVM_ADD, 0, x1=1, x2=2, x1_after=3
END_SCENE 4

// A thread that does nothing, on CPU 1, and can be preempted.
ROUTINE idle_second
    SECOND_CPU_ENTRY
    movz    w0, #1
    adr     x1, second_done
    str     w0, [x1]
    msr     daifclr, #2
1:  yield
    b       1b
END_ROUTINE idle_second

// Two addresses in the wrong order: which is the stack, and which the tables?
SCENE 5
    bl      prepare_kvm
    adr     x0, boot_params
    ldp     x3, x4, [x0, #PARAM_STACK_PA]
    FIX     5, "stp x3, x4, [x0, #32]", "stp x4, x3, [x0, #32]"   // PARAM_STACK_PA
    EXPECT  HVC_SET_VECTORS, 0, at=init_vectors
    adr     x0, boot_params
    bl      call_init
    EXPECT  KVM_ADD, 0, x1=1, x2=2, x1_after=3
END_SCENE 5

// The identity map must outlive boot: CPU 1 comes later.
SCENE 6
    bl      install_kvm
    adr     x0, second_params
    adr     x1, (hyp_stacks + 8192)
    movz    x2, #0xc001
    bl      fill_params
    adr     x0, hyp_level1
    FIX     6, "nop", "str xzr, [x0, #8]"       // "the map was for boot only"
    dsb     sy
    adr     x2, late_second
    bl      start_second
END_SCENE 6

ROUTINE late_second
    SECOND_CPU_ENTRY
    EXPECT  HVC_SET_VECTORS, 0, at=init_vectors
    adr     x0, second_params
    bl      call_init
    EXPECT  KVM_ADD, 0, x1=1, x2=2, x1_after=3
    b       second_off
END_ROUTINE late_second

// Two tables, one after the other: what the first said must not remain.
SCENE 7
    bl      install_kvm
    bl      open_window
    EXPECT  KVM_PEEK, 0, x1=WINDOW_VA + VALUE_OFFSET, x1_after=THIS_VALUE
    // The other tables: a copy of level 1 whose window leads elsewhere.
    adrp    x0, other_level1
    adr     x1, hyp_level1
    movz    w2, #512
1:  ldr     x3, [x1], #8
    str     x3, [x0], #8
    subs    w2, w2, #1
    b.ne    1b
    adrp    x0, other_level1
    adrp    x1, other_level2
    orr     x2, x1, #DESC_TABLE
    str     x2, [x0, #(WINDOW_INDEX * 8)]
    LOAD64  x2, OTHER_BLOCK|DESC_BLOCK|DESC_AF|DESC_SH_INNER|ATTR_NORMAL|DESC_AP1
    str     x2, [x1]
    dsb     sy
    bl      next_call
    LOAD64  x0, KVM_SWITCH
    adrp    x1, other_level1
    bl      hyp_call
    EXPECT  KVM_PEEK, 0, x1=WINDOW_VA + VALUE_OFFSET, x1_after=OTHER_VALUE
END_SCENE 7

// open_window: WINDOW_VA leads to the image's own block.
// Entry:     EL1. Destroyed: x0-x2. Returns to x30.
ROUTINE open_window
    adr     x0, hyp_level1
    adrp    x1, window_level2
    orr     x2, x1, #DESC_TABLE
    str     x2, [x0, #(WINDOW_INDEX * 8)]
    LOAD64  x2, LOAD_ADDRESS|DESC_BLOCK|DESC_AF|DESC_SH_INNER|ATTR_NORMAL|DESC_AP1
    str     x2, [x1]
    dsb     sy
    ret
END_ROUTINE open_window

// Init text that crosses a page needs both pages in the identity map.
SCENE 8
    bl      prepare_kvm
    adrp    x0, hyp_level3_image
    adrp    x1, wide_init_end
    adr     x2, image_start
    sub     x1, x1, x2
    lsr     x1, x1, #9
    add     x0, x0, x1
    FIX     8, "nop", "str xzr, [x0]"           // one page was thought to be enough
    dsb     sy
    EXPECT  HVC_SET_VECTORS, 0, at=wide_init_vectors
    adr     x0, boot_params
    bl      call_init
    EXPECT  KVM_ADD, 0, x1=1, x2=2, x1_after=3
END_SCENE 8

// Two vcpus in one page: freeing one must not unmap the other.
SCENE 17
    bl      install_kvm
    bl      open_window
    EXPECT  KVM_PEEK, 0, x1=WINDOW_VA + VALUE_OFFSET, x1_after=THIS_VALUE
    // Free the neighbour: the page has another user, so it stays mapped.
    movz    w1, #1                              // users left
    FIX     17, "cbnz w1, 1f", "nop"
    adrp    x0, window_level2
    str     xzr, [x0]
    dsb     sy
    bl      next_call                           // the same tables again: invalidates
    LOAD64  x0, KVM_SWITCH
    adr     x1, hyp_level1
    bl      hyp_call
1:  EXPECT  KVM_PEEK, 0, x1=WINDOW_VA + VALUE_OFFSET, x1_after=THIS_VALUE
END_SCENE 17

// A hypercall of EL2's own: what was pushed must be popped in the same order.
SCENE 19
    bl      install_kvm
    EXPECT  KVM_NEST, 0
    EXPECT  KVM_ADD, 0, x1=1, x2=2, x1_after=3
END_SCENE 19

// Back to the host: by returning, not by acting as if it had taken an interrupt.
SCENE 20
    bl      install_kvm
    EXPECT  KVM_INTERRUPT, 0
    EXPECT  KVM_ADD, 0, x1=1, x2=2, x1_after=3
END_SCENE 20

// Hibernation: vectors go back to the stub before the temporary page is reused.
SCENE 22
    bl      copy_stub_page
    EXPECT  HVC_SET_VECTORS, 0, at=temporary_page
    // Memory is restored here; then the resumed kernel takes EL2 back.
    LOAD64  x0, 0x5eed0000
    adr     x1, hyp_stub_vectors
    FIX     22, "mov x0, xzr", "nop"            // HVC_SET_VECTORS
    hvc     #0
    adr     x0, temporary_page
    add     x1, x0, #0x1000
    bl      fill_words                          // freed, and poisoned
    EXPECT  HVC_RESET_VECTORS, 0
END_SCENE 22

ROUTINE copy_stub_page
    adr     x0, temporary_stub_vectors
    adr     x1, temporary_page
    add     x2, x0, #0x800
1:  ldr     x3, [x0], #8
    str     x3, [x1], #8
    cmp     x0, x2
    b.lo    1b
    dsb     sy
    ic      iallu
    dsb     nsh
    isb
    ret
END_ROUTINE copy_stub_page

// kdump: the crash kernel must start at EL2, where its other CPUs will.
SCENE 23
    FIX     23, "movz w9, #1", "movz w9, #0"    // "EL2 is of no use to a dump"
    cbz     w9, crash_kernel
    RESTART RESTART_TAG, HVC_SOFT_RESTART, crash_arrival
END_ROUTINE scene_23

ROUTINE crash_arrival
    PAYLOAD_ENTRY RESTART_TAG
    adr     x5, boot_stack_top
    mov     sp, x5
    bl      check_arrival
    bl      init_el2
    adr     x1, boot_stack_top
    mov     sp, x1
    bl      kernel_setup
    b       crash_kernel_el1
END_ROUTINE crash_arrival

// crash_kernel: the same, entered at EL1.
ROUTINE crash_kernel
    movz    x0, #BOOT_MODE_EL1
    bl      kernel_setup
END_ROUTINE crash_kernel

ROUTINE crash_kernel_el1
    STAGE   2, "crash kernel"
    adr     x2, mode_second
    bl      start_second
    adr     x1, boot_mode
    ldr     w1, [x1]
    adr     x2, second_mode
    ldr     w2, [x2]
    movz    w0, #WHAT_BOOT_MODE
    bl      check_equal
    b       finish
END_ROUTINE crash_kernel_el1

// CPU 1 says at which level it came.
ROUTINE mode_second
    LOAD_PROBE
    mrs     x1, CurrentEL
    movz    w2, #BOOT_MODE_EL2
    movz    w3, #BOOT_MODE_EL1
    cmp     x1, #CURRENT_EL2
    csel    w2, w2, w3, eq
    adr     x1, second_mode
    str     w2, [x1]
    dmb     sy
    b       second_off
END_ROUTINE mode_second

// A hypercall before the hypervisor is there.
SCENE 26
    FIX     26, "bl install_kvm", "nop"
    EXPECT  KVM_ADD, 0, x1=1, x2=2, x1_after=3
END_SCENE 26

// Init may use x0-x3 only; the fault is in include/kvm.S.
SCENE 27
    bl      install_kvm
    EXPECT  KVM_ADD, 0, x1=1, x2=2, x1_after=3
END_SCENE 27

// EL2 fails: the host must get its own registers back.
SCENE 28
    bl      install_kvm
    EXPECT  KVM_PANIC, 0
END_SCENE 28

// Once the host is deprivileged the stub's calls are refused.
SCENE 29
    bl      install_kvm
    EXPECT  KVM_PROTECT, 0
    EXPECT  HVC_SET_VECTORS, SMCCC_NOT_SUPPORTED, at=spare_page
    EXPECT  HVC_RESET_VECTORS, SMCCC_NOT_SUPPORTED
    EXPECT  KVM_NO_SUCH_CALL, SMCCC_NOT_SUPPORTED
END_SCENE 29

// A flag that nobody passed: the new code must be entered at EL1.
SCENE 30
    PATTERN_BASE x1
    adr     x0, cluster_entry
    FIX     30, "movz x1, #0", "nop"            // cpu_reset(entry, to hyp or not)
    cbnz    x1, 1f
    br      x0
1:  mov     x1, x0
    movz    x0, #HVC_SOFT_RESTART
    hvc     #0
    b       finish
END_ROUTINE scene_30

ROUTINE cluster_entry
    adr     x1, boot_stack_top
    mov     sp, x1
    mrs     x1, CurrentEL
    CHECK   WHAT_CURRENT_EL, x1, CURRENT_EL1
    b       finish
END_ROUTINE cluster_entry

// Firmware that keeps HVC to itself: the machine has SCR_EL3.HCE clear.
SCENE 31
    EXPECT  HVC_RESET_VECTORS, 0
END_SCENE 31

// A trap nobody wanted reaches the stub, which takes it for a call. What enables
// the trap is the fault, in include/init-el2.S.
SCENE 33
    adr     x1, spare_page
    movz    x0, #HVC_SET_VECTORS
    fmov    d0, xzr
    EXPECT  HVC_RESET_VECTORS, 0
END_SCENE 33

// A GIC of a newer architecture: its registers are the kernel's only if EL2 says so.
// The fault is in include/init-el2.S.
SCENE 43
    adr     x1, spare_page
    movz    x0, #HVC_SET_VECTORS
    mrs     x2, REG_ICC_SRE_EL1
    EXPECT  HVC_RESET_VECTORS, 0
END_SCENE 43

// EL2 set-up on CPUs of every kind; the faults are in include/init-el2.S.
.irp number, 35, 36, 39
SCENE \number
    EXPECT  HVC_RESET_VECTORS, 0
    bl      install_kvm
    EXPECT  KVM_ADD, 0, x1=1, x2=2, x1_after=3
END_SCENE \number
.endr

// What a compiler makes of a packed structure.
SCENE 40
    bl      install_kvm
    EXPECT  KVM_UNALIGNED, 0
END_SCENE 40

// ---- Tables and what the TLB holds ------------------------------------------

// The boot loader ran with the EL2 MMU on and left its translations.
SCENE 45
    bl      install_kvm
    EXPECT  KVM_ADD, 0, x1=1, x2=2, x1_after=3
END_SCENE 45

// bootloader: maps the runtime vectors' VA to another page, uses it, and turns its
// MMU off again.
// Entry:     EL2h, MMU off, bss clear. Destroyed: x0-x9. Returns to x30.
ROUTINE bootloader
    mov     x9, x30
    bl      build_hyp_tables
    adrp    x0, hyp_level3_image
    adr     x1, runtime_vectors
    adr     x2, image_start
    sub     x3, x1, x2
    lsr     x3, x3, #12
    adr     x4, spare_page
    LOAD64  x5, DESC_PAGE|DESC_AF|DESC_SH_INNER|ATTR_NORMAL|DESC_AP1
    orr     x4, x4, x5
    // Only at the runtime VA: the identity map keeps the right page.
    adr     x6, hyp_level1
    adrp    x7, other_level2
    orr     x8, x7, #DESC_TABLE
    str     x8, [x6, #((RUNTIME_OFFSET >> 30) + 1) * 8]
    adrp    x8, other_level3
    orr     x6, x8, #DESC_TABLE
    str     x6, [x7]
    str     x4, [x8, x3, lsl #3]
    dsb     sy
    LOAD64  x0, HCR_HOST
    msr     hcr_el2, x0
    LOAD64  x0, MAIR_DEVICE_NORMAL
    msr     mair_el2, x0
    LOAD64  x0, TCR_EL2_39BIT
    msr     tcr_el2, x0
    adr     x0, hyp_level1
    msr     ttbr0_el2, x0
    isb
    tlbi    alle2
    dsb     sy
    LOAD64  x0, SCTLR_EL2_ON
    msr     sctlr_el2, x0
    isb
    LOAD64  x0, RUNTIME_OFFSET
    add     x1, x1, x0
    ldr     x1, [x1]
    LOAD64  x0, SCTLR_EL2_OFF
    msr     sctlr_el2, x0
    isb
    ret     x9
END_ROUTINE bootloader

// A VMID is used again by the next kernel's KVM.
SCENE 46
    bl      install_kvm
    movz    x2, #0
    bl      build_guest_tables
    bl      run_guest
    CHECK   1, x1, THIS_VALUE
    bl      reset_vectors
    bl      install_kvm
    LOAD64  x2, OTHER_BLOCK - LOAD_ADDRESS
    bl      build_guest_tables
    bl      run_guest
    CHECK   1, x1, OTHER_VALUE
END_SCENE 46

#define GUEST_IPA_INDEX         2               // 2 GiB
#define S2_BLOCK                0x7fd           // block, AF, inner shareable, RW, Normal NC
#define S2_NORMAL_NC            0x7d5

// build_guest_tables: stage 2 with RAM at its place, and at 2 GiB a block of it.
// Entry:     EL1. In: x2 = how far behind the image's block. Destroyed: x0-x4.
ROUTINE build_guest_tables
    adrp    x0, guest_level1
    LOAD64  x3, LOAD_ADDRESS|S2_NORMAL_NC
    str     x3, [x0, #8]
    adrp    x1, guest_level2
    orr     x4, x1, #DESC_TABLE
    str     x4, [x0, #(GUEST_IPA_INDEX * 8)]
    add     x3, x3, x2
    str     x3, [x1]
    dsb     sy
    ret
END_ROUTINE build_guest_tables

// run_guest: one look through the window by a guest with VMID 1.
// Entry:     EL1 with a stack. Out: x1 = what it saw. Returns to x30.
ROUTINE run_guest
    stp     x29, x30, [sp, #-16]!
    bl      next_call
    LOAD64  x0, KVM_RUN
    LOAD64  x1, 1 << 48
    adrp    x2, guest_level1
    orr     x1, x1, x2
    bl      hyp_call
    ldp     x29, x30, [sp], #16
    ret
END_ROUTINE run_guest

// guest_code: EL1 of the guest, MMU off: one load through stage 2.
ROUTINE guest_code
    movz    x1, #0x8010, lsl #16                // 2 GiB + VALUE_OFFSET
    ldr     x1, [x1]
    hvc     #0
END_ROUTINE guest_code

// Tables for more address bits than the CPU has; the fault is in kvm-tables.S.
SCENE 51
    bl      install_kvm
    EXPECT  KVM_ADD, 0, x1=1, x2=2, x1_after=3
END_SCENE 51

// The kernel moves itself: what the MMU knew of the old place must go.
SCENE 54
    movz    x0, #0
    bl      map_kernel
    LOAD64  x1, WINDOW_VA + VALUE_OFFSET
    movz    x0, #THIS_VALUE
    str     x0, [x1]
    bl      mmu_off
    LOAD64  x0, OTHER_BLOCK - LOAD_ADDRESS
    bl      map_kernel
    LOAD64  x1, WINDOW_VA + VALUE_OFFSET
    movz    x0, #OTHER_VALUE
    str     x0, [x1]
    bl      mmu_off
    LOAD64  x0, LOAD_ADDRESS + VALUE_OFFSET
    ldr     x1, [x0]
    CHECK   WHAT_CHECKSUM, x1, THIS_VALUE
END_SCENE 54

// map_kernel: EL1 tables with the image at its place, and the window; MMU on.
// Entry:     EL1, MMU off. In: x0 = the window's distance. Destroyed: x1-x4.
ROUTINE map_kernel
    adrp    x1, kernel_level1
    adrp    x2, window_level2
    orr     x3, x2, #DESC_TABLE
    str     x3, [x1, #(WINDOW_INDEX * 8)]
    LOAD64  x3, LOAD_ADDRESS|DESC_BLOCK|DESC_AF|DESC_SH_INNER|ATTR_NORMAL
    str     x3, [x1, #8]
    add     x3, x3, x0
    str     x3, [x2]
    dsb     sy
    LOAD64  x3, MAIR_DEVICE_NORMAL
    msr     mair_el1, x3
    LOAD64  x3, TCR_EL1_39BIT
    msr     tcr_el1, x3
    msr     ttbr0_el1, x1
    msr     ttbr1_el1, x1
    FIX     54, "tlbi vmalle1", "nop"
    dsb     nsh
    isb
    LOAD64  x3, SCTLR_EL1_ON
    msr     sctlr_el1, x3
    isb
    ret
END_ROUTINE map_kernel

ROUTINE mmu_off
    LOAD64  x3, SCTLR_EL1_OFF
    msr     sctlr_el1, x3
    isb
    ret
END_ROUTINE mmu_off

// ---- What caches hide ---------------------------------------------------------

// map_cached: EL1 tables with devices and RAM at their places, cacheable; MMU on.
// Entry:     EL1, MMU off. Destroyed: x1, x3. Returns to x30.
ROUTINE map_cached
    adrp    x1, kernel_level1
    LOAD64  x3, DESC_BLOCK|DESC_AF|ATTR_DEVICE|DESC_NEVER_EXECUTE
    str     x3, [x1]
    LOAD64  x3, LOAD_ADDRESS|DESC_BLOCK|DESC_AF|DESC_SH_INNER|ATTR_NORMAL
    str     x3, [x1, #8]
    dsb     sy
    movz    x3, #0xff00                         // 1: Normal, write-back
    msr     mair_el1, x3
    LOAD64  x3, TCR_EL1_39BIT
    msr     tcr_el1, x3
    msr     ttbr0_el1, x1
    msr     ttbr1_el1, x1
    tlbi    vmalle1
    dsb     nsh
    isb
    LOAD64  x3, SCTLR_EL1_ON
    msr     sctlr_el1, x3
    isb
    ret
END_ROUTINE map_cached

// CLEAN number: what EL2 will look at goes to memory; the fault is that it does not.
.macro CLEAN number
    adr     x0, image_start
    adrp    x1, image_end
.Lclean\@:
    FIX     \number, "dc civac, x0", "nop"
    add     x0, x0, #64
    cmp     x0, x1
    b.lo    .Lclean\@
    dsb     sy
    ic      iallu
    dsb     sy
    isb
.endm

// The kernel writes EL2's tables through its cache; EL2's walks go past it.
SCENE 9
    bl      map_cached
    bl      prepare_kvm
    CLEAN   9
    EXPECT  HVC_SET_VECTORS, 0, at=init_vectors
    adr     x0, boot_params
    bl      call_init
    EXPECT  KVM_ADD, 0, x1=1, x2=2, x1_after=3
END_SCENE 9

// The host writes through its cache what EL2 reads; EL2 must use the cache, too.
SCENE 42
    bl      map_cached
    bl      prepare_kvm
    bl      open_window
    adrp    x1, window_level2                   // attribute 2: Normal, write-back
    LOAD64  x2, LOAD_ADDRESS|DESC_BLOCK|DESC_AF|DESC_SH_INNER|(2 << 2)|DESC_AP1
    str     x2, [x1]
    adr     x0, boot_params
    LOAD64  x1, 0xff4400
    str     x1, [x0, #PARAM_MAIR_EL2]
    CLEAN   142
    EXPECT  HVC_SET_VECTORS, 0, at=init_vectors
    adr     x0, boot_params
    bl      call_init
    LOAD64  x0, LOAD_ADDRESS + VALUE_OFFSET
    movz    x1, #0x4242
    str     x1, [x0]
    dsb     sy
    EXPECT  KVM_PEEK, 0, x1=WINDOW_VA + VALUE_OFFSET, x1_after=0x4242
END_SCENE 42

// A kernel comes back from hibernation: the stub's text is written again, and CPU 1
// fetches it with its MMU off.
SCENE 48
    bl      map_cached
    adr     x0, hyp_stub_vectors
    add     x1, x0, #0x800
1:  ldr     x2, [x0]
    str     x2, [x0], #8
    cmp     x0, x1
    b.lo    1b
    CLEAN   48
    adr     x2, resumed_second
    bl      start_second
END_SCENE 48

ROUTINE resumed_second
    SECOND_CPU_ENTRY
    EXPECT  HVC_RESET_VECTORS, 0
    dsb     sy
    b       second_off
END_ROUTINE resumed_second

// Vectors written through the cache, as a loader with its MMU on does.
SCENE 49
    bl      map_cached
    bl      copy_stub_page
    CLEAN   49
    EXPECT  HVC_SET_VECTORS, 0, at=temporary_page
    EXPECT  HVC_RESET_VECTORS, HVC_STUB_ERR
    EXPECT  HVC_SET_VECTORS, 0, at=hyp_stub_vectors
END_SCENE 49

// CPU 1 writes its mode with its MMU off, under a line that CPU 0 has cached.
SCENE 57
    bl      map_cached
    adr     x1, second_mode
    ldr     w2, [x1]
    movz    w2, #1                              // it is in the cache, and dirty
    str     w2, [x1]
    dc      civac, x1
    dsb     sy
    ldr     w2, [x1]
    adr     x2, mode_second
    bl      start_second
    adr     x1, second_mode
    FIX     57, "dc ivac, x1", "nop"
    dsb     sy
    ldr     w1, [x1]
    movz    w2, #BOOT_MODE_EL2
    movz    w0, #WHAT_BOOT_MODE
    bl      check_equal
END_SCENE 57

// ---- Boot mode and hotplug ---------------------------------------------------

// Booted at EL1, on every CPU alike.
SCENE 56
    adr     x1, boot_mode_word
    ldp     w1, w2, [x1]
    movz    w0, #WHAT_BOOT_MODE
    bl      check_equal
END_SCENE 56
    .pushsection .vmmnote, "a", %progbits
    .word   NOTE_FAULT, 16
    .word   56, 0                               // the second word started as zero
    .quad   boot_mode_word + 4
    .popsection

// CPU 1 comes at EL1 though CPU 0 came at EL2: it must do without KVM.
SCENE 58
    bl      prepare_kvm
    adr     x2, wrong_second
    bl      start_second
END_SCENE 58

ROUTINE wrong_second
    LOAD_PROBE
    movz    w27, #(0x40 << 8)
    adr     x1, second_stack_top
    mov     sp, x1
    movz    x0, #BOOT_MODE_EL1
    bl      kernel_setup
    adr     x1, boot_mode_word
    ldp     w1, w2, [x1]
    cmp     w1, w2
    FIX     58, "b.ne 1f", "nop"                // "all CPUs came alike"
    EXPECT  HVC_SET_VECTORS, 0, at=init_vectors
1:  b       second_off
END_ROUTINE wrong_second

// A breakpoint in the stub; the fault is in include/stub-current.S.
SCENE 59
    EXPECT  HVC_RESET_VECTORS, 0
END_SCENE 59

// Faults that existing calls show, in include/kvm.S.
.irp number, 12, 13, 21
SCENE \number
    bl      install_kvm
    EXPECT  HVC_SET_VECTORS, HVC_STUB_ERR, at=hyp_stub_vectors
    EXPECT  HVC_RESET_VECTORS, 0
    bl      install_kvm
    RESTART RESTART_TAG, HVC_SOFT_RESTART, next_kernel
END_ROUTINE scene_\number
.endr

ROUTINE next_kernel
    PAYLOAD_ENTRY RESTART_TAG
    adr     x5, boot_stack_top
    mov     sp, x5
    bl      check_arrival
    b       finish
END_ROUTINE next_kernel

// ---- What the hypervisor can do beyond KVM_ADD --------------------------------

    .section .hyp.text, "ax", %progbits

// kvm_more_calls: see the numbers above.
// Entry:     EL2h at a runtime VA, MMU on, masked; x19, x20 at SP.
// Destroyed: x2-x7. Next: the caller by ERET.
ROUTINE kvm_more_calls
    and     x19, x0, #0xff
    LOAD64  x20, KVM_PEEK
    sub     x19, x0, x20
    cmp     x19, #0
    b.eq    kvm_peek
    cmp     x19, #1
    b.eq    kvm_switch
    cmp     x19, #2
    b.eq    kvm_unaligned
    cmp     x19, #3
    b.eq    kvm_nest
    cmp     x19, #4
    b.eq    kvm_protect
    cmp     x19, #5
    b.eq    kvm_run
    cmp     x19, #6
    b.eq    kvm_interrupt
    cmp     x19, #7
    b.eq    kvm_panic
    mov     x0, #SMCCC_NOT_SUPPORTED
    b       kvm_return
kvm_done:
    mov     x0, xzr
kvm_return:
    ldp     x19, x20, [sp], #16
    eret
kvm_peek:
    ldr     x1, [x1]
    b       kvm_done
kvm_switch:
    msr     ttbr0_el2, x1
    isb
    FIX     7, "tlbi alle2", "nop"
    dsb     nsh
    isb
    b       kvm_done
kvm_unaligned:
    sub     x19, sp, #61
    ldr     x20, [x19]
    b       kvm_done
kvm_nest:
    adr     x19, nest_vectors
    msr     vbar_el2, x19
    isb
    mrs     x19, elr_el2
    mrs     x20, spsr_el2
    stp     x19, x20, [sp, #-16]!
    hvc     #0
    ldp     x19, x20, [sp], #16
    msr     elr_el2, x19
    msr     spsr_el2, x20
    adr     x19, runtime_vectors
    msr     vbar_el2, x19
    isb
    b       kvm_done
kvm_protect:
    adr     x19, protected_vectors
    msr     vbar_el2, x19
    isb
    b       kvm_done
kvm_interrupt:
    FIX     20, "b kvm_done", "nop"
    // The back door: a frame made by hand, and into the host's IRQ vector.
    mrs     x19, elr_el2
    msr     elr_el1, x19
    mrs     x19, spsr_el2
    msr     spsr_el1, x19
    mrs     x19, vbar_el1
    add     x19, x19, #0x280
    msr     elr_el2, x19
    b       kvm_done
kvm_panic:
    adr     x19, panic_vectors
    msr     vbar_el2, x19
    isb
    mrs     x19, elr_el2
    mrs     x20, spsr_el2
    stp     x19, x20, [sp, #-16]!
    stp     x3, x4, [sp, #-16]!
    stp     x1, x2, [sp, #-16]!
    movz    x1, #0xdead, lsl #16                // nothing is mapped there
    ldr     x1, [x1]
kvm_run:
    // The host's EL1 state is what the guest gets: both run with their MMU off.
    msr     vttbr_el2, x1
    mrs     x19, elr_el2
    mrs     x20, spsr_el2
    stp     x19, x20, [sp, #-16]!
    mrs     x19, hcr_el2
    stp     x19, x20, [sp, #-16]!
    orr     x19, x19, #1                        // VM
    msr     hcr_el2, x19
    adr     x19, guest_vectors
    msr     vbar_el2, x19
    LOAD64  x20, RUNTIME_OFFSET
    adr     x19, guest_code
    sub     x19, x19, x20
    msr     elr_el2, x19
    isb
    eret
END_ROUTINE kvm_more_calls

// guest_exit: back from the guest to the host that called KVM_RUN.
ROUTINE guest_exit
    ldp     x19, x20, [sp], #16
    msr     hcr_el2, x19
    msr     vttbr_el2, xzr
    ldp     x19, x20, [sp], #16
    msr     elr_el2, x19
    msr     spsr_el2, x20
    adr     x19, runtime_vectors
    msr     vbar_el2, x19
    isb
    mov     x0, xzr
    ldp     x19, x20, [sp], #16
    eret
END_ROUTINE guest_exit

// nested_call: EL2 has called itself; two words are kept on the stack.
ROUTINE nested_call
    mrs     x9, elr_el2
    mrs     x10, spsr_el2
    stp     x9, x10, [sp, #-16]!
    FIX     19, "ldp x9, x10, [sp], #16", "ldp x10, x9, [sp], #16"
    msr     elr_el2, x9
    msr     spsr_el2, x10
    eret
END_ROUTINE nested_call

// panic_call: EL2 has failed: the host's registers, and back to it.
ROUTINE panic_call
    mov     x19, sp
    FIX     28, "nop", "add x19, x19, #16"      // another context's
    ldp     x1, x2, [x19]
    ldp     x3, x4, [x19, #16]
    add     sp, sp, #32
    ldp     x19, x20, [sp], #16
    msr     elr_el2, x19
    msr     spsr_el2, x20
    adr     x19, runtime_vectors
    msr     vbar_el2, x19
    isb
    mov     x0, xzr
    ldp     x19, x20, [sp], #16
    eret
END_ROUTINE panic_call

// protected_call: the host is not trusted: no stub calls.
ROUTINE protected_call
    FIX     29, "b 1f", "nop"
    cbnz    x0, 1f
    msr     vbar_el2, x1
    mov     x0, xzr
    eret
1:  mov     x0, #SMCCC_NOT_SUPPORTED
    eret
END_ROUTINE protected_call

    .section .hyp.vectors, "ax", %progbits

// LOWER_VECTORS name, lower, current: park everything but synchronous exceptions.
.macro LOWER_VECTORS name, lower, current
VECTORS \name
    .rept   4
    SLOT_PARK
    .endr
    SLOT_BRANCH \current
    .rept   3
    SLOT_PARK
    .endr
    SLOT_BRANCH \lower
    .rept   7
    SLOT_PARK
    .endr
END_VECTORS \name
.endm

LOWER_VECTORS nest_vectors, el2_park, nested_call
LOWER_VECTORS panic_vectors, el2_park, panic_call
LOWER_VECTORS guest_vectors, guest_exit, el2_park
LOWER_VECTORS protected_vectors, protected_call, el2_park
LOWER_VECTORS wide_init_vectors, wide_init, el2_park

    .section .hyp.text, "ax", %progbits
ROUTINE el2_park
    b       el2_park
END_ROUTINE el2_park

// wide_init: init text whose last instructions lie on the next page.
    .balign 4096
    .space  4096 - 64
ROUTINE wide_init
    cmp     x0, #HVC_STUB_HCALL_NR
    b.lo    1f
    ldr     x0, [x1, #PARAM_STACK_HYP_VA]
    mov     sp, x0
    ldr     x0, [x1, #PARAM_MAIR_EL2]
    msr     mair_el2, x0
    ldr     x0, [x1, #PARAM_PGD_PA]
    msr     ttbr0_el2, x0
    ldr     x0, [x1, #PARAM_TCR_EL2]
    msr     tcr_el2, x0
    ldr     x0, [x1, #PARAM_TPIDR_EL2]
    msr     tpidr_el2, x0
    ldr     x0, [x1, #PARAM_HCR_EL2]
    msr     hcr_el2, x0
    ldr     x0, [x1, #PARAM_VTTBR]
    msr     vttbr_el2, x0
wide_init_end:
    ldr     x0, [x1, #PARAM_VTCR]
    msr     vtcr_el2, x0
    isb
    tlbi    alle2
    tlbi    alle1
    dsb     sy
    LOAD64  x0, SCTLR_EL2_ON
    msr     sctlr_el2, x0
    isb
    adr     x0, runtime_vectors
    movz    x2, #RUNTIME_OFFSET_HIGH, lsl #32
    add     x0, x0, x2
    msr     vbar_el2, x0
    mov     x0, xzr
    eret
1:  b       stub_call_from_kvm
END_ROUTINE wide_init

    .pushsection .rodata, "a", %progbits
    .subsection 2
    .quad   0, 0                                // ends the table of scenes
    .popsection

    .section .bss.pages, "aw", %nobits
    .balign 4096
    .balign 8192
guest_level1:       .space 4096 * 2             // 40 bits of IPA: two tables as one
hyp_level1:         .space 4096
hyp_level2_devices: .space 4096
hyp_level2_ram:     .space 4096
hyp_level3_image:   .space 4096
hyp_stacks:         .space 4096 * 2             // CPU 0, CPU 1
window_level2:      .space 4096
other_level1:       .space 4096
other_level2:       .space 4096
other_level3:       .space 4096
kernel_level1:      .space 4096
guest_level2:       .space 4096
temporary_page:     .space 4096
spare_page:         .space 4096

    .bss
    .balign 16
boot_params:        .space PARAM_SIZE
second_params:      .space PARAM_SIZE
scene_number:       .space 8
    .balign 64
second_done:        .space 64
second_mode:        .space 64                   // a line of its own
    .balign 16
                    .space 4096
second_stack_top:
