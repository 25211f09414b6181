// Rights at stage 1: AP, UXN, PXN, the hierarchical controls of table descriptors, SCTLR_EL1.WXN,
// and the rule that what EL0 can write EL1 does not execute.
//
// EL: 1
// Source: Arm ARM, AArch64.S1DirectBasePermissions, AArch64.S1CheckPermissions.
//
// EXPECT: EL1
// EXPECT:   EL1 load: ok
// EXPECT:   EL1 store: ok
// EXPECT:   EL1 ldtr: EL1+200 esr=9600000e elr=+0 far=41000018
// EXPECT:   EL1 sttr: EL1+200 esr=9600004e elr=+0 far=41000018
// EXPECT:   EL1 fetch: ok
// EXPECT:   EL0 load: EL1+400 esr=9200000e elr=+0 far=41000018
// EXPECT:   EL0 store: EL1+400 esr=9200004e elr=+0 far=41000018
// EXPECT:   EL0 fetch: ok
// EXPECT: EL1 and EL0
// EXPECT:   EL1 load: ok
// EXPECT:   EL1 store: ok
// EXPECT:   EL1 ldtr: ok
// EXPECT:   EL1 sttr: ok
// EXPECT:   EL1 fetch: EL1+200 esr=8600000e elr=+0 far=41200000
// EXPECT:   EL0 load: ok
// EXPECT:   EL0 store: ok
// EXPECT:   EL0 fetch: ok
// EXPECT: EL1, read-only
// EXPECT:   EL1 load: ok
// EXPECT:   EL1 store: EL1+200 esr=9600004e elr=+0 far=41400018
// EXPECT:   EL1 ldtr: EL1+200 esr=9600000e elr=+0 far=41400018
// EXPECT:   EL1 sttr: EL1+200 esr=9600004e elr=+0 far=41400018
// EXPECT:   EL1 fetch: ok
// EXPECT:   EL0 load: EL1+400 esr=9200000e elr=+0 far=41400018
// EXPECT:   EL0 store: EL1+400 esr=9200004e elr=+0 far=41400018
// EXPECT:   EL0 fetch: ok
// EXPECT: EL1 and EL0, read-only
// EXPECT:   EL1 load: ok
// EXPECT:   EL1 store: EL1+200 esr=9600004e elr=+0 far=41600018
// EXPECT:   EL1 ldtr: ok
// EXPECT:   EL1 sttr: EL1+200 esr=9600004e elr=+0 far=41600018
// EXPECT:   EL1 fetch: ok
// EXPECT:   EL0 load: ok
// EXPECT:   EL0 store: EL1+400 esr=9200004e elr=+0 far=41600018
// EXPECT:   EL0 fetch: ok
// EXPECT: EL1 and EL0, read-only, PXN
// EXPECT:   EL1 load: ok
// EXPECT:   EL1 store: EL1+200 esr=9600004e elr=+0 far=41800018
// EXPECT:   EL1 ldtr: ok
// EXPECT:   EL1 sttr: EL1+200 esr=9600004e elr=+0 far=41800018
// EXPECT:   EL1 fetch: EL1+200 esr=8600000e elr=+0 far=41800000
// EXPECT:   EL0 load: ok
// EXPECT:   EL0 store: EL1+400 esr=9200004e elr=+0 far=41800018
// EXPECT:   EL0 fetch: ok
// EXPECT: EL1 and EL0, read-only, UXN
// EXPECT:   EL1 load: ok
// EXPECT:   EL1 store: EL1+200 esr=9600004e elr=+0 far=41a00018
// EXPECT:   EL1 ldtr: ok
// EXPECT:   EL1 sttr: EL1+200 esr=9600004e elr=+0 far=41a00018
// EXPECT:   EL1 fetch: ok
// EXPECT:   EL0 load: ok
// EXPECT:   EL0 store: EL1+400 esr=9200004e elr=+0 far=41a00018
// EXPECT:   EL0 fetch: EL1+400 esr=8200000e elr=+0 far=41a00000
// EXPECT: EL1, PXN
// EXPECT:   EL1 load: ok
// EXPECT:   EL1 store: ok
// EXPECT:   EL1 ldtr: EL1+200 esr=9600000e elr=+0 far=41c00018
// EXPECT:   EL1 sttr: EL1+200 esr=9600004e elr=+0 far=41c00018
// EXPECT:   EL1 fetch: EL1+200 esr=8600000e elr=+0 far=41c00000
// EXPECT:   EL0 load: EL1+400 esr=9200000e elr=+0 far=41c00018
// EXPECT:   EL0 store: EL1+400 esr=9200004e elr=+0 far=41c00018
// EXPECT:   EL0 fetch: ok
// EXPECT: EL1 and EL0, UXN
// EXPECT:   EL1 load: ok
// EXPECT:   EL1 store: ok
// EXPECT:   EL1 ldtr: ok
// EXPECT:   EL1 sttr: ok
// EXPECT:   EL1 fetch: EL1+200 esr=8600000e elr=+0 far=41e00000
// EXPECT:   EL0 load: ok
// EXPECT:   EL0 store: ok
// EXPECT:   EL0 fetch: EL1+400 esr=8200000e elr=+0 far=41e00000
// EXPECT: APTable 1
// EXPECT:   EL1 load: ok
// EXPECT:   EL1 store: ok
// EXPECT:   EL1 ldtr: EL1+200 esr=9600000f elr=+0 far=42000018
// EXPECT:   EL1 sttr: EL1+200 esr=9600004f elr=+0 far=42000018
// EXPECT:   EL1 fetch: ok
// EXPECT:   EL0 load: EL1+400 esr=9200000f elr=+0 far=42000018
// EXPECT:   EL0 store: EL1+400 esr=9200004f elr=+0 far=42000018
// EXPECT:   EL0 fetch: ok
// EXPECT: APTable 2
// EXPECT:   EL1 load: ok
// EXPECT:   EL1 store: EL1+200 esr=9600004f elr=+0 far=42200018
// EXPECT:   EL1 ldtr: ok
// EXPECT:   EL1 sttr: EL1+200 esr=9600004f elr=+0 far=42200018
// EXPECT:   EL1 fetch: ok
// EXPECT:   EL0 load: ok
// EXPECT:   EL0 store: EL1+400 esr=9200004f elr=+0 far=42200018
// EXPECT:   EL0 fetch: ok
// EXPECT: APTable 3
// EXPECT:   EL1 load: ok
// EXPECT:   EL1 store: EL1+200 esr=9600004f elr=+0 far=42400018
// EXPECT:   EL1 ldtr: EL1+200 esr=9600000f elr=+0 far=42400018
// EXPECT:   EL1 sttr: EL1+200 esr=9600004f elr=+0 far=42400018
// EXPECT:   EL1 fetch: ok
// EXPECT:   EL0 load: EL1+400 esr=9200000f elr=+0 far=42400018
// EXPECT:   EL0 store: EL1+400 esr=9200004f elr=+0 far=42400018
// EXPECT:   EL0 fetch: ok
// EXPECT: PXNTable
// EXPECT:   EL1 load: ok
// EXPECT:   EL1 store: EL1+200 esr=9600004f elr=+0 far=42600018
// EXPECT:   EL1 ldtr: ok
// EXPECT:   EL1 sttr: EL1+200 esr=9600004f elr=+0 far=42600018
// EXPECT:   EL1 fetch: EL1+200 esr=8600000f elr=+0 far=42600000
// EXPECT:   EL0 load: ok
// EXPECT:   EL0 store: EL1+400 esr=9200004f elr=+0 far=42600018
// EXPECT:   EL0 fetch: ok
// EXPECT: UXNTable
// EXPECT:   EL1 load: ok
// EXPECT:   EL1 store: EL1+200 esr=9600004f elr=+0 far=42800018
// EXPECT:   EL1 ldtr: ok
// EXPECT:   EL1 sttr: EL1+200 esr=9600004f elr=+0 far=42800018
// EXPECT:   EL1 fetch: ok
// EXPECT:   EL0 load: ok
// EXPECT:   EL0 store: EL1+400 esr=9200004f elr=+0 far=42800018
// EXPECT:   EL0 fetch: EL1+400 esr=8200000f elr=+0 far=42800000

