// SCTLR_ELx.WXN: what can be written is not executed, at the Exception level that could write it.
//
// The image itself is mapped read-only while WXN is set; stacks and tables are not needed.
//
// EL: 1
// Source: Arm ARM, SCTLR_EL1.WXN; AArch64.S1CheckPermissions.
//
// EXPECT: without WXN
// EXPECT: EL1, EL1 fetch: ok
// EXPECT: EL1, EL0 fetch: ok
// EXPECT: EL1, read-only, EL1 fetch: ok
// EXPECT: EL1, read-only, EL0 fetch: ok
// EXPECT: EL1 and EL0, EL1 fetch: EL1+200 esr=8600000e elr=+0 far=40800000
// EXPECT: EL1 and EL0, EL0 fetch: ok
// EXPECT: EL1 and EL0, read-only, EL1 fetch: ok
// EXPECT: EL1 and EL0, read-only, EL0 fetch: ok
// EXPECT: with WXN
// EXPECT: EL1, EL1 fetch: EL1+200 esr=8600000e elr=+0 far=40400000
// EXPECT: EL1, EL0 fetch: ok
// EXPECT: EL1, read-only, EL1 fetch: ok
// EXPECT: EL1, read-only, EL0 fetch: ok
// EXPECT: EL1 and EL0, EL1 fetch: EL1+200 esr=8600000e elr=+0 far=40800000
// EXPECT: EL1 and EL0, EL0 fetch: EL1+400 esr=8200000e elr=+0 far=40800000
// EXPECT: EL1 and EL0, read-only, EL1 fetch: ok
// EXPECT: EL1 and EL0, read-only, EL0 fetch: ok

#define ENTRY_EL1
#define CALLER_EL 1
#include "guest.h"

#define CODE 0x40400000

    TABLE l1
    ENTRY   l1, 0, MMIO_BLOCK
    ENTRY   l1, 1, l2 + TABLE_AT
    END_TABLE l1
    TABLE l2
    ENTRY   l2, 0, 0x40000000 + RAM_BLOCK + READONLY
    ENTRY   l2, 1, 0x40200000 + RAM_BLOCK + READONLY + USER
    ENTRY   l2, 2, CODE + RAM_BLOCK
    ENTRY   l2, 3, CODE + RAM_BLOCK + READONLY
    ENTRY   l2, 4, CODE + RAM_BLOCK + USER
    ENTRY   l2, 5, CODE + RAM_BLOCK + READONLY + USER
    END_TABLE l2

.macro ALL text, index
    MOV64   x6, (0x40000000 + (\index) * 0x200000)
    TRY_BRANCH "\text, EL1 fetch", x6
    SAY     "\text, EL0 fetch: "
    ADDR    x30, user_done
    mov     x26, x6
    AT_EL0  user_jump
    VERDICT
.endm

.macro ALL_KINDS
    ALL     "EL1", 2
    ALL     "EL1, read-only", 3
    ALL     "EL1 and EL0", 4
    ALL     "EL1 and EL0, read-only", 5
.endm

GUEST
    MOV64   x6, CODE
    adr     x7, 1f
    ldr     w7, [x7]
    str     w7, [x6]
    dsb     sy
    MMU_ON  1, l1, TCR_EL1_4K, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I)
    LINE    "without WXN"
    ALL_KINDS
    LINE    "with WXN"
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_M | SCTLR_C | SCTLR_I | SCTLR_WXN)
    tlbi    vmalle1
    dsb     sy
    isb
    ALL_KINDS
    POWER_OFF
1:  ret

    .section .user, "ax"
user_jump:
    br      x6
user_done:
    svc     #DONE
