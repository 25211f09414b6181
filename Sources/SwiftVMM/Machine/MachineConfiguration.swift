// Everything a run needs to know before it starts.

/// Which engine runs the vCPUs.
public enum Backend: String, Sendable, CaseIterable {
    /// The best one this host has for the image; the software CPU if in doubt.
    case automatic = "auto"
    case kvm
    case software
}

/// Describes a machine. Plain value; `VirtualMachine` checks it.
public struct MachineConfiguration: Sendable {
    /// 1 to 8.
    public var cpuCount = 1
    /// Bytes of RAM at `MemoryMap.ram`; a multiple of 4 KiB.
    public var memoryBytes: UInt64 = 512 << 20
    /// What the software CPU is. KVM has the host's.
    public var cpuModel = CPUModel.max
    /// What HCR_EL2.E2H is, if not what the model says. KVM has `.none` and `.res1` at most, and
    /// takes `.none` if it can, since that runs the classic stub.
    public var e2h: E2HPersonality?
    /// Exception level of the first instruction. With `el1` the machine has no EL2 for the guest.
    public var entryLevel = ExceptionLevel.el2
    /// Where firmware starts the CPUs that CPU_ON turns on, if it treats them otherwise.
    public var secondaryEntryLevel: ExceptionLevel?
    /// SCR_EL3.HCE: without it HVC is undefined, as some firmware leaves it.
    public var allowsHVC = true
    /// The interrupt controller's architecture; KVM has the newer one only.
    public var gicVersion = GICVersion.v3
    public var backend = Backend.automatic
    /// How the software CPU executes; every choice gives the same run.
    public var engine = ExecutionEngine.auto
    /// What the run needs the engine to be able to do; `.automatic` then chooses one that can.
    public var requiredCapabilities: EngineCapabilities = []
    /// What UNKNOWN reset values are.
    public var resetPolicy = ResetPolicy.poison
    /// Decides every UNKNOWN value.
    public var seed: UInt64 = 1
    public var devices = DeviceConfiguration()
    /// What the software CPU does not forgive; nothing else runs such a machine.
    public var hazards: HazardKinds = []

    /// For tests: how host code is made, and room in the TLB.
    var hostCode = HostCodeOptions()
    var tlbCapacity = SoftwareTLB.defaultCapacity

    public init() {}

    public static let maximumCPUCount = 8
    /// The RAM that 48-bit addresses leave room for is far more; this bounds typing errors.
    public static let maximumMemoryBytes: UInt64 = 1 << 40

    /// - Throws: `usage` for what no machine can be.
    public func validate() throws(VMMError) {
        guard (1...Self.maximumCPUCount).contains(cpuCount) else {
            throw VMMError(
                .usage, "a machine has 1 to \(Self.maximumCPUCount) CPUs, not \(cpuCount)")
        }
        guard memoryBytes > 0, memoryBytes.isAligned(to: 4096),
            memoryBytes <= Self.maximumMemoryBytes
        else {
            throw VMMError(
                .usage,
                "RAM of \(memoryBytes) bytes: the size must be a multiple of 4 KiB, "
                    + "from 4 KiB to \(Self.maximumMemoryBytes >> 30) GiB")
        }
        guard entryLevel != .el0 else {
            throw VMMError(.usage, "a machine is entered at EL1 or EL2, not EL0")
        }
        try devices.validate()
    }
}

/// An event worth stopping at.
public struct StopEvent {
    public var kinds: EventKinds
    public var matches: (Event) -> Bool

    public init(_ kinds: EventKinds, where matches: @escaping (Event) -> Bool = { _ in true }) {
        self.kinds = kinds
        self.matches = matches
    }
}

/// When to stop a run that does not end by itself.
public struct RunLimits {
    /// Instructions of all vCPUs together; no limit with an engine that does not count them.
    public var instructions: UInt64?
    /// Stop after the first event that matches; `VirtualMachine.stoppingEvent` then has it.
    public var stopEvent: StopEvent?
    /// Asked every few thousand instructions, or milliseconds; true stops the run.
    public var shouldStop: (() -> Bool)?

    public init(
        instructions: UInt64? = nil, stopEvent: StopEvent? = nil,
        shouldStop: (() -> Bool)? = nil
    ) {
        self.instructions = instructions
        self.stopEvent = stopEvent
        self.shouldStop = shouldStop
    }
}

/// How a run ended.
public enum RunOutcome: Equatable, Sendable {
    /// The guest wrote this code to the probe device's EXIT register.
    case exited(code: UInt32)
    /// PSCI SYSTEM_OFF.
    case poweredOff
    /// PSCI SYSTEM_RESET or SYSTEM_RESET2; `VirtualMachine.restart` does what it asks for.
    case reset(ResetKind)
    /// A vCPU, or all of them, can make no progress.
    case stuck(StuckReason, vcpu: Int)
    case instructionLimit
    /// `RunLimits.shouldStop` said so.
    case stopped
    /// `RunLimits.stopEvent` matched.
    case event
    /// A vCPU is about to execute the instruction at a breakpoint that no observer handled.
    case breakpoint(UInt64, vcpu: Int)
    /// The host could not run the guest on.
    case failed(VMMError)
}
