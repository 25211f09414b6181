import Testing

@testable import SwiftVMM

@Suite struct PL031Tests {
    private final class Time { var now: UInt64 = 0 }
    private let time = Time()
    private let clock: PL031

    init() {
        let time = time
        clock = PL031(start: 1000) { time.now }
    }

    private func read(_ offset: UInt64) -> UInt64 { clock.read(offset: offset, sizeBytes: 4) }
    private func write(_ offset: UInt64, _ value: UInt64) {
        _ = clock.write(offset: offset, sizeBytes: 4, value: value)
    }

    @Test func countsVirtualSeconds() {
        #expect(read(0) == 1000)
        time.now = 2_999_999_999
        #expect(read(0) == 1002)
        write(8, 5)
        #expect(read(0) == 5)
        time.now = 4_000_000_000
        #expect(read(0) == 7)
        #expect(read(0xc) == 1)
    }

    @Test func alarmRings() {
        write(4, 1003)
        #expect(clock.deadline == .max)
        write(0x10, 1)
        #expect(clock.deadline == 3_000_000_000)
        #expect(!clock.interrupt.isHigh)
        time.now = 3_000_000_000
        clock.advance(to: time.now)
        #expect(clock.interrupt.isHigh)
        #expect(read(0x14) == 1 && read(0x18) == 1)
        write(0x1c, 1)
        #expect(!clock.interrupt.isHigh && read(0x14) == 0)
        #expect(clock.deadline == .max)
    }

    @Test func maskedAlarmShowsWhenAsked() {
        write(4, 1001)
        time.now = 1_000_000_000
        #expect(read(0x14) == 1 && read(0x18) == 0)
        #expect(!clock.interrupt.isHigh)
        write(0x10, 1)
        #expect(clock.interrupt.isHigh)
    }

    @Test func saysWhatItIs() {
        #expect(
            stride(from: UInt64(0xfe0), to: 0x1000, by: 4).map(read)
                == [0x31, 0x10, 0x14, 0, 0x0d, 0xf0, 0x05, 0xb1])
    }
}
