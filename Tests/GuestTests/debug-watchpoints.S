// Watchpoints: which bytes of which accesses they watch (BAS, MASK, LSC), what they say of them,
// and that the access did not happen.
//
// Source: Arm ARM, "Watchpoint exceptions"; AArch64.WatchpointMatch, AArch64.WatchpointByteMatch.
//
// EXPECT: a doubleword, loads and stores
// EXPECT: ldr: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400000
// EXPECT: x5 0
// EXPECT: ldrb: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400003
// EXPECT: ldr beyond: ok
// EXPECT: ldr with writeback: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400000
// EXPECT: x7 40400020
// EXPECT: ldp: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400000
// EXPECT: ldp, second element: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400000
// EXPECT: ldr q: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400000
// EXPECT: ld4: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400000
// EXPECT: ldxr: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400000
// EXPECT: ldar: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400000
// EXPECT: prfm: ok
// EXPECT: dc cvac: ok
// EXPECT: dc civac: ok
// EXPECT: str: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400000
// EXPECT: strh: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400006
// EXPECT: strb before: ok
// EXPECT: str from before: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400000
// EXPECT: str over the end: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400005
// EXPECT: stp: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400000
// EXPECT: stur q: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400000
// EXPECT: str d: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400000
// EXPECT: st1: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400000
// EXPECT: stlr: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400000
// EXPECT: dc zva: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400000
// EXPECT: stores
// EXPECT: ldr: ok
// EXPECT: str: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400000
// EXPECT: ldadd: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400000
// EXPECT: cas: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400000
// EXPECT: swp: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40400000
// EXPECT: loads
// EXPECT: ldr: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400000
// EXPECT: str: ok
// EXPECT: ldadd: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400000
// EXPECT: memory 1111111111111111
// EXPECT: some bytes
// EXPECT: ldrb 2: ok
// EXPECT: ldrb 3: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400003
// EXPECT: ldrb 4: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400004
// EXPECT: ldrb 5: ok
// EXPECT: ldr w: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400003
// EXPECT: ldr w 4: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400004
// EXPECT: a word, byte 6: ok
// EXPECT: a word, byte 7: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40400007
// EXPECT: a word, byte 11: ok
// EXPECT: a range
// EXPECT: before: ok
// EXPECT: first: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40401000
// EXPECT: last: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40401ff8
// EXPECT: after: ok
// EXPECT: over the end: EL2+200 esr=d6000062 elr=+0
// EXPECT:   far 40401ffc
// EXPECT: changed while on
// EXPECT: not yet: ok
// EXPECT: now: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40403008
// EXPECT: the same page: ok
// EXPECT: masked: ok
// EXPECT: unmasked: EL2+200 esr=d6000022 elr=+0
// EXPECT:   far 40403008
// EXPECT: for EL0
// EXPECT: ldr at EL1: ok
// EXPECT: ldtr at EL1: EL2+400 esr=d2000022 elr=+0
// EXPECT: ldr at EL0: EL2+400 esr=d2000022 elr=+0
// EXPECT: sttr at EL1: EL2+400 esr=d2000062 elr=+0
// EXPECT: ldr at EL1, EL1 watched: EL2+400 esr=d2000022 elr=+0
// EXPECT: ldtr at EL1, EL1 watched: ok
// EXPECT: ldr at EL0, EL1 watched: ok

#include "guest.h"
#include "debug.h"

KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, 0x40600000 + RAM_BLOCK + USER
END_TABLE kernel_l2

// FAR is that of the exception, or zero.
.macro WATCH text, instruction:vararg
    msr     far_el2, xzr
    TRY     "\text", \instruction
    mrs     x17, far_el2
    cbz     x17, .Lwatch\@
    SHOW    "  far ", x17
.Lwatch\@:
.endm

