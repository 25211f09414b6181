// KVM as a machine's engine.

/// Runs each vCPU on a thread of its own. PSCI is the kernel's, and time is real.
final class KVMEngine: MachineEngine {
    private(set) var machine: KVMVirtualMachine
    private let configuration: MachineConfiguration
    private let memory: GuestMemory
    /// Makes the machine in the kernel, for the start and for each reset.
    private let create: () throws(KVMError) -> KVMVirtualMachine
    let instructionCount: UInt64 = 0
    let observation = Observation.probe
    let runsOneAtATime = false
    let deviations: RegisterBits
    /// The boot CPU has run: its next start is a reset.
    private var hasRun = false

    init(
        _ configuration: MachineConfiguration, memory: GuestMemory, bus: Bus,
        isWithoutVHE: Bool, door: any KVMDoor
    ) throws(VMMError) {
        self.configuration = configuration
        self.memory = memory
        let shape = KVMGuestShape(
            cpuCount: configuration.cpuCount, hasEL2: configuration.entryLevel == .el2,
            isWithoutVHE: isWithoutVHE)
        create = { () throws(KVMError) in
            try KVMVirtualMachine(
                try KVMSystem(door: door), shape: shape, memory: memory, bus: bus)
        }
        do throws(KVMError) {
            machine = try create()
            deviations =
                configuration.entryLevel == .el2 ? try machine.vcpus[0].findDeviations() : [:]
        } catch {
            throw error.vmmError
        }
        try start(at: MemoryMap.ram, argument: 0)
    }

    var vcpus: [any VCPU] { machine.vcpus }
    private let startTime = HostWork.hostTime()
    var now: UInt64 { HostWork.hostTime() - startTime }

    func setLevel(ofSharedInterrupt number: Int, _ isHigh: Bool) {
        machine.setLevel(ofSharedInterrupt: number, isHigh)
    }

    // MARK: Entry

    func start(at entry: GuestPhysicalAddress, argument: UInt64) throws(VMMError) {
        if hasRun {
            do throws(KVMError) { try reset() } catch { throw error.vmmError }
            hasRun = false
        }
        let boot = machine.vcpus[0]
        for (register, value) in unknownValues() { boot.write(register, value) }
        for number in 0...3 { boot.write(.x(number), number == 0 ? argument : 0) }
        guard boot.write(.pc, entry.value) else {
            throw VMMError(.hostSystem, "KVM: cannot set the entry point \(entry.value.hex())")
        }
    }

    /// A new machine in the kernel with the same RAM: KVM_ARM_VCPU_INIT would reset the vCPUs, but
    /// nothing resets an interrupt controller.
    private func reset() throws(KVMError) {
        let breakpoints = machine.vcpus.map(\.breakpoints)
        machine = try create()
        for (vcpu, kept) in zip(machine.vcpus, breakpoints) where !kept.isEmpty {
            vcpu.breakpoints = kept
        }
    }

