// LDM and STM: words that follow each other, with one look at the fast TLB for all of them.

#if arch(x86_64)
    /// What is left to do out of line.
    struct ColdMultiple {
        var mismatch: X86Assembler.Patch
        var slow: [X86Assembler.Patch]
        var words: MultipleWords
        var address: X86Register
        var index: X86Register
        var page: X86Register
        var back: Int
    }

    /// Loads or stores of one instruction, each of a word, one after the other.
    struct MultipleWords {
        /// The first operation, and how many.
        var first: Int
        var count: Int
        var isStore: Bool
        /// For each load the slot that its value goes to: the temporary, or the register that the
        /// temporary is moved to.
        var homes: [UInt16] = []
        /// The operations that move them.
        var moves: [Int] = []
    }

    extension BlockCompiler {
        /// Every word of the instruction from the current operation on; false if it is alone.
        mutating func emitMultiple() -> Bool {
            guard isAArch32, let words = multipleWords() else { return false }
            for number in words.moves { forget(block.operations[number].destination) }
            clobberFlags()
            let address = scratch()
            let base = place(op.a)
            if case .register(let register) = base {
                assembler.address(address, X86Memory(register, op.immediate))
            } else {
                load(address, base)
                if op.immediate != 0 {
                    assembler.alu(.add, .register(address), constant: op.immediate, wide: true)
                }
            }
            let index = scratch()
            let page = scratch()
            var slow: [X86Assembler.Patch] = []
            assembler.testByte(.register(address), constant: 3)
            slow.append(assembler.jump(.ne))
            // The tag is of the last byte's page, the index of the first's.
            assembler.address(page, X86Memory(address, Int32(4 * words.count - 1)))
            assembler.move(index, address, wide: false)
            assembler.shift(.shr, page, by: 12, wide: true)
            assembler.shift(.shr, index, by: 12, wide: false)
            let mask = Int32(FastTLBLayout.entryCount - 1)
            assembler.alu(.and, .register(index), constant: mask, wide: false)
            assembler.alu(.cmp, page, .memory(tag(index, words)), wide: true)
            let mismatch = assembler.jump(.ne)
            if words.isStore {
                assembler.load(index, HostRegisters.word(EngineWord.linearFlags))
                assembler.compareByte(X86Memory(index, index: page), constant: 0)
                slow.append(assembler.jump(.ne))
            }
            emitWords(words, X86Memory(address, index: HostRegisters.addend), page)
            handled = words.first + words.count - 1
            handledMoves = words.moves
            addCold(
                .multiple(
                    ColdMultiple(
                        mismatch: mismatch, slow: slow, words: words, address: address,
                        index: index, page: page, back: assembler.here)))
            return true
        }

        private func tag(_ index: X86Register, _ words: MultipleWords) -> X86Memory {
            let tags = words.isStore ? Int32(FastTLBLayout.writeTags) * 8 : 0
            return X86Memory(HostRegisters.fastTLB, index: index, scale: 3, tags)
        }

        private func multipleWords() -> MultipleWords? {
            let access = MemoryAccess(sizeLog2: 2, mustAlign: true)
            let opcode = op.opcode
            guard op.modifier == access.rawValue, !Temporaries.isTemporary(op.a) else {
                return nil
            }
            let end = endOfInstruction
            var count = 1
            while index + count < end {
                let next = block.operations[index + count]
                guard next.opcode == opcode, next.modifier == op.modifier, next.a == op.a,
                    next.immediate == op.immediate + Int32(4 * count)
                else { break }
                count += 1
            }
            guard count > 1 else { return nil }
            var words = MultipleWords(first: index, count: count, isStore: opcode == .store)
            if words.isStore { return words }
            words.homes = (0..<count).map { block.operations[index + $0].destination }
            guard words.homes.allSatisfy(Temporaries.isTemporary) else { return nil }
            // A move may be done early if it is sure to come, and nothing before it looks at the
            // register.
            for number in index + count..<end {
                let move = block.operations[number]
                if move.isSkip || usesSlots(move) { break }
                guard move.opcode == .move, move.width == .w32, move.destination <= Slot.x30,
                    let word = words.homes.firstIndex(of: move.a), move.destination != op.a,
                    temporaries.lastUse(move.a) == number
                else { continue }
                let isFree = (index + count..<number).allSatisfy {
                    let other = block.operations[$0]
                    return other.a != move.destination && other.b != move.destination
                        && other.destination != move.destination
                }
                guard isFree else { continue }
                words.homes[word] = move.destination
                words.moves.append(number)
            }
            return words
        }

        private var endOfInstruction: Int {
            instruction + 1 < block.instructionCount
                ? Int(block.instructionStarts[instruction + 1]) : block.operationCount
        }

        /// The words themselves; `free` is destroyed.
        private mutating func emitWords(
            _ words: MultipleWords, _ memory: X86Memory, _ free: X86Register
        ) {
            for number in 0..<words.count {
                var word = memory
                word.displacement += Int32(4 * number)
                if words.isStore {
                    let slot = block.operations[words.first + number].b
                    switch place(slot) {
                    case .register(let register): assembler.store(word, register, wide: false)
                    case let place:
                        load(free, place, wide: false)
                        assembler.store(word, free, wide: false)
                    }
                } else if let pin = HostRegisters.pin(words.homes[number]) {
                    assembler.load(pin, word, wide: false)
                } else {
                    assembler.load(free, word, wide: false)
                    assembler.store(HostRegisters.memory(words.homes[number]), free)
                }
            }
        }

        mutating func emitColdMultiple(_ cold: ColdMultiple) {
            let words = cold.words
            let (index, page) = (cold.index, cold.page)
            assembler.bind(cold.mismatch)
            assembler.bitTest(.register(page), 63, sets: true, wide: true)
            assembler.alu(.cmp, page, .memory(tag(index, words)), wide: true)
            var slow = cold.slow
            slow.append(assembler.jump(.ne))
            let addends = Int32(FastTLBLayout.addends) * 8
            assembler.load(
                index, X86Memory(HostRegisters.fastTLB, index: index, scale: 3, addends))
            assembler.alu(.add, index, .register(cold.address), wide: true)
            if words.isStore {
                assembler.move(page, index)
                assembler.shift(.shr, page, by: 12, wide: true)
                assembler.alu(
                    .add, page, .memory(HostRegisters.word(EngineWord.hostFlags)), wide: true)
                assembler.compareByte(X86Memory(page), constant: 0)
                slow.append(assembler.jump(.ne))
            }
            emitWords(words, X86Memory(index), page)
            assembler.jump(to: cold.back)

            // One by one, as the interpreter does it.
            for patch in slow { assembler.bind(patch) }
            recoverFlags()
            for number in 0..<words.count { emitExecute(words.first + number) }
            if !words.isStore {
                for (number, home) in words.homes.enumerated() {
                    let temporary = block.operations[words.first + number].destination
                    if temporary == home { continue }
                    let register = HostRegisters.pin(home) ?? .rax
                    assembler.load(register, HostRegisters.memory(temporary), wide: false)
                    if register == .rax { assembler.store(HostRegisters.memory(home), .rax) }
                }
            }
            assembler.jump(to: cold.back)
        }
    }
#endif
