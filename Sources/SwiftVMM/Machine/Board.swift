// The board: which devices a machine has, where, and with which interrupt. The wiring of the bus,
// the device tree and --dump-dtb all read this and nothing else.

/// One device's place on the board.
public struct BoardDevice: Equatable, Sendable {
    public enum Kind: Hashable, Sendable {
        case probe
        /// PL011.
        case console
        /// PL031.
        case clock
        /// One transport of virtio-mmio, which may have nothing behind it.
        case virtIO(slot: Int)
        /// CFI flash, two banks side by side.
        case flash(bank: Int)
        /// QEMU's fw_cfg.
        case firmwareConfiguration
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
    public var cpuCount: Int
    public var ramBytes: UInt64
    /// EL2 belongs to the guest: power calls are then made with SMC, else with HVC.
    public var hasEL2: Bool
    public var interruptController: GICVersion
    /// What the CPUs are, as the device tree names them.
    public var processor: String
    /// The CPUs have a PMU.
    public var hasPerformanceMonitors: Bool
    /// The CPUs are Armv7.
    public var isAArch32: Bool
    public var devices: [BoardDevice]

    public init(_ configuration: MachineConfiguration) {
        cpuCount = configuration.cpuCount
        ramBytes = configuration.memoryBytes
        hasEL2 = configuration.entryLevel == .el2
        isAArch32 = configuration.cpuModel.isAArch32Only
        interruptController = configuration.gicVersion
        let model = configuration.cpuModel
        processor =
            model.isAArch32Only
            ? "arm,cortex-a15"
            : model.name == CPUModel.cortexA57.name ? "arm,cortex-a57" : "arm,armv8"
        // ID_AA64DFR0_EL1.PMUVer: absent, or one of IMPLEMENTATION DEFINED form.
        let version = model.identification(.idAA64Dfr0EL1, vcpu: 0)[bits: 8..<12]
        hasPerformanceMonitors = version != 0 && version != 0xf
        devices = [
            BoardDevice(.probe, at: MemoryMap.probe, lengthBytes: 0x1000),
            BoardDevice(
                .console, at: MemoryMap.console, lengthBytes: 0x1000, sharedInterrupt: 1),
            BoardDevice(
                .clock, at: MemoryMap.clock, lengthBytes: 0x1000, sharedInterrupt: 2),
        ]
        if !configuration.devices.flash.isEmpty {
            let bank = MemoryMap.flashBankBytes
            for index in 0..<2 {
                let address = GuestPhysicalAddress(MemoryMap.flash.value + UInt64(index) * bank)
                devices.append(
                    BoardDevice(.flash(bank: index), at: address, lengthBytes: bank))
            }
            devices.append(
                BoardDevice(
                    .firmwareConfiguration, at: MemoryMap.firmwareConfiguration,
                    lengthBytes: FirmwareConfiguration.registerBytes))
        }
        for slot in 0..<MemoryMap.virtIOCount {
            let address = MemoryMap.virtIO.value + MemoryMap.virtIOBytes * UInt64(slot)
            devices.append(
                BoardDevice(
                    .virtIO(slot: slot), at: GuestPhysicalAddress(address),
                    lengthBytes: MemoryMap.virtIOBytes, sharedInterrupt: 16 + UInt32(slot)))
        }
    }
}
