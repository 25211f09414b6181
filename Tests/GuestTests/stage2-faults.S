// Stage 2: translation, access flag, permission and address size faults of EL1&0 accesses, with
// HPFAR_EL2 and the instruction syndrome that a hypervisor emulates devices by.
//
// Stage 1 is off here, so the VA is the IPA.
// Source: Arm ARM, AArch64.S2Translate; "ISS encoding for an exception from a Data Abort": ISV,
// SAS, SSE, SRT, SF, AR; HPFAR_EL2.
//
// EXPECT: level 1 translation, load: EL2+400 esr=93c58005 elr=+0 far=80000018 hpfar=800000
// EXPECT: level 1 translation, store: EL2+400 esr=93c58045 elr=+0 far=80000018 hpfar=800000
// EXPECT: level 1 translation, fetch: EL2+400 esr=82000005 elr=+0 far=80000000 hpfar=800000
// EXPECT: level 2 translation, load: EL2+400 esr=93c58006 elr=+0 far=41000018 hpfar=410000
// EXPECT: level 2 translation, store: EL2+400 esr=93c58046 elr=+0 far=41000018 hpfar=410000
// EXPECT: level 2 translation, fetch: EL2+400 esr=82000006 elr=+0 far=41000000 hpfar=410000
// EXPECT: level 3 translation, load: EL2+400 esr=93c58007 elr=+0 far=40e06018 hpfar=40e060
// EXPECT: level 3 translation, store: EL2+400 esr=93c58047 elr=+0 far=40e06018 hpfar=40e060
// EXPECT: level 3 translation, fetch: EL2+400 esr=82000007 elr=+0 far=40e06000 hpfar=40e060
// EXPECT: level 3 reserved, load: EL2+400 esr=93c58007 elr=+0 far=40e04018 hpfar=40e040
// EXPECT: level 3 reserved, store: EL2+400 esr=93c58047 elr=+0 far=40e04018 hpfar=40e040
// EXPECT: level 3 reserved, fetch: EL2+400 esr=82000007 elr=+0 far=40e04000 hpfar=40e040
// EXPECT: level 2 access flag, load: EL2+400 esr=93c5800a elr=+0 far=41200018 hpfar=412000
// EXPECT: level 2 access flag, store: EL2+400 esr=93c5804a elr=+0 far=41200018 hpfar=412000
// EXPECT: level 2 access flag, fetch: EL2+400 esr=8200000a elr=+0 far=41200000 hpfar=412000
// EXPECT: level 3 access flag, load: EL2+400 esr=93c5800b elr=+0 far=40e01018 hpfar=40e010
// EXPECT: level 3 access flag, store: EL2+400 esr=93c5804b elr=+0 far=40e01018 hpfar=40e010
// EXPECT: level 3 access flag, fetch: EL2+400 esr=8200000b elr=+0 far=40e01000 hpfar=40e010
// EXPECT: level 1 address size, load: EL2+400 esr=93c58001 elr=+0 far=c0000018 hpfar=c00000
// EXPECT: level 1 address size, store: EL2+400 esr=93c58041 elr=+0 far=c0000018 hpfar=c00000
// EXPECT: level 1 address size, fetch: EL2+400 esr=82000001 elr=+0 far=c0000000 hpfar=c00000
// EXPECT: level 2 address size, load: EL2+400 esr=93c58002 elr=+0 far=41400018 hpfar=414000
// EXPECT: level 2 address size, store: EL2+400 esr=93c58042 elr=+0 far=41400018 hpfar=414000
// EXPECT: level 2 address size, fetch: EL2+400 esr=82000002 elr=+0 far=41400000 hpfar=414000
// EXPECT: level 3 address size, load: EL2+400 esr=93c58003 elr=+0 far=40e03018 hpfar=40e030
// EXPECT: level 3 address size, store: EL2+400 esr=93c58043 elr=+0 far=40e03018 hpfar=40e030
// EXPECT: level 3 address size, fetch: EL2+400 esr=82000003 elr=+0 far=40e03000 hpfar=40e030
// EXPECT: all rights, load: ok
// EXPECT: all rights, store: ok
// EXPECT: all rights, fetch: ok
// EXPECT: no write, load: ok
// EXPECT: no write, store: EL2+400 esr=93c5804e elr=+0 far=40600018 hpfar=406000
// EXPECT: no write, fetch: ok
// EXPECT: no read, load: EL2+400 esr=93c5800e elr=+0 far=40800018 hpfar=408000
// EXPECT: no read, store: ok
// EXPECT: no read, fetch: ok
// EXPECT: neither, load: EL2+400 esr=93c5800e elr=+0 far=40a00018 hpfar=40a000
// EXPECT: neither, store: EL2+400 esr=93c5804e elr=+0 far=40a00018 hpfar=40a000
// EXPECT: neither, fetch: ok
// EXPECT: XN, load: ok
// EXPECT: XN, store: ok
// EXPECT: XN, fetch: EL2+400 esr=8200000e elr=+0 far=40c00000 hpfar=40c000
// EXPECT: level 3, no write, load: ok
// EXPECT: level 3, no write, store: EL2+400 esr=93c5804f elr=+0 far=40e02018 hpfar=40e020
// EXPECT: level 3, no write, fetch: ok
// EXPECT: beyond T0SZ, load: EL2+400 esr=93c58004 elr=+0 far=100000018 hpfar=1000000
// EXPECT: beyond T0SZ, store: EL2+400 esr=93c58044 elr=+0 far=100000018 hpfar=1000000
// EXPECT: beyond T0SZ, fetch: EL2+400 esr=82000004 elr=+0 far=100000000 hpfar=1000000
// EXPECT: instruction syndromes
// EXPECT: ldrb: EL2+400 esr=93070006 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: ldrh: EL2+400 esr=93480006 elr=+0 far=41000ff2 hpfar=410000
// EXPECT: ldr w: EL2+400 esr=93890006 elr=+0 far=41000ff4 hpfar=410000
// EXPECT: ldr x: EL2+400 esr=93ca8006 elr=+0 far=41000ff8 hpfar=410000
// EXPECT: ldrsb w: EL2+400 esr=932b0006 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: ldrsb x: EL2+400 esr=932c8006 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: ldrsh x: EL2+400 esr=936d8006 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: ldrsw: EL2+400 esr=93ae8006 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: strb: EL2+400 esr=930f0046 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: str xzr: EL2+400 esr=93df8046 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: str w: EL2+400 esr=93930046 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: ldur: EL2+400 esr=93d48006 elr=+0 far=41000fe8 hpfar=410000
// EXPECT: ldr register: EL2+400 esr=93d58006 elr=+0 far=41001000 hpfar=410010
// EXPECT: ldar: EL2+400 esr=93d5c006 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: ldarb: EL2+400 esr=93154006 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: stlr: EL2+400 esr=93954046 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: ldtr: EL2+400 esr=93d58006 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: ldr at EL0: EL2+400 esr=93d58006 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: ldp: EL2+400 esr=92000006 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: stp: EL2+400 esr=92000046 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: post-index: EL2+400 esr=92000006 elr=+0 far=41000ff0 hpfar=410000
// EXPECT: pre-index: EL2+400 esr=92000046 elr=+0 far=41000ff8 hpfar=410000
// EXPECT: base 41000ff0

