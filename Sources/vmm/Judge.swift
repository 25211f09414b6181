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

    init(image: Image, era: Era?) throws(VMMError) {
        checker = HypABIChecker(declaration: try ImageDeclaration(image), era: era)
        symbols = image.symbols
    }

    func watch(_ machine: VirtualMachine) {
        checker.watch(machine.vcpus)
        machine.observers.append(checker)
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
        case .guest(.exited(let code)): .exited(code: code)
        case .guest(.poweredOff), .guest(.reset): .poweredOff
        case .guest(.stuck(let reason, _)): .stuck(reason)
        case .guest(.instructionLimit), .guest(.stopped), .timeout: .outOfBudget
        case .interrupted: .interrupted
        // Nothing here asks to stop at events or breakpoints.
        case .guest(.event), .guest(.breakpoint): .unknown
        }
    }
}
