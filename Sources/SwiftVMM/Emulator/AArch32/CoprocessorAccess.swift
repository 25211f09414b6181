// MCR, MRC, MCRR, MRRC: what an encoding reaches, whether it is allowed or trapped, and what it
// does. The facts are in CP15Register.table and, for traps, in the rows of SystemRegister.table
// behind it. Source: Arm ARM DDI 0406C, B1.14 "Traps to the hypervisor", B3.17.

private enum CoprocessorDecision {
    case allowed(CP15Register)
    case undefined
    case trapped
}

extension EmulatedVCPU {
    func readCoprocessor(_ word: UInt32, into destination: UInt16) -> ExecutionStatus {
        let encoding = CoprocessorEncoding(word: word)
        switch decide(encoding, isRead: true) {
        case .undefined: takeUndefined()
        case .trapped: trapCoprocessor(encoding, word, isRead: true)
        case .allowed(let row):
            let value = read(row)
            state.slots[Int(destination)] = value
            if let id = row.systemRegister, observes(.systemRegisters) {
                emit(.systemRegisterRead(id, value: value), pc: state.pc, el: state.el)
            }
            return .proceed
        }
        return .diverted
    }

    func writeCoprocessor(_ word: UInt32, _ low: UInt64, _ high: UInt64) -> ExecutionStatus {
        let encoding = CoprocessorEncoding(word: word)
        switch decide(encoding, isRead: false) {
        case .undefined: takeUndefined()
        case .trapped: trapCoprocessor(encoding, word, isRead: false)
        case .allowed(let row):
            let value = encoding.isDouble ? high << 32 | low & 0xffff_ffff : low & 0xffff_ffff
            if case .operation(let operation) = row.target {
                return perform(operation, value, row)
            }
            let pc = state.pc
            let el = state.el
            let old = observes(.systemRegisters) ? read(row) : 0
            write(row, value)
            if let id = row.systemRegister, observes(.systemRegisters) {
                emit(.systemRegisterWritten(id, old: old, new: read(row)), pc: pc, el: el)
            }
            return .proceed
        }
        return .diverted
    }

    // MARK: Decision

    private func decide(_ encoding: CoprocessorEncoding, isRead: Bool) -> CoprocessorDecision {
        let el = state.el
        let hcr = state[.hcrEL2]
        let isCP15 = encoding.coprocessor == 15
        let row = CP15Register.find(encoding).flatMap { hasRegister($0) ? $0 : nil }
        let needed = row.flatMap { isRead ? $0.readEL : $0.writeEL }
        let isOpen = needed.map { el >= $0 } ?? false
        // HSTR.Tn: by CRn, or CRm of the double forms. What PL0 may not use stays UNDEFINED.
        if isCP15, el != .el2, el == .el1 || isOpen, !(el == .el0 && state.tge) {
            let number = Int(encoding.isDouble ? encoding.crm : encoding.crn)
            if number != 4, number != 14, state[.hstrEL2][bit: number] { return .trapped }
            // HCR.TIDCP: the IMPLEMENTATION DEFINED space.
            let crn = encoding.crn
            if hcr[bit: 20], el == .el1, !encoding.isDouble, crn == 9 || crn == 10 || crn == 11 {
                let isSpace =
                    crn == 9 && [0, 1, 2, 5, 6, 7, 8].contains(encoding.crm)
                    || crn == 10 && [0, 1, 4, 8].contains(encoding.crm)
                    || crn == 11 && (encoding.crm <= 8 || encoding.crm == 15)
                if isSpace { return .trapped }
            }
            if hcr[bit: 20], el == .el1, crn == 15 { return .trapped }
        }
        // HDCR: accesses to the debug registers.
        if !isCP15, el != .el2, isOpen || el == .el1 {
            let hdcr = state[.mdcrEL2]
            let isROM = encoding.crn == 1 && encoding.crm == 0 || encoding.crn == 2
            let isLock = encoding.crn == 1 && encoding.crm != 0
            if hdcr[bit: 8] || hdcr[bit: isROM ? 11 : isLock ? 10 : 9] { return .trapped }
        }
        // Reserved identification registers read as zero; HCR.TID3 traps them.
        if row == nil, isCP15, isRead, !encoding.isDouble, encoding.opc1 == 0, encoding.crn == 0,
            (1...7).contains(encoding.crm), el != .el0
        {
            return el == .el1 && hcr[bit: 18] ? .trapped : .allowed(.reservedIdentification)
        }
        guard let row, isOpen else { return .undefined }
        if case .operation(let operation) = row.target, let bit = operation.trapBit,
            el == .el1, hcr[bit: bit]
        {
            return .trapped
        }
        guard let id = row.systemRegister else { return .allowed(row) }
        // Two registers of the virtual memory system that AArch64 knows only at EL2.
        if id == .dacr32EL2 || id == .ifsr32EL2 {
            return el == .el1 && hcr[bit: isRead ? 30 : 26] ? .trapped : .allowed(row)
        }
        switch trapTarget(SystemRegister.row(id), isRead: isRead, el: el, hcr: hcr) {
        case nil: return .allowed(row)
        case .el2: return .trapped
        // CNTKCTL: for AArch32 an Undefined Instruction exception.
        default: return .undefined
        }
    }

