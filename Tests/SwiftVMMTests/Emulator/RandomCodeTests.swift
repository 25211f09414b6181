// Anything at all as guest code: the process survives, a run ends within its budget, and the same
// seed gives the same end.
//
// Environment: RANDOM_CODE_RUNS, how many machines (1000, in debug builds 100); RANDOM_CODE_SEED.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Testing

@testable import SwiftVMM

@Suite struct RandomCodeTests {
    private static func number(_ variable: String) -> UInt64? {
        getenv(variable).flatMap { UInt64(String(cString: $0)) }
    }

    private static var runCount: Int {
        if let count = number("RANDOM_CODE_RUNS") { return Int(count) }
        #if DEBUG
            return Effort.rounds(100)
        #else
            return Effort.rounds(1000)
        #endif
    }

    @Test func anyCodeEndsAndRepeats() throws {
        let seed = Self.number("RANDOM_CODE_SEED") ?? 1
        var seeds = SeededGenerator(seed: seed)
        var total: UInt64 = 0
        var exits: [String: Int] = [:]
        for _ in 0..<Self.runCount {
            let runSeed = seeds.next()
            let machine = try RandomMachine(seed: runSeed)
            machine.run()
            let again = try RandomMachine(seed: runSeed)
            again.run()
            let problem = machine.problem ?? "none"
            #expect(machine.problem == nil, "seed \(runSeed): \(problem)")
            #expect(machine.stateHash == again.stateHash, "seed \(runSeed) does not repeat")
            total += machine.system.clock.now
            exits.merge(machine.exits) { $0 + $1 }
        }
        let summary = exits.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        print("\(Self.runCount) machines, \(total) instructions, exits: \(summary)")
        #expect(total > 0)
    }
}

/// Two vCPUs with random registers on a small RAM of random code and tables.
final class RandomMachine {
    let system: EmulatedSystem
    private(set) var exits: [String: Int] = [:]
    private(set) var problem: String?
    private let memory: GuestMemory
    private var random: SeededGenerator

    private static let ramBase = MemoryMap.ram.value
    private static let ramLength: UInt64 = 128 << 10
    private static let codeLength: UInt64 = 4 << 10
    private static let tables = ramBase + 0x8000
    private static let tablesLength: UInt64 = 0x3000

    init(seed: UInt64, hostCode: HostCodeEngine? = nil) throws {
        random = SeededGenerator(seed: seed)
        memory = try GuestMemory(base: MemoryMap.ram, lengthBytes: Self.ramLength)
        let bus = Bus()
        bus.attach(ProbeDevice(), at: MemoryMap.probe)
        bus.attach(PL011(), at: MemoryMap.console)
        system = EmulatedSystem(
            memory: memory, bus: bus, model: .max, cpuCount: 2, hasEL2: random.next() % 4 != 0,
            hostCode: hostCode)
        try fillCode()
        try fillTables()
        for vcpu in system.vcpus { setUp(vcpu) }
    }

    private func chance(_ outOf: Int) -> Bool { Int.random(in: 0..<outOf, using: &random) == 0 }

    private func store(_ value: UInt64, sizeBytes: Int, at address: UInt64) throws {
        let bytes = withUnsafeBytes(of: value.littleEndian) { [UInt8]($0.prefix(sizeBytes)) }
        try memory.write(bytes, at: GuestPhysicalAddress(address))
    }

    /// Words of the table's rows, system instructions more than their share, and any words.
    private func fillCode() throws {
        let system: [A64Opcode] = [
            .msrRegister, .mrs, .sys, .msrImmediate, .eret, .svc, .hvc, .smc, .wfi, .wfe, .brk,
        ]
        for offset in stride(from: UInt64(0), to: Self.codeLength, by: 4) {
            let word: UInt32
            switch Int.random(in: 0..<8, using: &random) {
            case 0: word = UInt32(truncatingIfNeeded: random.next())
            case 1:
                word = A64Generator.word(of: system.randomElement(using: &random)!, using: &random)!
            case 2: word = systemRegisterAccess()
            default:
                let opcode = A64Opcode.allCases.randomElement(using: &random)!
                word = A64Generator.word(of: opcode, using: &random)!
            }
            try store(UInt64(word), sizeBytes: 4, at: Self.ramBase + offset)
        }
    }

    /// MSR or MRS of a register that exists.
    private func systemRegisterAccess() -> UInt32 {
        let row = SystemRegister.table.randomElement(using: &random)!
        let isRead: UInt32 = chance(2) ? 1 << 21 : 0
        let register = UInt32.random(in: 0...31, using: &random)
        return 0xd500_0000 | isRead | UInt32(row.encoding.packed) << 5 & 0x1f_ffe0 | register
            | 1 << 20
    }

    /// Descriptors whose addresses are mostly in RAM, so that walks go on.
    private func fillTables() throws {
        for offset in stride(from: UInt64(0), to: Self.tablesLength, by: 8) {
            var descriptor = random.next()
            if !chance(4) {
                let target = Self.ramBase + (random.next() & (Self.ramLength - 1)) & ~0xfff
                descriptor = descriptor & 0xfff0_0000_0000_0fff | target
                if chance(2) { descriptor = descriptor & 0xfff | 1 << 10 | target }
                if !chance(4) { descriptor |= 1 }
            }
            try store(descriptor, sizeBytes: 8, at: Self.tables + offset)
        }
    }

