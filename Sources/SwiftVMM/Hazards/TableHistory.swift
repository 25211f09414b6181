// Who wrote which translation table entry, and what a TLB may hold because of it.

struct TableHistory {
    typealias Place = Hazard.Place

    /// A translation that came from a descriptor, and may be in a TLB.
    struct Use {
        var vcpu: Int
        var address: UInt64
        var controls: TranslationControls
        /// Of its entry in the TLB.
        var serial: UInt32
    }

    /// The last store to a descriptor, by its PA.
    var writers: [UInt64: Place] = [:]
    /// The last write of a register that chooses tables, by regime.
    var controlWriters: [TranslationRegime: Place] = [:]
    /// Valid entries that were made invalid: what they were.
    private var broken: [UInt64: (old: UInt64, by: Place)] = [:]
    private var uses: [UInt64: [Use]] = [:]
    /// For each page of RAM, which of `read` are its descriptors; -1 for a page without tables.
    private var numbers: [Int32]
    private let firstPage: UInt64
    /// Eight words for each page of tables: a bit for each descriptor that some walk read since
    /// it last changed.
    private var read: [UInt64] = []

    /// The newest translations of a descriptor are enough to know whether it is live.
    private static let usesKept = 8

    /// - Parameter pages: Those of RAM.
    init(pages: Range<UInt64>) {
        firstPage = pages.lowerBound
        numbers = Array(repeating: -1, count: pages.count)
    }

    @inline(__always)
    func holdsTables(page: UInt64) -> Bool {
        let index = Int(truncatingIfNeeded: page &- firstPage)
        return numbers.indices.contains(index) && numbers[index] >= 0
    }

    /// A walk read these descriptors.
    mutating func noteRead(_ descriptors: [UInt64]) {
        for descriptor in descriptors {
            let index = Int(truncatingIfNeeded: descriptor >> 12 &- firstPage)
            guard numbers.indices.contains(index) else { continue }
            if numbers[index] < 0 {
                numbers[index] = Int32(read.count / 8)
                read.append(contentsOf: repeatElement(0, count: 8))
            }
            read[Int(numbers[index]) * 8 + Int(descriptor >> 9 & 7)] |= 1 << (descriptor >> 3 & 63)
        }
    }

    /// Whether some walk read a descriptor since this was last asked.
    mutating func takeRead(_ descriptor: UInt64) -> Bool {
        guard holdsTables(page: descriptor >> 12) else { return false }
        let number = Int(numbers[Int(truncatingIfNeeded: descriptor >> 12 &- firstPage)])
        let word = number * 8 + Int(descriptor >> 9 & 7)
        let bit: UInt64 = 1 << (descriptor >> 3 & 63)
        defer { read[word] &= ~bit }
        return read[word] & bit != 0
    }

    /// A walk read these descriptors, and its result went into a TLB.
    mutating func noteWalk(_ descriptors: [UInt64], _ use: Use) {
        noteRead(descriptors)
        for descriptor in descriptors {
            var known = uses[descriptor] ?? []
            known.removeAll { $0.vcpu == use.vcpu && $0.address == use.address }
            if known.count == Self.usesKept { known.removeFirst() }
            known.append(use)
            uses[descriptor] = known
        }
    }

    /// Translations of a descriptor that satisfy `isHeld`: the others are forgotten.
    mutating func liveUse(of descriptor: UInt64, _ isHeld: (Use) -> Bool) -> Use? {
        guard let known = uses[descriptor] else { return nil }
        let held = known.filter(isHeld)
        uses[descriptor] = held.isEmpty ? nil : held
        return held.last
    }

    mutating func noteBroken(_ descriptor: UInt64, old: UInt64, by place: Place) {
        broken[descriptor] = (old, place)
    }

    mutating func takeBroken(_ descriptor: UInt64) -> (old: UInt64, by: Place)? {
        broken.removeValue(forKey: descriptor)
    }

    /// Who last changed what a walk depends on.
    func lastWriter(of descriptors: [UInt64], _ regime: TranslationRegime) -> Place? {
        var result = controlWriters[regime]
        for descriptor in descriptors {
            if let writer = writers[descriptor], writer.time >= result?.time ?? 0 {
                result = writer
            }
        }
        return result
    }

    /// Bits of a descriptor that may not change from one valid value to another: the type, memory
    /// attributes, shareability, output address and the contiguous hint.
    /// Source: Arm ARM, "Using break-before-make when updating translation table entries".
    static let bitsToBreakFor: UInt64 = 0x0010_ffff_ffff_f31e
}

/// The register writes of one vCPU that no context synchronization event has followed.
struct PendingContext {
    /// How addresses were translated before the first of them; nil without any.
    var controls: TranslationControls?
    /// The last of them.
    var writer: Hazard.Place?
    /// VBAR of EL1 and EL2: who wrote it.
    var vectors: [ExceptionLevel: Hazard.Place] = [:]
    /// TLB maintenance that no DSB has completed.
    var invalidations: [(what: TLBInvalidation, by: Hazard.Place)] = []

    mutating func synchronize() {
        controls = nil
        writer = nil
        if !vectors.isEmpty { vectors.removeAll() }
    }
}
