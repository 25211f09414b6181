// The banked stack pointers: SPSel chooses between SP_EL0 and the own one, the others keep their
// values across calls of every level, and MRS of the one in use is UNDEFINED.
//
// Source: Arm ARM, SPSel, SP_EL0, SP_EL1: accessibility.
//
// EXPECT: SP_EL0 1000
// EXPECT: SP_EL1 2000
// EXPECT: SP with SPSel 0 1000
// EXPECT: sp_el0 while in use: EL2+0 esr=2000000 elr=+0
// EXPECT: write of sp_el0 while in use: EL2+0 esr=2000000 elr=+0
// EXPECT: SPSel 1
// EXPECT: SP with SPSel 1 3000
// EXPECT: SP_EL0 1010
// EXPECT: EL1h: SP 2000
// EXPECT: EL1h: SP_EL0 1010
// EXPECT: EL1t: SP 1010
// EXPECT: EL0: SP 1050
// EXPECT: SP_EL0 at last 10d0
// EXPECT: SP_EL1 at last 2020
// EXPECT: SP_EL2 at last 3000
// EXPECT: sp_el1 at EL1: EL1+200 esr=2000000 elr=+0
// EXPECT: sp_el0 at EL0: EL1+400 esr=2000000 elr=+0

#include "guest.h"

GUEST
    MOV64   x5, 0x1000
    msr     sp_el0, x5
    MOV64   x5, 0x2000
    msr     sp_el1, x5
    MOV64   x5, 0x3000
    mov     sp, x5
    SHOWREG "SP_EL0 ", sp_el0
    SHOWREG "SP_EL1 ", sp_el1
    msr     spsel, #0
    mov     x5, sp
    SHOW    "SP with SPSel 0 ", x5
    add     sp, sp, #0x10
    TRY     "sp_el0 while in use", mrs x5, sp_el0
    TRY     "write of sp_el0 while in use", msr sp_el0, x5
    mov     x5, #1
    msr     spsel, x5
    SHOWREG "SPSel ", spsel
    mov     x5, sp
    SHOW    "SP with SPSel 1 ", x5
    SHOWREG "SP_EL0 ", sp_el0
    AT_EL1  show_el1
    AT_EL1  show_el1t, SPSR_EL1T
    AT_EL0  show_el0
    SHOWREG "SP_EL0 at last ", sp_el0
    SHOWREG "SP_EL1 at last ", sp_el1
    mov     x5, sp
    SHOW    "SP_EL2 at last ", x5
    TRY_EL1 "sp_el1 at EL1", mrs x5, sp_el1
    TRY_EL0 "sp_el0 at EL0", mrs x5, sp_el0
    POWER_OFF

    .section .text.lower, "ax"
show_el1:
    mov     x5, sp
    SHOW    "EL1h: SP ", x5
    SHOWREG "EL1h: SP_EL0 ", sp_el0
    add     sp, sp, #0x20
    hvc     #DONE
show_el1t:
    mov     x5, sp
    SHOW    "EL1t: SP ", x5
    add     sp, sp, #0x40
    hvc     #DONE
    .section .user, "ax"
show_el0:
    mov     x5, sp
    SHOW    "EL0: SP ", x5
    add     sp, sp, #0x80
    svc     #DONE
