// The wire from a device to whatever collects interrupts.

/// A level-sensitive output of a device.
///
/// The device says what the level is; the machine connects the other end to an interrupt
/// controller, its own or the kernel's. An unconnected line only remembers its level.
public final class InterruptLine {
    /// Whether the device asks for attention now.
    public private(set) var isHigh = false
    /// Called with each change of the level.
    public var sink: ((Bool) -> Void)?

    public init() {}

    /// Drives the line. Nothing happens unless the level changes.
    public func set(_ level: Bool) {
        guard level != isHigh else { return }
        isHigh = level
        sink?(level)
    }

    /// Keeps the level. Whoever collects interrupts keeps its own state, so nobody is told when the
    /// level is put back.
    public func capture() -> Restoration { { [self, isHigh] in self.isHigh = isHigh } }
}
