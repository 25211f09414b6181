// Stands in for the machine until its engine is there: holds RAM and an image, runs nothing.

/// Everything a run needs.
public struct MachineConfiguration: Sendable {
    public enum Backend: String, Sendable, CaseIterable { case automatic, kvm, software }
    public enum ResetPolicy: String, Sendable, CaseIterable { case zero, poison }

    public var cpuCount = 1
    public var memoryBytes: UInt64 = 512 << 20
    public var entryLevel: ExceptionLevel = .el2
    public var backend: Backend = .automatic
    public var resetPolicy: ResetPolicy = .poison
    public var seed: UInt64 = 1

    public init() {}
}

/// When a run must end even if the guest goes on.
public struct RunLimits {
    public var instructions: UInt64?
    /// Asked now and then; true ends the run.
    public var deadline: (() -> Bool)?

    public init(instructions: UInt64? = nil, deadline: (() -> Bool)? = nil) {
        self.instructions = instructions
        self.deadline = deadline
    }
}

/// How a run ended.
public enum RunOutcome: Equatable, Sendable {
    case exited(code: UInt32)
    case poweredOff
    case reset
    case stuck(StuckReason, vcpu: Int)
    case instructionLimit
    case stopped
}

public final class VirtualMachine {
    private let memory: GuestMemory
    public var observers: [any VCPUObserver] = []
    public let console = PL011()
    public let vcpus: [any VCPU] = []
    public let instructionCount: UInt64 = 0

    public init(_ configuration: MachineConfiguration) throws(VMMError) {
        if configuration.backend == .kvm {
            throw VMMError(.unavailable, "the KVM backend is not there yet")
        }
        do {
            memory = try GuestMemory(base: MemoryMap.ram, lengthBytes: configuration.memoryBytes)
        } catch {
            throw VMMError(.hostSystem, "\(error)")
        }
    }

    public func load(_ image: Image) throws(VMMError) { try image.load(into: memory) }

    public func run(_ limits: RunLimits = RunLimits()) -> RunOutcome { .stopped }
}
