// FEAT_LSE: compare and swap, and the read-modify-write operations, whose ST forms are the LD forms
// with Rt = XZR. Source: Arm ARM, `MemAtomic`, `MemAtomicCompareAndSwap`.

extension A64Lifter {
    mutating func atomic(_ i: A64Instruction, _ operation: AtomicOperation) {
        let base = builder.xOrSP(i.rn)
        builder.checkBase(base)
        let access = MemoryAccess(
            sizeLog2: Int(i.size), acquire: i.word[bit: 23], release: i.word[bit: 22],
            mustAlign: true)
        builder.memory(
            .atomic, access, address: base, offset: Int32(operation.rawValue), b: builder.x(i.rs),
            into: xd(i))
    }

    mutating func compareAndSwap(_ i: A64Instruction) {
        let base = builder.xOrSP(i.rn)
        builder.checkBase(base)
        builder.memory(
            .compareAndSwap, compareAndSwapAccess(i, sizeLog2: Int(i.size)), address: base,
            b: builder.x(i.rs), c: builder.x(i.rd), into: builder.xDestination(i.rs))
    }

    /// Register pairs are operands as two slots side by side. X30's neighbour is SP where the
    /// instruction means XZR, so that pair goes through temporaries.
    mutating func compareAndSwapPair(_ i: A64Instruction) {
        let base = builder.xOrSP(i.rn)
        builder.checkBase(base)
        let compare = pair(i.rs)
        let swap = pair(i.rd)
        builder.memory(
            .compareAndSwapPair, compareAndSwapAccess(i, sizeLog2: i.word[bit: 30] ? 3 : 2),
            address: base, b: compare, c: swap, into: compare)
        if i.rs == 30 { builder.move(compare, into: Value(slot: Slot.x30)) }
    }

    private mutating func pair(_ register: UInt32) -> Value {
        guard register == 30 else { return Value(slot: UInt16(register)) }
        let first = builder.move(Value(slot: Slot.x30))
        let second = builder.move(.zero)
        precondition(second.slot == first.slot + 1, "temporaries are handed out in order")
        return first
    }

    /// L, bit 22, is acquire; o0, bit 15, is release.
    private func compareAndSwapAccess(_ i: A64Instruction, sizeLog2: Int) -> MemoryAccess {
        MemoryAccess(
            sizeLog2: sizeLog2, acquire: i.word[bit: 22], release: i.word[bit: 15], mustAlign: true)
    }
}
