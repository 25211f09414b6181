// Puts a machine together: RAM, devices, vCPUs, an image.

/// A machine with the board of `MemoryMap`.
///
///     let machine = try VirtualMachine(MachineConfiguration())
///     try machine.load(Image(contentsOf: "firmware.bin"))
///     let outcome = machine.run()
///
/// One thread at a time may use it.
public final class VirtualMachine {
    public let configuration: MachineConfiguration
    public let memory: GuestMemory
    public let bus = Bus()
    public let console: PL011
    /// Instructions executed by all vCPUs.
    public internal(set) var instructionCount: UInt64 = 0
    /// Who sees what happens. Set before `run`.
    public var observers: [any VCPUObserver] = [] {
        didSet { hub.observers = observers }
    }

    /// The event that ended the last run with `RunOutcome.event`.
    public var stoppingEvent: Event? { hub.stoppingEvent }

    let system: EmulatedSystem
    let hub = ObserverHub()
    var power: PSCI
    /// For each vCPU, the WFI or WFE it is in.
    var waiting: [Bool]
    private(set) var image: Image?

    /// - Throws: `VMMError`: a configuration that makes no sense, no memory, or no such backend.
    public init(_ configuration: MachineConfiguration) throws(VMMError) {
        try configuration.validate()
        self.configuration = configuration
        do {
            memory = try GuestMemory(base: MemoryMap.ram, lengthBytes: configuration.memoryBytes)
        } catch {
            throw VMMError(
                .hostSystem,
                "cannot map \(configuration.memoryBytes) bytes of guest RAM (\(error))",
                hint: "ask for less with --memory")
        }
        console = PL011()
        bus.attach(ProbeDevice(), at: MemoryMap.probe)
        bus.attach(console, at: MemoryMap.console)
        let model = CPUModel.base
        system = EmulatedSystem(
            memory: memory, bus: bus, model: model, cpuCount: configuration.cpuCount,
            hasEL2: configuration.entryLevel == .el2)
        power = PSCI(
            cpus: (0..<configuration.cpuCount).map { $0 == 0 ? .on : .off },
            entryRange: memory.base.value..<memory.end)
        waiting = Array(repeating: false, count: configuration.cpuCount)
        for vcpu in system.vcpus { vcpu.observer = hub }
        for index in 0..<configuration.cpuCount { reset(index, entry: MemoryMap.ram, context: 0) }
    }

    public var vcpus: [any VCPU] { system.vcpus }

    /// Puts an image into RAM and vCPU 0 at its entry point.
    public func load(_ image: Image) throws(VMMError) {
        try image.load(into: memory)
        self.image = image
        reset(0, entry: image.entry, context: 0)
    }

    /// Warm reset of one vCPU and its entry state: MMU off, all interrupts masked, x0 the context,
    /// x1...x3 zero as the Linux boot protocol has them (booting.rst), the rest UNKNOWN.
    func reset(_ index: Int, entry: GuestPhysicalAddress, context: UInt64) {
        let vcpu = system.vcpus[index]
        vcpu.reset(
            policy: configuration.resetPolicy, seed: configuration.seed,
            entryLevel: configuration.entryLevel)
        vcpu.write(.pc, entry.value)
        vcpu.write(.x(0), context)
        for number in 1...3 { vcpu.write(.x(number), 0) }
    }
}

/// Passes events of every vCPU to every observer, and notices the one a run should stop at.
final class ObserverHub: VCPUObserver {
    var observers: [any VCPUObserver] = []
    var stop: StopEvent?
    var stoppingEvent: Event?

    var observedKinds: EventKinds {
        observers.reduce(into: stop?.kinds ?? []) { $0.formUnion($1.observedKinds) }
    }

    func vcpu(_ vcpu: any VCPU, did event: Event) {
        for observer in observers where !observer.observedKinds.isDisjoint(with: event.kinds) {
            observer.vcpu(vcpu, did: event)
        }
        if let stop, stoppingEvent == nil, !stop.kinds.isDisjoint(with: event.kinds),
            stop.matches(event)
        {
            stoppingEvent = event
            vcpu.requestExit()
        }
    }

    func vcpu(_ vcpu: any VCPU, reached breakpoint: UInt64) -> Bool {
        var isHandled = false
        for observer in observers where observer.vcpu(vcpu, reached: breakpoint) {
            isHandled = true
        }
        return isHandled
    }
}
