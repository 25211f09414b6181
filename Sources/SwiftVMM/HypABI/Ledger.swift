// What the checker has found so far: the books, kept apart from the watching.

/// Records, findings and what follows from them.
///
/// One cause shows at every call it touches. The rule that met it first keeps the finding; the same
/// deviation at another call, a failed self-check of the image and a bad end are its consequences.
struct Ledger: Sendable {
    /// Records beyond this many still count but are not kept.
    let recordLimit: Int
    private(set) var records: [HypercallRecord] = []
    private(set) var installations: [VectorInstallation] = []
    private(set) var restarts: [Restart] = []
    private(set) var findings: [Finding] = []
    private(set) var consequences: [Consequence] = []
    private(set) var guestFailures: [GuestFailure] = []
    private var heldCounts: [String: Int] = [:]
    private var reportedBy: [Deviation: String] = [:]

    /// What two findings have in common when one cause is behind both.
    private struct Deviation: Hashable {
        var ownerIsKVM: Bool
        var aspect: String
        var expected: String
    }

    init(recordLimit: Int) { self.recordLimit = recordLimit }

    mutating func keep(_ record: HypercallRecord) {
        if records.count < recordLimit { records.append(record) }
    }

    mutating func keep(_ installation: VectorInstallation) {
        if installations.count < recordLimit { installations.append(installation) }
    }

    mutating func keep(_ restart: Restart) { restarts.append(restart) }

    mutating func note(held rule: String) { heldCounts[rule, default: 0] += 1 }

    mutating func report(_ finding: Finding) { findings.append(finding) }

    /// What the rules said of one call: those that applied, and what some of them found.
    mutating func credit(
        _ applied: [String], _ found: [Finding], _ record: inout HypercallRecord
    ) {
        let broken = Set(found.map(\.rule))
        record.satisfied = applied.filter { !broken.contains($0) }
            .sorted { (Int($0.dropFirst(4)) ?? 0) < (Int($1.dropFirst(4)) ?? 0) }
        for rule in record.satisfied { note(held: rule) }
        for finding in found {
            let deviation = Deviation(
                ownerIsKVM: record.owner.isKVM, aspect: finding.aspect,
                expected: finding.expected)
            if let first = reportedBy[deviation], first != finding.rule {
                let text = "call \(finding.call): \(finding.aspect) is \(finding.seen) again"
                consequences.append(Consequence(text: text, of: first))
                continue
            }
            reportedBy[deviation] = finding.rule
            record.findings.append(findings.count)
            findings.append(finding)
        }
    }

    /// Something went wrong that proves nothing new once a rule is broken. Returns false if none
    /// is.
    mutating func noteConsequence(_ text: String) -> Bool {
        guard let first = findings.first else { return false }
        consequences.append(Consequence(text: text, of: first.rule))
        return true
    }

    mutating func note(_ failure: GuestFailure) { guestFailures.append(failure) }

    /// Every rule and what came of it, HYP-1 first.
    func ruleResults() -> [RuleResult] {
        Rule.table.map { rule in
            let broken = findings.indices.filter { findings[$0].rule == rule.id }
            let held = heldCounts[rule.id] ?? 0
            let verdict: RuleResult.Verdict
            if !broken.isEmpty {
                verdict = .violated
            } else if held > 0 {
                verdict = .held
            } else if let reason = rule.reasonNotJudged {
                verdict = .notJudged(reason)
            } else {
                verdict = .notExercised
            }
            return RuleResult(rule: rule, verdict: verdict, held: held, findings: broken)
        }
    }
}
