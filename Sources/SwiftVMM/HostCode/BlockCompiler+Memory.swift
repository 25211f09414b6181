// Loads and stores: a probe of the fast TLB in line, and two ways out of it. A page whose host
// address is not at the linear distance has its own addend; everything else is Swift's.

#if arch(x86_64)
    /// Code that is written after the block: what rarely runs.
    enum ColdCode {
        case access(ColdAccess)
        case multiple(ColdMultiple)
        case float(ColdFloat)
        /// A Swift function carries out the operation, then control returns.
        case execute(at: X86Assembler.Patch, operation: Int, back: Int)
        case link(at: X86Assembler.Patch, target: UInt64)
        case lookup(at: X86Assembler.Patch, target: UInt64)
        /// Out of the region with what is left of its instructions.
        case leave(at: X86Assembler.Patch, target: UInt64)
        /// Too little is left of the budget for another round.
        case exhausted(at: X86Assembler.Patch)
    }

    /// What was known where cold code branches off.
    struct PlacedColdCode {
        var code: ColdCode
        var node: Int
        var flags: FlagState
        var vectors: VectorCache
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
        var vector: X86Vector
        /// The next operation, which does that, has no code.
        var clearsUpperHalf: Bool
        var back: Int
        /// V registers that are newer than their slots, and copies after the access.
        var before: [(register: X86Vector, slot: UInt16)]
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
            let vector = vectorOfAccess()
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
            emitData(X86Memory(address, index: HostRegisters.addend), address, page, vector)
            temporaries.set(op.destination, .slot)
            let before = vectors.dirty
            vectors.forget(op.destination)
            if op.opcode == .loadPair { vectors.forget(op.c) }
            if op.opcode == .loadVector || loadsNumber {
                finishVector(vector, used: UInt8(element))
            }
            addCold(
                .access(
                    ColdAccess(
                        mismatch: mismatch, slow: slow, operation: self.index, address: address,
                        addressSlot: slot, index: index, page: page, vector: vector,
                        clearsUpperHalf: loadsNumber, back: assembler.here, before: before,
                        vectors: vectors.entries)))
        }

        /// LDR of a number to a V register, whose upper half the next operation clears.
        var loadsNumber: Bool {
            guard op.opcode == .load, clearsUpperHalf() else { return false }
            let access = MemoryAccess(rawValue: op.modifier)
            return access.sizeLog2 == 2 || access.sizeLog2 == 3
        }

        /// STR of a number that a vector register has.
        var storesNumber: Bool {
            guard op.opcode == .store, op.b & 1 == 0 else { return false }
            let size = MemoryAccess(rawValue: op.modifier).sizeLog2
            return size >= 2 && VectorCache.isVector(op.b)
                && vectors.find(op.b, bytes: size == 3 ? 8 : 4) != nil
        }

        /// The vector register that goes to or comes from memory.
        private mutating func vectorOfAccess() -> X86Vector {
            switch op.opcode {
            case .loadVector: return takeVector(except: [])
            case .load where loadsNumber: return takeVector(except: [])
            case .store where storesNumber:
                return vectors.find(op.b, bytes: 4) ?? X86Vector(0)
            case .storeVector:
                if let found = vectors.find(op.b, bytes: 16) { return found }
                loadVector(X86Vector(0), op.b, bytes: 16)
                return X86Vector(0)
            default: return X86Vector(0)
            }
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
            _ memory: X86Memory, _ address: X86Register, _ free: X86Register, _ vector: X86Vector
        ) {
            let access = MemoryAccess(rawValue: op.modifier)
            switch op.opcode {
            case .load where loadsNumber:
                let opcode = access.sizeLog2 == 3 ? X86Assembler.movq : X86Assembler.movss
                assembler.vector(opcode, vector, memory)
            case .load: emitLoad(op.destination, memory, access, free)
            case .store where vector != X86Vector(0):
                let isWide = access.sizeLog2 == 3
                assembler.vector(
                    isWide ? X86Assembler.movqOut : X86Assembler.movssOut, vector, memory)
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
                assembler.vector(X86Assembler.movups, vector, memory)
            default: assembler.storeVector(memory, vector)
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
            if op.a == Slot.sp && stackIsAligned { return }
            defer { if op.a == Slot.sp { stackIsAligned = true } }
            clobberFlags()
            switch place(op.a) {
            case .register(let register):
                assembler.testByte(.register(register), constant: 15)
            case .memory(let memory): assembler.testByte(.memory(memory), constant: 15)
            case .constant: return
            }
            let fails = assembler.jump(.ne)
            addCold(.execute(at: fails, operation: index, back: assembler.here))
        }

        // MARK: Out of line

        mutating func addCold(_ code: ColdCode) {
            coldCode.append(PlacedColdCode(code: code, node: node, flags: flags, vectors: vectors))
        }

        mutating func emitColdCode() {
            var next = 0
            while next < coldCode.count {
                let placed = coldCode[next]
                next += 1
                select(placed.node)
                temporaries.begin()
                busy = 0
                flags = placed.flags
                vectors = placed.vectors
                switch placed.code {
                case .access(let access): emitColdAccess(access)
                case .multiple(let multiple): emitColdMultiple(multiple)
                case .float(let float): emitColdFloat(float)
                case .execute(let patch, let operation, let back):
                    assembler.bind(patch)
                    flushVectors()
                    recoverFlags()
                    emitExecute(operation)
                    assembler.jump(to: back)
                case .link(let patch, let target): emitLink(patch, target)
                case .lookup(let patch, let target):
                    assembler.bind(patch)
                    emitLookup(target)
                case .leave(let patch, let target): emitLeave(patch, target)
                case .exhausted(let patch): emitExhausted(patch)
                }
            }
        }

        /// NZCV to memory, when the host's flags are gone.
        mutating func recoverFlags() {
            flags.host = .none
            saveFlags()
        }

        private mutating func emitColdAccess(_ access: ColdAccess) {
            self.index = access.operation
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
            emitData(X86Memory(index), access.address, page, access.vector)
            assembler.jump(to: access.back)
            for patch in slow { assembler.bind(patch) }
            if let slot = access.addressSlot {
                assembler.store(HostRegisters.memory(slot), access.address)
            }
            storeDirty(access.before)
            recoverFlags()
            emitExecute(access.operation)
            if access.clearsUpperHalf {
                assembler.store(HostRegisters.memory(op.destination + 1), constant: 0)
            }
            reloadVectors(access.vectors)
            assembler.jump(to: access.back)
        }

        /// Calls the function that carries out an operation as the interpreter does.
        mutating func emitExecute(_ operation: Int) {
            assembler.constant(.rsi, packed(operation))
            assembler.load(.rdx, absolute: tokenAddress)
            assembler.call(stubs.execute)
        }
    }
#endif
