// VFP. D0...D31 are the halves of V0...V15, one slot each; S0...S31 the halves of D0...D15.

extension AArch32Lifter {
    /// VFP and Advanced SIMD: access first, then what the format says.
    mutating func floatingPoint(_ i: AArch32Instruction) {
        if i.simdFormat != .readStatus && i.simdFormat != .writeStatus
            && !builder.mode.allowsFloatingPoint
        {
            let kind: Int32 = i.isAdvancedSIMD ? 3 : 2
            call(.floatingPointAccess32, immediate: kind)
        }
        switch i.simdFormat {
        case .threeNumbers: arithmetic3(i)
        case .twoNumbers: arithmetic2(i)
        case .compareZero: compareNumbers(i, .zeroVector)
        case .numberImmediate:
            let size: UInt32 = i.isDouble ? 3 : 2
            let value = A64Instruction.expandedFloat(i.numberImmediate, sizeLog2: size)
            writeNumber(i, builder.constant(value))
        case .selectNumber:
            let conditions: [UInt32] = [0, 6, 10, 12]
            let value = builder.select(
                conditions[Int(i.simdWord[bits: 20..<22])], i.isDouble ? .w64 : .w32,
                number(i, i.dn, i.sn), number(i, i.dm, i.sm))
            writeNumber(i, value)
        case .convertPrecision:
            // The destination has the other size.
            let result = pair()
            builder.transfer(
                .convert, numberShape(i), number(i, i.dm, i.sm), immediate: i.isDouble ? 2 : 3,
                into: result)
            write(result, isDouble: !i.isDouble, i)
        case .convertHalf: convertHalf(i)
        case .fromInteger:
            let result = pair()
            builder.transfer(
                i.simd == .vcvtFromS ? .fromSigned : .fromUnsigned, numberShape(i), single(i.sm),
                into: result)
            writeNumber(i, result)
        case .toInteger: toInteger(i)
        case .fixedPoint: fixedPoint(i)
        case .writeStatus:
            call(.writeFloatingPointRegister, a: r(i.rd), immediate: Int32(i.rn))
        case .readStatus: readFloatingPointStatus(i)
        case .moveSingle, .moveTwoSingles, .moveDouble, .moveToScalar, .moveFromScalar,
            .duplicateCore:
            moveCore(i)
        case .loadStore, .loadStoreMultiple, .structures, .structureLane, .structureAllLanes:
            simdLoadStore(i)
        default: advancedSIMD(i)
        }
    }

    // MARK: Registers

    /// D`n`: one slot.
    func double(_ n: UInt32) -> Value { Value(slot: Slot.v0 + UInt16(n)) }

    /// S`n` in the low half of a slot; what is above it is anything.
    mutating func single(_ n: UInt32) -> Value {
        n & 1 == 0 ? double(n >> 1) : builder.extract(double(n >> 1), lsb: 32, length: 32)
    }

    mutating func number(_ i: AArch32Instruction, _ d: UInt32, _ s: UInt32) -> Value {
        i.isDouble ? double(d) : single(s)
    }

    mutating func writeSingle(_ n: UInt32, _ value: Value) {
        let register = double(n >> 1)
        builder.unary(
            .deposit, .w64, register, b: value, immediate: Int32(n & 1) * 32 | 32 << 8,
            into: register)
    }

    mutating func write(_ value: Value, isDouble: Bool, _ i: AArch32Instruction) {
        if isDouble {
            builder.move(value, into: double(i.dd))
        } else {
            writeSingle(i.sd, value)
        }
    }

    mutating func writeNumber(_ i: AArch32Instruction, _ value: Value) {
        write(value, isDouble: i.isDouble, i)
    }

    /// Two neighbouring temporaries, for operations that write a V register.
    mutating func pair() -> Value {
        let first = builder.temporary()
        _ = builder.temporary()
        return first
    }

    private func numberShape(_ i: AArch32Instruction, isStandard: Bool = false) -> VectorShape {
        VectorShape(
            sizeLog2: i.isDouble ? 3 : 2, isScalar: true, isHalf: true, isStandard: isStandard)
    }

    // MARK: Arithmetic

    private mutating func compute(
        _ i: AArch32Instruction, _ operation: FloatOperation, _ a: Value,
        _ b: Value = .zeroVector, _ c: Value = .zeroVector
    ) -> Value {
        let result = builder.temporary()
        builder.float(operation, numberShape(i), a, b, c, into: result)
        return result
    }

