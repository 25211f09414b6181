// Calls of Swift functions, and the ways out of a block.

#if arch(x86_64)
    extension BlockCompiler {
        // MARK: Calls

        /// An operation that has no code of its own.
        mutating func emitCall() {
            if op.opcode == .call, let access = block.systemRegister(op) {
                return emitSystemRegister(access)
            }
            vectors.removeAll()
            switch op.opcode {
            case .call: return emitHelper()
            case .load, .store, .loadPair, .storePair, .loadVector, .storeVector, .loadExclusive,
                .loadExclusivePair, .storeExclusive, .storeExclusivePair, .atomic,
                .compareAndSwap, .compareAndSwapPair, .loadStructure, .storeStructure:
                clobberFlags()
                emitExecute(index)
            default:
                clobberFlags()
                assembler.constant(.rsi, UInt64(index))
                assembler.load(.rdx, absolute: tokenAddress)
                assembler.call(stubs.compute)
            }
            flagsAreInMemory = true
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
            clobberFlags()
            if helper.effect.contains(.diverts) {
                assembler.constant(.rsi, UInt64(index))
                assembler.load(.rdx, absolute: tokenAddress)
                switch helper {
                case .supervisorCall, .hypervisorCall, .exceptionReturn:
                    assembler.jump(to: stubs.transition)
                default: assembler.jump(to: stubs.divert)
                }
            } else {
                emitExecute(index)
            }
            flagsAreInMemory = true
        }

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

        mutating func emitTerminal() {
            switch block.terminal {
            case .jump(let target):
                saveFlags()
                emitExit(to: target)
            case .branch(let slot, let taken, let otherwise):
                emitBranch(slot, taken, otherwise)
            case .indirect(let slot):
                saveFlags()
                let to = place(slot)
                _ = scratch(.rax)
                load(.rax, to)
                emitProbe()
            case .diverted:
                assembler.jump(to: stubs.dispatch)
            }
        }

        private mutating func emitBranch(_ slot: UInt16, _ taken: UInt64, _ otherwise: UInt64) {
            let last = block.operationCount - 1
            var isFused = false
            if last >= 0 {
                op = block.operations[last]
                index = last
                isFused = isLeftToTerminal()
                index = block.operationCount
            }
            var holds = X86Condition.ne
            if isFused && op.opcode == .testCondition {
                if op.modifier >= 14 {
                    saveFlags()
                    return emitExit(to: taken)
                }
                needFlags()
                saveFlags()
                holds = condition(op.modifier)
            } else if isFused && op.opcode == .extractUnsigned {
                saveFlags()
                let bit = UInt8(op.immediate & 0xff)
                assembler.bitTest(source(place(op.a)), bit & 63, wide: true)
                holds = .b
            } else {
                saveFlags()
                emitZeroTest(isFused ? place(op.a) : place(slot), wide: !isFused)
            }
            emitExit(to: taken, if: holds)
            emitExit(to: otherwise)
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
                coldCode.append(.link(at: patch, target: target))
            } else if let condition {
                coldCode.append(.lookup(at: assembler.jump(condition), target: target))
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
            let entry = Int32(truncatingIfNeeded: (target & 0x3ffc) << 3)
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
            assembler.alu(.and, .register(.rcx), constant: 0x3ffc, wide: false)
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
