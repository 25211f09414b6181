// Bits of the debug registers, and what tests of them set up again and again.

#ifndef DEBUG_H
#define DEBUG_H

#define MDSCR_SS            (1 << 0)
#define MDSCR_TDCC          (1 << 12)
#define MDSCR_KDE           (1 << 13)
#define MDSCR_MDE           (1 << 15)

#define MDCR_TDE            (1 << 8)
#define MDCR_TDA            (1 << 9)

// DBGBCR<n>_EL1 for an address, and its parts.
#define BCR_ON              ((0xf << 5) | 1)
#define BCR_EL1             (1 << 1)
#define BCR_EL0             (2 << 1)
#define BCR_HMC             (1 << 13)
#define BCR_SSC(value)      ((value) << 14)
#define BCR_LINK(number)    ((number) << 16)
#define BCR_TYPE(value)     ((value) << 20)

// DBGWCR<n>_EL1 for bytes of a doubleword.
#define WCR_BYTES(value)    (((value) << 5) | 1)
#define WCR_LOAD            (1 << 3)
#define WCR_STORE           (2 << 3)
#define WCR_EL1             (1 << 1)
#define WCR_EL0             (2 << 1)
#define WCR_HMC             (1 << 13)
#define WCR_LINKED          (1 << 20)
#define WCR_MASK(bits)      ((bits) << 24)

// EL1h with debug exceptions let through.
#define SPSR_EL1H_UNMASKED  0x1c5

// No comparator on, nothing locked.
.macro DEBUG_OFF
    msr     mdscr_el1, xzr
    msr     osdlr_el1, xzr
    msr     oslar_el1, xzr
    .irp    name, dbgbvr0_el1, dbgbvr1_el1, dbgbvr2_el1, dbgbvr3_el1, dbgbvr4_el1, dbgbvr5_el1
    msr     \name, xzr
    .endr
    .irp    name, dbgbcr0_el1, dbgbcr1_el1, dbgbcr2_el1, dbgbcr3_el1, dbgbcr4_el1, dbgbcr5_el1
    msr     \name, xzr
    .endr
    .irp    name, dbgwvr0_el1, dbgwvr1_el1, dbgwvr2_el1, dbgwvr3_el1
    msr     \name, xzr
    .endr
    .irp    name, dbgwcr0_el1, dbgwcr1_el1, dbgwcr2_el1, dbgwcr3_el1
    msr     \name, xzr
    .endr
    isb
.endm

// As TRY_EL1 and TRY_EL0, with breakpoint `number` on the instruction.
.macro BREAK_EL1 number, text, instruction:vararg
    SAY     "\text: "
    .pushsection .text.lower, "ax", %progbits
.Lbreak1\@:
    \instruction
    hvc     #DONE
    .popsection
    ADDR    x26, .Lbreak1\@
    msr     dbgbvr\number\()_el1, x26
    isb
    AT_EL1  .Lbreak1\@, SPSR_EL1H_UNMASKED
    VERDICT
.endm

.macro BREAK_EL0 number, text, instruction:vararg
    SAY     "\text: "
    .pushsection .user, "ax", %progbits
.Lbreak0\@:
    \instruction
    svc     #DONE
    .popsection
    ADDR    x26, .Lbreak0\@
    msr     dbgbvr\number\()_el1, x26
    isb
    AT_EL0  .Lbreak0\@
    VERDICT
.endm

// At the current Exception level.
.macro BREAK number, text, instruction:vararg
    SAY     "\text: "
    adr     x26, .Lbreak\@
    msr     dbgbvr\number\()_el1, x26
    isb
.Lbreak\@:
    \instruction
    VERDICT
.endm

#endif
