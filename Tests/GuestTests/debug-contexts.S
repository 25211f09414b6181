// Context breakpoints that stand alone, and breakpoints and watchpoints linked to a VMID and to
// both: CONTEXTIDR_EL1, CONTEXTIDR_EL2 of a host, VTTBR_EL2.VMID.
//
// Source: Arm ARM, "Breakpoint types defined by DBGBCR<n>_EL1.BT"; AArch64.BreakpointValueMatch.
// QEMU: no — it has no unlinked context breakpoints and no match of VMIDs.
//
// EXPECT: any instruction of a context
// EXPECT: same: breakpoint
// EXPECT: another: none
// EXPECT: of a VMID
// EXPECT: same: breakpoint
// EXPECT: another: none
// EXPECT: of both
// EXPECT: another VMID: none
// EXPECT: same: breakpoint
// EXPECT: another context: none
// EXPECT: linked to a VMID
// EXPECT: breakpoint: breakpoint
// EXPECT: another VMID: none
// EXPECT: watchpoint, another VMID: none
// EXPECT: watchpoint: watchpoint
// EXPECT: what cannot be
// EXPECT: linked to one without contexts: none
// EXPECT: linked to one that is not there: none
// EXPECT: a context, in one without: none
// EXPECT: mismatch, in AArch64: none
// EXPECT: CONTEXTIDR_EL2 of a host
// EXPECT: at its EL0: breakpoint
// EXPECT: another: none
// EXPECT: as its context: breakpoint
// EXPECT: as that of EL1: none

#include "guest.h"
#include "debug.h"

// The first exception of the code, which ends it.
.macro MATCH text, code=piece, spsr=SPSR_EL1H
    SAY     "\text: "
    AT_EL1  \code, \spsr
    lsr     w28, w28, #26
    cmp     w28, #0x30
    b.eq    .Lbreakpoint\@
    cmp     w28, #0x34
    b.eq    .Lwatchpoint\@
    LINE    "none"
    b       .Lmatched\@
.Lbreakpoint\@:
    LINE    "breakpoint"
    b       .Lmatched\@
.Lwatchpoint\@:
    LINE    "watchpoint"
.Lmatched\@:
.endm

GUEST
    DEBUG_OFF
    ADDR    x16, first_vectors
    msr     vbar_el2, x16
    ADDR    x6, piece
    MOV64   x7, FREE
    SET     mdcr_el2, MDCR_TDE
    SET     mdscr_el1, MDSCR_MDE
    SET     contextidr_el1, 0x80001235
    SET     vttbr_el2, (7 << 48)
    LINE    "any instruction of a context"
    SET     dbgbvr4_el1, 0x80001235
    SET     dbgbcr4_el1, (BCR_ON | BCR_EL1 | BCR_TYPE(2))
    MATCH   "same"
    SET     contextidr_el1, 0x80001234
    MATCH   "another"
    SET     contextidr_el1, 0x80001235
    SET     dbgbvr4_el1, ((7 << 32) | 0x80001235)
    LINE    "of a VMID"
    SET     dbgbcr4_el1, (BCR_ON | BCR_EL1 | BCR_TYPE(8))
    MATCH   "same"
    SET     vttbr_el2, (6 << 48)
    MATCH   "another"
    LINE    "of both"
    SET     dbgbcr4_el1, (BCR_ON | BCR_EL1 | BCR_TYPE(10))
    MATCH   "another VMID"
    SET     vttbr_el2, (7 << 48)
    MATCH   "same"
    SET     contextidr_el1, 0x1235
    MATCH   "another context"
    LINE    "linked to a VMID"
    SET     dbgbcr4_el1, (BCR_ON | BCR_EL1 | BCR_TYPE(9))
    SET     dbgbcr1_el1, (BCR_ON | BCR_EL1 | BCR_TYPE(1) | BCR_LINK(4))
    msr     dbgbvr1_el1, x6
    MATCH   "breakpoint"
    SET     vttbr_el2, (6 << 48)
    MATCH   "another VMID"
    msr     dbgbcr1_el1, xzr
    msr     dbgwvr1_el1, x7
    SET     dbgwcr1_el1, (WCR_BYTES(0xff) | WCR_LOAD | WCR_EL1 | WCR_LINKED | BCR_LINK(4))
    MATCH   "watchpoint, another VMID"
    SET     vttbr_el2, (7 << 48)
    MATCH   "watchpoint"
    msr     dbgwcr1_el1, xzr
    LINE    "what cannot be"
    SET     dbgbcr1_el1, (BCR_ON | BCR_EL1 | BCR_TYPE(1) | BCR_LINK(2))
    MATCH   "linked to one without contexts"
    SET     dbgbcr1_el1, (BCR_ON | BCR_EL1 | BCR_TYPE(1) | BCR_LINK(9))
    MATCH   "linked to one that is not there"
    SET     dbgbcr1_el1, (BCR_ON | BCR_EL1 | BCR_TYPE(2))
    SET     dbgbvr1_el1, 0x1235
    MATCH   "a context, in one without"
    SET     dbgbcr1_el1, (BCR_ON | BCR_EL1 | BCR_TYPE(4))
    MATCH   "mismatch, in AArch64"
    LINE    "CONTEXTIDR_EL2 of a host"
    msr     mdcr_el2, xzr
    msr     dbgbcr1_el1, xzr
    SET     S3_4_C13_C0_1, 0x77
    SET     dbgbvr4_el1, (0x77 << 32)
    SET     dbgbcr4_el1, (BCR_ON | BCR_EL0 | BCR_TYPE(12))
    SET     hcr_el2, (HCR_RW | HCR_E2H | HCR_TGE)
    isb
    MATCH   "at its EL0", host_piece, SPSR_EL0
    SET     dbgbvr4_el1, (0x78 << 32)
    MATCH   "another", host_piece, SPSR_EL0
    SET     dbgbvr4_el1, 0x77
    SET     dbgbcr4_el1, (BCR_ON | BCR_EL0 | BCR_TYPE(2))
    MATCH   "as its context", host_piece, SPSR_EL0
    SET     dbgbcr4_el1, (BCR_ON | BCR_EL0 | BCR_TYPE(6))
    MATCH   "as that of EL1", host_piece, SPSR_EL0
    POWER_OFF

piece:
    ldr     x5, [x7]
    hvc     #DONE

    .pushsection .user, "ax", %progbits
host_piece:
    nop
    svc     #DONE
    .popsection

    .balign 2048
first_vectors:
    .org    first_vectors + 0x400
    mrs     x28, esr_el2
    mrs     x29, tpidr_el2
    br      x29
    .org    first_vectors + 0x800
