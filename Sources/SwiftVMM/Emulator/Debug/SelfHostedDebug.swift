// Self-hosted debug: which debug exceptions the current state lets through, and taking them.
//
// A context says once what can happen in it (`DebugContext`); where nothing can, nothing is asked
// again. Watchpoints keep their pages out of the fast TLB, so that only accesses to those pages
// look at them. Breakpoints and software step make the blocks of their pages one instruction long.
//
// Source: Arm ARM, "AArch64 Self-hosted Debug"; `AArch64.GenerateDebugExceptionsFrom`.

/// What debug may do in the selected context: the state decides again when something matches.
struct DebugContext {
    /// MDSCR_EL1.SS, towards an Exception level in AArch64.
    var steps = false
    /// MDSCR_EL1.MDE, and a breakpoint or a watchpoint that is on.
    var hasBreakpoints = false
    var hasWatchpoints = false

    /// Something happens before an instruction, whatever it is.
    var watchesFetches: Bool { steps || hasBreakpoints }

    /// As part of a context's key; 0 where debug does nothing.
    var key: UInt64 { (steps ? 1 : 0) | (hasBreakpoints ? 2 : 0) | (hasWatchpoints ? 4 : 0) }
}

/// What the last step did, for the syndrome of the exception that follows it.
enum StepHistory {
    static let none: UInt64 = 0
    static let stepped: UInt64 = 1
    static let steppedLoadExclusive: UInt64 = 2
}

/// DBGDSCRext.MOE, which says to a handler in AArch32 why it runs.
enum DebugMethod {
    static let breakpoint: UInt64 = 1
    static let bkpt: UInt64 = 3
    static let watchpoint: UInt64 = 10
}

extension ProcessorState {
    /// OSLSR_EL1.OSLK, or the OS Double Lock.
    @inline(__always)
    var isDebugLocked: Bool {
        self[.oslarEL1] != 0 || (self[.osdlrEL1] != 0 && !self[.dbgprcrEL1][bit: 0])
    }

    /// MDSCR_EL1.MDE or SS, which are UNKNOWN at reset, and not locked, as at reset: what the
    /// Exception level and PSTATE.D are matters to debug.
    @inline(__always)
    var isDebugArmed: Bool { self[.mdscrEL1] & DebugControls.armed != 0 && !isDebugLocked }
}

extension EmulatedVCPU {
    // MARK: State

    /// Where debug exceptions go. Source: Arm ARM, `DebugTargetFrom`.
    var debugTarget: ExceptionLevel {
        if state.el == .el2 { return .el2 }
        return state.tge || state[.mdcrEL2] & DebugControls.trapsExceptions != 0 ? .el2 : .el1
    }

    /// Source: Arm ARM, `AArch64.GenerateDebugExceptionsFrom` and its AArch32 form.
    ///
    /// - Parameter isMasked: PSTATE.D there.
    func generatesDebugExceptions(from el: ExceptionLevel, isMasked: Bool) -> Bool {
        if state.isDebugLocked { return false }
        let isRouted = state.tge || state[.mdcrEL2] & DebugControls.trapsExceptions != 0
        let target: ExceptionLevel = isRouted ? .el2 : .el1
        if state.isAArch32(target) { return el != .el2 }
        if el == target {
            return !isMasked && state[.mdscrEL1] & DebugControls.kernelExceptions != 0
        }
        return target > el
    }

    var generatesDebugExceptions: Bool {
        generatesDebugExceptions(
            from: state.el, isMasked: state[Slot.daif] & UInt64(PSTATE.Bit.d) != 0)
    }

    /// For the state that a context is being selected for.
    func selectDebug() {
        debug = state.isDebugArmed ? armedDebug() : DebugContext()
        watchesFetches = debug.watchesFetches || !breakpoints.isEmpty
    }

    private func armedDebug() -> DebugContext {
        var debug = DebugContext()
        guard generatesDebugExceptions else { return debug }
        let mdscr = state[.mdscrEL1]
        debug.steps = mdscr & DebugControls.softwareStep != 0 && !state.isAArch32(debugTarget)
        if mdscr & DebugControls.monitorExceptions != 0 {
            debug.hasBreakpoints = SystemRegisterID.breakpointControls.contains {
                state[$0][bit: 0]
            }
            debug.hasWatchpoints = SystemRegisterID.watchpointControls.contains {
                state[$0][bit: 0]
            }
        }
        return debug
    }

    // MARK: Before an instruction

    /// Takes the debug exception that comes before the instruction at PC. True if there is one, or
    /// an abort of the fetch, which goes first.
    func takeDebugException() -> Bool {
        guard debug.watchesFetches, generatesDebugExceptions else { return false }
        if debug.steps && state[Slot.ss] == 0 {
            takeSoftwareStep()
            return true
        }
        guard debug.hasBreakpoints, matchesBreakpoint(state.pc) else { return false }
        guard state.pc & 3 == 0 || state[Slot.thumb] != 0 else { return false }
        guard translateFetch(state.pc) != nil else { return true }
        let target = debugTarget
        let isSame = target == state.el
        takeDebugException(
            Syndrome(isSame ? .breakpoint : .breakpointFromLowerEL, iss: Self.debugStatus),
            method: DebugMethod.breakpoint)
        return true
    }

