// What stands behind a virtio transport: the part that differs between a disk and a console.

/// A virtio device type, without any transport. Source: VIRTIO 1.2, 5 "Device Types".
public protocol VirtIODevice: AnyObject {
    var name: String { get }
    /// As 5 numbers the types: 1 network, 2 block, 3 console, 4 entropy.
    var deviceID: UInt32 { get }
    /// Feature bits of the type; the transport adds those of the queues.
    var features: UInt64 { get }
    var queueCount: Int { get }
    /// The configuration space; reading past its end gives zero.
    var configuration: [UInt8] { get }
    /// The driver writes to the configuration space.
    func writeConfiguration(offset: Int, sizeBytes: Int, value: UInt64)
    /// Works on what the driver made available in a queue.
    func work(on index: Int, _ queue: inout VirtQueue) throws(VirtQueueFault) -> DeviceEffect
    /// The driver negotiated these, and is about to start.
    func start(features: UInt64)
    func reset()
    /// As `Device.capture`.
    func capture() -> Restoration
}

extension VirtIODevice {
    public var configuration: [UInt8] { [] }
    public func writeConfiguration(offset: Int, sizeBytes: Int, value: UInt64) {}
    public func start(features: UInt64) {}
    public func reset() {}
}

/// Bounds what one notification may cost: buffers overlapping the rings could otherwise make the
/// device feed itself for ever.
struct VirtIOBudget {
    private var chains = 1 << 16
    private var bytes: UInt64 = 1 << 32

    /// Throws when a driver's work has no end.
    mutating func spend(on chain: DescriptorChain) throws(VirtQueueFault) {
        chains -= 1
        let size = chain.readableBytes + chain.writableBytes
        guard chains > 0, size <= bytes else { throw .endlessWork }
        bytes -= size
    }
}

extension Array where Element == UInt8 {
    /// Adds a little-endian integer, for configuration spaces.
    mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    /// The little-endian integer at an offset; missing bytes are zero.
    func littleEndian<Number: FixedWidthInteger>(at offset: Int, as: Number.Type) -> Number {
        var value: Number = 0
        for index in (0..<Number.bitWidth / 8).reversed() {
            let byte = offset + index < count ? self[offset + index] : 0
            value = value << 8 | Number(truncatingIfNeeded: byte)
        }
        return value
    }
}
