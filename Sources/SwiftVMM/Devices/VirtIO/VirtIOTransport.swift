// A virtio device on the bus: registers, feature negotiation, device status, the interrupt.
//
// Source: VIRTIO 1.2, 4.2 "Virtio Over MMIO"; 3.1 "Device Initialization"; 2.1 "Device Status Field".

/// A virtio-mmio transport of version 2; of version 1, the legacy interface, if asked for.
///
/// A driver that breaks the rules of its queues finds DEVICE_NEEDS_RESET in the status, and an
/// interrupt for it. The device then does nothing until it is reset.
public final class VirtIOTransport: Device {
    public let name: String
    public let lengthBytes = MemoryMap.virtIOBytes
    public let interrupt = InterruptLine()
    /// What stands behind; nothing does in an empty slot, which has the device number zero.
    public let device: (any VirtIODevice)?
    /// Has the interface from before VIRTIO 1.0, for drivers that know no other.
    public let isLegacy: Bool

    public internal(set) var state = State()
    public internal(set) var queues: [VirtQueue]
    /// Why the device asked for a reset, for traces and tests; the driver is not told.
    public private(set) var fault: VirtQueueFault?

    /// The registers. Those of the queues are in `queues`.
    public struct State: Sendable, Equatable {
        var status: UInt32 = 0
        var interruptStatus: UInt32 = 0
        var deviceFeaturesSelector: UInt32 = 0
        var driverFeaturesSelector: UInt32 = 0
        public internal(set) var driverFeatures: UInt64 = 0
        var queueSelector: UInt32 = 0
        var configurationGeneration: UInt32 = 0
        /// Legacy: bytes in the page that QueuePFN counts, and alignment of the used ring.
        var guestPageBytes: UInt32 = 0
        var queueAlignments: [UInt32] = []
        var pageNumbers: [UInt32] = []
    }

    enum Status {
        static let driverOK: UInt32 = 4
        static let featuresOK: UInt32 = 8
        static let needsReset: UInt32 = 64
    }

    private enum InterruptBit {
        static let usedBuffer: UInt32 = 1
        static let configurationChange: UInt32 = 2
    }

    enum Feature {
        static let indirectDescriptors: UInt64 = 1 << 28
        static let eventIndex: UInt64 = 1 << 29
        static let version1: UInt64 = 1 << 32
    }

    static let magic: UInt64 = 0x7472_6976
    /// "SVMM"
    static let vendor: UInt64 = 0x4d4d_5653

    public init(
        _ device: (any VirtIODevice)?, name: String, memory: GuestMemory, isLegacy: Bool = false
    ) {
        self.device = device
        self.name = name
        self.isLegacy = isLegacy
        queues = (0..<(device?.queueCount ?? 0)).map { _ in VirtQueue(memory: memory) }
        resetLegacyRegisters()
    }

    // MARK: Reset and trouble

    public func reset() {
        state = State()
        for index in queues.indices { queues[index].reset() }
        resetLegacyRegisters()
        fault = nil
        device?.reset()
        interrupt.set(false)
    }

    public func capture() -> Restoration {
        let restoreDevice = device?.capture() ?? {}
        let restoreLine = interrupt.capture()
        return { [self, state, queues, fault] in
            self.state = state
            self.queues = queues
            self.fault = fault
            restoreDevice()
            restoreLine()
        }
    }

    private func resetLegacyRegisters() {
        state.queueAlignments = queues.map { _ in 4096 }
        state.pageNumbers = queues.map { _ in 0 }
    }

    /// The driver broke a rule: say so and stand still. Source: VIRTIO 1.2, 2.1.2.
    func fail(_ fault: VirtQueueFault) {
        self.fault = fault
        state.status |= Status.needsReset
        if state.status & Status.driverOK != 0 { raise(InterruptBit.configurationChange) }
    }

    private func raise(_ bit: UInt32) {
        state.interruptStatus |= bit
        interrupt.set(true)
    }

    // MARK: Work

    var isRunning: Bool {
        state.status & Status.driverOK != 0 && state.status & Status.needsReset == 0
    }

    /// The driver made buffers available in a queue, or the device has something for it.
    @discardableResult
    public func notify(_ index: Int) -> DeviceEffect {
        guard isRunning, let device, queues.indices.contains(index), queues[index].state.isReady
        else { return .none }
        do throws(VirtQueueFault) {
            let effect = try device.work(on: index, &queues[index])
            if try queues[index].shouldInterrupt() { raise(InterruptBit.usedBuffer) }
            return effect
        } catch {
            fail(error)
            return .none
        }
    }

    /// The configuration space changed by the device's own doing.
    public func configurationDidChange() {
        state.configurationGeneration &+= 1
        if isRunning { raise(InterruptBit.configurationChange) }
    }

    // MARK: Registers

    var offeredFeatures: UInt64 {
        guard let device else { return 0 }
        let common = Feature.indirectDescriptors | Feature.eventIndex
        return device.features | common | (isLegacy ? 0 : Feature.version1)
    }

    var selectedQueue: Int? {
        let index = Int(state.queueSelector)
        return queues.indices.contains(index) ? index : nil
    }