#define RECORD_HPFAR
#include "guest.h"

// 32-bit IPAs from level 1, 4 KiB granule, output of 32 bits. QEMU 7.2 has no IPAs larger than
// VTCR_EL2.PS; the manual bounds them by the implemented size only.
#define VTCR            (32 | TCR_WALKS | (1 << 6) | (0 << 16) | (1 << 31))
#define TOO_LARGE       0x100000000

    TABLE s2_l1
    ENTRY   s2_l1, 0, BLOCK + S2_MMIO
    ENTRY   s2_l1, 1, s2_l2 + TABLE_AT
    ENTRY   s2_l1, 3, BLOCK + 0x40000000 + S2_RAM + TOO_LARGE
    END_TABLE s2_l1
    TABLE s2_l2
    ENTRY   s2_l2, 0, BLOCK + 0x40000000 + S2_RAM
    ENTRY   s2_l2, 1, BLOCK + 0x40200000 + S2_RAM
    ENTRY   s2_l2, 2, BLOCK + 0x40400000 + S2_RAM
    ENTRY   s2_l2, 3, BLOCK + 0x40400000 + S2_RAM - S2_W
    ENTRY   s2_l2, 4, BLOCK + 0x40400000 + S2_RAM - S2_R
    ENTRY   s2_l2, 5, BLOCK + 0x40400000 + S2_RAM - S2_R - S2_W
    ENTRY   s2_l2, 6, BLOCK + 0x40400000 + S2_RAM + S2_XN
    ENTRY   s2_l2, 7, s2_l3 + TABLE_AT
    ENTRY   s2_l2, 9, BLOCK + 0x40400000 + S2_RAM - AF
    ENTRY   s2_l2, 10, BLOCK + 0x40400000 + S2_RAM + TOO_LARGE
    END_TABLE s2_l2
    TABLE s2_l3
    ENTRY   s2_l3, 0, LEAF + 0x40400000 + S2_RAM
    ENTRY   s2_l3, 1, LEAF + 0x40400000 + S2_RAM - AF
    ENTRY   s2_l3, 2, LEAF + 0x40400000 + S2_RAM - S2_W
    ENTRY   s2_l3, 3, LEAF + 0x40400000 + S2_RAM + TOO_LARGE
    ENTRY   s2_l3, 4, BLOCK + 0x40400000 + S2_RAM
    END_TABLE s2_l3

