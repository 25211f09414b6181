// Watches vCPUs, keeps the record of every call, and has each judged as soon as it is complete.

/// Sees what a run does at the border between a kernel and EL2, and judges it by the rules.
///
/// Two ways of watching give the same verdicts: engine events, or only the checkpoints that the
/// image itself writes. What checkpoints cannot show is judged in neither way unless the rule says
/// so (`Rule.needsEngineEvents`).
public final class HypABIChecker: VCPUObserver {
    public let era: Era
    public let observation: Observation
    /// Reads the instruction at a virtual address of a vCPU; without it, HVC immediates are known
    /// only from engine events.
    public var readInstruction: ((any VCPU, UInt64) -> UInt32?)?
    /// The doubleword at a physical address; without it, the parameters of KVM's init are not
    /// compared.
    public var readMemory: ((UInt64) -> UInt64?)?
    /// Bits that this machine's registers do not keep as the architecture has it: they are compared
    /// with what they were, never with what they should be.
    public var deviations: RegisterBits = [:]
    /// Calls beyond this many are judged and counted, but not kept as records.
    public static let recordLimit = 10_000

    private let title: String
    private(set) var directory: OwnerDirectory
    private var declaredBases: [UInt64]
    let bootModeAddress: UInt64?
    private let initText: Range<UInt64>?
    /// The first CPU that entered a 32-bit kernel, and its mode.
    var bootCPU: Int?
    var bootMode: ProcessorMode?
    var hasMixedModes = false
    private var watched: [any VCPU] = []
    var states: [Int: VCPUState] = [:]
    private var initialised: Set<Int> = []
    private var cleanPlainCalls: Set<PlainCall> = []
    private var callCount = 0

    var ledger = Ledger(recordLimit: recordLimit)

    private struct PlainCall: Hashable {
        var owner: OwnerKind
        var number: UInt64
    }

    /// One exception to EL2 that has not come back.
    struct Frame {
        /// The call, or the trap that is no call.
        var record: HypercallRecord
        var isCall: Bool
        var neighbours: [(vcpu: Int, pc: UInt64, values: [SystemRegisterID: UInt64])]
        /// The breakpoint at a restart's entry is ours to remove.
        var addedBreakpoint: UInt64?
        /// The call has entered a guest of KVM and will return when that is left.
        var isInGuest = false
    }

    struct VCPUState {
        var frames: [Frame] = []
        var history = CallHistory()
        var vectorBase: UInt64?
        var followsRestart = false
        var hasLeftEL2 = false
        /// What the initial stub, or the decompressor's, was last told to install.
        var vectorsAskedFor: UInt64?
        /// A 32-bit kernel starts here: what was there before it did anything.
        var kernelStart: KernelStart?
    }

    /// - Parameters:
    ///   - declaration: Owners and era of the image; without it the first vectors that answer a
    ///     call are taken for the initial stub and all others are unknown.
    ///   - era: Overrides the era of the declaration.
    ///   - decompresses: The kernel is a 32-bit zImage, whose decompressor has a stub of its own.
    public init(
        declaration: ImageDeclaration? = nil, era: Era? = nil, observation: Observation = .engine,
        decompresses: Bool = false
    ) {
        self.era = era ?? declaration?.era ?? .latest
        self.observation = observation
        title = declaration?.title ?? ""
        declaredBases = declaration?.owners.map(\.table) ?? []
        bootModeAddress = declaration?.bootModeAddress
        initText = declaration?.initText
        directory = OwnerDirectory(
            era: self.era, owners: declaration?.owners ?? [], decompresses: decompresses)
    }

    /// The vCPUs whose registers may be read while another one makes a call (HYP-5). Only for
    /// engines that run all vCPUs on one thread.
    public func watch(_ vcpus: [any VCPU]) { watched = vcpus }

    /// From now on the vectors at this base belong to `owner`; where the image says nothing, who
    /// drives the run may find out.
    public func declare(_ owner: ImageDeclaration.Owner) {
        directory.declare(owner)
        if !declaredBases.isEmpty { declaredBases.append(owner.table) }
    }

    /// Some rule has been broken.
    public var hasFindings: Bool { !ledger.findings.isEmpty }

