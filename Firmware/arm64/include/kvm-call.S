// The kernel's side of KVM's init call.

    .text

// call_init: the init call proper.
// Entry:     EL1 with a stack, init vectors installed; x27, x28 as always.
// In:        x0 = parameter block.
// Destroyed: all but SP, x27, x28. Returns to x30 with the hypervisor resident.
ROUTINE call_init
    stp     x0, x30, [sp, #-16]!
    bl      next_call
    LOAD64  x0, KVM_INIT
    ldr     x1, [sp]
    bl      hyp_call
    mov     x5, x1                              // x1-x3 are the callee's to use
    mov     x6, x2
    mov     x7, x3
    movz    x9, #0
    bl      check_answer
    ldp     x0, x30, [sp], #16
    ret
END_ROUTINE call_init
