// Watchpoints and cache maintenance: DC IVAC is a store to its line, with ISS.CM; cleaning touches
// nothing.
//
// Source: Arm ARM, DC IVAC; "Watchpoint exceptions"; ESR_ELx, "ISS encoding for a Watchpoint".
// QEMU: no — DC IVAC does nothing there.
//
// EXPECT: ivac: EL2+400 esr=d2000162 elr=+0
// EXPECT: far 40400028
// EXPECT: ivac of the next line: ok
// EXPECT: cvac: ok
// EXPECT: civac: ok
// EXPECT: cvau: ok
// EXPECT: ivac, loads watched: ok

#include "guest.h"
#include "debug.h"

GUEST
    DEBUG_OFF
    SET     mdcr_el2, MDCR_TDE
    SET     mdscr_el1, MDSCR_MDE
    MOV64   x6, FREE
    add     x7, x6, #0x28
    msr     dbgwvr3_el1, x7
    SET     dbgwcr3_el1, (WCR_BYTES(0xff) | WCR_LOAD | WCR_STORE | WCR_EL1)
    TRY_EL1 "ivac", dc ivac, x6
    SHOWREG "far ", far_el2
    add     x8, x6, #0x40
    TRY_EL1 "ivac of the next line", dc ivac, x8
    TRY_EL1 "cvac", dc cvac, x6
    TRY_EL1 "civac", dc civac, x6
    TRY_EL1 "cvau", dc cvau, x6
    SET     dbgwcr3_el1, (WCR_BYTES(0xff) | WCR_LOAD | WCR_EL1)
    TRY_EL1 "ivac, loads watched", dc ivac, x6
    POWER_OFF
