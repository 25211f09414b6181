// Threads, and waiting for them.

import CKVM
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A thread that runs a closure.
final class KVMThread {
    private final class Work {
        let body: @Sendable () -> Void
        let isOver = Atomic<Bool>(false)
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private let work: Work
    let thread: pthread_t

    init(_ body: @escaping @Sendable () -> Void) {
        let work = Work(body)
        self.work = work
        #if canImport(Glibc)
            var thread: pthread_t = 0
        #else
            var thread: pthread_t?
        #endif
        let result = pthread_create(
            &thread, nil,
            { argument in
                let work = Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue()
                work.body()
                work.isOver.store(true, ordering: .sequentiallyConsistent)
                return nil
            }, Unmanaged.passRetained(work).toOpaque())
        precondition(result == 0, "cannot start a thread: errno \(result)")
        #if canImport(Glibc)
            self.thread = thread
        #else
            self.thread = thread!
        #endif
    }

    /// What the thread has used of the host's CPUs, guest time included.
    var cpuNanoseconds: UInt64 {
        var clock = clockid_t()
        var time = timespec()
        guard pthread_getcpuclockid(thread, &clock) == 0, clock_gettime(clock, &time) == 0 else {
            return 0
        }
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Waits for the end, kicking the vCPU until its thread has seen it.
    func join(kicking vcpu: KVMVCPU) {
        while !work.isOver.load(ordering: .sequentiallyConsistent) {
            vcpu.kick(thread)
            usleep(200)
        }
        pthread_join(thread, nil)
    }
}

/// Counts up, and lets one thread wait for it.
final class KVMSemaphore: @unchecked Sendable {
    // SAFETY: a POSIX semaphore is made for several threads; its memory stays in place.
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() {
        semaphore.initialize(to: sem_t())
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func signal() { sem_post(semaphore) }

    /// False if the time passed first, or a signal came.
    func wait(milliseconds: Int) -> Bool {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        time.tv_nsec += milliseconds * 1_000_000
        time.tv_sec += time.tv_nsec / 1_000_000_000
        time.tv_nsec %= 1_000_000_000
        return sem_timedwait(semaphore, &time) == 0
    }
}
