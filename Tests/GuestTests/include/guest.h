// What every guest test is made of: entry, console, exception recorder, changes of Exception level.
//
// Register contract of the whole suite
//   x0-x15, x19-x23, x30   the test's own; nothing here touches them but where it says so.
//   x16-x18, x24-x29       belong to these macros, which destroy them, and NZCV, without notice.
//   x26                    address of the instruction under test; zero once an exception was
//                          recorded.
// There is no stack discipline: the macros need none, so a test may do what it likes with SP.

#ifndef GUEST_H
#define GUEST_H

// Memory the tests may use: everything from here to the end of RAM.
#define FREE                0x40400000
#define UART                0x09000000

// SPSR_ELx: everything masked.
#define SPSR_EL0            0x3c0
#define SPSR_EL1T           0x3c4
#define SPSR_EL1H           0x3c5
#define SPSR_EL2T           0x3c8
#define SPSR_EL2H           0x3c9

// SCTLR_ELx with the RES1 bits of Armv8.0 and everything off. Bit 23 of the EL1 form is SPAN.
#define SCTLR_EL1_OFF       0x30d00800
#define SCTLR_EL2_OFF       0x30c50830
#define SCTLR_M             (1 << 0)
#define SCTLR_A             (1 << 1)
#define SCTLR_C             (1 << 2)
#define SCTLR_SA            (1 << 3)
#define SCTLR_SA0           (1 << 4)
#define SCTLR_UMA           (1 << 9)
#define SCTLR_I             (1 << 12)
#define SCTLR_DZE           (1 << 14)
#define SCTLR_UCT           (1 << 15)
#define SCTLR_NTWI          (1 << 16)
#define SCTLR_NTWE          (1 << 18)
#define SCTLR_WXN           (1 << 19)
#define SCTLR_SPAN          (1 << 23)
#define SCTLR_E0E           (1 << 24)
#define SCTLR_EE            (1 << 25)
#define SCTLR_UCI           (1 << 26)

#define HCR_VM              (1 << 0)
#define HCR_FMO             (1 << 3)
#define HCR_IMO             (1 << 4)
#define HCR_AMO             (1 << 5)
#define HCR_VF              (1 << 6)
#define HCR_VI              (1 << 7)
#define HCR_VSE             (1 << 8)
#define HCR_DC              (1 << 12)
#define HCR_TWI             (1 << 13)
#define HCR_TWE             (1 << 14)
#define HCR_TID1            (1 << 16)
#define HCR_TID2            (1 << 17)
#define HCR_TID3            (1 << 18)
#define HCR_TSC             (1 << 19)
#define HCR_TIDCP           (1 << 20)
#define HCR_TACR            (1 << 21)
#define HCR_TSW             (1 << 22)
#define HCR_TPC             (1 << 23)
#define HCR_TPU             (1 << 24)
#define HCR_TTLB            (1 << 25)
#define HCR_TVM             (1 << 26)
#define HCR_TGE             (1 << 27)
#define HCR_TDZ             (1 << 28)
#define HCR_HCD             (1 << 29)
#define HCR_TRVM            (1 << 30)
#define HCR_RW              (1 << 31)
#define HCR_E2H             (1 << 34)

#define PSCI_VERSION        0x84000000
#define PSCI_CPU_OFF        0x84000002
#define PSCI_CPU_ON         0xc4000003
#define PSCI_AFFINITY_INFO  0xc4000004
#define PSCI_SYSTEM_OFF     0x84000008

// Immediate of the SVC, HVC or SMC that ends code run by AT_EL0 and AT_EL1.
#define DONE                0xfff0

// reg := any 64-bit constant, without a literal pool.
.macro MOV64 reg, value
    movz    \reg, #((\value) & 0xffff)
    .if ((\value) >> 16) & 0xffff
    movk    \reg, #(((\value) >> 16) & 0xffff), lsl #16
    .endif
    .if ((\value) >> 32) & 0xffff
    movk    \reg, #(((\value) >> 32) & 0xffff), lsl #32
    .endif
    .if ((\value) >> 48) & 0xffff
    movk    \reg, #(((\value) >> 48) & 0xffff), lsl #48
    .endif
.endm

// reg := address of a symbol, from anywhere.
.macro ADDR reg, symbol
    adrp    \reg, \symbol
    add     \reg, \reg, :lo12:\symbol
