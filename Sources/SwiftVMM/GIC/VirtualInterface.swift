// The virtual CPU interface of one PE: list registers and their control (ICH_*, GICH_*), and the
// interface a virtual machine uses (ICV_*, GICV_*).
//
// Source: GICv3 IHI 0069, "Virtual interrupt handling and prioritization", and the pseudocode of
// the ICV_ registers; GICv2 IHI 0048 chapter 5.

/// One list register in GICv3's format, ICH_LR<n>_EL2.
public struct ListRegister: RawRepresentable, Equatable, Sendable {
    public var rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue & Self.implemented }

    /// 16-bit virtual INTIDs, 10-bit physical ones, 5-bit priorities. RES0: 47...45 and 58...56,
    /// and bits of what is narrower here than the field.
    private static let implemented: UInt64 = 0xf0f8_1fff_0000_ffff

    public var intid: Int { Int(rawValue & 0xffff_ffff) }
    public var physicalINTID: Int { Int(rawValue[bits: 32..<42]) }
    /// Without HW: raise a maintenance interrupt when it is deactivated.
    public var wantsMaintenance: Bool { rawValue[bit: 41] && !isHardware }
    public var priority: UInt8 { UInt8(rawValue[bits: 48..<56]) }
    public var group: InterruptGroup { rawValue[bit: 60] ? .one : .zero }
    public var isHardware: Bool { rawValue[bit: 61] }
    public var isPending: Bool {
        get { rawValue[bit: 62] }
        set { rawValue[bit: 62] = newValue }
    }
    public var isActive: Bool {
        get { rawValue[bit: 63] }
        set { rawValue[bit: 63] = newValue }
    }
    public var isInvalid: Bool { !isPending && !isActive }
}

public struct VirtualInterface: Equatable, Sendable {
    /// ICH_HCR_EL2.
    public internal(set) var control: UInt32 = 0
    public internal(set) var listRegisters = Array(
        repeating: ListRegister(rawValue: 0), count: Self.listRegisterCount)
    /// What ICV_ registers reach and ICH_VMCR_EL2 and ICH_AP<n>R<m>_EL2 show.
    public var priorities = PriorityLogic()
    /// GICV_CTLR.AckCtl: GICV_IAR also acknowledges Group 1. Always clear with GICv3.
    var acknowledgesGroup1 = false
    /// VFIQEn. Always set with GICv3.
    var signalsGroup0AsFIQ: Bool
    private let version: GICVersion

    /// Of ICH_VTR_EL2.ListRegs, plus one.
    public static let listRegisterCount = 4
    /// EOIcount, TDIR, TALL1, TALL0, TC, and the enables.
    private static let writableControl: UInt32 = 0xf800_5cff

    init(_ version: GICVersion) {
        self.version = version
        signalsGroup0AsFIQ = version == .v3
    }

    // MARK: Hypervisor's registers

    /// ICH_HCR_EL2.
    public mutating func setControl(_ value: UInt64) {
        control = UInt32(truncatingIfNeeded: value) & Self.writableControl
    }

    var isEnabled: Bool { control[bit: 0] }

    /// ICH_VMCR_EL2, and GICH_VMCR.
    public var machineControl: UInt64 {
        var value = UInt64(priorities.mask) << 24
        value |= UInt64(priorities.binaryPoint0) << 21
        value |= UInt64(priorities.savedBinaryPoint1) << 18
        value[bit: 9] = priorities.splitsEndOfInterrupt
        value[bit: 4] = priorities.sharesBinaryPoint
        value[bit: 3] = signalsGroup0AsFIQ
        value[bit: 2] = acknowledgesGroup1
        value[bit: 1] = priorities.enables1
        value[bit: 0] = priorities.enables0
        return value
    }

    public mutating func setMachineControl(_ value: UInt64) {
        priorities.setMask(value[bits: 24..<32])
        priorities.setBinaryPoint0(value[bits: 21..<24])
        priorities.restoreBinaryPoint1(value[bits: 18..<21])
        priorities.splitsEndOfInterrupt = value[bit: 9]
        priorities.sharesBinaryPoint = value[bit: 4]
        priorities.enables1 = value[bit: 1]
        priorities.enables0 = value[bit: 0]
        if version == .v2 {
            signalsGroup0AsFIQ = value[bit: 3]
            acknowledgesGroup1 = value[bit: 2]
        }
    }

    /// ICH_EISR_EL2: list registers whose end asks for a maintenance interrupt.
    public var endedWithMaintenance: UInt64 { bits { $0.isInvalid && $0.wantsMaintenance } }

