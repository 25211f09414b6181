// From a virtual address to RAM or a device, through the TLB and the walker, raising the exception
// that a fault becomes.

/// For questions of a debugger, which change nothing.
extension GuestMemory: PhysicalMemory {
    public func readDescriptor(at address: GuestPhysicalAddress) -> UInt64? {
        doubleword(at: address.value)
    }

    public func updateDescriptor(at address: GuestPhysicalAddress, to value: UInt64) {}
}

/// For the vCPUs: an update is a store like any other.
extension EmulatedSystem: PhysicalMemory {
    public func readDescriptor(at address: GuestPhysicalAddress) -> UInt64? {
        memory.doubleword(at: address.value)
    }

    public func updateDescriptor(at address: GuestPhysicalAddress, to value: UInt64) {
        _ = willStore(physical: address.value, count: 8)
        (memory.host + Int(address.value &- memory.base.value)).storeBytes(
            of: value.littleEndian, as: UInt64.self)
    }
}

extension EmulatedVCPU {
    // MARK: Contexts

    /// Selects the context of the current state if that may be another than the one selected.
    @inline(__always)
    func refreshContext() {
        if contextIsStale {
            selectContext()
        } else if levelIsStale {
            selectLevel()
        }
    }

    /// After a change of Exception level alone: the context that was selected there last, if it is
    /// still that of its registers.
    private func selectLevel() {
        guard state[Slot.il] == 0, !state.isAArch32, !state.isDebugArmed,
            let instance = levelContexts.find(level: state[Slot.el], pan: state[Slot.pan])
        else { return selectContext() }
        levelIsStale = false
        controls = levelContexts.controls(level: state[Slot.el], pan: state[Slot.pan])
        use(instance)
    }

    private func use(_ instance: UnsafeMutablePointer<FastTLBInstance>) {
        fastInstance = instance
        fastWords = instance.pointee.words.unsafelyUnwrapped
        contextID = instance.pointee.id
        publishContext()
    }

    /// Selects the fast TLB instance for the current state.
    func selectContext() {
        if contextIsStale { levelContexts.removeAll() }
        contextIsStale = false
        levelIsStale = false
        controls = TranslationControls(
            state: UnsafePointer(state.slots))
        let mode = state.blockMode
        selectDebug()
        let key = TranslationContextKey(
            el: state[Slot.el], pan: state[Slot.pan], sctlr: controls.sctlr, tcr: controls.tcr,
            ttbr0: controls.ttbr0, ttbr1: controls.ttbr1, mair: controls.mair, hcr: controls.hcr,
            vtcr: controls.vtcr, vttbr: controls.vttbr, format: controls.format,
            asid: controls.asid, dacr: controls.dacr, mode: mode.rawValue,
            debug: debug.key == 0 ? 0 : debugGeneration << 3 | debug.key)
        if let watch, watch.followsUnknown { watchControls(watch) }
        currentITState = mode.itState
        use(fastTLB.select(key))
        if state[Slot.il] == 0 && !mode.isAArch32 {
            levelContexts.set(
                level: state[Slot.el], pan: state[Slot.pan], controls, fastInstance)
        }
    }

    /// Caches in front of the TLB forget what it no longer holds.
    ///
    /// - Parameter isExecuting: This vCPU is in a block, whose own page may be gone.
    func forgetRemoved(isExecuting: Bool) {
        guard let removal = tlb.takeRemoval() else { return }
        if removal.includesFetched {
            fastTLB.removeAll()
            contextIsStale = true
            if isExecuting { mustLeaveBlock = true }
        } else if removal.count == 1 && removal.sizeShift == 12 {
            fastTLB.removeData(page: removal.base >> 12)
        } else {
            fastTLB.removeData()
        }
    }

    // MARK: Translation

