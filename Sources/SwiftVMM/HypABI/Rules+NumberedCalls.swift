// The numbered calls since 4.12: SET_VECTORS, RESET_VECTORS, and what is no call at all.

private let stub = "Linux arch/arm64/kernel/hyp-stub.S"
private let kvm = "Linux arch/arm64/kvm/hyp/nvhe/hyp-init.S"

extension CallJudgement {
    /// What RESET_VECTORS leaves when KVM answers it.
    mutating func expectKVMReset() {
        expectReturn()
        expectMode(.el1, spSel: before.pstate[bit: 0])
        expectMMUOff()
        expect(.x(0), 0)
        expectUnchanged(Register.general(1...4))
    }

    /// EL2 given back to the initial stub: MMU off, its vectors in force.
    mutating func expectMMUOff() {
        let endianness = before[.sctlrEL2] & MMUOff.endianness
        let ones = era.writesReservedOnes ? MMUOff.ones : 0
        expect(
            .sctlrEL2, bits: ones | endianness, of: ones | MMUOff.zeros | MMUOff.endianness,
            text: era.writesReservedOnes ? MMUOff.text : MMUOff.textWithoutOnes)
        if let stubBase { expect(.vbarEL2, stubBase) }
    }

    /// A number that looks like a call only to a comparison of the low 32 bits, or a signed one.
    var isWideNumber: Bool {
        guard let count = era.stubCallCount else { return false }
        let cut = number >> 32 != 0 && number & 0xffff_ffff < count
        let negative = number >= ~UInt64(4095) && number != ~0
        return cut || negative
    }
}

