// What the comparison leaves out, each with its reason.

@testable import SwiftVMM

enum Exclusions {
    /// Why a row of the table is not part of random sequences; nil if it is.
    static func reason(_ opcode: A64Opcode) -> String? {
        switch opcode {
        case .svc, .hvc, .smc, .brk, .eret:
            "Exceptions and returns: Unicorn stops at the instruction and takes none."
        case .hlt, .dcps1, .dcps2, .dcps3, .drps:
            "UNDEFINED outside Debug state: part of the test of UNDEFINED words."
        case .wfe, .wfi:
            "Our vCPU returns to the machine, which decides what to wait for; Unicorn has no machine."
        case .sysl: "No SYSL instruction is implemented by either."
        case .pointerCode, .pointerCodeZero, .xpac, .pacga, .branchAuthenticated,
            .branchLinkAuthenticated, .retAuthenticated, .eretAuthenticated, .ldra, .xpaclri,
            .pointerCode1716, .pointerCodeLR:
            "The code is of an algorithm of our own."
        case .fjcvtzs:
            "Unicorn 2.1.4 calls a denormal that is flushed exact. `FloatUnitTests` has these."
        case .ldsmaxb, .ldsmaxh, .ldsminb, .ldsminh:
            "Unicorn 2.1.4 compares narrow elements as unsigned numbers. `AtomicTests` has these."
        default: nil
        }
    }

    /// Rows whose 32-bit forms have that mistake.
    static func isNarrowSignedMinimumOrMaximum(_ opcode: A64Opcode, _ word: UInt32) -> Bool {
        switch opcode {
        case .ldsmax, .ldsmin: word & 1 << 30 == 0
        default: false
        }
    }

    // Other choices of the generator, which keep both engines to what the architecture defines:
    //
    // - A store exclusive follows its load exclusive with no store and no branch between, and with
    //   the same size: otherwise success is a choice (Arm ARM, "Exclusive access instructions and
    //   Shareable memory locations"). Our monitor loses its mark to any store in its granule;
    //   QEMU compares the value of memory.
    // - Store exclusives are aligned: whether an Alignment fault or the monitor comes first is
    //   IMPLEMENTATION DEFINED (`AArch64.ExclusiveMonitorsPass`). QEMU asks the monitor first.
    // - FEAT_LSE2 is not there: Unicorn has not got it.
    // - LDAR and STLR are aligned: QEMU 5.0 does not check them, the architecture without
    //   FEAT_LSE2 does (`AArch64.CheckAlignment`, AccType_ORDERED).
    // - MSR and MRS reach NZCV and TPIDR_EL0 only; MSR (immediate) the DAIF bits only; SYS is DC
    //   ZVA, cache maintenance and TLBI VMALLE1. System registers differ by design.

    /// Encodings of later extensions which QEMU 5.0's `max` executes and our `max` has not, so
    /// that only we refuse them. Named by the Arm ARM's feature.
    static let extensionsOfMax: [(mask: UInt32, value: UInt32, feature: String)] = [
        (0x0c00_0000, 0x0c00_0000, "SIMD and floating point after Armv8.0; Cortex-A57 judges it"),
        (0xffc0_0000, 0xd500_0000, "system: registers, and features of PSTATE and of barriers"),
    ]

    static func isExtensionOfMax(_ word: UInt32) -> Bool {
        extensionsOfMax.contains { word & $0.mask == $0.value }
    }
}
