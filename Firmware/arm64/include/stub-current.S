// The initial stub of a current kernel (Linux 6.19 numbering), and the temporary
// stub that stands in for it while memory is rewritten.
// Contract: Linux Documentation/virt/kvm/arm/hyp-abi.rst; facts also from
// arch/arm64/kernel/hyp-stub.S.
//
// All code here runs at EL2h with the MMU off and all exceptions masked, entered
// by an HVC. It has no stack and touches no memory.

    .section .hyp.vectors, "ax", %progbits

// The initial stub answers HVC from EL1, and from EL2 itself. It does not read
// the syndrome: whatever arrives in these two slots counts as a call.
VECTORS hyp_stub_vectors
    // Current EL, SP_EL0
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    // Current EL, SP_EL2
    SLOT_BRANCH hyp_stub_call
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    // Lower EL, AArch64
    SLOT_BRANCH hyp_stub_call
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    // Lower EL, AArch32
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
    SLOT_PARK
END_VECTORS hyp_stub_vectors

    .section .hyp.text, "ax", %progbits

// hyp_stub_call: dispatch on the 64-bit number in x0.
// In:        x0 = number, x1-x4 = arguments.
// Out:       x0 = 0 or HVC_STUB_ERR; x1 with GET_ICH_VTR_EL2.
// Destroyed: nothing else, but for FINALISE_EL2 (x0-x2).
// Next:      the caller by ERET, or the payload of a soft restart.
ROUTINE hyp_stub_call
    cmp     x0, #HVC_FINALISE_EL2
    b.eq    hyp_stub_finalise
    b.hi    2f
    cmp     x0, #HVC_SOFT_RESTART
    b.eq    hyp_stub_restart
    b.hi    1f                                  // RESET_VECTORS: these are the vectors
    msr     vbar_el2, x1                        // SET_VECTORS; the ERET synchronises
1:  mov     x0, xzr
    eret
2:  cmp     x0, #HVC_GET_ICH_VTR_EL2
    b.ne    hyp_stub_refuse
    mrs     x1, REG_ICH_VTR_EL2
    mov     x0, xzr
    eret
END_ROUTINE hyp_stub_call

// hyp_stub_refuse: a call that this stub does not know.
// Out:       x0 = HVC_STUB_ERR. Next: the caller.
ROUTINE hyp_stub_refuse
    LOAD64  x0, HVC_STUB_ERR
    eret
END_ROUTINE hyp_stub_refuse

// hyp_stub_restart: jump to x1 at EL2, from inside the handler.
// In:        x1 = payload, x2-x4 = its x0-x2.
// Out:       x0-x2 = arguments, x3 as it was, x4 = payload. Next: the payload.
ROUTINE hyp_stub_restart
    mov     x0, x2
    mov     x2, x4
    mov     x4, x1
    mov     x1, x3
    br      x4
END_ROUTINE hyp_stub_restart

// hyp_stub_finalise: open what EL1 may use, then move the kernel up to EL2 if
// the CPU has VHE and the EL2 MMU is off.
// In:        nothing. SP_EL1, TPIDR_EL1 and the EL1 translation are the kernel's;
//            its TTBR0 maps the idmap text.
// Out:       x0 = HVC_STUB_ERR, at EL1 as before; or x0 = 0, at EL2h at the same
//            VA with E2H and TGE set and the EL1 MMU off.
// Destroyed: x0-x2.
ROUTINE hyp_stub_finalise
    mrs     x2, hcr_el2                         // bit 34: layout of CPTR_EL2

    // SVE: no trap, and the longest vectors there are.
    ID_FIELD x0, id_aa64pfr0_el1, PFR0_SVE
    cbz     x0, 3f
    mrs     x1, cptr_el2
    tbnz    x2, #HCR_E2H_BIT, 1f
    bic     x1, x1, #CPTR_EL2_TZ
    b       2f
1:  orr     x1, x1, #CPACR_ZEN
2:  msr     cptr_el2, x1
    isb
    movz    x1, #0x1ff
    msr     REG_ZCR_EL2, x1

    // SME: no trap, EL1 has its own TPIDR2, longest streaming vectors, and the
    // parts of SME that have an enable bit where they exist.
