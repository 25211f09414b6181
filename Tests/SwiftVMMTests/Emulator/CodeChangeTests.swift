// Code that one vCPU changes while another has it translated: every kind of store is noticed.

import Testing

@testable import SwiftVMM

@Suite struct CodeChangeTests {
    private static let code: UInt64 = 0x4000_1000
    private static let writer: UInt64 = 0x4000_4000

    /// One instruction that stores X1 (or V1) to the address in X2.
    private static let stores: [(name: String, word: UInt32)] = [
        ("str w1, [x2]", 0xb900_0041), ("stur w1, [x2]", 0xb800_0041),
        ("stp w1, w3, [x2]", 0x2900_0c41), ("stlr w1, [x2]", 0x889f_fc41),
        ("swp w1, w4, [x2]", 0xb821_8044), ("ldadd w5, w4, [x2]", 0xb825_0044),
        ("cas w6, w1, [x2]", 0x88a6_7c41), ("str s1, [x2]", 0xbd00_0041),
        ("str q1, [x2]", 0x3d80_0041), ("stp d1, d3, [x2]", 0x6d00_0c41),
        ("st1 {v1.4s}, [x2]", 0x4c00_7841), ("st1 {v1.s}[0], [x2]", 0x0d00_8041),
    ]

    @Test(arguments: stores.indices)
    func storesOfOtherProcessorsAreSeen(_ number: Int) throws {
        let store = Self.stores[number]
        let memory = try GuestMemory(base: GuestPhysicalAddress(0x4000_0000), lengthBytes: 1 << 20)
        let system = EmulatedSystem(
            memory: memory, bus: Bus(), model: .max, cpuCount: 2, hasEL2: true)
        for vcpu in system.vcpus {
            vcpu.reset(policy: .zero, seed: 0, entryLevel: .el2)
            vcpu.state[.vbarEL2] = 0x4000_8000
        }
        func write(_ words: [UInt32], at address: UInt64) throws {
            try memory.write(
                words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
                },
                at: GuestPhysicalAddress(address))
        }
        let old = Word.movz(0, 1)
        let new = Word.movz(0, 2)
        try write([old, Word.nop, Word.nop, Word.nop], at: Self.code)
        try write([store.word], at: Self.writer)
        let (first, second) = (system.vcpus[0], system.vcpus[1])
        func execute() -> UInt64 {
            second.state.pc = Self.code
            second.state[0] = 0
            _ = second.run(budget: 1)
            return second.state[0]
        }
        #expect(execute() == 1)
        #expect(execute() == 1)

        let state = first.state
        state[1] = UInt64(new)
        state[2] = Self.code
        state[3] = UInt64(Word.nop)
        state[5] = UInt64(new &- old)
        state[6] = UInt64(old)
        state[Slot.v0 + 2] = UInt64(new) | UInt64(Word.nop) << 32
        state[Slot.v0 + 3] = UInt64(Word.nop) | UInt64(Word.nop) << 32
        state.pc = Self.writer
        first.contextIsStale = true
        _ = first.run(budget: 1)
        #expect(state.pc == Self.writer + 4, "\(store.name) raised an exception")
        #expect(execute() == 2, "\(store.name)")
    }

    /// A store into the block that executes it takes effect at the next instruction.
    @Test func aBlockSeesItsOwnChanges() throws {
        let machine = try ModelMachine(.max)
        let words = [0xb900_0841, Word.nop, Word.movz(0, 1)]
        try machine.memory.write(
            words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } },
            at: GuestPhysicalAddress(ModelMachine.code))
        machine.vcpu.reset(policy: .zero, seed: 0, entryLevel: .el2)
        machine.state[1] = UInt64(Word.movz(0, 2))
        machine.state[2] = ModelMachine.code
        machine.state.pc = ModelMachine.code
        machine.vcpu.contextIsStale = true
        _ = machine.vcpu.run(budget: 3)
        #expect(machine.state[0] == 2)
    }
}
