// One machine that stands at the start of a window, and runs on from there again and again.

/// A machine, its snapshot, and a checker that has seen everything before the window. One thread
/// at a time.
final class ExplorationSession {
    /// How the undisturbed run goes on.
    struct Reference: Sendable {
        var points: [ExplorationPoint]
        /// The window ended with the run, not at the plan's `to`.
        var reachedEnd: Bool
        var outcome: RunOutcome
        var causes: [RunCause]
        /// Instructions from the window's start to the end of the run, or to the limit.
        var length: UInt64
    }

    let machine: VirtualMachine
    private let plan: ExplorationPlan
    private let engine: SoftwareEngine
    private var snapshot: MachineSnapshot
    private var checker: HypABIChecker
    private var learner: OwnerLearner?
    /// Instructions executed before the window, and before the snapshot, which moves along.
    private let start: UInt64
    private var base: UInt64
    private let symbols: Symbols
    /// Those of the checker, where the snapshot is.
    /// See the disturbed runs, too.
    var extraObservers: [any VCPUObserver] = []
    private var breakpoints: [Set<UInt64>] = []

    /// A snapshot is renewed where it saves the way through so many instructions.
    private static let stride: UInt64 = 4_000
    /// Instructions after the window in which a run is given to end by itself.
    private static let endLimit: UInt64 = 5_000_000

    /// Runs to the start of the window.
    ///
    /// - Throws: `VMMError` if the run ends before, or the machine takes no snapshots.
    init(_ machine: VirtualMachine, _ plan: ExplorationPlan) throws(VMMError) {
        guard let engine = machine.engine as? SoftwareEngine else {
            throw VMMError(
                .usage, "only the software CPU can be explored", hint: "use --backend software")
        }
        self.machine = machine
        self.engine = engine
        self.plan = plan
        symbols = machine.image?.symbols ?? Symbols()
        let era = plan.era ?? machine.image?.kernelBanner.flatMap(Era.init(banner:))
        let watching = try machine.makeChecker(era: era)
        // Without a note, who owns which vectors is learned as `vmm check` learns it.
        let learner = machine.image?.declaration == nil ? OwnerLearner(watching) : nil
        if let learner { machine.observers.append(learner) }
        let limits = RunLimits(instructions: plan.leadInLimit)
        let outcome = machine.run(to: plan.from, limits)
        guard outcome == .event else {
            throw VMMError(
                .usage, "the window never begins: \(plan.from.text) did not come",
                hint: "the run ended before: \(RunEnding(outcome))")
        }
        snapshot = try machine.takeSnapshot()
        checker = watching.fork()
        self.learner = learner
        breakpoints = machine.vcpus.map(\.breakpoints)
        start = machine.instructionCount
        base = start
    }

    // MARK: The undisturbed run

    /// Finds the instructions of the window, and what the run comes to if left alone.
    func scout() -> Reference {
        restore()
        let recorder = WindowRecorder(engine)
        // The checker knows its own breakpoints, where a soft restart arrives.
        machine.observers = [checker.fork(), recorder]
        let outcome = machine.run(
            to: plan.to, RunLimits(instructions: start + plan.windowLimit))
        machine.observers = []
        let end = machine.instructionCount
        let limit = end + (plan.patience ?? Self.endLimit)
        let ending = judge(limit: limit) { [] }
        return Reference(
            points: recorder.points, reachedEnd: outcome != .event,
            outcome: ending?.outcome ?? outcome, causes: ending?.causes ?? [],
            length: machine.instructionCount - start)
    }

    // MARK: Disturbed runs

    /// Makes a run; nil where the disturbance cannot happen.
    func run(_ disturbance: Disturbance, _ reference: Reference) -> [RunCause]? {
        let mustEnd = reference.outcome != .instructionLimit && plan.patience == nil
        let limit = start + (mustEnd ? 2 * reference.length + 500_000 : reference.length)
        switch disturbance {
        case .injection(let injection, let index):
            guard reference.points.indices.contains(index) else { return nil }
            let point = reference.points[index]
            if point.instructions < base || point.instructions > base + Self.stride {
                moveBase(to: point.instructions)
            }
            return judge(limit: limit, mustEnd: mustEnd) {
                if machine.instructionCount < point.instructions {
                    let outcome = machine.run(RunLimits(instructions: point.instructions))
                    guard outcome == .instructionLimit else { return nil }
                }
                return machine.inject(injection, into: point.vcpu)
            }?.causes
        case .schedule(let seed, let turns):
            if base != start { moveBase(to: start) }
            engine.schedule = RandomSchedule(seed: seed, turns: turns)
            engine.turn.left = 0
            defer { engine.schedule = nil }
            return judge(limit: limit, mustEnd: mustEnd) {
                engine.turn.left = 0
                return []
            }?.causes
        }
    }