3:  ID_FIELD x0, id_aa64pfr1_el1, PFR1_SME
    cbz     x0, 8f
    mrs     x1, cptr_el2
    tbnz    x2, #HCR_E2H_BIT, 4f
    bic     x1, x1, #CPTR_EL2_TSM
    b       5f
4:  orr     x1, x1, #CPACR_SMEN
5:  msr     cptr_el2, x1
    isb
    mrs     x1, sctlr_el2
    orr     x1, x1, #SCTLR_EL2_ENTP2
    msr     sctlr_el2, x1
    isb
    movz    x1, #0x1ff
    mrs     x0, REG_ID_AA64SMFR0_EL1
    tbz     x0, #63, 6f
    orr     x1, x1, #(1<<31)                    // FA64
6:  ubfx    x0, x0, #56, #4
    cbz     x0, 7f
    orr     x1, x1, #(1<<30)                    // EZT0
7:  msr     REG_SMCR_EL2, x1
    mrs     x0, REG_SMIDR_EL1
    tbz     x0, #15, 8f
    msr     REG_SMPRIMAP_EL2, xzr

8:  ID_FIELD x0, id_aa64pfr1_el1, PFR1_GCS
    cbz     x0, 9f
    msr     REG_GCSCR_EL1, xzr
    msr     REG_GCSCRE0_EL1, xzr

    // The upgrade proper.
9:  mrs     x0, sctlr_el2
    tbnz    x0, #0, hyp_stub_refuse
    ID_FIELD x0, id_aa64mmfr1_el1, MMFR1_VH
    cbz     x0, hyp_stub_refuse

    LOAD64  x0, HCR_VHE_HOST
    msr     hcr_el2, x0
    isb

    // The kernel's context follows it up. Under E2H an _EL1 name reaches the EL2
    // register and the _EL12 name the EL1 register.
    mrs     x0, sp_el1
    mov     sp, x0
    mrs     x0, tpidr_el1
    msr     tpidr_el2, x0
    mrs     x0, mdcr_el2
    bic     x0, x0, #MDCR_E2PB
    bic     x0, x0, #MDCR_E2TB
    msr     mdcr_el2, x0
    .irp    register, cpacr, vbar, tcr, ttbr0, ttbr1, mair
    mrs     x0, \register\()_el12
    msr     \register\()_el1, x0
    .endr
    ID_FIELD x1, REG_ID_AA64MMFR3_EL1, MMFR3_TCRX
    cbz     x1, 10f
    mrs     x0, REG_TCR2_EL12
    msr     REG_TCR2_EL1, x0
10: ID_FIELD x1, REG_ID_AA64MMFR3_EL1, MMFR3_S1PIE
    cbz     x1, 11f
    mrs     x0, REG_PIRE0_EL12
    msr     REG_PIRE0_EL1, x0
    mrs     x0, REG_PIR_EL12
    msr     REG_PIR_EL1, x0

    // Return to where the call came from, one level up.
11: mrs     x0, spsr_el2
    and     x0, x0, #~0xf
    orr     x0, x0, #8
    orr     x0, x0, #1                          // EL2h
    msr     spsr_el2, x0
    b       hyp_stub_enter_vhe
END_ROUTINE hyp_stub_finalise

    .section .idmap.text, "ax", %progbits

// hyp_stub_enter_vhe: turn the EL2&0 MMU on with the kernel's tables. It lies in
// the idmap text because its own address must not change under it.
// Entry:     EL2h, E2H and TGE set, MMU off, registers copied.
// Out:       x0 = 0. Destroyed: x0. Next: the kernel at EL2h, by ERET.
ROUTINE hyp_stub_enter_vhe
    tlbi    vmalle1                             // entries of an earlier owner of EL2&0
    dsb     nsh
    isb
    mrs     x0, sctlr_el12
    msr     sctlr_el1, x0
    isb
    LOAD64  x0, SCTLR_EL1_OFF
    msr     sctlr_el12, x0
    mov     x0, xzr
    eret
END_ROUTINE hyp_stub_enter_vhe
