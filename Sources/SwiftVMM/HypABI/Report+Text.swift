// The report for a terminal: 80 columns, one block for each call, the rules at the end.

extension HypABIReport {
    /// The report as text, each line ended.
    ///
    /// - Parameters:
    ///   - symbols: Names for the addresses, from the image.
    ///   - showsCalls: Without it only findings, rules and the verdict are written.
    public func text(symbols: Symbols = Symbols(), showsCalls: Bool = true) -> String {
        var page = ReportPage(symbols: symbols)
        head(&page)
        if showsCalls {
            calls(&page)
            vectors(&page)
            arrivals(&page)
        }
        broken(&page)
        ruleTable(&page)
        page.line()
        page.paragraph(verdict, first: "Verdict: ", rest: "         ")
        return page.text
    }

    /// One sentence: what the run says about the contract.
    public var verdict: String {
        let counts =
            "\(count("held")) rules held, \(count("violated")) broken,"
            + " \(count("not exercised")) not exercised, \(count("not judged")) not judged here."
        if !isClean {
            return "the hyp ABI was broken (\(findings.count)"
                + " finding\(findings.count == 1 ? "" : "s")). " + counts
        }
        if !guestFailures.isEmpty {
            return "no rule was broken, but the image found fault with itself. " + counts
        }
        if callCount == 0 { return "no call was made, so nothing can be said. " + counts }
        return "the hyp ABI was kept. " + counts
    }

    // MARK: - Parts

    private func head(_ page: inout ReportPage) {
        page.line("Hyp ABI report" + (title.isEmpty ? "" : ": \(title)"))
        let seen = observation == .engine ? "every exception" : "the image's checkpoints"
        page.line("kernel era \(era), seen through \(seen)")
        for owner in owners {
            page.line("  \(ReportPage.pad(owner.kind.rawValue, 6)) \(page.place(owner.vectorBase))")
        }
    }

    private func calls(_ page: inout ReportPage) {
        page.heading("Calls")
        if records.isEmpty { page.line("  none") }
        for (index, record) in records.enumerated() {
            if index > 0 { page.line() }
            block(record, &page)
        }
        if callCount > records.count {
            page.line("  and \(callCount - records.count) more, judged but not listed")
        }
    }

    private func block(_ record: HypercallRecord, _ page: inout ReportPage) {
        let what = "#\(record.index) \(record.name) (\(record.number.hex()))"
        let whoAndWhen = "vCPU \(record.vcpu)  t \(record.time)"
        page.spread("\(what) -> \(record.owner.rawValue)", whoAndWhen)
        let immediate = record.immediate.map { "hvc #\($0)" } ?? "hvc"
        page.field(
            "from", "\(immediate) at \(page.place(record.callerPC)), \(record.before.modeName)")
        if let handler = record.handlerPC { page.field("to", page.place(handler)) }
        let arguments = record.arguments.map { "\($0.name) \($0.value.hex())" }
        page.field("args", arguments.joined(separator: "  "))
        for change in record.changes {
            page.field(change.name, "\(change.before.hex()) -> \(change.after.hex())")
        }
        page.field("end", end(of: record, page))
        if !record.satisfied.isEmpty { page.wrapped("holds", record.satisfied) }
        for index in record.findings { page.field("BREAKS", summary(of: findings[index])) }
    }

    private func end(of record: HypercallRecord, _ page: ReportPage) -> String {
        let register = record.before.isAArch32 ? "r0" : "x0"
        let result = record.after.map { ", \(register) = \($0.x[0].hex())" } ?? ""
        let mode = record.after.map { ", \($0.modeName)" } ?? ""
        switch record.outcome {
        case .returned: return "returned" + result + mode
        case .restarted(let entry): return "went on at \(page.place(entry))" + mode
        case .movedToEL2: return "returned at EL2" + result + mode
        case .neverReturned: return "never returned"
        case .unknown:
            return record.isFromGuest ? "a guest of KVM made it: not judged" : "not seen"
        }
    }

    private func vectors(_ page: inout ReportPage) {
        guard !installations.isEmpty else { return }
        page.heading("Vectors (\(isArm32 ? "HVBAR" : "VBAR_EL2"))")
        for item in installations {
            let old = item.old.map { $0.hex() } ?? "unknown"
            page.spread(
                "  \(old) -> \(item.new.hex()) \(item.owner.rawValue)",
                "vCPU \(item.vcpu)  t \(item.time)")
        }
    }

