// `vmm run`: options in, a machine out, a verdict at the end.

import ArgumentParser
import SwiftVMM

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run an image at EL2 and judge what it does.",
        discussion: """
            EXAMPLES:
              vmm run hyp-stub.bin
              vmm run --cpus 2 --trace hypercalls,exceptions hyp-init.bin
              vmm run --timeout 10s --format json stub.elf > report.json
              vmm run --load params.bin@0x48000000 --entry start stub.elf
              vmm run Image --initrd initrd.cpio --append 'console=ttyAMA0'
              vmm run stub.bin --trace-around finding -n 200

            IMAGE is an arm64 Linux Image, an AArch64 ELF file or a flat binary, which loads at \
            0x40000000 unless its note says otherwise; gzip is undone. It starts with the MMU \
            off. A Linux kernel finds the device tree in x0, and so does any other image if there \
            is an --initrd, --append or --dtb to tell of.

            OUTPUT: The guest's console is stdout, and the report follows on stderr. With \
            --format json the report, one JSON object, is all of stdout, and the console goes to \
            stderr. Traces go to stderr or to --trace-file.

            INPUT: A terminal is the guest's console: Ctrl-A x leaves, Ctrl-A h lists the other \
            keys. What is typed live comes at whatever moment the host hands it over, so two such \
            runs differ; --record-input keeps it, and --replay-input repeats the run. --input and \
            --answer type at moments of the run itself and keep it repeatable.

            EXIT CODES:
            \(exitCodes)
            """
    )

    private static let exitCodes: String = {
        let rows = ExitStatus.allCases.map { [String($0.rawValue), $0.meaning] }
        return String(Table(rows: rows, indent: "  ").text.dropLast())
    }()

    // First, so that --cpu help needs no image.
    @OptionGroup var processor: ProcessorOptions
    @OptionGroup var boot: BootOptions

    @Option(help: "What runs the guest.")
    var backend: BackendChoice = .auto

    @Option(help: "How the software CPU executes; every choice gives the same run.")
    var engine: ExecutionEngine = .auto

    @Option(name: .customLong("el"), help: "Exception level of the entry point.")
    var entryLevel: EntryLevel = .el2

    @Option(help: "Number of vCPUs, 1 to 8. All but the first wait for CPU_ON.")
    var cpus = 1

    @Option(help: "Size of RAM, as 512M or 2G.")
    var memory = ByteCount(bytes: 512 << 20)

    @Option(help: ArgumentHelp("Put a file into RAM as it is.", valueName: "file@address"))
    var load: [LoadRequest] = []

    @Option(help: ArgumentHelp("Start here instead.", valueName: "address or symbol"))
    var entry: Location?

    @Option(
        help: ArgumentHelp(
            "Kernel release whose rules apply, as 4.9 or latest (default: what the image says).",
            valueName: "release"))
    var era: EraChoice?

    @Option(help: "Stop after this much real time, as 10s, 500ms or 2m.")
    var timeout: TimeLimit?

    @Option(help: "Stop after this many instructions.")
    var maxInstructions: Count?

    @Option(help: "Where UNKNOWN values come from; the same seed gives the same run.")
    var seed = Count(1)

    @Option(help: "What UNKNOWN registers hold at reset; poison comes from the seed.")
    var reset: ResetChoice = .poison

    @Option(
        help: ArgumentHelp("Show events: any of \(TraceKinds.names).", valueName: "kinds"))
    var trace: TraceKinds?

    @Option(help: "Write the trace to a file.", completion: .file())
    var traceFile: String?

    @Option(help: "Form of the report and of the trace.")
    var format: OutputFormat = .text

    @Option(
        help: ArgumentHelp(
            "Take symbols from an ELF file (vmlinux) or a System.map as well.",
            valueName: "file"),
        completion: .file())
    var symbols: String?

    @OptionGroup(title: "Devices")
    var devices: DeviceOptions

    @OptionGroup(title: "Moments")
    var moments: MomentOptions

    @OptionGroup(title: "Input")
    var typing: InputOptions

    @Flag(help: "End the run when the guest resets the machine, instead of starting it again.")
    var noReboot = false

    @Flag(name: .customLong("no-check"), help: "Run without judging by the rules.")
    var skipsCheck = false

    func validate() throws {
        guard (1...8).contains(cpus) else {
            throw ValidationError("--cpus \(cpus): this machine has 1 to 8 vCPUs.")
        }
        guard memory.bytes >= 1 << 20, memory.bytes <= 1 << 38, memory.bytes.isAligned(to: 4096)
        else {
            throw ValidationError("--memory: RAM is 1M to 256G, in multiples of 4K.")
        }
        guard processor.hazards != nil || moments.hazardsFrom == nil && moments.hazardsTo == nil
        else {
            throw ValidationError("--hazards-from and --hazards-to need --hazards with the kinds.")
        }
        guard traceFile == nil || trace != nil else {
            throw ValidationError(
                "--trace-file needs --trace with the kinds of events to write.")
        }
    }

    func run() throws {
        do {
            let status = try perform()
            if status != .success { throw status.exitCode }
        } catch let error as VMMError {
            throw error.asExit
        }
    }
}