.macro ALL text, address
    MOV64   x6, (\address)
    TRY_EL1 "\text, load", ldr x5, [x6, #0x18]
    TRY_EL1 "\text, store", str x5, [x6, #0x18]
    SAY     "\text, fetch: "
    mov     x26, x6
    ADDR    x30, done_el1
    AT_EL1  jump_el1
    VERDICT
.endm

GUEST
    MOV64   x6, FREE
    adr     x7, 1f
    ldr     w7, [x7]
    str     w7, [x6]
    ADDR    x16, s2_l1
    msr     vttbr_el2, x16
    SET     vtcr_el2, VTCR
    SET     hcr_el2, (HCR_RW | HCR_VM)
    isb
    ALL     "level 1 translation", 0x080000000
    ALL     "level 2 translation", 0x041000000
    ALL     "level 3 translation", 0x040e06000
    ALL     "level 3 reserved", 0x040e04000
    ALL     "level 2 access flag", 0x041200000
    ALL     "level 3 access flag", 0x040e01000
    ALL     "level 1 address size", 0x0c0000000
    ALL     "level 2 address size", 0x041400000
    ALL     "level 3 address size", 0x040e03000
    ALL     "all rights", 0x040400000
    ALL     "no write", 0x040600000
    ALL     "no read", 0x040800000
    ALL     "neither", 0x040a00000
    ALL     "XN", 0x040c00000
    ALL     "level 3, no write", 0x040e02000
    ALL     "beyond T0SZ", 0x100000000
    LINE    "instruction syndromes"
    MOV64   x6, 0x41000ff0
    TRY_EL1 "ldrb", ldrb w7, [x6]
    TRY_EL1 "ldrh", ldrh w8, [x6, #2]
    TRY_EL1 "ldr w", ldr w9, [x6, #4]
    TRY_EL1 "ldr x", ldr x10, [x6, #8]
    TRY_EL1 "ldrsb w", ldrsb w11, [x6]
    TRY_EL1 "ldrsb x", ldrsb x12, [x6]
    TRY_EL1 "ldrsh x", ldrsh x13, [x6]
    TRY_EL1 "ldrsw", ldrsw x14, [x6]
    TRY_EL1 "strb", strb w15, [x6]
    TRY_EL1 "str xzr", str xzr, [x6]
    TRY_EL1 "str w", str w19, [x6]
    TRY_EL1 "ldur", ldur x20, [x6, #-8]
    mov     x5, #16
    TRY_EL1 "ldr register", ldr x21, [x6, x5]
    TRY_EL1 "ldar", ldar x21, [x6]
    TRY_EL1 "ldarb", ldarb w21, [x6]
    TRY_EL1 "stlr", stlr w21, [x6]
    TRY_EL1 "ldtr", ldtr x21, [x6]
    TRY_EL0 "ldr at EL0", ldr x21, [x6]
    TRY_EL1 "ldp", ldp x20, x21, [x6]
    TRY_EL1 "stp", stp x20, x21, [x6]
    TRY_EL1 "post-index", ldr x20, [x6], #8
    TRY_EL1 "pre-index", str x20, [x6, #8]!
    SHOW    "base ", x6
    POWER_OFF
1:  ret

    .section .text.lower, "ax"
jump_el1:
    br      x6
done_el1:
    hvc     #DONE
