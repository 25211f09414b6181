// The interpreter and host code are indistinguishable: the same registers, memory, console, events
// and time at the same instruction, whatever the tiers, caches and pieces.

#if arch(x86_64)
    import Foundation
    import Testing

    @testable import SwiftVMM

    @Suite struct EngineMatrixTests {
        /// One way to execute.
        struct Variant: Sendable, CustomTestStringConvertible {
            var name: String
            var hostCode = HostCodeOptions()
            var step: UInt64?
            var tlbCapacity = SoftwareTLB.defaultCapacity
            var testDescription: String { name }
        }

        static let variants: [Variant] = {
            var compiled = Variant(name: "everything compiled")
            compiled.hostCode.threshold = 0
            var tiers = Variant(name: "tiers")
            tiers.hostCode.threshold = 3
            tiers.hostCode.superblockThreshold = 8
            var early = tiers
            early.name = "superblocks at once"
            early.hostCode.threshold = 1
            early.hostCode.superblockThreshold = 1
            var short = early
            short.name = "short superblocks"
            short.hostCode.superblockLimit = 12
            var alone = tiers
            alone.name = "no superblocks"
            alone.hostCode.superblockLimit = 0
            var never = Variant(name: "cold tier only")
            never.hostCode.threshold = .max
            var small = compiled
            small.name = "small code cache"
            small.hostCode.capacityBytes = 0
            var plain = compiled
            plain.name = "SSE4.1 and nothing more"
            plain.hostCode.features = .baseline
            plain.hostCode.superblockThreshold = 2
            var stepped = compiled
            stepped.name = "pieces of 7"
            stepped.step = 7
            var longer = compiled
            longer.name = "pieces of 1000"
            longer.step = 1000
            longer.hostCode.threshold = 2
            longer.hostCode.superblockThreshold = 4
            var tiny = early
            tiny.name = "TLB of 8 entries"
            tiny.tlbCapacity = 8
            var smallEarly = early
            smallEarly.name = "superblocks in a small code cache"
            smallEarly.hostCode.capacityBytes = 0
            var nonlinear = early
            nonlinear.name = "no linear pages"
            nonlinear.hostCode.usesLinearPages = false
            return [
                compiled, tiers, early, short, alone, never, small, smallEarly, plain, stepped,
                longer,
                tiny, nonlinear,
            ]
        }()

        private static let limit: UInt64 = 200_000
        private static let limit32: UInt64 = 40_000

        /// Images of Firmware/arm.
        static let images32: [String] = {
            let folder = DeterminismTests.folder.appendingPathComponent("../arm").path
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
            return (names ?? []).filter { $0.hasSuffix(".bin") && !$0.hasPrefix("linux-") }
                .sorted().map { "../arm/" + $0 }
        }()

        private final class Recorder: VCPUObserver {
            let observedKinds: EventKinds
            var lines: [String] = []
            init(_ kinds: EventKinds) { observedKinds = kinds }
            func vcpu(_ vcpu: any VCPU, did event: Event) { lines.append("\(event)") }
        }

        private struct Result: Equatable {
            var outcome: RunOutcome
            var instructions: UInt64
            var console: [UInt8] = []
            var events: [String] = []
            var registers: [RegisterSnapshot]
            var memoryHash: UInt64
        }

        private func run(
            _ name: String, cpus: Int, _ engine: ExecutionEngine, _ variant: Variant,
            kinds: EventKinds
        ) throws -> Result {
            var configuration = MachineConfiguration()
            configuration.cpuCount = cpus
            if name.hasPrefix("../arm/") {
                configuration.cpuModel = .cortexA15
                configuration.gicVersion = .v2
            }
            configuration.memoryBytes = 16 << 20
            configuration.backend = .software
            configuration.engine = engine
            configuration.hostCode = variant.hostCode
            configuration.tlbCapacity = variant.tlbCapacity
            let machine = try VirtualMachine(configuration)
            try machine.load(
                Image(contentsOf: DeterminismTests.folder.appendingPathComponent(name).path))
            var console: [UInt8] = []
            machine.console.output = { console.append($0) }
            let recorder = Recorder(kinds)
            machine.observers.append(recorder)
            // With two vCPUs the pieces decide whose turn it is, so both engines get the same.
            let limit = configuration.cpuModel.isAArch32Only ? Self.limit32 : Self.limit
            let step = variant.step ?? limit
            var end = min(step, limit)
            var outcome = machine.run(RunLimits(instructions: end))
            while outcome == .instructionLimit, end < limit {
                end = min(end + step, limit)
                outcome = machine.run(RunLimits(instructions: end))
            }
            return Result(
                outcome: outcome, instructions: machine.instructionCount, console: console,
                events: recorder.lines, registers: machine.vcpus.map { $0.snapshot() },
                memoryHash: machine.memory.hash)
        }

        @Test("no variant differs", arguments: DeterminismTests.images + images32, variants)
        func matrix(_ image: String, _ variant: Variant) throws {
            let kinds: EventKinds = [.hypercalls, .exceptions, .mmio, .systemRegisters, .mmu]
            for cpus in [1, 2] {
                let wanted = try run(image, cpus: cpus, .interpreter, variant, kinds: kinds)
                let found = try run(image, cpus: cpus, .translator, variant, kinds: kinds)
                #expect(found.outcome == wanted.outcome)
                #expect(found.instructions == wanted.instructions)
                #expect(found.console == wanted.console)
                #expect(found.registers == wanted.registers)
                #expect(found.memoryHash == wanted.memoryHash)
                #expect(found.events == wanted.events)
            }
        }

        @Test func thereAre32BitImages() { #expect(Self.images32.count > 20) }

        /// Machines of random code and tables, compared after every turn.
        @Test func randomMachines() throws {
            #if DEBUG
                let count = 60
            #else
                let count = 1000
            #endif
            var seeds = SeededGenerator(seed: 7)
            for _ in 0..<count {
                let seed = seeds.next()
                var options = HostCodeOptions()
                options.threshold = Int(seed % 3)
                options.superblockThreshold = Int(seed / 3 % 4)
                options.superblockLimit = [0, 8, 24, 192][Int(seed / 16 % 4)]
                options.capacityBytes = seed % 5 == 0 ? 0 : 4 << 20
                if seed % 7 == 0 { options.features = .baseline }
                let plain = try RandomMachine(seed: seed)
                let host = try RandomMachine(seed: seed, hostCode: HostCodeEngine(options))
                for turn in 0..<40 {
                    plain.run(turn)
                    host.run(turn)
                    let same = plain.stateHash == host.stateHash
                    let details = same ? [] : plain.differences(from: host)
                    #expect(same, "seed \(seed), turn \(turn): \(details)")
                    if !same { break }
                }
            }
        }
    }
#else
    import Testing

    @Suite struct EngineMatrixTests {
        @Test(.disabled("there is no code generator for this processor"))
        func onX8664() {}
    }
#endif
