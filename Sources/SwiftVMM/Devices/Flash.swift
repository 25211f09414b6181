// Parallel NOR flash with the Intel command set, as firmware expects it on QEMU's board: two 16-bit
// chips side by side on a 32-bit bus.
//
// Source: Intel, "Common Flash Memory Interface (CFI) and Command Sets", AP-646; JEDEC JESD68 for
// the query structure; Intel StrataFlash (J3) datasheet for the command cycles.

/// Where the bytes of a flash bank are. One that the CPU can fetch from is kept in the machine's
/// memory, so that reading it costs nothing.
public protocol FlashStorage: AnyObject {
    var lengthBytes: UInt64 { get }
    func read(at offset: UInt64, count: Int) -> [UInt8]
    func write(_ bytes: [UInt8], at offset: UInt64)
    /// Whether loads and fetches see the bytes themselves; false while the chip answers commands.
    func setDirectAccess(_ isDirect: Bool)
    func capture() -> Restoration
}

/// One flash bank.
///
/// Programming clears bits and never sets any; erasing a block sets them all. Both are done when
/// the command is. What the guest writes is kept as long as the machine; the file that the bank was
/// filled from is never changed.
public final class Flash: Device {
    public let name = "flash"
    public var lengthBytes: UInt64 { storage.lengthBytes }
    public private(set) var state = State()
    private let storage: any FlashStorage

    /// Bytes of an erase block: 128 KiB in each chip.
    public static let blockBytes: UInt64 = 256 << 10
    /// Bytes of the write buffer: 2 KiB in each chip.
    private static let bufferBytes = 4096

    public struct State: Sendable, Equatable {
        /// What reads return.
        enum Mode: UInt8, Sendable { case array, status, identification, query }

        /// What the next write means.
        enum Expectation: Sendable, Equatable {
            case command
            case programData
            case eraseConfirmation
            case lockConfirmation
            case bufferCount
            case bufferData(remaining: Int)
            case bufferConfirmation
        }

        var mode = Mode.array
        var expectation = Expectation.command
        var status = Status.ready
        /// The block of the command that waits for its second cycle.
        var block: UInt64 = 0
        /// Buffered writes: where, and what.
        var buffer: [BufferedWrite] = []
    }

    struct BufferedWrite: Sendable, Equatable {
        var offset: UInt64
        var bytes: [UInt8]
    }

    enum Status {
        static let ready: UInt8 = 0x80
        static let eraseError: UInt8 = 0x20
        static let programError: UInt8 = 0x10
    }

    private enum Command {
        static let program: UInt8 = 0x40
        static let programAlternative: UInt8 = 0x10
        static let blockErase: UInt8 = 0x20
        static let clearStatus: UInt8 = 0x50
        static let lockSetup: UInt8 = 0x60
        static let readStatus: UInt8 = 0x70
        static let identify: UInt8 = 0x90
        static let query: UInt8 = 0x98
        static let confirm: UInt8 = 0xd0
        static let writeBuffer: UInt8 = 0xe8
    }

    public init(_ storage: any FlashStorage) { self.storage = storage }

    public func reset() {
        state = State()
        storage.setDirectAccess(true)
    }

    public func capture() -> Restoration {
        let restoreStorage = storage.capture()
        return { [self, state] in
            self.state = state
            restoreStorage()
            storage.setDirectAccess(state.mode == .array)
        }
    }

    // MARK: Reading

    public func read(offset: UInt64, sizeBytes: Int) -> UInt64 {
        switch state.mode {
        case .array:
            return storage.read(at: offset, count: sizeBytes).littleEndian(
                at: 0, as: UInt64.self)
        // Both chips answer the same.
        case .status: return both(UInt64(state.status))
        case .identification:
            // Manufacturer Intel, 28F640J3 family; every block unlocked.
            return both([0x89, 0x18][safe: Int(offset >> 2 & 0xff)] ?? 0)
        case .query: return both(UInt64(query(at: Int(offset >> 2 & 0xff))))
        }
    }