    /// Whether this processor has what a row names.
    private func hasRegister(_ row: CP15Register) -> Bool {
        if row.isArmv8 && model.isAArch32Only { return false }
        return row.systemRegister.map { features.allows(SystemRegister[$0].feature) } ?? true
    }

    private func trapCoprocessor(_ encoding: CoprocessorEncoding, _ word: UInt32, isRead: Bool) {
        let isCP15 = encoding.coprocessor == 15
        var iss = conditionFields | word[bits: 12..<16] << 5 | UInt32(encoding.crm) << 1
        if isRead { iss |= 1 }
        let exceptionClass: ExceptionClass
        if encoding.isDouble {
            exceptionClass = isCP15 ? .cp15DoubleAccess : .cp14DoubleAccess
            iss |= UInt32(encoding.opc1) << 16 | word[bits: 16..<20] << 10
        } else {
            exceptionClass = isCP15 ? .cp15Access : .cp14Access
            iss |= UInt32(encoding.opc2) << 17 | UInt32(encoding.opc1) << 14
            iss |= UInt32(encoding.crn) << 10
        }
        takeSynchronous(Syndrome(exceptionClass, iss: iss), to: .el2)
    }

    // MARK: Values

    private func read(_ row: CP15Register) -> UInt64 {
        switch row.target {
        case .low(let id): readEffective(id) & 0xffff_ffff
        case .high(let id): readEffective(id) >> 32
        case .whole(let id): readEffective(id)
        case .constant(let value): UInt64(value)
        case .operation: 0
        }
    }

    private func write(_ row: CP15Register, _ value: UInt64) {
        var mask = row.writable
        var shift: UInt64 = 0
        let id: SystemRegisterID
        switch row.target {
        case .low(let target): id = target
        case .high(let target): (id, shift) = (target, 32)
        case .whole(let target): id = target
        case .constant, .operation: return
        }
        mask <<= shift
        let new = value << shift & mask | row.ones << shift
        let width: UInt64 = row.encoding.isDouble ? ~0 : 0xffff_ffff << shift
        switch id {
        // DBGOSLAR: the key locks, everything else unlocks.
        case .oslarEL1: writeEffective(id, new == 0xc5ac_ce55 ? 1 : 0)
        case .dbgclaimsetEL1, .dbgclaimclrEL1: writeEffective(id, new)
        case .mdscrEL1: writeEffective(id, new)
        case _ where id.isComparator: writeEffective(id, state[id] & ~width | new)
        default:
            let merged = state[id] & ~width | new
            switch SystemRegister[id].trap {
            case .performanceMonitors:
                // PMCR.LC and LP came with PMUv3, which an Armv7 processor has not.
                let known: UInt64 = id == .pmcrEL0 && model.isAArch32Only ? 0x3f : ~0
                writeEffective(id, merged & known)
                return
            case .interruptController:
                writeEffective(id, merged)
                return
            default: break
            }
            if writeTimer(id, merged) { return }
            // HDCR decides which counters run.
            if id == .mdcrEL2 { updateCounters() }
            state[id] = merged
            if id == .mdcrEL2 { noteCounterControls() }
        }
        contextIsStale = true
        attention = true
    }

    // MARK: Operations

    private func perform(_ operation: CP15Operation, _ value: UInt64, _ row: CP15Register)
        -> ExecutionStatus
    {
        switch operation {
        // Memory is coherent in this machine, and effects are immediate, unless somebody watches.
        case .nothing, .bySetWay: return .proceed
        case .instructionBarrier:
            noteSynchronization()
            return .proceed
        case .dataBarrier:
            completeMaintenance()
            return .proceed
        case .invalidateInstructionCache:
            watchMaintenance(.invalidateAllInstructions(isBroadcast: true), physical: 0)
            return .proceed
        case .cleanToUnification: return maintain(value, .cacheMaintenance, .cleanToUnification)
        case .cleanToCoherency: return maintain(value, .cacheMaintenance, .clean)
        case .invalidateToCoherency: return maintain(value, .cacheInvalidate, .invalidate)
        case .translate(let isPrivileged, let isWrite, let bothStages):
            return translateAddress32(
                value, el: isPrivileged ? .el1 : .el0, isWrite: isWrite, regime: .el10,
                bothStages: bothStages)
        case .translateHyp(let isWrite):
            return translateAddress32(
                value, el: .el2, isWrite: isWrite, regime: .el2, bothStages: false)
        case .invalidateTLB(let scope, let isHyp, let isShared):
            return invalidate32(scope, value, isHyp: isHyp, isShared: isShared, row.name)
        }
    }

