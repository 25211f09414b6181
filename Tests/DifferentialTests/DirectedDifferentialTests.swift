// Cases that random code meets too rarely, on both engines.

import Testing

@testable import SwiftVMM

@Suite(
    .serialized, .enabled(if: UnicornLibrary.shared != nil, DifferentialSettings.skipReason))
struct DirectedDifferentialTests {
    /// Runs many short programs, stops at the third disagreement.
    private final class Runner {
        let comparison: Comparison
        var generator: SequenceGenerator
        private var mismatches = 0

        init(seed: UInt64) throws {
            comparison = try Comparison(UnicornLibrary.shared!)
            generator = SequenceGenerator(seed: seed)
        }

        func run(
            _ words: [UInt32], usesMemory: Bool = false, _ change: (inout MachineState) -> Void
        ) {
            guard mismatches < 3 else { return }
            var sequence = generator.fixed(words, usesMemory: usesMemory)
            change(&sequence.state)
            if let problem = comparison.run(sequence) {
                Issue.record("\(problem)")
                mismatches += 1
            }
        }
    }

    /// B.cond, CSEL, CSINC, CCMP and CCMN for every condition and every NZCV.
    @Test func conditions() throws {
        let runner = try Runner(seed: 1)
        for condition in 0..<UInt32(16) {
            for flags in 0..<UInt64(16) {
                let words: [UInt32] = [
                    0x9a82_0020 | condition << 12,  // csel x0, x1, x2
                    0x1a85_0483 | condition << 12,  // csinc w3, w4, w5
                    0x9a9f_07e6 | condition << 12,  // csinc x6, xzr, xzr
                    0xda88_00e7 | condition << 12,  // csinv x7, x7, x8
                    0x5a8a_0529 | condition << 12,  // csneg w9, w9, w10
                    0x5400_0040 | condition,  // b.cond +8
                    0xd280_016b,  // mov x11, #11
                    0xfa4e_01a5 | condition << 12,  // ccmp x13, x14, #5
                    0x3a45_09ea | condition << 12,  // ccmn w15, #5, #10
                ]
                runner.run(words) { $0[MachineState.nzcvIndex] = flags << 28 }
            }
        }
    }

    /// Division, shifts, high products and flag-setting arithmetic on pairs of edge values.
    @Test func arithmeticOnEdges() throws {
        let runner = try Runner(seed: 2)
        let values: [UInt64] = [
            0, 1, 2, 3, 7, 31, 32, 33, 63, 64, 65, 127, 128, .max, .max - 1, 1 << 31,
            (1 << 31) - 1, 1 << 32, (1 << 32) - 1, 1 << 63, (1 << 63) - 1, 0xffff_ffff_8000_0000,
            0x8000_0000_8000_0000, 0x5555_5555_aaaa_aaaa,
        ]
        let x1x2: UInt32 = 2 << 16 | 1 << 5
        var words: [UInt32] = []
        var destination: UInt32 = 3
        func add(_ bases: UInt32...) {
            for base in bases {
                words.append(base | x1x2 | destination)
                destination = destination % 30 + 1
                if destination < 3 { destination = 3 }
            }
        }
        // udiv, sdiv, lslv, lsrv, asrv, rorv in both widths
        for opcode: UInt32 in [2, 3, 8, 9, 10, 11] {
            add(0x1ac0_0000 | opcode << 10, 0x9ac0_0000 | opcode << 10)
        }
        // smulh, umulh, madd, msub, adds, subs, adcs, sbcs
        add(0x9b40_7c00, 0x9bc0_7c00, 0x1b00_7c00, 0x9b00_fc00)
        for base: UInt32 in [0x2b00_0000, 0x6b00_0000, 0x3a00_0000, 0x7a00_0000] {
            add(base, base | 1 << 31)
            words.append(0xd53b_4200 | destination)  // mrs xd, nzcv
        }
        for a in values {
            for b in values {
                runner.run(words) {
                    $0[1] = a
                    $0[2] = b
                }
            }
        }
    }

    /// AND, ANDS, ORR and EOR with every N:immr:imms that is not reserved, in both widths.
    @Test func bitmaskImmediates() throws {
        let runner = try Runner(seed: 3)
        var valid = 0
        for fields in 0..<UInt32(1 << 13) {
            for width: UInt32 in [0, 1 << 31] {
                let base = width | 0x1200_0000 | fields << 10 | 1 << 5
                let words = (0..<UInt32(4)).map { base | $0 << 29 | ($0 + 2) }
                guard A64Decoder.decode(words[0]) != nil else { continue }
                valid += 1
                runner.run(words) { _ in }
            }
        }
        // 5334 values in 64 bits, 1302 in 32: every encoding that names one, with its rotations.
        #expect(valid > 6636)
    }

    /// Reserved N:immr:imms are UNDEFINED on both.
    @Test func reservedBitmasks() throws {
        let runner = try Runner(seed: 4)
        for fields in stride(from: UInt32(0), to: 1 << 13, by: 1) {
            for width: UInt32 in [0, 1 << 31] {
                let word = width | 0x1200_0000 | fields << 10 | 1 << 5
                if A64Decoder.decode(word) == nil { runner.run([word]) { _ in } }
            }
        }
    }

    /// SBFM, BFM, UBFM and EXTR at every position.
    @Test func bitfields() throws {
        let runner = try Runner(seed: 5)
        for immr in 0..<UInt32(64) {
            for imms in 0..<UInt32(64) {
                let fields = immr << 16 | imms << 10 | 1 << 5
                var words: [UInt32] = [0x9340_0002, 0xb340_0003, 0xd340_0004].map { $0 | fields }
                words.append(0x93c0_0005 | 6 << 16 | imms << 10 | 1 << 5)
                if immr < 32 && imms < 32 {
                    words += [0x1300_0007, 0x3300_0008, 0x5300_0009].map { $0 | fields }
                    words.append(0x1380_000a | 6 << 16 | imms << 10 | 1 << 5)
                }
                runner.run(words) { _ in }
            }
        }
    }

