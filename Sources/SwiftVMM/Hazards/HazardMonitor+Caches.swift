// Caches: reads, fetches and maintenance.

/// Cache maintenance by address, and of all instructions.
enum CacheOperation {
    /// DC CVAC, CVAP, CVADP.
    case clean
    case cleanAndInvalidate
    /// DC CVAU
    case cleanToUnification
    /// DC IVAC
    case invalidate
    /// IC IVAU
    case invalidateInstruction
    /// IC IALLU and IALLUIS
    case invalidateAllInstructions(isBroadcast: Bool)
}

extension HazardMonitor {
    /// Somebody outside the machine has put something into the line, for all to see.
    func notePlaced(at physical: UInt64) {
        settle()
        state.cache.forget(physical)
    }

    /// A read of RAM; the place of the bytes it gets if those in RAM are not them.
    func read(
        physical: UInt64, count: Int, isCacheable: Bool, by place: @autoclosure () -> Place
    ) -> UnsafeMutableRawPointer? {
        settle()
        if isCacheable, state.cache.isCoherentRead(physical: physical, count: count) { return nil }
        var needsMemory = false
        var offset = 0
        while offset < count {
            let address = physical &+ UInt64(offset)
            let inLine = Int(address & CacheModel.lineMask)
            let length = min(count - offset, CacheModel.lineBytes - inLine)
            let view = state.cache.noteRead(
                line: host(address - UInt64(inLine)), physical: address, count: length,
                isCacheable: isCacheable)
            switch view {
            case .coherent: break
            case .staleInCache(let writer):
                report(
                    .staleCachedData, address, "\(length) bytes", by: place(), culprit: writer)
            case .uncleaned(let writer):
                report(
                    .uncleanedData, address, "\(length) bytes", by: place(), culprit: writer)
                needsMemory = true
            case .memory: needsMemory = true
            }
            offset += length
        }
        guard needsMemory, count <= Self.longestAccess else { return nil }
        state.cache.copyMemory(
            physical: physical, count: count, ram: host(physical), to: scratch)
        return scratch
    }

    /// A fetch of `count` bytes of one line.
    func fetch(
        _ physical: UInt64, count: Int, isCacheable: Bool, vcpu: Int,
        by place: @autoclosure () -> Place
    ) {
        let line = physical & ~CacheModel.lineMask
        if let (cause, writer) = state.cache.noteFetch(
            physical: physical, count: count, isCacheable: isCacheable)
        {
            report(cause, physical, "instructions", by: place(), culprit: writer)
        } else if !state.unsynchronized[vcpu].isEmpty,
            state.unsynchronized[vcpu].remove(line) != nil
        {
            report(.unsynchronizedInstruction, line, "instructions", by: place(), culprit: nil)
        }
    }

    func maintain(_ operation: CacheOperation, physical: UInt64, by vcpu: Int) {
        settle()
        guard kinds.contains(.cache) else { return }
        // Walks may read past the caches.
        if state.tables.holdsTables(page: physical >> 12) { generation &+= 1 }
        var reloads = false
        switch operation {
        case .clean: reloads = state.cache.clean(physical, invalidates: false, by: vcpu)
        case .cleanAndInvalidate:
            reloads = state.cache.clean(physical, invalidates: true, by: vcpu)
        case .cleanToUnification: state.cache.cleanToUnification(physical, by: vcpu)
        case .invalidate: reloads = state.cache.invalidate(physical)
        case .invalidateInstruction:
            if state.cache.invalidateInstructions(physical) {
                mustSynchronize([physical & ~CacheModel.lineMask], nil)
            }
        case .invalidateAllInstructions(let isBroadcast):
            mustSynchronize(
                state.cache.invalidateAllInstructions(), isBroadcast ? nil : vcpu)
        }
        if reloads {
            let line = physical & ~CacheModel.lineMask
            willReload(line, UInt64(CacheModel.lineBytes))
            state.cache.reload(physical, line: host(line))
        }
    }

    /// - Parameter vcpu: nil for all.
    private func mustSynchronize(_ lines: [UInt64], _ vcpu: Int?) {
        for index in state.unsynchronized.indices where vcpu == nil || vcpu == index {
            state.unsynchronized[index].formUnion(lines)
        }
    }
}
