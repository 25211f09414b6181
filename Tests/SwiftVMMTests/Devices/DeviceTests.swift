import Testing

@testable import SwiftVMM

@Suite struct PL011Tests {
    @Test func sendsAtOnce() {
        var sent: [UInt8] = []
        let uart = PL011 { sent.append($0) }
        #expect(uart.write(offset: 0, sizeBytes: 1, value: 0x48) == .none)
        _ = uart.write(offset: 0, sizeBytes: 4, value: 0xffff_ff69)
        #expect(sent == [0x48, 0x69])
        #expect(uart.sentBytes == 2)
        #expect(uart.read(offset: 0x18, sizeBytes: 4) == 0x90)
        #expect(uart.read(offset: 0, sizeBytes: 4) == 0)
    }

    @Test func saysWhatItIs() {
        let uart = PL011()
        let id = stride(from: UInt64(0xfe0), to: 0x1000, by: 4).map {
            uart.read(offset: $0, sizeBytes: 4)
        }
        #expect(id == [0x11, 0x10, 0x34, 0, 0x0d, 0xf0, 0x05, 0xb1])
    }

    @Test func registersKeepTheirBits() {
        let uart = PL011()
        let rows: [(offset: UInt64, kept: UInt64)] = [
            (0x20, 0xff), (0x24, 0xffff), (0x28, 0x3f), (0x2c, 0xff), (0x30, 0xff87),
            (0x34, 0x3f), (0x38, 0x7ff), (0x48, 7),
        ]
        for row in rows {
            _ = uart.write(offset: row.offset, sizeBytes: 4, value: 0xffff_ffff)
            #expect(uart.read(offset: row.offset, sizeBytes: 4) == row.kept)
        }
        uart.reset()
        #expect(uart.read(offset: 0x30, sizeBytes: 4) == 0x300)
        #expect(uart.read(offset: 0x34, sizeBytes: 4) == 0x12)
        #expect(uart.read(offset: 0x38, sizeBytes: 4) == 0)
    }

    @Test func interruptsAreRaisedMaskedAndCleared() {
        let uart = PL011()
        _ = uart.write(offset: 0, sizeBytes: 4, value: 0x41)
        #expect(uart.read(offset: 0x3c, sizeBytes: 4) == 0x20)
        #expect(uart.read(offset: 0x40, sizeBytes: 4) == 0)
        _ = uart.write(offset: 0x38, sizeBytes: 4, value: 0x20)
        #expect(uart.read(offset: 0x40, sizeBytes: 4) == 0x20)
        _ = uart.write(offset: 0x44, sizeBytes: 4, value: 0x20)
        #expect(uart.read(offset: 0x3c, sizeBytes: 4) == 0)
    }

    @Test func receivesWithoutFIFO() {
        let uart = PL011()
        uart.receive([1, 2, 3])
        for expected: UInt64 in [1, 2, 3] {
            #expect(uart.read(offset: 0x18, sizeBytes: 4) == 0xc0)
            #expect(uart.read(offset: 0x3c, sizeBytes: 4) == 0x50)
            #expect(uart.read(offset: 0, sizeBytes: 4) == expected)
        }
        #expect(uart.read(offset: 0x18, sizeBytes: 4) == 0x90)
        #expect(uart.read(offset: 0x3c, sizeBytes: 4) == 0)
    }

