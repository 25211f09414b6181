// Options of `vmm run` about moments of the run: keep one, go back to it, look around it, watch
// from one to another.

import ArgumentParser
import SwiftVMM

struct MomentOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep this moment in the file of --snapshot: \(RunPoint.forms).", valueName: "moment"))
    var snapshotAt: String?

    @Option(help: "The file for --snapshot-at.", completion: .file())
    var snapshot: String?

    @Option(help: "Begin at the moment that a snapshot kept.", completion: .file())
    var restore: String?

    @Option(
        help: ArgumentHelp(
            "Show the instructions before a moment, or before the first finding.",
            valueName: "moment|finding"))
    var traceAround: String?

    @Option(name: .customShort("n"), help: "How many instructions --trace-around shows.")
    var count = Count(100)

    @Option(
        help: ArgumentHelp(
            "Watch for --hazards from this moment on, at full speed before.",
            valueName: "moment"))
    var hazardsFrom: String?

    @Option(
        help: ArgumentHelp("Watch for --hazards no longer than to this one.", valueName: "moment"))
    var hazardsTo: String?

    func validate() throws {
        guard (snapshotAt == nil) == (snapshot == nil) else {
            throw ValidationError(
                "--snapshot-at says when, --snapshot where: give both or neither.")
        }
    }

    var isUsed: Bool {
        snapshotAt != nil || restore != nil || traceAround != nil || hazardsFrom != nil
            || hazardsTo != nil
    }
}

/// Takes a machine through the moments that the options name, before it runs to its end.
struct Moments {
    let options: MomentOptions
    let symbols: Symbols
    let limits: RunLimits
    let format: OutputFormat
    /// What --hazards-from and --hazards-to are about.
    let hazards: HazardKinds

    /// - Parameters:
    ///   - makeTwin: The same machine again, to look ahead with.
    ///   - restored: Called when the guest is where its output is new.
    /// - Returns: How the run ended, if it did on the way.
    func run(
        _ machine: VirtualMachine, makeTwin: () throws(VMMError) -> VirtualMachine,
        restored: () -> Void
    ) throws(VMMError) -> RunOutcome? {
        if let path = options.restore {
            let value = try JSONValue(parsing: try FileContents.read(path), name: path)
            let file = try SnapshotFile(value, name: path)
            try file.restore(machine, shouldStop: limits.shouldStop)
        }
        restored()
        if let text = options.snapshotAt, let path = options.snapshot {
            let point = try RunPoint(text, symbols: symbols)
            let outcome = machine.run(to: point, limits)
            guard outcome == .event || point.kind == .end else {
                throw VMMError(
                    .usage, "--snapshot-at \(text): the moment did not come",
                    hint: "the run ended before: \(RunEnding(outcome))")
            }
            let file = try SnapshotFile(machine, moment: text)
            try FileContents.write(Array((file.json.text(pretty: true) + "\n").utf8), to: path)
            if outcome != .event { return outcome }
        }
        if let outcome = try watch(machine) { return outcome }
        guard let text = options.traceAround else { return nil }
        let end = try findMoment(text, try makeTwin())
        let first = end &- min(options.count.value, end)
        if machine.instructionCount < first {
            let outcome = machine.run(bounded(first))
            if outcome != .instructionLimit { return outcome }
        }
        guard
            let tracer = try Tracer(
                kinds: [.instructions, .exceptions, .systemRegisters], path: nil, format: format,
                symbols: symbols)
        else { return nil }
        machine.observers.append(tracer)
        let outcome = machine.run(bounded(end))
        machine.observers.removeAll { $0 === tracer }
        tracer.flush()
        return outcome == .instructionLimit ? nil : outcome
    }

    /// Watches from one moment to the other; the outcome of a run that ended before.
    private func watch(_ machine: VirtualMachine) throws(VMMError) -> RunOutcome? {
        if let text = options.hazardsFrom {
            let point = try RunPoint(text, symbols: symbols)
            let outcome = machine.run(to: point, limits)
            guard outcome == .event else {
                throw VMMError(
                    .usage, "--hazards-from \(text): the moment did not come",
                    hint: "the run ended before: \(RunEnding(outcome))")
            }
            machine.watchHazards(hazards)
        }
        guard let text = options.hazardsTo else { return nil }
        let point = try RunPoint(text, symbols: symbols)
        let outcome = machine.run(to: point, limits)
        if outcome != .event { return outcome }
        machine.watchHazards([])
        return nil
    }

    private func bounded(_ instructions: UInt64) -> RunLimits {
        var limits = limits
        limits.instructions = min(limits.instructions ?? .max, instructions)
        return limits
    }

    /// Instructions until the moment, found by a machine of its own.
    private func findMoment(_ text: String, _ twin: VirtualMachine) throws(VMMError) -> UInt64 {
        let outcome: RunOutcome
        if text == "finding" {
            let checker = try twin.makeChecker()
            var limits = limits
            limits.stopEvent = StopEvent(checker.observedKinds) { _ in checker.hasFindings }
            outcome = twin.run(limits)
        } else {
            let point = try RunPoint(text, symbols: symbols)
            outcome = twin.run(to: point, limits)
            if point.kind == .end { return twin.instructionCount }
        }
        guard outcome == .event else {
            throw VMMError(
                .usage, "--trace-around \(text): the moment did not come",
                hint: "the run ended before: \(RunEnding(outcome))")
        }
        return twin.instructionCount
    }
}
