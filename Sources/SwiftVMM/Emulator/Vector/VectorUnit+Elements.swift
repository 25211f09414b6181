// Operations that bring different elements together: pairs, reductions, permutations, tables.

extension VectorUnit {
    static func pairs(
        _ operation: VectorOperation, _ shape: VectorShape, _ a: VectorValue, _ b: VectorValue
    ) -> VectorValue {
        let size = shape.sizeLog2
        // ADDP (scalar) has one pair.
        if shape.isScalar { return VectorValue(low: a.low &+ a.high, high: 0) }
        var result = VectorValue.zero
        let count = shape.count
        for index in 0..<count {
            let place = 2 &* index
            let source = place < count ? a : b
            let first = place < count ? place : place &- count
            result[index, size] = combine(
                operation, shape.bits, source[first, size], source[first &+ 1, size])
        }
        return result
    }

    private static func combine(
        _ operation: VectorOperation, _ bits: Int, _ x: UInt64, _ y: UInt64
    ) -> UInt64 {
        let isLess =
            Int64(bitPattern: x.signExtended(from: bits))
            < Int64(bitPattern: y.signExtended(from: bits))
        return switch operation {
        case .addPairs, .addAcross: x &+ y
        case .maximumPairsSigned, .maximumAcrossSigned: isLess ? y : x
        case .minimumPairsSigned, .minimumAcrossSigned: isLess ? x : y
        case .maximumPairsUnsigned, .maximumAcrossUnsigned: max(x, y)
        default: min(x, y)
        }
    }

    static func pairsLong(
        _ operation: VectorOperation, _ shape: VectorShape, _ d: VectorValue, _ a: VectorValue
    ) -> VectorValue {
        let size = shape.sizeLog2
        let isSigned =
            operation == .addPairsLongSigned || operation == .addPairsAccumulateLongSigned
        let accumulates =
            operation == .addPairsAccumulateLongSigned
            || operation == .addPairsAccumulateLongUnsigned
        var result = VectorValue.zero
        for index in 0..<shape.count / 2 {
            let sum =
                isSigned
                ? a.signed(2 &* index, size) &+ a.signed(2 &* index &+ 1, size)
                : a[2 &* index, size] &+ a[2 &* index &+ 1, size]
            result[index, size &+ 1] = accumulates ? d[index, size &+ 1] &+ sum : sum
        }
        return result
    }

    static func across(_ operation: VectorOperation, _ shape: VectorShape, _ a: VectorValue)
        -> VectorValue
    {
        let size = shape.sizeLog2
        var result = VectorValue.zero
        if operation == .addAcrossLongSigned || operation == .addAcrossLongUnsigned {
            var sum: UInt64 = 0
            for index in 0..<shape.count {
                sum &+=
                    operation == .addAcrossLongSigned ? a.signed(index, size) : a[index, size]
            }
            result[0, size &+ 1] = sum
            return result
        }
        var value = a[0, size]
        for index in 1..<shape.count {
            value = combine(operation, shape.bits, value, a[index, size])
        }
        result[0, size] = value
        return result
    }

    static func reverse(_ shape: VectorShape, _ a: VectorValue, groupLog2: Int) -> VectorValue {
        let size = shape.sizeLog2
        let flip = (1 &<< (groupLog2 &- size)) &- 1
        var result = VectorValue.zero
        for index in 0..<shape.count { result[index, size] = a[index ^ flip, size] }
        return result
    }

    /// ZIP, UZP, TRN
    static func permute(
        _ operation: VectorOperation, _ shape: VectorShape, _ a: VectorValue, _ b: VectorValue
    ) -> VectorValue {
        let size = shape.sizeLog2
        let count = shape.count
        var result = VectorValue.zero
        for index in 0..<count {
            let half = index &>> 1
            let isOdd = index & 1
            let value: UInt64
            switch operation {
            case .zipLow: value = isOdd == 0 ? a[half, size] : b[half, size]
            case .zipHigh:
                let place = half &+ count / 2
                value = isOdd == 0 ? a[place, size] : b[place, size]
            case .unzipEven, .unzipOdd:
                let place = 2 &* index &+ (operation == .unzipOdd ? 1 : 0)
                value = place < count ? a[place, size] : b[place &- count, size]
            default:
                let place = index & ~1 | (operation == .transposeOdd ? 1 : 0)
                value = isOdd == 0 ? a[place, size] : b[place, size]
            }
            result[index, size] = value
        }
        return result
    }

    /// EXT
    static func extract(
        _ shape: VectorShape, _ a: VectorValue, _ b: VectorValue, _ position: Int
    ) -> VectorValue {
        let count = shape.count
        var result = VectorValue.zero
        for index in 0..<count {
            let place = index &+ position
            result[index, 0] = place < count ? a[place, 0] : b[place &- count, 0]
        }
        return result
    }

    /// TBL, and TBX if `old` is there for indexes past the end. The table's registers wrap from V31
    /// to V0; those of AArch32, which are half as long, do not get that far.
    ///
    /// - Parameter first: The slot of the first register.
    static func lookUp(
        _ shape: VectorShape, first: UInt16, registers: Int, indexes: VectorValue,
        old: VectorValue?, _ slots: UnsafeMutablePointer<UInt64>
    ) -> VectorValue {
        var result = VectorValue.zero
        let start = Int(first - Slot.v0) &* 8
        let length = (shape.isHalf ? 8 : 16) &* registers
        for index in 0..<shape.count {
            let place = Int(indexes[index, 0])
            if place < length {
                let byte = (start &+ place) & 511
                let word = slots[Int(Slot.v0) &+ byte / 8]
                result[index, 0] = word &>> UInt64(8 &* (byte & 7))
            } else if let old {
                result[index, 0] = old[index, 0]
            }
        }
        return result
    }
}
