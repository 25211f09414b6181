// Which encodings have been met, and how often: one counter per row of the table.

public struct A64Coverage: Equatable, Sendable {
    private var counts = [UInt32](repeating: 0, count: A64Opcode.allCases.count)
    /// Words that decoded to nothing.
    public private(set) var undefinedCount: UInt32 = 0

    public init() {}

    public mutating func count(_ opcode: A64Opcode) { counts[Int(opcode.rawValue)] &+= 1 }
    public mutating func countUndefined() { undefinedCount &+= 1 }

    /// How often a row was met.
    public subscript(_ opcode: A64Opcode) -> Int { Int(counts[Int(opcode.rawValue)]) }

    /// Rows never met, in table order.
    public var missing: [A64Opcode] { A64Opcode.allCases.filter { self[$0] == 0 } }

    /// Adds the counts of another vCPU or run.
    public mutating func merge(_ other: A64Coverage) {
        for index in counts.indices { counts[index] &+= other.counts[index] }
        undefinedCount &+= other.undefinedCount
    }
}
