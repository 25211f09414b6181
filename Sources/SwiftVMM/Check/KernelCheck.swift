// `vmm check`: a kernel boots, and at every stage of its life each rule is tried on it.

/// Boots an image until each `CheckStage` is reached, and runs every experiment of that stage from
/// a snapshot. What the kernel does by itself is judged as well.
public final class KernelCheck {
    /// Judges an experiment with the conditions that a run is judged with.
    public let era: Era
    /// "Linux version 6.12.…", where the image says so.
    public let kernel: String?
    /// Instructions to wait for the next stage after one was reached.
    public var patience: UInt64 = 4_000_000_000
    /// Decides the values in registers that calls must not look at.
    public var seed: UInt64 = 1
    /// Asked every few thousand instructions; true ends the check where it is.
    public var shouldStop: (() -> Bool)?
    /// Told when a stage is reached, and how many experiments it has.
    public var progress: (CheckStage, Int) -> Void = { _, _ in }

    /// Makes a machine like this one, with its image loaded, whose UNKNOWN reset values come from
    /// another seed; without it nobody can tell which registers the kernel set itself.
    public var makeTwin: ((_ seed: UInt64) throws(VMMError) -> VirtualMachine)?

    private let machine: VirtualMachine
    private let mode: String?
    /// Source: Linux `Documentation/admin-guide/kernel-parameters.txt`, `kvm-arm.mode`.
    private static let modeOption = "kvm-arm.mode="
    private let watcher: HypABIChecker
    private var declaration: ImageDeclaration
    private var finder: StageFinder
    private var visits: [KernelCheckReport.Visit] = []
    private var found: CheckStage?

    /// - Parameters:
    ///   - machine: One on the software CPU, with its image loaded.
    ///   - era: Overrides what the image and the kernel's banner say.
    ///   - commandLine: The kernel's; `kvm-arm.mode=protected` in it says whose vectors KVM's are.
    /// - Throws: `VMMError` if the image's note makes no sense.
    public init(_ machine: VirtualMachine, era: Era? = nil, commandLine: String = "")
        throws(VMMError)
    {
        self.machine = machine
        let note: ImageDeclaration?
        if let image = machine.image { note = try ImageDeclaration(image) } else { note = nil }
        kernel = machine.image?.kernelBanner
        self.era = era ?? note?.era ?? kernel.flatMap(Era.init(banner:)) ?? .latest
        declaration = ImageDeclaration(
            title: note?.title ?? machine.image?.name ?? "", era: self.era)
        mode = commandLine.split(separator: " ").last { $0.hasPrefix(Self.modeOption) }
            .map { String($0.dropFirst(Self.modeOption.count)) }
        finder = StageFinder(isProtected: mode == "protected")
        watcher = machine.makeChecker(declaration)
    }

    /// Boots and tries. Takes the machine with it: it is of no other use afterwards.
    ///
    /// - Throws: `VMMError` where the machine takes no snapshots.
    public func run() throws(VMMError) -> KernelCheckReport {
        var outcome = boot()
        while outcome == .event, let stage = found {
            try visit(stage)
            if finder.reached.contains(.protected) || finder.reached.contains(.vhe) { break }
            // KVM/arm went in 5.7: nobody comes after the stub.
            if isAArch32, stage == .initialStub, era >= Era(5, 7) { break }
            outcome = boot()
        }
        let boot = KernelCheckReport.Boot(
            mode: mode, visits: visits, own: watcher.finish(RunEnding(outcome)), ending: outcome,
            imageAtEL2: imageAtEL2, hazards: machine.hazards)
        return KernelCheckReport(
            title: declaration.title, kernel: kernel, era: era, boots: [boot])
    }

    private var isAArch32: Bool { machine.vcpus[0].read(.pstate)?[bit: 4] == true }

    /// The owner of a stage; the stubs differ between releases.
    private func owner(at stage: CheckStage) -> OwnerKind? {
        switch stage {
        case .initialStub: isAArch32 ? era.initialStub32 : era.initialStub
        case .decompressor: era < Era(5, 7) ? era.initialStub32 : .is32Z
        default: stage.owner
        }
    }

