// How a run ended, as text and as data.

import SwiftVMM

/// The end of a run as a user thinks of it.
enum Ending: Equatable {
    case guest(RunOutcome)
    case timeout
    case interrupted

    init(_ outcome: RunOutcome, isInterrupted: Bool) {
        self =
            switch outcome {
            case .stopped: isInterrupted ? .interrupted : .timeout
            default: .guest(outcome)
            }
    }

    var status: ExitStatus {
        switch self {
        case .guest(.exited(code: 0)), .guest(.poweredOff), .guest(.reset): .success
        case .guest(.exited): .guestFailure
        case .guest(.stuck): .guestStuck
        case .guest(.instructionLimit), .guest(.stopped), .timeout: .limitReached
        // The command sets no stop events, and the checker handles its breakpoints.
        case .guest(.event), .guest(.breakpoint): .bug
        case .guest(.failed(let error)): ExitStatus(error.code)
        case .interrupted: .interrupted
        }
    }

    /// The stable word of the JSON report.
    var word: String {
        switch self {
        case .guest(.exited): "exited"
        case .guest(.poweredOff): "poweredOff"
        case .guest(.reset): "reset"
        case .guest(.stuck): "stuck"
        case .guest(.instructionLimit): "instructionLimit"
        case .guest(.stopped), .timeout: "timeout"
        case .guest(.event): "event"
        case .guest(.breakpoint): "breakpoint"
        case .guest(.failed): "failed"
        case .interrupted: "interrupted"
        }
    }

    func describe(_ symbols: Symbols) -> String {
        switch self {
        case .guest(.exited(let code)): "the guest exited with code \(code)"
        case .guest(.poweredOff): "the guest powered the machine off (SYSTEM_OFF)"
        case .guest(.reset): "the guest reset the machine (SYSTEM_RESET)"
        case .guest(.stuck(let reason, let vcpu)):
            "the guest is stuck on vCPU \(vcpu): \(describe(reason, symbols))"
        case .guest(.instructionLimit): "stopped: the instruction budget is used up"
        case .guest(.stopped), .timeout: "stopped: the time limit is reached"
        case .guest(.event): "stopped at an event"
        case .guest(.breakpoint(let address, let vcpu)):
            "stopped at the breakpoint \(address.hex()) on vCPU \(vcpu)"
        case .guest(.failed(let error)): "the host could not run on: \(error.message)"
        case .interrupted: "interrupted"
        }
    }

    private func describe(_ reason: StuckReason, _ symbols: Symbols) -> String {
        func place(_ address: UInt64) -> String {
            symbols.describe(address).map { "\(address.hex()) (\($0))" } ?? address.hex()
        }
        return switch reason {
        case .exceptionLoop(let vector, let syndrome, let faultingAddress):
            "exceptions without end at \(place(faultingAddress)), vector \(place(vector)), "
                + "syndrome \(syndrome.hex()): \(Syndrome(rawValue: syndrome))"
        case .branchToSelf(let address):
            "the instruction at \(place(address)) branches to itself, and no interrupt can come"
        case .nothingToWake: "every vCPU waits or is off, and nothing can wake one"
        }
    }
}

struct RunReport {
    var image: Image
    var outcome: Ending
    var backend: BackendSelection
    var instructions: UInt64
    var elapsedNanoseconds: UInt64
    /// How often the machine started again before it ended.
    var resets: Int
    /// Nil with --no-check.
    var verdict: Verdict?
    /// With --hazards: what was found.
    var hazards: [Hazard]?

    /// A violated rule wins over how the guest fared: it usually is the cause. Being interrupted is
    /// the user's doing and stays what it is.
    var status: ExitStatus {
        let isViolated = verdict?.hasViolations == true || hazards?.isEmpty == false
        return outcome != .interrupted && isViolated ? .ruleViolated : outcome.status
    }

    var text: String {
        let milliseconds = elapsedNanoseconds / 1_000_000
        let count = backend.backend == .kvm ? "" : "\(instructions) instructions, "
        let restarts =
            resets == 0 ? "" : resets == 1 ? "after a reset, " : "after \(resets) resets, "
        return (verdict?.text ?? "") + hazardText
            + "\(image.title): \(restarts)\(outcome.describe(image.symbols)) "
            + "(\(count)\(milliseconds) ms)\n"
            + "backend \(backend.text)\n"
    }

    private var hazardText: String {
        guard let hazards else { return "" }
        if hazards.isEmpty { return "no hazards found\n" }
        let lines = hazards.map { $0.text(image.symbols) + "\n" }.joined()
        return lines + "\(hazards.count) hazards found\n"
    }

    /// One object. It holds nothing that differs between two runs of the same image and seed, so
    /// reports can be compared; real time is in the text report only.
    var json: JSONValue {
        .object([
            ("format", .string("swiftvmm-run")),
            ("version", .number(1)),
            ("image", .string(image.name)),
            ("title", .string(image.title)),
            (
                "backend",
                .object([
                    ("name", .string(backend.backend.rawValue)),
                    ("reason", .string(backend.reason)),
                    ("hint", backend.hint.map(JSONValue.string) ?? .null),
                ])
            ),
            ("ending", ending),
            ("resets", .number(resets)),
            ("instructions", .number(Int(clamping: instructions))),
            ("exitCode", .number(Int(status.rawValue))),
            ("check", verdict?.json ?? .null),
            (
                "hazards",
                hazards.map { .array($0.map { .object($0.members) }) } ?? .null
            ),
        ])
    }

    private var ending: JSONValue {
        var fields: [(String, JSONValue)] = [("kind", .string(outcome.word))]
        switch outcome {
        case .guest(.exited(let code)): fields.append(("code", .number(Int(code))))
        case .guest(.stuck(_, let vcpu)): fields.append(("vcpu", .number(Int(vcpu))))
        default: break
        }
        return .object(fields + [("text", .string(outcome.describe(image.symbols)))])
    }
}
