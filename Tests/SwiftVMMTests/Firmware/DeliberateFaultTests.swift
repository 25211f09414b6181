// Firmware with one instruction changed: each fault is caught, and only the right rule is named.

import Testing

@testable import SwiftVMM

/// One deliberate fault: the first `original` at or after `offset` bytes into a routine becomes
/// `replacement`.
struct DeliberateFault: Sendable, CustomTestStringConvertible {
    var name: String
    var image: String
    var routine: String
    var original: UInt32
    var replacement: UInt32
    var rule: String
    var bug: String?

    var testDescription: String { name }

    private static let nop: UInt32 = 0xd503_201f
    private static let eret: UInt32 = 0xd69f_03e0

    static let all: [DeliberateFault] = [
        DeliberateFault(
            name: "an unknown call is answered without an error", image: "hyp-stub",
            routine: "hyp_stub_refuse", original: 0xd299_4220, replacement: eret, rule: "HYP-30"),
        DeliberateFault(
            name: "the stub's restart loses x0", image: "hyp-stub", routine: "hyp_stub_restart",
            original: 0xaa02_03e0, replacement: 0xaa1f_03e0, rule: "HYP-35"),
        DeliberateFault(
            name: "KVM's restart loses x0", image: "hyp-init", routine: "stub_call_from_kvm",
            original: 0xaa02_03e0, replacement: 0xaa1f_03e0, rule: "HYP-36", bug: "B21"),
        DeliberateFault(
            name: "SET_VECTORS sets nothing", image: "hyp-stub", routine: "hyp_stub_call",
            original: 0xd51c_c001, replacement: nop, rule: "HYP-18"),
        DeliberateFault(
            name: "RESET_VECTORS to the stub returns its number", image: "hyp-stub",
            routine: "hyp_stub_call", original: 0xaa1f_03e0, replacement: nop, rule: "HYP-22"),
        DeliberateFault(
            name: "RESET_VECTORS is not idempotent", image: "hyp-init", routine: "hyp_stub_call",
            original: 0xaa1f_03e0, replacement: nop, rule: "HYP-26"),
        DeliberateFault(
            name: "reset does not restore the stub's vectors", image: "hyp-init",
            routine: "stub_call_from_kvm", original: 0xd51c_c005, replacement: nop,
            rule: "HYP-24"),
        DeliberateFault(
            name: "reset leaves the EL2 MMU on", image: "hyp-init",
            routine: "stub_call_from_kvm", original: 0xd51c_1005, replacement: nop,
            rule: "HYP-24"),
        DeliberateFault(
            name: "restart with DAIF unmasked", image: "hyp-init", routine: "stub_call_from_kvm",
            original: 0xd280_7925, replacement: 0xd280_0125, rule: "HYP-38"),
        DeliberateFault(
            name: "restart at EL1", image: "hyp-init", routine: "stub_call_from_kvm",
            original: 0xd280_7925, replacement: 0xd280_78a5, rule: "HYP-36"),
        DeliberateFault(
            name: "vectors misaligned past their table", image: "hyp-stub",
            routine: "first_kernel", original: 0x10ff_3fc1, replacement: 0x10ff_7fc1,
            rule: "HYP-21"),
        DeliberateFault(
            name: "a hypercall clobbers x19", image: "hyp-init", routine: "runtime_call",
            original: 0xa8c1_53f3, replacement: 0x9100_43ff, rule: "HYP-6"),
        DeliberateFault(
            name: "SET_VECTORS is accepted by KVM", image: "hyp-init",
            routine: "stub_call_from_kvm", original: 0x5400_0121, replacement: nop,
            rule: "HYP-20"),
        DeliberateFault(
            name: "init forgets TPIDR_EL2", image: "hyp-init", routine: "init_resident",
            original: 0xd51c_d040, replacement: nop, rule: "HYP-47"),
        DeliberateFault(
            name: "init vectors accept an unknown id", image: "hyp-init", routine: "init_call",
            original: 0x9280_0000, replacement: 0xd280_0000, rule: "HYP-48"),
        DeliberateFault(
            name: "the number is compared in 32 bits", image: "hyp-init",
            routine: "runtime_call", original: 0xf100_141f, replacement: 0x7100_141f,
            rule: "HYP-32"),
        DeliberateFault(
            name: "GET_ICH_VTR_EL2 returns nothing", image: "hyp-stub", routine: "hyp_stub_call",
            original: 0xd53c_cb21, replacement: nop, rule: "HYP-34"),
        DeliberateFault(
            name: "the VHE upgrade forgets VBAR", image: "hyp-stub",
            routine: "hyp_stub_finalise", original: 0xd518_c000, replacement: nop,
            rule: "HYP-62"),
        DeliberateFault(
            name: "the VHE upgrade leaves HCR_EL2 alone", image: "hyp-stub",
            routine: "hyp_stub_finalise", original: 0xd51c_1100, replacement: nop,
            rule: "HYP-62"),
        DeliberateFault(
            name: "init leaves the EL2 MMU off", image: "hyp-init", routine: "init_resident",
            original: 0xd51c_1000, replacement: nop, rule: "HYP-47"),
        DeliberateFault(
            name: "the stub's restart does not move x1", image: "hyp-stub",
            routine: "hyp_stub_restart", original: 0xaa03_03e1, replacement: nop,
            rule: "HYP-35"),
        DeliberateFault(
            name: "a refusal without its ERET runs on into the restart", image: "hyp-stub",
            routine: "hyp_stub_refuse", original: eret, replacement: nop, rule: "HYP-30"),
        DeliberateFault(
            name: "the legacy stub answers unknown numbers with 0", image: "legacy",
            routine: "legacy_stub_call", original: 0xd280_0040, replacement: 0xd280_0000,
            rule: "HYP-14"),
    ]
}

