// Judging one call. Each rule looks at aspects of the call; the first rule that looks at an aspect
// owns it, and only the owner can report it. So one deviation becomes one finding.

/// A part of a call that can be right or wrong on its own.
enum Aspect: Hashable, Sendable {
    case outcome
    case owner
    /// State on arrival at the vector.
    case handler
    /// Which vector.
    case vector
    case programCounter
    /// EL and stack selection.
    case mode
    case flags
    case masks
    /// PAN, UAO and whatever else of PSTATE must come back.
    case processState
    case register(Register)
    /// An argument as a Hyp function found it.
    case argument(Int)
    /// What tables map.
    case mapping
    case cache
    case neighbour(Int, SystemRegisterID)

    func name(isAArch32: Bool) -> String {
        switch self {
        case .outcome: "outcome"
        case .owner: "owner"
        case .handler: "handler"
        case .vector: "vector"
        case .programCounter: "pc"
        case .mode: isAArch32 ? "CPSR mode" : "PSTATE mode"
        case .flags: isAArch32 ? "CPSR.NZCV" : "PSTATE.NZCV"
        case .masks: isAArch32 ? "CPSR.AIF" : "PSTATE.DAIF"
        case .processState: isAArch32 ? "CPSR" : "PSTATE"
        case .register(let register): isAArch32 ? register.aarch32Name : register.name
        case .argument(let index): "r\(index) of the function"
        case .mapping: "Hyp tables"
        case .cache: "HSCTLR.C"
        case .neighbour(let vcpu, let id):
            "\(isAArch32 ? Register.system(id).aarch32Name : SystemRegister[id].name)"
                + " of vCPU \(vcpu)"
        }
    }
}

/// What happened before on this vCPU, as far as rules need it. Follows what was observed, not what
/// should have been, so that one broken call does not make later ones look broken.
struct CallHistory: Sendable {
    var calls = 0
    /// KVM answered a RESET, and nothing but calls to the initial stub since.
    var kvmWasReset = false
    var vectorsSetSinceReset = false
    var inits = 0
    /// KVM/arm of 2011: the registers at the host's HVC that has not come back.
    var hostEntry: RegisterSnapshot?
    /// A guest ran since, and r0 of each of its HVCs.
    var ranGuest = false
    var guestCalls: [UInt64] = []
}

/// A register of another vCPU, before and after a call.
struct NeighbourState: Sendable {
    var vcpu: Int
    var before: [SystemRegisterID: UInt64]
    var after: [SystemRegisterID: UInt64]
}

struct CallJudgement {
    let record: HypercallRecord
    let era: Era
    let stubBase: UInt64?
    let hostVectorBases: [UInt64]
    /// Bases of all vector tables that the image declares; empty if it declares none.
    let declaredBases: [UInt64]
    let history: CallHistory
    /// Another vCPU has been through KVM's init.
    let anotherIsInitialised: Bool
    let neighbours: [NeighbourState]
    /// The same number to the same owner with immediate 0 was answered correctly before.
    let plainTwinHeld: Bool
    /// Bits of registers from which nothing follows on this machine.
    let deviations: RegisterBits
    /// The doubleword at a physical address.
    var readMemory: ((UInt64) -> UInt64?)?
    var initText: Range<UInt64>?
    /// Another vCPU has KVM/arm's init vectors in.
    var anotherAwaitsInit = false

    private(set) var findings: [Finding] = []
    private var owned = AspectSet()
    /// Rules that found something which another rule took over; they did not hold.
    private(set) var displaced: Set<String> = []
    private var rule = ""
    /// The outcome was wrong, so nothing that follows from it is looked at.
    var isMoot = false

    init(
        record: HypercallRecord, era: Era, stubBase: UInt64?, hostVectorBases: [UInt64],
        declaredBases: [UInt64], history: CallHistory, anotherIsInitialised: Bool,
        neighbours: [NeighbourState],
        plainTwinHeld: Bool, deviations: RegisterBits = [:]
    ) {
        self.record = record
        self.era = era
        self.stubBase = stubBase
        self.hostVectorBases = hostVectorBases
        self.declaredBases = declaredBases
        self.history = history
        self.anotherIsInitialised = anotherIsInitialised
        self.neighbours = neighbours
        self.plainTwinHeld = plainTwinHeld
        self.deviations = deviations
    }

