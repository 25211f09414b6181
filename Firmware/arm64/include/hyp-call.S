// Issuing a hypercall in the way the checker likes best: every register holds a
// value that says whose it is, and the probe sees both sides of the HVC.
//
// Pattern of xN in the call with tag T:  0x5eed << 48 | T << 32 | N.
// Flags of that call:                    N,Z,C,V = low four bits of T.

    .text

// PATTERN_BASE: reg := pattern of register 0 for the tag in x27. Flags kept.
.macro PATTERN_BASE reg
    lsl     \reg, x27, #32
    movk    \reg, #0x5eed, lsl #48
.endm

// next_call: choose the next tag, and fill the argument registers.
// Entry:     x27 = tag of the last call.
// Out:       x27 = tag of the next, x0-x4 = their patterns. Returns to x30.
ROUTINE next_call
    add     w27, w27, #1
    PATTERN_BASE x0
    add     x1, x0, #1
    add     x2, x0, #2
    add     x3, x0, #3
    add     x4, x0, #4
    ret
END_ROUTINE next_call

// FILL_PATTERNS: x5-x26, x29 and x30 := their patterns. Flags kept.
.macro FILL_PATTERNS
    PATTERN_BASE x5
    .irp    n, 6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,29,30
    add     x\n, x5, #\n
    .endr
    add     x5, x5, #5
.endm

// The frame of a call on the caller's stack.
#define CALL_FRAME              112
#define CALL_LR                 0
#define CALL_IN                 16              // x1-x4 as passed
#define CALL_OUT                48              // x0-x4 as answered
#define CALL_PSTATE             96              // NZCV, DAIF afterwards

