// The GIC's windows on the bus.

extension GIC {
    /// Puts the controller's windows on the bus.
    func attach(to bus: Bus) {
        bus.attach(GICWindow(.distributor, of: self), at: MemoryMap.gicDistributor)
        bus.attach(GICWindow(.redistributors, of: self), at: MemoryMap.gicRedistributors)
    }
}

/// One window of 32-bit registers: turns accesses of other sizes into words.
public final class GICWindow: Device {
    enum Frame {
        case distributor
        case redistributors
    }

    public let name: String
    public let lengthBytes: UInt64
    private let controller: GIC
    private let frame: Frame

    /// Bytes from one GICv3 redistributor to the next.
    public static let redistributorStride: UInt64 = 0x2_0000

    init(_ frame: Frame, of controller: GIC) {
        self.frame = frame
        self.controller = controller
        switch frame {
        case .distributor:
            name = "gic-distributor"
            lengthBytes = 0x1_0000
        case .redistributors:
            name = "gic-redistributors"
            lengthBytes = Self.redistributorStride * UInt64(controller.state.cpuCount)
        }
    }

    public func read(offset: UInt64, sizeBytes: Int) -> UInt64 {
        let first = UInt64(readWord(offset & ~3))
        if sizeBytes == 8 { return first | UInt64(readWord(offset | 4)) << 32 }
        return first >> (8 * (offset & 3)) & (1 << UInt64(8 * sizeBytes) - 1)
    }

    public func write(offset: UInt64, sizeBytes: Int, value: UInt64) -> DeviceEffect {
        if sizeBytes == 8 {
            let halves = (
                UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)
            )
            writeWord(offset & ~7, MaskedWord(value: halves.0, mask: ~0))
            writeWord(offset & ~7 | 4, MaskedWord(value: halves.1, mask: ~0))
        } else {
            let shift = UInt32(truncatingIfNeeded: 8 * (offset & 3))
            let mask: UInt32 = sizeBytes == 4 ? ~0 : (1 << UInt32(8 * sizeBytes) - 1) << shift
            writeWord(
                offset & ~3,
                MaskedWord(value: UInt32(truncatingIfNeeded: value) << shift, mask: mask))
        }
        return .none
    }

    /// The distributor's window keeps the whole controller.
    public func capture() -> Restoration {
        guard case .distributor = frame else { return {} }
        let saved = controller.state
        return { [controller] in controller.restore(saved) }
    }

    private func readWord(_ offset: UInt64) -> UInt32 {
        switch frame {
        case .distributor: controller.state.readDistributor3(offset)
        case .redistributors:
            controller.state.readRedistributor(
                offset % Self.redistributorStride, cpu: Int(offset / Self.redistributorStride))
        }
    }

    private func writeWord(_ offset: UInt64, _ word: MaskedWord) {
        switch frame {
        case .distributor: controller.changeAny { $0.writeDistributor3(offset, word) }
        case .redistributors:
            let cpu = Int(offset / Self.redistributorStride)
            controller.change(cpu) {
                $0.writeRedistributor(offset % Self.redistributorStride, word, cpu: cpu)
            }
        }
    }
}
