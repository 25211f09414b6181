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
    public static let flash = GuestPhysicalAddress(0)
    public static let flashBankBytes: UInt64 = 0x0400_0000
    public static let probe = GuestPhysicalAddress(0x0700_0000)
    public static let gicDistributor = GuestPhysicalAddress(0x0800_0000)
    public static let gicRedistributors = GuestPhysicalAddress(0x080a_0000)
    public static let console = GuestPhysicalAddress(0x0900_0000)
    public static let clock = GuestPhysicalAddress(0x0901_0000)
    public static let firmwareConfiguration = GuestPhysicalAddress(0x0902_0000)
    public static let virtIO = GuestPhysicalAddress(0x0a00_0000)
    public static let virtIOBytes: UInt64 = 0x200
    public static let virtIOCount = 32
    public static let ram = GuestPhysicalAddress(0x4000_0000)
}