.endm

// System register := constant; destroys x16.
.macro SET register, value
    MOV64   x16, (\value)
    msr     \register, x16
.endm

// Calls a routine of this file, with the return address in x29.
.macro CALL routine
    adr     x29, .Lcall\@
    b       \routine
.Lcall\@:
.endm

// MARK: Console. UART and strings must be reachable from where these run.

.macro SAY text
    .pushsection .rodata, "a", %progbits
.Lsay\@:
    .asciz  "\text"
    .popsection
    ADDR    x16, .Lsay\@
    CALL    guest_puts
.endm

.macro LINE text
    SAY     "\text\n"
.endm

// Prints a register in hexadecimal without leading zeros.
.macro HEX reg
    mov     x17, \reg
    CALL    guest_hex
.endm

// "text" and a register on a line of their own.
.macro SHOW text, reg
    mov     x17, \reg
    SAY     "\text"
    CALL    guest_hex
    CALL    guest_newline
.endm

// The same with a system register.
.macro SHOWREG text, register
    mrs     x17, \register
    SAY     "\text"
    CALL    guest_hex
    CALL    guest_newline
.endm

// MARK: One instruction and what comes of it

// Prints "ok" if no exception came since x26 was set.
.macro VERDICT
    cbz     x26, .Lverdict\@
    LINE    "ok"
.Lverdict\@:
.endm

// "text: ", then the exception that the instruction raises here, or "ok".
.macro TRY text, instruction:vararg
    SAY     "\text: "
    adr     x26, .Ltry\@
.Ltry\@:
    \instruction
    VERDICT
.endm

// The same at EL1 from EL2, and at EL0 from EL1 or EL2. Only the instruction itself runs there.
.macro TRY_EL1 text, instruction:vararg
    SAY     "\text: "
    .pushsection .text.lower, "ax", %progbits
.Ltry1\@:
    \instruction
    hvc     #DONE
    .popsection
    ADDR    x26, .Ltry1\@
    AT_EL1  .Ltry1\@
    VERDICT
.endm

.macro TRY_EL0 text, instruction:vararg
    SAY     "\text: "
    .pushsection .user, "ax", %progbits
.Ltry0\@:
    \instruction
    svc     #DONE
    .popsection
    ADDR    x26, .Ltry0\@
    AT_EL0  .Ltry0\@
    VERDICT
.endm

// Branches to an address; a fetch that fails there comes back through x30, which it destroys.
.macro TRY_BRANCH text, reg
    mov     x26, \reg
    SAY     "\text: "
    adr     x30, .Lbranch\@
    br      x26
.Lbranch\@:
    VERDICT
.endm

// MARK: Changes of Exception level

// Runs code at a lower Exception level until it executes `svc #DONE`, `hvc #DONE` or `smc #DONE`.
// All general-purpose registers but the macros' own pass through in both directions. CALLER_EL says
// which Exception level's ERET is used; define it before including this file, 2 by default.
#ifndef CALLER_EL
#define CALLER_EL 2
#endif

.macro DROP target, spsr, caller
    ADDR    x16, \target
    msr     elr_el\caller, x16
    MOV64   x16, (\spsr)
    msr     spsr_el\caller, x16
    adr     x29, .Ldrop\@
    msr     tpidr_el\caller, x29
    isb
    eret
.Ldrop\@:
.endm

.macro DROP_FROM caller, target, spsr
    DROP    \target, \spsr, \caller
.endm

.macro AT_EL1 target, spsr=SPSR_EL1H
    DROP_FROM 2, \target, \spsr
.endm

.macro AT_EL0 target, spsr=SPSR_EL0
    DROP_FROM CALLER_EL, \target, \spsr
.endm

// MARK: Page tables, written as tables

// A table of `size` bytes; ENTRY index, value in ascending order; END_TABLE.
.macro TABLE name, size=4096
    .pushsection .tables, "aw", %progbits
    .balign \size
\name:
    .set    table_size, \size
    .set    table_base, \name
.endm

.macro ENTRY name, index, value
    .org    \name + 8 * (\index), 0
    .quad   \value
.endm

.macro END_TABLE name
    .org    \name + table_size, 0
    .popsection
.endm

