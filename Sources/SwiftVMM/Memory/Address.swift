// The address spaces of an Arm machine, each its own type so that one cannot pass for another.

/// An address as software uses it, before any translation (VA).
public struct VirtualAddress: Hashable, Comparable, Sendable {
    public var value: UInt64
    @inlinable public init(_ value: UInt64) { self.value = value }
    @inlinable public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}

/// The output of stage 1, the input of stage 2 (IPA).
public struct IntermediatePhysicalAddress: Hashable, Comparable, Sendable {
    public var value: UInt64
    @inlinable public init(_ value: UInt64) { self.value = value }
    @inlinable public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}

/// An address on the machine's bus: what KVM calls a guest physical address (PA).
public struct GuestPhysicalAddress: Hashable, Comparable, Sendable {
    public var value: UInt64
    @inlinable public init(_ value: UInt64) { self.value = value }
    @inlinable public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}
