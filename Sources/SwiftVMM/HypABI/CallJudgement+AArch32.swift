// What the rules ask of a 32-bit owner. Each function is one rule's check, or a part several share.

extension CallJudgement {
    var isAArch32: Bool { before.isAArch32 }

    /// A name or a mode of whichever state the caller is in.
    var resultName: String { isAArch32 ? "r0" : "x0" }

    /// r1...r3, which a refusal leaves alone.
    static var arguments32: [Register] { Register.general(1...3) }

    /// r4 to r11 and whatever the modes bank: no call may change them. SP_hyp is the callee's.
    var preserved32: [Register] {
        Register.general(4...11) + [.x(13)] + Register.general(16...30)
    }

    mutating func expectMode32(_ mode: ProcessorMode, bugs: [String] = []) {
        guard let after = record.after, claim(.mode) else { return }
        if after.mode != mode {
            report(.mode, expected: mode.name, seen: after.modeName, bugs: bugs)
        }
    }

    /// HSCTLR without M, A, C, I; TE and EE as before.
    mutating func expectHypMMUOff(bugs: [String] = []) {
        let kept: UInt64 = 1 << 30 | 1 << 25
        expect(
            .sctlrEL2, bits: before[.sctlrEL2] & kept, of: kept | 0x1007,
            text: "M, A, C, I = 0, TE and EE kept")
        guard let stubBase, let seen = record.after?[.system(.vbarEL2)] else { return }
        guard claim(.register(.system(.vbarEL2))) else { return }
        if seen & ~31 != stubBase {
            report(
                .register(.system(.vbarEL2)), expected: stubBase.hex(), seen: seen.hex(),
                bugs: bugs)
        }
    }

    // MARK: Every call

    /// HYP-1.
    mutating func handlerEntry32(_ state: UInt64, _ saved: UInt64) {
        let isRight = state & 0x1df == 0x1da && saved == before.pstate
        expect(
            .handler, isRight, expected: "hyp, A, I, F masked, SPSR_hyp \(before.pstate.hex())",
            seen: "CPSR \(state.hex()), SPSR_hyp \(saved.hex())")
    }

    /// HYP-2. The 2011 form of the world switch goes on in Hyp mode and is judged by HYP-84.
    mutating func returned32() -> Bool {
        if owner == .kf32 && era < Era(3, 9) { return false }
        expectReturn()
        guard let after = record.after, let mode = before.mode else { return true }
        let next = record.callerPC &+ 4
        expect(.programCounter, after.pc == next, expected: next.hex(), seen: after.pc.hex())
        expectMode32(mode)
        expect(
            .flags, after.nzcv == before.nzcv, expected: before.nzcv.hex(), seen: after.nzcv.hex())
        expect(
            .masks, after.daif == before.daif, expected: before.daif.hex(), seen: after.daif.hex())
        // Q, IT, J, GE, E, T.
        let rest: UInt64 = 0x0f0f_fe20
        expect(
            .processState, after.pstate & rest == before.pstate & rest,
            expected: (before.pstate & rest).hex(), seen: (after.pstate & rest).hex())
        return true
    }

    /// HYP-61: T of the handler is the kernel's.
    mutating func thumbHandler() -> Bool {
        guard isAArch32, before.el == .el1, let state = record.handlerState else { return false }
        let isThumb = state[bit: 5]
        expect(
            .handler, isThumb == before.isThumb, expected: before.isThumb ? "T32" : "A32",
            seen: isThumb ? "T32" : "A32", bugs: ["B61"])
        if isThumb != before.isThumb { settleOutcome() }
        return true
    }

    /// HYP-60: E of the handler is the kernel's.
    mutating func bigEndianHandler() -> Bool {
        guard isAArch32, before.pstate[bit: 9], let state = record.handlerState else {
            return false
        }
        expect(
            .handler, state[bit: 9], expected: "CPSR.E = 1, as the caller's", seen: "CPSR.E = 0",
            bugs: ["B41"])
        return true
    }

    // MARK: Legacy

    /// HYP-9.
    mutating func legacyGet() -> Bool {
        guard number == StubCall.allOnes else { return false }
        expectReturn()
        expectUnchanged([.vbarEL2])
        if let base = record.vectorBase { expect(.x(0), base) }
        return true
    }

    /// HYP-10.
    mutating func legacySet() -> Bool {
        guard number != StubCall.allOnes else { return false }
        expectReturn()
        let table = number.alignedDown(to: 32)
        expect(.vbarEL2, table)
        expect(.x(0), number)
        if !declaredBases.isEmpty {
            expect(
                .vector, declaredBases.contains(table),
                expected: "a vector table at \(table.hex())",
                seen: "\(number.hex()) and no table declared there", bugs: ["B02"])
        }
        return true
    }

