// `vmm check`: the hyp ABI of a live kernel, rule by rule.

import ArgumentParser
import SwiftVMM

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Try every rule of the hyp ABI on a live kernel.",
        discussion: """
            EXAMPLES:
              vmm check Image                         boot it, try every rule at every stage
              vmm check --verbose hyp-init.bin        and list each experiment
              vmm check --format json Image           the report as data

            The image boots on the software CPU. When it has installed its stub and dropped to \
            EL1, when KVM's init vectors are in, and when KVM's init has returned, the machine is \
            kept as it is, and each experiment sets registers, makes its calls and is thrown \
            away again.
            """
    )

    @OptionGroup var processor: ProcessorOptions
    @OptionGroup var boot: BootOptions

    @Option(help: ArgumentHelp("Judge by another kernel era.", valueName: "release"))
    var era: EraChoice?

    @Option(help: "Number of vCPUs, 1 to 8.")
    var cpus = 2

    @Option(
        name: .customLong("modes"),
        help: ArgumentHelp(
            "Boot a Linux kernel once for each: default, nvhe, protected (default: all).",
            valueName: "mode,mode"))
    var requestedModes: KVMModes?

    @Option(help: "Size of RAM, as 512M or 2G.")
    var memory = ByteCount(bytes: 512 << 20)

    @Option(help: "Where UNKNOWN values come from; the same seed gives the same check.")
    var seed = Count(1)

    @Option(help: "Stop after this much real time, as 10s, 500ms or 2m.")
    var timeout: TimeLimit?

    @Option(
        help: ArgumentHelp("Take symbols from an ELF file as well.", valueName: "elf file"),
        completion: .file())
    var symbols: String?

    @Option(help: "Form of the report.")
    var format: OutputFormat = .text

    @Flag(help: "List the experiments that found nothing, too.")
    var verbose = false

    @Flag(help: "Show the kernel's console on stderr.")
    var console = false

    /// A mode that the user's own command line asks for is the only one.
    private var modes: [KVMMode] {
        if let requestedModes { return requestedModes.modes }
        return boot.append?.contains("kvm-arm.mode=") == true ? [] : [.default, .nvhe, .protected]
    }

    func validate() throws {
        guard boot.dumpDtb == nil else {
            throw ValidationError("--dump-dtb belongs to vmm run.")
        }
        guard (1...8).contains(cpus) else {
            throw ValidationError("--cpus \(cpus): this machine has 1 to 8 vCPUs.")
        }
    }

    func run() throws {
        do {
            let clock = RunClock(limit: timeout)
            let (report, symbols) = try check(clock)
            switch format {
            case .text:
                Terminal.standardOutput.text(
                    report.text(symbols: symbols, showsExperiments: verbose))
            case .json:
                Terminal.standardOutput.line(report.value(symbols: symbols).text(pretty: true))
            }
            try Terminal.finishStandardOutput()
            // What was not tried says nothing: a part of a check is no success.
            if Signals.isInterrupted { throw ExitStatus.interrupted.exitCode }
            if !report.isClean || report.hazardCount > 0 {
                throw ExitStatus.ruleViolated.exitCode
            }
            if clock.isOver { throw ExitStatus.limitReached.exitCode }
        } catch let error as VMMError {
            throw error.asExit
        }
    }

    /// A machine with the image in it, at its entry point.
    private func machine(
        _ image: Image, commandLine: String, seed: UInt64, watches: Bool = true
    ) throws(VMMError) -> VirtualMachine {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuCount = cpus
        configuration.memoryBytes = memory.bytes
        configuration.seed = seed
        processor.apply(to: &configuration, for: image)
        if !watches { configuration.hazards = [] }
        if configuration.cpuModel.isAArch32Only { configuration.gicVersion = .v2 }
        let machine = try VirtualMachine(configuration)
        var boot = boot
        if !commandLine.isEmpty { boot.append = commandLine }
        try boot.load(image, into: machine)
        return machine
    }

    private func check(_ clock: RunClock)
        throws(VMMError) -> (report: KernelCheckReport, symbols: Symbols)
    {
        guard let path = boot.path else { preconditionFailure("BootOptions.validate") }
        var image = try Image(contentsOf: path)
        if let symbols {
            image.addSymbols(
                try SymbolFile.read(try FileContents.read(symbols), name: symbols))
        }
        Signals.catchInterrupts()
        let isKernel = image.format == .linux
        let own = commandLine(isKernel: isKernel)
        let lines: [String]
        if modes.isEmpty || !isKernel {
            lines = [own]
        } else {
            lines = modes.map { $0 == .default ? own : own + " kvm-arm.mode=\($0.rawValue)" }
        }
        // The first is begun even if time is over: its report says how far it came.
        var report = try check(image, commandLine: lines[0], clock)
        for line in lines.dropFirst() where !Signals.isInterrupted && !clock.isOver {
            report.append(try check(image, commandLine: line, clock))
        }
        Terminal.standardError.flush()
        return (report, image.symbols)
    }

    /// The user's, and for a kernel what makes it end at its panic without a root file system: it
    /// would count to its patience, instruction by instruction.
    private func commandLine(isKernel: Bool) -> String {
        let own = boot.append ?? ""
        guard isKernel, !own.contains("panic=") else { return own }
        return own.isEmpty ? "panic=-1" : own + " panic=-1"
    }

    private func check(
        _ image: Image, commandLine: String, _ clock: RunClock
    ) throws(VMMError) -> KernelCheckReport {
        let machine = try machine(image, commandLine: commandLine, seed: seed.value)
        if console { machine.console.output = { Terminal.standardError.byte($0) } }
        let check = try KernelCheck(machine, era: era?.value, commandLine: commandLine)
        check.seed = seed.value
        check.shouldStop = { Signals.isInterrupted || clock.isOver }
        check.makeTwin = { (seed) throws(VMMError) in
            try self.machine(image, commandLine: commandLine, seed: seed, watches: false)
        }
        return try check.run()
    }
}

/// What is asked of KVM on the kernel's command line.
enum KVMMode: String, ExpressibleByArgument, CaseIterable {
    /// Nothing: VHE where the processor has it.
    case `default`
    case nvhe, protected
}

/// "nvhe,protected".
struct KVMModes: ExpressibleByArgument {
    var modes: [KVMMode]

    init(_ modes: [KVMMode]) { self.modes = modes }

    init?(argument: String) {
        let names = argument.split(separator: ",")
        let modes = names.compactMap { KVMMode(rawValue: String($0)) }
        guard !modes.isEmpty, modes.count == names.count else { return nil }
        self.modes = modes
    }
}
