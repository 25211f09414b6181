// Sums, products, quotients, roots, maxima. Source: the pseudocode function each comment names.

extension FloatUnit {
    /// `FPAdd`, and `FPSub` with the sign of b turned after its NaN is dealt with.
    mutating func add(
        _ a: UInt64, _ b: UInt64, _ format: FloatFormat, subtracts: Bool = false
    ) -> UInt64 {
        let x = unpack(a, format)
        var y = unpack(b, format)
        if let nan = processNaNs(x, y, a, b, format) { return nan }
        if subtracts { y.sign.toggle() }
        if x.isInfinity || y.isInfinity {
            if x.isInfinity && y.isInfinity && x.sign != y.sign { return invalid(format) }
            return format.infinity(x.isInfinity ? x.sign : y.sign)
        }
        if x.isZero && y.isZero {
            return x.sign == y.sign ? format.zero(x.sign) : exactZero(format)
        }
        return roundedSum(
            x.sign, x.exponent, UInt128(x.significand) &<< 64, y.sign, y.exponent,
            UInt128(y.significand) &<< 64, format)
    }

    /// The sum of ± significand / 2^127 · 2^exponent twice, at most one of them zero.
    private mutating func roundedSum(
        _ signX: Bool, _ exponentX: Int, _ x: UInt128, _ signY: Bool, _ exponentY: Int,
        _ y: UInt128, _ format: FloatFormat
    ) -> UInt64 {
        if x == 0 { return round(signY, exponentY, wide: y, format) }
        if y == 0 { return round(signX, exponentX, wide: x, format) }
        // One place of room for the carry. The low bits of both are zero, so a bit is lost only by
        // a shift so long that no more than one leading place can cancel.
        let top = max(exponentX, exponentY)
        let alignedX = (x &>> 1).shiftedRightSticky(top &- exponentX)
        let alignedY = (y &>> 1).shiftedRightSticky(top &- exponentY)
        if signX == signY { return round(signX, top &+ 1, wide: alignedX &+ alignedY, format) }
        if alignedX == alignedY { return exactZero(format) }
        return alignedX > alignedY
            ? round(signX, top &+ 1, wide: alignedX &- alignedY, format)
            : round(signY, top &+ 1, wide: alignedY &- alignedX, format)
    }

    /// `FPMul`, and `FPMulX`, where zero times infinity is two.
    mutating func multiply(
        _ a: UInt64, _ b: UInt64, _ format: FloatFormat, extended: Bool = false
    ) -> UInt64 {
        let x = unpack(a, format)
        let y = unpack(b, format)
        if let nan = processNaNs(x, y, a, b, format) { return nan }
        let sign = x.sign != y.sign
        if x.isInfinity && y.isZero || x.isZero && y.isInfinity {
            return extended ? format.two(sign) : invalid(format)
        }
        if x.isInfinity || y.isInfinity { return format.infinity(sign) }
        if x.isZero || y.isZero { return format.zero(sign) }
        return round(
            sign, x.exponent &+ y.exponent &+ 1,
            wide: Self.product(x.significand, y.significand), format)
    }

    @inline(__always)
    private static func product(_ x: UInt64, _ y: UInt64) -> UInt128 {
        let (high, low) = x.multipliedFullWidth(by: y)
        return UInt128(high) &<< 64 | UInt128(low)
    }

    /// `FPDiv`
    mutating func divide(_ a: UInt64, _ b: UInt64, _ format: FloatFormat) -> UInt64 {
        let x = unpack(a, format)
        let y = unpack(b, format)
        if let nan = processNaNs(x, y, a, b, format) { return nan }
        let sign = x.sign != y.sign
        if x.isInfinity && y.isInfinity || x.isZero && y.isZero { return invalid(format) }
        if x.isInfinity || y.isZero {
            if !x.isInfinity { flags.insert(.divideByZero) }
            return format.infinity(sign)
        }
        if x.isZero || y.isInfinity { return format.zero(sign) }
        // x / y is between a half and two, so the quotient has its first one in bit 62 or 63.
        let (quotient, remainder) = y.significand.dividingFullWidth(
            (x.significand &>> 1, x.significand &<< 63))
        let shift = quotient.leadingZeroBitCount
        return round(
            sign, x.exponent &- y.exponent &- shift,
            quotient &<< UInt64(shift) | (remainder != 0 ? 1 : 0), format)
    }

