// The timers that EL0 of a VHE host reaches by its names are those of EL2.
//
// Source: Arm ARM, access pseudocode of CNTP_CTL_EL0, CNTV_CTL_EL0 and their kind.
//
// EXPECT: cnthp_cval 1234
// EXPECT: cnthv_cval 5678
// EXPECT: cntp_cval 1111
// EXPECT: cntv_cval 2222
// EXPECT: without TGE: cnthp_cval 1234
// EXPECT: without TGE: cntp_cval 1234

#include "guest.h"

#define CNTHV_CVAL_EL2  S3_4_C14_C3_2
#define CNTP_CVAL_EL02  S3_5_C14_C2_2
#define CNTV_CVAL_EL02  S3_5_C14_C3_2

GUEST
    SET     hcr_el2, (HCR_RW | HCR_E2H)
    isb
    SET     CNTP_CVAL_EL02, 0x1111
    SET     CNTV_CVAL_EL02, 0x2222
    MOV64   x16, (HCR_RW | HCR_E2H | HCR_TGE)
    msr     hcr_el2, x16
    isb
    SET     cnthctl_el2, 0xfff
    isb
    SET     cpacr_el1, (3 << 20)
    AT_EL0  write_el0, 0
    SHOWREG "cnthp_cval ", cnthp_cval_el2
    SHOWREG "cnthv_cval ", CNTHV_CVAL_EL2
    SHOWREG "cntp_cval ", CNTP_CVAL_EL02
    SHOWREG "cntv_cval ", CNTV_CVAL_EL02
    MOV64   x16, (HCR_RW | HCR_E2H)
    msr     hcr_el2, x16
    SET     S3_5_C14_C1_0, 0x3ff        // CNTKCTL_EL12
    isb
    AT_EL0  write_el0, 0
    SHOWREG "without TGE: cnthp_cval ", cnthp_cval_el2
    SHOWREG "without TGE: cntp_cval ", CNTP_CVAL_EL02
    POWER_OFF

    .section .user, "ax"
write_el0:
    mov     x5, #0x1234
    msr     cntp_cval_el0, x5
    mov     x5, #0x5678
    msr     cntv_cval_el0, x5
    svc     #DONE
