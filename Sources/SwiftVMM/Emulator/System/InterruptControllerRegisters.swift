// ICC_ and ICH_ registers: the PE's side of a GICv3. EL1's ICC_ names reach the virtual interface
// where HCR_EL2.IMO or FMO says so, and are then ICV_ registers.
//
// Source: GICv3 IHI 0069, "AArch64 System register descriptions", and the access pseudocode there.

/// What an ICC_ register is for, which decides how it is trapped and made virtual.
private enum InterruptRegisterKind {
    case group0
    case group1
    /// Serves both groups.
    case common
    /// ICC_DIR_EL1: common, with a trap of its own.
    case deactivate
    /// ICC_SGI<n>R_EL1, which have no virtual form.
    case sgi
    case enable

    init?(_ id: SystemRegisterID) {
        switch id {
        case .iccIar0EL1, .iccEoir0EL1, .iccHppir0EL1, .iccBpr0EL1, .iccAp0r0EL1,
            .iccIgrpen0EL1:
            self = .group0
        case .iccIar1EL1, .iccEoir1EL1, .iccHppir1EL1, .iccBpr1EL1, .iccAp1r0EL1,
            .iccIgrpen1EL1:
            self = .group1
        case .iccPmrEL1, .iccCtlrEL1, .iccRprEL1: self = .common
        case .iccDirEL1: self = .deactivate
        case .iccSgi0rEL1, .iccSgi1rEL1, .iccAsgi1rEL1: self = .sgi
        case .iccSreEL1: self = .enable
        default: return nil
        }
    }
}

extension EmulatedVCPU {
    /// After a reset: what the policy draws for registers that reset to UNKNOWN.
    /// GICv2's reset to zero.
    func inheritInterruptController() {
        guard system.gic.state.version == .v3 else { return }
        for row in SystemRegister.table where row.id.isInterruptController && row.minimumEL == .el2
        {
            if case .unknown = row.reset { _ = setInterruptController(row.id, state[row.id]) }
        }
        _ = setInterruptController(.ichVmcrEL2, state[.ichVmcrEL2])
    }

    // MARK: Traps

    /// Whether an access from EL1 to a register of the CPU interface goes to EL2.
    func isInterruptControllerTrapped(_ id: SystemRegisterID, hcr: UInt64) -> Bool {
        guard system.hasEL2 else { return false }
        let ich = system.gic.state.virtualInterfaces[index].control
        switch InterruptRegisterKind(id) {
        case .group0: return ich[bit: 11]
        case .group1: return ich[bit: 12]
        case .common: return ich[bit: 10]
        case .deactivate: return ich[bit: 10] || ich[bit: 14]
        case .sgi: return ich[bit: 10] || hcr[bit: 3] || hcr[bit: 4]
        // ICC_SRE_EL2.Enable
        case .enable: return !state[.iccSreEL2][bit: 3]
        case nil: return false
        }
    }

    /// Whether the name reaches the virtual interface now.
    private func isVirtual(_ id: SystemRegisterID) -> Bool {
        guard state.el == .el1 else { return false }
        let hcr = state[.hcrEL2]
        return switch InterruptRegisterKind(id) {
        case .group0: hcr[bit: 3]
        case .group1: hcr[bit: 4]
        case .common, .deactivate: hcr[bit: 3] || hcr[bit: 4]
        case .sgi, .enable, nil: false
        }
    }

    // MARK: Accesses with a side effect

    /// A guest's MRS of a register that changes by being read.
    func readInterruptController(_ id: SystemRegisterID) -> UInt64? {
        let group: InterruptGroup
        switch id {
        case .iccIar0EL1: group = .zero
        case .iccIar1EL1: group = .one
        default: return nil
        }
        let isVirtual = isVirtual(id)
        return system.gic.change(index) {
            UInt64(
                isVirtual
                    ? $0.virtualInterfaces[index].acknowledge(group).intid
                    : $0.acknowledge(index, group))
        }
    }

    /// A guest's MSR to a register that is a command. True if it was one.
    func commandInterruptController(_ id: SystemRegisterID, _ value: UInt64) -> Bool {
        let intid = Int(value & 0xff_ffff)
        switch id {
        case .iccEoir0EL1: endInterrupt(.zero, intid: intid, isVirtual: isVirtual(id))
        case .iccEoir1EL1: endInterrupt(.one, intid: intid, isVirtual: isVirtual(id))
        case .iccDirEL1: deactivate(intid: intid, isVirtual: isVirtual(id))
        case .iccSgi1rEL1:
            system.gic.changeAny { $0.generateSGI(value, from: index, group: .one) }
        // Without a Secure state the other state's Group 1 is Group 0.
        case .iccSgi0rEL1, .iccAsgi1rEL1:
            system.gic.changeAny { $0.generateSGI(value, from: index, group: .zero) }
        default: return false
        }
        return true
    }

    private func endInterrupt(_ group: InterruptGroup, intid: Int, isVirtual: Bool) {
        system.gic.changeAny {
            if isVirtual {
                let physical = $0.virtualInterfaces[index].endInterrupt(group, intid: intid)
                if let physical { $0.deactivate(index, intid: physical) }
            } else {
                $0.endInterrupt(index, group, intid: intid)
            }
        }
    }

