// One thread for each vCPU of KVM, and the one that waits for them all.

import CKVM
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Runs every vCPU of a machine on a thread of its own until one of them ends the run.
///
/// The caller's thread sleeps, and looks from time to time whether it should stop them. Everything
/// that is shared is touched under the machine's lock.
final class KVMRunner: @unchecked Sendable {
    // SAFETY: all mutable state is guarded by `lock`, or is the vCPU's own and used only by its
    // thread while threads run.
    private let vcpus: [KVMVCPU]
    private let lock: KVMMachineLock
    private let handle: (VCPUExit, KVMVCPU) -> Bool
    private let isStopping = Atomic<Bool>(false)
    private let finished = KVMSemaphore()

    /// - Parameter handle: Works on an exit, under the lock; true ends the run.
    init(
        _ machine: KVMVirtualMachine, handle: @escaping (VCPUExit, KVMVCPU) -> Bool
    ) {
        vcpus = machine.vcpus
        lock = machine.lock
        self.handle = handle
    }

    /// Runs until an exit ends the run or `shouldStop`, asked under the lock, says so.
    func run(shouldStop: () -> Bool) {
        _ = ckvm_install_kick_handler()
        let threads = vcpus.indices.map { index in
            KVMThread { [self] in loop(vcpus[index]) }
        }
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            if finished.wait(milliseconds: Self.pollMilliseconds) { continue }
            if lock.withLock(shouldStop) { stop() }
        }
        for (thread, vcpu) in zip(threads, vcpus) { thread.join(kicking: vcpu) }
    }

    /// How often the caller is asked whether to stop.
    private static let pollMilliseconds = 10

    private func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        finished.signal()
    }

    private func loop(_ vcpu: KVMVCPU) {
        // A kick sets the flag first: whoever clears its traces from the run page sees the flag
        // here, before the next KVM_RUN.
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            let exit = vcpu.run(budget: .max)
            if lock.withLock({ handle(exit, vcpu) }) { stop() }
        }
    }
}

/// A thread that runs a closure.
private final class KVMThread {
    private final class Work {
        let body: @Sendable () -> Void
        let isOver = Atomic<Bool>(false)
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private let work: Work
    private let thread: pthread_t

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
private final class KVMSemaphore: @unchecked Sendable {
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