    /// Runs the kernel to its next stage.
    private func boot() -> RunOutcome {
        found = nil
        machine.observers = [watcher]
        let vcpu = machine.vcpus[0]
        let stop = StopEvent(StageFinder.kinds) { [self] event in
            found = finder.note(event, vcpu)
            return found != nil
        }
        let outcome = machine.run(
            RunLimits(
                instructions: machine.instructionCount &+ patience, stopEvent: stop,
                shouldStop: shouldStop))
        machine.observers = []
        return outcome
    }

    private func visit(_ stage: CheckStage) throws(VMMError) {
        let vcpu = machine.vcpus[0]
        let base = vcpu.read(.system(.vbarEL2)) ?? 0
        if stage == .finalise { stepBackBeforeCall() }
        if stage == .protected { settle() }
        if stage.owner == .kf64 || stage.owner == .kp64 { imageAtEL2 = findImage(from: base) }
        if let kind = owner(at: stage) {
            let owner = ImageDeclaration.Owner(kind: kind, vectorBase: base)
            watcher.declare(owner)
            declaration.owners.removeAll { $0.vectorBase == base }
            declaration.owners.append(owner)
        }
        var visit = KernelCheckReport.Visit(
            stage: stage, time: machine.instructionCount, pc: vcpu.read(.pc) ?? 0,
            vectorBase: base, experiments: [])
        let experiments = Experiment.all.filter { $0.stages.contains(stage) }
        progress(stage, experiments.count)
        if !experiments.isEmpty {
            let snapshot = try machine.takeSnapshot()
            if stage == .window { initArguments = initCall(snapshot) }
            if let bench = CallBench(
                machine, stage, snapshot: snapshot, declaration: declaration,
                initArguments: initArguments, bootCalls: watcher.records, seed: seed)
            {
                for experiment in experiments {
                    visit.experiments.append(experiment.result(on: bench))
                }
                snapshot.restore()
            }
            snapshot.discard()
        }
        if stage == .initialStub, let trial = try compareTwins() { visit.experiments.append(trial) }
        visits.append(visit)
    }

    private var imageAtEL2: Symbols.Alias?

    /// KVM maps the image at EL2 as it lies in memory, all at one distance: the one at which EL2's
    /// own translation finds the vectors in it. Source: Linux `asm/kvm_mmu.h`, `kern_hyp_va`.
    private func findImage(from vectorBase: UInt64) -> Symbols.Alias? {
        guard let engine = machine.engine as? SoftwareEngine,
            let kernel = machine.image?.segments.first,
            let physical = engine.system.vcpus[0].physicalAddress(
                ofInstructionAt: vectorBase, at: .el2),
            physical &- kernel.address.value < kernel.lengthBytes, physical != vectorBase
        else { return nil }
        return Symbols.Alias(
            virtualBase: vectorBase &- (physical - kernel.address.value),
            physicalBase: kernel.address.value, lengthBytes: kernel.lengthBytes)
    }

    /// Registers that a kernel sets at EL2 before it leaves, whatever was in them.
    /// Source: Linux `asm/el2_setup.h`, `init_el2_state`; `head.S`, `init_kernel_el`.
    private static let setBeforeLeaving: [SystemRegisterID] = [
        .hcrEL2, .sctlrEL2, .cnthctlEL2, .cntvoffEL2, .mdcrEL2, .vttbrEL2, .iccSreEL2, .ichHcrEL2,
        .hstrEL2, .vpidrEL2, .vmpidrEL2, .cptrEL2, .vbarEL2, .sctlrEL1,
    ]

    /// Those of them that a 32-bit kernel sets. Source: Linux `arch/arm/kernel/hyp-stub.S`.
    private static let setOnArm32: Set<SystemRegisterID> = [
        .hcrEL2, .sctlrEL2, .cnthctlEL2, .cntvoffEL2, .mdcrEL2, .hstrEL2, .vpidrEL2, .vmpidrEL2,
        .cptrEL2, .vbarEL2,
    ]

