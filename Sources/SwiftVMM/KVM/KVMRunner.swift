// One thread for each vCPU of KVM, and the one that waits for them all.

import CKVM
import Synchronization

/// Runs every vCPU of a machine on a thread of its own until one of them ends the run.
///
/// The caller's thread sleeps, and looks from time to time whether it should stop them, and whether
/// they get anywhere. Everything that is shared is touched under the machine's lock.
final class KVMRunner: @unchecked Sendable {
    // SAFETY: all mutable state is guarded by `lock`, or is the vCPU's own and used only by its
    // thread while threads run.
    private let vcpus: [KVMVCPU]
    private let lock: KVMMachineLock
    private let handle: (VCPUExit, KVMVCPU) -> Bool
    private let inspect: (KVMVCPU) -> KVMSample
    private let isStopping = Atomic<Bool>(false)
    private let finished = KVMSemaphore()
    /// vCPUs, by bit, that shall be looked at when their threads next come by.
    private let wanted = Atomic<UInt64>(0)
    private var samples: [KVMSample]

    /// - Parameters:
    ///   - inspect: What a vCPU is doing; called under the lock on its thread.
    ///   - handle: Works on an exit, under the lock; true ends the run.
    init(
        _ machine: KVMVirtualMachine, inspect: @escaping (KVMVCPU) -> KVMSample,
        handle: @escaping (VCPUExit, KVMVCPU) -> Bool
    ) {
        vcpus = machine.vcpus
        lock = machine.lock
        samples = vcpus.map { _ in KVMSample() }
        self.inspect = inspect
        self.handle = handle
    }

    /// How often the caller is asked whether to stop.
    private static let pollMilliseconds = 10
    /// Polls without an exit before the first look at what vCPUs do, and between the first two.
    private static let quietPolls = 20
    private static let pollsBetweenLooks = 10
    /// The time between looks doubles up to this many polls: a look costs each thread its way back
    /// into KVM_RUN, which on a busy host is long, and must be little beside the time it is idle.
    private static let mostPollsBetweenLooks = 160
    /// How long a look waits for the vCPUs to come by; nobody is asked whether to stop meanwhile.
    private static let lookMilliseconds = 50

    /// Runs until an exit ends the run, `shouldStop`, asked under the lock, says so, or no vCPU can
    /// get on any more, which `stuck` hears under the lock.
    func run(shouldStop: () -> Bool, stuck: (StuckReason, Int) -> Void) {
        _ = ckvm_install_kick_handler()
        let threads = vcpus.indices.map { index in
            KVMThread { [self] in loop(vcpus[index]) }
        }
        var watchdog = KVMWatchdog()
        var lastCount: UInt64 = 0
        var quietPolls = 0
        var (nextLook, gap) = (Self.quietPolls, Self.pollsBetweenLooks)
        var times = threads.map(\.cpuNanoseconds)
        let clock = ContinuousClock()
        var since = clock.now
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            if finished.wait(milliseconds: Self.pollMilliseconds) { continue }
            if lock.withLock(shouldStop) {
                stop()
                continue
            }
            let count = vcpus.reduce(0) { $0 &+ $1.exitCount }
            if count != lastCount {
                (lastCount, quietPolls) = (count, 0)
                (nextLook, gap) = (Self.quietPolls, Self.pollsBetweenLooks)
                watchdog.forget()
                times = threads.map(\.cpuNanoseconds)
                since = clock.now
                continue
            }
            quietPolls += 1
            guard quietPolls >= nextLook else { continue }
            nextLook = quietPolls + gap
            let now = threads.map(\.cpuNanoseconds)
            let limit = (clock.now - since) / 8
            defer {
                times = threads.map(\.cpuNanoseconds)
                since = clock.now
            }
            guard var looks = look(threads) else { continue }
            gap = min(2 * gap, Self.mostPollsBetweenLooks)
            for index in looks.indices {
                looks[index].isIdle = .nanoseconds(now[index] &- times[index]) < limit
            }
            if let found = watchdog.note(looks) {
                lock.withLock { stuck(found.reason, found.vcpu) }
                stop()
            }
        }
        for (thread, vcpu) in zip(threads, vcpus) { thread.join(kicking: vcpu) }
    }

    private func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        finished.signal()
    }

    private func loop(_ vcpu: KVMVCPU) {
        let bit = UInt64(1) << UInt64(vcpu.index)
        // A kick sets the flag first: whoever clears its traces from the run page sees the flag
        // here, before the next KVM_RUN.
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            let exit = vcpu.run(budget: .max)
            if wanted.load(ordering: .sequentiallyConsistent) & bit != 0 {
                lock.withLock { samples[vcpu.index] = inspect(vcpu) }
                _ = wanted.bitwiseAnd(~bit, ordering: .sequentiallyConsistent)
            }
            if lock.withLock({ handle(exit, vcpu) }) { stop() }
        }
    }

    /// Makes every vCPU stop for a look; nil if one did not come by in time.
    private func look(_ threads: [KVMThread]) -> [KVMSample]? {
        let all = (UInt64(1) << UInt64(vcpus.count)) &- 1
        wanted.store(all, ordering: .sequentiallyConsistent)
        defer { wanted.store(0, ordering: .sequentiallyConsistent) }
        for _ in 0..<Self.lookMilliseconds / 2 {
            let missing = wanted.load(ordering: .sequentiallyConsistent)
            if missing == 0 { return lock.withLock { samples } }
            for (thread, vcpu) in zip(threads, vcpus)
            where missing >> UInt64(vcpu.index) & 1 != 0 {
                vcpu.kick(thread.thread)
            }
            if finished.wait(milliseconds: 2) {
                // Not lost for the loop that waits for it.
                finished.signal()
                return nil
            }
        }
        return nil
    }
}