    private mutating func arithmetic3(_ i: AArch32Instruction) {
        let n = number(i, i.dn, i.sn)
        let m = number(i, i.dm, i.sm)
        let operation: FloatOperation
        switch i.simd {
        case .vmul: operation = .multiply
        case .vnmul: operation = .multiplyNegated
        case .vadd: operation = .add
        case .vsub: operation = .subtract
        case .vdiv: operation = .divide
        case .vmaxnm: operation = .maximumNumber
        case .vminnm: operation = .minimumNumber
        case .vfma, .vfms, .vfnma, .vfnms:
            let fused: FloatOperation =
                switch i.simd {
                case .vfma: .multiplyAdd
                case .vfms: .multiplySubtract
                case .vfnma: .negatedMultiplyAdd
                default: .negatedMultiplySubtract
                }
            let addend = number(i, i.dd, i.sd)
            return writeNumber(i, compute(i, fused, n, m, addend))
        default: return multiplyAccumulate(i, n, m)
        }
        writeNumber(i, compute(i, operation, n, m))
    }

    /// VMLA and its kin: the product is rounded. VMLS and VNMLA negate it, VNMLA and VNMLS the
    /// accumulator.
    private mutating func multiplyAccumulate(_ i: AArch32Instruction, _ n: Value, _ m: Value) {
        let negatesProduct = i.simd == .vmls || i.simd == .vnmla
        let product = compute(i, negatesProduct ? .multiplyNegated : .multiply, n, m)
        var addend = number(i, i.dd, i.sd)
        if i.simd == .vnmla || i.simd == .vnmls { addend = compute(i, .negate, addend) }
        writeNumber(i, compute(i, .add, addend, product))
    }

    private mutating func arithmetic2(_ i: AArch32Instruction) {
        let m = number(i, i.dm, i.sm)
        let operation: FloatOperation
        switch i.simd {
        case .vmov: return writeNumber(i, m)
        case .vcmp, .vcmpe: return compareNumbers(i, m)
        case .vabs: operation = .absolute
        case .vneg: operation = .negate
        case .vsqrt: operation = .squareRoot
        case .vrintr: operation = .roundCurrent
        case .vrintz: operation = .roundToZero
        case .vrintx: operation = .roundExact
        case .vrinta: operation = .roundNearestAway
        case .vrintn: operation = .roundNearestEven
        case .vrintp: operation = .roundUp
        default: operation = .roundDown
        }
        writeNumber(i, compute(i, operation, m))
    }

    /// VCMP and VCMPE: NZCV of FPSCR, which is that of FPSR's slot.
    private mutating func compareNumbers(_ i: AArch32Instruction, _ m: Value) {
        let flags = builder.temporary()
        builder.transfer(
            i.simd == .vcmpe ? .compareSignalling : .compare, numberShape(i),
            number(i, i.dd, i.sd), m, into: flags)
        let nzcv = builder.extract(flags, lsb: 28, length: 4)
        let status = Value(slot: Slot.of(.fpsr))
        builder.unary(.deposit, .w64, status, b: nzcv, immediate: 28 | 4 << 8, into: status)
    }

    // MARK: Conversions

    private mutating func convertHalf(_ i: AArch32Instruction) {
        let lsb: Int32 = i.simd == .vcvtt ? 16 : 0
        let result = pair()
        if i.simdWord[bit: 16] {
            // To half: the destination is always single, of which one half changes.
            builder.transfer(
                .convert, numberShape(i), number(i, i.dm, i.sm), immediate: 1, into: result)
            let register = double(i.sd >> 1)
            let place = Int32(i.sd & 1) * 32 + lsb
            builder.unary(
                .deposit, .w64, register, b: result, immediate: place | 16 << 8, into: register)
            return
        }
        let half = builder.extract(
            double(i.sm >> 1), lsb: Int(i.sm & 1) * 32 + Int(lsb), length: 16)
        builder.transfer(
            .convert, VectorShape(sizeLog2: 1, isScalar: true, isHalf: true), half,
            immediate: i.isDouble ? 3 : 2, into: result)
        writeNumber(i, result)
    }