// Descriptors. Attribute indexes are those of MAIR below.
#define BLOCK               1
#define LEAF                3
#define TABLE_AT            3
#define DEVICE              (0 << 2)
#define NORMAL              (1 << 2)
#define UNCACHED            (2 << 2)
#define STRONG              (3 << 2)
#define USER                (1 << 6)
#define READONLY            (1 << 7)
#define OUTER               (2 << 8)
#define SHARED              (3 << 8)
#define AF                  (1 << 10)
#define NG                  (1 << 11)
#define PXN                 (1 << 53)
#define UXN                 (1 << 54)
#define RAM_BLOCK           (BLOCK | NORMAL | SHARED | AF)
#define RAM_PAGE            (LEAF | NORMAL | SHARED | AF)
#define MMIO_BLOCK          (BLOCK | DEVICE | OUTER | AF | PXN | UXN)

// Stage 2: Normal write-back and Device-nGnRE, with rights added.
#define S2_NORMAL           (0xf << 2)
#define S2_DEVICE           (0x1 << 2)
#define S2_R                (1 << 6)
#define S2_W                (1 << 7)
#define S2_XN               (1 << 54)
#define S2_RAM              (S2_NORMAL | S2_R | S2_W | SHARED | AF)
#define S2_MMIO             (S2_DEVICE | S2_R | S2_W | AF)

// Device-nGnRE, Normal write-back, Normal non-cacheable, Device-nGnRnE.
#define MAIR                0x0044ff04

// 39-bit VAs from level 1, 4 KiB granule, inner shareable write-back walks, 48-bit output.
#define TCR_WALKS           ((3 << 12) | (1 << 10) | (1 << 8))
#define TCR_EL1_4K          (25 | TCR_WALKS | (1 << 23) | (5 << 32))
#define TCR_EL2_4K          (25 | TCR_WALKS | (5 << 16) | (1 << 31) | (1 << 23))

// The level 1 and 2 tables most tests start from: devices below 1 GiB; the image, privileged only,
// at its own address; the .user section open to EL0. The test adds entries 2 to 511 of kernel_l2
// and ends it with END_TABLE kernel_l2.
.macro KERNEL_TABLES
TABLE kernel_l1
    ENTRY   kernel_l1, 0, MMIO_BLOCK
    ENTRY   kernel_l1, 1, kernel_l2 + TABLE_AT
END_TABLE kernel_l1
TABLE kernel_l2
    ENTRY   kernel_l2, 0, 0x40000000 + RAM_BLOCK
    ENTRY   kernel_l2, 1, 0x40200000 + RAM_BLOCK + USER
.endm

// Turns stage 1 of a regime on: registers of EL1 or EL2, a root, and the whole of TCR.
.macro MMU_ON el, root, tcr, sctlr
    SET     mair_el\el, MAIR
    SET     tcr_el\el, \tcr
    ADDR    x16, \root
    msr     ttbr0_el\el, x16
    dsb     sy
    isb
    SET     sctlr_el\el, \sctlr
    isb
.endm

// MARK: Ends

.macro POWER_OFF
    MOV64   x0, PSCI_SYSTEM_OFF
#ifdef ENTRY_EL1
    hvc     #0
#else
    smc     #0
#endif
    b       .
.endm

// MARK: Entry

// First line of a test: what follows runs at the entry Exception level on the boot CPU, with the
// state guest_setup leaves.
.macro GUEST
    .section .head, "ax", %progbits
    .globl  _start
_start:
    CALL    guest_setup
    b       guest_main
    .text
guest_main:
.endm

// Entry point of another CPU; x0 keeps the context of CPU_ON.
.macro SECONDARY name
\name:
    CALL    guest_setup
.endm

    .text

