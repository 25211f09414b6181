// Where NZCV is while a region is compiled.

#if arch(x86_64)
    /// NZCV is in one or several of three places, unless nobody will look at it.
    struct FlagState {
        /// What the host's flags say about NZCV.
        enum Host {
            case none
            /// As after CMP: carry inverted.
            case subtraction
            /// As after ADD and AND.
            case addition
            /// N and Z alone, of a logical instruction of AArch32; C and V are in memory.
            case negativeZero
        }

        var host = Host.none
        /// In the engine's word.
        var areInMemory = true
        /// What gives them again from guest registers.
        var recipe: FlagRecipe?
    }

    /// An operation whose flags are NZCV, on registers that have not changed since.
    struct FlagRecipe: Equatable {
        enum Kind {
            /// Of a - b, a + b, a AND b
            case compare, compareNegative, test
            /// Of the subtraction or addition of b that gave a.
            case subtracted, added
        }
        enum Value: Equatable {
            case slot(UInt16)
            case constant(UInt64)

            func mentions(_ slot: UInt16) -> Bool {
                if case .slot(slot) = self { true } else { false }
            }
        }

        var kind: Kind
        var wide: Bool
        var a: Value
        var b: Value
        /// It gives N and Z; C and V are in memory.
        var isPartial = false

        func mentions(_ slot: UInt16) -> Bool { a.mentions(slot) || b.mentions(slot) }
    }

    extension BlockCompiler {
        /// Before host code that destroys the flags.
        mutating func clobberFlags() {
            guard flags.host != .none else { return }
            if !flags.areInMemory && flags.recipe == nil && flagsLiveBefore[index] { saveFlags() }
            flags.host = .none
        }

        /// Before a Swift function, which finds NZCV in memory.
        mutating func flagsToMemory() {
            if flagsLiveBefore[index] { saveFlags() }
            flags = FlagState()
        }

        /// The host's flags now say NZCV of the operation.
        mutating func flagsSet(_ form: FlagState.Host) {
            flags = FlagState(host: form, areInMemory: false)
        }

        /// Leaves NZCV in memory, and all of it that was in the host's flags there in the form of a
        /// subtraction. Destroys RAX.
        mutating func saveFlags() {
            if flags.areInMemory { return }
            if flags.host == .none {
                // Dead, or given by registers.
                guard let recipe = flags.recipe else { return }
                follow(recipe)
            }
            if flags.host == .negativeZero { return savePartialFlags() }
            let kept = borrowRAX()
            normaliseCarry()
            assembler.lahf()
            assembler.set(.o, .rax)
            assembler.store16(HostRegisters.word(EngineWord.flags), .rax)
            giveBackRAX(kept)
            flags.areInMemory = true
        }

        /// Makes RAX free, and says where what it holds waits. The flags stay, and so does every
        /// place that was asked for.
        mutating func borrowRAX() -> X86Memory? {
            let home: X86Memory
            if let temporary = temporaries.held(in: .rax) {
                home = HostRegisters.memory(temporary)
            } else if busy & 1 << UInt16(X86Register.rax.rawValue) != 0 {
                home = HostRegisters.word(EngineWord.scratch)
            } else {
                return nil
            }
            assembler.store(home, .rax)
            return home
        }

        mutating func giveBackRAX(_ home: X86Memory?) {
            if let home { assembler.load(.rax, home) }
        }

        mutating func normaliseCarry() {
            guard flags.host == .addition else { return }
            assembler.complementCarry()
            flags.host = .subtraction
        }

        /// Gets NZCV into the host's flags.
        mutating func needFlags() {
            if flags.host == .negativeZero {
                saveFlags()
                flags.host = .none
            }
            guard flags.host == .none else { return }
            if let recipe = flags.recipe {
                if !recipe.isPartial { return follow(recipe) }
                saveFlags()
            }
            let rax = scratch(.rax)
            assembler.extend(
                rax, .memory(HostRegisters.word(EngineWord.flags)), sizeLog2: 1, signed: false,
                wide: false)
            restoreFlagsFromRAX()
            free(rax)
            flags.host = .subtraction
            flags.areInMemory = true
        }

        private func place(_ value: FlagRecipe.Value) -> Place {
            switch value {
            case .slot(let slot): place(slot)
            case .constant(let value): .constant(value)
            }
        }

        mutating func follow(_ recipe: FlagRecipe) {
            let wide = recipe.wide
            let (a, b) = (place(recipe.a), place(recipe.b))
            let before = busy
            switch recipe.kind {
            case .compare: compare(a, b, wide: wide)
            case .test: test(a, b, wide: wide)
            case .compareNegative:
                let sum = scratch()
                load(sum, a, wide: wide)
                alu(.add, sum, b, wide: wide)
            case .subtracted:
                let operand = scratch()
                load(operand, a, wide: wide)
                alu(.add, operand, b, wide: wide)
                alu(.cmp, operand, b, wide: wide)
            case .added:
                let operand = scratch()
                load(operand, a, wide: wide)
                alu(.sub, operand, b, wide: wide)
                alu(.add, operand, b, wide: wide)
            }
            busy = before
            switch recipe.kind {
            case .test where recipe.isPartial: flags.host = .negativeZero
            case .compare, .subtracted: flags.host = .subtraction
            default: flags.host = .addition
            }
        }

        /// The operand of a recipe; nil for what does not outlive its instruction.
        func value(_ slot: UInt16, _ place: Place) -> FlagRecipe.Value? {
            if case .constant(let value) = place { return .constant(value) }
            return Temporaries.isTemporary(slot) ? nil : .slot(slot)
        }

        /// After the flags of an addition, subtraction or AND.
        mutating func noteRecipe(_ operation: X86ALU, _ a: Place, _ b: Place) {
            let d = op.destination
            let isWide = wide
            guard !Temporaries.isTemporary(d) else { return }
            if d != Slot.discard && operation == .and {
                flags.recipe = FlagRecipe(kind: .test, wide: isWide, a: .slot(d), b: .slot(d))
                return
            }
            guard let y = value(op.b, b), !y.mentions(d) else { return }
            if d != Slot.discard && d == op.a {
                flags.recipe = FlagRecipe(
                    kind: operation == .sub ? .subtracted : .added, wide: isWide, a: .slot(d), b: y)
                return
            }
            guard let x = value(op.a, a) else { return }
            let kind: FlagRecipe.Kind =
                switch operation {
                case .sub: .compare
                case .add: .compareNegative
                default: .test
                }
            flags.recipe = FlagRecipe(kind: kind, wide: isWide, a: x, b: y)
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
            let isAddition = flags.host == .addition
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

        /// Backward: an operation that may fault or leave looks at the flags, and so does every way
        /// out.
        static func liveFlags(_ region: HostRegion) -> [[Bool]] {
            var all = [[Bool]](repeating: [], count: region.nodes.count)
            for number in stride(from: region.nodes.count - 1, through: 0, by: -1) {
                let node = region.nodes[number]
                func isLive(_ edge: HostRegion.Edge) -> Bool {
                    if case .block(let next) = edge { all[next][0] } else { true }
                }
                let after: Bool =
                    switch node.block.terminal {
                    case .branch: isLive(node.taken) || isLive(node.otherwise)
                    case .jump, .indirect: isLive(node.taken)
                    case .diverted: true
                    }
                let count = node.block.operationCount
                var live = [Bool](repeating: after, count: count + 1)
                for index in stride(from: count - 1, through: 0, by: -1) {
                    live[index] = node.block.operations[index].needsFlags(
                        liveAfter: live[index + 1])
                }
                all[number] = live
            }
            return all
        }
    }

    extension Operation {
        /// Whether NZCV before the operation matters, given whether it matters after.
        func needsFlags(liveAfter: Bool) -> Bool {
            if opcode == .transfer {
                return switch FloatTransfer(rawValue: modifier) {
                // Into the flags; of AArch32 to FPSCR.
                case .compare where destination == Slot.nzcv,
                    .compareSignalling where destination == Slot.nzcv:
                    false
                case .conditionalCompare, .conditionalCompareSignalling: true
                default: liveAfter
                }
            }
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
                .reverseBytes32, .reverseBytes64, .crc32, .isZero, .float, .vectorFloat, .vector,
                .setNegativeZero:
                liveAfter
            default: true
            }
        }
    }
#endif
