// What a vCPU tells the hazard monitor, if there is one: accesses, maintenance, barriers and
// register writes.
//
// A watched vCPU runs without the fast TLB and without host code, so that all of these pass through
// the slow paths that call these functions. A vCPU that is not watched compares one pointer with
// nil there, and nowhere else.

extension EmulatedVCPU {
    /// The instruction being executed.
    var place: Hazard.Place {
        Hazard.Place(vcpu: index, time: clock.now &+ UInt64(retired), pc: state.pc, el: state.el)
    }

    // MARK: Translation

    /// `tlb.translate`, compared with what the tables say and with what the registers said before
    /// the last synchronization.
    func translateWatched(
        _ address: UInt64, _ access: AccessDescriptor, _ hazards: HazardMonitor
    ) throws(MMUFault) -> Translation {
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
        let descriptors = hazards.visited
        if case .success(let used) = result {
            if access.kind != .fetch { isAccessCacheable = used.attributes.isCacheable }
            if isCached {
                compareWithTables(used, address, access, hazards)
            } else if !descriptors.isEmpty {
                hazards.state.tables.noteWalk(
                    descriptors,
                    TableHistory.Use(vcpu: index, address: address, controls: controls))
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

    /// The TLB answered: would the tables have said the same?
    private func compareWithTables(
        _ used: Translation, _ address: UInt64, _ access: AccessDescriptor,
        _ hazards: HazardMonitor
    ) {
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
                return
            }
            says = "\(walked.physicalAddress.value.hex()), \(walked.attributes)"
        } catch {
            // The access flag may be cleared at leisure: the next walk would set it again.
            if error.kind == .accessFlag { return }
            says = "a \(error.kind) fault"
        }
        hazards.uncleanedDescriptor = nil
        let pending = hazards.state.pending.lazy.compactMap(\.invalidations.last).first
        let writer = hazards.state.tables.lastWriter(of: hazards.visited, controls.regime)
        hazards.report(
            pending == nil ? .staleTranslation : .incompleteInvalidation, address,
            "\(controls.regime), used \(used.physicalAddress.value.hex()), \(used.attributes); "
                + "the tables say \(says)", by: place, culprit: pending?.by ?? writer)
    }

    /// Register writes are not synchronized yet: would the old values have given the same?
    private func compareWithPast(
        _ now: Result<Translation, MMUFault>, _ address: UInt64, _ access: AccessDescriptor,
        _ hazards: HazardMonitor
    ) {
        let pending = hazards.state.pending[index]
        guard let past = pending.controls, past != controls else { return }
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
        _ attributes: MemoryAttributes, _ kind: AccessDescriptor.Kind, _ hazards: HazardMonitor
    ) -> UnsafeMutableRawPointer {
        if hazards.kinds.contains(.unknown) {
            switch kind {
            case .read: unknownLoads.append(unknown.loaded(physical, count: count))
            case .write: unknown.store(unknownStores.popLast() ?? 0, physical, count: count)
            default: unknown.store(0, physical, count: count)
            }
        }
        guard kind == .read, hazards.kinds.contains(.cache) else { return host }
        return hazards.read(
            physical: physical, count: count, isCacheable: attributes.isCacheable, by: place)
            ?? host
    }

    // MARK: Instructions

    /// The block at PC is about to be executed.
    func watchFetch(_ block: UnsafeMutablePointer<CodeBlock>, _ hazards: HazardMonitor) {
        hazards.settle()
        guard hazards.kinds.contains(.cache) else { return }
        let isCacheable = controls.sctlr[bit: 12] && controls.isStageOneEnabled
        // Followed instruction by instruction, only the first of the block is executed.
        let isOneByOne = hazards.kinds.contains(.unknown) && !state.isAArch32
        var physical = block.pointee.physicalStart
        let end =
            physical
            &+ (isOneByOne ? block.pointee.offset(of: 1) : block.pointee.lengthBytes)
        while physical < end {
            let lineEnd = (physical | CacheModel.lineMask) &+ 1
            let next = min(lineEnd, end)
            hazards.fetch(
                physical, count: Int(next - physical), isCacheable: isCacheable, by: place)
            physical = next
        }
    }

    // MARK: Registers and barriers

    /// Writes a system register, and remembers what is not synchronized after it.
    ///
    /// - Parameter source: The slot that the value comes from.
    func writeWatched(
        _ id: SystemRegisterID, from source: UInt16, _ hazards: HazardMonitor,
        _ write: () -> Void
    ) {
        hazards.settle()
        unknown[id] = unknown[source] & model.writable(id)
        let before = TranslationControls(state: UnsafePointer(state.slots))
        let oldVectors = (state[.vbarEL1], state[.vbarEL2])
        write()
        let place = self.place
        if TranslationControls(state: UnsafePointer(state.slots)) != before {
            if hazards.state.pending[index].controls == nil {
                hazards.state.pending[index].controls = before
            }
            hazards.state.pending[index].writer = place
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
        guard let hazards = system.hazards else { return }
        hazards.state.pending[index].synchronize()
        hazards.state.unsynchronized[index].removeAll()
    }

    /// An exception uses the vectors of its target, and synchronizes everything else.
    func watchVectors(_ target: ExceptionLevel, _ hazards: HazardMonitor) {
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
        guard let hazards = system.hazards else { return }
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
        system.hazards?.maintain(operation, physical: physical, by: index)
    }
}
