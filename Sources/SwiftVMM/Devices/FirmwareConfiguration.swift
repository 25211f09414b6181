// QEMU's firmware configuration device, from which firmware of its board learns about the machine
// and gets a kernel to start.
//
// Source: QEMU docs/specs/fw_cfg.rst; Linux Documentation/devicetree/bindings/firmware/
// qemu,fw-cfg-mmio.yaml.

/// fw_cfg with its DMA interface: items of bytes by number, files by name.
public final class FirmwareConfiguration: Device {
    public let name = "fw_cfg"
    public static let registerBytes: UInt64 = 24
    public var lengthBytes: UInt64 { Self.registerBytes }
    public private(set) var state = State()
    private let memory: GuestMemory
    private var items: [UInt16: [UInt8]] = [:]
    private var files: [(name: String, key: UInt16)] = []

    public struct State: Sendable, Equatable {
        var key: UInt16 = 0
        var position = 0
        /// High half of the address of a DMA request.
        var requestHigh: UInt64 = 0
    }

    /// Numbers of the items that have one by definition.
    public enum Key {
        public static let signature: UInt16 = 0x00
        public static let identification: UInt16 = 0x01
        public static let cpuCount: UInt16 = 0x05
        public static let kernelSize: UInt16 = 0x08
        public static let initrdSize: UInt16 = 0x0b
        public static let kernel: UInt16 = 0x11
        public static let initrd: UInt16 = 0x12
        public static let commandLineSize: UInt16 = 0x14
        public static let commandLine: UInt16 = 0x15
        public static let directory: UInt16 = 0x19
        static let firstFile: UInt16 = 0x20
    }

    private enum Control {
        static let error: UInt32 = 1
        static let read: UInt32 = 2
        static let skip: UInt32 = 4
        static let select: UInt32 = 8
        static let write: UInt32 = 16
    }

    /// "QEMU CFG", big endian, where the DMA interface exists.
    private static let dmaSignature: UInt64 = 0x5145_4d55_2043_4647

    public init(memory: GuestMemory) {
        self.memory = memory
        items[Key.signature] = Array("QEMU".utf8)
        // The register interface and DMA.
        set(Key.identification, UInt32(3))
        updateDirectory()
    }

    // MARK: Contents

    public func set(_ key: UInt16, _ bytes: [UInt8]) { items[key] = bytes }

    public func set(_ key: UInt16, _ value: some FixedWidthInteger) {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(value)
        items[key] = bytes
    }

    public func addFile(_ name: String, _ bytes: [UInt8]) {
        let key = Key.firstFile + UInt16(files.count)
        files.append((name, key))
        items[key] = bytes
        updateDirectory()
    }

    /// Number of files, then for each its size, key, nothing, and its name in 56 bytes.
    private func updateDirectory() {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(UInt32(files.count).byteSwapped)
        for file in files {
            bytes.appendLittleEndian(UInt32(items[file.key]?.count ?? 0).byteSwapped)
            bytes.appendLittleEndian(file.key.byteSwapped)
            bytes.appendLittleEndian(UInt16(0))
            let name = Array(file.name.utf8.prefix(55))
            bytes += name + [UInt8](repeating: 0, count: 56 - name.count)
        }
        items[Key.directory] = bytes
    }

    // MARK: Registers: data at 0, selector at 8, DMA address at 16, the last two big endian

    public func reset() { state = State() }

    public func capture() -> Restoration { { [self, state] in self.state = state } }

    public func read(offset: UInt64, sizeBytes: Int) -> UInt64 {
        switch offset {
        case 0..<8: take(sizeBytes).littleEndian(at: 0, as: UInt64.self)
        case 16 where sizeBytes == 8: Self.dmaSignature.byteSwapped
        case 16 where sizeBytes == 4:
            UInt64(UInt32(truncatingIfNeeded: Self.dmaSignature >> 32).byteSwapped)
        case 20 where sizeBytes == 4:
            UInt64(UInt32(truncatingIfNeeded: Self.dmaSignature).byteSwapped)
        default: 0
        }
    }

    public func write(offset: UInt64, sizeBytes: Int, value: UInt64) -> DeviceEffect {
        let word = UInt64(UInt32(truncatingIfNeeded: value).byteSwapped)
        switch (offset, sizeBytes) {
        case (8, 2): select(UInt16(truncatingIfNeeded: value).byteSwapped)
        case (16, 8): perform(at: value.byteSwapped)
        case (16, 4): state.requestHigh = word
        case (20, 4):
            perform(at: state.requestHigh << 32 | word)
            state.requestHigh = 0
        default: break
        }
        return .none
    }

    private func select(_ key: UInt16) {
        state.key = key
        state.position = 0
    }

    /// The next bytes of the selected item; zeros behind its end.
    private func take(_ count: Int) -> [UInt8] {
        let item = items[state.key] ?? []
        let rest = item.dropFirst(state.position).prefix(count)
        state.position = min(state.position + count, item.count)
        return Array(rest) + [UInt8](repeating: 0, count: count - rest.count)
    }

    // MARK: DMA

    /// A request is {control, length, address}, all big endian; control becomes 0, or 1 for an
    /// error, when it is done.
    private func perform(at address: UInt64) {
        guard let first = memory.doubleword(at: address)?.byteSwapped,
            let target = memory.doubleword(at: address &+ 8)?.byteSwapped,
            memory.contains(address, sizeBytes: 16)
        else { return }
        let control = UInt32(truncatingIfNeeded: first >> 32)
        let length = UInt64(first & 0xffff_ffff)
        if control & Control.select != 0 { select(UInt16(truncatingIfNeeded: control >> 16)) }
        var result: UInt32 = 0
        if control & Control.read != 0 {
            if !copy(length, to: target) { result = Control.error }
        } else if control & Control.write != 0 {
            // There is nothing here that firmware may change.
            result = Control.error
        } else if control & Control.skip != 0 {
            let end = items[state.key]?.count ?? 0
            state.position = min(state.position + Int(length), end)
        }
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(result.byteSwapped)
        try? memory.write(bytes, at: GuestPhysicalAddress(address))
    }

    private func copy(_ length: UInt64, to target: UInt64) -> Bool {
        guard memory.contains(target, sizeBytes: length) else { return length == 0 }
        let item = items[state.key] ?? []
        let part = Array(item.dropFirst(state.position).prefix(Int(length)))
        state.position += part.count
        do throws(MemoryError) {
            try memory.write(part, at: GuestPhysicalAddress(target))
            try memory.zero(
                at: GuestPhysicalAddress(target + UInt64(part.count)),
                lengthBytes: length - UInt64(part.count))
        } catch {
            return part.count == Int(length)
        }
        return true
    }
}
