// The check of a live kernel, on Debian's own: as it is, and with its stub or KVM damaged.

import Testing

@testable import SwiftVMM

/// Outside the attribute, where Swift 6.0 cannot type-check it.
private let lack = DebianKernel.lack
private let reason = Comment(rawValue: lack ?? "")

@Suite(.disabled(if: lack != nil, reason))
struct LiveKernelCheckTests {
    /// - Parameter words: Instructions to change, each wherever it stands in the kernel.
    private static func check(
        mode: String?, replacing words: [(old: [UInt32], new: [UInt32])] = []
    ) throws -> KernelCheckReport {
        var image = try Image(contentsOf: DebianKernel.path)
        for (old, new) in words { try replace(old, new, in: &image) }
        let line = "panic=-1" + (mode.map { " kvm-arm.mode=\($0)" } ?? "")
        func machine(_ seed: UInt64) throws(VMMError) -> VirtualMachine {
            var configuration = MachineConfiguration()
            configuration.backend = .software
            configuration.cpuCount = 2
            configuration.seed = seed
            let machine = try VirtualMachine(configuration)
            try machine.load(image, machine.board.bootFiles(commandLine: line))
            return machine
        }
        let check = try KernelCheck(machine(1), commandLine: line)
        check.patience = 1_000_000_000
        check.makeTwin = { (seed) throws(VMMError) in try machine(seed) }
        return try check.run()
    }

    private static func replace(_ old: [UInt32], _ new: [UInt32], in image: inout Image) throws {
        func bytes(_ words: [UInt32]) -> [UInt8] {
            words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        }
        let (pattern, replacement) = (bytes(old), bytes(new))
        let code = image.segments[0].bytes
        let places = stride(from: 0, to: code.count - pattern.count, by: 4).filter {
            code[$0] == pattern[0] && code[$0..<$0 + pattern.count].elementsEqual(pattern)
        }
        try #require(!places.isEmpty)
        for place in places {
            image.segments[0].bytes.replaceSubrange(
                place..<place + replacement.count, with: replacement)
        }
    }

    @Test func debiansKernelKeepsEveryRuleThatCanBeTried() throws {
        var report = try Self.check(mode: nil)
        report.append(try Self.check(mode: "nvhe"))
        report.append(try Self.check(mode: "protected"))
        #expect(report.isClean, "\(report.text())")
        #expect(report.rules.count { $0.wasTried } >= 40)
        // Only a 32-bit kernel decompresses itself.
        let stages = Set(CheckStage.allCases).subtracting([.decompressor])
        #expect(Set(report.visits.map(\.stage)) == stages)
        #expect(report.era == Era(6, 12))
        #expect(report.rules.allSatisfy { $0.wasTried || !($0.reason ?? "").isEmpty })
    }

    /// `msr vbar_el2, x1; b` in the stub's SET_VECTORS becomes `nop; b`.
    @Test func aStubThatSetsNothingIsFound() throws {
        let report = try Self.check(mode: "nvhe", replacing: [([0xd51c_c001], [0xd503_201f])])
        #expect(report.rules.contains { $0.rule.id == "HYP-18" && $0.findings > 0 })
        let trial = report.visits.flatMap(\.experiments).first { !$0.findings.isEmpty }
        #expect(trial?.code.isEmpty == false)
    }

    /// `tlbi alle2` becomes `nop`: nothing but the experiment with stale translations notices.
    @Test func anInitWithoutInvalidationIsFound() throws {
        let report = try Self.check(mode: "nvhe", replacing: [([0xd50c_871f], [0xd503_201f])])
        #expect(report.rules.filter { $0.findings > 0 }.map(\.rule.id) == ["HYP-49"])
    }
}