    var before: RegisterSnapshot { record.before }
    var number: UInt64 { record.number }
    var action: StubCall.Action? { record.action }
    var owner: OwnerKind { record.owner }
    var isRestart: Bool { action == .softRestart }
    /// The register row behind the caller's stack pointer; the rules compare `sp` itself.
    var stackPointerRow: SystemRegisterID? {
        switch (before.el, before.pstate[bit: 0]) {
        case (_, false): .spEL0
        case (.el1, true): .spEL1
        default: nil
        }
    }
    /// The number is below HVC_STUB_HCALL_NR.
    var isStubNumber: Bool {
        let count = isAArch32 ? era.stubCallCount32 : era.stubCallCount
        return count.map { number < $0 } ?? false
    }

    /// Runs every rule that speaks for this owner and era. Returns the rules that applied.
    mutating func judge() -> [String] {
        var applied: [String] = []
        for check in Rule.callChecks where check.rule.speaks(for: owner, in: era) {
            rule = check.rule.id
            if check.run(&self) { applied.append(rule) }
        }
        return applied
    }

    mutating func judgeTrap() -> [String] {
        var applied: [String] = []
        for rule in Rule.table where rule.speaks(for: owner, in: era) {
            guard case .trap(let check) = rule.check else { continue }
            self.rule = rule.id
            if check(&self) { applied.append(rule.id) }
        }
        return applied
    }

    // MARK: - Expectations

    /// Claims an aspect for the rule at hand. False if another rule owns it already.
    mutating func claim(_ aspect: Aspect) -> Bool {
        !isMoot && owned.insert(aspect)
    }

    mutating func report(_ aspect: Aspect, expected: String, seen: String, bugs: [String] = []) {
        findings.append(
            Finding(
                rule: rule, aspect: aspect.name(isAArch32: before.isAArch32), expected: expected,
                seen: seen,
                call: record.index, vcpu: record.vcpu, time: record.time, pc: record.callerPC,
                bugs: bugs))
    }

    /// Moves what was found so far to the rule at hand.
    mutating func takeOverFindings() {
        for index in findings.indices where !Self.isMachine(findings[index]) {
            displaced.insert(findings[index].rule)
            findings[index].rule = rule
        }
    }

    /// Nothing is wrong with the answer itself. What only engine events show is left out, so that
    /// conclusions are the same however the run is observed.
    var isAnswerRight: Bool { !isMoot && findings.allSatisfy(Self.isMachine) }

    private static func isMachine(_ finding: Finding) -> Bool {
        Rule.find(finding.rule)?.needsEngineEvents == true
    }

    /// The call must come back. Owns the outcome; nothing else is judged when it is wrong.
    mutating func expectReturn(bugs: [String] = []) {
        guard claim(.outcome) else { return }
        switch record.outcome {
        case .returned, .unknown: break
        case .movedToEL2:
            // At the caller's side, at another level: the mode says so.
            break
        case .restarted(let entry):
            report(
                .outcome, expected: "return to the caller", seen: "went on at \(entry.hex())",
                bugs: bugs)
            isMoot = true
        case .neverReturned:
            report(
                .outcome, expected: "return to the caller", seen: "never returned", bugs: bugs)
            isMoot = true
        }
    }

    /// What went wrong already says how the call ended.
    mutating func settleOutcome() {
        _ = claim(.outcome)
        isMoot = true
    }

    /// The call must not come back but arrive at `entry`.
    mutating func expectRestart(at entry: UInt64, bugs: [String] = []) {
        guard claim(.outcome) else { return }
        let expected = "go on at \(entry.hex())"
        switch record.outcome {
        case .restarted(entry), .unknown: break
        case .restarted(let other):
            report(
                .outcome, expected: expected, seen: "went on at \(other.hex())", bugs: bugs)
            isMoot = true
        case .returned, .movedToEL2:
            let result = record.after?.x[0].hex() ?? "unknown"
            report(
                .outcome, expected: expected, seen: "returned with \(resultName) = \(result)",
                bugs: bugs)
            isMoot = true
        case .neverReturned:
            report(.outcome, expected: expected, seen: "never arrived", bugs: bugs)
            isMoot = true
        }
    }

    /// A register's value after the call. Nothing happens where the engine cannot read it.
    mutating func expect(_ register: Register, _ expected: UInt64, bugs: [String] = []) {
        guard let seen = record.after?[register], claim(.register(register)) else { return }
        if (seen ^ expected) & ~unreliable(register) != 0 {
            report(.register(register), expected: expected.hex(), seen: seen.hex(), bugs: bugs)
        }
    }

    mutating func expect(_ id: SystemRegisterID, _ expected: UInt64) {
        expect(.system(id), expected)
    }

