// The board's address map.

/// Where everything is. RAM, the console and the interrupt numbers to come sit where QEMU's `virt`
/// board has them; the probe device sits in the window of that board's second flash bank, which is
/// empty there, so one image runs on both.
///
///     0x0700_0000  probe       4 KiB   checkpoints and exit (Firmware/README.md)
///     0x0800_0000  GICv3      64 KiB   distributor
///     0x080a_0000             128 KiB  redistributor of each vCPU
///     0x0900_0000  PL011       4 KiB   console
///     0x4000_0000  RAM         as configured
public enum MemoryMap {
    public static let probe = GuestPhysicalAddress(0x0700_0000)
    public static let gicDistributor = GuestPhysicalAddress(0x0800_0000)
    public static let gicRedistributors = GuestPhysicalAddress(0x080a_0000)
    public static let console = GuestPhysicalAddress(0x0900_0000)
    public static let ram = GuestPhysicalAddress(0x4000_0000)
}
