// A virtio console with one port. Source: VIRTIO 1.2, 5.3 "Console Device".

/// What the guest calls hvc0.
public final class VirtIOConsole: VirtIODevice {
    public let name = "virtio-console"
    public let deviceID: UInt32 = 3
    /// VIRTIO_CONSOLE_F_SIZE and VIRTIO_CONSOLE_F_EMERG_WRITE.
    public let features: UInt64 = 1 << 0 | 1 << 2
    public let queueCount = 2

    /// Called with each byte the guest sends.
    public var output: (UInt8) -> Void
    public private(set) var state = State()
    /// Tells the transport that there is something for the receive queue.
    var hasInput: () -> Void = {}

    public struct State: Sendable, Equatable {
        var columns: UInt16 = 80
        var rows: UInt16 = 25
        /// What no receive buffer was there for.
        var waiting: [UInt8] = []
    }

    private enum Queue {
        static let receive = 0
    }

    public init(output: @escaping (UInt8) -> Void = { _ in }) { self.output = output }

    /// Bytes for the guest. What it has no buffers for waits.
    public func receive(_ bytes: some Sequence<UInt8>) {
        state.waiting += bytes
        hasInput()
    }

    public func capture() -> Restoration { { [self, state] in self.state = state } }

    /// Size, number of ports, and the emergency write.
    public var configuration: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(state.columns)
        bytes.appendLittleEndian(state.rows)
        bytes.appendLittleEndian(UInt32(1))
        bytes.appendLittleEndian(UInt32(0))
        return bytes
    }

    public func writeConfiguration(offset: Int, sizeBytes: Int, value: UInt64) {
        if offset == 8 { output(UInt8(truncatingIfNeeded: value)) }
    }

    public func work(on index: Int, _ queue: inout VirtQueue) throws(VirtQueueFault) -> DeviceEffect
    {
        if index == Queue.receive {
            try deliver(&queue)
        } else {
            try transmit(&queue)
        }
        return .none
    }

    private func deliver(_ queue: inout VirtQueue) throws(VirtQueueFault) {
        while !state.waiting.isEmpty, let chain = try queue.take() {
            guard chain.writableBytes > 0 else { throw .malformedRequest }
            let count = chain.write(state.waiting)
            state.waiting.removeFirst(count)
            try queue.give(chain, writtenBytes: UInt32(count))
        }
    }

    private func transmit(_ queue: inout VirtQueue) throws(VirtQueueFault) {
        var budget = VirtIOBudget()
        while let chain = try queue.take() {
            try budget.spend(on: chain)
            chain.withReadable(at: 0, count: chain.readableBytes) { part in
                for byte in part { output(byte) }
                return true
            }
            try queue.give(chain, writtenBytes: 0)
        }
    }
}
