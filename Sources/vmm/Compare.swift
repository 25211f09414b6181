// `vmm compare`: one image on two backends, register by register.

import ArgumentParser
import SwiftVMM

/// "kvm,software".
struct BackendPair: ExpressibleByArgument {
    var backends: [Backend]

    init?(argument: String) {
        let backends = argument.split(separator: ",").map { Backend(rawValue: String($0)) }
        guard backends.count == 2, let first = backends[0], let second = backends[1],
            first != .automatic, second != .automatic
        else { return nil }
        self.backends = [first, second]
    }
}

/// "interpreter,translator", in either order.
struct EnginePair: ExpressibleByArgument {
    init?(argument: String) {
        let names = Set(argument.split(separator: ",").map(String.init))
        guard names == ["interpreter", "translator"] else { return nil }
    }
}

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run an image on two backends or engines and compare what they do.",
        discussion: """
            EXAMPLES:
              vmm compare --backends kvm,software hyp-stub.bin
              vmm compare --backends kvm,software --cpus 2 --format json hyp-init.bin
              vmm compare --engines interpreter,translator hyp-init.bin
              vmm compare --engines interpreter,translator --cpu cortex-a57 Image

            At every checkpoint of the probe device all registers are compared by name, and at \
            the end the verdicts. Differences are allowed for a stated reason, or suspect; one \
            that is suspect makes the exit code 1. Engines of the software CPU may not differ at \
            all: the first instruction after which they do is shown with its block as guest \
            code, IR and host code.
            """
    )

    @Argument(help: "The image to run.", completion: .file())
    var image: String

    @Option(help: ArgumentHelp("The two backends.", valueName: "backend,backend"))
    var backends: BackendPair?

    @Option(
        help: ArgumentHelp(
            "The two ways the software CPU executes: interpreter,translator.",
            valueName: "engine,engine"))
    var engines: EnginePair?

    @Option(help: "With --engines, stop after this many instructions.")
    var maxInstructions = Count(1_000_000_000)

    @Option(help: ArgumentHelp("With --engines, the processor.", valueName: "model"))
    var cpu: CPUChoice?

    @Option(name: .customLong("el"), help: "Exception level of the entry point.")
    var entryLevel: EntryLevel = .el2

    @Option(
        name: .customLong("e2h"),
        help: "HCR_EL2.E2H: none without VHE, or res1 stuck at one (default: what KVM has).")
    var e2h: E2HChoice?

    @Option(help: "Number of vCPUs, 1 to 8.")
    var cpus = 1

    @Option(help: "Size of RAM, as 512M or 2G.")
    var memory = ByteCount(bytes: 512 << 20)

    @Option(help: "Stop each run after this much real time.")
    var timeout: TimeLimit?

    @Option(help: "Form of the answer.")
    var format: OutputFormat = .text

    func validate() throws {
        if let cpu, cpu.model == nil { throw CleanExit.message(CPUChoice.list) }
        guard (backends == nil) != (engines == nil) else {
            throw ValidationError("give one of --backends and --engines.")
        }
        guard (1...8).contains(cpus) else {
            throw ValidationError("--cpus \(cpus): this machine has 1 to 8 vCPUs.")
        }
    }

    func run() throws {
        do {
            if engines != nil { return try compareEngines() }
            let comparison = try compare()
            switch format {
            case .text: Terminal.standardOutput.text(comparison.text)
            case .json: Terminal.standardOutput.line(comparison.json.text(pretty: true))
            }
            try Terminal.finishStandardOutput()
            if !comparison.suspects.isEmpty { throw ExitStatus.guestFailure.exitCode }
        } catch let error as VMMError {
            throw error.asExit
        }
    }

    private func compareEngines() throws {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuCount = cpus
        configuration.memoryBytes = memory.bytes
        configuration.entryLevel = entryLevel == .el1 ? .el1 : .el2
        if let model = cpu?.model { configuration.cpuModel = model }
        configuration.e2h = e2h?.personality
        Signals.catchInterrupts()
        let clock = RunClock(limit: timeout)
        let comparison = try EngineComparison(
            try Image(contentsOf: image), configuration, instructions: maxInstructions.value,
            shouldStop: { Signals.isInterrupted || clock.isOver })
        switch format {
        case .text: Terminal.standardOutput.text(comparison.text)
        case .json: Terminal.standardOutput.line(comparison.json.text(pretty: true))
        }
        try Terminal.finishStandardOutput()
        if comparison.difference != nil { throw ExitStatus.guestFailure.exitCode }
    }

    private func compare() throws(VMMError) -> BackendComparison {
        let image = try Image(contentsOf: image)
        Signals.catchInterrupts()
        var records: [CheckpointRecord] = []
        // KVM goes first: the software CPU can have whatever kind of EL2 that has.
        let pair = backends?.backends ?? []
        let order = pair.sorted { a, _ in a == .kvm }
        for backend in order {
            var configuration = MachineConfiguration()
            configuration.backend = backend
            configuration.cpuCount = cpus
            configuration.memoryBytes = memory.bytes
            configuration.entryLevel = entryLevel == .el1 ? .el1 : .el2
            configuration.e2h = e2h?.personality ?? records.first?.backend.e2h
            let clock = RunClock(limit: timeout)
            records.append(
                try CheckpointRecord(
                    image, configuration,
                    limits: RunLimits(shouldStop: { Signals.isInterrupted || clock.isOver })))
        }
        return order == pair
            ? BackendComparison(records[0], records[1]) : BackendComparison(records[1], records[0])
    }
}
