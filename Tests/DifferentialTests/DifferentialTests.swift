// The software CPU against Unicorn, on random code.
//
// Environment: UNICORN_LIBRARY, the path to libunicorn.so.2, without which these tests are skipped;
// DIFFERENTIAL_INSTRUCTIONS, how many instructions `randomSequences` executes (1,000,000);
// DIFFERENTIAL_SEED, its seed (1); DIFFERENTIAL_ROW_RUNS, how often `everyRow` executes each (300).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Testing

@testable import SwiftVMM

enum DifferentialSettings {
    static let skipReason: Comment =
        "UNICORN_LIBRARY does not name a libunicorn.so.2 (\"make test\" installs one)"

    static var instructions: UInt64 { number("DIFFERENTIAL_INSTRUCTIONS") ?? 1_000_000 }
    static var runsPerRow: Int { Int(number("DIFFERENTIAL_ROW_RUNS") ?? 300) }
    static var seed: UInt64 { number("DIFFERENTIAL_SEED") ?? 1 }

    private static func number(_ variable: String) -> UInt64? {
        getenv(variable).flatMap { UInt64(String(cString: $0)) }
    }
}

@Suite(
    .serialized, .enabled(if: UnicornLibrary.shared != nil, DifferentialSettings.skipReason))
struct DifferentialTests {
    /// A mismatch is printed in full; after this many the test gives up.
    private static let mismatchLimit = 5

    @Test func randomSequences() throws {
        let seed = DifferentialSettings.seed
        let comparison = try Comparison(UnicornLibrary.shared!)
        var seeds = SeededGenerator(seed: seed)
        let clock = ContinuousClock()
        let start = clock.now
        var mismatches = 0
        while comparison.ours.instructionCount < DifferentialSettings.instructions {
            let sequenceSeed = seeds.next()
            if comparison.comparisonCount % 512 == 0 { comparison.fillData(using: &seeds) }
            var generator = SequenceGenerator(seed: sequenceSeed)
            if let problem = comparison.run(generator.next()) {
                Issue.record("DIFFERENTIAL_SEED=\(seed), sequence \(sequenceSeed): \(problem)")
                mismatches += 1
                if mismatches == Self.mismatchLimit { break }
            }
        }
        let seconds = (clock.now - start) / .seconds(1)
        let count = comparison.ours.instructionCount
        print(
            """
            DIFFERENTIAL_SEED=\(seed), Unicorn \(UnicornLibrary.shared!.versionText): \
            \(count) instructions in \(comparison.comparisonCount) sequences, \
            \(comparison.exceptionCount) ended by an exception, \
            \(Int(Double(count) / seconds)) instructions/s, \(mismatches) mismatches
            """)
        let rarest = SequenceGenerator.rows.min {
            comparison.coverage[$0] < comparison.coverage[$1]
        }!
        print("rarest row: \(rarest), \(comparison.coverage[rarest]) times")
        for opcode in SequenceGenerator.rows where comparison.coverage[opcode] == 0 {
            Issue.record("\(opcode) was never executed")
        }
    }

    /// V registers, FPCR and FPSR reach Unicorn and come back, or the comparison would be empty.
    @Test func floatingPointStateIsCompared() throws {
        let comparison = try Comparison(UnicornLibrary.shared!)
        // fadd d0, d1, d2; ins v3.d[1], v1.d[0]
        let words: [UInt32] = [0x1e62_2820, 0x6e18_0423]
        for engine in [comparison.ours, comparison.theirs] as [any Engine] {
            var state = MachineState()
            for index in MachineState.vectorIndex..<MachineState.pcIndex { state[index] = ~0 }
            state[MachineState.vectorIndex + 2] = 0x3ff0_0000_0000_0000
            state[MachineState.vectorIndex + 4] = 1
            // Towards plus infinity.
            state[MachineState.fpcrIndex] = 1 << 22
            state[MachineState.fpsrIndex] = 1 << 27
            state.pc = Layout.end - 8
            engine.write(code: words, at: state.pc)
            #expect(engine.run(&state, limit: nil) == .finished)
            #expect(state[MachineState.vectorIndex] == 0x3ff0_0000_0000_0001)
            #expect(state[MachineState.vectorIndex + 1] == 0)
            #expect(state[MachineState.vectorIndex + 6] == ~0)
            #expect(state[MachineState.vectorIndex + 7] == 0x3ff0_0000_0000_0000)
            #expect(state[MachineState.fpcrIndex] == 1 << 22)
            #expect(state[MachineState.fpsrIndex] == 1 << 27 | 1 << 4)
        }
    }

    /// Every row by itself, a few hundred times.
    @Test func everyRow() throws {
        let comparison = try Comparison(UnicornLibrary.shared!)
        var generator = SequenceGenerator(seed: DifferentialSettings.seed)
        for opcode in SequenceGenerator.rows {
            var mismatches = 0
            for _ in 0..<DifferentialSettings.runsPerRow where mismatches < 2 {
                if let problem = comparison.run(generator.single(opcode)) {
                    Issue.record("\(opcode): \(problem)")
                    mismatches += 1
                }
            }
            let wanted = DifferentialSettings.runsPerRow * 2 / 3
            #expect(comparison.coverage[opcode] >= wanted, "\(opcode) executed too rarely")
        }
    }
}
