// Generated code calls its stubs and nothing else, and the stubs call the functions of HostHelpers:
// the test disassembles the code of machines that ran, and looks.

#if arch(x86_64) && !DEBUG
    import Foundation
    import Testing

    @testable import SwiftVMM

    /// The code memory of machines that ran the firmware images, disassembled.
    @Suite(.enabled(if: objdump != nil, "no objdump")) struct GeneratedCallTests {
        /// What leaves generated code other than by its stubs, and how much was looked at.
        private struct Look {
            var calls = 0
            var blocks = 0
            var helpers: Set<UInt64> = []
            var strangers: [String] = []
        }

        /// The ways to compile that make different code.
        private static let variants = EngineMatrixTests.variants.filter {
            [
                "everything compiled", "superblocks at once", "no linear pages",
                "SSE4.1 and nothing more",
            ].contains($0.name)
        }

        private func engine(
            after image: String, _ variant: EngineMatrixTests.Variant
        ) throws -> HostCodeEngine {
            var configuration = MachineConfiguration()
            if image.hasPrefix("../arm/") {
                configuration.cpuModel = .cortexA15
                configuration.gicVersion = .v2
            }
            configuration.memoryBytes = 16 << 20
            configuration.backend = .software
            configuration.engine = .translator
            configuration.hostCode = variant.hostCode
            let machine = try VirtualMachine(configuration)
            let path = DeterminismTests.folder.appendingPathComponent(image).path
            try machine.load(Image(contentsOf: path))
            _ = machine.run(RunLimits(instructions: 40_000))
            let software = try #require(machine.engine as? SoftwareEngine)
            return try #require(software.system.hostCode)
        }

        /// The lines of a disassembly: address, and the instruction's words.
        private func disassemble(_ bytes: [UInt8], at start: Int) throws -> [(Int, [Substring])] {
            let file = FileManager.default.temporaryDirectory
                .appendingPathComponent("generated-\(UUID().uuidString)")
            try Data(bytes).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: try #require(objdump))
            process.arguments = [
                "-D", "-b", "binary", "-m", "i386:x86-64", "--no-show-raw-insn",
                "--adjust-vma=\(start)", file.path,
            ]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let data = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            var result: [(Int, [Substring])] = []
            for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
                let parts = line.split(separator: "\t")
                guard parts.count >= 2 else { continue }
                let number = parts[0].drop { $0 == " " }.prefix { $0 != ":" }
                guard let address = Int(number, radix: 16) else { continue }
                result.append((address, parts[1].split { $0 == " " || $0 == "," }))
            }
            return result
        }

        /// What the compiler keeps between blocks becomes NOPs, which the disassembler cannot take
        /// for instructions. Also the entries of blocks.
        private func withoutData(_ code: [UInt8], _ engine: HostCodeEngine) -> ([UInt8], Set<Int>) {
            let memory = engine.cache.memory
            let start = Int(bitPattern: memory.executable)
            let writable = UInt64(UInt(bitPattern: memory.writable))
            var result = code
            var entries: Set<Int> = []
            func word(_ offset: Int) -> UInt64 {
                (0..<8).reduce(0) { $0 | UInt64(code[offset + $1]) << UInt64(8 * $1) }
            }
            func blank(_ range: Range<Int>) {
                for offset in range where offset < result.count { result[offset] = 0x90 }
            }
            let constants = engine.cache.stubs.constants.magnitude32 - start
            let end = engine.cache.stubs.constants.limit64 + 16 - start
            blank(constants..<end)
            var offset = end
            while offset + 24 <= code.count {
                let value = word(offset)
                if value >= writable, value < writable + UInt64(memory.lengthBytes) {
                    // A link record, which begins with the place to patch.
                    blank(offset..<offset + 24)
                    offset += 24
                    continue
                }
                if offset & 15 == 0, value > 0, value < 1 << 20, word(offset + 8) == 0 {
                    // The header, and before it the addresses of the region's blocks.
                    blank(offset..<offset + 16)
                    entries.insert(start + offset + 16)
                    var before = offset - 8
                    while before >= end {
                        let token = word(before)
                        let isPadding = token == 0xcccc_cccc_cccc_cccc
                        guard isPadding || token >> 48 == 0 && token > 1 << 32 else { break }
                        blank(before..<before + 8)
                        before -= 8
                    }
                    offset += 16
                    continue
                }
                offset += 8
            }
            return (result, entries)
        }

        private func look(at engine: HostCodeEngine, adding extra: [UInt8] = []) throws -> Look {
            let stubs = engine.cache.stubs
            let start = Int(bitPattern: engine.cache.memory.executable)
            let code = engine.cache.code(from: UInt(start))
            let (plain, entries) = withoutData(code, engine)
            let bytes = plain + extra
            let firstBlock = stubs.constants.limit64 + 16
            var found = Look()
            found.blocks = entries.count
            var patchedEnd = 0
            var constant: UInt64 = 0
            for (address, words) in try disassemble(bytes, at: start) {
                guard let mnemonic = words.first else { continue }
                if entries.contains(address), mnemonic.hasPrefix("jmp") {
                    // A jump over the beginning of a block; half an instruction may follow.
                    patchedEnd = address + 24
                }
                let text = words.joined(separator: " ")
                let isCall = mnemonic.hasPrefix("call")
                if mnemonic == "movabs", words.count >= 2, words[1].hasPrefix("$0x") {
                    constant = UInt64(words[1].dropFirst(3), radix: 16) ?? 0
                }
                guard isCall || mnemonic.hasPrefix("j"), words.count >= 2,
                    address >= patchedEnd || entries.contains(address)
                else { continue }
                if isCall { found.calls += 1 }
                guard words[1].hasPrefix("0x"),
                    let target = Int(words[1].dropFirst(2), radix: 16)
                else {
                    if !isCall { continue }
                    if address < firstBlock {
                        found.helpers.insert(constant)
                    } else {
                        found.strangers.append(text)
                    }
                    continue
                }
                let isKnown =
                    isCall
                    ? target == stubs.execute || target == stubs.compute
                    : target >= start && target < start + bytes.count
                if !isKnown { found.strangers.append(text) }
            }
            return found
        }

        private static let images = DeterminismTests.images + EngineMatrixTests.images32

        @Test("blocks call their stubs only", arguments: images, variants)
        func blocksCallStubsOnly(_ image: String, _ variant: EngineMatrixTests.Variant) throws {
            let engine = try engine(after: image, variant)
            let found = try look(at: engine)
            // Other thresholds may be more than a short image reaches.
            #expect(found.blocks > 0 || variant.hostCode.threshold > 0)
            #expect(found.strangers.isEmpty)
            // HostHelpers has five.
            #expect(found.helpers.count == 5)
            #expect(found.helpers.contains(UInt64(HostCodeEngine.transitionAddress)))
        }

        /// The look sees calls that are not to a stub, directly and through a register.
        @Test func theLookSeesStrangers() throws {
            let image = try #require(DeterminismTests.images.first)
            let engine = try engine(after: image, Self.variants[0])
            let plain = try look(at: engine)
            #expect(Self.variants.count == 4)
            #expect(plain.calls > 6)
            let far: [UInt8] = [0x90, 0xe8, 0, 0, 0, 0x40]
            let through: [UInt8] = [0x90, 0xff, 0xd0]
            let jump: [UInt8] = [0x90, 0x0f, 0x84, 0, 0, 0, 0x40]
            for extra in [far, through, jump] {
                let found = try look(at: engine, adding: extra)
                #expect(found.strangers.count == plain.strangers.count + 1)
            }
        }
    }
#endif
