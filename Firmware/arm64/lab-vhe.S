// lab-vhe: scenes of a host that runs at EL2 with VHE and leaves a guest's EL1
// registers in the hardware for as long as it can.
//
// Register contract
//   Entry      offset 0, EL2h, MMU off, DAIF masked; x0 = number of the scene.
//   Throughout x28 = probe base, x27 = stage << 8.
//   Host       EL2h, HCR_EL2 = RW|TGE|E2H, MMU off, SP_EL2 = boot_stack_top.
//   Guest      EL1h, MMU off, no stack; x0-x3 are its own. HVC ends it.
//   Exit       probe EXIT with 0, or 1 after a failed check.

#define IMAGE                   "lab-vhe"
#define SECOND_CPU              1

#include "macros.h"

    IMAGE_HEAD "latest", "lab-vhe: a host with VHE and its guest"

#include "console.S"
#include "check.S"
#include "boot.S"

#define HCR_TVM                 (1 << 26)
#define HCR_TRVM                (1 << 30)
#define HCR_IMO                 (1 << 4)
#define HCR_GUEST               0x400000001     // E2H, VM; RW comes with it
#define S2_NORMAL_NC            0x7d5           // block, AF, inner shareable, RW
#define HCR_RW                  (1 << 31)
#define ESR_EC_SHIFT            26
#define EC_HVC                  0x16
#define EC_SYSREG               0x18

// What a trapped access names: Op0, Op2, Op1, CRn, CRm of the syndrome, Rt and
// direction masked out.
#define ISS_REGISTER            0x3ffc1e
#define ISS_READ                1
#define ISS_TTBR0_EL1           0x300800        // S3_0_C2_C0_0
#define ISS_AFSR0_EL1           0x301402        // S3_0_C5_C1_0

// The guest's registers in memory, valid while they are not in the hardware.
#define CTX_TTBR0               0
#define CTX_ELR                 8
#define CTX_SPSR                16
#define CTX_ESR                 24
#define CTX_SIZE                32

// Hypercalls of the guest, in x0.
#define GUEST_END               0
#define GUEST_WRITE_LOW         1               // as a 32-bit write of TTBR0 traps

    .section .hyp.vectors, "ax", %progbits
VECTORS host_vectors
    .rept   4
    SLOT_PARK
    .endr
    SLOT_BRANCH host_fault
    SLOT_BRANCH host_interrupt
    SLOT_PARK
    SLOT_PARK
    SLOT_BRANCH guest_trap
    SLOT_BRANCH guest_interrupted
    .rept   6
    SLOT_PARK
    .endr
END_VECTORS host_vectors

VECTORS guest_vectors
    .rept   4
    SLOT_PARK
    .endr
    SLOT_BRANCH guest_exception
    .rept   11
    SLOT_PARK
    .endr
END_VECTORS guest_vectors

    .text

ROUTINE start
    mov     x19, x0
    bl      boot_prepare
    bl      host_setup
    adr     x0, boot_stack_top
    mov     sp, x0
    STAGE   1, "a host with VHE"
    cmp     x19, #14
    b.eq    scene_14
    cmp     x19, #15
    b.eq    scene_15
    cmp     x19, #16
    b.eq    scene_16
    cmp     x19, #18
    b.eq    scene_18
    cmp     x19, #47
    b.eq    scene_47
    cmp     x19, #63
    b.eq    scene_63
    cmp     x19, #64
    b.eq    scene_64
    SAY     "x0 names no scene"
    b       finish
END_ROUTINE start

