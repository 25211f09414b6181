// A32 and T32 to IR: follows instructions from an address until something ends the block.

public struct AArch32Translator: Sendable {
    /// The instruction set includes the additions of Armv8.
    public let isArmv8: Bool

    public init(isArmv8: Bool = false) { self.isArmv8 = isArmv8 }

    /// Translates the block that starts at an address. Where it ends is as for A64, and also before
    /// an instruction whose second halfword is on the next page; a block may consist of such a one.
    ///
    /// - Parameters:
    ///   - address: VA of the first instruction, aligned for its instruction set.
    ///   - halfword: The halfword at a VA, or nil where there is none to be had.
    ///   - isBreakpoint: As for A64.
    public func translate(
        at address: UInt64, mode: BlockMode,
        maximumInstructions: Int = A64Translator.blockLimit, halfword: (UInt64) -> UInt16?,
        isBreakpoint: (UInt64) -> Bool = { _ in false }
    ) -> TranslatedBlock {
        var lifter = AArch32Lifter(at: address, mode: mode)
        var next = address
        var remaining = min(maximumInstructions, A64Translator.blockLimit)
        let page = address & ~(A64Translator.pageLengthBytes - 1)
        while lifter.terminal == nil {
            // IT blocks stay whole where they can.
            guard remaining > 0 || lifter.itState != 0 && remaining > -4 else { break }
            guard let first = halfword(next) else { break }
            var length: UInt8 = 4
            let instruction: AArch32Instruction?
            if mode.isThumb && !T32Decoder.isWide(first) {
                length = 2
                instruction = T32Decoder.decode(
                    UInt32(first) << 16, itState: lifter.itState, isArmv8: isArmv8)
            } else {
                let crosses = (next &+ 2) & ~(A64Translator.pageLengthBytes - 1) != page
                guard !crosses || next == address, let second = halfword(next &+ 2) else { break }
                if mode.isThumb {
                    instruction = T32Decoder.decode(
                        UInt32(first) << 16 | UInt32(second), itState: lifter.itState,
                        isArmv8: isArmv8)
                } else {
                    instruction = A32Decoder.decode(
                        UInt32(second) << 16 | UInt32(first), isArmv8: isArmv8)
                }
            }
            lifter.lift(instruction, at: next, lengthBytes: length)
            next &+= UInt64(length)
            remaining -= 1
            if next & ~(A64Translator.pageLengthBytes - 1) != page || isBreakpoint(next) { break }
        }
        lifter.end(at: next)
        return lifter.builder.block
    }
}