extension Run {
    private func perform() throws(VMMError) -> ExitStatus {
        if let path = boot.dumpDtb { return try dumpDeviceTree(to: path) }
        let file = steadyFile()
        var image = try assembleImage(file)
        let configuration = try makeConfiguration(for: image)
        func makeMachine() throws(VMMError) -> VirtualMachine {
            let machine = try VirtualMachine(configuration)
            try boot.load(image, into: machine)
            return machine
        }
        let machine = try makeMachine()

        let console = format == .text ? Terminal.standardOutput : Terminal.standardError
        // What a restored run printed before is not printed again.
        var isHeard = moments.restore == nil
        machine.connectOutput { if isHeard { console.byte($0) } }
        machine.inputConsole = devices.console == .virtio ? .virtIO : .pl011

        let tracer = try Tracer(
            kinds: trace?.kinds, path: traceFile, format: format, symbols: image.symbols)
        if let tracer { machine.observers.append(tracer) }
        let judge = skipsCheck ? nil : try Judge(machine, era: era?.value, symbols: image.symbols)

        if file != nil {
            image.segments = []
            machine.releaseImage()
        }

        Signals.catchInterrupts()
        let keyboard = try typing.connect(to: machine)
        let recording = try typing.recordInput.map { path throws(VMMError) in
            try Terminal(creating: path)
        }
        if let recording {
            recording.text(InputRecording.heading)
            machine.input.record = { recording.text(InputRecording.line($0, $1)) }
        }
        let clock = RunClock(limit: timeout)
        let limits = RunLimits(
            instructions: maxInstructions?.value,
            shouldStop: {
                // Whoever follows the console of a long run sees it while it runs.
                console.flush()
                return Signals.isInterrupted || clock.isOver || keyboard?.hasQuit == true
            })
        let way = Moments(
            options: moments, symbols: image.symbols, limits: limits, format: format,
            hazards: processor.hazards?.kinds ?? [])
        let early = try way.run(machine, makeTwin: makeMachine) { isHeard = true }
        var outcome = early ?? machine.run(limits)
        var resets = 0
        while early == nil, case .reset(let kind) = outcome, !noReboot {
            if let file {
                try machine.restart(kind) { () throws(VMMError) in
                    try boot.load(try assembleImage(file), into: machine)
                    machine.releaseImage()
                }
            } else {
                try machine.restart(kind)
            }
            resets += 1
            outcome = machine.run(limits)
        }
        let elapsed = clock.elapsedNanoseconds
        RawMode.leave()
        console.flush()
        tracer?.flush()

        let ending = Ending(
            outcome, isInterrupted: Signals.isInterrupted || keyboard?.hasQuit == true)
        let report = RunReport(
            image: image, outcome: ending, backend: machine.backend,
            instructions: machine.instructionCount, elapsedNanoseconds: elapsed,
            resets: resets, verdict: judge?.verdict(ending),
            hazards: processor.hazards.map { _ in machine.hazards })
        switch format {
        case .text: Terminal.standardError.text(report.text)
        case .json: Terminal.standardOutput.line(report.json.text(pretty: true))
        }
        Terminal.standardOutput.flush()
        return try checkOutputs(tracer, report.status)
    }

