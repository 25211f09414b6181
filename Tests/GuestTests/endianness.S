// Byte order: SCTLR_EL1.EE for EL1's data, E0E for EL0's, SCTLR_EL2.EE for EL2's; instructions and
// the addresses of tables stay little-endian; EE also gives the byte order of tables.
//
// Source: Arm ARM, SCTLR_EL1.EE and E0E; BigEndian().
//
// EXPECT: EL1, little-endian
// EXPECT:   ldr x 807060504030201
// EXPECT:   ldr w 4030201
// EXPECT:   ldrh 201
// EXPECT:   ldrb 1
// EXPECT:   ldrsw c0b0a09
// EXPECT:   ldp 807060504030201
// EXPECT:   ldp 100f0e0d0c0b0a09
// EXPECT:   ldxr 807060504030201
// EXPECT:   first byte of strh 0x1234: 34
// EXPECT:   last byte after ldadd: 0
// EXPECT: EL1, big-endian
// EXPECT:   ldr x 102030405060708
// EXPECT:   ldr w 1020304
// EXPECT:   ldrh 102
// EXPECT:   ldrb 1
// EXPECT:   ldrsw 90a0b0c
// EXPECT:   ldp 102030405060708
// EXPECT:   ldp 90a0b0c0d0e0f10
// EXPECT:   ldxr 102030405060708
// EXPECT:   first byte of strh 0x1234: 12
// EXPECT:   last byte after ldadd: 2b
// EXPECT: EL0, little-endian under a big-endian EL1
// EXPECT:   ldr x 807060504030201
// EXPECT:   ldr w 4030201
// EXPECT:   ldrh 201
// EXPECT:   ldrb 1
// EXPECT:   ldrsw c0b0a09
// EXPECT:   ldp 807060504030201
// EXPECT:   ldp 100f0e0d0c0b0a09
// EXPECT:   ldxr 807060504030201
// EXPECT:   first byte of strh 0x1234: 34
// EXPECT:   last byte after ldadd: 0
// EXPECT: EL0, big-endian under a little-endian EL1
// EXPECT:   ldr x 102030405060708
// EXPECT:   ldr w 1020304
// EXPECT:   ldrh 102
// EXPECT:   ldrb 1
// EXPECT:   ldrsw 90a0b0c
// EXPECT:   ldp 102030405060708
// EXPECT:   ldp 90a0b0c0d0e0f10
// EXPECT:   ldxr 102030405060708
// EXPECT:   first byte of strh 0x1234: 12
// EXPECT:   last byte after ldadd: 2b
// EXPECT: EL2, big-endian
// EXPECT:   ldr x 102030405060708
// EXPECT:   ldr w 1020304
// EXPECT:   ldrh 102
// EXPECT:   ldrb 1
// EXPECT:   ldrsw 90a0b0c
// EXPECT:   ldp 102030405060708
// EXPECT:   ldp 90a0b0c0d0e0f10
// EXPECT:   ldxr 102030405060708
// EXPECT:   first byte of strh 0x1234: 12
// EXPECT:   last byte after ldadd: 2b
// EXPECT: EL1, big-endian tables
// EXPECT:   ldr x 102030405060708

#include "guest.h"

#define ON (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK + USER
    END_TABLE kernel_l2
    // The same two in big-endian: byte-reversed descriptors.
.macro REVERSED name, index, value
    .org    \name + 8 * (\index), 0
    .byte   ((\value) >> 56) & 0xff, ((\value) >> 48) & 0xff, ((\value) >> 40) & 0xff
    .byte   ((\value) >> 32) & 0xff, ((\value) >> 24) & 0xff, ((\value) >> 16) & 0xff
    .byte   ((\value) >> 8) & 0xff, (\value) & 0xff
.endm
    TABLE big_l1
    REVERSED big_l1, 1, 0x40000000 + RAM_BLOCK
    END_TABLE big_l1

// Loads and stores of each size at x6, results in x0 to x5. The bytes are 01 02 03 ... 10.
.macro SIZES
    ldr     x0, [x6]
    ldr     w1, [x6]
    ldrh    w2, [x6]
    ldrb    w3, [x6]
    ldrsw   x4, [x6, #8]
    ldp     x7, x8, [x6]
    ldxr    x9, [x6]
    mov     w5, #0x1234
    strh    w5, [x6, #0x20]
    mov     x10, #1
    mov     x11, #0x2a
    add     x13, x6, #0x28
    str     x11, [x13]
    ldadd   x10, x12, [x13]
.endm

.macro SHOW_SIZES
    SHOW    "  ldr x ", x0
    SHOW    "  ldr w ", x1
    SHOW    "  ldrh ", x2
    SHOW    "  ldrb ", x3
    SHOW    "  ldrsw ", x4
    SHOW    "  ldp ", x7
    SHOW    "  ldp ", x8
    SHOW    "  ldxr ", x9
    ldrb    w5, [x6, #0x20]
    SHOW    "  first byte of strh 0x1234: ", x5
    ldrb    w5, [x6, #0x2f]
    SHOW    "  last byte after ldadd: ", x5
.endm

GUEST
    MOV64   x6, FREE
    mov     x5, #1
1:  add     x4, x6, x5
    strb    w5, [x4, #-1]
    add     x5, x5, #1
    cmp     x5, #17
    b.ne    1b
    LINE    "EL1, little-endian"
    AT_EL1  sizes_el1
    SHOW_SIZES
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_EE)
    LINE    "EL1, big-endian"
    AT_EL1  sizes_el1
    SHOW_SIZES
    LINE    "EL0, little-endian under a big-endian EL1"
    AT_EL0  sizes_el0
    SHOW_SIZES
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_E0E)
    LINE    "EL0, big-endian under a little-endian EL1"
    AT_EL0  sizes_el0
    SHOW_SIZES
    LINE    "EL2, big-endian"
    SET     sctlr_el2, (SCTLR_EL2_OFF | SCTLR_EE)
    isb
    SIZES
    SET     sctlr_el2, SCTLR_EL2_OFF
    isb
    SHOW_SIZES
    // Tables of a big-endian EL1 are big-endian.
    SET     mair_el1, MAIR
    SET     tcr_el1, TCR_EL1_4K
    ADDR    x16, big_l1
    msr     ttbr0_el1, x16
    SET     sctlr_el1, (ON | SCTLR_EE)
    isb
    LINE    "EL1, big-endian tables"
    AT_EL1  load_el1
    SHOW    "  ldr x ", x0
    POWER_OFF

    .section .text.lower, "ax"
sizes_el1:
    SIZES
    hvc     #DONE
load_el1:
    ldr     x0, [x6]
    hvc     #DONE
    .section .user, "ax"
sizes_el0:
    SIZES
    svc     #DONE
