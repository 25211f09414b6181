// The console: an Arm PrimeCell UART that sends at once, and receives what the machine's input
// holds ready for it.
//
// Source: PrimeCell UART (PL011) Technical Reference Manual, DDI 0183, "Programmer's model".

/// A PL011 whose transmit FIFO never fills.
///
/// It sends and receives whether or not the guest enabled it in UARTCR: firmware that prints its
/// first line before any set-up is the reason for having a console. Nothing received is lost: what
/// the receive FIFO has no room for waits outside. Time is short-cut where the guest cannot tell:
/// the receive timeout, 32 bit periods after the last character, comes with that character.
public final class PL011: Device {
    public let name = "pl011"
    public let lengthBytes: UInt64 = 0x1000

    /// Called with each byte the guest sends.
    public var output: (UInt8) -> Void
    /// UARTINTR, the combination of all its interrupts.
    public let interrupt = InterruptLine()
    public private(set) var state = State()

    /// Everything a guest can observe.
    public struct State: Sendable, Equatable {
        /// Bytes sent so far.
        var sentBytes: UInt64 = 0
        /// UARTCR after reset: TXE and RXE.
        var control: UInt32 = 0x300
        var lineControl: UInt32 = 0
        var integerBaud: UInt32 = 0
        var fractionalBaud: UInt32 = 0
        var lowPower: UInt32 = 0
        /// UARTIFLS after reset: both FIFOs at half.
        var fifoLevels: UInt32 = 0x12
        var interruptMask: UInt32 = 0
        var rawInterrupts: UInt32 = 0
        var dma: UInt32 = 0
        /// UARTRSR: errors of the character that UARTDR was last read for.
        var receiveStatus: UInt32 = 0
        /// Characters as UARTDR shows them, errors in bits 11...8.
        var received: [UInt32] = []
        /// What is on its way to the FIFO.
        var waiting: [UInt32] = []
    }

    private enum Offset {
        static let data: UInt64 = 0x000
        static let receiveStatus: UInt64 = 0x004
        static let flags: UInt64 = 0x018
        static let lowPower: UInt64 = 0x020
        static let integerBaud: UInt64 = 0x024
        static let fractionalBaud: UInt64 = 0x028
        static let lineControl: UInt64 = 0x02c
        static let control: UInt64 = 0x030
        static let fifoLevels: UInt64 = 0x034
        static let interruptMask: UInt64 = 0x038
        static let rawInterrupts: UInt64 = 0x03c
        static let maskedInterrupts: UInt64 = 0x040
        static let interruptClear: UInt64 = 0x044
        static let dma: UInt64 = 0x048
        static let identification: UInt64 = 0xfe0
    }

    /// Bits of UARTRIS, UARTIMSC, UARTMIS and UARTICR.
    private enum Interrupt {
        static let receive: UInt32 = 1 << 4
        static let transmit: UInt32 = 1 << 5
        static let receiveTimeout: UInt32 = 1 << 6
        /// Framing, parity, break, overrun: bits 8...11 of a character, one place down.
        static func errors(of character: UInt32) -> UInt32 { character >> 1 & 0x780 }
    }

    /// Bits 11...8 of UARTDR.
    private enum CharacterError {
        static let `break`: UInt32 = 1 << 10
        static let overrun: UInt32 = 1 << 11
    }

    private static let fifoDepth = 16
    /// UARTCR.LBE
    private static let loopback = 7
    /// UARTLCR_H.FEN
    private static let fifosEnabled = 4
    /// UARTPeriphID0...3, revision r1p5, then UARTPCellID0...3.
    private static let identification: [UInt32] = [
        0x11, 0x10, 0x34, 0x00, 0x0d, 0xf0, 0x05, 0xb1,
    ]

    public init(output: @escaping (UInt8) -> Void = { _ in }) { self.output = output }

    /// Bytes sent so far.
    public var sentBytes: UInt64 { state.sentBytes }

    public func capture() -> Restoration {
        let restoreLine = interrupt.capture()
        return { [self, state] in
            self.state = state
            restoreLine()
        }
    }

    /// As after power-on. The output stays connected.
    public func reset() {
        let sent = state.sentBytes
        state = State()
        state.sentBytes = sent
        updateInterrupt()
    }

    // MARK: From outside

    /// Characters arrive on the line.
    public func receive(_ bytes: some Sequence<UInt8>) { arrive(bytes.map { UInt32($0) }) }

    /// The line is held low for longer than a character, which Linux takes for SysRq.
    public func receiveBreak() { arrive([CharacterError.break]) }

    private func arrive(_ characters: [UInt32]) {
        state.waiting += characters
        fillFIFO()
        updateInterrupt()
    }

    // MARK: The receive FIFO

    private var receiveDepth: Int { state.lineControl[bit: Self.fifosEnabled] ? Self.fifoDepth : 1 }

