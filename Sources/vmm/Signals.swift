// Signals: Ctrl-C asks for a clean end, a second one insists; a trap of ours is exit code 70.

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

enum Signals {
    /// Set once SIGINT or SIGTERM arrived.
    static var isInterrupted: Bool { interrupted.load(ordering: .relaxed) }

    /// From now on the first SIGINT, SIGTERM or SIGHUP only sets `isInterrupted`; a second one
    /// kills, after the terminal is what it was.
    static func catchInterrupts() {
        // Creates the flag now: a signal handler must not be the first to touch it.
        interrupted.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
            // A background job of a shell has SIGINT ignored and must still hear a `kill -INT`.
            if (number == SIGHUP || number == SIGQUIT) && isIgnored(number) { continue }
            install(number, 0) { number in
                if !interrupted.exchange(true, ordering: .relaxed) { return }
                RawMode.leave()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// A closed stdout shows as an error of `write`, which `Terminal` knows how to take.
    static func ignoreBrokenPipe() { signal(SIGPIPE, SIG_IGN) }

    /// Turns a trap of this process into a message and exit code 70. Swift has already said where.
    static func reportBugs() {
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE] {
            install(number, SA_RESETHAND) { _ in
                let text: StaticString =
                    "vmm: this is a bug in vmm; please report it with the command and the image\n"
                RawMode.leave()
                _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
                _exit(70)
            }
        }
    }

    /// As `nohup` leaves SIGHUP, which then must stay so.
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }

    private static func install(
        _ number: Int32, _ flags: some BinaryInteger,
        _ handler: @escaping @convention(c) (Int32) -> Void
    ) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        action.sa_flags = Int32(truncatingIfNeeded: flags)
        sigaction(number, &action, nil)
        // Whoever started us may have left it blocked.
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, number)
        pthread_sigmask(Int32(SIG_UNBLOCK), &set, nil)
    }
}

private let interrupted = Atomic<Bool>(false)
