// ICC_SRE_EL1 at EL1 goes to EL2 unless ICC_SRE_EL2.Enable; SRE itself is fixed at one.
//
// QEMU: no — its ICC_SRE_EL2.Enable is fixed at one, which the architecture allows
// Source: GICv3 IHI 0069, ICC_SRE_EL1, ICC_SRE_EL2.
//
// EXPECT: sre, Enable: ok
// EXPECT: sre, no Enable: EL2+400 esr=623a30b9 elr=+0
// EXPECT: EL2 reads 7
// EXPECT: EL1's, from EL2 7

#include "guest.h"
#include "gic.h"

GUEST
    SET     ICC_SRE_EL2, 0xf
    isb
    TRY_EL1 "sre, Enable", mrs x5, ICC_SRE_EL1
    msr     ICC_SRE_EL2, xzr
    isb
    TRY_EL1 "sre, no Enable", mrs x5, ICC_SRE_EL1
    SHOWREG "EL2 reads ", ICC_SRE_EL2
    SHOWREG "EL1's, from EL2 ", ICC_SRE_EL1
    POWER_OFF
