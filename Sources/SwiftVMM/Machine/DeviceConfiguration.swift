// Which devices a machine has besides those every machine has.

/// Devices as the user orders them. The transports of virtio devices are filled from the first one
/// on: disks in their order, console, test device, entropy.
public struct DeviceConfiguration: Sendable {
    public struct DiskImage: Sendable, Equatable {
        public enum Access: Sendable { case readWrite, readOnly, snapshot }
        public var path: String
        /// `snapshot` keeps what the guest writes in memory, and forgets it with the machine.
        public var access: Access

        public init(path: String, access: Access = .readWrite) {
            self.path = path
            self.access = access
        }
    }

    /// Where random numbers come from.
    public enum Entropy: Sendable, Equatable {
        /// The machine's seed.
        case seed
        case host
    }

    /// What the clock says when the machine starts.
    public enum ClockStart: Sendable, Equatable {
        /// Seconds since 1970.
        case seconds(UInt32)
        /// The host's date.
        case host
    }

    /// vda, vdb, ...
    public var disks: [DiskImage] = []
    /// hvc0, a second console.
    public var hasVirtIOConsole = false
    /// The test device of kvm-unit-tests, which ends the run.
    public var hasTestDevice = false
    public var entropy: Entropy?
    public var clockStart = ClockStart.seconds(PL031.defaultStart)
    /// What the flash banks hold at the start; the rest of each is erased. Without any there is no
    /// flash.
    public var flash: [NamedBytes] = []
    /// What firmware finds in fw_cfg, by name; the device is there if flash is.
    public var firmwareKernel: FirmwareKernel?

    /// A kernel that firmware is to start.
    public struct FirmwareKernel: Sendable {
        public var kernel: NamedBytes
        public var initrd: NamedBytes?
        public var commandLine: String

        public init(kernel: NamedBytes, initrd: NamedBytes? = nil, commandLine: String = "") {
            self.kernel = kernel
            self.initrd = initrd
            self.commandLine = commandLine
        }
    }

    public init() {}

    func validate() throws(VMMError) {
        let others = [hasVirtIOConsole, hasTestDevice, entropy != nil].count { $0 }
        guard disks.count + others <= MemoryMap.virtIOCount else {
            throw VMMError(
                .usage,
                "\(disks.count + others) virtio devices: the board has "
                    + "\(MemoryMap.virtIOCount) transports")
        }
        guard flash.count <= 2 else {
            throw VMMError(.usage, "\(flash.count) flash images: the board has two banks")
        }
        for image in flash where image.bytes.count > MemoryMap.flashBankBytes {
            throw VMMError(
                .badData,
                "\(image.name): \(image.bytes.count) bytes do not fit into a flash bank of "
                    + "\(MemoryMap.flashBankBytes >> 20) MiB")
        }
    }
}
