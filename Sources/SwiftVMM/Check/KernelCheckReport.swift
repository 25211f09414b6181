// What `vmm check` hands out: plain data. KernelCheckReport+Text.swift and +JSON.swift write it.

/// Every stage that a kernel went through, and what each rule came to.
public struct KernelCheckReport: Sendable {
    /// An instruction that EL2 executed.
    public struct Step: Sendable, Equatable {
        public var pc: UInt64
        public var word: UInt32
        public var set = InstructionSet.a64
        /// The address of the next in memory.
        var end: UInt64 { pc &+ UInt64(set.lengthBytes(of: word)) }
    }

    /// One experiment at one stage.
    public struct Trial: Sendable {
        public var name: String
        /// False where the kernel's state did not allow it.
        public var wasTried: Bool
        public var callCount = 0
        /// How often each rule applied and held.
        public var held: [String: Int] = [:]
        public var findings: [Finding] = []
        /// What EL2 executed in the call of the first finding; its middle may be left out.
        public var code: [Step] = []

        mutating func credit(_ rule: String, _ count: Int) {
            if count > 0 { held[rule, default: 0] += count }
        }

        init(name: String, wasTried: Bool) {
            self.name = name
            self.wasTried = wasTried
        }
    }

    /// A stage that was reached.
    public struct Visit: Sendable {
        public var stage: CheckStage
        /// Instructions executed until then.
        public var time: UInt64
        public var pc: UInt64
        public var vectorBase: UInt64
        public var experiments: [Trial]
    }

    /// One boot of the kernel.
    public struct Boot: Sendable {
        /// What was asked of KVM, as `kvm-arm.mode=` takes it; nil if nothing was.
        public var mode: String?
        public var visits: [Visit]
        /// What the kernel did by itself.
        public var own: HypABIReport
        public var ending: RunOutcome
        /// Where EL2 sees the kernel's image, once KVM has mapped it there.
        public var imageAtEL2: Symbols.Alias?
        /// What the kernel did that the architecture does not promise, where that was watched for.
        public var hazards: [Hazard] = []
    }

    public struct RuleSummary: Sendable {
        public var rule: Rule
        /// How often it held in experiments, by stage.
        public var heldAt: [CheckStage: Int]
        /// How often what the kernel did by itself kept it.
        public var heldInBoot: Int
        public var findings: Int
        /// Why it could not be tried; nil if it was.
        public var reason: String?

        public var wasTried: Bool { reason == nil }
    }

    public var title: String
    public var kernel: String?
    public var era: Era
    public var boots: [Boot]

    /// Of all boots.
    public var visits: [Visit] { boots.flatMap(\.visits) }

    /// No rule was broken, neither by the kernel's own calls nor by the ones tried on it.
    public var isClean: Bool { rules.allSatisfy { $0.findings == 0 } }

    /// Of all boots; one that several of them have counts once in each.
    public var hazardCount: Int { boots.reduce(0) { $0 + $1.hazards.count } }

    /// Adds the boots of another check of the same image.
    public mutating func append(_ other: KernelCheckReport) { boots += other.boots }

    /// One for each rule, HYP-1 first.
    public var rules: [RuleSummary] {
        Rule.table.map { rule in
            var heldAt: [CheckStage: Int] = [:]
            var findings = 0
            var inBoot = 0
            for boot in boots {
                findings += boot.own.findings.count { $0.rule == rule.id }
                inBoot += boot.own[rule: rule.id]?.held ?? 0
            }
            for visit in visits {
                for trial in visit.experiments {
                    heldAt[visit.stage, default: 0] += trial.held[rule.id] ?? 0
                    findings += trial.findings.count { $0.rule == rule.id }
                }
            }
            heldAt = heldAt.filter { $0.value > 0 }
            let wasTried = findings > 0 || inBoot > 0 || !heldAt.isEmpty
            return RuleSummary(
                rule: rule, heldAt: heldAt, heldInBoot: inBoot, findings: findings,
                reason: wasTried ? nil : reason(rule))
        }
    }

    private func reason(_ rule: Rule) -> String {
        if !rule.eras.contains(era) { return "of other releases: \(rule.eras)" }
        if let reason = rule.reasonNotJudged { return reason }
        let stages = CheckStage.allCases.filter { stage in
            stage.owner.map { rule.owners.contains($0) } ?? false
        }
        let reached = visits.map(\.stage)
        if !rule.owners.isEmpty, stages.allSatisfy({ !reached.contains($0) }) {
            return stages.isEmpty
                ? "its owner does not exist in this kernel"
                : "not reached: " + stages.map(\.rawValue).joined(separator: ", ")
        }
        return "nothing in this run exercised it"
    }
}
