// Events: one plain value for each thing worth seeing. Whoever emits one never formats it.

/// Which kinds of events someone wants. The names are those of `vmm run --trace`.
public struct EventKinds: OptionSet, Sendable, Hashable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// HVC, SMC and the calls of the probe device.
    public static let hypercalls = EventKinds(rawValue: 1 << 0)
    /// Exception entry and return.
    public static let exceptions = EventKinds(rawValue: 1 << 1)
    /// MRS and MSR that reach a system register.
    public static let systemRegisters = EventKinds(rawValue: 1 << 2)
    /// Translations entering the TLB and TLB maintenance.
    public static let mmu = EventKinds(rawValue: 1 << 3)
    /// Every instruction.
    public static let instructions = EventKinds(rawValue: 1 << 4)
    /// Device accesses.
    public static let mmio = EventKinds(rawValue: 1 << 5)

    /// Hazards found.
    public static let hazards = EventKinds(rawValue: 1 << 6)

    /// Names as the command line spells them.
    public static let named: [(name: String, kinds: EventKinds)] = [
        ("hypercalls", .hypercalls), ("exceptions", .exceptions), ("sysregs", .systemRegisters),
        ("mmu", .mmu), ("instructions", .instructions), ("mmio", .mmio),
        ("hazards", .hazards),
    ]
}

/// The four groups of a vector table, by what is taken. Source: Arm ARM, "Exception vectors".
public enum ExceptionType: UInt8, Sendable {
    case synchronous = 0
    case irq = 1
    case fiq = 2
    case serror = 3
}

public struct Event: Sendable, Hashable {
    public enum Detail: Sendable, Hashable {
        /// An exception was taken; registers already are as the handler finds them.
        /// `preferredReturn` is ELR, `savedState` SPSR; `syndrome` is ESR for synchronous ones.
        case exceptionTaken(
            type: ExceptionType, from: ExceptionLevel, to: ExceptionLevel, syndrome: UInt64,
            preferredReturn: UInt64, savedState: UInt64, vector: UInt64, faultAddress: UInt64?)
        /// ERET was executed at `from`; PC and PSTATE already are the new ones.
        case exceptionReturn(
            from: ExceptionLevel, to: ExceptionLevel, target: UInt64, state: UInt64)
        /// SMC or HVC that leaves the guest for the machine (PSCI); x0...x3 at the call.
        case firmwareCall(isSMC: Bool, immediate: UInt16, arguments: [UInt64], result: UInt64)
        case systemRegisterRead(SystemRegisterID, value: UInt64)
        case systemRegisterWritten(SystemRegisterID, old: UInt64, new: UInt64)
        /// A translation entered the TLB.
        case translationCached(
            virtual: UInt64, physical: UInt64, sizeBytes: UInt64, regime: String, asid: UInt16,
            vmid: UInt16)
        /// A TLBI by its manual name.
        case translationsInvalidated(operation: String, value: UInt64)
        /// A word of T32 is a halfword, or two, the first in bits 31...16.
        case instruction(word: UInt32, set: InstructionSet)
        case deviceAccess(
            device: String, address: UInt64, sizeBytes: Int, isWrite: Bool, value: UInt64)
        case checkpoint(Checkpoint)
        /// A use of what the architecture does not promise.
        case hazard(Hazard)
    }

    /// Number of the vCPU.
    public var vcpu: Int
    /// Instructions the machine has executed: its virtual time.
    public var time: UInt64
    /// Address of the instruction that caused it.
    public var pc: UInt64
    /// Exception level before it.
    public var el: ExceptionLevel
    public var detail: Detail

    public init(vcpu: Int, time: UInt64, pc: UInt64, el: ExceptionLevel, detail: Detail) {
        self.vcpu = vcpu
        self.time = time
        self.pc = pc
        self.el = el
        self.detail = detail
    }

    /// The kind this event belongs to. An HVC that is taken to EL2 is an exception and a hypercall.
    public var kinds: EventKinds {
        switch detail {
        case .exceptionTaken(_, _, _, let syndrome, _, _, _, _):
            // EC 0x16 (HVC) and 0x17 (SMC).
            syndrome >> 26 == 0x16 || syndrome >> 26 == 0x17
                ? [.exceptions, .hypercalls] : .exceptions
        case .exceptionReturn: .exceptions
        case .firmwareCall, .checkpoint: .hypercalls
        case .systemRegisterRead, .systemRegisterWritten: .systemRegisters
        case .translationCached, .translationsInvalidated: .mmu
        case .instruction: .instructions
        case .deviceAccess: .mmio
        case .hazard: .hazards
        }
    }
}

/// Receives events in the order they happen.
public protocol TraceSink: AnyObject {
    func receive(_ event: Event)
}
