// Operations that are passed over, which make AArch32's conditional instructions.
//
// Both ways through meet at the end of the operations, within one instruction. There every
// temporary that is still needed is in its slot, and NZCV is where both ways have it.

#if arch(x86_64)
    /// Operations being compiled that may be passed over.
    struct OpenSkip {
        /// The operation where both ways meet.
        var end: Int
        var patch: X86Assembler.Patch
        /// What was known before.
        var flags: FlagState
        /// The operations leave NZCV and the host's flags alone.
        var isNeutral: Bool
        /// The last of them never comes to the end.
        var diverts: Bool
    }

    extension BlockCompiler {
        var isAArch32: Bool { block.mode.isAArch32 }

        mutating func emitSkip() {
            let end = index + 1 + Int(op.immediate)
            let body = index + 1..<end
            let isNeutral = body.allSatisfy { self.isNeutral(block.operations[$0]) }
            let isLive = flagsLiveBefore[index + 1] || flagsLiveBefore[end]
            let diverts = end > index + 1 && block.operations[end - 1].diverts
            if !flags.areInMemory && isLive && !isNeutral && !diverts
                && !(flags.recipe != nil && body.allSatisfy { keepsRecipe(block.operations[$0]) })
            {
                saveFlags()
            }
            let passes: X86Condition
            if op.opcode == .skipUnless {
                needFlags(for: op.modifier)
                passes = condition(op.modifier).inverted
            } else {
                let a = register(place(op.a))
                clobberFlags()
                assembler.test(a, a, wide: true)
                passes = .e
            }
            let before = flags
            let patch = assembler.jump(passes)
            skips.append(
                OpenSkip(
                    end: end, patch: patch, flags: before, isNeutral: isNeutral,
                    diverts: diverts))
        }

        /// After the last operation of a skip.
        mutating func endSkips(before next: Int) {
            while let skip = skips.last, skip.end == next {
                skips.removeLast()
                vectors.removeAll()
                busy = 0
                if skip.diverts {
                    flags = skip.flags
                } else if !skip.isNeutral {
                    if !flags.areInMemory && skip.flags.areInMemory && flagsLiveBefore[next] {
                        saveFlags()
                    }
                    let recipe = flags.recipe == skip.flags.recipe ? flags.recipe : nil
                    flags = FlagState(
                        areInMemory: skip.flags.areInMemory, recipe: recipe)
                }
                assembler.bind(skip.patch)
            }
        }

        /// No code of the operation touches the host's flags, nor what gives NZCV.
        private func isNeutral(_ op: Operation) -> Bool {
            (op.opcode == .constant || op.opcode == .move) && !usesSlots(op)
                && flags.recipe?.mentions(op.destination) != true
        }

        /// What gives NZCV before the operation does so after it.
        private func keepsRecipe(_ op: Operation) -> Bool {
            guard let recipe = flags.recipe, !usesSlots(op), !recipe.mentions(op.destination),
                op.opcode != .loadPair || !recipe.mentions(op.c)
            else { return false }
            return switch op.opcode {
            case .constant, .move, .add, .subtract, .and, .or, .exclusiveOr, .andNot, .orNot,
                .exclusiveOrNot, .multiply, .shiftLeft, .shiftRight, .shiftRightArithmetic,
                .rotateRight, .extractPair, .extractUnsigned, .extractSigned, .deposit, .load,
                .store, .loadPair, .storePair:
                op.a != Slot.nzcv
            default: false
            }
        }

        /// A temporary that lives on after a skip is in its slot on both ways.
        mutating func pinAcrossSkips(_ start: Int, _ end: Int) {
            for index in start..<end where block.operations[index].isSkip {
                let meeting = index + 1 + Int(block.operations[index].immediate)
                for earlier in start..<meeting {
                    for slot in [
                        block.operations[earlier].destination, block.operations[earlier].c,
                    ] where temporaries.lastUse(slot) >= meeting {
                        temporaries.pinToSlot(slot)
                    }
                }
            }
        }
    }

    extension Operation {
        var isSkip: Bool { opcode == .skipUnless || opcode == .skipIfZero }

        /// A helper that never comes back.
        var diverts: Bool {
            opcode == .call
                && Helper(rawValue: modifier).unsafelyUnwrapped.effect.contains(.diverts)
        }
    }
#endif
