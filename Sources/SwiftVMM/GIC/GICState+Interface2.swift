// GICv2's memory-mapped CPU interface (GICC), the virtual machine's copy of it (GICV), and the
// hypervisor's control of that (GICH). Source: GICv2 IHI 0048 §4.4, §5.3, §5.5. Without the
// Security Extensions every access is as a Secure one.

/// The registers that GICC and GICV have in common, by offset.
private enum Interface2 {
    static let control: UInt64 = 0x00
    static let priorityMask: UInt64 = 0x04
    static let binaryPoint: UInt64 = 0x08
    static let acknowledge: UInt64 = 0x0c
    static let end: UInt64 = 0x10
    static let runningPriority: UInt64 = 0x14
    static let highestPending: UInt64 = 0x18
    static let aliasedBinaryPoint: UInt64 = 0x1c
    static let aliasedAcknowledge: UInt64 = 0x20
    static let aliasedEnd: UInt64 = 0x24
    static let aliasedHighestPending: UInt64 = 0x28
    static let activePriorities0: UInt64 = 0xd0
    static let activePriorities1: UInt64 = 0xe0
    static let identification: UInt64 = 0xfc
    static let deactivate: UInt64 = 0x1000

    /// Group 1 waits, and this register does not acknowledge it.
    static let otherGroup = 1022
    /// GICC_IIDR: architecture version 2.
    static let identificationValue: UInt32 = 2 << 16
}

/// GICC_CTLR and GICV_CTLR.
private enum Control2 {
    static let acknowledgeControl = 2
    static let fiqEnable = 3
    static let commonBinaryPoint = 4
    static let endOfInterruptMode = 9
}

extension PriorityLogic {
    /// The part of GICC_CTLR that is kept here.
    fileprivate var control: UInt32 {
        var value: UInt32 = 0
        value[bit: 0] = enables0
        value[bit: 1] = enables1
        value[bit: Control2.commonBinaryPoint] = sharesBinaryPoint
        value[bit: Control2.endOfInterruptMode] = splitsEndOfInterrupt
        return value
    }

    fileprivate mutating func setControl(_ value: UInt32) {
        enables0 = value[bit: 0]
        enables1 = value[bit: 1]
        sharesBinaryPoint = value[bit: Control2.commonBinaryPoint]
        splitsEndOfInterrupt = value[bit: Control2.endOfInterruptMode]
    }

    /// GICC_EOIR ends the highest active priority of either group; GICC_AEOIR only Group 1.
    fileprivate mutating func dropAny(onlyGroup1: Bool) -> Bool {
        if !onlyGroup1, drop(.zero) != nil { return true }
        return drop(.one) != nil
    }

    fileprivate func register(_ offset: UInt64) -> UInt32? {
        switch offset {
        case Interface2.priorityMask: UInt32(mask)
        case Interface2.binaryPoint: UInt32(binaryPoint0)
        case Interface2.aliasedBinaryPoint: UInt32(binaryPoint1)
        case Interface2.runningPriority: UInt32(runningPriority)
        case Interface2.identification: Interface2.identificationValue
        default: nil
        }
    }

    fileprivate mutating func setRegister(_ offset: UInt64, _ value: UInt32) {
        switch offset {
        case Interface2.priorityMask: setMask(UInt64(value))
        case Interface2.binaryPoint: setBinaryPoint0(UInt64(value))
        case Interface2.aliasedBinaryPoint: setBinaryPoint1(UInt64(value))
        default: break
        }
    }
}

// MARK: GICC

extension GICState {
    mutating func readInterface2(_ offset: UInt64, cpu: Int) -> UInt32 {
        switch offset {
        case Interface2.control: return interfaces[cpu].control | interfaceControls[cpu]
        case Interface2.acknowledge: return UInt32(acknowledge2(cpu, isAliased: false, takes: true))
        case Interface2.aliasedAcknowledge:
            return UInt32(acknowledge2(cpu, isAliased: true, takes: true))
        case Interface2.highestPending:
            return UInt32(acknowledge2(cpu, isAliased: false, takes: false))
        case Interface2.aliasedHighestPending:
            return UInt32(acknowledge2(cpu, isAliased: true, takes: false))
        case Interface2.activePriorities0: return interfaces[cpu].activePriorities0
        case Interface2.activePriorities1: return interfaces[cpu].activePriorities1
        default: return interfaces[cpu].register(offset) ?? 0
        }
    }

