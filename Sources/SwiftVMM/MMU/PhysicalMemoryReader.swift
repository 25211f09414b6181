// How a table walk reads memory.

/// The memory behind the translation tables.
///
/// The walkers are generic over it, so a conforming struct or final class costs no dynamic call.
public protocol PhysicalMemoryReader {
    /// The eight bytes at `address`, a multiple of 8, as a little-endian number; nil when nothing
    /// answers there, which the walk reports as a synchronous External abort.
    func readDescriptor(at address: GuestPhysicalAddress) -> UInt64?
}
