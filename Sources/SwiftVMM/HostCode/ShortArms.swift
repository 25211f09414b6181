// Branches around a few simple instructions, without a branch: both ways are computed, and the
// condition chooses what they write. A branch that the host predicts wrongly costs as much as
// dozens of instructions.

#if arch(x86_64)
    /// The two ways from a branch to where they meet again.
    struct ShortArms {
        struct Choice {
            var slot: UInt16
            /// Where its value is after either way.
            var taken: UInt16
            var otherwise: UInt16
        }

        /// What both ways compute, into temporaries of their own.
        var operations: [Operation] = []
        /// What one of them writes.
        var choices: [Choice] = []
        /// What both write alike.
        var constants: [Operation] = []
        /// The block where they meet, at the end of the longer way.
        var join: Int
        /// Instructions of the taken way less those of the other.
        var difference: Int
    }

    extension HostRegion {
        /// The longest way, in blocks, and the most operations of both.
        private static let armBlocks = 3
        private static let armOperations = 8

        /// The two ways from a branch, if they are short and simple. Such code cannot fault, so
        /// nobody sees that both were computed.
        func shortArms(of number: Int) -> ShortArms? {
            let node = nodes[number]
            guard case .branch = node.block.terminal, !node.block.alwaysBranches,
                case .block(let first) = node.taken, case .block(let second) = node.otherwise
            else { return nil }
            let taken = blocks(from: first)
            let otherwise = blocks(from: second)
            guard let (i, j) = meeting(taken, otherwise) else { return nil }

            let isTakenLonger = nodes[taken[i]].before >= nodes[otherwise[j]].before
            var arms = ShortArms(
                join: isTakenLonger ? taken[i] : otherwise[j],
                difference: nodes[taken[i]].before - nodes[otherwise[j]].before)
            var names = ArmNames()
            guard let one = names.add(taken[..<i].map { nodes[$0].block }),
                let other = names.add(otherwise[..<j].map { nodes[$0].block })
            else { return nil }
            for slot in Set(one.keys).union(other.keys).sorted() {
                if let x = one[slot], let y = other[slot], let constant = names.take(x, alike: y) {
                    var constant = constant
                    constant.destination = slot
                    arms.constants.append(constant)
                } else if slot == Slot.x30 {
                    // Returns of the region rely on what it holds.
                    return nil
                } else {
                    arms.choices.append(
                        .init(slot: slot, taken: one[slot] ?? slot, otherwise: other[slot] ?? slot))
                }
            }
            arms.operations = names.operations
            return arms.operations.count <= Self.armOperations ? arms : nil
        }

        /// A block, and those that follow it without choice and by simple operations.
        private func blocks(from number: Int) -> [Int] {
            var found = [number]
            while found.count <= Self.armBlocks {
                let node = nodes[found[found.count - 1]]
                guard case .jump = node.block.terminal, case .block(let next) = node.taken,
                    (0..<node.block.operationCount).allSatisfy({
                        node.block.operations[$0].isSimple
                    })
                else { break }
                found.append(next)
            }
            return found
        }

        /// The first two of either list that are at the same address.
        private func meeting(_ a: [Int], _ b: [Int]) -> (Int, Int)? {
            var best: (Int, Int)?
            for i in a.indices {
                for j in b.indices
                where nodes[a[i]].block.virtualStart == nodes[b[j]].block.virtualStart {
                    if let found = best, found.0 + found.1 <= i + j { continue }
                    best = (i, j)
                }
            }
            return best
        }
    }

    /// Gives each result of the two ways a temporary of its own.
    private struct ArmNames {
        private(set) var operations: [Operation] = []
        /// Above those of any instruction.
        private var next = Slot.temporaries + Slot.temporaryCount / 2

        /// What a way leaves in registers, by slot. Nil if there is more than temporaries for.
        mutating func add(_ blocks: [HostBlock]) -> [UInt16: UInt16]? {
            var names: [UInt16: UInt16] = [:]
            for block in blocks {
                for index in 0..<block.operationCount {
                    var op = block.operations[index]
                    if op.destination == Slot.discard { continue }
                    if op.opcode != .constant {
                        op.a = names[op.a] ?? op.a
                        op.b = names[op.b] ?? op.b
                    }
                    guard next < Slot.temporaries + Slot.temporaryCount else { return nil }
                    names[op.destination] = next
                    op.destination = next
                    next += 1
                    operations.append(op)
                }
            }
            return names.filter { !Temporaries.isTemporary($0.key) }
        }

        /// Removes two results that are the same constant and that nothing else looks at.
        mutating func take(_ x: UInt16, alike y: UInt16) -> Operation? {
            guard let first = operations.first(where: { $0.destination == x }),
                let second = operations.first(where: { $0.destination == y }),
                first.opcode == .constant, second.opcode == .constant,
                first.constant == second.constant
            else { return nil }
            let isRead = operations.contains { op in
                op.opcode != .constant && (op.a == x || op.b == x || op.a == y || op.b == y)
            }
            if isRead { return nil }
            operations.removeAll { $0.destination == x || $0.destination == y }
            return first
        }
    }

    extension HostBlock {
        /// The condition of the branch at its end is AL.
        fileprivate var alwaysBranches: Bool {
            guard operationCount > 0 else { return false }
            let last = operations[operationCount - 1]
            return last.opcode == .testCondition && last.modifier >= 14
        }
    }

    extension Operation {
        /// Computes a general-purpose register other than SP from such registers, in a few
        /// instructions of the host, without NZCV.
        fileprivate var isSimple: Bool {
            func isGeneral(_ slot: UInt16) -> Bool {
                slot <= Slot.sp || slot == Slot.zero || Temporaries.isTemporary(slot)
            }
            guard
                destination <= Slot.x30 || destination == Slot.discard
                    || Temporaries.isTemporary(destination)
            else { return false }
            return switch opcode {
            case .constant: true
            case .move, .extractUnsigned, .extractSigned, .reverseBytes32, .reverseBytes64:
                isGeneral(a)
            case .add, .subtract, .and, .or, .exclusiveOr, .andNot, .orNot, .exclusiveOrNot,
                .shiftLeft, .shiftRight, .shiftRightArithmetic, .rotateRight:
                isGeneral(a) && (isGeneral(b) || b == Slot.immediate)
            case .extractPair, .deposit: isGeneral(a) && isGeneral(b)
            default: false
            }
        }
    }

    extension BlockCompiler {
        /// Both ways from the branch at the end of the block, and what comes after them.
        mutating func emitArms(_ arms: ShortArms, _ condition: UInt16) {
            armCount += 1
            let end = block.operationCount
            let written = arms.choices.map(\.slot) + arms.constants.map(\.destination)
            let isForgotten = flags.recipe.map { written.contains(where: $0.mentions) } ?? false
            // The condition may be left to the branch, which then needs what NZCV is before it.
            index = max(end - 1, 0)
            busy = 0
            if isForgotten && flagsLiveBefore[end] { saveFlags() }

            let last = end + 1 + arms.operations.count
            temporaries.noteUse(condition, at: last)
            if end > 0 { temporaries.noteUse(block.operations[end - 1].a, at: last) }
            for choice in arms.choices {
                temporaries.noteUse(choice.taken, at: last)
                temporaries.noteUse(choice.otherwise, at: last)
            }
            for (number, operation) in arms.operations.enumerated() {
                temporaries.noteUse(operation.a, at: end + 1 + number)
                temporaries.noteUse(operation.b, at: end + 1 + number)
                temporaries.noteUse(operation.destination, at: end + 1 + number)
            }
            for (number, operation) in arms.operations.enumerated() {
                op = operation
                busy = 0
                emitOperation()
                temporaries.release(after: end + 1 + number)
            }

            busy = 0
            let holds = emitCondition(condition, savesFlags: false).unsafelyUnwrapped
            for choice in arms.choices {
                busy = 0
                choose(choice, holds)
            }
            if isForgotten { flags.recipe = nil }
            refund(arms.difference, holds)
            for constant in arms.constants {
                op = constant
                busy = 0
                emitOperation()
            }
            emitNode(arms.join)
        }

        /// Leaves the host's flags alone.
        private mutating func choose(_ choice: ShortArms.Choice, _ holds: X86Condition) {
            let pin = HostRegisters.pin(choice.slot)
            if let pin, choice.taken == choice.slot {
                let from = source(place(choice.otherwise))
                return assembler.moveIf(holds.inverted, pin, from, wide: true)
            }
            let register = pin ?? scratch()
            if choice.otherwise != choice.slot || pin == nil {
                load(register, place(choice.otherwise))
            }
            let from = source(place(choice.taken))
            assembler.moveIf(holds, register, from, wide: true)
            if pin == nil { assembler.store(HostRegisters.memory(choice.slot), register) }
        }

        /// The budget has paid for the longer way.
        private mutating func refund(_ difference: Int, _ holds: X86Condition) {
            if difference == 0 { return }
            busy = 0
            // Saving the flags takes RAX.
            let register = scratch(.rdx)
            assembler.set(difference < 0 ? holds : holds.inverted, register)
            assembler.extend(register, .register(register), sizeLog2: 0, signed: false, wide: false)
            clobberFlags()
            let count = Int32(abs(difference))
            if count > 1 {
                assembler.negate(register, wide: true)
                assembler.alu(.and, .register(register), constant: count, wide: true)
            }
            assembler.alu(
                .add, HostRegisters.word(EngineWord.budget), register, wide: true)
        }
    }
#endif
