// From the library's checker to what `vmm run` needs of it.

import SwiftVMM

/// What the checker says at the end of a run.
struct Verdict {
    var hasViolations: Bool
    var text: String
    var json: JSON
}

/// Watches a run and judges it.
struct Judge {
    private let checker: HypABIChecker
    private let symbols: Symbols

    /// The loaded image of the machine decides whose vectors are whose.
    init(_ machine: VirtualMachine, era: Era?, symbols: Symbols) throws(VMMError) {
        checker = try machine.makeChecker(era: era)
        self.symbols = symbols
    }

    func verdict(_ outcome: RunOutcome) -> Verdict {
        let report = checker.finish(RunEnding(outcome))
        return Verdict(
            hasViolations: !report.isClean, text: report.text(symbols: symbols),
            json: .raw(report.json(symbols: symbols, pretty: false)))
    }
}
