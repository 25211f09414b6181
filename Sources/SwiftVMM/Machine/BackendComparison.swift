// Two engines, one truth: the registers at every checkpoint and the verdicts, side by side.

/// How a value of one engine stands to the other's.
public enum ComparisonResult: Equatable, Sendable {
    case equal
    /// They may differ, for this reason.
    case allowed(String)
    case suspect
}

/// What one run showed at its checkpoints.
public struct CheckpointRecord: Sendable {
    public struct Entry: Sendable {
        public var checkpoint: Checkpoint
        public var registers: RegisterSnapshot
    }

    /// Registers before the first instruction, by vCPU.
    public var start: [RegisterSnapshot] = []
    /// Checkpoints in order, by vCPU: how those of two vCPUs interleave is nobody's promise.
    public var entries: [[Entry]] = []
    public var outcome = RunOutcome.stopped
    public var report: HypABIReport?
    /// Bits that this machine does not keep as the architecture has them.
    public var deviations: RegisterBits
    public var backend: BackendSelection

    /// Runs an image to its end on one engine.
    public init(
        _ image: Image, _ configuration: MachineConfiguration, limits: RunLimits = RunLimits()
    ) throws(VMMError) {
        try self.init(image, VirtualMachine(configuration), limits: limits)
    }

    init(_ image: Image, _ machine: VirtualMachine, limits: RunLimits) throws(VMMError) {
        backend = machine.backend
        deviations = machine.deviations
        try machine.load(image)
        start = machine.vcpus.map { $0.snapshot() }
        let recorder = CheckpointRecorder(cpuCount: machine.vcpus.count)
        machine.observers.append(recorder)
        let checker = try machine.makeChecker(observation: .probe)
        outcome = machine.run(limits)
        report = checker.finish(RunEnding(outcome))
        entries = recorder.entries
    }
}

private final class CheckpointRecorder: VCPUObserver {
    let observedKinds: EventKinds = .hypercalls
    var entries: [[CheckpointRecord.Entry]]

    init(cpuCount: Int) { entries = Array(repeating: [], count: cpuCount) }

    func vcpu(_ vcpu: any VCPU, did event: Event) {
        guard case .checkpoint(let checkpoint) = event.detail else { return }
        entries[vcpu.index].append(.init(checkpoint: checkpoint, registers: vcpu.snapshot()))
    }
}

/// The differences of two runs of one image.
public struct BackendComparison: Sendable {
    public struct Difference: Sendable, Equatable {
        /// "vCPU 0, call 0x101 (checkpoint 3)", or what of the whole run.
        public var place: String
        /// The register or the rule.
        public var name: String
        public var first: String
        public var second: String
        public var result: ComparisonResult
    }

    public let first: BackendSelection
    public let second: BackendSelection
    public private(set) var differences: [Difference] = []
    private let deviations: RegisterBits
    /// Values that were compared.
    public private(set) var valueCount = 0
    public private(set) var checkpointCount = 0

    public var suspects: [Difference] { differences.filter { $0.result == .suspect } }

    public init(_ a: CheckpointRecord, _ b: CheckpointRecord) {
        first = a.backend
        second = b.backend
        deviations = a.deviations.merging(b.deviations, uniquingKeysWith: |)
        note("run", "ending", "\(a.outcome)", "\(b.outcome)")
        for vcpu in 0..<max(a.entries.count, b.entries.count) {
            let (left, right) = (a.entries[vcpu], b.entries[vcpu])
            note("vCPU \(vcpu)", "checkpoints", "\(left.count)", "\(right.count)")
            var last = (a.start[vcpu], b.start[vcpu])
            for (index, (x, y)) in zip(left, right).enumerated() {
                let place =
                    "vCPU \(vcpu), \(x.checkpoint.kind.rawValue) "
                    + "\(UInt64(x.checkpoint.value).hex()) (checkpoint \(index))"
                checkpointCount += 1
                note(place, "checkpoint", "\(x.checkpoint)", "\(y.checkpoint)")
                guard x.checkpoint == y.checkpoint else { break }
                let rules = DifferenceRules(
                    now: (x.registers, y.registers), last: last,
                    starts: (a.start[vcpu], b.start[vcpu]), deviations: deviations)
                compare(place, rules)
                last = rules.now
            }
        }
        if let left = a.report, let right = b.report { compare(left, right) }
    }