    /// The calls so far that have ended.
    public var records: [HypercallRecord] { ledger.records }

    /// A checker that knows what this one knows of the vCPUs and the owners of their vectors, and
    /// has found nothing: to judge one of several ways of going on from here.
    public func fork() -> HypABIChecker { HypABIChecker(forking: self) }

    private init(forking other: HypABIChecker) {
        era = other.era
        observation = other.observation
        title = other.title
        readInstruction = other.readInstruction
        readMemory = other.readMemory
        deviations = other.deviations
        directory = other.directory
        declaredBases = other.declaredBases
        bootModeAddress = other.bootModeAddress
        initText = other.initText
        bootCPU = other.bootCPU
        bootMode = other.bootMode
        hasMixedModes = other.hasMixedModes
        watched = other.watched
        states = other.states
        initialised = other.initialised
        cleanPlainCalls = other.cleanPlainCalls
    }

    // MARK: - Events

    public var observedKinds: EventKinds {
        observation == .engine ? [.hypercalls, .exceptions, .systemRegisters] : .hypercalls
    }

    public func vcpu(_ vcpu: any VCPU, did event: Event) {
        switch (event.detail, observation) {
        case (
            .exceptionTaken(
                let type, let from, .el2, let syndrome, let preferredReturn, let savedState,
                let vector, _), .engine
        ):
            let exceptionClass = syndrome >> 26 & 0x3f
            // HVC of AArch32 and of AArch64.
            let isCall =
                type == .synchronous && (exceptionClass == 0x12 || exceptionClass == 0x16)
            if from < .el2 { dropStaleFrames(of: vcpu, time: event.time) }
            guard isCall || type == .synchronous else {
                push(interrupt(vcpu, event, preferredReturn, savedState), on: vcpu)
                return
            }
            let handler = vcpu.snapshot()
            var before = handler
            before.pc = isCall ? preferredReturn &- 4 : preferredReturn
            before.pstate = savedState
            if before.isAArch32 {
                before.sp = before[before.banked] ?? 0
            } else if from < .el2 {
                before.sp = handler[savedState[bit: 0] ? .spEL1 : .spEL0]
            }
            begin(
                vcpu, event, before: before, isCall: isCall,
                immediate: isCall ? UInt16(truncatingIfNeeded: syndrome) : nil,
                handler: (vector, handler.pstate, handler[.spsrEL2]))

        case (.exceptionReturn(.el2, let to, let target, let state), .engine):
            exceptionReturned(vcpu, event, to: to, target: target, state: state)

        case (.systemRegisterWritten(.vbarEL2, let old, let new), .engine):
            noteVectors(of: vcpu.index, time: event.time, pc: event.pc, old: old, new: new)

        case (.checkpoint(let checkpoint), _):
            reached(checkpoint, vcpu, event)

        default: break
        }
    }

    /// The machine stopped at a breakpoint of a vCPU. If it was set by the checker it is removed
    /// and the result is true: the machine runs on as if nothing had happened.
    public func vcpu(_ vcpu: any VCPU, reached pc: UInt64) -> Bool {
        guard let frame = states[vcpu.index]?.frames.last, frame.isCall else { return false }
        if frame.record.functionEntry == pc, frame.record.function == nil {
            return enteredFunction(vcpu, at: pc)
        }
        guard frame.record.action == .softRestart, frame.record.restartEntry == pc else {
            return false
        }
        var after = vcpu.snapshot()
        after.pc = pc
        complete(vcpu, after: after, outcome: .restarted(at: pc), time: frame.record.time)
        return frame.addedBreakpoint == pc
    }

    /// The kernel that is gone left its calls as they were; another one brings its own vectors.
    public func machineDidReset() {
        closeFrames(.unknown)
        states = [:]
        initialised = []
        directory.noteRestart()
    }

    private func closeFrames(_ ending: RunEnding) {
        for index in states.keys.sorted() {
            while let frame = states[index]?.frames.last {
                close(frame, of: index, ending: ending)
                states[index]?.frames.removeLast()
            }
        }
    }