#define ENTRY_EL1
#define CALLER_EL 1
#include "guest.h"

#define CODE 0x40400000

    KERNEL_TABLES
    ENTRY   kernel_l2, 2, 0x40400000 + RAM_BLOCK                        // free memory, EL1
    ENTRY   kernel_l2, 8, CODE + RAM_BLOCK
    ENTRY   kernel_l2, 9, CODE + RAM_BLOCK + USER
    ENTRY   kernel_l2, 10, CODE + RAM_BLOCK + READONLY
    ENTRY   kernel_l2, 11, CODE + RAM_BLOCK + READONLY + USER
    ENTRY   kernel_l2, 12, CODE + RAM_BLOCK + READONLY + USER + PXN
    ENTRY   kernel_l2, 13, CODE + RAM_BLOCK + READONLY + USER + UXN
    ENTRY   kernel_l2, 14, CODE + RAM_BLOCK + PXN
    ENTRY   kernel_l2, 15, CODE + RAM_BLOCK + UXN + USER
    // APTable, PXNTable, UXNTable above a page that allows everything.
    ENTRY   kernel_l2, 16, open_l3 + TABLE_AT + (1 << 61)               // no EL0
    ENTRY   kernel_l2, 17, open_l3 + TABLE_AT + (1 << 62)               // no writes
    ENTRY   kernel_l2, 18, open_l3 + TABLE_AT + (3 << 61)               // both
    ENTRY   kernel_l2, 19, read_l3 + TABLE_AT + (1 << 59)               // PXNTable
    ENTRY   kernel_l2, 20, read_l3 + TABLE_AT + (1 << 60)               // UXNTable
    END_TABLE kernel_l2
    TABLE open_l3
    ENTRY   open_l3, 0, CODE + RAM_PAGE + USER
    END_TABLE open_l3
    TABLE read_l3
    ENTRY   read_l3, 0, CODE + RAM_PAGE + USER + READONLY
    END_TABLE read_l3