    private mutating func toInteger(_ i: AArch32Instruction) {
        let isSigned =
            i.simd == .vcvt || i.simd == .vcvtr ? i.simdWord[bit: 16] : i.simdWord[bit: 7]
        let operation: FloatOperation
        switch i.simd {
        case .vcvtr: operation = isSigned ? .toSignedCurrent : .toUnsignedCurrent
        case .vcvta: operation = isSigned ? .toSignedNearestAway : .toUnsignedNearestAway
        case .vcvtn: operation = isSigned ? .toSignedNearestEven : .toUnsignedNearestEven
        case .vcvtp: operation = isSigned ? .toSignedUp : .toUnsignedUp
        case .vcvtm: operation = isSigned ? .toSignedDown : .toUnsignedDown
        default: operation = isSigned ? .toSignedToZero : .toUnsignedToZero
        }
        let result = builder.temporary()
        builder.transfer(
            .toInteger, numberShape(i), number(i, i.dm, i.sm),
            immediate: Int32(operation.rawValue) << 16, into: result)
        writeSingle(i.sd, result)
    }

    /// Source and destination are the same register. To fixed point the rest of it is the integer's
    /// sign, or zero; from it rounding is to nearest, whatever FPSCR says.
    private mutating func fixedPoint(_ i: AArch32Instruction) {
        let (width, fraction) = i.fixedPoint
        let form = Int32(fraction) | (width == 16 ? 512 : 0)
        let source = number(i, i.dd, i.sd)
        let result = pair()
        switch i.simd {
        case .vcvtFromS, .vcvtFromU:
            builder.transfer(
                i.simd == .vcvtFromS ? .fromSigned : .fromUnsigned,
                numberShape(i, isStandard: true), source, immediate: form, into: result)
            writeNumber(i, result)
        default:
            let isSigned = i.simd == .vcvtToS
            let operation: FloatOperation = isSigned ? .toSignedToZero : .toUnsignedToZero
            builder.transfer(
                .toInteger, numberShape(i), source,
                immediate: form | Int32(operation.rawValue) << 16, into: result)
            let integer = builder.extract(result, lsb: 0, length: width, signed: isSigned)
            writeNumber(i, integer)
        }
    }

    // MARK: Between register files

    private mutating func readFloatingPointStatus(_ i: AArch32Instruction) {
        if i.rn == 1 && i.rd == 15 && builder.mode.allowsFloatingPoint {
            // VMRS APSR_nzcv, FPSCR
            builder.integer(
                .and, .w32, Value(slot: Slot.of(.fpsr)),
                .immediate(Int32(bitPattern: 0xf000_0000)), into: .flags)
            return
        }
        let value = call(
            .readFloatingPointRegister, immediate: Int32(i.rn | i.rd << 8),
            into: builder.temporary())
        if i.rd == 15 {
            builder.integer(
                .and, .w32, value, .immediate(Int32(bitPattern: 0xf000_0000)), into: .flags)
        } else {
            builder.move(value, .w32, into: register(i.rd))
        }
    }

    private mutating func moveCore(_ i: AArch32Instruction) {
        let toCore = i.simdWord[bit: 20]
        switch i.simdFormat {
        case .moveSingle:
            if toCore {
                builder.move(single(i.sn), .w32, into: register(i.rd))
            } else {
                writeSingle(i.sn, register(i.rd))
            }
        case .moveTwoSingles:
            if toCore {
                let first = single(i.sm)
                let second = single(i.sm + 1)
                builder.move(first, .w32, into: register(i.rd))
                builder.move(second, .w32, into: register(i.rn))
            } else {
                writeSingle(i.sm, register(i.rd))
                writeSingle(i.sm + 1, register(i.rn))
            }
        case .moveDouble:
            let d = double(i.dm)
            if toCore {
                builder.move(d, .w32, into: register(i.rd))
                builder.integer(.shiftRight, .w64, d, .immediate(32), into: register(i.rn))
            } else {
                builder.unary(
                    .deposit, .w64, register(i.rd), b: register(i.rn), immediate: 32 | 32 << 8,
                    into: d)
            }
        case .duplicateCore:
            let isQuad = i.isQuad
            builder.vector(
                .duplicateGeneral,
                VectorShape(sizeLog2: i.duplicatedSizeLog2, isFull: isQuad, isHalf: !isQuad),
                register(i.rd), into: double(i.dn))
        default:
            guard let lane = i.coreLane else { return }
            let bits = Int32(8 << lane.sizeLog2)
            let place = Int32(lane.index) * bits
            let d = double(i.dn)
            if toCore {
                builder.extract(
                    d, lsb: Int(place), length: Int(bits), signed: !i.simdWord[bit: 23], .w32,
                    into: register(i.rd))
            } else {
                builder.unary(
                    .deposit, .w64, d, b: register(i.rd), immediate: place | bits << 8, into: d)
            }
        }
    }
}
