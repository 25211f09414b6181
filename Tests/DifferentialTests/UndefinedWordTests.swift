// Which words are instructions of our Cortex-A57 and of Unicorn's. An Armv8.0 processor refuses
// everything later, so near-misses show.

import Testing

@testable import SwiftVMM

@Suite(
    .serialized, .enabled(if: UnicornLibrary.shared != nil, DifferentialSettings.skipReason))
struct UndefinedWordTests {
    /// The word as the last instruction of the code, with every register the same address.
    private static func isUndefined(_ word: UInt32, on engine: Unicorn) -> Bool {
        let start = Layout.end - 4
        engine.write(code: [word], at: start)
        var state = MachineState()
        for index in 0...MachineState.spIndex { state[index] = Layout.dataMiddle }
        state.pc = start
        // A branch may go to itself, so it gets one instruction; counting is slow for all.
        let isBranchSpace = word >> 26 & 7 == 5
        return engine.run(&state, limit: isBranchSpace ? 1 : nil) == .exception(at: start)
    }

    /// System instructions differ by the registers there are, exceptions are taken by neither.
    private static func isLeftOut(_ word: UInt32) -> Bool {
        // System, and exception generation.
        if word >> 22 == 0b11_0101_0100 || word >> 24 == 0xd4 { return true }
        // ERET and DRPS, by their row.
        return word >> 21 == 0b110_1011_0100 || word >> 21 == 0b110_1011_0101
    }

    /// How many words both engines accepted and refused.
    private struct Tally {
        var accepted = 0
        var refused = 0
    }

    private static func check(_ word: UInt32, on engine: Unicorn, _ tally: inout Tally) -> String? {
        if isLeftOut(word) { return nil }
        let decoded = A64Decoder.decode(word, features: CPUModel.cortexA57.features)
        let refuses = isUndefined(word, on: engine)
        if refuses == (decoded == nil) {
            if refuses { tally.refused += 1 } else { tally.accepted += 1 }
            return nil
        }
        let text = A64Disassembler().text(word, at: Layout.end - 4)
        return "\(String(word, radix: 16)) \(text): "
            + (refuses ? "only Unicorn refuses" : "only our decoder refuses")
    }

    @Test func randomWordsAndNearMisses() throws {
        let engine = Unicorn(UnicornLibrary.shared!, .cortexA57)
        var random = SeededGenerator(seed: DifferentialSettings.seed)
        var problems: [String] = []
        var tally = Tally()
        for _ in 0..<200_000 where problems.count < 40 {
            let word = UndefinedWords.candidate(using: &random)
            if let problem = Self.check(word, on: engine, &tally) { problems.append(problem) }
        }
        print("\(tally.accepted) words accepted and \(tally.refused) refused by both")
        #expect(tally.accepted > 10_000 && tally.refused > 10_000)
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    /// Every value of the bits that tell encodings apart, outside SIMD: bits 31...21, with the
    /// lower decode fields random.
    @Test func everyTopField() throws {
        let engine = Unicorn(UnicornLibrary.shared!, .cortexA57)
        var random = SeededGenerator(seed: DifferentialSettings.seed &+ 1)
        var problems: [String] = []
        var tally = Tally()
        for top in 0..<UInt32(1 << 11) {
            for _ in 0..<64 where problems.count < 40 {
                let word = top << 21 | UInt32(truncatingIfNeeded: random.next()) & 0x1f_ffff
                if let problem = Self.check(word, on: engine, &tally) { problems.append(problem) }
            }
        }
        print("\(tally.accepted) words accepted and \(tally.refused) refused by both")
        #expect(tally.accepted > 10_000 && tally.refused > 10_000)
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    /// Each row of the exclusions for `max` still leaves something out: words of the row that only
    /// Unicorn executes.
    @Test(arguments: Exclusions.extensionsOfMax.map(\.feature))
    func exclusionIsNeeded(_ feature: String) throws {
        let row = Exclusions.extensionsOfMax.first { $0.feature == feature }!
        if feature.hasPrefix("system") { return }
        let engine = Unicorn(UnicornLibrary.shared!, .max)
        var random = SeededGenerator(seed: DifferentialSettings.seed &+ 2)
        for _ in 0..<20_000 {
            let word = UInt32(truncatingIfNeeded: random.next()) & ~row.mask | row.value
            if A64Decoder.decode(word) == nil && !Self.isUndefined(word, on: engine) { return }
        }
        Issue.record("no word of the row is executed by Unicorn alone")
    }
}
