// One row of the contract between a kernel and the code that owns EL2.

/// A rule of the hyp ABI. All rows are in `Rule.table`; the files Rules+….swift hold them by topic.
public struct Rule: Sendable {
    /// What a violation means.
    public enum Severity: String, Sendable {
        /// The other side breaks.
        case contract
        /// The processor or the firmware below is wrong, not the code under test.
        case machine
        /// The kernel around the calls is wrong.
        case kernel
        /// The rule states what a known-bad version does: holding means the bug is there.
        case knownBug = "known bug"
    }

    /// Which rule speaks first when several could. A rule owns what it looked at: one deviation,
    /// one finding.
    public enum Specificity: Int, Sendable, Comparable {
        /// One call in one situation (a second RESET, a number cut to 32 bits).
        case situation
        /// One call to one owner.
        case call
        /// Every call.
        case general
        /// Whatever no other rule owns.
        case residual
        /// A conclusion from all of the above; owns nothing.
        case conclusion

        public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    /// How a rule is judged. A check returns whether the rule applied at all.
    enum Check: Sendable {
        case call(Specificity, @Sendable (inout CallJudgement) -> Bool)
        /// A synchronous exception from EL1 that is no HVC; seen only through engine events.
        case trap(@Sendable (inout CallJudgement) -> Bool)
        /// The first return from EL2 to EL1 of a kernel; seen only through engine events.
        case boot(@Sendable (BootReturn) -> BootReturn.Verdict)
        /// Images measure it themselves and report it through the probe device.
        case measured
        /// Not judged from a plain run; why.
        case notJudged(String)
    }

    /// "HYP-24".
    public let id: String
    /// What must hold, in one line.
    public let statement: String
    /// Whose answer it speaks about; empty when it is the machine's or the kernel's own doing.
    public let owners: [OwnerKind]
    public let eras: EraRange
    /// Linux file and symbol, or the Arm ARM's name for it.
    public let source: String
    public let severity: Severity
    /// Entries of the bug catalogue that broke it: "B21".
    public let bugs: [String]
    /// Whether checkpoints alone cannot show it.
    public let needsEngineEvents: Bool
    let check: Check

    init(
        _ id: String, _ statement: String, owners: [OwnerKind], eras: EraRange = .all,
        source: String, severity: Severity = .contract, bugs: [String] = [],
        needsEngineEvents: Bool = false, check: Check
    ) {
        self.id = id
        self.statement = statement
        self.owners = owners
        self.eras = eras
        self.source = source
        self.severity = severity
        self.bugs = bugs
        self.needsEngineEvents = needsEngineEvents
        self.check = check
    }

    /// Why a plain run does not judge this rule; nil if it does.
    public var reasonNotJudged: String? {
        if case .notJudged(let reason) = check { reason } else { nil }
    }

    /// Judged by what an image reports of its own measurements.
    var isMeasured: Bool {
        if case .measured = check { true } else { false }
    }

    var number: Int { Int(id.dropFirst(4)) ?? 0 }

    func speaks(for owner: OwnerKind, in era: Era) -> Bool {
        (owners.isEmpty || owners.contains(owner)) && eras.contains(era)
    }
}

extension Rule {
    /// All rules, HYP-1 first.
    public static let table: [Rule] =
        (allEras + legacy + numberedCalls + softRestart + kvmInit + vhe + boot + worldSwitch)
        .sorted { $0.number < $1.number }

    public static func find(_ id: String) -> Rule? {
        let wanted = id.uppercased()
        return table.first { $0.id == wanted }
    }

    struct CallCheck: Sendable {
        let rule: Rule
        let specificity: Specificity
        let run: @Sendable (inout CallJudgement) -> Bool
    }

    /// The checks of calls in the order they are made: the most specific first, then by number.
    static let callChecks: [CallCheck] = {
        var checks: [CallCheck] = []
        for rule in table {
            guard case .call(let specificity, let run) = rule.check else { continue }
            checks.append(CallCheck(rule: rule, specificity: specificity, run: run))
        }
        checks.sort { ($0.specificity, $0.rule.number) < ($1.specificity, $1.rule.number) }
        return checks
    }()
}

/// A kernel leaving EL2 for the first time.
struct BootReturn: Sendable {
    enum Verdict: Sendable, Equatable {
        case notExercised
        case held
        case violated(expected: String, seen: String, bugs: [String] = [])
    }

    var vcpu: Int
    var time: UInt64
    var pc: UInt64
    var target: UInt64
    var x0: UInt64
    /// A soft restart brought this kernel in.
    var followsRestart: Bool
    /// A 32-bit kernel, which says itself when it has come up.
    var start: KernelStart?
}

/// One deviation from the contract, claimed by one rule.
public struct Finding: Sendable, Equatable {
    /// "HYP-24".
    public var rule: String
    /// What was looked at: "VBAR_EL2", "x0", "PSTATE.DAIF", "outcome".
    public var aspect: String
    public var expected: String
    public var seen: String
    /// The call, by its number in the report; 0 if it was no call.
    public var call: Int
    public var vcpu: Int
    public var time: UInt64
    /// The HVC, or the instruction that caused it.
    public var pc: UInt64
    /// The entry of the bug catalogue that this looks like, if any.
    public var bugs: [String]
}
