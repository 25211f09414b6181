// What the guest is told through its console: by a script at virtual times, or live by a person.

/// One thing that arrives at a console.
public enum InputItem: Equatable, Sendable {
    case bytes([UInt8])
    /// The line held low, which Linux takes for the magic SysRq key.
    case `break`
}

/// Input from outside the machine that comes when it comes. A run with it repeats only if the same
/// input comes at the same virtual times, which is what recording is for.
public protocol LiveInput: AnyObject {
    /// False once nothing will come any more.
    var isOpen: Bool { get }
    /// Somebody waits for answers: while the guest sleeps, its time passes no faster than theirs.
    var isInteractive: Bool { get }
    /// What has come; waits up to so many nanoseconds for something.
    func read(waitingNanoseconds: UInt64) -> [InputItem]
}

/// The input of a machine's console.
///
/// Scripted steps happen one after the other, each at its own moment, and depend on nothing but the
/// run itself. Live input comes on top.
public final class ConsoleInput {
    public enum Moment: Equatable, Sendable {
        /// At this virtual time in nanoseconds, or as soon after it as the step's turn comes.
        case at(UInt64)
        /// Once the guest printed this, after the step before.
        case afterOutput(String)
    }

    private struct Step {
        var moment: Moment
        var item: InputItem
    }

    public var live: (any LiveInput)?
    /// Called with what live input delivers and the virtual time of that.
    public var record: ((UInt64, InputItem) -> Void)?
    /// Where it goes.
    var deliver: (InputItem) -> Void = { _ in }

    private var steps: [Step] = []
    private var nextStep = 0
    /// The text of the next step, and how much of it the latest output matches.
    private var awaited: [UInt8] = []
    private var recent: [UInt8] = []
    private var isAnswered = false

    /// Adds a step behind those there are.
    public func add(_ item: InputItem, _ moment: Moment) {
        steps.append(Step(moment: moment, item: item))
        if steps.count == nextStep + 1 { prepare() }
    }

    private func prepare() {
        isAnswered = false
        recent = []
        awaited = []
        if nextStep < steps.count, case .afterOutput(let text) = steps[nextStep].moment {
            awaited = Array(text.utf8)
            isAnswered = awaited.isEmpty
        }
    }

    /// The guest printed a byte.
    func noteOutput(_ byte: UInt8) {
        guard !awaited.isEmpty, !isAnswered else { return }
        recent.append(byte)
        if recent.count > awaited.count { recent.removeFirst() }
        isAnswered = recent == awaited
    }

    /// Virtual time of the next step; `.max` if none has a time.
    var deadline: UInt64 {
        guard nextStep < steps.count else { return .max }
        switch steps[nextStep].moment {
        case .at(let time): return time
        case .afterOutput: return isAnswered ? 0 : .max
        }
    }

    /// Delivers the steps whose moment has come.
    func advance(to now: UInt64) {
        while deadline <= now {
            let step = steps[nextStep]
            nextStep += 1
            prepare()
            deliver(step.item)
        }
    }

    /// Delivers live input, waiting for it if asked to. True if there was some.
    @discardableResult
    func pollLive(now: UInt64, waitingNanoseconds: UInt64 = 0) -> Bool {
        guard let live, live.isOpen else { return false }
        let items = live.read(waitingNanoseconds: waitingNanoseconds)
        for item in items {
            record?(now, item)
            deliver(item)
        }
        return !items.isEmpty
    }

    /// Something may still come, live or by the script.
    var mayCome: Bool { isOpen || nextStep < steps.count }

    /// Live input may still come.
    var isOpen: Bool { live?.isOpen ?? false }
}