// HYP_CALL_ROUTINE: makes one caller of `hvc #immediate`.
// Entry:     EL1 (or EL2 once upgraded) with a stack, exceptions masked;
//            x27 = tag, x28 = probe base, x0-x4 = arguments. The word at
//            call_masks holds the DAIF bits to have set during the call.
// Out:       x0-x4 = answer, x5-x8 = x1-x4 as they were passed.
// Destroyed: x5-x26, x29; the stack pointer and x27, x28 are kept.
// Next:      x30. NZCV, DAIF and the registers that every era preserves are
//            checked here; lr only where the owner does not use it itself.
.macro HYP_CALL_ROUTINE name, immediate
ROUTINE \name
    sub     sp, sp, #CALL_FRAME
    str     x30, [sp, #CALL_LR]
    stp     x1, x2, [sp, #CALL_IN]
    stp     x3, x4, [sp, #CALL_IN + 16]
    adr     x5, call_masks
    ldr     w5, [x5]
    msr     daif, x5
    ubfiz   x5, x27, #28, #4
    msr     nzcv, x5
    FILL_PATTERNS
    str     w27, [x28, #PROBE_CALL]
    hvc     #\immediate
    str     w27, [x28, #PROBE_RETURN]
    stp     x0, x1, [sp, #CALL_OUT]
    stp     x2, x3, [sp, #CALL_OUT + 16]
    str     x4, [sp, #CALL_OUT + 32]
    mrs     x0, nzcv
    mrs     x1, daif
    msr     daifset, #0xf
    stp     x0, x1, [sp, #CALL_PSTATE]
    // x1 := 0 if every preserved register still holds its pattern.
    PATTERN_BASE x0
    movz    x1, #0
    .irp    n, 19,20,21,22,23,24,25,26,29
    add     x2, x0, #\n
    eor     x2, x2, x\n
    orr     x1, x1, x2
    .endr
#ifndef OWNER_DESTROYS_LR
    add     x2, x0, #30
    eor     x2, x2, x30
    orr     x1, x1, x2
#endif
    movz    x2, #0
    movz    w0, #WHAT_PRESERVED
    bl      check_equal
    ldr     x1, [sp, #CALL_PSTATE]
    ubfiz   x2, x27, #28, #4
    movz    w0, #WHAT_NZCV
    bl      check_equal
    ldr     x1, [sp, #CALL_PSTATE + 8]
    adr     x2, call_masks
    ldr     w2, [x2]
    movz    w0, #WHAT_DAIF
    bl      check_equal
    ldp     x0, x1, [sp, #CALL_OUT]
    ldp     x2, x3, [sp, #CALL_OUT + 16]
    ldr     x4, [sp, #CALL_OUT + 32]
    ldp     x5, x6, [sp, #CALL_IN]
    ldp     x7, x8, [sp, #CALL_IN + 16]
    ldr     x30, [sp, #CALL_LR]
    add     sp, sp, #CALL_FRAME
    ret
END_ROUTINE \name
.endm

HYP_CALL_ROUTINE hyp_call, 0

// check_answer: compare an answer with its promise.
// Entry:     straight after hyp_call, with its stack and its x27, x28.
// In:        x0-x4 = answer, x9 = wanted x0, x5-x8 = wanted x1-x4.
// Destroyed: x0-x5. Returns to x30.
ROUTINE check_answer
    stp     x29, x30, [sp, #-80]!
    stp     x1, x5, [sp, #16]
    stp     x2, x6, [sp, #32]
    stp     x3, x7, [sp, #48]
    stp     x4, x8, [sp, #64]
    mov     x1, x0
    mov     x2, x9
    movz    w0, #0
    bl      check_equal
    .irp    n, 1,2,3,4
    ldp     x1, x2, [sp, #(16 * \n)]
    movz    w0, #\n
    bl      check_equal
    .endr
    ldp     x29, x30, [sp], #80
    ret
END_ROUTINE check_answer

// Three values that cannot be mistaken for one another or for a half of one.
#define RESTART_ARGUMENT_0      0xd7b0d7b000000048
#define RESTART_ARGUMENT_1      0x0123456789abcdef
#define RESTART_ARGUMENT_2      0xfedcba9876543210

// hyp_restart: leave for ever by a soft restart.
// Entry:     EL1, exceptions masked; x27 = tag, x28 = probe base; x0 = the
//            era's number, x1 = payload, x2-x4 = its arguments.
// Next:      the payload at EL2. Coming back is a failed check.
ROUTINE hyp_restart
    FILL_PATTERNS
    str     w27, [x28, #PROBE_CALL]
    hvc     #0
    str     w27, [x28, #PROBE_RETURN]
    mov     x1, x0
    movz    x2, #0
    movz    w0, #WHAT_RETURNED
    bl      check_equal
    SAY     "a soft restart returned"
    movz    w0, #WHAT_RETURNED, lsl #16
    str     w0, [x28, #PROBE_FAIL]
    adr     x0, failure_count
    movz    w1, #1
    str     w1, [x0]
    b       finish
END_ROUTINE hyp_restart

// check_arrival: the state every payload of a soft restart must find.
// Entry:     EL2 with a stack of the payload's own; x27 = tag, x28 = probe base.
// In:        x0-x2 as found at the payload's first instruction.
// Destroyed: x0-x10. Returns to x30.
ROUTINE check_arrival
    mrs     x6, CurrentEL
    mrs     x7, SPSel
    mrs     x8, DAIF
    stp     x29, x30, [sp, #-64]!
    stp     x1, x2, [sp, #16]
    stp     x6, x7, [sp, #32]
    str     x8, [sp, #48]
    CHECK   0, x0, RESTART_ARGUMENT_0
    ldr     x1, [sp, #16]
    CHECK   1, x1, RESTART_ARGUMENT_1
    ldr     x1, [sp, #24]
    CHECK   2, x1, RESTART_ARGUMENT_2
    ldr     x1, [sp, #32]
    CHECK   WHAT_CURRENT_EL, x1, CURRENT_EL2
    ldr     x1, [sp, #40]
    CHECK   WHAT_SPSEL, x1, 1
    ldr     x1, [sp, #48]
    CHECK   WHAT_DAIF, x1, DAIF_ALL
    mrs     x1, sctlr_el2
    adr     x2, sctlr_el2_off
    ldr     x2, [x2]
    movz    w0, #WHAT_SCTLR_EL2
    bl      check_equal
    mrs     x1, vbar_el2
    CHECK_ADDRESS WHAT_VBAR_EL2, x1, EL2_VECTORS
    ldp     x29, x30, [sp], #64
    ret
END_ROUTINE check_arrival

// RESTART: the soft restart with a tag of its own, known to the payload.
.macro RESTART tag, number, payload
    LOAD64  x27, \tag
    LOAD64  x0, \number
    adr     x1, \payload
    LOAD64  x2, RESTART_ARGUMENT_0
    LOAD64  x3, RESTART_ARGUMENT_1
    LOAD64  x4, RESTART_ARGUMENT_2
    b       hyp_restart
.endm

// PAYLOAD_ENTRY: a payload's first instructions. x0-x2 stay as they arrived.
.macro PAYLOAD_ENTRY tag
    LOAD_PROBE
    movz    w27, #\tag
    str     w27, [x28, #PROBE_ENTRY]
.endm

    .data
    .balign 4
call_masks:     .word DAIF_ALL