    /// Whether blocks at PC have one instruction, so that debug can look before each.
    func isSingleStepped(_ pc: UInt64) -> Bool {
        debug.steps || debug.hasBreakpoints && hasBreakpoint(onPageOf: pc)
    }

    /// As `execute`, one instruction at a time where debug or hazards look at each.
    func executeWatched(_ block: UnsafeMutablePointer<CodeBlock>, limit: Int) -> ExecutionStatus {
        let isStep = debug.steps
        let status: ExecutionStatus
        if let watch, watch.followsUnknown, !state.isAArch32 {
            status = executeWatchingUnknown(
                block, limit: block.pointee.mode.isSingleStepped ? 1 : limit, watch)
        } else {
            status = execute(block, limit: block.pointee.mode.isSingleStepped ? 1 : limit)
        }
        if isStep && status == .proceed {
            completeStep(isLoadExclusive: block.pointee.isLoadExclusive)
        }
        return status
    }

    // MARK: Software step

    /// The instruction that was executed in the active-not-pending state is complete.
    /// Source: Arm ARM, `SSAdvance`.
    func completeStep(isLoadExclusive: Bool) {
        state[Slot.ss] = 0
        state[Slot.stepHistory] =
            isLoadExclusive ? StepHistory.steppedLoadExclusive : StepHistory.stepped
    }

    /// PSTATE.SS after an exception return. Source: Arm ARM, `DebugExceptionReturnSS`.
    ///
    /// - Parameter el: Where the return goes, or comes from if it is illegal.
    func returnedStep(_ spsr: UInt64, to el: ExceptionLevel) -> Bool {
        state[Slot.stepHistory] = debug.steps ? StepHistory.stepped : StepHistory.none
        guard spsr[bit: 21], state[.mdscrEL1] & DebugControls.softwareStep != 0,
            !state.isAArch32(debugTarget)
        else { return false }
        let isMasked = !spsr[bit: 4] && spsr[bit: 9]
        return !generatesDebugExceptions && generatesDebugExceptions(from: el, isMasked: isMasked)
    }

    /// Source: Arm ARM, `AArch64.SoftwareStepException`.
    private func takeSoftwareStep() {
        var iss = Self.debugStatus
        let history = state[Slot.stepHistory]
        // ISV, EX
        if history != StepHistory.none { iss |= 1 << 24 }
        if history == StepHistory.steppedLoadExclusive { iss |= 1 << 6 }
        let isSame = debugTarget == state.el
        takeSynchronous(
            Syndrome(isSame ? .softwareStep : .softwareStepFromLowerEL, iss: iss), to: debugTarget)
    }

    // MARK: Watchpoints

    /// Takes the exception of a watchpoint on bytes that an access was allowed to touch.
    func takesWatchpoint(_ address: UInt64, count: Int, _ access: AccessDescriptor) -> Bool {
        guard let hit = watchedByte(of: address, count: count, access), generatesDebugExceptions
        else { return false }
        var iss = Self.debugStatus
        // WnR: an atomic writes only if its read was not watched. CM: DC IVAC.
        if hit.isWrite { iss |= 1 << 6 }
        if access.isMaintenance { iss |= 1 << 8 }
        let isSame = debugTarget == state.el
        takeDebugException(
            Syndrome(isSame ? .watchpoint : .watchpointFromLowerEL, iss: iss),
            method: DebugMethod.watchpoint,
            faultAddress: hit.address)
        return true
    }

    // MARK: Taking

    /// IFSC and DFSC of debug exceptions.
    static let debugStatus: UInt32 = 0b10_0010

    private func takeDebugException(
        _ syndrome: Syndrome, method: UInt64, faultAddress: UInt64? = nil
    ) {
        let target = debugTarget
        var syndrome = syndrome
        if state.isAArch32(target) {
            state[.mdscrEL1][bits: 2..<6] = method
            // Hyp mode sees the aborts that these exceptions are in AArch32.
            if target == .el2 {
                syndrome =
                    faultAddress == nil
                    ? .instructionAbort(
                        fromLowerEL: state.el != .el2,
                        faultStatusCode: UInt8(Self.debugStatus))
                    : .dataAbort(
                        fromLowerEL: state.el != .el2, faultStatusCode: UInt8(Self.debugStatus),
                        isWrite: syndrome.iss[bit: 6], isMaintenance: syndrome.iss[bit: 8])
            }
        }
        takeSynchronous(syndrome, to: target, faultAddress: faultAddress)
    }
}
