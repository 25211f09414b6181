// The TLB of one vCPU: translations live here until software invalidates them, or room runs out.
//
// It is honest on purpose. A guest that changes a table and forgets the TLBI keeps the old mapping,
// as it would on hardware, and so do guests that reuse an ASID or a VMID without invalidating it.
//
// What is cached is the combination of both stages, VA to PA, and never a fault. The architecture
// lets TLBI IPAS2E1 leave such entries alone: it promises only that structures which hold stage 2
// information on its own forget the IPA, and a hypervisor follows it with TLBI VMALLE1 for the
// rest. So here it reaches entries made while stage 1 was disabled, and no others.
//
// Source: Arm ARM, "Translation Lookaside Buffers" and "TLB maintenance instructions".

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A set-associative translation cache with deterministic replacement (round robin in each set).
///
/// Entries are tagged with the regime, the VMID, the ASID unless global, and with whether each
/// stage was enabled. Each entry has the size of its mapping; a lookup tries the sizes present.
/// Overlapping entries, which break-before-make exists to prevent, answer as they are found.
public final class SoftwareTLB {
    /// One way of one set.
    private struct Way {
        var tag: Tag
        /// Tag bits that must agree: all but the ASID for a global mapping.
        var mask: UInt64
        var entry: TranslationEntry
        /// Instructions were fetched through it.
        var isFetched = false
        /// How many entries came before it.
        var serial: UInt32
    }

    /// Regime, enabled stages, VMID and ASID in one word.
    private struct Tag {
        var word: UInt64

        static let asidMask: UInt64 = 0xffff
        static let vmidMask: UInt64 = 0xffff << 16
        static let regimeMask: UInt64 = 3 << 32
        static let stageOneBit: UInt64 = 1 << 34
        static let stageTwoBit: UInt64 = 1 << 35

        @inline(__always) init(word: UInt64) { self.word = word }

        @inline(__always)
        init(_ controls: borrowing TranslationControls) {
            word =
                UInt64(controls.asid) | UInt64(controls.vmid) << 16
                | UInt64(controls.regime.rawValue) << 32
            if controls.isStageOneEnabled { word |= Self.stageOneBit }
            if controls.isStageTwoEnabled { word |= Self.stageTwoBit }
        }
    }

    public static let defaultCapacity = 16384

    public let wayCount: Int
    public let setCount: Int
    /// The VAs of the ways, apart from the rest so that a lookup reads one line of host cache.
    /// Each is aligned to the size of its mapping and kept inverted: 0 is an empty way.
    private let bases: UnsafeMutablePointer<UInt64>
    /// Not initialized where `bases` has 0.
    private let ways: UnsafeMutablePointer<Way>
    /// A bit for each set, which is clear only if the set is empty.
    private let usedSets: UnsafeMutablePointer<UInt64>
    /// The way each set fills next.
    private let next: UnsafeMutablePointer<UInt8>
    /// Live entries of each size, by log2 of the size.
    private let counts: UnsafeMutablePointer<UInt32>
    private let summary: UnsafeMutablePointer<Summary>

    private struct Summary {
        /// The set bits are the sizes with live entries.
        var sizes: UInt64 = 0
        /// Live entries that cover only part of their stage 1 mapping.
        var fracturedCount = 0
        var removal = Removal()
        var insertions: UInt32 = 0
    }

    /// What has left the TLB, for caches in front of it.
    public struct Removal: Sendable {
        /// How many entries.
        public var count = 0
        /// Instructions were fetched through one of them.
        public var includesFetched = false
        /// VA and log2 of the size of the last one.
        public var base: UInt64 = 0
        public var sizeShift: UInt8 = 0
    }

    /// Entries that left since the last call.
    @inline(__always)
    public func takeRemoval() -> Removal? {
        guard summary.pointee.removal.count != 0 else { return nil }
        defer { summary.pointee.removal = Removal() }
        return summary.pointee.removal
    }

    /// - Parameters:
    ///   - capacity: Number of entries, a power of two and a multiple of `ways`.
    ///   - ways: Associativity, at most 255.
    public init(capacity: Int = defaultCapacity, ways wayCount: Int = 4) {
        precondition((1...255).contains(wayCount), "A TLB has 1 to 255 ways, not \(wayCount)")
        let setCount = capacity / wayCount
        precondition(
            setCount > 0 && setCount & (setCount - 1) == 0 && setCount * wayCount == capacity,
            "\(capacity) entries of \(wayCount) ways do not make a power of two of sets")
        self.wayCount = wayCount
        self.setCount = setCount
        // SAFETY: the four buffers live and die with this object, which alone holds them. Indices
        // come from a set number (masked) and a way number (below wayCount), or a size (below 64).
        // The large ones are memory that the host provides when it is touched.
        bases = Self.zeroed(capacity)
        ways = .allocate(capacity: capacity)
        usedSets = Self.zeroed((setCount + 63) / 64)
        next = Self.zeroed(setCount)
        counts = Self.zeroed(64)
        summary = .allocate(capacity: 1)
        summary.initialize(to: Summary())
    }