    /// Ends the observation and hands out what was found.
    public func finish(_ ending: RunEnding = .unknown) -> HypABIReport {
        closeFrames(ending)
        if ending.isBad { _ = ledger.noteConsequence("the run ended badly: \(ending)") }
        return HypABIReport(
            title: title, era: era, observation: observation, ending: ending,
            owners: directory.formerOwners + directory.owners, callCount: callCount,
            records: ledger.records,
            installations: ledger.installations, restarts: ledger.restarts,
            findings: ledger.findings, consequences: ledger.consequences,
            guestFailures: ledger.guestFailures, rules: ledger.ruleResults())
    }

    // MARK: - Checkpoints

    private func reached(_ checkpoint: Checkpoint, _ vcpu: any VCPU, _ event: Event) {
        switch (checkpoint.kind, observation) {
        case (.call, .probe):
            dropStaleFrames(of: vcpu, time: event.time)
            var before = vcpu.snapshot()
            // The next instruction is the HVC.
            before.pc = event.pc &+ 4
            var immediate: UInt16?
            if let word = readInstruction?(vcpu, before.pc) {
                immediate = HVCInstruction.immediate(of: word, in: before)
            }
            noteVectors(
                of: vcpu.index, time: event.time, pc: event.pc,
                old: states[vcpu.index]?.vectorBase, new: before[.system(.vbarEL2)])
            begin(vcpu, event, before: before, isCall: true, immediate: immediate, handler: nil)

        case (.return, .probe):
            guard let frame = states[vcpu.index]?.frames.last else { return }
            var after = vcpu.snapshot()
            after.pc = event.pc
            let moved = after.el == .el2 && frame.record.before.el < .el2
            complete(vcpu, after: after, outcome: moved ? .movedToEL2 : .returned, time: event.time)

        case (.entry, _):
            // With engine events the arrival was seen already, if the engine could show it.
            guard let frame = states[vcpu.index]?.frames.last, frame.isCall,
                frame.record.action == .softRestart
            else { return }
            var after = vcpu.snapshot()
            let entry = frame.record.restartEntry ?? 0
            // The checkpoint is among the first instructions of the payload.
            after.pc = event.pc &- entry < 64 ? entry : event.pc
            complete(vcpu, after: after, outcome: .restarted(at: after.pc), time: event.time)

        case (.kernel, _): kernelStarts(vcpu)
        case (.booted, _): kernelBooted(vcpu, event)
        case (.rule, _): measured(checkpoint.value, vcpu, event)

        case (.fail, _):
            let text = "the image reports failure \(checkpoint.value.hex()) at \(event.pc.hex())"
            if !ledger.noteConsequence(text) {
                ledger.note(
                    GuestFailure(
                        vcpu: vcpu.index, time: event.time, pc: event.pc, value: checkpoint.value))
            }

        default: break
        }
    }

    // MARK: - Calls begin and end

    private func begin(
        _ vcpu: any VCPU, _ event: Event, before: RegisterSnapshot, isCall: Bool,
        immediate: UInt16?, handler: (pc: UInt64, state: UInt64, saved: UInt64)?
    ) {
        var before = before
        before.nameStackPointer()
        let base = before[.system(.vbarEL2)]
        if isCall {
            directory.noteCall(
                before.x[0], vectorBase: base,
                wasSet: base != nil && states[vcpu.index]?.vectorsAskedFor == base,
                isAArch32: before.isAArch32)
        }
        states[vcpu.index, default: VCPUState()].vectorBase = base
        let owner = directory.kind(ofVectorBase: base)
        if isCall { callCount += 1 }
        let record = HypercallRecord(
            index: isCall ? callCount : 0, vcpu: vcpu.index, time: event.time, number: before.x[0],
            call: isCall ? StubCall.find(number: before.x[0], owner: owner, era: era) : nil,
            era: era,
            owner: owner, vectorBase: base, immediate: immediate, callerPC: before.pc,
            handlerPC: handler?.pc, handlerState: handler?.state,
            handlerSavedState: handler?.saved, before: before, after: nil, outcome: .unknown,
            initParameters: initParameters(before, owner),
            isFromGuest: before[.hcrEL2][bit: 0])
        // What the 2011 form of KVM/arm goes back to: the next HVC from Hyp mode returns here.
        if isCall, owner == .kf32, before.el < .el2, !record.isFromGuest {
            states[vcpu.index]?.history.hostEntry = before
            states[vcpu.index]?.history.ranGuest = false
            states[vcpu.index]?.history.guestCalls = []
        }
        if isCall, owner == .kf32, record.isFromGuest {
            states[vcpu.index]?.history.guestCalls.append(before.x[0])
        }
        var frame = Frame(
            record: record, isCall: isCall, neighbours: isCall ? neighbours(of: vcpu) : [],
            addedBreakpoint: nil)
        let entry =
            record.action == .softRestart ? record.restartEntry : record.functionEntry
        if observation == .engine, isCall, let entry,
            vcpu.capabilities.contains(.breakpoints), !vcpu.breakpoints.contains(entry)
        {
            vcpu.breakpoints.insert(entry)
            frame.addedBreakpoint = entry
        }
        push(frame, on: vcpu)
    }

