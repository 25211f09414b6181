// System registers: values the firmware writes, fields it tests, and the
// encodings of registers whose names a plain Armv8.1 assembler does not know.
// Field numbers: Arm ARM DDI 0487, the register's own title.

#ifndef FIRMWARE_REGISTERS_H
#define FIRMWARE_REGISTERS_H

// Exception levels as CurrentEL and SPSR_ELx spell them.
#define CURRENT_EL1             0x4
#define CURRENT_EL2             0x8
#define DAIF_ALL                0x3c0
#define SPSR_EL1H_MASKED        0x3c5
#define SPSR_EL2H_MASKED        0x3c9

// SCTLR_ELx. "Off" is the RES1 bits alone: little endian, no MMU, no caches,
// no alignment checks. "On" adds M, C, SA and I.
#define SCTLR_ON_BITS           0x100d
#define SCTLR_EL2_OFF           0x30c50830
#define SCTLR_EL2_ON            (SCTLR_EL2_OFF|SCTLR_ON_BITS)
#define SCTLR_EL1_OFF           0x30d00800
#define SCTLR_EL1_ON            (SCTLR_EL1_OFF|SCTLR_ON_BITS)
// RES1 where the feature behind the bit is absent, so it differs between CPUs and
// between EL1 and EL2: LSMAOE, nTLSMD, EIS, TSCXT, EOS, SED, ITD.
#define SCTLR_OPTIONAL_ONES     0x30500980
#define SCTLR_EL2_ENTP2         (1<<60)

// HCR_EL2.
#define HCR_E2H_BIT             34
#define HCR_E2H                 (1<<34)
#define HCR_HOST                0x0100030080000000      // RW, APK, API, ATA
#define HCR_VHE_HOST            0x0000000488000000      // RW, TGE, E2H

// Trap and timer controls.
#define CPTR_EL2_HOST           0x33ff          // nVHE layout: RES1, nothing trapped below
#define CPTR_EL2_TZ             (1<<8)
#define CPTR_EL2_TSM            (1<<12)
#define CPACR_FPEN              (3<<20)
#define CPACR_ZEN               (3<<16)
#define CPACR_SMEN              (3<<24)
#define CNTHCTL_EL1_ACCESS      3               // nVHE: EL1PCTEN, EL1PCEN
#define CNTHCTL_E2H_SHIFT       10
#define MDCR_E2PB               (3<<12)
#define MDCR_E2TB               (3<<24)
#define PMSCR_EL2_PA_PCT        0x50            // PA (bit 4), PCT (bits 7:6) = 1
#define HCRX_HOST               0x804800        // MSCEn, TCR2En, EnFPM

// Memory types and translation tables (stage 1, 4 KiB granule, 39 bit VA).
// RAM is mapped Normal Non-cacheable, and so are the table walks: this is what
// an MMU-off access uses as well, so no cache maintenance is owed anywhere.
#define MAIR_DEVICE_NORMAL      0x4400          // 0: Device-nGnRnE, 1: Normal NC
#define ATTR_DEVICE             (0<<2)
#define ATTR_NORMAL             (1<<2)
#define DESC_TABLE              0x3
#define DESC_BLOCK              0x1
#define DESC_PAGE               0x3
#define DESC_AF                 (1<<10)
#define DESC_SH_INNER           (3<<8)
#define DESC_AP1                (1<<6)          // RES1 for EL2 alone; "EL0 too" in EL1&0, EL2&0
#define DESC_NEVER_EXECUTE      (3<<53)
#define TCR_EL1_39BIT           0xb5990019      // T0SZ, T1SZ 25; EPD1; TG0, TG1 4K
#define TCR_EL2_39BIT           0x80800019      // RES1 bits 31, 23; T0SZ 25; TG0 4K
#define VTCR_EL2_IDLE           0x80000058      // RES1 bit 31; SL0 1; T0SZ 24

