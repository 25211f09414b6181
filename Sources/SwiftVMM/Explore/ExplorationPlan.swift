// What to explore: a window of a run, and what may happen in it.

/// Describes an exploration. Plain value.
public struct ExplorationPlan: Sendable {
    /// Where the window begins, and where it ends.
    public var from = RunPoint(.start, text: "start")
    public var to = RunPoint(.end, text: "end")
    /// Each of these, before each instruction of the window.
    public var injections: [Injection] = []
    /// Runs with turns of random vCPUs and lengths, on top.
    public var scheduleCount = 0
    /// Decides the schedules.
    public var seed: UInt64 = 1
    /// Instructions after which a run that was disturbed is taken to be going on well; nil where
    /// the undisturbed run ends: then the disturbed one must end, too.
    public var patience: UInt64?
    /// Instructions before the window begins, and in it, at most.
    public var windowLimit: UInt64 = 1_000_000
    public var leadInLimit: UInt64 = 20_000_000_000
    /// Of the runs that all shards make, those with this remainder.
    public var shard = Shard()
    /// Overrides the era that the image declares.
    public var era: Era?
    /// Threads; nil for all processors.
    public var threads: Int?

    public init() {}

    /// A share of a campaign: part `index` of `count`, from 1.
    public struct Shard: Sendable, Equatable {
        public var index = 1
        public var count = 1

        public init() {}

        /// Reads "2/8".
        public init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]),
                count > 0, (1...count).contains(index)
            else { return nil }
            (self.index, self.count) = (index, count)
        }
    }
}

/// An instruction of the window.
public struct ExplorationPoint: Sendable, Equatable {
    /// Its place in the window, from 0.
    public var index: Int
    public var vcpu: Int
    public var pc: UInt64
    public var el: ExceptionLevel
    /// Instructions of the whole machine before it.
    var instructions: UInt64
}

/// One run that was made: what was done to it.
public enum Disturbance: Hashable, Sendable {
    /// Before the instruction with this place in the window.
    case injection(Injection, at: Int)
    /// So many random turns from the start of the window.
    case schedule(seed: UInt64, turns: Int)

    /// The form that `--replay` takes.
    public var text: String {
        switch self {
        case .injection(let injection, let index): "\(injection.text)@\(index)"
        case .schedule(let seed, let turns): "schedule:\(seed)@\(turns)"
        }
    }

    public init?(_ text: String) {
        guard let at = text.lastIndex(of: "@"), let number = Int(text[text.index(after: at)...]),
            number >= 0
        else { return nil }
        let what = text[..<at]
        if what.hasPrefix("schedule:"), let seed = UInt64(what.dropFirst(9)) {
            self = .schedule(seed: seed, turns: number)
        } else if let injection = Injection(what) {
            self = .injection(injection, at: number)
        } else {
            return nil
        }
    }

    /// What runs are grouped by beside the cause.
    var kind: String {
        switch self {
        case .injection(let injection, _): injection.text
        case .schedule: "schedule"
        }
    }

    /// Place in the window, or number of turns: the smaller, the simpler.
    var size: Int {
        switch self {
        case .injection(_, let index): index
        case .schedule(_, let turns): turns
        }
    }
}
