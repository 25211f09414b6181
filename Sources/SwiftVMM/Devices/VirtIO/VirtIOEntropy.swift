// A virtio source of random numbers. Source: VIRTIO 1.2, 5.4 "Entropy Device".

/// What the guest calls hwrng. Numbers come from a generator, so a run can be repeated; whoever
/// needs real ones passes a source of those.
public final class VirtIOEntropy: VirtIODevice {
    public let name = "virtio-rng"
    public let deviceID: UInt32 = 4
    public let features: UInt64 = 0
    public let queueCount = 1
    private var source: EntropySource

    /// A request gets at most this much, which 5.4.6.2 allows.
    private static let largestAnswerBytes: UInt64 = 1 << 16

    public init(_ source: EntropySource) { self.source = source }

    public func capture() -> Restoration { { [self, source] in self.source = source } }

    public func work(on index: Int, _ queue: inout VirtQueue) throws(VirtQueueFault) -> DeviceEffect
    {
        var budget = VirtIOBudget()
        while let chain = try queue.take() {
            try budget.spend(on: chain)
            guard chain.readableBytes == 0 else { throw .malformedRequest }
            let count = min(chain.writableBytes, Self.largestAnswerBytes)
            chain.write(source.bytes(Int(count)))
            try queue.give(chain, writtenBytes: UInt32(count))
        }
        return .none
    }
}

/// Where random numbers for the guest come from.
public struct EntropySource {
    private enum Kind {
        case generator(state: UInt64)
        case host
    }

    private var kind: Kind

    /// The same seed gives the same numbers.
    public static func seed(_ seed: UInt64) -> EntropySource {
        EntropySource(kind: .generator(state: seed ^ 0x5649_5254_494f_524e))
    }

    /// The host's own generator.
    public static var host: EntropySource { EntropySource(kind: .host) }

    public mutating func bytes(_ count: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count + 8)
        while result.count < count { result.appendLittleEndian(next()) }
        result.removeLast(result.count - count)
        return result
    }

    /// SplitMix64, as Steele, Lea and Flood give it.
    public mutating func next() -> UInt64 {
        guard case .generator(var state) = kind else {
            var host = SystemRandomNumberGenerator()
            return host.next()
        }
        state &+= 0x9e37_79b9_7f4a_7c15
        kind = .generator(state: state)
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}