// ID register fields, as the shift of a four-bit field.
#define PFR0_GIC                24
#define PFR0_SVE                32
#define PFR0_AMU                44
#define PFR1_SME                24
#define PFR1_GCS                44
#define DFR0_PMUVER             8
#define DFR0_PMSVER             32
#define DFR0_TRACEBUFFER        44
#define DFR0_BRBE               52
#define MMFR0_FGT               56
#define MMFR1_VH                8
#define MMFR1_LO                16
#define MMFR1_HCX               40
#define MMFR3_TCRX              0
#define MMFR3_S1PIE             8
#define MMFR3_S1POE             16
#define MMFR4_E2H0              24

#define REG_ID_AA64MMFR3_EL1    S3_0_C0_C7_3
#define REG_ID_AA64MMFR4_EL1    S3_0_C0_C7_4
#define REG_ID_AA64SMFR0_EL1    S3_0_C0_C4_5
#define REG_SMIDR_EL1           S3_1_C0_C0_6
#define REG_HCRX_EL2            S3_4_C1_C2_2
#define REG_BRBCR_EL2           S2_4_C9_C0_0
#define REG_PMBIDR_EL1          S3_0_C9_C10_7
#define REG_PMSCR_EL2           S3_4_C9_C9_0
#define REG_TRBIDR_EL1          S3_0_C9_C11_7
#define REG_ICC_SRE_EL1         S3_0_C12_C12_5
#define REG_ICC_SRE_EL2         S3_4_C12_C9_5
#define REG_ICH_HCR_EL2         S3_4_C12_C11_0
#define REG_ICH_VTR_EL2         S3_4_C12_C11_1
#define REG_HFGRTR_EL2          S3_4_C1_C1_4
#define REG_HFGWTR_EL2          S3_4_C1_C1_5
#define REG_HFGITR_EL2          S3_4_C1_C1_6
#define REG_HDFGRTR_EL2         S3_4_C3_C1_4
#define REG_HDFGWTR_EL2         S3_4_C3_C1_5
#define REG_HAFGRTR_EL2         S3_4_C3_C1_6
#define REG_HDFGRTR2_EL2        S3_4_C3_C1_0
#define REG_HDFGWTR2_EL2        S3_4_C3_C1_1
#define REG_HFGRTR2_EL2         S3_4_C3_C1_2
#define REG_HFGWTR2_EL2         S3_4_C3_C1_3
#define REG_HFGITR2_EL2         S3_4_C3_C1_7
#define REG_ZCR_EL2             S3_4_C1_C2_0
#define REG_SMPRIMAP_EL2        S3_4_C1_C2_5
#define REG_SMCR_EL2            S3_4_C1_C2_6
#define REG_GCSCR_EL1           S3_0_C2_C5_0
#define REG_GCSCRE0_EL1         S3_0_C2_C5_2
#define REG_TCR2_EL1            S3_0_C2_C0_3
#define REG_TCR2_EL12           S3_5_C2_C0_3
#define REG_PIRE0_EL1           S3_0_C10_C2_2
#define REG_PIRE0_EL12          S3_5_C10_C2_2
#define REG_PIR_EL1             S3_0_C10_C2_3
#define REG_PIR_EL12            S3_5_C10_C2_3

// The "n" bits of the fine-grained traps have the opposite sense of all others:
// 0 traps. Each group is set only where its feature exists.
#define FGT_SME                 (3<<54)         // nTPIDR2_EL0, nSMPRI_EL1
#define FGT_S1PIE               (3<<57)         // nPIR_EL1, nPIRE0_EL1
#define FGT_S1POE               (3<<59)         // nPOR_EL1, nPOR_EL0
#define FGT_GCS                 (3<<52)         // nGCS_EL1, nGCS_EL0
#define FGIT_BRBE               (3<<55)         // nBRBIALL, nBRBINJ
#define FGIT_GCS                (7<<57)         // nGCSEPP, nGCSSTR_EL1, nGCSPUSHM_EL1
#define FGDT_BRBE               (7<<59)         // nBRBDATA, nBRBCTL, nBRBIDR
#define FGDT_PMSNEVFR           (1<<62)
#define FGDT2_PMU_V3P9          (7<<2)          // nPMUACR_EL1, nPMICFILTR_EL0, nPMICNTR_EL0

#endif
