// Host code against the interpreter, on random sequences cut at random instructions.
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

    @Suite(.serialized) struct HostCodeTests {
        private static func number(_ variable: String) -> UInt64? {
            getenv(variable).flatMap { UInt64(String(cString: $0)) }
        }

        private static var sequenceCount: Int {
            if let count = number("HOST_CODE_SEQUENCES") { return Int(count) }
            #if DEBUG
                return 500
            #else
                return 20_000
            #endif
        }

        private func engine(_ features: HostFeatures, threshold: Int = 0) -> HostCodeEngine {
            var options = HostCodeOptions()
            options.threshold = threshold
            options.superblockThreshold = threshold * 2
            options.features = features
            options.capacityBytes = 4 << 20
            return HostCodeEngine(options)!
        }

        @Test(arguments: [HostFeatures.current, .baseline])
        func randomSequences(_ features: HostFeatures) throws {
            let interpreted = try Emulator()
            let engine = engine(features)
            let compiled = try Emulator(hostCode: engine)
            var seeds = SeededGenerator(seed: Self.number("HOST_CODE_SEED") ?? 3)
            var problems = 0
            for number in 0..<Self.sequenceCount where problems < 5 {
                if number % 256 == 0 {
                    for offset in stride(from: 0, to: Layout.dataLength, by: 8) {
                        let value = seeds.next()
                        for it in [interpreted, compiled] {
                            it.data.storeBytes(of: value, toByteOffset: offset, as: UInt64.self)
                        }
                    }
                }
                let seed = seeds.next()
                var generator = SequenceGenerator(seed: seed)
                let sequence = generator.next()
                for it in [interpreted, compiled] {
                    it.write(code: sequence.words, at: sequence.start)
                }
                let limit =
                    number % 2 == 0 ? nil : Int(seeds.next() % UInt64(sequence.words.count)) + 1
                if let problem = Self.compare(interpreted, compiled, sequence, limit) {
                    Issue.record("sequence \(seed), limit \(limit ?? 0): \(problem)")
                    problems += 1
                }
            }
            #expect(engine.cache.compiledInstructions > 2 * Self.sequenceCount)
        }

        /// The same sequences as loops, long enough for their blocks to be compiled together.
        @Test(arguments: [HostFeatures.current, .baseline])
        func randomLoops(_ features: HostFeatures) throws {
            let interpreted = try Emulator()
            let engine = engine(features, threshold: 2)
            let compiled = try Emulator(hostCode: engine)
            var seeds = SeededGenerator(seed: Self.number("HOST_CODE_SEED") ?? 5)
            var problems = 0
            for _ in 0..<Self.sequenceCount / 5 where problems < 5 {
                let seed = seeds.next()
                var generator = SequenceGenerator(seed: seed)
                let sequence = generator.next().loop(at: Layout.codeBase + seeds.next() % 64 * 4)
                for it in [interpreted, compiled] {
                    it.write(code: sequence.words, at: sequence.start)
                }
                let limit = Int(seeds.next() % 1500) + 1
                if let problem = Self.compare(interpreted, compiled, sequence, limit) {
                    Issue.record("sequence \(seed), limit \(limit): \(problem)")
                    problems += 1
                }
            }
            #expect(engine.cache.compiledRegions > Self.sequenceCount / 50)
        }

        @Test func everyRow() throws {
            let interpreted = try Emulator()
            let compiled = try Emulator(hostCode: engine(.current))
            var generator = SequenceGenerator(seed: 11)
            for opcode in SequenceGenerator.rows {
                for _ in 0..<20 {
                    let sequence = generator.single(opcode)
                    for it in [interpreted, compiled] {
                        it.write(code: sequence.words, at: sequence.start)
                    }
                    if let problem = Self.compare(interpreted, compiled, sequence, nil) {
                        Issue.record("\(opcode): \(problem)")
                        break
                    }
                }
            }
        }

        /// What differs after a sequence; nil if nothing does.
        static func compare(
            _ interpreted: Emulator, _ compiled: Emulator, _ sequence: RandomSequence,
            _ limit: Int?
        ) -> String? {
            var wanted = sequence.state
            wanted.pc = sequence.start
            var found = wanted
            let wantedOutcome = interpreted.run(&wanted, limit: limit)
            let foundOutcome = compiled.run(&found, limit: limit)
            var lines: [String] = []
            if wantedOutcome != foundOutcome { lines.append("\(wantedOutcome) / \(foundOutcome)") }
            for index in 0..<MachineState.wordCount where wanted[index] != found[index] {
                let name = MachineState.name(index)
                let values = [wanted[index], found[index]].map { String($0, radix: 16) }
                lines.append("\(name) \(values[0]) / \(values[1])")
            }
            let size = Layout.dataLength
            if memcmp(interpreted.data, compiled.data, size) != 0 {
                lines.append("memory differs")
                compiled.data.copyMemory(from: interpreted.data, byteCount: size)
            }
            if interpreted.instructionCount != compiled.instructionCount {
                lines.append("instruction counts differ")
            }
            if lines.isEmpty { return nil }
            let code = sequence.words.enumerated().map { index, word in
                let address = sequence.start + UInt64(index * 4)
                return "  " + A64Disassembler().text(word, at: address)
            }
            return (lines + code).joined(separator: "\n")
        }
    }

    extension RandomSequence {
        /// The sequence somewhere else, with a branch back to its start at its end.
        fileprivate func loop(at address: UInt64) -> RandomSequence {
            var other = self
            other.place = address
            // What BR and BLR lead to.
            for register in [26, 27] { other.state[register] &+= address &- start }
            other.words.append(0x1400_0000 | UInt32(1 << 26 - words.count))
            return other
        }
    }

    extension HostFeatures: CustomTestStringConvertible {
        public var testDescription: String { self == .baseline ? "SSE4.1" : "all features" }
    }
#else
    import Testing

    @Suite struct HostCodeTests {
        @Test(.disabled("there is no code generator for this processor"))
        func onX8664() {}
    }
#endif
