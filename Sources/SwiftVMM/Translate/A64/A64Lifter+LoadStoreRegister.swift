// Loads and stores of one general-purpose register.

extension A64Lifter {
    /// The access of size and opc, the fields all forms but the literal ones share.
    private func access(_ i: A64Instruction, unprivileged: Bool = false) -> MemoryAccess {
        MemoryAccess(
            sizeLog2: Int(i.size), signExtendTo64: i.opc == 2, signExtendTo32: i.opc == 3,
            unprivileged: unprivileged)
    }

    private mutating func transfer(
        _ i: A64Instruction, _ access: MemoryAccess, address: Value, offset: Int32,
        into destination: Value
    ) {
        if i.opc == 0 {
            builder.memory(.store, access, address: address, offset: offset, b: builder.x(i.rd))
        } else {
            builder.memory(.load, access, address: address, offset: offset, into: destination)
        }
    }

    /// Base plus a constant.
    mutating func loadStore(_ i: A64Instruction, offset: Int32, unprivileged: Bool = false) {
        let base = builder.xOrSP(i.rn)
        builder.checkBase(base)
        transfer(
            i, access(i, unprivileged: unprivileged), address: base, offset: offset, into: xd(i))
    }

    /// FEAT_LRCPC2: like LDUR and STUR, but aligned and ordered.
    mutating func loadStoreOrdered(_ i: A64Instruction) {
        let base = builder.xOrSP(i.rn)
        builder.checkBase(base)
        let access = MemoryAccess(
            sizeLog2: Int(i.size), signExtendTo64: i.opc == 2, signExtendTo32: i.opc == 3,
            acquire: i.opc != 0, release: i.opc == 0, mustAlign: true)
        transfer(i, access, address: base, offset: i.imm9, into: xd(i))
    }

    /// Post-index, with offset 0, and pre-index: the base becomes base + imm9.
    ///
    /// A load whose Rt is the base leaves the new base there: see A64ConstrainedUnpredictable.
    mutating func loadStoreWriteback(_ i: A64Instruction, offset: Int32) {
        let base = builder.xOrSP(i.rn)
        builder.checkBase(base)
        transfer(
            i, access(i), address: base, offset: offset, into: i.rd == i.rn ? .discard : xd(i))
        builder.integer(.add, .w64, base, .immediate(i.imm9), into: base)
    }

    mutating func loadStoreRegisterOffset(_ i: A64Instruction) {
        let base = builder.xOrSP(i.rn)
        builder.checkBase(base)
        let shift = i.isScaled ? Int32(i.size) : 0
        let index = extended(xm(i), option: i.option, shift: shift, .w64)
        let address = index == .zero ? base : builder.integer(.add, .w64, base, index)
        transfer(i, access(i), address: address, offset: 0, into: xd(i))
    }

    mutating func loadLiteral(_ i: A64Instruction, _ access: MemoryAccess) {
        let label = builder.constant(address &+ UInt64(bitPattern: i.imm19Offset))
        builder.memory(.load, access, address: label, into: xd(i))
    }
}
