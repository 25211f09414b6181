// The temporary stub: it stands in for the initial stub while the memory that
// holds the latter is rewritten (kexec, resume from hibernation). The whole of it
// is one vector table without references, so that it can be copied anywhere.
// Linux: arch/arm64/mm/trans_pgd-asm.S.

    .section .hyp.vectors, "ax", %progbits

// Only HVC from EL1 is answered. SET_VECTORS and SOFT_RESTART as in the initial
// stub; RESET_VECTORS and all else HVC_STUB_ERR. No stack, no memory.
VECTORS temporary_stub_vectors
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
    cmp     x0, #HVC_SOFT_RESTART
    b.eq    2f
    LOAD64  x0, HVC_STUB_ERR
    eret
1:  msr     vbar_el2, x1                        // x0 is already 0
    eret
2:  mov     x0, x2
    mov     x2, x4
    mov     x4, x1
    mov     x1, x3
    br      x4
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    // Lower EL, AArch32
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
END_VECTORS temporary_stub_vectors
