// The board as the firmware sees it: addresses, probe registers, power calls.
// Preprocessor constants only, so that every file may include this one.

#ifndef FIRMWARE_MACHINE_H
#define FIRMWARE_MACHINE_H

#define LOAD_ADDRESS            0x40000000

// PL011 (Arm DDI 0183): data register, flag register, "transmit FIFO full".
#define UART_BASE_HIGH          0x0900          // 0x0900_0000 >> 16
#define UART_DR                 0x00
#define UART_FR                 0x18
#define UART_FR_TXFF_BIT        5

// The probe: one page of write-only checkpoints that the VMM watches.
// On a board without it the page is empty flash and the stores fall flat.
#define PROBE_BASE_HIGH         0x0700          // 0x0700_0000 >> 16
#define PROBE_MAGIC             0x00
#define PROBE_VERSION           0x04
#define PROBE_EXIT              0x08
#define PROBE_MARK              0x10
#define PROBE_CALL              0x18
#define PROBE_RETURN            0x20
#define PROBE_ENTRY             0x28
#define PROBE_FAIL              0x30
#define PROBE_MAGIC_VALUE       0x424f5250      // "PROB", little endian

// PSCI (Arm DEN 0022), function identifiers.
#define PSCI_CPU_OFF            0x84000002
#define PSCI_SYSTEM_OFF         0x84000008
#define PSCI_CPU_ON             0xc4000003
#define PSCI_AFFINITY_INFO      0xc4000004
#define PSCI_AFFINITY_IS_OFF    1

// The hyp ABI since Linux 4.12: Linux arch/arm64/include/asm/virt.h.
#define HVC_SET_VECTORS         0
#define HVC_SOFT_RESTART        1
#define HVC_RESET_VECTORS       2
#define HVC_FINALISE_EL2        3               // 5.12 (as VHE_RESTART), 6.0
#define HVC_GET_ICH_VTR_EL2     4               // 6.19
#define HVC_STUB_HCALL_NR       5
#define HVC_STUB_ERR            0x0badca11

// The same wire in Linux 4.7 to 4.11: three other meanings and another refusal.
#define LEGACY_GET_VECTORS      0
#define LEGACY_SET_VECTORS      1
#define LEGACY_SOFT_RESTART     2
#define LEGACY_HYP_GONE         2

// Hypercalls of our KVM-like owner: SMCCC fast call, 64 bit, vendor hypervisor.
#define KVM_INIT                0xc6000000
#define KVM_ADD                 0xc6000001
#define KVM_NO_SUCH_CALL        0xc60000ff
#define SMCCC_HINT_BIT          16
#define SMCCC_NOT_SUPPORTED     -1

#define BOOT_MODE_EL2           0xe12
#define BOOT_MODE_EL1           0xe11
#define BOOT_MODE_E2H_BIT       32

// What went wrong, in bits 23:16 of a FAIL code (bits 15:0 hold the call tag).
// 0 to 4 name the register x0 to x4 that held another value than promised.
#define WHAT_PRESERVED          0x1f            // one of x19-x26, x29, x30
#define WHAT_NZCV               0x20
#define WHAT_DAIF               0x21
#define WHAT_CURRENT_EL         0x30
#define WHAT_SPSEL              0x31
#define WHAT_SCTLR_EL2          0x32
#define WHAT_VBAR_EL2           0x33
#define WHAT_HCR_EL2            0x34
#define WHAT_BOOT_MODE          0x35
#define WHAT_SCTLR_EL12         0x36
#define WHAT_ICH_VTR_EL2        0x37
#define WHAT_RETURNED           0x3f            // a soft restart came back
#define WHAT_SECONDARY          0x40            // CPU 1 never reported
#define WHAT_CHECKSUM           0x41
#define WHAT_EXCEPTION          0x42            // the kernel took one

#endif
