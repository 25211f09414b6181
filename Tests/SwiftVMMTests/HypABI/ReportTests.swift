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

        """
}
