// The board, the calls and the registers as the 32-bit firmware sees them.

#ifndef FIRMWARE_ARM_MACHINE_H
#define FIRMWARE_ARM_MACHINE_H

#define LOAD_ADDRESS            0x40000000

// PL011: data at +0, flags at +0x18, transmit FIFO full in bit 5.
#define UART_BASE_HIGH          0x0900
#define UART_FR                 0x18

// The probe, as in ../arm64/include/machine.h; from KERNEL on new here.
#define PROBE_BASE_HIGH         0x0700
#define PROBE_MAGIC             0x00
#define PROBE_EXIT              0x08
#define PROBE_MARK              0x10
#define PROBE_CALL              0x18
#define PROBE_RETURN            0x20
#define PROBE_ENTRY             0x28
#define PROBE_FAIL              0x30
#define PROBE_KERNEL            0x38            // a kernel starts on this CPU
#define PROBE_BOOTED            0x40            // it has recorded its boot mode
#define PROBE_RULE              0x48            // a measurement of the image's own
#define PROBE_MAGIC_VALUE       0x424f5250

// RULE: the rule's number in bits 7:0, a bug's in 15:8, broken in 31.
#define RULE_BROKEN             0x80000000

// PSCI by SMC.
#define PSCI_CPU_OFF            0x84000002
#define PSCI_CPU_ON             0x84000003
#define PSCI_AFFINITY_INFO      0x84000004
#define PSCI_SYSTEM_OFF         0x84000008
#define PSCI_AFFINITY_IS_OFF    1

// The hyp ABI since Linux 4.12: Linux arch/arm/include/asm/virt.h.
#define HVC_SET_VECTORS         0
#define HVC_SOFT_RESTART        1
#define HVC_RESET_VECTORS       2
#define HVC_STUB_HCALL_NR       3
#define HVC_STUB_ERR            0x0badca11
// And before: this gets, anything else sets.
#define LEGACY_GET_VECTORS      0xffffffff

#define MODE_USR                0x10
#define MODE_FIQ                0x11
#define MODE_IRQ                0x12
#define MODE_SVC                0x13
#define MODE_ABT                0x17
#define MODE_HYP                0x1a
#define MODE_UND                0x1b
#define MODE_SYS                0x1f
#define CPSR_AIF                0x1c0
#define CPSR_T                  0x20
#define CPSR_E                  0x200
#define BOOT_MODE_MISMATCH      0x80000000

#define SCTLR_RESET             0x00c50078      // MMU, caches off; the RES1 bits
#define SCTLR_CP15BEN           (1 << 5)
#define SCTLR_C_I               ((1 << 2) | (1 << 12))
#define HSCTLR_M                (1 << 0)
#define HSCTLR_A                (1 << 1)
#define HSCTLR_C                (1 << 2)
#define HSCTLR_I                (1 << 12)
#define HSCTLR_FI               (1 << 21)
#define HSCTLR_EE               (1 << 25)
#define HSCTLR_TE               (1 << 30)
// What the reset path clears.
#define HSCTLR_OFF_MASK         (HSCTLR_M | HSCTLR_A | HSCTLR_C | HSCTLR_I)

#ifdef THUMB2
#define KERNEL_TE               HSCTLR_TE
#define KERNEL_T                CPSR_T
#else
#define KERNEL_TE               0
#define KERNEL_T                0
#endif
#ifdef BIG_ENDIAN
#ifdef FAULT_B41
#define KERNEL_EE               (1 << 9)        // where CPSR.E is, not HSCTLR.EE
#else
#define KERNEL_EE               HSCTLR_EE
#endif
#else
#define KERNEL_EE               0
#endif

// What went wrong, in bits 23:16 of a FAIL code; 0 to 3 are r0 to r3.
#define WHAT_PRESERVED          0x1f
#define WHAT_CPSR               0x20
#define WHAT_MODE               0x30
#define WHAT_HSCTLR             0x32
#define WHAT_HVBAR              0x33
#define WHAT_BOOT_MODE          0x35
#define WHAT_RETURNED           0x3f
#define WHAT_SECONDARY          0x40
#define WHAT_EXCEPTION          0x42
#define WHAT_TRANSLATION        0x50
#define WHAT_GUEST              0x51
#define WHAT_HOST               0x52
#define WHAT_INTERRUPT          0x53

#endif
