// Registers by name, for who looks at a vCPU from outside.

extension EmulatedVCPU {
    public func read(_ register: Register) -> UInt64? {
        switch register {
        case .x(let number): (0...30).contains(number) ? state[UInt16(number)] : nil
        case .sp: state[state.processorMode?.x(13) ?? Slot.sp]
        case .pc: state.pc
        case .pstate: state.savedStatus
        case .system(let id): readEffective(resolveAlias(id))
        case .v(let number, let half): Self.slot(ofVector: number, half: half).map { state[$0] }
        }
    }

    @discardableResult
    public func write(_ register: Register, _ value: UInt64) -> Bool {
        switch register {
        case .x(let number):
            guard (0...30).contains(number) else { return false }
            state[UInt16(number)] = value
            watch?.unknown[UInt16(number)] = 0
        case .sp: state[state.processorMode?.x(13) ?? Slot.sp] = value
        case .pc: state.pc = value
        case .pstate where state.isAArch32:
            let mode = ProcessorMode(rawValue: UInt8(truncatingIfNeeded: value & 0x1f))
            guard mode != nil else { return false }
            state.setCPSR(UInt32(truncatingIfNeeded: value))
        case .pstate:
            guard let el = ExceptionLevel(rawValue: UInt8(truncatingIfNeeded: value >> 2 & 3))
            else { return false }
            var pstate = PSTATE(
                nzcv: value & 0xf000_0000, daif: UInt8(truncatingIfNeeded: value >> 6 & 15), el: el,
                spSel: value[bit: 0], il: value[bit: 20], ss: value[bit: 21], pan: value[bit: 22],
                uao: value[bit: 23])
            pstate.dit = value[bit: 24]
            pstate.ssbs = value[bit: 12]
            state.pstate = pstate
        case .system(let id):
            writeEffective(resolveAlias(id), value)
            watch?.unknown[resolveAlias(id)] = 0
        case .v(let number, let half):
            guard let slot = Self.slot(ofVector: number, half: half) else { return false }
            state[slot] = value
        }
        contextIsStale = true
        attention = true
        mustLeaveBlock = true
        return true
    }

    private static func slot(ofVector number: Int, half: Int) -> UInt16? {
        guard (0...31).contains(number), (0...1).contains(half) else { return nil }
        return Slot.v0 + UInt16(2 * number + half)
    }

    private func resolveAlias(_ id: SystemRegisterID) -> SystemRegisterID {
        if case .alias(let other) = SystemRegister[id].renaming { return other }
        return id
    }

    public func snapshot() -> RegisterSnapshot {
        var system = [UInt64?](repeating: nil, count: SystemRegister.table.count)
        for row in SystemRegister.table {
            system[Int(row.id.rawValue)] = readEffective(resolveAlias(row.id))
        }
        let sp = state.processorMode.map { state[$0.x(13)] } ?? state[Slot.sp]
        return RegisterSnapshot(
            x: (0...30).map { state[UInt16($0)] }, sp: sp, pc: state.pc,
            pstate: state.savedStatus, system: system, v: (0..<64).map { state[Slot.v0 + $0] })
    }
}
