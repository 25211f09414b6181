// The operands of VFP and Advanced SIMD instructions, and which combinations are UNDEFINED or
// UNPREDICTABLE. Source: Arm ARM, the decoding pseudocode of each instruction.

extension AArch32Instruction {
    mutating func setSIMD(_ row: SIMDRow?) {
        guard let row else { return }
        simd = row.opcode
        simdFormat = row.format
        rn = simdWord[bits: 16..<20]
        rd = simdWord[bits: 12..<16]
        rm = simdWord & 15
        ra = rn
    }

    /// The A32 word, of T32 instructions too.
    public var simdWord: UInt32 {
        guard isThumb else { return word }
        if word >> 24 & 0xef == 0xef { return 0xf200_0000 | word >> 4 & 1 << 24 | word & 0xff_ffff }
        if word >> 24 == 0xf9 { return 0xf400_0000 | word & 0xff_ffff }
        return word
    }

    // MARK: Fields

    /// Numbers of D registers.
    public var dd: UInt32 { simdWord[bits: 22..<23] << 4 | simdWord[bits: 12..<16] }
    public var dn: UInt32 { simdWord[bits: 7..<8] << 4 | simdWord[bits: 16..<20] }
    public var dm: UInt32 { simdWord[bits: 5..<6] << 4 | simdWord & 15 }
    /// Numbers of S registers.
    public var sd: UInt32 { simdWord[bits: 12..<16] << 1 | simdWord[bits: 22..<23] }
    public var sn: UInt32 { simdWord[bits: 16..<20] << 1 | simdWord[bits: 7..<8] }
    public var sm: UInt32 { (simdWord & 15) << 1 | simdWord[bits: 5..<6] }
    /// sz of VFP.
    public var isDouble: Bool { simdWord[bit: 8] }

    /// Q, wherever the format has it.
    public var isQuad: Bool {
        switch simdFormat {
        case .scalar, .scalarFloat: simdWord[bit: 24]
        case .duplicateCore: simdWord[bit: 21]
        case .scalarLong, .long, .longHalves, .wide, .threeCryptographic, .twoCryptographic,
            .shiftLong, .twoLong:
            true
        case .narrow, .twoNarrow, .shiftNarrow, .threePairs, .table: false
        default: simdWord[bit: 6]
        }
    }

    /// log2 of the bytes of an element: `size`, where the format has it; of the narrow elements
    /// where an instruction widens or narrows.
    public var simdSizeLog2: UInt32 {
        switch simdFormat {
        case .two, .twoFixed, .reverse, .permute, .twoNarrow, .twoLong, .twoCryptographic:
            simdWord[bits: 18..<20]
        case .shiftRight, .shiftLeft: UInt32(31 - (shiftField >> 3).leadingZeroBitCount)
        case .shiftNarrow, .shiftLong: UInt32(31 - (shiftField >> 3).leadingZeroBitCount)
        case .structures: simdWord[bits: 6..<8]
        default: simdWord[bits: 20..<22]
        }
    }

    /// L:imm6.
    public var shiftField: UInt32 { simdWord[bits: 7..<8] << 6 | simdWord[bits: 16..<22] }

    /// Vm and the number of an element in "two registers and a scalar".
    public var scalarOperand: (d: UInt32, index: UInt32) {
        let vm = simdWord & 15
        let m = simdWord[bits: 5..<6]
        return simdWord[bits: 20..<22] == 1 ? (vm & 7, m << 1 | vm >> 3) : (vm, m)
    }

    /// Element size and number that VMOV (scalar) encodes in opc1:opc2; nil is UNDEFINED.
    public var coreLane: (sizeLog2: UInt32, index: UInt32)? {
        let opc = simdWord[bits: 21..<23] << 2 | simdWord[bits: 5..<7]
        if opc & 8 != 0 { return (0, opc & 7) }
        if opc & 1 != 0 { return (1, opc >> 1) }
        return opc & 2 == 0 ? (2, opc >> 2) : nil
    }

    /// Element size and number of VDUP (scalar); nil is UNDEFINED.
    public var duplicatedLane: (sizeLog2: UInt32, index: UInt32)? {
        let imm4 = simdWord[bits: 16..<20]
        guard imm4 & 7 != 0 else { return nil }
        let size = UInt32(imm4.trailingZeroBitCount)
        return (size, imm4 >> (size + 1))
    }

    /// log2 of the bytes of VDUP's element: B:E.
    public var duplicatedSizeLog2: UInt32 {
        simdWord[bit: 22] ? 0 : simdWord[bit: 5] ? 1 : 2
    }

    /// The immediate of VFP's VMOV, and i:imm3:imm4 of Advanced SIMD's.
    public var numberImmediate: UInt32 { simdWord[bits: 16..<20] << 4 | simdWord & 15 }
    public var vectorImmediate8: UInt32 {
        simdWord[bits: 24..<25] << 7 | simdWord[bits: 16..<19] << 4 | simdWord & 15
    }

