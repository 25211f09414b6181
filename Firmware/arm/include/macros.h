// Constants, vector tables, messages, stages and calls with an expected answer.

#ifndef FIRMWARE_ARM_MACROS_H
#define FIRMWARE_ARM_MACROS_H

    .syntax unified
    .arch   armv7-a
    .arch_extension virt
    .arch_extension sec
    .arch_extension idiv

#include "machine.h"
#include "note.h"

// reg := any constant or address: two instructions and no literal, so that code
// may be copied or run through an alias.
.macro MOV32 reg, value
    movw    \reg, #:lower16:(\value)
    movt    \reg, #:upper16:(\value)
.endm

// SP := an address. Destroys r12.
.macro STACK address
    MOV32   r12, \address
    mov     sp, r12
.endm

.macro VIRTUAL reg, address
    MOV32   \reg, \address
    orr     \reg, \reg, #KERNEL_OFFSET
.endm

.macro LOAD_PROBE reg
    movw    \reg, #0
    movt    \reg, #PROBE_BASE_HIGH
.endm

// A vector table: eight branches of four bytes, 32-byte aligned.
.macro VECTORS name
    .balign 32, 0
    .type   \name, %object
\name:
.Lplace_\name:
    NOTE_NAME \name
.endm

.macro SLOT target
#ifdef THUMB2
    b.w     \target
#else
    b       \target
#endif
.endm

.macro SLOT_PARK
.Lpark\@:
    SLOT    .Lpark\@
.endm

.macro END_VECTORS name
    .size   \name, 32
.endm

// CP15 by the manual's names.
#define HVBAR(r)        p15, 4, r, c12, c0, 0
#define HCR(r)          p15, 4, r, c1, c1, 0
#define HDCR(r)         p15, 4, r, c1, c1, 1
#define HCPTR(r)        p15, 4, r, c1, c1, 2
#define HSTR(r)         p15, 4, r, c1, c1, 3
#define HSCTLR(r)       p15, 4, r, c1, c0, 0
#define HTCR(r)         p15, 4, r, c2, c0, 2
#define VTCR(r)         p15, 4, r, c2, c1, 2
#define HMAIR0(r)       p15, 4, r, c10, c2, 0
#define HMAIR1(r)       p15, 4, r, c10, c2, 1
#define MAIR0(r)        p15, 0, r, c10, c2, 0
#define MAIR1(r)        p15, 0, r, c10, c2, 1
#define HSR(r)          p15, 4, r, c5, c2, 0
#define HDFAR(r)        p15, 4, r, c6, c0, 0
#define HIFAR(r)        p15, 4, r, c6, c0, 2
#define HPFAR(r)        p15, 4, r, c6, c0, 4
#define HTPIDR(r)       p15, 4, r, c13, c0, 2
#define VPIDR(r)        p15, 4, r, c0, c0, 0
#define VMPIDR(r)       p15, 4, r, c0, c0, 5
#define MIDR(r)         p15, 0, r, c0, c0, 0
#define MPIDR(r)        p15, 0, r, c0, c0, 5
#define ID_PFR1(r)      p15, 0, r, c0, c1, 1
#define SCTLR(r)        p15, 0, r, c1, c0, 0
#define CPACR(r)        p15, 0, r, c1, c0, 2
#define TTBCR(r)        p15, 0, r, c2, c0, 2
#define DACR(r)         p15, 0, r, c3, c0, 0
#define PRRR(r)         p15, 0, r, c10, c2, 0
#define NMRR(r)         p15, 0, r, c10, c2, 1
#define CONTEXTIDR(r)   p15, 0, r, c13, c0, 1
#define TPIDRURW(r)     p15, 0, r, c13, c0, 2
#define TPIDRURO(r)     p15, 0, r, c13, c0, 3
#define TPIDRPRW(r)     p15, 0, r, c13, c0, 4
#define VBAR(r)         p15, 0, r, c12, c0, 0
#define CNTHCTL(r)      p15, 4, r, c14, c1, 0
#define CNTV_CTL(r)     p15, 0, r, c14, c3, 1
#define CNTV_TVAL(r)    p15, 0, r, c14, c3, 0
#define TLBIALLH(r)     p15, 4, r, c8, c7, 0
#define TLBIALLNSNH(r)  p15, 4, r, c8, c7, 4
#define HTTBR(lo, hi)   p15, 4, lo, hi, c2
#define VTTBR(lo, hi)   p15, 6, lo, hi, c2
#define TTBR0_64(l, h)  p15, 0, l, h, c2
#define TTBR1_64(l, h)  p15, 1, l, h, c2
#define CNTVOFF(lo, hi) p15, 4, lo, hi, c14

// Prints "IMAGE: text". Destroys r0-r3 and lr.
.macro SAY text
    .pushsection .rodata, "a", %progbits
.Lsay\@:
    .ascii  IMAGE
    .asciz  ": \text\n"
    .popsection
    MOV32   r0, .Lsay\@
    bl      console_puts
.endm

// A stage of the run: checkpoint for the VMM, line for the console. The calls of
// stage n are tagged (n << 8) + 1, + 2 and so on. Destroys r0-r3 and lr.
.macro STAGE number, text
    MOV32   r0, call_tag
    movw    r1, #(\number << 8)
    str     r1, [r0]
    LOAD_PROBE r0
    movw    r1, #\number
    str     r1, [r0, #PROBE_MARK]
    SAY     "\text"
.endm

// One call and what it must answer. r1-r3 that are not given hold their pattern.
// After the call r0 must equal `answer`. `at` passes an address in r1, and
// `answer_at` expects one in r0. With `virtual` the number is an address that
// Hyp has at + KERNEL_OFFSET, with `answer_virtual` the answer.
.macro EXPECT number, answer, r1, r2, r3, at, answer_at, through=hyp_call, virtual=0, \
    answer_virtual=0
    bl      next_call
    MOV32   r0, \number
    .if \virtual
    orr     r0, r0, #KERNEL_OFFSET
    .endif
    .ifnb \r1
    MOV32   r1, \r1
    .endif
    .ifnb \r2
    MOV32   r2, \r2
    .endif
    .ifnb \r3
    MOV32   r3, \r3
    .endif
    .ifnb \at
    MOV32   r1, \at
    .endif
    bl      \through
    .ifnb \answer
    MOV32   r2, \answer
    .else
    MOV32   r2, \answer_at
    .endif
    .if \answer_virtual
    orr     r2, r2, #KERNEL_OFFSET
    .endif
    bl      check_answer
.endm

// A register must hold a constant or an address. Destroys r0-r3 and lr.
.macro CHECK what, reg, value
    mov     r1, \reg
    MOV32   r2, \value
    movw    r0, #\what
    bl      check_equal
.endm

#endif
