// Traps of cache and TLB maintenance from EL1: HCR_EL2.TTLB, TSW, TPC, TPU and TDZ.
//
// Source: Arm ARM, HCR_EL2; ISS encoding for a trapped System instruction.
//
// EXPECT: TTLB
// EXPECT: tlbi vmalle1: EL2+400 esr=621023ee elr=+0
// EXPECT: tlbi vae1: EL2+400 esr=621220ae elr=+0
// EXPECT: tlbi aside1: EL2+400 esr=621420ae elr=+0
// EXPECT: tlbi vaae1: EL2+400 esr=621620ae elr=+0
// EXPECT: tlbi vale1: EL2+400 esr=621a20ae elr=+0
// EXPECT: tlbi vaale1: EL2+400 esr=621e20ae elr=+0
// EXPECT: tlbi vmalle1is: EL2+400 esr=621023e6 elr=+0
// EXPECT: tlbi vae1is: EL2+400 esr=621220a6 elr=+0
// EXPECT: dc isw: ok
// EXPECT: dc csw: ok
// EXPECT: dc cisw: ok
// EXPECT: dc ivac: ok
// EXPECT: dc cvac: ok
// EXPECT: dc civac: ok
// EXPECT: dc cvau: ok
// EXPECT: ic ivau: ok
// EXPECT: ic iallu: ok
// EXPECT: ic ialluis: ok
// EXPECT: tlbi at EL2: ok
// EXPECT: TSW
// EXPECT: tlbi vmalle1: ok
// EXPECT: tlbi vae1: ok
// EXPECT: tlbi aside1: ok
// EXPECT: tlbi vaae1: ok
// EXPECT: tlbi vale1: ok
// EXPECT: tlbi vaale1: ok
// EXPECT: tlbi vmalle1is: ok
// EXPECT: tlbi vae1is: ok
// EXPECT: dc isw: EL2+400 esr=62141cac elr=+0
// EXPECT: dc csw: EL2+400 esr=62141cb4 elr=+0
// EXPECT: dc cisw: EL2+400 esr=62141cbc elr=+0
// EXPECT: dc ivac: ok
// EXPECT: dc cvac: ok
// EXPECT: dc civac: ok
// EXPECT: dc cvau: ok
// EXPECT: ic ivau: ok
// EXPECT: ic iallu: ok
// EXPECT: ic ialluis: ok
// EXPECT: TPC
// EXPECT: tlbi vmalle1: ok
// EXPECT: tlbi vae1: ok
// EXPECT: tlbi aside1: ok
// EXPECT: tlbi vaae1: ok
// EXPECT: tlbi vale1: ok
// EXPECT: tlbi vaale1: ok
// EXPECT: tlbi vmalle1is: ok
// EXPECT: tlbi vae1is: ok
// EXPECT: dc isw: ok
// EXPECT: dc csw: ok
// EXPECT: dc cisw: ok
// EXPECT: dc ivac: EL2+400 esr=62121ccc elr=+0
// EXPECT: dc cvac: EL2+400 esr=6212dcd4 elr=+0
// EXPECT: dc civac: EL2+400 esr=6212dcdc elr=+0
// EXPECT: dc cvau: ok
// EXPECT: ic ivau: ok
// EXPECT: ic iallu: ok
// EXPECT: ic ialluis: ok
// EXPECT: TPU
// EXPECT: tlbi vmalle1: ok
// EXPECT: tlbi vae1: ok
// EXPECT: tlbi aside1: ok
// EXPECT: tlbi vaae1: ok
// EXPECT: tlbi vale1: ok
// EXPECT: tlbi vaale1: ok
// EXPECT: tlbi vmalle1is: ok
// EXPECT: tlbi vae1is: ok
// EXPECT: dc isw: ok
// EXPECT: dc csw: ok
// EXPECT: dc cisw: ok
// EXPECT: dc ivac: ok
// EXPECT: dc cvac: ok
// EXPECT: dc civac: ok
// EXPECT: dc cvau: EL2+400 esr=6212dcd6 elr=+0
// EXPECT: ic ivau: EL2+400 esr=6212dcca elr=+0
// EXPECT: ic iallu: EL2+400 esr=62101fea elr=+0
// EXPECT: ic ialluis: EL2+400 esr=62101fe2 elr=+0
// EXPECT: none
// EXPECT: tlbi vmalle1: ok
// EXPECT: tlbi vae1: ok
// EXPECT: tlbi aside1: ok
// EXPECT: tlbi vaae1: ok
// EXPECT: tlbi vale1: ok
// EXPECT: tlbi vaale1: ok
// EXPECT: tlbi vmalle1is: ok
// EXPECT: tlbi vae1is: ok
// EXPECT: dc isw: ok
// EXPECT: dc csw: ok
// EXPECT: dc cisw: ok
// EXPECT: dc ivac: ok
// EXPECT: dc cvac: ok
// EXPECT: dc civac: ok
// EXPECT: dc cvau: ok
// EXPECT: ic ivau: ok
// EXPECT: ic iallu: ok
// EXPECT: ic ialluis: ok
// EXPECT: tlbi alle2 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: tlbi vmalls12e1 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: at s1e2r at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: EL0 without UCI
// EXPECT: dc cvac at EL0: EL1+400 esr=6212dcd4 elr=+0
// EXPECT: dc civac at EL0: EL1+400 esr=6212dcdc elr=+0
// EXPECT: dc cvau at EL0: EL1+400 esr=6212dcd6 elr=+0
// EXPECT: ic ivau at EL0: EL1+400 esr=6212dcca elr=+0
// EXPECT: dc ivac at EL0: EL1+400 esr=2000000 elr=+0
// EXPECT: ic iallu at EL0: EL1+400 esr=2000000 elr=+0
// EXPECT: tlbi vmalle1 at EL0: EL1+400 esr=2000000 elr=+0
// EXPECT: EL0 with UCI
// EXPECT: dc cvac at EL0: ok
// EXPECT: dc civac at EL0: ok
// EXPECT: dc cvau at EL0: ok
// EXPECT: ic ivau at EL0: ok
// EXPECT: dc ivac at EL0: EL1+400 esr=2000000 elr=+0
// EXPECT: ic iallu at EL0: EL1+400 esr=2000000 elr=+0
// EXPECT: tlbi vmalle1 at EL0: EL1+400 esr=2000000 elr=+0
// EXPECT: EL0 with UCI, TPC and TPU
// EXPECT: dc cvac at EL0: EL2+400 esr=6212dcd4 elr=+0
// EXPECT: dc civac at EL0: EL2+400 esr=6212dcdc elr=+0
// EXPECT: dc cvau at EL0: EL2+400 esr=6212dcd6 elr=+0
// EXPECT: ic ivau at EL0: EL2+400 esr=6212dcca elr=+0
// EXPECT: dc ivac at EL0: EL1+400 esr=2000000 elr=+0
// EXPECT: ic iallu at EL0: EL1+400 esr=2000000 elr=+0
// EXPECT: tlbi vmalle1 at EL0: EL1+400 esr=2000000 elr=+0
// EXPECT: EL0 without UCI, TGE
// EXPECT: dc cvac at EL0: EL2+400 esr=6212dcd4 elr=+0
// EXPECT: dc civac at EL0: EL2+400 esr=6212dcdc elr=+0
// EXPECT: dc cvau at EL0: EL2+400 esr=6212dcd6 elr=+0
// EXPECT: ic ivau at EL0: EL2+400 esr=6212dcca elr=+0
// EXPECT: dc ivac at EL0: EL2+400 esr=2000000 elr=+0
// EXPECT: ic iallu at EL0: EL2+400 esr=2000000 elr=+0
// EXPECT: tlbi vmalle1 at EL0: EL2+400 esr=2000000 elr=+0

