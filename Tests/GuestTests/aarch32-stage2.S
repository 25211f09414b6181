// AArch32: a guest under VTTBR. Aborts that stage 2 sends to Hyp mode, with HSR, HDFAR or HIFAR,
// and HPFAR; the guest's own tables in memory that it does not have; virtual interrupts and aborts.
//
// ARCH: arm
// Source: Arm ARM DDI 0406C, B3.6.2, B3.13.6 "Hyp Syndrome Register", B1.8.11 "Virtual exceptions
// in the Virtualization Extensions".
//
// EXPECT: load HSR 93840006
// EXPECT: load address 40400010
// EXPECT: load HPFAR 00404000
// EXPECT: store of a byte HSR 93040046
// EXPECT: store of a byte address 40400013
// EXPECT: store of a byte HPFAR 00404000
// EXPECT: load of a signed halfword HSR 93640006
// EXPECT: load of a signed halfword address 40400012
// EXPECT: load of a signed halfword HPFAR 00404000
// EXPECT: load of two HSR 90000006
// EXPECT: load of two address 40400010
// EXPECT: load of two HPFAR 00404000
// EXPECT: load with writeback HSR 90000006
// EXPECT: load with writeback address 40400010
// EXPECT: load with writeback HPFAR 00404000
// EXPECT: store to what may be read HSR 9384004e
// EXPECT: store to what may be read address 40200008
// EXPECT: store to what may be read HPFAR 00402000
// EXPECT: load at level 1 HSR 93840005
// EXPECT: load at level 1 address 80000004
// EXPECT: load at level 1 HPFAR 00800000
// EXPECT: narrow store HSR 91850046
// EXPECT: narrow store address 40400024
// EXPECT: narrow store HPFAR 00404000
// EXPECT: wide load HSR 934b0006
// EXPECT: wide load address 40400026
// EXPECT: wide load HPFAR 00404000
// EXPECT: fetch HSR 80000006
// EXPECT: fetch address 40400044
// EXPECT: fetch HPFAR 00404000
// EXPECT: fetch of what is not code HSR 8000000e
// EXPECT: fetch of what is not code address 40600000
// EXPECT: fetch of what is not code HPFAR 00406000
// EXPECT: walk HSR 90000086
// EXPECT: walk address 80000123
// EXPECT: walk HPFAR 00404030
// EXPECT: store through both stages HSR 93860046
// EXPECT: store through both stages address c0000010
// EXPECT: store through both stages HPFAR 00404000
// EXPECT: the guest's own fault 00000206
// EXPECT: ISR with VI 00000080
// EXPECT: virtual IRQ in mode 000000d2
// EXPECT: virtual FIQ in mode 000000d1
// EXPECT: virtual abort with DFSR 00000211
// EXPECT: VI alone 00000000

#include "guest32.h"

#define READ_ONLY       0x40200000
#define MISSING         0x40400000
#define NO_EXECUTE      0x40600000
#define NOWHERE         0x80000000

#define HCR_VM          (1 << 0)
#define HCR_FMO         (1 << 3)
#define HCR_IMO         (1 << 4)
#define HCR_AMO         (1 << 5)
#define HCR_VF          (1 << 6)
#define HCR_VI          (1 << 7)
#define HCR_VA          (1 << 8)

// What the last abort left.
.macro REPORT text
    PRINT   "\text HSR", r8
    PRINT   "\text address", r9
    PRINT   "\text HPFAR", r10
.endm

// HCR := value, from the guest.
.macro SET_HCR value
    ldr     r0, =(\value)
    hvc     #1
.endm

start:
    ldr     r0, =hyp_vectors
    mcr     p15, 4, r0, c12, c0, 0
    ldr     r0, =guest_vectors
    mcr     p15, 0, r0, c12, c0, 0
    // Starts at level 1, 32 bits of IPA, write-back tables.
    ldr     r0, =0x80003540
    mcr     p15, 4, r0, c2, c1, 2
    ldr     r0, =stage2
    mov     r1, #0
    mcrr    p15, 6, r0, r1, c2
    mov     r0, #HCR_VM
    mcr     p15, 4, r0, c1, c1, 0
    mov     r0, #0
    mcr     p15, 4, r0, c1, c1, 3
    mcr     p15, 4, r0, c8, c7, 4
    dsb
    isb
    ldr     r0, =(0x1c0 | MODE_SVC)
    msr     spsr_cxsf, r0
    ldr     r0, =guest
    msr     elr_hyp, r0
    eret

