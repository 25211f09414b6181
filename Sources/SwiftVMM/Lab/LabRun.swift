// Both forms of a scene, run and judged.

/// What a scene came to.
public struct LabResult: Sendable {
    public var id: String
    public var title: String
    /// What was found in the faulty form, most telling first, and how to read it.
    public var faulty: [RunCause]
    /// What was found in the fixed form, which should be nothing.
    public var fixed: [RunCause]
    /// The expected finding is among those of the faulty form.
    public var isCaught: Bool
    public var runs: Int

    public var isClean: Bool { fixed.isEmpty }
    public var isGood: Bool { isCaught && isClean }
}

extension LabEntry {
    /// Instructions that a scene may take.
    static let budget: UInt64 = 2_000_000

    /// Runs both forms; nil where there is no scene.
    ///
    /// - Throws: `VMMError` if a machine cannot be made.
    public func run() throws(VMMError) -> LabResult? {
        guard let scene else { return nil }
        let (faulty, faultyRuns) = try causes(scene, isFaulty: true)
        let (fixed, fixedRuns) = try causes(scene, isFaulty: false)
        let caught = faulty.contains {
            $0.kind == scene.expected.kind && $0.key.hasPrefix(scene.expected.key)
        }
        return LabResult(
            id: id, title: bug.title, faulty: faulty, fixed: fixed, isCaught: caught,
            runs: faultyRuns + fixedRuns)
    }

    private func causes(_ scene: Scene, isFaulty: Bool) throws(VMMError) -> ([RunCause], Int) {
        var (all, count): ([RunCause], Int)
        switch scene.method {
        case .run:
            (all, count) = (try Self.watch(try machine(isFaulty: isFaulty)), 1)
        case .explore(let injections):
            let report = try explorer(injections, isFaulty: isFaulty).run()
            (all, count) = (report.reference + report.groups.map(\.cause), report.runs + 1)
        }
        if let background = scene.background { all.removeAll { $0.key.hasPrefix(background) } }
        return (all, count)
    }

    private func explorer(_ injections: [Injection], isFaulty: Bool) -> Explorer {
        var plan = ExplorationPlan()
        plan.from = RunPoint(.checkpoint(.mark, 2), text: "mark:2")
        plan.to = RunPoint(.checkpoint(.mark, 3), text: "mark:3")
        plan.injections = injections
        plan.threads = 1
        return Explorer(plan) { () throws(VMMError) in try machine(isFaulty: isFaulty) }
    }

    /// A machine with one form of the scene in it.
    func machine(isFaulty: Bool) throws(VMMError) -> VirtualMachine {
        guard let scene else { preconditionFailure("\(id) has no scene") }
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.engine = .interpreter
        configuration.cpuCount = 2
        configuration.memoryBytes = 8 << 20
        scene.machine(&configuration)
        if isFaulty, case .machine(let change) = scene.fault { change(&configuration) }
        let machine = try VirtualMachine(configuration)
        try machine.load(try image(isFaulty: isFaulty))
        return machine
    }

    /// The image in one form.
    func image(isFaulty: Bool) throws(VMMError) -> Image {
        guard let scene else { preconditionFailure("\(id) has no scene") }
        var name = scene.image
        if isFaulty, case .image(let other) = scene.fault { name = other }
        var image = try LabImages.image(name)
        image.entryArgument = scene.argument
        if isFaulty {
            for site in try sites() { image.setWord(site.faulty, at: site.address) }
        }
        return image
    }

    /// A word that differs between the forms.
    struct Site: Sendable {
        var address: UInt64
        var fixed: UInt32
        var faulty: UInt32
    }

    /// Where the forms differ.
    func sites() throws(VMMError) -> [Site] {
        guard let scene else { return [] }
        let image = try LabImages.image(scene.image)
        let number = Int(id.dropFirst()) ?? 0
        switch scene.fault {
        case .machine, .image: return []
        case .note:
            let faults = image.declaration?.faults.filter { $0.bug == number } ?? []
            precondition(!faults.isEmpty, "\(scene.image) has no fault for \(id)")
            return faults.map {
                Site(address: $0.address, fixed: image.word(at: $0.address) ?? 0, faulty: $0.word)
            }
        case .words(let words):
            return words.map { word in
                var address = image.symbols.address(of: word.routine) ?? 0
                while let found = image.word(at: address), found != word.original { address += 4 }
                precondition(
                    image.word(at: address) != nil,
                    "\(id): \(word.routine) has no \(word.original.hex())")
                return Site(address: address, fixed: word.original, faulty: word.replacement)
            }
        }
    }

    /// Runs a machine to its end and says what was wrong.
    static func watch(
        _ machine: VirtualMachine, _ observers: [any VCPUObserver] = []
    ) throws(VMMError) -> [RunCause] {
        let symbols = machine.image?.symbols ?? Symbols()
        let checker = try machine.makeChecker()
        let faults = EL2FaultWatcher(symbols: symbols)
        machine.observers += [faults] + observers
        let outcome = machine.run(RunLimits(instructions: budget))
        return RunCause.all(
            checker.finish(RunEnding(outcome)), outcome, faults.causes,
            hazards: machine.hazards, symbols: symbols,
            mustEnd: true, payload: machine.payload)
    }
}