    mutating func expectUnchanged(_ registers: some Sequence<Register>, bugs: [String] = []) {
        let isAArch32 = before.isAArch32
        for register in registers {
            guard let value = before[register], !isAArch32 || register.isInAArch32 else {
                continue
            }
            expect(register, value, bugs: bugs)
        }
    }

    mutating func expectUnchanged(_ ids: some Sequence<SystemRegisterID>) {
        expectUnchanged(ids.lazy.map(Register.system))
    }

    /// Bits of a register after the call: those of `mask` must be those of `bits`.
    mutating func expect(_ id: SystemRegisterID, bits: UInt64, of mask: UInt64, text: String) {
        guard let seen = record.after?[.system(id)], claim(.register(.system(id))) else { return }
        if (seen ^ bits) & mask & ~unreliable(.system(id)) != 0 {
            report(.register(.system(id)), expected: text, seen: seen.hex())
        }
    }

    private func unreliable(_ register: Register) -> UInt64 {
        if case .system(let id) = register { deviations[id] ?? 0 } else { 0 }
    }

    /// EL and stack selection where control went on.
    mutating func expectMode(_ el: ExceptionLevel, spSel: Bool) {
        guard let after = record.after, claim(.mode) else { return }
        let expected = PSTATE(el: el, spSel: spSel).modeName
        if after.modeName != expected {
            report(.mode, expected: expected, seen: after.modeName)
        }
    }

    /// Looks at an aspect that is one yes-or-no question.
    mutating func expect(
        _ aspect: Aspect, _ isRight: Bool, expected: String, seen: String, bugs: [String] = []
    ) {
        guard claim(aspect) else { return }
        if !isRight { report(aspect, expected: expected, seen: seen, bugs: bugs) }
    }
}

extension RegisterSnapshot {
    /// "EL1h" or "svc", from PSTATE.
    var modeName: String {
        if isAArch32 { return mode?.name ?? "no mode" }
        return PSTATE(el: el, spSel: pstate[bit: 0]).modeName
    }
}

// MARK: - Groups of registers

extension Register {
    static func general(_ range: ClosedRange<Int>) -> [Register] { range.map { Register.x($0) } }
}

extension SystemRegisterID {
    /// Registers that change by themselves, by the exception itself, or that show state kept
    /// elsewhere: never compared.
    private static let volatile: Set<SystemRegisterID> = [
        .elrEL2, .spsrEL2, .esrEL2, .farEL2, .hpfarEL2, .spSel, .currentEL, .pan, .nzcv, .daif,
        .cntpctEL0, .cntvctEL0, .cntpTvalEL0, .cntvTvalEL0, .cnthpTvalEL2, .cnthvTvalEL2,
        .cntpCtlEL0, .cntvCtlEL0, .cnthpCtlEL2, .cnthvCtlEL2, .isrEL1, .iccRprEL1, .iccHppir0EL1,
        .iccHppir1EL1, .ichMisrEL2, .ichEisrEL2, .ichElrsrEL2, .iccIar0EL1, .iccIar1EL1,
    ]

    /// Every register with a state of its own that only an instruction can change.
    static let stored: [SystemRegisterID] = SystemRegister.table.compactMap { row in
        if volatile.contains(row.id) || row.access != .readWrite { return nil }
        // The names of PSTATE's fields; PSTATE itself is compared.
        if row.encoding.op0 == 3 && row.encoding.crn == 4 && row.encoding.crm == 2 { return nil }
        if case .alias = row.renaming { return nil }
        return row.id
    }

    /// The EL2 registers among them; op1 4 is EL2's, SP_EL1 apart.
    static let storedEL2: [SystemRegisterID] = stored.filter {
        SystemRegister[$0].encoding.op1 == 4 && $0 != .spEL1
    }

    /// The others: what a caller at EL1 thinks is its own.
    static let storedEL1: [SystemRegisterID] = stored.filter { !storedEL2.contains($0) }
}

/// The MMU-off value of SCTLR_EL2, as bits to compare. EE (bit 25) is the kernel's endianness.
/// Source: Linux `asm/sysreg.h`, `INIT_SCTLR_EL2_MMU_OFF`, `SCTLR_EL2_RES1`, `SCTLR_ELx_FLAGS`.
enum MMUOff {
    static let ones: UInt64 = 0x30c5_0830
    /// M, A, C, SA, I.
    static let zeros: UInt64 = 0x100f
    static let endianness: UInt64 = 1 << 25
    static let text = "M, A, C, SA, I = 0, RES1 set, EE kept"
    static let textWithoutOnes = "M, A, C, SA, I = 0, EE kept"
}
