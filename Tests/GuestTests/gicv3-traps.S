// Which accesses of EL1 to the CPU interface go to EL2: ICH_HCR_EL2.TALL0, TALL1, TC and TDIR,
// SGI registers under IMO and FMO; ICH_ registers at EL1.
//
// Source: GICv3 IHI 0069, ICH_HCR_EL2; access pseudocode of each ICC_ register.
//
// EXPECT: iar1, nothing set: ok
// EXPECT: iar1, TALL1: EL2+400 esr=623030b9 elr=+0
// EXPECT: iar0, TALL1: ok
// EXPECT: iar0, TALL0: EL2+400 esr=623030b1 elr=+0
// EXPECT: pmr, TALL0: ok
// EXPECT: pmr, TC: EL2+400 esr=623010ad elr=+0
// EXPECT: dir, TC: EL2+400 esr=623230b6 elr=+0
// EXPECT: dir, TDIR: EL2+400 esr=623230b6 elr=+0
// EXPECT: pmr, TDIR: ok
// EXPECT: sgi1r: ok
// EXPECT: sgi1r, IMO: EL2+400 esr=623a30b6 elr=+0
// EXPECT: sgi0r, FMO: EL2+400 esr=623e30b6 elr=+0
// EXPECT: sre, Enable: ok
// EXPECT: ich_hcr at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: iar1 at EL0: EL1+400 esr=2000000 elr=+0

#include "guest.h"
#include "gic.h"

GUEST
    GIC_ON
    SET     ICC_SRE_EL2, 0xf
    SET     ICH_HCR_EL2, 0
    isb
    TRY_EL1 "iar1, nothing set", mrs x5, ICC_IAR1_EL1
    SET     ICH_HCR_EL2, (1 << 12)
    TRY_EL1 "iar1, TALL1", mrs x5, ICC_IAR1_EL1
    TRY_EL1 "iar0, TALL1", mrs x5, ICC_IAR0_EL1
    SET     ICH_HCR_EL2, (1 << 11)
    TRY_EL1 "iar0, TALL0", mrs x5, ICC_IAR0_EL1
    TRY_EL1 "pmr, TALL0", mrs x5, ICC_PMR_EL1
    SET     ICH_HCR_EL2, (1 << 10)
    TRY_EL1 "pmr, TC", mrs x5, ICC_PMR_EL1
    TRY_EL1 "dir, TC", msr ICC_DIR_EL1, x5
    SET     ICH_HCR_EL2, (1 << 14)
    TRY_EL1 "dir, TDIR", msr ICC_DIR_EL1, x5
    TRY_EL1 "pmr, TDIR", mrs x5, ICC_PMR_EL1
    SET     ICH_HCR_EL2, 0
    TRY_EL1 "sgi1r", msr ICC_SGI1R_EL1, xzr
    MOV64   x10, (HCR_RW | HCR_IMO)
    msr     hcr_el2, x10
    isb
    TRY_EL1 "sgi1r, IMO", msr ICC_SGI1R_EL1, x5
    MOV64   x10, (HCR_RW | HCR_FMO)
    msr     hcr_el2, x10
    isb
    TRY_EL1 "sgi0r, FMO", msr ICC_SGI0R_EL1, x5
    TRY_EL1 "sre, Enable", mrs x5, ICC_SRE_EL1
    TRY_EL1 "ich_hcr at EL1", mrs x5, ICH_HCR_EL2
    TRY_EL0 "iar1 at EL0", mrs x5, ICC_IAR1_EL1
    POWER_OFF
