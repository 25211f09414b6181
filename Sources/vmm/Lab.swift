// `vmm lab`: the catalogue of bugs, each to be seen.

import ArgumentParser
import SwiftVMM
import Synchronization

struct Lab: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the bugs that the hyp ABI has seen, each in a scene of its own.",
        discussion: """
            EXAMPLES:
              vmm lab list
              vmm lab show B21
              vmm lab run B21 B45
              vmm lab run --all

            A scene is firmware with the bug, and the same without. run judges both: the faulty \
            form must be caught with the finding that is expected, the fixed form must be clean.
            """,
        subcommands: [List.self, Show.self, RunScenes.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the catalogue.")

        func run() throws {
            let rows = LabEntry.table.map { entry in
                [entry.id, entry.bug.title, entry.reason == nil ? entry.bug.era : "no scene"]
            }
            Terminal.standardOutput.text(Table(rows: rows).text)
            try Terminal.finishStandardOutput()
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell the story of a bug: what went wrong, where, and what it did.")

        @Argument(help: "The bug, as B21.")
        var bug: String

        func run() throws {
            do throws(VMMError) {
                Terminal.standardOutput.text(try Lab.entry(bug).story())
            } catch {
                throw error.asExit
            }
            try Terminal.finishStandardOutput()
        }
    }

    struct RunScenes: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Run scenes, and say what was found.")

        @Argument(help: "The bugs, as B21.")
        var bugs: [String] = []

        @Flag(help: "Run every scene.")
        var all = false

        @Flag(help: "Show every finding, not only the first.")
        var verbose = false

        @Option(help: "Form of the report.")
        var format: OutputFormat = .text

        func validate() throws {
            guard all != !bugs.isEmpty else {
                throw ValidationError("Name bugs to run, or give --all.")
            }
        }

        func run() throws {
            do {
                let entries =
                    all ? LabEntry.table.filter { $0.reason == nil } : try bugs.map(Lab.entry)
                let results = try Lab.run(entries)
                switch format {
                case .text: Terminal.standardOutput.text(text(results))
                case .json: Terminal.standardOutput.line(Lab.json(results).text(pretty: true))
                }
                try Terminal.finishStandardOutput()
                if results.contains(where: { !$0.isGood }) {
                    throw ExitStatus.ruleViolated.exitCode
                }
            } catch let error as VMMError {
                throw error.asExit
            }
        }

        private func text(_ results: [LabResult]) -> String {
            var rows: [[String]] = []
            for result in results {
                let first = result.faulty.first.map { "\($0.kind.rawValue): \($0.text)" }
                rows.append([
                    result.id, result.isCaught ? "caught" : "MISSED",
                    result.isClean ? "fixed is clean" : "FIXED IS NOT CLEAN",
                    first ?? "nothing found",
                ])
                if verbose {
                    rows += result.faulty.dropFirst().map { ["", "", "", $0.text] }
                }
                rows += result.fixed.map { ["", "", "fixed:", $0.text] }
            }
            let good = results.count(where: \.isGood)
            return Table(rows: rows).text
                + "\(good) of \(results.count) scenes: faulty caught, fixed clean\n"
        }
    }

    private static func entry(_ id: String) throws(VMMError) -> LabEntry {
        guard let entry = LabEntry.find(id) else {
            throw VMMError(
                .usage, "\(id) is not in the catalogue", hint: "vmm lab list shows what is")
        }
        return entry
    }

    /// Runs on all processors; results in the order of the entries.
    private static func run(_ entries: [LabEntry]) throws(VMMError) -> [LabResult] {
        if let entry = entries.first(where: { $0.reason != nil }), entries.count == 1 {
            throw VMMError(.usage, "\(entry.id) has no scene: \(entry.reason ?? "")")
        }
        let shared = Shared()
        WorkerThreads.run(min(WorkerThreads.processorCount, entries.count)) { _ in
            while true {
                let index = shared.next.add(1, ordering: .relaxed).oldValue
                guard index < entries.count else { return }
                do throws(VMMError) {
                    let result = try entries[index].run()
                    shared.results.withLock { $0[index] = result }
                } catch {
                    shared.failure.withLock { $0 = error }
                }
            }
        }
        if let error = shared.failure.withLock({ $0 }) { throw error }
        return shared.results.withLock { found in entries.indices.compactMap { found[$0] } }
    }

    /// What the threads add to.
    private final class Shared: Sendable {
        let next = Atomic<Int>(0)
        let results = Mutex<[Int: LabResult]>([:])
        let failure = Mutex<VMMError?>(nil)
    }

    private static func json(_ results: [LabResult]) -> JSONValue {
        func causes(_ causes: [RunCause]) -> JSONValue {
            .array(
                causes.map {
                    .object([("kind", .string($0.kind.rawValue)), ("text", .string($0.text))])
                })
        }
        return .object([
            ("format", .string("swiftvmm-lab")), ("version", .number(1)),
            (
                "scenes",
                .array(
                    results.map { result in
                        .object([
                            ("bug", .string(result.id)), ("title", .string(result.title)),
                            ("caught", .bool(result.isCaught)), ("clean", .bool(result.isClean)),
                            ("runs", .number(result.runs)),
                            ("faulty", causes(result.faulty)), ("fixed", causes(result.fixed)),
                        ])
                    })
            ),
        ])
    }
}
