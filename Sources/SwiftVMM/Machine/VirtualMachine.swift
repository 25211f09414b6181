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
    /// What is on the bus, as the device tree tells the guest.
    public let board: Board
    public var console: PL011 { devices.console }
    /// hvc0, if the configuration asks for one.
    public var virtIOConsole: VirtIOConsole? { devices.virtIOConsole }
    /// What the guest's console is told; `inputConsole` says which one.
    public var input: ConsoleInput { work.input }
    public enum InputConsole: Sendable { case pl011, virtIO }
    public var inputConsole = InputConsole.pl011
    /// Who sees what happens. Set before `run`.
    public var observers: [any VCPUObserver] = [] {
        didSet { hub.observers = observers }
    }

    /// The event that ended the last run with `RunOutcome.event`.
    public var stoppingEvent: Event? { hub.stoppingEvent }

    /// Which engine runs the vCPUs, and why.
    public let backend: BackendSelection
    /// Instructions executed by all vCPUs; 0 where the engine does not count them.
    public var instructionCount: UInt64 { engine.instructionCount }

    /// What was found of the hazards that were watched for, each once.
    public var hazards: [Hazard] { engine.hazards }

    /// From now on, watches for these hazards, and for no others. Only the software backend does.
    ///
    /// TLBs are empty then, caches clean, and nothing is UNKNOWN: what went wrong before is not
    /// found. What was found stays. Between two runs only.
    public func watchHazards(_ kinds: HazardKinds) { engine.watchHazards(kinds) }

    let engine: any MachineEngine
    let devices: MachineDevices
    let work = HostWork()
    let hub = ObserverHub()
    private(set) var image: Image?
    private var isImageReleased = false

    /// - Throws: `VMMError`: a configuration that makes no sense, no memory, or no such backend.
    public convenience init(_ configuration: MachineConfiguration) throws(VMMError) {
        try self.init(configuration, door: KernelDoor.shared)
    }

    /// - Parameter door: The way to KVM; tests put a script there.
    init(
        _ configuration: MachineConfiguration, door: any KVMDoor, host: KVMHost? = nil
    ) throws(VMMError) {
        try configuration.validate()
        self.configuration = configuration
        backend = try BackendSelection(configuration, host: host ?? KVMHost(door: door))
        do {
            let bank = MemoryMap.flash.value..<MemoryMap.flash.value + MemoryMap.flashBankBytes
            memory = try GuestMemory(
                base: MemoryMap.ram, lengthBytes: configuration.memoryBytes,
                rom: configuration.devices.flash.isEmpty ? nil : bank)
        } catch {
            throw VMMError(
                .hostSystem,
                "cannot map \(configuration.memoryBytes) bytes of guest RAM (\(error))",
                hint: "ask for less with --memory")
        }
        board = Board(configuration)
        let time = MachineTime()
        devices = try MachineDevices(configuration, memory: memory, now: { time.now })
        if backend.backend == .kvm {
            guard configuration.devices.flash.isEmpty else {
                throw VMMError(
                    .usage, "flash works with the software backend only",
                    hint: "--backend software")
            }
            engine = try KVMEngine(
                configuration, memory: memory, bus: bus,
                isWithoutVHE: backend.e2h == E2HPersonality.none,
                door: door)
        } else {
            engine = SoftwareEngine(configuration, memory: memory, bus: bus)
        }
        time.engine = engine
        attachDevices()
        work.input.deliver = { [unowned self] in deliver($0) }
    }

    private func attachDevices() {
        for place in board.devices {
            bus.attach(
                devices[place.kind], at: place.base, beneath: place.kind == .flash(bank: 1))
            if let line = devices.interrupt(of: place.kind), let number = place.sharedInterrupt {
                line.sink = { [unowned engine] in
                    engine.setLevel(ofSharedInterrupt: Int(number), $0)
                }
            }
        }
        work.timedDevices = [devices.clock]
    }

    private func deliver(_ item: InputItem) {
        switch item {
        case .bytes(let bytes):
            if inputConsole == .virtIO, let virtIOConsole {
                virtIOConsole.receive(bytes)
            } else {
                console.receive(bytes)
            }
        // Only a serial line has one.
        case .break: console.receiveBreak()
        }
    }

    public var vcpus: [any VCPU] { engine.vcpus }
    /// Bits of system registers that this engine does not keep as the architecture has them, so
    /// that verdicts do not rest on them. Empty on the software CPU.
    public var deviations: RegisterBits { engine.deviations }

    /// Puts an image into RAM and vCPU 0 at its entry point.
    public func load(_ image: Image) throws(VMMError) {
        try image.load(into: memory)
        self.image = image
        isImageReleased = false
        try engine.start(at: image.entry, argument: image.entryArgument)
    }

    /// Puts a kernel into RAM with everything that its boot protocol asks for: a device tree in x0,
    /// and an initial RAM disk and a command line where given.
    public func load(_ kernel: Image, _ files: BootFiles) throws(VMMError) {
        var image = kernel
        try files.place(in: &image, ramBytes: configuration.memoryBytes)
        try load(image)
    }

    /// What SYSTEM_RESET asks for: devices as they were at the start, the image in RAM again, the
    /// boot CPU at its entry point and the others off. Disks, flash, the date and virtual time are
    /// not part of a reset, as on a board. Only after `load`, between runs.
    ///
    /// - Parameter loading: Loads the image, after `releaseImage`; otherwise the machine has it.
    public func restart(
        _ kind: ResetKind = .cold, loading: (() throws(VMMError) -> Void)? = nil
    ) throws(VMMError) {
        if kind == .cold { memory.clear() }
        bus.reset()
        if let loading {
            try loading()
        } else if let image, !isImageReleased {
            try load(image)
        } else {
            preconditionFailure("there is no image that could start again")
        }
        hub.machineDidReset()
    }

    /// Lets go of the image, of which RAM has its own copy. Its name and its symbols stay.
    public func releaseImage() {
        image?.segments = []
        isImageReleased = true
    }

    /// Keeps the machine's state, in place of what an earlier snapshot kept. Only between runs.
    public func takeSnapshot() throws(VMMError) -> MachineSnapshot { try MachineSnapshot(of: self) }

    /// Runs until the guest ends, gets stuck, or a limit is reached. May be called again to go on.
    public func run(_ limits: RunLimits = RunLimits()) -> RunOutcome {
        hub.stop = limits.stopEvent
        hub.stoppingEvent = nil
        return engine.run(limits, hub, work)
    }

    /// Where both consoles' bytes go. Steps of `input` that wait for output see them too.
    public func connectOutput(_ output: @escaping (UInt8) -> Void) {
        let both: (UInt8) -> Void = { [unowned self] in
            input.noteOutput($0)
            output($0)
        }
        console.output = both
        virtIOConsole?.output = both
    }
}

/// The engine's time for devices that are made before it.
private final class MachineTime {
    weak var engine: (any MachineEngine)?
    var now: UInt64 { engine?.now ?? 0 }
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

    func machineDidReset() {
        for observer in observers { observer.machineDidReset() }
    }

    func vcpu(_ vcpu: any VCPU, reached breakpoint: UInt64) -> Bool {
        var isHandled = false
        for observer in observers where observer.vcpu(vcpu, reached: breakpoint) {
            isHandled = true
        }
        return isHandled
    }
}
