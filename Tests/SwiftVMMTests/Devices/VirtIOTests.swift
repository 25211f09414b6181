import Testing

@testable import SwiftVMM

@Suite struct VirtIOTransportTests {
    @Test func emptySlotHasNoDevice() throws {
        let memory = try GuestMemory(
            base: GuestPhysicalAddress(0x4000_0000), lengthBytes: 4096)
        let slot = VirtIOTransport(nil, name: "empty", memory: memory)
        #expect(slot.read(offset: 0, sizeBytes: 4) == 0x7472_6976)
        #expect(slot.read(offset: 4, sizeBytes: 4) == 2)
        #expect(slot.read(offset: 8, sizeBytes: 4) == 0)
        #expect(slot.write(offset: 0x70, sizeBytes: 4, value: 15) == .none)
        #expect(slot.read(offset: 0x70, sizeBytes: 4) == 0)
    }

    @Test func featuresAreNegotiated() throws {
        let driver = try VirtIODriver(VirtIOBlock(MemoryDisk(sectors: 4), identity: "x"))
        driver.write(0x014, 1)
        #expect(driver.read(0x010) == 1)
        driver.write(0x014, 0)
        #expect(driver.read(0x010) & 0x3000_0000 == 0x3000_0000)
        driver.write(0x014, 2)
        #expect(driver.read(0x010) == 0)
        // Without VERSION_1, or with what was not offered, FEATURES_OK does not stay.
        driver.write(0x070, 3)
        driver.write(0x070, 11)
        #expect(driver.read(0x070) == 3)
        driver.write(0x024, 1)
        driver.write(0x020, 3)
        driver.write(0x070, 11)
        #expect(driver.read(0x070) == 3)
        driver.write(0x070, 15)
        #expect(driver.read(0x070) == 3)
        driver.write(0x020, 1)
        driver.write(0x070, 11)
        #expect(driver.read(0x070) == 11)
        // Settled: a late change does nothing.
        driver.write(0x024, 0)
        driver.write(0x020, 0xffff_ffff)
        #expect(driver.transport.state.driverFeatures == 1 << 32)
    }

    @Test func resetForgetsEverything() throws {
        let driver = try VirtIODriver(VirtIOConsole())
        driver.start(queues: 2)
        #expect(driver.read(0x044) == 1)
        driver.write(0x070, 0)
        #expect(driver.read(0x070) == 0)
        driver.write(0x030, 1)
        #expect(driver.read(0x044) == 0)
        #expect(driver.transport.queues[1].state == VirtQueue.State())
    }

    @Test func queuesBeyondTheLastHaveNoSize() throws {
        let driver = try VirtIODriver(VirtIOConsole())
        driver.write(0x030, 1)
        #expect(driver.read(0x034) == 1024)
        driver.write(0x030, 2)
        #expect(driver.read(0x034) == 0)
        driver.write(0x044, 1)
        #expect(!driver.needsReset)
    }

    @Test func stateCanBePutBack() throws {
        let driver = try VirtIODriver(VirtIOConsole())
        driver.start(queues: 2)
        let (state, queues) = (driver.transport.state, driver.transport.queues.map(\.state))
        let restore = driver.transport.capture()
        driver.write(0x070, 0)
        restore()
        #expect(driver.transport.state == state)
        #expect(driver.transport.queues.map(\.state) == queues)
    }
}

@Suite struct VirtIOConsoleTests {
    @Test func sendsAndReceives() throws {
        var sent: [UInt8] = []
        let console = VirtIOConsole { sent.append($0) }
        let driver = try VirtIODriver(console)
        console.hasInput = { driver.transport.notify(0) }
        driver.start(queues: 2)
        driver.put(Array("hello".utf8), at: VirtIODriver.buffers)
        driver.offer(
            [
                .init(address: VirtIODriver.buffers, length: 2),
                .init(address: VirtIODriver.buffers + 2, length: 3),
            ], queue: 1)
        driver.notify(1)
        #expect(sent == Array("hello".utf8))
        #expect(driver.usedIndex(1) == 1)
        #expect(driver.levels == [true])
        #expect(driver.read(0x060) == 1)
        driver.write(0x064, 1)
        #expect(driver.levels == [true, false])

        // Input waits for buffers, and fills as many as it needs.
        console.receive(Array("abcdef".utf8))
        #expect(driver.usedIndex(0) == 0)
        driver.offer([.init(address: VirtIODriver.buffers, length: 4, flags: 2)], queue: 0)
        driver.notify(0)
        #expect(driver.usedElement(0, queue: 0) == (0, 4))
        #expect(driver.get(VirtIODriver.buffers, 4) == Array("abcd".utf8))
        driver.offer(
            [.init(address: VirtIODriver.buffers, length: 4, flags: 2)], first: 1, queue: 0)
        driver.notify(0)
        #expect(driver.usedElement(1, queue: 0) == (1, 2))
    }

