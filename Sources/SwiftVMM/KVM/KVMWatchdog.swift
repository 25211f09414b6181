// A guest that goes nowhere causes no exit: KVM sleeps in its WFI and runs its endless loop. So
// when no vCPU has exited for a while, each is stopped for a moment and looked at.

/// What a vCPU was doing when it was looked at.
struct KVMSample: Equatable {
    /// Off by PSCI.
    var isOff = false
    /// Its thread has hardly used the host's CPU since the look before: it sleeps in KVM_RUN.
    var isIdle = false
    var pc: UInt64 = 0
    /// At `pc`, and before it; nil where nothing is mapped.
    var instruction: UInt32?
    var previousInstruction: UInt32?
    /// A timer is on and its interrupt unmasked: it will fire some time.
    var hasTimer = false
    /// VBAR, ELR and ESR of the level it is at.
    var vectorBase: UInt64 = 0
    var returnAddress: UInt64 = 0
    var syndrome: UInt64 = 0

    /// At a vector that was entered from itself: the handler cannot even start.
    private var isAtFaultingVector: Bool {
        pc & ~0x7ff == vectorBase & ~0x7ff && pc & 0x7f == 0 && returnAddress == pc
    }

    /// What this vCPU is caught in, whatever others do; nil if it may get on.
    var reason: StuckReason? {
        if isAtFaultingVector {
            return .exceptionLoop(
                vector: pc, syndrome: syndrome, faultingAddress: returnAddress)
        }
        // `b .`
        return instruction == 0x1400_0000 && !hasTimer ? .branchToSelf(pc) : nil
    }

    /// In WFI or WFE, or in a call to PSCI that waits like them, with no timer to end it.
    var isWaiting: Bool {
        guard isIdle, !hasTimer, let word = previousInstruction else { return false }
        let isHint = word == 0xd503_207f || word == 0xd503_205f
        // HVC and SMC.
        let isCall = word & 0xffe0_001f == 0xd400_0002 || word & 0xffe0_001f == 0xd400_0003
        return isHint || isCall
    }
}

/// Decides from several looks whether the run can still come to anything.
struct KVMWatchdog {
    /// What the last look said, and how many in a row have said so.
    private var suspicion: (reason: StuckReason, vcpu: Int)?
    private var count = 0

    /// Looks that must agree.
    static let looks = 3

    /// Takes a look at all vCPUs, by index; the reason once it is certain.
    mutating func note(_ samples: [KVMSample]) -> (reason: StuckReason, vcpu: Int)? {
        let now = Self.judge(samples)
        let isSame = now?.reason == suspicion?.reason && now?.vcpu == suspicion?.vcpu
        count = isSame ? count + 1 : 1
        suspicion = now
        return count >= Self.looks ? now : nil
    }

    /// Something happened: what was suspected is void.
    mutating func forget() { suspicion = nil }

    private static func judge(_ samples: [KVMSample]) -> (reason: StuckReason, vcpu: Int)? {
        let on = samples.indices.filter { !samples[$0].isOff }
        // No exception handler comes back from this, whatever the others do.
        for index in on {
            if case .exceptionLoop = samples[index].reason {
                return samples[index].reason.map { ($0, index) }
            }
        }
        // The rest may yet be woken or released by a vCPU that runs.
        guard on.allSatisfy({ samples[$0].isWaiting || samples[$0].reason != nil }) else {
            return nil
        }
        for index in on {
            if let reason = samples[index].reason { return (reason, index) }
        }
        return (.nothingToWake, on.first ?? 0)
    }
}
