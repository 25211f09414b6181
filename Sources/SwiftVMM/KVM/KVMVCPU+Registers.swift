// Registers by name, through KVM_GET_ONE_REG and KVM_SET_ONE_REG.
//
// Source: Linux Documentation/virt/kvm/api.rst, "KVM_SET_ONE_REG".

extension KVMVCPU {
    /// A register by its id; nil if this vCPU does not have it. What is hidden once stays hidden:
    /// the features of a vCPU decide it.
    func value(of register: KVMRegister) -> UInt64? {
        guard !hidden.contains(register) else { return nil }
        let answer = descriptor.attempt(.getRegister(register))
        guard answer.result >= 0 else {
            hidden.insert(register)
            return nil
        }
        return answer.value
    }

    private func set(_ register: KVMRegister, _ value: UInt64) -> Bool {
        descriptor.attempt(.setRegister(register, value)).result >= 0
    }

    /// Every id that the kernel lists for this vCPU (KVM_GET_REG_LIST).
    public func registerList() throws(KVMError) -> [KVMRegister] {
        try descriptor.perform(.getRegisterList).list.map { KVMRegister(rawValue: $0) }
    }

    var currentLevel: ExceptionLevel {
        let pstate = value(of: .pstate) ?? 0
        return ExceptionLevel(rawValue: UInt8(truncatingIfNeeded: pstate >> 2 & 3)) ?? .el0
    }

    /// Where the stack pointer in use is kept: the core block has one for EL0 and EL1 only.
    private static func stackPointer(pstate: UInt64) -> KVMRegister {
        guard pstate & 1 != 0 else { return .spEL0 }
        return pstate >> 2 & 3 == 2 ? .spEL2 : .spEL1
    }

    public func read(_ register: Register) -> UInt64? {
        switch register {
        case .x(let number): (0...30).contains(number) ? value(of: .x(number)) : nil
        case .sp: value(of: .pstate).flatMap { value(of: Self.stackPointer(pstate: $0)) }
        case .pc: value(of: .pc)
        case .pstate: value(of: .pstate)
        case .system(let id): read(id, pstate: nil)
        }
    }

    /// - Parameter pstate: PSTATE if it has been read already.
    private func read(_ id: SystemRegisterID, pstate: UInt64?) -> UInt64? {
        if let mask = Self.fieldsOfPSTATE[id] {
            return (pstate ?? value(of: .pstate)).map { $0 & mask }
        }
        if case .alias(let other) = SystemRegister[id].renaming {
            return read(other, pstate: pstate)
        }
        if let value = value(of: KVMRegister(id)) { return value }
        guard Self.belongsToInterruptController(id) else { return nil }
        if id == .ichVtrEL2 { return listRegisterType }
        return controller?.read(SystemRegister[id].encoding, affinity: UInt64(index))
    }

    /// Registers of the table that are fields of PSTATE, in the place they have in SPSR_ELx.
    private static let fieldsOfPSTATE: [SystemRegisterID: UInt64] = [
        .spSel: 1, .currentEL: 0xc, .daif: 0x3c0, .nzcv: 0xf000_0000, .pan: 1 << 22, .uao: 1 << 23,
    ]

    /// ICC_ and ICH_ registers: since Linux 6.17 only the GIC device shows them.
    private static func belongsToInterruptController(_ id: SystemRegisterID) -> Bool {
        if case .interruptController = SystemRegister[id].trap { return true }
        return SystemRegister[id].name.hasPrefix("IC")
    }

    @discardableResult
    public func write(_ register: Register, _ value: UInt64) -> Bool {
        switch register {
        case .x(let number): return (0...30).contains(number) && set(.x(number), value)
        case .sp:
            guard let pstate = self.value(of: .pstate) else { return false }
            return set(Self.stackPointer(pstate: pstate), value)
        case .pc: return set(.pc, value)
        case .pstate: return set(.pstate, value)
        case .system(let id):
            if let mask = Self.fieldsOfPSTATE[id] {
                guard let pstate = self.value(of: .pstate) else { return false }
                return set(.pstate, pstate & ~mask | value & mask)
            }
            if case .alias(let other) = SystemRegister[id].renaming {
                return write(.system(other), value)
            }
            return set(KVMRegister(id), value)
        }
    }

    public func snapshot() -> RegisterSnapshot {
        let pstate = value(of: .pstate) ?? 0
        return RegisterSnapshot(
            x: (0...30).map { value(of: .x($0)) ?? 0 },
            sp: value(of: Self.stackPointer(pstate: pstate)) ?? 0,
            pc: value(of: .pc) ?? 0, pstate: pstate,
            system: SystemRegister.table.map { read($0.id, pstate: pstate) })
    }
}
