// Loads and stores of V registers. Up to 64 bits they are those of general-purpose registers, and
// the rest of the V register becomes zero.

extension A64Lifter {
    enum VectorAddressing { case offset, postIndex, preIndex }

    /// One register of 2^sizeLog2 bytes.
    private mutating func transfer(
        _ register: UInt32, sizeLog2: Int, isLoad: Bool, address: Value, offset: Int32
    ) {
        let access = MemoryAccess(sizeLog2: sizeLog2)
        let v = builder.v(register)
        if sizeLog2 == 4 {
            if isLoad {
                builder.memory(.loadVector, access, address: address, offset: offset, into: v)
            } else {
                builder.memory(.storeVector, access, address: address, offset: offset, b: v)
            }
        } else if isLoad {
            builder.memory(.load, access, address: address, offset: offset, into: v)
            builder.constant(0, into: builder.vHigh(register))
        } else {
            builder.memory(.store, access, address: address, offset: offset, b: v)
        }
    }

    /// 0...4: size, or 128 bits by opc<1>.
    private func sizeLog2(_ i: A64Instruction) -> Int { i.opc >= 2 ? 4 : Int(i.size) }

    mutating func loadStoreVector(_ i: A64Instruction, _ addressing: VectorAddressing) {
        let size = sizeLog2(i)
        let base = builder.xOrSP(i.rn)
        let isUnsigned = i.word[bit: 24]
        let offset = isUnsigned ? Int32(i.imm12) << Int32(size) : i.imm9
        builder.checkBase(base)
        transfer(
            i.rd, sizeLog2: size, isLoad: i.opc & 1 != 0, address: base,
            offset: addressing == .postIndex ? 0 : offset)
        if addressing != .offset {
            builder.integer(.add, .w64, base, .immediate(offset), into: base)
        }
    }

    mutating func loadStoreVectorRegister(_ i: A64Instruction) {
        let size = sizeLog2(i)
        let base = builder.xOrSP(i.rn)
        builder.checkBase(base)
        let index = extended(
            xm(i), option: i.option, shift: i.isScaled ? Int32(size) : 0, .w64)
        let address = index == .zero ? base : builder.integer(.add, .w64, base, index)
        transfer(i.rd, sizeLog2: size, isLoad: i.opc & 1 != 0, address: address, offset: 0)
    }

    mutating func loadVectorLiteral(_ i: A64Instruction) {
        let label = builder.constant(address &+ UInt64(bitPattern: i.imm19Offset))
        transfer(i.rd, sizeLog2: Int(i.size) + 2, isLoad: true, address: label, offset: 0)
    }

    // MARK: Pairs

    private func pairOffset(_ i: A64Instruction) -> Int32 { i.imm7 << Int32(i.size + 2) }

    private mutating func writeBack(
        _ i: A64Instruction, _ base: Value, _ addressing: VectorAddressing
    ) {
        guard addressing != .offset else { return }
        builder.integer(.add, .w64, base, .immediate(pairOffset(i)), into: base)
    }

    mutating func storeVectorPair(_ i: A64Instruction, _ addressing: VectorAddressing) {
        let base = builder.xOrSP(i.rn)
        let offset = addressing == .postIndex ? 0 : pairOffset(i)
        builder.checkBase(base)
        if i.size == 2 {
            transfer(i.rd, sizeLog2: 4, isLoad: false, address: base, offset: offset)
            transfer(i.ra, sizeLog2: 4, isLoad: false, address: base, offset: offset + 16)
        } else {
            builder.memory(
                .storePair, MemoryAccess(sizeLog2: Int(i.size) + 2), address: base,
                offset: offset, b: builder.v(i.rd), c: builder.v(i.ra))
        }
        writeBack(i, base, addressing)
    }

    /// Of two equal destinations the second element stays: see A64ConstrainedUnpredictable.
    mutating func loadVectorPair(_ i: A64Instruction, _ addressing: VectorAddressing) {
        let base = builder.xOrSP(i.rn)
        let offset = addressing == .postIndex ? 0 : pairOffset(i)
        builder.checkBase(base)
        if i.size == 2 {
            let access = MemoryAccess(sizeLog2: 4)
            let first = builder.temporary()
            let firstHigh = builder.temporary()
            precondition(firstHigh.slot == first.slot + 1, "temporaries are handed out in order")
            builder.memory(.loadVector, access, address: base, offset: offset, into: first)
            builder.memory(
                .loadVector, access, address: base, offset: offset + 16, into: builder.v(i.ra))
            if i.rd != i.ra {
                builder.move(first, into: builder.v(i.rd))
                builder.move(firstHigh, into: builder.vHigh(i.rd))
            }
        } else {
            builder.memory(
                .loadPair, MemoryAccess(sizeLog2: Int(i.size) + 2), address: base, offset: offset,
                c: builder.v(i.ra), into: i.rd == i.ra ? .discard : builder.v(i.rd))
            builder.constant(0, into: builder.vHigh(i.rd))
            builder.constant(0, into: builder.vHigh(i.ra))
        }
        writeBack(i, base, addressing)
    }

    // MARK: Structures

    private mutating func structures(
        _ i: A64Instruction, _ form: StructureAccess, sizeLog2: Int, byteCount: Int
    ) {
        let base = builder.xOrSP(i.rn)
        builder.checkBase(base)
        builder.memory(
            i.word[bit: 22] ? .loadStructure : .storeStructure, MemoryAccess(sizeLog2: sizeLog2),
            address: base, offset: form.rawValue, b: builder.v(i.rd))
        // Post-index: by X[m], or for 31 by the bytes transferred.
        guard i.word[bit: 23] else { return }
        if i.rm == 31 {
            builder.integer(.add, .w64, base, .immediate(Int32(byteCount)), into: base)
        } else {
            builder.integer(.add, .w64, base, xm(i), into: base)
        }
    }

    mutating func loadStoreMultiple(_ i: A64Instruction, structure: Int, repeats: Int) {
        let isFull = i.word[bit: 30]
        structures(
            i, StructureAccess(.multiple, structure: structure, repeats: repeats, isFull: isFull),
            sizeLog2: Int(i.word[bits: 10..<12]),
            byteCount: structure * repeats * (isFull ? 16 : 8))
    }

    mutating func loadReplicate(_ i: A64Instruction, structure: Int) {
        let size = Int(i.word[bits: 10..<12])
        structures(
            i, StructureAccess(.replicate, structure: structure, isFull: i.word[bit: 30]),
            sizeLog2: size, byteCount: structure << size)
    }

    mutating func loadStoreSingle(_ i: A64Instruction, structure: Int) {
        // Q:S:size, of which a larger element leaves out the low bits.
        let place = i.word[bits: 30..<31] << 3 | i.word[bits: 10..<13]
        var size = Int(i.word[bits: 14..<16])
        if size == 2 && i.word[bit: 10] { size = 3 }
        structures(
            i, StructureAccess(.single, structure: structure, lane: Int(place) >> size),
            sizeLog2: size, byteCount: structure << size)
    }
}
