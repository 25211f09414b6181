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

    public init() {}

    func validate() throws(VMMError) {
        let others = [hasVirtIOConsole, hasTestDevice, entropy != nil].count { $0 }
        guard disks.count + others <= MemoryMap.virtIOCount else {
            throw VMMError(
                .usage,
                "\(disks.count + others) virtio devices: the board has "
                    + "\(MemoryMap.virtIOCount) transports")
        }
    }
}
