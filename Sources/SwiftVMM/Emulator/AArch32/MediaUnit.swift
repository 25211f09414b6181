// The arithmetic of the media instructions, and of shifts by a register. Source: Arm ARM,
// `SignedSatQ`, `Shift_C` and the operation of each instruction.

/// What a media instruction leaves besides its result.
struct MediaResult {
    var value: UInt32
    /// Sets Q.
    var saturated = false
    /// GE[3:0], where the instruction writes them.
    var ge: UInt8?
}

enum MediaUnit {
    static func apply(
        _ operation: MediaOperation, _ a: UInt32, _ b: UInt32, _ c: UInt32, extra: UInt32,
        ge: UInt8
    ) -> MediaResult {
        let x = Int64(Int32(bitPattern: a))
        let y = Int64(Int32(bitPattern: b))
        switch operation {
        case .saturatingAdd: return signedSaturated(x + y, bits: 32)
        case .saturatingSubtract: return signedSaturated(x - y, bits: 32)
        case .saturatingDoubleAdd, .saturatingDoubleSubtract:
            let doubled = signedSaturated(2 * y, bits: 32)
            let z = Int64(Int32(bitPattern: doubled.value))
            var result = signedSaturated(
                operation == .saturatingDoubleAdd ? x + z : x - z, bits: 32)
            result.saturated = result.saturated || doubled.saturated
            return result
        case .saturateSigned: return signedSaturated(x, bits: Int(extra) + 1)
        case .saturateUnsigned: return unsignedSaturated(x, bits: Int(extra))
        case .saturateSigned16: return halves(a) { signedSaturated($0, bits: Int(extra) + 1) }
        case .saturateUnsigned16: return halves(a) { unsignedSaturated($0, bits: Int(extra)) }
        case .parallel: return parallel(a, b, prefix: extra >> 3, operation: extra & 7)
        case .select:
            var mask: UInt32 = 0
            for byte in 0..<4 where ge[bit: byte] { mask |= 0xff << UInt32(8 * byte) }
            return MediaResult(value: a & mask | b & ~mask)
        case .absoluteDifferences:
            var sum = c
            for byte in 0..<4 {
                let difference =
                    Int32(a[bits: 8 * byte..<8 * byte + 8])
                    - Int32(b[bits: 8 * byte..<8 * byte + 8])
                sum &+= difference.magnitude
            }
            return MediaResult(value: sum)
        case .halfMultiplyAdd:
            let product = half(a, extra[bit: 0]) * half(b, extra[bit: 1])
            return accumulated(product, c)
        case .wideMultiplyAdd:
            return accumulated((x * half(b, extra[bit: 1])) >> 16, c)
        case .dualMultiplyAdd, .dualMultiplySubtract:
            let swaps = extra[bit: 0]
            let low = half(a, false) * half(b, swaps)
            let high = half(a, true) * half(b, !swaps)
            return accumulated(operation == .dualMultiplyAdd ? low + high : low - high, c)
        }
    }

    private static func half(_ value: UInt32, _ isTop: Bool) -> Int64 {
        Int64(Int16(truncatingIfNeeded: value >> (isTop ? 16 : 0)))
    }

    private static func accumulated(_ product: Int64, _ c: UInt32) -> MediaResult {
        let sum = product + Int64(Int32(bitPattern: c))
        let result = UInt32(truncatingIfNeeded: sum)
        return MediaResult(
            value: result, saturated: sum != Int64(Int32(bitPattern: result)))
    }

    private static func signedSaturated(_ value: Int64, bits: Int) -> MediaResult {
        let limit = Int64(1) << Int64(bits - 1)
        let clamped = min(max(value, -limit), limit - 1)
        return MediaResult(
            value: UInt32(truncatingIfNeeded: clamped), saturated: clamped != value)
    }

