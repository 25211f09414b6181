// A32 and T32 text against what is known, and against the toolchain's disassembler.

import Foundation
import Testing

@testable import SwiftVMM

@Suite struct AArch32DisassemblerTests {
    private static let a32Texts: [(UInt32, String)] = [
        (0xe1a0_0001, "mov r0, r1"), (0xe1a0_0181, "lsl r0, r1, #3"),
        (0xe25e_f004, "subs pc, lr, #0x4"), (0xe59f_0010, "ldr r0, [pc, #0x10]  @ 0x1018"),
        (0xe8bd_8010, "pop {r4, pc}"), (0x0a00_0000, "beq 0x1008"),
        (0xe10e_1300, "mrs r1, elr_hyp"), (0xe140_0070, "hvc #0x0"),
        (0xee8c_0f10, "mcr p15, 4, r0, c12, c0, 0  @ HVBAR"),
        (0xec51_0f0e, "mrrc p15, 0, r0, r1, c14  @ CNTPCT"), (0xe160_006e, "eret"),
        (0xe216_3e24, "ands r3, r6, #0x24, #28"), (0xee30_0a81, "vadd.f32 s0, s1, s2"),
        (0xf2c1_005f, "vmov.i32 q8, #0x1f"), (0xe1600070, "smc #0x0"),
        (0xe7ff_ffff, "udf #0xffff"), (0xffff_ffff, ".inst 0xffffffff"),
    ]

    @Test(arguments: a32Texts)
    func spellsA32(_ word: UInt32, _ text: String) {
        #expect(InstructionSet.a32.text(word, at: 0x1000) == text)
    }

    private static let t32Texts: [(UInt32, UInt8, String)] = [
        (0x4770, 0, "bx lr"), (0x3108, 0, "adds r1, #0x8"), (0x3108, 0x08, "addeq r1, #0x8"),
        (0xb510, 0, "push {r4, lr}"), (0xbf14, 0, "ite ne"), (0xd0fe, 0, "beq 0x1000"),
        (0xf7e0_8000, 0, "hvc #0x0"),
        (0xf3de_8f00, 0, "eret"), (0xf3de_8f04, 0, "subs pc, lr, #0x4"),
        (0xf84d_4d04, 0, "str r4, [sp, #-0x4]!"), (0xe8bd_8010, 0, "pop.w {r4, pc}"),
        (0xde00, 0, "udf #0x0"), (0xb6ff, 0, ".inst.n 0xb6ff"),
        (0xf7ff_ffff, 0, "bl 0x1002"),
    ]

    @Test(arguments: t32Texts)
    func spellsT32(_ word: UInt32, _ it: UInt8, _ text: String) {
        #expect(InstructionSet.t32(itState: it).text(word, at: 0x1000) == text)
    }

    /// An IT block lends its condition to what follows it.
    @Test func followsITBlocks() {
        var set = InstructionSet.t32(itState: 0)
        var lines: [String] = []
        for word: UInt32 in [0xbf14, 0x2001, 0x2000, 0x2002] {
            lines.append(set.text(word, at: 0))
            set = set.following(word)
        }
        #expect(lines == ["ite ne", "movne r0, #0x1", "moveq r0, #0x0", "movs r0, #0x2"])
    }

    // MARK: The toolchain's opinion

    @Test(.enabled(if: ObjectDump.tools != nil, "llvm-objdump is not beside swiftc"))
    func agreesOnA32() throws {
        var random = SplitMix(seed: 0xa32)
        var words: [UInt32] = []
        for row in A32Table.rows {
            for _ in 0..<40 {
                let noise = UInt32(truncatingIfNeeded: random.next())
                var word = row.picture.value | noise & ~row.picture.mask
                // Most of them always executed.
                if row.picture.mask >> 28 == 0, noise & 3 != 0 || word >> 28 == 15 {
                    word = word & 0x0fff_ffff | 0xe000_0000
                }
                if Self.isComparable(A32Decoder.match(word, isArmv8: true)?.1) {
                    words.append(word)
                }
            }
        }
        try compare(words, .a32, triple: "armv8.1a")
    }

