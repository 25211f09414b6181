// The explorer finds the init window of S1's mail by itself, in the faulty firmware only.

import Testing

@testable import SwiftVMM

@Suite struct ExplorerTests {
    /// The window of scene B01, between two marks.
    private static func explorer(
        isFaulty: Bool, _ injections: [Injection], id: String = "B01",
        change: (inout ExplorationPlan) -> Void = { _ in }
    ) throws -> Explorer {
        let entry = try #require(LabEntry.find(id))
        var plan = ExplorationPlan()
        plan.from = try RunPoint("mark:2", symbols: Symbols())
        plan.to = try RunPoint("mark:3", symbols: Symbols())
        plan.injections = injections
        plan.threads = 2
        change(&plan)
        return Explorer(plan) { () throws(VMMError) in try entry.machine(isFaulty: isFaulty) }
    }

    @Test func theWindowOfTheFirstSeedIsFound() throws {
        let report = try Self.explorer(isFaulty: true, [.call(0), .call(1)]).run()
        #expect(report.reference.isEmpty)
        #expect(!report.isClean)
        // One stretch: from the return of SET_VECTORS to the init call, and nothing around it.
        let symbols = try LabImages.image("lab").symbols
        let group = try #require(report.groups.first { $0.injection == "hvc:1" })
        let range = try #require(group.ranges.first)
        #expect(group.ranges.count == 1)
        #expect(range.lowerBound > 0 && range.upperBound < report.windowLength - 1)
        #expect(range.count > 12)
        #expect(group.place?.contains("hyp_call") == true, "\(group.place ?? "")")
        #expect(symbols.address(of: "init_resident") != nil)
    }

    @Test func theFixedFormHasNoWindow() throws {
        let report = try Self.explorer(
            isFaulty: false, [.call(0), .call(1), .irq, .fiq, .serror]
        ).run()
        #expect(report.isClean, "\(report.text)")
        #expect(report.runs > 500)
    }

    @Test func everyFindingReplays() throws {
        let explorer = try Self.explorer(isFaulty: true, [.call(1)])
        for group in try explorer.run().groups {
            let example = try #require(Disturbance(group.example.text))
            let again = try explorer.replay(example)
            #expect(again.causes?.contains { $0.key == group.cause.key } == true)
        }
    }

    @Test func threadsDecideNothing() throws {
        let one = try Self.explorer(isFaulty: true, [.call(1), .irq]) { $0.threads = 1 }.run()
        let four = try Self.explorer(isFaulty: true, [.call(1), .irq]) { $0.threads = 4 }.run()
        #expect(one == four)
    }

    @Test func shardsPutTogetherAreTheWhole() throws {
        let whole = try Self.explorer(isFaulty: true, [.call(0), .call(1)]).run()
        var parts: [ExplorationReport] = []
        for index in 1...3 {
            var report = try Self.explorer(isFaulty: true, [.call(0), .call(1)]) {
                $0.shard.index = index
                $0.shard.count = 3
            }.run()
            report.command = "vmm explore lab.bin"
            // By way of the file.
            let text = Array(report.json.text(pretty: true).utf8)
            parts.append(
                try ExplorationReport(JSONValue(parsing: text, name: "part"), name: "part"))
        }
        var merged = parts[0]
        #expect(throws: VMMError.self) { try merged.merge(parts[0]) }
        try merged.merge(parts[1])
        try merged.merge(parts[2])
        #expect(merged.runs == whole.runs)
        #expect(merged.impossible == whole.impossible)
        #expect(merged.groups == whole.groups)
        #expect(merged.text.contains("replay: vmm explore lab.bin --replay hvc:"))
    }

    @Test(.enabled(if: Effort.isUsual, "TEST_EFFORT is below 100"))
    func aCPUThatIsTakenAwayIsMissed() throws {
        // CPU 0 waits for CPU 1 with a bound, and says so.
        let entry = try #require(LabEntry.find("B06"))
        var plan = ExplorationPlan()
        plan.from = try RunPoint("late_second", symbols: LabImages.image("lab").symbols)
        plan.to = RunPoint(.instructions(.max), text: "end")
        plan.injections = [.cpuOff]
        // CPU 0 waits through a turn of its own first.
        plan.windowLimit = 400
        plan.threads = 1
        let explorer = Explorer(plan) { () throws(VMMError) in
            try entry.machine(isFaulty: false)
        }
        let report = try explorer.run()
        #expect(
            report.groups.contains { $0.cause.kind == .guestFailure },
            "\(report.groups.map(\.cause))")
    }

    @Test func schedulesRepeatAndShrink() throws {
        let make = { (seed: UInt64) in
            try Self.explorer(isFaulty: false, [], id: "B06") {
                $0.from = RunPoint(.start, text: "start")
                $0.to = RunPoint(.end, text: "end")
                $0.scheduleCount = 20
                $0.seed = seed
            }
        }
        let (first, second) = (try make(7).run(), try make(7).run())
        #expect(first == second)
        #expect(first.runs == 20)
        #expect(first.isClean, "\(first.text)")
    }

    @Test func aWindowThatNeverBeginsIsAnError() throws {
        let explorer = try Self.explorer(isFaulty: false, [.irq]) {
            $0.from = RunPoint(.checkpoint(.mark, 99), text: "mark:99")
        }
        #expect(throws: VMMError.self) { try explorer.run() }
    }

    @Test(
        "what is written is read",
        arguments: ["hvc:1@17", "irq@0", "cpu-off@3", "schedule:7@12", "hvc:0xc6000000@1"])
    func disturbances(_ text: String) throws {
        #expect(try #require(Disturbance(text)).text == text)
    }

    @Test("nonsense is refused", arguments: ["hvc@1", "irq", "irq@-1", "nmi@3", "schedule:x@1"])
    func nonsense(_ text: String) { #expect(Disturbance(text) == nil) }
}
