// AES, SHA-1, SHA-256 and SHA-512 steps. Source: Arm ARM, `AESShiftRows`, `AESSubBytes`,
// `AESMixColumns`, `SHAchoose`, `SHAparity`, `SHAmajority`, `SHA256hash`; FIPS 197 and FIPS 180-4
// behind them.

enum CryptographicUnit {
    static func apply(
        _ operation: VectorOperation, _ d: VectorValue, _ a: VectorValue, _ b: VectorValue
    ) -> VectorValue {
        switch operation {
        case .aesEncrypt, .aesDecrypt:
            return substituteAndShift(
                VectorValue(low: d.low ^ a.low, high: d.high ^ a.high),
                isInverse: operation == .aesDecrypt)
        case .aesMixColumns: return mixColumns(a, 2, 3, 1, 1)
        case .aesInverseMixColumns: return mixColumns(a, 14, 11, 13, 9)
        case .sha1FixedRotate:
            return VectorValue(low: UInt64(rotate(word(a, 0), 30)), high: 0)
        case .sha1Choose, .sha1Parity, .sha1Majority: return sha1(operation, d, a, b)
        case .sha1ScheduleUpdate0:
            return VectorValue(
                low: d.high ^ d.low ^ b.low, high: a.low ^ d.high ^ b.high)
        case .sha1ScheduleUpdate1:
            let t = VectorValue(
                low: d.low ^ (a.low >> 32 | a.high << 32), high: d.high ^ a.high >> 32)
            let first = rotate(word(t, 0), 1)
            return vector(
                first, rotate(word(t, 1), 1), rotate(word(t, 2), 1),
                rotate(word(t, 3), 1) ^ rotate(word(t, 0), 2))
        case .sha256Hash: return sha256(d, a, b, wantsFirst: true)
        case .sha256Hash2: return sha256(a, d, b, wantsFirst: false)
        case .sha256ScheduleUpdate0:
            var result: [UInt32] = []
            for index in 0..<4 {
                let next = index < 3 ? word(d, index + 1) : word(a, 0)
                let sigma = rotate(next, 25) ^ rotate(next, 14) ^ next >> 3
                result.append(word(d, index) &+ sigma)
            }
            return vector(result[0], result[1], result[2], result[3])
        case .sha512Hash: return sha512Hash(d, a, b)
        case .sha512Hash2: return sha512Hash2(d, a, b)
        case .sha512ScheduleUpdate0:
            func sigma(_ x: UInt64) -> UInt64 { right(x, 1) ^ right(x, 8) ^ x >> 7 }
            return VectorValue(low: d.low &+ sigma(d.high), high: d.high &+ sigma(a.low))
        case .sha512ScheduleUpdate1:
            func sigma(_ x: UInt64) -> UInt64 { right(x, 19) ^ right(x, 61) ^ x >> 6 }
            return VectorValue(
                low: d.low &+ sigma(a.low) &+ b.low, high: d.high &+ sigma(a.high) &+ b.high)
        default: return scheduleUpdate1(d, a, b)
        }
    }

    // MARK: SHA-512

    private static func right(_ x: UInt64, _ count: UInt64) -> UInt64 {
        x >> count | x << (64 - count)
    }

    private static func sha512Hash(_ d: VectorValue, _ a: VectorValue, _ b: VectorValue)
        -> VectorValue
    {
        func sigma(_ x: UInt64) -> UInt64 { right(x, 14) ^ right(x, 18) ^ right(x, 41) }
        let high = (b.high & a.low ^ ~b.high & a.high) &+ sigma(b.high) &+ d.high
        let next = high &+ b.low
        let low = (next & b.high ^ ~next & a.low) &+ sigma(next) &+ d.low
        return VectorValue(low: low, high: high)
    }

    private static func sha512Hash2(_ d: VectorValue, _ a: VectorValue, _ b: VectorValue)
        -> VectorValue
    {
        func sigma(_ x: UInt64) -> UInt64 { right(x, 28) ^ right(x, 34) ^ right(x, 39) }
        func majority(_ x: UInt64, _ y: UInt64, _ z: UInt64) -> UInt64 { x & y ^ x & z ^ y & z }
        let high = majority(a.low, b.high, b.low) &+ sigma(b.low) &+ d.high
        let low = majority(high, b.low, b.high) &+ sigma(high) &+ d.low
        return VectorValue(low: low, high: high)
    }

    // MARK: Words