    /// ICH_ELRSR_EL2: list registers that hold nothing.
    public var empty: UInt64 { bits { $0.isInvalid && !$0.wantsMaintenance } }

    private func bits(_ isIncluded: (ListRegister) -> Bool) -> UInt64 {
        listRegisters.enumerated().reduce(0) { $0 | (isIncluded($1.element) ? 1 << $1.offset : 0) }
    }

    /// ICH_MISR_EL2: why a maintenance interrupt is wanted.
    public var maintenanceStatus: UInt64 {
        let enables = UInt64(control)
        let status: [Bool] = [
            endedWithMaintenance != 0,
            enables[bit: 1] && listRegisters.count { !$0.isInvalid } <= 1,
            enables[bit: 2] && control[bits: 27..<32] != 0,
            enables[bit: 3] && !listRegisters.contains { $0.isPending && !$0.isActive },
            enables[bit: 4] && priorities.enables0,
            enables[bit: 5] && !priorities.enables0,
            enables[bit: 6] && priorities.enables1,
            enables[bit: 7] && !priorities.enables1,
        ]
        return status.enumerated().reduce(0) { $0 | ($1.element ? 1 << $1.offset : 0) }
    }

    /// The level of the maintenance interrupt.
    public var wantsMaintenance: Bool { isEnabled && maintenanceStatus != 0 }

    // MARK: Virtual machine's interrupts

    /// The list register with the pending interrupt of the highest priority, of enabled groups. The
    /// lowest register among equals, which the architecture leaves open.
    public var highestPending: (index: Int, interrupt: PendingInterrupt)? {
        guard isEnabled else { return nil }
        var best: (index: Int, interrupt: PendingInterrupt)?
        for (index, entry) in listRegisters.enumerated()
        where entry.isPending && !entry.isActive && priorities.enables(entry.group) {
            if let best, best.interrupt.priority <= entry.priority { continue }
            best = (
                index,
                PendingInterrupt(intid: entry.intid, priority: entry.priority, group: entry.group)
            )
        }
        return best
    }

    /// The group whose virtual interrupt is signalled now, if one is.
    var signalled: InterruptGroup? {
        guard let (_, interrupt) = highestPending, priorities.signals(interrupt) else {
            return nil
        }
        return interrupt.group
    }

    /// ICV_IAR<n>_EL1, GICV_IAR. GICv2's sender of an SGI is the caller's to add.
    public mutating func acknowledge(_ group: InterruptGroup) -> (intid: Int, index: Int?) {
        guard let (index, interrupt) = highestPending, interrupt.group == group,
            priorities.signals(interrupt)
        else { return (GICState.spurious, nil) }
        listRegisters[index].isPending = false
        // 1020...1023 are not interrupts: nothing becomes active.
        guard !(1020...1023).contains(interrupt.intid) else { return (interrupt.intid, nil) }
        priorities.activate(interrupt)
        listRegisters[index].isActive = true
        return (interrupt.intid, index)
    }

    /// ICV_HPPIR<n>_EL1.
    public func highestPendingINTID(_ group: InterruptGroup) -> Int {
        guard let (_, interrupt) = highestPending, interrupt.group == group else {
            return GICState.spurious
        }
        return interrupt.intid
    }

    /// ICV_EOIR<n>_EL1. Returns the physical interrupt to deactivate, if it was tied to one.
    public mutating func endInterrupt(_ group: InterruptGroup, intid: Int) -> Int? {
        guard intid < 1020 || intid > 1023, priorities.drop(group) != nil else { return nil }
        return priorities.splitsEndOfInterrupt ? nil : deactivate(intid: intid, group: group)
    }

    /// ICV_DIR_EL1, which does nothing unless EOImode splits deactivation off.
    public mutating func deactivateSeparately(intid: Int) -> Int? {
        guard priorities.splitsEndOfInterrupt, intid < 1020 || intid > 1023 else { return nil }
        return deactivate(intid: intid, group: nil)
    }

    private mutating func deactivate(intid: Int, group: InterruptGroup?) -> Int? {
        let found = listRegisters.firstIndex { $0.isActive && $0.intid == intid }
        guard let index = found else {
            // The hypervisor keeps it elsewhere, and counts.
            if intid < 8192 { countUnlistedEnd() }
            return nil
        }
        if let group, listRegisters[index].group != group { return nil }
        return deactivate(listRegister: index)
    }

    mutating func countUnlistedEnd() { control[bits: 27..<32] &+= 1 }

    /// Returns the physical interrupt to deactivate too.
    mutating func deactivate(listRegister index: Int) -> Int? {
        listRegisters[index].isActive = false
        let entry = listRegisters[index]
        return entry.isHardware ? entry.physicalINTID : nil
    }
}
