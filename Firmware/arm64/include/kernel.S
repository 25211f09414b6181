// The part of a kernel that all images share: the set-up of EL1, and what
// happens to exceptions there.

    .text

// kernel_setup: the EL1 registers that this kernel relies on.
// Entry:     EL1h, MMU off, masked, with a stack; x28 = probe base.
// In:        x0 = boot mode as init_el2 gives it.
// Out:       boot_mode_word updated as Linux does it: an EL2 boot writes 0xe12
//            to the second word, an EL1 boot 0xe11 to the first.
// Destroyed: x0-x2. Returns to x30.
ROUTINE kernel_setup
    adr     x1, kernel_vectors
    msr     vbar_el1, x1
    LOAD64  x1, CPACR_FPEN
    msr     cpacr_el1, x1
    msr     mdscr_el1, xzr                      // no software step once D is clear
    msr     cntkctl_el1, xzr
    msr     contextidr_el1, xzr
    LOAD64  x1, 0x7e1d00000e110e11              // must be found in TPIDR_EL2 after an upgrade
    msr     tpidr_el1, x1
    ID_FIELD x1, REG_ID_AA64MMFR3_EL1, MMFR3_TCRX
    cbz     x1, 1f
    msr     REG_TCR2_EL1, xzr
1:  isb
    adr     x1, boot_mode_word
    add     x2, x1, #4
    cmp     w0, #BOOT_MODE_EL2
    csel    x1, x2, x1, eq
    str     w0, [x1]
    adr     x1, boot_mode
    str     x0, [x1]
    ret
END_ROUTINE kernel_setup

// kernel_exception: nothing in these kernels may fault.
// Entry:     EL1h, or EL2h once upgraded, straight from a vector.
// Next:      reports ESR, ELR and FAR, counts a failure, and ends the run; the
//            second time, which is when ending it failed, sleeps.
ROUTINE kernel_exception
    adr     x0, exception_taken
    ldr     w1, [x0]
    cbnz    w1, 1f
    movz    w1, #1
    str     w1, [x0]
    LOAD_PROBE
    movz    w0, #WHAT_EXCEPTION, lsl #16
    str     w0, [x28, #PROBE_FAIL]
    adr     x0, failure_count
    movz    w1, #1
    str     w1, [x0]
    SAY_PART "unexpected exception, syndrome "
    mrs     x0, esr_el1
    bl      console_hex
    SAY_REST " at "
    mrs     x0, elr_el1
    bl      console_hex
    SAY_REST " address "
    mrs     x0, far_el1
    bl      console_hex
    SAY_REST "\n"
    b       finish
1:  wfi
    b       1b
END_ROUTINE kernel_exception

    .section .hyp.vectors, "ax", %progbits
VECTORS kernel_vectors
    .rept 16
    SLOT_BRANCH kernel_exception
    .endr
END_VECTORS kernel_vectors

    .data
    .balign 8
boot_mode_word: .word BOOT_MODE_EL2, BOOT_MODE_EL1
boot_mode:      .quad 0

    .bss
    .balign 16
                .space 4096
boot_stack_top:
exception_taken: .space 4
