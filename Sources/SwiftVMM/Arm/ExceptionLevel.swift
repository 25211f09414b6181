// Exception levels, as PSTATE.EL and CurrentEL number them.

/// EL0 to EL2; there is no EL3 and one Security state in this machine.
public enum ExceptionLevel: UInt8, Comparable, Sendable, CaseIterable {
    case el0 = 0
    case el1 = 1
    case el2 = 2

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

extension ExceptionLevel: CustomStringConvertible {
    public var description: String { "EL\(rawValue)" }
}
