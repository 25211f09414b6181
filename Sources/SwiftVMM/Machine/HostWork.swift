// What a run loop looks after besides vCPUs: devices with a time of their own, and input.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Work of the machine between turns of its vCPUs. Times are the machine's, in nanoseconds.
final class HostWork {
    var timedDevices: [any TimedDevice] = []
    let input = ConsoleInput()

    /// Turns between two looks at live input: often enough for a person, seldom enough to be free.
    private static let turnsPerPoll = 32
    private var turns = 0
    /// The longest wait for input, so that limits are looked at in between.
    private static let longestWait: UInt64 = 20_000_000

    /// When there is something to do at the latest; `.max` for never.
    var deadline: UInt64 {
        timedDevices.reduce(input.deadline) { min($0, $1.deadline) }
    }

    /// Does what is due.
    func advance(to now: UInt64) {
        for device in timedDevices where device.deadline <= now { device.advance(to: now) }
        input.advance(to: now)
    }

    /// A turn of a vCPU is over.
    func turnEnded(now: UInt64) {
        turns += 1
        if turns.isMultiple(of: Self.turnsPerPoll) { input.pollLive(now: now) }
    }

    /// Every vCPU sleeps, until `deadline` unless input comes first. The time it is then; nil if
    /// nothing can wake anybody.
    func sleep(until deadline: UInt64, now: UInt64) -> UInt64? {
        guard input.isOpen, let live = input.live else { return deadline == .max ? nil : deadline }
        guard live.isInteractive || deadline == .max else {
            input.pollLive(now: now)
            return max(deadline, now)
        }
        let wait = min(deadline &- min(now, deadline), Self.longestWait)
        let start = Self.hostTime()
        let hasCome = input.pollLive(now: now, waitingNanoseconds: wait)
        let passed = hasCome ? min(Self.hostTime() &- start, wait) : wait
        // With nothing to wait for but input, time stands still.
        return deadline == .max ? now : now + passed
    }

    static func hostTime() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
