// The checker over real images: faultless as they are, and each rule broken by changing one
// instruction of an image.

import Testing

@testable import SwiftVMM

/// One instruction of a routine replaced by another.
struct Mutation: Sendable, CustomStringConvertible {
    var image: String
    var routine: String
    /// The instruction as it is in the image, the first such one behind the routine's address.
    var old: UInt32
    var new: UInt32
    var text: String
    var rules: Set<String>
    var description: String { "\(image), \(routine): \(text)" }

    private static let nop: UInt32 = 0xd503_201f

    static let table: [Mutation] = [
        Mutation(
            image: "hyp-init", routine: "stub_call_from_kvm", old: 0xaa02_03e0, new: 0xaa1f_03e0,
            text: "mov x0, x2 -> mov x0, xzr", rules: ["HYP-36"]),
        Mutation(
            image: "hyp-init", routine: "stub_call_from_kvm", old: 0xd51c_1005, new: nop,
            text: "SCTLR_EL2 not written", rules: ["HYP-24", "HYP-36"]),
        Mutation(
            image: "hyp-init", routine: "stub_call_from_kvm", old: 0xd51c_c005, new: nop,
            text: "VBAR_EL2 not written", rules: ["HYP-24", "HYP-36"]),
        Mutation(
            image: "hyp-init", routine: "runtime_call", old: 0xa8c1_53f3, new: 0x9100_43ff,
            text: "x19 and x20 not restored", rules: ["HYP-6"]),
        Mutation(
            image: "hyp-init", routine: "init_resident", old: 0xd51c_1000, new: nop,
            text: "MMU not turned on", rules: ["HYP-47"]),
        Mutation(
            image: "hyp-stub", routine: "hyp_stub_refuse", old: 0xd69f_03e0, new: nop,
            text: "no ERET", rules: ["HYP-30"]),
        Mutation(
            image: "hyp-stub", routine: "hyp_stub_restart", old: 0xaa03_03e1, new: nop,
            text: "x1 not moved", rules: ["HYP-35"]),
        Mutation(
            image: "hyp-stub", routine: "hyp_stub_call", old: 0xd51c_c001, new: nop,
            text: "SET_VECTORS sets nothing", rules: ["HYP-18"]),
        Mutation(
            image: "hyp-stub", routine: "hyp_stub_finalise", old: 0xd51c_1100, new: nop,
            text: "HCR_EL2 not written", rules: ["HYP-62"]),
        Mutation(
            image: "legacy", routine: "legacy_stub_call", old: 0xd280_0040, new: 0xd280_0060,
            text: "refusal is 3", rules: ["HYP-14"]),
    ]
}

@Suite struct FirmwareVerdictTests {
    private static let folder =
        #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
        + "/Firmware/arm64/"

    private func run(_ image: Image, _ observation: Observation) throws -> HypABIReport {
        var configuration = MachineConfiguration()
        configuration.cpuCount = 2
        let machine = try VirtualMachine(configuration)
        try machine.load(image)
        let checker = try machine.makeChecker(observation: observation)
        var limits = RunLimits()
        limits.instructions = 50_000_000
        return checker.finish(RunEnding(machine.run(limits)))
    }

    @Test(arguments: ["hyp-stub", "hyp-init", "legacy"])
    func imagesKeepTheContract(name: String) throws {
        let image = try Image(contentsOf: Self.folder + name + ".bin")
        let byEvents = try run(image, .engine)
        let byCheckpoints = try run(image, .probe)
        #expect(byEvents.findings == [])
        #expect(byEvents.guestFailures == [])
        #expect(byEvents.ending == .exited(code: 0))
        for (a, b) in zip(byEvents.rules, byCheckpoints.rules) where !a.rule.needsEngineEvents {
            #expect(a.verdict == b.verdict && a.held == b.held, "\(a.rule.id)")
        }
    }

    @Test(arguments: Mutation.table, [Observation.engine, .probe])
    func oneInstructionBreaksItsRules(mutation: Mutation, observation: Observation) throws {
        var image = try Image(contentsOf: Self.folder + mutation.image + ".bin")
        let start = try #require(image.symbols.address(of: mutation.routine))
        let base = image.segments[0].address.value
        var bytes = image.segments[0].bytes
        let offset = try #require(
            stride(from: Int(start - base), to: Int(start - base) + 0x400, by: 4).first { at in
                (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << (8 * $1) }
                    == mutation.old
            })
        for index in 0..<4 {
            bytes[offset + index] = UInt8(truncatingIfNeeded: mutation.new >> (8 * index))
        }
        image.segments[0].bytes = bytes
        let report = try run(image, observation)
        #expect(Set(report.findings.map(\.rule)) == mutation.rules)
        // What the image itself complains about follows from what was found.
        #expect(report.guestFailures == [])
    }
}