// guest_setup: a known state instead of what reset left.
// Entry:     any EL1 or EL2, MMU off. In: x29 = return address.
// Leaves:    ELxh, all masked; vectors = the recorders; SP_ELx, SP_EL0 and, from EL2, SP_EL1 on
//            stacks of this CPU; no traps, no stage 2, all timers off; both SCTLR_ELx "off".
// Destroyed: the macros' own registers.
guest_setup:
    msr     daifset, #0xf
    msr     spsel, #1
    mrs     x17, mpidr_el1
    and     x17, x17, #0xff
    ADDR    x18, guest_stacks
    add     x18, x18, x17, lsl #12
    add     x18, x18, #0x400
    msr     sp_el0, x18
    add     x18, x18, #0x400
    mrs     x17, CurrentEL
    cmp     x17, #(2 << 2)
    b.ne    1f
    msr     sp_el1, x18
    add     x18, x18, #0x400
    SET     hcr_el2, HCR_RW
    isb
    SET     sctlr_el2, SCTLR_EL2_OFF
    SET     tcr_el2, ((1 << 31) | (1 << 23))
    msr     ttbr0_el2, xzr
    msr     mair_el2, xzr
    SET     cptr_el2, 0x33ff
    msr     mdcr_el2, xzr
    msr     hstr_el2, xzr
    SET     cnthctl_el2, 3
    msr     cntvoff_el2, xzr
    msr     vttbr_el2, xzr
    SET     vtcr_el2, (1 << 31)
    mrs     x16, midr_el1
    msr     vpidr_el2, x16
    mrs     x16, mpidr_el1
    msr     vmpidr_el2, x16
    msr     cnthp_ctl_el2, xzr
    msr     tpidr_el2, xzr
    ADDR    x16, recorder_vectors_el2
    msr     vbar_el2, x16
1:  mov     sp, x18
    SET     sctlr_el1, SCTLR_EL1_OFF
    msr     tcr_el1, xzr
    msr     ttbr0_el1, xzr
    msr     ttbr1_el1, xzr
    msr     mair_el1, xzr
    msr     cpacr_el1, xzr
    msr     cntkctl_el1, xzr
    msr     cntp_ctl_el0, xzr
    msr     cntv_ctl_el0, xzr
    msr     mdscr_el1, xzr
    msr     contextidr_el1, xzr
    msr     tpidr_el1, xzr
    ADDR    x16, recorder_vectors_el1
    msr     vbar_el1, x16
    isb
    mov     x26, #0
    br      x29

// guest_puts: x16 = NUL-terminated string, x29 = return address. Destroys x16, x24, x25.
guest_puts:
    movz    x25, #(UART >> 16), lsl #16
1:  ldrb    w24, [x16], #1
    cbz     w24, 2f
    str     w24, [x25]
    b       1b
2:  br      x29

// guest_hex: x17 = number, x29 = return address. Destroys x16, x18, x24, x25.
guest_hex:
    movz    x16, #(UART >> 16), lsl #16
    orr     x18, x17, #1
    clz     x18, x18
    mov     x24, #67
    sub     x18, x24, x18
    lsr     x18, x18, #2                // digits to print
1:  sub     x18, x18, #1
    lsl     x24, x18, #2
    lsr     x24, x17, x24
    and     x24, x24, #0xf
    add     x25, x24, #('a' - 10)
    add     x24, x24, #'0'
    cmp     x24, #'9'
    csel    x24, x24, x25, ls
    str     w24, [x16]
    cbnz    x18, 1b
    br      x29

// guest_newline: x29 = return address. Destroys x16, x24.
guest_newline:
    movz    x16, #(UART >> 16), lsl #16
    mov     w24, #'\n'
    str     w24, [x16]
    br      x29

// MARK: Exception recorder
//
// A line for each exception: "EL2+400" is the Exception level it was taken to and the vector's
// offset; esr only for synchronous ones and SError; elr relative to the instruction under test; far
// for aborts and PC alignment faults; hpfar and spsr where the test defines RECORD_HPFAR or
// RECORD_SPSR. Of SPSR, the bits that exist in Armv8.0 with PAN.
//
// Then it goes on: after the instruction; at x30 when the fault was the fetch or PSTATE.IL itself;
// with the interrupt masked that was taken. Control never comes here for `svc #DONE` and its kind,
// which return to the code behind AT_EL0 or AT_EL1.

#define SPSR_SHOWN          0xf07003df

// QEMU before 8.1 fills ISV and the fields it vouches for (bits 24 to 14) also for stage 1 Data
// Aborts taken to EL2, where the manual has ISV 0. Hidden are those without a change of Exception
// level, which are never stage 2, and with HIDE_ISV all others.
.macro HIDE_ISV_OF_STAGE1
    lsr     w16, w28, #26
#ifdef HIDE_ISV
    orr     w16, w16, #1
#endif
    cmp     w16, #0x25
    b.ne    .Lisv\@
    tst     x27, #0x180
    b.ne    .Lisv\@
    mov     w16, #(0x7ff << 14)
    bic     w28, w28, w16