    private mutating func note(
        _ place: String, _ name: String, _ a: String, _ b: String,
        _ result: ComparisonResult = .suspect
    ) {
        valueCount += 1
        guard a != b else { return }
        differences.append(
            Difference(place: place, name: name, first: a, second: b, result: result))
    }

    // MARK: Registers

    private mutating func compare(_ place: String, _ rules: DifferenceRules) {
        let registers =
            (0...30).map { Register.x($0) } + [.sp, .pc, .pstate]
            + SystemRegister.table.filter { !$0.isAlias }.map { .system($0.id) }
        for register in registers {
            let (x, y) = (rules.now.0[register], rules.now.1[register])
            note(
                place, register.name, x.map { $0.hex() } ?? "not visible",
                y.map { $0.hex() } ?? "not visible", rules.judge(register))
        }
    }

    // MARK: Verdicts

    private mutating func compare(_ a: HypABIReport, _ b: HypABIReport) {
        note("report", "calls", "\(a.callCount)", "\(b.callCount)")
        note("report", "clean", "\(a.isClean)", "\(b.isClean)")
        note("report", "findings", "\(a.findings.map(\.rule))", "\(b.findings.map(\.rule))")
        note("report", "restarts", "\(a.restarts.count)", "\(b.restarts.count)")
        note(
            "report", "guest failures", "\(a.guestFailures.map(\.value))",
            "\(b.guestFailures.map(\.value))")
        for (left, right) in zip(a.rules, b.rules) {
            // HYP-5 looks at the registers of other vCPUs, and KVM cannot read those of one that
            // runs.
            let isUnseen =
                left.rule.id == "HYP-5" && [left.verdict, right.verdict].contains(.notExercised)
            note(
                "report", left.rule.id, left.verdict.name, right.verdict.name,
                isUnseen ? .allowed("KVM cannot read other vCPUs while they run") : .suspect)
        }
    }

    // MARK: Output

    public var text: String {
        var text = "\(first.backend.rawValue): \(first.reason)\n"
        text += "\(second.backend.rawValue): \(second.reason)\n"
        for difference in suspects {
            text +=
                "SUSPECT \(difference.place): \(difference.name) "
                + "\(difference.first) / \(difference.second)\n"
        }
        var reasons: [String: Int] = [:]
        for difference in differences {
            if case .allowed(let reason) = difference.result { reasons[reason, default: 0] += 1 }
        }
        for (reason, count) in reasons.sorted(by: { $0.key < $1.key }) {
            text += "allowed \(count): \(reason)\n"
        }
        text +=
            "\(checkpointCount) checkpoints, \(valueCount) values: "
            + "\(valueCount - differences.count) equal, "
            + "\(differences.count - suspects.count) allowed, \(suspects.count) suspect\n"
        return text
    }

    public var json: JSONValue {
        func engine(_ selection: BackendSelection) -> JSONValue {
            .object([
                ("name", .string(selection.backend.rawValue)),
                ("reason", .string(selection.reason)),
            ])
        }
        return .object([
            ("format", .string("swiftvmm-compare")),
            ("version", .number(1)),
            ("backends", .array([engine(first), engine(second)])),
            ("checkpoints", .number(checkpointCount)),
            ("values", .number(valueCount)),
            ("equal", .number(valueCount - differences.count)),
            ("suspect", .number(suspects.count)),
            (
                "differences",
                .array(
                    differences.map { difference in
                        var result = "suspect"
                        var reason = JSONValue.null
                        if case .allowed(let why) = difference.result {
                            result = "allowed"
                            reason = .string(why)
                        }
                        return .object([
                            ("place", .string(difference.place)),
                            ("name", .string(difference.name)),
                            ("values", .strings([difference.first, difference.second])),
                            ("result", .string(result)),
                            ("reason", reason),
                        ])
                    })
            ),
        ])
    }
}
