// Integer AdvSIMD in host vector registers. None of it looks at flags or can fault.

#if arch(x86_64)
    extension BlockCompiler {
        /// Whether a `vector` operation has code here.
        static func hasIntegerCode(_ op: Operation) -> Bool {
            let shape = VectorShape(rawValue: op.detail)
            guard op.isPlainVector, op.destination >= Slot.v0, op.destination < Slot.v0 + 64,
                !shape.isScalar,
                op.modifier & VectorOperation.byElement == 0,
                let operation = VectorOperation(rawValue: op.modifier & 0xfff)
            else { return false }
            let size = shape.sizeLog2
            switch operation {
            case .and, .andNot, .or, .orNot, .exclusiveOr, .select, .insertIfTrue,
                .insertIfFalse, .not:
                return true
            case .add, .subtract, .compareEqual, .insertGeneral, .insertElement,
                .duplicateGeneral:
                return true
            case .multiply, .multiplyAccumulate, .multiplySubtract: return size == 1 || size == 2
            case .negate, .testBits: return true
            case .absolute: return size < 3
            case .addPairs: return shape.isFull && (size == 1 || size == 2)
            case .shiftRightAccumulateSigned: return size == 1 || size == 2
            case .shiftRightAccumulateUnsigned: return size > 0
            case .compareGreaterSigned, .compareGreaterOrEqualSigned, .compareGreaterUnsigned,
                .compareGreaterOrEqualUnsigned, .maximumSigned, .maximumUnsigned,
                .minimumSigned, .minimumUnsigned:
                return size < 3
            case .shiftLeft, .shiftRightUnsigned: return size > 0
            case .shiftRightSigned: return size == 1 || size == 2
            case .duplicateElement: return size >= 2
            case .zipLow: return true
            case .zipHigh, .extract: return shape.isFull
            default: return false
            }
        }

        /// An opcode for each element size.
        private typealias Row = [X86Opcode]

        private static let adds: Row = [0xfc, 0xfd, 0xfe, 0xd4].map { X86Opcode(0x66, 1, $0) }
        private static let subtracts: Row = [0xf8, 0xf9, 0xfa, 0xfb].map {
            X86Opcode(0x66, 1, $0)
        }
        private static let multiplies: Row = [
            X86Opcode(0), X86Opcode(0x66, 1, 0xd5), X86Opcode(0x66, 2, 0x40), X86Opcode(0),
        ]
        private static let equals: Row = [
            X86Opcode(0x66, 1, 0x74), X86Opcode(0x66, 1, 0x75), X86Opcode(0x66, 1, 0x76),
            X86Opcode(0x66, 2, 0x29),
        ]
        private static let greaters: Row = [0x64, 0x65, 0x66].map { X86Opcode(0x66, 1, $0) }
        private static let maximaSigned: Row = [
            X86Opcode(0x66, 2, 0x3c), X86Opcode(0x66, 1, 0xee), X86Opcode(0x66, 2, 0x3d),
        ]
        private static let maximaUnsigned: Row = [
            X86Opcode(0x66, 1, 0xde), X86Opcode(0x66, 2, 0x3e), X86Opcode(0x66, 2, 0x3f),
        ]
        private static let minimaSigned: Row = [
            X86Opcode(0x66, 2, 0x38), X86Opcode(0x66, 1, 0xea), X86Opcode(0x66, 2, 0x39),
        ]
        private static let minimaUnsigned: Row = [
            X86Opcode(0x66, 1, 0xda), X86Opcode(0x66, 2, 0x3a), X86Opcode(0x66, 2, 0x3b),
        ]
        private static let unpacksLow: Row = [0x60, 0x61, 0x62, 0x6c].map {
            X86Opcode(0x66, 1, $0)
        }
        private static let unpacksHigh: Row = [0x68, 0x69, 0x6a, 0x6d].map {
            X86Opcode(0x66, 1, $0)
        }

        mutating func emitVector() {
            let operation = VectorOperation(rawValue: op.modifier & 0xfff).unsafelyUnwrapped
            switch operation {
            case .insertGeneral: return emitInsertGeneral()
            case .insertElement: return emitInsertElement()
            case .duplicateGeneral: return emitDuplicateGeneral()
            default: break
            }
            let shape = VectorShape(rawValue: op.detail)
            let bytes: UInt8 = shape.isFull ? 16 : 8
            let a = vectorSource(op.a, bytes: operation == .duplicateElement ? 16 : bytes)
            let b =
                op.b == Slot.zeroVector && operation.isUnary
                ? a : vectorSource(op.b, bytes: bytes, except: [a])
            let result: X86Vector
            switch operation {
            case .select, .insertIfTrue, .insertIfFalse, .multiplyAccumulate, .multiplySubtract,
                .shiftRightAccumulateSigned, .shiftRightAccumulateUnsigned:
                let d = vectorSource(op.destination, bytes: bytes, except: [a, b])
                result = resultVector(except: [a, b, d])
                emitWithDestination(operation, shape.sizeLog2, result, a, b, d)
            default:
                result = resultVector(
                    except: [a, b], mayOverwrite: features.hasAVX2 && operation.isOneInstruction)
                emitPlain(operation, shape.sizeLog2, result, a, b)
            }
            let isZeroAbove = vectors.isZero(a, above: bytes) && vectors.isZero(b, above: bytes)
            if !shape.isFull && !(isZeroAbove && operation.keepsZeros) {
                assembler.vector(X86Assembler.movq, result, result)
            }
            finishVector(result, used: bytes)
        }

        private mutating func ones(_ register: X86Vector) {
            assembler.vector(X86Opcode(0x66, 1, 0x76), register, register)
        }

        private mutating func emitPlain(
            _ operation: VectorOperation, _ size: Int, _ result: X86Vector, _ a: X86Vector,
            _ b: X86Vector
        ) {
            let movaps = X86Assembler.movaps
            func simple(_ opcode: X86Opcode) { combine(opcode, result, a, b) }
            switch operation {
            case .and: simple(X86Assembler.pand)
            case .or: simple(X86Assembler.por)
            case .exclusiveOr: simple(X86Assembler.pxor)
            case .andNot:
                combine(X86Assembler.pandn, result, b, a)
            case .orNot:
                ones(result)
                assembler.vector(X86Assembler.pxor, result, b)
                assembler.vector(X86Assembler.por, result, a)
            case .not:
                ones(result)
                assembler.vector(X86Assembler.pxor, result, a)
            case .add: simple(Self.adds[size])
            case .subtract: simple(Self.subtracts[size])
            case .multiply: simple(Self.multiplies[size])
            case .compareEqual: simple(Self.equals[size])
            case .compareGreaterSigned: simple(Self.greaters[size])
            case .compareGreaterOrEqualSigned:
                assembler.vector(movaps, X86Vector(0), b)
                assembler.vector(Self.greaters[size], X86Vector(0), a)
                ones(result)
                assembler.vector(X86Assembler.pxor, result, X86Vector(0))
            case .compareGreaterUnsigned:
                assembler.vector(movaps, X86Vector(0), a)
                assembler.vector(Self.maximaUnsigned[size], X86Vector(0), b)
                assembler.vector(Self.equals[size], X86Vector(0), b)
                ones(result)
                assembler.vector(X86Assembler.pxor, result, X86Vector(0))
            case .compareGreaterOrEqualUnsigned:
                assembler.vector(movaps, result, a)
                assembler.vector(Self.maximaUnsigned[size], result, b)
                assembler.vector(Self.equals[size], result, a)
            case .maximumSigned: simple(Self.maximaSigned[size])
            case .maximumUnsigned: simple(Self.maximaUnsigned[size])
            case .minimumSigned: simple(Self.minimaSigned[size])
            case .minimumUnsigned: simple(Self.minimaUnsigned[size])
            case .shiftLeft: shift(result, a, size, 6)
            case .shiftRightUnsigned: shift(result, a, size, 2)
            case .shiftRightSigned: shift(result, a, size, 4)
            case .absolute: assembler.vector(X86Opcode(0x66, 2, 0x1c + UInt8(size)), result, a)
            case .negate:
                assembler.vector(X86Assembler.pxor, result, result)
                assembler.vector(Self.subtracts[size], result, a)
            case .testBits:
                let zero = X86Vector(0)
                simple(X86Assembler.pand)
                assembler.vector(X86Assembler.pxor, zero, zero)
                assembler.vector(Self.equals[size], zero, result)
                ones(result)
                assembler.vector(X86Assembler.pxor, result, zero)
            case .addPairs: simple(X86Opcode(0x66, 2, UInt8(size)))
            case .zipLow: simple(Self.unpacksLow[size])
            case .zipHigh: simple(Self.unpacksHigh[size])
            case .extract:
                assembler.vector(movaps, result, b)
                assembler.vector(X86Opcode(0x66, 3, 0x0f), result, a)
                assembler.byte(UInt8(op.immediate))
            default:
                // The element in all places.
                let lane = UInt8(op.immediate)
                assembler.vector(X86Opcode(0x66, 1, 0x70), result, a)
                assembler.byte(size == 3 ? (lane == 0 ? 0x44 : 0xee) : lane * 0x55)
            }
        }

        private mutating func shift(
            _ result: X86Vector, _ a: X86Vector, _ size: Int, _ group: UInt8
        ) {
            let opcode = X86Opcode(0x66, 1, 0x70 + UInt8(size))
            if features.hasAVX2 {
                assembler.encodeVEX(
                    opcode, wide: false, reg: group, extra: result.number,
                    .register(X86Register(rawValue: a.number).unsafelyUnwrapped))
                return assembler.byte(UInt8(op.immediate))
            }
            assembler.vector(X86Assembler.movaps, result, a)
            assembler.vectorShift(0x70 + UInt8(size), group, result, by: UInt8(op.immediate))
        }

        private mutating func emitWithDestination(
            _ operation: VectorOperation, _ size: Int, _ result: X86Vector, _ a: X86Vector,
            _ b: X86Vector, _ d: X86Vector
        ) {
            let movaps = X86Assembler.movaps
            /// y ^ (x ^ y) & mask
            func choose(_ x: X86Vector, _ y: X86Vector, _ mask: X86Vector) {
                assembler.vector(movaps, result, x)
                assembler.vector(X86Assembler.pxor, result, y)
                assembler.vector(X86Assembler.pand, result, mask)
                assembler.vector(X86Assembler.pxor, result, y)
            }
            switch operation {
            case .select: choose(a, b, d)
            case .insertIfTrue: choose(a, d, b)
            case .insertIfFalse: choose(d, a, b)
            case .shiftRightAccumulateSigned, .shiftRightAccumulateUnsigned:
                let isSigned = operation == .shiftRightAccumulateSigned
                let shifted = X86Vector(0)
                shift(shifted, a, size, isSigned ? 4 : 2)
                combine(Self.adds[size], result, d, shifted)
            default:
                let product = X86Vector(0)
                combine(Self.multiplies[size], product, a, b)
                let isAddition = operation == .multiplyAccumulate
                let opcode = isAddition ? Self.adds[size] : Self.subtracts[size]
                combine(opcode, result, d, product)
            }
        }

        // MARK: General-purpose registers

        private mutating func emitInsertGeneral() {
            let size = VectorShape(rawValue: op.detail).sizeLog2
            let from = register(place(op.a))
            let result = vectorSource(op.destination, bytes: 16)
            assembler.insertElement(result, from, UInt8(op.immediate), sizeLog2: size)
            finishVector(result)
        }

        private mutating func emitInsertElement() {
            let size = VectorShape(rawValue: op.detail).sizeLog2
            let value = scratch()
            let from = vectorSource(op.a, bytes: 16)
            let result = vectorSource(op.destination, bytes: 16, except: [from])
            assembler.extractElement(value, from, UInt8(op.immediate >> 4), sizeLog2: size)
            assembler.insertElement(result, value, UInt8(op.immediate & 15), sizeLog2: size)
            finishVector(result)
        }

        private mutating func emitDuplicateGeneral() {
            let shape = VectorShape(rawValue: op.detail)
            let from = register(place(op.a))
            let result = resultVector(except: [])
            let pshufd = X86Opcode(0x66, 1, 0x70)
            assembler.vector(X86Opcode(0x66, 1, 0x6e), result, from, wide: shape.sizeLog2 == 3)
            switch shape.sizeLog2 {
            case 0:
                assembler.vector(X86Assembler.pxor, X86Vector(0), X86Vector(0))
                assembler.vector(X86Opcode(0x66, 2, 0x00), result, X86Vector(0))
            case 1:
                assembler.vector(X86Opcode(0xf2, 1, 0x70), result, result)
                assembler.byte(0)
                assembler.vector(pshufd, result, result)
                assembler.byte(0)
            case 2:
                assembler.vector(pshufd, result, result)
                assembler.byte(0)
            default:
                assembler.vector(pshufd, result, result)
                assembler.byte(0x44)
            }
            if !shape.isFull { assembler.vector(X86Assembler.movq, result, result) }
            finishVector(result)
        }
    }

    extension VectorOperation {
        /// Looks at one operand.
        fileprivate var isUnary: Bool {
            switch self {
            case .not, .absolute, .negate, .shiftLeft, .shiftRightUnsigned, .shiftRightSigned,
                .shiftRightAccumulateSigned, .shiftRightAccumulateUnsigned, .duplicateElement:
                true
            default: false
            }
        }

        /// With AVX: so that the result may take the place of an operand.
        fileprivate var isOneInstruction: Bool {
            switch self {
            case .and, .or, .exclusiveOr, .andNot, .add, .subtract, .multiply, .compareEqual,
                .compareGreaterSigned, .maximumSigned, .maximumUnsigned, .minimumSigned,
                .minimumUnsigned, .shiftLeft, .shiftRightUnsigned, .shiftRightSigned, .zipLow,
                .zipHigh:
                true
            default: false
            }
        }

        /// Zeros in the upper halves of both operands give zeros there.
        fileprivate var keepsZeros: Bool {
            switch self {
            case .and, .or, .exclusiveOr, .andNot, .add, .subtract, .multiply,
                .compareGreaterSigned, .maximumSigned, .maximumUnsigned, .minimumSigned,
                .minimumUnsigned, .shiftLeft, .shiftRightUnsigned, .shiftRightSigned:
                true
            default: false
            }
        }
    }
#endif
