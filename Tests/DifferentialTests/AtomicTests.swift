// Minimum and maximum of narrow elements, of which Unicorn gets the signed ones wrong
// (Exclusions.swift), against the words of the manual. Needs no other engine.

import Testing

@testable import SwiftVMM

@Suite struct AtomicTests {
    /// Arm ARM, `MemAtomic`: both values are of the element's size, and the signed operations
    /// compare them as signed numbers.
    private func expected(_ opcode: UInt32, _ old: UInt64, _ operand: UInt64, bits: Int) -> UInt64 {
        let mask: UInt64 = (1 << UInt64(bits)) - 1
        let a = old & mask
        let b = operand & mask
        // Adding half the range turns signed order into unsigned order.
        let bias: UInt64 = opcode < 6 ? 1 << UInt64(bits - 1) : 0
        let aIsGreater = (a &+ bias) & mask > (b &+ bias) & mask
        let wantsMaximum = opcode == 4 || opcode == 6
        return aIsGreater == wantsMaximum ? a : b
    }

    @Test func narrowMinimumAndMaximum() throws {
        let emulator = try Emulator()
        let memory = emulator.data.assumingMemoryBound(to: UInt64.self)
        var random = SeededGenerator(seed: 1)
        for size in 0..<UInt32(3) {
            let bits = 8 << Int(size)
            let mask: UInt64 = (1 << UInt64(bits)) - 1
            // LDSMAX, LDSMIN, LDUMAX, LDUMIN w2, w1, [x0]
            for opcode in UInt32(4)...7 {
                for order in 0..<UInt32(4) {
                    var word: UInt32 = 0x3821_0002 | size << 30
                    word |= order << 22 | opcode << 12
                    for _ in 0..<200 {
                        let old = EdgeValues.next(using: &random)
                        let operand = EdgeValues.next(using: &random)
                        memory[0] = old
                        var state = MachineState()
                        state[0] = Layout.dataBase
                        state[1] = operand
                        state.pc = Layout.end - 4
                        emulator.write(code: [word], at: Layout.end - 4)
                        #expect(emulator.run(&state, limit: nil) == .finished)
                        #expect(state[2] == old & mask)
                        let new = expected(opcode, old, operand, bits: bits)
                        #expect(memory[0] == old & ~mask | new)
                    }
                }
            }
        }
    }
}