    @Test func emergencyWrite() throws {
        var sent: [UInt8] = []
        let driver = try VirtIODriver(VirtIOConsole { sent.append($0) })
        _ = driver.transport.write(offset: 0x108, sizeBytes: 4, value: 0x41)
        #expect(sent == [0x41])
        #expect(driver.transport.read(offset: 0x100, sizeBytes: 2) == 80)
    }

    @Test func testDeviceEndsTheRun() throws {
        let driver = try VirtIODriver(TestDeviceConsole(), isLegacy: true)
        #expect(driver.read(0x004) == 1)
        driver.write(0x028, 4096)
        driver.write(0x030, 1)
        driver.write(0x038, UInt64(VirtIODriver.queueSize))
        driver.write(0x03c, 4096)
        driver.write(0x040, VirtIODriver.ram >> 12)
        driver.write(0x070, 7)
        #expect(driver.read(0x040) == VirtIODriver.ram >> 12)
        // The legacy layout: the available ring right behind eight descriptors.
        driver.put(Array("12q".utf8), at: VirtIODriver.buffers)
        driver.set(
            0, .init(address: VirtIODriver.buffers, length: 3), table: VirtIODriver.ram)
        driver.put16(1, at: VirtIODriver.ram + 128 + 2)
        #expect(driver.notify(1) == .stop(code: 12))
        #expect(driver.get16(VirtIODriver.ram + 4096 + 2) == 1)
    }
}

@Suite struct VirtIOEntropyTests {
    @Test func sameSeedSameNumbers() throws {
        func numbers(_ seed: UInt64) throws -> [UInt8] {
            let driver = try VirtIODriver(VirtIOEntropy(.seed(seed)))
            driver.start(queues: 1)
            driver.offer([.init(address: VirtIODriver.buffers, length: 13, flags: 2)], queue: 0)
            driver.notify(0)
            #expect(driver.usedElement(0, queue: 0) == (0, 13))
            return driver.get(VirtIODriver.buffers, 14)
        }
        let first = try numbers(1)
        #expect(try numbers(1) == first)
        #expect(try numbers(2) != first)
        #expect(first[13] == 0)
        #expect(Set(first).count > 6)
    }
}

@Suite struct EventIndexTests {
    /// VIRTIO 1.2, 2.7.7.2 and 2.7.10: interrupts only when the driver's index is passed, and the
    /// device's own index says which buffer it wants to hear of.
    @Test func interruptsComeWhenAskedFor() throws {
        let driver = try VirtIODriver(VirtIOEntropy(.seed(1)))
        driver.start(features: 1 << 29, queues: 1)
        let usedEvent = driver.availableRing(0) + 4 + 2 * UInt64(VirtIODriver.queueSize)
        let availableEvent = driver.usedRing(0) + 4 + 8 * UInt64(VirtIODriver.queueSize)
        driver.put16(1, at: usedEvent)
        driver.offer([.init(address: VirtIODriver.buffers, length: 4, flags: 2)], queue: 0)
        driver.notify(0)
        #expect(driver.levels.isEmpty)
        #expect(driver.get16(availableEvent) == 1)
        driver.offer([.init(address: VirtIODriver.buffers, length: 4, flags: 2)], queue: 0)
        driver.notify(0)
        #expect(driver.levels == [true])
        #expect(driver.get16(availableEvent) == 2)
    }

    @Test func flagSuppressesInterrupts() throws {
        let driver = try VirtIODriver(VirtIOEntropy(.seed(1)))
        driver.start(queues: 1)
        driver.put16(1, at: driver.availableRing(0))
        driver.offer([.init(address: VirtIODriver.buffers, length: 4, flags: 2)], queue: 0)
        driver.notify(0)
        #expect(driver.usedIndex(0) == 1)
        #expect(driver.levels.isEmpty)
    }
}
