import Testing

@testable import SwiftVMM

/// What a driver may do to its queues to annoy the device: it gets DEVICE_NEEDS_RESET, and a reset
/// mends everything.
@Suite struct HostileQueueTests {
    private static let buffer = VirtIODriver.buffers
    typealias Descriptor = VirtIODriver.Descriptor

    /// Runs `attack` on a started entropy device; what the device complained about.
    private func fault(
        features: UInt64 = 1 << 28, _ attack: (VirtIODriver) -> Void
    ) throws -> VirtQueueFault? {
        let driver = try VirtIODriver(VirtIOEntropy(.seed(1)))
        driver.start(features: features, queues: 1)
        attack(driver)
        driver.notify(0)
        let fault = driver.transport.fault
        #expect(driver.needsReset == (fault != nil))
        if fault != nil {
            #expect(driver.read(0x060) & 2 != 0)
            #expect(driver.levels.last == true)
            let used = driver.usedIndex(0)
            driver.notify(0)
            #expect(driver.usedIndex(0) == used)
        }
        // A reset mends it.
        let again = try VirtIODriver(VirtIOEntropy(.seed(1)))
        driver.write(0x070, 0)
        #expect(!driver.needsReset)
        again.start(queues: 1)
        again.offer([Descriptor(address: Self.buffer, length: 4, flags: 2)], queue: 0)
        again.notify(0)
        #expect(again.usedIndex(0) == 1)
        return fault
    }

