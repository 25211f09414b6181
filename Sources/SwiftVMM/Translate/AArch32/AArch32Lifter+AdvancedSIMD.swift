// Advanced SIMD on registers. A Q register is a V register, a D register half of one; what works on
// D registers has a shape that leaves the other half alone. Floating point goes by the standard
// FPSCR value.

extension AArch32Lifter {
    private func shape(
        _ i: AArch32Instruction, sizeLog2: UInt32? = nil, isWide: Bool = false
    ) -> VectorShape {
        let isQuad = i.isQuad && !isWide
        return VectorShape(
            sizeLog2: sizeLog2 ?? i.simdSizeLog2, isFull: isQuad, isHalf: !isQuad && !isWide,
            isStandard: true)
    }

    private func vectorOperation(_ i: AArch32Instruction) -> VectorOperation {
        i.simd.vectorOperation ?? .add
    }

    mutating func advancedSIMD(_ i: AArch32Instruction) {
        let d = double(i.dd)
        let n = double(i.dn)
        let m = double(i.dm)
        switch i.simdFormat {
        case .three, .threeNarrow, .threeHalves, .threeBits, .threePairs: vector3(i, n, m)
        // The number is Vm, the shift Vn.
        case .threeShift: builder.vector(vectorOperation(i), shape(i), m, n, into: d)
        case .threeCryptographic, .twoCryptographic:
            let first = i.simdFormat == .twoCryptographic ? m : n
            builder.vector(
                vectorOperation(i), VectorShape(sizeLog2: 2, isFull: true), first, m, into: d)
        case .long, .longHalves, .wide, .twoLong, .shiftLong, .scalarLong: widening(i)
        case .narrow: builder.vector(vectorOperation(i), narrowShape(i), n, m, into: d)
        case .scalar, .scalarFloat: byScalar(i)
        case .shiftRight:
            let size = i.simdSizeLog2
            let amount = (16 << size) - i.shiftField
            builder.vector(vectorOperation(i), shape(i), m, immediate: Int32(amount), into: d)
        case .shiftLeft:
            let size = i.simdSizeLog2
            let amount = i.shiftField - (8 << size)
            builder.vector(vectorOperation(i), shape(i), m, immediate: Int32(amount), into: d)
        case .shiftNarrow:
            let amount = (16 << i.simdSizeLog2) - i.shiftField
            builder.vector(
                vectorOperation(i), narrowShape(i), m, immediate: Int32(amount), into: d)
        case .fixedVector:
            guard let operation = i.simd.floatOperation else { return }
            builder.vectorFloat(
                operation, shape(i, sizeLog2: 2), m, immediate: Int32(64 - i.shiftField & 63),
                into: d)
        case .immediate: vectorImmediate(i)
        case .two, .twoFixed, .reverse, .permute: vector2(i, d, m)
        case .twoNarrow: builder.vector(vectorOperation(i), narrowShape(i), m, into: d)
        case .extract:
            builder.vector(
                .extract, shape(i, sizeLog2: 0), n, m,
                immediate: Int32(i.simdWord[bits: 8..<12]), into: d)
        case .table:
            builder.vector(
                i.simd == .vtbl ? .tableLookup : .tableExtension, shape(i, sizeLog2: 0), n, m,
                immediate: Int32(i.simdWord[bits: 8..<10] + 1), into: d)
        case .duplicateScalar:
            guard let lane = i.duplicatedLane else { return }
            builder.vector(
                .duplicateElement, shape(i, sizeLog2: lane.sizeLog2), m,
                immediate: Int32(lane.index), into: d)
        default: call(.undefined)
        }
    }

    /// Narrow elements into one D register.
    private func narrowShape(_ i: AArch32Instruction) -> VectorShape {
        VectorShape(sizeLog2: i.simdSizeLog2, isHalf: true, isStandard: true)
    }

    // MARK: Three registers

    private mutating func vector3(_ i: AArch32Instruction, _ n: Value, _ m: Value) {
        let d = double(i.dd)
        if let operation = i.simd.vectorOperation {
            builder.vector(operation, shape(i), n, m, into: d)
            return
        }
        let shape = shape(i, sizeLog2: 2)
        switch i.simd {
        case .vmlaF, .vmlsF: accumulateProduct(i, n, m, shape, index: nil)
        case .vpaddF, .vpmaxF, .vpminF:
            let operation: FloatOperation =
                i.simd == .vpaddF ? .add : i.simd == .vpmaxF ? .maximum : .minimum
            builder.vectorFloat(operation, shape, n, m, flags: FloatOperation.pairs, into: d)
        default:
            guard let operation = i.simd.floatOperation else { return }
            builder.vectorFloat(operation, shape, n, m, into: d)
        }
    }

    /// VMLA and VMLS of floating point: the product is rounded.
    private mutating func accumulateProduct(
        _ i: AArch32Instruction, _ n: Value, _ m: Value, _ shape: VectorShape, index: UInt32?
    ) {
        let product = pair()
        builder.vectorFloat(
            .multiply, shape, n, m, immediate: Int32(index ?? 0),
            flags: index == nil ? 0 : VectorOperation.byElement, into: product)
        builder.vectorFloat(
            i.simd == .vmlaF ? .add : .subtract, shape, double(i.dd), product,
            into: double(i.dd))
    }

