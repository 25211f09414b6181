import Testing

@testable import SwiftVMM

@Suite struct ExplainTests {
    @Test func everyRuleBugAndRegisterIsExplained() {
        let subjects =
            Rule.table.map(\.id) + KnownBug.table.map(\.id) + SystemRegister.table.map(\.name)
        for subject in subjects {
            let text = explanation(of: subject)
            #expect(text != nil, "\(subject)")
            #expect(
                text?.split(separator: "\n").allSatisfy { $0.count <= 80 } == true, "\(subject)")
        }
    }

    @Test func nothingIsMadeUp() {
        for subject in ["", "HYP-90", "B65", "B", "VBAR_EL9", "esr", "esr x", "exit 5", "a b c"] {
            #expect(explanation(of: subject) == nil, "\(subject)")
        }
    }

    @Test func bugNamesItsRules() {
        #expect(
            explanation(of: "b21") == """
                B21  SOFT_RESTART lost x0

                when         4.12 to 5.7, arm64
                what         "x0 := 0" sat on the path shared by reset and restart, after the
                             arguments had been moved: the payload got 0 for its first argument.
                             Only with KVM still in.
                ended by     b9e10d4a6c9f (5.8), backported to 4.14
                rules        HYP-36, HYP-37

                """)
    }

    @Test func syndromeIsTakenApart() {
        #expect(explanation(of: "esr 0x5a000000")?.contains("EC           0x16\n") == true)
    }

    @Test func callsAreKnownByName() {
        #expect(explanation(of: "HVC_SOFT_RESTART")?.contains("2, 4.8 to before 4.12") == true)
    }
}
