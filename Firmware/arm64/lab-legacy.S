// lab-legacy: scenes of the time when a hypercall was the address of a function.
// The hypervisor here runs with its MMU off, so that address is a physical one.
//
// Register contract
//   Entry      offset 0, EL2h, MMU off, DAIF masked; x0 = number of the scene.
//   Throughout x28 = probe base, x27 = stage << 8.
//   EL1        SP_EL1 = boot_stack_top, MMU off.
//   Exit       probe EXIT with 0, or 1 after a failed check.

#define IMAGE                   "lab-legacy"
#define EL2_VECTORS             legacy_vectors
#define OWNER_DESTROYS_LR

#include "macros.h"

    IMAGE_HEAD "4.9", "lab-legacy: hypercalls that are addresses"
    OWNER   OWNER_IS64B, legacy_vectors

#include "console.S"
#include "check.S"
#include "boot.S"
#include "kernel.S"
#include "init-el2.S"

    .section .hyp.vectors, "ax", %progbits

.macro LOWER_VECTORS name, lower
VECTORS \name
    .rept   8
    SLOT_PARK
    .endr
    SLOT_BRANCH \lower
    .rept   7
    SLOT_PARK
    .endr
END_VECTORS \name
.endm

LOWER_VECTORS legacy_vectors, legacy_call
LOWER_VECTORS resident_vectors, resident_call

    .section .hyp.text, "ax", %progbits

// legacy_call: the stub: 0 reads the vectors, 1 sets them, all else is refused.
// Destroyed: x30.
ROUTINE legacy_call
    cbz     x0, 2f
    cmp     x0, #LEGACY_SET_VECTORS
    FIX     24, "b.ne 1f", "nop"                // "what is not zero is an address"
    msr     vbar_el2, x1
    eret
1:  movz    x0, #LEGACY_HYP_GONE
    eret
2:  mrs     x0, vbar_el2
    eret
END_ROUTINE legacy_call

// resident_call: the hypervisor: 0 reads the vectors, all else is a function.
// Destroyed: x9, x10 and what the function may.
ROUTINE resident_call
    cbz     x0, 1f
    mov     x9, x30
    mov     x10, x0
    mov     x0, x1
    blr     x10
    mov     x30, x9
    eret
1:  mrs     x0, vbar_el2
    eret
END_ROUTINE resident_call

// double_it: a function of the hypervisor.
ROUTINE double_it
    add     x0, x0, x0
    ret
END_ROUTINE double_it

    .text

ROUTINE start
    mov     x19, x0
    bl      boot_prepare
    bl      init_el2
    adr     x1, boot_stack_top
    mov     sp, x1
    bl      kernel_setup
    STAGE   1, "a kernel of 4.9"
    cmp     x19, #2
    b.eq    scene_2
    cmp     x19, #24
    b.eq    scene_24
    cmp     x19, #25
    b.eq    scene_25
    SAY     "x0 names no scene"
    b       finish
END_ROUTINE start

// install: the hypervisor's vectors go in.
// Entry:     EL1. Destroyed: x0, x1. Returns to x30, which the calls destroy.
ROUTINE install
    mov     x19, x30
    movz    x0, #LEGACY_SET_VECTORS
    adr     x1, resident_vectors
    hvc     #0
    ret     x19
END_ROUTINE install

// One HVC, three conventions: reading the vectors was -1 to the oldest stub.
ROUTINE scene_2
    bl      install
    FIX     2, "movz x0, #0", "movn x0, #0"
    hvc     #0
    CHECK_ADDRESS WHAT_VBAR_EL2, x0, resident_vectors
    b       finish
END_ROUTINE scene_2

// A hypercall after the hypervisor has gone: the stub must know that it is none.
ROUTINE scene_24
    adr     x0, double_it
    movz    x1, #21
    hvc     #0
    CHECK   0, x0, LEGACY_HYP_GONE
    movz    x0, #LEGACY_GET_VECTORS
    hvc     #0
    CHECK_ADDRESS WHAT_VBAR_EL2, x0, legacy_vectors
    b       finish
END_ROUTINE scene_24

// A CPU comes back with its hypervisor still there: init must not run again.
ROUTINE scene_25
    bl      install
    movz    x0, #LEGACY_GET_VECTORS
    hvc     #0
    adr     x1, legacy_vectors
    cmp     x0, x1
    FIX     25, "b.ne 1f", "nop"                // "a CPU that starts has nothing"
    adr     x0, boot_tables                     // init: tables, stack, vectors
    adr     x1, boot_stack_top
    adr     x2, resident_vectors
    hvc     #0
1:  adr     x0, double_it
    movz    x1, #21
    hvc     #0
    CHECK   0, x0, 42
    b       finish
END_ROUTINE scene_25

    .section .bss.pages, "aw", %nobits
    .balign 4096
boot_tables:    .space 4096
