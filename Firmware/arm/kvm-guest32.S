// kvm-guest32: a 32-bit guest of a 64-bit KVM.
//
// Not an image for the machine but one page of code that linux-init puts under /dev/kvm, in a VM
// whose vCPU has KVM_ARM_VCPU_EL1_32BIT (Firmware/arm64/linux-init.S, word "kvm32").
//
// Register contract
//   Entry      Supervisor mode, A32, MMU off, at the first word: 0x40000000.
//   Does       stores an answer at each offset from the doorbell, where linux-init prints it: its
//              mode, the mode of an undefined instruction, PSCI's version, a sum from T32 code, the
//              faults of a load and of a branch under tables of its own, the timer's interrupt.
//   Exit       SYSTEM_OFF by HVC.
//
// r10 = doorbell, r11 and r12 = GIC, r9 = where a prefetch abort returns to.

    .syntax unified
    .arch   armv7-a
    .arch_extension virt

#define DOORBELL            0x0a000000
#define GIC_DISTRIBUTOR     0x08000000
#define GIC_REDISTRIBUTOR   0x080a0000
#define RAM                 0x40000000

// Offsets from the doorbell, as linux-init has them.
#define ANSWER_SUM          8
#define ANSWER_INTERRUPT    16
#define ANSWER_SURPRISE     24
#define ANSWER_DATA_FAULT   32
#define ANSWER_ADDRESS      40
#define ANSWER_UNDEFINED    48
#define ANSWER_PSCI         56
#define ANSWER_MODE         64
#define ANSWER_FETCH_FAULT  72

#define PSCI_VERSION        0x84000000
#define PSCI_SYSTEM_OFF     0x84000008

    .section .head, "ax", %progbits
    .arm
    .globl  image_head
// The vectors, and the entry where that of reset would be.
image_head:
    b       start
    b       undefined
    b       surprise
    b       prefetch_abort
    b       data_abort
    b       surprise
    b       interrupt
    b       surprise

undefined:
    mrs     r0, cpsr
    and     r0, r0, #0x1f
    str     r0, [r10, #ANSWER_UNDEFINED]
    movs    pc, lr

prefetch_abort:
    mrc     p15, 0, r0, c5, c0, 1       // IFSR
    str     r0, [r10, #ANSWER_FETCH_FAULT]
    movs    pc, r9

data_abort:
    mrc     p15, 0, r0, c5, c0, 0       // DFSR
    str     r0, [r10, #ANSWER_DATA_FAULT]
    mrc     p15, 0, r0, c6, c0, 0       // DFAR
    str     r0, [r10, #ANSWER_ADDRESS]
    subs    pc, lr, #4

interrupt:
    mrc     p15, 0, r0, c12, c12, 0     // ICC_IAR1
    mov     r1, #0
    mcr     p15, 0, r1, c14, c3, 1      // CNTV_CTL
    isb
    mcr     p15, 0, r0, c12, c12, 1     // ICC_EOIR1
    str     r0, [r10, #ANSWER_INTERRUPT]
    movw    r0, #(PSCI_SYSTEM_OFF & 0xffff)
    movt    r0, #(PSCI_SYSTEM_OFF >> 16)
    hvc     #0

surprise:
    mrs     r0, cpsr
    and     r0, r0, #0x1f
    str     r0, [r10, #ANSWER_SURPRISE]
1:  b       1b

start:
    mov     r10, #DOORBELL
    mrs     r0, cpsr
    and     r0, r0, #0x1f
    str     r0, [r10, #ANSWER_MODE]
    mov     r0, #RAM
    mcr     p15, 0, r0, c12, c0, 0      // VBAR
    isb
    udf     #0
    mov     r0, #PSCI_VERSION
    hvc     #0
    str     r0, [r10, #ANSWER_PSCI]
    blx     add_up

    // Long descriptors: a device GiB at 0, a normal one at 1, nothing above.
    mov     r0, #0xff
    mcr     p15, 0, r0, c10, c2, 0      // MAIR0
    mov     r0, #1 << 31
    mcr     p15, 0, r0, c2, c0, 2       // TTBCR.EAE
    adr     r0, tables
    mov     r1, #0
    mcrr    p15, 0, r0, r1, c2          // TTBR0
    mcr     p15, 0, r1, c8, c7, 0       // TLBIALL
    dsb
    isb
    mrc     p15, 0, r0, c1, c0, 0
    orr     r0, r0, #0x1000
    orr     r0, r0, #5
    mcr     p15, 0, r0, c1, c0, 0       // SCTLR: M, C, I
    isb
    mov     r1, #2 << 30
    ldr     r0, [r1, #0x10]
    adr     r9, 2f
    mov     r1, #3 << 30
    bx      r1

    // Affinity routing and Group 1 on; the redistributor awake; INTID 27 in Group 1, enabled.
2:  mov     r11, #GIC_DISTRIBUTOR
    mov     r0, #0x12
    str     r0, [r11]
    movw    r12, #(GIC_REDISTRIBUTOR & 0xffff)
    movt    r12, #(GIC_REDISTRIBUTOR >> 16)
    mov     r0, #0
    str     r0, [r12, #0x14]
    add     r12, r12, #0x10000
    mov     r0, #1 << 27
    str     r0, [r12, #0x80]
    str     r0, [r12, #0x100]
    mov     r0, #0xf0
    mcr     p15, 0, r0, c4, c6, 0       // ICC_PMR
    mov     r0, #1
    mcr     p15, 0, r0, c12, c12, 7     // ICC_IGRPEN1
    mov     r0, #1000
    mcr     p15, 0, r0, c14, c3, 0      // CNTV_TVAL
    mov     r0, #1
    mcr     p15, 0, r0, c14, c3, 1      // CNTV_CTL
    isb
    cpsie   i
3:  wfi
    b       3b

// The sum of 1 to 100, stored by a narrow instruction.
    .thumb
    .thumb_func
add_up:
    movs    r0, #0
    movs    r1, #100
    mov     r2, r10
1:  adds    r0, r0, r1
    subs    r1, #1
    bne     1b
    str     r0, [r2, #ANSWER_SUM]
    bx      lr

    .arm
    .balign 32
tables:
    .quad   0x405                       // block, attribute 1, accessed
    .quad   RAM + 0x401                 // block, attribute 0, accessed
    .quad   0, 0
