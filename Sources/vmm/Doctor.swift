// `vmm doctor`: what this host can do, and which backend `auto` picks.

import ArgumentParser
import SwiftVMM

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what this host can do, and which backend auto picks.",
        discussion: """
            EXAMPLES:
              vmm doctor
              vmm doctor --format json
            """
    )

    @Option(help: "Form of the answer.")
    var format: OutputFormat = .text

    func run() throws {
        let diagnosis = Diagnosis()
        switch format {
        case .text: Terminal.standardOutput.text(diagnosis.text)
        case .json: Terminal.standardOutput.line(diagnosis.json.text(pretty: true))
        }
        try Terminal.finishStandardOutput()
    }
}

/// What was found out about the host.
struct Diagnosis {
    var host: String
    var kvm: Result<[(name: String, meaning: String, value: Int32)], KVMError>

    init(kvmPath: String = KVMSystem.defaultPath) {
        host = Self.hostDescription()
        do throws(KVMError) {
            let system = try KVMSystem(path: kvmPath)
            var values: [(name: String, meaning: String, value: Int32)] = []
            for row in KVMCapability.described {
                values.append((row.name, row.meaning, try system.value(of: row.capability)))
            }
            kvm = .success(values)
        } catch {
            kvm = .failure(error)
        }
    }

    static let backendsText = "software, because the KVM backend is not there yet"

    var text: String {
        var rows = [
            ["host", host],
            ["software backend", "yes: AArch64 with EL2, on any host"],
        ]
        switch kvm {
        case .success: rows.append(["/dev/kvm", "yes: API version \(KVMSystem.apiVersion)"])
        case .failure(let error):
            rows.append(["/dev/kvm", "no: \(error)"])
            if let hint = error.hint { rows.append(["", hint]) }
        }
        rows.append(["kvm backend", "no: not there yet"])
        rows.append(["auto picks", Self.backendsText])
        var text = Table(rows: rows).text
        if case .success(let values) = kvm {
            text += "\nWhat /dev/kvm says:\n"
            text +=
                Table(
                    rows: values.map { [$0.name, String($0.value), $0.meaning] }, indent: "  "
                ).text
        }
        return text
    }

    var json: JSONValue {
        var device: [(String, JSONValue)]
        switch kvm {
        case .success(let values):
            device = [
                ("available", .bool(true)),
                (
                    "capabilities",
                    .object(values.map { ($0.name, .number(Int($0.value))) })
                ),
            ]
        case .failure(let error):
            device = [
                ("available", .bool(false)),
                ("reason", .string(error.description)),
                ("hint", error.hint.map(JSONValue.string) ?? .null),
            ]
        }
        return .object([
            ("format", .string("swiftvmm-doctor")),
            ("version", .number(1)),
            ("host", .string(host)),
            ("kvmDevice", .object(device)),
            (
                "backends",
                .object([
                    ("software", .object([("available", .bool(true))])),
                    (
                        "kvm",
                        .object([
                            ("available", .bool(false)), ("reason", .string("not there yet")),
                        ])
                    ),
                ])
            ),
            ("automatic", .string("software")),
        ])
    }

    private static func hostDescription() -> String {
        var name = utsname()
        guard uname(&name) == 0 else { return "unknown" }
        func string<T>(_ field: T) -> String {
            withUnsafeBytes(of: field) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
        }
        return "\(string(name.sysname)) \(string(name.release)) on \(string(name.machine))"
    }
}
