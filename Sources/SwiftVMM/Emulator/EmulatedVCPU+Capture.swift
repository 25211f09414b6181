// Keeping the state of a vCPU and putting it back.

extension EmulatedVCPU {
    /// Everything that decides what this vCPU does next: the state block, the TLB, which may hold
    /// what tables no longer say, and what waits between two instructions. Caches of it are not
    /// kept, but emptied when it comes back.
    func capture() -> Restoration {
        let slots = Array(UnsafeBufferPointer(start: state.slots, count: Slot.count))
        let translations = SoftwareTLB(capacity: tlb.setCount * tlb.wayCount, ways: tlb.wayCount)
        translations.copy(from: tlb)
        let saved = (
            interrupts, injected, timerDeadline, eventRegister, isWaitingForEvent,
            streamedEventTime, loopDetector.pointee, pendingEffects, hasPendingEffects, resumeFrom,
            performance
        )
        let restoreUnknown = watch?.unknown.capture()
        return { [self] in
            slots.withUnsafeBufferPointer { kept in
                state.slots.update(from: kept.baseAddress.unsafelyUnwrapped, count: kept.count)
            }
            tlb.copy(from: translations)
            (
                interrupts, injected, timerDeadline, eventRegister, isWaitingForEvent,
                streamedEventTime, loopDetector.pointee, pendingEffects, hasPendingEffects,
                resumeFrom, performance
            ) = saved
            restoreUnknown?()
            fastTLB.removeAll()
            retired = 0
            mustLeaveBlock = false
            contextIsStale = true
            attention = true
        }
    }
}

extension EmulatedSystem {
    /// Time and every vCPU; memory and devices are the machine's.
    func capture() -> Restoration {
        let now = clock.now
        let restorations = vcpus.map { $0.capture() }
        hazards?.settle()
        let known = hazards?.state
        return { [self] in
            clock.now = now
            for restore in restorations { restore() }
            if let known { hazards?.restore(known) }
        }
    }
}
