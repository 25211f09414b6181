// Guest code to IR: follows instructions from an address and says what each means, until something
// ends the block. What an instruction means is in the A64Lifter files, one per class of the manual.

public struct A64Translator: Sendable {
    /// A block never has more guest instructions than this.
    public static let blockLimit = 64
    /// Blocks stop at the end of a page, because the next one may be mapped elsewhere.
    public static let pageLengthBytes: UInt64 = 4096

    /// Which rows of the table this translator has met.
    public var coverage = A64Coverage()

    /// What the processor has; other encodings are UNDEFINED.
    let features: FeatureSet

    public init(features: FeatureSet = .all) { self.features = features }

    /// Translates the block that starts at an address.
    ///
    /// It ends with a branch or an instruction that may change the processor's mode, and otherwise
    /// continues at the next address: after `maximumInstructions` or 64 of them, at the end of the
    /// page, before a breakpoint, and before a word that cannot be read.
    ///
    /// - Parameters:
    ///   - address: VA of the first instruction, a multiple of 4.
    ///   - maximumInstructions: At least 1.
    ///   - word: The instruction at a VA of the same page, or nil if there is none to be had. If
    ///     that is the first, the block is empty and jumps to its own start: the caller, who
    ///     fetches the first instruction to find faults, should not let it come to that.
    ///   - isBreakpoint: Whether to stop before a VA. Not asked for the first instruction, so that
    ///     a machine that has stopped can go on.
    public mutating func translate(
        at address: UInt64, mode: BlockMode, maximumInstructions: Int = blockLimit,
        word: (UInt64) -> UInt32?, isBreakpoint: (UInt64) -> Bool = { _ in false }
    ) -> TranslatedBlock {
        precondition(maximumInstructions >= 1, "a block has at least one instruction")
        var lifter = A64Lifter(at: address, mode: mode)
        var next = address
        var remaining = min(maximumInstructions, Self.blockLimit)
        while lifter.terminal == nil {
            guard remaining > 0, let bits = word(next) else { break }
            lifter.beginInstruction(at: next)
            if let instruction = A64Decoder.decode(bits, features: features) {
                coverage.count(instruction.opcode)
                if instruction.isFloatingPoint && !mode.allowsFloatingPoint {
                    lifter.call(.floatingPointAccess)
                } else {
                    lifter.lift(instruction)
                }
            } else {
                coverage.countUndefined()
                lifter.call(.undefined)
            }
            next &+= 4
            remaining -= 1
            if next.isAligned(to: Self.pageLengthBytes) || isBreakpoint(next) { break }
        }
        lifter.builder.end(lifter.terminal ?? .jump(next))
        return lifter.builder.block
    }
}
