// The kernel's side of coming up: note the mode a CPU was entered in, install the
// initial stub where that mode is Hyp, and go to SVC. Written from the order that
// hyp-abi documents: HVBAR, traps, HSCTLR, HDCR, SCTLR, identities, timer, GIC.

    .text
    BUILD_STATE

// kernel_entry: the first instructions of the kernel proper on the boot CPU.
// Entry:     Hyp or SVC mode, masked, MMU off; lr = where to go on, in SVC.
// Out:       boot_mode = the mode; the stub installed if it was Hyp.
// Destroyed: r0-r7.
ROUTINE kernel_entry
    LOAD_PROBE r7
    mov     r0, #0
    str     r0, [r7, #PROBE_KERNEL]
    mrs     r4, cpsr
    and     r4, r4, #MODE_USR | 0xf
    MOV32   r5, boot_mode
    str     r4, [r5]
    cmp     r4, #MODE_HYP
    bne     1f
    b       hyp_stub_install
1:  b       leave_hyp
END_ROUTINE kernel_entry

// kernel_secondary_entry: the same on another CPU. A mode other than the boot
// CPU's is recorded in bit 31, and no stub is installed here or on later CPUs:
// the word then equals no mode.
ROUTINE kernel_secondary_entry
    LOAD_PROBE r7
    mov     r0, #0
    str     r0, [r7, #PROBE_KERNEL]
    mrs     r4, cpsr
    and     r4, r4, #MODE_USR | 0xf
    MOV32   r5, boot_mode
    ldr     r6, [r5]
    cmp     r4, r6
    beq     1f
#ifdef FAULT_B55
    // The registers that the macro named itself, whatever it had been given.
    MOV32   r5, second_stack
    mov     r6, #0
    str     r7, [r5, r6]
#else
    orr     r6, r6, #BOOT_MODE_MISMATCH
    str     r6, [r5]
#endif
    b       leave_hyp
1:  cmp     r4, #MODE_HYP
    bne     leave_hyp
    b       hyp_stub_install
END_ROUTINE kernel_secondary_entry

// hyp_stub_install: in Hyp mode, give Hyp to the initial stub.
// Destroyed: r0-r3. Next: leave_hyp.
ROUTINE hyp_stub_install
    MOV32   r0, STUB_VECTORS
    mcr     HVBAR(r0)
    mov     r0, #0
    mcr     HCR(r0)
    mcr     HCPTR(r0)
    mcr     HSTR(r0)
#ifdef FAULT_B61
    // The Thumb bit forgotten: handlers in Thumb are entered in ARM state.
    MOV32   r0, KERNEL_EE
#else
    MOV32   r0, (KERNEL_TE | KERNEL_EE)
#endif
    mcr     HSCTLR(r0)
    mrc     HDCR(r0)
    and     r0, r0, #0x1f
    mcr     HDCR(r0)
    mrc     SCTLR(r0)
    orr     r0, r0, #SCTLR_CP15BEN
    bic     r0, r0, #0x180              // ITD, SED
    bic     r0, r0, #0x180000           // WXN, UWXN
    mcr     SCTLR(r0)
    mrc     MIDR(r0)
    mcr     VPIDR(r0)
    mrc     MPIDR(r0)
    mcr     VMPIDR(r0)
    mrc     ID_PFR1(r1)
    ubfx    r0, r1, #16, #4
    cmp     r0, #0
    beq     1f
    mrc     CNTHCTL(r0)
    orr     r0, r0, #3
    mcr     CNTHCTL(r0)
    mov     r0, #0
    mcrr    CNTVOFF(r0, r0)
    mcr     CNTV_CTL(r0)
1:  b       leave_hyp
END_ROUTINE hyp_stub_install

// leave_hyp: to SVC with everything masked, from whichever mode.
// In:        lr = where to go on; r7 = probe.
// Destroyed: r0-r2.
ROUTINE leave_hyp
    mov     r0, #0
    str     r0, [r7, #PROBE_BOOTED]
    mov     r2, lr
    mrs     r0, cpsr
    and     r1, r0, #0x1f
    cmp     r1, #MODE_HYP
    bne     1f
    MOV32   r0, (MODE_SVC | CPSR_AIF | KERNEL_T)
    msr     spsr_cxsf, r0
    bic     r1, r2, #1
    msr     elr_hyp, r1
    eret
1:  cpsid   aif, #MODE_SVC
    bx      r2
END_ROUTINE leave_hyp

// The kernel's own vectors: it takes no exception but those an image asks for.
    .section .hyp.vectors, "ax", %progbits
    BUILD_STATE
#ifndef KERNEL_VECTORS
#define KERNEL_VECTORS kernel_vectors
VECTORS kernel_vectors
    SLOT    unexpected
    SLOT    unexpected
    SLOT    unexpected
    SLOT    unexpected
    SLOT    unexpected
    SLOT    unexpected
    SLOT    unexpected
    SLOT    unexpected
END_VECTORS kernel_vectors
#endif

    .text
    BUILD_STATE

// kernel_set_up: what SVC mode needs on the boot CPU.
// Destroyed: r0. Returns to lr.
ROUTINE kernel_set_up
    STACK   boot_stack_top
    MOV32   r0, KERNEL_VECTORS
    mcr     VBAR(r0)
#ifdef THUMB2
    mrc     SCTLR(r0)
    orr     r0, r0, #(1 << 30)
    mcr     SCTLR(r0)
#endif
    bx      lr
END_ROUTINE kernel_set_up

    .bss
    .balign 8
    .globl  boot_mode
boot_mode:      .space 4
                .space 4
    BOOT_MODE_WORD boot_mode
    .text
