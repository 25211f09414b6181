// Condition codes and the flags they read.

/// The four-bit condition of B.cond, CSEL, CCMP. Source: Arm ARM, `ConditionHolds`.
public enum Condition: UInt8, Sendable, CaseIterable {
    case eq, ne, cs, cc, mi, pl, vs, vc, hi, ls, ge, lt, gt, le, al, nv

    public var mnemonic: String {
        switch self {
        case .eq: "eq"
        case .ne: "ne"
        case .cs: "hs"
        case .cc: "lo"
        case .mi: "mi"
        case .pl: "pl"
        case .vs: "vs"
        case .vc: "vc"
        case .hi: "hi"
        case .ls: "ls"
        case .ge: "ge"
        case .lt: "lt"
        case .gt: "gt"
        case .le: "le"
        case .al: "al"
        case .nv: "nv"
        }
    }

    /// Whether the condition holds for flags in PSTATE position (N = bit 31 … V = bit 28).
    /// `nv` holds always, as `al` does.
    @inline(__always)
    public static func holds(_ condition: UInt8, nzcv: UInt64) -> Bool {
        let n = nzcv & (1 << 31) != 0
        let z = nzcv & (1 << 30) != 0
        let c = nzcv & (1 << 29) != 0
        let v = nzcv & (1 << 28) != 0
        let result: Bool
        switch condition >> 1 {
        case 0: result = z
        case 1: result = c
        case 2: result = n
        case 3: result = v
        case 4: result = c && !z
        case 5: result = n == v
        case 6: result = n == v && !z
        default: return true
        }
        return condition & 1 != 0 ? !result : result
    }
}