    /// Goes back, lets `disturb` do its work, and runs to the end. Where that returns nil there is
    /// no run.
    private func judge(
        limit: UInt64, mustEnd: Bool = false, disturb: () -> [any VCPUObserver]?
    ) -> (outcome: RunOutcome, causes: [RunCause])? {
        restore()
        let watcher = EL2FaultWatcher(symbols: symbols)
        let checker = checker.fork()
        machine.observers = [checker, watcher] + extraObservers
        if let learner { machine.observers.append(learner.fork(checker)) }
        defer { machine.observers = [] }
        guard let helpers = disturb() else { return nil }
        machine.observers += helpers
        let outcome = machine.run(RunLimits(instructions: limit))
        let report = checker.finish(RunEnding(outcome))
        return (
            outcome,
            RunCause.all(
                report, outcome, watcher.causes, hazards: machine.hazards, symbols: symbols,
                mustEnd: mustEnd,
                payload: machine.payload)
        )
    }

    private func restore() {
        for (vcpu, breakpoints) in zip(engine.system.vcpus, breakpoints) {
            vcpu.breakpoints = breakpoints
        }
        snapshot.restore()
    }

    /// Goes back once, after a stretch of the run, and says how long that took in nanoseconds.
    func timeRestore(after instructions: UInt64, clock: () -> UInt64) -> UInt64 {
        restore()
        _ = machine.run(RunLimits(instructions: machine.instructionCount + instructions))
        let before = clock()
        snapshot.restore()
        return clock() - before
    }

    /// Takes the snapshot anew, further on. The way there is the undisturbed one.
    private func moveBase(to instructions: UInt64) {
        guard instructions > base else { return }
        restore()
        let watching = checker.fork()
        let learning = learner?.fork(watching)
        machine.observers = [watching]
        if let learning { machine.observers.append(learning) }
        _ = machine.run(RunLimits(instructions: instructions))
        machine.observers = []
        snapshot.discard()
        guard let next = try? machine.takeSnapshot() else { preconditionFailure("it took one") }
        snapshot = next
        checker = watching.fork()
        learner = learning
        breakpoints = machine.vcpus.map(\.breakpoints)
        base = instructions
    }
}

/// Tells a checker who owns the vectors of a kernel, from the stages of its life.
private final class OwnerLearner: VCPUObserver {
    let observedKinds = StageFinder.kinds
    private var finder: StageFinder
    private let checker: HypABIChecker

    init(_ checker: HypABIChecker, _ finder: StageFinder = StageFinder(isProtected: false)) {
        self.checker = checker
        self.finder = finder
    }

    /// One that knows as much, for another checker.
    func fork(_ checker: HypABIChecker) -> OwnerLearner { OwnerLearner(checker, finder) }

    func vcpu(_ vcpu: any VCPU, did event: Event) {
        guard let stage = finder.note(event, vcpu),
            let base = vcpu.read(.system(.vbarEL2)),
            let owner = stage == .initialStub ? checker.era.initialStub : stage.owner
        else { return }
        checker.declare(.init(kind: owner, vectorBase: base))
    }
}

/// Writes down every instruction.
private final class WindowRecorder: VCPUObserver {
    let observedKinds: EventKinds = .instructions
    private(set) var points: [ExplorationPoint] = []
    private unowned let engine: SoftwareEngine

    init(_ engine: SoftwareEngine) { self.engine = engine }

    func vcpu(_ vcpu: any VCPU, did event: Event) {
        guard case .instruction = event.detail else { return }
        points.append(
            ExplorationPoint(
                index: points.count, vcpu: event.vcpu, pc: event.pc, el: event.el,
                instructions: engine.executedNow))
    }
}
