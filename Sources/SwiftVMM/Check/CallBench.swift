// A place to try calls on a live kernel: any registers, any number, and back again.

/// One vCPU of a machine that stands at EL1 in front of an owner of EL2.
///
/// The bench writes an HVC over the instruction where the vCPU stands, and what it writes and what
/// the call does is undone by the snapshot that the machine holds. So the exception is a real one,
/// taken from the kernel's own mapping, in the kernel's own state.
final class CallBench {
    /// What became of a call.
    struct Answer {
        /// x0 where control went on; nil if it did not come back to the caller.
        var x0: UInt64?
        var outcome: RunOutcome
    }

    /// A rule that an experiment judges by itself; no finding if it held.
    struct Conclusion {
        var rule: String
        var finding: Finding?
    }

    let machine: VirtualMachine
    let stage: CheckStage
    let declaration: ImageDeclaration
    /// x0...x7 of the kernel's own init call, where it has been seen.
    let initArguments: [UInt64]
    /// The kernel's own calls until now.
    let bootCalls: [HypercallRecord]
    private let snapshot: MachineSnapshot
    private let vcpu: EmulatedVCPU
    private let site: UInt64
    private let physicalSite: UInt64
    private let callerState: UInt64
    /// The caller is a 32-bit kernel.
    let isAArch32: Bool

    /// Judges the calls since the last `start`.
    private(set) var checker: HypABIChecker
    /// What the experiment itself concluded since the last `start`.
    private(set) var conclusions: [Conclusion] = []
    private var reports: [HypABIReport] = []
    private let seed: UInt64
    /// Values for registers that the call must not look at.
    private var filler: SeededGenerator
    private var outcome = RunOutcome.event

    /// Keep what EL2 executes, for `code`.
    var recordsCode = false
    private let recorder = CodeRecorder()

    /// Instructions after which a call is taken not to come back: less than a vCPU's turn, so that
    /// the others stand still.
    private static let budget: UInt64 = 9_000

    /// - Returns: nil where the instruction at PC is not in RAM.
    init?(
        _ machine: VirtualMachine, _ stage: CheckStage, snapshot: MachineSnapshot,
        declaration: ImageDeclaration, initArguments: [UInt64], bootCalls: [HypercallRecord],
        seed: UInt64
    ) {
        guard let engine = machine.engine as? SoftwareEngine else { return nil }
        vcpu = engine.system.vcpus[0]
        // Calls come from below EL2, but where nobody is there.
        guard vcpu.state.el == .el1 || stage == .vhe,
            let physical = vcpu.physicalAddress(ofInstructionAt: vcpu.state.pc)
        else { return nil }
        self.machine = machine
        self.stage = stage
        self.snapshot = snapshot
        self.declaration = declaration
        self.initArguments = initArguments
        self.bootCalls = bootCalls
        self.seed = seed
        site = vcpu.state.pc
        physicalSite = physical
        callerState = vcpu.state.savedStatus
        isAArch32 = vcpu.state.isAArch32
        checker = machine.makeChecker(declaration)
        filler = SeededGenerator(seed: seed)
    }

    var era: Era { declaration.era }

    /// The highest page of RAM: no kernel has anything there this early.
    var payload: UInt64 { (machine.memory.end &- 0x1000).alignedDown(to: 4096) }

    /// Begins an experiment.
    func begin() {
        conclusions = []
        reports = []
        recorder.calls = [[]]
        goBack()
    }

    /// Back to the snapshot in the middle of an experiment, with a checker that has seen nothing.
    func start() {
        reports.append(checker.finish(RunEnding(outcome)))
        recorder.calls.append([])
        goBack()
    }

    private func goBack() {
        vcpu.breakpoints = []
        snapshot.restore()
        checker = machine.makeChecker(declaration)
        filler = SeededGenerator(seed: seed)
        outcome = .event
    }

    /// Ends the experiment: one report for each stretch between going back.
    func finish() -> [HypABIReport] { reports + [checker.finish(RunEnding(outcome))] }

    /// What EL2 executed in a call of a stretch, both counted as in `finish`; the head and the tail
    /// of it if that is much.
    func code(ofCall call: Int, stretch: Int) -> [KernelCheckReport.Step] {
        let calls = recorder.calls[stretch]
        guard calls.indices.contains(call - 1) else { return [] }
        let steps = calls[call - 1]
        let (head, tail) = (8, 16)
        return steps.count <= head + tail
            ? steps : Array(steps.prefix(head)) + Array(steps.suffix(tail))
    }

    /// For a call that did not return.
    var whereItStands: String {
        "no return in \(Self.budget) instructions, at EL\(vcpu.state.el.rawValue) "
            + vcpu.state.pc.hex()
    }

    func read(_ id: SystemRegisterID) -> UInt64 { vcpu.read(.system(id)) ?? 0 }

