// All runs of an exploration, on all processors of the host.

import Synchronization

/// Explores a window: each disturbance of the plan, in a run of its own.
///
///     let explorer = Explorer(plan) { () throws(VMMError) in try makeMachine() }
///     let report = try explorer.run()
public struct Explorer: Sendable {
    public let plan: ExplorationPlan
    /// Makes a machine with the image in it, always the same. Called once for each thread.
    public let makeMachine: @Sendable () throws(VMMError) -> VirtualMachine
    /// Told how many of how many runs are done, a few times a second, from any thread.
    public var progress: @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
    /// Asked after each run; true ends the exploration where it is.
    public var shouldStop: @Sendable () -> Bool = { false }

    public init(
        _ plan: ExplorationPlan,
        makeMachine: @escaping @Sendable () throws(VMMError) -> VirtualMachine
    ) {
        self.plan = plan
        self.makeMachine = makeMachine
    }

    /// Runs a thread takes at a time; consecutive ones share the way to their instruction.
    private static let chunk = 32

    /// What the threads add to.
    private final class Shared: Sendable {
        let next = Atomic<Int>(0)
        let done = Atomic<Int>(0)
        let results = Mutex<[Result]>([])
        let error = Mutex<VMMError?>(nil)
    }

    fileprivate struct Result: Sendable {
        var disturbance: Disturbance
        /// Nil where it cannot happen.
        var causes: [RunCause]?
    }

    /// - Throws: `VMMError` if no machine can be made, or the window never begins.
    public func run() throws(VMMError) -> ExplorationReport {
        let session = try ExplorationSession(try makeMachine(), plan)
        let reference = session.scout()
        let work = disturbances(reference)
        let shared = Shared()
        let first = SessionBox(session)
        let count = min(plan.threads ?? WorkerThreads.processorCount, 1 + work.count / Self.chunk)
        WorkerThreads.run(count) { index in
            do throws(VMMError) {
                let session =
                    index == 0
                    ? first.session : try ExplorationSession(try makeMachine(), plan)
                explore(session, reference, work, shared)
            } catch {
                shared.error.withLock { $0 = error }
            }
        }
        if let error = shared.error.withLock({ $0 }) { throw error }
        var report = ExplorationReport(session, plan, reference)
        let results = shared.results.withLock { $0 }
        let known = Set(reference.causes.map(\.key))
        for result in results { report.add(result.disturbance, result.causes, known, reference) }
        report.isComplete = results.count == work.count
        report.finish()
        minimise(&report, session, reference)
        return report
    }

    /// Makes one run of the exploration again.
    ///
    /// - Parameter observers: See the run from the start of the window on.
    /// - Returns: What was wrong with it, the undisturbed run's own causes included; nil where it
    ///   cannot happen.
    /// - Throws: `VMMError` as `run`.
    public func replay(
        _ disturbance: Disturbance, console: @escaping (UInt8) -> Void = { _ in },
        observers: [any VCPUObserver] = []
    ) throws(VMMError) -> (point: ExplorationPoint?, causes: [RunCause]?) {
        let session = try ExplorationSession(try makeMachine(), plan)
        let reference = session.scout()
        session.extraObservers = observers
        session.machine.connectOutput(console)
        let causes = session.run(disturbance, reference)
        if case .injection(_, let index) = disturbance, index < reference.points.count {
            return (reference.points[index], causes)
        }
        return (nil, causes)
    }

    /// Median time of going back to the window's start, in nanoseconds, of so many times.
    ///
    /// - Parameter clock: Real time in nanoseconds.
    /// - Throws: `VMMError` as `run`.
    public func restoreTime(times: Int = 101, clock: () -> UInt64) throws(VMMError) -> UInt64 {
        let session = try ExplorationSession(try makeMachine(), plan)
        let all = (0..<max(times, 1)).map { _ in
            session.timeRestore(after: 2_000, clock: clock)
        }
        return all.sorted()[all.count / 2]
    }

    private func explore(
        _ session: ExplorationSession, _ reference: ExplorationSession.Reference,
        _ work: [Disturbance], _ shared: Shared
    ) {
        var results: [Result] = []
        while !shouldStop() {
            let start = shared.next.add(Self.chunk, ordering: .relaxed).oldValue
            guard start < work.count else { break }
            for disturbance in work[start..<min(start + Self.chunk, work.count)] {
                if shouldStop() { break }
                results.append(
                    Result(
                        disturbance: disturbance, causes: session.run(disturbance, reference)))
                let done = shared.done.add(1, ordering: .relaxed).newValue
                if done & 63 == 0 || done == work.count { progress(done, work.count) }
            }
        }
        shared.results.withLock { $0 += results }
    }

    /// Every run of this shard: schedules first, then along the window.
    private func disturbances(_ reference: ExplorationSession.Reference) -> [Disturbance] {
        var all: [Disturbance] = []
        for number in 0..<max(plan.scheduleCount, 0) {
            all.append(.schedule(seed: plan.seed &+ UInt64(number), turns: Self.turns))
        }
        for point in reference.points {
            for injection in plan.injections {
                all.append(.injection(injection, at: point.index))
            }
        }
        let (index, count) = (plan.shard.index - 1, plan.shard.count)
        return all.enumerated().filter { $0.offset % count == index }.map(\.element)
    }

    /// Random turns of a schedule.
    private static let turns = 2_000

    /// Fewer random turns where fewer do it.
    private func minimise(
        _ report: inout ExplorationReport, _ session: ExplorationSession,
        _ reference: ExplorationSession.Reference
    ) {
        guard report.groups.contains(where: { $0.injection == "schedule" }),
            let fresh = try? ExplorationSession(try makeMachine(), plan)
        else { return }
        for index in report.groups.indices {
            guard case .schedule(let seed, let turns) = report.groups[index].example else {
                continue
            }
            let key = report.groups[index].cause.key
            func fails(_ turns: Int) -> Bool {
                let causes = fresh.run(.schedule(seed: seed, turns: turns), reference) ?? []
                return causes.contains { $0.key == key }
            }
            var (low, high) = (0, turns)
            while low < high {
                let middle = (low + high) / 2
                if fails(middle) { high = middle } else { low = middle + 1 }
            }
            if high < turns, fails(high) {
                report.groups[index].example = .schedule(seed: seed, turns: high)
            }
        }
    }
}

/// Hands a session to the thread that made it.
private struct SessionBox: @unchecked Sendable {
    // SAFETY: only the thread that calls `run`, worker 0, uses it.
    let session: ExplorationSession
    init(_ session: ExplorationSession) { self.session = session }
}
