// ERET, legal and illegal. An illegal return leaves Exception level and SPSel alone, takes NZCV and
// DAIF from SPSR, sets PSTATE.IL, and branches; the next instruction then raises the Illegal
// Execution state exception.
//
// Source: Arm ARM, "Illegal return events from AArch64 state"; rules R_TYTWB and following.
// M[4] = 1 is AArch32. cortex-a57 has it at EL1 and EL0 and HCR_EL2.RW forbids it at EL1 only, so
// returns to AArch32 are tried at EL2 targets, which are illegal everywhere.
// QEMU-CPU: cortex-a57
//
// EXPECT: EL2h: ok
// EXPECT:   DAIF 240
// EXPECT:   SPSel 1
// EXPECT:   CurrentEL 8
// EXPECT: EL2t: ok
// EXPECT:   DAIF 180
// EXPECT:   SPSel 0
// EXPECT:   CurrentEL 8
// EXPECT: EL1h: ok
// EXPECT:   DAIF 3c0
// EXPECT:   SPSel 1
// EXPECT:   CurrentEL 4
// EXPECT: EL1t: ok
// EXPECT:   DAIF 3c0
// EXPECT:   SPSel 0
// EXPECT:   CurrentEL 4
// EXPECT: EL3h: EL2+200 esr=3a000000 elr=+0 spsr=1003c9
// EXPECT:   DAIF 3c0
// EXPECT:   SPSel 1
// EXPECT:   CurrentEL 8
// EXPECT: EL3t: EL2+200 esr=3a000000 elr=+0 spsr=1003c9
// EXPECT:   DAIF 3c0
// EXPECT:   SPSel 1
// EXPECT:   CurrentEL 8
// EXPECT: EL0h: EL2+200 esr=3a000000 elr=+0 spsr=1003c9
// EXPECT:   DAIF 3c0
// EXPECT:   SPSel 1
// EXPECT:   CurrentEL 8
// EXPECT: EL1 with M[1]: EL2+200 esr=3a000000 elr=+0 spsr=1003c9
// EXPECT:   DAIF 3c0
// EXPECT:   SPSel 1
// EXPECT:   CurrentEL 8
// EXPECT: EL2 with M[1]: EL2+200 esr=3a000000 elr=+0 spsr=f0100349
// EXPECT:   DAIF 340
// EXPECT:   SPSel 1
// EXPECT:   CurrentEL 8
// EXPECT: AArch32 Hyp: EL2+200 esr=3a000000 elr=+0 spsr=1003c9
// EXPECT:   DAIF 3c0
// EXPECT:   SPSel 1
// EXPECT:   CurrentEL 8
// EXPECT: AArch32 reserved: EL2+200 esr=3a000000 elr=+0 spsr=1003c9
// EXPECT:   DAIF 3c0
// EXPECT:   SPSel 1
// EXPECT:   CurrentEL 8
// EXPECT: EL2h with IL: EL2+200 esr=3a000000 elr=+0 spsr=1003c9
// EXPECT:   DAIF 3c0
// EXPECT:   SPSel 1
// EXPECT:   CurrentEL 8
// EXPECT: EL1h under TGE: EL2+200 esr=3a000000 elr=+0 spsr=1003c9
// EXPECT:   DAIF 3c0
// EXPECT:   SPSel 1
// EXPECT:   CurrentEL 8
// EXPECT: EL2h from EL1: EL1+200 esr=3a000000 elr=+0 spsr=1003c5
// EXPECT: EL1h with IL from EL2: EL1+200 esr=3a000000 elr=+0 spsr=1003c5

#define RECORD_SPSR
#include "guest.h"

// One ERET at EL2 with this SPSR to a label behind it.
.macro RETURN text, spsr
    SAY     "\text: "
    MOV64   x10, (\spsr)
    msr     spsr_el2, x10
    adr     x26, .Lreturn\@
    msr     elr_el2, x26
    adr     x30, .Lreturn\@
    adr     x29, .Ldone\@
    msr     tpidr_el2, x29
    isb
    eret
.Lreturn\@:
    VERDICT
    mrs     x11, daif
    SHOW    "  DAIF ", x11
    mrs     x11, SPSel
    SHOW    "  SPSel ", x11
    mrs     x11, CurrentEL
    SHOW    "  CurrentEL ", x11
    cmp     x11, #8
    b.eq    .Ldone\@
    hvc     #DONE
.Ldone\@:
    msr     spsel, #1
.endm

GUEST
    RETURN  "EL2h", 0x249
    RETURN  "EL2t", 0x188
    RETURN  "EL1h", 0x3c5
    RETURN  "EL1t", 0x3c4
    // Illegal.
    RETURN  "EL3h", 0x3cd
    RETURN  "EL3t", 0x3cc
    RETURN  "EL0h", 0x3c1
    RETURN  "EL1 with M[1]", 0x3c6
    RETURN  "EL2 with M[1]", 0xf000034a
    RETURN  "AArch32 Hyp", 0x3da
    RETURN  "AArch32 reserved", 0x3d5
    // IL comes from SPSR in a legal return; the recorder returns with it clear.
    RETURN  "EL2h with IL", 0x1003c9
    // EL1 is no target while TGE is set.
    SET     hcr_el2, (HCR_RW | HCR_TGE)
    RETURN  "EL1h under TGE", 0x3c5
    SET     hcr_el2, HCR_RW
    // From EL1 to EL2.
    SAY     "EL2h from EL1: "
    ADDR    x26, return_el1
    AT_EL1  from_el1
    // IL set from EL2 for EL1 is taken at EL1, and only for the first instruction.
    SAY     "EL1h with IL from EL2: "
    ADDR    x26, return_el1
    ADDR    x30, return_el1
    AT_EL1  return_el1, 0x1003c5
    VERDICT
    POWER_OFF

from_el1:
    MOV64   x10, 0x3c9
    msr     spsr_el1, x10
    ADDR    x10, return_el1
    msr     elr_el1, x10
    mov     x30, x10
    eret
return_el1:
    hvc     #DONE
