// The GIC's windows on the bus.

extension GIC {
    /// Puts the controller's windows on the bus, where QEMU's `virt` board has them.
    func attach(to bus: Bus) {
        bus.attach(GICWindow(.distributor, of: self), at: MemoryMap.gicDistributor)
        switch state.version {
        case .v2:
            bus.attach(GICWindow(.interface, of: self), at: MemoryMap.gicCPUInterface)
            bus.attach(
                GICWindow(.hypervisorInterface, of: self), at: MemoryMap.gicHypervisorInterface)
            bus.attach(
                GICWindow(.virtualInterface, of: self), at: MemoryMap.gicVirtualCPUInterface)
        case .v3:
            bus.attach(GICWindow(.redistributors, of: self), at: MemoryMap.gicRedistributors)
        }
    }
}

/// One window of 32-bit registers: turns accesses of other sizes into words.
public final class GICWindow: Device {
    enum Frame: String {
        case distributor
        /// GICv3, one for each CPU.
        case redistributors
        /// GICv2: GICC, GICH and GICV, each the accessing CPU's own.
        case interface = "cpu-interface"
        case hypervisorInterface = "hypervisor-interface"
        case virtualInterface = "virtual-cpu-interface"
    }

    public var name: String { "gic-" + frame.rawValue }
    public let lengthBytes: UInt64
    private let controller: GIC
    private let frame: Frame

    /// Bytes from one GICv3 redistributor to the next.
    public static let redistributorStride: UInt64 = 0x2_0000

    init(_ frame: Frame, of controller: GIC) {
        self.frame = frame
        self.controller = controller
        lengthBytes =
            frame == .redistributors
            ? Self.redistributorStride * UInt64(controller.state.cpuCount) : 0x1_0000
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
    /// One frame does it for all.
    public func reset() {
        if case .distributor = frame { controller.restore() }
    }

    public func capture() -> Restoration {
        guard case .distributor = frame else { return {} }
        let saved = controller.state
        return { [controller] in controller.restore(saved) }
    }

    private func readWord(_ offset: UInt64) -> UInt32 {
        let cpu = controller.accessor
        switch (frame, controller.state.version) {
        case (.distributor, .v2): return controller.state.readDistributor2(offset, cpu: cpu)
        case (.distributor, .v3): return controller.state.readDistributor3(offset)
        case (.redistributors, _):
            return controller.state.readRedistributor(
                offset % Self.redistributorStride, cpu: Int(offset / Self.redistributorStride))
        case (.interface, _):
            // An acknowledge of an interrupt with several targets concerns them all.
            return controller.changeAny { $0.readInterface2(offset, cpu: cpu) }
        case (.hypervisorInterface, _):
            return controller.state.readHypervisorInterface2(offset, cpu: cpu)
        case (.virtualInterface, _):
            return controller.change(cpu) { $0.readVirtualInterface2(offset, cpu: cpu) }
        }
    }

    private func writeWord(_ offset: UInt64, _ word: MaskedWord) {
        let cpu = controller.accessor
        switch (frame, controller.state.version) {
        case (.distributor, .v2):
            controller.changeAny { $0.writeDistributor2(offset, word, cpu: cpu) }
        case (.distributor, .v3): controller.changeAny { $0.writeDistributor3(offset, word) }
        case (.redistributors, _):
            let owner = Int(offset / Self.redistributorStride)
            controller.change(owner) {
                $0.writeRedistributor(offset % Self.redistributorStride, word, cpu: owner)
            }
        case (.interface, _):
            controller.changeAny { $0.writeInterface2(offset, word, cpu: cpu) }
        case (.hypervisorInterface, _):
            controller.change(cpu) { $0.writeHypervisorInterface2(offset, word, cpu: cpu) }
        case (.virtualInterface, _):
            controller.changeAny { $0.writeVirtualInterface2(offset, word, cpu: cpu) }
        }
    }
}
