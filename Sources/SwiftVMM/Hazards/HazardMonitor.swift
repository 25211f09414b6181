// What the machine remembers in order to tell a lucky run from a correct one.
//
// The vCPUs tell the monitor of accesses, maintenance, barriers and register writes while it is
// there; without it they do not look. It holds plain values, so a snapshot of it is a copy.

/// The hazards of one machine: models of what hardware may still hold, and what was found.
final class HazardMonitor {
    typealias Place = Hazard.Place

    /// What the models know.
    struct State {
        var cache: CacheModel
        var tables: TableHistory
        /// By vCPU.
        var pending: [PendingContext]
        /// By vCPU: lines made visible to fetches since its last synchronization.
        var unsynchronized: [Set<UInt64>]
        /// A hazard is reported once for each cause, culprit and victim.
        var reported: Set<Signature> = []
        var findings: [Hazard] = []
    }

    struct Signature: Hashable {
        var cause: Hazard.Cause
        var culprit: UInt64?
        var victim: UInt64
    }

    /// What is watched for.
    let kinds: HazardKinds
    let memory: GuestMemory
    var state: State
    /// Told of each hazard when it is found.
    var found: (Hazard) -> Void = { _ in }
    /// Told before RAM changes for another reason than a store: a line is loaded again.
    var willReload: (_ physical: UInt64, _ count: UInt64) -> Void = { _, _ in }
    /// Descriptors read by the walk under way, and whether it reads through the caches.
    var visited: [UInt64] = []
    var isWalkCacheable = true
    /// What the walk under way read from memory although a cache has newer bytes.
    var uncleanedDescriptor: (address: UInt64, writer: Place?)?
    /// Whether the TLB of its vCPU still holds a translation.
    var isInTLB: (TableHistory.Use) -> Bool = { _ in true }
    /// Stores that were announced and may not have happened yet: two at most, where one access
    /// crosses a page.
    private var announced: [AnnouncedStore] = []
    /// One of them is to a page of tables.
    private(set) var hasAnnouncedTable = false
    /// Changes whenever a translation may be another than it was, or may have left a TLB.
    var generation: UInt64 = 0
    private let watchesCaches: Bool
    private let oldBytes = UnsafeMutableRawPointer.allocate(
        byteCount: 2 * HazardMonitor.longestAccess, alignment: 64)
    /// Bytes of memory that a read gets in place of those in RAM, which are those of the caches.
    let scratch = UnsafeMutableRawPointer.allocate(
        byteCount: HazardMonitor.longestAccess, alignment: 64)

    /// Bytes that one access covers at most.
    static let longestAccess = 256

    struct AnnouncedStore {
        var physical: UInt64
        var count: Int
        var isCacheable: Bool
        var place: Place
        /// What the bytes were.
        var old: UnsafeMutableRawPointer
    }

    /// More findings than that are no help.
    private static let maximumFindings = 1000

    init(_ kinds: HazardKinds, memory: GuestMemory, cpuCount: Int) {
        self.kinds = kinds
        self.memory = memory
        watchesCaches = kinds.contains(.cache)
        let pages = memory.base.value >> 12..<memory.end >> 12
        state = State(
            cache: CacheModel(pages: pages), tables: TableHistory(pages: pages),
            pending: Array(repeating: PendingContext(), count: cpuCount),
            unsynchronized: Array(repeating: [], count: cpuCount))
    }

    deinit {
        oldBytes.deallocate()
        scratch.deallocate()
    }

    func report(
        _ cause: Hazard.Cause, _ address: UInt64, _ detail: @autoclosure () -> String,
        by victim: Place, culprit: Place?
    ) {
        guard kinds.contains(cause.kind), state.findings.count < Self.maximumFindings else {
            return
        }
        let signature = Signature(cause: cause, culprit: culprit?.pc, victim: victim.pc)
        guard state.reported.insert(signature).inserted else { return }
        let hazard = Hazard(
            cause, address: address, detail: detail(), victim: victim, culprit: culprit)
        state.findings.append(hazard)
        found(hazard)
    }

    // MARK: Stores

    /// A store to RAM comes next; its old bytes are kept until `settle`.
    func willStore(
        physical: UInt64, count: Int, isCacheable: Bool, by place: @autoclosure () -> Place
    ) {
        let isTable = state.tables.holdsTables(page: physical >> 12)
        if !isTable {
            if !watchesCaches { return }
            // A line that is dirty stays dirty.
            if isCacheable,
                state.cache.noteRepeatedStore(physical: physical, count: count, by: place)
            {
                return
            }
        }
        // The second half of an access that crosses a page is announced before the first is done.
        let isSecondHalf =
            physical & 0xfff == 0
            && announced.last.map { ($0.physical &+ UInt64($0.count)) & 0xfff == 0 } == true
        if !isSecondHalf { settle() }
        guard announced.count < 2 else { return }
        let count = min(count, Self.longestAccess)
        let old = oldBytes + announced.count * Self.longestAccess
        old.copyMemory(from: host(physical), byteCount: count)
        announced.append(
            AnnouncedStore(
                physical: physical, count: count, isCacheable: isCacheable, place: place(),
                old: old))
        if isTable { hasAnnouncedTable = true }
    }

    /// The stores that were announced have happened.
    func settle() {
        if announced.isEmpty { return }
        for store in announced {
            if state.tables.holdsTables(page: store.physical >> 12) { noteTableWrites(store) }
            if watchesCaches { noteLines(store) }
        }
        announced.removeAll(keepingCapacity: true)
        hasAnnouncedTable = false
    }

    /// What was known and found at another moment; a store announced since then is forgotten.
    func restore(_ state: State) {
        announced.removeAll()
        hasAnnouncedTable = false
        generation &+= 1
        self.state = state
    }

    /// A context synchronization event of a vCPU.
    func synchronize(_ vcpu: Int) {
        state.pending[vcpu].synchronize()
        if !state.unsynchronized[vcpu].isEmpty { state.unsynchronized[vcpu].removeAll() }
    }

    private func noteLines(_ store: AnnouncedStore) {
        var offset = 0
        while offset < store.count {
            let physical = store.physical &+ UInt64(offset)
            let inLine = Int(physical & CacheModel.lineMask)
            let count = min(store.count - offset, CacheModel.lineBytes - inLine)
            let dirtyBecause = state.cache.noteStore(
                line: host(physical - UInt64(inLine)), physical: physical, count: count,
                old: store.old + offset, isCacheable: store.isCacheable, by: store.place)
            if let dirtyBecause {
                report(
                    .writeUnderDirtyLine, physical, "the line is dirty", by: store.place,
                    culprit: dirtyBecause)
            }
            offset += count
        }
    }

    private func noteTableWrites(_ store: AnnouncedStore) {
        var address = store.physical & ~7
        while address < store.physical &+ UInt64(store.count) {
            guard let new = memory.doubleword(at: address) else { return }
            var old = new.littleEndian
            withUnsafeMutableBytes(of: &old) { bytes in
                for index in 0..<8 {
                    let position = address &+ UInt64(index) &- store.physical
                    if position < UInt64(store.count) {
                        bytes[index] = store.old.load(
                            fromByteOffset: Int(position), as: UInt8.self)
                    }
                }
            }
            noteDescriptor(
                at: address, old: UInt64(littleEndian: old), new: new, by: store.place)
            address &+= 8
        }
    }

    func host(_ physical: UInt64) -> UnsafeMutableRawPointer {
        memory.host + Int(truncatingIfNeeded: physical &- memory.base.value)
    }
}