    deinit {
        free(bases)
        ways.deallocate()
        free(usedSets)
        free(next)
        free(counts)
        summary.deallocate()
    }

    private static func zeroed<Number: FixedWidthInteger>(_ count: Int)
        -> UnsafeMutablePointer<Number>
    {
        guard let memory = calloc(count, MemoryLayout<Number>.stride) else {
            fatalError("no memory for a TLB")
        }
        return memory.bindMemory(to: Number.self, capacity: count)
    }

    /// Becomes what `other`, of the same shape, is.
    func copy(from other: SoftwareTLB) {
        precondition(other.setCount == setCount && other.wayCount == wayCount)
        for set in 0..<setCount where isUsed(set) || other.isUsed(set) {
            let first = set * wayCount
            bases.advanced(by: first).update(from: other.bases + first, count: wayCount)
            for way in first..<first + wayCount where bases[way] != 0 {
                (ways + way).initialize(to: other.ways[way])
            }
        }
        usedSets.update(from: other.usedSets, count: (setCount + 63) / 64)
        next.update(from: other.next, count: setCount)
        counts.update(from: other.counts, count: 64)
        summary.update(from: other.summary, count: 1)
    }

    private func isUsed(_ set: Int) -> Bool { usedSets[set >> 6] >> UInt64(set & 63) & 1 != 0 }

    /// Every way that holds something.
    private func forEachWay(_ body: (Int) -> Void) {
        for word in 0..<(setCount + 63) / 64 {
            var remaining = usedSets[word]
            while remaining != 0 {
                let bit = remaining.trailingZeroBitCount
                remaining &= remaining &- 1
                let first = (word << 6 | bit) &* wayCount
                var isEmpty = true
                for way in first..<first &+ wayCount where bases[way] != 0 {
                    body(way)
                    if bases[way] != 0 { isEmpty = false }
                }
                if isEmpty { usedSets[word] &= ~(1 << UInt64(bit)) }
            }
        }
    }

    /// Entries in use.
    public var liveCount: Int { (0..<64).reduce(0) { $0 + Int(counts[$1]) } }
}

// Lookup and fill.
extension SoftwareTLB {
    /// Translates from a cached mapping, or walks and caches what the walk found.
    ///
    /// With both stages disabled there is nothing to cache and the address passes through.
    ///
    /// - Throws: `MMUFault`; a hit that lacks a right gives the fault a walk to it would.
    public func translate(
        _ address: VirtualAddress, for access: AccessDescriptor,
        under controls: TranslationControls,
        memory: some PhysicalMemory
    ) throws(MMUFault) -> Translation {
        guard controls.isStageOneEnabled || controls.isStageTwoEnabled else {
            return try controls.translate(address, for: access, memory: memory)
        }
        let tag = Tag(controls)
        let plain = controls.withoutTag(address.value, isFetch: access.kind == .fetch)
        if let way = find(plain, tag) {
            if access.kind == .fetch { ways[way].isFetched = true }
            if !(ways[way].entry.isClean && access.makesDirty) {
                return try controls.translate(address, for: access, from: ways[way].entry)
            }
            remove(way)
        }
        if memory.allowsShortWalks, let entry = controls.plainWalk(plain, access, memory) {
            insert(entry, tag, isFetched: false)
            return controls.plainTranslation(plain, for: access, from: entry)
        }
        let translation = try controls.translate(address, for: access, memory: memory)
        insert(translation.entry, tag, isFetched: access.kind == .fetch)
        return translation
    }

    /// The cached mapping of an address, rights unchecked. For traces and tests.
    public func lookup(
        _ address: VirtualAddress, under controls: TranslationControls
    ) -> TranslationEntry? {
        find(controls.withoutTag(address.value), Tag(controls)).map { ways[$0].entry }
    }

    /// Which entry answers for an address, by a number that no other entry of this TLB has or had.
    func serial(of address: VirtualAddress, under controls: TranslationControls) -> UInt32? {
        find(controls.withoutTag(address.value), Tag(controls)).map { ways[$0].serial }
    }