    private func initParameters(_ before: RegisterSnapshot, _ owner: OwnerKind)
        -> KVMInitParameters?
    {
        guard owner == .ki64, KVMCall.isInit(before.x[0]), let readMemory else { return nil }
        return KVMInitParameters(at: before.x[1], read: readMemory)
    }

    private func interrupt(
        _ vcpu: any VCPU, _ event: Event, _ preferredReturn: UInt64, _ savedState: UInt64
    ) -> Frame {
        var before = vcpu.snapshot()
        before.pc = preferredReturn
        before.pstate = savedState
        let record = HypercallRecord(
            index: 0, vcpu: vcpu.index, time: event.time, number: 0, owner: .unknown,
            callerPC: preferredReturn, before: before, outcome: .unknown, isFromGuest: false)
        return Frame(record: record, isCall: false, neighbours: [])
    }

    private func push(_ frame: Frame, on vcpu: any VCPU) {
        states[vcpu.index, default: VCPUState()].frames.append(frame)
    }

    private func exceptionReturned(
        _ vcpu: any VCPU, _ event: Event, to: ExceptionLevel, target: UInt64, state: UInt64
    ) {
        guard let frame = states[vcpu.index]?.frames.last else {
            noteBoot(vcpu, event, to: to, target: target)
            return
        }
        var after = vcpu.snapshot()
        after.pc = target
        after.pstate = state
        if after.isAArch32 { after.sp = after[after.banked] ?? 0 }
        if after.isAArch32, followGuest(vcpu, to: to, after, event) { return }
        if after[.hcrEL2][bit: 0] != frame.record.before[.hcrEL2][bit: 0] {
            // Into a guest of KVM or out of one: not the answer to this call.
            complete(vcpu, after: nil, outcome: .unknown, time: event.time)
            return
        }
        let back = frame.record.callerPC &+ (frame.isCall ? 4 : 0)
        if after.isAArch32, frame.record.owner == .unknown, target != back {
            // Vectors of nobody's: a decompressor's way into the kernel.
            complete(vcpu, after: nil, outcome: .unknown, time: event.time)
            return
        }
        if frame.record.action == .softRestart && target != back {
            // A branch from inside the handler arrives without an ERET; if nothing showed it, this
            // may be the payload's own ERET.
            let isCertain =
                target == frame.record.restartEntry || vcpu.capabilities.contains(.breakpoints)
            complete(
                vcpu, after: isCertain ? after : nil,
                outcome: isCertain ? .restarted(at: target) : .unknown, time: event.time)
        } else {
            let moved = to == .el2 && frame.record.before.el < .el2
            complete(vcpu, after: after, outcome: moved ? .movedToEL2 : .returned, time: event.time)
        }
    }

