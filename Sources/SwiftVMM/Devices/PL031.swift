// The real-time clock: an Arm PrimeCell RTC that counts seconds of virtual time.
//
// Source: PrimeCell Real Time Clock (PL031) Technical Reference Manual, DDI 0224, "Programmer's
// model".

/// A PL031. Its seconds are those of the machine's virtual time, so two runs read the same dates.
public final class PL031: TimedDevice {
    public let name = "pl031"
    public let lengthBytes: UInt64 = 0x1000
    /// RTCINTR, the alarm.
    public let interrupt = InterruptLine()
    public private(set) var state: State

    public struct State: Sendable, Equatable {
        /// Seconds since 1970 at virtual time 0.
        var epoch: UInt32
        var match: UInt32 = 0
        var load: UInt32 = 0
        var isMaskSet = false
        var isRaw = false
        /// Virtual time of the next match; none after it until the guest sets another.
        var alarm: UInt64 = .max
    }

    /// 2026-01-01 00:00:00 UTC, what the clock says first unless the user asks for another date.
    public static let defaultStart: UInt32 = 1_767_225_600

    private static let nanosecondsPerSecond: UInt64 = 1_000_000_000
    /// RTCPeriphID0...3, revision 1, then RTCPCellID0...3.
    private static let identification: [UInt32] = [
        0x31, 0x10, 0x14, 0x00, 0x0d, 0xf0, 0x05, 0xb1,
    ]

    /// Virtual nanoseconds since the machine started.
    private let now: () -> UInt64

    /// - Parameters:
    ///   - start: Seconds since 1970 when virtual time is 0.
    ///   - now: The machine's virtual time in nanoseconds.
    public init(start: UInt32 = defaultStart, now: @escaping () -> UInt64) {
        state = State(epoch: start)
        self.now = now
    }

    public func capture() -> Restoration {
        let restoreLine = interrupt.capture()
        return { [self, state] in
            self.state = state
            restoreLine()
        }
    }

    /// The date goes on; the alarm is gone.
    public func reset() {
        state = State(epoch: state.epoch)
        updateInterrupt()
    }

    private var seconds: UInt32 {
        state.epoch &+ UInt32(truncatingIfNeeded: now() / Self.nanosecondsPerSecond)
    }

    // MARK: The alarm

    /// A match that interrupts nobody wakes nobody: it shows when RTCRIS is read.
    public var deadline: UInt64 { state.isMaskSet ? state.alarm : .max }

    public func advance(to now: UInt64) {
        guard now >= state.alarm else { return }
        state.alarm = .max
        state.isRaw = true
        updateInterrupt()
    }

    /// The match comes when the counter arrives at it, up to 2^32 seconds from now; a match with
    /// the value it has counts as arriving.
    private func setAlarm() {
        let remaining = UInt64(state.match &- seconds)
        let whole = now() / Self.nanosecondsPerSecond
        state.alarm = (whole + remaining) * Self.nanosecondsPerSecond
        advance(to: now())
    }

    private func updateInterrupt() { interrupt.set(state.isRaw && state.isMaskSet) }

    // MARK: Registers

    public func read(offset: UInt64, sizeBytes: Int) -> UInt64 {
        advance(to: now())
        let value: UInt32 =
            switch offset {
            case 0x000: seconds
            case 0x004: state.match
            case 0x008: state.load
            // RTCCR: the counter always runs.
            case 0x00c: 1
            case 0x010: state.isMaskSet ? 1 : 0
            case 0x014: state.isRaw ? 1 : 0
            case 0x018: state.isRaw && state.isMaskSet ? 1 : 0
            case 0xfe0...0xffc where offset.isAligned(to: 4):
                Self.identification[Int(offset - 0xfe0) / 4]
            default: 0
            }
        return UInt64(value)
    }

    public func write(offset: UInt64, sizeBytes: Int, value: UInt64) -> DeviceEffect {
        let word = UInt32(truncatingIfNeeded: value)
        advance(to: now())
        switch offset {
        case 0x004:
            state.match = word
            setAlarm()
        case 0x008:
            state.load = word
            state.epoch = word &- (seconds &- state.epoch)
            if state.alarm != .max { setAlarm() }
        case 0x010: state.isMaskSet = word[bit: 0]
        case 0x01c: if word[bit: 0] { state.isRaw = false }
        default: break
        }
        updateInterrupt()
        return .none
    }
}
