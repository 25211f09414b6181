// A GICv3 at EL1's interface: SGIs to self, priorities and preemption, EOImode, levels and
// latches of an SPI, routing, and what its registers say.
//
// Source: GICv3 IHI 0069, "Interrupt handling and prioritization"; "Register descriptions".
//
// EXPECT: before 3ff
// EXPECT: rpr ff
// EXPECT: taken: EL1+280
// EXPECT: hppir 3
// EXPECT: iar 3
// EXPECT: rpr 80
// EXPECT: again 3ff
// EXPECT: isr 0
// EXPECT: higher: iar 5
// EXPECT: rpr 40
// EXPECT: ap1r 10100
// EXPECT: eoi: rpr 80
// EXPECT: eoi: rpr ff
// EXPECT: same group priority 3ff
// EXPECT: masked by pmr: isr 0
// EXPECT: open: isr 80
// EXPECT: eoimode: active 4
// EXPECT: dropped: active 4
// EXPECT: deactivated: active 0
// EXPECT: spi: pending 1
// EXPECT: spi: iar 28
// EXPECT: spi: pending 0
// EXPECT: spi: active 1
// EXPECT: elsewhere: isr 0
// EXPECT: here again: isr 80
// EXPECT: group 0: isr 40
// EXPECT: group 0: iar1 3ff
// EXPECT: group 0: iar0 7
// EXPECT: waker 0
// EXPECT: icfgr0 aaaaaaaa

#include "guest.h"
#include "gic.h"

.macro SGI number
    SET     ICC_SGI1R_EL1, ((\number << 24) | 1)
    isb
.endm

GUEST
    GIC_ON
    SHOWREG "before ", ICC_IAR1_EL1
    SHOWREG "rpr ", ICC_RPR_EL1
    SGI     3
    SET     hcr_el2, HCR_RW
    isb
    SAY     "taken: "
    ADDR    x26, nothing_el1
    AT_EL1  nothing_el1, (SPSR_EL1H & ~0x80)
    SHOWREG "hppir ", ICC_HPPIR1_EL1
    SHOWREG "iar ", ICC_IAR1_EL1
    SHOWREG "rpr ", ICC_RPR_EL1
    // Equal priority does not preempt.
    SGI     4
    SHOWREG "again ", ICC_IAR1_EL1
    SHOWREG "isr ", isr_el1
    MMIO_WRITE8 (GICR + SGI_BASE + GIC_IPRIORITYR + 5), 0x40
    SGI     5
    SHOWREG "higher: iar ", ICC_IAR1_EL1
    SHOWREG "rpr ", ICC_RPR_EL1
    SHOWREG "ap1r ", ICC_AP1R0_EL1
    SET     ICC_EOIR1_EL1, 5
    SHOWREG "eoi: rpr ", ICC_RPR_EL1
    SET     ICC_EOIR1_EL1, 3
    SHOWREG "eoi: rpr ", ICC_RPR_EL1
    mrs     x5, ICC_IAR1_EL1
    // BPR1 of 7: two group priorities, 0x00 and 0x80. 0xa0 and 0x80 are one.
    SET     ICC_BPR1_EL1, 7
    isb
    MMIO_WRITE8 (GICR + SGI_BASE + GIC_IPRIORITYR + 6), 0xa0
    MMIO_WRITE8 (GICR + SGI_BASE + GIC_IPRIORITYR + 5), 0x88
    SGI     5
    SHOWREG "same group priority ", ICC_IAR1_EL1
    msr     ICC_EOIR1_EL1, x5
    mrs     x5, ICC_IAR1_EL1
    msr     ICC_EOIR1_EL1, x5
    SET     ICC_BPR1_EL1, 3
    // An interrupt of exactly the mask's priority is not signalled.
    SET     ICC_PMR_EL1, 0x80
    isb
    SGI     1
    SHOWREG "masked by pmr: isr ", isr_el1
    SET     ICC_PMR_EL1, 0x88
    isb
    SHOWREG "open: isr ", isr_el1
    mrs     x5, ICC_IAR1_EL1
    msr     ICC_EOIR1_EL1, x5
    // EOImode
    SET     ICC_CTLR_EL1, 2
    isb
    SGI     2
    mrs     x5, ICC_IAR1_EL1
    SHOW_MMIO "eoimode: active ", (GICR + SGI_BASE + GIC_ISACTIVER)
    msr     ICC_EOIR1_EL1, x5
    isb
    SHOW_MMIO "dropped: active ", (GICR + SGI_BASE + GIC_ISACTIVER)
    msr     ICC_DIR_EL1, x5
    isb
    SHOW_MMIO "deactivated: active ", (GICR + SGI_BASE + GIC_ISACTIVER)
    SET     ICC_CTLR_EL1, 0
    isb
    // INTID 40, whose wire nothing pulls.
    MMIO_WRITE (GICD + GIC_IGROUPR + 4), 0x100
    MMIO_WRITE8 (GICD + GIC_IPRIORITYR + 40), 0x60
    MMIO_WRITE (GICD + GIC_ISENABLER + 4), 0x100
    MMIO_WRITE (GICD + GIC_ISPENDR + 4), 0x100
    ldr     w5, [x16]
    lsr     w5, w5, #8
    SHOW    "spi: pending ", x5
    mrs     x5, ICC_IAR1_EL1
    SHOW    "spi: iar ", x5
    MOV64   x16, (GICD + GIC_ISPENDR + 4)
    ldr     w5, [x16]
    lsr     w5, w5, #8
    SHOW    "spi: pending ", x5
    MOV64   x16, (GICD + GIC_ISACTIVER + 4)
    ldr     w5, [x16]
    lsr     w5, w5, #8
    SHOW    "spi: active ", x5
    SET     ICC_EOIR1_EL1, 40
    isb
    // Routed to a CPU that does not exist.
    MMIO_WRITE (GICD + GICD_IROUTER + 8 * 40), 0x7
    MMIO_WRITE (GICD + GIC_ISPENDR + 4), 0x100
    SHOWREG "elsewhere: isr ", isr_el1
    MMIO_WRITE (GICD + GICD_IROUTER + 8 * 40), 0
    SHOWREG "here again: isr ", isr_el1
    mrs     x5, ICC_IAR1_EL1
    msr     ICC_EOIR1_EL1, x5
    // SGI 7 in Group 0 is an FIQ.
    MMIO_WRITE (GICR + SGI_BASE + GIC_IGROUPR), 0xffffff7f
    SET     ICC_IGRPEN0_EL1, 1
    isb
    SET     ICC_SGI0R_EL1, ((7 << 24) | 1)
    isb
    SHOWREG "group 0: isr ", isr_el1
    SHOWREG "group 0: iar1 ", ICC_IAR1_EL1
    SHOWREG "group 0: iar0 ", ICC_IAR0_EL1
    SET     ICC_EOIR0_EL1, 7
    SHOW_MMIO "waker ", (GICR + GICR_WAKER)
    SHOW_MMIO "icfgr0 ", (GICR + SGI_BASE + GIC_ICFGR)
    POWER_OFF

    .section .text.lower, "ax"
nothing_el1:
    nop
    hvc     #DONE