    private func invalidate32(
        _ scope: TLBIScope, _ operand: UInt64, isHyp: Bool, isShared: Bool,
        _ name: String
    ) -> ExecutionStatus {
        let controls = TranslationControls(
            state: UnsafePointer(state.slots), regime: isHyp ? .el2 : .el10)
        let address =
            scope == .intermediateAddress
            ? operand[bits: 0..<28] << 12 : operand & 0xffff_f000
        let what = TLBInvalidation(
            scope: scope, regime: controls.regime, vmid: controls.vmid,
            asid: isHyp ? 0 : UInt16(operand & 0xff), address: address,
            isBroadcast: isShared || state.el == .el1 && state[.hcrEL2][bit: 9])
        if observes(.mmu) {
            emit(
                .translationsInvalidated(operation: name, value: operand), pc: state.pc,
                el: state.el)
        }
        invalidate(what)
        return .proceed
    }

    /// ATS1C, ATS12NSO and ATS1H. Source: Arm ARM DDI 0406C, B3.13.4, and PAR's two formats.
    private func translateAddress32(
        _ operand: UInt64, el: ExceptionLevel, isWrite: Bool, regime: TranslationRegime,
        bothStages: Bool
    ) -> ExecutionStatus {
        let controls = TranslationControls(state: UnsafePointer(state.slots), regime: regime)
        let isLong = state.el == .el2 || controls.format != .short32
        let access = AccessDescriptor(isWrite ? .translateWrite : .translateRead, at: el)
        do throws(MMUFault) {
            let translation = try controls.walk(
                VirtualAddress(operand), for: access,
                throughStageTwo: bothStages && controls.isStageTwoEnabled, memory)
            state[.parEL1] =
                isLong
                ? AddressTranslationOperation.par(translation) : Self.shortPAR(translation)
        } catch {
            if error.isExternalAbort || state.el == .el1 && error.isOnTableWalk {
                takeAbort(error, isFetch: false)
                return .diverted
            }
            if isLong {
                state[.parEL1] = AddressTranslationOperation.par(error)
            } else {
                let status = UInt64(MMUFault.shortStatus(error.faultStatusCode))
                state[.parEL1] = 1 | (status & 15) << 1 | (status >> 4) << 5
            }
        }
        return .proceed
    }

    /// PAR for a success in the short-descriptor format.
    private static func shortPAR(_ translation: Translation) -> UInt64 {
        let attributes = translation.attributes
        let physical = translation.physicalAddress.value
        var value = physical & 0xffff_f000
        if translation.entry.stageOneSizeShift == 24 {
            value = physical & 0xff00_0000 | physical >> 16 & 0xff_0000 | 2
        }
        let encoding = attributes.encoding
        if attributes.isDevice {
            value |= (encoding == 0 ? 1 : 3) << 4 | 1 << 7
        } else {
            let isShared = attributes.shareability != .nonShareable
            value |= isShared ? 1 << 7 : 0
            if attributes.shareability == .inner { value |= 1 << 10 }
            value |= inner(encoding & 15) << 4 | outer(encoding >> 4) << 2
        }
        return value | 1 << 9
    }

    /// Inner[2:0]: 0 Non-cacheable, 5 Write-Back Write-Allocate, 6 Write-Through, 7 Write-Back.
    private static func inner(_ nibble: UInt8) -> UInt64 {
        nibble == 4 ? 0 : nibble & 4 == 0 ? 6 : nibble & 1 != 0 ? 5 : 7
    }

    private static func outer(_ nibble: UInt8) -> UInt64 { inner(nibble) & 3 }
}

extension CP15Register {
    /// The row of SystemRegister.table behind a name.
    var systemRegister: SystemRegisterID? {
        switch target {
        case .low(let id), .high(let id), .whole(let id): id
        case .operation, .constant: nil
        }
    }
}

extension CP15Operation {
    /// The bit of HCR that traps it from PL1.
    var trapBit: Int? {
        switch self {
        case .invalidateTLB: 25
        case .invalidateInstructionCache, .cleanToUnification: 24
        case .cleanToCoherency, .invalidateToCoherency: 23
        case .bySetWay: 22
        default: nil
        }
    }
}