#include "guest.h"

.macro ALL
    TRY_EL1 "tlbi vmalle1", tlbi vmalle1
    TRY_EL1 "tlbi vae1", tlbi vae1, x5
    TRY_EL1 "tlbi aside1", tlbi aside1, x5
    TRY_EL1 "tlbi vaae1", tlbi vaae1, x5
    TRY_EL1 "tlbi vale1", tlbi vale1, x5
    TRY_EL1 "tlbi vaale1", tlbi vaale1, x5
    TRY_EL1 "tlbi vmalle1is", tlbi vmalle1is
    TRY_EL1 "tlbi vae1is", tlbi vae1is, x5
    TRY_EL1 "dc isw", dc isw, x5
    TRY_EL1 "dc csw", dc csw, x5
    TRY_EL1 "dc cisw", dc cisw, x5
    TRY_EL1 "dc ivac", dc ivac, x6
    TRY_EL1 "dc cvac", dc cvac, x6
    TRY_EL1 "dc civac", dc civac, x6
    TRY_EL1 "dc cvau", dc cvau, x6
    TRY_EL1 "ic ivau", ic ivau, x6
    TRY_EL1 "ic iallu", ic iallu
    TRY_EL1 "ic ialluis", ic ialluis
.endm

.macro AT_EL0_ALL
    TRY_EL0 "dc cvac at EL0", dc cvac, x6
    TRY_EL0 "dc civac at EL0", dc civac, x6
    TRY_EL0 "dc cvau at EL0", dc cvau, x6
    TRY_EL0 "ic ivau at EL0", ic ivau, x6
    TRY_EL0 "dc ivac at EL0", dc ivac, x6
    TRY_EL0 "ic iallu at EL0", ic iallu
    TRY_EL0 "tlbi vmalle1 at EL0", tlbi vmalle1
.endm

GUEST
    mov     x5, #0
    MOV64   x6, FREE
    LINE    "TTLB"
    SET     hcr_el2, (HCR_RW | HCR_TTLB)
    ALL
    TRY     "tlbi at EL2", tlbi vmalle1
    LINE    "TSW"
    SET     hcr_el2, (HCR_RW | HCR_TSW)
    ALL
    LINE    "TPC"
    SET     hcr_el2, (HCR_RW | HCR_TPC)
    ALL
    LINE    "TPU"
    SET     hcr_el2, (HCR_RW | HCR_TPU)
    ALL
    LINE    "none"
    SET     hcr_el2, HCR_RW
    ALL
    // What EL2 has is UNDEFINED at EL1 and below, traps or not.
    TRY_EL1 "tlbi alle2 at EL1", tlbi alle2
    TRY_EL1 "tlbi vmalls12e1 at EL1", tlbi vmalls12e1
    TRY_EL1 "at s1e2r at EL1", at s1e2r, x5
    LINE    "EL0 without UCI"
    AT_EL0_ALL
    LINE    "EL0 with UCI"
    SET     sctlr_el1, (SCTLR_EL1_OFF | SCTLR_UCI)
    AT_EL0_ALL
    LINE    "EL0 with UCI, TPC and TPU"
    SET     hcr_el2, (HCR_RW | HCR_TPC | HCR_TPU)
    AT_EL0_ALL
    LINE    "EL0 without UCI, TGE"
    SET     sctlr_el1, SCTLR_EL1_OFF
    SET     hcr_el2, (HCR_RW | HCR_TGE)
    AT_EL0_ALL
    POWER_OFF
