// Macros for guest tests in AArch32: a console, hexadecimal, and the end of the run.

    .syntax unified
    .arch   armv7-a
    .arch_extension virt
    .arch_extension sec
    .arch_extension idiv
    .arm

#define UART            0x09000000
#define SYSTEM_OFF      0x84000008

#define MODE_USR        0x10
#define MODE_FIQ        0x11
#define MODE_IRQ        0x12
#define MODE_SVC        0x13
#define MODE_ABT        0x17
#define MODE_HYP        0x1a
#define MODE_UND        0x1b
#define MODE_SYS        0x1f

// Prints text, a blank and a register as eight digits. Changes nothing but flags.
.macro PRINT text, register
    push    {r0-r5, lr}
    mov     r0, \register
    ldr     r1, =.Ltext\@
    bl      print_line
    b       .Lend\@
    .ltorg
.Ltext\@:
    .asciz  "\text"
    .balign 4
.Lend\@:
    pop     {r0-r5, lr}
.endm

// The end: PSCI SYSTEM_OFF from Hyp mode or with the machine's firmware below.
.macro FINISH
    ldr     r0, =SYSTEM_OFF
    smc     #0
1:  b       1b
    .ltorg
.endm

    .section .text.start, "ax"
    .globl  _start
_start:
    ldr     sp, =stack_top
    b       start
    .ltorg

    .text
// r0 = number, r1 = text.
print_line:
    ldr     r2, =UART
1:  ldrb    r3, [r1], #1
    cmp     r3, #0
    strne   r3, [r2]
    bne     1b
    mov     r3, #' '
    str     r3, [r2]
    mov     r4, #8
2:  ror     r0, r0, #28
    and     r3, r0, #15
    cmp     r3, #10
    addlo   r3, r3, #'0'
    addhs   r3, r3, #('a' - 10)
    str     r3, [r2]
    subs    r4, r4, #1
    bne     2b
    mov     r3, #'\n'
    str     r3, [r2]
    bx      lr
    .ltorg

    .bss
    .balign 4096
    .space  16384
stack_top:
    .space  4096
    .text
