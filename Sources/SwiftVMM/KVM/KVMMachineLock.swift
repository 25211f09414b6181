// vCPUs of KVM run on threads of their own; what they share is touched by one at a time.

import Synchronization

/// Held while a vCPU's exit is worked on: devices, observers, the end of the run.
final class KVMMachineLock: Sendable {
    private let mutex = Mutex<Void>(())

    func withLock<Result: Sendable>(_ body: () -> Result) -> Result {
        mutex.withLock { _ in body() }
    }
}
