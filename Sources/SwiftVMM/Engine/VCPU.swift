// The seam between the machine and whatever runs a vCPU.

/// Why a vCPU returned from `run`. Everything a guest can need of the machine is one of these.
public enum VCPUExit: Equatable, Sendable {
    /// The instruction budget of this call is used up.
    case budgetExpired
    /// WFI or WFE with nothing to wake it now.
    case waiting
    /// SMC or HVC that nothing in the guest handles: the firmware interface (PSCI). The machine
    /// reads x0...x3, writes x0, and runs on.
    case firmwareCall(isSMC: Bool, immediate: UInt16)
    /// A device asked for something.
    case device(DeviceEffect)
    /// Firmware that the engine keeps to itself did what a power call asked for.
    case powerEvent(PowerEvent)
    /// About to execute the instruction at a breakpoint.
    case breakpoint(UInt64)
    /// Running on would change nothing.
    case stuck(StuckReason)
    /// The host cannot run this vCPU any further.
    case failed(VMMError)
}

/// A power call that concerns the whole machine.
public enum PowerEvent: Equatable, Sendable {
    /// SYSTEM_OFF
    case off
    /// SYSTEM_RESET, SYSTEM_RESET2
    case reset(ResetKind)
}

/// Ways a guest can go nowhere for ever.
public enum StuckReason: Equatable, Sendable {
    /// Each exception's handler raises the next before completing one instruction.
    case exceptionLoop(vector: UInt64, syndrome: UInt64, faultingAddress: UInt64)
    /// A branch to itself, with no interrupt that could come.
    case branchToSelf(UInt64)
    /// Every vCPU waits or is off, with nothing to wake one.
    case nothingToWake
}

/// What an engine can do; asked, not assumed.
public struct EngineCapabilities: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Reports every exception, return and register access as an event, not only checkpoints.
    public static let observesExceptions = EngineCapabilities(rawValue: 1)
    /// Counts instructions and stops at exact counts.
    public static let countsInstructions = EngineCapabilities(rawValue: 2)
    public static let breakpoints = EngineCapabilities(rawValue: 4)
}

/// One virtual processor. It runs until it needs the machine, and then says so with one value.
public protocol VCPU: AnyObject {
    /// Position in the machine, Aff0 of its MPIDR_EL1.
    var index: Int { get }
    var capabilities: EngineCapabilities { get }

    /// Runs until something needs the machine, at most `budget` instructions where the engine can
    /// count them.
    func run(budget: UInt64) -> VCPUExit

    /// The value of a register; nil if this engine has no such register.
    func read(_ register: Register) -> UInt64?
    /// Sets a register as a debugger would: no access rule applies. False if there is none.
    @discardableResult
    func write(_ register: Register, _ value: UInt64) -> Bool
    /// All registers at once.
    func snapshot() -> RegisterSnapshot

    /// Makes `run` return `.budgetExpired` at the next instruction boundary. Callable from an
    /// observer.
    func requestExit()

    /// Breakpoints by virtual address. Ignored without the capability.
    var breakpoints: Set<UInt64> { get set }
}

/// Sees events of a vCPU the moment they happen, and may read its registers then.
public protocol VCPUObserver: AnyObject {
    /// Kinds to be called for.
    var observedKinds: EventKinds { get }
    func vcpu(_ vcpu: any VCPU, did event: Event)
    /// The vCPU is about to execute the instruction at one of its breakpoints. True if that was all
    /// it was for, and the run should go on.
    func vcpu(_ vcpu: any VCPU, reached breakpoint: UInt64) -> Bool
    /// The machine starts over: what was seen of its vCPUs is older than they are.
    func machineDidReset()
}

extension VCPUObserver {
    public func machineDidReset() {}
    public func vcpu(_ vcpu: any VCPU, reached breakpoint: UInt64) -> Bool { false }
}
