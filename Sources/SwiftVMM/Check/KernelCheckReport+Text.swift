// The report of `vmm check` for a terminal: 80 columns, stage by stage, then rule by rule.

extension KernelCheckReport {
    /// The report as text, each line ended.
    ///
    /// - Parameters:
    ///   - symbols: Names for the addresses, from the image or a System.map.
    ///   - showsExperiments: Also list the experiments that found nothing.
    public func text(symbols: Symbols = Symbols(), showsExperiments: Bool = false) -> String {
        var page = ReportPage(symbols: symbols)
        page.line("Hyp ABI check" + (title.isEmpty ? "" : ": \(title)"))
        if let kernel { page.paragraph(kernel, first: "", rest: "  ") }
        page.line("kernel era \(era)")
        for boot in boots {
            if boots.count > 1 || boot.mode != nil {
                page.heading("Boot: KVM mode \(boot.mode ?? "as the kernel chooses")")
            }
            page.symbols = symbols.adding(boot.imageAtEL2)
            for visit in boot.visits { describe(visit, showsExperiments, &page) }
            if !boot.own.findings.isEmpty {
                page.heading("The kernel's own calls")
                for finding in boot.own.findings { describe(finding, &page) }
            }
            if !boot.hazards.isEmpty {
                page.heading("Hazards")
                for hazard in boot.hazards {
                    page.paragraph(
                        hazard.text(page.symbols), first: "  - ", rest: "    ")
                }
            }
            page.line()
            page.paragraph(boot.endingText, first: "Ending: ", rest: "        ")
        }
        page.symbols = symbols
        table(&page)
        page.line()
        page.paragraph(verdict, first: "Verdict: ", rest: "         ")
        return page.text
    }

    /// One sentence.
    public var verdict: String {
        let rules = rules
        let tried = rules.count { $0.wasTried }
        let reached = Set(visits.map(\.stage))
        let stages = CheckStage.allCases.filter(reached.contains).map(\.rawValue)
            .joined(separator: ", ")
        let counts =
            "\(tried) of \(rules.count) rules were tried"
            + (stages.isEmpty ? "; no stage was reached." : " (\(stages)).")
        if tried == 0 {
            return "nothing can be said: the kernel never came down from EL2. " + counts
        }
        let hazards = hazardCount == 0 ? "" : " Hazards found: \(hazardCount)."
        if isClean { return "the hyp ABI was kept. " + counts + hazards }
        let broken = rules.filter { $0.findings > 0 }.map(\.rule.id).joined(separator: ", ")
        return "the hyp ABI was broken: \(broken). " + counts + hazards
    }

    private func describe(
        _ visit: Visit, _ showsExperiments: Bool, _ page: inout ReportPage
    ) {
        page.heading("Stage: \(visit.stage.rawValue)")
        page.spread("  VBAR_EL2 \(page.place(visit.vectorBase))", "t \(visit.time)")
        page.line("  at \(page.place(visit.pc))")
        let tried = visit.experiments.filter(\.wasTried)
        let broken = tried.filter { !$0.findings.isEmpty }
        let calls = tried.reduce(0) { $0 + $1.callCount }
        page.line(
            "  \(tried.count) experiments, \(calls) calls: "
                + (broken.isEmpty ? "nothing found" : "\(broken.count) found something"))
        for trial in visit.experiments where showsExperiments || !trial.findings.isEmpty {
            let result =
                !trial.wasTried ? "could not be tried" : trial.findings.isEmpty ? "ok" : "BROKEN"
            page.spread("  - \(trial.name)", result)
            for finding in trial.findings { describe(finding, &page) }
            code(trial, &page)
        }
    }

    private func describe(_ finding: Finding, _ page: inout ReportPage) {
        let statement = Rule.find(finding.rule)?.statement ?? ""
        page.paragraph(
            statement, first: "    \(ReportPage.pad(finding.rule, 7)) ", rest: "            ")
        page.field("what", "\(finding.aspect): \(finding.seen), not \(finding.expected)")
        if !finding.bugs.isEmpty { page.field("like", finding.bugs.joined(separator: ", ")) }
    }

    /// What EL2 executed in the first call that broke a rule.
    private func code(_ trial: Trial, _ page: inout ReportPage) {
        guard !trial.code.isEmpty else { return }
        page.line("    EL2 executed:")
        var last: UInt64?
        for step in trial.code {
            if let last, step.pc != last { page.line("      ...") }
            last = step.end
            page.line(
                "      \(page.place(step.pc)):  \(step.set.text(step.word, at: step.pc))")
        }
    }

    private func table(_ page: inout ReportPage) {
        page.heading("Rules")
        for summary in rules where summary.wasTried {
            var places: [String] = CheckStage.allCases.compactMap { stage in
                summary.heldAt[stage].map { "\(stage.rawValue) \($0)x" }
            }
            if summary.heldInBoot > 0 { places.append("boot \(summary.heldInBoot)x") }
            let verdict = summary.findings > 0 ? "BROKEN" : "held"
            page.paragraph(
                places.joined(separator: ", "),
                first: "  \(ReportPage.pad(summary.rule.id, 7)) \(ReportPage.pad(verdict, 7))",
                rest: ReportPage.pad("", 17))
        }
        page.heading("Not tried")
        for summary in rules {
            guard let reason = summary.reason else { continue }
            page.paragraph(
                reason, first: "  \(ReportPage.pad(summary.rule.id, 7)) ", rest: "          ")
        }
    }
}

extension KernelCheckReport.Boot {
    var endingText: String {
        ending == .event ? "the last stage was reached" : RunEnding(ending).description
    }
}