    /// Qd and narrow operands; of the wide forms the first is wide.
    private mutating func widening(_ i: AArch32Instruction) {
        let d = double(i.dd)
        let m = double(i.dm)
        let shape = VectorShape(sizeLog2: i.simdSizeLog2, isStandard: true)
        switch i.simdFormat {
        case .twoLong:
            // VSHLL by the width of an element, and VCVT, which has no shift.
            builder.vector(
                vectorOperation(i), shape, m,
                immediate: i.simd == .vshllMaximum ? Int32(shape.bits) : 0, into: d)
        case .shiftLong:
            let amount = i.shiftField - (8 << i.simdSizeLog2)
            builder.vector(vectorOperation(i), shape, m, immediate: Int32(amount), into: d)
        case .scalarLong:
            let (scalar, index) = i.scalarOperand
            builder.vector(
                vectorOperation(i), shape, double(i.dn), double(scalar), immediate: Int32(index),
                flags: VectorOperation.byElement, into: d)
        default:
            // VMULL.P64 has size 2.
            let isPolynomial64 = i.simd == .vmullP && i.simdSizeLog2 == 2
            builder.vector(
                vectorOperation(i), isPolynomial64 ? VectorShape(sizeLog2: 3) : shape,
                double(i.dn), m, into: d)
        }
    }

    private mutating func byScalar(_ i: AArch32Instruction) {
        let (scalar, index) = i.scalarOperand
        let d = double(i.dd)
        let n = double(i.dn)
        let m = double(scalar)
        let flags = VectorOperation.byElement
        switch i.simd {
        case .vmlaF, .vmlsF: accumulateProduct(i, n, m, shape(i), index: index)
        case .vmulF:
            builder.vectorFloat(
                .multiply, shape(i), n, m, immediate: Int32(index), flags: flags, into: d)
        default:
            builder.vector(
                vectorOperation(i), shape(i), n, m, immediate: Int32(index), flags: flags, into: d)
        }
    }

    // MARK: Two registers

    private mutating func vector2(_ i: AArch32Instruction, _ d: Value, _ m: Value) {
        switch i.simd {
        case .vswp:
            for half in 0..<(i.isQuad ? UInt32(2) : 1) {
                let old = builder.move(double(i.dd + half))
                builder.move(double(i.dm + half), into: double(i.dd + half))
                builder.move(old, into: double(i.dm + half))
            }
        case .vtrn: permute(i, .transposeEven, .transposeOdd)
        case .vuzp: permute(i, .unzipEven, .unzipOdd)
        case .vzip: permute(i, .zipLow, .zipHigh)
        case .vrev:
            let operations: [VectorOperation] = [.reverse64, .reverse32, .reverse16]
            builder.vector(operations[Int(i.simdWord[bits: 7..<9])], shape(i), m, into: d)
        case .vcvta, .vcvtn, .vcvtp, .vcvtm:
            let isUnsigned = i.simdWord[bit: 7]
            let operation: FloatOperation
            switch i.simd {
            case .vcvta: operation = isUnsigned ? .toUnsignedNearestAway : .toSignedNearestAway
            case .vcvtn: operation = isUnsigned ? .toUnsignedNearestEven : .toSignedNearestEven
            case .vcvtp: operation = isUnsigned ? .toUnsignedUp : .toSignedUp
            default: operation = isUnsigned ? .toUnsignedDown : .toSignedDown
            }
            builder.vectorFloat(operation, shape(i), m, into: d)
        default:
            if let operation = i.simd.floatOperation {
                builder.vectorFloat(operation, shape(i), m, into: d)
            } else {
                builder.vector(vectorOperation(i), shape(i), m, into: d)
            }
        }
    }

    /// Both registers change.
    private mutating func permute(
        _ i: AArch32Instruction, _ first: VectorOperation, _ second: VectorOperation
    ) {
        let results = [pair(), pair()]
        let shape = shape(i)
        builder.vector(first, shape, double(i.dd), double(i.dm), into: results[0])
        builder.vector(second, shape, double(i.dd), double(i.dm), into: results[1])
        for (register, result) in zip([i.dd, i.dm], results) {
            builder.move(result, into: double(register))
            if i.isQuad {
                builder.move(Value(slot: result.slot + 1), into: double(register + 1))
            }
        }
    }

    // MARK: Immediates

    private mutating func vectorImmediate(_ i: AArch32Instruction) {
        let value = A64Instruction.expandedImmediate(
            i.vectorImmediate8, cmode: i.simdWord[bits: 8..<12], isInverse: i.simdWord[bit: 5])
        for half in 0..<(i.isQuad ? UInt32(2) : 1) {
            let d = double(i.dd + half)
            switch i.simd {
            case .vmovI, .vmvnI: builder.constant(value, into: d)
            default:
                // VBIC's mask is turned over already.
                let mask = builder.constant(value)
                builder.integer(i.simd == .vorrI ? .or : .and, .w64, d, mask, into: d)
            }
        }
    }
}
