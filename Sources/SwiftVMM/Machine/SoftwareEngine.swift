// The software CPU as a machine's engine.

/// Runs vCPUs in turns on the caller's thread (RunLoop.swift). PSCI is ours.
final class SoftwareEngine: MachineEngine {
    let system: EmulatedSystem
    let configuration: MachineConfiguration
    var instructionCount: UInt64 = 0
    let observation = Observation.engine
    let runsOneAtATime = true
    let deviations: RegisterBits = [:]
    var hazards: [Hazard] { system.findings }
    var power: PSCI
    /// For each vCPU, the WFI or WFE it is in.
    var waiting: [Bool]
    /// Where the vCPU that suspended the system goes on when something wakes it.
    var resumption: Resumption?

    struct Resumption {
        var vcpu: Int
        var entry: GuestPhysicalAddress
        var context: UInt64
    }
    var turn: Turn
    /// Virtual time when the current turn, or what is left of it, began.
    var turnStart: UInt64 = 0
    /// Somebody explores other orders than the usual.
    var schedule: RandomSchedule?

    init(_ configuration: MachineConfiguration, memory: GuestMemory, bus: Bus) {
        self.configuration = configuration
        let model = configuration.cpuModel
        system = EmulatedSystem(
            memory: memory, bus: bus, model: configuration.e2h.map(model.with) ?? model,
            cpuCount: configuration.cpuCount,
            hasEL2: configuration.entryLevel == .el2, gicVersion: configuration.gicVersion,
            hostCode: configuration.engine == .interpreter
                ? nil : HostCodeEngine(configuration.hostCode),
            tlbCapacity: configuration.tlbCapacity, hazards: configuration.hazards)
        system.gic.attach(to: bus)
        system.allowsHVC = configuration.allowsHVC
        power = PSCI(
            cpuCount: configuration.cpuCount, entryRange: memory.base.value..<memory.end)
        waiting = Array(repeating: false, count: configuration.cpuCount)
        turn = Turn(vcpu: configuration.cpuCount - 1, left: 0)
        for index in 0..<configuration.cpuCount { reset(index, entry: MemoryMap.ram, context: 0) }
    }

    deinit { system.dissolve() }

    var vcpus: [any VCPU] { system.vcpus }
    var now: UInt64 { system.clock.now }

    func setLevel(ofSharedInterrupt number: Int, _ isHigh: Bool) {
        system.gic.setLevel(ofSharedInterrupt: 32 + number, isHigh)
    }

    func start(at entry: GuestPhysicalAddress, argument: UInt64) {
        system.gic.restore()
        power = PSCI(cpuCount: configuration.cpuCount, entryRange: power.entryRange)
        waiting = waiting.map { _ in false }
        resumption = nil
        turn = Turn(vcpu: configuration.cpuCount - 1, left: 0)
        for index in system.vcpus.indices { reset(index, entry: MemoryMap.ram, context: 0) }
        reset(0, entry: entry, context: argument)
        if configuration.cpuModel.isAArch32Only, argument != 0 {
            // r0 = 0, r1 = no machine number, r2 = the device tree.
            // Source: Linux Documentation/arch/arm/booting.rst.
            for (number, value) in [0, 0xffff_ffff, argument].enumerated() {
                system.vcpus[0].write(.x(number), value)
            }
        }
    }

    func instruction(of vcpu: any VCPU, at address: UInt64) -> UInt32? {
        system.vcpus[vcpu.index].instruction(at: address)
    }

    func watchHazards(_ kinds: HazardKinds) { system.watch(for: kinds) }

    func capture() -> Restoration? {
        let restoreSystem = system.capture()
        let saved = (instructionCount, power, waiting, resumption, turn)
        return { [self] in
            restoreSystem()
            (instructionCount, power, waiting, resumption, turn) = saved
        }
    }

    /// As `start`, for any vCPU; `context` goes to x0.
    func reset(_ index: Int, entry: GuestPhysicalAddress, context: UInt64) {
        let vcpu = system.vcpus[index]
        vcpu.reset(
            policy: configuration.resetPolicy, seed: configuration.seed,
            entryLevel: configuration.entryLevel)
        if index > 0, configuration.secondaryEntryLevel == .el1, system.hasEL2 {
            vcpu.state.enterBelowEL2(model: vcpu.model)
        }
        // In AArch32 bit 0 of an entry point asks for T32.
        let isThumb = configuration.cpuModel.isAArch32Only && entry.value & 1 != 0
        if isThumb { vcpu.state[Slot.thumb] = 1 }
        vcpu.write(.pc, isThumb ? entry.value & ~1 : entry.value)
        vcpu.write(.x(0), context)
        for number in 1...3 { vcpu.write(.x(number), 0) }
    }
}