extension Rule {
    static let numberedCalls: [Rule] = [
        Rule(
            "HYP-18", "SET_VECTORS (0) makes x1 VBAR_EL2 and returns 0",
            owners: [.is64, .tp64, .is32, .is32Z], eras: .numbered,
            source: "\(stub), el1_sync, HVC_SET_VECTORS",
            check: .call(.call) { call in
                guard call.action == .setVectors else { return false }
                call.expectReturn()
                call.expect(
                    .vbarEL2, call.before.x[1].alignedDown(to: call.owner.vectorAlignment))
                call.expect(.x(0), 0)
                return true
            }),
        Rule(
            "HYP-19", "The kernel's own arm32 stub refuses SET_VECTORS",
            owners: [.is32K], eras: .since(5, 7), source: "Linux arch/arm/kernel/hyp-stub.S",
            check: .call(.call) { call in
                guard call.action == .setVectors else { return false }
                call.expectReturn()
                call.expectUnchanged([.vbarEL2])
                call.expect(.x(0), Era.stubError)
                return true
            }),
        Rule(
            "HYP-20", "KVM refuses SET_VECTORS and keeps its vectors",
            owners: [.ki64, .kf64, .ki32, .kf32], eras: .numbered,
            source: "\(kvm), __kvm_handle_stub_hvc", bugs: ["B12", "B01"],
            check: .call(.call) { call in
                guard call.action == .setVectors else { return false }
                call.expectReturn(bugs: call.owner == .ki32 ? ["B01"] : [])
                call.expectUnchanged([Register.system(.vbarEL2)], bugs: ["B12"])
                call.expect(.x(0), Era.stubError)
                return true
            }),
        Rule(
            "HYP-21",
            "A vector address with low bits set is taken rounded down: to 2 KiB, or 32 bytes on arm32",
            owners: [.is64, .tp64, .is64B, .is32], eras: .since(4, 7),
            source: "Arm ARM, VBAR_EL2: bits 10 to 0 are RES0", severity: .machine,
            check: .call(.situation) { call in
                let base = call.before.x[1]
                let unit = call.owner.vectorAlignment
                guard call.action == .setVectors, !call.owner.isKVM, !base.isAligned(to: unit)
                else { return false }
                // Other vectors than these altogether, or another answer, are HYP-18's matter.
                guard let after = call.record.after else { return false }
                if after[.vbarEL2].alignedDown(to: unit) == base.alignedDown(to: unit) {
                    call.expect(.vbarEL2, base.alignedDown(to: unit))
                }
                // Rounded down it must be a table, or the next exception finds no handler.
                if !call.declaredBases.isEmpty {
                    call.expect(
                        .vector, call.declaredBases.contains(base.alignedDown(to: unit)),
                        expected: "a vector table at \(base.alignedDown(to: unit).hex())",
                        seen: "\(base.hex()) and no table declared there")
                }
                // The stub does not look at the address, so it has nothing to object.
                if after.x[0] == Era.stubError { call.expect(.x(0), 0) }
                return true
            }),
        Rule(
            "HYP-22", "RESET_VECTORS (2) to the initial stub returns 0 and changes nothing",
            owners: [.is64, .is32], eras: .numbered, source: "\(stub), HVC_RESET_VECTORS",
            check: .call(.call) { call in
                guard call.action == .resetVectors else { return false }
                call.expectReturn()
                call.expect(.x(0), 0)
                call.expectUnchanged(SystemRegisterID.storedEL2)
                return true
            }),
        Rule(
            "HYP-23",
            "The temporary stub, and arm32's since 5.7, refuse all but SET_VECTORS and SOFT_RESTART",
            owners: [.tp64, .is32K, .is32Z], eras: .numbered,
            source: "Linux arch/arm64/mm/trans_pgd-asm.S, trans_pgd_stub_vectors", bugs: ["B22"],
            check: .call(.call) { call in
                guard call.action != .setVectors, !call.isRestart else { return false }
                call.expectReturn()
                call.expect(.x(0), Era.stubError)
                call.expectUnchanged([.vbarEL2])
                return true
            }),
        Rule(
            "HYP-24",
            "RESET_VECTORS to KVM turns the EL2 MMU off, restores the stub's vectors, returns 0",
            owners: [.ki64, .kf64], eras: .numbered, source: "\(kvm), __kvm_handle_stub_hvc, reset",
            bugs: ["B13"],
            check: .call(.call) { call in
                guard call.action == .resetVectors else { return false }
                call.expectKVMReset()
                return true
            }),
        Rule(
            "HYP-25",
            "KVM/arm answers RESET_VECTORS with its MMU off, TE and EE kept, the stub's HVBAR, r0 zero",
            owners: [.ki32, .kf32], eras: .from(.numberedCalls, before: Era(5, 7)),
            source: "Linux arch/arm/kvm/init.S, __kvm_handle_stub_hvc", bugs: ["B13", "B01"],
            check: .call(.call) { $0.kvmReset32() }),
        Rule(
            "HYP-26", "A second RESET_VECTORS is answered by the initial stub, with 0",
            owners: [.is64, .is32], eras: .numbered, source: "Linux hyp-abi.rst, HVC_RESET_VECTORS",
            check: .call(.situation) { call in
                guard call.action == .resetVectors, call.history.kvmWasReset else { return false }
                call.expectReturn()
                call.expect(.x(0), 0)
                call.expectUnchanged([.vbarEL2, .sctlrEL2])
                return true
            }),
        Rule(
            "HYP-27", "After a reset, a KVM hypercall meets the stub and is refused",
            owners: [.is64], eras: .numbered, source: "\(stub), el1_sync; Linux kvm_call_hyp",
            bugs: ["B24", "B26"],
            check: .call(.situation) { call in
                let isFunction = call.era < Era(5, 10) && call.number >> 48 == 0xffff
                guard call.history.kvmWasReset, KVMCall.isKVM(call.number) || isFunction,
                    call.number != ~0
                else { return false }
                call.expectReturn()
                call.expect(.x(0), Era.stubError, bugs: ["B24"])
                return true
            }),
        Rule(
            "HYP-28",
            "RESET, SET, init can be repeated on one CPU; each cycle ends with a working KVM",
            owners: [.ki64, .ki32], eras: .numbered, source: "Linux kvm/arm.c, cpu_hyp_reinit",
            bugs: ["B25"],
            check: .call(.conclusion) { call in
                call.record.isInit && call.history.vectorsSetSinceReset
                    && call.history.inits > 0 && call.isAnswerRight && call.record.after != nil
            }),
        Rule(
            "HYP-29", "Nobody relies on a reset to invalidate EL2 translations",
            owners: [.kf64, .kf32], eras: .numbered, source: "\(kvm): no TLBI on the reset path",
            severity: .kernel, bugs: ["B45"],
            check: .notJudged("states what must not be assumed; HYP-49 is its other half")),
        Rule(
            "HYP-30", "A number that is no call is refused with HVC_STUB_ERR and changes nothing",
            owners: [.is64, .is32], eras: .numbered, source: "\(stub), el1_sync, HVC_STUB_ERR",
            bugs: ["B26"],
            check: .call(.call) { call in
                guard !call.isStubNumber else { return false }
                call.expectReturn()
                call.expect(.x(0), Era.stubError)
                call.expectUnchanged(
                    call.isAArch32 ? CallJudgement.arguments32 : Register.general(1...18))
                call.expectUnchanged(SystemRegisterID.storedEL2)
                return true
            }),
        Rule(
            "HYP-31", "KVM refuses stub calls it does not implement and changes nothing",
            owners: [.ki64, .kf64, .ki32, .kf32], eras: .numbered,
            source: "\(kvm), __kvm_handle_stub_hvc",
            check: .call(.call) { call in
                guard call.isStubNumber, call.action != .setVectors, call.action != .resetVectors,
                    !call.isRestart
                else { return false }
                call.expectReturn()
                call.expect(.x(0), Era.stubError)
                // The way to the handler uses x5 and x6.
                call.expectUnchanged(
                    call.isAArch32 ? CallJudgement.arguments32 : Register.general(1...4))
                call.expectUnchanged(SystemRegisterID.storedEL2)
                return true
            }),
        Rule(
            "HYP-32", "Numbers are compared as 64 bits, unsigned: 2^32 + 1 is no stub call",
            owners: [.is64, .kf64], eras: .numbered,
            source: "\(stub), el1_sync; \(kvm): cmp x0, b.lo",
            check: .call(.situation) { call in
                guard call.isWideNumber, call.owner == .is64 || call.era >= Era(5, 10) else {
                    return false
                }
                call.expectReturn()
                call.expect(.x(0), call.owner == .is64 ? Era.stubError : Era.notSupported)
                return true
            }),
        Rule(
            "HYP-33",
            "Only x0 to x18 may change, on arm32 r0 to r3 and ip: SP, TPIDR_ELx, EL1 registers stay",
            owners: [.is64, .tp64, .ki64, .kf64, .kp64, .is32, .is32K, .is32Z, .ki32, .kf32],
            eras: .numbered, source: "Linux hyp-abi.rst, \"clobbers\"",
            check: .call(.residual) { call in
                guard call.record.after != nil else { return false }
                if call.isAArch32 {
                    call.expectUnchanged(call.preserved32)
                    // KVM's init and the way back to the stub leave SP_hyp to be set again.
                    if !call.owner.isKVM { call.expectUnchanged([.x(14), .x(15)]) }
                } else {
                    // x19 to x30 of a call that returns belong to HYP-6.
                    call.expectUnchanged(Register.general(19...30))
                    if !call.isRestart { call.expectUnchanged([.sp]) }
                }
                // A KVM hypercall may well run something that is allowed to change more.
                if call.owner.isKVM && !call.isStubNumber {
                    call.expectUnchanged([.tpidrEL0, .tpidrEL1])
                    return true
                }
                let stackPointer = call.stackPointerRow
                let mayChange: Set<SystemRegisterID> =
                    call.action == .finaliseEL2 ? [.sctlrEL1, .cpacrEL1] : []
                call.expectUnchanged(
                    SystemRegisterID.storedEL1.filter {
                        !mayChange.contains($0) && $0 != stackPointer
                    })
                if !call.owner.isKVM && call.action != .finaliseEL2 {
                    call.expectUnchanged(SystemRegisterID.storedEL2)
                }
                return true
            }),
        Rule(
            "HYP-34",
            "GET_ICH_VTR_EL2 (4) returns 0 and the register in x1; elsewhere refused, x1 kept",
            owners: [.is64, .ki64, .kf64], eras: .numbered,
            source: "\(stub), HVC_GET_ICH_VTR_EL2 (6.19)", bugs: ["B32"],
            check: .call(.situation) { call in
                let isKnown = call.era >= Era(6, 19)
                guard call.number == 4, call.owner == .is64 || isKnown else { return false }
                call.expectReturn()
                if call.owner == .is64 && isKnown {
                    call.expect(.x(0), 0)
                    if let value = call.before[.system(.ichVtrEL2)] { call.expect(.x(1), value) }
                } else {
                    call.expect(.x(0), Era.stubError)
                    call.expectUnchanged([.x(1)])
                }
                return true
            }),
    ]
}
