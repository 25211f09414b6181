import Foundation
import Testing

@testable import SwiftVMM

@Suite struct A64DisassemblerTests {
    @Test(
        arguments: [
            (0x9100_43e0, "add x0, sp, #0x10"), (0x9100_03e0, "mov x0, sp"),
            (0xaa01_03e0, "mov x0, x1"), (0xd280_0020, "mov x0, #0x1"), (0xd65f_03c0, "ret"),
            (0x5400_0040, "b.eq 0x1008"), (0xd53c_1100, "mrs x0, HCR_EL2"),
            (0xd51c_c000, "msr VBAR_EL2, x0"), (0xd538_f260, "mrs x0, s3_0_c15_c2_3"),
            (0xa9bf_7bfd, "stp x29, x30, [sp, #-0x10]!"), (0x9a9f_17e0, "cset x0, eq"),
            (0xd37d_f020, "lsl x0, x1, #3"), (0xd508_871f, "tlbi vmalle1"), (0, "udf #0x0"),
            (0x0480_0000, ".inst 0x04800000"),
        ] as [(UInt32, String)])
    func spells(_ word: UInt32, _ text: String) {
        #expect(A64Disassembler().text(word, at: 0x1000) == text)
    }

    /// Why a word's text may differ from the tool's; nil if it must not.
    static func exception(_ i: A64Instruction) -> String? {
        switch i.opcode {
        case .sys where A64SystemInstruction.find(.init(packed: i.systemEncoding)) == nil:
            "the tool knows those of later extensions"
        case .dsb where i.crm == 12: "the tool prints DFB, of Armv8-R"
        case .prfmRegister where i.rd >= 24: "the tool prints RPRFM, of Armv8.9"
        default: nil
        }
    }

    @Test(.enabled(if: ObjectDump.tools != nil, "llvm-objdump is not beside swiftc"))
    func agreesOnWhatIsUndefined() throws {
        var generator = SplitMix(seed: 7)
        var words: [UInt32] = (0..<20_000).map { _ in
            UInt32.random(in: 0...UInt32.max, using: &generator)
        }
        // Valid words with one or two bits changed land beside allocated encodings.
        for row in A64Table.rows {
            for _ in 0..<100 {
                guard var word = A64Generator.word(of: row.opcode, using: &generator) else {
                    continue
                }
                word ^= 1 << UInt32.random(in: 0..<32, using: &generator)
                if Bool.random(using: &generator) {
                    word ^= 1 << UInt32.random(in: 0..<32, using: &generator)
                }
                words.append(word)
            }
        }
        words.removeAll { word in
            // The tool accepts MSR and MRS of op0 0, where the manual has only the hints, barriers
            // and MSR (immediate). It wants the field that FCMP with zero ignores to be zero.
            word & 0xffd8_0000 == 0xd500_0000
                || (word & 0xff20_fc0f == 0x1e20_2008 && word & 0x1f_0000 != 0)
        }
        let expected = try #require(
            try ObjectDump.disassemble(
                words, options: ["--mattr=+v8a,+lse,+crc,+pan,+fp-armv8,+neon,+aes,+sha2"]))
        try #require(expected.count == words.count)
        for (index, word) in words.enumerated() {
            let isUndefined = expected[index] == "<unknown>" || expected[index].hasPrefix("udf")
            let features = CPUModel.cortexA57.features.union([.lse, .pan])
            #expect(
                (A64Decoder.decode(word, features: features) == nil) == isUndefined,
                "\(word.fullHex) \(expected[index])")
        }
    }

    @Test(.enabled(if: ObjectDump.tools != nil, "llvm-objdump is not beside swiftc"))
    func agreesWithObjectDump() throws {
        var generator = SplitMix(seed: 0xa64)
        var words: [UInt32] = []
        // The machine's register table is shorter than the tool's, so registers are added by row
        // below.
        for row in A64Table.rows where row.format != .readRegister && row.format != .writeRegister {
            for _ in 0..<60 {
                guard let word = A64Generator.word(of: row.opcode, using: &generator) else {
                    Issue.record("no word of \(row.title)")
                    continue
                }
                if A64Decoder.decode(word).flatMap(Self.exception) == nil { words.append(word) }
            }
        }
        for number in 0..<128 as Range<UInt32> { words.append(0xd503_201f | number << 5) }
        for register in SystemRegister.table {
            let encoding = UInt32(register.encoding.packed) << 5
            words += [0xd520_0003 | encoding, 0xd500_0003 | encoding]
        }
        for row in A64SystemInstruction.table {
            words.append(0xd500_0005 | UInt32(row.encoding.packed) << 5)
        }
        let expected = try #require(try ObjectDump.disassemble(words))
        try #require(expected.count == words.count)
        var differences: [A64Opcode: [String]] = [:]
        for (index, word) in words.enumerated() {
            let text = A64Disassembler().text(word, at: UInt64(index * 4))
            guard let opcode = A64Decoder.decode(word)?.opcode else { continue }
            if text.lowercased() != expected[index].lowercased() {
                differences[opcode, default: []].append(
                    "\(word.fullHex): \(text) | \(expected[index])")
            }
        }
        for (opcode, lines) in differences {
            Issue.record(
                "\(opcode): \(lines.count) differ\n\(lines.prefix(4).joined(separator: "\n"))")
        }
    }
}

