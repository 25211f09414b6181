// Floating point on the host's unit.
//
// It rounds as Arm does by default; flags, NaNs and underflow are what differ. So host code runs
// only while FPCR is zero and FPSR.IXC is set already, and its result counts only if it is a normal
// number above the smallest: then no other flag can have been raised. Everything else is done by
// the functions that compute in integers. A sum that is zero is exact and counts too.

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
            let register = vectors.take(except: except)
            loadVector(register, slot, bytes: bytes)
            vectors.set(register, slot, bytes: bytes)
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

        /// The result is in a register: stores it.
        ///
        /// - Parameter used: The bytes of it that may not be zero.
        mutating func finishVector(_ register: X86Vector, used: UInt8 = 16) {
            assembler.storeVector(HostRegisters.memory(op.destination), register)
            vectors.set(register, op.destination, bytes: 16, used: used)
            hasWrittenVector = true
        }

        /// Jumps for when FPCR and FPSR are not as the host needs them.
        mutating func floatGuard(needsInexact: Bool = true) -> [X86Assembler.Patch] {
            let fpcr = HostRegisters.memory(Slot.of(.fpcr))
            assembler.alu(.cmp, .memory(fpcr), constant: 0, wide: false)
            var patches = [assembler.jump(.ne)]
            if needsInexact {
                let fpsr = HostRegisters.memory(Slot.of(.fpsr))
                assembler.testByte(.memory(fpsr), constant: 1 << 4)
                patches.append(assembler.jump(.e))
            }
            return patches
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
            let result = vectors.take(except: [a])
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
            let prefix: UInt8 = isDouble ? 0xf2 : 0xf3
            var slow = floatGuard()
            let a = vectorSource(op.a, bytes: bytes)
            let result: X86Vector
            if let fused = fusedOpcode(operation) {
                let b = vectorSource(op.b, bytes: bytes, except: [a])
                let c = vectorSource(op.c, bytes: bytes, except: [a, b])
                result = vectors.take(except: [a, b, c])
                copyVector(result, c, bytes: bytes)
                assembler.fused(fused + 1, result, a, b, wide: isDouble)
            } else if operation == .squareRoot {
                result = vectors.take(except: [a])
                copyVector(result, a, bytes: bytes)
                assembler.vector(X86Opcode(prefix, 1, 0x51), result, result)
            } else {
                let b = vectorSource(op.b, bytes: bytes, except: [a])
                result = vectors.take(except: [a, b])
                copyVector(result, a, bytes: bytes)
                if operation.isExtremum {
                    // UCOMIS: unordered operands are for the other path.
                    assembler.vector(X86Opcode(isDouble ? 0x66 : 0, 1, 0x2e), a, b)
                    slow.append(assembler.jump(.p))
                }
                assembler.vector(X86Opcode(prefix, 1, arithmetic(operation)), result, b)
            }
            let check = emitScalarCheck(result, isDouble: isDouble)
            let zeroIsFine = operation == .add || operation == .subtract
            let back = assembler.here
            finishVector(result, used: bytes)
            addCold(
                .float(
                    ColdFloat(
                        guards: slow, check: check, operation: index, result: result,
                        zero: zeroIsFine ? (isDouble ? .double : .single) : .none, accepted: back,
                        back: assembler.here, vectors: vectors.entries)))
        }

        /// Jumps if a number is not normal, or the smallest of those.
        private mutating func emitScalarCheck(_ result: X86Vector, isDouble: Bool)
            -> X86Assembler.Patch
        {
            let rax = scratch(.rax)
            assembler.vector(X86Opcode(0x66, 1, 0x7e), result, rax, wide: isDouble)
            assembler.alu(.add, rax, .register(rax), wide: isDouble)
            assembler.shift(.shr, rax, by: isDouble ? 53 : 24, wide: isDouble)
            assembler.alu(.sub, .register(rax), constant: 2, wide: false)
            assembler.alu(
                .cmp, .register(rax), constant: isDouble ? 0x7fc : 0xfc, wide: false)
            free(rax)
            return assembler.jump(.a)
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
            let guards = floatGuard()
            let a = vectorSource(op.a, bytes: bytes)
            var b = a
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
            if let fused {
                let c = vectorSource(op.destination, bytes: bytes, except: [a, b])
                result = vectors.take(except: [a, b, c])
                copyVector(result, c, bytes: bytes)
                assembler.fused(fused, result, a, b, wide: isDouble)
            } else {
                result = vectors.take(except: [a, b])
                copyVector(result, a, bytes: bytes)
                assembler.vector(X86Opcode(prefix, 1, arithmetic(operation)), result, b)
            }
            // What lanes are out of bounds: abs - 2^k < 0, or abs + 2^(k-1) overflows.
            let (low, high) = (X86Vector(0), X86Vector(1))
            let constants = stubs.constants
            assembler.vector(X86Assembler.movaps, low, result)
            assembler.vector(
                X86Assembler.pand, low,
                absolute: isDouble ? constants.magnitude64 : constants.magnitude32)
            assembler.vector(X86Assembler.movaps, high, low)
            assembler.vector(
                X86Opcode(0x66, 1, isDouble ? 0xfb : 0xfa), low,
                absolute: isDouble ? constants.low64 : constants.low32)
            assembler.vector(
                X86Opcode(0x66, 1, isDouble ? 0xd4 : 0xfe), high,
                absolute: isDouble ? constants.high64 : constants.high32)
            assembler.vector(X86Assembler.por, low, high)
            if operation.isExtremum {
                assembler.vector(X86Assembler.movaps, high, a)
                assembler.vector(X86Opcode(prefix, 1, 0xc2), high, b)
                assembler.byte(3)
                assembler.vector(X86Assembler.por, low, high)
            }
            let check = emitLanes(low, isDouble: isDouble, isFull: shape.isFull)
            if !shape.isFull { assembler.vector(X86Assembler.movq, result, result) }
            finishVector(result, used: bytes)
            addCold(
                .float(
                    ColdFloat(
                        guards: guards, check: check, operation: index, result: result,
                        zero: .none, accepted: 0, back: assembler.here,
                        vectors: vectors.entries)))
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
            var slow: [X86Assembler.Patch]
            switch kind {
            case .compare, .compareSignalling:
                slow = floatGuard(needsInexact: false)
                let a = vectorSource(op.a, bytes: bytes)
                let b = vectorSource(op.b, bytes: bytes, except: [a])
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
            case .fromSigned, .fromUnsigned:
                slow = floatGuard()
                let isWide = op.immediate & 256 != 0
                let from = scratch()
                load(from, place(op.a), wide: isWide)
                let result = vectors.take(except: [])
                assembler.vector(X86Assembler.pxor, result, result)
                assembler.vector(
                    X86Opcode(prefix, 1, 0x2a), result, from,
                    wide: isWide || kind == .fromUnsigned)
                finishVector(result, used: bytes)
            default:
                slow = floatGuard()
                let isWide = op.immediate & 256 != 0
                let a = vectorSource(op.a, bytes: bytes)
                let result = scratch()
                assembler.encode(
                    X86Opcode(prefix, 1, 0x2c), wide: isWide, reg: result.rawValue,
                    .register(X86Register(rawValue: a.number).unsafelyUnwrapped))
                // The most negative number stands for all that do not fit.
                assembler.alu(.cmp, .register(result), constant: 1, wide: isWide)
                slow.append(assembler.jump(.o))
                finish(result)
            }
            addCold(
                .float(
                    ColdFloat(
                        guards: slow, check: nil, operation: index, result: X86Vector(0),
                        zero: .none, accepted: 0, back: assembler.here,
                        vectors: vectors.entries, setsFlags: flags.host != .none)))
        }

        /// UMOV: an element as it lies in the slots.
        private mutating func emitElement() {
            let size = Int(op.detail & 3)
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
                if cold.zero != .none {
                    let isDouble = cold.zero == .double
                    assembler.vector(
                        X86Opcode(0x66, 1, 0x7e), cold.result, X86Register.rax, wide: isDouble)
                    assembler.alu(.add, .rax, .register(.rax), wide: isDouble)
                    assembler.jump(.e, to: cold.accepted)
                }
            }
            for patch in cold.guards { assembler.bind(patch) }
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

        /// A Swift function ran: copies of V registers come from the slots again.
        mutating func reloadVectors(_ entries: [VectorCache.Entry]) {
            for (number, entry) in entries.enumerated() where entry.slot != VectorCache.Entry.none {
                let register = X86Vector(VectorCache.first + UInt8(number))
                loadVector(register, entry.slot, bytes: entry.bytes)
            }
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
        enum Zero { case none, single, double }

        var guards: [X86Assembler.Patch]
        /// Where the result is not a plain number.
        var check: X86Assembler.Patch?
        var operation: Int
        var result: X86Vector
        /// A zero of this precision is fine.
        var zero: Zero
        /// Where to go on with such a result.
        var accepted: Int
        var back: Int
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
