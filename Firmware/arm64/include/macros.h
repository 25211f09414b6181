// Small macros that keep the sources readable: constants, vector tables,
// messages, stages and hypercalls with an expected answer.

#ifndef FIRMWARE_MACROS_H
#define FIRMWARE_MACROS_H

#include "machine.h"
#include "registers.h"
#include "note.h"

// reg := any 64-bit constant. Always the same instructions for the same value,
// and no literal pool, so code may be copied or run through an alias.
.macro LOAD64 reg, value
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

// x28 := probe base. Every routine of the kernels keeps it there.
.macro LOAD_PROBE
    movz    x28, #PROBE_BASE_HIGH, lsl #16
.endm

// reg := the unsigned four-bit field of an ID register.
.macro ID_FIELD reg, register, shift
    mrs     \reg, \register
    ubfx    \reg, \reg, #\shift, #4
.endm

// A vector table, written as a table. Sixteen slots in the manual's order:
// current EL with SP_EL0, current EL with SP_ELx, lower EL AArch64, lower EL
// AArch32; in each group Synchronous, IRQ, FIQ, SError. Every slot is placed by
// .org, so code too long for its slot does not assemble, and what a slot leaves
// free is zero, which is an undefined instruction.
.macro VECTORS name
    .balign 2048, 0
    .type   \name, %function
\name:
    NOTE_NAME \name
    .set    vector_slot, 0
    .macro SLOT
    .org    \name + vector_slot * 0x80, 0
    .set    vector_slot, vector_slot + 1
    .endm
    .macro  SLOT_BRANCH target
    SLOT
    b       \target
    .endm
    .macro  SLOT_PARK
    SLOT
    b       .
    .endm
.endm

.macro END_VECTORS name
    .org    \name + 0x800, 0
    .if vector_slot - 16
    .error  "a vector table has sixteen slots"
    .endif
    .purgem SLOT
    .purgem SLOT_BRANCH
    .purgem SLOT_PARK
    .size   \name, 0x800
.endm

// Prints "IMAGE: text". Destroys x0-x4 and x30; needs no stack.
.macro SAY text
    .pushsection .rodata, "a", %progbits
.Lsay\@:
    .ascii  IMAGE
    .asciz  ": \text\n"
    .popsection
    adr     x0, .Lsay\@
    bl      console_puts
.endm

// The same in pieces: the opening of a line, and any later part of it.
.macro SAY_PART text
    .pushsection .rodata, "a", %progbits
.Lpart\@:
    .ascii  IMAGE
    .asciz  ": \text"
    .popsection
    adr     x0, .Lpart\@
    bl      console_puts
.endm

.macro SAY_REST text
    .pushsection .rodata, "a", %progbits
.Lrest\@:
    .asciz  "\text"
    .popsection
    adr     x0, .Lrest\@
    bl      console_puts
.endm

// A stage of the run: checkpoint for the VMM, line for the console. The calls of
// stage n are tagged (n << 8) + 1, + 2 and so on; w27 holds the tag in use.
.macro STAGE number, text
    movz    w27, #(\number << 8)
    movz    w0, #\number
    str     w0, [x28, #PROBE_MARK]
    SAY     "\text"
.endm

// One hypercall and what it must answer. x1-x4 that are not given hold their
// pattern. After the call x0 must equal `answer` and x1-x4 must be unchanged,
// but for x1 when `x1_after` gives its new value. `at` passes an address in x1,
// and `answer_at` expects one in x0.
.macro EXPECT number, answer, x1, x2, at, x1_after, answer_at, through=hyp_call
    bl      next_call
    LOAD64  x0, \number
    .ifnb \x1
    LOAD64  x1, \x1
    .endif
    .ifnb \x2
    LOAD64  x2, \x2
    .endif
    .ifnb \at
    adr     x1, \at
    .endif
    bl      \through
    .ifnb \x1_after
    LOAD64  x5, \x1_after
    .endif
    .ifnb \answer
    LOAD64  x9, \answer
    .else
    adr     x9, \answer_at
    .endif
    bl      check_answer
.endm

// A register must hold a constant. Destroys x0-x18 and x30.
.macro CHECK what, reg, value
    mov     x1, \reg
    LOAD64  x2, \value
    mov     w0, #\what
    bl      check_equal
.endm

// A register must hold an address of the image, as linked.
.macro CHECK_ADDRESS what, reg, symbol
    mov     x1, \reg
    adr     x2, \symbol
    mov     w0, #\what
    bl      check_equal
.endm

#endif
