// `vmm explain`: what a rule, a bug, a register or an exit code means.

import ArgumentParser
import SwiftVMM

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain a rule, a bug, a register or an exit code.",
        discussion: """
            EXAMPLES:
              vmm explain HYP-21       a rule of the hyp ABI
              vmm explain B21          a bug that broke it
              vmm explain vbar_el2     a system register
              vmm explain 124          an exit code of vmm
              vmm explain              what can be explained
            """
    )

    @Argument(help: "What to explain.")
    var topic: String?

    func run() throws {
        guard let topic else {
            Terminal.standardOutput.text(Explanation.overview)
            try Terminal.finishStandardOutput()
            return
        }
        guard let text = Explanation.text(for: topic) else {
            Terminal.standardError.line("error: nothing here is called \(topic)")
            Terminal.standardError.line("hint: vmm explain lists what can be explained")
            throw ExitStatus.usage.exitCode
        }
        Terminal.standardOutput.text(text)
        try Terminal.finishStandardOutput()
    }
}

enum Explanation {
    /// The text for a topic; nil if there is no such thing.
    static func text(for topic: String) -> String? {
        if let number = Int32(topic), let status = ExitStatus(rawValue: number) {
            return "Exit code \(number): \(status.meaning).\n"
        }
        return SystemRegister.find(named: topic).map(describe)
    }

    static var overview: String {
        let codes = ExitStatus.allCases.map { [String($0.rawValue), $0.meaning] }
        let names = SystemRegister.table.map(\.name)
        return """
            Exit codes of vmm:
            \(Table(rows: codes, indent: "  ").text)
            System registers, \(names.count) of them, by name: \(names.prefix(4).joined(separator: ", ")), ...

            """
    }

    private static func describe(_ register: SystemRegister) -> String {
        let encoding = register.encoding
        var rows = [
            [
                "encoding",
                "\(encoding.genericName) (op0 \(encoding.op0), op1 \(encoding.op1), "
                    + "CRn \(encoding.crn), CRm \(encoding.crm), op2 \(encoding.op2))",
            ],
            ["reached from", "\(register.minimumEL) and higher"],
            ["access", access(register.access)],
            ["after reset", reset(register.reset)],
            ["writable", register.writable == 0 ? "no bits" : register.writable.fullHex],
        ]
        if register.fixedOnes != 0 { rows.append(["RES1", register.fixedOnes.fullHex]) }
        switch register.renaming {
        case .none: break
        case .redirectedAtEL2(let id):
            rows.append(["at EL2 with E2H", "reaches \(SystemRegister[id].name)"])
        case .alias(let id):
            rows.append(["alias", "reaches \(SystemRegister[id].name) from EL2 with E2H"])
        }
        return register.name + "\n" + Table(rows: rows, indent: "  ").text
    }

    private static func access(_ access: SystemRegister.Access) -> String {
        switch access {
        case .readWrite: "read and write"
        case .readOnly: "read only"
        case .writeOnly: "write only"
        }
    }

    private static func reset(_ reset: SystemRegister.Reset) -> String {
        switch reset {
        case .value(let value): value.fullHex
        case .unknown: "UNKNOWN"
        case .partial(let known, let value):
            "\(value.fullHex) in the bits of \(known.fullHex), the others UNKNOWN"
        case .identification: "fixed by the CPU model"
        }
    }
}