    private func makeConfiguration(for image: Image? = nil) throws(VMMError) -> MachineConfiguration
    {
        var configuration = MachineConfiguration()
        configuration.cpuCount = cpus
        configuration.memoryBytes = memory.bytes
        configuration.entryLevel = entryLevel == .el1 ? .el1 : .el2
        processor.apply(to: &configuration, for: image)
        configuration.seed = seed.value
        configuration.engine = engine
        if moments.hazardsFrom != nil { configuration.hazards = [] }
        // With flash, the firmware there starts the kernel.
        configuration.devices = try devices.configuration(
            firmwareKernel: devices.flash.isEmpty ? nil : try boot.firmwareKernel())
        switch backend {
        case .auto: configuration.backend = .automatic
        case .kvm: configuration.backend = .kvm
        case .software: configuration.backend = .software
        }
        // Only the software CPU counts instructions and shows every event.
        if maxInstructions != nil { configuration.requiredCapabilities.insert(.countsInstructions) }
        if moments.isUsed {
            configuration.requiredCapabilities.formUnion([.countsInstructions, .observesExceptions])
        }
        if let trace, !trace.kinds.isSubset(of: [.hypercalls, .mmio]) {
            configuration.requiredCapabilities.insert(.observesExceptions)
        }
        switch reset {
        case .zero: configuration.resetPolicy = .zero
        case .poison: configuration.resetPolicy = .poison
        }
        return configuration
    }

    private func dumpDeviceTree(to path: String) throws(VMMError) -> ExitStatus {
        let configuration = try makeConfiguration()
        try configuration.validate()
        let files = try boot.files(Board(configuration), seed: seed.value)
        try FileContents.write(files.describedTree.encoded(), to: path)
        return .success
    }

    /// The file of a large image, which a reset reads again: RAM has a copy, and a kernel is not
    /// held twice. Looking at moments of a run needs the image itself.
    private func steadyFile() -> SteadyFile? {
        guard !moments.isUsed, devices.flash.isEmpty, let path = boot.path,
            let file = SteadyFile(path), file.lengthBytes >= 1 << 20
        else { return nil }
        return file
    }

    /// What is in RAM at the start: with flash, at most a device tree and what --load puts there.
    private func assembleImage(_ file: SteadyFile? = nil) throws(VMMError) -> Image {
        var image: Image
        if let flash = devices.flash.first {
            image = Image(
                name: flash, format: .flash, segments: [], entry: MemoryMap.flash)
        } else if let path = boot.path {
            if let file {
                image = try Image(try file.read(), name: path)
            } else {
                image = try Image(contentsOf: path)
            }
        } else {
            throw VMMError(.usage, "no image to run", hint: "name one, or use --flash")
        }
        for request in load {
            image.add(
                FlatImage.raw(
                    try FileContents.read(request.path), name: request.path,
                    at: GuestPhysicalAddress(request.address)))
        }
        if let symbols {
            image.addSymbols(
                try SymbolFile.read(try FileContents.read(symbols), name: symbols))
        }
        switch entry {
        case .address(let address): image.entry = GuestPhysicalAddress(address)
        case .symbol(let name):
            guard let address = image.symbols.address(of: name) else {
                throw VMMError(
                    .usage, "--entry \(name): no such symbol in \(image.name)",
                    hint: "give an address, or an ELF file with --symbols")
            }
            image.entry = GuestPhysicalAddress(address)
        case nil: break
        }
        return image
    }

    /// Output that could not be written turns success into an error: a script must not take a
    /// truncated trace for a whole one.
    private func checkOutputs(_ tracer: Tracer?, _ status: ExitStatus) throws(VMMError)
        -> ExitStatus
    {
        var failed = false
        if let failure = tracer?.failure {
            Terminal.standardError.line("error: cannot write the trace to \(failure)")
            failed = true
        }
        if let failure = Terminal.standardOutput.failure {
            Terminal.standardError.line("error: cannot write to stdout: \(failure)")
            failed = true
        }
        return failed && status == .success ? .hostSystem : status
    }
}
