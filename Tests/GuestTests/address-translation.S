// AT and PAR_EL1: success with address, shareability and attributes, and each kind of failure, for
// stage 1 of each regime and for both stages.
//
// Bits of PAR that are IMPLEMENTATION DEFINED are not printed (10 and 11: NSE or RES1).
// Memory that is not cacheable is Outer Shareable in its descriptor too; see stage2-walk-level.S.
// Source: Arm ARM, AT; PAR_EL1; AArch64.EncodePAR.
//
// QEMU: no — 10.0 stops at an assertion of its own (do_ats_write); 7.2 gives this text
// EXPECT: EL1 page that stage 2 moves
// EXPECT:   s1e1r ff00000040412380
// EXPECT:   s1e1w ff00000040412380
// EXPECT:   s1e0r 1d
// EXPECT:   s1e0w 1d
// EXPECT:   s12e1r ff00000040612380
// EXPECT:   s12e1w ff00000040612380
// EXPECT:   s12e0r 1d
// EXPECT:   s12e0w 1d
// EXPECT: device
// EXPECT:   s1e1r 400000009000300
// EXPECT:   s1e1w 400000009000300
// EXPECT:   s1e0r 1b
// EXPECT:   s1e0w 1b
// EXPECT:   s12e1r 400000009000300
// EXPECT:   s12e1w 400000009000300
// EXPECT:   s12e0r 1b
// EXPECT:   s12e0w 1b
// EXPECT: not mapped at stage 1
// EXPECT:   s1e1r b
// EXPECT:   s1e1w b
// EXPECT:   s1e0r b
// EXPECT:   s1e0w b
// EXPECT:   s12e1r b
// EXPECT:   s12e1w b
// EXPECT:   s12e0r b
// EXPECT:   s12e0w b
// EXPECT: EL1 and EL0, read-only at stage 2
// EXPECT:   s1e1r ff00000040801380
// EXPECT:   s1e1w ff00000040801380
// EXPECT:   s1e0r ff00000040801380
// EXPECT:   s1e0w ff00000040801380
// EXPECT:   s12e1r ff00000040801380
// EXPECT:   s12e1w 21d
// EXPECT:   s12e0r ff00000040801380
// EXPECT:   s12e0w 21d
// EXPECT: hidden by stage 2
// EXPECT:   s1e1r ff00000040601380
// EXPECT:   s1e1w ff00000040601380
// EXPECT:   s1e0r 1d
// EXPECT:   s1e0w 1d
// EXPECT:   s12e1r 20f
// EXPECT:   s12e1w 20f
// EXPECT:   s12e0r 1d
// EXPECT:   s12e0w 1d
// EXPECT: read-only at stage 1
// EXPECT:   s1e1r ff00000040401380
// EXPECT:   s1e1w 1d
// EXPECT:   s1e0r 1d
// EXPECT:   s1e0w 1d
// EXPECT:   s12e1r ff00000040601380
// EXPECT:   s12e1w 1d
// EXPECT:   s12e0r 1d
// EXPECT:   s12e0w 1d
// EXPECT: access flag
// EXPECT:   s1e1r 15
// EXPECT:   s1e1w 15
// EXPECT:   s1e0r 15
// EXPECT:   s1e0w 15
// EXPECT:   s12e1r 15
// EXPECT:   s12e1w 15
// EXPECT:   s12e0r 15
// EXPECT:   s12e0w 15
// EXPECT: Non-cacheable
// EXPECT:   s1e1r 4400000040401300
// EXPECT:   s1e1w 4400000040401300
// EXPECT:   s1e0r 1d
// EXPECT:   s1e0w 1d
// EXPECT:   s12e1r 4400000040601300
// EXPECT:   s12e1w 4400000040601300
// EXPECT:   s12e0r 1d
// EXPECT:   s12e0w 1d
// EXPECT:   table hidden, s12e1r 30f
// EXPECT:   s1e1r at EL1 ff00000040412380
// EXPECT: EL2
// EXPECT:   s1e2r ff00000040412380
// EXPECT:   s1e2w ff00000040412380
// EXPECT:   read-only 1d
// EXPECT:   not mapped b

#define RECORD_HPFAR
#include "guest.h"

