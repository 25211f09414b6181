// Following UNKNOWN values through a watched vCPU, and what counts as a decision on one.

extension EmulatedVCPU {
    /// As `execute(block, limit: 1)`, operation by operation.
    func executeWatchingUnknown(
        _ block: UnsafeMutablePointer<CodeBlock>, _ hazards: HazardMonitor
    ) -> ExecutionStatus {
        let isOnly = block.pointee.instructionCount == 1
        let end =
            isOnly ? Int(block.pointee.operationCount) : Int(block.pointee.instructionStarts[1])
        let here = place
        hasLeftBlock = false
        for index in 0..<end {
            let op = block.pointee.operations[index]
            begin(op, hazards, here)
            let status = execute(
                block, from: index, to: index + 1, completing: 0, runsTerminal: false)
            if status != .proceed || hasLeftBlock { return finish(block, status, isOnly) }
            complete(op)
        }
        if isOnly { watchTerminal(block.pointee.terminal, hazards, here) }
        return execute(block, from: end, to: end, completing: 1, runsTerminal: isOnly)
    }

    /// The block was left in the middle of its first instruction, or right after it.
    private func finish(
        _ block: UnsafeMutablePointer<CodeBlock>, _ status: ExecutionStatus, _ isOnly: Bool
    ) -> ExecutionStatus {
        if hasLeftBlock && !isOnly && status == .proceed { retired = 1 }
        return status
    }

    private func begin(_ op: Operation, _ hazards: HazardMonitor, _ here: Hazard.Place) {
        unknownLoads.removeAll(keepingCapacity: true)
        unknownStores.removeAll(keepingCapacity: true)
        switch op.opcode {
        case .load, .store, .loadPair, .storePair, .loadExclusive, .loadExclusivePair,
            .storeExclusive, .storeExclusivePair, .atomic, .compareAndSwap, .compareAndSwapPair,
            .loadVector, .storeVector, .loadStructure, .storeStructure:
            if unknown[op.a] != 0 {
                hazards.report(
                    .unknownAddress, state.slots[Int(op.a)], "bits \(unknown[op.a].hex())",
                    by: here, culprit: nil)
            }
            if op.opcode == .store { unknownStores = [unknown[op.b]] }
            // The last element of the list is stored first.
            if op.opcode == .storePair { unknownStores = [unknown[op.c], unknown[op.b]] }
        case .call: break
        default: unknown.follow(op, state.slots)
        }
    }

    private func complete(_ op: Operation) {
        switch op.opcode {
        case .load:
            let access = MemoryAccess(rawValue: op.modifier)
            unknown[op.destination] = unknownLoads.first.map { access.extend($0) } ?? 0
        case .loadPair:
            unknown[op.destination] = unknownLoads.first ?? 0
            unknown[op.c] = unknownLoads.count > 1 ? unknownLoads[1] : 0
        case .loadExclusive, .loadExclusivePair, .storeExclusive, .storeExclusivePair, .atomic,
            .compareAndSwap, .compareAndSwapPair, .loadVector, .loadStructure:
            unknown[op.destination] = 0
        case .call where Helper(rawValue: op.modifier) != .readSystemRegister:
            unknown[op.destination] = 0
        default: break
        }
    }

    private func watchTerminal(
        _ terminal: Terminal, _ hazards: HazardMonitor, _ here: Hazard.Place
    ) {
        switch terminal {
        case .branch(let condition, _, _) where unknown[condition] != 0:
            // A bit that is known to be one decides.
            if state.slots[Int(condition)] & ~unknown[condition] != 0 { return }
            hazards.report(.unknownBranch, here.pc, "a condition", by: here, culprit: nil)
        case .indirect(let slot) where unknown[slot] != 0:
            hazards.report(
                .unknownAddress, state.slots[Int(slot)], "bits \(unknown[slot].hex())", by: here,
                culprit: nil)
        default: break
        }
    }

    /// An exception return to what ELR and SPSR say.
    func watchReturn(_ hazards: HazardMonitor) {
        let isEL2 = state.el == .el2
        let mask = unknown[isEL2 ? .elrEL2 : .elrEL1] | unknown[isEL2 ? .spsrEL2 : .spsrEL1]
        guard mask != 0 else { return }
        hazards.report(
            .unknownAddress, state[isEL2 ? .elrEL2 : .elrEL1], "ELR or SPSR, bits \(mask.hex())",
            by: place, culprit: nil)
    }

    /// Exception entry writes these registers; an exception to UNKNOWN vectors goes anywhere.
    func forgetUnknown(of target: ExceptionLevel) {
        let isEL2 = target == .el2
        if let hazards = system.hazards, unknown[isEL2 ? .vbarEL2 : .vbarEL1] != 0 {
            hazards.report(
                .unknownAddress, state[isEL2 ? .vbarEL2 : .vbarEL1], "VBAR_\(target)", by: place,
                culprit: nil)
        }
        for id: SystemRegisterID in isEL2
            ? [.spsrEL2, .elrEL2, .esrEL2, .farEL2, .hpfarEL2]
            : [.spsrEL1, .elrEL1, .esrEL1, .farEL1]
        {
            unknown[id] = 0
        }
    }

    /// Registers that control the context entered: UNKNOWN bits in them decide what happens.
    func watchControls(_ hazards: HazardMonitor) {
        let isEL1 = controls.regime == .el10
        let sctlr: SystemRegisterID = isEL1 ? .sctlrEL1 : .sctlrEL2
        reportControl(sctlr, unknown[sctlr] & Self.decidingControls, hazards)
        if controls.isStageOneEnabled {
            for id: SystemRegisterID in isEL1
                ? [.tcrEL1, .ttbr0EL1, .mairEL1] : [.tcrEL2, .ttbr0EL2, .mairEL2]
            {
                reportControl(id, unknown[id], hazards)
            }
        }
        guard state.el != .el2, system.hasEL2 else { return }
        for id: SystemRegisterID in [.hcrEL2, .cptrEL2, .mdcrEL2, .vbarEL2] {
            reportControl(id, unknown[id], hazards)
        }
        if controls.isStageTwoEnabled {
            for id: SystemRegisterID in [.vtcrEL2, .vttbrEL2] {
                reportControl(id, unknown[id], hazards)
            }
        }
    }

    /// SCTLR_ELx.EE, I, C and M. Alignment checks decide nothing for code that needs none.
    private static let decidingControls: UInt64 = 1 << 25 | 1 << 12 | 0x5

    private func reportControl(
        _ id: SystemRegisterID, _ mask: UInt64, _ hazards: HazardMonitor
    ) {
        guard mask != 0 else { return }
        hazards.report(
            .unknownControl, 0, "\(SystemRegister[id].name) bits \(mask.hex()) at \(state.el)",
            by: place, culprit: nil)
    }
}
