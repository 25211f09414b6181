// Work for several threads of the host.

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Threads that run one closure each.
public enum WorkerThreads {
    /// Processors of this host.
    public static var processorCount: Int { max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1) }

    private final class Work {
        let index: Int
        let body: @Sendable (Int) -> Void
        init(_ index: Int, _ body: @escaping @Sendable (Int) -> Void) {
            self.index = index
            self.body = body
        }
    }

    /// Calls `body` with 1..<count on threads of their own and with 0 on this one, and returns when
    /// all are done. Where the system gives no more threads, there are fewer.
    public static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        #if canImport(Glibc)
            var threads: [pthread_t] = []
        #else
            var threads: [pthread_t?] = []
        #endif
        for index in 1..<max(count, 1) {
            #if canImport(Glibc)
                var thread: pthread_t = 0
            #else
                var thread: pthread_t?
            #endif
            let work = Unmanaged.passRetained(Work(index, body))
            let result = pthread_create(
                &thread, nil,
                { argument in
                    let work = Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue()
                    work.body(work.index)
                    return nil
                }, work.toOpaque())
            guard result == 0 else {
                work.release()
                break
            }
            threads.append(thread)
        }
        body(0)
        #if canImport(Glibc)
            for thread in threads { pthread_join(thread, nil) }
        #else
            for thread in threads { pthread_join(thread!, nil) }
        #endif
    }
}
