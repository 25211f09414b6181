// legacy: the initial stub of Linux 4.7 to 4.11. The same wire as today, other
// numbers: 0 reads the vectors, 1 sets them, 2 restarts, and a refusal is 2.
//
// Register contract
//   Entry      offset 0, EL2h, MMU off, DAIF masked; no register but PC is used.
//   Throughout x28 = probe base, x27 = tag of the last call (bits 15:8 stage).
//   EL1        MMU off; SP_EL1 = boot_stack_top; all other registers are filled
//              with the pattern of include/hyp-call.S around each call. The stub
//              destroys x30, so the caller keeps its own on the stack.
//   Exit       probe EXIT with 0, or 1 after a failed check; else PSCI
//              SYSTEM_OFF by SMC.

#define IMAGE                   "legacy"
#define EL2_VECTORS             legacy_stub_vectors
#define OWNER_DESTROYS_LR
#define RESTART_TAG             0x501

#include "macros.h"

    IMAGE_HEAD "4.9", "legacy: get, set and soft restart of the 4.7 to 4.11 stub"
    OWNER   OWNER_IS64B, legacy_stub_vectors
    OWNER   OWNER_IS64B, legacy_other_vectors

#include "console.S"
#include "check.S"
#include "boot.S"
#include "hyp-call.S"
#include "kernel.S"
#include "init-el2.S"

    .section .hyp.vectors, "ax", %progbits

// Only HVC from EL1 is answered. No stack, no memory. Two tables, so that GET can
// tell which of them is installed.
.macro LEGACY_VECTORS name
VECTORS \name
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
    SLOT_BRANCH legacy_stub_call
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    // Lower EL, AArch32
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
END_VECTORS \name
.endm

LEGACY_VECTORS legacy_stub_vectors
LEGACY_VECTORS legacy_other_vectors

    .section .hyp.text, "ax", %progbits

#define ESR_EC_SHIFT            26
#define ESR_EC_HVC64            0x16

// legacy_stub_call: dispatch, after a look at the syndrome.
// Entry:     EL2h, MMU off, masked.
// In:        x0 = number, x1-x4 = arguments.
// Out:       GET x0 = VBAR_EL2; SET x0 unchanged; unknown x0 = 2. Anything that
//            is no HVC returns to the instruction that trapped, untouched.
// Destroyed: x30.
// Next:      the caller by ERET, or the payload of a soft restart with x0-x2 :=
//            x2-x4 and x4 = payload.
ROUTINE legacy_stub_call
    mrs     x30, esr_el2
    lsr     x30, x30, #ESR_EC_SHIFT
    cmp     x30, #ESR_EC_HVC64
    b.ne    4f
    cbz     x0, 1f
    cmp     x0, #LEGACY_SET_VECTORS
    b.eq    2f
    cmp     x0, #LEGACY_SOFT_RESTART
    b.eq    3f
    movz    x0, #LEGACY_HYP_GONE
    eret
1:  mrs     x0, vbar_el2
    eret
2:  msr     vbar_el2, x1
    eret
3:  mov     x0, x2
    mov     x2, x4
    mov     x4, x1
    mov     x1, x3
    br      x4
4:  eret
END_ROUTINE legacy_stub_call

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
    EXPECT  LEGACY_GET_VECTORS, answer_at=legacy_stub_vectors
    EXPECT  LEGACY_GET_VECTORS, answer_at=legacy_stub_vectors

    STAGE   2, "set, get, set back"
    EXPECT  LEGACY_SET_VECTORS, LEGACY_SET_VECTORS, at=legacy_other_vectors
    EXPECT  LEGACY_GET_VECTORS, answer_at=legacy_other_vectors
    EXPECT  LEGACY_SET_VECTORS, LEGACY_SET_VECTORS, at=legacy_stub_vectors
    EXPECT  LEGACY_GET_VECTORS, answer_at=legacy_stub_vectors

    STAGE   3, "numbers the stub does not know"
    EXPECT  3, LEGACY_HYP_GONE
    EXPECT  4, LEGACY_HYP_GONE
    EXPECT  0x1000, LEGACY_HYP_GONE
    EXPECT  0x100000001, LEGACY_HYP_GONE        // SET in the low half
    EXPECT  0x100000000, LEGACY_HYP_GONE        // GET in the low half
    EXPECT  HVC_STUB_ERR, LEGACY_HYP_GONE
    EXPECT  -1, LEGACY_HYP_GONE                 // GET of the 32-bit stub

    STAGE   4, "vectors still in place"
    EXPECT  LEGACY_GET_VECTORS, answer_at=legacy_stub_vectors

    STAGE   5, "soft restart"
    RESTART RESTART_TAG, LEGACY_SOFT_RESTART, second_kernel
END_ROUTINE first_kernel

// second_kernel: where the soft restart leads; it installs its stub again.
// Entry:     EL2h, MMU off, DAIF masked; x0-x2 = RESTART_ARGUMENT_0-2.
// Next:      finish at EL1.
ROUTINE second_kernel
    PAYLOAD_ENTRY RESTART_TAG
    adr     x5, boot_stack_top
    mov     sp, x5
    bl      check_arrival
    STAGE   6, "second kernel at EL2"
    bl      init_el2
    adr     x1, boot_stack_top
    mov     sp, x1
    bl      kernel_setup
    STAGE   7, "second kernel at EL1"
    EXPECT  LEGACY_GET_VECTORS, answer_at=legacy_stub_vectors
    b       finish
END_ROUTINE second_kernel
