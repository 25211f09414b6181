// What every benchmark guest shares: from the entry at EL2 to the kernel at EL1 with the MMU on,
// and out again.
//
// A guest defines `prepare` and `kernel`, which runs ROUNDS rounds, counts in x19, and leaves in x0
// whether its own check holds. ROUNDS comes from the command that assembles it, so that one source
// gives a short and a long guest whose difference has no start-up in it.
//
// Memory: RAM at 0x4000_0000, 2 MiB blocks. The 32 MiB from `scattered` on are mapped a second time
// from 0x8000_0000 up, in pages of 4 KiB in an order that leaves none beside its neighbour.

#define PL011           0x09000000
#define PROBE_EXIT      0x07000008
#define SCATTERED_VA    0x80000000
#define SCATTERED_PAGES 8192

    .macro LOAD64 register, value
    movz    \register, #(((\value) >> 0) & 0xffff)
    movk    \register, #(((\value) >> 16) & 0xffff), lsl #16
    movk    \register, #(((\value) >> 32) & 0xffff), lsl #32
    movk    \register, #(((\value) >> 48) & 0xffff), lsl #48
    .endm

    .macro LOOP label
    subs    x19, x19, #1
    b.ne    \label
    .endm

    .section .text.start, "ax"
    .global _start
_start:
    adr     x0, el2_vectors
    msr     vbar_el2, x0
    mov     x0, #(1 << 31)
    msr     hcr_el2, x0
    mov     x0, #3
    msr     cnthctl_el2, x0
    msr     cntvoff_el2, xzr
    mov     x0, #0x33ff
    msr     cptr_el2, x0
    mov     x0, #(3 << 20)
    msr     cpacr_el1, x0
    adr     x0, el1_vectors
    msr     vbar_el1, x0
    bl      build_tables
    // T0SZ 25, write-back inner shareable walks, 4 KiB granule, EPD1, 40-bit PA.
    LOAD64  x0, (25 | 1 << 8 | 1 << 10 | 3 << 12 | 1 << 23 | 2 << 32)
    msr     tcr_el1, x0
    // Attr0 Device-nGnRE, Attr1 Normal write-back.
    LOAD64  x0, 0xff04
    msr     mair_el1, x0
    adrp    x0, level1
    msr     ttbr0_el1, x0
    LOAD64  x0, 0x30d0199d
    and     x0, x0, #~(1 << 1)
    and     x0, x0, #~(1 << 19)
    msr     sctlr_el1, x0
    mov     x0, #0x3c5
    msr     spsr_el2, x0
    adr     x0, at_el1
    msr     elr_el2, x0
    isb
    eret

at_el1:
    isb
    adrp    x0, stack_top
    mov     sp, x0
    msr     fpcr, xzr
    msr     fpsr, xzr
    bl      prepare
    LOAD64  x19, ROUNDS
    mov     x20, #0
    bl      kernel
    cbz     x0, failed
    mov     w1, #0
    b       leave
failed:
    mov     w1, #1
leave:
    // The probe on our board, nothing on another; then PSCI SYSTEM_OFF if the check held.
    LOAD64  x0, PROBE_EXIT
    str     w1, [x0]
    cbnz    w1, .
    LOAD64  x0, 0x84000008
    smc     #0
    b       .

build_tables:
    adrp    x0, level1
    adrp    x1, level2
    adrp    x2, level2_scattered
    adrp    x3, level3
    // 1 GiB of Device memory.
    mov     x4, #0x401
    str     x4, [x0]
    orr     x4, x1, #3
    str     x4, [x0, #8]
    orr     x4, x2, #3
    str     x4, [x0, #16]
    // RAM: Normal, inner shareable, AF.
    mov     x4, #0x40000000
    mov     x5, #0x705
    orr     x4, x4, x5
    mov     x6, #64
1:  str     x4, [x1], #8
    add     x4, x4, #(2 << 20)
    subs    x6, x6, #1
    b.ne    1b
    // Sixteen tables of level 3.
    orr     x4, x3, #3
    mov     x6, #16
2:  str     x4, [x2], #8
    add     x4, x4, #4096
    subs    x6, x6, #1
    b.ne    2b
    // Page n is at page 4093 n modulo 8192.
    mov     x4, #0x44000000
    mov     x5, #0x707
    orr     x4, x4, x5
    mov     x6, #0
    mov     x8, #4093
3:  mul     x7, x6, x8
    and     x7, x7, #(SCATTERED_PAGES - 1)
    add     x7, x4, x7, lsl #12
    str     x7, [x3], #8
    add     x6, x6, #1
    cmp     x6, #SCATTERED_PAGES
    b.ne    3b
    ret

    .balign 2048
el2_vectors:
    .rept 8
    .balign 128
    b       failed_at_el2
    .endr
    .balign 128
    // HVC from EL1.
    add     x20, x20, #1
    eret
    .rept 7
    .balign 128
    b       failed_at_el2
    .endr
failed_at_el2:
    b       failed

    .balign 2048
el1_vectors:
    .rept 4
    .balign 128
    b       failed
    .endr
    .balign 128
    // SVC from EL1.
    add     x20, x20, #1
    eret
    .rept 11
    .balign 128
    b       failed
    .endr

    .bss
    .balign 4096
level1:             .space 4096
level2:             .space 4096
level2_scattered:   .space 4096
level3:             .space 16 * 4096
                    .space 4096
    .global stack_top
    .balign 4096
stack_top:          .space 4096

    .text
