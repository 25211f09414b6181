// SYS: cache and TLB maintenance, address translation, DC ZVA.

extension EmulatedVCPU {
    func systemInstruction(_ op: Operation) -> ExecutionStatus {
        let encoding = SystemRegisterEncoding(packed: UInt16(truncatingIfNeeded: op.immediate))
        let value = state.slots[Int(op.a)]
        if encoding == recentInvalidation?.encoding {
            return invalidateTranslations(encoding, value)
        }
        if let row = A64SystemInstruction.find(encoding), !features.allows(row.feature) {
            return undefinedOrTrapped(encoding)
        }
        switch (encoding.crn, encoding.crm) {
        case (8, _): return invalidateTranslations(encoding, value)
        case (7, 8), (7, 9): return translateAddress(encoding, value)
        case (7, _): return maintainCaches(encoding, value)
        default: return undefinedOrTrapped(encoding)
        }
    }

    /// An unimplemented SYS: HCR_EL2.TIDCP traps the IMPLEMENTATION DEFINED space, CRn 11 and 15.
    func undefinedOrTrapped(_ encoding: SystemRegisterEncoding) -> ExecutionStatus {
        if state.el == .el1, state[.hcrEL2][bit: 20], encoding.crn == 11 || encoding.crn == 15 {
            takeSystemRegisterTrap(encoding, isRead: false, to: .el2)
        } else {
            takeUndefined()
        }
        return .diverted
    }

    /// Takes the trap to EL2 that a bit of HCR_EL2 asks for below EL2.
    func trapsToEL2(_ encoding: SystemRegisterEncoding, hcrBit: Int) -> Bool {
        guard state[.hcrEL2][bit: hcrBit], state.el != .el2 else { return false }
        let isHostEL0 = state.el == .el0 && state.e2h && state.tge
        if isHostEL0 { return false }
        takeSystemRegisterTrap(encoding, isRead: false, to: .el2)
        return true
    }

    /// Takes the trap of an instruction that EL0 may use only with a bit of SCTLR_ELx.
    private func trapsFromEL0(_ encoding: SystemRegisterEncoding, sctlrBit: Int) -> Bool {
        guard state.el == .el0, !state.sctlr[bit: sctlrBit] else { return false }
        takeSystemRegisterTrap(encoding, isRead: false, to: state.tge ? .el2 : .el1)
        return true
    }

    // MARK: Caches
    //
    // Memory is coherent in this machine; the instructions check rights and translate. Only the
    // hazard monitor, if there is one, hears of them.

    private func maintainCaches(_ encoding: SystemRegisterEncoding, _ value: UInt64)
        -> ExecutionStatus
    {
        let isEL0 = state.el == .el0
        switch (encoding.op1, encoding.crm, encoding.op2) {
        // IC IALLUIS, IALLU: HCR_EL2.TPU.
        case (0, 1, 0), (0, 5, 0):
            if isEL0 { return undefinedOrTrapped(encoding) }
            if trapsToEL2(encoding, hcrBit: 24) { return .diverted }
            let isBroadcast = encoding.crm == 1
            watchMaintenance(.invalidateAllInstructions(isBroadcast: isBroadcast), physical: 0)
            return .proceed
        // IC IVAU, DC CVAU: SCTLR_ELx.UCI, HCR_EL2.TPU.
        case (3, 5, 1), (3, 11, 1):
            if trapsFromEL0(encoding, sctlrBit: 26) || trapsToEL2(encoding, hcrBit: 24) {
                return .diverted
            }
            let isInstruction = encoding.crm == 5
            return maintain(
                value, .cacheMaintenance,
                isInstruction ? .invalidateInstruction : .cleanToUnification)
        // CFP, DVP, CPP RCTX: SCTLR_ELx.EnRCTX. Nothing is predicted here.
        case (3, 3, 4), (3, 3, 5), (3, 3, 7):
            return trapsFromEL0(encoding, sctlrBit: 10) ? .diverted : .proceed
        // DC CVAC, CVAP, CVADP, CIVAC: SCTLR_ELx.UCI, HCR_EL2.TPC.
        case (3, 10, 1), (3, 12, 1), (3, 13, 1), (3, 14, 1):
            if trapsFromEL0(encoding, sctlrBit: 26) || trapsToEL2(encoding, hcrBit: 23) {
                return .diverted
            }
            return maintain(
                value, .cacheMaintenance, encoding.crm == 14 ? .cleanAndInvalidate : .clean)
        // DC IVAC: HCR_EL2.TPC.
        case (0, 6, 1):
            if isEL0 { return undefinedOrTrapped(encoding) }
            if trapsToEL2(encoding, hcrBit: 23) { return .diverted }
            // Without the right to discard what others wrote, it cleans first: Arm ARM, DC IVAC.
            let mustClean = state.el != .el2 && state[.hcrEL2][bit: 0]
            return maintain(
                value, .cacheInvalidate, mustClean ? .cleanAndInvalidate : .invalidate)
        // DC ISW, CSW, CISW: HCR_EL2.TSW.
        case (0, 6, 2), (0, 10, 2), (0, 14, 2):
            if isEL0 { return undefinedOrTrapped(encoding) }
            return trapsToEL2(encoding, hcrBit: 22) ? .diverted : .proceed
        // DC ZVA: SCTLR_ELx.DZE, HCR_EL2.TDZ.
        case (3, 4, 1):
            if trapsFromEL0(encoding, sctlrBit: 14) || trapsToEL2(encoding, hcrBit: 28) {
                return .diverted
            }
            return zeroBlock(value)
        default: return undefinedOrTrapped(encoding)
        }
    }

    /// One cache maintenance instruction by address, with its rights.
    func maintain(
        _ address: UInt64, _ kind: AccessDescriptor.Kind, _ operation: CacheOperation
    ) -> ExecutionStatus {
        let access = AccessDescriptor(kind, at: state.el)
        guard let physical = translateData(address, access) else { return .diverted }
        // DC IVAC is a store to its line, for watchpoints.
        if debug.hasWatchpoints, kind == .cacheInvalidate,
            takesWatchpoint(address.alignedDown(to: 64), count: 64, access)
        {
            return .diverted
        }
        watchMaintenance(operation, physical: physical)
        return .proceed
    }

    /// DC ZVA: 64 bytes of zeros. Device memory gives an Alignment fault.
    private func zeroBlock(_ address: UInt64) -> ExecutionStatus {
        // With stage 1 on, the fast TLB knows no Device memory.
        if controls.isStageOneEnabled,
            let host = fastHost(address.alignedDown(to: 64), alignment: 64, isWrite: true)
        {
            host.initializeMemory(as: UInt64.self, repeating: 0, count: 8)
            return .proceed
        }
        let access = AccessDescriptor(.write, at: state.el, isAligned: false)
        guard let physical = translateData(address, access) else { return .diverted }
        if debug.hasWatchpoints,
            takesWatchpoint(address.alignedDown(to: 64), count: 64, access)
        {
            return .diverted
        }
        let start = physical.alignedDown(to: 64)
        guard memory.contains(start, sizeBytes: 64) else {
            takeExternalAbort(address, access)
            return .diverted
        }
        watch?.unknown.clear(start, count: 64)
        willStore(physical: start, count: 64)
        let host = memory.host + Int(truncatingIfNeeded: start &- memory.base.value)
        host.initializeMemory(as: UInt64.self, repeating: 0, count: 8)
        if controls.isStageOneEnabled, watch == nil {
            fillFast(address.alignedDown(to: 64), host, .write, isDevice: false)
        }
        return .proceed
    }
}
