// LDM and STM in all their forms, SRS and RFE.

extension AArch32Lifter {
    private static let word = MemoryAccess(sizeLog2: 2, mustAlign: true)

    /// The offset of the lowest word from the base.
    private func firstOffset(_ i: AArch32Instruction, count: Int) -> Int32 {
        if i.adds { return i.isIndexed ? 4 : 0 }
        return Int32(-4 * count) + (i.isIndexed ? 0 : 4)
    }

    private mutating func writeBack(_ i: AArch32Instruction, count: Int) {
        guard i.writesBack else { return }
        let base = register(i.rn)
        let bytes = Int32(4 * count)
        builder.integer(.add, .w32, base, .immediate(i.adds ? bytes : -bytes), into: base)
    }

    private func registers(_ i: AArch32Instruction) -> [UInt32] {
        (0..<16 as Range<UInt32>).filter { i.immediate[bit: Int($0)] }
    }

    /// Loads every register of the list into a temporary: nothing is written before the last can
    /// no longer fault.
    private mutating func loadWords(_ i: AArch32Instruction, _ list: [UInt32]) -> [Value] {
        var offset = firstOffset(i, count: list.count)
        let base = register(i.rn)
        return list.map { _ in
            defer { offset += 4 }
            return builder.memory(
                .load, Self.word, address: base, offset: offset, into: builder.temporary())
        }
    }

    mutating func loadMultiple(_ i: AArch32Instruction) {
        let list = registers(i)
        let values = loadWords(i, list)
        writeBack(i, count: list.count)
        for (n, value) in zip(list, values) where n != 15 {
            builder.move(value, .w32, into: register(n))
        }
        if list.last == 15, let target = values.last { branchExchange(to: target) }
    }

    /// LDM of User mode's registers.
    mutating func loadMultipleUser(_ i: AArch32Instruction) {
        guard mode != .user, mode != .system, mode != .hyp else {
            call(.undefined)
            return
        }
        let list = registers(i)
        let values = loadWords(i, list)
        for (n, value) in zip(list, values) {
            builder.move(value, .w32, into: Value(slot: ProcessorMode.user.x(n)))
        }
    }

    /// LDM that returns from an exception.
    mutating func loadMultipleReturn(_ i: AArch32Instruction) {
        guard let status = mode.savedStatus, mode != .hyp else {
            call(.undefined)
            return
        }
        let list = registers(i)
        let values = loadWords(i, list)
        writeBack(i, count: list.count)
        for (n, value) in zip(list, values) where n != 15 {
            builder.move(value, .w32, into: register(n))
        }
        guard let target = values.last else { return }
        call(.exceptionReturn32, a: target, b: Value(slot: Slot.of(status)))
    }

    mutating func storeMultiple(_ i: AArch32Instruction) {
        let list = registers(i)
        var offset = firstOffset(i, count: list.count)
        let base = register(i.rn)
        for n in list {
            builder.memory(.store, Self.word, address: base, offset: offset, b: r(n))
            offset += 4
        }
        writeBack(i, count: list.count)
    }

    mutating func storeMultipleUser(_ i: AArch32Instruction) {
        guard mode != .user, mode != .system, mode != .hyp else {
            call(.undefined)
            return
        }
        let list = registers(i)
        var offset = firstOffset(i, count: list.count)
        let base = register(i.rn)
        for n in list {
            let value = n == 15 ? r(15) : Value(slot: ProcessorMode.user.x(n))
            builder.memory(.store, Self.word, address: base, offset: offset, b: value)
            offset += 4
        }
    }

    /// SRS: LR and SPSR to the stack of the mode in the immediate.
    mutating func saveReturnState(_ i: AArch32Instruction) {
        guard let status = mode.savedStatus, mode != .hyp,
            let target = ProcessorMode(rawValue: UInt8(i.immediate)), target != .hyp
        else {
            call(.undefined)
            return
        }
        let base = Value(slot: target.x(13))
        let offset = firstOffset(i, count: 2)
        builder.memory(.store, Self.word, address: base, offset: offset, b: register(14))
        builder.memory(
            .store, Self.word, address: base, offset: offset + 4,
            b: Value(slot: Slot.of(status)))
        if i.writesBack {
            builder.integer(.add, .w32, base, .immediate(i.adds ? 8 : -8), into: base)
        }
    }

    /// RFE.
    mutating func returnFromStack(_ i: AArch32Instruction) {
        guard mode != .user, mode != .hyp else {
            call(.undefined)
            return
        }
        let values = loadWords(i, [0, 1])
        writeBack(i, count: 2)
        call(.exceptionReturn32, a: values[0], b: values[1])
    }
}
