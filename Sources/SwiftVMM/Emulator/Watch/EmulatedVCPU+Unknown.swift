// Following UNKNOWN values through a watched vCPU, and what counts as a decision on one.

extension EmulatedVCPU {
    /// As `execute(block, limit:)`. What touches nothing UNKNOWN is executed in one go.
    func executeWatchingUnknown(
        _ block: UnsafeMutablePointer<CodeBlock>, limit: Int, _ watch: HazardWatch
    ) -> ExecutionStatus {
        let total = Int(block.pointee.instructionCount)
        let isWhole = limit >= total
        let end = Int(
            isWhole ? block.pointee.operationCount : block.pointee.instructionStarts[limit])
        let operations = block.pointee.operations
        currentBlock = block
        hasLeftBlock = false
        var index = 0
        while index < end {
            var next = index
            while next < end, watch.unknown.isUntouched(by: operations[next]) { next &+= 1 }
            let isFollowed = next == index
            if isFollowed {
                begin(operations[index], watch)
                next = index &+ 1
            }
            let status = execute(
                block, from: index, to: next, completing: 0, runsTerminal: false)
            if status != .proceed || hasLeftBlock { return status }
            if isFollowed { complete(operations[index], watch) }
            index = next
        }
        if isWhole {
            retired = total - 1
            state.pc = block.pointee.virtualStart &+ block.pointee.offset(of: total - 1)
            watchTerminal(block.pointee.terminal, watch)
        }
        return execute(
            block, from: end, to: end, completing: isWhole ? total : limit, runsTerminal: isWhole)
    }

    private func begin(_ op: Operation, _ watch: HazardWatch) {
        switch op.opcode {
        case .load, .store, .loadPair, .storePair, .loadExclusive, .loadExclusivePair,
            .storeExclusive, .storeExclusivePair, .atomic, .compareAndSwap, .compareAndSwapPair,
            .loadVector, .storeVector, .loadStructure, .storeStructure:
            let mask = watch.unknown[op.a]
            if mask != 0 {
                setPC(of: op)
                watch.monitor.report(
                    .unknownAddress, state.slots[Int(op.a)], "bits \(mask.hex())", by: place,
                    culprit: nil)
            }
            watch.loads = HazardWatch.OperandMasks()
            watch.stores = HazardWatch.OperandMasks()
            if op.opcode == .store {
                watch.stores = HazardWatch.OperandMasks(watch.unknown[op.b])
            }
            if op.opcode == .storePair {
                watch.stores = HazardWatch.OperandMasks(
                    watch.unknown[op.b], watch.unknown[op.c])
            }
        case .call: break
        default: watch.unknown.follow(op, state.slots)
        }
    }

    private func complete(_ op: Operation, _ watch: HazardWatch) {
        switch op.opcode {
        case .load:
            let access = MemoryAccess(rawValue: op.modifier)
            watch.unknown[op.destination] = access.extend(watch.loads[0])
        case .loadPair:
            watch.unknown[op.destination] = watch.loads[0]
            watch.unknown[op.c] = watch.loads[1]
        case .loadExclusive, .loadExclusivePair, .storeExclusive, .storeExclusivePair, .atomic,
            .compareAndSwap, .compareAndSwapPair, .loadVector, .loadStructure:
            watch.unknown[op.destination] = 0
        case .call where Helper(rawValue: op.modifier) != .readSystemRegister:
            watch.unknown[op.destination] = 0
        default: break
        }
    }

    /// PC is that of the block's last instruction.
    private func watchTerminal(_ terminal: Terminal, _ watch: HazardWatch) {
        switch terminal {
        case .branch(let condition, _, _) where watch.unknown[condition] != 0:
            // A bit that is known to be one decides.
            if state.slots[Int(condition)] & ~watch.unknown[condition] != 0 { return }
            watch.monitor.report(
                .unknownBranch, state.pc, "a condition", by: place, culprit: nil)
        case .indirect(let slot) where watch.unknown[slot] != 0:
            watch.monitor.report(
                .unknownAddress, state.slots[Int(slot)], "bits \(watch.unknown[slot].hex())",
                by: place, culprit: nil)
        default: break
        }
    }

    /// An exception return to what ELR and SPSR say.
    func watchReturn(_ watch: HazardWatch) {
        let isEL2 = state.el == .el2
        let unknown = watch.unknown
        let mask = unknown[isEL2 ? .elrEL2 : .elrEL1] | unknown[isEL2 ? .spsrEL2 : .spsrEL1]
        guard mask != 0 else { return }
        watch.monitor.report(
            .unknownAddress, state[isEL2 ? .elrEL2 : .elrEL1], "ELR or SPSR, bits \(mask.hex())",
            by: place, culprit: nil)
    }

    /// Exception entry writes these registers; an exception to UNKNOWN vectors goes anywhere.
    func forgetUnknown(of target: ExceptionLevel, _ watch: HazardWatch) {
        let isEL2 = target == .el2
        if watch.unknown[isEL2 ? .vbarEL2 : .vbarEL1] != 0 {
            watch.monitor.report(
                .unknownAddress, state[isEL2 ? .vbarEL2 : .vbarEL1], "VBAR_\(target)", by: place,
                culprit: nil)
        }
        for id: SystemRegisterID in isEL2
            ? [.spsrEL2, .elrEL2, .esrEL2, .farEL2, .hpfarEL2]
            : [.spsrEL1, .elrEL1, .esrEL1, .farEL1]
        {
            watch.unknown[id] = 0
        }
    }

    /// Registers that control the context entered: UNKNOWN bits in them decide what happens.
    func watchControls(_ watch: HazardWatch) {
        let isEL1 = controls.regime == .el10
        let sctlr: SystemRegisterID = isEL1 ? .sctlrEL1 : .sctlrEL2
        reportControl(sctlr, Self.decidingControls, watch)
        if controls.isStageOneEnabled {
            for id: SystemRegisterID in isEL1
                ? [.tcrEL1, .ttbr0EL1, .mairEL1] : [.tcrEL2, .ttbr0EL2, .mairEL2]
            {
                reportControl(id, ~0, watch)
            }
        }
        guard state.el != .el2, system.hasEL2 else { return }
        for id: SystemRegisterID in [.hcrEL2, .cptrEL2, .mdcrEL2, .vbarEL2] {
            reportControl(id, ~0, watch)
        }
        if controls.isStageTwoEnabled {
            for id: SystemRegisterID in [.vtcrEL2, .vttbrEL2] {
                reportControl(id, ~0, watch)
            }
        }
    }

    /// SCTLR_ELx.EE, I, C and M. Alignment checks decide nothing for code that needs none.
    private static let decidingControls: UInt64 = 1 << 25 | 1 << 12 | 0x5

    private func reportControl(
        _ id: SystemRegisterID, _ deciding: UInt64, _ watch: HazardWatch
    ) {
        let mask = watch.unknown[id] & deciding
        guard mask != 0 else { return }
        watch.monitor.report(
            .unknownControl, 0, "\(SystemRegister[id].name) bits \(mask.hex()) at \(state.el)",
            by: place, culprit: nil)
    }
}
