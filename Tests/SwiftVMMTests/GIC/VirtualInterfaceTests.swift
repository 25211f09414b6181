import Testing

@testable import SwiftVMM

/// List registers and their interrupts, GICv3 IHI 0069, "Virtual interrupt handling".
@Suite struct VirtualInterfaceTests {
    private static func entry(
        _ intid: UInt64, priority: UInt64 = 0x80, state: UInt64 = 1, group1: Bool = true,
        physical: UInt64? = nil, wantsMaintenance: Bool = false
    ) -> ListRegister {
        var raw = state << 62 | priority << 48 | intid
        raw[bit: 60] = group1
        raw[bit: 61] = physical != nil
        raw[bit: 41] = wantsMaintenance
        return ListRegister(rawValue: raw | (physical ?? 0) << 32)
    }

    private func interface(_ entries: [ListRegister]) -> VirtualInterface {
        var interface = VirtualInterface(.v3)
        interface.setControl(1)
        interface.setMachineControl(0xf800_0003)
        for (index, entry) in entries.enumerated() { interface.listRegisters[index] = entry }
        return interface
    }

    @Test func theHighestPriorityIsTakenFirst() {
        var machine = interface([Self.entry(40, priority: 0xa0), Self.entry(41, priority: 0x20)])
        #expect(machine.acknowledge(.one).intid == 41)
        #expect(machine.acknowledge(.one).intid == GICState.spurious)
        #expect(machine.endInterrupt(.one, intid: 41) == nil)
        #expect(machine.acknowledge(.one).intid == 40)
        #expect(machine.listRegisters[1].isInvalid)
    }

    /// Pending and active at once: signalled again only when it is no longer active.
    @Test func pendingAndActiveWaitsForItsEnd() {
        var machine = interface([Self.entry(40, state: 3)])
        machine.priorities.activePriorities1 = 1 << 16
        #expect(machine.signalled == nil)
        _ = machine.endInterrupt(.one, intid: 40)
        #expect(machine.signalled == .one)
    }

    @Test func aPhysicalInterruptEndsWithTheVirtualOne() {
        var machine = interface([Self.entry(40, physical: 27)])
        #expect(machine.acknowledge(.one).intid == 40)
        #expect(machine.endInterrupt(.one, intid: 40) == 27)
    }

    @Test func endsNobodyListsAreCounted() {
        var machine = interface([])
        machine.priorities.activePriorities1 = 3
        _ = machine.endInterrupt(.one, intid: 40)
        #expect(machine.control >> 27 == 1)
        // No active priority: ignored.
        machine.priorities.activePriorities1 = 0
        _ = machine.endInterrupt(.one, intid: 40)
        #expect(machine.control >> 27 == 1)
        // Special INTIDs too.
        machine.priorities.activePriorities1 = 1
        _ = machine.endInterrupt(.one, intid: 1023)
        #expect(machine.priorities.activePriorities1 == 1)
    }

    @Test func specialNumbersDoNotBecomeActive() {
        var machine = interface([Self.entry(1022)])
        #expect(machine.acknowledge(.one).intid == 1022)
        #expect(machine.listRegisters[0].isInvalid)
        #expect(machine.priorities.runningPriority == PriorityLogic.idlePriority)
    }

    @Test func maintenance() {
        var machine = interface([])
        #expect(!machine.wantsMaintenance)
        machine.setControl(1 | 1 << 3)
        #expect(machine.maintenanceStatus == 1 << 3)
        machine.listRegisters[0] = Self.entry(40)
        #expect(machine.maintenanceStatus == 0)
        machine.setControl(1 | 1 << 1)
        #expect(machine.maintenanceStatus == 1 << 1)
        machine.listRegisters[2] = Self.entry(41)
        #expect(machine.maintenanceStatus == 0)
        machine.listRegisters[3] = Self.entry(42, state: 0, wantsMaintenance: true)
        #expect(machine.maintenanceStatus == 1)
        #expect(machine.endedWithMaintenance == 8)
        #expect(machine.empty == 0b0010)
        machine.setControl(0)
        #expect(!machine.wantsMaintenance)
    }

    /// The bit of End-of-interrupt is part of the physical INTID when there is one.
    @Test func emptyByHardwareBit() {
        let machine = interface([
            Self.entry(40, state: 0, physical: 0x200), Self.entry(40, state: 0),
            Self.entry(40, state: 0, wantsMaintenance: true),
        ])
        #expect(machine.empty == 0b1011)
        #expect(machine.endedWithMaintenance == 0b0100)
    }

    @Test func machineControlKeepsWhatItHas() {
        var machine = VirtualInterface(.v3)
        machine.setMachineControl(~0)
        #expect(machine.machineControl == 0xf8fc_021b)
        machine.setMachineControl(0)
        // Minimum binary points, VFIQEn.
        #expect(machine.machineControl == 0x004c_0008)
        var older = VirtualInterface(.v2)
        older.setMachineControl(~0)
        #expect(older.machineControl == 0xf8fc_021f)
    }

    @Test func version2ListRegistersHoldTheSame() {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<1000 {
            let word = UInt32(truncatingIfNeeded: random.next()) & 0xff8f_ffff
            #expect(ListRegister(version2: word).version2 == word)
        }
    }
}
