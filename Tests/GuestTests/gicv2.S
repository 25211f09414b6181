// A GICv2: banked registers, SGIs by GICD_SGIR with their sender, acknowledge and end at GICC,
// AckCtl and Group 1, list registers through GICH and a virtual machine's interrupts through GICV.
//
// QEMU has no GICC_AIAR; that is left to unit tests.
// CPUS: 2
// GIC: 2
// QEMU-CPU: cortex-a57
// Source: GICv2 IHI 0048 §4.3, §4.4, chapter 5.
//
// EXPECT: typer 28
// EXPECT: itargetsr0 1010101
// EXPECT: isenabler0 ffff
// EXPECT: nothing 3ff
// EXPECT: isr 80
// EXPECT: iar 3
// EXPECT: rpr 80
// EXPECT: active 8
// EXPECT: rpr ff
// EXPECT: active 0
// EXPECT: fiq: isr 40
// EXPECT: group 1: iar 3fe
// EXPECT: group 1, AckCtl: iar 5
// EXPECT: cpendsgir 1
// EXPECT: cpendsgir 0
// EXPECT: vtr 90000003
// EXPECT: elrsr e
// EXPECT: taken: EL1+280
// EXPECT: gicv iar c02
// EXPECT: gicv rpr 40
// EXPECT: gicv rpr ff
// EXPECT: lr0 4000c02
// EXPECT: misr 1
// EXPECT: eisr 1

#include "guest.h"

#define GICD        0x08000000
#define GICC        0x08010000
#define GICH        0x08030000
#define GICV        0x08040000

.macro PUT address, value
    MOV64   x16, (\address)
    MOV64   x17, (\value)
    str     w17, [x16]
.endm

.macro GET text, address
    MOV64   x16, (\address)
    ldr     w17, [x16]
    SAY     "\text"
    CALL    guest_hex
    CALL    guest_newline
.endm

#define SGI_SELF(n) ((2 << 24) | (n))

GUEST
    SET     hcr_el2, HCR_RW
    isb
    GET     "typer ", (GICD + 4)
    GET     "itargetsr0 ", (GICD + 0x800)
    GET     "isenabler0 ", (GICD + 0x100)
    PUT     (GICD + 0x400), 0x80808080
    PUT     (GICD + 0x404), 0x80808080
    PUT     (GICD + 0), 3
    PUT     (GICC + 4), 0xf8
    PUT     (GICC + 0), 1
    GET     "nothing ", (GICC + 0xc)
    PUT     (GICD + 0xf00), SGI_SELF(3)
    SHOWREG "isr ", isr_el1
    GET     "iar ", (GICC + 0xc)
    GET     "rpr ", (GICC + 0x14)
    GET     "active ", (GICD + 0x300)
    PUT     (GICC + 0x10), 3
    GET     "rpr ", (GICC + 0x14)
    GET     "active ", (GICD + 0x300)
    // FIQEn: Group 0 as FIQ.
    PUT     (GICC + 0), 9
    PUT     (GICD + 0xf00), SGI_SELF(4)
    SHOWREG "fiq: isr ", isr_el1
    MOV64   x16, (GICC + 0xc)
    ldr     w5, [x16]
    str     w5, [x16, #4]
    // SGI 5 in Group 1.
    PUT     (GICC + 0), 3
    PUT     (GICD + 0x80), 0x20
    PUT     (GICD + 0xf00), SGI_SELF(5)
    GET     "group 1: iar ", (GICC + 0xc)
    PUT     (GICC + 0), 7
    GET     "group 1, AckCtl: iar ", (GICC + 0xc)
    PUT     (GICC + 0x10), 5
    // Pending from CPU 0, made and unmade.
    MOV64   x16, (GICD + 0xf26)
    mov     w17, #1
    strb    w17, [x16]
    MOV64   x16, (GICD + 0xf16)
    ldrb    w5, [x16]
    SHOW    "cpendsgir ", x5
    MOV64   x16, (GICD + 0xf16)
    mov     w17, #1
    strb    w17, [x16]
    ldrb    w5, [x16]
    SHOW    "cpendsgir ", x5
    // The virtual interface: SGI 2 from "CPU 3", with EOI wanted.
    GET     "vtr ", (GICH + 4)
    PUT     (GICH + 8), 0xf8000001
    PUT     (GICH + 0x100), ((1 << 28) | (8 << 23) | (1 << 19) | (3 << 10) | 2)
    PUT     (GICH + 0), 1
    GET     "elrsr ", (GICH + 0x30)
    MOV64   x10, (HCR_RW | HCR_IMO)
    msr     hcr_el2, x10
    isb
    SAY     "taken: "
    ADDR    x26, nothing_el1
    AT_EL1  nothing_el1, (SPSR_EL1H & ~0x80)
    AT_EL1  take_and_end
    mrs     x10, hcr_el2
    MOV64   x16, (GICH + 0x100)
    ldr     w5, [x16]
    mov     w6, #0x80000
    bic     w5, w5, w6
    SHOW    "lr0 ", x5
    GET     "misr ", (GICH + 0x10)
    GET     "eisr ", (GICH + 0x20)
    POWER_OFF

    .section .text.lower, "ax"
nothing_el1:
    nop
    hvc     #DONE
take_and_end:
    MOV64   x16, (GICV + 0xc)
    ldr     w5, [x16]
    SHOW    "gicv iar ", x5
    GET     "gicv rpr ", (GICV + 0x14)
    MOV64   x16, (GICV + 0x10)
    str     w5, [x16]
    GET     "gicv rpr ", (GICV + 0x14)
    hvc     #DONE
