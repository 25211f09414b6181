import Testing

@testable import SwiftVMM

@Suite struct BackendComparisonTests {
    private func record(_ name: String, seed: UInt64 = 1) throws -> CheckpointRecord {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuCount = 2
        configuration.memoryBytes = 16 << 20
        configuration.seed = seed
        return try CheckpointRecord(
            FirmwareImages.image(name), configuration, limits: RunLimits(instructions: 2_000_000))
    }

    @Test(arguments: ["hyp-stub", "hyp-init", "legacy"])
    func aRunEqualsItself(name: String) throws {
        let comparison = BackendComparison(try record(name), try record(name))
        #expect(comparison.checkpointCount > 10)
        #expect(comparison.differences == [])
    }

    /// Other UNKNOWN values are another machine as far as the guest may tell: as with KVM, what it
    /// leaves alone differs, and nothing it computes.
    @Test(arguments: ["hyp-stub", "hyp-init", "legacy"])
    func otherResetValuesAreAllowed(name: String) throws {
        let comparison = BackendComparison(try record(name), try record(name, seed: 99))
        #expect(!comparison.differences.isEmpty)
        #expect(comparison.suspects == [], "\(comparison.text)")
    }

    @Test func aChangedRegisterIsSuspect() throws {
        let a = try record("hyp-stub")
        var b = a
        b.entries[0][3].registers.x[19] ^= 1
        let vbar = Int(SystemRegisterID.vbarEL2.rawValue)
        b.entries[0][4].registers.system[vbar] = 0x800
        b.entries[0][5].registers.system[Int(SystemRegisterID.midrEL1.rawValue)] = 1
        b.entries[0][5].registers.system[Int(SystemRegisterID.cntvctEL0.rawValue)] = 1
        b.entries[0][5].registers.system[Int(SystemRegisterID.hacrEL2.rawValue)] = nil
        b.outcome = .poweredOff
        let comparison = BackendComparison(a, b)
        #expect(comparison.suspects.map(\.name) == ["ending", "x19", "VBAR_EL2"])
        #expect(comparison.differences.count == 6)
        #expect(comparison.text.contains("SUSPECT vCPU 0"))
        #expect(comparison.json.text().contains("identification register"))
    }
}
