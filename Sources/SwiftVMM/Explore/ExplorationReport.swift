// What an exploration found: plain data, which several shards' can be put together of.

/// Everything an exploration, or several shards of one, showed.
public struct ExplorationReport: Sendable, Equatable {
    /// Runs that fail for the same reason after the same kind of disturbance.
    public struct Group: Sendable, Equatable {
        /// "hvc:1", "irq", "schedule".
        public var injection: String
        public var cause: RunCause
        /// How many runs.
        public var runs: Int
        /// The simplest of them: the one earliest in the window.
        public var example: Disturbance
        /// Its instruction, described; nil for a schedule.
        public var place: String?
        /// The stretches of the window where it happens, first and last place of each.
        public var ranges: [ClosedRange<Int>]
        /// Other things that were wrong with the example.
        public var also: [String]
    }

    public var image: String
    public var from: String
    public var to: String
    /// Instructions in the window.
    public var windowLength: Int
    /// What the window's ends are: addresses, described.
    public var window: String
    public var reachedEnd: Bool
    /// What is wrong with the undisturbed run; not repeated in `groups`.
    public var reference: [RunCause]
    public var runs = 0
    /// Disturbances that could not happen where they were due, as a call from EL2.
    public var impossible = 0
    public var groups: [Group] = []
    /// All runs of the plan, or of this shard, were made.
    public var isComplete = true
    /// Shards in this report, "1/1" for a whole campaign.
    public var shards: [String]
    /// The command line up to the window that made it, for the lines that replay a run.
    public var command = "vmm explore"
    var symbols = Symbols()

    public static func == (a: Self, b: Self) -> Bool { a.json == b.json }

    public var isClean: Bool { groups.isEmpty }
    /// Runs with a finding.
    public var failures: Int { groups.reduce(0) { $0 + $1.runs } }
}

extension ExplorationReport {
    init(
        _ session: ExplorationSession, _ plan: ExplorationPlan,
        _ reference: ExplorationSession.Reference
    ) {
        let symbols = session.machine.image?.symbols ?? Symbols()
        func describe(_ point: ExplorationPoint?) -> String {
            guard let point else { return "nothing" }
            return Self.place(point, symbols)
        }
        image = session.machine.image?.title ?? ""
        from = plan.from.text
        to = plan.to.text
        windowLength = reference.points.count
        window = "\(describe(reference.points.first)) to \(describe(reference.points.last))"
        reachedEnd = reference.reachedEnd
        self.reference = reference.causes
        shards = ["\(plan.shard.index)/\(plan.shard.count)"]
        self.symbols = symbols
    }

    static func place(_ point: ExplorationPoint, _ symbols: Symbols) -> String {
        let name = symbols.describe(point.pc).map { " (\($0))" } ?? ""
        return "\(point.pc.hex())\(name) at \(point.el)"
    }

    mutating func add(
        _ disturbance: Disturbance, _ causes: [RunCause]?, _ known: Set<String>,
        _ reference: ExplorationSession.Reference
    ) {
        guard let causes else {
            impossible += 1
            return
        }
        runs += 1
        let new = causes.filter { !known.contains($0.key) }
        guard let first = new.first else { return }
        var place: String?
        var ranges: [ClosedRange<Int>] = []
        if case .injection(_, let index) = disturbance {
            place = Self.place(reference.points[index], symbols)
            ranges = [index...index]
        }
        merge(
            Group(
                injection: disturbance.kind, cause: first, runs: 1, example: disturbance,
                place: place, ranges: ranges, also: new.dropFirst().map(\.text)))
    }

    private mutating func merge(_ group: Group) {
        guard
            let index = groups.firstIndex(where: {
                $0.injection == group.injection && $0.cause.key == group.cause.key
            })
        else { return groups.append(group) }
        let old = groups[index]
        // Ties go to the smaller text: threads must not decide.
        let isSimpler =
            (group.example.size, group.example.text) < (old.example.size, old.example.text)
        groups[index] = isSimpler ? group : old
        groups[index].runs = old.runs + group.runs
        groups[index].ranges = old.ranges + group.ranges
    }

    /// Puts groups and ranges in order.
    mutating func finish() {
        for index in groups.indices {
            var joined: [ClosedRange<Int>] = []
            for range in groups[index].ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
                if let last = joined.last, range.lowerBound <= last.upperBound + 1 {
                    let end = max(last.upperBound, range.upperBound)
                    joined[joined.count - 1] = last.lowerBound...end
                } else {
                    joined.append(range)
                }
            }
            groups[index].ranges = joined
        }
        groups.sort {
            ($0.cause.rank, $0.example.size, $0.injection, $0.cause.key)
                < ($1.cause.rank, $1.example.size, $1.injection, $1.cause.key)
        }
    }

    /// Adds another shard of the same campaign.
    ///
    /// - Throws: `VMMError` (`badData`) if it is of another one.
    public mutating func merge(_ other: ExplorationReport) throws(VMMError) {
        guard image == other.image, from == other.from, to == other.to, window == other.window,
            windowLength == other.windowLength
        else {
            throw VMMError(
                .badData, "these reports are of different windows",
                hint: "\(image), \(window); and \(other.image), \(other.window)")
        }
        if let shard = shards.first(where: { other.shards.contains($0) }) {
            throw VMMError(.badData, "shard \(shard) is in two of the reports")
        }
        shards += other.shards
        runs += other.runs
        impossible += other.impossible
        isComplete = isComplete && other.isComplete
        for group in other.groups { merge(group) }
        finish()
    }
}
