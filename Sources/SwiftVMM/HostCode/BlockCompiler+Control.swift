// Calls of Swift functions, and the ways out of a block.

#if arch(x86_64)
    extension BlockCompiler {
        // MARK: Calls

        /// An operation that has no code of its own.
        mutating func emitCall() {
            flushVectors()
            if op.opcode == .call, let access = block.systemRegister(op) {
                return emitSystemRegister(access)
            }
            vectors.removeAll()
            switch op.opcode {
            case .call: return emitHelper()
            case .load, .store, .loadPair, .storePair, .loadVector, .storeVector, .loadExclusive,
                .loadExclusivePair, .storeExclusive, .storeExclusivePair, .atomic,
                .compareAndSwap, .compareAndSwapPair, .loadStructure, .storeStructure:
                flagsToMemory()
                emitExecute(index)
            default:
                flagsToMemory()
                emitCompute()
            }
        }

        private mutating func emitHelper() {
            let helper = Helper(rawValue: op.modifier).unsafelyUnwrapped
            switch helper {
            case .dataMemoryBarrier, .dataSynchronizationBarrier,
                .instructionSynchronizationBarrier:
                // Effects are immediate in this machine.
                return
            case .clearExclusive:
                assembler.store(HostRegisters.memory(Slot.exclusiveSize), constant: 0)
                return
            default: break
            }
            flagsToMemory()
            stackIsAligned = false
            if helper.effect.contains(.diverts) {
                assembler.constant(.rsi, packed(index))
                assembler.load(.rdx, absolute: tokenAddress)
                switch helper {
                case .supervisorCall where !isAArch32, .hypervisorCall where !isAArch32,
                    .exceptionReturn:
                    assembler.jump(to: stubs.transition)
                default: assembler.jump(to: stubs.divert)
                }
            } else if helper.effect.isEmpty {
                emitCompute()
            } else {
                emitExecute(index)
            }
        }

        private mutating func emitCompute() {
            assembler.constant(.rsi, UInt64(index))
            assembler.load(.rdx, absolute: tokenAddress)
            assembler.call(stubs.compute)
        }

        /// What the functions that execute an operation get: its index, and the instructions taken
        /// from the budget that come after the start of its block.
        func packed(_ operation: Int) -> UInt64 { UInt64(charge) << 32 | UInt64(operation) }

        // MARK: Terminals

        /// Whether the operation only computes the condition of the branch that ends the block.
        func isLeftToTerminal() -> Bool {
            guard index == block.operationCount - 1,
                case .branch(let slot, _, _) = block.terminal, slot == op.destination,
                Temporaries.isTemporary(slot)
            else { return false }
            switch op.opcode {
            case .testCondition: return true
            case .move: return !wide
            case .extractUnsigned: return op.immediate >> 8 == 1
            default: return false
            }
        }

        /// Instructions taken from the budget that come after the block.
        private var left: Int32 { Int32(charge - block.instructionCount) }

        mutating func emitTerminal() {
            let node = region.nodes[node]
            switch block.terminal {
            case .jump(let target): follow(node.taken, target)
            case .branch(let slot, let taken, let otherwise):
                emitBranch(slot, taken, otherwise)
            case .indirect(let slot):
                if let target = node.returnsTo { return follow(node.taken, target) }
                saveFlags()
                let to = place(slot)
                _ = scratch(.rax)
                load(.rax, to)
                flushVectors()
                settle(left)
                emitProbe()
            case .diverted:
                flushVectors()
                settle(left)
                assembler.jump(to: stubs.dispatch)
            }
        }

        /// Goes on where an edge leads.
        private mutating func follow(_ edge: HostRegion.Edge, _ target: UInt64) {
            switch edge {
            case .block(let next): emitNode(next)
            case .head: emitBackEdge()
            case .exit:
                flushVectors()
                saveFlags()
                settle(left)
                emitExit(to: target)
            }
        }

        /// Round again: the instructions done are taken from the budget, so that the region's are
        /// once more.
        private mutating func emitBackEdge() {
            restoreLoopVectors()
            if flags.recipe == nil || flagsLiveAtHead { saveFlags() }
            flags.host = .none
            let done = Int32(region.charge) - left
            let budget = HostRegisters.word(EngineWord.budget)
            assembler.alu(.sub, .memory(budget), constant: done, wide: true)
            assembler.jump(.ns, to: start)
            addCold(.exhausted(at: assembler.jump()))
        }

        mutating func emitExhausted(_ patch: X86Assembler.Patch) {
            assembler.bind(patch)
            flushVectors()
            saveFlags()
            select(0)
            settle(Int32(region.charge))
            setPC(block.virtualStart)
            assembler.jump(to: stubs.dispatch)
        }

        /// The condition of the branch in the host's flags, and NZCV wherever it is, which is in
        /// memory if `savesFlags`.
        mutating func emitCondition(_ slot: UInt16, savesFlags: Bool) -> X86Condition? {
            let last = block.operationCount - 1
            var isFused = false
            if last >= 0 {
                op = block.operations[last]
                index = last
                isFused = isLeftToTerminal()
                index = block.operationCount
            }
            if isFused && op.opcode == .testCondition {
                if op.modifier >= 14 { return nil }
                needFlags(for: op.modifier)
                if savesFlags {
                    saveFlags()
                    needFlags(for: op.modifier)
                }
                return condition(op.modifier)
            }
            // Saving leaves the host's flags alone; what a test destroys must be saved before.
            if savesFlags { saveFlags() }
            if isFused && op.opcode == .extractUnsigned {
                clobberFlags()
                let bit = UInt8(op.immediate & 0xff)
                assembler.bitTest(source(place(op.a)), bit & 63, wide: true)
                return .b
            }
            clobberFlags()
            emitZeroTest(isFused ? place(op.a) : place(slot), wide: !isFused)
            return .ne
        }

        private mutating func emitBranch(_ slot: UInt16, _ taken: UInt64, _ otherwise: UInt64) {
            let edges = region.nodes[node]
            if let arms = region.shortArms(of: node) { return emitArms(arms, slot) }
            let leaves = edges.taken == .exit && edges.otherwise == .exit
            if leaves { flushVectors() }
            guard let holds = emitCondition(slot, savesFlags: leaves && left == 0) else {
                return follow(edges.taken, taken)
            }
            if leaves {
                leave(to: taken, if: holds)
                return follow(.exit, otherwise)
            }
            if edges.taken == .exit {
                leave(to: taken, if: holds)
                return follow(edges.otherwise, otherwise)
            }
            if edges.otherwise == .exit {
                leave(to: otherwise, if: holds.inverted)
                return follow(edges.taken, taken)
            }
            // What comes second starts from what is known here.
            let isHeadFirst = edges.taken == .head
            let second = assembler.jump(isHeadFirst ? holds.inverted : holds)
            let (node, flags, vectors, stack) = (node, flags, vectors, stackIsAligned)
            follow(isHeadFirst ? edges.taken : edges.otherwise, 0)
            select(node)
            (self.flags, self.vectors, stackIsAligned) = (flags, vectors, stack)
            assembler.bind(second)
            follow(isHeadFirst ? edges.otherwise : edges.taken, 0)
        }

        /// Leaves the region if a condition holds; on the other way nothing has changed.
        private mutating func leave(to target: UInt64, if condition: X86Condition) {
            if left == 0 && flags.areInMemory && vectors.dirty.isEmpty {
                emitExit(to: target, if: condition)
            } else {
                addCold(.leave(at: assembler.jump(condition), target: target))
            }
        }

        mutating func emitLeave(_ patch: X86Assembler.Patch, _ target: UInt64) {
            assembler.bind(patch)
            flushVectors()
            saveFlags()
            settle(left)
            emitExit(to: target)
        }

        private mutating func emitZeroTest(_ place: Place, wide: Bool) {
            switch place {
            case .register(let register): assembler.test(register, register, wide: wide)
            case .memory(let memory):
                assembler.alu(.cmp, .memory(memory), constant: 0, wide: wide)
            case .constant:
                let register = register(place)
                assembler.test(register, register, wide: wide)
            }
        }

        private func isSamePage(_ target: UInt64) -> Bool {
            (target ^ block.virtualStart) >> 12 == 0
        }

        /// Leaves for an address. In the same page the jump is linked to the block there; to
        /// another page it goes by the jump cache, whose entries belong to one context.
        private mutating func emitExit(to target: UInt64, if condition: X86Condition? = nil) {
            if isSamePage(target) {
                let patch = condition.map { assembler.jump($0) } ?? assembler.jump()
                addCold(.link(at: patch, target: target))
            } else if let condition {
                addCold(.lookup(at: assembler.jump(condition), target: target))
            } else {
                emitLookup(target)
            }
        }

        mutating func emitLink(_ patch: X86Assembler.Patch, _ target: UInt64) {
            assembler.bind(patch)
            // Over the jump to the record.
            let record = assembler.addressAbsolute(.rsi)
            assembler.jump(to: stubs.link)
            assembler.align(to: 8)
            assembler.bind(record)
            assembler.word64(UInt64(UInt(bitPattern: patch.address)))
            assembler.word64(target)
            assembler.word64(UInt64(block.token))
        }

        /// To a constant address through its entry of the jump cache.
        mutating func emitLookup(_ target: UInt64) {
            let chosen = Int32(truncatingIfNeeded: target) & JumpCacheLayout.pcMask
            let entry = chosen << 3
            assembler.constant(.rax, target)
            assembler.load(.rcx, HostRegisters.word(EngineWord.jumpCache))
            assembler.alu(
                .cmp, .rax, .memory(X86Memory(.rcx, entry + JumpCacheLayout.pc)), wide: true)
            assembler.jump(.ne, to: stubs.dispatchToRAX)
            assembler.load(.rdx, HostRegisters.word(EngineWord.contextID))
            assembler.alu(
                .cmp, .rdx, .memory(X86Memory(.rcx, entry + JumpCacheLayout.contextID)),
                wide: true)
            assembler.jump(.ne, to: stubs.dispatchToRAX)
            assembler.jump(through: .memory(X86Memory(.rcx, entry + JumpCacheLayout.code)))
        }

        /// To the address in RAX.
        private mutating func emitProbe() {
            assembler.move(.rcx, .rax, wide: false)
            assembler.alu(.and, .register(.rcx), constant: JumpCacheLayout.pcMask, wide: false)
            assembler.load(.rdx, HostRegisters.word(EngineWord.jumpCache))
            assembler.address(.rcx, X86Memory(.rdx, index: .rcx, scale: 3))
            assembler.alu(.cmp, .rax, .memory(X86Memory(.rcx, JumpCacheLayout.pc)), wide: true)
            assembler.jump(.ne, to: stubs.dispatchToRAX)
            assembler.load(.rdx, HostRegisters.word(EngineWord.contextID))
            assembler.alu(
                .cmp, .rdx, .memory(X86Memory(.rcx, JumpCacheLayout.contextID)), wide: true)
            assembler.jump(.ne, to: stubs.dispatchToRAX)
            assembler.jump(through: .memory(X86Memory(.rcx, JumpCacheLayout.code)))
        }
    }
#endif
