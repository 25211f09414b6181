// V registers in vector registers of the host: operands, results, and back to their slots.

#if arch(x86_64)
    extension BlockCompiler {
        // MARK: Operands

        /// A V register, or its low bytes, in a host register that is not to be written.
        mutating func vectorSource(
            _ slot: UInt16, bytes: UInt8, except: [X86Vector?] = []
        ) -> X86Vector {
            if slot == Slot.zeroVector {
                let zero = X86Vector(3)
                assembler.vector(X86Assembler.pxor, zero, zero)
                return zero
            }
            if let found = vectors.find(slot, bytes: bytes) { return found }
            let register = takeVector(except: except)
            loadVector(register, slot, bytes: bytes)
            vectors.set(register, slot, bytes: bytes, used: bytes)
            return register
        }

        mutating func loadVector(_ register: X86Vector, _ slot: UInt16, bytes: UInt8) {
            let opcode =
                bytes == 16
                ? X86Assembler.movups : (bytes == 8 ? X86Assembler.movq : X86Assembler.movss)
            assembler.vector(opcode, register, HostRegisters.memory(slot))
        }

        /// The value of `from`, cut to its low bytes, in `to`.
        mutating func copyVector(_ to: X86Vector, _ from: X86Vector, bytes: UInt8) {
            switch bytes {
            case 16: assembler.vector(X86Assembler.movaps, to, from)
            case _ where vectors.isZero(from, above: bytes):
                assembler.vector(X86Assembler.movaps, to, from)
            case 8: assembler.vector(X86Assembler.movq, to, from)
            default:
                assembler.vector(X86Assembler.pxor, to, to)
                assembler.vector(X86Assembler.movss, to, from)
            }
        }

        /// Zeros above the low 4 or 8 bytes.
        mutating func clearAbove(_ register: X86Vector, bytes: UInt8) {
            if bytes == 8 {
                assembler.vector(X86Assembler.movq, register, register)
            } else {
                // INSERTPS of element 0, others zero.
                assembler.vector(X86Opcode(0x66, 3, 0x21), register, register)
                assembler.byte(0x0e)
            }
        }

        /// to = a operation b. Without AVX `to` may be `a`, but not `b`.
        mutating func combine(
            _ opcode: X86Opcode, _ to: X86Vector, _ a: X86Vector, _ b: X86Vector
        ) {
            if to == a { return assembler.vector(opcode, to, b) }
            if features.hasAVX2 { return assembler.vectorVEX(opcode, to, a, b) }
            assembler.vector(X86Assembler.movaps, to, a)
            assembler.vector(opcode, to, b)
        }

        // MARK: Results

        /// Registers in which V registers go round a loop.
        private var loopHomes: UInt16 {
            if loopVectors.isEmpty { return 0 }
            var homes: UInt16 = 0
            for (number, entry) in loopVectors.entries.enumerated()
            where entry.slot != VectorCache.Entry.none {
                homes |= 1 << UInt16(VectorCache.first + UInt8(number))
            }
            return homes
        }

        /// A register that holds none of the operands.
        mutating func takeVector(except: [X86Vector?]) -> X86Vector {
            let (register, was) = vectors.take(except: except, reserved: loopHomes)
            if was.slot != VectorCache.Entry.none && was.isDirty {
                assembler.storeVector(HostRegisters.memory(was.slot), register)
            }
            return register
        }

        /// A register for the destination's new value: the one of its old value if no operand is
        /// there, or if the operation `mayOverwrite` them; else its place in the loop.
        mutating func resultVector(
            except operands: [X86Vector], mayOverwrite: Bool = false
        ) -> X86Vector {
            if let (register, _) = vectors.entry(op.destination) {
                if mayOverwrite || !operands.contains(register) {
                    vectors.forget(op.destination)
                    return register
                }
            } else if let (home, _) = loopVectors.entry(op.destination), vectors.isFree(home),
                !operands.contains(home)
            {
                return home
            }
            return takeVector(except: operands)
        }

        /// The result is in a register.
        ///
        /// - Parameter used: The bytes of it that may not be zero.
        mutating func finishVector(_ register: X86Vector, used: UInt8 = 16) {
            vectors.set(register, op.destination, bytes: 16, used: used, isDirty: true)
            hasWrittenVector = true
        }

        // MARK: To the slots

        mutating func storeDirty(_ copies: [(register: X86Vector, slot: UInt16)]) {
            for copy in copies {
                assembler.storeVector(HostRegisters.memory(copy.slot), copy.register)
            }
        }

        /// All of them, flags untouched.
        mutating func flushVectors() {
            let dirty = vectors.dirty
            storeDirty(dirty)
            for copy in dirty { vectors.clean(copy.register) }
        }

        /// The V register of a slot, either half.
        mutating func flushVector(_ slot: UInt16) {
            guard let (register, entry) = vectors.entry(slot), entry.isDirty else { return }
            assembler.storeVector(HostRegisters.memory(entry.slot), register)
            vectors.clean(register)
        }

        /// Before an operation that reads V registers, or writes parts of them, in their slots.
        mutating func settleVectors() {
            if vectors.isEmpty || keepsCopies() { return }
            flushVector(op.a)
            flushVector(op.b)
            flushVector(op.c)
            flushVector(op.destination)
        }

        /// Whether the operation's code looks for copies itself.
        private func keepsCopies() -> Bool {
            switch op.opcode {
            case .float, .vectorFloat, .vector, .transfer, .loadVector, .storeVector: true
            case .load: loadsNumber
            case .store: storesNumber
            case .move: movesNumber
            case .select: selectsNumber
            case .constant:
                isZeroAlready() || startsVectorConstant || op.destination == upperDone
            default: false
            }
        }

        /// A Swift function ran: copies of V registers come from the slots again.
        mutating func reloadVectors(_ entries: [VectorCache.Entry]) {
            for (number, entry) in entries.enumerated() where entry.slot != VectorCache.Entry.none {
                let register = X86Vector(VectorCache.first + UInt8(number))
                loadVector(register, entry.slot, bytes: entry.bytes)
            }
        }
    }
#endif
