// Device interrupts through the GIC: the PL011 with its loopback, and the PL031's alarm.
//
// Source: PL011 TRM, DDI 0183, "Interrupts"; PL031 TRM, DDI 0224, "RTCMIS"; SPI 1 and 2 of the
// board.
//
// EXPECT: idle: isr 0
// EXPECT: received: ris 50
// EXPECT: received: isr 80
// EXPECT: uart: EL2+280
// EXPECT: iar 21
// EXPECT: data 41
// EXPECT: drained: ris 0
// EXPECT: drained: isr 0
// EXPECT: level: isr 80
// EXPECT: level: iar 21
// EXPECT: active: isr 0
// EXPECT: ended: isr 80
// EXPECT: alarm: ris 1
// EXPECT: alarm: iar 22
// EXPECT: cleared: isr 0

#include "guest.h"
#include "gic.h"

#define UART                0x09000000
#define RTC                 0x09010000

.macro SPI_ON intid
    // Group 1, priority 0x40, enabled; routed to CPU 0 by reset.
    MMIO_WRITE8 (GICD + GIC_IPRIORITYR + \intid), 0x40
    MMIO_WRITE (GICD + GIC_ISENABLER + 4), (1 << (\intid - 32))
.endm

// Sends a character to ourselves. Nothing may be printed between this and LOOP_OFF.
.macro LOOP_ON
    MMIO_WRITE (UART + 0x30), 0x381
.endm

.macro LOOP_OFF
    MMIO_WRITE (UART + 0x30), 0x301
.endm

GUEST
    GIC_ON
    MMIO_WRITE (GICD + GIC_IGROUPR + 4), 0xffffffff
    SPI_ON  33
    SPI_ON  34
    SET     hcr_el2, (HCR_RW | HCR_IMO)
    isb
    MMIO_WRITE (UART + 0x44), 0x7ff
    MMIO_WRITE (UART + 0x38), 0x10
    SHOWREG "idle: isr ", isr_el1
    // One character without FIFO is the receive level.
    LOOP_ON
    MMIO_WRITE UART, 0x41
    LOOP_OFF
    MOV64   x16, (UART + 0x3c)
    ldr     w5, [x16]
    and     w5, w5, #~0x20
    mrs     x6, isr_el1
    SHOW    "received: ris ", x5
    SHOW    "received: isr ", x6
    SAY     "uart: "
    msr     daifclr, #2
    nop
    msr     daifset, #2
    mrs     x5, ICC_IAR1_EL1
    SHOW    "iar ", x5
    SHOW_MMIO "data ", UART
    MOV64   x16, (UART + 0x3c)
    ldr     w6, [x16]
    and     w6, w6, #~0x20
    SHOW    "drained: ris ", x6
    msr     ICC_EOIR1_EL1, x5
    isb
    SHOWREG "drained: isr ", isr_el1
    // The transmit interrupt stays until it is cleared: it comes back after the end of interrupt.
    MMIO_WRITE (UART + 0x38), 0x20
    SHOWREG "level: isr ", isr_el1
    mrs     x5, ICC_IAR1_EL1
    SHOW    "level: iar ", x5
    SHOWREG "active: isr ", isr_el1
    msr     ICC_EOIR1_EL1, x5
    isb
    SHOWREG "ended: isr ", isr_el1
    MMIO_WRITE (UART + 0x38), 0
    MMIO_WRITE (UART + 0x44), 0x7ff
    // The alarm a second from now: long, but asleep.
    MMIO_WRITE (RTC + 0x10), 1
    MOV64   x16, RTC
    ldr     w17, [x16]
    add     w17, w17, #1
    str     w17, [x16, #4]
    wfi
    SHOW_MMIO "alarm: ris ", (RTC + 0x14)
    mrs     x5, ICC_IAR1_EL1
    SHOW    "alarm: iar ", x5
    MMIO_WRITE (RTC + 0x1c), 1
    msr     ICC_EOIR1_EL1, x5
    isb
    SHOWREG "cleared: isr ", isr_el1
    POWER_OFF
