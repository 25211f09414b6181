// SYSTEM_RESET and SYSTEM_RESET2: what starts over and what stays. And RAM that nobody touched.

import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@testable import SwiftVMM

@Suite struct ResetTests {
    private static let marker = GuestPhysicalAddress(MemoryMap.ram.value + 0x1_0000)

    /// Counts in RAM how often it ran, then makes a power call with x1 zero.
    private static func counting(_ function: UInt16) -> [UInt32] {
        [
            Word.movz(0, UInt16(marker.value >> 16), shift: 16),
            0xf940_0001,  // ldr x1, [x0]
            0x9100_0421,  // add x1, x1, #1
            0xf900_0001,  // str x1, [x0]
            Word.movz(1, 0), Word.movz(0, function), Word.movk(0, 0x8400, shift: 16), Word.smc,
        ]
    }

    @Test(arguments: [(UInt16(0x09), ResetKind.cold), (0x12, .warm)])
    func startsTheImageAgain(function: UInt16, kind: ResetKind) throws {
        let machine = try VirtualMachine.running(Self.counting(function))
        for round in 1...3 as ClosedRange<UInt64> {
            #expect(machine.run(RunTests.limit) == .reset(kind))
            let count = machine.memory.doubleword(at: Self.marker.value)
            #expect(count == (kind == .cold ? 1 : round))
            #expect(machine.instructionCount == 8 * round)
            try machine.restart(kind)
            #expect(machine.vcpus[0].read(.pc) == MemoryMap.ram.value)
        }
    }

    @Test func aReleasedImageIsLoadedAgain() throws {
        let machine = try VirtualMachine.running(Self.counting(9))
        let image = try #require(machine.image)
        machine.releaseImage()
        #expect(machine.image?.segments.isEmpty == true)
        #expect(machine.image?.name == image.name)
        for _ in 1...2 {
            #expect(machine.run(RunTests.limit) == .reset(.cold))
            try machine.restart { () throws(VMMError) in
                try machine.load(image)
                machine.releaseImage()
            }
            #expect(machine.vcpus[0].read(.pc) == MemoryMap.ram.value)
        }
    }

    /// The same UNKNOWN values, so the same run.
    @Test func registersAreAsAtTheStart() throws {
        let machine = try VirtualMachine.running(Self.counting(9))
        let start = machine.vcpus[0].snapshot()
        _ = machine.run(RunTests.limit)
        machine.vcpus[0].write(.system(.vbarEL2), 0x4444_0000)
        machine.vcpus[0].write(.v(3, half: 1), 7)
        try machine.restart()
        let again = machine.vcpus[0].snapshot()
        #expect(again.x == start.x && again.v == start.v && again.pstate == start.pstate)
        #expect(again[.vbarEL2] == start[.vbarEL2])
    }

    @Test func devicesStartOverAndMediaStay() throws {
        let machine = try VirtualMachine.running(Self.counting(9))
        let mask: UInt64 = 0x38
        _ = machine.console.write(offset: mask, sizeBytes: 4, value: 0x10)
        machine.console.receive([0x41])
        #expect(machine.console.interrupt.isHigh)
        let clock = machine.devices.clock
        _ = clock.write(offset: 8, sizeBytes: 4, value: 1000)
        _ = clock.write(offset: 0x10, sizeBytes: 4, value: 1)
        _ = machine.run(RunTests.limit)
        try machine.restart()
        #expect(machine.console.read(offset: mask, sizeBytes: 4) == 0)
        #expect(!machine.console.interrupt.isHigh)
        #expect(clock.read(offset: 0x10, sizeBytes: 4) == 0)
        #expect(clock.read(offset: 0, sizeBytes: 4) == 1000)
    }

    /// CPU_ON of the second CPU, which stays in WFI; after a reset it is off again.
    @Test func otherCPUsAreOffAgain() throws {
        let words: [UInt32] = [
            Word.movz(0, 3), Word.movk(0, 0xc400, shift: 16), Word.movz(1, 1),
            Word.movz(2, UInt16(MemoryMap.ram.value >> 16), shift: 16), Word.movk(2, 64),
            Word.smc, 0xaa00_03f3,  // mov x19, x0
            Word.movz(0, 9), Word.movk(0, 0x8400, shift: 16), Word.smc,
        ]
        let padding = Array(repeating: Word.nop, count: 16 - words.count)
        let machine = try VirtualMachine.running(
            words + padding + [Word.wfi, Word.branch(-1)]
        ) { $0.cpuCount = 2 }
        for _ in 1...2 {
            #expect(machine.run(RunTests.limit) == .reset(.cold))
            // SUCCESS and not ALREADY_ON.
            #expect(machine.vcpus[0].read(.x(19)) == 0)
            try machine.restart()
        }
    }

    /// A loop with YIELD goes round within one turn, and lets the other CPU go on.
    @Test func yieldEndsATurnAfterSomeTime() throws {
        let machine = try VirtualMachine.running([0xd503_203f, Word.branch(-1)]) { $0.cpuCount = 2 }
        let vcpu = machine.vcpus[0]
        #expect(vcpu.run(budget: 10_000) == .budgetExpired)
        let engine = try #require(machine.engine as? SoftwareEngine)
        #expect((100...200).contains(engine.system.clock.now))
    }

    /// 64 GiB, of which the guest writes the first and the last page.
    @Test func memoryThatNobodyTouchesCostsNothing() throws {
        let bytes: UInt64 = 64 << 30
        let last = MemoryMap.ram.value + bytes - 8
        var configuration = MachineConfiguration()
        configuration.memoryBytes = bytes
        configuration.backend = .software
        let machine = try VirtualMachine(configuration)
        var words: [UInt32] = (0..<4).map { part in
            let half = UInt16(truncatingIfNeeded: last >> (16 * UInt64(part)))
            return part == 0 ? Word.movz(0, half) : Word.movk(0, half, shift: 16 * part)
        }
        words += [0xf900_0001, Word.branchToSelf]  // str x1, [x0]
        try machine.load(
            FlatImage.raw(
                words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
                },
                name: "words", at: MemoryMap.ram))
        machine.vcpus[0].write(.x(1), 0x5a5a)
        #expect(
            machine.run(RunTests.limit)
                == .stuck(.branchToSelf(MemoryMap.ram.value + 20), vcpu: 0))
        #expect(machine.memory.doubleword(at: last) == 0x5a5a)
        var pages = [UInt8](repeating: 0, count: Int(bytes >> 12))
        #expect(mincore(machine.memory.host, Int(bytes), &pages) == 0)
        // A host may back them with large pages.
        #expect(pages.count { $0 & 1 != 0 } <= 2 * 512)
    }
}