    private func deactivate(intid: Int, isVirtual: Bool) {
        system.gic.changeAny {
            if isVirtual {
                let physical = $0.virtualInterfaces[index].deactivateSeparately(intid: intid)
                if let physical { $0.deactivate(index, intid: physical) }
            } else if $0.interfaces[index].splitsEndOfInterrupt {
                $0.deactivate(index, intid: intid)
            }
        }
    }

    // MARK: Values

    /// The value of an ICC_ or ICH_ register, without the side effects of reading it.
    func interruptControllerValue(_ id: SystemRegisterID) -> UInt64? {
        guard id.isInterruptController else { return nil }
        // Reached through the object: a copy of the whole state would be made for each register.
        let gic = system.gic
        let virtual = gic.state.virtualInterfaces[index]
        switch id {
        case .ichHcrEL2: return UInt64(virtual.control)
        case .ichVmcrEL2: return virtual.machineControl
        case .ichMisrEL2: return virtual.maintenanceStatus
        case .ichEisrEL2: return virtual.endedWithMaintenance
        case .ichElrsrEL2: return virtual.empty
        case .ichAp0r0EL2: return UInt64(virtual.priorities.activePriorities0)
        case .ichAp1r0EL2: return UInt64(virtual.priorities.activePriorities1)
        case .ichLr0EL2: return virtual.listRegisters[0].rawValue
        case .ichLr1EL2: return virtual.listRegisters[1].rawValue
        case .ichLr2EL2: return virtual.listRegisters[2].rawValue
        case .ichLr3EL2: return virtual.listRegisters[3].rawValue
        default: break
        }
        let isVirtual = isVirtual(id)
        let logic = isVirtual ? virtual.priorities : gic.state.interfaces[index]
        func pending(_ group: InterruptGroup) -> UInt64 {
            if isVirtual { return UInt64(virtual.highestPendingINTID(group)) }
            guard let best = gic.state.highestPending(index), best.group == group else {
                return UInt64(GICState.spurious)
            }
            return UInt64(best.intid)
        }
        switch id {
        case .iccPmrEL1: return UInt64(logic.mask)
        case .iccBpr0EL1: return UInt64(logic.binaryPoint0)
        case .iccBpr1EL1: return UInt64(logic.binaryPoint1)
        case .iccRprEL1: return UInt64(logic.runningPriority)
        case .iccIgrpen0EL1: return logic.enables0 ? 1 : 0
        case .iccIgrpen1EL1: return logic.enables1 ? 1 : 0
        case .iccAp0r0EL1: return UInt64(logic.activePriorities0)
        case .iccAp1r0EL1: return UInt64(logic.activePriorities1)
        case .iccCtlrEL1:
            // PRIbits 5, IDbits 16, A3V.
            return (logic.sharesBinaryPoint ? 1 : 0) | (logic.splitsEndOfInterrupt ? 2 : 0)
                | 4 << 8 | 1 << 15
        case .iccIar0EL1, .iccHppir0EL1: return pending(.zero)
        case .iccIar1EL1, .iccHppir1EL1: return pending(.one)
        default: return nil
        }
    }

    /// Sets an ICC_ or ICH_ register. True if it is one that the GIC keeps.
    func setInterruptController(_ id: SystemRegisterID, _ value: UInt64) -> Bool {
        guard id.isInterruptController else { return false }
        let isVirtual = isVirtual(id)
        return system.gic.change(index) {
            if $0.virtualInterfaces[index].set(id, value) { return true }
            return isVirtual
                ? $0.virtualInterfaces[index].priorities.set(id, value)
                : $0.interfaces[index].set(id, value)
        }
    }
}

extension VirtualInterface {
    fileprivate mutating func set(_ id: SystemRegisterID, _ value: UInt64) -> Bool {
        switch id {
        case .ichHcrEL2: setControl(value)
        case .ichVmcrEL2: setMachineControl(value)
        case .ichAp0r0EL2: priorities.activePriorities0 = UInt32(truncatingIfNeeded: value)
        case .ichAp1r0EL2: priorities.activePriorities1 = UInt32(truncatingIfNeeded: value)
        case .ichLr0EL2: listRegisters[0] = ListRegister(rawValue: value)
        case .ichLr1EL2: listRegisters[1] = ListRegister(rawValue: value)
        case .ichLr2EL2: listRegisters[2] = ListRegister(rawValue: value)
        case .ichLr3EL2: listRegisters[3] = ListRegister(rawValue: value)
        default: return false
        }
        return true
    }
}

extension PriorityLogic {
    fileprivate mutating func set(_ id: SystemRegisterID, _ value: UInt64) -> Bool {
        switch id {
        case .iccPmrEL1: setMask(value)
        case .iccBpr0EL1: setBinaryPoint0(value)
        case .iccBpr1EL1: setBinaryPoint1(value)
        case .iccIgrpen0EL1: enables0 = value[bit: 0]
        case .iccIgrpen1EL1: enables1 = value[bit: 0]
        case .iccAp0r0EL1: activePriorities0 = UInt32(truncatingIfNeeded: value)
        case .iccAp1r0EL1: activePriorities1 = UInt32(truncatingIfNeeded: value)
        case .iccCtlrEL1:
            sharesBinaryPoint = value[bit: 0]
            splitsEndOfInterrupt = value[bit: 1]
        default: return false
        }
        return true
    }
}

extension SystemRegisterID {
    /// A name of the GIC's CPU interface. They lie together in the table.
    var isInterruptController: Bool {
        rawValue >= Self.iccPmrEL1.rawValue && rawValue <= Self.ichLr3EL2.rawValue
    }
}
