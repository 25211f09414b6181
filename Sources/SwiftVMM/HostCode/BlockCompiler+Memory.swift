// Loads and stores: a probe of the fast TLB in line, and two ways out of it. A page whose host
// address is not at the linear distance has its own addend; everything else is Swift's.

#if arch(x86_64)
    /// Code that is written after the block: what rarely runs.
    enum ColdCode {
        case access(ColdAccess)
        case float(ColdFloat)
        /// A Swift function carries out the operation, then control returns.
        case execute(at: X86Assembler.Patch, operation: Int, back: Int)
        case link(at: X86Assembler.Patch, target: UInt64)
        case lookup(at: X86Assembler.Patch, target: UInt64)
    }

    struct ColdAccess {
        /// Where the tag did not match.
        var mismatch: X86Assembler.Patch
        /// Where it matters more than the tag.
        var slow: [X86Assembler.Patch]
        var operation: Int
        var address: X86Register
        /// The slot of a temporary that is in `address`.
        var addressSlot: UInt16?
        var index: X86Register
        var page: X86Register
        var back: Int
        var vectors: [VectorCache.Entry]
    }

    extension BlockCompiler {
        /// Bytes of one element, and of the access.
        private var elementBytes: Int {
            op.opcode == .loadVector || op.opcode == .storeVector
                ? 16 : MemoryAccess(rawValue: op.modifier).sizeBytes
        }
        private var isPair: Bool { op.opcode == .loadPair || op.opcode == .storePair }
        private var isStore: Bool {
            op.opcode == .store || op.opcode == .storePair || op.opcode == .storeVector
        }
        private func tags() -> Int32 { isStore ? Int32(FastTLBLayout.writeTags) * 8 : 0 }

        mutating func emitAccess() {
            clobberFlags()
            let (address, slot) = emitAddress()
            keep(address)
            let index = scratch()
            let page = scratch()
            let element = elementBytes
            let total = isPair ? 2 * element : element
            let mustAlign =
                block.mode.accessesDeviceMemory || block.mode.alignmentCheck
                || MemoryAccess(rawValue: op.modifier).mustAlign
            var slow: [X86Assembler.Patch] = []
            if mustAlign && element > 1 {
                assembler.testByte(.register(address), constant: UInt8(element - 1))
                slow.append(assembler.jump(.ne))
            }
            if total > 1 && (!mustAlign || isPair) {
                // The tag is of the last byte's page, the index of the first's.
                assembler.address(page, X86Memory(address, Int32(total - 1)))
                assembler.move(index, address, wide: false)
                assembler.shift(.shr, page, by: 12, wide: true)
                assembler.shift(.shr, index, by: 12, wide: false)
            } else {
                assembler.move(page, address)
                assembler.shift(.shr, page, by: 12, wide: true)
                assembler.move(index, page, wide: false)
            }
            let mask = Int32(FastTLBLayout.entryCount - 1)
            assembler.alu(.and, .register(index), constant: mask, wide: false)
            let tag = X86Memory(HostRegisters.fastTLB, index: index, scale: 3, tags())
            assembler.alu(.cmp, page, .memory(tag), wide: true)
            let mismatch = assembler.jump(.ne)
            if isStore {
                // The index is needed no more.
                assembler.load(index, HostRegisters.word(EngineWord.linearFlags))
                assembler.compareByte(X86Memory(index, index: page), constant: 0)
                slow.append(assembler.jump(.ne))
            }
            emitData(X86Memory(address, index: HostRegisters.addend), address, page)
            temporaries.set(op.destination, .slot)
            vectors.forget(op.destination)
            if op.opcode == .loadPair { vectors.forget(op.c) }
            coldCode.append(
                .access(
                    ColdAccess(
                        mismatch: mismatch, slow: slow, operation: self.index, address: address,
                        addressSlot: slot, index: index, page: page, back: assembler.here,
                        vectors: vectors.entries)))
        }

        /// Operand a plus the immediate in a register, and the temporary that has it.
        private mutating func emitAddress() -> (X86Register, UInt16?) {
            let offset = op.immediate
            switch place(op.a) {
            case .register(let register):
                if offset == 0 {
                    return (register, Temporaries.isTemporary(op.a) ? op.a : nil)
                }
                let isLast = Temporaries.isTemporary(op.a)
                let address = scratch()
                assembler.address(address, X86Memory(register, offset))
                // The slow path finds the operand in its slot.
                if isLast { assembler.store(HostRegisters.memory(op.a), register) }
                return (address, nil)
            case .memory(let memory):
                let address = scratch()
                assembler.load(address, memory)
                if offset != 0 {
                    assembler.alu(.add, .register(address), constant: offset, wide: true)
                }
                return (address, nil)
            case .constant(let value):
                let address = scratch()
                assembler.constant(address, value)
                if Temporaries.isTemporary(op.a) {
                    assembler.store(HostRegisters.memory(op.a), address)
                }
                if offset != 0 {
                    assembler.alu(.add, .register(address), constant: offset, wide: true)
                }
                return (address, nil)
            }
        }

        /// The access itself; `free` may be destroyed.
        private mutating func emitData(
            _ memory: X86Memory, _ address: X86Register, _ free: X86Register
        ) {
            let access = MemoryAccess(rawValue: op.modifier)
            switch op.opcode {
            case .load: emitLoad(op.destination, memory, access, free)
            case .store: emitStore(op.b, memory, access, free)
            case .loadPair:
                var second = memory
                second.displacement += Int32(access.sizeBytes)
                if let pin = HostRegisters.pin(op.destination),
                    pin == memory.base || pin == memory.index
                {
                    loadElement(free, memory, access)
                    emitLoad(op.c, second, access, nil)
                    assembler.move(pin, free)
                } else {
                    emitLoad(op.destination, memory, access, free)
                    emitLoad(op.c, second, access, free)
                }
            case .storePair:
                var second = memory
                second.displacement += Int32(access.sizeBytes)
                emitStore(op.b, memory, access, free)
                emitStore(op.c, second, access, free)
            case .loadVector:
                assembler.vector(X86Opcode(0, 1, 0x10), X86Vector(0), memory)
                assembler.vector(
                    X86Opcode(0, 1, 0x11), X86Vector(0), HostRegisters.memory(op.destination))
            default:
                assembler.vector(
                    X86Opcode(0, 1, 0x10), X86Vector(0), HostRegisters.memory(op.b))
                assembler.vector(X86Opcode(0, 1, 0x11), X86Vector(0), memory)
            }
        }

        private mutating func loadElement(
            _ to: X86Register, _ memory: X86Memory, _ access: MemoryAccess
        ) {
            let isSigned = access.signExtendsTo64 || access.signExtendsTo32
            if access.sizeLog2 == 3 {
                assembler.load(to, memory)
            } else {
                assembler.extend(
                    to, .memory(memory), sizeLog2: access.sizeLog2, signed: isSigned,
                    wide: access.signExtendsTo64)
            }
        }

        private mutating func emitLoad(
            _ slot: UInt16, _ memory: X86Memory, _ access: MemoryAccess, _ free: X86Register?
        ) {
            if slot == Slot.discard { return }
            if let pin = HostRegisters.pin(slot) { return loadElement(pin, memory, access) }
            if let free {
                loadElement(free, memory, access)
                assembler.store(HostRegisters.memory(slot), free)
            } else {
                // The first element waits in the only free register; the base is dead after this.
                loadElement(memory.base, memory, access)
                assembler.store(HostRegisters.memory(slot), memory.base)
            }
        }

        private mutating func emitStore(
            _ slot: UInt16, _ memory: X86Memory, _ access: MemoryAccess, _ free: X86Register
        ) {
            var from = free
            switch place(slot) {
            case .register(let register): from = register
            case .memory(let home): assembler.load(free, home)
            case .constant(let value):
                if access.sizeLog2 >= 2 {
                    assembler.store(
                        memory, constant: Int32(truncatingIfNeeded: value),
                        wide: access.sizeLog2 == 3)
                    return
                }
                assembler.constant(free, value)
            }
            switch access.sizeLog2 {
            case 0: assembler.store8(memory, from)
            case 1: assembler.store16(memory, from)
            default: assembler.store(memory, from, wide: access.sizeLog2 == 3)
            }
        }

        mutating func emitStackCheck() {
            clobberFlags()
            switch place(op.a) {
            case .register(let register):
                assembler.testByte(.register(register), constant: 15)
            case .memory(let memory): assembler.testByte(.memory(memory), constant: 15)
            case .constant: return
            }
            let fails = assembler.jump(.ne)
            coldCode.append(.execute(at: fails, operation: index, back: assembler.here))
        }

        // MARK: Out of line

        mutating func emitColdCode() {
            var next = 0
            while next < coldCode.count {
                switch coldCode[next] {
                case .access(let access): emitColdAccess(access)
                case .float(let float): emitColdFloat(float)
                case .execute(let patch, let operation, let back):
                    assembler.bind(patch)
                    emitExecute(operation)
                    assembler.jump(to: back)
                case .link(let patch, let target): emitLink(patch, target)
                case .lookup(let patch, let target):
                    assembler.bind(patch)
                    emitLookup(target)
                }
                next += 1
            }
        }

        private mutating func emitColdAccess(_ access: ColdAccess) {
            op = block.operations[access.operation]
            assembler.bind(access.mismatch)
            let (index, page) = (access.index, access.page)
            assembler.bitTest(.register(page), 63, sets: true, wide: true)
            let tag = X86Memory(HostRegisters.fastTLB, index: index, scale: 3, tags())
            assembler.alu(.cmp, page, .memory(tag), wide: true)
            var slow = access.slow
            slow.append(assembler.jump(.ne))
            let addends = Int32(FastTLBLayout.addends) * 8
            assembler.load(
                index, X86Memory(HostRegisters.fastTLB, index: index, scale: 3, addends))
            assembler.alu(.add, index, .register(access.address), wide: true)
            if isStore {
                assembler.move(page, index)
                assembler.shift(.shr, page, by: 12, wide: true)
                assembler.alu(
                    .add, page, .memory(HostRegisters.word(EngineWord.hostFlags)), wide: true)
                assembler.compareByte(X86Memory(page), constant: 0)
                slow.append(assembler.jump(.ne))
            }
            emitData(X86Memory(index), access.address, page)
            assembler.jump(to: access.back)
            for patch in slow { assembler.bind(patch) }
            if let slot = access.addressSlot {
                assembler.store(HostRegisters.memory(slot), access.address)
            }
            emitExecute(access.operation)
            reloadVectors(access.vectors)
            assembler.jump(to: access.back)
        }

        /// Calls the function that carries out an operation as the interpreter does.
        mutating func emitExecute(_ operation: Int) {
            assembler.constant(.rsi, UInt64(operation))
            assembler.load(.rdx, absolute: tokenAddress)
            assembler.call(stubs.execute)
        }
    }
#endif
