// Translation tables: walks that read them, stores that change them.

/// Tables as the walker of a watched machine reads them: past the caches where TCR says so.
struct WatchedTables: PhysicalMemory {
    let system: any PhysicalMemory
    let monitor: HazardMonitor
    let allowsShortWalks = false

    func readDescriptor(at address: GuestPhysicalAddress) -> UInt64? {
        monitor.visited.append(address.value)
        guard let value = system.readDescriptor(at: address) else { return nil }
        return monitor.descriptor(at: address.value) ?? value
    }

    func updateDescriptor(at address: GuestPhysicalAddress, to value: UInt64) {
        system.updateDescriptor(at: address, to: value)
    }
}

extension HazardMonitor {
    /// A walk begins.
    func beginWalk(under controls: TranslationControls) {
        settle()
        visited.removeAll(keepingCapacity: true)
        isWalkCacheable = controls.readsTablesThroughCaches
    }

    /// What memory holds of a descriptor, where the walk does not see the caches and they differ.
    fileprivate func descriptor(at address: UInt64) -> UInt64? {
        guard kinds.contains(.cache), memory.contains(address, sizeBytes: 8) else { return nil }
        let line = host(address & ~CacheModel.lineMask)
        let view = state.cache.noteRead(
            line: line, physical: address, count: 8, isCacheable: isWalkCacheable)
        switch view {
        case .coherent: return nil
        case .staleInCache, .memory, .uncleaned: break
        }
        if case .uncleaned(let writer) = view { uncleanedDescriptor = (address, writer) }
        if case .staleInCache = view { return nil }
        state.cache.copyMemory(
            physical: address, count: 8, ram: host(address), to: scratch)
        return UInt64(littleEndian: scratch.load(as: UInt64.self))
    }

    /// A descriptor in a page of tables changed.
    func noteDescriptor(at address: UInt64, old: UInt64, new: UInt64, by place: Place) {
        guard old != new else { return }
        state.tables.writers[address] = place
        if state.tables.takeRead(address) { generation &+= 1 }
        guard old & 1 != 0 else {
            guard new & 1 != 0, let broken = state.tables.takeBroken(address),
                (broken.old ^ new) & TableHistory.bitsToBreakFor != 0
            else { return }
            if let use = liveUse(of: address), use.mustBreak(broken.old, new) {
                report(
                    .entryBeforeInvalidation, address,
                    "\(broken.old.hex()) -> \(new.hex()), still cached for "
                        + "\(use.address.hex()) of \(use.controls.regime)", by: place,
                    culprit: broken.by)
            }
            return
        }
        guard new & 1 != 0 else {
            state.tables.noteBroken(address, old: old, by: place)
            return
        }
        guard (old ^ new) & TableHistory.bitsToBreakFor != 0, let use = liveUse(of: address),
            use.mustBreak(old, new)
        else { return }
        report(
            .liveEntryChanged, address,
            "\(old.hex()) -> \(new.hex()), cached for \(use.address.hex()) of "
                + "\(use.controls.regime)", by: place, culprit: place)
    }

    private func liveUse(of descriptor: UInt64) -> TableHistory.Use? {
        state.tables.liveUse(of: descriptor) { isInTLB($0) }
    }
}

extension TableHistory.Use {
    /// Whether one valid descriptor may follow another only after an invalid one, for those who
    /// have this translation. Another index into MAIR is no other memory type if MAIR has the same
    /// twice.
    fileprivate func mustBreak(_ old: UInt64, _ new: UInt64) -> Bool {
        let changed = (old ^ new) & TableHistory.bitsToBreakFor
        let index: UInt64 = 7 << 2
        // In descriptors of stage 2 the bits are the type itself.
        guard changed & ~index == 0, changed != 0, !controls.isStageTwoEnabled,
            controls.format != .short32
        else { return changed != 0 }
        func type(_ descriptor: UInt64) -> UInt64 {
            controls.mair >> (8 * (descriptor >> 2 & 7)) & 0xff
        }
        return type(old) != type(new)
    }
}

extension TranslationControls {
    /// Whether walks of the tables are cacheable: IRGN0 of TCR or VTCR, and SCTLR.C.
    /// Source: Arm ARM, `S1TTWParams` and `AArch64.S1Translate`, "walkattrs".
    fileprivate var readsTablesThroughCaches: Bool {
        guard isStageOneEnabled else { return vtcr[bits: 8..<10] != 0 }
        if format == .short32 { return sctlr[bit: 2] }
        return sctlr[bit: 2] && tcr[bits: 8..<10] != 0
    }
}