    private static func word(_ value: VectorValue, _ index: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: value[index, 2])
    }

    private static func vector(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> VectorValue {
        VectorValue(low: UInt64(a) | UInt64(b) << 32, high: UInt64(c) | UInt64(d) << 32)
    }

    /// To the left.
    private static func rotate(_ x: UInt32, _ count: UInt32) -> UInt32 {
        x << count | x >> (32 - count)
    }

    // MARK: SHA

    /// Four rounds of SHA-1: d is a, b, c, d of the hash, element 0 of `a` is e, b the schedule.
    private static func sha1(
        _ operation: VectorOperation, _ d: VectorValue, _ a: VectorValue, _ b: VectorValue
    ) -> VectorValue {
        var x = (0..<4).map { word(d, $0) }
        var y = word(a, 0)
        for index in 0..<4 {
            let mixed =
                switch operation {
                case .sha1Choose: (x[2] ^ x[3]) & x[1] ^ x[3]
                case .sha1Parity: x[1] ^ x[2] ^ x[3]
                default: x[1] & x[2] | (x[1] | x[2]) & x[3]
                }
            y = y &+ rotate(x[0], 5) &+ mixed &+ word(b, index)
            (y, x) = (x[3], [y, x[0], rotate(x[1], 30), x[2]])
        }
        return vector(x[0], x[1], x[2], x[3])
    }

    /// `SHA256hash`: four rounds; x and y are the two halves of the hash.
    private static func sha256(
        _ first: VectorValue, _ second: VectorValue, _ schedule: VectorValue, wantsFirst: Bool
    ) -> VectorValue {
        var x = (0..<4).map { word(first, $0) }
        var y = (0..<4).map { word(second, $0) }
        for index in 0..<4 {
            let choice = (y[1] ^ y[2]) & y[0] ^ y[2]
            let majority = x[0] & x[1] | (x[0] | x[1]) & x[2]
            let sigma1 = rotate(y[0], 26) ^ rotate(y[0], 21) ^ rotate(y[0], 7)
            let sigma0 = rotate(x[0], 30) ^ rotate(x[0], 19) ^ rotate(x[0], 10)
            let t = y[3] &+ sigma1 &+ choice &+ word(schedule, index)
            let fifth = x[3] &+ t
            x = [t &+ sigma0 &+ majority, x[0], x[1], x[2]]
            y = [fifth, y[0], y[1], y[2]]
        }
        return wantsFirst ? vector(x[0], x[1], x[2], x[3]) : vector(y[0], y[1], y[2], y[3])
    }

    private static func scheduleUpdate1(
        _ d: VectorValue, _ a: VectorValue, _ b: VectorValue
    ) -> VectorValue {
        func sigma(_ x: UInt32) -> UInt32 { rotate(x, 15) ^ rotate(x, 13) ^ x >> 10 }
        let t = [word(a, 1), word(a, 2), word(a, 3), word(b, 0)]
        var result: [UInt32] = []
        for index in 0..<4 {
            let source = index < 2 ? word(b, index + 2) : result[index - 2]
            result.append(word(d, index) &+ sigma(source) &+ t[index])
        }
        return vector(result[0], result[1], result[2], result[3])
    }

    // MARK: AES

    /// The product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1.
    private static func product(_ a: UInt8, _ b: UInt8) -> UInt8 {
        var result: UInt8 = 0
        var a = a
        var b = b
        while b != 0 {
            if b & 1 != 0 { result ^= a }
            a = a << 1 ^ (a & 0x80 != 0 ? 0x1b : 0)
            b >>= 1
        }
        return result
    }

    /// The S-box: the inverse in GF(2^8), then an affine map.
    private static let substitution: [UInt8] = (0..<256).map { value in
        let x = UInt8(value)
        // x^254
        var inverse: UInt8 = 1
        for _ in 0..<254 { inverse = product(inverse, x) }
        var result: UInt8 = 0x63
        for count in 0..<UInt8(5) {
            result ^= count == 0 ? inverse : inverse << count | inverse >> (8 - count)
        }
        return result
    }

    private static let inverseSubstitution: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 256)
        for (index, value) in substitution.enumerated() { table[Int(value)] = UInt8(index) }
        return table
    }()

    /// Columns are words; row r moves r columns to the left, or to the right for the inverse.
    private static func substituteAndShift(_ state: VectorValue, isInverse: Bool) -> VectorValue {
        let table = isInverse ? inverseSubstitution : substitution
        var result = VectorValue.zero
        for column in 0..<4 {
            for row in 0..<4 {
                let source = (isInverse ? column - row + 4 : column + row) & 3
                result[4 * column + row, 0] = UInt64(table[Int(state[4 * source + row, 0])])
            }
        }
        return result
    }

    private static func mixColumns(
        _ state: VectorValue, _ c0: UInt8, _ c1: UInt8, _ c2: UInt8, _ c3: UInt8
    ) -> VectorValue {
        var result = VectorValue.zero
        for column in 0..<4 {
            let x = (0..<4).map { UInt8(truncatingIfNeeded: state[4 * column + $0, 0]) }
            for row in 0..<4 {
                let value =
                    product(x[row], c0) ^ product(x[(row + 1) & 3], c1)
                    ^ product(x[(row + 2) & 3], c2) ^ product(x[(row + 3) & 3], c3)
                result[4 * column + row, 0] = UInt64(value)
            }
        }
        return result
    }
}
