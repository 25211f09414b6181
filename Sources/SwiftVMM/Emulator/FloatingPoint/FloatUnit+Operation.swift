// Which pseudocode function each FloatOperation is.

extension FloatUnit {
    /// One result; `c` is the addend of the fused operations.
    mutating func apply(
        _ operation: FloatOperation, _ format: FloatFormat, _ a: UInt64, _ b: UInt64, _ c: UInt64,
        immediate: Int
    ) -> UInt64 {
        func mask(_ condition: Bool) -> UInt64 { condition ? format.mask : 0 }
        switch operation {
        case .add: return add(a, b, format)
        case .subtract: return add(a, b, format, subtracts: true)
        case .multiply: return multiply(a, b, format)
        case .multiplyExtended: return multiply(a, b, format, extended: true)
        case .divide: return divide(a, b, format)
        case .multiplyNegated: return format.negated(multiply(a, b, format))
        case .maximum: return maximum(a, b, format)
        case .minimum: return maximum(a, b, format, isMinimum: true)
        case .maximumNumber: return maximumNumber(a, b, format)
        case .minimumNumber: return maximumNumber(a, b, format, isMinimum: true)
        case .absoluteDifference: return format.absolute(add(a, b, format, subtracts: true))
        case .reciprocalStep: return reciprocalStep(a, b, format)
        case .squareRootStep: return squareRootStep(a, b, format)
        case .reciprocalStepRounded: return roundedStep(a, b, format, isSquareRoot: false)
        case .squareRootStepRounded: return roundedStep(a, b, format, isSquareRoot: true)
        case .compareEqual: return mask(isEqual(a, b, format))
        case .compareGreaterOrEqual: return mask(isGreaterOrEqual(a, b, format))
        case .compareGreater: return mask(isGreater(a, b, format))
        case .compareLessOrEqual: return mask(isGreaterOrEqual(b, a, format))
        case .compareLess: return mask(isGreater(b, a, format))
        case .compareAbsoluteGreaterOrEqual:
            return mask(isGreaterOrEqual(format.absolute(a), format.absolute(b), format))
        case .compareAbsoluteGreater:
            return mask(isGreater(format.absolute(a), format.absolute(b), format))
        case .multiplyAdd: return multiplyAdd(c, a, b, format)
        case .multiplySubtract: return multiplyAdd(c, format.negated(a), b, format)
        case .negatedMultiplyAdd:
            return multiplyAdd(format.negated(c), format.negated(a), b, format)
        case .negatedMultiplySubtract: return multiplyAdd(format.negated(c), a, b, format)
        case .absolute: return format.absolute(a)
        case .negate: return format.negated(a)
        case .squareRoot: return squareRoot(a, format)
        case .roundNearestEven: return roundToIntegral(a, format, .nearestEven, isExact: false)
        case .roundUp: return roundToIntegral(a, format, .towardPlusInfinity, isExact: false)
        case .roundDown: return roundToIntegral(a, format, .towardMinusInfinity, isExact: false)
        case .roundToZero: return roundToIntegral(a, format, .towardZero, isExact: false)
        case .roundNearestAway: return roundToIntegral(a, format, .nearestAway, isExact: false)
        case .roundCurrent: return roundToIntegral(a, format, rounding, isExact: false)
        case .roundExact: return roundToIntegral(a, format, rounding, isExact: true)
        case .round32ToZero: return roundToInteger(a, format, bits: 32, .towardZero)
        case .round32Current: return roundToInteger(a, format, bits: 32, rounding)
        case .round64ToZero: return roundToInteger(a, format, bits: 64, .towardZero)
        case .round64Current: return roundToInteger(a, format, bits: 64, rounding)
        case .reciprocalEstimate: return reciprocalEstimate(a, format)
        case .squareRootEstimate: return squareRootEstimate(a, format)
        case .reciprocalExponent: return reciprocalExponent(a, format)
        case .fromSigned, .fromUnsigned:
            return fromFixed(
                a, format, fractionBits: immediate, width: format.width,
                isUnsigned: operation == .fromUnsigned)
        default:
            return toInteger(
                operation, a, format, fractionBits: immediate, width: format.width)
        }
    }

