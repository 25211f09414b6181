// The helpers that generated code relies on to be fast call nothing of the Swift runtime: the test
// disassembles itself and follows their calls.

#if arch(x86_64) && !DEBUG
    import Foundation
    import Testing

    @testable import SwiftVMM

    /// Path of the host's disassembler.
    let objdump: String? = {
        let paths: [String] = ["/usr/bin/objdump", "/usr/local/bin/objdump"]
        return paths.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// The file that a function of this process comes from, and the address there.
    private func place(of function: Int) throws -> (file: String, address: UInt64) {
        let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
        var base: UInt64 = 0
        for line in maps.split(separator: "\n") {
            // start-end rights offset device inode path
            let parts = line.split(separator: " ", omittingEmptySubsequences: true)
            guard parts.count >= 6 else { continue }
            let range = parts[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard range.count == 2 else { continue }
            if UInt64(parts[2], radix: 16) == 0 { base = range[0] }
            if UInt64(function) >= range[0] && UInt64(function) < range[1] {
                return (String(parts[5]), UInt64(function) - base)
            }
        }
        throw VMMError(.usage, "no mapping has the function")
    }

    @Suite(.enabled(if: objdump != nil, "no objdump")) struct FastHelperTests {
        /// One function: its name, and what it calls or jumps to elsewhere.
        private struct Function {
            var name = ""
            var lines = 0
            /// Link-time address and symbol.
            var targets: [(address: UInt64, symbol: String)] = []
            var indirectCalls: [String] = []
        }

        /// The function at a link-time address of a file.
        private func disassemble(_ file: String, _ address: UInt64) throws -> Function {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: try #require(objdump))
            process.arguments = [
                "-d", "--no-show-raw-insn", "--start-address=\(address)",
                "--stop-address=\(address + 0x4000)", file,
            ]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let data = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            var result = Function()
            for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
                if line.hasSuffix(">:") {
                    // The next function.
                    if result.lines > 0 { break }
                    result.name = String(line.drop { $0 != "<" }.dropFirst().dropLast(2))
                    continue
                }
                let parts = line.split(separator: "\t")
                guard parts.count >= 2 else { continue }
                result.lines += 1
                let text = parts[1].split(separator: " ")
                guard let mnemonic = text.first, text.count >= 2,
                    mnemonic.hasPrefix("call") || mnemonic.hasPrefix("j")
                else { continue }
                guard let target = UInt64(text[1], radix: 16), text.count >= 3 else {
                    if mnemonic.hasPrefix("call") { result.indirectCalls.append(String(line)) }
                    continue
                }
                let symbol = text[2].dropFirst().dropLast()
                let name = symbol.split(separator: "+").first.map(String.init) ?? ""
                if name != result.name { result.targets.append((target, name)) }
            }
            return result
        }

        /// SVC, HVC and ERET.
        @Test func transitionsCallNoRuntime() throws {
            let (file, start) = try place(of: HostCodeEngine.transitionAddress)
            var waiting = [start]
            var seen = Set(waiting)
            var names: [String] = []
            while let address = waiting.popLast() {
                let function = try disassemble(file, address)
                #expect(function.lines > 0)
                #expect(function.indirectCalls.isEmpty, "in \(function.name)")
                names.append(function.name)
                for target in function.targets {
                    let isRuntime =
                        target.symbol.hasPrefix("swift_") || target.symbol.contains("@plt")
                        || target.symbol.hasPrefix("malloc")
                    #expect(!isRuntime, "\(function.name) calls \(target.symbol)")
                    if !isRuntime && seen.insert(target.address).inserted {
                        waiting.append(target.address)
                    }
                }
            }
            #expect(names.count < 20, "\(names)")
        }

        /// The same look at a function that does allocate, to know that the look sees something.
        @Test func theLookSeesTheRuntime() throws {
            let allocate: @convention(c) () -> Int = { [Int](repeating: 1, count: opaque()).count }
            let (file, start) = try place(of: unsafeBitCast(allocate, to: Int.self))
            var waiting = [start]
            var found = false
            for _ in 0..<4 {
                guard let address = waiting.popLast() else { break }
                let function = try disassemble(file, address)
                found = found || function.targets.contains { $0.symbol.hasPrefix("swift_") }
                waiting += function.targets.map(\.address)
            }
            #expect(found)
        }
    }

    @inline(never) private func opaque() -> Int { ProcessInfo.processInfo.arguments.count }
#endif
