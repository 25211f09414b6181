// Moves of single numbers to and from V registers. The IR writes them as integer operations on the
// lower half, followed by a constant for the upper half; where both are there, copies in vector
// registers of the host stay good.

#if arch(x86_64)
    extension BlockCompiler {
        /// The operation writes the lower half of a V register, and the next one of the same
        /// instruction zeros to the upper half.
        func clearsUpperHalf() -> Bool {
            let d = op.destination
            guard isVector(d), d & 1 == 0, index + 1 < block.operationCount
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

        /// AArch32's D registers are in their slots alone.
        func isVector(_ slot: UInt16) -> Bool { !isAArch32 && VectorCache.isVector(slot) }

        /// The operation writes the lower half of a V register, and the next one the same or zeros
        /// to the upper half.
        var startsVectorConstant: Bool {
            let d = op.destination
            guard op.opcode == .constant, isVector(d), d & 1 == 0,
                index + 1 < block.operationCount
            else { return false }
            let next = block.operations[index + 1]
            return next.opcode == .constant && next.destination == d + 1
                && (next.constant == 0 || next.constant == op.constant)
        }

        /// MOVI and FMOV of an immediate.
        mutating func emitVectorConstant() {
            let (value, upper) = (op.constant, block.operations[index + 1].constant)
            let result = resultVector(except: [])
            if value == 0 {
                assembler.vector(X86Assembler.pxor, result, result)
            } else {
                let register = scratch()
                assembler.constant(register, value)
                assembler.vector(X86Assembler.movdIn, result, register, wide: true)
                if upper != 0 { assembler.vector(X86Assembler.punpcklqdq, result, result) }
            }
            upperDone = op.destination + 1
            finishVector(result, used: value == 0 ? 0 : (upper == 0 ? 8 : 16))
        }

        /// `emitNumberMove` does the move, or no V register takes part in its slots.
        var movesNumber: Bool {
            if op.destination == upperDone || movesVector { return true }
            if clearsUpperHalf() { return !isVector(op.a) || op.a & 1 == 0 }
            return isVector(op.a) && op.a & 1 == 0 && !isVector(op.destination)
                && vectors.find(op.a, bytes: wide ? 8 : 4) != nil
        }

        /// FCSEL
        var selectsNumber: Bool {
            clearsUpperHalf() && isVector(op.a) && isVector(op.b) && op.modifier < 14
        }

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

        /// The operation moves the lower half of a temporary that was loaded to a V register, and
        /// the next one the upper half.
        private var movesVector: Bool {
            let d = op.destination
            guard op.opcode == .move, Temporaries.isTemporary(op.a), isVector(d), d & 1 == 0,
                index + 1 < block.operationCount, vectors.find(op.a, bytes: 16) != nil
            else { return false }
            let next = block.operations[index + 1]
            return next.opcode == .move && next.a == op.a + 1 && next.destination == d + 1
        }

        /// FMOV between registers of any kind; false if it is some other move.
        mutating func emitNumberMove() -> Bool {
            if op.destination == upperDone {
                upperDone = nil
                hasWrittenVector = true
                return true
            }
            if movesVector, let register = vectors.find(op.a, bytes: 16) {
                upperDone = op.destination + 1
                finishVector(register)
                return true
            }
            let fromVector = isVector(op.a) && op.a & 1 == 0
            if clearsUpperHalf() {
                let bytes: UInt8 = wide ? 8 : 4
                let result: X86Vector
                if fromVector {
                    let a = vectorSource(op.a, bytes: bytes)
                    result = resultVector(except: [a])
                    copyVector(result, a, bytes: bytes)
                } else {
                    let from = register(place(op.a), wide: wide)
                    result = resultVector(except: [])
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

        /// FCSEL; false if it is some other selection. A branch that is foreseen costs nothing, and
        /// the other way is no longer than the way through general-purpose registers.
        mutating func emitNumberSelect() -> Bool {
            guard selectsNumber else { return false }
            let bytes: UInt8 = wide ? 8 : 4
            needFlags()
            let holds = condition(op.modifier)
            let chosen = vectorSource(op.a, bytes: bytes)
            let other = vectorSource(op.b, bytes: bytes, except: [chosen])
            let result = resultVector(except: [chosen, other])
            copyVector(result, other, bytes: bytes)
            let skip = assembler.jump(holds.inverted)
            copyVector(result, chosen, bytes: bytes)
            assembler.bind(skip)
            finishVector(result, used: bytes)
            return true
        }
    }
#endif