    /// Characters that raise the receive interrupt, UARTIFLS bits 5...3 in eighths of the FIFO.
    private var receiveLevel: Int {
        guard receiveDepth > 1 else { return 1 }
        return switch state.fifoLevels >> 3 & 7 {
        case 0: 2
        case 1: 4
        case 2: 8
        case 3: 12
        default: 14
        }
    }

    private func fillFIFO() {
        let count = min(receiveDepth - state.received.count, state.waiting.count)
        guard count > 0 else { return }
        for character in state.waiting.prefix(count) { push(character) }
        state.waiting.removeFirst(count)
        state.rawInterrupts |= Interrupt.receiveTimeout
    }

    private func push(_ character: UInt32) {
        state.received.append(character)
        state.rawInterrupts |= Interrupt.errors(of: character)
        if state.received.count >= receiveLevel { state.rawInterrupts |= Interrupt.receive }
    }

    private func readData() -> UInt32 {
        guard !state.received.isEmpty else { return 0 }
        let character = state.received.removeFirst()
        state.receiveStatus = character >> 8 & 15
        if state.received.count < receiveLevel { state.rawInterrupts &= ~Interrupt.receive }
        if state.received.isEmpty { state.rawInterrupts &= ~Interrupt.receiveTimeout }
        fillFIFO()
        updateInterrupt()
        return character
    }

    private func updateInterrupt() { interrupt.set(state.rawInterrupts & state.interruptMask != 0) }

    // MARK: Registers

    /// UARTFR: transmit FIFO empty, never full, never busy; modem lines idle but for loopback,
    /// where UARTCR's four outputs come back as the four inputs.
    private var flags: UInt32 {
        var flags: UInt32 = 1 << 7
        flags[bit: 4] = state.received.isEmpty
        flags[bit: 6] = state.received.count >= receiveDepth
        if state.control[bit: Self.loopback] {
            flags[bit: 0] = state.control[bit: 11]
            flags[bit: 1] = state.control[bit: 10]
            flags[bit: 2] = state.control[bit: 12]
            flags[bit: 8] = state.control[bit: 13]
        }
        return flags
    }

    public func read(offset: UInt64, sizeBytes: Int) -> UInt64 {
        let value: UInt32 =
            switch offset {
            case Offset.data: readData()
            case Offset.receiveStatus: state.receiveStatus
            case Offset.flags: flags
            case Offset.lowPower: state.lowPower
            case Offset.integerBaud: state.integerBaud
            case Offset.fractionalBaud: state.fractionalBaud
            case Offset.lineControl: state.lineControl
            case Offset.control: state.control
            case Offset.fifoLevels: state.fifoLevels
            case Offset.interruptMask: state.interruptMask
            case Offset.rawInterrupts: state.rawInterrupts
            case Offset.maskedInterrupts: state.rawInterrupts & state.interruptMask
            case Offset.dma: state.dma
            case Offset.identification...0xffc where offset.isAligned(to: 4):
                Self.identification[Int(offset - Offset.identification) / 4]
            default: 0
            }
        return UInt64(value)
    }

    public func write(offset: UInt64, sizeBytes: Int, value: UInt64) -> DeviceEffect {
        let word = UInt32(truncatingIfNeeded: value)
        switch offset {
        case Offset.data: send(UInt8(truncatingIfNeeded: word))
        case Offset.receiveStatus: state.receiveStatus = 0
        case Offset.lowPower: state.lowPower = word & 0xff
        case Offset.integerBaud: state.integerBaud = word & 0xffff
        case Offset.fractionalBaud: state.fractionalBaud = word & 0x3f
        case Offset.lineControl: writeLineControl(word & 0xff)
        case Offset.control: state.control = word & 0xff87
        case Offset.fifoLevels: state.fifoLevels = word & 0x3f
        case Offset.interruptMask: state.interruptMask = word & 0x7ff
        case Offset.interruptClear: state.rawInterrupts &= ~word
        case Offset.dma: state.dma = word & 7
        // Read-only and reserved registers.
        default: break
        }
        updateInterrupt()
        return .none
    }

    private func send(_ byte: UInt8) {
        state.rawInterrupts |= Interrupt.transmit
        guard state.control[bit: Self.loopback] else {
            state.sentBytes &+= 1
            return output(byte)
        }
        if state.received.count < receiveDepth {
            push(UInt32(byte))
            state.rawInterrupts |= Interrupt.receiveTimeout
        } else {
            state.received[state.received.count - 1] |= CharacterError.overrun
            state.rawInterrupts |= Interrupt.errors(of: CharacterError.overrun)
        }
    }

    /// A change of FEN empties the FIFOs. BRK in loopback receives a break.
    private func writeLineControl(_ value: UInt32) {
        let changed = state.lineControl ^ value
        state.lineControl = value
        if changed[bit: Self.fifosEnabled] {
            state.received.removeAll()
            state.rawInterrupts &= ~(Interrupt.receive | Interrupt.receiveTimeout)
            fillFIFO()
        }
        if changed[bit: 0], value[bit: 0], state.control[bit: Self.loopback] { receiveBreak() }
    }
}