    private func tableAddress() -> UInt64 {
        if chance(8) { return random.next() }
        return Self.tables + UInt64.random(in: 0..<3, using: &random) * 0x1000
    }

    private func address() -> UInt64 {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return random.next()
        case 1: return MemoryMap.probe.value + random.next() & 0x3f
        case 2: return MemoryMap.console.value + random.next() & 0xff
        case 3: return Self.ramBase + Self.ramLength - random.next() & 0x1f
        default: return Self.ramBase + random.next() & (Self.ramLength - 1)
        }
    }

    private func setUp(_ vcpu: EmulatedVCPU) {
        vcpu.reset(policy: chance(2) ? .poison : .zero, seed: random.next(), entryLevel: .el2)
        if chance(2) {
            for row in SystemRegister.table where chance(4) {
                vcpu.write(.system(row.id), random.next())
            }
        }
        let hasStageOne = chance(2)
        for id in [SystemRegisterID.ttbr0EL1, .ttbr1EL1, .ttbr0EL2, .ttbr1EL2, .vttbrEL2] {
            vcpu.write(.system(id), tableAddress())
        }
        if chance(2) {
            // Something that walks start from: 4 KiB granule, 39 bits.
            for id in [SystemRegisterID.tcrEL1, .tcrEL2] {
                vcpu.write(.system(id), 25 | 25 << 16 | 2 << 30 | 5 << 32 | random.next() << 52)
            }
            vcpu.write(.system(.vtcrEL2), 25 | 1 << 6 | 5 << 16)
        }
        for id in [SystemRegisterID.sctlrEL1, .sctlrEL2] {
            let value = vcpu.read(.system(id)) ?? 0
            vcpu.write(.system(id), hasStageOne ? value | 1 : value & ~1)
        }
        if chance(2) { vcpu.write(.system(.hcrEL2), 1 << 31) }
        for id in [SystemRegisterID.vbarEL1, .vbarEL2, .elrEL1, .elrEL2] where !chance(4) {
            vcpu.write(.system(id), Self.ramBase + random.next() & (Self.codeLength - 1) & ~3)
        }
        start(vcpu)
    }

    /// New general-purpose registers, PC and PSTATE; the rest stays.
    private func start(_ vcpu: EmulatedVCPU) {
        vcpu.loopDetector.pointee = ExceptionLoopDetector()
        let levels: [UInt64] = system.hasEL2 ? [0, 1, 2] : [0, 1]
        let level = levels.randomElement(using: &random)!
        let pstate = random.next() & 0xf0f0_03c1 | level << 2
        vcpu.write(.pstate, level == 0 ? pstate & ~1 : pstate)
        for number in 0...30 { vcpu.write(.x(number), chance(3) ? random.next() : address()) }
        vcpu.write(.sp, address() & ~15)
        let pc = Self.ramBase + random.next() & (Self.codeLength - 1)
        vcpu.write(.pc, chance(16) ? random.next() : pc & ~3)
    }

    /// Runs the vCPUs in turns, as the machine's loop does, and ignores what they ask for.
    func run() {
        for turn in 0..<40 where problem == nil { run(turn) }
    }

    func run(_ turn: Int) {
        do {
            let vcpu = system.vcpus[turn & 1]
            let budget = UInt64.random(in: 1...100, using: &random)
            let before = system.clock.now
            let exit = vcpu.run(budget: budget)
            let used = system.clock.now &- before
            if used > budget { problem = "\(used) instructions in a budget of \(budget): \(exit)" }
            if exit == .budgetExpired, used == 0 { problem = "no progress" }
            if case .stuck = exit { start(vcpu) }
            exits["\(exit)".prefix { $0 != "(" }.description, default: 0] += 1
        }
    }

    /// What is not the same in another machine of the same seed.
    func differences(from other: RandomMachine) -> [String] {
        var lines: [String] = []
        for (a, b) in zip(system.vcpus, other.system.vcpus) {
            for slot in 0..<Int(Slot.temporaries)
            where slot != Int(Slot.discard) && a.state.slots[slot] != b.state.slots[slot] {
                let values = [a, b].map { String($0.state.slots[slot], radix: 16) }
                lines.append(
                    "vCPU \(a.index) \(Slot.name(UInt16(slot))) \(values[0]) / \(values[1])")
            }
        }
        if system.clock.now != other.system.clock.now { lines.append("time") }
        return lines
    }

    /// FNV-1a over registers and RAM.
    var stateHash: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ value: UInt64) { hash = (hash ^ value) &* 0x100_0000_01b3 }
        for vcpu in system.vcpus {
            for slot in 0..<Int(Slot.temporaries) where slot != Int(Slot.discard) {
                add(vcpu.state.slots[slot])
            }
        }
        let words = memory.host.assumingMemoryBound(to: UInt64.self)
        for index in 0..<Int(Self.ramLength / 8) { add(words[index]) }
        add(system.clock.now)
        return hash
    }
}