    private func arrivals(_ page: inout ReportPage) {
        guard !restarts.isEmpty else { return }
        page.heading("Restarts")
        for item in restarts {
            page.spread(
                "  #\(item.call) by \(item.owner.rawValue) at \(page.place(item.entry))",
                "vCPU \(item.vcpu)  t \(item.time)")
            let letter = isArm32 ? "r" : "x"
            let arguments = item.arguments.enumerated().map {
                "\(letter)\($0.offset) \($0.element.hex())"
            }
            page.field(
                "with",
                (arguments + ["\(isArm32 ? "CPSR" : "PSTATE") \(item.state.hex())"]).joined(
                    separator: "  "))
        }
    }

    private func broken(_ page: inout ReportPage) {
        if !findings.isEmpty {
            page.heading("Findings")
            for finding in findings { describe(finding, &page) }
        }
        if !consequences.isEmpty {
            page.heading("Consequences (of what was found before them)")
            for item in consequences { page.paragraph(item.text, first: "  - ", rest: "    ") }
        }
        if !guestFailures.isEmpty {
            page.heading("The image's own checks")
            for item in guestFailures {
                page.spread(
                    "  failure \(item.value.hex()) at \(page.place(item.pc))",
                    "vCPU \(item.vcpu)  t \(item.time)")
            }
        }
    }

    private func describe(_ finding: Finding, _ page: inout ReportPage) {
        let statement = Rule.find(finding.rule)?.statement ?? ""
        page.paragraph(
            statement, first: "  \(ReportPage.pad(finding.rule, 7)) ",
            rest: String(repeating: " ", count: 10))
        page.field("what", finding.aspect)
        page.field("expected", finding.expected)
        page.field("seen", finding.seen)
        let call = finding.call == 0 ? "" : "call #\(finding.call), "
        page.field("where", "\(call)\(page.place(finding.pc)), vCPU \(finding.vcpu)")
        if !finding.bugs.isEmpty {
            page.field("compare", "bug " + finding.bugs.joined(separator: ", "))
        }
    }

    private func summary(of finding: Finding) -> String {
        "\(finding.rule): \(finding.aspect) is \(finding.seen), not \(finding.expected)"
    }

    private func ruleTable(_ page: inout ReportPage) {
        page.heading("Rules")
        for result in rules where result.verdict == .violated {
            row(result, "BROKEN", times: result.findings.count, &page)
        }
        for result in rules where result.verdict == .held {
            row(result, "held", times: result.held, &page)
        }
        let idle = rules.filter { $0.verdict == .notExercised }.map(\.rule.id)
        if !idle.isEmpty { page.list("not exercised", idle) }
        let unjudged = rules.filter { $0.verdict.name == "not judged" }.map(\.rule.id)
        if !unjudged.isEmpty { page.list("not judged here (vmm explain says why)", unjudged) }
    }

    private func row(_ result: RuleResult, _ verdict: String, times: Int, _ page: inout ReportPage)
    {
        let first =
            "  \(ReportPage.pad(result.rule.id, 7)) \(ReportPage.pad(verdict, 6)) \(ReportPage.pad("\(times)x", 5)) "
        page.paragraph(
            result.rule.statement, first: first, rest: String(repeating: " ", count: first.count))
    }
}

extension HypercallRecord {
    /// One register that a call left with another value.
    public struct Change: Sendable, Equatable {
        public var name: String
        public var before: UInt64
        public var after: UInt64
    }

    /// The argument registers behind the number, as the caller's state names them.
    var arguments: [(name: String, value: UInt64)] {
        let isAArch32 = before.isAArch32
        return (1...(isAArch32 ? 3 : 4)).map { ("\(isAArch32 ? "r" : "x")\($0)", before.x[$0]) }
    }

    /// Registers that differ before and after, x0 first, in the order of the tables. What the
    /// exception itself changes, and registers that count by themselves, are left out.
    public var changes: [Change] {
        guard let after else { return [] }
        let isAArch32 = before.isAArch32
        var registers = Register.general(0...30)
        // In AArch32 it is one of those.
        if !isAArch32 { registers.append(.sp) }
        registers += SystemRegisterID.stored.filter { $0 != .spEL0 && $0 != .spEL1 }
            .map(Register.system)
        var result = registers.compactMap { register -> Change? in
            guard let old = before[register], let new = after[register], old != new,
                !isAArch32 || register.isInAArch32
            else { return nil }
            let name = isAArch32 ? register.aarch32Name : register.name
            return Change(name: name, before: old, after: new)
        }
        let oldState = before.pstate
        if oldState != after.pstate {
            let name = isAArch32 ? "cpsr" : "pstate"
            result.append(Change(name: name, before: oldState, after: after.pstate))
        }
        return result
    }
}
