// The console behind which kvm-unit-tests expects a test device: text from the guest ends the run.
//
// Source: QEMU's documentation of `-chardev testdev`, and its user, lib/chr-testdev.c of
// kvm-unit-tests.

/// A virtio console that understands "CODEq": a decimal code, then the letter. It ends the run with
/// that code. Everything else is ignored.
public final class TestDeviceConsole: VirtIODevice {
    public let name = "virtio-testdev"
    public let deviceID: UInt32 = 3
    public let features: UInt64 = 0
    public let queueCount = 2
    public private(set) var state = State()

    public struct State: Sendable, Equatable {
        /// The number so far; nil before its first digit.
        var code: UInt32?
    }

    public init() {}

    public func reset() { state = State() }

    public func capture() -> Restoration { { [self, state] in self.state = state } }

    /// Columns, rows, number of ports.
    public let configuration: [UInt8] = [0, 0, 0, 0, 1, 0, 0, 0]

    public func work(on index: Int, _ queue: inout VirtQueue) throws(VirtQueueFault) -> DeviceEffect
    {
        // There is nothing to receive.
        guard index == 1 else { return .none }
        var effect = DeviceEffect.none
        var budget = VirtIOBudget()
        while let chain = try queue.take() {
            try budget.spend(on: chain)
            chain.withReadable(at: 0, count: chain.readableBytes) { part in
                for byte in part {
                    if let code = step(byte), effect == .none { effect = .stop(code: code) }
                }
                return true
            }
            try queue.give(chain, writtenBytes: 0)
        }
        return effect
    }

    /// The exit code, once the command is complete.
    private func step(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            state.code = (state.code ?? 0) &* 10 &+ UInt32(byte - UInt8(ascii: "0"))
            return nil
        case UInt8(ascii: "q"):
            defer { state.code = nil }
            return state.code
        default:
            state.code = nil
            return nil
        }
    }
}
