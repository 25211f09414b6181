// HCR_EL2.TSC traps SMC at EL1 with ELR at the instruction; HCD makes HVC UNDEFINED at EL1 and EL2,
// taken where it is executed.
//
// Source: Arm ARM, HCR_EL2.TSC and HCD; AArch64.CheckForSMCUndefOrTrap.
//
// EXPECT: smc with TSC: EL2+400 esr=5e000012 elr=+0
// EXPECT: smc at EL0 with TSC: EL1+400 esr=2000000 elr=+0
// EXPECT: hvc with TSC: EL2+400 esr=5a000014 elr=+4
// EXPECT: hvc at EL1 with HCD: EL1+200 esr=2000000 elr=+0
// EXPECT: hvc at EL2 with HCD: EL2+200 esr=2000000 elr=+0
// EXPECT: smc at EL2 with TSC: ok
// EXPECT: PSCI version 10001

#include "guest.h"

GUEST
    SET     hcr_el2, (HCR_RW | HCR_TSC)
    TRY_EL1 "smc with TSC", smc #0x12
    TRY_EL0 "smc at EL0 with TSC", smc #0x13
    TRY_EL1 "hvc with TSC", hvc #0x14
    // With HVC gone, EL1 comes back by SMC.
    SET     hcr_el2, (HCR_RW | HCR_TSC | HCR_HCD)
    SAY     "hvc at EL1 with HCD: "
    ADDR    x26, call_el1
    AT_EL1  call_el1
    VERDICT
    TRY     "hvc at EL2 with HCD", hvc #0x15
    // SMC at EL2 is not trapped: it reaches the firmware.
    MOV64   x0, PSCI_VERSION
    TRY     "smc at EL2 with TSC", smc #0
    SHOW    "PSCI version ", x0
    POWER_OFF

call_el1:
    hvc     #0x16
    smc     #DONE
