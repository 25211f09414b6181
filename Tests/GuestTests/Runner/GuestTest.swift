// One guest test: an assembly file whose header comments say how to run it and what it prints.

import Foundation
import SwiftVMM
import Testing

/// A file Tests/GuestTests/NAME.S. Adding a test is adding a file.
///
/// Header lines, anywhere in the file, each at the start of a line:
///
///     // EXPECT: text     a line of the console, in order
///     // CPUS: n          vCPUs of the machine; 1 without it
///     // EL: 1            entry at EL1 on a machine without EL2
///     // GIC: 2           a GICv2 instead of a GICv3
///     // ARCH: arm        a Cortex-A15, with a GICv2
///     // CPU: name        a model of ours instead of `max`
///     // HAZARD: cause    found with all hazards watched for, in order
///     // QEMU: no — why   QEMU cannot serve as oracle for this one
///     // QEMU-CPU: type   what `-cpu` gets instead of `max`
struct GuestTest: Sendable, CustomTestStringConvertible {
    let name: String
    let path: String
    var cpuCount = 1
    var entryLevel = ExceptionLevel.el2
    var gicVersion = GICVersion.v3
    /// Runs on a Cortex-A15, which has AArch32 only.
    var isAArch32 = false
    var qemuModel = "max"
    var model = CPUModel.max
    /// Why QEMU is no oracle; nil if it is one.
    var qemuExclusion: String?
    /// Causes by name.
    var hazards: [String] = []
    /// The console text, every line with its newline.
    var expected = ""

    var testDescription: String { name }

    /// The folder of the tests: the one above this file's.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()

    /// All tests by name.
    static let all: [GuestTest] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".S") }.sorted().map { file in
            let path = folder.appendingPathComponent(file).path
            let source = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            return GuestTest(name: String(file.dropLast(2)), path: path, source: source)
        }
    }()

    /// Those that QEMU judges too.
    ///
    /// Not in the attribute of the test: Swift 6.0.3 crashes on a closure there.
    static let forQEMU = all.filter {
        $0.qemuExclusion == nil && (!$0.isAArch32 || QEMU.path32 != nil)
    }

    /// Those that say what hazards they hold.
    static let withHazards = all.filter { !$0.hazards.isEmpty }

    init(name: String, path: String, source: String) {
        self.name = name
        self.path = path
        for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
            guard let (key, value) = Self.header(line) else { continue }
            switch key {
            case "EXPECT": expected += value + "\n"
            case "CPUS": cpuCount = Int(value) ?? 0
            case "EL": entryLevel = value == "1" ? .el1 : .el2
            case "GIC": gicVersion = value == "2" ? .v2 : .v3
            case "CPU": model = CPUModel.named(String(value)) ?? .max
            case "ARCH": isAArch32 = value == "arm"
            case "HAZARD": hazards.append(String(value))
            case "QEMU": qemuExclusion = String(value)
            case "QEMU-CPU": qemuModel = String(value)
            default: break
            }
        }
        if isAArch32 {
            model = .cortexA15
            gicVersion = .v2
            qemuModel = "cortex-a15"
        }
    }

    /// "// KEY: value" or "// KEY:".
    private static func header(_ line: Substring) -> (key: Substring, value: Substring)? {
        guard line.hasPrefix("// "), let colon = line.firstIndex(of: ":") else { return nil }
        let key = line[line.index(line.startIndex, offsetBy: 3)..<colon]
        guard key.allSatisfy({ $0.isUppercase || $0 == "-" }) else { return nil }
        let rest = line[line.index(after: colon)...]
        return (key, rest.hasPrefix(" ") ? rest.dropFirst() : rest)
    }
}