    @Test func loops() throws {
        #expect(
            try fault {
                $0.set(
                    0, Descriptor(address: Self.buffer, length: 4, flags: 3, next: 0),
                    table: $0.table(0))
                $0.makeAvailable(0, queue: 0)
            } == .chainTooLong)
        #expect(
            try fault {
                let table = Self.buffer + 0x100
                $0.set(
                    0, Descriptor(address: Self.buffer, length: 4, flags: 3, next: 1), table: table)
                $0.set(
                    1, Descriptor(address: Self.buffer, length: 4, flags: 3, next: 0), table: table)
                $0.offer([Descriptor(address: table, length: 32, flags: 4)], queue: 0)
            } == .chainTooLong)
    }

    @Test func numbersOutOfRange() throws {
        #expect(try fault { $0.makeAvailable(8, queue: 0) } == .noSuchDescriptor(8))
        #expect(
            try fault {
                $0.set(
                    0, Descriptor(address: Self.buffer, length: 4, flags: 3, next: 0xffff),
                    table: $0.table(0))
                $0.makeAvailable(0, queue: 0)
            } == .noSuchDescriptor(0xffff))
        #expect(
            try fault { $0.put16(9, at: $0.availableRing(0) + 2) }
                == .availableIndexJumped(from: 0, to: 9))
        #expect(
            try fault { $0.put16(0xffff, at: $0.availableRing(0) + 2) }
                == .availableIndexJumped(from: 0, to: 0xffff))
    }

    @Test func addressesOutsideRAM() throws {
        let cases: [(UInt64, UInt32)] = [
            (0, 4), (VirtIODriver.ram - 1, 2), (VirtIODriver.ram + VirtIODriver.ramBytes - 1, 2),
            (.max, 4), (.max - 2, 0xffff_ffff), (VirtIODriver.ram, 0xffff_ffff),
        ]
        for (address, length) in cases {
            #expect(
                try fault {
                    $0.offer(
                        [Descriptor(address: address, length: length, flags: 2)], queue: 0)
                } == .outsideRAM(address: address, lengthBytes: UInt64(length)))
        }
    }

    @Test func buffersInTheWrongOrder() throws {
        #expect(
            try fault {
                $0.offer([Descriptor(address: Self.buffer, length: 0, flags: 2)], queue: 0)
            } == .emptyDescriptor(0))
        #expect(
            try fault {
                $0.offer(
                    [
                        Descriptor(address: Self.buffer, length: 4, flags: 2),
                        Descriptor(address: Self.buffer, length: 4),
                    ], queue: 0)
            } == .readableAfterWritable)
        #expect(
            try fault {
                $0.offer([Descriptor(address: Self.buffer, length: 4)], queue: 0)
            } == .malformedRequest)
    }

    @Test func badIndirectTables() throws {
        let table = Self.buffer + 0x100
        for (length, flags) in [(0, 4), (8, 4), (24, 4), (16, 5)] as [(UInt32, UInt16)] {
            #expect(
                try fault {
                    $0.offer(
                        [Descriptor(address: table, length: length, flags: flags)], queue: 0)
                } == .badIndirectTable)
        }
        // One inside another, more entries than the queue, not negotiated.
        #expect(
            try fault {
                $0.set(0, Descriptor(address: table, length: 16, flags: 4), table: table)
                $0.offer([Descriptor(address: table, length: 16, flags: 4)], queue: 0)
            } == .badIndirectTable)
        #expect(
            try fault {
                $0.offer([Descriptor(address: table, length: 160, flags: 4)], queue: 0)
            } == .chainTooLong)
        #expect(
            try fault(features: 0) {
                $0.offer([Descriptor(address: table, length: 16, flags: 4)], queue: 0)
            } == .badIndirectTable)
    }

    @Test func ringsInBadPlaces() throws {
        let driver = try VirtIODriver(VirtIOEntropy(.seed(1)))
        for (register, value) in [
            (0x080, 0), (0x080, 0x4000_0008), (0x090, 0x400f_fffe), (0x0a0, 0x4000_2002),
            (0x094, 0xffff_ffff),
        ] as [(UInt64, UInt64)] {
            driver.write(0x070, 0)
            driver.write(0x038, 8)
            for (offset, address) in [
                (0x080, driver.table(0)), (0x090, driver.availableRing(0)),
                (0x0a0, driver.usedRing(0)),
            ] as [(UInt64, UInt64)] {
                driver.write(offset, address)
            }
            driver.write(register, value)
            driver.write(0x044, 1)
            #expect(driver.read(0x044) == 0, "\(register) \(value)")
            #expect(driver.needsReset)
        }
        for size: UInt64 in [0, 3, 2048, 0xffff_ffff, 0x1_0000] {
            driver.write(0x070, 0)
            driver.write(0x038, size)
            #expect(driver.needsReset, "size \(size)")
        }
    }

    /// The device writes into the available ring, and so makes work for itself.
    @Test func ringsOverBuffers() throws {
        let driver = try VirtIODriver(VirtIOEntropy(.seed(1)))
        driver.start(queues: 1)
        for index in 0..<VirtIODriver.queueSize {
            driver.set(
                index, Descriptor(address: driver.availableRing(0), length: 20, flags: 2),
                table: driver.table(0))
        }
        driver.makeAvailable(0, queue: 0)
        driver.notify(0)
        #expect(driver.transport.fault != nil)
    }

    /// A chain's own status byte raises the index of the available ring for ever.
    @Test func workWithoutEnd() throws {
        var sent = 0
        let console = VirtIOConsole { _ in sent += 1 }
        let driver = try VirtIODriver(console)
        // The used ring lies over the available ring: giving back one makes the next available.
        driver.write(0x070, 3)
        driver.write(0x024, 1)
        driver.write(0x020, 1)
        driver.write(0x070, 11)
        driver.write(0x030, 1)
        driver.write(0x038, 1)
        driver.write(0x080, driver.table(1))
        driver.write(0x090, driver.availableRing(1))
        driver.write(0x0a0, driver.availableRing(1))
        driver.write(0x044, 1)
        driver.write(0x070, 15)
        driver.set(0, Descriptor(address: Self.buffer, length: 1), table: driver.table(1))
        driver.put16(1, at: driver.availableRing(1) + 2)
        driver.notify(1)
        #expect(sent < 1 << 17)
    }

    /// Random rings and random registers: nothing but a complaint ever comes of it.
    @Test(arguments: 1...8) func random(seed: UInt64) throws {
        var numbers = EntropySource.seed(seed)
        let devices: [any VirtIODevice] = [
            VirtIOEntropy(.seed(1)), VirtIOConsole(), TestDeviceConsole(),
            VirtIOBlock(MemoryDisk(sectors: 8), identity: "fuzz"),
        ]
        let device = devices[Int(seed) % devices.count]
        let driver = try VirtIODriver(device, isLegacy: seed.isMultiple(of: 3))
        let registers: [UInt64] = [
            0x014, 0x020, 0x024, 0x028, 0x030, 0x038, 0x03c, 0x040, 0x044, 0x050, 0x064, 0x070,
            0x080, 0x084, 0x090, 0x094, 0x0a0, 0x0a4, 0x100, 0x108,
        ]
        var complaints = 0
        for round in 0..<400 {
            driver.start(
                features: round.isMultiple(of: 2) ? 3 << 28 : 0, queues: device.queueCount)
            for queue in 0..<device.queueCount {
                // Small indices make deep chains likely; now and then anything at all.
                for index in 0..<VirtIODriver.queueSize {
                    let wild = numbers.next() % 16 == 0
                    driver.set(
                        index,
                        Descriptor(
                            address: wild
                                ? numbers.next() : Self.buffer + numbers.next() % 0x8_0000,
                            length: UInt32(
                                truncatingIfNeeded: numbers.next() % (wild ? 1 << 32 : 0x2000)),
                            flags: UInt16(numbers.next() % 8),
                            next: UInt16(numbers.next() % (wild ? 0x1_0000 : 8))),
                        table: driver.table(queue))
                }
                let ring = numbers.bytes(24).enumerated().map { position, byte in
                    position.isMultiple(of: 2) ? byte % 9 : 0
                }
                driver.put(ring, at: driver.availableRing(queue))
                driver.notify(queue)
            }
            for _ in 0..<16 {
                let register = registers[Int(numbers.next() % UInt64(registers.count))]
                let value = numbers.next() >> (numbers.next() % 64)
                let size = [1, 2, 4, 4, 4, 8][Int(numbers.next() % 6)]
                _ = driver.transport.write(offset: register, sizeBytes: size, value: value)
                _ = driver.transport.read(offset: numbers.next() % 0x200, sizeBytes: size)
            }
            if driver.transport.fault != nil { complaints += 1 }
            driver.write(0x070, 0)
        }
        #expect(complaints > 10)
    }
}
