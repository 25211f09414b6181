// Anything at all as 32-bit guest code, in every mode: the process survives, a run ends within its
// budget, and the same seed gives the same end. Environment as for RandomCodeTests.

import Testing

@testable import SwiftVMM

@Suite struct RandomCode32Tests {
    private static let runCount: Int = {
        #if DEBUG
            return Effort.rounds(60)
        #else
            return Effort.rounds(600)
        #endif
    }()

    @Test(arguments: [CPUModel.cortexA15, .maxAArch32])
    func anyCodeEndsAndRepeats(model: CPUModel) throws {
        var seeds = SeededGenerator(seed: 32)
        for _ in 0..<Self.runCount {
            let seed = seeds.next()
            let ends = try [0, 1].map { _ in try Self.run(model, seed: seed) }
            #expect(ends[0].problem == nil, "seed \(seed): \(ends[0].problem ?? "")")
            #expect(ends[0].state == ends[1].state, "seed \(seed) does not repeat")
        }
    }

    private static let ramBase = MemoryMap.ram.value
    private static let codeLength: UInt64 = 4096

    /// One vCPU on a small RAM of random code, started anew whenever it is stuck.
    private static func run(_ model: CPUModel, seed: UInt64) throws -> (
        problem: String?, state: [UInt64]
    ) {
        var random = SeededGenerator(seed: seed)
        let memory = try GuestMemory(base: MemoryMap.ram, lengthBytes: 64 << 10)
        let bus = Bus()
        bus.attach(PL011(), at: MemoryMap.console)
        let system = EmulatedSystem(
            memory: memory, bus: bus, model: model, cpuCount: 1, hasEL2: true)
        for offset in stride(from: UInt64(0), to: codeLength, by: 4) {
            let bytes = withUnsafeBytes(of: word(using: &random).littleEndian) { [UInt8]($0) }
            try memory.write(bytes, at: GuestPhysicalAddress(ramBase + offset))
        }
        let vcpu = system.vcpus[0]
        vcpu.reset(policy: .poison, seed: seed, entryLevel: .el2)
        var problem: String?
        for turn in 0..<30 where problem == nil {
            if turn % 6 == 0 { start(vcpu, model, &random) }
            let before = system.clock.now
            let exit = vcpu.run(budget: 100)
            let used = system.clock.now &- before
            if used > 100 { problem = "\(used) instructions in a budget of 100" }
            if exit == .budgetExpired && used == 0 { problem = "no progress" }
            if case .stuck = exit { start(vcpu, model, &random) }
        }
        let slots = (0..<Int(Slot.temporaries)).filter { $0 != Int(Slot.discard) }
        return (problem, slots.map { vcpu.state.slots[$0] })
    }

    /// Words that a row of either instruction set fits, and any words.
    private static func word(using random: inout SeededGenerator) -> UInt32 {
        let any = UInt32(truncatingIfNeeded: random.next())
        let picture: BitPicture
        switch random.next() % 4 {
        case 0: return any
        case 1: picture = (A32Table.rows.randomElement(using: &random) ?? A32Table.rows[0]).picture
        case 2:
            let row = A32Table.floatingPoint.randomElement(using: &random) ?? A32Table.rows[0]
            picture = row.picture
        default:
            let chosen = (T32Table.rows.randomElement(using: &random) ?? T32Table.rows[0]).picture
            // The first halfword comes first.
            let word = any & ~chosen.mask | chosen.value
            return word << 16 | word >> 16
        }
        let word = any & ~picture.mask | picture.value
        // Mostly executed.
        return word >> 28 == 15 || random.next() % 4 == 0 ? word : word & 0xfff_ffff | 0xe000_0000
    }

    private static func start(
        _ vcpu: EmulatedVCPU, _ model: CPUModel, _ random: inout SeededGenerator
    ) {
        vcpu.loopDetector.pointee = ExceptionLoopDetector()
        let state = vcpu.state
        let modes =
            ProcessorMode.allCases.filter { model.isAArch32Only || $0 != .hyp }
        let mode = modes.randomElement(using: &random) ?? .supervisor
        if !model.isAArch32Only { state[.hcrEL2] = 0 }
        for id in [SystemRegisterID.sctlrEL1, .sctlrEL2] { state[id] &= ~1 }
        for id in [SystemRegisterID.vbarEL1, .vbarEL2] {
            state[id] = ramBase + (random.next() & (codeLength - 1)) & ~0x7ff
        }
        // Usually with floating point.
        state[.cpacrEL1] = random.next() % 4 == 0 ? random.next() & 0xffff_ffff : 0xf << 20
        state[.fpexc32EL2] = random.next() % 4 == 0 ? 0 : 1 << 30
        state.fpscr = UInt32(truncatingIfNeeded: random.next())
        let masks = UInt32(truncatingIfNeeded: random.next()) & 0xf80f_03e0
        state.setCPSR(masks | UInt32(mode.rawValue))
        for n in UInt16(0)...30 {
            let isNear = random.next() % 2 == 0
            state[n] = isNear ? ramBase + random.next() & 0xffff : random.next() & 0xffff_ffff
        }
        let mask: UInt64 = masks & CPSR.t != 0 ? ~1 : ~3
        state.pc = ramBase + random.next() & (codeLength - 1) & mask
        vcpu.contextIsStale = true
    }
}