    /// The operations named `to…`.
    mutating func toInteger(
        _ operation: FloatOperation, _ a: UInt64, _ format: FloatFormat, fractionBits: Int,
        width: Int
    ) -> UInt64 {
        let isUnsigned = operation.rawValue >= FloatOperation.toUnsignedNearestEven.rawValue
        let rounding: RoundingMode =
            switch operation {
            case .toSignedNearestEven, .toUnsignedNearestEven: .nearestEven
            case .toSignedUp, .toUnsignedUp: .towardPlusInfinity
            case .toSignedDown, .toUnsignedDown: .towardMinusInfinity
            case .toSignedToZero, .toUnsignedToZero: .towardZero
            case .toSignedCurrent, .toUnsignedCurrent: self.rounding
            default: .nearestAway
            }
        return toFixed(
            a, format, fractionBits: fractionBits, width: width, isUnsigned: isUnsigned, rounding)
    }

    // MARK: Vectors

    mutating func apply(
        _ operation: FloatOperation, _ shape: VectorShape, d: VectorValue, a: VectorValue,
        b: VectorValue, immediate: Int
    ) -> VectorValue {
        let size = shape.sizeLog2
        let format = FloatFormat(sizeLog2: size)
        var result = VectorValue.zero
        for index in 0..<shape.count {
            result[index, size] = apply(
                operation, format, a[index, size], b[index, size], d[index, size],
                immediate: immediate)
        }
        return result
    }

    /// Pairs of neighbours: of a, then of b, or of a alone if scalar.
    mutating func applyToPairs(
        _ operation: FloatOperation, _ shape: VectorShape, _ a: VectorValue, _ b: VectorValue
    ) -> VectorValue {
        let size = shape.sizeLog2
        let format = FloatFormat(sizeLog2: size)
        let count = shape.count
        var result = VectorValue.zero
        for index in 0..<count {
            let place = 2 &* index
            let source = shape.isScalar || place < count ? a : b
            let first = shape.isScalar || place < count ? place : place &- count
            result[index, size] = apply(
                operation, format, source[first, size], source[first &+ 1, size], 0, immediate: 0)
        }
        return result
    }

    /// All four single-precision elements, in the order of the pseudocode's `Reduce`.
    mutating func applyAcross(_ operation: FloatOperation, _ a: VectorValue) -> VectorValue {
        let low = apply(operation, .single, a[0, 2], a[1, 2], 0, immediate: 0)
        let high = apply(operation, .single, a[2, 2], a[3, 2], 0, immediate: 0)
        return VectorValue(low: apply(operation, .single, low, high, 0, immediate: 0), high: 0)
    }

    /// FCVTL and FCVTL2; the shape has the narrow size.
    mutating func widen(_ shape: VectorShape, _ a: VectorValue) -> VectorValue {
        let size = shape.sizeLog2
        let count = 8 &>> size
        var result = VectorValue.zero
        for index in 0..<count {
            result[index, size &+ 1] = convert(
                a[index &+ (shape.isFull ? count : 0), size], from: FloatFormat(sizeLog2: size),
                to: FloatFormat(sizeLog2: size &+ 1))
        }
        return result
    }

    /// FCVTN and FCVTXN; the forms named 2 write the upper half of d.
    mutating func narrow(
        _ shape: VectorShape, d: VectorValue, _ a: VectorValue, _ rounding: RoundingMode
    ) -> VectorValue {
        let size = shape.sizeLog2
        var result = VectorValue.zero
        for index in 0..<(shape.isScalar ? 1 : 8 &>> size) {
            result[index, size] = convert(
                a[index, size &+ 1], from: FloatFormat(sizeLog2: size &+ 1),
                to: FloatFormat(sizeLog2: size), rounding)
        }
        return shape.isFull && !shape.isScalar
            ? VectorValue(low: d.low, high: result.low) : result
    }
}
