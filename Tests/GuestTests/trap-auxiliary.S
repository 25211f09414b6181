// HCR_EL2.TACR, HCR_EL2.TIDCP, CPTR_EL2.TCPAC and MDCR_EL2.TDA and TDE from EL1.
//
// Source: Arm ARM, HCR_EL2.TACR, TIDCP; CPTR_EL2.TCPAC; MDCR_EL2.
// cortex-a57's own IMPLEMENTATION DEFINED registers would show, so those tried are none of its own.
//
// EXPECT: actlr read: ok
// EXPECT: cpacr read: ok
// EXPECT: cpacr write: ok
// EXPECT: mdscr write: ok
// EXPECT: actlr read with TACR: EL2+400 esr=623204a1 elr=+0
// EXPECT: actlr write with TACR: EL2+400 esr=623204a0 elr=+0
// EXPECT: cpacr read with TCPAC: EL2+400 esr=623404a1 elr=+0
// EXPECT: cpacr write with TCPAC: EL2+400 esr=623407e0 elr=+0
// EXPECT: cpacr at EL2 with TCPAC: ok
// EXPECT: mdscr write with TDA: EL2+400 esr=622403e4 elr=+0
// EXPECT: mdscr read with TDA: EL2+400 esr=622400a5 elr=+0
// EXPECT: dbgbvr0 read with TDA: EL2+400 esr=622800a1 elr=+0
// EXPECT: dbgwcr0 write with TDA: EL2+400 esr=622e03e0 elr=+0
// EXPECT: oslar write with TDA: ok
// EXPECT: oslar write with TDOSA: EL2+400 esr=622807e0 elr=+0
// EXPECT: oslsr read with TDOSA: EL2+400 esr=622804a3 elr=+0
// EXPECT: osdlr read with TDOSA: EL2+400 esr=622804a7 elr=+0
// EXPECT: mdrar read with TDRA: EL2+400 esr=622004a1 elr=+0
// EXPECT: mdscr write with TDE: EL2+400 esr=622403e4 elr=+0
// EXPECT: brk with TDE: EL2+400 esr=f2000009 elr=+0
// EXPECT: hcr at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: vbar_el2 at EL1: EL1+200 esr=2000000 elr=+0

#include "guest.h"

GUEST
    mov     x5, #0
    TRY_EL1 "actlr read", mrs x5, actlr_el1
    mov     x5, #0
    TRY_EL1 "cpacr read", mrs x5, cpacr_el1
    TRY_EL1 "cpacr write", msr cpacr_el1, xzr
    TRY_EL1 "mdscr write", msr mdscr_el1, xzr
    SET     hcr_el2, (HCR_RW | HCR_TACR)
    TRY_EL1 "actlr read with TACR", mrs x5, actlr_el1
    TRY_EL1 "actlr write with TACR", msr actlr_el1, x5
    SET     hcr_el2, HCR_RW
    SET     cptr_el2, (0x33ff | (1 << 31))
    TRY_EL1 "cpacr read with TCPAC", mrs x5, cpacr_el1
    TRY_EL1 "cpacr write with TCPAC", msr cpacr_el1, xzr
    TRY     "cpacr at EL2 with TCPAC", mrs x5, cpacr_el1
    SET     cptr_el2, 0x33ff
    SET     mdcr_el2, (1 << 9)
    TRY_EL1 "mdscr write with TDA", msr mdscr_el1, xzr
    TRY_EL1 "mdscr read with TDA", mrs x5, mdscr_el1
    TRY_EL1 "dbgbvr0 read with TDA", mrs x5, dbgbvr0_el1
    TRY_EL1 "dbgwcr0 write with TDA", msr dbgwcr0_el1, xzr
    TRY_EL1 "oslar write with TDA", msr oslar_el1, xzr
    SET     mdcr_el2, (1 << 10)
    TRY_EL1 "oslar write with TDOSA", msr oslar_el1, xzr
    TRY_EL1 "oslsr read with TDOSA", mrs x5, oslsr_el1
    TRY_EL1 "osdlr read with TDOSA", mrs x5, osdlr_el1
    SET     mdcr_el2, (1 << 11)
    TRY_EL1 "mdrar read with TDRA", mrs x5, mdrar_el1
    SET     mdcr_el2, (1 << 8)
    TRY_EL1 "mdscr write with TDE", msr mdscr_el1, xzr
    TRY_EL1 "brk with TDE", brk #9
    SET     mdcr_el2, 0
    TRY_EL1 "hcr at EL1", mrs x5, hcr_el2
    TRY_EL1 "vbar_el2 at EL1", msr vbar_el2, x5
    POWER_OFF
