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
              vmm doctor --registers
              vmm doctor --registers --e2h res1
            """
    )

    @Option(help: "Form of the answer.")
    var format: OutputFormat = .text

    @Flag(
        help: """
            Show what registers hold at reset, on KVM's virtual EL2 and on ours; at EL1 where the \
            host has no EL2 for guests.
            """)
    var registers = false

    @Option(
        name: .customLong("e2h"),
        help: ArgumentHelp(
            "With --registers: HCR_EL2.E2H always 0, or always 1.", valueName: "none|res1"))
    var e2h: E2HChoice?

    func run() throws {
        if registers {
            do {
                let table = try ResetRegisters(e2h: e2h?.personality)
                switch format {
                case .text: Terminal.standardOutput.text(table.text)
                case .json: Terminal.standardOutput.line(table.json.text(pretty: true))
                }
                return try Terminal.finishStandardOutput()
            } catch let error as VMMError {
                throw error.asExit
            }
        }
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
    var kvmHost: KVMHost
    var capabilities: [(name: String, meaning: String, value: Int32)] = []

    init(kvmPath: String = KVMSystem.defaultPath) {
        host = Self.hostDescription()
        kvmHost = KVMHost(path: kvmPath)
        do throws(KVMError) {
            let system = try KVMSystem(path: kvmPath)
            for row in KVMCapability.described {
                capabilities.append((row.name, row.meaning, try system.value(of: row.capability)))
            }
        } catch {
            kvmHost.error = kvmHost.error ?? error
        }
    }

    /// What `--backend auto` does with an image that is entered at a level.
    private func choice(_ entry: ExceptionLevel) -> BackendSelection {
        var configuration = MachineConfiguration()
        configuration.entryLevel = entry
        do throws(VMMError) {
            return try BackendSelection(configuration, host: kvmHost)
        } catch {
            preconditionFailure("auto refused to choose: \(error)")
        }
    }

    var text: String {
        var rows = [
            ["host", host],
            ["software backend", "yes: AArch64 with EL2, on any host"],
        ]
        if let error = kvmHost.error {
            rows.append(["/dev/kvm", "no: \(error)"])
            if let hint = error.hint { rows.append(["", hint]) }
        } else {
            rows.append(["/dev/kvm", "yes: API version \(KVMSystem.apiVersion)"])
        }
        for (name, lack) in [
            ("kvm backend, EL1", kvmHost.lackForEL1), ("kvm backend, EL2", kvmHost.lackForEL2),
        ] {
            rows.append([name, lack.map { "no: \($0.reason)" } ?? "yes"])
            if let lack { rows.append(["", lack.fix]) }
        }
        rows.append(["auto picks, EL2", choice(.el2).text])
        rows.append(["auto picks, EL1", choice(.el1).text])
        var text = Table(rows: rows).text
        if !capabilities.isEmpty {
            text += "\nWhat /dev/kvm says:\n"
            text +=
                Table(
                    rows: capabilities.map { [$0.name, String($0.value), $0.meaning] },
                    indent: "  "
                ).text
        }
        return text
    }

    var json: JSONValue {
        func backend(_ lack: (reason: String, fix: String)?) -> JSONValue {
            .object([
                ("available", .bool(lack == nil)),
                ("reason", lack.map { .string($0.reason) } ?? .null),
                ("hint", lack.map { .string($0.fix) } ?? .null),
            ])
        }
        return .object([
            ("format", .string("swiftvmm-doctor")),
            ("version", .number(1)),
            ("host", .string(host)),
            (
                "kvmDevice",
                .object([
                    ("available", .bool(kvmHost.error == nil)),
                    ("reason", kvmHost.error.map { .string($0.description) } ?? .null),
                    ("hint", kvmHost.error?.hint.map(JSONValue.string) ?? .null),
                    (
                        "capabilities",
                        .object(capabilities.map { ($0.name, .number(Int($0.value))) })
                    ),
                ])
            ),
            (
                "backends",
                .object([
                    ("software", .object([("available", .bool(true))])),
                    ("kvm", backend(kvmHost.lackForEL2)),
                    ("kvmAtEL1", backend(kvmHost.lackForEL1)),
                ])
            ),
            ("automatic", .string(choice(.el2).backend.rawValue)),
            ("automaticAtEL1", .string(choice(.el1).backend.rawValue)),
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