GUEST
    DEBUG_OFF
    MMU_ON  2, kernel_l1, TCR_EL2_4K, (SCTLR_EL2_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    SET     cpacr_el1, (3 << 20)
    msr     cptr_el2, xzr
    isb
    SET     mdcr_el2, MDCR_TDE
    SET     mdscr_el1, (MDSCR_MDE | MDSCR_KDE)
    MOV64   x6, FREE
    MOV64   x8, 0x1111111111111111
    stp     x8, x8, [x6]
    stp     x8, x8, [x6, #16]
    msr     dbgwvr0_el1, x6
    msr     daifclr, #8
    isb

    LINE    "a doubleword, loads and stores"
    SET     dbgwcr0_el1, (WCR_BYTES(0xff) | WCR_LOAD | WCR_STORE | WCR_EL1 | WCR_HMC)
    isb
    // Loads first: QEMU remembers that a watchpoint was written to.
    mov     x5, #0
    WATCH   "ldr", ldr x5, [x6]
    SHOW    "x5 ", x5
    WATCH   "ldrb", ldrb w5, [x6, #3]
    WATCH   "ldr beyond", ldr x5, [x6, #8]
    add     x7, x6, #32
    WATCH   "ldr with writeback", ldr x5, [x7, #-32]!
    SHOW    "x7 ", x7
    WATCH   "ldp", ldp x5, x7, [x6]
    sub     x7, x6, #8
    WATCH   "ldp, second element", ldp x5, x7, [x7]
    WATCH   "ldr q", ldr q0, [x6]
    sub     x7, x6, #16
    WATCH   "ld4", ld4 {v0.8b, v1.8b, v2.8b, v3.8b}, [x7]
    WATCH   "ldxr", ldxr x5, [x6]
    WATCH   "ldar", ldar w5, [x6]
    WATCH   "prfm", prfm pldl1keep, [x6]
    WATCH   "dc cvac", dc cvac, x6
    WATCH   "dc civac", dc civac, x6
    WATCH   "str", str x6, [x6]
    WATCH   "strh", strh w6, [x6, #6]
    WATCH   "strb before", strb w6, [x6, #-1]
    WATCH   "str from before", str w6, [x6, #-2]
    WATCH   "str over the end", str x6, [x6, #5]
    WATCH   "stp", stp x5, x5, [x6]
    WATCH   "stur q", stur q0, [x6, #-12]
    WATCH   "str d", str d0, [x6]
    WATCH   "st1", st1 {v0.16b, v1.16b}, [x7]
    WATCH   "stlr", stlr w5, [x6]
    WATCH   "dc zva", dc zva, x6

    LINE    "stores"
    SET     dbgwcr0_el1, (WCR_BYTES(0xff) | WCR_STORE | WCR_EL1 | WCR_HMC)
    isb
    WATCH   "ldr", ldr x5, [x6]
    WATCH   "str", str x6, [x6]
    WATCH   "ldadd", ldadd x5, x5, [x6]
    WATCH   "cas", cas x5, x5, [x6]
    WATCH   "swp", swp x5, x5, [x6]
    LINE    "loads"
    SET     dbgwcr0_el1, (WCR_BYTES(0xff) | WCR_LOAD | WCR_EL1 | WCR_HMC)
    isb
    WATCH   "ldr", ldr x5, [x6]
    WATCH   "str", str x8, [x6]
    WATCH   "ldadd", ldadd x5, x5, [x6]
    ldr     x5, [x6, #8]
    SHOW    "memory ", x5

    LINE    "some bytes"
    SET     dbgwcr0_el1, (WCR_BYTES(0x18) | WCR_LOAD | WCR_STORE | WCR_EL1 | WCR_HMC)
    isb
    WATCH   "ldrb 2", ldrb w5, [x6, #2]
    WATCH   "ldrb 3", ldrb w5, [x6, #3]
    WATCH   "ldrb 4", ldrb w5, [x6, #4]
    WATCH   "ldrb 5", ldrb w5, [x6, #5]
    WATCH   "ldr w", ldr w5, [x6]
    WATCH   "ldr w 4", ldr w5, [x6, #4]
    add     x7, x6, #4
    msr     dbgwvr0_el1, x7
    SET     dbgwcr0_el1, (WCR_BYTES(0x8) | WCR_LOAD | WCR_STORE | WCR_EL1 | WCR_HMC)
    isb
    WATCH   "a word, byte 6", ldrb w5, [x6, #6]
    WATCH   "a word, byte 7", ldrb w5, [x6, #7]
    WATCH   "a word, byte 11", ldrb w5, [x6, #11]

    LINE    "a range"
    add     x7, x6, #0x1000
    msr     dbgwvr0_el1, x7
    SET     dbgwcr0_el1, (WCR_BYTES(0xff) | WCR_LOAD | WCR_STORE | WCR_EL1 | WCR_HMC | WCR_MASK(12))
    isb
    WATCH   "before", ldrb w5, [x7, #-1]
    WATCH   "first", ldrb w5, [x7]
    add     x7, x6, #0x1000
    add     x7, x7, #0xff8
    WATCH   "last", str x5, [x7]
    WATCH   "after", str x5, [x7, #8]
    WATCH   "over the end", str x5, [x7, #4]

    LINE    "changed while on"
    add     x7, x6, #0x3000
    WATCH   "not yet", ldr x5, [x7, #8]
    add     x9, x7, #8
    msr     dbgwvr0_el1, x9
    SET     dbgwcr0_el1, (WCR_BYTES(0xff) | WCR_LOAD | WCR_STORE | WCR_EL1 | WCR_HMC)
    isb
    WATCH   "now", ldr x5, [x7, #8]
    WATCH   "the same page", ldr x5, [x7, #16]
    msr     daifset, #8
    isb
    WATCH   "masked", ldr x5, [x7, #8]
    msr     daifclr, #8
    isb
    WATCH   "unmasked", ldr x5, [x7, #8]

    LINE    "for EL0"
    msr     daifset, #8
    SET     mdscr_el1, MDSCR_MDE
    SET     sctlr_el1, SCTLR_EL1_OFF
    MOV64   x7, 0x40600000
    msr     dbgwvr0_el1, x7
    SET     dbgwcr0_el1, (WCR_BYTES(0xff) | WCR_LOAD | WCR_STORE | WCR_EL0)
    isb
    TRY_EL1 "ldr at EL1", ldr x5, [x7]
    TRY_EL1 "ldtr at EL1", ldtr x5, [x7]
    TRY_EL0 "ldr at EL0", ldr x5, [x7]
    TRY_EL1 "sttr at EL1", sttr x5, [x7]
    SET     dbgwcr0_el1, (WCR_BYTES(0xff) | WCR_LOAD | WCR_STORE | WCR_EL1)
    isb
    TRY_EL1 "ldr at EL1, EL1 watched", ldr x5, [x7]
    TRY_EL1 "ldtr at EL1, EL1 watched", ldtr x5, [x7]
    TRY_EL0 "ldr at EL0, EL1 watched", ldr x5, [x7]
    POWER_OFF
