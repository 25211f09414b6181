// The run loop of the software engine: which vCPU goes next, what its exit means, when the run is
// over.
//
// vCPUs take turns of a fixed number of instructions, so a run depends on nothing but the image and
// the configuration.

extension SoftwareEngine {
    /// Instructions a vCPU may execute before the next one's turn.
    private static let quantum: UInt64 = 10_000
    /// The same where there is no next one and no input: only `shouldStop` waits for the end of it.
    private static let loneQuantum: UInt64 = 200_000

    func run(_ limits: RunLimits, _ hub: ObserverHub, _ work: HostWork) -> RunOutcome {
        for vcpu in system.vcpus {
            vcpu.observer = hub
            vcpu.observedKinds = hub.observedKinds
        }
        var next = 0
        while true {
            if limits.shouldStop?() == true { return .stopped }
            work.advance(to: system.clock.now)
            guard let index = pickVCPU(after: next) else {
                if let outcome = sleepUntilNextEvent(work) { return outcome }
                continue
            }
            next = (index + 1) % system.vcpus.count
            let room = limits.instructions.map { $0 &- min(instructionCount, $0) } ?? .max
            if room == 0 { return .instructionLimit }
            let vcpu = system.vcpus[index]
            waiting[index] = false
            let before = system.clock.now
            let untilWork = max(work.deadline, before + 1) - before
            let isAlone = system.vcpus.count == 1 && !work.input.mayCome
            let quantum = isAlone ? Self.loneQuantum : Self.quantum
            let exit = vcpu.run(budget: min(quantum, room, untilWork))
            instructionCount += system.clock.now - before
            work.turnEnded(now: system.clock.now)
            if let outcome = handle(exit, of: vcpu, hub) { return outcome }
            if hub.stoppingEvent != nil { return .event }
        }
    }

    /// The next vCPU in turn that is on and not waiting for something that has not come.
    private func pickVCPU(after start: Int) -> Int? {
        let count = system.vcpus.count
        for offset in 0..<count {
            let index = (start + offset) % count
            guard power.cpus[index] == .on else { continue }
            if !waiting[index] || system.vcpus[index].canWake { return index }
        }
        return nil
    }

    /// Nobody can run: virtual time jumps to the next timer or input. With none, the run is over.
    private func sleepUntilNextEvent(_ work: HostWork) -> RunOutcome? {
        let running = system.vcpus.filter { power.cpus[$0.index] == .on }
        let deadline = running.reduce(work.deadline) { min($0, $1.wakeUpDeadline) }
        guard let time = work.sleep(until: deadline, now: system.clock.now) else {
            return .stuck(.nothingToWake, vcpu: running.first?.index ?? 0)
        }
        system.clock.now = max(system.clock.now, time)
        return nil
    }

    private func handle(_ exit: VCPUExit, of vcpu: EmulatedVCPU, _ hub: ObserverHub) -> RunOutcome?
    {
        switch exit {
        case .budgetExpired: break
        case .waiting: waiting[vcpu.index] = true
        case .firmwareCall(let isSMC, let immediate):
            return callFirmware(vcpu, isSMC: isSMC, immediate: immediate, hub)
        case .device(.none): break
        case .device(.stop(let code)): return .exited(code: code)
        case .device(.checkpoint(let checkpoint)):
            hub.vcpu(
                vcpu,
                did: Event(
                    vcpu: vcpu.index, time: system.clock.now, pc: vcpu.state.pc &- 4,
                    el: vcpu.state.el, detail: .checkpoint(checkpoint)))
        case .breakpoint(let address):
            if !hub.vcpu(vcpu, reached: address) {
                return .breakpoint(address, vcpu: vcpu.index)
            }
        case .stuck(.branchToSelf(let address)):
            // Others may still change what it waits for.
            if power.cpus.count(where: { $0 == .on }) == 1 {
                return .stuck(.branchToSelf(address), vcpu: vcpu.index)
            }
        case .stuck(let reason): return .stuck(reason, vcpu: vcpu.index)
        case .powerEvent(.off): return .poweredOff
        case .powerEvent(.reset): return .reset
        case .failed(let error): return .failed(error)
        }
        return nil
    }

    // MARK: Firmware interface

    private func callFirmware(
        _ vcpu: EmulatedVCPU, isSMC: Bool, immediate: UInt16, _ hub: ObserverHub
    ) -> RunOutcome? {
        let x = (0..<4).map { vcpu.state[UInt16($0)] }
        let action: PowerAction =
            immediate == 0
            ? power.answer(function: x[0], arguments: (x[1], x[2], x[3]))
            : .returns(PSCI.ErrorCode.notSupported.value)
        var result: UInt64 = 0
        var outcome: RunOutcome?
        switch action {
        case .returns(let value): result = value
        case .turnOn(let cpu, let entry, let context, let value):
            power.cpus[cpu] = .on
            waiting[cpu] = false
            reset(cpu, entry: entry, context: context)
            result = value
        case .suspend(let value):
            waiting[vcpu.index] = true
            result = value
        case .cpuOff:
            power.cpus[vcpu.index] = .off
            if !power.cpus.contains(.on) {
                outcome = .stuck(.nothingToWake, vcpu: vcpu.index)
            }
        case .systemOff: outcome = .poweredOff
        case .systemReset: outcome = .reset
        }
        if hub.observedKinds.contains(.hypercalls) {
            hub.vcpu(
                vcpu,
                did: Event(
                    vcpu: vcpu.index, time: system.clock.now, pc: vcpu.state.pc &- 4,
                    el: vcpu.state.el,
                    detail: .firmwareCall(
                        isSMC: isSMC, immediate: immediate, arguments: x, result: result)))
        }
        vcpu.state[Slot.x0] = vcpu.state.isAArch32 ? result & 0xffff_ffff : result
        return outcome
    }
}
