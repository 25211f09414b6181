// Priorities, preemption and active priorities of one CPU interface: the part that the physical
// interface, the virtual interface, GICv3's registers and GICv2's all share.

/// The two interrupt groups of a GIC with a single Security state.
public enum InterruptGroup: Int, Sendable {
    /// Signalled as FIQ.
    case zero
    /// Signalled as IRQ.
    case one
}

/// A pending interrupt that could be signalled.
public struct PendingInterrupt: Equatable, Sendable {
    public var intid: Int
    public var priority: UInt8
    public var group: InterruptGroup
}

/// Registers of a CPU interface with 5 bits of priority and of preemption.
///
/// Source: GICv3 IHI 0069, "Interrupt prioritization"; GICv2 IHI 0048 §3.3. The group priority of a
/// Group 1 interrupt follows the Non-secure rule, one bit fewer than BPR1 says.
public struct PriorityLogic: Equatable, Sendable {
    /// PMR: only interrupts of a lower value are signalled.
    public var mask: UInt8 = 0
    public private(set) var binaryPoint0 = Self.minimumBinaryPoint0
    private var storedBinaryPoint1 = Self.minimumBinaryPoint1
    /// Bit n: an interrupt of group priority n × 8 is active.
    public var activePriorities0: UInt32 = 0
    public var activePriorities1: UInt32 = 0
    public var enables0 = false
    public var enables1 = false
    /// CBPR: BPR0 serves both groups.
    public var sharesBinaryPoint = false
    /// EOImode: EOI drops the priority, DIR deactivates.
    public var splitsEndOfInterrupt = false

    public static let minimumBinaryPoint0: UInt8 = 2
    public static let minimumBinaryPoint1: UInt8 = 3
    /// RPR with nothing active.
    public static let idlePriority: UInt8 = 0xff

    public init() {}

    // MARK: Registers

    public mutating func setMask(_ value: UInt64) {
        mask = UInt8(truncatingIfNeeded: value) & InterruptBank.priorityMask
    }

    public mutating func setBinaryPoint0(_ value: UInt64) {
        binaryPoint0 = max(UInt8(value & 7), Self.minimumBinaryPoint0)
    }

    /// Under CBPR a read gives BPR0 plus one, and a write is ignored.
    public var binaryPoint1: UInt8 {
        sharesBinaryPoint ? min(binaryPoint0 + 1, 7) : storedBinaryPoint1
    }

    public mutating func setBinaryPoint1(_ value: UInt64) {
        if !sharesBinaryPoint { restoreBinaryPoint1(value) }
    }

    /// The stored BPR1, whatever CBPR says: what ICH_VMCR_EL2 shows.
    public var savedBinaryPoint1: UInt8 { storedBinaryPoint1 }

    public mutating func restoreBinaryPoint1(_ value: UInt64) {
        storedBinaryPoint1 = max(UInt8(value & 7), Self.minimumBinaryPoint1)
    }

    public func enables(_ group: InterruptGroup) -> Bool {
        group == .zero ? enables0 : enables1
    }

    public subscript(activePriorities group: InterruptGroup) -> UInt32 {
        get { group == .zero ? activePriorities0 : activePriorities1 }
        set {
            if group == .zero { activePriorities0 = newValue } else { activePriorities1 = newValue }
        }
    }

    // MARK: Decisions

    /// The bits of a priority that decide preemption.
    public func groupPriorityMask(_ group: InterruptGroup) -> UInt8 {
        let point: UInt8 =
            group == .zero || sharesBinaryPoint ? binaryPoint0 : storedBinaryPoint1 - 1
        return point >= 7 ? 0 : ~0 << (point + 1)
    }

    /// RPR: the highest of the active priorities.
    public var runningPriority: UInt8 {
        let all = activePriorities0 | activePriorities1
        return all == 0 ? Self.idlePriority : UInt8(all.trailingZeroBitCount) << 3
    }

    /// Whether the interrupt is signalled to the PE: enabled, above the mask, and of a higher group
    /// priority than what runs.
    public func signals(_ interrupt: PendingInterrupt) -> Bool {
        guard enables(interrupt.group), interrupt.priority < mask else { return false }
        let running = runningPriority
        if running == Self.idlePriority { return true }
        let bits = groupPriorityMask(interrupt.group)
        return interrupt.priority & bits < running & bits
    }

    // MARK: Changes

    /// Acknowledge: the interrupt's group priority is the running priority from here on.
    public mutating func activate(_ interrupt: PendingInterrupt) {
        let priority = interrupt.priority & groupPriorityMask(interrupt.group)
        self[activePriorities: interrupt.group] |= 1 << UInt32(priority >> 3)
    }

    /// Priority drop of an EOI: the highest active priority goes, if it is of that group. Returns
    /// the priority that was dropped.
    public mutating func drop(_ group: InterruptGroup) -> UInt8? {
        let other: InterruptGroup = group == .zero ? .one : .zero
        let mine = self[activePriorities: group].trailingZeroBitCount
        guard mine < 32, mine <= self[activePriorities: other].trailingZeroBitCount else {
            return nil
        }
        self[activePriorities: group] &= self[activePriorities: group] &- 1
        return UInt8(mine) << 3
    }
}
