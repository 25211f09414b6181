// From the library's checker to what `vmm run` needs of it.

import SwiftVMM

/// What the checker says at the end of a run.
struct Verdict {
    var hasViolations: Bool
    var text: String
    var json: JSONValue
}

/// Watches a run and judges it by the rules of the hyp ABI.
struct Judge {
    private let checker: HypABIChecker
    private let symbols: Symbols

    /// The loaded image of the machine decides whose vectors are whose.
    init(_ machine: VirtualMachine, era: Era?, symbols: Symbols) throws(VMMError) {
        checker = try machine.makeChecker(era: era)
        self.symbols = symbols
    }

    func verdict(_ ending: Ending) -> Verdict {
        let report = checker.finish(ending.forChecker)
        return Verdict(
            hasViolations: !report.isClean, text: report.text(symbols: symbols),
            json: report.value(symbols: symbols))
    }
}

extension Ending {
    fileprivate var forChecker: RunEnding {
        switch self {
        case .guest(let outcome): RunEnding(outcome)
        case .timeout: .outOfBudget
        case .interrupted: .interrupted
        }
    }
}
