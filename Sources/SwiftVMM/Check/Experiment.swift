// One thing to try on whoever owns EL2. All of them are in the files Experiments+….swift.

/// A sequence of calls from one snapshot. The checker judges each call by the rules of its owner;
/// an experiment only decides what to ask.
struct Experiment: Sendable {
    /// What is tried, in a few words.
    let name: String
    /// At which stages.
    let stages: [CheckStage]
    /// Rules that are about this very situation: they hold if the calls made in it hold every other
    /// rule, and the experiment is what judges them.
    let decides: [String]
    /// True if it could be tried.
    let run: @Sendable (CallBench) -> Bool

    init(
        _ name: String, _ stages: [CheckStage], decides: [String] = [],
        run: @escaping @Sendable (CallBench) -> Bool
    ) {
        self.name = name
        self.stages = stages
        self.decides = decides
        self.run = run
    }

    static let all: [Experiment] = calls + restarts + states + cycles + remains
}
