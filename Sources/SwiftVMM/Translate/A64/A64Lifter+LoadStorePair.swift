// LDP, STP, LDPSW and the no-allocate pairs: one operation each, which faults as a whole.

extension A64Lifter {
    enum PairAddressing { case offset, postIndex, preIndex }

    mutating func storePair(_ i: A64Instruction, _ addressing: PairAddressing) {
        let base = builder.xOrSP(i.rn)
        let offset = pairOffset(i)
        builder.checkBase(base)
        builder.memory(
            .storePair, MemoryAccess(sizeLog2: i.sf ? 3 : 2), address: base,
            offset: addressing == .postIndex ? 0 : offset, b: builder.x(i.rd), c: builder.x(i.ra))
        writeBack(base, offset, addressing)
    }

    /// A destination that is also the base of a writeback form ends as the new base, and of two
    /// equal destinations the first element stays: see A64ConstrainedUnpredictable.
    mutating func loadPair(
        _ i: A64Instruction, _ addressing: PairAddressing, signed: Bool = false
    ) {
        let base = builder.xOrSP(i.rn)
        let offset = pairOffset(i)
        var first = builder.xDestination(i.rd)
        var second = i.ra == i.rd ? .discard : builder.xDestination(i.ra)
        if addressing != .offset {
            if first == base { first = .discard }
            if second == base { second = .discard }
        }
        builder.checkBase(base)
        builder.memory(
            .loadPair, MemoryAccess(sizeLog2: i.sf ? 3 : 2, signExtendTo64: signed), address: base,
            offset: addressing == .postIndex ? 0 : offset, c: second, into: first)
        writeBack(base, offset, addressing)
    }

    private func pairOffset(_ i: A64Instruction) -> Int32 { i.imm7 * (i.sf ? 8 : 4) }

    private mutating func writeBack(
        _ base: Value, _ offset: Int32, _ addressing: PairAddressing
    ) {
        guard addressing != .offset else { return }
        builder.integer(.add, .w64, base, .immediate(offset), into: base)
    }
}
