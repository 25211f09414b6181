// The virtual CPU interface of a GICv3: list registers taken by EL1 under IMO, priorities and
// preemption there, EOI with and without a physical interrupt, EOIcount, maintenance interrupts and
// what ICH_ registers say of it all; virtual FIQs.
//
// Source: GICv3 IHI 0069, "Virtual interrupt handling and prioritization"; ICH_MISR_EL2.
//
// EXPECT: vtr: lists 4
// EXPECT: empty f
// EXPECT: vmcr 4c0008
// EXPECT: vmcr written f84c0209
// EXPECT: lr a0f8000000000020
// EXPECT: empty e
// EXPECT: taken: EL1+280
// EXPECT: el1 hppir 30
// EXPECT: el1 iar 30
// EXPECT: el1 rpr 60
// EXPECT: el1 iar 3ff
// EXPECT: el1 eoi: rpr ff
// EXPECT: lr0 30a0001400000031
// EXPECT: lr1 1060000000000030
// EXPECT: empty f
// EXPECT: physical active 0
// EXPECT: el1 eoimode: rpr ff
// EXPECT: lr2 9040000000000023
// EXPECT: el1 dir
// EXPECT: lr2 1040000000000023
// EXPECT: eoicount 10000000
// EXPECT: misr np 8
// EXPECT: misr u 2
// EXPECT: misr lrenp 4
// EXPECT: misr grp1d 80
// EXPECT: misr grp1e 40
// EXPECT: misr eoi 1
// EXPECT: eisr 4
// EXPECT: maintenance isr 80
// EXPECT: maintenance iar 19
// EXPECT: virtual fiq: EL1+300
// EXPECT: group 0 iar 22
// EXPECT: off isr 0

#include "guest.h"
#include "gic.h"

// List register: state, hw, group 1, priority, physical INTID or EOI bit, virtual INTID.
#define PENDING     (1 << 62)
#define ACTIVE      (2 << 62)
#define HARDWARE    (1 << 61)
#define GROUP1      (1 << 60)
#define PRIORITY(n) ((n) << 48)
#define EOI_WANTED  (1 << 41)

