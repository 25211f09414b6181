// Going back: a machine put back to a snapshot does again exactly what it did, and leaves no trace
// of what happened in between.

import Testing

@testable import SwiftVMM

@Suite struct MachineSnapshotTests {
    private static let images = ["hyp-stub", "hyp-init", "legacy", "el1-hello"]
    private static let base = MemoryMap.ram.value

    private final class Recorder: VCPUObserver {
        let observedKinds: EventKinds = [.hypercalls, .exceptions, .systemRegisters, .mmu, .mmio]
        var lines: [String] = []
        func vcpu(_ vcpu: any VCPU, did event: Event) { lines.append("\(event)") }
    }

    /// Everything that can be seen of a stretch of a run.
    private struct Stretch: Equatable {
        var outcome: RunOutcome
        var instructions: UInt64
        var console: [UInt8]
        var events: [String]
        var registers: [RegisterSnapshot]
        var memory: Int
    }

    private static func machine(_ name: String) throws -> VirtualMachine {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuCount = 2
        configuration.memoryBytes = 4 << 20
        let machine = try VirtualMachine(configuration)
        try machine.load(FirmwareImages.image(name))
        return machine
    }

    private static func stretch(_ machine: VirtualMachine, to end: UInt64) -> Stretch {
        let recorder = Recorder()
        machine.observers = [recorder]
        var console: [UInt8] = []
        machine.console.output = { console.append($0) }
        let outcome = machine.run(RunLimits(instructions: end))
        return Stretch(
            outcome: outcome, instructions: machine.instructionCount, console: console,
            events: recorder.lines, registers: machine.vcpus.map { $0.snapshot() },
            memory: hash(machine.memory))
    }

    private static func hash(_ memory: GuestMemory) -> Int {
        var hasher = Hasher()
        hasher.combine(
            bytes: UnsafeRawBufferPointer(start: memory.host, count: Int(memory.lengthBytes)))
        return hasher.finalize()
    }

    @Test("what follows a snapshot happens again", arguments: images)
    func repeats(_ name: String) throws {
        let limit: UInt64 = 40_000
        let whole = try Self.machine(name)
        _ = whole.run(RunLimits(instructions: limit))
        let total = whole.instructionCount
        for part in stride(from: UInt64(0), through: 4, by: 1) {
            let machine = try Self.machine(name)
            let before = Self.stretch(machine, to: total * part / 5)
            let snapshot = try machine.takeSnapshot()
            let first = Self.stretch(machine, to: limit)
            snapshot.restore()
            #expect(Self.hash(machine.memory) == before.memory)
            #expect(machine.vcpus.map { $0.snapshot() } == before.registers)
            #expect(Self.stretch(machine, to: limit) == first)
            snapshot.restore()
            #expect(Self.stretch(machine, to: limit) == first)
            #expect(first.memory == Self.hash(whole.memory))
        }
    }

    /// Code that was changed after the snapshot and translated is translated again.
    @Test func codeComesBack() throws {
        let machine = try VirtualMachine.running([Word.movz(0, 1), Word.branchToSelf])
        let snapshot = try machine.takeSnapshot()
        try machine.memory.write([0x40, 0x00, 0x80, 0xd2], at: MemoryMap.ram)  // MOVZ X0, #2
        _ = machine.run()
        #expect(machine.vcpus[0].read(.x(0)) == 2)
        snapshot.restore()
        #expect(machine.memory.word(at: Self.base) == Word.movz(0, 1))
        _ = machine.run()
        #expect(machine.vcpus[0].read(.x(0)) == 1)
    }

    @Test func discardedSnapshotChangesNothing() throws {
        let machine = try Self.machine("hyp-stub")
        let snapshot = try machine.takeSnapshot()
        let first = Self.stretch(machine, to: 1000)
        #expect(snapshot.changedBytes > 0)
        snapshot.discard()
        #expect(Self.hash(machine.memory) == first.memory)
        #expect(snapshot.changedBytes == 0)
    }
}
