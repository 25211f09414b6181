// The firmware's own verdicts: compare, report, count, finish.

    .text

// check_equal: a value must be what was promised.
// Entry:     EL1 or EL2 with a stack; x27 = tag of the call, x28 = probe base.
// In:        w0 = what is checked (WHAT_..., or 0-4 for x0-x4), x1 = found,
//            x2 = wanted.
// Destroyed: x0-x5. Returns to x30; a difference goes through report_failure.
ROUTINE check_equal
    cmp     x1, x2
    b.ne    1f
    ret
1:  and     w3, w27, #0xffff
    orr     w0, w3, w0, lsl #16
    b       report_failure
END_ROUTINE check_equal

// report_failure: tell the VMM and the console, count, and go on.
// Entry:     as check_equal.
// In:        w0 = FAIL code, x1 = found, x2 = wanted.
// Destroyed: x0-x5. Returns to x30.
ROUTINE report_failure
    str     w0, [x28, #PROBE_FAIL]
    stp     x29, x30, [sp, #-48]!
    stp     x19, x20, [sp, #16]
    str     x21, [sp, #32]
    mov     w19, w0
    mov     x20, x1
    mov     x21, x2
    adr     x0, failure_count
    ldr     w1, [x0]
    add     w1, w1, #1
    str     w1, [x0]
    SAY_PART "check "
    mov     x0, x19
    bl      console_hex
    SAY_REST " found "
    mov     x0, x20
    bl      console_hex
    SAY_REST " wanted "
    mov     x0, x21
    bl      console_hex
    SAY_REST "\n"
    ldr     x21, [sp, #32]
    ldp     x19, x20, [sp, #16]
    ldp     x29, x30, [sp], #48
    ret
END_ROUTINE report_failure

// finish: the end of every run.
// Entry:     EL1 or EL2, any state of the MMU that reaches the devices.
// Next:      does not return. The probe's EXIT where there is a probe (0, or 1
//            after a failed check), else PSCI SYSTEM_OFF, else sleep.
ROUTINE finish
    adr     x19, failure_count
    ldr     w19, [x19]
    cbnz    w19, 1f
    SAY     "all checks passed"
    b       2f
1:  SAY     "CHECKS FAILED"
    movz    w19, #1
2:  adr     x0, probe_present
    ldr     w0, [x0]
    cbz     w0, 3f
    LOAD_PROBE
    str     w19, [x28, #PROBE_EXIT]
3:  LOAD64  x0, PSCI_SYSTEM_OFF
    smc     #0
4:  wfi
    b       4b
END_ROUTINE finish

// refuse_level: the image was not entered where it must be.
// Entry:     any EL but the right one, bss cleared, x28 = probe base.
// Next:      finish, with a failure counted.
ROUTINE refuse_level
    SAY     "not entered at EL2"
    adr     x0, failure_count
    movz    w1, #1
    str     w1, [x0]
    movz    w0, #WHAT_CURRENT_EL, lsl #16
    str     w0, [x28, #PROBE_FAIL]
    b       finish
END_ROUTINE refuse_level

    .bss
    .balign 8
failure_count:  .space 4
probe_present:  .space 4
