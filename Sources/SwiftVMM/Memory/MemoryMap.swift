// The board's address map.

/// Where everything is. RAM, devices and interrupt numbers sit where QEMU's `virt` board has them;
/// the probe device sits where that board has nothing (or, by option, its secure RAM ends), so one
/// image runs on both. Which of these a machine has, and with which interrupt, is in `Board`.
///
///     0x0000_0000  flash        2 banks of 64 MiB; the probe's page is cut out of the second
///     0x0700_0000  probe        4 KiB   checkpoints and exit (Firmware/README.md)
///     0x0800_0000  GIC         64 KiB   distributor, GICv2 and GICv3
///     0x0801_0000              64 KiB   GICv2: CPU interface
///     0x0803_0000              64 KiB   GICv2: virtual interface control (GICH)
///     0x0804_0000              64 KiB   GICv2: virtual CPU interface (GICV)
///     0x080a_0000             128 KiB   GICv3: redistributor of each vCPU
///     0x0900_0000  PL011        4 KiB   console
///     0x0901_0000  PL031        4 KiB   clock
///     0x0902_0000  fw_cfg      24 B     what firmware asks the machine
///     0x0a00_0000  virtio-mmio  512 B   each of 32 transports
///     0x4000_0000  RAM         as configured
public enum MemoryMap {
    public static let flash = GuestPhysicalAddress(0)
    public static let flashBankBytes: UInt64 = 0x0400_0000
    public static let probe = GuestPhysicalAddress(0x0700_0000)
    public static let gicDistributor = GuestPhysicalAddress(0x0800_0000)
    public static let gicCPUInterface = GuestPhysicalAddress(0x0801_0000)
    public static let gicHypervisorInterface = GuestPhysicalAddress(0x0803_0000)
    public static let gicVirtualCPUInterface = GuestPhysicalAddress(0x0804_0000)
    public static let gicRedistributors = GuestPhysicalAddress(0x080a_0000)
    public static let gicRedistributorBytes: UInt64 = 0x2_0000
    public static let console = GuestPhysicalAddress(0x0900_0000)
    public static let clock = GuestPhysicalAddress(0x0901_0000)
    public static let firmwareConfiguration = GuestPhysicalAddress(0x0902_0000)
    public static let virtIO = GuestPhysicalAddress(0x0a00_0000)
    public static let virtIOBytes: UInt64 = 0x200
    public static let virtIOCount = 32
    public static let ram = GuestPhysicalAddress(0x4000_0000)
}
