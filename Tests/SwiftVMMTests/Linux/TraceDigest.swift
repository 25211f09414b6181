// A trace in one number, for runs of millions of events.

@testable import SwiftVMM

/// Sees every event that a trace can hold, but for single instructions.
final class TraceDigest: VCPUObserver {
    let observedKinds: EventKinds = [.hypercalls, .exceptions, .systemRegisters, .mmu, .mmio]
    private(set) var count = 0
    private var hasher = Hasher()

    func vcpu(_ vcpu: any VCPU, did event: Event) {
        count += 1
        hasher.combine(event)
    }

    /// The same for the same events in the same order, within one process.
    var value: Int {
        let copy = hasher
        return copy.finalize()
    }
}
