// The software CPU: a vCPU that executes translated blocks.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One vCPU of the software engine.
///
/// The outer loop finds the block for PC, executes it within the instruction budget, and takes
/// interrupts between blocks. Budgets end exactly: a block that is too long for what is left is
/// executed only so far.
public final class EmulatedVCPU: VCPU {
    public let index: Int
    public let capabilities: EngineCapabilities = [
        .observesExceptions, .countsInstructions, .breakpoints,
    ]
    public var breakpoints: Set<UInt64> = [] {
        didSet {
            if breakpoints == oldValue { return }
            watchesFetches = !breakpoints.isEmpty || debug.watchesFetches
            system.translationsAreStale = true
            mustLeaveBlock = true
        }
    }

    let state: ProcessorState
    /// What the vCPUs of one machine share.
    let system: EmulatedSystem
    let memory: GuestMemory
    let clock: MachineClock
    let blocks: BlockCache
    /// What this processor is, and has.
    let model: CPUModel
    let features: FeatureSet
    var translator: A64Translator
    let translator32: AArch32Translator
    /// IT of the selected context's mode.
    var currentITState: UInt8 = 0
    /// The domain of the last abort, for a DFSR in the short-descriptor format.
    var faultDomain: UInt8 = 0
    let tlb: SoftwareTLB

    // MARK: Execution

    /// Instructions of the current block that came before PC, while a helper runs; what `execute`
    /// has retired, after it returns.
    var retired = 0
    var currentBlock: UnsafeMutablePointer<CodeBlock>
    /// Set by a store into translated code: leave the block after this instruction.
    var mustLeaveBlock: Bool {
        get { runState.pointee.mustLeaveBlock }
        set { runState.pointee.mustLeaveBlock = newValue }
    }
    /// `execute` did so.
    var hasLeftBlock = false
    /// Virtual time at which this call of `run` ends, and at which it began.
    private var runLimit: UInt64 = 0
    var runStart: UInt64 {
        get { runState.pointee.runStart }
        set { runState.pointee.runStart = newValue }
    }
    /// When the machine gave this vCPU its turn, of which a run may be a part.
    var turnBegan: UInt64 = 0
    /// Host code may run: nothing watches single instructions.
    private var usesHostCode = false
    /// What devices asked of the machine during the last instruction, which may be a pair of
    /// stores.
    var pendingEffects: [DeviceEffect] = []
    var hasPendingEffects = false
    /// Why `execute` returned `.exit`.
    var exit: VCPUExit = .budgetExpired
    /// Kept where no access needs a check: what is looked at between blocks.
    let runState: UnsafeMutablePointer<RunState>
    let loopDetector: UnsafeMutablePointer<ExceptionLoopDetector>
    var resumeFrom: UInt64?
    private var isExitRequested = false

    // MARK: Interrupts and events

    /// The inputs from the interrupt controller.
    var interrupts = InterruptLines()
    /// What somebody asserts beside it.
    var injected = InjectedInterrupts()
    var timerDeadline = UInt64.max
    var performance = PerformanceMonitors() {
        didSet { runState.pointee.isCounting = performance.isCounting }
    }
    /// Inside a call of `run`.
    var isRunning = false
    /// Interrupts or timers may have changed: look before the next block.
    var attention: Bool {
        get { runState.pointee.attention }
        set { runState.pointee.attention = newValue }
    }
    /// The Event Register of WFE and SEV.
    var eventRegister: Bool {
        get { runState.pointee.eventRegister }
        set { runState.pointee.eventRegister = newValue }
    }
    /// The wait that returned `.waiting` was a WFE.
    var isWaitingForEvent = false
    /// When an event stream ends that wait.
    var streamedEventTime = UInt64.max

    /// What is kept while hazards are watched for; nil if nobody asked for that.
    var watch: HazardWatch?

    // MARK: Translation contexts