    /// `FPSqrt`
    mutating func squareRoot(_ a: UInt64, _ format: FloatFormat) -> UInt64 {
        let x = unpack(a, format)
        if x.isNaN { return processNaN(a, format) }
        if x.isZero { return format.zero(x.sign) }
        if x.sign { return invalid(format) }
        if x.isInfinity { return format.infinity(false) }
        // An even exponent, so that it halves: the root of a number in [1, 4).
        let isOdd = x.exponent & 1 != 0
        let radicand = UInt128(x.significand) &<< (isOdd ? 64 : 63)
        let (root, isExact) = radicand.squareRoot
        return round(false, x.exponent &>> 1, root | (isExact ? 0 : 1), format)
    }

    /// `FPMulAdd`: addend + a · b, rounded once.
    mutating func multiplyAdd(
        _ addend: UInt64, _ a: UInt64, _ b: UInt64, _ format: FloatFormat
    ) -> UInt64 {
        let z = unpack(addend, format)
        let x = unpack(a, format)
        let y = unpack(b, format)
        let isUndefinedProduct = x.isInfinity && y.isZero || x.isZero && y.isInfinity
        if z.kind == .quietNaN && isUndefinedProduct { return invalid(format) }
        if z.kind == .signallingNaN { return processNaN(addend, format) }
        if x.kind == .signallingNaN { return processNaN(a, format) }
        if y.kind == .signallingNaN { return processNaN(b, format) }
        if z.isNaN { return processNaN(addend, format) }
        if x.isNaN { return processNaN(a, format) }
        if y.isNaN { return processNaN(b, format) }
        let sign = x.sign != y.sign
        let isInfinite = x.isInfinity || y.isInfinity
        if isUndefinedProduct || z.isInfinity && isInfinite && z.sign != sign {
            return invalid(format)
        }
        if z.isInfinity || isInfinite { return format.infinity(z.isInfinity ? z.sign : sign) }
        if x.isZero || y.isZero {
            if z.isZero { return z.sign == sign ? format.zero(sign) : exactZero(format) }
            return round(z.sign, z.exponent, z.significand, format)
        }
        return roundedSum(
            z.sign, z.exponent, UInt128(z.significand) &<< 64, sign,
            x.exponent &+ y.exponent &+ 1, Self.product(x.significand, y.significand), format)
    }

    /// `FPRecipStepFused`: 2 - a · b.
    mutating func reciprocalStep(_ a: UInt64, _ b: UInt64, _ format: FloatFormat) -> UInt64 {
        step(format.negated(a), b, format, undefined: format.two(false)) {
            $0.multiplyAdd(format.two(false), $1, $2, format)
        }
    }

    /// `FPRSqrtStepFused`: (3 - a · b) / 2.
    mutating func squareRootStep(_ a: UInt64, _ b: UInt64, _ format: FloatFormat) -> UInt64 {
        step(format.negated(a), b, format, undefined: format.onePointFive(false)) { unit, a, b in
            let x = unit.unpack(a, format)
            let y = unit.unpack(b, format)
            let half = format.onePointFive(false)
            if x.isZero || y.isZero { return half }
            // 1.5 + a · b / 2
            let z = unit.unpack(half, format)
            return unit.roundedSum(
                false, z.exponent, UInt128(z.significand) &<< 64, x.sign != y.sign,
                x.exponent &+ y.exponent, Self.product(x.significand, y.significand), format)
        }
    }