    private func both(_ value: UInt64) -> UInt64 { value | value << 16 }

    /// The query structure of one chip, by 16-bit word.
    private func query(at index: Int) -> UInt8 {
        let chipBytes = storage.lengthBytes / 2
        let blocks = storage.lengthBytes / Self.blockBytes - 1
        let blockUnits = Self.blockBytes / 2 / 256
        let table: [UInt8] =
            // Identification: "QRY", Intel extended command set, its table at 0x31.
            Array("QRY".utf8) + [0x01, 0x00, 0x31, 0x00, 0x00, 0x00, 0x00, 0x00]
            // Voltages in tenths; typical and maximum times as powers of two.
            + [0x45, 0x55, 0x00, 0x00, 0x07, 0x07, 0x0a, 0x00, 0x04, 0x04, 0x04, 0x00]
            // Geometry: size, 16-bit interface, write buffer, one region of equal blocks.
            + [UInt8(chipBytes.trailingZeroBitCount), 0x02, 0x00, 0x0b, 0x00, 0x01]
            + [UInt8(truncatingIfNeeded: blocks), UInt8(truncatingIfNeeded: blocks >> 8)]
            + [UInt8(truncatingIfNeeded: blockUnits), UInt8(truncatingIfNeeded: blockUnits >> 8)]
            // The extended table: version 1.0, nothing optional, one protection field.
            + Array("PRI10".utf8) + [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
        return table[safe: index - 0x10] ?? 0
    }

    // MARK: Writing

    public func write(offset: UInt64, sizeBytes: Int, value: UInt64) -> DeviceEffect {
        // Software that drives the chips separately writes the same to both: the low one counts.
        let byte = UInt8(truncatingIfNeeded: value)
        let bytes = (0..<sizeBytes).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
        switch state.expectation {
        case .command: begin(byte, offset)
        case .programData:
            program(bytes, at: offset)
            finish(.status)
        case .eraseConfirmation:
            if byte == Command.confirm {
                let block = [UInt8](repeating: 0xff, count: Int(Self.blockBytes))
                storage.write(block, at: state.block)
            } else {
                state.status |= Status.eraseError | Status.programError
            }
            finish(.status)
        // Locks are not kept: any block can be written.
        case .lockConfirmation: finish(.status)
        case .bufferCount:
            // In 16-bit words of each chip, less one.
            let count = Int(value & 0xffff) + 1
            guard count * 4 <= Self.bufferBytes else {
                state.status |= Status.programError
                finish(.status)
                break
            }
            state.expectation = .bufferData(remaining: count)
        case .bufferData(let remaining):
            state.buffer.append(BufferedWrite(offset: offset, bytes: bytes))
            state.expectation =
                remaining > 1 ? .bufferData(remaining: remaining - 1) : .bufferConfirmation
        case .bufferConfirmation:
            if byte == Command.confirm {
                // What lies in another block than the command is refused.
                for write in state.buffer {
                    if write.offset.alignedDown(to: Self.blockBytes) == state.block {
                        program(write.bytes, at: write.offset)
                    } else {
                        state.status |= Status.programError
                    }
                }
            } else {
                state.status |= Status.eraseError | Status.programError
            }
            finish(.status)
        }
        return .none
    }

    private func begin(_ command: UInt8, _ offset: UInt64) {
        state.block = offset.alignedDown(to: Self.blockBytes)
        switch command {
        case Command.program, Command.programAlternative: expect(.programData)
        case Command.blockErase: expect(.eraseConfirmation)
        case Command.lockSetup: expect(.lockConfirmation)
        case Command.writeBuffer:
            state.buffer = []
            expect(.bufferCount)
        case Command.clearStatus:
            state.status = Status.ready
            show(state.mode)
        case Command.readStatus: show(.status)
        case Command.identify: show(.identification)
        case Command.query: show(.query)
        // 0xff, and the reset of other command sets.
        default: show(.array)
        }
    }

    private func expect(_ expectation: State.Expectation) {
        state.expectation = expectation
        show(.status)
    }

    private func finish(_ mode: State.Mode) {
        state.expectation = .command
        state.buffer = []
        show(mode)
    }

    private func show(_ mode: State.Mode) {
        let wasArray = state.mode == .array
        state.mode = mode
        if wasArray != (mode == .array) { storage.setDirectAccess(mode == .array) }
    }

    private func program(_ bytes: [UInt8], at offset: UInt64) {
        let old = storage.read(at: offset, count: bytes.count)
        storage.write(zip(old, bytes).map { $0 & $1 }, at: offset)
    }
}

/// A bank that is read through the device only.
public final class FlashArray: FlashStorage {
    public let lengthBytes: UInt64
    /// Blocks that were written or filled; all others are erased.
    private var blocks: [UInt64: [UInt8]] = [:]

