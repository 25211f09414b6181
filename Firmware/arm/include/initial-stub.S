// The initial stubs of three eras. Register-only: no stack, no memory.
//   STUB_LEGACY    3.7 to 4.11: r0 all ones gets HVBAR, anything else sets it
//   STUB_NUMBERED  4.12 to 5.6: SET, RESTART, RESET
//   STUB_KERNEL    5.7 and later: RESTART only; STUB_ZIMAGE adds SET, in the
//                  decompressor

    .section .hyp.vectors, "ax", %progbits
    BUILD_STATE

// STUB: a table of the name and its handler.
.macro STUB name, kind
VECTORS \name
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT    \name\()_call
    SLOT_PARK
    SLOT_PARK
END_VECTORS \name

ROUTINE \name\()_call
    .if \kind == 1
    cmn     r0, #1
    ite     eq
    mrceq   HVBAR(r0)
    mcrne   HVBAR(r0)
    eret
    .endif
    .if \kind == 2 || \kind == 4
    cmp     r0, #HVC_SET_VECTORS
    bne     1f
#ifndef FAULT_SET
    mcr     HVBAR(r1)
#endif
    b       3f
1:
    .endif
    cmp     r0, #HVC_SOFT_RESTART
    bne     2f
#ifdef FAULT_B03
    // Leaves Hyp on the way, as a reboot did that knew no better.
    mov     r2, #(CPSR_AIF & 0xff)
    orr     r2, r2, #(CPSR_AIF & 0x100)
    orr     r2, r2, #(MODE_SVC | KERNEL_T)
    msr     spsr_cxsf, r2
    bic     r2, r1, #1
    msr     elr_hyp, r2
    eret
#else
    bx      r1
#endif
2:
    .if \kind == 2
    cmp     r0, #HVC_RESET_VECTORS
#ifdef FAULT_RESET
    mov     r1, #0
    it      eq
    mcreq   HVBAR(r1)
#endif
    beq     3f
    .endif
    MOV32   r0, HVC_STUB_ERR
#ifdef FAULT_REFUSAL
    mov     r0, #2
#endif
#ifdef FAULT_CLOBBER
    mov     r4, r0
#endif
    eret
3:  mov     r0, #0
    eret
END_ROUTINE \name\()_call
.endm

    .text
    BUILD_STATE
