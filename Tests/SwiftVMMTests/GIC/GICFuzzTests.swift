import Testing

@testable import SwiftVMM

/// Random guests against a GIC: nothing they do ends the process, and after each step the inputs of
/// every PE are what a plain search over all interrupts says.
@Suite struct GICFuzzTests {
    @Test(arguments: [GICVersion.v2, .v3], [1, 2, 8])
    func anyAccesses(version: GICVersion, cpuCount: Int) {
        var random = SeededGenerator(seed: UInt64(version.rawValue * 100 + cpuCount))
        let gic = GIC(version: version, cpuCount: cpuCount)
        let windows: [GICWindow] =
            version == .v3
            ? [GICWindow(.distributor, of: gic), GICWindow(.redistributors, of: gic)]
            : [
                GICWindow(.distributor, of: gic), GICWindow(.interface, of: gic),
                GICWindow(.hypervisorInterface, of: gic), GICWindow(.virtualInterface, of: gic),
            ]
        gic.changeAny { $0.groupEnables = 3 }
        for step in 0..<6000 {
            let cpu = Int(random.next() % UInt64(cpuCount))
            gic.accessor = cpu
            switch random.next() % 8 {
            case 0: gic.setLevel(ofSharedInterrupt: Int(random.next() % 320), random.next()[bit: 0])
            case 1:
                gic.setLevel(
                    ofPrivateInterrupt: 16 + Int(random.next() % 16), of: cpu, random.next()[bit: 0]
                )
            case 2 where version == .v3: useSystemRegisters(gic, cpu, &random)
            default: access(windows[Int(random.next() % UInt64(windows.count))], &random)
            }
            for cpu in 0..<cpuCount {
                let expected = Self.expectedLines(gic.state, cpu)
                guard gic.lines[cpu] == expected else {
                    Issue.record("step \(step), CPU \(cpu): \(gic.lines[cpu]), not \(expected)")
                    return
                }
            }
        }
    }

    private func access(_ window: GICWindow, _ random: inout SeededGenerator) {
        let size = 1 << Int(random.next() % 4)
        // Mostly where the registers are.
        var offset = random.next()
        switch offset >> 60 {
        case 0..<8: offset &= 0xfff
        case 8..<12: offset = 0x1_0000 | offset & 0xfff
        case 12: offset = 0x6000 | offset & 0xfff
        default: break
        }
        offset = (offset % window.lengthBytes).alignedDown(to: UInt64(size))
        if random.next()[bit: 0] {
            let value = window.read(offset: offset, sizeBytes: size)
            #expect(size == 8 || value >> UInt64(8 * size) == 0)
        } else {
            let value = random.next() & random.next()
            _ = window.write(offset: offset, sizeBytes: size, value: value)
        }
    }

    private func useSystemRegisters(_ gic: GIC, _ cpu: Int, _ random: inout SeededGenerator) {
        let value = random.next()
        let group: InterruptGroup = value[bit: 63] ? .one : .zero
        gic.changeAny {
            switch value >> 56 & 15 {
            case 0: $0.interfaces[cpu].setMask(value)
            case 1: $0.interfaces[cpu].setBinaryPoint0(value)
            case 2: $0.interfaces[cpu].setBinaryPoint1(value)
            case 3: ($0.interfaces[cpu].enables0, $0.interfaces[cpu].enables1) = (true, true)
            case 4: _ = $0.acknowledge(cpu, group)
            case 5: $0.endInterrupt(cpu, group, intid: Int(value & 0x3ff))
            case 6: $0.deactivate(cpu, intid: Int(value & 0xff_ffff))
            case 7: $0.generateSGI(value, from: cpu, group: group)
            case 8: $0.virtualInterfaces[cpu].setControl(value)
            case 9: $0.virtualInterfaces[cpu].setMachineControl(value)
            case 10:
                $0.virtualInterfaces[cpu].listRegisters[Int(value & 3)] =
                    ListRegister(rawValue: value & ~0xff80)
            case 11: _ = $0.virtualInterfaces[cpu].acknowledge(group)
            case 12:
                _ = $0.virtualInterfaces[cpu].endInterrupt(group, intid: Int(value & 0x7f))
            case 13: _ = $0.virtualInterfaces[cpu].deactivateSeparately(intid: Int(value & 0x7f))
            case 14: $0.interfaces[cpu].splitsEndOfInterrupt = value[bit: 0]
            default: $0.resetInterface(cpu)
            }
        }
    }

    // MARK: The plain search

    private static func expectedLines(_ state: GICState, _ cpu: Int) -> InterruptLines {
        var lines = InterruptLines()
        let interface = state.interfaces[cpu]
        var best: (priority: UInt8, isGroup1: Bool)?
        for intid in 0..<GICState.interruptCount {
            let bank = intid < 32 ? state.local[cpu] : state.shared[intid / 32 - 1]
            let bit = UInt32(1) << UInt32(intid % 32)
            let isLevel = bank.edge & bit == 0
            let isPending = bank.latched & bit != 0 || isLevel && bank.lines & bit != 0
            let isGroup1 = bank.group & bit != 0
            let isForwarded = state.groupEnables & (isGroup1 ? 2 : 1) != 0
            let isWanted = isGroup1 ? interface.enables1 : interface.enables0
            let isHere = intid < 32 || state.targets[intid - 32] & 1 << UInt8(cpu) != 0
            guard isPending, bank.enabled & bit != 0, bank.active & bit == 0, isForwarded,
                isWanted, isHere
            else { continue }
            let priority = bank.priorities[intid % 32]
            if priority < best?.priority ?? 255 { best = (priority, isGroup1) }
        }
        if let best, best.priority < interface.mask {
            let point =
                best.isGroup1 && !interface.sharesBinaryPoint
                ? interface.binaryPoint1 - 1 : interface.binaryPoint0
            let ignored = UInt8(truncatingIfNeeded: (1 << (UInt(point) + 1)) - 1)
            let running = interface.runningPriority
            if running == 0xff || best.priority | ignored < running | ignored {
                let isFIQ =
                    !best.isGroup1
                    && (state.version == .v3 || state.interfaceControls[cpu] & 8 != 0)
                if isFIQ { lines.fiq = true } else { lines.irq = true }
            }
        }
        let machine = state.virtualInterfaces[cpu]
        if machine.control & 1 != 0, let group = machine.signalled {
            lines.virtualFIQ = group == .zero && machine.signalsGroup0AsFIQ
            lines.virtualIRQ = !lines.virtualFIQ
        }
        return lines
    }
}