@Suite struct DeliberateFaultTests {
    @Test(arguments: ["hyp-stub", "hyp-init", "legacy"])
    func soundFirmwareKeepsEveryRule(_ name: String) throws {
        for observation in [Observation.engine, .probe] {
            let (report, outcome) = try FirmwareImages.check(
                FirmwareImages.image(name), observation: observation)
            #expect(outcome == .exited(code: 0))
            #expect(report.findings.isEmpty)
            #expect(report.guestFailures.isEmpty)
            #expect(report.callCount > 10)
        }
    }

    /// Hardware virtualisation will show no more than the checkpoints: the verdicts must not
    /// differ.
    @Test(arguments: ["hyp-stub", "hyp-init", "legacy"])
    func checkpointsGiveTheVerdictsOfEngineEvents(_ name: String) throws {
        let image = try FirmwareImages.image(name)
        let byEvents = try FirmwareImages.check(image, observation: .engine).report
        let byCheckpoints = try FirmwareImages.check(image, observation: .probe).report
        for (a, b) in zip(byEvents.rules, byCheckpoints.rules) where !a.rule.needsEngineEvents {
            #expect(a.verdict == b.verdict && a.held == b.held, "\(a.rule.id)")
        }
    }

    @Test(arguments: DeliberateFault.all)
    func faultIsCaughtByItsRuleAlone(_ fault: DeliberateFault) throws {
        var image = try FirmwareImages.image(fault.image)
        try FirmwareImages.patch(&image, fault)
        for observation in [Observation.engine, .probe] {
            let (report, _) = try FirmwareImages.check(image, observation: observation)
            let broken = Set(report.findings.map(\.rule))
            #expect(broken == [fault.rule], "\(observation): \(report.findings)")
            // What the image itself complains about follows from what was found.
            #expect(report.guestFailures.isEmpty)
            if let bug = fault.bug { #expect(report.findings.contains { $0.bugs.contains(bug) }) }
        }
    }
}
