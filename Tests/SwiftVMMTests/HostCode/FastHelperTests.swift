// The helpers that generated code relies on to be fast call nothing of the Swift runtime: the test
// disassembles itself and follows their calls.

#if arch(x86_64) && !DEBUG
    import Foundation
    import Testing

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    @testable import SwiftVMM

    private let objdump = ["/usr/bin/objdump", "/usr/local/bin/objdump"].first {
        access($0, X_OK) == 0
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
            var info = Dl_info()
            let start = HostCodeEngine.transitionAddress
            try #require(dladdr(UnsafeRawPointer(bitPattern: start), &info) != 0)
            let base = UInt64(UInt(bitPattern: info.dli_fbase))
            let file = String(cString: info.dli_fname)
            var waiting = [UInt64(start) - base]
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
            let start = unsafeBitCast(allocate, to: Int.self)
            var info = Dl_info()
            try #require(dladdr(UnsafeRawPointer(bitPattern: start), &info) != 0)
            let base = UInt64(UInt(bitPattern: info.dli_fbase))
            var waiting = [UInt64(start) - base]
            var found = false
            for _ in 0..<4 {
                guard let address = waiting.popLast() else { break }
                let function = try disassemble(String(cString: info.dli_fname), address)
                found = found || function.targets.contains { $0.symbol.hasPrefix("swift_") }
                waiting += function.targets.map(\.address)
            }
            #expect(found)
        }
    }

    @inline(never) private func opaque() -> Int { Int(getpid()) & 7 }
#endif
