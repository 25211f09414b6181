// Field values that the manual reserves inside an allocated encoding: the `UNDEFINED` lines of each
// page's decode pseudocode.

extension A64Instruction {
    /// Whether the word, though it fits its row's picture, is UNDEFINED.
    var isReserved: Bool {
        switch row.format {
        case .addSubtractShifted: shift == 3 || (!sf && imms >= 32)
        case .logicalShifted: !sf && imms >= 32
        case .addSubtractExtended, .addSubtractExtendedFlags: imm3 > 4
        case .logicalImmediate, .logicalImmediateFlags: bitMask == nil
        case .moveWide: !sf && hw >= 2
        case .bitfield: (n == 1) != sf || (!sf && (immr >= 32 || imms >= 32))
        case .extract: (n == 1) != sf || (!sf && imms >= 32)
        case .registerOffset, .prefetchRegisterOffset: option & 2 == 0
        case .compareAndSwapPair: (rs | rd) & 1 != 0
        case .pstateField: A64PSTATEField(op1: op1, op2: op2) == nil
        default: false
        }
    }
}

/// The fields that MSR (immediate) can write. Source: Arm ARM, MSR (immediate), op1 and op2.
public enum A64PSTATEField: UInt32, CaseIterable, Sendable {
    // op1 << 3 | op2
    case uao = 0b000_011
    case pan = 0b000_100
    case spSel = 0b000_101
    case daifSet = 0b011_110
    case daifClr = 0b011_111

    public init?(op1: UInt32, op2: UInt32) { self.init(rawValue: op1 << 3 | op2) }

    /// The manual's name.
    public var name: String {
        switch self {
        case .uao: "UAO"
        case .pan: "PAN"
        case .spSel: "SPSel"
        case .daifSet: "DAIFSet"
        case .daifClr: "DAIFClr"
        }
    }
}
