// Loops whose branches go around a few simple instructions: host code computes both ways, and
// nobody must notice, at whatever instruction he looks.

#if arch(x86_64)
    import Testing

    @testable import SwiftVMM

    @Suite struct ShortArmsTests {
        /// A loop that never ends: a number that changes each round, and branches on it.
        private struct Loop {
            private(set) var words: [UInt32] = []
            private var random: SeededGenerator
            /// Registers with a home in a host register, and without.
            private static let registers: [UInt32] = [0, 1, 2, 3, 5, 6, 19, 20, 22, 23, 30]

            init(seed: UInt64) {
                random = SeededGenerator(seed: seed)
                // add x24, x24, #977; eor x24, x24, x24, lsl #13; eor x24, x24, x24, lsr #7
                words = [0x910f_4718, 0xca18_3718, 0xca58_1f18]
                for _ in 0..<number(6) { words.append(simple()) }
                for _ in 0..<3 { branch() }
                words.append(0x1400_0000 | UInt32(truncatingIfNeeded: -words.count) & 0x3ff_ffff)
            }

            private mutating func number(_ limit: Int) -> Int {
                Int.random(in: 0..<limit, using: &random)
            }

            private mutating func register() -> UInt32 {
                Self.registers[number(Self.registers.count)]
            }

            /// An instruction that an arm may have, or once in a while one that it may not.
            private mutating func simple() -> UInt32 {
                let (d, n, m) = (register(), register(), register())
                let shift = UInt32(number(31))
                let wide: UInt32 = number(3) == 0 ? 0 : 1 << 31
                let three = m << 16 | n << 5 | d
                switch number(14) {
                case 0: return wide | 0x0b00_0000 | three | shift << 10
                case 1: return wide | 0x4b00_0000 | three | shift << 10
                case 2: return wide | 0x4a00_0000 | three | shift << 10
                case 3: return wide | 0x0a20_0000 | three | shift << 10
                case 4: return wide | 0x2a20_0000 | three
                case 5: return wide | 0x1100_0000 | n << 5 | d | shift << 14
                case 6: return 0xd280_0000 | shift << 5 | d
                case 7: return 0xd340_0000 | shift << 16 | (shift + 20) << 10 | n << 5 | d
                case 8: return 0xb340_0000 | shift << 16 | 11 << 10 | n << 5 | d
                case 9: return wide | 0x1ac0_2000 | three
                case 10: return 0x93c0_0000 | three | shift << 10
                case 11: return 0xdac0_0c00 | n << 5 | d
                case 12: return wide | 0x2a00_03e0 | m << 16 | d
                // MADD, ADDS
                default:
                    return number(2) == 0 ? 0x9b00_0000 | three | 24 << 10 : 0xab00_0000 | three
                }
            }

            /// A branch, its arms, and what looks at registers and flags behind them.
            private mutating func branch() {
                if number(2) == 0 {
                    // cmp
                    words.append(0xeb18_001f | register() << 5)
                }
                let arm = (0..<1 + number(3)).map { _ in simple() }
                let other = (0..<number(3)).map { _ in simple() }
                let distance = UInt32(arm.count + (other.isEmpty ? 1 : 2))
                switch number(4) {
                case 0: words.append(0x3600_0018 | UInt32(number(32)) << 19 | distance << 5)
                case 1: words.append(0xb700_0018 | UInt32(number(32)) << 19 | distance << 5)
                case 2: words.append(0xb500_0000 | distance << 5 | register())
                default: words.append(0x5400_0000 | distance << 5 | UInt32(number(15)))
                }
                words += arm
                if !other.isEmpty {
                    words.append(0x1400_0000 | UInt32(other.count + 1))
                    words += other
                }
                // b or bl to the next: the ways meet there at the latest.
                words.append(number(3) == 0 ? 0x9400_0001 : 0x1400_0001)
                switch number(4) {
                // adc, csel, cset
                case 0: words.append(0x9a00_0000 | 5 << 16 | register() << 5 | 6)
                case 1: words.append(0x9a80_0000 | 5 << 16 | UInt32(number(14)) << 12 | 19 << 5 | 5)
                case 2: words.append(0x9a9f_07e0 | UInt32(number(14)) << 12 | 23)
                default: break
                }
            }
        }

        private func machine(_ words: [UInt32], _ engine: ExecutionEngine, _ seed: UInt64) throws
            -> VirtualMachine
        {
            var configuration = MachineConfiguration()
            configuration.memoryBytes = 1 << 20
            configuration.backend = .software
            configuration.engine = engine
            configuration.seed = seed
            configuration.hostCode.threshold = 1
            configuration.hostCode.superblockThreshold = 8
            if seed % 5 == 0 { configuration.hostCode.features = .baseline }
            if seed % 3 == 0 { configuration.hostCode.superblockLimit = 40 }
            let machine = try VirtualMachine(configuration)
            let bytes = words.flatMap { word in (0..<4).map { UInt8(word >> ($0 * 8) & 0xff) } }
            try machine.load(FlatImage.raw(bytes, name: "loop", at: MemoryMap.ram))
            return machine
        }

        @Test func bothWaysAreOne() throws {
            var lengths = SeededGenerator(seed: 3)
            var count = 0
            for seed in UInt64(1)...60 {
                let words = Loop(seed: seed).words
                let plain = try machine(words, .interpreter, seed)
                let host = try machine(words, .translator, seed)
                var end: UInt64 = 0
                for piece in 0..<60 {
                    end += piece < 2 ? 2000 : UInt64.random(in: 1...200, using: &lengths)
                    _ = plain.run(RunLimits(instructions: end))
                    _ = host.run(RunLimits(instructions: end))
                    let wanted = plain.vcpus[0].snapshot()
                    let found = host.vcpus[0].snapshot()
                    #expect(host.instructionCount == end)
                    #expect(found == wanted, "seed \(seed) after \(end) instructions")
                    if found != wanted { break }
                }
                let engine = try #require(host.engine as? SoftwareEngine)
                count += engine.system.hostCode?.cache.compiledArms ?? 0
            }
            #expect(count > 30)
        }
    }
#endif