    /// Bits of the fixed-point number, and how many of them are its fraction.
    public var fixedPoint: (width: Int, fraction: Int) {
        let width = simdWord[bit: 7] ? 32 : 16
        return (width, width - Int((simdWord & 15) << 1 | simdWord[bits: 5..<6]))
    }

    /// How many S or D registers VLDM and VSTM move.
    public var registerCount: UInt32 {
        isDouble ? (simdWord & 0xff) >> 1 : simdWord & 0xff
    }

    // MARK: Classes

    /// An instruction of Advanced SIMD rather than VFP, as CPACR.ASEDIS and HCPTR.TASE see it.
    public var isAdvancedSIMD: Bool {
        switch simdFormat {
        case .threeNumbers, .twoNumbers, .compareZero, .numberImmediate, .selectNumber,
            .convertPrecision, .convertHalf, .fromInteger, .toInteger, .fixedPoint, .moveSingle,
            .moveTwoSingles, .moveDouble, .writeStatus, .readStatus, .loadStore,
            .loadStoreMultiple, .none:
            false
        case .moveToScalar, .moveFromScalar: coreLane?.sizeLog2 != 2
        default: true
        }
    }

    // MARK: Reserved combinations

    /// UNDEFINED, or UNPREDICTABLE, which executes as UNDEFINED.
    var isUndefinedSIMD: Bool {
        let size = simdWord[bits: 20..<22]
        let twoSize = simdWord[bits: 18..<20]
        func isOdd(_ numbers: UInt32...) -> Bool { numbers.contains { $0 & 1 != 0 } }
        let oddThree = isQuad && isOdd(dd, dn, dm)
        let oddTwo = isQuad && isOdd(dd, dm)
        switch simdFormat {
        case .none: return true
        case .threeNumbers, .twoNumbers, .compareZero, .numberImmediate, .selectNumber,
            .convertPrecision, .convertHalf, .fromInteger, .toInteger:
            return false
        case .fixedPoint: return fixedPoint.fraction < 0
        case .three, .threeBits, .threeShift, .threeCryptographic: return oddThree
        case .threeNarrow: return size == 3 || oddThree
        case .threeHalves: return size == 0 || size == 3 || oddThree
        case .threePairs: return size == 3
        case .long: return size == 3 || isOdd(dd)
        case .longHalves: return size == 0 || size == 3 || isOdd(dd)
        case .wide: return size == 3 || isOdd(dd, dn)
        case .narrow: return size == 3 || isOdd(dn, dm)
        case .scalar: return size == 0 || size == 3 || isQuad && isOdd(dd, dn)
        case .scalarFloat: return isQuad && isOdd(dd, dn)
        case .scalarLong: return size == 0 || size == 3 || isOdd(dd)
        case .shiftRight, .shiftLeft: return shiftField < 8 || oddTwo
        case .shiftNarrow: return shiftField < 8 || isOdd(dm)
        case .shiftLong: return shiftField < 8 || isOdd(dd)
        case .fixedVector: return shiftField < 32 || oddTwo
        case .immediate: return isQuad && isOdd(dd)
        case .two: return twoSize == 3 || oddTwo
        case .twoFixed: return oddTwo
        case .reverse: return twoSize + simdWord[bits: 7..<9] >= 3 || oddTwo
        case .permute: return twoSize == 3 || twoSize == 2 && !isQuad || oddTwo
        case .twoNarrow: return twoSize == 3 || isOdd(dm)
        case .twoLong: return twoSize == 3 || isOdd(dd)
        case .twoCryptographic: return isOdd(dd, dm)
        case .extract: return oddThree || !isQuad && simdWord[bit: 11]
        case .table: return dn + simdWord[bits: 8..<10] >= 32
        case .duplicateScalar: return duplicatedLane == nil || isQuad && isOdd(dd)
        default: return isUndefinedTransfer
        }
    }

    private var isUndefinedTransfer: Bool {
        switch simdFormat {
        case .moveSingle: return rd == 15
        case .moveTwoSingles, .moveDouble:
            if rd == 15 || rn == 15 || simdWord[bit: 20] && rd == rn { return true }
            return simdFormat == .moveTwoSingles && sm == 31
        case .moveToScalar: return rd == 15 || coreLane == nil
        case .moveFromScalar:
            guard let lane = coreLane else { return true }
            return rd == 15 || lane.sizeLog2 == 2 && simdWord[bit: 23]
        case .duplicateCore:
            let d = dn
            return rd == 15 || isQuad && d & 1 != 0 || simdWord[bit: 22] && simdWord[bit: 5]
        case .writeStatus: return rd == 15 || ![0, 1, 8].contains(rn)
        case .readStatus:
            return ![0, 1, 5, 6, 7, 8].contains(rn) || rd == 15 && rn != 1
        case .loadStore: return rn == 15 && isThumb && simd == .vstr
        case .loadStoreMultiple:
            if rn == 15 && (isThumb || simdWord[bit: 21]) { return true }
            let count = registerCount
            if count == 0 { return true }
            return isDouble ? count > 16 || dd + count > 32 : sd + count > 32
        case .structures, .structureLane, .structureAllLanes:
            return rn == 15 || structure == nil
        default: return false
        }
    }
}