    /// HYP-16.
    mutating func hypFunction() -> Bool {
        guard record.functionEntry != nil else { return false }
        guard let function = record.function else { return false }
        for index in 0...2 {
            let wanted = before.x[index + 1]
            expect(
                .argument(index), function.x[index] == wanted, expected: wanted.hex(),
                seen: function.x[index].hex())
        }
        expect(
            .vector, function.mode == .hyp && function.isThumb == before.isThumb,
            expected: "hyp, \(before.isThumb ? "T32" : "A32")",
            seen: "\(function.modeName), \(function.isThumb ? "T32" : "A32")", bugs: ["B34"])
        return true
    }

    /// HYP-17: whoever asks for the vectors in the window is taken for init.
    mutating func legacyGetInWindow() -> Bool {
        guard number == StubCall.allOnes, claim(.outcome) else { return false }
        let seen: String
        if let after = record.after {
            seen = "SP_hyp \(after.x[15].hex()), HVBAR \(after[.vbarEL2].hex())"
        } else {
            seen = "never returned"
        }
        report(.outcome, expected: "r0 = HVBAR", seen: seen, bugs: ["B01", "B02"])
        isMoot = true
        return true
    }

    // MARK: Numbered calls

    /// HYP-25.
    mutating func kvmReset32() -> Bool {
        guard action == .resetVectors else { return false }
        // Nothing in the window but init before 4.12's stub calls reached it.
        let window = owner == .ki32 ? ["B01"] : []
        expectReturn(bugs: window)
        if let mode = before.mode { expectMode32(mode) }
        expectHypMMUOff(bugs: ["B13"])
        expect(.x(0), 0, bugs: window)
        expectUnchanged(Register.general(2...3))
        return true
    }

    /// HYP-40.
    mutating func restart32() -> Bool {
        guard isRestart, let entry = record.restartEntry else { return false }
        let lostHyp = record.after.map { $0.mode != .hyp } ?? false
        expectRestart(at: entry, bugs: owner == .ki32 ? ["B01"] : lostHyp ? ["B03"] : [])
        expectMode32(.hyp, bugs: ["B03"])
        guard let after = record.after else { return true }
        expect(.masks, after.daif == 7, expected: "0x7", seen: after.daif.hex())
        if owner.isKVM {
            expectHypMMUOff()
        } else {
            expectUnchanged([.sctlrEL2, .vbarEL2])
        }
        return true
    }

    /// HYP-41.
    mutating func restartState() -> Bool {
        guard isRestart, case .restarted = record.outcome, let after = record.after else {
            return false
        }
        let asked = before.x[1][bit: 0]
        // KVM goes by the kernel's build; a payload of the other kind is lost.
        let seen = after.isThumb
        expect(
            .processState, seen == asked, expected: asked ? "T32" : "A32",
            seen: seen ? "T32" : "A32", bugs: owner.isKVM ? ["B34"] : [])
        return true
    }

    // MARK: KVM's init

    /// HYP-54: what the MMU is about to be turned on over.
    mutating func initTextMapped() -> Bool {
        guard record.isInit, let initText, let readMemory, !before[.sctlrEL2][bit: 0] else {
            return false
        }
        let arguments = KVMInit32(before.x, era: era)
        let tables = HypTables(base: arguments.tables, read: readMemory)
        guard case .part(let page) = tables.identity(of: initText) else {
            return tables.identity(of: initText) == .whole
        }
        report(
            .mapping, expected: "init text mapped one to one",
            seen: "nothing at \(page.hex())", bugs: ["B08"])
        settleOutcome()
        return true
    }

    /// HYP-52, one call, and HYP-53, two.
    mutating func init32() -> Bool {
        guard record.isInit else { return false }
        let arguments = KVMInit32(before.x, era: era)
        if !tablesAreGood(arguments) { return true }
        expectReturn()
        expect(.sctlrEL2, bits: 1, of: 1, text: "M = 1")
        // T0SZ.
        expect(.tcrEL2, bits: 0, of: 7, text: "T0SZ = 0")
        expect(.ttbr0EL2, arguments.tables)
        if arguments.isFirstPhase {
            expectUnchanged([.vbarEL2])
        } else {
            expect(.vbarEL2, arguments.vectors.alignedDown(to: 32))
            // The stack may be used, but not left used.
            expect(.x(15), arguments.stack)
        }
        if let after = record.after, before[.sctlrEL1][bit: 2] {
            expect(
                .cache, after[.sctlrEL2][bit: 2], expected: "HSCTLR.C = 1, as SCTLR.C",
                seen: "HSCTLR.C = 0", bugs: ["B42"])
        }
        return true
    }

