// Host code of A32 and T32 against the interpreter, on random sequences cut at random instructions.
//
// Environment: HOST_CODE_SEQUENCES, how many; HOST_CODE_SEED.

#if arch(x86_64)
    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif
    import Testing

    @testable import SwiftVMM

    @Suite(.serialized) struct HostCode32Tests {
        private static func number(_ variable: String) -> UInt64? {
            getenv(variable).flatMap { UInt64(String(cString: $0)) }
        }

        private static var sequenceCount: Int {
            if let count = number("HOST_CODE_SEQUENCES") { return Int(count) }
            #if DEBUG
                return 400
            #else
                return 15_000
            #endif
        }

        struct Case: CustomTestStringConvertible, Sendable {
            var isThumb: Bool
            var features: HostFeatures
            var testDescription: String {
                "\(isThumb ? "T32" : "A32"), \(features.testDescription)"
            }
        }

        static let cases = [false, true].flatMap { isThumb in
            [HostFeatures.current, .baseline].map { Case(isThumb: isThumb, features: $0) }
        }

        private func engine(_ features: HostFeatures, threshold: Int = 0) -> HostCodeEngine {
            var options = HostCodeOptions()
            options.threshold = threshold
            options.superblockThreshold = threshold * 2
            options.features = features
            options.capacityBytes = 4 << 20
            return HostCodeEngine(options)!
        }

        private func fill(
            _ emulators: [Emulator32], using random: inout SeededGenerator
        ) {
            for offset in stride(from: 0, to: Layout.dataLength, by: 8) {
                let value = EdgeValues.next(using: &random)
                for it in emulators {
                    it.data.storeBytes(of: value, toByteOffset: offset, as: UInt64.self)
                }
            }
        }

        @Test(arguments: cases) func randomSequences(_ it: Case) throws {
            let interpreted = try Emulator32()
            let engine = engine(it.features)
            let compiled = try Emulator32(hostCode: engine)
            var seeds = SeededGenerator(seed: Self.number("HOST_CODE_SEED") ?? 3)
            let rowCount = it.isThumb ? T32Table.rows.count : A32Table.rows.count
            var problems = 0
            for number in 0..<Self.sequenceCount where problems < 5 {
                if number % 256 == 0 { fill([interpreted, compiled], using: &seeds) }
                let seed = seeds.next()
                var generator = Generator32(seed: seed, isThumb: it.isThumb)
                guard let sequence = generator.sequence(row: number % rowCount, isAlone: false)
                else { continue }
                let limit = number % 2 == 0 ? nil : seeds.next() % 24 + 1
                if let problem = compare(interpreted, compiled, sequence, limit) {
                    Issue.record("row \(number % rowCount), sequence \(seed): \(problem)")
                    problems += 1
                }
            }
            #expect(engine.cache.compiledInstructions > 2 * Self.sequenceCount)
        }

        /// The same sequences as loops, long enough for their blocks to be compiled together.
        @Test(arguments: cases) func randomLoops(_ it: Case) throws {
            let interpreted = try Emulator32()
            let engine = engine(it.features, threshold: 2)
            let compiled = try Emulator32(hostCode: engine)
            var seeds = SeededGenerator(seed: Self.number("HOST_CODE_SEED") ?? 5)
            let rowCount = it.isThumb ? T32Table.rows.count : A32Table.rows.count
            var problems = 0
            for number in 0..<Self.sequenceCount / 5 where problems < 5 {
                let seed = seeds.next()
                var generator = Generator32(seed: seed, isThumb: it.isThumb)
                guard var sequence = generator.sequence(row: number % rowCount, isAlone: false),
                    !sequence.isSingle
                else { continue }
                let count = sequence.halfwords.count
                if it.isThumb {
                    // B.W, T4
                    let offset = Int32(-2 * count - 4)
                    let bits = UInt32(bitPattern: offset)
                    sequence.halfwords.append(UInt16(0xf400 | bits >> 12 & 0x3ff))
                    sequence.halfwords.append(UInt16(0xb800 | bits >> 1 & 0x7ff))
                } else {
                    let offset = Int32(-count / 2 - 2)
                    let word = 0xea00_0000 | UInt32(bitPattern: offset) & 0xff_ffff
                    sequence.halfwords += [UInt16(truncatingIfNeeded: word), UInt16(word >> 16)]
                }
                if let problem = compare(interpreted, compiled, sequence, seeds.next() % 1500 + 1) {
                    Issue.record("row \(number % rowCount), sequence \(seed): \(problem)")
                    problems += 1
                }
            }
            #expect(engine.cache.compiledRegions > Self.sequenceCount / 250)
        }

        @Test(arguments: [false, true]) func everyRow(isThumb: Bool) throws {
            let interpreted = try Emulator32()
            let compiled = try Emulator32(hostCode: engine(.current))
            var random = SeededGenerator(seed: 1)
            fill([interpreted, compiled], using: &random)
            var generator = Generator32(seed: 11, isThumb: isThumb)
            let rowCount = isThumb ? T32Table.rows.count : A32Table.rows.count
            for number in 0..<rowCount {
                for _ in 0..<20 {
                    guard let sequence = generator.sequence(row: number, isAlone: true)
                    else { break }
                    if let problem = compare(interpreted, compiled, sequence, nil) {
                        Issue.record("row \(number): \(problem)")
                        break
                    }
                }
            }
        }

        private func compare(
            _ interpreted: Emulator32, _ compiled: Emulator32, _ sequence: Sequence32,
            _ limit: UInt64?
        ) -> String? {
            var wanted = sequence.state
            var found = wanted
            let wantedOutcome = interpreted.run(sequence, &wanted, limit: limit)
            let foundOutcome = compiled.run(sequence, &found, limit: limit)
            var lines: [String] = []
            if wantedOutcome != foundOutcome { lines.append("\(wantedOutcome) / \(foundOutcome)") }
            for index in 0..<MachineState32.wordCount where wanted[index] != found[index] {
                let values = [wanted[index], found[index]].map { String($0, radix: 16) }
                lines.append("\(MachineState32.name(index)) \(values[0]) / \(values[1])")
            }
            if memcmp(interpreted.data, compiled.data, Layout.dataLength) != 0 {
                lines.append("memory differs")
                compiled.data.copyMemory(from: interpreted.data, byteCount: Layout.dataLength)
            }
            for slot in [Slot.it, Slot.mode, Slot.thumb, Slot.daif, Slot.instructionCount]
            where interpreted.vcpu.state[slot] != compiled.vcpu.state[slot] {
                lines.append("slot \(slot) differs")
            }
            if lines.isEmpty { return nil }
            let code = sequence.halfwords.map { String($0, radix: 16) }.joined(separator: " ")
            let about =
                "limit \(limit ?? 0), nzcv \(sequence.state[MachineState32.cpsrIndex] >> 28)"
            return (lines + [about, "\(sequence.rows)", code]).joined(separator: "\n")
        }
    }
#else
    import Testing

    @Suite struct HostCode32Tests {
        @Test(.disabled("there is no code generator for this processor"))
        func onX8664() {}
    }
#endif
