// Loops over every pair of numbers that are special to some rule, in host code and interpreted: the
// results that the host's unit may keep, those that it may not, and what is in registers on the way
// from one to the other.

#if arch(x86_64)
    import Testing

    @testable import SwiftVMM

    @Suite(.serialized) struct FloatLoopTests {
        /// Zeros, plain numbers, both sides of the smallest normal one, the largest, infinities, a
        /// quiet NaN and a signalling one.
        private static let numbers: [Double] = [
            0, -0.0, 1, -1.5, .leastNormalMagnitude / 3, -.leastNormalMagnitude,
            .leastNormalMagnitude.nextUp, 1 - .ulpOfOne / 2, .greatestFiniteMagnitude,
            -.greatestFiniteMagnitude / 2, .infinity, -.infinity,
            Double(bitPattern: 0x7ff8_0000_0000_1234), Double(bitPattern: 0xfff0_0000_0000_0567),
            3, 1e300,
        ]

        /// x0 is the table, x1 other memory, x3 the round, which names a pair.
        private static let words: [UInt32] = [
            0x9240_0c64,  // and x4, x3, #0xf
            0xd344_fc65,  // lsr x5, x3, #4
            0xfc64_7800,  // ldr d0, [x0, x4, lsl #3]
            0xfc65_7801,  // ldr d1, [x0, x5, lsl #3]
            0x1e61_0802,  // fmul d2, d0, d1
            0x1e60_2843,  // fadd d3, d2, d0
            0x1e61_3804,  // fsub d4, d0, d1
            0x1e61_1805,  // fdiv d5, d0, d1
            0x1f41_0c06,  // fmadd d6, d0, d1, d3
            0x1f60_8827,  // fnmsub d7, d1, d0, d2
            0x1e61_4810,  // fmax d16, d0, d1
            0x1e61_7851,  // fminnm d17, d2, d1
            0x1e61_c012,  // fsqrt d18, d0
            0x1e61_2000,  // fcmp d0, d1
            0x1e61_cc13,  // fcsel d19, d0, d1, gt
            0x9a9f_57e6,  // cset x6, mi
            0x1e60_2058,  // fcmpe d2, #0.0
            0x1e61_9c54,  // fcsel d20, d2, d1, ls
            0x9e78_0007,  // fcvtzs x7, d0
            0x9e62_00f5,  // scvtf d21, x7
            0x1e22_00f6,  // scvtf s22, w7
            0x1e61_4097,  // fneg d23, d4
            0x1e60_c098,  // fabs d24, d4
            0x1e75_2bde,  // fadd d30, d30, d21
            0x4fc1_9019,  // fmul v25.2d, v0.2d, v1.d[0]
            0x4e63_cc1a,  // fmla v26.2d, v0.2d, v3.2d
            0x4e04_0cbb,  // dup v27.4s, w5
            0x4e0c_1c9b,  // mov v27.s[1], w4
            0x4e21_db7b,  // scvtf v27.4s, v27.4s
            0x4f9b_937c,  // fmul v28.4s, v27.4s, v27.s[0]
            0x4ebb_d79d,  // fsub v29.4s, v28.4s, v27.4s
            0x4f00_e4ff,  // movi v31.16b, #0x7
            0x4ebd_87ff,  // add v31.4s, v31.4s, v29.4s
            0x6e19_1bff,  // ext v31.16b, v31.16b, v25.16b, #3
            0x6e3f_1d08,  // eor v8.16b, v8.16b, v31.16b
            0x6e33_1d29,  // eor v9.16b, v9.16b, v19.16b
            0x0e0b_3d08,  // umov w8, v8.b[5]
            0x4e18_1ce9,  // mov v9.d[1], x7
            0x6d00_1c26,  // stp d6, d7, [x1]
            0xfd00_0834,  // str d20, [x1, #16]
            0x3d80_083a,  // str q26, [x1, #32]
            0xad40_ac2a,  // ldp q10, q11, [x1, #16]
            0x4eea_856b,  // add v11.2d, v11.2d, v10.2d
            0x9100_0463,  // add x3, x3, #0x1
            0xf104_007f,  // cmp x3, #0x100
            0x54ff_fa61,  // b.ne 0
        ]

        /// FPCR, FPSR.
        private static let controls: [(UInt64, UInt64)] = [
            (0, 0), (0, 1 << 4), (1 << 22, 1 << 4), (3 << 22, 0), (1 << 24, 1 << 4),
            (1 << 25, 1 << 4),
        ]

        @Test(arguments: [HostFeatures.current, .baseline], 0..<6)
        func everyPair(_ features: HostFeatures, _ control: Int) throws {
            var options = HostCodeOptions()
            options.threshold = 2
            options.superblockThreshold = 4
            options.features = features
            let engine = try #require(HostCodeEngine(options))
            let interpreted = try Emulator()
            let compiled = try Emulator(hostCode: engine)
            for (index, number) in Self.numbers.enumerated() {
                for it in [interpreted, compiled] {
                    it.data.storeBytes(
                        of: number.bitPattern, toByteOffset: 8 * index, as: UInt64.self)
                }
            }
            var state = MachineState()
            state[0] = Layout.dataBase
            state[1] = Layout.dataMiddle
            for index in MachineState.vectorIndex..<MachineState.pcIndex {
                state[index] = UInt64(index) &* 0x9e37_79b9_7f4a_7c15
            }
            (state[MachineState.fpcrIndex], state[MachineState.fpsrIndex]) = Self.controls[control]
            // In one page, so that the loop is one region; the last word leads to the end.
            let place = Layout.codeBase + 0x200
            let last = place + UInt64(4 * Self.words.count)
            let branch = 0x1400_0000 | UInt32((Layout.end - last) / 4)
            let sequence = RandomSequence(
                words: Self.words + [branch], state: state, touchesMemory: true, place: place)
            for it in [interpreted, compiled] {
                it.write(code: sequence.words, at: sequence.start)
            }
            for limit in [nil, 1, 700, 3001, 5555, 9999, 11700, 11759] {
                let problem = HostCodeTests.compare(interpreted, compiled, sequence, limit)
                #expect(problem == nil, "limit \(limit ?? 0)")
            }
            #expect(engine.cache.compiledRegions > 0)
        }
    }
#endif
