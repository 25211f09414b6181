// A GICv3 set up from nothing, and the accesses that its tests make again and again. Destroys
// x16, x17, x24 and x25 as the macros of guest.h do.

#ifndef GIC_H
#define GIC_H

#define GICD                0x08000000
#define GICR                0x080a0000
#define GICR_STRIDE         0x20000
#define SGI_BASE            0x10000

#define GICD_CTLR           0x0000
#define GICD_TYPER          0x0004
#define GICD_IROUTER        0x6000
#define GICR_TYPER          0x0008
#define GICR_WAKER          0x0014
// The same in the distributor and in SGI_base.
#define GIC_IGROUPR         0x0080
#define GIC_ISENABLER       0x0100
#define GIC_ICENABLER       0x0180
#define GIC_ISPENDR         0x0200
#define GIC_ICPENDR         0x0280
#define GIC_ISACTIVER       0x0300
#define GIC_ICACTIVER       0x0380
#define GIC_IPRIORITYR      0x0400
#define GIC_ICFGR           0x0c00

#define GICD_CTLR_GROUP0    1
#define GICD_CTLR_GROUP1    2

#define TIMER_EL2           26
#define TIMER_VIRTUAL       27
#define TIMER_EL2_VIRTUAL   28
#define TIMER_PHYSICAL      30

// Writes a 32-bit or, with another register name, 8- or 64-bit device register.
.macro MMIO_WRITE address, value
    MOV64   x16, (\address)
    MOV64   x17, (\value)
    str     w17, [x16]
.endm

.macro MMIO_WRITE8 address, value
    MOV64   x16, (\address)
    mov     w17, #(\value)
    strb    w17, [x16]
.endm

.macro SHOW_MMIO text, address
    MOV64   x16, (\address)
    ldr     w17, [x16]
    SAY     "\text"
    CALL    guest_hex
    CALL    guest_newline
.endm

// Everything Group 1, SGIs and PPIs of CPU 0 enabled, all priorities 0x80, nothing masked but by
// PSTATE.
.macro GIC_ON
    MMIO_WRITE (GICD + GICD_CTLR), (GICD_CTLR_GROUP0 | GICD_CTLR_GROUP1)
    GIC_CPU_ON 0
.endm

// The calling CPU's part of it, `cpu` its number.
.macro GIC_CPU_ON cpu
    MMIO_WRITE (GICR + \cpu * GICR_STRIDE + GICR_WAKER), 0
    MMIO_WRITE (GICR + \cpu * GICR_STRIDE + SGI_BASE + GIC_IGROUPR), 0xffffffff
    MOV64   x16, (GICR + \cpu * GICR_STRIDE + SGI_BASE + GIC_IPRIORITYR)
    MOV64   x17, 0x80808080
    mov     x24, #8
1:  str     w17, [x16], #4
    subs    x24, x24, #1
    b.ne    1b
    MMIO_WRITE (GICR + \cpu * GICR_STRIDE + SGI_BASE + GIC_ISENABLER), 0xffffffff
    SET     S3_0_C12_C12_5, 7           // ICC_SRE_EL1
    isb
    SET     S3_0_C4_C6_0, 0xf0          // ICC_PMR_EL1
    SET     S3_0_C12_C12_7, 1           // ICC_IGRPEN1_EL1
    isb
.endm

#define ICC_PMR_EL1         S3_0_C4_C6_0
#define ICC_IAR0_EL1        S3_0_C12_C8_0
#define ICC_EOIR0_EL1       S3_0_C12_C8_1
#define ICC_HPPIR0_EL1      S3_0_C12_C8_2
#define ICC_BPR0_EL1        S3_0_C12_C8_3
#define ICC_AP0R0_EL1       S3_0_C12_C8_4
#define ICC_AP1R0_EL1       S3_0_C12_C9_0
#define ICC_DIR_EL1         S3_0_C12_C11_1
#define ICC_RPR_EL1         S3_0_C12_C11_3
#define ICC_SGI1R_EL1       S3_0_C12_C11_5
#define ICC_ASGI1R_EL1      S3_0_C12_C11_6
#define ICC_SGI0R_EL1       S3_0_C12_C11_7
#define ICC_IAR1_EL1        S3_0_C12_C12_0
#define ICC_EOIR1_EL1       S3_0_C12_C12_1
#define ICC_HPPIR1_EL1      S3_0_C12_C12_2
#define ICC_BPR1_EL1        S3_0_C12_C12_3
#define ICC_CTLR_EL1        S3_0_C12_C12_4
#define ICC_SRE_EL1         S3_0_C12_C12_5
#define ICC_IGRPEN0_EL1     S3_0_C12_C12_6
#define ICC_IGRPEN1_EL1     S3_0_C12_C12_7
#define ICC_SRE_EL2         S3_4_C12_C9_5
#define ICH_AP0R0_EL2       S3_4_C12_C8_0
#define ICH_AP1R0_EL2       S3_4_C12_C9_0
#define ICH_HCR_EL2         S3_4_C12_C11_0
#define ICH_VTR_EL2         S3_4_C12_C11_1
#define ICH_MISR_EL2        S3_4_C12_C11_2
#define ICH_EISR_EL2        S3_4_C12_C11_3
#define ICH_ELRSR_EL2       S3_4_C12_C11_5
#define ICH_VMCR_EL2        S3_4_C12_C11_7
#define ICH_LR0_EL2         S3_4_C12_C12_0
#define ICH_LR1_EL2         S3_4_C12_C12_1
#define ICH_LR2_EL2         S3_4_C12_C12_2
#define ICH_LR3_EL2         S3_4_C12_C12_3

#endif
