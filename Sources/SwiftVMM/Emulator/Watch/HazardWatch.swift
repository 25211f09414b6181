// What one vCPU keeps while hazards are watched for. A vCPU that nobody watches has none of it.

final class HazardWatch {
    let monitor: HazardMonitor
    /// UNKNOWN bits are followed.
    let followsUnknown: Bool
    /// The last access translated was to memory that data caches may hold.
    var isAccessCacheable = true
    /// Register writes decide translation that no context synchronization event has followed.
    var isUnsynchronized = false
    /// UNKNOWN bits of the state.
    let unknown = UnknownBits()
    /// Those of the values that the operation under way has loaded, and is to store.
    var loads = OperandMasks()
    var stores = OperandMasks()
    private let proofs: UnsafeMutablePointer<Proof>
    private static let proofCount = 1024

    /// The masks of at most two values, in the order of the accesses.
    struct OperandMasks {
        private var first: UInt64 = 0
        private var second: UInt64 = 0
        private var count = 0

        init(_ first: UInt64 = 0, _ second: UInt64 = 0) {
            (self.first, self.second) = (first, second)
        }

        subscript(index: Int) -> UInt64 { index == 0 ? first : second }

        mutating func append(_ mask: UInt64) {
            if count == 0 { first = mask } else { second = mask }
            count += 1
        }

        mutating func takeFirst() -> UInt64 {
            defer { (first, second) = (second, 0) }
            return first
        }
    }

    /// A page whose translation is what the tables and all register values in force say, as long as
    /// the monitor's generation is the same.
    struct Proof {
        fileprivate var key: UInt64
        fileprivate var contextID: UInt64
        fileprivate var generation: UInt64
        var page: UInt64
        var isCacheable: Bool
    }

    init(_ monitor: HazardMonitor) {
        self.monitor = monitor
        followsUnknown = monitor.kinds.contains(.unknown)
        proofs = .allocate(capacity: Self.proofCount)
        // No context has the identity 0.
        proofs.initialize(
            repeating: Proof(
                key: 0, contextID: 0, generation: 0, page: 0, isCacheable: false),
            count: Self.proofCount)
    }

    deinit { proofs.deallocate() }

    // MARK: Proofs

    /// The page of an access, if what is known of it still holds.
    @inline(__always)
    func proof(_ address: UInt64, _ access: AccessDescriptor, context: UInt64)
        -> UnsafeMutablePointer<Proof>?
    {
        if monitor.hasAnnouncedTable { monitor.settle() }
        let proof = proofs + Self.index(address, access)
        return !isUnsynchronized && proof.pointee.key == Self.key(address, access)
            && proof.pointee.contextID == context
            && proof.pointee.generation == monitor.generation ? proof : nil
    }

    /// The translation of an access agrees with all that could contradict it.
    func prove(
        _ address: UInt64, _ access: AccessDescriptor, context: UInt64, _ translation: Translation
    ) {
        let index = Self.index(address, access)
        proofs[index] = Proof(
            key: Self.key(address, access), contextID: context, generation: monitor.generation,
            page: translation.physicalAddress.value & ~0xfff,
            isCacheable: translation.attributes.isCacheable)
    }

    @inline(__always)
    private static func key(_ address: UInt64, _ access: AccessDescriptor) -> UInt64 {
        address & ~0xfff | UInt64(access.kind.rawValue) | UInt64(access.el.rawValue) << 4
            | (access.isAligned ? 0 : 1 << 6)
    }

    @inline(__always)
    private static func index(_ address: UInt64, _ access: AccessDescriptor) -> Int {
        let hash = address >> 12 ^ UInt64(access.kind.rawValue) << 7
        return Int(truncatingIfNeeded: hash) & (proofCount - 1)
    }
}
