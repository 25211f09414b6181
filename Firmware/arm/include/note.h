// The image note of a 32-bit image: the records of ../arm64/include/note.h, with
// the architecture in front. See Firmware/README.md, "Image note".

#ifndef FIRMWARE_ARM_NOTE_H
#define FIRMWARE_ARM_NOTE_H

#define NOTE_ERA                1
#define NOTE_LOAD_ADDRESS       2
#define NOTE_OWNER              3
#define NOTE_SYMBOL             4
#define NOTE_TITLE              5
#define NOTE_ALIAS              6
#define NOTE_ARCHITECTURE       7
#define NOTE_BOOT_MODE          8
#define NOTE_INIT_TEXT          9

#define OWNER_IS32L             8               // initial stub, 3.7 to 4.11
#define OWNER_IS32              9               // initial stub, 4.12 to 5.6
#define OWNER_IS32K             10              // the kernel's stub, 5.7 and later
#define OWNER_IS32Z             11              // the decompressor's, 5.7 and later
#define OWNER_KI32              12              // KVM's init vectors
#define OWNER_KF32              13              // KVM's runtime vectors
#define OWNER_NOBODY            14              // a table that speaks no contract

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
    .word   \address + \offset, 0
    .popsection
.endm

// `length` bytes at `physical` are also reached at `virtual + offset`.
.macro ALIAS virtual, offset, physical, length
    .pushsection .vmmnote, "a", %progbits
    .word   NOTE_ALIAS, 24
    .word   \virtual + \offset, 0
    .word   \physical, 0
    .word   \length, 0
    .popsection
.endm

// The word in which the CPUs record the mode they were entered in.
.macro BOOT_MODE_WORD address
    .pushsection .vmmnote, "a", %progbits
    .word   NOTE_BOOT_MODE, 8
    .word   \address, 0
    .popsection
.endm

// The text that runs while the Hyp MMU goes on or off, as linked: what the
// identity map must hold.
.macro INIT_TEXT from, to
    .pushsection .vmmnote, "a", %progbits
    .word   NOTE_INIT_TEXT, 16
    .word   \from, 0
    .word   \to, 0
    .popsection
.endm

// A name for an address. `\name - image_head` keeps a Thumb routine's bit 0 out.
.macro NOTE_NAME name
    .pushsection .vmmnote, "a", %progbits
    .word   NOTE_SYMBOL, .Lname_end\@ - .Lname\@
.Lname\@:
    .word   .Lplace_\name, 0
    .asciz  "\name"
.Lname_end\@:
    .balign 8, 0
    .popsection
.endm

// Opens a routine: defines its label and announces it to the VMM.
.macro ROUTINE name
    .balign 4
    .type   \name, %function
#ifdef THUMB2
    .thumb_func
#endif
\name:
.Lplace_\name:
    NOTE_NAME \name
.endm

.macro END_ROUTINE name
    .ltorg
    .size   \name, . - .Lplace_\name
.endm

// First words of every image, in ARM state whatever the build, then the note.
.macro IMAGE_HEAD era, title
    .pushsection .head, "ax", %progbits
    .arm
    .globl  image_head
image_head:
    b       start_in_arm
    nop
    .popsection
    .pushsection .vmmnote, "a", %progbits
    .balign 8
    .ascii  "VMMNOTE1"
    .word   NOTE_LOAD_ADDRESS, 8
    .word   LOAD_ADDRESS, 0
    .popsection
    NOTE_TEXT NOTE_ARCHITECTURE, "arm"
    NOTE_TEXT NOTE_ERA, "\era"
    NOTE_TEXT NOTE_TITLE, "\title"
    BUILD_STATE
.endm

// The state in which everything but the first words of an image is assembled.
.macro BUILD_STATE
#ifdef THUMB2
    .thumb
#else
    .arm
#endif
.endm

#endif
