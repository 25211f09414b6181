// 32-bit firmware: sound images keep every rule, and each deliberate fault is named.

import Testing

@testable import SwiftVMM

@Suite struct Firmware32Tests {
    @Test(arguments: Firmware32Images.sound, ["", "-t2"])
    func soundFirmwareKeepsEveryRule(_ sound: Firmware32Images.Sound, _ build: String) throws {
        let image = try Firmware32Images.image(sound.name + build)
        #expect(image.declaration?.architecture == "arm")
        let (report, outcome) = try Firmware32Images.check(image)
        #expect(outcome == .exited(code: 0))
        #expect(report.findings.isEmpty, "\(report.findings)")
        #expect(report.guestFailures.isEmpty)
        for rule in sound.rules {
            #expect(report[rule: "HYP-\(rule)"]?.verdict == .held, "HYP-\(rule)")
        }
    }

    /// What hardware without trapping would show gives the same verdicts.
    @Test(arguments: Firmware32Images.sound)
    func checkpointsGiveTheVerdictsOfEngineEvents(_ sound: Firmware32Images.Sound) throws {
        let image = try Firmware32Images.image(sound.name)
        let byEvents = try Firmware32Images.check(image, observation: .engine).report
        let byCheckpoints = try Firmware32Images.check(image, observation: .probe).report
        #expect(byCheckpoints.findings.isEmpty, "\(byCheckpoints.findings)")
        for (a, b) in zip(byEvents.rules, byCheckpoints.rules) where !a.rule.needsEngineEvents {
            #expect(a.verdict == b.verdict, "\(a.rule.id)")
        }
    }

    @Test(arguments: Firmware32Images.faults)
    func faultIsCaughtByItsRuleAlone(_ fault: Firmware32Images.Fault) throws {
        let image = try Firmware32Images.image("faults/\(fault.name)")
        let (report, _) = try Firmware32Images.check(image)
        #expect(Set(report.findings.map(\.rule)) == ["HYP-\(fault.rule)"], "\(report.findings)")
        #expect(report.guestFailures.isEmpty)
        if let bug = fault.bug {
            #expect(report.findings.contains { $0.bugs.contains(bug) })
        }
    }

    /// Names, columns and the JSON report go by AArch32.
    @Test func reportNamesRegistersAsAArch32Does() throws {
        let image = try Firmware32Images.image("faults/set-sets-nothing")
        let (report, _) = try Firmware32Images.check(image)
        let text = report.text(symbols: image.symbols)
        for word in ["Vectors (HVBAR)", "r1 0x", "what        HVBAR", ", svc", "IS32"] {
            #expect(text.contains(word), "\(word)")
        }
        #expect(!text.contains("VBAR_EL2  "))
        #expect(report.json().contains("\"r0\""))
    }

    /// Mutated images end in some way; what they do is their own affair.
    @Test(arguments: 0..<24)
    func mutatedImagesNeverBringTheProcessDown(_ seed: Int) throws {
        let names = Firmware32Images.sound.flatMap { [$0.name, $0.name + "-t2"] }
        var generator = SplitMix(seed: UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 &+ 7)
        var image = try Firmware32Images.image(names[seed % names.count])
        let count = image.segments[0].bytes.count
        // Behind the head, the note and the tables of names; code and data alike.
        let start = Int(
            (image.symbols.all.map(\.address).min() ?? 0) &- image.segments[0].address.value)
        for _ in 0..<(4 + seed) {
            let offset = start + Int(generator.next() % UInt64(max(1, count - start)))
            image.segments[0].bytes[offset] = UInt8(truncatingIfNeeded: generator.next())
        }
        let machine = try VirtualMachine(Firmware32Images.configuration())
        try machine.load(image)
        let checker = try machine.makeChecker()
        let outcome = machine.run(RunLimits(instructions: 100_000))
        let report = checker.finish(RunEnding(outcome))
        #expect(report.rules.count == Rule.table.count)
    }
}
