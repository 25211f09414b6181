// One text for anything that a report or a trace names.

/// What this program can say about a rule ("HYP-21"), a bug ("B21"), a system register
/// ("VBAR_EL2"), a syndrome ("esr 0x5a000000"), an owner ("KF64"), or a stub call
/// ("SOFT_RESTART"). Case does not matter. Nil if it knows nothing of that name.
public func explanation(of subject: String) -> String? {
    let words = subject.split(whereSeparator: { $0 == " " || $0 == "\t" }).map { $0.lowercased() }
    switch words.count {
    case 1:
        let word = words[0]
        if let rule = Rule.find(word) { return Explanation.rule(rule) }
        if let bug = KnownBug.find(word) { return Explanation.bug(bug) }
        if let row = SystemRegister.find(named: word) { return Explanation.register(row) }
        if let owner = OwnerKind.allCases.first(where: { $0.rawValue.lowercased() == word }) {
            return Explanation.owner(owner)
        }
        return Explanation.call(named: word)
    case 2 where ["esr", "esr_el1", "esr_el2", "syndrome"].contains(words[0]):
        return Explanation.number(words[1]).map(Explanation.syndrome)
    default: return nil
    }
}

enum Explanation {
    static func rule(_ rule: Rule) -> String {
        var lines = ["\(rule.id)  \(rule.statement).", ""]
        let owners = rule.owners.map(\.rawValue).joined(separator: ", ")
        lines.append("speaks for   \(owners.isEmpty ? "the machine or the kernel itself" : owners)")
        lines.append("kernels      \(rule.eras)")
        lines.append("source       \(rule.source)")
        lines.append("kind         \(rule.severity.rawValue)")
        if let reason = rule.reasonNotJudged {
            lines.append("judged       no: \(reason)")
        } else {
            let how =
                rule.isMeasured
                ? "where an image measures it"
                : rule.needsEngineEvents ? "only from engine events" : "yes"
            lines.append("judged       \(how)")
        }
        for id in rule.bugs {
            if let bug = KnownBug.find(id) { lines.append("broken by    \(id), \(bug.title)") }
        }
        return text(lines)
    }

    static func bug(_ bug: KnownBug) -> String {
        var lines = [
            "\(bug.id)  \(bug.title)", "", "when         \(bug.era)",
            "what         \(bug.whatWentWrong)", "ended by     \(bug.fix)",
        ]
        let rules = Rule.table.filter { $0.bugs.contains(bug.id) }.map(\.id)
        if !rules.isEmpty { lines.append("rules        \(rules.joined(separator: ", "))") }
        return text(lines)
    }

    static func register(_ row: SystemRegister) -> String {
        let e = row.encoding
        var lines = [
            row.name, "",
            "encoding     op0 \(e.op0), op1 \(e.op1), CRn \(e.crn), CRm \(e.crm), op2 \(e.op2)"
                + " (\(e.genericName))",
            "from         \(row.minimumEL) up",
            "access       \(access(row.access))",
            "reset        \(reset(row.reset))",
        ]
        if row.access != .readOnly {
            lines.append("writable     \(row.writable.hex(digits: 16))")
            if row.fixedOnes != 0 {
                lines.append("reads one    \(row.fixedOnes.hex(digits: 16))")
            }
        }
        switch row.renaming {
        case .none: break
        case .redirectedAtEL2(let id):
            lines.append("with E2H     at EL2 this name reaches \(SystemRegister[id].name)")
        case .alias(let id):
            lines.append("with E2H     this name reaches \(SystemRegister[id].name), at EL2 only")
        }
        if let feature = row.feature {
            lines.append("needs        \(feature.name)")
        }
        if let trap = trap(row.trap) { lines.append("traps        \(trap)") }
        return text(lines)
    }

    private static func access(_ access: SystemRegister.Access) -> String {
        switch access {
        case .readWrite: "read and write"
        case .readOnly: "read only"
        case .writeOnly: "write only"
        }
    }

    private static func reset(_ reset: SystemRegister.Reset) -> String {
        switch reset {
        case .value(let value): value.hex()
        case .unknown: "unknown"
        case .partial(let known, let value):
            "\(value.hex()) in the bits \(known.hex()), unknown in the others"
        case .identification: "decided by the processor model"
        }
    }