    /// The cached mapping that allows a read, a write or a fetch by the plainest of checks; nil
    /// sends the access to `translate`. Good until the TLB is used again.
    @inline(__always)
    func allowing(
        _ address: UInt64, _ access: AccessDescriptor, under controls: borrowing TranslationControls
    ) -> UnsafePointer<TranslationEntry>? {
        guard controls.isStageOneEnabled,
            let way = find(
                controls.withoutTag(address, isFetch: access.kind == .fetch), Tag(controls))
        else { return nil }
        let entry = entry(ofWay: way)
        guard entry.pointee.plainlyAllows(access, under: controls) else { return nil }
        if access.kind == .fetch { ways[way].isFetched = true }
        return entry
    }

    /// As `allowing` for a read or a write, which may fill the TLB by a plain walk.
    func allowingOrWalked(
        _ address: UInt64, _ access: AccessDescriptor,
        under controls: borrowing TranslationControls,
        memory: some PhysicalMemory
    ) -> UnsafePointer<TranslationEntry>? {
        guard controls.isStageOneEnabled else { return nil }
        let tag = Tag(controls)
        let plain = controls.withoutTag(address, isFetch: false)
        var way = find(plain, tag)
        if way == nil, memory.allowsShortWalks,
            let entry = controls.plainWalk(plain, access, memory)
        {
            way = insert(entry, tag, isFetched: false)
        } else if let way, !ways[way].entry.plainlyAllows(access, under: controls) {
            return nil
        }
        return way.map { entry(ofWay: $0) }
    }

    @inline(__always)
    private func entry(ofWay way: Int) -> UnsafePointer<TranslationEntry> {
        UnsafePointer(
            UnsafeMutableRawPointer(ways + way)
                .advanced(by: MemoryLayout<Way>.offset(of: \Way.entry).unsafelyUnwrapped)
                .assumingMemoryBound(to: TranslationEntry.self))
    }

    @inline(__always)
    private func find(_ address: UInt64, _ tag: Tag) -> Int? {
        var remaining = summary.pointee.sizes
        while remaining != 0 {
            let shift = UInt64(remaining.trailingZeroBitCount)
            remaining &= remaining &- 1
            let base = (address &>> shift) &<< shift
            let set = self.set(of: base, shift: shift)
            for way in set..<set &+ wayCount where bases[way] == ~base {
                if ways[way].entry.sizeShift == shift
                    && (ways[way].tag.word ^ tag.word) & ways[way].mask == 0
                {
                    return way
                }
            }
        }
        return nil
    }

    /// The first way of the set that holds mappings of a size at `base`.
    @inline(__always)
    private func set(of base: UInt64, shift: UInt64) -> Int {
        let number = base &>> shift
        let hash = number ^ (number &>> 10) ^ shift
        return Int(truncatingIfNeeded: hash & UInt64(setCount &- 1)) &* wayCount
    }

    /// - Returns: The way that has it.
    @discardableResult
    private func insert(_ entry: TranslationEntry, _ tag: Tag, isFetched: Bool) -> Int {
        let shift = UInt64(entry.sizeShift)
        let set = self.set(of: entry.virtualBase, shift: shift)
        let setNumber = set / wayCount
        var way = set
        while way < set &+ wayCount && bases[way] != 0 { way &+= 1 }
        if way == set &+ wayCount {
            let turn = Int(next[setNumber])
            next[setNumber] = turn &+ 1 == wayCount ? 0 : UInt8(turn &+ 1)
            way = set &+ turn
            remove(way)
        }
        bases[way] = ~entry.virtualBase
        (ways + way).initialize(
            to: Way(
                tag: tag, mask: entry.isGlobal ? ~Tag.asidMask : ~0, entry: entry,
                isFetched: isFetched, serial: summary.pointee.insertions))
        summary.pointee.insertions &+= 1
        usedSets[setNumber >> 6] |= 1 << UInt64(setNumber & 63)
        counts[Int(shift)] += 1
        if entry.isFractured { summary.pointee.fracturedCount += 1 }
        summary.pointee.sizes |= 1 << shift
        return way
    }

    private func remove(_ way: Int) {
        let shift = Int(ways[way].entry.sizeShift)
        summary.pointee.removal.count += 1
        if ways[way].isFetched { summary.pointee.removal.includesFetched = true }
        summary.pointee.removal.base = ~bases[way]
        summary.pointee.removal.sizeShift = UInt8(shift)
        bases[way] = 0
        if ways[way].entry.isFractured { summary.pointee.fracturedCount -= 1 }
        counts[shift] -= 1
        if counts[shift] == 0 { summary.pointee.sizes &= ~(1 << UInt64(shift)) }
    }
}