.Lisv\@:
.endm

.macro RECORDER el
    .balign 2048
recorder_vectors_el\el:
    .set    slot, 0
    .rept   16
    .org    recorder_vectors_el\el + slot * 0x80
    mov     x27, #(slot * 0x80)
    b       recorder_el\el
    .set    slot, slot + 1
    .endr
    .org    recorder_vectors_el\el + 0x800

recorder_el\el:
    mrs     x28, esr_el\el
    tst     x27, #0x180
    b.ne    1f
    lsr     w16, w28, #26
    sub     w16, w16, #0x15             // SVC, HVC, SMC
    cmp     w16, #2
    b.hi    1f
    and     w16, w28, #0xffff
    mov     w17, #DONE
    cmp     w16, w17
    b.eq    recorder_done_el\el
1:  nop
    .if     \el == 2
    HIDE_ISV_OF_STAGE1
    .endif
    SAY     "EL\el+"
    HEX     x27
    tst     x27, #0x180
    b.eq    2f
    tst     x27, #0x100
    b.eq    4f
    tst     x27, #0x80
    b.eq    4f
2:  SAY     " esr="
    mov     w17, w28
    CALL    guest_hex
    mrs     x17, elr_el\el
    sub     x17, x17, x26
    cmp     x17, #0x100
    b.hs    3f
    SAY     " elr=+"
    CALL    guest_hex
    b       4f
3:  SAY     " elr=away"
4:  tst     x27, #0x180
    b.ne    7f
    lsr     w16, w28, #26
    sub     w17, w16, #0x20             // Instruction Aborts, PC alignment
    cmp     w17, #2
    b.ls    5f
    sub     w17, w16, #0x24             // Data Aborts
    cmp     w17, #1
    b.hi    6f
5:  SAY     " far="
    mrs     x17, far_el\el
    CALL    guest_hex
#ifdef RECORD_HPFAR
    .if     \el == 2
    SAY     " hpfar="
    mrs     x17, hpfar_el2
    CALL    guest_hex
    .endif
#endif
6:  nop
7:  nop
#ifdef RECORD_SPSR
    SAY     " spsr="
    mrs     x17, spsr_el\el
    MOV64   x24, SPSR_SHOWN
    and     x17, x17, x24
    CALL    guest_hex
#endif
    CALL    guest_newline
    // Where to go on.
    mov     x26, #0
    tst     x27, #0x180
    b.ne    recorder_interrupt_el\el
    lsr     w16, w28, #26
    mrs     x17, elr_el\el
    sub     w18, w16, #0x15
    cmp     w18, #1
    b.ls    9f                          // SVC, HVC: ELR already is behind it
    add     x17, x17, #4
    sub     w18, w16, #0x20
    cmp     w18, #2
    b.ls    8f
    cmp     w16, #0x0e
    b.ne    9f
8:  mov     x17, x30
9:  msr     elr_el\el, x17
    mrs     x17, spsr_el\el
    bic     x17, x17, #(1 << 20)        // PSTATE.IL
    msr     spsr_el\el, x17
    eret

recorder_interrupt_el\el:
    lsr     x16, x27, #7
    and     x16, x16, #3                // 1 IRQ, 2 FIQ, 3 SError
    mov     x17, #0x80                  // SPSR.I
    cmp     x16, #2
    b.lo    1f
    mov     x17, #0x40                  // SPSR.F
    b.eq    1f
    mov     x17, #0x100                 // SPSR.A
1:  nop
#ifdef STOP_TIMER
    SET     cntp_ctl_el0, 3             // for tests of its interrupt: IMASK
#endif
    mrs     x18, spsr_el\el
    orr     x18, x18, x17
    msr     spsr_el\el, x18
    eret
.endm

    RECORDER 1
// DONE from EL0 at EL1: for EL1 if it asked, else for EL2.
recorder_done_el1:
    mrs     x29, tpidr_el1
    cbz     x29, 1f
    msr     tpidr_el1, xzr
    br      x29
1:  hvc     #DONE

    RECORDER 2
recorder_done_el2:
    mrs     x29, tpidr_el2
    br      x29

    .pushsection .bss, "aw", %nobits
    .balign 4096
guest_stacks:
    .space  8 * 4096
    .popsection

#endif
