import Testing

@testable import SwiftVMM

@Suite struct RuleTableTests {
    @Test func thereAre89RulesInOrder() {
        #expect(Rule.table.map(\.id) == (1...89).map { "HYP-\($0)" })
    }

    @Test(arguments: Rule.table.map(\.id))
    func everyRowIsComplete(id: String) {
        let rule = Rule.find(id)!
        #expect(!rule.statement.isEmpty && !rule.source.isEmpty)
        #expect(!rule.statement.hasSuffix("."))
        #expect(rule.reasonNotJudged?.isEmpty != true)
        for bug in rule.bugs { #expect(KnownBug.find(bug) != nil, "\(bug)") }
    }

    @Test func moreThanFortyRulesAreJudged() {
        #expect(Rule.table.filter { $0.reasonNotJudged == nil }.count >= 40)
    }

    @Test func noTwoRowsGiveOneNumberTwoMeanings() {
        for a in StubCall.table {
            for b in StubCall.table where a.name != b.name && a.number == b.number {
                let overlap =
                    a.convention == b.convention
                    && (a.eras.contains(b.eras.since) || b.eras.contains(a.eras.since))
                #expect(!overlap, "\(a.name) and \(b.name)")
            }
        }
    }

    @Test func bugsAreAllThere() {
        #expect(KnownBug.table.map(\.id).count == 64)
        #expect(Set(KnownBug.table.map(\.id)).count == 64)
    }
}

@Suite struct EraTests {
    @Test func textIsRead() {
        #expect(Era("4.9") == Era(4, 9))
        #expect(Era("v5.12") == Era(5, 12))
        #expect(Era("6.12.95") == Era(6, 12))
        #expect(Era("latest") == .latest)
        for bad in ["", "4", "4.", "x.y", "4.9-rc1", "1.2.3.4"] { #expect(Era(bad) == nil) }
    }

    @Test func erasAreOrderedByNumber() {
        #expect(Era(4, 9) < Era(4, 12))
        #expect(Era(6, 19) < .latest)
    }

    @Test func numbersMeanDifferentThings() {
        #expect(StubCall.find(number: 0, owner: .is64B, era: Era(4, 9))?.name == "GET_VECTORS")
        #expect(StubCall.find(number: 0, owner: .is64, era: Era(4, 12))?.name == "SET_VECTORS")
        #expect(StubCall.find(number: 2, owner: .is64B, era: Era(4, 7)) == nil)
        #expect(StubCall.find(number: 3, owner: .is64, era: Era(5, 12))?.name == "VHE_RESTART")
        #expect(StubCall.find(number: 3, owner: .is64, era: .latest)?.name == "FINALISE_EL2")
        #expect(Era(5, 11).stubCallCount == 3)
        #expect(Era(6, 18).stubCallCount == 4)
        #expect(Era.latest.stubCallCount == 5)
        #expect(Era(4, 9).errorValue == 2)
    }
}
