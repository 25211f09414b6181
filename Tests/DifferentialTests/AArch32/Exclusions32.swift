// What the comparison of the 32-bit instruction sets leaves out, each with its reason.

@testable import SwiftVMM

enum Exclusions32 {
    /// Why rows of an opcode are not part of random sequences; nil if they are.
    static func reason(_ opcode: AArch32Opcode) -> String? {
        switch opcode {
        case .svc, .hvc, .smc, .bkpt, .hlt, .udf:
            "Exceptions: Unicorn stops at the instruction and takes none."
        case .eret, .rfe, .srs, .ldmReturn, .ldmUser, .stmUser, .cps, .mrsBanked, .msrBanked:
            "Modes: guest tests have these; Unicorn has no vectors and no Hyp mode."
        case .wfe, .wfi, .yield, .sev, .sevl:
            "Our vCPU returns to the machine, which decides what to wait for."
        case .mcr, .mrc, .mcrr, .mrrc, .ldc: "System registers differ by design."
        case .setend: "Big-endian data: guest tests have it; Unicorn's memory hooks swap nothing."
        case .bxj: "Unicorn 2.1.4 treats it as BX only where Jazelle is trivial."
        default: nil
        }
    }

    static func isExcluded(_ i: AArch32Instruction) -> Bool {
        if reason(i.opcode) != nil || usesStackPointer(i) { return true }
        switch i.opcode {
        // The status registers: only the flags of CPSR. SPSR, masks and modes are for guest tests.
        case .msr:
            let fields = i.operand == .immediate ? i.rd : i.immediate
            return fields & ~0b1000 != 0
        case .mrs: return i.immediate == 1
        // Exception returns.
        case .mov, .mvn, .and, .eor, .orr, .bic, .orn, .add, .sub, .adc, .sbc, .rsb, .rsc:
            return i.rd == 15 && i.setsFlags
        // With the PC as base, or far from it: where that is, is not data.
        case .str, .strb, .strh, .ldr, .ldrb, .ldrh, .ldrsb, .ldrsh:
            // A base that is its own index reaches no data.
            if i.operand == .register && (i.shift == .rrx || i.rm == i.rn) { return true }
            return i.rn == 15 && (isStore(i) || i.operand == .register || i.immediate > 0xf00)
        // QEMU 5.0 does not check the alignment of the two words.
        case .strd, .ldrd:
            if i.operand == .register { return i.rn == 15 || i.rn == i.rm }
            return i.rn == 15 || i.immediate & 3 != 0
        // QEMU 5.0 forgets what is left of an IT block at an ISB in it.
        case .isb: return i.isThumb && i.condition != 14
        case .tableBranch: return i.rn == 15 || i.rn == i.rm
        case .floatingPoint: return isExcludedSIMD(i)
        default: return false
        }
    }

    private static func isExcludedSIMD(_ i: AArch32Instruction) -> Bool {
        switch i.simdFormat {
        // Identification and FPEXC differ by design.
        case .readStatus, .writeStatus: return i.rn != 1
        // The PC as base: see above.
        case .loadStore:
            return i.rn == 15
        case .loadStoreMultiple:
            // FLDMX and FSTMX, which QEMU 5.0 refuses from D16 on.
            return i.rn == 15 || i.isDouble && i.simdWord[bit: 0]
        // Both registers the same: both results are UNKNOWN.
        case .permute, .two:
            return [.vtrn, .vuzp, .vzip].contains(i.simd) && i.dd == i.dm
        default: return false
        }
    }

    /// Wide T32 instructions with SP where Armv7 calls that UNPREDICTABLE. Ours treat it as any
    /// other register, as Armv8 does; QEMU 5.0 refuses some.
    private static func usesStackPointer(_ i: AArch32Instruction) -> Bool {
        guard i.isThumb, i.lengthBytes == 4 else { return false }
        switch i.opcode {
        case .ldr, .ldrb, .ldrh, .ldrsb, .ldrsh, .str, .strb, .strh:
            return i.rd == 13 || i.operand == .register && i.rm == 13
        case .ldm, .stm: return i.immediate[bit: 13]
        case .tableBranch: return i.rm == 13
        case .floatingPoint:
            switch i.simdFormat {
            case .moveSingle, .moveToScalar, .moveFromScalar, .duplicateCore, .readStatus:
                return i.rd == 13
            case .moveTwoSingles, .moveDouble: return i.rd == 13 || i.rn == 13
            default: return false
            }
        default: return [i.rd, i.rn, i.rm, i.ra].contains(13)
        }
    }

    private static func isStore(_ i: AArch32Instruction) -> Bool {
        i.opcode == .str || i.opcode == .strb || i.opcode == .strh
    }

    /// Goes elsewhere than to the next instruction.
    static func isBranch(_ i: AArch32Instruction) -> Bool {
        i.mayWritePC || [.b, .cbz].contains(i.opcode)
    }

    static func accessesMemory(_ i: AArch32Instruction) -> Bool {
        switch i.opcode {
        case .ldr, .ldrb, .ldrh, .ldrsb, .ldrsh, .ldrd, .str, .strb, .strh, .strd, .ldrex, .ldrexb,
            .ldrexh, .ldrexd, .strex, .strexb, .strexh, .strexd, .ldm, .stm, .tableBranch, .lda,
            .ldab, .ldah, .stl, .stlb, .stlh:
            true
        case .floatingPoint:
            switch i.simdFormat {
            case .loadStore, .loadStoreMultiple, .structures, .structureLane, .structureAllLanes:
                true
            default: false
            }
        default: false
        }
    }

    /// VMSR: what is written is chosen, for Len and Stride are ours to ignore.
    static func writesFloatingPointStatus(_ i: AArch32Instruction) -> Bool {
        i.opcode == .floatingPoint && i.simdFormat == .writeStatus
    }

    /// VCVT from fixed point to a VFP register rounds to nearest; in QEMU 5.0 as FPSCR says.
    static func roundsToNearest(_ i: AArch32Instruction) -> Bool {
        i.opcode == .floatingPoint && i.simdFormat == .fixedPoint
    }

    /// The alignment that the base must have: QEMU 5.0 does not check that of LDM, STM, LDRD and
    /// STRD, and what a fault in the middle of them has loaded is UNKNOWN.
    static func needsAlignment(_ i: AArch32Instruction) -> UInt32 {
        switch i.opcode {
        case .ldrd, .strd, .ldm, .stm: 4
        case .ldrex, .strex, .lda, .stl: 4
        case .ldrexh, .strexh, .ldah, .stlh: 2
        case .ldrexd, .strexd: 8
        case .floatingPoint: 32
        default: 0
        }
    }
}
