// Every guest test on our engine, and the same image on QEMU: the expected text is thereby proven
// by something we did not write.

import Testing

@testable import SwiftVMM

@Suite("Guests")
struct GuestTests {
    /// Far more than any test needs: one that runs into it is broken.
    static let instructionLimit: UInt64 = 20_000_000

    @Test(
        "on the software CPU",
        .enabled(if: GuestImages.areThere, "no clang and ld.lld beside swiftc or in PATH"),
        arguments: GuestTest.all, [ExecutionEngine.interpreter, .translator])
    func softwareCPU(_ test: GuestTest, _ engine: ExecutionEngine) async throws {
        let elf = try await GuestImages.shared.elf(of: test)
        // No test may depend on what reset leaves UNKNOWN.
        for seed in 1...3 as ClosedRange<UInt64> {
            var configuration = MachineConfiguration()
            configuration.backend = .software
            configuration.engine = engine
            configuration.hostCode.threshold = 0
            configuration.cpuCount = test.cpuCount
            configuration.entryLevel = test.entryLevel
            configuration.gicVersion = test.gicVersion
            configuration.cpuModel = test.model
            configuration.seed = seed
            let machine = try VirtualMachine(configuration)
            try machine.load(Image(contentsOf: elf))
            var console: [UInt8] = []
            machine.console.output = { console.append($0) }
            let outcome = machine.run(RunLimits(instructions: Self.instructionLimit))
            #expect(String(decoding: console, as: UTF8.self) == test.expected, "seed \(seed)")
            #expect(outcome == .poweredOff, "seed \(seed)")
        }
    }

    @Test(
        "hazards",
        .enabled(if: GuestImages.areThere, "no clang and ld.lld beside swiftc or in PATH"),
        arguments: GuestTest.withHazards)
    func hazards(_ test: GuestTest) async throws {
        let elf = try await GuestImages.shared.elf(of: test)
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuCount = test.cpuCount
        configuration.entryLevel = test.entryLevel
        configuration.cpuModel = test.model
        configuration.hazards = .all
        let machine = try VirtualMachine(configuration)
        try machine.load(Image(contentsOf: elf))
        var console: [UInt8] = []
        machine.console.output = { console.append($0) }
        let outcome = machine.run(RunLimits(instructions: Self.instructionLimit))
        #expect(String(decoding: console, as: UTF8.self) == test.expected)
        #expect(outcome == .poweredOff)
        #expect(machine.hazards.map(\.cause.rawValue) == test.hazards)
    }

    /// A watch that begins before the first instruction finds the same, but for what reset left
    /// UNKNOWN; one that has ended finds nothing.
    @Test(
        "hazards of a stretch",
        .enabled(if: GuestImages.areThere, "no clang and ld.lld beside swiftc or in PATH"),
        arguments: GuestTest.withHazards)
    func watchOfAStretch(_ test: GuestTest) async throws {
        let elf = try await GuestImages.shared.elf(of: test)
        func findings(watching: (VirtualMachine) -> Void) throws -> [String] {
            var configuration = MachineConfiguration()
            configuration.backend = .software
            configuration.cpuCount = test.cpuCount
            configuration.entryLevel = test.entryLevel
            configuration.cpuModel = test.model
            let machine = try VirtualMachine(configuration)
            try machine.load(Image(contentsOf: elf))
            watching(machine)
            let outcome = machine.run(RunLimits(instructions: Self.instructionLimit))
            #expect(outcome == .poweredOff)
            return machine.hazards.map(\.cause.rawValue)
        }
        let whole = try findings { $0.watchHazards(.all) }
        #expect(whole == test.hazards.filter { !$0.hasPrefix("unknown") })
        let first = try findings {
            $0.watchHazards(.all)
            _ = $0.run(RunLimits(instructions: 10))
            $0.watchHazards([])
        }
        #expect(first.isEmpty)
    }

    @Test(
        "on QEMU",
        .enabled(if: GuestImages.areThere, "no clang and ld.lld beside swiftc or in PATH"),
        .enabled(if: QEMU.path != nil, "qemu-system-aarch64 is not installed"),
        arguments: GuestTest.forQEMU)
    func qemu(_ test: GuestTest) async throws {
        let elf = try await GuestImages.shared.elf(of: test)
        let path = try #require(QEMU.path(for: test))
        var console = try QEMU.run(test, elf: elf, path: path)
        // Its time is the host's, so a busy host may make a guest late: once more.
        if console != test.expected { console = try QEMU.run(test, elf: elf, path: path) }
        #expect(console == test.expected)
    }

    @Test("every file says what it expects", arguments: GuestTest.all)
    func header(_ test: GuestTest) {
        #expect(!test.expected.isEmpty)
        #expect((1...MachineConfiguration.maximumCPUCount).contains(test.cpuCount))
        if let exclusion = test.qemuExclusion {
            #expect(exclusion.hasPrefix("no — "), "say why: QEMU: no — reason")
        }
    }
}
