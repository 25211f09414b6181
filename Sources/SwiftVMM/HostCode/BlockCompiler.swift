// One block of IR to host code, in one pass forward.
//
// Between guest instructions every guest register is in its home: a pinned host register or its
// slot. NZCV is in its engine word, in the host's flags, or both. Only temporaries and flags move.

#if arch(x86_64)
    struct BlockCompiler {
        let block: HostBlock
        let features: HostFeatures
        let stubs: HostStubs
        var assembler: X86Assembler

        /// Before the code of each block: the distance from its entry to the code that fetches it
        /// anew, and its token.
        static let headerBytes = 16
        var tokenAddress = 0
        private(set) var entry = 0

        // MARK: State of the walk

        /// The operation being compiled.
        var index = 0
        var op: Operation
        /// Index of the guest instruction it belongs to.
        var instruction = 0
        var temporaries = Temporaries()
        var vectors = VectorCache()
        /// Scratch registers in use by the operation, beside those that hold temporaries.
        var busy: UInt16 = 0
        var hostFlags = HostFlags.none
        var flagsAreInMemory = true
        /// For each operation, whether NZCV before it may be looked at by it or later.
        var flagsLiveBefore: [Bool]
        var coldCode: [ColdCode] = []

        /// What the host's flags say about NZCV.
        enum HostFlags {
            case none
            /// As after CMP: carry inverted.
            case subtraction
            /// As after ADD and AND.
            case addition
        }

        init(
            _ block: HostBlock, _ assembler: X86Assembler, _ features: HostFeatures,
            _ stubs: HostStubs
        ) {
            self.block = block
            self.assembler = assembler
            self.features = features
            self.stubs = stubs
            op = Operation(.move)
            flagsLiveBefore = Self.liveFlags(block)
            coldCode.reserveCapacity(32)
        }

        /// Writes the block; the address of its entry.
        mutating func compile() -> UInt {
            assembler.align(to: 16)
            let header = assembler.cursor
            assembler.word64(0)
            tokenAddress = assembler.here
            assembler.word64(UInt64(block.token))
            entry = assembler.here

            // Five bytes, which `invalidate` turns into a jump.
            let count = Int32(block.instructionCount)
            let budget = HostRegisters.word(EngineWord.budget)
            assembler.alu(.sub, .memory(budget), constant: count, wide: true)
            let exhausted = assembler.jump(.s)

            var start = 0
            for number in 0..<block.instructionCount {
                instruction = number
                let end =
                    number + 1 < block.instructionCount
                    ? Int(block.instructionStarts[number + 1]) : block.operationCount
                beginInstruction(start, end)
                for operation in start..<end {
                    index = operation
                    op = block.operations[operation]
                    busy = 0
                    if !isLeftToTerminal() { emitOperation() }
                    forgetVectors()
                    temporaries.release(after: operation)
                }
                start = end
            }
            index = block.operationCount
            busy = 0
            emitTerminal()

            assembler.bind(exhausted)
            assembler.alu(.add, .memory(budget), constant: count, wide: true)
            let refetch = assembler.here
            setPC(block.virtualStart)
            assembler.jump(to: stubs.dispatch)
            UnsafeMutableRawPointer(header).storeBytes(of: Int64(refetch - entry), as: Int64.self)

            emitColdCode()
            return UInt(entry)
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

        // MARK: Flags

        /// Before host code that destroys the flags.
        mutating func clobberFlags() {
            guard hostFlags != .none else { return }
            if !flagsAreInMemory && flagsLiveBefore[index] { saveFlags() }
            hostFlags = .none
        }

        /// The host's flags now say NZCV of the operation.
        mutating func flagsSet(_ form: HostFlags) {
            hostFlags = form
            flagsAreInMemory = false
        }

        /// Leaves host flags as they are, in the form of a subtraction. Destroys RAX.
        mutating func saveFlags() {
            guard hostFlags != .none, !flagsAreInMemory else { return }
            let rax = scratch(.rax)
            normaliseCarry()
            assembler.lahf()
            assembler.set(.o, rax)
            assembler.store16(HostRegisters.word(EngineWord.flags), rax)
            free(rax)
            flagsAreInMemory = true
        }

        mutating func normaliseCarry() {
            guard hostFlags == .addition else { return }
            assembler.complementCarry()
            hostFlags = .subtraction
        }

        /// Gets NZCV into the host's flags.
        mutating func needFlags() {
            guard hostFlags == .none else { return }
            let rax = scratch(.rax)
            assembler.extend(
                rax, .memory(HostRegisters.word(EngineWord.flags)), sizeLog2: 1, signed: false,
                wide: false)
            restoreFlagsFromRAX()
            free(rax)
            hostFlags = .subtraction
            flagsAreInMemory = true
        }

        /// AL = V, AH = the rest: adding 0x7f overflows if AL is one.
        mutating func restoreFlagsFromRAX() {
            assembler.byte(0x04)
            assembler.byte(0x7f)
            assembler.sahf()
        }

        /// The host's condition for an A64 condition, 0...13; the flags must be in the host.
        mutating func condition(_ number: UInt16) -> X86Condition {
            if number & 0xe == 8 { normaliseCarry() }
            let isAddition = hostFlags == .addition
            let positive: X86Condition =
                switch number >> 1 {
                case 0: .e
                case 1: isAddition ? .b : .ae
                case 2: .s
                case 3: .o
                case 4: .a
                case 5: .ge
                default: .g
                }
            return number & 1 == 0 ? positive : positive.inverted
        }

        /// Backward: an operation that may fault or leave looks at the flags, and so does the end.
        private static func liveFlags(_ block: HostBlock) -> [Bool] {
            var live = [Bool](repeating: true, count: block.operationCount + 1)
            for index in stride(from: block.operationCount - 1, through: 0, by: -1) {
                live[index] = block.operations[index].needsFlags(liveAfter: live[index + 1])
            }
            return live
        }
    }

    extension Operation {
        /// Whether NZCV before the operation matters, given whether it matters after.
        fileprivate func needsFlags(liveAfter: Bool) -> Bool {
            if touchesFlagsSlot { return true }
            return switch opcode {
            case .addSetFlags, .subtractSetFlags, .andSetFlags, .andNotSetFlags: false
            case .addWithCarry, .subtractWithCarry, .addWithCarrySetFlags,
                .subtractWithCarrySetFlags, .conditionalCompareAdd, .conditionalCompareSubtract,
                .select, .testCondition:
                true
            case .constant, .move, .add, .subtract, .and, .or, .exclusiveOr, .andNot, .orNot,
                .exclusiveOrNot, .multiply, .multiplyHighUnsigned, .multiplyHighSigned,
                .divideUnsigned, .divideSigned, .shiftLeft, .shiftRight, .shiftRightArithmetic,
                .rotateRight, .extractPair, .extractUnsigned, .extractSigned, .deposit,
                .countLeadingZeros, .countLeadingSigns, .reverseBits, .reverseBytes16,
                .reverseBytes32, .reverseBytes64, .crc32, .isZero:
                liveAfter
            default: true
            }
        }
    }
#endif
