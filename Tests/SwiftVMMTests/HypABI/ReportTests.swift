import Testing

@testable import SwiftVMM

@Suite struct ReportTests {
    static func shortRun() -> HypABIReport {
        CheckerTests.report([.kvmRestartLosesX0]) { kernel in
            let cpu = kernel.cpus[0]
            kernel.boot(cpu)
            kernel.call(cpu, 0, [ModelKernel.initVectors])
            kernel.call(cpu, ModelKernel.kvmInit, [0x4005_1000])
            kernel.restart(cpu)
            kernel.ending = .exited(code: 1)
        }
    }

    @Test func textFitsTheTerminal() {
        for fault in Fault.allCases {
            let text = CheckerTests.report(fault, .engine).text(symbols: ModelKernel.symbols)
            for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        }
    }

    @Test func jsonHasStableKeys() {
        let text = Self.shortRun().json(symbols: ModelKernel.symbols)
        for key in [
            "format", "version", "era", "observation", "ending", "clean", "counts", "owners",
            "calls", "installations", "restarts", "findings", "consequences", "guestFailures",
            "rules",
        ] {
            #expect(text.contains("\n  \"\(key)\": "), "\(key)")
        }
    }

    @Test func textOfAShortRun() {
        let text = Self.shortRun().text(symbols: ModelKernel.symbols)
        #expect(text == Self.golden, "\(text)")
    }

    static let golden = """
        Hyp ABI report: model
        kernel era latest, seen through every exception
          IS64   0x40000800 hyp_stub_vectors
          TP64   0x40003000 temporary_vectors
          KI64   0x40001000 kvm_init_vectors
          KF64   0xffff800000002000

        Calls
        #1 SET_VECTORS (0x0) -> IS64                                       vCPU 0  t 101
            from        hvc #0 at 0x40008204 kernel+0x204, EL1h
            to          0x40000c00 hyp_stub_vectors+0x400
            args        x1 0x40001000  x2 0x1102  x3 0x1103  x4 0x1104
            VBAR_EL2    0x40000800 -> 0x40001000
            end         returned, x0 = 0x0, EL1h
            holds       HYP-1 HYP-2 HYP-6 HYP-18 HYP-33

        #2 KVM init (0xc6000000) -> KI64                                   vCPU 0  t 213
            from        hvc #0 at 0x40008204 kernel+0x204, EL1h
            to          0x40001400 kvm_init_vectors+0x400
            args        x1 0x40051000  x2 0x1102  x3 0x1103  x4 0x1104
            x0          0xc6000000 -> 0x0
            SCTLR_EL2   0x30c50830 -> 0x30c5183d
            TTBR0_EL2   0x500000047000 -> 0x40050000
            VBAR_EL2    0x40001000 -> 0xffff800000002000
            end         returned, x0 = 0x0, EL1h
            holds       HYP-1 HYP-2 HYP-6 HYP-33 HYP-47

        #3 SOFT_RESTART (0x1) -> KF64                                      vCPU 0  t 325
            from        hvc #0 at 0x40008204 kernel+0x204, EL1h
            to          0xffff800000002400
            args        x1 0x40100000  x2 0xd7b00000  x3 0x22  x4 0x33
            x0          0x1 -> 0x0
            x1          0x40100000 -> 0x22
            x2          0xd7b00000 -> 0x33
            x4          0x33 -> 0x40100000
            SCTLR_EL2   0x30c5183d -> 0x30c50830
            VBAR_EL2    0xffff800000002000 -> 0x40000800
            pstate      0x600003c5 -> 0x3c9
            end         went on at 0x40100000 second_kernel, EL2h
            holds       HYP-1 HYP-33 HYP-38 HYP-39
            BREAKS      HYP-36: x0 is 0x0, not 0xd7b00000

        Vectors (VBAR_EL2)
          0x40000800 -> 0x40001000 KI64                                    vCPU 0  t 111
          0x40001000 -> 0xffff800000002000 KF64                            vCPU 0  t 223
          0xffff800000002000 -> 0x40000800 IS64                            vCPU 0  t 335

        Restarts
          #3 by KF64 at 0x40100000 second_kernel                           vCPU 0  t 335
            with        x0 0x0  x1 0x22  x2 0x33  PSTATE 0x3c9

        Findings
          HYP-36  From KVM, SOFT_RESTART arrives the same way, EL2 MMU off, stub
                  vectors, PSTATE 0x3c9
            what        x0
            expected    0xd7b00000
            seen        0x0
            where       call #3, 0x40008204 kernel+0x204, vCPU 0
            compare     bug B21

        Consequences (of what was found before them)
          - the run ended badly: the guest ended with code 1

        Rules
          HYP-36  BROKEN 1x    From KVM, SOFT_RESTART arrives the same way, EL2 MMU off,
                               stub vectors, PSTATE 0x3c9
          HYP-1   held   3x    The handler starts at EL2h with D, A, I, F masked;
                               SPSR_EL2 is the caller's PSTATE
          HYP-2   held   2x    A call that returns goes on behind the HVC with the
                               caller's flags, masks and mode
          HYP-6   held   2x    A call that returns preserves x19 to x30 (IS64B alone may
                               destroy lr), r4 to r11 on arm32
          HYP-18  held   1x    SET_VECTORS (0) makes x1 VBAR_EL2 and returns 0
          HYP-33  held   3x    Only x0 to x18 may change, on arm32 r0 to r3 and ip: SP,
                               TPIDR_ELx, EL1 registers stay
          HYP-38  held   1x    The payload starts with D, A, I and F masked
          HYP-39  held   1x    The callee leaves SCTLR_EL1, TTBRx_EL1 and VTTBR_EL2
                               alone
          HYP-43  held   1x    A kernel entered by a restart finds that it was booted at
                               EL2, in Hyp mode
          HYP-47  held   1x    Init returns 0 with the EL2 MMU on and the host vectors
                               in; only x0 to x3 change
          HYP-68  held   1x    A CPU entered at EL2 records boot mode 0xe12 before it
                               drops to EL1
          not exercised:
            HYP-3 HYP-5 HYP-8 HYP-9 HYP-10 HYP-11 HYP-12 HYP-13 HYP-14 HYP-15 HYP-16
            HYP-17 HYP-19 HYP-20 HYP-21 HYP-22 HYP-23 HYP-24 HYP-25 HYP-26 HYP-27 HYP-28
            HYP-30 HYP-31 HYP-32 HYP-34 HYP-35 HYP-37 HYP-40 HYP-41 HYP-44 HYP-45 HYP-48
            HYP-49 HYP-52 HYP-53 HYP-54 HYP-55 HYP-56 HYP-57 HYP-58 HYP-60 HYP-61 HYP-62
            HYP-63 HYP-66 HYP-70 HYP-75 HYP-79 HYP-81 HYP-82 HYP-83 HYP-84 HYP-89
          not judged here (vmm explain says why):
            HYP-4 HYP-7 HYP-29 HYP-42 HYP-46 HYP-50 HYP-51 HYP-59 HYP-64 HYP-65 HYP-67
            HYP-69 HYP-71 HYP-72 HYP-73 HYP-74 HYP-76 HYP-77 HYP-78 HYP-80 HYP-85 HYP-86
            HYP-87 HYP-88

        Verdict: the hyp ABI was broken (1 finding). 10 rules held, 1 broken, 54 not
                 exercised, 24 not judged here.

        """
}
