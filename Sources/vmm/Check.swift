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
    var cpus = 1

    @Option(help: "Size of RAM, as 512M or 2G.")
    var memory = ByteCount(bytes: 512 << 20)

    @Option(help: "Where UNKNOWN values come from; the same seed gives the same check.")
    var seed = Count(1)

    @Option(help: "Stop after this much real time, as 10s, 500ms or 2m.")
    var timeout: TimeLimit?

    @Option(help: "Form of the report.")
    var format: OutputFormat = .text

    @Flag(help: "List the experiments that found nothing, too.")
    var verbose = false

    @Flag(help: "Show the kernel's console on stderr.")
    var console = false

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
            let report = try check()
            try Terminal.finishStandardOutput()
            if !report.isClean { throw ExitStatus.guestFailure.exitCode }
        } catch let error as VMMError {
            throw error.asExit
        }
    }

    private func check() throws(VMMError) -> KernelCheckReport {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuCount = cpus
        configuration.memoryBytes = memory.bytes
        configuration.seed = seed.value
        processor.apply(to: &configuration)
        let machine = try VirtualMachine(configuration)
        guard let path = boot.path else { preconditionFailure("BootOptions.validate") }
        let image = try Image(contentsOf: path)
        try boot.load(image, into: machine)
        if console { machine.console.output = { Terminal.standardError.byte($0) } }
        Signals.catchInterrupts()
        let clock = RunClock(limit: timeout)
        let check = try KernelCheck(machine, era: era?.value, commandLine: boot.append ?? "")
        check.seed = seed.value
        check.shouldStop = { Signals.isInterrupted || clock.isOver }
        let report = try check.run()
        Terminal.standardError.flush()
        switch format {
        case .text:
            Terminal.standardOutput.text(
                report.text(symbols: image.symbols, showsExperiments: verbose))
        case .json:
            Terminal.standardOutput.line(report.value(symbols: image.symbols).text(pretty: true))
        }
        return report
    }
}