    /// Whether the tables of an init call are ones at all.
    private mutating func tablesAreGood(_ arguments: KVMInit32) -> Bool {
        guard !before[.sctlrEL2][bit: 0], let initText, let readMemory else { return true }
        let tables = HypTables(base: arguments.tables, read: readMemory)
        guard tables.identity(of: initText) == .none else { return true }
        // Perhaps the arguments came in another generation's order.
        let other = era < Era(3, 10) ? Era(3, 10) : Era(3, 9)
        let swapped = HypTables(
            base: KVMInit32(before.x, era: other).tables, read: readMemory)
        let isSwapped = swapped.identity(of: initText) != .none
        if claim(.mapping) {
            report(
                .mapping, expected: "tables that map the init text one to one",
                seen: "HTTBR \(arguments.tables.hex()), which does not",
                bugs: isSwapped ? ["B05"] : ["B06"])
        }
        settleOutcome()
        return false
    }

    /// HYP-55: init reached a CPU whose vectors were not set for it.
    mutating func initOnAnotherCPU() -> Bool {
        guard anotherAwaitsInit, !isStubCall32 else { return false }
        let arguments = KVMInit32(before.x, era: era)
        guard let initText, let readMemory,
            HypTables(base: arguments.tables, read: readMemory).identity(of: initText) == .whole
        else { return false }
        if claim(.owner) {
            report(.owner, expected: "KI32", seen: owner.rawValue, bugs: ["B04"])
        }
        settleOutcome()
        return true
    }

    private var isStubCall32: Bool { number < 3 || number == StubCall.allOnes }

    /// HYP-56: KVM's way back to the stub, in the tables it runs on.
    mutating func resetPathMapped() -> Bool {
        guard isRestart || action == .resetVectors, let initText, let readMemory,
            before[.sctlrEL2][bit: 0]
        else { return false }
        let tables = HypTables(base: before[.ttbr0EL2], read: readMemory)
        let isMapped = tables.identity(of: initText) == .whole
        expect(
            .mapping, isMapped, expected: "the reset path mapped one to one",
            seen: "not in the tables at \(before[.ttbr0EL2].hex())", bugs: ["B06"])
        if !isMapped { settleOutcome() }
        return true
    }

    // MARK: World switch

    /// HYP-81. Under the 2011 form the state to come back is that of the host's own HVC.
    mutating func hostIsBack() -> Bool {
        guard record.after != nil else { return false }
        let isOld = era < Era(3, 9)
        guard isOld ? before.el == .el2 && history.ranGuest : record.ranGuest,
            let host = isOld ? history.hostEntry : before
        else { return false }
        expectReturn()
        expect(.vttbrEL2, bits: 0, of: 0xff << 48, text: "VMID 0")
        for id in [SystemRegisterID.hcrEL2, .hstrEL2, .cptrEL2] { expect(id, host[id]) }
        expect(.vpidrEL2, host[.midrEL1])
        expect(.vmpidrEL2, host[.mpidrEL1])
        // What the guest had of its own.
        for id in Self.swapped { expect(id, host[id]) }
        expectUnchangedFrom(host, preserved32.filter { $0 != .x(15) })
        return true
    }

    private static let swapped: [SystemRegisterID] = [
        .sctlrEL1, .cpacrEL1, .tcrEL1, .dacr32EL2, .ttbr0EL1, .ttbr1EL1, .mairEL1,
        .contextidrEL1, .tpidrEL0, .tpidrroEL0, .tpidrEL1, .vbarEL1,
    ]

    private mutating func expectUnchangedFrom(
        _ host: RegisterSnapshot, _ registers: [Register]
    ) {
        for register in registers { if let value = host[register] { expect(register, value) } }
    }

    /// HYP-57, HYP-82: the guest's calls have been its own.
    mutating func guestCalls(below limit: UInt64?) -> Bool {
        let calls = history.guestCalls.filter { call in limit.map { call < $0 } ?? true }
        // In the 2011 form the host's HVC does not come back; the one in Hyp mode does.
        guard !calls.isEmpty, record.after != nil, era >= Era(3, 9) || before.el == .el2 else {
            return false
        }
        expectReturn()
        expectUnchanged([.vbarEL2, .sctlrEL2])
        return true
    }

    /// HYP-84.
    mutating func switchBack() -> Bool {
        guard era < Era(3, 9), owner == .kf32, before.el == .el2, let host = history.hostEntry,
            let mode = host.mode
        else { return false }
        expectReturn()
        guard record.after != nil else { return true }
        expectMode32(mode, bugs: ["B19"])
        expect(.x(14), host.x[14], bugs: ["B19"])
        expect(.x(15), host.x[15], bugs: ["B19"])
        guard let after = record.after else { return true }
        expect(
            .masks, after.daif == host.daif, expected: host.daif.hex(), seen: after.daif.hex(),
            bugs: ["B19"])
        let rest: UInt64 = 0x0f0f_fe20
        expect(
            .processState, after.pstate & rest == host.pstate & rest,
            expected: (host.pstate & rest).hex(), seen: (after.pstate & rest).hex(),
            bugs: ["B19"])
        return true
    }
}