    /// `FPRecipStep` and `FPRSqrtStep`, which are AArch32's: 2 - a · b, (3 - a · b) / 2 of the
    /// rounded product.
    mutating func roundedStep(
        _ a: UInt64, _ b: UInt64, _ format: FloatFormat, isSquareRoot: Bool
    ) -> UInt64 {
        let x = unpack(a, format)
        let y = unpack(b, format)
        if let nan = processNaNs(x, y, a, b, format) { return nan }
        let isUndefined = x.isInfinity && y.isZero || x.isZero && y.isInfinity
        let product = isUndefined ? format.zero(false) : multiply(a, b, format)
        let two = format.two(false)
        guard isSquareRoot else { return add(two, product, format, subtracts: true) }
        let three = two | format.quietBit
        let half = format.one(false) &- 1 &<< UInt64(format.fractionBits)
        return multiply(add(three, product, format, subtracts: true), half, format)
    }

    @inline(__always)
    private mutating func step(
        _ a: UInt64, _ b: UInt64, _ format: FloatFormat, undefined: UInt64,
        _ body: (inout FloatUnit, UInt64, UInt64) -> UInt64
    ) -> UInt64 {
        let x = unpack(a, format)
        let y = unpack(b, format)
        if let nan = processNaNs(x, y, a, b, format) { return nan }
        if x.isInfinity && y.isZero || x.isZero && y.isInfinity { return undefined }
        if x.isInfinity || y.isInfinity { return format.infinity(x.sign != y.sign) }
        return body(&self, a, b)
    }

    // MARK: Maximum and minimum

    /// `FPMax`, `FPMin`
    mutating func maximum(
        _ a: UInt64, _ b: UInt64, _ format: FloatFormat, isMinimum: Bool = false
    ) -> UInt64 {
        let x = unpack(a, format)
        let y = unpack(b, format)
        if let nan = processNaNs(x, y, a, b, format) { return nan }
        if x.isZero && y.isZero {
            return format.zero(isMinimum ? x.sign || y.sign : x.sign && y.sign)
        }
        let isLess = Self.isLess(x, y)
        // Equal numbers are the same number.
        let first = isMinimum ? isLess : !isLess
        let chosen = first ? x : y
        return chosen.isZero ? format.zero(chosen.sign) : (first ? a : b)
    }

    /// `FPMaxNum`, `FPMinNum`: a quiet NaN loses to a number.
    mutating func maximumNumber(
        _ a: UInt64, _ b: UInt64, _ format: FloatFormat, isMinimum: Bool = false
    ) -> UInt64 {
        var a = a
        var b = b
        let isQuietA = format.isQuietNaN(a)
        let isQuietB = format.isQuietNaN(b)
        if isQuietA && !isQuietB { a = format.infinity(!isMinimum) }
        if isQuietB && !isQuietA { b = format.infinity(!isMinimum) }
        return maximum(a, b, format, isMinimum: isMinimum)
    }

    /// Of numbers that are not NaN; zeroes are equal.
    static func isLess(_ x: Number, _ y: Number) -> Bool {
        if x.isZero && y.isZero { return false }
        if x.isZero { return !y.sign }
        if y.isZero { return x.sign }
        if x.sign != y.sign { return x.sign }
        return x.sign ? isSmaller(y, x) : isSmaller(x, y)
    }

    /// Magnitudes of numbers other than zero.
    private static func isSmaller(_ x: Number, _ y: Number) -> Bool {
        if x.isInfinity { return false }
        if y.isInfinity { return true }
        if x.exponent != y.exponent { return x.exponent < y.exponent }
        return x.significand < y.significand
    }
}

extension UInt128 {
    /// The integer part of the square root of a number below 2^128, and whether that is all.
    fileprivate var squareRoot: (root: UInt64, isExact: Bool) {
        var rest: UInt128 = 0
        var root: UInt128 = 0
        var shift = 126
        while shift >= 0 {
            rest = rest &<< 2 | self &>> UInt128(shift) & 3
            let trial = root &<< 2 | 1
            root &<<= 1
            if rest >= trial {
                rest &-= trial
                root |= 1
            }
            shift &-= 2
        }
        return (UInt64(truncatingIfNeeded: root), rest == 0)
    }
}