#define VTCR            (25 | TCR_WALKS | (1 << 6) | (5 << 16) | (1 << 31))
#define ON              (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)

    TABLE s2_l1
    ENTRY   s2_l1, 0, BLOCK + S2_MMIO
    ENTRY   s2_l1, 1, s2_l2 + TABLE_AT
    END_TABLE s2_l1
    TABLE s2_l2
    ENTRY   s2_l2, 0, BLOCK + 0x40000000 + S2_RAM
    ENTRY   s2_l2, 1, BLOCK + 0x40200000 + S2_RAM
    ENTRY   s2_l2, 2, BLOCK + 0x40600000 + S2_RAM               // somewhere else
    ENTRY   s2_l2, 3, s2_l3 + TABLE_AT
    ENTRY   s2_l2, 4, BLOCK + 0x40800000 + S2_RAM - S2_W
    END_TABLE s2_l2
    TABLE s2_l3
    END_TABLE s2_l3
    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, 0x40600000 + TABLE_AT
    ENTRY   kernel_l2, 4, 0x40800000 + RAM_BLOCK + USER
    ENTRY   kernel_l2, 5, 0x40600000 + RAM_BLOCK
    ENTRY   kernel_l2, 6, 0x40400000 + RAM_BLOCK + READONLY
    ENTRY   kernel_l2, 7, 0x40400000 + RAM_BLOCK - AF
    ENTRY   kernel_l2, 8, 0x40400000 + BLOCK + AF + UNCACHED + OUTER
    END_TABLE kernel_l2

.macro PAR text
    isb
    mrs     x5, par_el1
    mov     x4, #0xc00
    bic     x5, x5, x4
    SHOW    "  \text ", x5
.endm

.macro ALL text, address
    MOV64   x6, (\address)
    LINE    "\text"
    at      s1e1r, x6
    PAR     "s1e1r"
    at      s1e1w, x6
    PAR     "s1e1w"
    at      s1e0r, x6
    PAR     "s1e0r"
    at      s1e0w, x6
    PAR     "s1e0w"
    at      s12e1r, x6
    PAR     "s12e1r"
    at      s12e1w, x6
    PAR     "s12e1w"
    at      s12e0r, x6
    PAR     "s12e0r"
    at      s12e0w, x6
    PAR     "s12e0w"
.endm

GUEST
    ADDR    x16, s2_l1
    msr     vttbr_el2, x16
    SET     vtcr_el2, VTCR
    SET     hcr_el2, (HCR_RW | HCR_VM)
    SET     mair_el1, MAIR
    SET     tcr_el1, TCR_EL1_4K
    ADDR    x16, kernel_l1
    msr     ttbr0_el1, x16
    SET     sctlr_el1, ON
    isb
    ALL     "EL1 page that stage 2 moves", 0x40412345
    ALL     "device", 0x09000018
    ALL     "not mapped at stage 1", 0x80000000
    ALL     "EL1 and EL0, read-only at stage 2", 0x40801000
    ALL     "hidden by stage 2", 0x40a01000
    ALL     "read-only at stage 1", 0x40c01000
    ALL     "access flag", 0x40e01000
    ALL     "Non-cacheable", 0x41001000
    // A table that stage 2 hides: the operations on both stages report S1PTW in PAR.
    MOV64   x6, 0x40601000
    at      s12e1r, x6
    PAR     "table hidden, s12e1r"
    // From EL1 the result is the IPA, and stage 2 is not asked.
    MOV64   x6, 0x40412345
    AT_EL1  at_el1
    PAR     "s1e1r at EL1"
    // EL2's own regime.
    LINE    "EL2"
    MMU_ON  2, kernel_l1, TCR_EL2_4K, (SCTLR_EL2_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    at      s1e2r, x6
    PAR     "s1e2r"
    at      s1e2w, x6
    PAR     "s1e2w"
    MOV64   x6, 0x40c01000
    at      s1e2w, x6
    PAR     "read-only"
    MOV64   x6, 0x80000000
    at      s1e2r, x6
    PAR     "not mapped"
    POWER_OFF

    .section .text.lower, "ax"
at_el1:
    at      s1e1r, x6
    hvc     #DONE