    @Test func receiveInterruptsByLevel() {
        let uart = PL011()
        _ = uart.write(offset: 0x2c, sizeBytes: 4, value: 0x70)
        _ = uart.write(offset: 0x38, sizeBytes: 4, value: 0x10)
        uart.receive(1...7)
        // Below half of sixteen: only the timeout.
        #expect(uart.read(offset: 0x3c, sizeBytes: 4) == 0x40)
        #expect(!uart.interrupt.isHigh)
        uart.receive([8])
        #expect(uart.read(offset: 0x3c, sizeBytes: 4) == 0x50)
        #expect(uart.interrupt.isHigh)
        #expect(uart.read(offset: 0, sizeBytes: 4) == 1)
        #expect(!uart.interrupt.isHigh)
        // Nothing is lost behind a full FIFO.
        uart.receive(9...30)
        #expect(uart.read(offset: 0x18, sizeBytes: 4) & 0x40 != 0)
        for expected: UInt64 in 2...30 {
            #expect(uart.read(offset: 0, sizeBytes: 4) == expected)
        }
        #expect(uart.read(offset: 0x18, sizeBytes: 4) & 0x10 != 0)
    }

    @Test func loopsBack() {
        var sent = 0
        let uart = PL011 { _ in sent += 1 }
        _ = uart.write(offset: 0x30, sizeBytes: 4, value: 0x0f81)
        _ = uart.write(offset: 0, sizeBytes: 4, value: 0x55)
        _ = uart.write(offset: 0, sizeBytes: 4, value: 0x56)
        #expect(sent == 2)
        // CTS and DSR follow RTS and DTR; the second character overran the first.
        #expect(uart.read(offset: 0x18, sizeBytes: 4) & 3 == 3)
        #expect(uart.read(offset: 0x3c, sizeBytes: 4) & 0x400 != 0)
        #expect(uart.read(offset: 0, sizeBytes: 4) == 0x855)
        #expect(uart.read(offset: 4, sizeBytes: 4) == 8)
        _ = uart.write(offset: 4, sizeBytes: 4, value: 0)
        #expect(uart.read(offset: 4, sizeBytes: 4) == 0)
    }

    @Test func breakIsAnError() {
        let uart = PL011()
        uart.receiveBreak()
        #expect(uart.read(offset: 0x3c, sizeBytes: 4) & 0x200 != 0)
        #expect(uart.read(offset: 0, sizeBytes: 4) == 0x400)
    }

    @Test func stateCanBePutBack() {
        let uart = PL011()
        uart.receive([1])
        let (state, restore) = (uart.state, uart.capture())
        _ = uart.read(offset: 0, sizeBytes: 4)
        uart.reset()
        restore()
        #expect(uart.state == state)
    }

    @Test func noOffsetOrSizeIsTooOdd() {
        let uart = PL011()
        for offset in UInt64(0)..<0x1000 {
            for size in [1, 2, 4, 8] {
                _ = uart.read(offset: offset, sizeBytes: size)
                _ = uart.write(offset: offset, sizeBytes: size, value: .max)
            }
        }
    }
}

@Suite struct ProbeDeviceTests {
    private let probe = ProbeDevice()

    @Test func saysWhatItIs() {
        #expect(probe.read(offset: 0, sizeBytes: 4) == 0x424f_5250)
        #expect(probe.read(offset: 4, sizeBytes: 4) == 1)
        #expect(probe.read(offset: 0, sizeBytes: 8) == 0x1_424f_5250)
        #expect(probe.read(offset: 0x10, sizeBytes: 4) == 0)
    }

    @Test(
        arguments: [
            (0x10, .mark), (0x18, .call), (0x20, .return), (0x28, .entry), (0x30, .fail),
        ] as [(UInt64, Checkpoint.Kind)])
    func checkpoints(offset: UInt64, kind: Checkpoint.Kind) {
        #expect(
            probe.write(offset: offset, sizeBytes: 4, value: 0x1_0000_0102)
                == .checkpoint(Checkpoint(kind: kind, value: 0x102)))
    }

    @Test func exitStopsAndTheRestIsIgnored() {
        #expect(probe.write(offset: 8, sizeBytes: 4, value: 3) == .stop(code: 3))
        for offset: UInt64 in [0, 4, 0x0c, 0x14, 0x50, 0xffc] {
            #expect(probe.write(offset: offset, sizeBytes: 4, value: 3) == .none)
        }
    }
}