    /// What the software CPU leaves UNKNOWN at reset, with the values it draws for the same seed.
    /// KVM has values of its own for secondary CPUs, which it resets at their CPU_ON.
    private func unknownValues() -> [(Register, UInt64)] {
        guard configuration.resetPolicy == .poison else { return [] }
        let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: Slot.count)
        slots.initialize(repeating: 0, count: Slot.count)
        defer { slots.deallocate() }
        let state = ProcessorState(slots: slots)
        state.reset(
            model: CPUModel.max, vcpu: 0, policy: .poison, seed: configuration.seed)
        let hasEL2 = configuration.entryLevel == .el2
        if !hasEL2 { state.enterWithoutEL2(model: CPUModel.max) }
        var values: [(Register, UInt64)] = (0...30).map { (.x($0), state[UInt16($0)]) }
        values.append((.system(.spEL0), state[Slot.spBank]))
        // The one in use of the two above it, and SP_EL1 if it is not that one.
        values.append((.sp, state[Slot.spBank + (hasEL2 ? 2 : 1)]))
        if hasEL2 { values.append((.system(.spEL1), state[Slot.spBank + 1])) }
        for row in SystemRegister.table where row.minimumEL <= (hasEL2 ? .el2 : .el1) {
            guard case .unknown = row.reset, Self.mayHoldAnything(row) else { continue }
            values.append((.system(row.id), state[row.id]))
        }
        return values
    }

    /// Left as KVM resets them: counters and timers, whose writes move the host's view of time;
    /// debug and interrupt-controller registers, which KVM shares with us; PSTATE; and names that
    /// stand for another register.
    private static func mayHoldAnything(_ row: SystemRegister) -> Bool {
        let encoding = row.encoding
        guard !row.isAlias, row.access == .readWrite, encoding.op0 == 3 else { return false }
        let isTimer = encoding.crn == 14 || row.trap == .performanceMonitors
        let isInterruptController = encoding.crn == 12 && encoding.crm >= 8
        // ELR_ELx and SPSR_ELx stay in; ICC_PMR_EL1 is here too.
        let isPSTATEOrStackPointer = encoding.crn == 4 && encoding.crm != 0
        return !isTimer && !isInterruptController && !isPSTATEOrStackPointer
    }

    // MARK: Running

    func run(_ limits: RunLimits, _ hub: ObserverHub, _ work: HostWork) -> RunOutcome {
        hasRun = true
        for vcpu in machine.vcpus {
            vcpu.observer = hub
            vcpu.observedKinds = hub.observedKinds
        }
        var outcome: RunOutcome?
        let runner = KVMRunner(
            machine,
            inspect: { [unowned self] vcpu in
                var sample = inspect(vcpu)
                // A device, or who sits at the console, may yet interrupt.
                if work.canInterrupt { sample.hasTimer = true }
                return sample
            },
            handle: { exit, vcpu in
                if outcome == nil { outcome = Self.handle(exit, of: vcpu, hub) }
                return outcome != nil
            })
        runner.run(
            shouldStop: {
                if outcome == nil, limits.shouldStop?() == true { outcome = .stopped }
                work.advance(to: now)
                work.input.pollLive(now: now)
                return outcome != nil
            },
            stuck: { reason, vcpu in
                if outcome == nil { outcome = .stuck(reason, vcpu: vcpu) }
            })
        return outcome ?? .stopped
    }

    /// What an exit means for the run; nil to go on. Called under the machine's lock.
    private static func handle(_ exit: VCPUExit, of vcpu: KVMVCPU, _ hub: ObserverHub)
        -> RunOutcome?
    {
        switch exit {
        case .budgetExpired, .waiting, .device(.none), .firmwareCall: break
        case .device(.stop(let code)): return .exited(code: code)
        case .device(.checkpoint(let checkpoint)):
            let pstate = vcpu.read(.pstate) ?? 0
            hub.vcpu(
                vcpu,
                did: Event(
                    vcpu: vcpu.index, time: vcpu.exitCount, pc: (vcpu.read(.pc) ?? 0) &- 4,
                    el: ExceptionLevel(rawValue: UInt8(truncatingIfNeeded: pstate >> 2 & 3))
                        ?? .el0,
                    detail: .checkpoint(checkpoint)))
        case .powerEvent(.off): return .poweredOff
        case .powerEvent(.reset(let kind)): return .reset(kind)
        case .breakpoint(let address):
            if !hub.vcpu(vcpu, reached: address) {
                return .breakpoint(address, vcpu: vcpu.index)
            }
        case .stuck(let reason): return .stuck(reason, vcpu: vcpu.index)
        case .failed(let error): return .failed(error)
        }
        return hub.stoppingEvent == nil ? nil : .event
    }

    /// KVM keeps state of the virtual EL2 and of its interrupt controller that it does not show.
    func capture() -> Restoration? { nil }
    let hazards: [Hazard] = []
    func watchHazards(_ kinds: HazardKinds) {}

    /// What a vCPU is doing; its thread calls it, outside KVM_RUN.
    private func inspect(_ vcpu: KVMVCPU) -> KVMSample {
        var sample = KVMSample()
        sample.isOff = vcpu.isPoweredOff
        if sample.isOff { return sample }
        func value(_ id: SystemRegisterID) -> UInt64 { vcpu.read(.system(id)) ?? 0 }
        let pc = vcpu.read(.pc) ?? 0
        sample.pc = pc
        sample.instruction = instruction(of: vcpu, at: pc)
        sample.previousInstruction = instruction(of: vcpu, at: pc &- 4)
        let timers: [SystemRegisterID] = [
            .cntvCtlEL0, .cntpCtlEL0, .cnthpCtlEL2, .cnthvCtlEL2,
        ]
        // ENABLE without IMASK.
        sample.hasTimer = timers.contains { value($0) & 3 == 1 }
        let isAtEL2 = vcpu.currentLevel == .el2
        sample.vectorBase = value(isAtEL2 ? .vbarEL2 : .vbarEL1)
        sample.returnAddress = value(isAtEL2 ? .elrEL2 : .elrEL1)
        sample.syndrome = value(isAtEL2 ? .esrEL2 : .esrEL1)
        return sample
    }

    /// Walks the guest's tables as the software CPU would, from the registers that KVM shows.
    func instruction(of vcpu: any VCPU, at address: UInt64) -> UInt32? {
        let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: Slot.count)
        slots.initialize(repeating: 0, count: Slot.count)
        defer { slots.deallocate() }
        let state = ProcessorState(slots: slots)
        let now = vcpu.snapshot()
        for row in SystemRegister.table {
            if !row.isAlias { state[row.id] = now[row.id] }
        }
        state[Slot.el] = UInt64(now.el.rawValue)
        let controls = TranslationControls(state: UnsafePointer(slots))
        let translation = try? controls.translate(
            VirtualAddress(address), for: AccessDescriptor(.fetch, at: now.el), memory: memory)
        return translation.flatMap { memory.word(at: $0.physicalAddress.value) }
    }
}