    /// Takes the newest frame off, gives it its end and judges it.
    func complete(
        _ vcpu: any VCPU, after: RegisterSnapshot?, outcome: HypercallRecord.Outcome, time: UInt64
    ) {
        guard let frame = states[vcpu.index]?.frames.popLast() else { return }
        if let breakpoint = frame.addedBreakpoint { vcpu.breakpoints.remove(breakpoint) }
        var record = frame.record
        var after = after
        after?.nameStackPointer()
        record.after = after
        record.outcome = outcome
        guard frame.isCall else {
            if record.owner != .unknown { judgeTrap(record) }
            return
        }
        if observation == .probe {
            noteVectors(
                of: vcpu.index, time: time, pc: record.callerPC, old: record.vectorBase,
                new: after?[.system(.vbarEL2)])
        }
        judge(record, neighbours: neighbourChanges(frame, vcpu))
        if case .restarted(let entry) = outcome, let after {
            ledger.keep(
                Restart(
                    call: record.index, vcpu: record.vcpu, time: time, owner: record.owner,
                    entry: entry, state: after.pstate, arguments: Array(after.x[0...2])))
            // Another kernel starts here: what EL2 held on the way in is older than it.
            states[vcpu.index]?.frames = []
            states[vcpu.index]?.followsRestart = true
            states[vcpu.index]?.hasLeftEL2 = false
            directory.noteRestart()
        }
    }

    /// Frames that an exception from below EL2 proves abandoned.
    private func dropStaleFrames(of vcpu: any VCPU, time: UInt64) {
        while let frame = states[vcpu.index]?.frames.last, !frame.isInGuest {
            complete(vcpu, after: nil, outcome: .unknown, time: time)
        }
    }

    /// A frame that was open when the run ended.
    private func close(_ frame: Frame, of index: Int, ending: RunEnding) {
        guard frame.isCall else { return }
        var record = frame.record
        record.outcome = ending.provesNoReturn ? .neverReturned : .unknown
        // A machine that is broken already proves nothing new by getting stuck.
        if record.outcome == .neverReturned,
            ledger.noteConsequence("call \(record.index) never returned")
        {
            record.outcome = .unknown
            ledger.keep(record)
            return
        }
        judge(record, neighbours: [])
    }

    // MARK: - Judging

    private func judge(_ record: HypercallRecord, neighbours: [NeighbourState]) {
        var record = record
        let plain = PlainCall(owner: record.owner, number: record.number)
        let history = states[record.vcpu]?.history ?? CallHistory()
        var judgement = CallJudgement(
            record: record, era: era, stubBase: directory.initialStubBase,
            hostVectorBases: directory.hostVectorBases, declaredBases: declaredBases,
            history: history,
            anotherIsInitialised: initialised.contains { $0 != record.vcpu },
            neighbours: neighbours, plainTwinHeld: cleanPlainCalls.contains(plain),
            deviations: deviations)
        judgement.readMemory = readMemory
        judgement.initText = initText
        judgement.anotherAwaitsInit = awaitsInit(besides: record.vcpu)
        // What a guest of KVM asks for is between it and KVM.
        if !record.isFromGuest && record.outcome != .unknown {
            let applied = judgement.judge().filter { !judgement.displaced.contains($0) }
            ledger.credit(applied, judgement.findings, &record)
        }
        let isClean = judgement.isAnswerRight
        if isClean && record.immediate == 0 { cleanPlainCalls.insert(plain) }
        follow(record, isClean: isClean)
        ledger.keep(record)
    }

    private func judgeTrap(_ record: HypercallRecord) {
        var record = record
        var judgement = CallJudgement(
            record: record, era: era, stubBase: directory.initialStubBase,
            hostVectorBases: directory.hostVectorBases, declaredBases: declaredBases,
            history: CallHistory(),
            anotherIsInitialised: false, neighbours: [], plainTwinHeld: false,
            deviations: deviations)
        ledger.credit(judgement.judgeTrap(), judgement.findings, &record)
    }

    /// Brings what is known of the vCPU up to what was observed, right or wrong.
    private func follow(_ record: HypercallRecord, isClean: Bool) {
        let after = record.after
        let ownerNow = directory.kind(ofVectorBase: after?[.system(.vbarEL2)])
        var history = states[record.vcpu]?.history ?? CallHistory()
        history.calls += 1
        if record.owner.isKVM && record.action == .resetVectors {
            history.kvmWasReset = isClean && ownerNow.isInitialStub
            history.vectorsSetSinceReset = false
        } else if record.action == .setVectors && !record.owner.isKVM {
            history.vectorsSetSinceReset = history.kvmWasReset
            history.kvmWasReset = false
        } else if record.isInit && (after?.x[0] == 0 || record.owner == .ki32 && after != nil) {
            history.inits += 1
            history.vectorsSetSinceReset = false
            initialised.insert(record.vcpu)
        } else if case .restarted = record.outcome {
            history = CallHistory(calls: history.calls)
            initialised.remove(record.vcpu)
        }
        states[record.vcpu, default: VCPUState()].history = history
        let isStub = record.owner.isInitialStub || record.owner == .is32Z
        if isStub && record.action == .setVectors {
            states[record.vcpu]?.vectorsAskedFor = record.vectorsAskedFor
        }
    }