/// The toolchain's disassembler, as a second opinion.
enum ObjectDump {
    /// llvm-objcopy and llvm-objdump from the folder of the swiftc on the path.
    static let tools: (copy: URL, dump: URL)? = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        for folder in path.split(separator: ":") {
            let compiler = URL(fileURLWithPath: String(folder)).appendingPathComponent("swiftc")
            let real = compiler.resolvingSymlinksInPath().deletingLastPathComponent()
            for folder in [compiler.deletingLastPathComponent(), real] {
                let copy = folder.appendingPathComponent("llvm-objcopy")
                let dump = folder.appendingPathComponent("llvm-objdump")
                let manager = FileManager.default
                if manager.isExecutableFile(atPath: compiler.path)
                    && manager.isExecutableFile(atPath: copy.path)
                    && manager.isExecutableFile(atPath: dump.path)
                {
                    return (copy, dump)
                }
            }
        }
        return nil
    }()

    /// The text of words that start at address 0, one line each, or nil if the tools fail.
    static func disassemble(_ words: [UInt32], options: [String] = []) throws -> [String]? {
        var bytes = Data()
        for word in words {
            withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return try disassemble(bytes, format: "elf64-littleaarch64", options: options)
    }

    /// The text of instructions, one line each.
    static func disassemble(_ bytes: Data, format: String, options: [String]) throws -> [String]? {
        guard let tools else { return nil }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("objdump-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let binary = folder.appendingPathComponent("words.bin")
        let object = folder.appendingPathComponent("words.o")
        try bytes.write(to: binary)
        _ = try run(
            tools.copy,
            [
                "-I", "binary", "-O", format, "--rename-section",
                ".data=.text,alloc,load,readonly,code", binary.path, object.path,
            ])
        let text = try run(
            tools.dump,
            ["-d", "-z", "--no-show-raw-insn"] + options + [object.path])
        return text.split(separator: "\n").compactMap(instruction)
    }

    /// "  10:  add<tab>x0, x1, #0x1  // =1" to "add x0, x1, #0x1".
    private static func instruction(_ line: Substring) -> String? {
        guard let colon = line.firstIndex(of: ":"),
            UInt64(line[..<colon].trimmingCharacters(in: .whitespaces), radix: 16) != nil
        else { return nil }
        var text = String(line[line.index(after: colon)...])
        for marker in ["//", " <_binary"] {
            if let range = text.range(of: marker) { text = String(text[..<range.lowerBound]) }
        }
        return text.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: "\t", with: " ")
    }

    private static func run(_ tool: URL, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = tool
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
