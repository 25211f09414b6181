// `vmm explain`: what a rule, a bug, a register or an exit code means.

import ArgumentParser
import SwiftVMM

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain a rule, a bug, a register, a call or an exit code.",
        discussion: """
            EXAMPLES:
              vmm explain HYP-21           a rule of the hyp ABI
              vmm explain B21              a bug that broke it
              vmm explain vbar_el2         a system register
              vmm explain esr 0x5a000000   a syndrome, field by field
              vmm explain SOFT_RESTART     a stub call
              vmm explain KF64             who may own the vectors of EL2
              vmm explain 124              an exit code of vmm
              vmm explain                  what can be explained
            """
    )

    @Argument(help: "What to explain.")
    var topic: [String] = []

    func run() throws {
        let topic = topic.joined(separator: " ")
        guard !topic.isEmpty else {
            Terminal.standardOutput.text(Self.overview)
            return try Terminal.finishStandardOutput()
        }
        guard let text = Self.text(for: topic) else {
            Terminal.standardError.line("error: nothing here is called \(topic)")
            Terminal.standardError.line("hint: vmm explain lists what can be explained")
            throw ExitStatus.usage.exitCode
        }
        Terminal.standardOutput.text(text.hasSuffix("\n") ? text : text + "\n")
        try Terminal.finishStandardOutput()
    }

    /// The text for a topic; nil if there is no such thing.
    static func text(for topic: String) -> String? {
        let code = topic.lowercased().hasPrefix("exit ") ? String(topic.dropFirst(5)) : topic
        if let number = Int32(code), let status = ExitStatus(rawValue: number) {
            return "Exit code \(number): \(status.meaning).\n"
        }
        return explanation(of: topic)
    }

    private static var overview: String {
        let codes = ExitStatus.allCases.map { [String($0.rawValue), $0.meaning] }
        let rules = Rule.table.map { [$0.id, $0.statement] }
        return """
            Exit codes of vmm:
            \(Table(rows: codes, indent: "  ").text)
            Rules of the hyp ABI:
            \(Table(rows: rules, indent: "  ").text)
            And bugs (B01...), syndromes (esr 0x5a000000), stub calls, owners of EL2, and
            \(SystemRegister.table.count) system registers, all by name.

            """
    }
}
