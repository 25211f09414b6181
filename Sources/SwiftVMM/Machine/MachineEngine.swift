// What a machine needs of an engine, whichever it is.

/// Runs the vCPUs of one machine. It is made with RAM, the bus and the configuration, and ready.
protocol MachineEngine: AnyObject {
    var vcpus: [any VCPU] { get }
    /// Instructions executed by all vCPUs; 0 from an engine that does not count them.
    var instructionCount: UInt64 { get }
    /// The most that the checker can go by.
    var observation: Observation { get }
    /// No vCPU runs while another one's exit is worked on, so that any register may be read then.
    var runsOneAtATime: Bool { get }
    /// Bits that are not as the register table has them: reserved and kept as written, or not
    /// implemented and fixed.
    var deviations: RegisterBits { get }

    /// Warm reset of the boot CPU and its entry state: MMU off, all interrupts masked, x0 the
    /// argument, x1...x3 zero as the Linux boot protocol has them (booting.rst), the rest UNKNOWN.
    func start(at entry: GuestPhysicalAddress, argument: UInt64) throws(VMMError)

    /// Hazards found so far, in the order they were met.
    var hazards: [Hazard] { get }

    /// Watches for these from now on, and for no others; an engine that cannot does nothing.
    func watchHazards(_ kinds: HazardKinds)

    /// The machine's time in nanoseconds since its start.
    var now: UInt64 { get }

    /// The level of a shared peripheral interrupt, 0 for the first, has changed.
    func setLevel(ofSharedInterrupt number: Int, _ isHigh: Bool)

    /// Runs until the guest ends, gets stuck, or a limit is reached. Events go to the hub.
    func run(_ limits: RunLimits, _ hub: ObserverHub, _ work: HostWork) -> RunOutcome

    /// Keeps the state of all vCPUs; nil from an engine that cannot.
    func capture() -> Restoration?

    /// The instruction at a virtual address of a vCPU; nil where nothing is mapped.
    func instruction(of vcpu: any VCPU, at address: UInt64) -> UInt32?
}