    /// Boots twins with other UNKNOWN values to the same place: a register that differs there is
    /// one that the kernel left as it found it.
    private func compareTwins() throws(VMMError) -> KernelCheckReport.Trial? {
        guard let makeTwin else { return nil }
        var trial = KernelCheckReport.Trial(
            name: "UNKNOWN values in every EL2 register at reset", wasTried: true)
        let ours = machine.vcpus[0].snapshot()
        for offset: UInt64 in 1...2 {
            let twin = try makeTwin(machine.configuration.seed &+ offset)
            var finder = StageFinder(isProtected: false)
            let vcpu = twin.vcpus[0]
            let stop = StopEvent(StageFinder.kinds) { finder.note($0, vcpu) == .initialStub }
            let limit = RunLimits(instructions: machine.instructionCount * 2, stopEvent: stop)
            guard twin.run(limit) == .event else {
                trial.wasTried = false
                return trial
            }
            let theirs = vcpu.snapshot()
            for id in Self.setBeforeLeaving where !isAArch32 || Self.setOnArm32.contains(id) {
                if ours[id] == theirs[id] {
                    trial.credit("HYP-72", 1)
                } else {
                    trial.findings.append(
                        Finding(
                            rule: "HYP-72", aspect: SystemRegister[id].name,
                            expected: "a value of the kernel's own",
                            seen: "\(ours[id].hex()) or \(theirs[id].hex()), by the reset value",
                            call: 0, vcpu: 0, time: machine.instructionCount, pc: ours.pc,
                            bugs: Rule.find("HYP-72")?.bugs ?? []))
                }
            }
        }
        return trial
    }

    /// The call was seen when it had been taken; the vCPU stands in front of it again.
    private func stepBackBeforeCall() {
        let vcpu = machine.vcpus[0]
        let back = vcpu.read(.system(.elrEL2)) ?? 0
        let state = vcpu.read(.system(.spsrEL2)) ?? 0
        vcpu.write(.pstate, state)
        vcpu.write(.pc, back &- 4)
    }

    /// Protected KVM maps the host's memory behind stage 2 only as the host touches it: go on until
    /// the host stands on a page that is mapped.
    private func settle() {
        guard let engine = machine.engine as? SoftwareEngine else { return }
        let vcpu = engine.system.vcpus[0]
        machine.observers = [watcher]
        for _ in 0..<200_000 {
            if vcpu.state.el == .el1,
                vcpu.physicalAddress(ofInstructionAt: vcpu.state.pc) != nil
            {
                break
            }
            _ = machine.run(RunLimits(instructions: machine.instructionCount + 50))
        }
        machine.observers = []
    }

    /// x0...x7 of the kernel's own init call.
    private var initArguments: [UInt64] = []

    /// Finds the next init call that the kernel makes; the machine goes back to the snapshot.
    private func initCall(_ snapshot: MachineSnapshot) -> [UInt64] {
        let vcpu = machine.vcpus[0]
        let era = era
        let stop = StopEvent(.exceptions) { event in
            guard
                case .exceptionTaken(.synchronous, _, .el2, let syndrome, _, _, _, _) =
                    event.detail, event.vcpu == 0, syndrome >> 26 == 0x16,
                let number = vcpu.read(.x(0))
            else { return false }
            if era >= Era(5, 10) { return KVMCall.isInit(number) }
            return number >= era.stubCallCount ?? 0
        }
        let outcome = machine.run(
            RunLimits(instructions: machine.instructionCount + 10_000_000, stopEvent: stop))
        let registers = vcpu.snapshot()
        snapshot.restore()
        return outcome == .event ? Array(registers.x[0...7]) : []
    }
}

extension Experiment {
    /// Tries it, and once more with an eye on the code if a rule is broken.
    func result(on bench: CallBench) -> KernelCheckReport.Trial {
        bench.begin()
        var trial = KernelCheckReport.Trial(name: name, wasTried: run(bench))
        guard trial.wasTried else { return trial }
        let reports = bench.finish()
        for report in reports {
            trial.callCount += report.callCount
            trial.findings += report.findings
            for result in report.rules { trial.credit(result.rule.id, result.held) }
        }
        for rule in decides {
            if trial.findings.isEmpty { trial.credit(rule, trial.callCount) }
            // The situation is what broke the call.
            for index in trial.findings.indices { trial.findings[index].rule = rule }
        }
        for conclusion in bench.conclusions {
            if let finding = conclusion.finding {
                trial.findings.append(finding)
            } else {
                trial.credit(conclusion.rule, 1)
            }
        }
        if let stretch = reports.firstIndex(where: { !$0.isClean }) {
            bench.recordsCode = true
            bench.begin()
            _ = run(bench)
            bench.recordsCode = false
            trial.code = bench.code(ofCall: reports[stretch].findings[0].call, stretch: stretch)
        }
        return trial
    }
}