guest:
    ldr     sp, =guest_stack
    ldr     r6, =(MISSING + 0x10)
    ldr     r4, [r6]
    REPORT  "load"
    strb    r4, [r6, #3]
    REPORT  "store of a byte"
    ldrsh   r4, [r6, #2]
    REPORT  "load of a signed halfword"
    ldr     r7, =4f
    ldrd    r4, r5, [r6]
4:  REPORT  "load of two"
    ldr     r7, =5f
    ldr     r4, [r6], #4
5:  REPORT  "load with writeback"
    ldr     r6, =READ_ONLY
    ldr     r4, [r6]
    str     r4, [r6, #8]
    REPORT  "store to what may be read"
    ldr     r6, =NOWHERE
    ldr     r4, [r6, #4]
    REPORT  "load at level 1"
    blx     in_t32
    REPORT  "narrow store"
    blx     in_t32_wide
    REPORT  "wide load"
    ldr     r7, =1f
    ldr     r6, =(MISSING + 0x44)
    bx      r6
1:  REPORT  "fetch"
    ldr     r7, =2f
    ldr     r6, =NO_EXECUTE
    bx      r6
2:  REPORT  "fetch of what is not code"

    // Long descriptors of the guest's own, whose second GiB points at a table that is not there.
    mov     r0, #0xff
    mcr     p15, 0, r0, c10, c2, 0
    mov     r0, #(1 << 31)
    mcr     p15, 0, r0, c2, c0, 2
    ldr     r0, =stage1
    mov     r1, #0
    mcrr    p15, 0, r0, r1, c2
    mcr     p15, 0, r1, c8, c7, 0
    dsb
    isb
    mrc     p15, 0, r0, c1, c0, 0
    orr     r0, r0, #1
    mcr     p15, 0, r0, c1, c0, 0
    isb
    ldr     r6, =(NOWHERE + 0x123)
    ldr     r7, =6f
    ldrb    r4, [r6]
6:  REPORT  "walk"
    // Behind both stages: another address, the same page.
    ldr     r6, =0xc0000010
    str     r6, [r6]
    REPORT  "store through both stages"
    // A fault of stage 1 stays with the guest.
    mov     r8, #0
    ldr     r7, =3f
    ldr     r6, =(NOWHERE + 0x40000000 + 0x200000)
    ldr     r4, [r6]
3:  PRINT   "the guest's own fault", r8

    // Virtual interrupts, each pending before it is let in.
    SET_HCR HCR_VM | HCR_IMO | HCR_VI
    mrc     p15, 0, r4, c12, c1, 0
    PRINT   "ISR with VI", r4
    mov     r8, #0
    cpsie   i
    nop
    cpsid   i
    PRINT   "virtual IRQ in mode", r8
    SET_HCR HCR_VM | HCR_FMO | HCR_VF
    mov     r8, #0
    cpsie   f
    nop
    cpsid   f
    PRINT   "virtual FIQ in mode", r8
    SET_HCR HCR_VM | HCR_AMO | HCR_VA
    mov     r8, #0
    cpsie   a
    nop
    cpsid   a
    PRINT   "virtual abort with DFSR", r8
    // VI without IMO interrupts nobody.
    SET_HCR HCR_VM | HCR_VI
    mov     r8, #0
    cpsie   i
    nop
    cpsid   i
    PRINT   "VI alone", r8
    FINISH

    .thumb
    .balign 4
    .thumb_func
in_t32:
    ldr     r6, =(MISSING + 0x20)
    str     r5, [r6, #4]
    bx      lr
    .thumb_func
in_t32_wide:
    ldr     r6, =(MISSING + 0x20)
    ldrh.w  r11, [r6, #6]
    bx      lr
    .balign 4
    .ltorg
    .arm

// HVC #1 sets HCR to r0. An abort leaves HSR in r8, the address in r9, HPFAR in r10, and goes on
// behind the instruction; at r7 after a fetch, and where HSR does not describe the instruction,
// which leaves IL UNKNOWN.
    .balign 32
hyp_vectors:
    b       .
    b       .
    b       .
    b       .
    b       .
    b       hyp_trap
    b       .
    b       .
hyp_trap:
    mrc     p15, 4, r8, c5, c2, 0
    lsr     r12, r8, #26
    cmp     r12, #0x12
    mcreq   p15, 4, r0, c1, c1, 0
    beq     2f
    mrc     p15, 4, r10, c6, c0, 4
    mrc     p15, 4, r9, c6, c0, 2
    cmp     r12, #0x20
    biceq   r8, r8, #(1 << 25)
    msreq   elr_hyp, r7
    beq     2f
    mrc     p15, 4, r9, c6, c0, 0
    tst     r8, #(1 << 24)
    biceq   r8, r8, #(1 << 25)
    msreq   elr_hyp, r7
    beq     2f
    mrs     r12, elr_hyp
    add     r12, r12, #2
    tst     r8, #(1 << 25)
    addne   r12, r12, #2
    msr     elr_hyp, r12
2:  eret
    .ltorg

    .balign 32
guest_vectors:
    b       .
    b       .
    b       .
    b       .
    b       guest_abort
    b       .
    b       guest_irq
    b       guest_fiq
// A synchronous one goes on at r7; an asynchronous one where it was.
guest_abort:
    mrc     p15, 0, r8, c5, c0, 0
    ubfx    r12, r8, #0, #6
    cmp     r12, #0x11
    movne   lr, r7
    movsne  pc, lr
    mov     r0, #HCR_VM
    hvc     #1
    mrc     p15, 0, r8, c5, c0, 0
    subs    pc, lr, #8
guest_irq:
    mov     r0, #HCR_VM
    hvc     #1
    mrs     r8, cpsr
    and     r8, r8, #0xff
    subs    pc, lr, #4
guest_fiq:
    mov     r0, #HCR_VM
    hvc     #1
    mrs     r0, cpsr
    and     r0, r0, #0xff
    // R8 here is FIQ's own.
    msr     r8_usr, r0
    subs    pc, lr, #4
    .ltorg

    .data
    .balign 4096
stage2:
    .quad   0x4c5                           // devices
    .word   ram + 3, 0
    .quad   0, 0
    .balign 4096
ram:
    .quad   0x40000000 + 0x7fd              // normal, readable and writable
    .quad   READ_ONLY + 0x77d
    .quad   0
    .quad   NO_EXECUTE + 0x7fd + (1 << 54)
    .balign 4096
stage1:
    .quad   0x405                           // devices
    .quad   0x40000000 + 0x401
    .quad   MISSING + 0x3000 + 3
    .word   other + 3, 0
    .balign 4096
other:
    .quad   MISSING + 0x401                 // what stage 2 does not have
    .quad   0

    .bss
    .balign 8
    .space  4096
guest_stack:
    .space  64
