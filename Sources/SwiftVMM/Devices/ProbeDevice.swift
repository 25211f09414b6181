// Checkpoints: how firmware tells the VMM "look at me now", on any engine.
//
// Source: Firmware/README.md, "The probe device"; Firmware/arm64/include/machine.h.

/// A page of write-only checkpoint registers, and one that ends the run.
///
///     0x00  MAGIC    read   0x424f5250, "PROB"
///     0x04  VERSION  read   1
///     0x08  EXIT     write  end the run with this code
///     0x10  MARK     write  a plain mark
///     0x18  CALL     write  the next instruction is an HVC
///     0x20  RETURN   write  that HVC came back
///     0x28  ENTRY    write  a soft restart arrived
///     0x30  FAIL     write  the firmware found one of its own checks failed
///     0x38  KERNEL   write  a kernel starts on this CPU, in the mode it was entered in
///     0x40  BOOTED   write  it has recorded that mode and installed its stub, or not
///     0x48  RULE     write  the firmware measured a rule: number, bug << 8, broken << 31
///
/// Writes take the low 32 bits. Other offsets read as zero and ignore writes.
public final class ProbeDevice: Device {
    public let name = "probe"
    public let lengthBytes: UInt64 = 0x1000

    public static let magic: UInt32 = 0x424f_5250
    public static let version: UInt32 = 1

    public init() {}

    /// It has no state.
    public func reset() {}

    public func capture() -> Restoration { {} }

    public func read(offset: UInt64, sizeBytes: Int) -> UInt64 {
        switch (offset, sizeBytes) {
        case (0, 8): UInt64(Self.version) << 32 | UInt64(Self.magic)
        case (0, _): UInt64(Self.magic)
        case (4, _): UInt64(Self.version)
        default: 0
        }
    }

    public func write(offset: UInt64, sizeBytes: Int, value: UInt64) -> DeviceEffect {
        let word = UInt32(truncatingIfNeeded: value)
        return switch offset {
        case 0x08: .stop(code: word)
        case 0x10: .checkpoint(Checkpoint(kind: .mark, value: word))
        case 0x18: .checkpoint(Checkpoint(kind: .call, value: word))
        case 0x20: .checkpoint(Checkpoint(kind: .return, value: word))
        case 0x28: .checkpoint(Checkpoint(kind: .entry, value: word))
        case 0x30: .checkpoint(Checkpoint(kind: .fail, value: word))
        case 0x38: .checkpoint(Checkpoint(kind: .kernel, value: word))
        case 0x40: .checkpoint(Checkpoint(kind: .booted, value: word))
        case 0x48: .checkpoint(Checkpoint(kind: .rule, value: word))
        default: .none
        }
    }
}
