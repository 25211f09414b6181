// The board's address map.

/// Where everything is, with the addresses and interrupt numbers of QEMU's `virt` board; the probe
/// device sits in the window of that board's second flash bank, which is empty there, so one image
/// runs on both.
///
///     0x0000_0000  flash      64 MiB   with an image in it
///     0x0400_0000  flash      64 MiB   variables of the firmware
///     0x0700_0000  probe       4 KiB   checkpoints and exit (Firmware/README.md)
///     0x0800_0000  GICv3      64 KiB   distributor; in the kernel, so only with KVM
///     0x080a_0000             128 KiB  redistributor of each vCPU
///     0x0900_0000  PL011       4 KiB   console, SPI 1
///     0x0901_0000  PL031       4 KiB   real-time clock, SPI 2
///     0x0902_0000  fw_cfg     24 B     what firmware asks the machine
///     0x0a00_0000  virtio     32 times 512 B, transport n on SPI 16 + n
///     0x4000_0000  RAM         as configured
public enum MemoryMap {
    public static let flash = GuestPhysicalAddress(0x0000_0000)
    public static let secondFlash = GuestPhysicalAddress(0x0400_0000)
    /// Size of each flash bank.
    public static let flashLengthBytes: UInt64 = 64 << 20
    public static let probe = GuestPhysicalAddress(0x0700_0000)
    public static let gicDistributor = GuestPhysicalAddress(0x0800_0000)
    public static let gicRedistributors = GuestPhysicalAddress(0x080a_0000)
    public static let console = GuestPhysicalAddress(0x0900_0000)
    public static let realTimeClock = GuestPhysicalAddress(0x0901_0000)
    public static let firmwareConfiguration = GuestPhysicalAddress(0x0902_0000)
    public static let ram = GuestPhysicalAddress(0x4000_0000)

    /// The virtio transport with this number, 0 to 31.
    public static func virtIOTransport(_ index: Int) -> GuestPhysicalAddress {
        GuestPhysicalAddress(0x0a00_0000 + UInt64(index) * virtIOTransportLengthBytes)
    }
    public static let virtIOTransportCount = 32
    public static let virtIOTransportLengthBytes: UInt64 = 0x200
}

/// Shared peripheral interrupts of the board; INTID is 32 more.
public enum BoardInterrupt {
    public static let console = 1
    public static let realTimeClock = 2
    /// Transport n has this plus n.
    public static let virtIOTransport = 16
}