    /// Translates through the TLB, walking on a miss.
    private func translate(_ address: UInt64, _ access: AccessDescriptor) throws(MMUFault)
        -> Translation
    {
        refreshContext()
        if let watch { return try translateWatched(address, access, watch) }
        let virtual = VirtualAddress(address)
        defer { forgetRemoved(isExecuting: access.kind != .fetch) }
        guard observes(.mmu) else {
            return try tlb.translate(virtual, for: access, under: controls, memory: system)
        }
        let isCached = tlb.lookup(virtual, under: controls) != nil
        let translation = try tlb.translate(virtual, for: access, under: controls, memory: system)
        if !isCached, tlb.lookup(virtual, under: controls) != nil {
            emit(
                .translationCached(
                    virtual: translation.entry.virtualBase,
                    physical: translation.entry.physicalBase,
                    sizeBytes: translation.entry.sizeBytes, regime: controls.regime.description,
                    asid: controls.asid, vmid: controls.vmid), pc: state.pc, el: state.el)
        }
        return translation
    }

    /// The PA of the instruction at PC; nil after an Instruction Abort.
    func translateFetch(_ pc: UInt64) -> UInt64? {
        let access = AccessDescriptor(.fetch, at: state.el)
        refreshContext()
        if let watch {
            if let proof = watch.proof(pc, access, context: contextID) {
                let physical = proof.pointee.page | pc & 0xfff
                if memory.canRead(physical, sizeBytes: 4) { return physical }
            }
        } else if !observes(.mmu), let entry = tlb.allowing(pc, access, under: controls) {
            let physical = entry.pointee.physicalBase | pc & (entry.pointee.sizeBytes &- 1)
            if memory.canRead(physical, sizeBytes: 4) { return physical }
        }
        do throws(MMUFault) {
            let translation = try translate(pc, access)
            let physical = translation.physicalAddress.value
            if memory.canRead(physical, sizeBytes: 4) { return physical }
            takeAbort(
                MMUFault(.externalAbort, at: VirtualAddress(pc), for: access), isFetch: true)
        } catch {
            takeAbort(error, isFetch: true)
        }
        return nil
    }

    /// The PA of a data access; nil after a Data Abort.
    func translateData(_ address: UInt64, _ access: AccessDescriptor) -> UInt64? {
        do throws(MMUFault) {
            return try translate(address, access).physicalAddress.value
        } catch {
            takeAbort(error, isFetch: false)
            return nil
        }
    }

    /// Where an access of `sizeBytes` at `address` lands, with every check made.
    ///
    /// - Parameter isOrdered: It is a load-acquire or a store-release of one register.
    func resolve(
        _ address: UInt64, _ access: MemoryAccess, sizeBytes: Int, kind: AccessDescriptor.Kind,
        isOrdered: Bool = false
    ) -> AccessTarget {
        // Addresses of AArch32 wrap; the fast path knows none beyond 4 GiB.
        let address = state.isAArch32 ? address & 0xffff_ffff : address
        let isAligned = address.isAligned(to: UInt64(sizeBytes))
        let el =
            access.isUnprivileged && state[Slot.uao] == 0
            ? TranslationRegime.unprivilegedAccessEL(at: state.el, hcr: state[.hcrEL2]) : state.el
        let descriptor = AccessDescriptor(kind, at: el, isAligned: isAligned)
        if !isAligned && access.mustAlign
            && !allowsUnaligned(address, sizeBytes, isOrdered: isOrdered)
        {
            takeAbort(
                MMUFault(.alignment, at: VirtualAddress(address), for: descriptor), isFetch: false)
            return .faulted
        }
        let physical: UInt64
        let isDevice: Bool
        refreshContext()
        if let watch, let proof = watch.proof(address, descriptor, context: contextID) {
            physical = proof.pointee.page | address & 0xfff
            isDevice = false
            watch.isAccessCacheable = proof.pointee.isCacheable
        } else if !observes(.mmu), watch == nil,
            let entry = tlb.allowingOrWalked(address, descriptor, under: controls, memory: system)
        {
            physical = entry.pointee.physicalBase | address & (entry.pointee.sizeBytes &- 1)
            isDevice = entry.pointee.isDevice
            forgetRemoved(isExecuting: true)
        } else {
            do throws(MMUFault) {
                let translation = try translate(address, descriptor)
                physical = translation.physicalAddress.value
                isDevice = translation.entry.isDevice
            } catch {
                takeAbort(error, isFetch: false)
                return .faulted
            }
        }
        let firstCount = Int(0x1000 &- (address & 0xfff))
        if sizeBytes > firstCount {
            return resolveSplit(address, physical, sizeBytes, firstCount, descriptor)
        }
        if debug.hasWatchpoints, takesWatchpoint(address, count: sizeBytes, descriptor) {
            return .faulted
        }
        if memory.contains(physical, sizeBytes: UInt64(sizeBytes))
            || kind == .read && memory.canRead(physical, sizeBytes: UInt64(sizeBytes))
        {
            let host = memory.host + Int(truncatingIfNeeded: physical &- memory.base.value)
            if let watch {
                let place = watchAccess(
                    host, physical: physical, count: sizeBytes, kind, watch)
                return .ram(place, physical: physical)
            }
            if !access.isUnprivileged { fillFast(address, host, kind, isDevice: isDevice) }
            return .ram(host, physical: physical)
        }
        if isAligned, sizeBytes <= 16,
            let (device, offset) = system.bus.find(
                GuestPhysicalAddress(physical), sizeBytes: sizeBytes)
        {
            if !access.isUnprivileged { fillDevice(address, device, offset, physical, kind) }
            return .device(device, offset: offset, physical: physical)
        }
        takeExternalAbort(address, descriptor)
        return .faulted
    }

