// The check of a live kernel, on firmware that has every stage: sound, and with faults put in.

import Testing

@testable import SwiftVMM

@Suite struct KernelCheckTests {
    private static func check(_ image: Image, cpus: Int = 2) throws -> KernelCheckReport {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuCount = cpus
        configuration.memoryBytes = 16 << 20
        let machine = try VirtualMachine(configuration)
        try machine.load(image)
        let check = try KernelCheck(machine)
        check.patience = 2_000_000
        return try check.run()
    }

    @Test func soundFirmwareKeepsEveryRuleAtEveryStage() throws {
        let report = try Self.check(FirmwareImages.image("hyp-init"))
        #expect(report.isClean, "\(report.text())")
        #expect(report.visits.map(\.stage) == [.initialStub, .window, .runtime])
        #expect(report.rules.count { $0.wasTried } >= 34)
        for visit in report.visits { #expect(visit.experiments.count >= 15) }
        #expect(report.boot.ending == .exited(code: 0))
    }

    @Test func repeatsToTheByte() throws {
        let image = try FirmwareImages.image("hyp-init")
        let first = try Self.check(image)
        let second = try Self.check(image)
        #expect(first.value().text(pretty: true) == second.value().text(pretty: true))
    }

    /// Faults that only an experiment can show are not among these; the firmware's own run shows
    /// them all (DeliberateFaultTests).
    @Test(arguments: DeliberateFault.all.filter { $0.image == "hyp-init" })
    func faultIsFound(_ fault: DeliberateFault) throws {
        var image = try FirmwareImages.image(fault.image)
        try FirmwareImages.patch(&image, fault)
        let report = try Self.check(image)
        #expect(report.rules.contains { $0.rule.id == fault.rule && $0.findings > 0 })
    }

    /// Nothing but the experiment notices that init forgot to invalidate: no stale entry is there.
    @Test func missingInvalidationAtInitIsFound() throws {
        var image = try FirmwareImages.image("hyp-init")
        try FirmwareImages.patch(
            &image,
            DeliberateFault(
                name: "init keeps stale EL2 translations", image: "hyp-init",
                routine: "init_resident", original: 0xd50c_871f, replacement: 0xd503_201f,
                rule: "HYP-49"))
        let report = try Self.check(image)
        #expect(report.rules.filter { $0.findings > 0 }.map(\.rule.id) == ["HYP-49"])
        let trial = report.visits.flatMap(\.experiments).first { !$0.findings.isEmpty }
        #expect(trial?.name == "stale EL2 translations at init")
    }
}
