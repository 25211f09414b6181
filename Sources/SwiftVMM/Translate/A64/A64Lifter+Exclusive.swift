// Load/store exclusive, and load-acquire and store-release. All of them must be aligned.
// Source: Arm ARM, `AArch64.ExclusiveMonitorsPass`, `AArch64.SetExclusiveMonitors`.

extension A64Lifter {
    /// o0, bit 15: acquire for a load, release for a store.
    private func access(_ i: A64Instruction, isLoad: Bool) -> MemoryAccess {
        let isOrdered = i.word[bit: 15]
        return MemoryAccess(
            sizeLog2: Int(i.size), acquire: isOrdered && isLoad, release: isOrdered && !isLoad,
            mustAlign: true)
    }

    private mutating func checkedBase(_ i: A64Instruction) -> Value {
        let base = builder.xOrSP(i.rn)
        builder.checkBase(base)
        return base
    }

    mutating func loadExclusive(_ i: A64Instruction) {
        let base = checkedBase(i)
        builder.memory(.loadExclusive, access(i, isLoad: true), address: base, into: xd(i))
    }

    mutating func storeExclusive(_ i: A64Instruction) {
        let base = checkedBase(i)
        builder.memory(
            .storeExclusive, access(i, isLoad: false), address: base, b: builder.x(i.rd),
            into: builder.xDestination(i.rs))
    }

    /// Of two equal destinations the second element stays: see A64ConstrainedUnpredictable.
    mutating func loadExclusivePair(_ i: A64Instruction) {
        let base = checkedBase(i)
        builder.memory(
            .loadExclusivePair, access(i, isLoad: true), address: base,
            c: builder.xDestination(i.ra), into: i.ra == i.rd ? .discard : xd(i))
    }

    mutating func storeExclusivePair(_ i: A64Instruction) {
        let base = checkedBase(i)
        builder.memory(
            .storeExclusivePair, access(i, isLoad: false), address: base, b: builder.x(i.rd),
            c: builder.x(i.ra), into: builder.xDestination(i.rs))
    }

    mutating func loadAcquire(_ i: A64Instruction) {
        let base = checkedBase(i)
        builder.memory(.load, access(i, isLoad: true), address: base, into: xd(i))
    }

    mutating func storeRelease(_ i: A64Instruction) {
        let base = checkedBase(i)
        builder.memory(.store, access(i, isLoad: false), address: base, b: builder.x(i.rd))
    }
}
