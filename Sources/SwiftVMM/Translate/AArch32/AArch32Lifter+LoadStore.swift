// Loads and stores of one and two registers, exclusive and ordered ones.

extension AArch32Lifter {
    /// Where an access goes, and what the base becomes.
    struct Location {
        var base: Value
        var offset: Int32 = 0
        /// The new base, and the register it goes to.
        var writeback: (value: Operand, opcode: Opcode, base: Value)?
    }

    /// Source: the address calculation of every load and store in the Arm ARM.
    mutating func location(_ i: AArch32Instruction) -> Location {
        if i.rn == 15 {
            let base = alignedPCAddress()
            if i.operand == .immediate {
                let address =
                    i.adds ? base &+ UInt64(i.immediate) : base &- UInt64(i.immediate)
                return Location(base: builder.constant(address & 0xffff_ffff))
            }
        }
        let base = i.rn == 15 ? alignedPC() : register(i.rn)
        if i.operand == .immediate {
            let offset = i.adds ? Int32(i.immediate) : -Int32(i.immediate)
            var result = Location(base: base, offset: i.isIndexed ? offset : 0)
            if i.writesBack { result.writeback = (.immediate(offset), .add, base) }
            return result
        }
        guard case .value(let index) = shifted(r(i.rm), i.shift, i.shiftAmount).operand else {
            return Location(base: base)
        }
        let opcode: Opcode = i.adds ? .add : .subtract
        guard i.isIndexed else {
            return Location(base: base, writeback: (.value(index), opcode, base))
        }
        let address = builder.integer(opcode, .w32, base, index)
        var result = Location(base: address)
        if i.writesBack { result.writeback = (.value(address), .move, base) }
        return result
    }

    mutating func writeBack(_ location: Location) {
        guard let (value, opcode, base) = location.writeback else { return }
        if opcode == .move, case .value(let address) = value {
            builder.move(address, .w32, into: base)
        } else {
            builder.integer(opcode, .w32, base, value, into: base)
        }
    }

    private func access(_ i: AArch32Instruction) -> MemoryAccess {
        switch i.opcode {
        case .ldr, .str: MemoryAccess(sizeLog2: 2, unprivileged: i.isUnprivileged)
        case .ldrh, .strh: MemoryAccess(sizeLog2: 1, unprivileged: i.isUnprivileged)
        case .ldrsh:
            MemoryAccess(sizeLog2: 1, signExtendTo32: true, unprivileged: i.isUnprivileged)
        case .ldrsb:
            MemoryAccess(sizeLog2: 0, signExtendTo32: true, unprivileged: i.isUnprivileged)
        default: MemoryAccess(sizeLog2: 0, unprivileged: i.isUnprivileged)
        }
    }

    mutating func load(_ i: AArch32Instruction) {
        let location = location(i)
        let target = destination(i.rd)
        // A load into the index register of a post-indexed form: the old index counts.
        let isIndex =
            i.operand == .register && i.shiftAmount == 0 && i.rm == i.rd
            && location.writeback != nil
        let loaded = isIndex ? builder.temporary() : target
        builder.memory(
            .load, access(i), address: location.base, offset: location.offset, into: loaded)
        writeBack(location)
        if isIndex { builder.move(loaded, .w32, into: target) }
        if i.rd == 15 { branchExchange(to: target) }
    }

    mutating func store(_ i: AArch32Instruction) {
        let location = location(i)
        let value = r(i.rd)
        builder.memory(
            .store, access(i), address: location.base, offset: location.offset, b: value)
        writeBack(location)
    }

    /// LDRD and STRD: two words, each aligned.
    mutating func dual(_ i: AArch32Instruction) {
        let location = location(i)
        let access = MemoryAccess(sizeLog2: 2, mustAlign: true)
        if i.opcode == .strd {
            builder.memory(
                .storePair, access, address: location.base, offset: location.offset,
                b: register(i.rd), c: register(i.ra))
            writeBack(location)
            return
        }
        let second = builder.temporary()
        let first = builder.memory(
            .loadPair, access, address: location.base, offset: location.offset, c: second,
            into: builder.temporary())
        writeBack(location)
        builder.move(first, .w32, into: register(i.rd))
        builder.move(second, .w32, into: register(i.ra))
    }

    // MARK: Exclusive and ordered

    private func exclusiveSize(_ opcode: AArch32Opcode) -> Int {
        switch opcode {
        case .ldrexb, .strexb, .ldab, .stlb: 0
        case .ldrexh, .strexh, .ldah, .stlh: 1
        default: 2
        }
    }

    private mutating func exclusiveAddress(_ i: AArch32Instruction) -> Value {
        let base = register(i.rn)
        if !isThumb || i.immediate == 0 || (i.opcode != .ldrex && i.opcode != .strex) {
            return base
        }
        return builder.integer(.add, .w32, base, .immediate(Int32(i.immediate)))
    }

    mutating func loadExclusive(_ i: AArch32Instruction) {
        let access = MemoryAccess(
            sizeLog2: exclusiveSize(i.opcode), acquire: i.isOrdered, mustAlign: true)
        let address = exclusiveAddress(i)
        if i.opcode == .ldrexd {
            builder.memory(
                .loadExclusivePair, access, address: address, c: register(i.ra),
                into: register(i.rd))
        } else {
            builder.memory(.loadExclusive, access, address: address, into: register(i.rd))
        }
    }

    mutating func storeExclusive(_ i: AArch32Instruction) {
        let access = MemoryAccess(
            sizeLog2: exclusiveSize(i.opcode), release: i.isOrdered, mustAlign: true)
        let address = exclusiveAddress(i)
        if i.opcode == .strexd {
            builder.memory(
                .storeExclusivePair, access, address: address, b: register(i.rm),
                c: register(i.ra), into: register(i.rd))
        } else {
            builder.memory(
                .storeExclusive, access, address: address, b: register(i.rm),
                into: register(i.rd))
        }
    }

    mutating func ordered(_ i: AArch32Instruction) {
        let size = exclusiveSize(i.opcode)
        switch i.opcode {
        case .lda, .ldab, .ldah:
            builder.memory(
                .load, MemoryAccess(sizeLog2: size, acquire: true, mustAlign: true),
                address: register(i.rn), into: register(i.rd))
        default:
            builder.memory(
                .store, MemoryAccess(sizeLog2: size, release: true, mustAlign: true),
                address: register(i.rn), b: register(i.rm))
        }
    }
}
