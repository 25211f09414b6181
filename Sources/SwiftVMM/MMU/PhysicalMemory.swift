// How a table walk reads memory, and marks what it used.

/// The memory behind the translation tables.
///
/// The walkers are generic over it, so a conforming struct or final class costs no dynamic call.
public protocol PhysicalMemory {
    /// The eight bytes at `address`, a multiple of 8, as a little-endian number; nil when nothing
    /// answers there, which the walk reports as a synchronous External abort.
    func readDescriptor(at address: GuestPhysicalAddress) -> UInt64?

    /// Replaces the eight bytes at an address that was just read, for FEAT_HAFDBS. Nothing comes
    /// between: the machine runs one vCPU at a time.
    func updateDescriptor(at address: GuestPhysicalAddress, to value: UInt64)

    /// Nobody cares which descriptors are read how often: walks may begin twice.
    var allowsShortWalks: Bool { get }
}

extension PhysicalMemory {
    public var allowsShortWalks: Bool { true }
}
