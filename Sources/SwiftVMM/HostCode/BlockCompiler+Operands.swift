// Operands of the IR as operands of the host, and results back to their homes.

#if arch(x86_64)
    extension BlockCompiler {
        /// Where the value of a slot is.
        enum Place {
            case register(X86Register)
            case memory(X86Memory)
            case constant(UInt64)
        }

        func place(_ slot: UInt16) -> Place {
            if slot == Slot.zero || slot == Slot.zeroVector || slot == Slot.zeroVector + 1 {
                return .constant(0)
            }
            if let pin = HostRegisters.pin(slot) { return .register(pin) }
            switch temporaries.place(of: slot) {
            case .slot: return .memory(HostRegisters.memory(slot))
            case .register(let register): return .register(register)
            case .constant(let value): return .constant(value)
            }
        }

        /// Operand b, which may be the immediate.
        func placeB() -> Place {
            op.b == Slot.immediate
                ? .constant(UInt64(bitPattern: Int64(op.immediate))) : place(op.b)
        }

        /// A place as the source of an instruction that takes no constant.
        mutating func source(_ place: Place) -> X86Operand {
            switch place {
            case .register(let register): return .register(register)
            case .memory(let memory): return .memory(memory)
            case .constant(let value):
                let register = scratch()
                assembler.constant(register, value)
                return .register(register)
            }
        }

        /// A place in a register, which is not to be written.
        mutating func register(_ place: Place, wide: Bool = true) -> X86Register {
            if case .register(let register) = place { return register }
            let register = scratch()
            load(register, place, wide: wide)
            return register
        }

        mutating func load(_ to: X86Register, _ place: Place, wide: Bool = true) {
            switch place {
            case .register(let from):
                // A 32-bit move also cuts.
                if from != to || !wide { assembler.move(to, from, wide: wide) }
            case .memory(let memory): assembler.load(to, memory, wide: wide)
            case .constant(let value):
                assembler.constant(to, wide ? value : value & 0xffff_ffff)
            }
        }

        /// As `load` for an operand whose upper half the next instruction does not read.
        mutating func copy(_ to: X86Register, _ place: Place) {
            if !isRegister(place, to) { load(to, place, wide: op.width == .w64) }
        }

        /// `operation to, place`
        mutating func alu(
            _ operation: X86ALU, _ to: X86Register, _ place: Place, wide: Bool
        ) {
            switch place {
            case .register(let from):
                assembler.alu(operation, to, .register(from), wide: wide)
            case .memory(let memory): assembler.alu(operation, to, .memory(memory), wide: wide)
            case .constant(let value):
                let low = Int32(truncatingIfNeeded: value)
                if !wide || UInt64(bitPattern: Int64(low)) == value {
                    assembler.alu(operation, .register(to), constant: low, wide: wide)
                } else {
                    let register = scratch()
                    assembler.constant(register, value)
                    assembler.alu(operation, to, .register(register), wide: wide)
                    free(register)
                }
            }
        }

        /// Whether a place is the register itself.
        func isRegister(_ place: Place, _ register: X86Register) -> Bool {
            if case .register(let other) = place { return other == register }
            return false
        }

        // MARK: Results

        /// The register to compute the destination in, other than those of the operands in
        /// `avoiding`: its home if it has one, else scratch that `finish` stores.
        mutating func target(avoiding: Place...) -> X86Register {
            if let pin = HostRegisters.pin(op.destination),
                !avoiding.contains(where: { isRegister($0, pin) })
            {
                return pin
            }
            return scratch()
        }

        /// Brings the result from the register that `target` gave to its home.
        mutating func finish(_ register: X86Register) {
            let destination = op.destination
            if destination == Slot.discard { return }
            if let pin = HostRegisters.pin(destination) {
                if pin != register { assembler.move(pin, register) }
                return
            }
            if Temporaries.isTemporary(destination), !temporaries.mustBeInSlot(destination),
                HostRegisters.scratch.contains(register)
            {
                temporaries.set(destination, .register(register))
                return
            }
            assembler.store(HostRegisters.memory(destination), register)
            temporaries.set(destination, .slot)
        }

        // MARK: Instructions

        private mutating func pinBoth(_ slot: UInt16) {
            if slot == Slot.immediate { return }
            temporaries.pinToSlot(slot)
            temporaries.pinToSlot(slot + 1)
        }

        /// Whether a Swift function carries out the operation.
        func usesSlots(_ op: Operation) -> Bool {
            if op.isCarryExtract { return false }
            if isAArch32 && op.isOnVectors { return true }
            return op.usesSlots(features)
        }

        /// Finds out which temporaries can be in registers.
        mutating func beginInstruction(_ start: Int, _ end: Int) {
            temporaries.begin()
            vectors.forgetTemporaries()
            if start == end { return }
            for index in start..<end {
                let op = block.operations[index]
                temporaries.noteUse(op.a, at: index)
                temporaries.noteUse(op.b, at: index)
                temporaries.noteUse(op.c, at: index)
                // What nobody reads is released all the same.
                temporaries.noteUse(op.destination, at: index)
                if usesSlots(op) {
                    pinBoth(op.a)
                    pinBoth(op.b)
                    pinBoth(op.c)
                    pinBoth(op.destination)
                }
                if op.opcode.isInlineAccess {
                    // The paths out of line look for them where they are then.
                    temporaries.pinToSlot(op.destination)
                    temporaries.pinToSlot(op.b)
                    temporaries.pinToSlot(op.c)
                }
            }
            if end == block.operationCount {
                switch block.terminal {
                case .branch(let slot, _, _), .indirect(let slot):
                    temporaries.noteUse(slot, at: end)
                default: break
                }
            }
            // Swift functions and the paths to them keep no scratch register.
            for index in start + 1..<max(end, start + 1) {
                let op = block.operations[index]
                guard op.opcode.isInlineAccess || usesSlots(op) else { continue }
                for earlier in start..<index {
                    let slot = block.operations[earlier].destination
                    if Temporaries.isTemporary(slot), temporaries.lastUse(slot) > index {
                        temporaries.pinToSlot(slot)
                    }
                }
            }
            if isAArch32 { pinAcrossSkips(start, end) }
        }
    }

    extension Opcode {
        /// Memory operations with a fast path in host code.
        var isInlineAccess: Bool {
            switch self {
            case .load, .store, .loadPair, .storePair, .loadVector, .storeVector,
                .checkStackAlignment:
                true
            default: false
            }
        }
    }

    extension Operation {
        /// Whether a Swift function always carries out the operation, on the slots.
        func usesSlots(_ features: HostFeatures) -> Bool {
            if touchesFlagsSlot && opcode != .transfer { return true }
            return switch opcode {
            case .loadExclusive, .loadExclusivePair, .storeExclusive, .storeExclusivePair, .atomic,
                .compareAndSwap, .compareAndSwapPair, .loadStructure, .storeStructure, .call,
                .crc32, .reverseBits:
                true
            case .float: !BlockCompiler.hasCode(self, features)
            case .vectorFloat: !BlockCompiler.hasVectorCode(self, features)
            case .vector: !BlockCompiler.hasIntegerCode(self)
            case .transfer: !BlockCompiler.hasTransferCode(self)
            case .countLeadingZeros, .countLeadingSigns: !features.hasLZCNT
            case .load, .store, .loadPair, .storePair, .loadVector, .storeVector:
                !MemoryAccess(rawValue: modifier).isInline
            default: false
            }
        }

        /// Floating point and AdvSIMD, whose registers AArch32 cuts in other pieces.
        var isOnVectors: Bool {
            switch opcode {
            case .float, .vectorFloat, .vector, .transfer, .loadVector, .storeVector: true
            default: false
            }
        }

        /// MRS and MSR of NZCV, whose slot is not where generated code keeps it.
        var touchesFlagsSlot: Bool { a == Slot.nzcv || destination == Slot.nzcv }
    }

    extension MemoryAccess {
        /// Neither unprivileged nor big-endian.
        var isInline: Bool { !isUnprivileged && !isBigEndian }
    }
#endif
