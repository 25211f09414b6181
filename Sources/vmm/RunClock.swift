// Real time, for --timeout and the report; the guest never sees it.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

struct RunClock {
    private let start = Self.now()
    private let limitNanoseconds: UInt64?

    init(limit: TimeLimit?) { limitNanoseconds = limit?.nanoseconds }

    var elapsedNanoseconds: UInt64 { Self.now() - start }

    var isOver: Bool {
        guard let limitNanoseconds else { return false }
        return elapsedNanoseconds >= limitNanoseconds
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
