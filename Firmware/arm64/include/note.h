// The image note: a list of records at offset 8 of every image that tells the
// VMM what it is looking at. Each record is a tag, the length of its payload in
// bytes, and the payload padded to eight bytes. The linker script puts the
// records behind the head and closes the list with tag 0, length 0.

#ifndef FIRMWARE_NOTE_H
#define FIRMWARE_NOTE_H

#define NOTE_ERA                1
#define NOTE_LOAD_ADDRESS       2
#define NOTE_OWNER              3
#define NOTE_SYMBOL             4
#define NOTE_TITLE              5
#define NOTE_ALIAS              6
#define NOTE_FAULT              10

#define OWNER_IS64              1               // initial stub, 4.12 and later
#define OWNER_IS64B             2               // initial stub, 4.7 to 4.11
#define OWNER_IS64A             3               // initial stub, up to 4.6
#define OWNER_TP64              4               // temporary stub
#define OWNER_KI64              5               // KVM init vectors, physical
#define OWNER_KF64              6               // KVM runtime vectors, virtual
#define OWNER_KP64              7               // the same, protected mode

// One record whose payload is a line of text without a terminator.
.macro NOTE_TEXT tag, text
    .pushsection .vmmnote, "a", %progbits
    .word   \tag, .Lnote_end\@ - .Lnote_text\@
.Lnote_text\@:
    .ascii  "\text"
.Lnote_end\@:
    .balign 8, 0
    .popsection
.endm

// Which contract the vector table at `address + offset` speaks.
.macro OWNER kind, address, offset=0
    .pushsection .vmmnote, "a", %progbits
    .word   NOTE_OWNER, 16
    .word   \kind, 0
    .quad   \address + \offset
    .popsection
.endm

// `length` bytes at `physical` are also reached at `virtual`.
.macro ALIAS virtual, offset, physical, length
    .pushsection .vmmnote, "a", %progbits
    .word   NOTE_ALIAS, 24
    .quad   \virtual + \offset
    .quad   \physical
    .quad   \length
    .popsection
.endm

// One instruction as it should be, and what stood there while bug B`number` did.
// The other form must not depend on its place.
.macro FIX number, fixed, faulty
.Lfix\@:
    \fixed
    .pushsection .vmmnote, "a", %progbits
    .word   NOTE_FAULT, 16
    .word   \number
    \faulty
    .quad   .Lfix\@
    .popsection
.endm

// A name for an address.
.macro NOTE_NAME name
    .pushsection .vmmnote, "a", %progbits
    .word   NOTE_SYMBOL, .Lname_end\@ - .Lname\@
.Lname\@:
    .quad   \name
    .asciz  "\name"
.Lname_end\@:
    .balign 8, 0
    .popsection
.endm

// Opens a routine: defines its label and announces it to the VMM.
.macro ROUTINE name
    .balign 4
    .type   \name, %function
\name:
    NOTE_NAME \name
.endm

.macro END_ROUTINE name
    .size   \name, . - \name
.endm

// First words of every image, then the era, the title and the load address.
.macro IMAGE_HEAD era, title
    .pushsection .head, "ax", %progbits
    .globl  image_head
image_head:
    b       start
    nop
    .popsection
    .pushsection .vmmnote, "a", %progbits
    .balign 8
    .ascii  "VMMNOTE1"
    .word   NOTE_LOAD_ADDRESS, 8
    .quad   image_head
    .popsection
    NOTE_TEXT NOTE_ERA, "\era"
    NOTE_TEXT NOTE_TITLE, "\title"
.endm

#endif