    mutating func writeInterface2(_ offset: UInt64, _ word: MaskedWord, cpu: Int) {
        let value = word.ones
        let intid = Int(value & 0x3ff)
        switch offset {
        case Interface2.control:
            interfaces[cpu].setControl(value)
            // AckCtl, FIQEn and the bypass disables.
            interfaceControls[cpu] = value & 0x1ec
        case Interface2.end, Interface2.aliasedEnd:
            let isAliased = offset == Interface2.aliasedEnd
            guard intid < Self.interruptCount, interfaces[cpu].dropAny(onlyGroup1: isAliased),
                !interfaces[cpu].splitsEndOfInterrupt
            else { return }
            deactivate(cpu, intid: intid)
        case Interface2.deactivate:
            if interfaces[cpu].splitsEndOfInterrupt { deactivate(cpu, intid: intid) }
        case Interface2.activePriorities0: interfaces[cpu].activePriorities0 = value
        case Interface2.activePriorities1: interfaces[cpu].activePriorities1 = value
        default: interfaces[cpu].setRegister(offset, value)
        }
    }

    /// GICC_IAR and GICC_AIAR, or what GICC_HPPIR and GICC_AHPPIR say without taking it.
    private mutating func acknowledge2(_ cpu: Int, isAliased: Bool, takes: Bool) -> Int {
        guard let interrupt = highestPending(cpu),
            !takes || interfaces[cpu].signals(interrupt)
        else { return Self.spurious }
        if interrupt.group == .zero {
            if isAliased { return Self.spurious }
        } else if !isAliased, !interfaceControls[cpu][bit: Control2.acknowledgeControl] {
            return Interface2.otherGroup
        }
        if takes { return acknowledge(cpu, interrupt) }
        guard interrupt.intid < 16 else { return interrupt.intid }
        let sender = sgiSources[cpu][interrupt.intid].trailingZeroBitCount
        return interrupt.intid | (sender & 7) << 10
    }

    /// GICv3: Group 0 is always FIQ. GICv2: where GICC_CTLR.FIQEn says so.
    func signalsGroup0AsFIQ(_ cpu: Int) -> Bool {
        version == .v3 || interfaceControls[cpu][bit: Control2.fiqEnable]
    }
}

// MARK: GICV

extension GICState {
    mutating func readVirtualInterface2(_ offset: UInt64, cpu: Int) -> UInt32 {
        let machine = virtualInterfaces[cpu]
        switch offset {
        case Interface2.control:
            var value = machine.priorities.control
            value[bit: Control2.acknowledgeControl] = machine.acknowledgesGroup1
            value[bit: Control2.fiqEnable] = machine.signalsGroup0AsFIQ
            return value
        case Interface2.acknowledge, Interface2.highestPending:
            return takeVirtual2(
                cpu, isAliased: false, takes: offset == Interface2.acknowledge)
        case Interface2.aliasedAcknowledge, Interface2.aliasedHighestPending:
            return takeVirtual2(
                cpu, isAliased: true, takes: offset == Interface2.aliasedAcknowledge)
        case Interface2.activePriorities0: return machine.activePriorities
        default: return machine.priorities.register(offset) ?? 0
        }
    }

    mutating func writeVirtualInterface2(_ offset: UInt64, _ word: MaskedWord, cpu: Int) {
        let value = word.ones
        var physical: Int?
        switch offset {
        case Interface2.control:
            virtualInterfaces[cpu].priorities.setControl(value)
            virtualInterfaces[cpu].acknowledgesGroup1 = value[bit: Control2.acknowledgeControl]
            virtualInterfaces[cpu].signalsGroup0AsFIQ = value[bit: Control2.fiqEnable]
        case Interface2.end, Interface2.aliasedEnd:
            guard value & 0x3ff < 1020,
                virtualInterfaces[cpu].priorities.dropAny(
                    onlyGroup1: offset == Interface2.aliasedEnd),
                !virtualInterfaces[cpu].priorities.splitsEndOfInterrupt
            else { return }
            physical = virtualInterfaces[cpu].deactivate2(value)
        case Interface2.deactivate:
            guard virtualInterfaces[cpu].priorities.splitsEndOfInterrupt else { return }
            physical = virtualInterfaces[cpu].deactivate2(value)
        case Interface2.activePriorities0: virtualInterfaces[cpu].activePriorities = value
        default: virtualInterfaces[cpu].priorities.setRegister(offset, value)
        }
        if let physical { deactivate(cpu, intid: physical) }
    }

    private mutating func takeVirtual2(_ cpu: Int, isAliased: Bool, takes: Bool) -> UInt32 {
        let machine = virtualInterfaces[cpu]
        let spurious = UInt32(Self.spurious)
        guard let (index, interrupt) = machine.highestPending,
            !takes || machine.priorities.signals(interrupt)
        else { return spurious }
        if interrupt.group == .zero {
            if isAliased { return spurious }
        } else if !isAliased, !machine.acknowledgesGroup1 {
            return UInt32(Interface2.otherGroup)
        }
        if takes { _ = virtualInterfaces[cpu].acknowledge(interrupt.group) }
        return machine.listRegisters[index].acknowledged2
    }
}