.macro ALL text, index
    MOV64   x6, (0x40000000 + (\index) * 0x200000)
    LINE    "\text"
    TRY     "  EL1 load", ldr x5, [x6, #0x18]
    TRY     "  EL1 store", str x5, [x6, #0x18]
    TRY     "  EL1 ldtr", ldtr x5, [x6, #0x18]
    TRY     "  EL1 sttr", sttr x5, [x6, #0x18]
    TRY_BRANCH "  EL1 fetch", x6
    TRY_EL0 "  EL0 load", ldr x5, [x6, #0x18]
    TRY_EL0 "  EL0 store", str x5, [x6, #0x18]
    SAY     "  EL0 fetch: "
    ADDR    x30, user_done
    mov     x26, x6
    AT_EL0  user_jump
    VERDICT
.endm

.macro ALL_KINDS
    ALL     "EL1", 8
    ALL     "EL1 and EL0", 9
    ALL     "EL1, read-only", 10
    ALL     "EL1 and EL0, read-only", 11
    ALL     "EL1 and EL0, read-only, PXN", 12
    ALL     "EL1 and EL0, read-only, UXN", 13
    ALL     "EL1, PXN", 14
    ALL     "EL1 and EL0, UXN", 15
.endm

GUEST
    MMU_ON  1, kernel_l1, TCR_EL1_4K, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    MOV64   x6, CODE
    adr     x7, 1f
    ldr     w7, [x7]
    str     w7, [x6]
    ALL_KINDS
    ALL     "APTable 1", 16
    ALL     "APTable 2", 17
    ALL     "APTable 3", 18
    ALL     "PXNTable", 19
    ALL     "UXNTable", 20
    POWER_OFF
1:  ret

    .section .user, "ax"
user_jump:
    br      x6
user_done:
    svc     #DONE
