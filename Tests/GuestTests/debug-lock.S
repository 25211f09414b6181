// The OS Lock: locked by OSLAR_EL1, shown by OSLSR_EL1, no debug exceptions but those of BRK, and
// the bits of MDSCR_EL1 that only a locked PE may write.
//
// Source: Arm ARM, "The OS Lock"; MDSCR_EL1; AArch64.GenerateDebugExceptionsFrom.
// QEMU: no — it takes OSLSR_EL1.OSLM for the lock, and MDSCR_EL1 is all writable.
//
// EXPECT: oslsr a
// EXPECT: oslsr 8
// EXPECT: unlocked, breakpoint: EL2+400 esr=c2000022 elr=+0
// EXPECT: unlocked, watchpoint: EL2+400 esr=d2000022 elr=+0
// EXPECT: oslsr a
// EXPECT: locked, breakpoint: ok
// EXPECT: locked, watchpoint: ok
// EXPECT: locked, brk: EL2+400 esr=f2000001 elr=+0
// EXPECT: mdscr 6ce0f041
// EXPECT: mdscr 6ce0c040
// EXPECT: the OS Double Lock
// EXPECT: locked, breakpoint: ok
// EXPECT: with a powerdown request: EL2+400 esr=c2000022 elr=+0
// EXPECT: software step
// EXPECT: locked: ok

#include "guest.h"
#include "debug.h"

GUEST
    // Locked at reset.
    SHOWREG "oslsr ", oslsr_el1
    DEBUG_OFF
    SHOWREG "oslsr ", oslsr_el1
    MOV64   x7, FREE
    SET     mdcr_el2, MDCR_TDE
    SET     mdscr_el1, MDSCR_MDE
    msr     dbgwvr0_el1, x7
    SET     dbgwcr0_el1, (WCR_BYTES(0xff) | WCR_LOAD | WCR_EL1)
    SET     dbgbcr0_el1, (BCR_ON | BCR_EL1)
    BREAK_EL1 0, "unlocked, breakpoint", nop
    TRY_EL1 "unlocked, watchpoint", ldr x5, [x7]
    SET     oslar_el1, 1
    isb
    SHOWREG "oslsr ", oslsr_el1
    BREAK_EL1 0, "locked, breakpoint", nop
    TRY_EL1 "locked, watchpoint", ldr x5, [x7]
    TRY_EL1 "locked, brk", brk #1
    SET     mdscr_el1, 0xffffffff
    SHOWREG "mdscr ", mdscr_el1
    msr     oslar_el1, xzr
    SET     mdscr_el1, MDSCR_MDE
    SHOWREG "mdscr ", mdscr_el1
    LINE    "the OS Double Lock"
    msr     dbgprcr_el1, xzr
    SET     osdlr_el1, 1
    BREAK_EL1 0, "locked, breakpoint", nop
    SET     dbgprcr_el1, 1
    BREAK_EL1 0, "with a powerdown request", nop
    msr     osdlr_el1, xzr
    LINE    "software step"
    SET     mdscr_el1, MDSCR_SS
    SET     oslar_el1, 1
    TRY_EL1 "locked", nop
    POWER_OFF