extension VirtualInterface {
    /// GICH_APR has both groups in one.
    fileprivate var activePriorities: UInt32 {
        get { priorities.activePriorities0 | priorities.activePriorities1 }
        set {
            priorities.activePriorities0 = newValue
            priorities.activePriorities1 = 0
        }
    }

    /// GICV_EOIR and GICV_DIR: the SGI of a sender is an interrupt of its own.
    fileprivate mutating func deactivate2(_ value: UInt32) -> Int? {
        let wanted = value & 0x1fff
        let index = listRegisters.firstIndex { $0.isActive && $0.acknowledged2 == wanted }
        guard let index else {
            countUnlistedEnd()
            return nil
        }
        return deactivate(listRegister: index)
    }
}

// MARK: GICH

extension GICState {
    private enum Hypervisor2 {
        static let control: UInt64 = 0x000
        static let type: UInt64 = 0x004
        static let machineControl: UInt64 = 0x008
        static let maintenanceStatus: UInt64 = 0x010
        static let ended: UInt64 = 0x020
        static let empty: UInt64 = 0x030
        static let activePriorities: UInt64 = 0x0f0
        static let listRegisters: UInt64 = 0x100
        /// EOICount and the enables.
        static let writableControl: UInt64 = 0xf800_00ff
        /// 5 bits of priority and preemption.
        static let typeValue: UInt32 =
            4 << 29 | 4 << 26 | UInt32(VirtualInterface.listRegisterCount - 1)
    }

    func readHypervisorInterface2(_ offset: UInt64, cpu: Int) -> UInt32 {
        let machine = virtualInterfaces[cpu]
        switch offset {
        case Hypervisor2.control: return machine.control
        case Hypervisor2.type: return Hypervisor2.typeValue
        case Hypervisor2.machineControl: return UInt32(truncatingIfNeeded: machine.machineControl)
        case Hypervisor2.maintenanceStatus:
            return UInt32(truncatingIfNeeded: machine.maintenanceStatus)
        case Hypervisor2.ended: return UInt32(truncatingIfNeeded: machine.endedWithMaintenance)
        case Hypervisor2.empty: return UInt32(truncatingIfNeeded: machine.empty)
        case Hypervisor2.activePriorities: return machine.activePriorities
        default: return Self.listRegister(offset).map { machine.listRegisters[$0].version2 } ?? 0
        }
    }

    mutating func writeHypervisorInterface2(_ offset: UInt64, _ word: MaskedWord, cpu: Int) {
        let value = word.ones
        switch offset {
        case Hypervisor2.control:
            virtualInterfaces[cpu].setControl(UInt64(value) & Hypervisor2.writableControl)
        case Hypervisor2.machineControl: virtualInterfaces[cpu].setMachineControl(UInt64(value))
        case Hypervisor2.activePriorities: virtualInterfaces[cpu].activePriorities = value
        default:
            guard let index = Self.listRegister(offset) else { return }
            virtualInterfaces[cpu].listRegisters[index] = ListRegister(version2: value)
        }
    }

    private static func listRegister(_ offset: UInt64) -> Int? {
        guard offset >= Hypervisor2.listRegisters else { return nil }
        let index = Int(offset - Hypervisor2.listRegisters) / 4
        return index < VirtualInterface.listRegisterCount ? index : nil
    }
}

extension ListRegister {
    /// GICH_LR: the same fields, closer together.
    init(version2 value: UInt32) {
        let wide = UInt64(value)
        self.init(
            rawValue: wide[bits: 0..<10] | wide[bits: 10..<20] << 32 | wide[bits: 23..<28] << 51
                | wide[bits: 30..<31] << 60 | wide[bits: 31..<32] << 61
                | wide[bits: 28..<30] << 62)
    }

    var version2: UInt32 {
        let low = rawValue[bits: 0..<10] | rawValue[bits: 32..<42] << 10
        let high =
            rawValue[bits: 51..<56] << 23 | rawValue[bits: 62..<64] << 28
            | rawValue[bits: 60..<61] << 30 | rawValue[bits: 61..<62] << 31
        return UInt32(truncatingIfNeeded: low | high)
    }

    /// What GICV_IAR says of it: the sender of an SGI in bits 12...10.
    fileprivate var acknowledged2: UInt32 {
        let id = UInt32(rawValue[bits: 0..<10])
        return id < 16 && !isHardware ? id | UInt32(rawValue[bits: 32..<35]) << 10 : id
    }
}