    /// Judges a rule by something that only the experiment knows.
    func conclude(
        _ rule: String, _ holds: Bool, about aspect: String, expected: String, seen: String
    ) {
        let finding = Finding(
            rule: rule, aspect: aspect, expected: expected, seen: seen, call: 0, vcpu: vcpu.index,
            time: machine.instructionCount, pc: site, bugs: Rule.find(rule)?.bugs ?? [])
        conclusions.append(Conclusion(rule: rule, finding: holds ? nil : finding))
    }

    /// From here on the vectors at `base` are a table that may be installed.
    func declareTable(at base: UInt64) {
        checker.declare(.init(kind: .unknown, vectorBase: base))
    }

    func setStackPointerOfEL2(_ value: UInt64) {
        if isAArch32 {
            vcpu.write(.x(Int(ProcessorMode.hyp.x(13))), value >> 32)
        } else {
            vcpu.state.setStackPointer(of: .el2, value)
        }
    }

    /// The caller's PSTATE with other masks or another stack pointer.
    func state(masks: UInt64? = nil, spSel: Bool? = nil) -> UInt64 {
        var state = callerState
        if let masks {
            // AArch32 has no D; its place is E's.
            let all: UInt64 = isAArch32 ? 7 : 0xf
            state = state & ~(all << 6) | (masks & all) << 6
        }
        if let spSel { state = state & ~1 | (spSel ? 1 : 0) }
        return state
    }

    /// Makes a call. Registers without an argument get values that would be missed.
    ///
    /// - Parameters:
    ///   - arguments: x1 and on.
    ///   - state: PSTATE of the caller, with flags; nil for the kernel's own with every mask set.
    @discardableResult
    func call(
        _ number: UInt64, _ arguments: [UInt64] = [], immediate: UInt16 = 0, state: UInt64? = nil
    ) -> Answer {
        let word = HVCInstruction.word(immediate, isAArch32: isAArch32, isThumb: isThumb)
        try? machine.memory.write(Self.bytes([word]), at: GuestPhysicalAddress(physicalSite))
        vcpu.write(.pstate, state ?? self.state(masks: 0xf))
        vcpu.write(.pc, site)
        let width: UInt64 = isAArch32 ? 0xffff_ffff : ~0
        for index in 0...30 { vcpu.write(.x(index), filler.next() & width) }
        vcpu.write(.x(0), number & width)
        for (index, value) in arguments.enumerated() {
            vcpu.write(.x(index + 1), value & width)
        }
        // Nothing at the caller's side runs, so its stack pointer need not be one. In AArch32 it is
        // one of those.
        if !isAArch32 { vcpu.write(.sp, filler.next() & ~0xf) }
        return run(backTo: site &+ 4)
    }

    /// SOFT_RESTART to a payload that ends the run where it arrives.
    @discardableResult
    func restart(
        _ number: UInt64 = 1, arguments: [UInt64] = [0xd7b, 0xa2, 0xa3], state: UInt64? = nil
    ) -> Answer {
        try? machine.memory.write(
            Self.bytes(isAArch32 ? Self.payloadWords32 : Self.payloadWords),
            at: GuestPhysicalAddress(payload))
        return call(number, [payload] + arguments, state: state)
    }

    /// The kernel's own init call, with its own arguments.
    @discardableResult
    func initialise() -> Answer {
        call(initArguments[0], Array(initArguments.dropFirst()))
    }

    /// HVC at EL2 itself, from the payload page.
    func callFromEL2(_ number: UInt64) {
        place([0xd400_0002], at: payload)
        vcpu.write(.pstate, PSTATE(daif: 0xf, el: .el2, spSel: true).spsr)
        vcpu.write(.pc, payload)
        vcpu.write(.x(0), number)
        run(backTo: payload &+ 4)
    }

    /// What happened to an interrupt that came while EL2 was at work on a call.
    struct Interruption {
        /// Where it was taken from and to, and where it will return to; nil if it was not.
        var taken: (from: ExceptionLevel, to: ExceptionLevel, preferredReturn: UInt64)?
        var callSite: UInt64
    }

    /// A call with interrupts unmasked at the caller, and both EL1 timers firing while EL2 is at
    /// work on it; nil where the kernel has not set its interrupts up yet.
    func interruptedCall(_ number: UInt64) -> Interruption? {
        place([0xd400_0002], at: physicalSite)
        vcpu.write(.pstate, state(masks: 0))
        vcpu.write(.pc, site)
        vcpu.write(.x(0), number)
        goOn(instructions: 3)
        guard vcpu.state.el == .el2 else { return nil }
        for (compare, control): (SystemRegisterID, SystemRegisterID) in [
            (.cntvCvalEL0, .cntvCtlEL0), (.cntpCvalEL0, .cntpCtlEL0),
        ] {
            vcpu.write(.system(compare), 0)
            vcpu.write(.system(control), 1)
        }
        guard vcpu.canWake else { return nil }
        var interruption = Interruption(taken: nil, callSite: site)
        let stop = StopEvent(.exceptions) { event in
            guard
                case .exceptionTaken(.irq, let from, let to, _, let back, _, _, _) =
                    event.detail
            else { return false }
            interruption.taken = (from, to, back)
            return true
        }
        outcome = machine.run(
            RunLimits(instructions: machine.instructionCount + Self.budget, stopEvent: stop))
        return interruption
    }

