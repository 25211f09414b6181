// TLBI and AT as instructions: rights, traps, and whose TLB they reach. What they do to a TLB is in
// the tables of MMU/.

extension EmulatedVCPU {
    /// TLBI.
    func invalidateTranslations(_ encoding: SystemRegisterEncoding, _ operand: UInt64)
        -> ExecutionStatus
    {
        if encoding != recentInvalidation?.encoding {
            guard let operation = TLBIOperation.find(encoding) else {
                return undefinedOrTrapped(encoding)
            }
            recentInvalidation = operation
        }
        let operation = recentInvalidation.unsafelyUnwrapped
        let el = state.el
        if el < operation.minimumEL {
            takeUndefined()
            return .diverted
        }
        // HCR_EL2.TTLB.
        if trapsToEL2(encoding, hcrBit: 25) { return .diverted }
        let regime = operation.regime(hcr: state[.hcrEL2], at: el)
        let isCurrent = regime == controls.regime && !contextIsStale && !levelIsStale
        let controls =
            isCurrent
            ? controls : TranslationControls(state: UnsafePointer(state.slots), regime: regime)
        let what = operation.invalidation(operand: operand, at: el, under: controls)
        if observes(.mmu) {
            emit(
                .translationsInvalidated(operation: operation.name, value: operand), pc: state.pc,
                el: el)
        }
        invalidate(what)
        return .proceed
    }

    /// At once, or when a watched vCPU executes the DSB that completes it.
    func invalidate(_ what: TLBInvalidation) {
        if let watch {
            delayInvalidation(what, watch.monitor)
        } else {
            carryOutEverywhere(what)
        }
    }

    /// In this vCPU's TLB, or in all.
    func carryOutEverywhere(_ what: TLBInvalidation) {
        if what.isBroadcast {
            for vcpu in system.vcpus { vcpu.carryOut(what) }
        } else {
            carryOut(what)
        }
    }

    func carryOut(_ what: TLBInvalidation) {
        watch?.monitor.generation &+= 1
        tlb.invalidate(what)
        forgetRemoved(isExecuting: false)
    }

    /// What is behind a physical address changed: translations stay good, short cuts do not.
    func forgetHostAddresses() {
        fastTLB.removeAll()
        contextIsStale = true
    }

    /// AT.
    func translateAddress(_ encoding: SystemRegisterEncoding, _ operand: UInt64)
        -> ExecutionStatus
    {
        guard let operation = AddressTranslationOperation.find(encoding) else {
            return undefinedOrTrapped(encoding)
        }
        let el = state.el
        if el < operation.minimumEL {
            takeUndefined()
            return .diverted
        }
        let regime = operation.regime(hcr: state[.hcrEL2])
        let controls = TranslationControls(state: UnsafePointer(state.slots), regime: regime)
        switch operation.perform(
            VirtualAddress(operand), at: el, under: controls, memory: system)
        {
        case .par(let value):
            state[.parEL1] = value
            watch?.unknown[.parEL1] = 0
            return .proceed
        case .abort(let fault):
            takeAbort(fault, isFetch: false)
            return .diverted
        }
    }
}