    /// A register that decides translation has changed since the context was selected.
    var contextIsStale: Bool {
        get { runState.pointee.contextIsStale }
        set { runState.pointee.contextIsStale = newValue }
    }
    /// The Exception level has changed since, and nothing else.
    var levelIsStale: Bool {
        get { runState.pointee.levelIsStale }
        set { runState.pointee.levelIsStale = newValue }
    }
    /// For each Exception level, without and with PAN, the context last selected there.
    let levelContexts: LevelContexts
    let usesLinearPages: Bool
    var contextID: UInt64 = 0
    var fastInstance: UnsafeMutablePointer<FastTLBInstance>
    /// Its tables.
    var fastWords: UnsafeMutablePointer<UInt64>
    let fastTLB = FastTLB()
    var controls = TranslationControls(regime: .el2)
    /// The TLBI executed last, which this processor has: most often the next one too.
    var recentInvalidation: TLBIOperation?
    /// What debug does in the selected context, and how often breakpoints and watchpoints were set.
    var debug = DebugContext()
    var debugGeneration: UInt64 = 0
    /// Debug, the guest's or the machine's, looks before some instructions.
    var watchesFetches = false
    private let jumpCache: UnsafeMutablePointer<JumpCacheEntry>
    private static let fetchCount = 64
    private let fetches: UnsafeMutablePointer<Fetch>

    // MARK: Observation

    weak var observer: (any VCPUObserver)?
    var observedKinds: EventKinds = [] {
        didSet {
            runState.pointee.observesExceptions = observes(.exceptions)
            runState.pointee.observesHypercalls = observes(.hypercalls)
        }
    }

    /// Where a page of instructions is.
    private struct Fetch {
        var page: UInt64
        var contextID: UInt64
        var physical: UInt64
    }

    /// Generated code reads it by JumpCacheLayout.
    struct JumpCacheEntry {
        var pc: UInt64
        var contextID: UInt64
        var block: UnsafeMutablePointer<CodeBlock>?
        /// The block's code, or the dispatcher of generated code.
        var code: UInt

        static var none: JumpCacheEntry {
            JumpCacheEntry(pc: 1, contextID: 0, block: nil, code: 0)
        }
    }

