// The run loop of the software engine: which vCPU goes next, what its exit means, when the run is
// over.
//
// vCPUs take turns of a fixed number of instructions, so a run depends on nothing but the image and
// the configuration.

/// Whose turn it is, and how many instructions of it are left.
struct Turn: Sendable {
    var vcpu: Int
    var left: UInt64
    /// Virtual time when it began.
    var began: UInt64 = 0
    var isOpen: Bool { left > 0 }
}

/// Turns of random vCPUs and lengths, for a while; the same seed gives the same ones.
struct RandomSchedule: Sendable {
    private var generator: SeededGenerator
    /// Random turns still to come; then they are as ever.
    private(set) var turnsLeft: Int

    init(seed: UInt64, turns: Int) {
        generator = SeededGenerator(seed: seed)
        turnsLeft = turns
    }

    /// Length of the next turn; short ones are as likely as all longer ones, nil for the usual.
    mutating func turn() -> UInt64? {
        guard turnsLeft > 0 else { return nil }
        turnsLeft -= 1
        let value = generator.next()
        return 1 + (value >> 8) % (UInt64(1) << (value % 10))
    }

    /// Who is asked first; nil for whoever is next.
    mutating func first(of count: Int) -> Int? {
        turnsLeft > 0 ? Int(generator.next() % UInt64(count)) : nil
    }
}

extension SoftwareEngine {
    /// Instructions a vCPU may execute before the next one's turn.
    private static let quantum: UInt64 = 10_000
    /// The same where there is no next one and no input: only `shouldStop` waits for the end of it.
    private static let loneQuantum: UInt64 = 200_000

    func run(_ limits: RunLimits, _ hub: ObserverHub, _ work: HostWork) -> RunOutcome {
        observe(hub)
        while true {
            if limits.shouldStop?() == true { return .stopped }
            work.advance(to: system.clock.now)
            guard let index = turn.isOpen ? turn.vcpu : pickVCPU() else {
                if let outcome = sleepUntilNextEvent(work) { return outcome }
                continue
            }
            let room = limits.instructions.map { $0 &- min(instructionCount, $0) } ?? .max
            if room == 0 { return .instructionLimit }
            let vcpu = system.vcpus[index]
            waiting[index] = false
            if let resumption, resumption.vcpu == index {
                self.resumption = nil
                reset(index, entry: resumption.entry, context: resumption.context)
            }
            // An interpreter on a slow host would keep `shouldStop` waiting too long.
            let isAlone =
                system.vcpus.count == 1 && !work.input.mayCome && system.hostCode != nil
            let quantum = isAlone ? Self.loneQuantum : Self.quantum
            if !turn.isOpen {
                turn = Turn(
                    vcpu: index, left: schedule?.turn() ?? quantum, began: system.clock.now)
            }
            vcpu.turnBegan = turn.began
            turnStart = system.clock.now
            let untilWork = max(work.deadline, turnStart + 1) - turnStart
            let exit = vcpu.run(budget: min(turn.left, room, untilWork))
            let executed = system.clock.now - turnStart
            instructionCount += executed
            // What only stops to be looked at goes on with its turn: where a run is cut decides
            // nothing.
            let isCut = executed == room || hub.stoppingEvent != nil
            turn.left =
                exit == .budgetExpired && isCut && executed < turn.left
                    && executed < untilWork ? turn.left - executed : 0
            work.turnEnded(now: system.clock.now)
            if let outcome = handle(exit, of: vcpu, hub) { return outcome }
            if hub.stoppingEvent != nil { return .event }
        }
    }

    /// From now on every vCPU tells `hub` what it wants to know.
    func observe(_ hub: ObserverHub) {
        for vcpu in system.vcpus {
            vcpu.observer = hub
            vcpu.observedKinds = hub.observedKinds
        }
    }

    /// The next turn, a whole one, is this vCPU's.
    func beginTurn(of vcpu: Int) {
        turn = Turn(vcpu: vcpu, left: Self.quantum, began: system.clock.now)
    }

    /// Instructions executed by all vCPUs, while one of them is at work.
    var executedNow: UInt64 { instructionCount &+ (system.clock.now &- turnStart) }

    /// The next vCPU in turn that is on and not waiting for something that has not come.
    private func pickVCPU() -> Int? {
        let count = system.vcpus.count
        let start = schedule?.first(of: count) ?? (turn.vcpu + 1) % count
        for offset in 0..<count {
            let index = (start + offset) % count
            guard power.cpus[index] == .on else { continue }
            if !waiting[index] || system.vcpus[index].canWake { return index }
            // Suspended with the system: its CPU interface may be off.
            if resumption?.vcpu == index, system.gic.state.requestsWake(index) { return index }
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
        case .powerEvent(.reset(let kind)): return .reset(kind)
        case .failed(let error): return .failed(error)
        }
        return nil
    }

    // MARK: Firmware interface

    /// An event is nothing to end this kind of sleep.
    private func suspend(_ vcpu: EmulatedVCPU) {
        waiting[vcpu.index] = true
        vcpu.isWaitingForEvent = false
    }

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
            suspend(vcpu)
            result = value
        case .cpuOff:
            power.cpus[vcpu.index] = .off
            // What a TLB holds goes with the power; nobody may count on it, or be blamed for it.
            system.vcpus[vcpu.index].tlb.invalidateAll()
            if !power.cpus.contains(.on) {
                outcome = .stuck(.nothingToWake, vcpu: vcpu.index)
            }
        case .systemOff: outcome = .poweredOff
        case .systemSuspend(let entry, let context):
            suspend(vcpu)
            resumption = Resumption(vcpu: vcpu.index, entry: entry, context: context)
        case .systemReset(let kind): outcome = .reset(kind)
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
