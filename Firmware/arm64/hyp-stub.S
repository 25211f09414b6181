// hyp-stub: the initial stub of a current kernel, called in every way the ABI
// names, then left by a soft restart into a second kernel that moves up to EL2.
//
// Register contract
//   Entry      offset 0, EL2h, MMU off, DAIF masked; no register but PC is used.
//   Throughout x28 = probe base, x27 = tag of the last call (bits 15:8 stage).
//   EL1        SP_EL1 = boot_stack_top; all other registers are filled with the
//              pattern of include/hyp-call.S around each call.
//   Exit       probe EXIT with 0, or 1 after a failed check; else PSCI
//              SYSTEM_OFF by SMC.

#define IMAGE                   "hyp-stub"
#define EL2_VECTORS             hyp_stub_vectors
#define RESTART_TAG             0x801

#include "macros.h"

    IMAGE_HEAD "latest", "hyp-stub: every call of the initial stub, soft restart, VHE upgrade"
    OWNER   OWNER_IS64, hyp_stub_vectors
    OWNER   OWNER_TP64, temporary_stub_vectors
    OWNER   OWNER_TP64, temporary_page
    OWNER   OWNER_TP64, spare_vectors
    NOTE_NAME temporary_page

#include "console.S"
#include "check.S"
#include "boot.S"
#include "hyp-call.S"
#include "kernel.S"
#include "init-el2.S"
#include "stub-current.S"
#include "stub-temporary.S"

    .text
HYP_CALL_ROUTINE hyp_call_1, 1
HYP_CALL_ROUTINE hyp_call_ffff, 0xffff

// A second stub with the manners of the temporary one, installed through an
// address whose low bits are set. A PE takes bits 10:0 of VBAR_EL2 as zero, so
// the call below arrives at +0x400. A machine that adds them in arrives at
// +0x520, inside a slot behind: the virtual EL2 of KVM up to Linux 7.2 does. The
// answer there is the same, but x18 is zero.
    .section .hyp.vectors, "ax", %progbits
VECTORS spare_vectors
    // Current EL, SP_EL0
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    // Current EL, SP_EL2
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    // Lower EL, AArch64
    SLOT
    cbz     x0, 1f
    LOAD64  x0, HVC_STUB_ERR
    eret
1:  msr     vbar_el2, x1
    eret
    SLOT_PARK
    SLOT_PARK
    .org    spare_vectors + 0x520, 0
    mov     x18, xzr
    cbz     x0, 2f
    LOAD64  x0, HVC_STUB_ERR
    eret
2:  msr     vbar_el2, x1
    eret
    SLOT_PARK
    // Lower EL, AArch32
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
END_VECTORS spare_vectors
#define SPARE_LOW_BITS          0x120           // still the address of an instruction

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