    init(index: Int, system: EmulatedSystem, tlbCapacity: Int) {
        tlb = SoftwareTLB(capacity: tlbCapacity)
        self.index = index
        self.system = system
        memory = system.memory
        clock = system.clock
        blocks = system.blocks
        model = system.model
        features = model.features
        translator = A64Translator(features: features)
        translator32 = AArch32Translator(isArmv8: !model.isAArch32Only)
        loopDetector = .allocate(capacity: 1)
        loopDetector.initialize(to: ExceptionLoopDetector())
        levelContexts = LevelContexts()
        usesLinearPages = system.hostCode?.usesLinearPages ?? true
        runState = .allocate(capacity: 1)
        runState.initialize(
            to: RunState(
                rules: TransitionRules(model.features), loopDetector: loopDetector,
                levelContexts: levelContexts))
        runState.pointee.hasEL2 = system.hasEL2
        runState.pointee.dispatcher = system.hostCode?.dispatcherAtPC ?? 0
        runState.pointee.withoutCode = system.hostCode?.dispatcher ?? 0
        let words = EngineWord.count + Slot.count
        let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: words)
        slots.initialize(repeating: 0, count: words)
        state = ProcessorState(slots: slots + EngineWord.count)
        // No context has the identity 0, and what is not used costs nothing.
        let bytes = calloc(JumpCacheLayout.entryCount, MemoryLayout<JumpCacheEntry>.stride)!
        jumpCache = bytes.assumingMemoryBound(to: JumpCacheEntry.self)
        fetches = .allocate(capacity: Self.fetchCount)
        fetches.initialize(
            repeating: Fetch(page: .max, contextID: 0, physical: 0), count: Self.fetchCount)
        currentBlock = BlockCache.noBlock
        fastInstance = fastTLB.select(.none)
        fastWords = fastInstance.pointee.words.unsafelyUnwrapped
        let flags = UInt(bitPattern: memory.pageFlags) &- UInt(bitPattern: memory.host) >> 12
        state.slots[EngineWord.hostFlags] = UInt64(flags)
        state.slots[EngineWord.jumpCache] = UInt64(UInt(bitPattern: jumpCache))
        state.slots[EngineWord.runState] = UInt64(UInt(bitPattern: runState))
        let this = Unmanaged.passUnretained(self).toOpaque()
        state.slots[EngineWord.vcpu] = UInt64(UInt(bitPattern: this))
        publishContext()
    }

    /// Tells generated code which fast TLB to use.
    @inline(__always)
    func publishContext() { fastInstance.pointee.publish(to: state.slots) }

    /// Warm reset: registers by the policy, everything that hangs on them empty.
    func reset(policy: ResetPolicy, seed: UInt64, entryLevel: ExceptionLevel) {
        state.reset(model: model, vcpu: index, policy: policy, seed: seed)
        if model.isAArch32Only {
            state.resetToAArch32(hasEL2: system.hasEL2)
        } else if !system.hasEL2 {
            state.enterWithoutEL2(model: model)
        }
        if let watch {
            watch.monitor.generation &+= 1
            if watch.followsUnknown, !model.isAArch32Only {
                watch.unknown.reset(model: model, hasEL2: system.hasEL2)
            }
        }
        tlb.invalidateAll()
        fastTLB.removeAll()
        contextIsStale = true
        system.gic.resetInterface(index)
        inheritInterruptController()
        interruptsChanged()
        eventRegister = false
        loopDetector.pointee = ExceptionLoopDetector()
        retired = 0
        resetPerformanceMonitors()
    }

    /// The interrupt controller drives other inputs now, which the next instruction must find.
    func interruptsChanged() {
        interrupts = system.gic.lines[index]
        if injected.irq { interrupts.irq = true }
        if injected.fiq { interrupts.fiq = true }
        attention = true
        mustLeaveBlock = true
    }

    /// Whether a vCPU that returned `.waiting` has something to go on for.
    var canWake: Bool {
        retired = 0
        updateTimers()
        return hasWakeUpEvent
            || isWaitingForEvent && (eventRegister || clock.now >= streamedEventTime)
    }

    /// When a vCPU that returned `.waiting` goes on if nobody else does anything.
    var wakeUpDeadline: UInt64 {
        isWaitingForEvent ? min(timerDeadline, streamedEventTime) : timerDeadline
    }

    deinit {
        (state.slots - EngineWord.count).deallocate()
        free(jumpCache)
        fetches.deallocate()
        fastTLB.deallocate()
        loopDetector.deallocate()
        levelContexts.deallocate()
        runState.deallocate()
    }

    // MARK: Running

    public func run(budget: UInt64) -> VCPUExit {
        runStart = clock.now
        runLimit = runStart &+ min(budget, UInt64.max &- runStart)
        isRunning = true
        defer {
            state[Slot.instructionCount] &+= clock.now &- runStart
            isRunning = false
        }
        attention = true
        system.gic.accessor = index
        if hasPendingEffects { return takeEffect() }
        usesHostCode =
            system.hostCode != nil && !observes(.instructions) && watch == nil
        if let engine = system.hostCode, engine.hidesSystemRegisters == observes(.systemRegisters) {
            engine.hidesSystemRegisters.toggle()
            system.dropTranslations()
        }
        let code = advance()
        if code != 0 { system.hostCode.unsafelyUnwrapped.enter(code, state.slots) }
        return exit
    }

    /// Runs until there is host code for the next block, which it returns, or until the machine is
    /// needed: then 0, and `exit` says for what.
    func advance() -> UInt {
        while true {
            if system.translationsAreStale
                || (usesHostCode && system.hostCode.unsafelyUnwrapped.isFull)
            {
                system.dropTranslations()
            }
            guard let block = nextBlock() else { return 0 }
            // Whatever asked for that has been looked at.
            mustLeaveBlock = false
            let room = min(runLimit, timerDeadline) &- clock.now
            if usesHostCode, let code = hostCode(for: block),
                room >= UInt64(block.pointee.codeCharge)
            {
                currentBlock = block
                state.slots[EngineWord.deadline] = clock.now &+ room
                state.slots[EngineWord.budget] = room
                return code
            }
            var count = Int(clamping: room)
            if observes(.instructions) {
                count = 1
                emitInstruction(block)
            }
            let pc = state.pc
            let status =
                watchesFetches || watch != nil
                ? executeWatched(block, limit: count) : execute(block, limit: count)
            clock.now &+= UInt64(retired)
            retired = 0
            guard finishBlock(status) else { return 0 }
            if status == .proceed {
                if state.pc == pc, block.pointee.isSelfBranch, isForever, !debug.steps {
                    exit = .stuck(.branchToSelf(pc))
                    return 0
                }
            }
        }
    }

    /// The block to execute next, after interrupts and all that may end the run; nil if something
    /// does, which `exit` tells.
    private func nextBlock() -> UnsafeMutablePointer<CodeBlock>? {
        while true {
            if state[Slot.it] != 0 || currentITState != 0 { checkITState() }
            refreshContext()
            removeTagFromPC()
            if attention {
                updateTimers()
                attention = false
                state.slots[EngineWord.interruptPending] = mayHaveInterrupt ? 1 : 0
                if takePendingInterrupt() { continue }
            }
            if let reason = loopDetector.pointee.reason {
                exit = .stuck(reason)
                return nil
            }
            let now = clock.now
            if now >= runLimit {
                exit = .budgetExpired
                return nil
            }
            if now >= timerDeadline {
                attention = true
                continue
            }
            if watchesFetches, takeDebugException() {
                clock.now &+= 1
                continue
            }
            if state[Slot.il] != 0 {
                takeIllegalState()
                clock.now &+= 1
                continue
            }
            let pc = state.pc
            if watchesFetches, breakpoints.contains(pc), resumeFrom != pc {
                resumeFrom = pc
                exit = .breakpoint(pc)
                return nil
            }
            resumeFrom = nil
            if let block = findBlock(pc) {
                if let watch { watchFetch(block, watch) }
                return block
            }
            // The fetch raised an exception.
            clock.now &+= 1
        }
    }

    /// What to do after a block: true to go on, false to return with `exit`.
    func finishBlock(_ status: ExecutionStatus) -> Bool {
        if status == .exit { return false }
        if hasPendingEffects {
            exit = takeEffect()
            return false
        }
        if isExitRequested {
            isExitRequested = false
            exit = .budgetExpired
            return false
        }
        return true
    }

    /// Instructions executed since reset, up to the one that PC names.
    var executedCount: UInt64 {
        state[Slot.instructionCount] &+ (isRunning ? clock.now &- runStart : 0) &+ UInt64(retired)
    }

    /// A device wants the machine: finish the instruction, then return.
    func request(_ effect: DeviceEffect) {
        pendingEffects.append(effect)
        hasPendingEffects = true
        mustLeaveBlock = true
    }

    private func takeEffect() -> VCPUExit {
        let effect = pendingEffects.removeFirst()
        hasPendingEffects = !pendingEffects.isEmpty
        return .device(effect)
    }

    public func requestExit() {
        isExitRequested = true
        mustLeaveBlock = true
    }

    /// A branch, exception or return to a tagged address leaves no tag in PC, so neither ELR, FAR
    /// nor ADR ever shows it. Source: Arm ARM, `AArch64.BranchAddr`.
    @inline(__always)
    private func removeTagFromPC() {
        let pc = state.pc
        // False for every address that is a sign extension of its low 56 bits.
        if (pc &+ 1 << 55) >> 56 != 0 { state.pc = controls.withoutTag(pc, isFetch: true) }
    }

    // MARK: Blocks

    @inline(__always)
    private func jumpCacheEntry(_ pc: UInt64) -> UnsafeMutablePointer<JumpCacheEntry> {
        let mask = UInt64(JumpCacheLayout.entryCount - 1)
        return jumpCache + Int(truncatingIfNeeded: (pc >> 2) & mask)
    }

    /// The block for PC, translated if need be; nil when fetching raised an exception.
    private func findBlock(_ pc: UInt64) -> UnsafeMutablePointer<CodeBlock>? {
        let slot = jumpCacheEntry(pc)
        if slot.pointee.pc == pc, slot.pointee.contextID == contextID, watch == nil,
            let block = slot.pointee.block, block.pointee.isValid
        {
            return block
        }
        guard pc & 3 == 0 || state[Slot.thumb] != 0 else {
            takePCAlignmentFault()
            return nil
        }
        guard let physical = findFetch(pc) else { return nil }
        if blocks.isFull { system.dropTranslations() }
        var mode = state.blockMode
        mode.accessesDeviceMemory = !controls.isStageOneEnabled
        if debug.watchesFetches { mode.isSingleStepped = isSingleStepped(pc) }
        let block: UnsafeMutablePointer<CodeBlock>
        if slot.pointee.pc == pc, let known = slot.pointee.block,
            known.pointee.isAt(physical: physical, virtual: pc, mode: mode)
        {
            // Only the context has another name.
            block = known
        } else if let found = blocks.find(physical: physical, virtual: pc, mode: mode) {
            block = found
        } else {
            let translated: TranslatedBlock
            if mode.isAArch32 {
                guard let block = translate32(at: pc, physical: physical, mode: mode) else {
                    return nil
                }
                translated = block
            } else {
                translated = translator.translate(
                    at: pc, mode: mode,
                    maximumInstructions: mode.isSingleStepped ? 1 : 64,
                    word: { memory.word(at: physical &+ ($0 &- pc)) },
                    isBreakpoint: { $0 != pc && self.breakpoints.contains($0) })
            }
            block = blocks.insert(translated, physical: physical)
            if block.pointee.crossesPage {
                // Nobody watches the second page: it is translated again each time.
                block.pointee.isValid = false
                return block
            }
        }
        let code = block.pointee.code
        slot.pointee = JumpCacheEntry(
            pc: pc, contextID: contextID, block: block,
            code: code != 0 ? code : system.hostCode?.dispatcher ?? 0)
        return block
    }

    /// The PA of the instruction at PC. What is kept belongs to a context by its identity, as in
    /// the jump cache, so that nobody has to look for it.
    @inline(__always)
    private func findFetch(_ pc: UInt64) -> UInt64? {
        let page = pc >> 12
        let entry = fetches + Int(truncatingIfNeeded: page) & (Self.fetchCount - 1)
        // A hazard watch sees every fetch.
        if entry.pointee.page == page, entry.pointee.contextID == contextID, watch == nil {
            return entry.pointee.physical | pc & 0xfff
        }
        guard let physical = translateFetch(pc) else { return nil }
        refreshContext()
        entry.pointee = Fetch(page: page, contextID: contextID, physical: physical & ~0xfff)
        return physical
    }

    /// The host code of the block at PC, made now if the block has run often enough.
    private func hostCode(for block: UnsafeMutablePointer<CodeBlock>) -> UInt? {
        let engine = system.hostCode.unsafelyUnwrapped
        if block.pointee.code != 0 {
            if block.pointee.runsLeft >= 0 { return block.pointee.code }
            engine.promote(block, model, in: blocks, breakpoints: breakpoints)
        } else {
            // A branch to itself may be the end of the run, which only the loop above can see.
            if block.pointee.heat < engine.threshold {
                block.pointee.heat &+= 1
                return nil
            }
            // A breakpoint may end it: blocks stop before it, and the one that starts there has no
            // code. Nor has what begins within an IT block, after which the context is another, and
            // what is translated anew each time.
            if block.pointee.isSelfBranch || engine.isFull || block.pointee.mode.itState != 0
                || block.pointee.mode.isSingleStepped || !block.pointee.isValid
                || breakpoints.contains(block.pointee.virtualStart)
            {
                return nil
            }
            engine.compile(block, model)
        }
        let slot = jumpCacheEntry(block.pointee.virtualStart)
        if slot.pointee.block == block { slot.pointee.code = block.pointee.code }
        return block.pointee.code
    }

    func flushJumpCache() {
        jumpCache.update(repeating: .none, count: JumpCacheLayout.entryCount)
    }

    /// The word of the instruction that PC names, for syndromes and traces.
    var currentInstructionWord: UInt32 {
        memory.word(
            at: currentBlock.pointee.physicalStart
                &+ (state.pc &- currentBlock.pointee.virtualStart)
        ) ?? 0
    }

    // MARK: Going nowhere

    /// Whether a branch to itself goes on for ever: nothing changes until an interrupt comes, and
    /// none can when it is masked or no timer runs.
    private var isForever: Bool {
        guard timerDeadline != .max || interrupts.irq else { return true }
        return !couldTakeInterrupt
    }

    /// Whether an IRQ would be taken now if it were pending.
    private var couldTakeInterrupt: Bool {
        let hcr = state[.hcrEL2]
        let isMasked = state[Slot.daif] & UInt64(PSTATE.Bit.i) != 0
        let toEL2 = hcr[bit: 4] || hcr[bit: 27]
        if state.el == .el2 { return toEL2 && !isMasked }
        return toEL2 && !(state.e2h && state.tge) || !isMasked
    }

    // MARK: Observation

    @inline(__always)
    func observes(_ kinds: EventKinds) -> Bool { !observedKinds.isDisjoint(with: kinds) }

    func emit(_ detail: Event.Detail, pc: UInt64, el: ExceptionLevel) {
        observer?.vcpu(
            self,
            did: Event(
                vcpu: index, time: clock.now &+ UInt64(retired), pc: pc, el: el, detail: detail))
    }

    private func emitInstruction(_ block: UnsafeMutablePointer<CodeBlock>) {
        let start = block.pointee.physicalStart
        guard state.isAArch32 else {
            let word = memory.word(at: start) ?? 0
            return emit(.instruction(word: word, set: .a64), pc: state.pc, el: state.el)
        }
        let set = instructionSet32
        let word = set.word { index in
            // The second half may be on another page.
            guard index == 1, start & 0xfff == 0xffe else {
                return memory.halfword(at: start &+ UInt64(index * 2))
            }
            return physicalAddress(ofInstructionAt: state.pc &+ 2).flatMap {
                memory.halfword(at: $0)
            }
        }
        emit(.instruction(word: word ?? 0, set: set), pc: state.pc, el: state.el)
    }
}
