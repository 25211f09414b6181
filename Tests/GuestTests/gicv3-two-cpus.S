// SGIs between CPUs, by target list and to all others; each CPU's own PPIs; an SPI routed to the
// second CPU; GICR_TYPER.
//
// CPUS: 2
// Source: GICv3 IHI 0069, ICC_SGI1R_EL1, GICD_IROUTER<n>, GICR_TYPER.
//
// EXPECT: typer 0 0
// EXPECT: typer 1 10000001
// EXPECT: typer last 1
// EXPECT: second 4
// EXPECT: second 6
// EXPECT: first sees 3ff
// EXPECT: second 2a
// EXPECT: first sees 9

#include "guest.h"
#include "gic.h"

#define MAILBOX     FREE
#define PSCI_ON     0xc4000003

.macro WAIT_FOR value
    MOV64   x16, MAILBOX
1:  ldr     w17, [x16]
    cmp     w17, #\value
    b.ne    1b
.endm

GUEST
    GIC_ON
    MOV64   x16, (GICR + GICR_TYPER)
    ldr     x5, [x16]
    ubfx    x6, x5, #8, #16
    SHOW    "typer 0 ", x6
    MOV64   x16, (GICR + GICR_STRIDE + GICR_TYPER)
    ldr     x5, [x16]
    lsr     x6, x5, #32
    ubfx    x7, x5, #8, #16
    orr     x6, x6, x7, lsl #28
    SHOW    "typer 1 ", x6
    ubfx    x5, x5, #4, #1
    SHOW    "typer last ", x5
    MOV64   x16, MAILBOX
    str     wzr, [x16]
    MOV64   x0, PSCI_ON
    mov     x1, #1
    ADDR    x2, second
    mov     x3, #0
    smc     #0
    WAIT_FOR 1
    SET     ICC_SGI1R_EL1, ((4 << 24) | 2)
    isb
    WAIT_FOR 2
    // To all but this one.
    SET     ICC_SGI1R_EL1, ((6 << 24) | (1 << 40))
    isb
    WAIT_FOR 3
    SHOWREG "first sees ", ICC_IAR1_EL1
    // INTID 42 to affinity 0.0.0.1.
    MMIO_WRITE (GICD + GICD_IROUTER + 8 * 42), 1
    MMIO_WRITE (GICD + GIC_IGROUPR + 4), 0x400
    MMIO_WRITE (GICD + GIC_ISENABLER + 4), 0x400
    MMIO_WRITE (GICD + GIC_ISPENDR + 4), 0x400
    WAIT_FOR 4
    // The second one sent this.
1:  mrs     x5, isr_el1
    cbz     x5, 1b
    SHOWREG "first sees ", ICC_IAR1_EL1
    POWER_OFF

.macro TAKE
2:  mrs     x5, isr_el1
    cbz     x5, 2b
    mrs     x5, ICC_IAR1_EL1
    SHOW    "second ", x5
    msr     ICC_EOIR1_EL1, x5
    isb
.endm

SECONDARY second
    GIC_CPU_ON 1
    MOV64   x10, MAILBOX
    mov     w11, #1
    str     w11, [x10]
    TAKE
    mov     w11, #2
    str     w11, [x10]
    TAKE
    mov     w11, #3
    str     w11, [x10]
    TAKE
    SET     ICC_SGI1R_EL1, ((9 << 24) | 1)
    isb
    mov     w11, #4
    str     w11, [x10]
    b       .
