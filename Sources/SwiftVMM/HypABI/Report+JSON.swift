// The report for programs. Keys are stable; new ones may be added, none change their meaning.

extension HypABIReport {
    /// The report as JSON. Addresses and register values are strings in hex.
    public func json(symbols: Symbols = Symbols(), pretty: Bool = true) -> String {
        value(symbols: symbols).text(pretty: pretty)
    }

    public func value(symbols: Symbols = Symbols()) -> JSONValue {
        func symbol(_ address: UInt64) -> JSONValue {
            symbols.describe(address).map { .string($0) } ?? .null
        }
        return .object([
            ("format", .string("hyp-abi-report")),
            ("version", .number(1)),
            ("title", .string(title)),
            ("era", .string(era.description)),
            ("observation", .string(observation.rawValue)),
            ("ending", .string(ending.description)),
            ("clean", .bool(isClean)),
            (
                "counts",
                .object([
                    ("calls", .number(callCount)),
                    ("findings", .number(findings.count)),
                    ("held", .number(count("held"))),
                    ("violated", .number(count("violated"))),
                    ("notExercised", .number(count("not exercised"))),
                    ("notJudged", .number(count("not judged"))),
                ])
            ),
            (
                "owners",
                .array(
                    owners.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)),
                            ("vectorBase", .hex($0.vectorBase)),
                        ])
                    })
            ),
            ("calls", .array(records.map { call($0, symbol) })),
            (
                "installations",
                .array(
                    installations.map {
                        .object([
                            ("vcpu", .number($0.vcpu)), ("time", .number(Int(clamping: $0.time))),
                            ("pc", .hex($0.pc)), ("symbol", symbol($0.pc)), ("old", .hex($0.old)),
                            ("new", .hex($0.new)), ("owner", .string($0.owner.rawValue)),
                        ])
                    })
            ),
            (
                "restarts",
                .array(
                    restarts.map {
                        .object([
                            ("call", .number($0.call)), ("vcpu", .number($0.vcpu)),
                            ("time", .number(Int(clamping: $0.time))),
                            ("owner", .string($0.owner.rawValue)), ("entry", .hex($0.entry)),
                            ("symbol", symbol($0.entry)), ("pstate", .hex($0.state)),
                            ("arguments", .array($0.arguments.map { .hex($0) })),
                        ])
                    })
            ),
            ("findings", .array(findings.map { finding($0, symbol) })),
            (
                "consequences",
                .array(
                    consequences.map {
                        .object([("text", .string($0.text)), ("of", .string($0.of))])
                    })
            ),
            (
                "guestFailures",
                .array(
                    guestFailures.map {
                        .object([
                            ("vcpu", .number($0.vcpu)), ("time", .number(Int(clamping: $0.time))),
                            ("pc", .hex($0.pc)), ("symbol", symbol($0.pc)),
                            ("value", .hex(UInt64($0.value))),
                        ])
                    })
            ),
            ("rules", .array(rules.map(rule))),
        ])
    }

    private func call(_ record: HypercallRecord, _ symbol: (UInt64) -> JSONValue) -> JSONValue {
        var outcome: [(String, JSONValue)]
        switch record.outcome {
        case .returned: outcome = [("kind", .string("returned"))]
        case .restarted(let entry): outcome = [("kind", .string("restarted")), ("at", .hex(entry))]
        case .movedToEL2: outcome = [("kind", .string("movedToEL2"))]
        case .neverReturned: outcome = [("kind", .string("neverReturned"))]
        case .unknown: outcome = [("kind", .string("unknown"))]
        }
        if let after = record.after {
            outcome.append((record.before.isAArch32 ? "r0" : "x0", .hex(after.x[0])))
        }
        return .object([
            ("index", .number(record.index)),
            ("vcpu", .number(record.vcpu)),
            ("time", .number(Int(clamping: record.time))),
            ("number", .hex(record.number)),
            ("name", .string(record.name)),
            ("owner", .string(record.owner.rawValue)),
            ("vectorBase", .hex(record.vectorBase)),
            ("immediate", record.immediate.map { .number(Int($0)) } ?? .null),
            ("callerPC", .hex(record.callerPC)),
            ("symbol", symbol(record.callerPC)),
            ("handlerPC", .hex(record.handlerPC)),
            ("arguments", .array(record.arguments.map { .hex($0.value) })),
            ("outcome", .object(outcome)),
            (
                "changes",
                .array(
                    record.changes.map {
                        .object([
                            ("register", .string($0.name)), ("before", .hex($0.before)),
                            ("after", .hex($0.after)),
                        ])
                    })
            ),
            ("satisfied", .strings(record.satisfied)),
            ("findings", .array(record.findings.map { .number($0) })),
        ])
    }

    private func finding(_ finding: Finding, _ symbol: (UInt64) -> JSONValue) -> JSONValue {
        .object([
            ("rule", .string(finding.rule)),
            ("aspect", .string(finding.aspect)),
            ("expected", .string(finding.expected)),
            ("seen", .string(finding.seen)),
            ("call", finding.call == 0 ? .null : .number(finding.call)),
            ("vcpu", .number(finding.vcpu)),
            ("time", .number(Int(clamping: finding.time))),
            ("pc", .hex(finding.pc)),
            ("symbol", symbol(finding.pc)),
            ("bugs", .strings(finding.bugs)),
        ])
    }

    private func rule(_ result: RuleResult) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("id", .string(result.rule.id)),
            ("statement", .string(result.rule.statement)),
            ("verdict", .string(result.verdict.name)),
            ("held", .number(result.held)),
            ("findings", .array(result.findings.map { .number($0) })),
        ]
        if case .notJudged(let reason) = result.verdict {
            members.append(("reason", .string(reason)))
        }
        return .object(members)
    }
}