// first_kernel: the calls, in stages.
// Entry:     EL1h, MMU off, masked, stack and EL1 registers set up.
// Next:      second_kernel at EL2, by soft restart.
ROUTINE first_kernel
    STAGE   1, "vectors installed, kernel at EL1"
    adr     x1, boot_mode_word
    ldr     w1, [x1, #4]
    CHECK   WHAT_BOOT_MODE, x1, BOOT_MODE_EL2
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  HVC_SET_VECTORS, 0, at=hyp_stub_vectors
    EXPECT  HVC_RESET_VECTORS, 0

    STAGE   2, "numbers the stub does not know"
    EXPECT  HVC_STUB_HCALL_NR, HVC_STUB_ERR
    EXPECT  0x1000, HVC_STUB_ERR
    EXPECT  0x100000001, HVC_STUB_ERR           // SOFT_RESTART in the low half
    EXPECT  0x100000000, HVC_STUB_ERR           // SET_VECTORS in the low half
    EXPECT  -1, HVC_STUB_ERR
    EXPECT  HVC_STUB_ERR, HVC_STUB_ERR
    EXPECT  HVC_RESET_VECTORS, 0                // and the vectors are still there

    STAGE   3, "other immediates"
    EXPECT  HVC_RESET_VECTORS, 0, through=hyp_call_1
    EXPECT  HVC_RESET_VECTORS, 0, through=hyp_call_ffff
    EXPECT  HVC_STUB_HCALL_NR, HVC_STUB_ERR, through=hyp_call_1
    EXPECT  HVC_STUB_HCALL_NR, HVC_STUB_ERR, through=hyp_call_ffff
    EXPECT  HVC_SET_VECTORS, 0, at=hyp_stub_vectors, through=hyp_call_ffff

    // The stub reads ICH_VTR_EL2 unasked, so only a CPU that has it is asked.
    STAGE   4, "GIC virtualisation type"
    ID_FIELD x1, id_aa64pfr0_el1, PFR0_GIC
    cbz     x1, 1f
    bl      next_call
    movz    x0, #HVC_GET_ICH_VTR_EL2
    bl      hyp_call
    adr     x9, ich_vtr_answer
    str     x1, [x9]
    mov     x5, x1                              // judged by the second kernel
    movz    x9, #0
    bl      check_answer
    b       2f
1:  SAY     "no GIC system registers, not asked"

2:  STAGE   5, "temporary stub"
    bl      copy_temporary_stub
    EXPECT  HVC_SET_VECTORS, 0, at=temporary_page
    EXPECT  HVC_RESET_VECTORS, HVC_STUB_ERR
    EXPECT  HVC_FINALISE_EL2, HVC_STUB_ERR
    EXPECT  0x1000, HVC_STUB_ERR
    EXPECT  0x100000000, HVC_STUB_ERR
    EXPECT  HVC_SET_VECTORS, 0, at=hyp_stub_vectors
    EXPECT  HVC_RESET_VECTORS, 0

    STAGE   6, "vector address with low bits set"
    EXPECT  HVC_SET_VECTORS, 0, at=(spare_vectors + SPARE_LOW_BITS)
    EXPECT  HVC_RESET_VECTORS, HVC_STUB_ERR
    cbnz    x18, 3f
    SAY     "this machine does not ignore VBAR_EL2 bits 10:0"
3:  EXPECT  HVC_SET_VECTORS, 0, at=hyp_stub_vectors
    EXPECT  HVC_RESET_VECTORS, 0

    // The flags differ in every call; here the masks do too.
    STAGE   7, "exception masks of the caller"
    .irp    masks, 0x000, 0x040, 0x080, 0x100, 0x200, 0x2c0
    movz    w1, #\masks
    adr     x0, call_masks
    str     w1, [x0]
    EXPECT  HVC_RESET_VECTORS, 0
    .endr
    EXPECT  HVC_SET_VECTORS, 0, at=hyp_stub_vectors
    EXPECT  HVC_STUB_HCALL_NR, HVC_STUB_ERR
    movz    w1, #DAIF_ALL
    adr     x0, call_masks
    str     w1, [x0]

    STAGE   8, "soft restart"
    RESTART RESTART_TAG, HVC_SOFT_RESTART, second_kernel
END_ROUTINE first_kernel

// copy_temporary_stub: put the temporary stub into a page of its own.
// Entry:     EL1h, MMU off. The bytes are written past the caches; what the
//            instruction side may hold of the old page is dropped.
// Destroyed: x0-x3. Returns to x30.
ROUTINE copy_temporary_stub
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
END_ROUTINE copy_temporary_stub

// second_kernel: where the soft restart leads.
// Entry:     EL2h, MMU off, DAIF masked; x0-x2 = RESTART_ARGUMENT_0-2, the rest
//            as the first kernel and the stub left it.
// Next:      second_kernel_el1, through an init_el2 of its own.
ROUTINE second_kernel
    PAYLOAD_ENTRY RESTART_TAG
    adr     x5, boot_stack_top
    mov     sp, x5
    bl      check_arrival
    STAGE   9, "second kernel at EL2"
    adr     x2, ich_vtr_answer
    ldr     x2, [x2]
    cbz     x2, 1f
    mrs     x1, REG_ICH_VTR_EL2
    movz    w0, #WHAT_ICH_VTR_EL2
    bl      check_equal
1:  adr     x1, boot_mode_word                  // its image is fresh
    LOAD64  x0, (BOOT_MODE_EL1 << 32) | BOOT_MODE_EL2
    str     x0, [x1]
    bl      init_el2
    adr     x1, boot_stack_top
    mov     sp, x1
    bl      kernel_setup
    b       second_kernel_el1
END_ROUTINE second_kernel

// second_kernel_el1: MMU on, then up to EL2 if the CPU has VHE.
// Entry:     EL1h, MMU off, masked, stack and EL1 registers set up.
// Next:      finish, at EL2h with VHE and at EL1h without.
ROUTINE second_kernel_el1
    adr     x1, boot_mode_word
    ldr     w1, [x1, #4]
    CHECK   WHAT_BOOT_MODE, x1, BOOT_MODE_EL2
    STAGE   10, "second kernel at EL1, boot mode 0xe12"
    EXPECT  HVC_RESET_VECTORS, 0
    bl      enable_el1_mmu
    STAGE   11, "EL1 MMU on"
    EXPECT  HVC_RESET_VECTORS, 0
    EXPECT  0x1000, HVC_STUB_ERR

    STAGE   12, "finalise EL2"
    bl      next_call
    movz    x0, #HVC_FINALISE_EL2
    bl      hyp_call
    mov     x5, x1                              // x0-x2 are the stub's to use
    mov     x6, x2
    LOAD64  x9, HVC_STUB_ERR
    mrs     x10, id_aa64mmfr1_el1
    tst     x10, #(0xf << MMFR1_VH)
    csel    x9, x9, xzr, eq
    b.eq    1f
    bl      check_answer
    mrs     x1, CurrentEL
    CHECK   WHAT_CURRENT_EL, x1, CURRENT_EL2
    mrs     x1, SPSel
    CHECK   WHAT_SPSEL, x1, 1
    mrs     x1, CurrentEL
    cmp     x1, #CURRENT_EL2
    b.ne    2f                                  // what follows is legal only there
    mrs     x1, hcr_el2
    CHECK   WHAT_HCR_EL2, x1, HCR_VHE_HOST
    LOAD64  x10, SCTLR_OPTIONAL_ONES
    mrs     x1, sctlr_el2
    orr     x1, x1, x10
    CHECK   WHAT_SCTLR_EL2, x1, SCTLR_EL1_ON|SCTLR_OPTIONAL_ONES
    LOAD64  x10, SCTLR_OPTIONAL_ONES
    mrs     x1, sctlr_el12
    orr     x1, x1, x10
    CHECK   WHAT_SCTLR_EL12, x1, SCTLR_EL1_OFF|SCTLR_OPTIONAL_ONES
    mrs     x1, vbar_el2
    CHECK_ADDRESS WHAT_VBAR_EL2, x1, kernel_vectors
    SAY     "kernel moved to EL2 with its MMU on"
    b       2f

    // No VHE: refused, and nothing moved.
1:  bl      check_answer
    mrs     x1, CurrentEL
    CHECK   WHAT_CURRENT_EL, x1, CURRENT_EL1
    SAY     "no VHE, kernel stays at EL1"
2:  b       finish
END_ROUTINE second_kernel_el1

// enable_el1_mmu: a small identity map, 2 MiB blocks, and the MMU on.
// Entry:     EL1h, MMU off. The tables are clear memory of this image.
// Out:       EL1h, MMU on. RAM block 0 Normal, the probe's and the UART's blocks
//            Device and never executed.
// Destroyed: x0-x3. Returns to x30, through the same address on both sides.
ROUTINE enable_el1_mmu
    adr     x0, level1_table
    adr     x1, level2_devices
    orr     x2, x1, #DESC_TABLE
    str     x2, [x0, #(0 * 8)]                  // 0x0000_0000, 1 GiB
    LOAD64  x2, PROBE_BASE_HIGH << 16
    LOAD64  x3, DESC_BLOCK|DESC_AF|ATTR_DEVICE|DESC_NEVER_EXECUTE
    orr     x2, x2, x3
    str     x2, [x1, #((PROBE_BASE_HIGH >> 5) * 8)]
    LOAD64  x2, UART_BASE_HIGH << 16
    orr     x2, x2, x3
    str     x2, [x1, #((UART_BASE_HIGH >> 5) * 8)]
    adr     x1, level2_ram
    orr     x2, x1, #DESC_TABLE
    str     x2, [x0, #(1 * 8)]                  // 0x4000_0000, 1 GiB
    LOAD64  x2, LOAD_ADDRESS|DESC_BLOCK|DESC_AF|DESC_SH_INNER|ATTR_NORMAL
    str     x2, [x1]
    dsb     sy
    LOAD64  x1, MAIR_DEVICE_NORMAL
    msr     mair_el1, x1
    LOAD64  x1, TCR_EL1_39BIT
    msr     tcr_el1, x1
    msr     ttbr0_el1, x0
    msr     ttbr1_el1, x0                       // walks disabled, yet known
    tlbi    vmalle1
    dsb     nsh
    isb
    LOAD64  x1, SCTLR_EL1_ON
    msr     sctlr_el1, x1
    isb
    ret
END_ROUTINE enable_el1_mmu

    .section .bss.pages, "aw", %nobits
    .balign 4096
level1_table:   .space 4096
level2_devices: .space 4096
level2_ram:     .space 4096
temporary_page: .space 4096

    .bss
    .balign 8
ich_vtr_answer: .space 8
