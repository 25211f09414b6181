// Traps of cache and TLB maintenance from EL1: HCR_EL2.TTLB, TSW, TPC, TPU and TDZ.
//
// Source: Arm ARM, HCR_EL2; ISS encoding for a trapped System instruction.

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
