// Registers by name, whatever engine holds them.

/// Any register of a vCPU.
public enum Register: Hashable, Sendable {
    /// X0...X30.
    case x(Int)
    /// The stack pointer in use.
    case sp
    case pc
    /// PSTATE in the layout of SPSR_ELx.
    case pstate
    case system(SystemRegisterID)
    /// One half of V0...V31: 0 for bits 63...0, 1 for bits 127...64.
    case v(Int, half: Int)

    /// "x0", "lr", "sp", "pc", "pstate", "d0" or "v0.d[0]", "v0.d[1]", or a system register's
    /// manual name; any case.
    public init?(named name: String) {
        let lower = name.lowercased()
        switch lower {
        case "sp": self = .sp
        case "pc": self = .pc
        case "pstate", "cpsr": self = .pstate
        case "lr": self = .x(30)
        default:
            if lower.first == "x", let number = Int(lower.dropFirst()), (0...30).contains(number) {
                self = .x(number)
            } else if let row = SystemRegister.find(named: name) {
                self = .system(row.id)
            } else if let half = Self.half(named: lower) {
                self = half
            } else {
                return nil
            }
        }
    }

    private static func half(named lower: String) -> Register? {
        var digits = lower.dropFirst()
        var half = 0
        switch lower.first {
        case "d": break
        case "v":
            guard digits.hasSuffix(".d[0]") || digits.hasSuffix(".d[1]") else { return nil }
            half = digits.hasSuffix(".d[1]") ? 1 : 0
            digits = digits.dropLast(5)
        default: return nil
        }
        guard let number = Int(digits), (0...31).contains(number) else { return nil }
        return .v(number, half: half)
    }

    /// The name as a person reads it.
    public var name: String {
        switch self {
        case .v(let number, let half): "v\(number).d[\(half)]"
        case .x(let number): "x\(number)"
        case .sp: "sp"
        case .pc: "pc"
        case .pstate: "pstate"
        case .system(let id): SystemRegister[id].name
        }
    }
}

/// Some bits of some system registers; a register that is not named has none of them.
public typealias RegisterBits = [SystemRegisterID: UInt64]

/// The registers of a vCPU at one moment.
public struct RegisterSnapshot: Sendable, Equatable {
    /// X0...X30.
    public var x: [UInt64]
    public var sp: UInt64
    public var pc: UInt64
    /// PSTATE in the layout of SPSR_ELx.
    public var pstate: UInt64
    /// Stored system registers by row of `SystemRegister.table`; nil where the engine cannot read
    /// it.
    public var system: [UInt64?]
    /// V0...V31, each its low half and then its high one; empty where the engine cannot read them.
    public var v: [UInt64]

    public init(
        x: [UInt64], sp: UInt64, pc: UInt64, pstate: UInt64, system: [UInt64?], v: [UInt64] = []
    ) {
        self.v = v
        self.x = x
        self.sp = sp
        self.pc = pc
        self.pstate = pstate
        self.system = system
    }

    public subscript(_ register: Register) -> UInt64? {
        switch register {
        case .x(let number): x[number]
        case .sp: sp
        case .pc: pc
        case .pstate: pstate
        case .system(let id): system[Int(id.rawValue)]
        case .v(let number, let half): v.isEmpty ? nil : v[2 * number + half]
        }
    }

    public subscript(_ id: SystemRegisterID) -> UInt64 { system[Int(id.rawValue)] ?? 0 }

    public var el: ExceptionLevel {
        if isAArch32 { return mode?.el ?? .el1 }
        return ExceptionLevel(rawValue: UInt8(truncatingIfNeeded: pstate >> 2 & 3)) ?? .el0
    }
    /// D, A, I, F, D highest; AArch32 has no D.
    public var daif: UInt8 {
        UInt8(truncatingIfNeeded: pstate >> 6 & (isAArch32 ? 7 : 15))
    }
    /// N, Z, C, V in bits 31...28.
    public var nzcv: UInt64 { pstate & 0xf000_0000 }
}
