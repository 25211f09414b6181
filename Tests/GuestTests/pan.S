// PSTATE.PAN: what EL0 may read or write faults at EL1, except for unprivileged accesses; set on
// entry to EL1 while SCTLR_EL1.SPAN is clear; restored by ERET; written by MSR PAN.
//
// EL: 1
// Source: Arm ARM, PSTATE.PAN; AArch64.CheckPAN; AArch64.TakeException.
//
// EXPECT: PAN at entry 0
// EXPECT: PAN 0
// EXPECT:   EL1 page: ok
// EXPECT:   EL0 page, load: ok
// EXPECT:   EL0 page, store: ok
// EXPECT:   EL0 page, ldxr: ok
// EXPECT:   EL0 page, read-only, load: ok
// EXPECT:   EL0 page, ldtr: ok
// EXPECT:   EL0 page, sttr: ok
// EXPECT:   EL1 page, ldtr: EL1+200 esr=9600000e elr=+0 far=40400000 spsr=800003c5
// EXPECT:   EL0 page, prefetch: ok
// EXPECT: PAN 1
// EXPECT: PAN 400000
// EXPECT:   EL1 page: ok
// EXPECT:   EL0 page, load: EL1+200 esr=9600000e elr=+0 far=40600000 spsr=804003c5
// EXPECT:   EL0 page, store: EL1+200 esr=9600004e elr=+0 far=40600000 spsr=804003c5
// EXPECT:   EL0 page, ldxr: EL1+200 esr=9600000e elr=+0 far=40600000 spsr=804003c5
// EXPECT:   EL0 page, read-only, load: EL1+200 esr=9600000e elr=+0 far=40800000 spsr=804003c5
// EXPECT:   EL0 page, ldtr: ok
// EXPECT:   EL0 page, sttr: ok
// EXPECT:   EL1 page, ldtr: EL1+200 esr=9600000e elr=+0 far=40400000 spsr=804003c5
// EXPECT:   EL0 page, prefetch: ok
// EXPECT: PAN 0
// EXPECT: PAN 400000
// EXPECT: PAN 0
// EXPECT: EL0 load: ok
// EXPECT: handler, SPAN 1 0
// EXPECT: handler, SPAN 0 400000
// EXPECT: handler, SPAN 0, from EL1 400000
// EXPECT:   SPSR.PAN 0
// EXPECT: after eret 400000

#define ENTRY_EL1
#define CALLER_EL 1
#define RECORD_SPSR
#include "guest.h"

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK
    ENTRY   kernel_l2, 3, 0x40600000 + RAM_BLOCK + USER
    ENTRY   kernel_l2, 4, 0x40800000 + RAM_BLOCK + USER + READONLY
    END_TABLE kernel_l2

.macro ALL
    TRY     "  EL1 page", ldr x5, [x6]
    TRY     "  EL0 page, load", ldr x5, [x7]
    TRY     "  EL0 page, store", str x5, [x7]
    TRY     "  EL0 page, ldxr", ldxr x5, [x7]
    TRY     "  EL0 page, read-only, load", ldr x5, [x8]
    TRY     "  EL0 page, ldtr", ldtr x5, [x7]
    TRY     "  EL0 page, sttr", sttr x5, [x7]
    TRY     "  EL1 page, ldtr", ldtr x5, [x6]
    TRY     "  EL0 page, prefetch", prfm pldl1keep, [x7]
.endm

.macro PAN_NOW text
    mrs     x5, s3_0_c4_c2_3
    SHOW    "\text ", x5
.endm

GUEST
    MMU_ON  1, kernel_l1, TCR_EL1_4K, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I | SCTLR_SPAN)
    MOV64   x6, 0x40400000
    MOV64   x7, 0x40600000
    MOV64   x8, 0x40800000
    PAN_NOW "PAN at entry"
    LINE    "PAN 0"
    ALL
    LINE    "PAN 1"
    msr     pan, #1
    PAN_NOW "PAN"
    ALL
    msr     pan, #0
    PAN_NOW "PAN"
    // MSR (register) takes bit 22 only.
    MOV64   x5, ~0
    msr     s3_0_c4_c2_3, x5
    PAN_NOW "PAN"
    msr     s3_0_c4_c2_3, xzr
    PAN_NOW "PAN"
    // EL0 is not subject to it.
    msr     pan, #1
    TRY_EL0 "EL0 load", ldr x5, [x7]
    // Entry from EL0 with SPAN: PAN as EL0 had it, which is what SPSR said.
    msr     pan, #0
    ADDR    x16, own_vectors
    msr     vbar_el1, x16
    adr     x19, 1f
    AT_EL0  plain_svc
1:  PAN_NOW "handler, SPAN 1"
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I) & ~SCTLR_SPAN
    isb
    adr     x19, 2f
    AT_EL0  plain_svc
2:  PAN_NOW "handler, SPAN 0"
    msr     pan, #0
    adr     x19, 3f
    svc     #0
3:  PAN_NOW "handler, SPAN 0, from EL1"
    mrs     x5, spsr_el1
    and     x5, x5, #(1 << 22)
    SHOW    "  SPSR.PAN ", x5
    // ERET restores it.
    msr     pan, #0
    adr     x5, 4f
    msr     elr_el1, x5
    SET     spsr_el1, (SPSR_EL1H | 1 << 22)
    eret
4:  PAN_NOW "after eret"
    POWER_OFF

    .balign 2048
own_vectors:
    .rept   16
    .balign 128
    br      x19
    .endr

    .section .user, "ax"
plain_svc:
    svc     #0
