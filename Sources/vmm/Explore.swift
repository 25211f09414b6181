// `vmm explore`: what happens if something happens here?

import ArgumentParser
import SwiftVMM

struct Explore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a window again for each instruction, with one thing happening before it.",
        discussion: """
            EXAMPLES:
              vmm explore boot.bin --from hvc:0 --to end --inject hvc:2,irq
              vmm explore boot.bin --from init_call --to mark:3 --inject hvc:2 --replay hvc:2@17
              vmm explore --cpus 2 boot.bin --schedules 1000 --seed 7
              vmm explore boot.bin --inject irq --shard 2/8 --format json > 2.json
              vmm explore --merge 1.json 2.json

            WINDOW: --from and --to name moments: \(RunPoint.forms).

            INJECTIONS: hvc:N, a hypercall from an exception handler of the kernel; irq, fiq, \
            serror, asserted until taken; migrate, the scheduler's tick moves the thread to \
            another CPU where IRQs are unmasked; cpu-off, the CPU goes away.

            Each run goes on until the guest ends, gets stuck, or has gone on for long enough. \
            What the undisturbed run does wrong by itself is told once and not counted.
            """
    )

    @OptionGroup var processor: ProcessorOptions
    @OptionGroup var boot: BootOptions

    @Option(help: "Where the window begins.")
    var from = "start"

    @Option(help: "Where the window ends.")
    var to = "end"

    @Option(help: ArgumentHelp("What happens before each instruction.", valueName: "what,what"))
    var inject: InjectionList?

    @Option(help: "Also run with random turns of the CPUs, so many times.")
    var schedules = 0

    @Option(help: "Where UNKNOWN values and schedules come from.")
    var seed = Count(1)

    @Option(
        help: ArgumentHelp(
            "Instructions after the window after which a run counts as good (default: to its end).",
            valueName: "count"))
    var patience: Count?

    @Option(help: "Instructions in a window, at most.")
    var window = Count(1_000_000)

    @Option(help: ArgumentHelp("Make this share of the runs.", valueName: "k/n"))
    var shard: ShardChoice?

    @Option(help: "Threads (default: one for each processor).")
    var threads: Int?

    @Option(help: ArgumentHelp("Judge by another kernel era.", valueName: "release"))
    var era: EraChoice?

    @Option(help: "Number of vCPUs, 1 to 8.")
    var cpus = 2

    @Option(help: "Size of RAM, as 512M or 2G.")
    var memory = ByteCount(bytes: 64 << 20)

    @Option(help: "How the software CPU executes; every choice gives the same runs.")
    var engine: ExecutionEngine = .interpreter

    @Option(help: "Exception level of the entry point.")
    var el: EntryLevel = .el2

    @Option(help: ArgumentHelp("Make one run again, and show it.", valueName: "what@where"))
    var replay: DisturbanceChoice?

    @Option(help: ArgumentHelp("Events to show of it.", valueName: "kinds"))
    var trace: TraceKinds?

    @Option(
        parsing: .upToNextOption, help: "Put together the reports of shards.", completion: .file())
    var merge: [String] = []

    @Option(help: "Take symbols from an ELF file or a System.map as well.", completion: .file())
    var symbols: String?

    @Option(help: "Form of the report.")
    var format: OutputFormat = .text

    @Flag(help: "Say on stderr how fast it went.")
    var measure = false

    func validate() throws {
        guard (1...8).contains(cpus) else {
            throw ValidationError("--cpus \(cpus): this machine has 1 to 8 vCPUs.")
        }
        guard schedules >= 0, threads ?? 1 > 0 else {
            throw ValidationError("--schedules and --threads are numbers above zero.")
        }
        guard !merge.isEmpty || boot.path != nil else {
            throw ValidationError("no image to explore; name one, or reports with --merge.")
        }
        guard !merge.isEmpty || inject != nil || schedules > 0 || replay != nil else {
            throw ValidationError("nothing to try: --inject or --schedules says what.")
        }
        guard schedules == 0 || cpus > 1 else {
            throw ValidationError("--schedules needs more than one CPU.")
        }
    }

    func run() throws {
        do {
            if let disturbance = replay?.value { return try replay(disturbance) }
            let report = merge.isEmpty ? try explore() : try mergeReports()
            switch format {
            case .text: Terminal.standardOutput.text(report.text)
            case .json: Terminal.standardOutput.line(report.json.text(pretty: true))
            }
            try Terminal.finishStandardOutput()
            if Signals.isInterrupted { throw ExitStatus.interrupted.exitCode }
            if !report.isClean { throw ExitStatus.ruleViolated.exitCode }
        } catch let error as VMMError {
            throw error.asExit
        }
    }

    /// The command line that leads to the same runs, but for what is replayed.
    private var command: String {
        var words = ["vmm explore"]
        // The options as they were given; what only reports is left out.
        var isValue = false
        for word in CommandLine.arguments.dropFirst(2) {
            let dropped = [
                "--inject", "--schedules", "--shard", "--threads", "--format", "--merge",
            ]
            if isValue {
                isValue = false
            } else if dropped.contains(word) {
                isValue = true
            } else if !dropped.contains(where: { word.hasPrefix($0 + "=") }) {
                words.append(
                    word.contains(where: { " '\"$&;()<>|*?#".contains($0) })
                        ? "'\(word)'" : word)
            }
        }
        return words.joined(separator: " ")
    }

    private func explorer() throws(VMMError) -> Explorer {
        guard let path = boot.path else { preconditionFailure("validate") }
        var image = try Image(contentsOf: path)
        if let symbols {
            image.addSymbols(try SymbolFile.read(try FileContents.read(symbols), name: symbols))
        }
        var plan = ExplorationPlan()
        plan.from = try RunPoint(from, symbols: image.symbols)
        plan.to = try RunPoint(to, symbols: image.symbols)
        plan.injections = inject?.injections ?? []
        plan.scheduleCount = schedules
        plan.seed = seed.value
        plan.patience = patience?.value
        plan.windowLimit = window.value
        plan.era = era?.value
        plan.threads = threads
        if let shard { plan.shard = shard.value }
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuCount = cpus
        configuration.memoryBytes = memory.bytes
        configuration.seed = seed.value
        configuration.engine = engine
        configuration.entryLevel = el == .el1 ? .el1 : .el2
        processor.apply(to: &configuration, for: image)
        if configuration.cpuModel.isAArch32Only { configuration.gicVersion = .v2 }
        let (boot, settings, loaded) = (boot, configuration, image)
        return Explorer(plan) { () throws(VMMError) in
            let machine = try VirtualMachine(settings)
            try boot.load(loaded, into: machine)
            return machine
        }
    }

    private func explore() throws(VMMError) -> ExplorationReport {
        var explorer = try explorer()
        Signals.catchInterrupts()
        explorer.shouldStop = { Signals.isInterrupted }
        let progress = ProgressLine()
        explorer.progress = { progress.show($0, of: $1) }
        let clock = RunClock(limit: nil)
        let report: ExplorationReport
        do {
            defer { progress.end() }
            var found = try explorer.run()
            found.command = command
            report = found
        }
        if measure { try tell(explorer, report, clock.elapsedNanoseconds) }
        return report
    }

    private func tell(_ explorer: Explorer, _ report: ExplorationReport, _ nanoseconds: UInt64)
        throws(VMMError)
    {
        let threads = threads ?? WorkerThreads.processorCount
        let clock = RunClock(limit: nil)
        let restore = try explorer.restoreTime { clock.elapsedNanoseconds }
        let rate = UInt64(report.runs) * 1_000_000_000 / max(nanoseconds * UInt64(threads), 1)
        Terminal.standardError.line(
            "explore: \(report.runs) runs in \(nanoseconds / 1_000_000) ms on \(threads) threads, "
                + "\(rate) a second on each; back to a snapshot of \(memory.bytes >> 20) MiB in "
                + "\(restore / 1000).\(restore % 1000 / 100) us")
    }

    private func replay(_ disturbance: Disturbance) throws {
        let explorer = try explorer()
        let tracer = try Tracer(
            kinds: trace?.kinds, path: nil, format: .text,
            symbols: try Image(contentsOf: boot.path ?? "").symbols)
        let result = try explorer.replay(
            disturbance, console: { Terminal.standardOutput.byte($0) },
            observers: tracer.map { [$0] } ?? [])
        tracer?.flush()
        if let point = result.point {
            Terminal.standardOutput.line("\(disturbance.text), before \(point.pc.hex())")
        }
        guard let causes = result.causes else {
            Terminal.standardError.line("error: \(disturbance.text) cannot happen there")
            throw ExitStatus.usage.exitCode
        }
        for cause in causes {
            Terminal.standardOutput.line("\(cause.kind.rawValue): \(cause.text)")
        }
        if causes.isEmpty { Terminal.standardOutput.line("nothing found") }
        try Terminal.finishStandardOutput()
        if !causes.isEmpty { throw ExitStatus.ruleViolated.exitCode }
    }

    private func mergeReports() throws(VMMError) -> ExplorationReport {
        // The argument before the others may have been taken for the image.
        let paths = merge + (boot.path.map { [$0] } ?? [])
        var result: ExplorationReport?
        for path in paths {
            let value = try JSONValue(parsing: try FileContents.read(path), name: path)
            let report = try ExplorationReport(value, name: path)
            try result?.merge(report)
            result = result ?? report
        }
        guard let result else { preconditionFailure("validate") }
        return result
    }
}

/// "hvc:1,irq".
struct InjectionList: ExpressibleByArgument {
    var injections: [Injection] = []

    init?(argument: String) {
        for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let injection = Injection(word) else { return nil }
            if !injections.contains(injection) { injections.append(injection) }
        }
    }
}

/// "2/8".
struct ShardChoice: ExpressibleByArgument {
    var value: ExplorationPlan.Shard

    init?(argument: String) {
        guard let shard = ExplorationPlan.Shard(argument) else { return nil }
        value = shard
    }
}

/// "hvc:2@17".
struct DisturbanceChoice: ExpressibleByArgument {
    var value: Disturbance

    init?(argument: String) {
        guard let disturbance = Disturbance(argument) else { return nil }
        value = disturbance
    }
}
