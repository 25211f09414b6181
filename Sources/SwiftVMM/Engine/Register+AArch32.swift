// Registers of a vCPU in AArch32, by the names of that state. The values are where AArch64 has
// them.

extension Register {
    /// "r4", "SP_svc", "HVBAR": the name in AArch32.
    public var aarch32Name: String {
        switch self {
        case .x(let number):
            if number < 13 { return "r\(number)" }
            return number <= 30 ? Self.bankedNames[number - 13] : name
        case .pstate: return "cpsr"
        case .system(let id): return Self.systemNames[id] ?? SystemRegister[id].name
        case .sp, .pc, .v: return name
        }
    }

    /// AArch32 has a way to reach it.
    var isInAArch32: Bool {
        if case .system(let id) = self { Self.systemNames[id] != nil } else { true }
    }

    /// X13 to X30. Source: Arm ARM DDI 0487, "Mapping of the general-purpose registers between the
    /// Execution states".
    private static let bankedNames: [String] =
        ["SP_usr", "LR_usr", "SP_hyp", "LR_irq", "SP_irq", "LR_svc", "SP_svc"]
        + ["LR_abt", "SP_abt", "LR_und", "SP_und"]
        + ["r8_fiq", "r9_fiq", "r10_fiq", "r11_fiq", "r12_fiq", "SP_fiq", "LR_fiq"]

    /// From the rows of CP15Register.table; both names where a row is two registers.
    private static let systemNames: [SystemRegisterID: String] = {
        var whole: [SystemRegisterID: String] = [:]
        var low: [SystemRegisterID: String] = [:]
        var high: [SystemRegisterID: String] = [:]
        for row in CP15Register.table {
            let name = String(row.name.split(separator: " ").first ?? "")
            switch row.target {
            case .whole(let id): if whole[id] == nil { whole[id] = name }
            case .low(let id): if low[id] == nil { low[id] = name }
            case .high(let id): if high[id] == nil { high[id] = name }
            case .operation, .constant: break
            }
        }
        var names = whole
        for (id, name) in low where names[id] == nil {
            names[id] = high[id].map { "\(name)/\($0)" } ?? name
        }
        // Status and return registers have no encoding in CP15.
        for mode in ProcessorMode.allCases {
            if let id = mode.savedStatus { names[id] = "SPSR_\(mode.name)" }
        }
        names[.elrEL2] = "ELR_hyp"
        return names
    }()
}

extension RegisterSnapshot {
    /// M[4] of the state: AArch32.
    public var isAArch32: Bool { pstate[bit: 4] }

    /// The mode of AArch32; nil in AArch64.
    public var mode: ProcessorMode? { ProcessorMode(rawValue: UInt8(pstate & 0x1f)) }

    /// CPSR.T: the state is T32.
    public var isThumb: Bool { isAArch32 && pstate[bit: 5] }

    /// LR of the current mode.
    var link: Register { .x(mode.map { Int($0.x(14)) } ?? 30) }

    /// SP of the current mode of AArch32, as a general register.
    var banked: Register { .x(mode.map { Int($0.x(13)) } ?? 13) }
}
