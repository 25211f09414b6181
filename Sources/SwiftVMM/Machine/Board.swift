// The board: which devices a machine has, where, and with which interrupt. The wiring of the bus,
// the device tree and --dump-dtb all read this and nothing else.

/// One device's place on the board.
public struct BoardDevice: Equatable, Sendable {
    public enum Kind: Hashable, Sendable {
        case probe
        /// PL011.
        case console
    }

    public var kind: Kind
    public var base: GuestPhysicalAddress
    public var lengthBytes: UInt64
    /// Number of its shared peripheral interrupt, 0 for the first; INTID is 32 more.
    public var sharedInterrupt: UInt32?

    public init(
        _ kind: Kind, at base: GuestPhysicalAddress, lengthBytes: UInt64,
        sharedInterrupt: UInt32? = nil
    ) {
        self.kind = kind
        self.base = base
        self.lengthBytes = lengthBytes
        self.sharedInterrupt = sharedInterrupt
    }
}

/// Everything around the CPUs that software can find.
public struct Board: Equatable, Sendable {
    /// The interrupt controller, as the device tree names it.
    public enum InterruptController: String, Sendable, CaseIterable {
        case gicV2 = "2"
        case gicV3 = "3"
    }

    public var cpuCount: Int
    public var ramBytes: UInt64
    /// EL2 belongs to the guest: power calls are then made with SMC, else with HVC.
    public var hasEL2: Bool
    public var interruptController = InterruptController.gicV3
    public var devices: [BoardDevice]

    public init(_ configuration: MachineConfiguration) {
        cpuCount = configuration.cpuCount
        ramBytes = configuration.memoryBytes
        hasEL2 = configuration.entryLevel == .el2
        devices = [
            BoardDevice(.probe, at: MemoryMap.probe, lengthBytes: 0x1000),
            BoardDevice(
                .console, at: MemoryMap.console, lengthBytes: 0x1000, sharedInterrupt: 1),
        ]
    }

    /// Private peripheral interrupts, 0 for the first; INTID is 16 more. Source: Arm Base System
    /// Architecture, DEN 0094, "PPI assignments".
    public enum PrivateInterrupt {
        public static let performanceMonitors: UInt32 = 7
        public static let maintenance: UInt32 = 9
        public static let hypervisorPhysicalTimer: UInt32 = 10
        public static let virtualTimer: UInt32 = 11
        public static let hypervisorVirtualTimer: UInt32 = 12
        public static let securePhysicalTimer: UInt32 = 13
        public static let physicalTimer: UInt32 = 14
    }
}