    /// - Parameter contents: The first bytes; the rest is erased.
    public init(lengthBytes: UInt64, contents: [UInt8] = []) {
        self.lengthBytes = lengthBytes
        if !contents.isEmpty { write(contents, at: 0) }
    }

    public func read(at offset: UInt64, count: Int) -> [UInt8] {
        (0..<UInt64(count)).map { index in
            let position = offset + index
            let block = blocks[position / Flash.blockBytes]
            return block?[Int(position % Flash.blockBytes)] ?? 0xff
        }
    }

    public func write(_ bytes: [UInt8], at offset: UInt64) {
        var done = 0
        while done < bytes.count, offset + UInt64(done) < lengthBytes {
            let position = offset + UInt64(done)
            let (number, within) = (
                position / Flash.blockBytes, Int(position % Flash.blockBytes)
            )
            let count = min(bytes.count - done, Int(Flash.blockBytes) - within)
            blocks[number, default: [UInt8](repeating: 0xff, count: Int(Flash.blockBytes))]
                .replaceSubrange(within..<within + count, with: bytes[done..<done + count])
            done += count
        }
    }

    public func setDirectAccess(_ isDirect: Bool) {}

    public func capture() -> Restoration { { [self, blocks] in self.blocks = blocks } }
}

/// A bank that vCPUs read and fetch as memory.
public final class FlashROM: FlashStorage {
    private let memory: GuestMemory
    public var lengthBytes: UInt64 { UInt64(memory.rom.count) }
    /// Blocks changed since the last `capture`, as they were then.
    private var undo: [UInt64: [UInt8]] = [:]

    /// - Parameter contents: The first bytes; the rest is erased.
    public init(memory: GuestMemory, contents: [UInt8]) {
        self.memory = memory
        memory.writeROM(contents, at: memory.rom.lowerBound)
        memory.fillROM(0xff, from: memory.rom.lowerBound + UInt64(contents.count))
    }

    public func read(at offset: UInt64, count: Int) -> [UInt8] {
        memory.readROM(at: memory.rom.lowerBound + offset, count: count)
    }

    public func write(_ bytes: [UInt8], at offset: UInt64) {
        let first = offset.alignedDown(to: Flash.blockBytes)
        for block in stride(
            from: first, to: offset + UInt64(bytes.count), by: Int(Flash.blockBytes))
        where undo[block] == nil {
            undo[block] = read(at: block, count: Int(Flash.blockBytes))
        }
        memory.writeROM(bytes, at: memory.rom.lowerBound + offset)
    }

    public func setDirectAccess(_ isDirect: Bool) { memory.isROMReadable = isDirect }

    public func capture() -> Restoration {
        undo = [:]
        return { [self] in
            for (block, bytes) in undo { memory.writeROM(bytes, at: memory.rom.lowerBound + block) }
            undo = [:]
        }
    }
}

extension Array {
    /// Nil out of bounds.
    fileprivate subscript(safe index: Int) -> Element? {
        indices.contains(index) ? self[index] : nil
    }
}