// Invalidation.
extension SoftwareTLB {
    /// Forgets everything, as reset does.
    public func invalidateAll() {
        forEachWay { remove($0) }
    }

    /// Forgets what one invalidation covers.
    ///
    /// - Complexity: By address, one set for each size in use; otherwise a pass over live entries.
    public func invalidate(_ what: TLBInvalidation) {
        // A stage 1 leaf larger than the stage 2 mappings below it is cached in pieces, in many
        // sets, and one TLBI of the leaf covers them all.
        let isByAddress = what.scope == .address || what.scope == .addressAllASIDs
        if isByAddress && what.lengthBytes == 0 && summary.pointee.fracturedCount == 0 {
            invalidateSets(of: what)
            return
        }
        guard summary.pointee.sizes != 0 else { return }
        forEachWay { if isCovered($0, by: what) { remove($0) } }
    }

    /// Visits only the sets where a mapping of the address, of any size present, can be.
    private func invalidateSets(of what: TLBInvalidation) {
        var remaining = summary.pointee.sizes
        while remaining != 0 {
            let shift = UInt64(remaining.trailingZeroBitCount)
            remaining &= remaining &- 1
            let set = self.set(of: (what.address &>> shift) &<< shift, shift: shift)
            for way in set..<set + wayCount
            where bases[way] != 0 && isCovered(way, by: what) {
                remove(way)
            }
        }
    }

    private func isCovered(_ way: Int, by what: TLBInvalidation) -> Bool {
        let way = ways + way
        let word = way.pointee.tag.word
        let isGlobal = way.pointee.entry.isGlobal
        guard word & Tag.regimeMask == UInt64(what.regime.rawValue) << 32,
            what.scope == .allVMIDs || word & Tag.vmidMask == UInt64(what.vmid) << 16
        else { return false }
        let hasASID = word & Tag.asidMask == UInt64(what.asid)
        switch what.scope {
        case .allVMIDs, .all:
            return true
        case .asid:
            return hasASID && !isGlobal
        case .address:
            return (hasASID || isGlobal) && way.pointee.entry.stageOneLeafMeets(what)
        case .addressAllASIDs:
            return way.pointee.entry.stageOneLeafMeets(what)
        case .intermediateAddress:
            return word & Tag.stageOneBit == 0
                && way.pointee.entry.meets(intermediate: what)
        }
    }
}

extension TranslationEntry {
    fileprivate var isFractured: Bool { stageOneSizeShift > sizeShift }

    fileprivate func stageOneLeafMeets(_ what: TLBInvalidation) -> Bool {
        Self.meets(virtualBase, UInt64(stageOneSizeShift), what)
    }

    fileprivate func meets(intermediate what: TLBInvalidation) -> Bool {
        Self.meets(intermediateBase, UInt64(sizeShift), what)
    }

    /// Whether the mapping around `base` and what is named have an address in common.
    private static func meets(_ base: UInt64, _ shift: UInt64, _ what: TLBInvalidation) -> Bool {
        if (what.address ^ base) >> shift == 0 { return true }
        // The first address of the mapping, if it is not around the first of the range.
        return ((base >> shift) << shift) &- what.address < what.lengthBytes
    }
}

// Looking at what it holds, and leaving something in it.
extension SoftwareTLB {
    /// Everything it holds, in no order that means anything.
    public var translations: [CachedTranslation] {
        (0..<setCount * wayCount).filter { bases[$0] != 0 }.map {
            CachedTranslation(entry: ways[$0].entry, tagWord: ways[$0].tag.word)
        }
    }

    /// Puts a translation in as if a walk had found it: what another owner may have left behind.
    public func plant(_ translation: CachedTranslation) {
        insert(translation.entry, Tag(word: translation.tagWord), isFetched: true)
    }
}

/// A translation as a TLB holds it.
public struct CachedTranslation: Sendable {
    public var entry: TranslationEntry
    /// Regime, stages, VMID and ASID as the TLB tags it.
    fileprivate var tagWord: UInt64

    public var regime: TranslationRegime? {
        TranslationRegime(rawValue: UInt8(truncatingIfNeeded: tagWord >> 32 & 3))
    }

    public var vmid: UInt16 {
        get { UInt16(truncatingIfNeeded: tagWord >> 16) }
        set { tagWord = tagWord & ~(0xffff << 16) | UInt64(newValue) << 16 }
    }
}