    private func noteBoot(
        _ vcpu: any VCPU, _ event: Event, to: ExceptionLevel, target: UInt64
    ) {
        var state = states[vcpu.index] ?? VCPUState()
        // A 32-bit kernel leaves its mode in memory and says when it has.
        guard to == .el1, !state.hasLeftEL2, vcpu.read(.pstate)?[bit: 4] != true
        else { return }
        state.hasLeftEL2 = true
        states[vcpu.index] = state
        judge(
            BootReturn(
                vcpu: vcpu.index, time: event.time, pc: event.pc, target: target,
                x0: vcpu.read(.x(0)) ?? 0, followsRestart: state.followsRestart))
    }

    func judge(_ boot: BootReturn) {
        for rule in Rule.table where rule.eras.contains(era) {
            guard case .boot(let check) = rule.check else { continue }
            switch check(boot) {
            case .notExercised: break
            case .held: ledger.note(held: rule.id)
            case .violated(let expected, let seen, let bugs):
                ledger.report(
                    Finding(
                        rule: rule.id, aspect: boot.start == nil ? "x0" : "boot mode",
                        expected: expected, seen: seen, call: 0, vcpu: boot.vcpu,
                        time: boot.time, pc: boot.pc, bugs: bugs))
            }
        }
    }

    // MARK: - Vectors and neighbours

    private func noteVectors(of vcpu: Int, time: UInt64, pc: UInt64, old: UInt64?, new: UInt64?) {
        guard let new, old != new else { return }
        states[vcpu, default: VCPUState()].vectorBase = new
        ledger.keep(
            VectorInstallation(
                vcpu: vcpu, time: time, pc: pc, old: old, new: new,
                owner: directory.kind(ofVectorBase: new)))
    }

    /// What a call must not change on another vCPU.
    private static let perCPU: [SystemRegisterID] = [
        .vbarEL2, .sctlrEL2, .hcrEL2, .ttbr0EL2, .tpidrEL2, .sctlrEL1,
    ]

    private func neighbours(of vcpu: any VCPU)
        -> [(vcpu: Int, pc: UInt64, values: [SystemRegisterID: UInt64])]
    {
        watched.filter { $0.index != vcpu.index }.map { other in
            (other.index, other.read(.pc) ?? 0, controls(of: other))
        }
    }

    private func controls(of vcpu: any VCPU) -> [SystemRegisterID: UInt64] {
        var values: [SystemRegisterID: UInt64] = [:]
        for id in Self.perCPU { values[id] = vcpu.read(.system(id)) }
        return values
    }

    /// Only a vCPU that did not move in the meantime can have been changed by this call.
    private func neighbourChanges(_ frame: Frame, _ vcpu: any VCPU) -> [NeighbourState] {
        frame.neighbours.compactMap { before in
            guard let other = watched.first(where: { $0.index == before.vcpu }),
                other.read(.pc) == before.pc
            else { return nil }
            return NeighbourState(
                vcpu: before.vcpu, before: before.values, after: controls(of: other))
        }
    }
}

extension RegisterSnapshot {
    /// Makes SP_ELx in the system registers agree with the stack pointer in use, which some engines
    /// keep apart.
    fileprivate mutating func nameStackPointer() {
        if isAArch32 || el == .el2 && pstate[bit: 0] { return }
        let id: SystemRegisterID = el == .el1 && pstate[bit: 0] ? .spEL1 : .spEL0
        if system[Int(id.rawValue)] != nil { system[Int(id.rawValue)] = sp }
    }
}