    /// Lets the kernel do what it was about to do, for a while.
    func goOn(instructions: UInt64) {
        machine.observers = []
        takeTurn()
        outcome = machine.run(RunLimits(instructions: machine.instructionCount + instructions))
    }

    /// x0...x30, SP and PC, to compare two ways of going on.
    var registers: [UInt64] { (0...30).map { vcpu.state[UInt16($0)] } + [vcpu.state[Slot.sp]] }

    // MARK: - What the TLB holds

    /// Translations in the vCPU's TLB, of some regimes.
    func translations(of regimes: Set<TranslationRegime>) -> [CachedTranslation] {
        vcpu.tlb.translations.filter { $0.regime.map(regimes.contains) ?? false }
    }

    /// Puts these translations into the TLB, leading somewhere else: what somebody before the
    /// kernel, or before the last change of tables, may have left there.
    func plantWrong(_ translations: [CachedTranslation]) {
        for var translation in translations {
            let size = translation.entry.sizeBytes
            translation.entry.physicalBase =
                size <= 4096 ? payload : translation.entry.physicalBase ^ size
            translation.entry.intermediateBase = translation.entry.physicalBase
            vcpu.tlb.plant(translation)
        }
    }

    func plant(_ translation: CachedTranslation) { vcpu.tlb.plant(translation) }

    /// Writes code for EL2 or EL1 somewhere in RAM.
    func place(_ words: [UInt32], at address: UInt64) {
        try? machine.memory.write(Self.bytes(words), at: GuestPhysicalAddress(address))
    }

    /// The others stand still until this vCPU's turn is over.
    private func takeTurn() { (machine.engine as? SoftwareEngine)?.beginTurn(of: vcpu.index) }

    @discardableResult
    private func run(backTo back: UInt64) -> Answer {
        takeTurn()
        machine.observers = recordsCode ? [checker, recorder] : [checker]
        let stop = StopEvent(.exceptions) { event in
            guard case .exceptionReturn(.el2, _, let target, _) = event.detail else { return false }
            return event.vcpu == 0 && target == back
        }
        let limit = machine.instructionCount + Self.budget
        outcome = machine.run(RunLimits(instructions: limit, stopEvent: stop))
        machine.observers = []
        return Answer(x0: outcome == .event ? vcpu.state[Slot.x0] : nil, outcome: outcome)
    }

    private var isThumb: Bool { isAArch32 && callerState[bit: 5] }

    /// An exception return, and where in a table it answers an HVC from below.
    var emptyHandler: (word: UInt32, offset: UInt64) {
        if !isAArch32 { return (0xd69f_03e0, 0x400) }
        // HSCTLR.TE.
        return (read(.sctlrEL2)[bit: 30] ? 0x8f00_f3de : 0xe160_006e, 0x14)
    }

    /// mov r9, #probe; mov r8, #0; str r8, [r9, #8]; b .
    private static let payloadWords32: [UInt32] = [
        0xe3a0_9400 | UInt32(MemoryMap.probe.value >> 24), 0xe3a0_8000, 0xe589_8008, 0xeaff_fffe,
    ]

    private static func bytes(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }

    /// movz x9, #probe, lsl #16; str wzr, [x9, #8]; b .
    private static let payloadWords: [UInt32] = [
        0xd2a0_0009 | UInt32(MemoryMap.probe.value >> 16) << 5, 0xb900_093f, 0x1400_0000,
    ]
}

/// Keeps the instructions that EL2 executes, call by call.
private final class CodeRecorder: VCPUObserver {
    let observedKinds: EventKinds = [.instructions, .exceptions]
    /// By stretch and call.
    var calls: [[[KernelCheckReport.Step]]] = [[]]

    func vcpu(_ vcpu: any VCPU, did event: Event) {
        guard event.vcpu == 0 else { return }
        switch event.detail {
        case .exceptionTaken(.synchronous, let from, .el2, let syndrome, _, _, _, _)
        where from < .el2 && syndrome >> 26 == 0x16:
            calls[calls.count - 1].append([])
        case .instruction(let word, let set) where event.el == .el2:
            let stretch = calls.count - 1
            guard let call = calls[stretch].indices.last else { return }
            calls[stretch][call].append(.init(pc: event.pc, word: word, set: set))
        default: break
        }
    }
}