    @Test(.enabled(if: ObjectDump.tools != nil, "llvm-objdump is not beside swiftc"))
    func agreesOnT32() throws {
        var random = SplitMix(seed: 0x732)
        var words: [UInt32] = []
        for row in T32Table.rows where row.opcode != .it {
            for _ in 0..<40 {
                let noise = UInt32(truncatingIfNeeded: random.next())
                let word = row.picture.value | noise & ~row.picture.mask
                guard Self.isComparable(T32Decoder.match(word, isArmv8: true)?.1) else { continue }
                words.append(row.isNarrow ? word >> 16 : word)
            }
        }
        try compare(words, .t32(itState: 0), triple: "thumbv8.1a")
    }

    /// What the tool spells in a way of its own, or not at all.
    private static func isComparable(_ instruction: AArch32Instruction?) -> Bool {
        guard let i = instruction else { return false }
        switch i.opcode {
        // Named hints; SSBB and PSSBB; a label where the tool prints an offset.
        case .nop, .adr: return false
        case .dsb: return i.immediate != 0 && i.immediate != 4
        // Unindexed, or DBGDTR by other names.
        case .ldc: return false
        // The hints that name no preload; the literal form of PLDW.
        case .preload: return false
        // "trap"
        case .udf: return i.lengthBytes == 4
        // SP_mon
        case .mrsBanked, .msrBanked: return i.immediate & 0x1e != 0x1c
        // VEXT in units of what its position is a multiple of; lists of more than D31 or odd FLDMX.
        case .floatingPoint: return i.simd != .vext && i.simdFormat != .loadStoreMultiple
        default: return true
        }
    }

    private func compare(_ words: [UInt32], _ set: InstructionSet, triple: String) throws {
        var bytes = Data()
        var lines: [(word: UInt32, text: String)] = []
        for word in words {
            let text = set.text(word, at: UInt64(bytes.count))
            guard !text.hasPrefix(".inst") else { continue }
            lines.append((word, text))
            let isThumb = set != .a32
            let halves =
                set.lengthBytes(of: word) == 2
                ? [word] : isThumb ? [word >> 16, word] : [word, word >> 16]
            for half in halves {
                withUnsafeBytes(of: UInt16(truncatingIfNeeded: half).littleEndian) {
                    bytes.append(contentsOf: $0)
                }
            }
        }
        let expected = try #require(
            try ObjectDump.disassemble(
                bytes, format: "elf32-littlearm",
                options: ["--triple=\(triple)", "--mattr=+crc,+crypto,+fp-armv8,+sha2,+aes"]))
        try #require(expected.count == lines.count)
        #expect(lines.count > 8000)
        var differences: [String] = []
        for (line, theirs) in zip(lines, expected)
        where Self.normalized(line.text) != Self.normalized(theirs) {
            differences.append("\(set.hex(line.word)): \(line.text) | \(theirs)")
        }
        if !differences.isEmpty {
            let some = differences.prefix(12).joined(separator: "\n")
            Issue.record("\(differences.count) of \(lines.count) differ\n\(some)")
        }
    }

    /// One spelling of numbers, of `.w`, which is optional, and of the status registers.
    private static func normalized(_ text: String) -> String {
        let line = text.lowercased().split(separator: "@", omittingEmptySubsequences: false)[0]
        let code = line.split(separator: "<", omittingEmptySubsequences: false)[0]
        var tokens: [String] = []
        var token = ""
        func end() {
            if !token.isEmpty { tokens.append(word(token)) }
            token = ""
        }
        for character in code {
            switch character {
            case " ", "\t", ",", "#": end()
            case "[", "]", "{", "}", "!", "^", ":":
                end()
                tokens.append(String(character))
            default: token.append(character)
            }
        }
        end()
        let result = tokens.joined(separator: " ")
        return result.hasPrefix("mrs")
            ? result.replacingOccurrences(of: "apsr", with: "cpsr") : result
    }

    private static func word(_ token: String) -> String {
        let names = ["apsr_nzcvqg": "cpsr_fs", "apsr_nzcvq": "cpsr_f", "apsr_g": "cpsr_s"]
        if let name = names[token] { return name }
        if token.hasSuffix(".w") { return String(token.dropLast(2)) }
        let isNegative = token.hasPrefix("-")
        let digits = isNegative ? token.dropFirst() : token[...]
        let value = digits.hasPrefix("0x") ? Int64(digits.dropFirst(2), radix: 16) : Int64(digits)
        if let value {
            let signed = isNegative ? -value : value
            // The tool prints some immediates as signed.
            return "\(signed < -0x1000 ? signed + (1 << 32) : signed)"
        }
        if token.contains("."), let number = Double(token) { return "\(number)" }
        return token
    }
}
