// Which instruction set a word is of, and so how it reads.

/// The instruction sets of the architecture.
public enum InstructionSet: Sendable, Hashable {
    case a64, a32
    /// `itState` is IT as the instruction finds it, which has its condition.
    case t32(itState: UInt8)

    /// Assembly text of one instruction.
    ///
    /// - Parameters:
    ///   - word: Of T32 a halfword, or two, the first in bits 31...16.
    ///   - address: Where it is, for labels.
    public func text(_ word: UInt32, at address: UInt64) -> String {
        switch self {
        case .a64: A64Disassembler().text(word, at: address)
        case .a32: AArch32Disassembler().text(word, at: address)
        case .t32(let it): AArch32Disassembler().thumbText(word, itState: it, at: address)
        }
    }

    /// The instruction in hex: four digits for a narrow one of T32, else eight.
    public func hex(_ word: UInt32) -> String { word.hex(digits: lengthBytes(of: word) * 2) }

    /// 2 or 4.
    public func lengthBytes(of word: UInt32) -> Int {
        guard case .t32 = self else { return 4 }
        return T32Decoder.isWide(UInt16(truncatingIfNeeded: word >> 16)) ? 4 : 2
    }

    /// The set of the instruction that comes next in memory: within an IT block, with its rest.
    public func following(_ word: UInt32) -> InstructionSet {
        guard case .t32(let it) = self else { return self }
        if word >> 8 == 0xbf, word & 15 != 0 { return .t32(itState: UInt8(word & 0xff)) }
        return .t32(itState: CPSR.advanced(itState: it))
    }

    /// An instruction at the start of a stretch of code; nil where the stretch ends within it.
    ///
    /// - Parameter halfword: The first and second halfword in memory.
    public func word(_ halfword: (Int) -> UInt16?) -> UInt32? {
        guard let first = halfword(0) else { return nil }
        if case .t32 = self, !T32Decoder.isWide(first) { return UInt32(first) }
        guard let second = halfword(1) else { return nil }
        if case .t32 = self { return UInt32(first) << 16 | UInt32(second) }
        return UInt32(second) << 16 | UInt32(first)
    }
}
