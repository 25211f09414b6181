// Floating point on the host's unit.
//
// It rounds as Arm does by default; flags, NaNs and underflow are what differ. So its results
// count only while FPCR is zero and FPSR.IXC is set already, and only if they are normal numbers
// above the smallest: then no other flag can have been raised. Everything else is done by the
// functions that compute in integers. A zero counts if it is exact: a sum, or a product with zero.

#if arch(x86_64)
    extension BlockCompiler {
        // MARK: Guards

        /// A jump for when FPCR or FPSR are not as the host needs them.
        mutating func floatGuard(needsInexact: Bool = true) -> X86Assembler.Patch {
            if needsInexact {
                let mask = HostRegisters.word(EngineWord.floatMask)
                assembler.alu(.cmp, .memory(mask), constant: 0, wide: false)
                return assembler.jump(.e)
            }
            let fpcr = HostRegisters.memory(Slot.of(.fpcr))
            assembler.alu(.cmp, .memory(fpcr), constant: 0, wide: false)
            return assembler.jump(.ne)
        }

        // MARK: One number

        /// Whether a `float` operation has code here.
        static func hasCode(_ op: Operation, _ features: HostFeatures) -> Bool {
            guard op.isPlainVector, op.detail & 3 >= 2, op.destination >= Slot.v0,
                op.destination < Slot.v0 + 64
            else { return false }
            switch FloatOperation(rawValue: op.modifier & 0xfff) {
            case .add, .subtract, .multiply, .divide, .squareRoot, .maximum, .minimum,
                .maximumNumber, .minimumNumber, .absolute, .negate:
                return true
            case .multiplyAdd, .multiplySubtract, .negatedMultiplyAdd, .negatedMultiplySubtract:
                return features.hasFMA
            default: return false
            }
        }

        private func arithmetic(_ operation: FloatOperation) -> UInt8 {
            switch operation {
            case .add: 0x58
            case .multiply: 0x59
            case .subtract: 0x5c
            case .divide: 0x5e
            case .minimum, .minimumNumber: 0x5d
            case .maximum, .maximumNumber: 0x5f
            default: 0x51
            }
        }

        /// The packed form of a fused operation; the scalar one is the next.
        private func fusedOpcode(_ operation: FloatOperation) -> UInt8? {
            switch operation {
            case .multiplyAdd: 0xb8
            case .multiplySubtract: 0xbc
            case .negatedMultiplySubtract: 0xba
            case .negatedMultiplyAdd: 0xbe
            default: nil
            }
        }

        /// ABS and NEG, which look at no flag and leave none.
        private mutating func emitSign(_ operation: FloatOperation, bytes: UInt8, isDouble: Bool) {
            let a = vectorSource(op.a, bytes: bytes)
            let result = resultVector(except: [a])
            copyVector(result, a, bytes: bytes)
            if operation == .absolute {
                let mask = isDouble ? stubs.constants.magnitude64 : stubs.constants.magnitude32
                assembler.vector(X86Assembler.pand, result, absolute: mask)
            } else {
                // Only in the bytes that count.
                let mask = X86Vector(0)
                assembler.vector(
                    X86Assembler.movups, mask,
                    absolute: isDouble ? stubs.constants.sign64 : stubs.constants.sign32)
                if bytes < 16 {
                    let other = X86Vector(1)
                    copyVector(other, mask, bytes: bytes)
                    assembler.vector(X86Assembler.pxor, result, other)
                } else {
                    assembler.vector(X86Assembler.pxor, result, mask)
                }
            }
            finishVector(result, used: bytes)
        }

        mutating func emitFloat() {
            let operation = FloatOperation(rawValue: op.modifier).unsafelyUnwrapped
            let isDouble = op.detail & 3 == 3
            let bytes: UInt8 = isDouble ? 8 : 4
            if operation == .absolute || operation == .negate {
                return emitSign(operation, bytes: bytes, isDouble: isDouble)
            }
            clobberFlags()
            let a = vectorSource(op.a, bytes: bytes)
            var (b, c) = (a, a)
            var unordered: [X86Assembler.Patch] = []
            let result: X86Vector
            if let fused = fusedOpcode(operation) {
                b = vectorSource(op.b, bytes: bytes, except: [a])
                c = vectorSource(op.c, bytes: bytes, except: [a, b])
                result = resultVector(except: [a, b, c])
                copyVector(result, c, bytes: bytes)
                assembler.fused(fused + 1, result, a, b, wide: isDouble)
            } else {
                if operation != .squareRoot {
                    b = vectorSource(op.b, bytes: bytes, except: [a])
                }
                result = resultVector(except: [a, b])
                if operation.isExtremum {
                    // UCOMIS: unordered operands are for the other path.
                    assembler.vector(X86Opcode(isDouble ? 0x66 : 0, 1, 0x2e), a, b)
                    unordered.append(assembler.jump(.p))
                }
                emitScalar(operation, result, a, b, bytes: bytes)
            }
            let check = emitScalarCheck(result, isDouble: isDouble)
            let before = vectors.dirty
            finishVector(result, used: bytes)
            addCold(
                .float(
                    ColdFloat(
                        guards: unordered, check: check, operation: index,
                        operands: ColdFloat.Operands(
                            operation: operation, result: result, a: a, b: b, c: c,
                            isDouble: isDouble),
                        back: assembler.here, before: before, vectors: vectors.entries)))
        }

        /// An operation on the lowest element; zeros above.
        private mutating func emitScalar(
            _ operation: FloatOperation, _ result: X86Vector, _ a: X86Vector, _ b: X86Vector,
            bytes: UInt8
        ) {
            let opcode = X86Opcode(bytes == 8 ? 0xf2 : 0xf3, 1, arithmetic(operation))
            guard features.hasAVX2 else {
                copyVector(result, a, bytes: bytes)
                // The root takes its operand from the second.
                assembler.vector(opcode, result, operation == .squareRoot ? result : b)
                return
            }
            // What is above comes from the first operand.
            var (x, y) = (a, b)
            let commutes = operation == .add || operation == .multiply
            if commutes && !vectors.isZero(x, above: bytes) { swap(&x, &y) }
            assembler.vectorVEX(opcode, result, x, y)
            if !vectors.isZero(x, above: bytes) { clearAbove(result, bytes: bytes) }
        }

        /// Jumps if a number is not normal, the smallest or largest of those, or if the host's unit
        /// does not serve now: `FloatMask` is zero then.
        ///
        /// Exponents from all zeros to all ones have, one after the other, half of them plus one in
        /// the mask's bits; at both ends that is 1 or 2^n, so that only bits outside are set.
        private mutating func emitScalarCheck(_ result: X86Vector, isDouble: Bool)
            -> X86Assembler.Patch
        {
            let bits = scratch()
            assembler.vector(X86Assembler.movdOut, result, bits, wide: isDouble)
            assembler.shift(.shr, bits, by: isDouble ? 49 : 20, wide: isDouble)
            assembler.alu(.add, .register(bits), constant: 1 << 4, wide: false)
            var mask = HostRegisters.word(EngineWord.floatMask)
            if !isDouble { mask.displacement += FloatMask.single }
            assembler.encode(X86Opcode(0x85), wide: false, reg: bits.rawValue, .memory(mask))
            free(bits)
            return assembler.jump(.e)
        }

        // MARK: Vectors

        static func hasVectorCode(_ op: Operation, _ features: HostFeatures) -> Bool {
            let shape = VectorShape(rawValue: op.detail)
            guard hasCode(op, features), !shape.isScalar,
                shape.sizeLog2 == 2 || shape.isFull,
                op.modifier & (FloatOperation.pairs | FloatOperation.across) == 0
            else { return false }
            return true
        }

        mutating func emitVectorFloat() {
            let operation = FloatOperation(rawValue: op.modifier & 0xfff).unsafelyUnwrapped
            let shape = VectorShape(rawValue: op.detail)
            let isDouble = shape.sizeLog2 == 3
            let bytes: UInt8 = shape.isFull ? 16 : 8
            if operation == .absolute || operation == .negate {
                return emitSign(operation, bytes: bytes, isDouble: isDouble)
            }
            clobberFlags()
            let prefix: UInt8 = isDouble ? 0x66 : 0
            let a = vectorSource(op.a, bytes: bytes)
            var b = a
            var c = a
            let fused = fusedOpcode(operation)
            if operation != .squareRoot {
                let isElement = op.modifier & VectorOperation.byElement != 0
                b = vectorSource(op.b, bytes: isElement ? 16 : bytes, except: [a])
                if isElement {
                    let lane = UInt8(op.immediate)
                    let picture = isDouble ? (lane == 0 ? 0x44 : 0xee) : lane * 0x55
                    assembler.vector(X86Opcode(0x66, 1, 0x70), X86Vector(2), b)
                    assembler.byte(picture)
                    b = X86Vector(2)
                }
            }
            let result: X86Vector
            let guards: [X86Assembler.Patch]
            if let fused {
                c = vectorSource(op.destination, bytes: bytes, except: [a, b])
                result = resultVector(except: [a, b, c])
                guards = [floatGuard()]
                copyVector(result, c, bytes: bytes)
                assembler.fused(fused, result, a, b, wide: isDouble)
            } else {
                result = resultVector(except: [a, b])
                guards = [floatGuard()]
                let opcode = X86Opcode(prefix, 1, arithmetic(operation))
                if operation == .squareRoot {
                    assembler.vector(opcode, result, a)
                } else {
                    combine(opcode, result, a, b)
                }
            }
            // Of the double a number is without its sign, which lanes are out of bounds.
            let (bad, other) = (X86Vector(0), X86Vector(1))
            let constants = stubs.constants
            combine(X86Assembler.paddd, bad, result, result)
            assembler.vector(
                X86Assembler.paddd, bad,
                absolute: isDouble ? constants.offset64 : constants.offset32)
            assembler.vector(
                X86Assembler.pcmpgtd, bad,
                absolute: isDouble ? constants.limit64 : constants.limit32)
            if operation.isExtremum {
                assembler.vector(X86Assembler.movaps, other, a)
                assembler.vector(X86Opcode(prefix, 1, 0xc2), other, b)
                assembler.byte(3)
                assembler.vector(X86Assembler.por, bad, other)
            }
            let check = emitLanes(bad, isDouble: isDouble, isFull: shape.isFull)
            let before = vectors.dirty
            let back: Int
            if shape.isFull {
                back = assembler.here
            } else {
                assembler.vector(X86Assembler.movq, result, result)
                back = assembler.here
            }
            finishVector(result, used: bytes)
            addCold(
                .float(
                    ColdFloat(
                        guards: guards, check: check, operation: index, operands: nil,
                        back: back, before: before, vectors: vectors.entries)))
        }

        /// Jumps if the sign of some lane is set.
        private mutating func emitLanes(_ lanes: X86Vector, isDouble: Bool, isFull: Bool)
            -> X86Assembler.Patch
        {
            let rax = scratch(.rax)
            let number = X86Vector(rax.rawValue)
            assembler.vector(X86Opcode(isDouble ? 0x66 : 0, 1, 0x50), number, lanes)
            if isFull {
                assembler.test(rax, rax, wide: false)
            } else {
                assembler.testByte(.register(rax), constant: 3)
            }
            free(rax)
            return assembler.jump(.ne)
        }

        // MARK: Between registers

        static func hasTransferCode(_ op: Operation) -> Bool {
            let size = op.detail & 3
            guard op.isPlainVector else { return false }
            switch FloatTransfer(rawValue: op.modifier) {
            case .compare, .compareSignalling:
                return size >= 2 && op.destination == Slot.nzcv
            case .fromSigned, .fromUnsigned:
                return size >= 2 && op.immediate & 0x7f == 0
                    && (op.modifier == FloatTransfer.fromSigned.rawValue
                        || op.immediate & 256 == 0)
            case .toInteger:
                return size >= 2 && op.immediate & 0x7f == 0 && op.immediate & 512 == 0
                    && op.immediate >> 16 == Int32(FloatOperation.toSignedToZero.rawValue)
            case .moveUnsigned: return true
            default: return false
            }
        }

        mutating func emitTransfer() {
            let isDouble = op.detail & 3 == 3
            let bytes: UInt8 = isDouble ? 8 : 4
            let prefix: UInt8 = isDouble ? 0xf2 : 0xf3
            let kind = FloatTransfer(rawValue: op.modifier).unsafelyUnwrapped
            if kind == .moveUnsigned { return emitElement() }
            clobberFlags()
            var slow: [X86Assembler.Patch] = []
            var before: [(register: X86Vector, slot: UInt16)] = []
            switch kind {
            case .compare, .compareSignalling:
                let a = vectorSource(op.a, bytes: bytes)
                let b = vectorSource(op.b, bytes: bytes, except: [a])
                slow.append(floatGuard(needsInexact: false))
                let rax = scratch(.rax)
                let rcx = scratch(.rcx)
                assembler.vector(X86Opcode(isDouble ? 0x66 : 0, 1, 0x2e), a, b)
                slow.append(assembler.jump(.p))
                // 0, 1, 2 for less, equal, greater, compared with 1.
                assembler.set(.a, rax)
                assembler.set(.ae, rcx)
                assembler.encode(X86Opcode(0x02), wide: false, reg: 0, .register(rcx))
                assembler.byte(0x3c)
                assembler.byte(1)
                flagsSet(.subtraction)
                before = vectors.dirty
            case .fromSigned, .fromUnsigned:
                let isWide = op.immediate & 256 != 0
                let from = scratch()
                flushVector(op.a)
                load(from, place(op.a), wide: isWide)
                let result = resultVector(except: [])
                // 32 bits are a number of double precision as they are.
                if isWide || !isDouble { slow.append(floatGuard()) }
                assembler.vector(X86Assembler.pxor, result, result)
                assembler.vector(
                    X86Opcode(prefix, 1, 0x2a), result, from,
                    wide: isWide || kind == .fromUnsigned)
                before = vectors.dirty
                finishVector(result, used: bytes)
            default:
                let isWide = op.immediate & 256 != 0
                let a = vectorSource(op.a, bytes: bytes)
                slow.append(floatGuard())
                let result = scratch()
                assembler.encode(
                    X86Opcode(prefix, 1, 0x2c), wide: isWide, reg: result.rawValue,
                    .register(X86Register(rawValue: a.number).unsafelyUnwrapped))
                // The most negative number stands for all that do not fit.
                assembler.alu(.cmp, .register(result), constant: 1, wide: isWide)
                slow.append(assembler.jump(.o))
                before = vectors.dirty
                finish(result)
            }
            if slow.isEmpty { return }
            addCold(
                .float(
                    ColdFloat(
                        guards: slow, check: nil, operation: index, operands: nil,
                        back: assembler.here, before: before, vectors: vectors.entries,
                        setsFlags: flags.host != .none)))
        }

        /// UMOV: an element from where it lies.
        private mutating func emitElement() {
            let size = Int(op.detail & 3)
            if let from = vectors.find(op.a, bytes: 16) {
                let register = target()
                let lane = UInt8(op.immediate)
                if lane == 0 && size >= 2 {
                    assembler.vector(X86Assembler.movdOut, from, register, wide: size == 3)
                } else {
                    assembler.extractElement(register, from, lane, sizeLog2: size)
                }
                return finish(register)
            }
            var memory = HostRegisters.memory(op.a)
            memory.displacement += op.immediate << Int32(size)
            let register = target()
            if size == 3 {
                assembler.load(register, memory)
            } else {
                assembler.extend(
                    register, .memory(memory), sizeLog2: size, signed: false, wide: false)
            }
            finish(register)
        }

        // MARK: Out of line

        mutating func emitColdFloat(_ cold: ColdFloat) {
            if let check = cold.check {
                assembler.bind(check)
                if let operands = cold.operands { emitSecondLook(operands, cold) }
            }
            for patch in cold.guards { assembler.bind(patch) }
            storeDirty(cold.before)
            assembler.constant(.rsi, UInt64(cold.operation))
            assembler.load(.rdx, absolute: tokenAddress)
            assembler.call(stubs.compute)
            reloadVectors(cold.vectors)
            if cold.setsFlags {
                assembler.extend(
                    .rax, .memory(HostRegisters.word(EngineWord.flags)), sizeLog2: 1,
                    signed: false, wide: false)
                restoreFlagsFromRAX()
            }
            assembler.jump(to: cold.back)
        }

        /// Goes back if the result counts after all: large numbers, and zeros that are exact.
        private mutating func emitSecondLook(_ it: ColdFloat.Operands, _ cold: ColdFloat) {
            let isDouble = it.isDouble
            let isOff = floatGuard()
            assembler.vector(X86Assembler.movdOut, it.result, X86Register.rax, wide: isDouble)
            assembler.alu(.add, .rax, .register(.rax), wide: isDouble)
            let isZero = assembler.jump(.e)
            assembler.shift(.shr, .rax, by: isDouble ? 53 : 24, wide: isDouble)
            assembler.alu(.sub, .register(.rax), constant: 2, wide: false)
            assembler.alu(.cmp, .register(.rax), constant: isDouble ? 0x7fc : 0xfc, wide: false)
            assembler.jump(.be, to: cold.back)
            let isOther = assembler.jump()
            assembler.bind(isZero)
            switch it.operation {
            case .add, .subtract: assembler.jump(to: cold.back)
            case .multiply, .divide:
                // No operand is a NaN.
                let zero = X86Vector(0)
                let compare = X86Opcode(isDouble ? 0x66 : 0, 1, 0x2e)
                assembler.vector(X86Assembler.pxor, zero, zero)
                assembler.vector(compare, it.a, zero)
                assembler.jump(.e, to: cold.back)
                if it.operation == .multiply {
                    assembler.vector(compare, it.b, zero)
                    assembler.jump(.e, to: cold.back)
                }
            default: break
            }
            assembler.bind(isOff)
            assembler.bind(isOther)
        }
    }

    extension Operation {
        /// Neither on D registers of AArch32, by their FPSCR, nor on temporaries.
        var isPlainVector: Bool {
            detail & 0x30 == 0 && ![a, b, c].contains(where: Temporaries.isTemporary)
        }
    }

    /// The rest of a floating-point operation.
    struct ColdFloat {
        /// Of an operation on one number, still in their registers.
        struct Operands {
            var operation: FloatOperation
            var result, a, b, c: X86Vector
            var isDouble: Bool
        }

        var guards: [X86Assembler.Patch]
        /// Where the result is not a plain number.
        var check: X86Assembler.Patch?
        var operation: Int
        var operands: Operands?
        var back: Int
        /// What is newer than its slots.
        var before: [(register: X86Vector, slot: UInt16)]
        /// Copies after the operation.
        var vectors: [VectorCache.Entry]
        /// What follows wants NZCV in the host's flags.
        var setsFlags = false
    }

    extension FloatOperation {
        fileprivate var isExtremum: Bool {
            switch self {
            case .maximum, .minimum, .maximumNumber, .minimumNumber: true
            default: false
            }
        }
    }
#endif
