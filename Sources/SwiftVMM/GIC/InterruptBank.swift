// Thirty-two interrupts, one bit each, the way the distributor's registers hold them.

/// The state of 32 interrupts: one word of each distributor register.
///
/// Source: GICv3 IHI 0069, "Interrupt handling state machine"; GICv2 IHI 0048 §3.2.4.
public struct InterruptBank: Equatable, Sendable {
    /// Group 1 where set, else Group 0.
    public var group: UInt32 = 0
    public var enabled: UInt32 = 0
    /// Pending until acknowledged: an edge was seen, or software set it.
    public var latched: UInt32 = 0
    /// What the wires say.
    public private(set) var lines: UInt32 = 0
    public var active: UInt32 = 0
    /// Edge-triggered where set, else level-sensitive.
    public var edge: UInt32 = 0
    public var priorities = SIMD32<UInt8>(repeating: 0)

    /// The implemented bits of a priority: 32 levels.
    public static let priorityMask: UInt8 = 0xf8

    public init() {}

    public var pending: UInt32 { latched | (lines & ~edge) }

    /// A wire changed, or not. Returns whether it did.
    public mutating func setLine(_ number: Int, _ isAsserted: Bool) -> Bool {
        guard lines[bit: number] != isAsserted else { return false }
        lines[bit: number] = isAsserted
        if isAsserted && edge[bit: number] { latched[bit: number] = true }
        return true
    }

    /// Pending becomes active; a level that is still high stays pending as well.
    public mutating func acknowledge(_ number: Int) {
        active[bit: number] = true
        latched[bit: number] = false
    }

    /// The priorities of four interrupts as IPRIORITYR<n> has them.
    func priorityWord(_ index: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(priorities[4 * index + $1]) << UInt32(8 * $1) }
    }

    mutating func setPriorityWord(_ index: Int, _ value: UInt32) {
        for byte in 0..<4 {
            priorities[4 * index + byte] =
                UInt8(truncatingIfNeeded: value >> UInt32(8 * byte)) & Self.priorityMask
        }
    }

    /// ICFGR<n> for 16 interrupts: two bits each, the upper one set for edge.
    func configurationWord(isUpperHalf: Bool) -> UInt32 {
        let half = isUpperHalf ? edge >> 16 : edge & 0xffff
        var word: UInt32 = 0
        for interrupt in 0..<16 as Range<UInt32> {
            word |= (half >> interrupt & 1) << (2 * interrupt + 1)
        }
        return word
    }

    mutating func setConfigurationWord(isUpperHalf: Bool, _ value: UInt32) {
        var half: UInt32 = 0
        for interrupt in 0..<16 as Range<UInt32> {
            half |= (value >> (2 * interrupt + 1) & 1) << interrupt
        }
        edge = isUpperHalf ? edge & 0xffff | half << 16 : edge & 0xffff_0000 | half
    }
}
