// What a vCPU tells the hazard monitor, if there is one: accesses, maintenance, barriers and
// register writes.
//
// A watched vCPU runs without the fast TLB and without host code, so that all of these pass through
// the slow paths that call these functions. A vCPU that is not watched compares one pointer with
// nil there, and nowhere else. What has been found to agree with the tables is not asked again
// until something changes that could matter.

extension EmulatedVCPU {
    /// The instruction being executed.
    var place: Hazard.Place {
        Hazard.Place(vcpu: index, time: clock.now &+ UInt64(retired), pc: state.pc, el: state.el)
    }

    // MARK: Translation

    /// `tlb.translate`, compared with what the tables say and with what the registers said before
    /// the last synchronization.
    func translateWatched(
        _ address: UInt64, _ access: AccessDescriptor, _ watch: HazardWatch
    ) throws(MMUFault) -> Translation {
        let hazards = watch.monitor
        let virtual = VirtualAddress(address)
        let tables = WatchedTables(system: system, monitor: hazards)
        hazards.beginWalk(under: controls)
        let isCached = tlb.lookup(virtual, under: controls) != nil
        let result: Result<Translation, MMUFault>
        do throws(MMUFault) {
            result = .success(
                try tlb.translate(virtual, for: access, under: controls, memory: tables))
        } catch {
            result = .failure(error)
        }
        reportUncleanedTable(address, hazards)
        if case .success(let used) = result {
            if access.kind != .fetch { watch.isAccessCacheable = used.attributes.isCacheable }
            var agrees = true
            if isCached {
                agrees = compareWithTables(used, address, access, hazards)
            } else if let serial = tlb.serial(of: virtual, under: controls) {
                hazards.state.tables.noteWalk(
                    hazards.visited,
                    TableHistory.Use(
                        vcpu: index, address: address, controls: controls, serial: serial))
            }
            if agrees, !watch.isUnsynchronized {
                watch.prove(address, access, context: contextID, used)
            }
        }
        compareWithPast(result, address, access, hazards)
        return try result.get()
    }

    private func reportUncleanedTable(_ address: UInt64, _ hazards: HazardMonitor) {
        guard let (descriptor, writer) = hazards.uncleanedDescriptor else { return }
        hazards.uncleanedDescriptor = nil
        hazards.report(
            .uncleanedTable, descriptor, "read in the walk for \(address.hex())", by: place,
            culprit: writer)
    }

    /// The TLB answered: whether the tables would have said the same.
    private func compareWithTables(
        _ used: Translation, _ address: UInt64, _ access: AccessDescriptor,
        _ hazards: HazardMonitor
    ) -> Bool {
        hazards.beginWalk(under: controls)
        var says = "nothing"
        do throws(MMUFault) {
            let walked = try controls.translate(
                VirtualAddress(address), for: access,
                memory: WatchedTables(system: memory, monitor: hazards))
            if walked.physicalAddress == used.physicalAddress,
                walked.attributes.isCacheable == used.attributes.isCacheable,
                walked.attributes.isDevice == used.attributes.isDevice
            {
                hazards.state.tables.noteRead(hazards.visited)
                return true
            }
            says = "\(walked.physicalAddress.value.hex()), \(walked.attributes)"
        } catch {
            // The access flag may be cleared at leisure: the next walk would set it again.
            if error.kind == .accessFlag { return false }
            says = "a \(error.kind) fault"
        }
        hazards.uncleanedDescriptor = nil
        let pending = hazards.state.pending.lazy.compactMap(\.invalidations.last).first
        let writer = hazards.state.tables.lastWriter(of: hazards.visited, controls.regime)
        hazards.report(
            pending == nil ? .staleTranslation : .incompleteInvalidation, address,
            "\(controls.regime), used \(used.physicalAddress.value.hex()), \(used.attributes); "
                + "the tables say \(says)", by: place, culprit: pending?.by ?? writer)
        return false
    }

    /// Register writes are not synchronized yet: would the old values have given the same?
    private func compareWithPast(
        _ now: Result<Translation, MMUFault>, _ address: UInt64, _ access: AccessDescriptor,
        _ hazards: HazardMonitor
    ) {
        let pending = hazards.state.pending[index]
        guard let past = pending.controls, past != controls else { return }
        // A fault of stage 2 is no answer: the hypervisor gives one, and the access comes again.
        if case .failure(let fault) = now, fault.stage == .two { return }
        let old = try? past.translate(VirtualAddress(address), for: access, memory: memory)
        let new = try? now.get()
        if old?.physicalAddress == new?.physicalAddress { return }
        func text(_ translation: Translation?) -> String {
            translation.map { $0.physicalAddress.value.hex() } ?? "a fault"
        }
        hazards.report(
            .unsynchronizedTranslation, address,
            "\(text(old)) with the old register values, \(text(new)) with the new", by: place,
            culprit: pending.writer)
    }

    // MARK: Data