// host_setup: EL2 as a VHE host has it.
// Entry:     EL2h, MMU off. Destroyed: x0, x1. Returns to x30.
ROUTINE host_setup
    LOAD64  x0, HCR_VHE_HOST
    msr     hcr_el2, x0
    isb
    LOAD64  x0, SCTLR_EL2_OFF
    msr     sctlr_el2, x0
    LOAD64  x0, CPACR_FPEN
    msr     cpacr_el1, x0
    adr     x0, host_vectors
    msr     vbar_el2, x0
    msr     mdcr_el2, xzr
    msr     hstr_el2, xzr
    adr     x0, guest_tables                    // stage 2: RAM at its place
    LOAD64  x1, LOAD_ADDRESS|S2_NORMAL_NC
    str     x1, [x0, #8]
    msr     vttbr_el2, x0
    LOAD64  x0, VTCR_EL2_IDLE
    msr     vtcr_el2, x0
    tlbi    alle1
    dsb     sy
    msr     cntvoff_el2, xzr
    mrs     x0, mpidr_el1
    msr     vmpidr_el2, x0
    LOAD64  x0, SCTLR_EL1_OFF
    msr     S3_5_C1_C0_0, x0                    // SCTLR_EL12
    adr     x0, guest_vectors
    msr     S3_5_C12_C0_0, x0                   // VBAR_EL12
    isb
    ret
END_ROUTINE host_setup

// vcpu_load: the guest's registers go into the hardware, and stay.
// Destroyed: x0, x1. Returns to x30.
ROUTINE vcpu_load
    adr     x0, context
    ldr     x1, [x0, #CTX_TTBR0]
    msr     S3_5_C2_C0_0, x1                    // TTBR0_EL12
    ldr     x1, [x0, #CTX_ELR]
    msr     S3_5_C4_C0_1, x1                    // ELR_EL12
    ldr     x1, [x0, #CTX_SPSR]
    msr     S3_5_C4_C0_0, x1                    // SPSR_EL12
    ldr     x1, [x0, #CTX_ESR]
    msr     S3_5_C5_C2_0, x1                    // ESR_EL12
    ret
END_ROUTINE vcpu_load

// run_guest: until the guest ends itself, or an interrupt comes.
// In:        x0 = where it starts, x1 = extra bits of HCR_EL2.
// Out:       x1 = what the guest had in x1; x0 = 0, or 1 for an interrupt.
// Destroyed: x2-x9. Returns to x30.
ROUTINE run_guest
    stp     x29, x30, [sp, #-16]!
    msr     elr_el2, x0
    movz    x0, #SPSR_EL1H_MASKED
    msr     spsr_el2, x0
    LOAD64  x0, HCR_GUEST|HCR_RW
    orr     x0, x0, x1
    msr     hcr_el2, x0
    isb
    eret
END_ROUTINE run_guest

// guest_left: back to who called run_guest.
ROUTINE guest_left
    LOAD64  x2, HCR_VHE_HOST
    msr     hcr_el2, x2
    isb
    ldp     x29, x30, [sp], #16
    ret
END_ROUTINE guest_left

ROUTINE guest_interrupted
    movz    x0, #1
    b       guest_left
END_ROUTINE guest_interrupted

// guest_trap: a hypercall, or an access to a register that traps.
// Entry:     EL2h from the guest. Destroyed: x4-x9 of the guest.
ROUTINE guest_trap
    mrs     x4, esr_el2
    lsr     x5, x4, #ESR_EC_SHIFT
    cmp     x5, #EC_SYSREG
    b.eq    2f
    cmp     x0, #GUEST_END
    b.eq    guest_left
    // The low half of TTBR0 from x1; the high half is what is there.
    adr     x6, context
    ldr     x5, [x6, #CTX_TTBR0]
    FIX     16, "mrs x5, S3_5_C2_C0_0", "nop"   // TTBR0_EL12: live, not the copy
    bfi     x5, x1, #0, #32
    msr     S3_5_C2_C0_0, x5
    eret
2:  LOAD64  x5, ISS_REGISTER
    and     x5, x4, x5
    LOAD64  x6, ISS_TTBR0_EL1
    cmp     x5, x6
    b.eq    3f
    // A register that the switch does not know.
    FIX     14, "nop", "brk #0x800"             // BUG()
    mov     x1, xzr                             // reads as zero, writes ignored
    b       4f
3:  adr     x6, context
    ldr     x5, [x6, #CTX_TTBR0]
    FIX     15, "mrs x5, S3_5_C2_C0_0", "nop"   // live, not the copy
    mov     x1, x5
4:  mrs     x5, elr_el2
    add     x5, x5, #4
    msr     elr_el2, x5
    eret
END_ROUTINE guest_trap

// host_fault: nothing at EL2 may fault.
ROUTINE host_fault
    b       host_fault
END_ROUTINE host_fault

// A register that the host's switch has forgotten.
ROUTINE scene_14
    bl      vcpu_load
    adr     x0, guest_14
    LOAD64  x1, HCR_TVM|HCR_TRVM
    bl      run_guest
    CHECK   1, x1, 0
    b       finish
END_ROUTINE scene_14

ROUTINE guest_14
    movz    x1, #0x14
    mrs     x1, afsr0_el1
    movz    x0, #GUEST_END
    hvc     #0
END_ROUTINE guest_14

// The guest writes TTBR0_EL1 by itself, and its read traps.
ROUTINE scene_15
    bl      vcpu_load
    adr     x0, guest_15
    LOAD64  x1, HCR_TRVM
    bl      run_guest
    CHECK   1, x1, 0x40155000
    b       finish
END_ROUTINE scene_15

ROUTINE guest_15
    LOAD64  x1, 0x40155000
    msr     ttbr0_el1, x1
    mrs     x1, ttbr0_el1
    movz    x0, #GUEST_END
    hvc     #0
END_ROUTINE guest_15

// The guest writes all of TTBR0_EL1, then, as 32-bit code does, its low half.
ROUTINE scene_16
    bl      vcpu_load
    adr     x0, guest_16
    movz    x1, #0
    bl      run_guest
    CHECK   1, x1, 0x0016000040166000
    b       finish
END_ROUTINE scene_16

ROUTINE guest_16
    LOAD64  x1, 0x0016000040155000
    msr     ttbr0_el1, x1
    LOAD64  x1, 0x40166000
    movz    x0, #GUEST_WRITE_LOW
    hvc     #0
    mrs     x1, ttbr0_el1
    movz    x0, #GUEST_END
    hvc     #0
END_ROUTINE guest_16

// An exception for the guest, whose registers are in the hardware.
ROUTINE scene_64
    bl      vcpu_load
    adr     x0, guest_64
    movz    x1, #0
    bl      run_guest
    // Inject: ESR, ELR and SPSR of EL1, then on at the guest's vector.
    adr     x6, context
    LOAD64  x1, 0x2000000
    str     x1, [x6, #CTX_ESR]
    FIX     64, "msr S3_5_C5_C2_0, x1", "nop"   // ESR_EL12: they are live
    adr     x0, guest_vectors
    add     x0, x0, #0x200
    movz    x1, #0
    bl      run_guest
    CHECK   1, x1, 0x2000000
    b       finish
END_ROUTINE scene_64

ROUTINE guest_64
    movz    x0, #GUEST_END
    hvc     #0
END_ROUTINE guest_64

ROUTINE guest_exception
    mrs     x1, esr_el1
    movz    x0, #GUEST_END
    hvc     #0
END_ROUTINE guest_exception

// CPU 1 goes through idle and comes back; EL2's debug set-up was lost.
ROUTINE scene_63
    LOAD64  x0, PSCI_CPU_ON
    movz    x1, #SECOND_CPU
    adr     x2, resumed
    movz    x3, #0
    smc     #0
    adr     x1, second_done
    movz    w2, #0xffff
1:  ldr     w3, [x1]
    cbnz    w3, 2f
    yield
    subs    w2, w2, #1
    b.ne    1b
2:  adr     x1, second_mdcr
    ldr     x1, [x1]
    CHECK   WHAT_CHECKSUM, x1, 0
    b       finish
END_ROUTINE scene_63

ROUTINE resumed
    LOAD_PROBE
    LOAD64  x0, HCR_VHE_HOST
    msr     hcr_el2, x0
    isb
    LOAD64  x0, SCTLR_EL2_OFF
    msr     sctlr_el2, x0
    isb
    FIX     63, "msr mdcr_el2, xzr", "nop"      // "only without VHE"
    mrs     x0, mdcr_el2
    adr     x1, second_mdcr
    str     x0, [x1]
    movz    w0, #1
    adr     x1, second_done
    dmb     sy
    str     w0, [x1]
1:  wfi
    b       1b
END_ROUTINE resumed

// ---- The MMU goes on at EL2 ---------------------------------------------------

#define KERNEL_VA_TOP           0xffffff80      // bits 63:32 of the kernel's VA

// Only the identity-mapped text may turn the MMU on.
ROUTINE scene_47
    adr     x0, level1_table                    // TTBR0: devices, and one page
    adr     x1, level2_devices
    orr     x2, x1, #DESC_TABLE
    str     x2, [x0]
    LOAD64  x2, PROBE_BASE_HIGH << 16
    LOAD64  x3, DESC_BLOCK|DESC_AF|ATTR_DEVICE|DESC_NEVER_EXECUTE
    orr     x2, x2, x3
    str     x2, [x1, #((PROBE_BASE_HIGH >> 5) * 8)]
    LOAD64  x2, UART_BASE_HIGH << 16
    orr     x2, x2, x3
    str     x2, [x1, #((UART_BASE_HIGH >> 5) * 8)]
    adr     x1, level2_ram
    orr     x2, x1, #DESC_TABLE
    str     x2, [x0, #8]
    adr     x2, level3_ram
    orr     x3, x2, #DESC_TABLE
    str     x3, [x1]
    adr     x3, idmap_switch
    ubfx    x4, x3, #12, #9
    and     x3, x3, #~0xfff
    LOAD64  x5, DESC_PAGE|DESC_AF|DESC_SH_INNER|ATTR_NORMAL
    orr     x3, x3, x5
    str     x3, [x2, x4, lsl #3]
    adr     x1, kernel_level1                   // TTBR1: the image's block
    adr     x2, kernel_level2
    orr     x3, x2, #DESC_TABLE
    str     x3, [x1]
    LOAD64  x3, LOAD_ADDRESS|DESC_BLOCK|DESC_AF|DESC_SH_INNER|ATTR_NORMAL
    str     x3, [x2]
    dsb     sy
    LOAD64  x2, MAIR_DEVICE_NORMAL
    msr     mair_el2, x2
    LOAD64  x2, 0xb5190019                      // T0SZ, T1SZ 25, both walks
    msr     tcr_el2, x2
    msr     ttbr0_el2, x0
    msr     S3_4_C2_C0_1, x1                    // TTBR1_EL2
    isb
    tlbi    vmalle1
    dsb     nsh
    isb
    adr     x5, idmap_switch
    adr     x6, plain_switch
    adr     x30, kernel_high
    and     x30, x30, #0x1fffff
    LOAD64  x0, KERNEL_VA_TOP << 32
    orr     x30, x30, x0
    LOAD64  x0, SCTLR_EL1_ON
    FIX     47, "br x5", "br x6"
END_ROUTINE scene_47

    .balign 4096                                // not on the page that is mapped
ROUTINE plain_switch
    msr     sctlr_el2, x0
    isb
    ret
END_ROUTINE plain_switch

ROUTINE kernel_high
    b       finish
END_ROUTINE kernel_high

    .section .idmap.text, "ax", %progbits
    .balign 4096
ROUTINE idmap_switch
    msr     sctlr_el2, x0
    isb
    ret
END_ROUTINE idmap_switch
    .text

// ---- Interrupts that end the guest --------------------------------------------

#define GICD_BASE_HIGH          0x0800
#define GICR_BASE_HIGH          0x080a
#define GICR_SGI_BASE_HIGH      0x080b
#define TIMER_PPI               30
#define ICC_PMR_EL1             S3_0_C4_C6_0
#define ICC_IAR1_EL1            S3_0_C12_C12_0
#define ICC_EOIR1_EL1           S3_0_C12_C12_1
#define ICC_IGRPEN1_EL1         S3_0_C12_C12_7
#define CNTP_CTL_EL02           S3_5_C14_C2_1
#define CNTP_CVAL_EL02          S3_5_C14_C2_2

// The host's loop: each time an interrupt has ended the guest, it must be taken
// before the guest runs again, whatever the caller's mask was.
ROUTINE scene_18
    movz    x0, #GICD_BASE_HIGH, lsl #16
    movz    w1, #0x37
    str     w1, [x0]                            // ARE, groups
    movz    x0, #GICR_BASE_HIGH, lsl #16
    str     wzr, [x0, #0x14]                    // WAKER
    movz    x0, #GICR_SGI_BASE_HIGH, lsl #16
    movn    w1, #0
    str     w1, [x0, #0x80]                     // IGROUPR0
    movz    w1, #(1 << (TIMER_PPI - 16)), lsl #16
    str     w1, [x0, #0x100]                    // ISENABLER0
    mrs     x1, REG_ICC_SRE_EL2
    orr     x1, x1, #1
    msr     REG_ICC_SRE_EL2, x1
    isb
    movz    x1, #0xff
    msr     ICC_PMR_EL1, x1
    movz    x1, #1
    msr     ICC_IGRPEN1_EL1, x1
    msr     CNTP_CVAL_EL02, xzr                 // long past
    msr     CNTP_CTL_EL02, x1
    isb
    // IRQs are masked here: the caller's state.
1:  mrs     x10, daif
    msr     daifset, #2
    adr     x0, guest_18
    movz    x1, #HCR_IMO
    bl      run_guest
    FIX     18, "msr daifclr, #2", "msr daif, x10"
    isb
    cbnz    x0, 1b
    CHECK   1, x1, 0x18
    b       finish
END_ROUTINE scene_18

ROUTINE guest_18
    movz    x1, #0x18
    movz    x0, #GUEST_END
    hvc     #0
END_ROUTINE guest_18

// host_interrupt: the timer's; off with it.
ROUTINE host_interrupt
    mrs     x2, ICC_IAR1_EL1
    msr     CNTP_CTL_EL02, xzr
    isb
    msr     ICC_EOIR1_EL1, x2
    eret
END_ROUTINE host_interrupt

    .data
    .balign 8
context:        .quad 0x7777000070007000, 0, SPSR_EL1H_MASKED, 0

    .section .bss.pages, "aw", %nobits
    .balign 8192
guest_tables:   .space 4096 * 2                 // 40 bits of IPA: two tables as one
level1_table:   .space 4096
level2_devices: .space 4096
level2_ram:     .space 4096
level3_ram:     .space 4096
kernel_level1:  .space 4096
kernel_level2:  .space 4096

    .bss
    .balign 16
                .space 4096
boot_stack_top:
second_mdcr:    .space 8
second_done:    .space 4
