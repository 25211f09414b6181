// A hypervisor as small as one can be whose vectors keep the contract of KVM: KI64
// while it is installed, KF64 once it runs with the EL2 MMU on at a virtual address.
//
// The image defines RUNTIME_OFFSET and RUNTIME_OFFSET_HIGH, bits 47:32 of it. With
// KVM_MORE_CALLS it brings kvm_more_calls, which gets what KVM_ADD is not, with x19
// and x20 saved at SP.

// The parameter block of the init call, in the order KVM keeps it.
#define PARAM_MAIR_EL2          0
#define PARAM_TCR_EL2           8
#define PARAM_TPIDR_EL2         16
#define PARAM_STACK_HYP_VA      24
#define PARAM_STACK_PA          32
#define PARAM_PGD_PA            40
#define PARAM_HCR_EL2           48
#define PARAM_VTTBR             56
#define PARAM_VTCR              64
#define PARAM_TMP               72
#define PARAM_SIZE              80

// ---- KI64: the init vectors -------------------------------------------------

    .section .hyp.vectors, "ax", %progbits

// Installed by SET_VECTORS, so at a physical address, with the EL2 MMU off.
VECTORS init_vectors
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
    SLOT_BRANCH init_call
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    // Lower EL, AArch32
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
END_VECTORS init_vectors

    .section .idmap.text, "ax", %progbits

// init_call: an HVC inside the install window.
// Entry:     EL2h, MMU off, masked; no stack.
// In:        x0 = number; the init call has x1 = physical address of its block.
// Out:       stub numbers as stub_call_from_kvm; the init call x0 = 0 with the
//            hypervisor resident; any other number x0 = -1 and nothing changed.
// Destroyed: x0, and x1-x3 by the init call.
// Next:      the caller by ERET.
ROUTINE init_call
    cmp     x0, #HVC_STUB_HCALL_NR              // unsigned, all 64 bits
    b.lo    stub_call_from_kvm
    // Compare without a scratch register, blind to the SMCCC hint bit.
    and     x0, x0, #~(1 << SMCCC_HINT_BIT)
    eor     x0, x0, #0xc0000000
    eor     x0, x0, #0x06000000
    cbz     x0, init_resident
    mov     x0, #SMCCC_NOT_SUPPORTED
    eret
END_ROUTINE init_call

// init_resident: load EL2 from the parameter block and turn its MMU on.
// Entry:     EL2h, MMU off, masked.
// In:        x1 = physical address of the block.
// Out:       x0 = 0; EL2 as the block says; VBAR_EL2 = runtime vectors.
// Destroyed: x0-x3. Next: the caller by ERET. The fetch goes on at the same
//            address when the MMU comes on: this text is identity mapped.
ROUTINE init_resident
    ldr     x0, [x1, #PARAM_STACK_HYP_VA]
    mov     sp, x0
    ldr     x0, [x1, #PARAM_MAIR_EL2]
    msr     mair_el2, x0
    ldr     x0, [x1, #PARAM_HCR_EL2]
    msr     hcr_el2, x0
    isb
    ldr     x0, [x1, #PARAM_TPIDR_EL2]
    msr     tpidr_el2, x0
    ldr     x0, [x1, #PARAM_VTTBR]
    msr     vttbr_el2, x0
    ldr     x0, [x1, #PARAM_VTCR]
    msr     vtcr_el2, x0
    ldr     x0, [x1, #PARAM_PGD_PA]
    msr     ttbr0_el2, x0
    ldr     x0, [x1, #PARAM_TCR_EL2]
    msr     tcr_el2, x0
    isb
    // EL2 entries carry no ASID of ours, and EL1 entries may carry a VMID that
    // VTTBR_EL2 now names: neither may outlive the change of tables.
    tlbi    alle2
    tlbi    alle1
    dsb     sy
    LOAD64  x0, SCTLR_EL2_ON
    msr     sctlr_el2, x0
    isb
    adr     x0, runtime_vectors
    movz    x2, #RUNTIME_OFFSET_HIGH, lsl #32
    add     x0, x0, x2
    msr     vbar_el2, x0
    mov     x0, xzr
    eret
END_ROUTINE init_resident

// stub_call_from_kvm: the calls of the stub ABI, answered by the hypervisor.
// Entry:     EL2h at this routine's physical address, EL2 MMU on or off, masked.
// In:        x0 = number below HVC_STUB_HCALL_NR, x1-x4 = arguments.
// Out:       RESET_VECTORS: x0 = 0, EL2 MMU off, initial stub installed.
//            SOFT_RESTART: the same, then x1 at EL2 with x2-x4 as x0-x2.
//            Others: x0 = HVC_STUB_ERR, nothing changed.
// Destroyed: x5. Next: the caller, or the payload, by ERET.
ROUTINE stub_call_from_kvm
    cmp     x0, #HVC_SOFT_RESTART
    b.ne    1f
    msr     elr_el2, x1
    movz    x5, #SPSR_EL2H_MASKED
    msr     spsr_el2, x5
    mov     x0, x2
    mov     x1, x3
    mov     x2, x4
    b       2f
1:  cmp     x0, #HVC_RESET_VECTORS
    b.ne    3f
    mov     x0, xzr
2:  LOAD64  x5, SCTLR_EL2_OFF
    msr     sctlr_el2, x5
    isb
    adr     x5, hyp_stub_vectors
    msr     vbar_el2, x5
    eret
3:  LOAD64  x0, HVC_STUB_ERR
    eret
END_ROUTINE stub_call_from_kvm

// ---- KF64: the resident hypervisor ------------------------------------------

    .section .hyp.vectors, "ax", %progbits

// Linked at the physical address, run at + RUNTIME_OFFSET.
VECTORS runtime_vectors
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
    SLOT_BRANCH runtime_call
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    // Lower EL, AArch32
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
END_VECTORS runtime_vectors

    .section .hyp.text, "ax", %progbits

// runtime_call: an HVC with the hypervisor resident.
// Entry:     EL2h at a runtime VA, MMU on, masked; SP_EL2 = this CPU's stack.
// In:        x0 = number, x1-x4 = arguments.
// Out:       stub numbers as stub_call_from_kvm; KVM_ADD: x0 = 0, x1 = x1 + x2;
//            others x0 = -1.
// Destroyed: x5 and x6 by stub numbers.
// Next:      the caller by ERET; for stub numbers first the physical address of
//            their handler, because it turns the MMU off under its own feet.
ROUTINE runtime_call
    cmp     x0, #HVC_STUB_HCALL_NR
    b.hs    1f
    adr     x5, stub_call_from_kvm              // runtime VA
    movz    x6, #RUNTIME_OFFSET_HIGH, lsl #32
    sub     x5, x5, x6
    br      x5
1:  stp     x19, x20, [sp, #-16]!
    LOAD64  x19, KVM_ADD
    cmp     x0, x19
    b.ne    2f
    add     x1, x1, x2
    mov     x0, xzr
    b       3f
2:
#ifdef KVM_MORE_CALLS
    b       kvm_more_calls
#endif
    mov     x0, #SMCCC_NOT_SUPPORTED
3:  ldp     x19, x20, [sp], #16
    eret
END_ROUTINE runtime_call