    private static func trap(_ trap: SystemRegister.Trap) -> String? {
        switch trap {
        case .none: nil
        case .virtualMemory: "to EL2 by HCR_EL2.TVM (writes), TRVM (reads)"
        case .identification1: "to EL2 by HCR_EL2.TID1"
        case .identification2: "to EL2 by HCR_EL2.TID2"
        case .identification3: "to EL2 by HCR_EL2.TID3"
        case .auxiliaryControl: "to EL2 by HCR_EL2.TACR"
        case .architecturalFeatureControl: "to EL2 by CPTR_EL2.TCPAC"
        case .floatingPoint: "as SIMD instructions: CPACR_EL1.FPEN, CPTR_EL2.TFP or FPEN"
        case .debug: "to EL2 by MDCR_EL2.TDE, TDA"
        case .debugCommunication: "by MDSCR_EL1.TDCC at EL0, to EL2 by MDCR_EL2.TDE, TDA"
        case .debugOSLock: "to EL2 by MDCR_EL2.TDE, TDOSA"
        case .debugROM: "to EL2 by MDCR_EL2.TDE, TDRA"
        case .performanceMonitors: "by PMUSERENR_EL0 at EL0, to EL2 by MDCR_EL2.TPM, TPMCR"
        case .physicalCounter, .physicalTimer: "by CNTHCTL_EL2 and CNTKCTL_EL1"
        case .virtualCounter, .virtualTimer: "by CNTKCTL_EL1"
        case .cacheType: "by SCTLR_EL1.UCT at EL0, HCR_EL2.TID2 at EL1"
        case .pointerKey: "to EL2 unless HCR_EL2.APK"
        case .limitedOrdering: "to EL2 by HCR_EL2.TLOR"
        case .errorRecord: "to EL2 by HCR_EL2.TERR"
        case .interruptController: "by ICC_SRE_ELx and ICH_HCR_EL2"
        case .aarch32: "none; UNDEFINED unless EL1 may be in AArch32"
        }
    }

    /// Source: Arm ARM, ESR_ELx: EC bits 31 to 26, IL bit 25, ISS bits 24 to 0.
    static func syndrome(_ value: UInt64) -> String {
        text([
            "syndrome \(value.hex(digits: 8))", "",
            "EC           \((value >> 26 & 0x3f).hex(digits: 2))",
            "IL           \(value >> 25 & 1), \(value[bit: 25] ? 4 : 2)-byte instruction",
            "ISS          \((value & 0x1ff_ffff).hex(digits: 7))",
            "meaning      \(Syndrome(rawValue: value))",
        ])
    }

    static func owner(_ owner: OwnerKind) -> String {
        let rules = Rule.table.filter { $0.owners.contains(owner) }.map(\.id)
        return text([
            "\(owner.rawValue)  \(owner.summary)", "",
            "rules        \(rules.isEmpty ? "none of its own" : rules.joined(separator: " "))",
        ])
    }

    static func call(named name: String) -> String? {
        let wanted = name.hasPrefix("hvc_") ? String(name.dropFirst(4)) : name
        let rows = StubCall.table.filter { $0.name.lowercased() == wanted }
        guard let first = rows.first else { return nil }
        return text(
            ["HVC_\(first.name)", ""] + rows.map { "number       \($0.number), \($0.eras)" })
    }

    /// "0x5a000000" or decimal.
    static func number(_ word: String) -> UInt64? {
        word.hasPrefix("0x") ? UInt64(word.dropFirst(2), radix: 16) : UInt64(word)
    }

    /// Lines with a thirteen column label, wrapped at 80.
    private static func text(_ lines: [String]) -> String {
        let labelWidth = 13
        var output = ""
        for (index, line) in lines.enumerated() {
            let indent = index == 0 ? "" : String(repeating: " ", count: labelWidth)
            var current = ""
            for word in line.split(separator: " ", omittingEmptySubsequences: false) {
                if current.isEmpty {
                    current = String(word)
                } else if current.count + 1 + word.count > 80 {
                    output += current + "\n"
                    current = indent + word
                } else {
                    current += " " + word
                }
            }
            output += current + "\n"
        }
        return output
    }
}
