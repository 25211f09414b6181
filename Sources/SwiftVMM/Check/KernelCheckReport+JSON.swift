// The report of `vmm check` for programs. Keys are stable; new ones may be added.

extension KernelCheckReport {
    /// The report as JSON. Addresses and register values are strings in hex.
    public func value(symbols: Symbols = Symbols()) -> JSONValue {
        .object([
            ("format", .string("hyp-abi-check")),
            ("version", .number(1)),
            ("title", .string(title)),
            ("kernel", kernel.map { .string($0) } ?? .null),
            ("era", .string(era.description)),
            ("clean", .bool(isClean)),
            ("boots", .array(boots.map { value($0, symbols) })),
            ("rules", .array(rules.map(value))),
        ])
    }

    private func value(_ boot: Boot, _ symbols: Symbols) -> JSONValue {
        let symbols = symbols.adding(boot.imageAtEL2)
        return .object([
            ("mode", boot.mode.map { .string($0) } ?? .null),
            ("ending", .string(boot.endingText)),
            ("stages", .array(boot.visits.map { value($0, symbols) })),
            ("ownFindings", .array(boot.own.findings.map(value))),
            ("hazards", .array(boot.hazards.map { .object($0.members) })),
        ])
    }

    private func value(_ visit: Visit, _ symbols: Symbols) -> JSONValue {
        .object([
            ("stage", .string(visit.stage.rawValue)),
            ("time", .number(Int(clamping: visit.time))),
            ("pc", .hex(visit.pc)),
            ("vectorBase", .hex(visit.vectorBase)),
            ("symbol", symbols.describe(visit.vectorBase).map { .string($0) } ?? .null),
            ("experiments", .array(visit.experiments.map { value($0, symbols) })),
        ])
    }

    private func value(_ trial: Trial, _ symbols: Symbols) -> JSONValue {
        let held = trial.held.keys.sorted { ($0.count, $0) < ($1.count, $1) }
        return .object([
            ("name", .string(trial.name)),
            ("tried", .bool(trial.wasTried)),
            ("calls", .number(trial.callCount)),
            ("held", .array(held.map { .string($0) })),
            ("findings", .array(trial.findings.map(value))),
            (
                "code",
                .array(
                    trial.code.map { step in
                        .object([
                            ("pc", .hex(step.pc)),
                            ("symbol", symbols.describe(step.pc).map { .string($0) } ?? .null),
                            ("text", .string(step.set.text(step.word, at: step.pc))),
                        ])
                    })
            ),
        ])
    }

    private func value(_ finding: Finding) -> JSONValue {
        .object([
            ("rule", .string(finding.rule)), ("aspect", .string(finding.aspect)),
            ("expected", .string(finding.expected)), ("seen", .string(finding.seen)),
            ("call", .number(finding.call)), ("bugs", .array(finding.bugs.map { .string($0) })),
        ])
    }

    private func value(_ summary: RuleSummary) -> JSONValue {
        .object([
            ("rule", .string(summary.rule.id)),
            (
                "verdict",
                .string(
                    !summary.wasTried ? "not tried" : summary.findings > 0 ? "violated" : "held")
            ),
            ("findings", .number(summary.findings)),
            ("heldInBoot", .number(summary.heldInBoot)),
            (
                "heldAt",
                .object(
                    CheckStage.allCases.compactMap { stage in
                        summary.heldAt[stage].map { (stage.rawValue, .number($0)) }
                    })
            ),
            ("reason", summary.reason.map { .string($0) } ?? .null),
        ])
    }
}