    /// FEAT_LSE2: what must be aligned may lie anywhere within 16 bytes. Source: Arm ARM,
    /// `AArch64.UnalignedAccessFaults`.
    ///
    /// - Parameter isOrdered: A load-acquire or store-release, which SCTLR_ELx.nAA sets free.
    private func allowsUnaligned(_ address: UInt64, _ sizeBytes: Int, isOrdered: Bool) -> Bool {
        guard features.contains(.lse2), !state.isAArch32 else { return false }
        let sctlr = state.sctlr
        if sctlr[bit: 1] { return false }
        return address & 15 &+ UInt64(sizeBytes) <= 16 || isOrdered && sctlr[bit: 6]
    }

    private func resolveSplit(
        _ address: UInt64, _ physical: UInt64, _ sizeBytes: Int, _ firstCount: Int,
        _ descriptor: AccessDescriptor
    ) -> AccessTarget {
        var secondAddress = address &+ UInt64(firstCount)
        if state.isAArch32 { secondAddress &= 0xffff_ffff }
        guard let second = translateData(secondAddress, descriptor) else { return .faulted }
        if debug.hasWatchpoints, takesWatchpoint(address, count: sizeBytes, descriptor) {
            return .faulted
        }
        let isThere =
            descriptor.kind == .read
            ? memory.canRead(physical, sizeBytes: UInt64(firstCount))
                && memory.canRead(second, sizeBytes: UInt64(sizeBytes - firstCount))
            : memory.contains(physical, sizeBytes: UInt64(firstCount))
                && memory.contains(second, sizeBytes: UInt64(sizeBytes - firstCount))
        guard isThere else {
            takeExternalAbort(address, descriptor)
            return .faulted
        }
        if let watch, descriptor.kind != .read {
            watch.unknown.clear(physical, count: firstCount)
            watch.unknown.clear(second, count: sizeBytes - firstCount)
        }
        return .split(
            memory.host + Int(truncatingIfNeeded: physical &- memory.base.value),
            memory.host + Int(truncatingIfNeeded: second &- memory.base.value),
            firstCount: firstCount,
            physical: physical, secondPhysical: second)
    }