    public func read(offset: UInt64, sizeBytes: Int) -> UInt64 {
        if offset >= 0x100 { return readConfiguration(Int(offset) - 0x100, sizeBytes) }
        // Everything below is 32 bits wide.
        guard sizeBytes == 4 else { return 0 }
        return switch offset {
        case 0x000: Self.magic
        case 0x004: isLegacy ? 1 : 2
        case 0x008: UInt64(device?.deviceID ?? 0)
        case 0x00c: Self.vendor
        case 0x010: features(word: state.deviceFeaturesSelector, of: offeredFeatures)
        case 0x034: selectedQueue == nil ? 0 : UInt64(VirtQueue.maximumSize)
        case 0x040: isLegacy ? selectedQueue.map { UInt64(state.pageNumbers[$0]) } ?? 0 : 0
        case 0x044: selectedQueue.map { queues[$0].state.isReady ? 1 : 0 } ?? 0
        case 0x060: UInt64(state.interruptStatus)
        case 0x070: UInt64(state.status)
        // No shared memory: a region of length -1 at -1.
        case 0x0b0, 0x0b4, 0x0b8, 0x0bc: 0xffff_ffff
        case 0x0fc: UInt64(state.configurationGeneration)
        default: 0
        }
    }

    private func features(word selector: UInt32, of features: UInt64) -> UInt64 {
        selector > 1 ? 0 : features >> (32 * UInt64(selector)) & 0xffff_ffff
    }

    private func readConfiguration(_ offset: Int, _ sizeBytes: Int) -> UInt64 {
        guard let device else { return 0 }
        let value = device.configuration.littleEndian(at: offset, as: UInt64.self)
        return sizeBytes == 8 ? value : value & (1 << UInt64(8 * sizeBytes) - 1)
    }

    public func write(offset: UInt64, sizeBytes: Int, value: UInt64) -> DeviceEffect {
        guard let device else { return .none }
        if offset >= 0x100 {
            device.writeConfiguration(
                offset: Int(offset) - 0x100, sizeBytes: sizeBytes, value: value)
            return .none
        }
        guard sizeBytes == 4 else { return .none }
        let word = UInt32(truncatingIfNeeded: value)
        switch offset {
        case 0x014: state.deviceFeaturesSelector = word
        case 0x020: writeDriverFeatures(word)
        case 0x024: state.driverFeaturesSelector = word
        case 0x030: state.queueSelector = word
        case 0x038: setQueueSize(word)
        case 0x050: return notify(Int(word))
        case 0x064:
            state.interruptStatus &= ~word
            interrupt.set(state.interruptStatus != 0)
        case 0x070: writeStatus(word)
        default:
            if isLegacy {
                writeLegacy(offset, word)
            } else if let index = selectedQueue {
                writeQueue(index, offset, word)
            }
        }
        return .none
    }

    private func writeDriverFeatures(_ word: UInt32) {
        // Settled once the driver said FEATURES_OK.
        guard state.driverFeaturesSelector <= 1, state.status & Status.featuresOK == 0 else {
            return
        }
        let low = 32 * Int(state.driverFeaturesSelector)
        state.driverFeatures[bits: low..<low + 32] = UInt64(word)
    }

    private func setQueueSize(_ size: UInt32) {
        guard let index = selectedQueue else { return }
        // 2.7: at most 32768, a power of two; ours is smaller still.
        guard size > 0, size <= UInt32(VirtQueue.maximumSize), size.nonzeroBitCount == 1 else {
            return fail(.malformedRequest)
        }
        queues[index].configure { $0.size = UInt16(size) }
    }

    private func writeQueue(_ index: Int, _ offset: UInt64, _ word: UInt32) {
        let value = UInt64(word)
        switch offset {
        case 0x044:
            if word & 1 == 0 { return queues[index].stop() }
            if !queues[index].state.isReady { makeReady(index) }
        case 0x080: queues[index].configure { $0.descriptors[bits: 0..<32] = value }
        case 0x084: queues[index].configure { $0.descriptors[bits: 32..<64] = value }
        case 0x090: queues[index].configure { $0.available[bits: 0..<32] = value }
        case 0x094: queues[index].configure { $0.available[bits: 32..<64] = value }
        case 0x0a0: queues[index].configure { $0.used[bits: 0..<32] = value }
        case 0x0a4: queues[index].configure { $0.used[bits: 32..<64] = value }
        default: break
        }
    }

    func makeReady(_ index: Int) {
        let features = state.driverFeatures & offeredFeatures
        queues[index].configure {
            $0.usesIndirectDescriptors = features & Feature.indirectDescriptors != 0
            $0.usesEventIndex = features & Feature.eventIndex != 0
        }
        do throws(VirtQueueFault) { try queues[index].makeReady() } catch { fail(error) }
    }

    /// 3.1.1: FEATURES_OK stays only if we can live with what the driver chose.
    private func writeStatus(_ word: UInt32) {
        if word == 0 { return reset() }
        let isStarting = word & ~state.status & Status.driverOK != 0
        var status = word & 0xff & ~Status.needsReset | state.status & Status.needsReset
        if !isLegacy, status & ~state.status & Status.featuresOK != 0 {
            let isAcceptable =
                state.driverFeatures & ~offeredFeatures == 0
                && state.driverFeatures & Feature.version1 != 0
            if !isAcceptable { status &= ~Status.featuresOK }
        }
        // A driver that goes on without FEATURES_OK never gets a running device.
        if !isLegacy, status & Status.featuresOK == 0 { status &= ~Status.driverOK }
        state.status = status
        guard isStarting, isRunning else { return }
        device?.start(features: state.driverFeatures)
        // What was made available before DRIVER_OK was not announced, or not heard.
        for index in queues.indices { notify(index) }
    }
}
