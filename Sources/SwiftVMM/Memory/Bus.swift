// From a guest physical address that is not RAM to the device that answers.

/// What a device asks of the machine after an access. Devices never act on the machine themselves.
public enum DeviceEffect: Equatable, Sendable {
    case none
    /// End the run with this exit code.
    case stop(code: UInt32)
    /// A checkpoint of the probe device: look at the vCPU that wrote it.
    case checkpoint(Checkpoint)
}

/// How a machine starts over. Source: DEN 0022, SYSTEM_RESET and SYSTEM_RESET2.
public enum ResetKind: Equatable, Sendable {
    /// As from power-on: RAM holds the image and nothing else.
    case cold
    /// RAM keeps what it holds where the image is not put again.
    case warm
}

/// One write to the probe device. Source: Firmware/README.md, "The probe device".
public struct Checkpoint: Hashable, Sendable {
    public enum Kind: String, Sendable {
        /// A plain mark.
        case mark
        /// The next instruction is an HVC.
        case call
        /// The instruction before the write was that HVC, and it returned.
        case `return`
        /// A soft restart arrived at its payload.
        case entry
        /// The firmware found one of its own checks failed.
        case fail
        /// A kernel starts on this CPU.
        case kernel
        /// It has recorded the mode it was entered in.
        case booted
        /// What the firmware measured of a rule.
        case rule
    }

    public var kind: Kind
    public var value: UInt32

    public init(kind: Kind, value: UInt32) {
        self.kind = kind
        self.value = value
    }
}

/// A device on the bus. Offsets are in bytes from its base; sizes are 1, 2, 4 or 8 bytes, aligned.
public protocol Device: AnyObject {
    /// The name that traces and errors use.
    var name: String { get }
    /// Size of its window in bytes.
    var lengthBytes: UInt64 { get }
    func read(offset: UInt64, sizeBytes: Int) -> UInt64
    func write(offset: UInt64, sizeBytes: Int, value: UInt64) -> DeviceEffect
    /// The machine starts over. What a medium or a battery holds stays, and so do connections to
    /// the outside.
    func reset()
    /// Keeps the device's state as it is now; calling the result puts it back, as often as wanted.
    /// Connections to the outside (an output, a file) are not part of it.
    func capture() -> Restoration
}

/// Puts back what a `capture` kept.
public typealias Restoration = () -> Void

/// A device that does something by itself when its time comes. Times are virtual nanoseconds.
public protocol TimedDevice: Device {
    /// When `advance` has something to do next; `.max` for never.
    var deadline: UInt64 { get }
    /// It is `now`, at or after the deadline.
    func advance(to now: UInt64)
}

/// Devices by address. An address without one is an external abort for the guest.
public final class Bus {
    private struct Window {
        let base: UInt64
        let end: UInt64
        let device: any Device
        /// Another device may lie over part of it.
        let isBeneath: Bool
    }

    private var windows: [Window] = []
    /// The window of the last access: the next one is often there too.
    private var last = 0

    public init() {}

    /// Puts a device at `base`. Overlaps are a mistake of the board's author.
    ///
    /// - Parameter beneath: Where it overlaps a device attached before, that one answers.
    public func attach(
        _ device: any Device, at base: GuestPhysicalAddress, beneath: Bool = false
    ) {
        let window = Window(
            base: base.value, end: base.value + device.lengthBytes, device: device,
            isBeneath: beneath)
        precondition(
            beneath || windows.allSatisfy { window.end <= $0.base || $0.end <= window.base },
            "device \(device.name) overlaps another on the bus")
        windows.append(window)
    }

    /// Resets every device.
    func reset() {
        for window in windows { window.device.reset() }
    }

    /// The state of every device.
    func capture() -> Restoration {
        let restorations = windows.map { $0.device.capture() }
        return { for restore in restorations { restore() } }
    }

    /// Whether a device answers everywhere in its window, whatever else is attached.
    func isAlone(_ device: any Device) -> Bool {
        windows.contains { $0.device === device && !$0.isBeneath }
    }

    /// The device at an address and the offset within it.
    public func find(_ address: GuestPhysicalAddress, sizeBytes: Int)
        -> (device: any Device, offset: UInt64)?
    {
        func isIn(_ window: Window) -> Bool {
            address.value >= window.base && address.value &+ UInt64(sizeBytes) <= window.end
        }
        if last < windows.count, !windows[last].isBeneath, isIn(windows[last]) {
            return (windows[last].device, address.value - windows[last].base)
        }
        guard let index = windows.firstIndex(where: isIn) else { return nil }
        last = index
        return (windows[index].device, address.value - windows[index].base)
    }
}