    /// Remembers a page of RAM for the fast path, for the kind of access that was just allowed.
    ///
    /// Where stage 1 is on, unaligned accesses take the fast path too, which pages of Device memory
    /// must not have.
    func fillFast(
        _ address: UInt64, _ host: UnsafeMutableRawPointer, _ kind: AccessDescriptor.Kind,
        isDevice: Bool
    ) {
        guard kind == .read || kind == .write || kind == .readWrite else { return }
        if controls.isStageOneEnabled && isDevice { return }
        if contextIsStale || levelIsStale { return }
        if debug.hasWatchpoints, hasWatchpoint(onPageOf: address) { return }
        if kind != .write {
            fastTLB.fill(
                fastInstance, address, host: host, isWrite: false, memory: memory,
                usesLinearPages: usesLinearPages)
        }
        if kind != .read {
            fastTLB.fill(
                fastInstance, address, host: host, isWrite: true, memory: memory,
                usesLinearPages: usesLinearPages)
        }
        publishContext()
    }

    /// Remembers a device's page for the kind of access that was just allowed.
    private func fillDevice(
        _ address: UInt64, _ device: any Device, _ offset: UInt64, _ physical: UInt64,
        _ kind: AccessDescriptor.Kind
    ) {
        guard kind == .read || kind == .write, !state.isAArch32, !contextIsStale, !levelIsStale,
            !(debug.hasWatchpoints && hasWatchpoint(onPageOf: address)), watch == nil,
            controls.withoutTag(address) == address, system.bus.isAlone(device)
        else { return }
        fastInstance.pointee.fillDevice(
            address, device, offset: offset, physical: physical, isWrite: kind == .write)
    }

    /// Where an instruction is fetched from, as a debugger would find out: no exception, and
    /// nothing cached. Nil where nothing is mapped.
    ///
    /// - Parameter el: Whose translation it is; the current one by default.
    func physicalAddress(
        ofInstructionAt address: UInt64, at el: ExceptionLevel? = nil
    ) -> UInt64? {
        let controls = TranslationControls(state: UnsafePointer(state.slots))
        let access = AccessDescriptor(.fetch, at: el ?? state.el)
        let translation = try? controls.translate(
            VirtualAddress(address), for: access, memory: memory)
        return translation?.physicalAddress.value
    }

    /// The instruction at a virtual address; nil where nothing is mapped.
    func instruction(at address: UInt64) -> UInt32? {
        physicalAddress(ofInstructionAt: address).flatMap { memory.word(at: $0) }
    }

    // MARK: Aborts

    func takeExternalAbort(_ address: UInt64, _ access: AccessDescriptor) {
        takeAbort(
            MMUFault(.externalAbort, at: VirtualAddress(address), for: access), isFetch: false)
    }

    /// Exclusive or atomic access to something that is not RAM on one page.
    func takeUnsupportedExclusive(_ address: UInt64, isWrite: Bool) {
        let access = AccessDescriptor(isWrite ? .write : .read, at: state.el)
        takeAbort(
            MMUFault(.unsupportedExclusive, at: VirtualAddress(address), for: access),
            isFetch: false)
    }

    /// The load or store that PC names, where a syndrome can describe it.
    private var accessInstruction: Syndrome.AccessInstruction? {
        guard state.isAArch32 else { return .init(currentInstructionWord) }
        return Syndrome.AccessInstruction(
            aarch32: currentInstructionWord, isThumb: state[Slot.thumb] != 0)
    }

    /// Source: Arm ARM, `AArch64.DataAbort`, `AArch64.InstructionAbort`.
    func takeAbort(_ fault: MMUFault, isFetch: Bool) {
        let target: ExceptionLevel = fault.stage == .two ? .el2 : defaultSynchronousTarget
        let isSameEL = target == state.el
        let hasInstruction = !isFetch && fault.stage == .two && !fault.isOnTableWalk
        faultDomain = fault.domain
        var syndrome = fault.syndrome(
            fromLowerEL: !isSameEL, instruction: hasInstruction ? accessInstruction : nil)
        // ISV: IL tells the size of an instruction that is described.
        if syndrome.iss[bit: 24], isCurrentNarrow { syndrome.rawValue &= ~(1 << 25) }
        takeSynchronous(
            syndrome, to: target, faultAddress: fault.address.value,
            intermediateAddress: fault.stage == .two ? fault.intermediateAddress.value : nil)
    }
}
