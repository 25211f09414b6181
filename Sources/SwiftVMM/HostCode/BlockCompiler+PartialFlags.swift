// AArch32's logical instructions: N and Z from a result, C from the shifter or as before, V as
// before. N and Z stay in the host's flags; what of them is in memory then is stale.

#if arch(x86_64)
    extension FlagState {
        static func isOfNegativeZero(_ condition: UInt16) -> Bool { condition & 0xa == 0 }
    }

    extension BlockCompiler {
        private var flagsWord: X86Memory { HostRegisters.word(EngineWord.flags) }
        /// Its byte with N, Z and the inverse of C, as AH has them.
        private var upperFlags: X86Memory {
            var memory = flagsWord
            memory.displacement += 1
            return memory
        }

        /// Whether C and V are in memory, and N and Z wherever they are.
        private var hasCarryInMemory: Bool {
            flags.areInMemory || flags.host == .negativeZero || flags.recipe?.isPartial == true
        }

        /// N and Z of a value, with the carry that may come in the next operation.
        mutating func emitNegativeZero() {
            defer { handled = carryDeposit(after: index) }
            guard flagsLiveBefore[handledEnd(after: index)] else { return }
            let changes = emitCarryToMemory()
            let isFresh = !changes && isFreshResult(op.a)
            if !isFresh {
                let a = register(place(op.a), wide: wide)
                assembler.test(a, a, wide: wide)
            }
            flags = FlagState(host: .negativeZero, areInMemory: false)
            if !Temporaries.isTemporary(op.a) {
                flags.recipe = FlagRecipe(
                    kind: .test, wide: wide, a: .slot(op.a), b: .slot(op.a), isPartial: true)
            }
        }

        /// TST: the result goes nowhere. False if it is some other AND.
        mutating func emitTestNegativeZero() -> Bool {
            let next = index + 1
            guard Temporaries.isTemporary(op.destination), next < block.operationCount,
                block.operations[next].opcode == .setNegativeZero,
                block.operations[next].a == op.destination,
                block.operations[next].width == op.width,
                temporaries.lastUse(op.destination) == next
            else { return false }
            defer { handled = carryDeposit(after: next) ?? next }
            guard flagsLiveBefore[handledEnd(after: next)] else { return true }
            let operation = op
            index = next
            op = block.operations[next]
            _ = emitCarryToMemory()
            op = operation
            index = next - 1
            let a = place(op.a)
            let b = placeB()
            test(a, b, wide: wide)
            flags = FlagState(host: .negativeZero, areInMemory: false)
            if let x = value(op.a, a), let y = op.b == Slot.immediate ? value(0, b) : value(op.b, b)
            {
                flags.recipe = FlagRecipe(kind: .test, wide: wide, a: x, b: y, isPartial: true)
            }
            return true
        }

        /// The deposit of a carry that belongs to a `setNegativeZero`.
        private func carryDeposit(after index: Int) -> Int? {
            let next = index + 1
            guard next < block.operationCount else { return nil }
            let op = block.operations[next]
            let isCarry =
                op.opcode == .deposit && op.destination == Slot.nzcv && op.a == Slot.nzcv
                && op.immediate == 29 | 1 << 8
            return isCarry ? next : nil
        }

        private func handledEnd(after index: Int) -> Int {
            (carryDeposit(after: index) ?? index) + 1
        }

        /// Gets C and V that hold after `setNegativeZero` to memory; whether the host's flags
        /// changed.
        private mutating func emitCarryToMemory() -> Bool {
            var changes = false
            if !hasCarryInMemory {
                saveFlags()
                changes = true
            }
            guard let deposit = carryDeposit(after: index) else { return changes }
            switch place(block.operations[deposit].b) {
            case .constant(let carry):
                assembler.storeByte(upperFlags, constant: carry & 1 == 0 ? 1 : 0)
            case let carry:
                let inverse = scratch()
                load(inverse, carry, wide: false)
                assembler.alu(.xor, .register(inverse), constant: 1, wide: false)
                assembler.store8(upperFlags, inverse)
                free(inverse)
                changes = true
            }
            return changes
        }

        /// The operation before left N and Z of its result in the host's flags.
        private func isFreshResult(_ slot: UInt16) -> Bool {
            guard index > Int(block.instructionStarts[instruction]) else { return false }
            let before = block.operations[index - 1]
            switch before.opcode {
            case .and, .or, .exclusiveOr:
                return before.destination == slot && before.width == op.width
                    && before.width == .w32 && slot != Slot.discard
            default: return false
            }
        }

        /// N and Z from the host's flags to memory, where C and V are. The host's are gone then.
        mutating func savePartialFlags() {
            let kept = borrowRAX()
            assembler.lahf()
            assembler.alu(.and, .register(.rax), constant: 0xc000, wide: false)
            assembler.alu(.and, .memory(flagsWord), constant: 0x0101, wide: false)
            assembler.alu(.or, flagsWord, .rax, wide: false)
            giveBackRAX(kept)
            flags.areInMemory = true
            flags.host = .none
        }

        /// Gets as much of NZCV into the host's flags as a condition looks at.
        mutating func needFlags(for condition: UInt16) {
            guard FlagState.isOfNegativeZero(condition) else { return needFlags() }
            if flags.host != .none { return }
            if let recipe = flags.recipe { return follow(recipe) }
            needFlags()
        }

        /// C as 0 or 1.
        mutating func emitCarryExtract() {
            if !hasCarryInMemory { saveFlags() }
            clobberFlags()
            let register = target()
            assembler.extend(
                register, .memory(upperFlags), sizeLog2: 0, signed: false, wide: false)
            assembler.not(register, wide: false)
            assembler.alu(.and, .register(register), constant: 1, wide: false)
            finish(register)
        }
    }

    extension Operation {
        /// RRX looks at C.
        var isCarryExtract: Bool {
            opcode == .extractUnsigned && a == Slot.nzcv && immediate == 29 | 1 << 8
                && destination != Slot.nzcv
        }
    }
#endif
