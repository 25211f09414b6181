// How far a long command is, on a terminal.

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One line on stderr that is written over; nothing where that is no terminal. Any thread may
/// show; it says something a few times a second.
final class ProgressLine: Sendable {
    private let isTerminal = isatty(2) == 1
    private let last = Mutex<(time: UInt64, wasShown: Bool)>((0, false))
    private static let intervalNanoseconds: UInt64 = 200_000_000

    func show(_ done: Int, of total: Int) {
        guard isTerminal else { return }
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let now = UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
        last.withLock { last in
            guard now - last.time >= Self.intervalNanoseconds else { return }
            last = (now, true)
            let text = Array("\r\(done) of \(total) runs\u{1b}[K".utf8)
            text.withUnsafeBytes { _ = write(2, $0.baseAddress, $0.count) }
        }
    }

    /// Clears the line.
    func end() {
        guard last.withLock({ $0.wasShown }) else { return }
        let text = Array("\r\u{1b}[K".utf8)
        text.withUnsafeBytes { _ = write(2, $0.baseAddress, $0.count) }
    }
}
