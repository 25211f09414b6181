// What the checker hands out: plain data. Report+Text.swift and Report+JSON.swift write it down.

/// How the run under observation ended, told by the machine.
public enum RunEnding: Sendable, Equatable {
    /// The guest ended it with this code.
    case exited(code: UInt32)
    case poweredOff
    case stuck(StuckReason)
    /// The instruction budget or the time was used up.
    case outOfBudget
    case interrupted
    case unknown

    /// Running on could not have finished a call.
    var provesNoReturn: Bool {
        if case .stuck = self { true } else { false }
    }

    var isBad: Bool {
        switch self {
        case .exited(let code): code != 0
        case .stuck, .outOfBudget: true
        case .poweredOff, .interrupted, .unknown: false
        }
    }
}

extension RunEnding: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exited(let code): "the guest ended with code \(code)"
        case .poweredOff: "the guest powered off"
        case .stuck(.exceptionLoop(let vector, let syndrome, let address)):
            "stuck in an exception loop at vector \(vector.hex()),"
                + " syndrome \(syndrome.hex()), address \(address.hex())"
        case .stuck(.branchToSelf(let address)): "stuck at a branch to itself at \(address.hex())"
        case .stuck(.nothingToWake): "every CPU waits and nothing can wake one"
        case .outOfBudget: "the budget ran out"
        case .interrupted: "interrupted"
        case .unknown: "not told"
        }
    }
}

/// Something that followed from an earlier finding, and is no finding of its own.
public struct Consequence: Sendable, Equatable {
    public var text: String
    /// The rule that was broken first.
    public var of: String
}

/// The image's own check failed, with no rule broken before.
public struct GuestFailure: Sendable, Equatable {
    public var vcpu: Int
    public var time: UInt64
    public var pc: UInt64
    public var value: UInt32
}

/// A rule and what came of it.
public struct RuleResult: Sendable {
    public enum Verdict: Sendable, Equatable {
        case held
        case violated
        case notExercised
        /// This engine never judges it; why.
        case notJudged(String)

        public var name: String {
            switch self {
            case .held: "held"
            case .violated: "violated"
            case .notExercised: "not exercised"
            case .notJudged: "not judged"
            }
        }
    }

    public var rule: Rule
    public var verdict: Verdict
    /// How many times it applied and held.
    public var held: Int
    /// Positions in the report's findings.
    public var findings: [Int]
}

/// Everything a run showed about the hyp ABI.
public struct HypABIReport: Sendable {
    public var title: String
    public var era: Era
    public var observation: Observation
    public var ending: RunEnding
    public var owners: [ImageDeclaration.Owner]
    /// All calls, also those beyond `HypABIChecker.recordLimit` that `records` leaves out.
    public var callCount: Int
    public var records: [HypercallRecord]
    public var installations: [VectorInstallation]
    public var restarts: [Restart]
    public var findings: [Finding]
    public var consequences: [Consequence]
    public var guestFailures: [GuestFailure]
    /// One for each rule, HYP-1 first.
    public var rules: [RuleResult]

    /// The kernel was a 32-bit one.
    public var isArm32: Bool {
        owners.contains(where: \.kind.isArm32) || records.contains(where: \.before.isAArch32)
    }

    /// No rule was broken.
    public var isClean: Bool { findings.isEmpty }

    public func count(_ name: String) -> Int { rules.filter { $0.verdict.name == name }.count }

    public subscript(rule id: String) -> RuleResult? { rules.first { $0.rule.id == id } }
}
