// SVC, HVC and ERET as generated code takes them: straight to the code of the vector or of the
// return address. What somebody watches, and what is rare, is left to the interpreter's functions.
//
// Nothing here touches an object: a test looks for calls of the Swift runtime.

enum HostTransition {
    typealias Words = UnsafeMutablePointer<UInt64>

    /// Carries out an instruction that ends a block.
    ///
    /// - Parameter packed: As `executeForHost` has it.
    /// - Returns: The code to go on with; 0 if nothing was done.
    @inline(__always)
    static func perform(
        _ words: Words, _ packed: UInt, _ block: UnsafeMutablePointer<CodeBlock>
    ) -> UInt {
        let run = runState(words)
        let op = block.pointee.operations[Int(packed & 0xffff_ffff)]
        let number = UInt64(op.detail)
        let state = ProcessorState(slots: words)
        guard !run.pointee.contextIsStale, !run.pointee.attention, !run.pointee.isCounting,
            !state.isDebugArmed
        else { return 0 }
        let pc = block.pointee.virtualStart &+ 4 &* number
        // What was taken from the budget for instructions that will not run.
        let refund = UInt64(packed >> 32) &- number &- 1
        // By number: making an enumeration of a number looks its type up.
        if op.modifier == Helper.exceptionReturn.rawValue {
            return exceptionReturn(state, run, refund)
        }
        guard !run.pointee.observesExceptions else { return 0 }
        let immediate = UInt16(truncatingIfNeeded: op.immediate)
        if op.modifier == Helper.supervisorCall.rawValue {
            let toEL2 = state[Slot.el] == 2 || state[Slot.el] == 0 && state.tge
            return call(
                state, run, to: toEL2 ? .el2 : .el1, from: pc, refund,
                Syndrome.svc(immediate).rawValue)
        }
        // HCR_EL2.HCD.
        guard op.modifier == Helper.hypervisorCall.rawValue, !run.pointee.observesHypercalls,
            run.pointee.hasEL2, state[Slot.el] != 0, !state[.hcrEL2][bit: 29]
        else { return 0 }
        return call(state, run, to: .el2, from: pc, refund, Syndrome.hvc(immediate).rawValue)
    }

    @inline(__always)
    private static func runState(_ words: Words) -> UnsafeMutablePointer<RunState> {
        let address = UInt(words[EngineWord.runState])
        return UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
    }

    @inline(__always)
    private static func call(
        _ state: ProcessorState, _ run: UnsafeMutablePointer<RunState>,
        to target: ExceptionLevel, from pc: UInt64, _ refund: UInt64, _ syndrome: UInt64
    ) -> UInt {
        // EL1 in AArch32, or the level below EL2: other vectors, other registers.
        guard state[.hcrEL2][bit: 31] || state[Slot.el] == 2 else { return 0 }
        let isSame = UInt64(target.rawValue) == state[Slot.el]
        let offset: UInt64 = isSame ? (state[Slot.spSel] != 0 ? 0x200 : 0) : 0x400
        let vector = state.vector(at: target, offset: offset)
        let words = state.slots
        words[EngineWord.budget] &+= refund
        // The instruction itself is not counted yet.
        let now = words[EngineWord.deadline] &- words[EngineWord.budget] &- 1
        run.pointee.loopDetector.pointee.note(
            vector: vector, syndrome: syndrome, pc: pc, isFault: false, state: state,
            count: state[Slot.instructionCount] &+ now &- run.pointee.runStart,
            isSynchronous: true)
        state[Slot.ss] = 0
        state[Slot.stepHistory] = StepHistory.none
        state.enterException(
            at: target, vector: vector, savedState: state.pstate.spsr,
            preferredReturn: pc &+ 4, run.pointee.rules)
        state[target == .el2 ? .esrEL2 : .esrEL1] = syndrome
        return goOn(state, run)
    }

    @inline(__always)
    private static func exceptionReturn(
        _ state: ProcessorState, _ run: UnsafeMutablePointer<RunState>, _ refund: UInt64
    ) -> UInt {
        let atEL2 = state[Slot.el] == 2
        let spsr = state[atEL2 ? .spsrEL2 : .spsrEL1]
        // With an interrupt waiting, what unmasks it matters.
        guard !run.pointee.observesExceptions, state[Slot.el] != 0, !state.isIllegalReturn(spsr),
            state.slots[EngineWord.interruptPending] == 0
        else { return 0 }
        let target = state[atEL2 ? .elrEL2 : .elrEL1]
        state.slots[EngineWord.budget] &+= refund
        state.restoreStatus(spsr, isIllegal: false, run.pointee.rules)
        state[Slot.exclusiveSize] = 0
        run.pointee.eventRegister = true
        state.pc = target
        return goOn(state, run)
    }

    /// The code at PC in the context of the new level, if both are at hand.
    @inline(__always)
    private static func goOn(
        _ state: ProcessorState, _ run: UnsafeMutablePointer<RunState>
    ) -> UInt {
        run.pointee.levelIsStale = true
        let words = state.slots
        guard state[Slot.il] == 0,
            let instance = run.pointee.levelContexts.find(
                level: state[Slot.el], pan: state[Slot.pan])
        else { return run.pointee.dispatcher }
        instance.pointee.publish(to: words)
        let pc = state.pc
        let mask = UInt64(JumpCacheLayout.entryCount - 1)
        let cache = UnsafePointer<EmulatedVCPU.JumpCacheEntry>(
            bitPattern: UInt(words[EngineWord.jumpCache])
        ).unsafelyUnwrapped
        let entry = cache + Int(truncatingIfNeeded: (pc >> 2) & mask)
        guard entry.pointee.pc == pc, entry.pointee.contextID == instance.pointee.id,
            entry.pointee.code != run.pointee.withoutCode, !run.pointee.loopDetector.pointee.isStuck
        else { return run.pointee.dispatcher }
        return entry.pointee.code
    }
}
