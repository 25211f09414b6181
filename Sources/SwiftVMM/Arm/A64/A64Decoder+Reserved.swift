// Field values that the manual reserves inside an allocated encoding: the `UNDEFINED` lines of each
// page's decode pseudocode.

extension A64Instruction {
    /// Whether the word, though it fits its row's picture, is UNDEFINED.
    func isReserved(_ features: FeatureSet) -> Bool {
        switch row.format {
        case .addSubtractShifted: shift == 3 || (!sf && imms >= 32)
        case .logicalShifted: !sf && imms >= 32
        case .addSubtractExtended, .addSubtractExtendedFlags: imm3 > 4
        case .logicalImmediate, .logicalImmediateFlags: bitMask == nil
        case .moveWide: !sf && hw >= 2
        case .bitfield: (n == 1) != sf || (!sf && (immr >= 32 || imms >= 32))
        case .extract: (n == 1) != sf || (!sf && imms >= 32)
        case .registerOffset, .prefetchRegisterOffset: option & 2 == 0
        case .branchAuthenticated: !word[bit: 24] && rd != 31
        case .compareAndSwapPair: (rs | rd) & 1 != 0
        case .pstateField:
            !(A64PSTATEField(op1: op1, op2: op2).map { features.allows($0.feature) } ?? false)
        case .vectorPolynomialLong:
            rowSize == 1 || rowSize == 2 || (rowSize == 3 && !features.contains(.pmull))
        default: isReservedVector
        }
    }

    private var rowSize: UInt32 { word[bits: 22..<24] }

    /// The same for SIMD and floating point.
    private var isReservedVector: Bool {
        let isFull = word[bit: 30]
        let size = word[bits: 22..<24]
        // immh of shifts; imm5 of copies.
        let immh = word[bits: 19..<23]
        let imm5 = word[bits: 16..<21]
        switch row.format {
        case .floatConvert: return size == 2 || opc15 == 2 || size == opc15
        case .floatToFixed, .fixedToFloat: return !sf && !word[bit: 15]
        // One doubleword is no vector.
        case .vectorThree, .vectorTwo, .vectorTwoZero: return size == 3 && !isFull
        case .vectorThreeBHS, .vectorTwoBHS, .vectorLong, .vectorWide, .vectorPairsLong,
            .vectorShiftLong, .vectorThreeNarrow, .vectorNarrow, .scalarNarrow:
            return size == 3
        case .vectorThreeHS, .scalarThreeHS, .vectorLongHS, .scalarLongHS, .vectorElement,
            .vectorElementLong, .scalarElement, .scalarElementLong:
            return size == 0 || size == 3
        case .vectorTwoBH: return size > 1
        case .vectorFloat3, .vectorFloat2, .vectorFloatZero: return size & 1 == 1 && !isFull
        case .vectorFloatElement: return size & 1 == 1 && (word[bit: 21] || !isFull)
        case .scalarFloatElement: return size & 1 == 1 && word[bit: 21]
        case .vectorAcross, .vectorAcrossLong: return size == 3 || (size == 2 && !isFull)
        case .vectorShiftRight, .vectorShiftLeft: return immh == 0 || (immh >= 8 && !isFull)
        case .vectorShiftNarrow, .vectorShiftLeftLong, .scalarShiftNarrow:
            return immh == 0 || immh >= 8
        case .scalarShiftRight, .scalarShiftLeft: return immh == 0
        case .vectorFixed: return immh < 4 || (immh >= 8 && !isFull)
        case .scalarFixed: return immh < 4
        case .vectorDuplicateElement, .vectorDuplicateGeneral:
            return imm5 & 15 == 0 || (imm5 & 15 == 8 && !isFull)
        case .scalarDuplicate, .vectorInsertElement, .vectorInsertGeneral: return imm5 & 15 == 0
        case .vectorMoveSigned: return imm5 & (isFull ? 7 : 3) == 0
        case .vectorMoveUnsigned: return isFull ? imm5 & 15 != 8 : imm5 & 7 == 0
        case .vectorExtract: return !isFull && word[bit: 14]
        case .vectorLiteral, .vectorPairOffset, .vectorPairPostIndex, .vectorPairPreIndex:
            return word >> 30 == 3
        case .vectorRegisterOffset: return option & 2 == 0
        case .vectorMultiple, .vectorMultiplePostIndex:
            let isLD1 = word[bit: 13]
            return word[bits: 10..<12] == 3 && !isFull && !isLD1
        case .vectorSingle, .vectorSinglePostIndex:
            let low = word[bits: 10..<12]
            switch word[bits: 14..<16] {
            case 0: return false
            case 1: return low & 1 != 0
            case 2: return low & 2 != 0 || (low & 1 != 0 && word[bit: 12])
            default: return true
            }
        default: return false
        }
    }

    /// opc of FCVT: the destination's type.
    var opc15: UInt32 { word[bits: 15..<17] }
}

/// The fields that MSR (immediate) can write. Source: Arm ARM, MSR (immediate), op1 and op2.
public enum A64PSTATEField: UInt32, CaseIterable, Sendable {
    // op1 << 3 | op2
    case uao = 0b000_011
    case pan = 0b000_100
    case spSel = 0b000_101
    case ssbs = 0b011_001
    case dit = 0b011_010
    case daifSet = 0b011_110
    case daifClr = 0b011_111

    public init?(op1: UInt32, op2: UInt32) { self.init(rawValue: op1 << 3 | op2) }

    /// What a processor needs to have it.
    public var feature: Feature? {
        switch self {
        case .uao: .uao
        case .pan: .pan
        case .ssbs: .ssbs
        case .dit: .dit
        default: nil
        }
    }

    /// The manual's name.
    public var name: String {
        switch self {
        case .uao: "UAO"
        case .pan: "PAN"
        case .spSel: "SPSel"
        case .ssbs: "SSBS"
        case .dit: "DIT"
        case .daifSet: "DAIFSet"
        case .daifClr: "DAIFClr"
        }
    }
}
