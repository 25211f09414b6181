// Moves of single numbers to and from V registers. The IR writes them as integer operations on the
// lower half, followed by a constant for the upper half; where both are there, copies in vector
// registers of the host stay good.

#if arch(x86_64)
    extension BlockCompiler {
        /// The operation writes the lower half of a V register, and the next one of the same
        /// instruction zeros to the upper half.
        func clearsUpperHalf() -> Bool {
            let d = op.destination
            guard d >= Slot.v0, d < Slot.v0 + 64, d & 1 == 0, index + 1 < block.operationCount
            else { return false }
            let next = block.operations[index + 1]
            return next.opcode == .constant && next.destination == d + 1 && next.constant == 0
        }

        /// Zeros for an upper half that has them already.
        func isZeroAlready() -> Bool {
            let d = op.destination
            guard d >= Slot.v0, d < Slot.v0 + 64, d & 1 == 1, op.constant == 0,
                let register = vectors.find(d & ~1, bytes: 16)
            else { return false }
            return vectors.isZero(register, above: 8)
        }

        private func isVector(_ slot: UInt16) -> Bool { slot >= Slot.v0 && slot < Slot.v0 + 64 }

        /// The low bytes of a V register or any other operand in a scratch register.
        private mutating func loadNumber(_ to: X86Register, _ slot: UInt16) {
            if isVector(slot), slot & 1 == 0,
                let from = vectors.find(slot, bytes: wide ? 8 : 4)
            {
                assembler.vector(X86Assembler.movdOut, from, to, wide: wide)
            } else {
                load(to, place(slot), wide: wide)
            }
        }

        /// FMOV between registers of any kind; false if it is some other move.
        mutating func emitNumberMove() -> Bool {
            let fromVector = isVector(op.a) && op.a & 1 == 0
            if clearsUpperHalf() {
                let bytes: UInt8 = wide ? 8 : 4
                let result: X86Vector
                if fromVector {
                    let a = vectorSource(op.a, bytes: bytes)
                    result = vectors.take(except: [a])
                    copyVector(result, a, bytes: bytes)
                } else {
                    let from = register(place(op.a), wide: wide)
                    result = vectors.take(except: [])
                    assembler.vector(X86Assembler.movdIn, result, from, wide: wide)
                }
                finishVector(result, used: bytes)
                return true
            }
            if fromVector, !isVector(op.destination),
                vectors.find(op.a, bytes: wide ? 8 : 4) != nil
            {
                let register = target()
                loadNumber(register, op.a)
                finish(register)
                return true
            }
            return false
        }

        /// FCSEL; false if it is some other selection.
        mutating func emitNumberSelect() -> Bool {
            guard clearsUpperHalf(), isVector(op.a), isVector(op.b), op.modifier < 14 else {
                return false
            }
            needFlags()
            let holds = condition(op.modifier)
            let chosen = scratch()
            let other = scratch()
            loadNumber(chosen, op.a)
            loadNumber(other, op.b)
            assembler.moveIf(holds, other, .register(chosen), wide: wide)
            let result = vectors.take(except: [])
            assembler.vector(X86Assembler.movdIn, result, other, wide: wide)
            finishVector(result, used: wide ? 8 : 4)
            return true
        }
    }
#endif
