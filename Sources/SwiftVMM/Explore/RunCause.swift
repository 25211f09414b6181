// Why a run is not what it should be.

/// One thing wrong with a run. Runs with the same `key` fail for the same reason.
public struct RunCause: Sendable, Equatable {
    /// Most telling first: what comes earlier explains what comes later.
    public enum Kind: String, Sendable, CaseIterable {
        case rule
        case hazard
        /// EL2 fetched from where there is no code for it.
        case wildJump = "wild jump"
        /// EL2 took an exception of its own making.
        case fault = "fault at EL2"
        case stuck
        /// The image's own check failed.
        case guestFailure = "guest failure"
        /// The run did not end where it ends if left alone.
        case endless
        case failed
    }

    public var kind: Kind
    public var key: String
    public var text: String
    /// Entries of the bug catalogue that it looks like.
    public var bugs: [String] = []

    var rank: Int { Kind.allCases.firstIndex(of: kind) ?? 0 }
}

extension RunCause {
    /// A use of what the architecture does not promise.
    init(_ hazard: Hazard, _ symbols: Symbols) {
        let place = symbols.describe(hazard.victim.pc) ?? hazard.victim.pc.hex()
        self.init(
            kind: .hazard, key: "\(hazard.cause.rawValue) \(place)", text: hazard.text(symbols))
    }
}

/// Notes exceptions that EL2 takes from itself, other than calls.
final class EL2FaultWatcher: VCPUObserver {
    let observedKinds: EventKinds = .exceptions
    private(set) var causes: [RunCause] = []
    private let symbols: Symbols

    init(symbols: Symbols) { self.symbols = symbols }

    func vcpu(_ vcpu: any VCPU, did event: Event) {
        guard
            case .exceptionTaken(
                .synchronous, .el2, .el2, let value, let back, _, _, let address) = event.detail
        else { return }
        let syndrome = Syndrome(rawValue: value)
        let exceptionClass = value >> 26 & 0x3f
        guard exceptionClass != 0x16, exceptionClass != 0x12, causes.count < 4 else { return }
        // Instruction aborts, unknown instructions, PC alignment, illegal state.
        let isWild = [0x00, 0x0e, 0x20, 0x21, 0x22].contains(exceptionClass)
        let place = symbols.describe(back) ?? back.hex()
        let target = address.map { ", address \($0.hex())" } ?? ""
        causes.append(
            RunCause(
                kind: isWild ? .wildJump : .fault,
                key: "EL2 exception class \(exceptionClass.hex())",
                text: "EL2 took \(syndrome) from itself at \(place)\(target)"))
    }
}

extension RunCause {
    /// What is wrong with a run, most telling first.
    ///
    /// - Parameters:
    ///   - reference: The undisturbed run's ending; a run that goes on longer than it should is
    ///     judged by it.
    ///   - payload: Where an injected soft restart leads: getting there is no failure.
    static func all(
        _ report: HypABIReport, _ outcome: RunOutcome, _ faults: [RunCause],
        hazards: [Hazard] = [], symbols: Symbols,
        mustEnd: Bool, payload: UInt64
    ) -> [RunCause] {
        var causes = report.findings.map { finding in
            let at = symbols.describe(finding.pc) ?? finding.pc.hex()
            return RunCause(
                kind: .rule, key: "\(finding.rule) \(finding.aspect)",
                text: "\(finding.rule) \(finding.aspect) at \(at): expected \(finding.expected), "
                    + "seen \(finding.seen)",
                bugs: finding.bugs)
        }
        causes += hazards.map { RunCause($0, symbols) }
        causes += faults
        for failure in report.guestFailures {
            let at = symbols.describe(failure.pc) ?? failure.pc.hex()
            causes.append(
                RunCause(
                    kind: .guestFailure, key: "guest check \(failure.value.hex())",
                    text: "the image's check \(failure.value.hex()) failed at \(at)"))
        }
        if let ending = ending(outcome, symbols: symbols, mustEnd: mustEnd, payload: payload) {
            causes.append(ending)
        }
        return causes.enumerated().sorted {
            ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
        }
        .map(\.element)
    }

    private static func ending(
        _ outcome: RunOutcome, symbols: Symbols, mustEnd: Bool, payload: UInt64
    ) -> RunCause? {
        switch outcome {
        case .stuck(.branchToSelf(payload), _): return nil
        case .stuck(let reason, let vcpu):
            let ending = RunEnding.stuck(reason)
            let key: String
            switch reason {
            case .exceptionLoop(let vector, let syndrome, _):
                let place = symbols.describe(vector) ?? vector.hex()
                key = "exception loop at \(place), class \((syndrome >> 26).hex())"
            case .branchToSelf(let address):
                key = "parked at \(symbols.describe(address) ?? address.hex())"
            case .nothingToWake: key = "nothing to wake"
            }
            return RunCause(kind: .stuck, key: key, text: "vCPU \(vcpu) is \(ending)")
        case .exited(let code) where code != 0:
            return RunCause(
                kind: .guestFailure, key: "exit code \(code)",
                text: "the guest ended with code \(code)")
        case .instructionLimit where mustEnd:
            return RunCause(
                kind: .endless, key: "endless",
                text: "the run goes on, though left alone it ends")
        case .failed(let error):
            return RunCause(kind: .failed, key: "failed", text: error.message)
        default: return nil
        }
    }
}
