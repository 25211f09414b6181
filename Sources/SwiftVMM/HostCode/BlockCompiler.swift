// A region of IR to host code, in one pass forward over each of its blocks.
//
// Between guest instructions every guest register is in its home: a pinned host register or its
// slot. NZCV is in its engine word, in the host's flags, or what a comparison of guest registers
// would give again. Only temporaries and flags move.

#if arch(x86_64)
    struct BlockCompiler {
        let region: HostRegion
        let features: HostFeatures
        let stubs: HostStubs
        var assembler: X86Assembler

        /// Before the code of each region: the distance from its entry to the code that fetches it
        /// anew.
        static let headerBytes = 16
        /// Addresses of the tokens of the blocks.
        private var tokenAddresses: [Int] = []
        private(set) var entry = 0
        /// Where the first block begins, after what only the entry does.
        private(set) var start = 0
        /// What V registers are in host registers there.
        var loopVectors = VectorCache()

        // MARK: State of the walk

        /// The block being compiled, and its number in the region.
        private(set) var block: HostBlock
        private(set) var node = 0
        /// The operation being compiled.
        var index = 0
        var op: Operation
        /// Index of the guest instruction it belongs to.
        var instruction = 0
        var temporaries = Temporaries()
        var vectors = VectorCache()
        /// The operation has noted what it wrote to a V register.
        var hasWrittenVector = false
        /// The upper half of a V register that has its value already.
        var upperDone: UInt16?
        /// Scratch registers in use by the operation, beside those that hold temporaries.
        var busy: UInt16 = 0
        var flags = FlagState()
        /// SP is known to be a multiple of 16.
        var stackIsAligned = false
        /// For each block and each of its operations, whether NZCV before it may be looked at by it
        /// or later.
        private let flagsLive: [[Bool]]
        var flagsLiveBefore: [Bool] { flagsLive[node] }
        var flagsLiveAtHead: Bool { flagsLive[0][0] }
        var coldCode: [PlacedColdCode] = []
        /// Branches of which both ways were computed.
        var armCount = 0
        /// Operations that may be passed over, the innermost last.
        var skips: [OpenSkip] = []
        /// The last of the operations after the current one that are compiled with it.
        var handled: Int?
        /// Moves of the instruction that were done with its loads.
        var handledMoves: [Int] = []

        init(
            _ region: HostRegion, _ assembler: X86Assembler, _ features: HostFeatures,
            _ stubs: HostStubs
        ) {
            self.region = region
            self.assembler = assembler
            self.features = features
            self.stubs = stubs
            block = region.nodes[0].block
            op = Operation(.move)
            flagsLive = Self.liveFlags(region)
            coldCode.reserveCapacity(32)
        }

        var tokenAddress: Int { tokenAddresses[node] }
        /// Instructions taken from the budget that come after the start of the block.
        var charge: Int { region.charge - region.nodes[node].before }

        /// Goes to another block of the region.
        mutating func select(_ number: Int) {
            node = number
            block = region.nodes[number].block
        }

        /// Writes the region; the address of its entry.
        mutating func compile() -> UInt {
            assembler.align(to: 8)
            for node in region.nodes {
                tokenAddresses.append(assembler.here)
                assembler.word64(UInt64(node.block.token))
            }
            assembler.align(to: 16)
            let header = assembler.cursor
            assembler.word64(0)
            assembler.word64(0)
            entry = assembler.here

            // Five bytes or more, which `invalidate` turns into a jump.
            let promoted = emitCount()
            let budget = HostRegisters.word(EngineWord.budget)
            assembler.alu(.sub, .memory(budget), constant: Int32(region.charge), wide: true)
            let exhausted = assembler.jump(.s)
            if region.hasLoop { loadLoopVectors() }
            start = assembler.here
            emitNode(0)

            assembler.bind(exhausted)
            select(0)
            settle(Int32(region.charge))
            let refetch = assembler.here
            if let promoted { assembler.bind(promoted) }
            setPC(block.virtualStart)
            assembler.jump(to: stubs.dispatch)
            UnsafeMutableRawPointer(header).storeBytes(of: Int64(refetch - entry), as: Int64.self)

            emitColdCode()
            return UInt(entry)
        }

        private mutating func emitCount() -> X86Assembler.Patch? {
            if region.runsLeft == 0 { return nil }
            assembler.constant(.rax, UInt64(region.runsLeft))
            assembler.alu(.sub, .memory(X86Memory(.rax)), constant: 1, wide: false)
            return assembler.jump(.s)
        }

        /// A block of the region, and those that only it leads to.
        mutating func emitNode(_ number: Int) {
            select(number)
            var start = 0
            for number in 0..<block.instructionCount {
                instruction = number
                if !handledMoves.isEmpty { handledMoves = [] }
                let end =
                    number + 1 < block.instructionCount
                    ? Int(block.instructionStarts[number + 1]) : block.operationCount
                beginInstruction(start, end)
                for operation in start..<end {
                    index = operation
                    op = block.operations[operation]
                    busy = 0
                    if let last = handled {
                        if last == operation { handled = nil }
                    } else if handledMoves.contains(operation) {
                        // Done.
                    } else if !isLeftToTerminal() {
                        forgetWritten()
                        settleVectors()
                        emitOperation()
                    }
                    forgetVectors()
                    temporaries.release(after: operation)
                    if !skips.isEmpty { endSkips(before: operation + 1) }
                }
                start = end
            }
            index = block.operationCount
            busy = 0
            vectors.forgetTemporaries()
            emitTerminal()
        }

        /// Gives the budget back what is left of the region's instructions.
        mutating func settle(_ count: Int32) {
            if count == 0 { return }
            let budget = HostRegisters.word(EngineWord.budget)
            assembler.alu(.add, .memory(budget), constant: count, wide: true)
        }

        /// What the operation changes is not known any more.
        private mutating func forgetWritten() {
            let written = op.destination
            if written == Slot.sp && !keepsStackAlignment() { stackIsAligned = false }
            forget(written)
            if op.opcode == .loadPair { forget(op.c) }
        }

        /// NZCV cannot be found by the value of a slot any more.
        mutating func forget(_ slot: UInt16) {
            guard let recipe = flags.recipe, recipe.mentions(slot) else { return }
            if flags.host == .none && !flags.areInMemory && flagsLiveBefore[index] { saveFlags() }
            flags.recipe = nil
        }

        private func keepsStackAlignment() -> Bool {
            (op.opcode == .add || op.opcode == .subtract) && wide && op.a == Slot.sp
                && op.b == Slot.immediate && op.immediate & 15 == 0
        }

        mutating func setPC(_ value: UInt64) {
            if let short = Int32(exactly: Int64(bitPattern: value)) {
                assembler.store(HostRegisters.memory(Slot.pc), constant: short)
            } else {
                assembler.constant(.rax, value)
                assembler.store(HostRegisters.memory(Slot.pc), .rax)
            }
        }

        /// What operations with no vector code of their own write is in the slots alone.
        private mutating func forgetVectors() {
            if hasWrittenVector {
                hasWrittenVector = false
                return
            }
            switch op.opcode {
            case .float, .vectorFloat, .vector, .transfer: break
            default:
                vectors.forget(op.destination)
                if op.opcode == .loadPair { vectors.forget(op.c) }
            }
        }

        // MARK: Scratch registers

        /// A scratch register that holds nothing, until the operation ends.
        mutating func scratch(_ wanted: X86Register? = nil) -> X86Register {
            if let wanted {
                if let temporary = temporaries.held(in: wanted) { evict(temporary) }
                busy |= 1 << UInt16(wanted.rawValue)
                return wanted
            }
            for register in HostRegisters.scratch
            where busy & 1 << UInt16(register.rawValue) == 0
                && temporaries.held(in: register) == nil
            {
                busy |= 1 << UInt16(register.rawValue)
                return register
            }
            // Some temporary has to go to its slot.
            for register in HostRegisters.scratch
            where busy & 1 << UInt16(register.rawValue) == 0 {
                evict(temporaries.held(in: register).unsafelyUnwrapped)
                busy |= 1 << UInt16(register.rawValue)
                return register
            }
            preconditionFailure("an operation uses too many scratch registers")
        }

        mutating func free(_ register: X86Register) {
            busy &= ~(1 << UInt16(register.rawValue))
        }

        /// Keeps a register that holds an operand from being handed out.
        mutating func keep(_ register: X86Register) {
            busy |= 1 << UInt16(register.rawValue)
        }

        private mutating func evict(_ temporary: UInt16) {
            guard case .register(let register) = temporaries.place(of: temporary) else { return }
            assembler.store(HostRegisters.memory(temporary), register)
            temporaries.moveToSlot(temporary)
        }
    }
#endif