    /// MOVZ, MOVN and MOVK: all positions, a sample of the immediates.
    @Test func wideMoves() throws {
        let runner = try Runner(seed: 6)
        for immediate in stride(from: UInt32(0), through: 0xffff, by: 37) {
            var words: [UInt32] = []
            for position in 0..<UInt32(4) {
                let fields = position << 21 | immediate << 5
                words += [0x9280_0000, 0xd280_0001, 0xf280_0002].map { $0 | fields }
                if position < 2 {
                    words += [0x1280_0003, 0x5280_0004, 0x7280_0005].map { $0 | fields }
                }
            }
            runner.run(words) { _ in }
        }
    }

    /// Every size of load and store, and pairs, at each offset around a page boundary.
    @Test func unalignedAndPageCrossing() throws {
        let runner = try Runner(seed: 7)
        var words: [UInt32] = []
        for size in 0..<UInt32(4) {
            let base = size << 30 | 0x3800_0000 | 20 << 5
            words.append(base | 1)  // stur
            words.append(base | 1 << 22 | 2)  // ldur
            if size < 3 { words.append(base | 2 << 22 | 3) }  // ldurs, 64 bits
            if size < 2 { words.append(base | 3 << 22 | 4) }  // ldurs, 32 bits
            words.append(base | 0x0010_0400 | 5)  // post-index, -256
            words.append(base | 0x000f_fc00 | 6)  // pre-index, +255
            words.append(0x9100_0694)  // add x20, x20, #1
        }
        for wide in [UInt32(0), 1 << 31] {
            words.append(wide | 0x2900_0000 | 20 << 5 | 8 << 10 | 7)  // stp
            words.append(wide | 0x2940_0000 | 20 << 5 | 10 << 10 | 9)  // ldp
            words.append(wide | 0x28bf_8000 | 20 << 5 | 8 << 10 | 7)  // stp post-index
            words.append(wide | 0x29c0_8000 | 20 << 5 | 12 << 10 | 11)  // ldp pre-index
        }
        words.append(0x6940_0000 | 20 << 5 | 14 << 10 | 13)  // ldpsw
        for offset in -40...40 {
            runner.run(words, usesMemory: true) {
                $0[20] = Layout.dataMiddle &+ UInt64(bitPattern: Int64(offset))
            }
        }
    }

    /// LDX and STX of every size: success, no mark, another address, CLREX between.
    @Test func exclusives() throws {
        let runner = try Runner(seed: 8)
        let pairs: [(load: UInt32, store: UInt32)] = [
            (0x085f_7c00, 0x0800_7c00), (0x485f_7c00, 0x4800_7c00), (0x885f_7c00, 0x8800_7c00),
            (0xc85f_7c00, 0xc800_7c00), (0x887f_0000 | 3 << 10, 0x8820_0000 | 3 << 10),
            (0xc87f_0000 | 3 << 10, 0xc820_0000 | 3 << 10),
            (0xc85f_fc00, 0xc800_fc00), (0xc87f_8000 | 3 << 10, 0xc820_8000 | 3 << 10),
        ]
        let clrex: UInt32 = 0xd503_3f5f
        for pair in pairs {
            let load = pair.load | 22 << 5 | 1
            let store = pair.store | 22 << 5 | 4 << 16 | 2
            let elsewhere = pair.store | 23 << 5 | 5 << 16 | 2
            for program in [
                [load, store, load], [store, load], [load, clrex, store, load],
                [load, elsewhere, clrex, load], [load, store, store, load], [load, load, store],
            ] {
                runner.run(program + [clrex], usesMemory: true) {
                    $0[22] = Layout.dataMiddle
                    $0[23] = Layout.dataMiddle + 64
                }
            }
        }
    }

    /// CASP and CAS with what memory holds, and with something else; pairs at x30.
    @Test func compareAndSwap() throws {
        let runner = try Runner(seed: 9)
        for isEqual in [true, false] {
            for wide: UInt32 in [0, 1 << 30] {
                for rs: UInt32 in [0, 2, 30] {
                    for rt: UInt32 in [4, 30, 0] {
                        let pair = wide == 0 ? UInt32(0x2940_0000) : 0xa940_0000
                        var words: [UInt32] = []
                        if isEqual && rs != 30 {
                            words.append(pair | 22 << 5 | (rs + 1) << 10 | rs)
                        }
                        if isEqual && rs == 30 {
                            words.append(0xa900_7c00 | 22 << 5 | 30)  // stp x30, xzr
                        }
                        words.append(0x0820_7c00 | wide | rs << 16 | 22 << 5 | rt)
                        words.append(0xa940_0000 | 22 << 5 | 9 << 10 | 8)
                        runner.run(words, usesMemory: true) { $0[22] = Layout.dataMiddle }
                    }
                }
                let load = UInt32(0xb940_0000) | wide | 22 << 5 | 1
                let words = (isEqual ? [load] : []) + [0x88a0_7c02 | wide | 1 << 16 | 22 << 5]
                runner.run(words, usesMemory: true) { $0[22] = Layout.dataMiddle }
            }
        }
    }

    /// BLR X30: the target is the old value of the register that it writes.
    @Test func branchWithLinkToLinkRegister() throws {
        let runner = try Runner(seed: 10)
        runner.run([0xd63f_03c0, 0xd280_0020, 0xd280_0041]) { $0[30] = Layout.end - 4 }
    }
}
