// Issuing a call so that the checker sees the most: every register holds a value
// that says whose it is, and the probe sees both sides of the HVC.
//
// Pattern of rN in the call with tag T: 0x5e << 24 | T << 8 | N. The flags are
// the low four bits of T; r10 holds the probe's address and r11 the tag itself.

    .text
    BUILD_STATE

// next_call: choose the next tag and fill r0-r3 with their patterns.
// Destroyed: ip. Returns to lr.
ROUTINE next_call
    MOV32   ip, call_tag
    ldr     r3, [ip]
    add     r3, r3, #1
    str     r3, [ip]
    movw    r0, #0
    movt    r0, #0x5e00
    orr     r0, r0, r3, lsl #8
    add     r1, r0, #1
    add     r2, r0, #2
    add     r3, r0, #3
    bx      lr
END_ROUTINE next_call

// FILL_PATTERNS: r4-r9, ip and lr := their patterns, r10 := the probe, r11 := the
// tag, flags from it. The masks of the call are set as well.
.macro FILL_PATTERNS
    MOV32   r11, call_masks
    ldr     r10, [r11]
    MOV32   r11, call_tag
    ldr     r11, [r11]
    orr     r10, r10, r11, lsl #28
    orr     r10, r10, #MODE_SVC
    msr     cpsr_fxc, r10
    movw    r10, #0
    movt    r10, #0x5e00
    orr     r10, r10, r11, lsl #8
    add     r4, r10, #4
    add     r5, r10, #5
    add     r6, r10, #6
    add     r7, r10, #7
    add     r8, r10, #8
    add     r9, r10, #9
    add     ip, r10, #12
    add     lr, r10, #14
    LOAD_PROBE r10
.endm

// HYP_CALL_ROUTINE: makes one caller of `hvc #immediate`.
// Entry:     SVC with a stack; r0-r3 = arguments.
// Out:       r0-r3 = answer. Destroyed: ip. Returns to lr.
.macro HYP_CALL_ROUTINE name, immediate
ROUTINE \name
    push    {r4-r12, lr}
    MOV32   ip, call_in
    stm     ip, {r0-r3}
    FILL_PATTERNS
#ifdef BIG_ENDIAN
    // The checkpoints store what a little-endian device reads as the tag.
    setend  be
    rev     r11, r11
    str.w   r11, [r10, #PROBE_CALL]
    hvc     #\immediate
    str.w   r11, [r10, #PROBE_RETURN]
    rev     r11, r11
    setend  le
#else
    str.w   r11, [r10, #PROBE_CALL]
    hvc     #\immediate
    str.w   r11, [r10, #PROBE_RETURN]
#endif
    MOV32   ip, call_out
    stm     ip, {r0-r3}
    mrs     r0, cpsr
    str     r0, [ip, #16]
    cpsid   aif
    // r1 := 0 if every preserved register holds its pattern.
    movw    r0, #0
    movt    r0, #0x5e00
    orr     r0, r0, r11, lsl #8
    add     r1, r0, #4
    eor     r1, r1, r4
    .irp    n, 5,6,7,8,9
    add     r2, r0, #\n
    eor     r2, r2, r\n
    orr     r1, r1, r2
    .endr
    add     r2, r0, #14
    eor     r2, r2, lr
    orr     r1, r1, r2
    LOAD_PROBE r2
    eor     r2, r2, r10
    orr     r1, r1, r2
    mov     r2, #0
    mov     r0, #WHAT_PRESERVED
    bl      check_equal
    MOV32   ip, call_cpsr
    ldr     r1, [ip]
    MOV32   r2, 0xf80001df
    and     r1, r1, r2
    MOV32   r2, call_masks
    ldr     r2, [r2]
    orr     r2, r2, r11, lsl #28
    orr     r2, r2, #MODE_SVC
    mov     r0, #WHAT_CPSR
    bl      check_equal
    MOV32   ip, call_out
    ldm     ip, {r0-r3}
    pop     {r4-r12, pc}
END_ROUTINE \name
.endm

HYP_CALL_ROUTINE hyp_call, 0

// check_answer: r0 as answered must equal r2.
// Destroyed: r0-r3, ip. Returns to lr; needs a stack.
ROUTINE check_answer
    mov     r1, r0
    mov     r0, #0
    b       check_equal
END_ROUTINE check_answer

// hyp_restart: leave for ever by a soft restart.
// Entry:     SVC, masked, r0 = the number, r1 = payload, r2 and r3 at will;
//            call_tag = tag of this call.
// Next:      the payload. Coming back is a failed check.
ROUTINE hyp_restart
    FILL_PATTERNS
    str.w   r11, [r10, #PROBE_CALL]
    hvc     #0
    str.w   r11, [r10, #PROBE_RETURN]
    STACK   boot_stack_top
    mov     r1, r0
    mov     r2, #0
    mov     r0, #WHAT_RETURNED
    bl      check_equal
    SAY     "a soft restart returned"
    MOV32   r0, failure_count
    mov     r1, #1
    str     r1, [r0]
    b       finish
END_ROUTINE hyp_restart

// RESTART: the soft restart with a tag of its own, known to the payload.
.macro RESTART tag, payload
    MOV32   r0, call_tag
    movw    r1, #\tag
    str     r1, [r0]
    MOV32   r0, HVC_SOFT_RESTART
    MOV32   r1, \payload
    MOV32   r2, 0x01234567
    MOV32   r3, 0x89abcdef
    b       hyp_restart
.endm

// PAYLOAD_ENTRY: a payload's first instructions; and what it must find: Hyp mode,
// everything masked, the MMU off, and the initial stub's vectors in place.
.macro PAYLOAD_ENTRY tag, vectors
    LOAD_PROBE ip
    movw    r11, #\tag
    str.w   r11, [ip, #PROBE_ENTRY]
    mrs     r4, cpsr
    MOV32   r0, call_tag
    str     r11, [r0]
    STACK   boot_stack_top
    movw    r0, #0x1df
    and     r4, r4, r0
    CHECK   WHAT_MODE, r4, (MODE_HYP | CPSR_AIF)
    mrc     HSCTLR(r4)
    and     r4, r4, #1
    CHECK   WHAT_HSCTLR, r4, 0
    mrc     HVBAR(r4)
    CHECK   WHAT_HVBAR, r4, \vectors
.endm