GUEST
    GIC_ON
    MOV64   x10, (HCR_RW | HCR_IMO)
    msr     hcr_el2, x10
    isb
    mrs     x5, ICH_VTR_EL2
    and     x5, x5, #0x1f
    add     x5, x5, #1
    SHOW    "vtr: lists ", x5
    msr     ICH_HCR_EL2, xzr
    msr     ICH_LR0_EL2, xzr
    msr     ICH_LR1_EL2, xzr
    msr     ICH_LR2_EL2, xzr
    msr     ICH_LR3_EL2, xzr
    msr     ICH_AP0R0_EL2, xzr
    msr     ICH_AP1R0_EL2, xzr
    msr     ICH_VMCR_EL2, xzr
    SHOWREG "empty ", ICH_ELRSR_EL2
    SHOWREG "vmcr ", ICH_VMCR_EL2
    SET     ICH_VMCR_EL2, 0xf8000201
    SHOWREG "vmcr written ", ICH_VMCR_EL2
    MOV64   x10, 0xa0f8000000000020
    msr     ICH_LR0_EL2, x10
    SHOWREG "lr ", ICH_LR0_EL2
    SHOWREG "empty ", ICH_ELRSR_EL2
    msr     ICH_LR0_EL2, xzr

    // 0x31 at 0xa0 behind a physical interrupt, 0x30 at 0x60.
    MMIO_WRITE (GICR + SGI_BASE + GIC_ISACTIVER), (1 << 20)
    MOV64   x10, (PENDING | HARDWARE | GROUP1 | PRIORITY(0xa0) | (20 << 32) | 0x31)
    msr     ICH_LR0_EL2, x10
    MOV64   x10, (PENDING | GROUP1 | PRIORITY(0x60) | 0x30)
    msr     ICH_LR1_EL2, x10
    SET     ICH_VMCR_EL2, 0xf8000002
    SET     ICH_HCR_EL2, 1
    isb
    SAY     "taken: "
    ADDR    x26, nothing_el1
    AT_EL1  nothing_el1, (SPSR_EL1H & ~0x80)
    AT_EL1  take_and_end
    AT_EL1  take_and_end_quietly
    SHOWREG "lr0 ", ICH_LR0_EL2
    SHOWREG "lr1 ", ICH_LR1_EL2
    SHOWREG "empty ", ICH_ELRSR_EL2
    MOV64   x16, (GICR + SGI_BASE + GIC_ISACTIVER)
    ldr     w5, [x16]
    ubfx    w5, w5, #20, #1
    SHOW    "physical active ", x5

    // EOImode: EOIR drops, DIR deactivates.
    msr     ICH_LR0_EL2, xzr
    msr     ICH_LR1_EL2, xzr
    MOV64   x10, (PENDING | GROUP1 | PRIORITY(0x40) | 0x23)
    msr     ICH_LR2_EL2, x10
    SET     ICH_VMCR_EL2, 0xf8000202
    isb
    AT_EL1  take_and_drop
    SHOWREG "lr2 ", ICH_LR2_EL2
    AT_EL1  deactivate_el1
    SHOWREG "lr2 ", ICH_LR2_EL2
    // Two ends of interrupts that no list register has.
    SET     ICH_VMCR_EL2, 0xf8000002
    SET     ICH_AP1R0_EL2, 0x3
    isb
    AT_EL1  end_unlisted
    mrs     x5, ICH_HCR_EL2
    and     x5, x5, #0xf8000000
    SHOW    "eoicount ", x5

    // Reasons for a maintenance interrupt, one at a time.
    msr     ICH_LR2_EL2, xzr
    SET     ICH_HCR_EL2, (1 | (1 << 3))
    SHOWREG "misr np ", ICH_MISR_EL2
    SET     ICH_HCR_EL2, (1 | (1 << 1))
    SHOWREG "misr u ", ICH_MISR_EL2
    SET     ICH_HCR_EL2, (1 | (1 << 2) | (3 << 27))
    SHOWREG "misr lrenp ", ICH_MISR_EL2
    SET     ICH_VMCR_EL2, 0xf8000001
    SET     ICH_HCR_EL2, (1 | (3 << 6))
    SHOWREG "misr grp1d ", ICH_MISR_EL2
    SET     ICH_VMCR_EL2, 0xf8000002
    SHOWREG "misr grp1e ", ICH_MISR_EL2
    SET     ICH_HCR_EL2, 1
    MOV64   x10, (GROUP1 | EOI_WANTED | 0x23)
    msr     ICH_LR2_EL2, x10
    SHOWREG "misr eoi ", ICH_MISR_EL2
    SHOWREG "eisr ", ICH_EISR_EL2
    isb
    SHOWREG "maintenance isr ", isr_el1
    SHOWREG "maintenance iar ", ICC_IAR1_EL1
    SET     ICC_EOIR1_EL1, 25

    // Group 0.
    MOV64   x10, (HCR_RW | HCR_IMO | HCR_FMO)
    msr     hcr_el2, x10
    MOV64   x10, (PENDING | PRIORITY(0x40) | 0x22)
    msr     ICH_LR2_EL2, x10
    SET     ICH_VMCR_EL2, 0xf8000001
    isb
    SAY     "virtual fiq: "
    ADDR    x26, nothing_el1
    AT_EL1  nothing_el1, (SPSR_EL1H & ~0x40)
    AT_EL1  take_group0
    // Without En nothing is signalled.
    MOV64   x10, (PENDING | GROUP1 | PRIORITY(0x40) | 0x22)
    msr     ICH_LR1_EL2, x10
    SET     ICH_VMCR_EL2, 0xf8000003
    msr     ICH_HCR_EL2, xzr
    isb
    AT_EL1  show_isr
    POWER_OFF

    .section .text.lower, "ax"
nothing_el1:
    nop
    hvc     #DONE
take_and_end:
    SHOWREG "el1 hppir ", ICC_HPPIR1_EL1
    mrs     x5, ICC_IAR1_EL1
    SHOW    "el1 iar ", x5
    SHOWREG "el1 rpr ", ICC_RPR_EL1
    // 0xa0 does not preempt 0x60.
    SHOWREG "el1 iar ", ICC_IAR1_EL1
    msr     ICC_EOIR1_EL1, x5
    isb
    SHOWREG "el1 eoi: rpr ", ICC_RPR_EL1
    hvc     #DONE
take_and_end_quietly:
    mrs     x5, ICC_IAR1_EL1
    msr     ICC_EOIR1_EL1, x5
    isb
    hvc     #DONE
take_and_drop:
    mrs     x5, ICC_IAR1_EL1
    msr     ICC_EOIR1_EL1, x5
    isb
    SHOWREG "el1 eoimode: rpr ", ICC_RPR_EL1
    hvc     #DONE
deactivate_el1:
    LINE    "el1 dir"
    mov     x5, #0x23
    msr     ICC_DIR_EL1, x5
    isb
    hvc     #DONE
end_unlisted:
    mov     x5, #0x40
    msr     ICC_EOIR1_EL1, x5
    mov     x5, #0x41
    msr     ICC_EOIR1_EL1, x5
    isb
    hvc     #DONE
take_group0:
    SHOWREG "group 0 iar ", ICC_IAR0_EL1
    hvc     #DONE
show_isr:
    SHOWREG "off isr ", isr_el1
    hvc     #DONE
