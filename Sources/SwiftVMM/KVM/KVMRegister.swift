// Register ids of KVM_GET_ONE_REG and KVM_SET_ONE_REG, from the one register table.
//
// Source: Linux Documentation/virt/kvm/api.rst, "arm64 registers have the following id bit
// patterns"; arch/arm64/include/uapi/asm/kvm.h.

/// The id of one register of a vCPU: architecture, size, group, and the place within the group.
public struct KVMRegister: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt64
    public var id: UInt64 { rawValue }
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// arm64, 64 bits, core registers: the rest is an offset in `kvm_regs`, in words of 32 bits.
    private static let coreBase: UInt64 = 0x6030_0000_0010_0000
    /// arm64, 64 bits, system registers: the rest is the encoding.
    private static let systemBase: UInt64 = 0x6030_0000_0013_0000

    /// The same for the registers of 128 bits.
    private static let coreBase128: UInt64 = 0x6040_0000_0010_0000

    private static func core(_ offset: UInt64) -> KVMRegister {
        KVMRegister(rawValue: coreBase | offset)
    }

    public static func x(_ number: Int) -> KVMRegister { core(UInt64(2 * number)) }
    /// V0...V31: `fp_regs.vregs`, 128 bits each.
    public static func v(_ number: Int) -> KVMRegister {
        KVMRegister(rawValue: coreBase128 | UInt64(0x54 + 4 * number))
    }
    public static let fpsr = KVMRegister(rawValue: 0x6020_0000_0010_00d4)
    public static let fpcr = KVMRegister(rawValue: 0x6020_0000_0010_00d5)
    public static let spEL0 = core(0x3e)
    public static let pc = core(0x40)
    public static let pstate = core(0x42)
    public static let spEL1 = core(0x44)
    public static let elrEL1 = core(0x46)
    public static let spsrEL1 = core(0x48)
    /// The version of PSCI that the kernel offers the guest.
    public static let psciVersion = KVMRegister(rawValue: 0x6030_0000_0014_0000)

    public static func system(_ encoding: SystemRegisterEncoding) -> KVMRegister {
        KVMRegister(rawValue: systemBase | UInt64(encoding.packed))
    }

    /// SP_EL2: the core block has no place for it.
    public static let spEL2 = system(SystemRegisterEncoding(3, 6, 4, 1, 0))

    /// The id under which KVM keeps a register of the table.
    ///
    /// Most have their encoding. What EL1 banks is in the core block, and the virtual counter and
    /// its compare value are exchanged: an old mistake that became ABI.
    public init(_ id: SystemRegisterID) {
        self =
            switch id {
            case .spEL0: .spEL0
            case .spEL1: .spEL1
            case .elrEL1: .elrEL1
            case .spsrEL1: .spsrEL1
            case .fpsr: .fpsr
            case .fpcr: .fpcr
            case .cntvctEL0: .system(SystemRegister[.cntvCvalEL0].encoding)
            case .cntvCvalEL0: .system(SystemRegister[.cntvctEL0].encoding)
            default: .system(SystemRegister[id].encoding)
            }
    }

    /// The row of the table that has this id.
    public var systemRegister: SystemRegisterID? {
        guard rawValue & ~0xffff == Self.systemBase else { return nil }
        let encoding = SystemRegisterEncoding(packed: UInt16(truncatingIfNeeded: rawValue))
        switch SystemRegister.find(encoding)?.id {
        case .cntvctEL0: return .cntvCvalEL0
        case .cntvCvalEL0: return .cntvctEL0
        case let id: return id
        }
    }
}

extension KVMRegister: CustomStringConvertible {
    /// The manual's name where the table has the register.
    public var description: String {
        switch self {
        case .spEL0: return "SP_EL0"
        case .pc: return "PC"
        case .pstate: return "PSTATE"
        case .spEL1: return "SP_EL1"
        case .elrEL1: return "ELR_EL1"
        case .spsrEL1: return "SPSR_EL1"
        case .spEL2: return "SP_EL2"
        case .fpsr: return "FPSR"
        case .fpcr: return "FPCR"
        case .psciVersion: return "PSCI version"
        default: break
        }
        if rawValue & ~0x3f == Self.coreBase, rawValue & 1 == 0 {
            return "X\((rawValue & 0x3f) / 2)"
        }
        if rawValue & ~0xff == Self.coreBase128 {
            return "V\(((rawValue & 0xff) - 0x54) / 4)"
        }
        if let id = systemRegister { return SystemRegister[id].name }
        if rawValue & ~0xffff == Self.systemBase {
            let encoding = SystemRegisterEncoding(packed: UInt16(truncatingIfNeeded: rawValue))
            return encoding.genericName.uppercased()
        }
        return "register \(rawValue.hex())"
    }
}
