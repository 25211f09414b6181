// The console: an Arm PrimeCell UART that sends at once and receives nothing.
//
// Source: PrimeCell UART (PL011) Technical Reference Manual, DDI 0183, "Programmer's model".

/// A PL011 whose transmit FIFO never fills.
///
/// It sends whether or not the guest enabled it in UARTCR: firmware that prints its first line
/// before any set-up is the reason for having a console. Its interrupt line goes nowhere yet, but
/// the interrupt registers behave.
public final class PL011: Device {
    public let name = "pl011"
    public let lengthBytes: UInt64 = 0x1000

    /// Called with each byte the guest sends.
    public var output: (UInt8) -> Void
    /// Bytes sent so far.
    public private(set) var sentBytes: UInt64 = 0

    private var control = Reset.control
    private var lineControl: UInt32 = 0
    private var integerBaud: UInt32 = 0
    private var fractionalBaud: UInt32 = 0
    private var lowPower: UInt32 = 0
    private var fifoLevels = Reset.fifoLevels
    private var interruptMask: UInt32 = 0
    private var rawInterrupts: UInt32 = 0
    private var dma: UInt32 = 0

    private enum Reset {
        /// UARTCR: TXE and RXE.
        static let control: UInt32 = 0x300
        /// UARTIFLS: both FIFOs at half.
        static let fifoLevels: UInt32 = 0x12
    }

    private enum Offset {
        static let data: UInt64 = 0x000
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

    /// UARTFR: transmit FIFO empty (TXFE), receive FIFO empty (RXFE); never full, never busy.
    private static let flags: UInt32 = 1 << 7 | 1 << 4
    /// UARTRIS: transmit interrupt.
    private static let transmitInterrupt: UInt32 = 1 << 5
    /// UARTPeriphID0...3, revision r1p5, then UARTPCellID0...3.
    private static let identification: [UInt32] = [
        0x11, 0x10, 0x34, 0x00, 0x0d, 0xf0, 0x05, 0xb1,
    ]

    public init(output: @escaping (UInt8) -> Void = { _ in }) { self.output = output }

    public func capture() -> Restoration {
        let saved = (
            control, lineControl, integerBaud, fractionalBaud, lowPower, fifoLevels, interruptMask,
            rawInterrupts, dma, sentBytes
        )
        return { [self] in
            (
                control, lineControl, integerBaud, fractionalBaud, lowPower, fifoLevels,
                interruptMask, rawInterrupts, dma, sentBytes
            ) = saved
        }
    }

    /// As after power-on. The output stays connected.
    public func reset() {
        control = Reset.control
        fifoLevels = Reset.fifoLevels
        (lineControl, integerBaud, fractionalBaud, lowPower) = (0, 0, 0, 0)
        (interruptMask, rawInterrupts, dma) = (0, 0, 0)
    }

    public func read(offset: UInt64, sizeBytes: Int) -> UInt64 {
        let value: UInt32 =
            switch offset {
            case Offset.flags: Self.flags
            case Offset.lowPower: lowPower
            case Offset.integerBaud: integerBaud
            case Offset.fractionalBaud: fractionalBaud
            case Offset.lineControl: lineControl
            case Offset.control: control
            case Offset.fifoLevels: fifoLevels
            case Offset.interruptMask: interruptMask
            case Offset.rawInterrupts: rawInterrupts
            case Offset.maskedInterrupts: rawInterrupts & interruptMask
            case Offset.dma: dma
            case Offset.identification...0xffc where offset.isAligned(to: 4):
                Self.identification[Int(offset - Offset.identification) / 4]
            // UARTDR with nothing received, UARTRSR with no error, and all reserved registers.
            default: 0
            }
        return UInt64(value)
    }

    public func write(offset: UInt64, sizeBytes: Int, value: UInt64) -> DeviceEffect {
        let word = UInt32(truncatingIfNeeded: value)
        switch offset {
        case Offset.data:
            sentBytes &+= 1
            rawInterrupts |= Self.transmitInterrupt
            output(UInt8(truncatingIfNeeded: word))
        case Offset.lowPower: lowPower = word & 0xff
        case Offset.integerBaud: integerBaud = word & 0xffff
        case Offset.fractionalBaud: fractionalBaud = word & 0x3f
        case Offset.lineControl: lineControl = word & 0xff
        case Offset.control: control = word & 0xff87
        case Offset.fifoLevels: fifoLevels = word & 0x3f
        case Offset.interruptMask: interruptMask = word & 0x7ff
        case Offset.interruptClear: rawInterrupts &= ~word
        case Offset.dma: dma = word & 7
        // UARTECR, read-only and reserved registers.
        default: break
        }
        return .none
    }
}