    /// An access that lands in RAM; for a read of bytes that memory and cache disagree about, where
    /// the bytes are that it gets.
    func watchAccess(
        _ host: UnsafeMutableRawPointer, physical: UInt64, count: Int,
        _ kind: AccessDescriptor.Kind, _ watch: HazardWatch
    ) -> UnsafeMutableRawPointer {
        if watch.followsUnknown {
            switch kind {
            case .read: watch.loads.append(watch.unknown.loaded(physical, count: count))
            case .write: watch.unknown.store(watch.stores.takeFirst(), physical, count: count)
            default: watch.unknown.clear(physical, count: count)
            }
        }
        guard kind == .read, watch.monitor.kinds.contains(.cache),
            memory.contains(physical, sizeBytes: UInt64(count))
        else { return host }
        return watch.monitor.read(
            physical: physical, count: count, isCacheable: watch.isAccessCacheable, by: place)
            ?? host
    }

    // MARK: Instructions

    /// The block at PC is about to be executed.
    func watchFetch(_ block: UnsafeMutablePointer<CodeBlock>, _ watch: HazardWatch) {
        let hazards = watch.monitor
        hazards.settle()
        guard hazards.kinds.contains(.cache) else { return }
        let isCacheable = controls.sctlr[bit: 12] && controls.isStageOneEnabled
        var physical = block.pointee.physicalStart
        let end = physical &+ block.pointee.lengthBytes
        while physical < end {
            let lineEnd = (physical | CacheModel.lineMask) &+ 1
            let next = min(lineEnd, end)
            hazards.fetch(
                physical, count: Int(next - physical), isCacheable: isCacheable, vcpu: index,
                by: place)
            physical = next
        }
    }

    // MARK: Registers and barriers

    /// Writes a system register, and remembers what is not synchronized after it.
    ///
    /// - Parameter source: The slot that the value comes from.
    func writeWatched(
        _ id: SystemRegisterID, from source: UInt16, _ watch: HazardWatch, _ write: () -> Void
    ) {
        let hazards = watch.monitor
        hazards.settle()
        watch.unknown[id] = watch.unknown[source] & model.writable(id)
        let before = TranslationControls(state: UnsafePointer(state.slots))
        let oldVectors = (state[.vbarEL1], state[.vbarEL2])
        write()
        let place = self.place
        if TranslationControls(state: UnsafePointer(state.slots)) != before {
            if hazards.state.pending[index].controls == nil {
                hazards.state.pending[index].controls = before
            }
            hazards.state.pending[index].writer = place
            watch.isUnsynchronized = true
        }
        if state[.vbarEL1] != oldVectors.0 { hazards.state.pending[index].vectors[.el1] = place }
        if state[.vbarEL2] != oldVectors.1 { hazards.state.pending[index].vectors[.el2] = place }
        switch id {
        case .ttbr0EL1, .ttbr1EL1, .tcrEL1, .sctlrEL1, .mairEL1, .vttbrEL2, .vtcrEL2:
            hazards.state.tables.controlWriters[.el10] = place
        case .ttbr0EL2, .ttbr1EL2, .tcrEL2, .sctlrEL2, .mairEL2:
            hazards.state.tables.controlWriters[.el2] = place
            hazards.state.tables.controlWriters[.el20] = place
        default: break
        }
    }

    /// ISB, and exception entry and return.
    func noteSynchronization() {
        guard let watch else { return }
        watch.isUnsynchronized = false
        watch.monitor.synchronize(index)
    }

    /// An exception uses the vectors of its target, and synchronizes everything else.
    func watchVectors(_ target: ExceptionLevel, _ watch: HazardWatch) {
        let hazards = watch.monitor
        if let writer = hazards.state.pending[index].vectors[target] {
            hazards.report(
                .unsynchronizedVectors, 0, "VBAR_\(target) is \(vectorBase(target).hex())",
                by: place, culprit: writer)
        }
        noteSynchronization()
    }

    private func vectorBase(_ target: ExceptionLevel) -> UInt64 {
        state[target == .el2 ? .vbarEL2 : .vbarEL1]
    }

    /// DSB: maintenance of this vCPU is complete.
    func completeMaintenance() {
        guard let hazards = watch?.monitor else { return }
        hazards.settle()
        hazards.state.cache.complete(by: index)
        let waiting = hazards.state.pending[index].invalidations
        hazards.state.pending[index].invalidations.removeAll()
        for (what, _) in waiting { carryOutEverywhere(what) }
    }

    /// A TLBI, which waits for its DSB.
    func delayInvalidation(_ what: TLBInvalidation, _ hazards: HazardMonitor) {
        hazards.settle()
        hazards.state.pending[index].invalidations.append((what, place))
    }

    // MARK: Cache maintenance

    /// DC and IC by address.
    func watchMaintenance(_ operation: CacheOperation, physical: UInt64) {
        watch?.monitor.maintain(operation, physical: physical, by: index)
    }
}