    private static func unsignedSaturated(_ value: Int64, bits: Int) -> MediaResult {
        let clamped = min(max(value, 0), (Int64(1) << Int64(bits)) - 1)
        return MediaResult(
            value: UInt32(truncatingIfNeeded: clamped), saturated: clamped != value)
    }

    private static func halves(_ a: UInt32, _ body: (Int64) -> MediaResult) -> MediaResult {
        let low = body(half(a, false))
        let high = body(half(a, true))
        return MediaResult(
            value: low.value & 0xffff | high.value << 16,
            saturated: low.saturated || high.saturated)
    }

    // MARK: Parallel addition and subtraction

    /// Prefixes S, Q, SH, U, UQ, UH; operations ADD16, ASX, SAX, SUB16, ADD8 and, as 7, SUB8.
    private static func parallel(
        _ a: UInt32, _ b: UInt32, prefix: UInt32, operation: UInt32
    ) -> MediaResult {
        let isSigned = prefix < 3
        let kind = prefix % 3
        var result: UInt32 = 0
        var ge: UInt8 = 0
        let isByte = operation >= 4
        let width = isByte ? 8 : 16
        let count = 32 / width
        for lane in 0..<count {
            let swaps = operation == 1 || operation == 2
            let x = element(a, lane, width, isSigned)
            let y = element(b, swaps ? 1 - lane : lane, width, isSigned)
            let subtracts: Bool
            switch operation {
            case 0, 4: subtracts = false
            case 1: subtracts = lane == 0
            case 2: subtracts = lane == 1
            default: subtracts = true
            }
            let value = subtracts ? x - y : x + y
            let field: UInt32
            switch kind {
            case 0:
                // GE: no borrow, carry out, or a sum that is not negative.
                let isSet =
                    isSigned || subtracts ? value >= 0 : value >= Int64(1) << Int64(width)
                if isSet { ge |= (isByte ? 1 : 3) << UInt8(isByte ? lane : 2 * lane) }
                field = UInt32(truncatingIfNeeded: value)
            case 1:
                field =
                    isSigned
                    ? signedSaturated(value, bits: width).value
                    : unsignedSaturated(value, bits: width).value
            default: field = UInt32(truncatingIfNeeded: value >> 1)
            }
            result[bits: lane * width..<(lane + 1) * width] = field
        }
        return MediaResult(value: result, ge: kind == 0 ? ge : nil)
    }

    private static func element(_ value: UInt32, _ lane: Int, _ width: Int, _ isSigned: Bool)
        -> Int64
    {
        let bits = UInt64(value[bits: lane * width..<(lane + 1) * width])
        return Int64(bitPattern: isSigned ? bits.signExtended(from: width) : bits)
    }

    // MARK: Shifts

    /// `Shift_C` by the low byte of a register: the result, and the carry out in bit 32.
    static func shift(
        _ value: UInt32, _ kind: RegisterShift, by register: UInt32, carry: Bool
    ) -> UInt64 {
        let n = UInt64(register & 0xff)
        let wide = UInt64(value)
        let result: UInt64
        let out: Bool
        switch kind {
        case _ where n == 0: (result, out) = (wide, carry)
        case .lsl:
            let shifted = n > 32 ? 0 : wide << n
            (result, out) = (shifted & 0xffff_ffff, shifted[bit: 32])
        case .lsr: (result, out) = n > 32 ? (0, false) : (wide >> n, wide[bit: Int(n) - 1])
        case .asr:
            let amount = min(n, 32)
            let signed = Int64(Int32(bitPattern: value))
            let shifted = UInt64(bitPattern: signed >> Int64(amount)) & 0xffff_ffff
            (result, out) = (shifted, signed >> Int64(amount - 1) & 1 != 0)
        default:
            let amount = n & 31
            let rotated = amount == 0 ? wide : (wide >> amount | wide << (32 - amount))
            (result, out) = (rotated & 0xffff_ffff, rotated[bit: 31])
        }
        return result | (out ? 1 << 32 : 0)
    }
}
