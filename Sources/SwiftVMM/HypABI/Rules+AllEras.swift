// Rules that hold whoever answers, in every kernel.

private let stub = "Linux arch/arm64/kernel/hyp-stub.S"

extension Rule {
    static let allEras: [Rule] = [
        Rule(
            "HYP-1",
            "The handler starts at EL2h with D, A, I, F masked; SPSR_EL2 is the caller's PSTATE",
            owners: [], source: "Arm ARM, AArch64.TakeException", severity: .machine,
            needsEngineEvents: true,
            check: .call(.general) { call in
                guard let state = call.record.handlerState,
                    let saved = call.record.handlerSavedState
                else { return false }
                if call.isAArch32 {
                    call.handlerEntry32(state, saved)
                    return true
                }
                let mode = PSTATE(
                    el: ExceptionLevel(rawValue: UInt8(state >> 2 & 3)) ?? .el0,
                    spSel: state[bit: 0]
                ).modeName
                let isRight =
                    state & 0x3cf == 0x3c9 && saved == call.before.pstate
                call.expect(
                    .handler, isRight, expected: "EL2h, DAIF 0xf, SPSR \(call.before.pstate.hex())",
                    seen: "\(mode), DAIF \((state >> 6 & 15).hex()), SPSR \(saved.hex())")
                return true
            }),
        Rule(
            "HYP-2",
            "A call that returns goes on behind the HVC with the caller's flags, masks and mode",
            owners: [], source: "Arm ARM, AArch64.ExceptionReturn; \(stub), el1_sync",
            check: .call(.general) { call in
                guard !call.isRestart, call.owner != .unknown || call.record.after != nil else {
                    return false
                }
                if call.isAArch32 { return call.returned32() }
                call.expectReturn()
                guard let after = call.record.after else { return true }
                let next = call.record.callerPC &+ 4
                call.expect(
                    .programCounter, after.pc == next, expected: next.hex(), seen: after.pc.hex())
                call.expectMode(call.before.el, spSel: call.before.pstate[bit: 0])
                call.expect(
                    .flags, after.nzcv == call.before.nzcv, expected: call.before.nzcv.hex(),
                    seen: after.nzcv.hex())
                call.expect(
                    .masks, after.daif == call.before.daif, expected: call.before.daif.hex(),
                    seen: after.daif.hex())
                // DIT, UAO, PAN.
                let rest: UInt64 = 0x01c0_0000
                call.expect(
                    .processState, after.pstate & rest == call.before.pstate & rest,
                    expected: (call.before.pstate & rest).hex(),
                    seen: (after.pstate & rest).hex())
                return true
            }),
        Rule(
            "HYP-3", "The HVC's immediate makes no difference",
            owners: [
                .is64A, .is64B, .is64, .tp64, .ki64, .kf64, .is32, .is32K, .is32Z, .ki32, .kf32,
            ],
            source: "\(stub), el1_sync: the syndrome's ISS is never read",
            check: .call(.conclusion) { call in
                guard let immediate = call.record.immediate, immediate != 0 else { return false }
                if call.isAnswerRight { return true }
                // Wrong with this immediate and right without: then it is the immediate's fault.
                guard call.plainTwinHeld else { return false }
                call.takeOverFindings()
                return true
            }),
        Rule(
            "HYP-4", "The initial stub touches no memory: a junk stack pointer does no harm",
            owners: [.is64A, .is64B, .is64, .tp64, .is32L, .is32, .is32K, .is32Z],
            source: "\(stub): no load or store, SP_EL2 is never set",
            check: .notJudged("the handler's memory accesses are not events")),
        Rule(
            "HYP-5", "A call changes only the calling CPU",
            owners: [], source: "Linux Documentation/virt/kvm/arm/hyp-abi.rst",
            check: .call(.general) { call in
                guard !call.neighbours.isEmpty, call.record.after != nil else { return false }
                for neighbour in call.neighbours {
                    for (id, value) in neighbour.before.sorted(by: {
                        $0.key.rawValue < $1.key.rawValue
                    }) {
                        guard let seen = neighbour.after[id] else { continue }
                        call.expect(
                            .neighbour(neighbour.vcpu, id), seen == value, expected: value.hex(),
                            seen: seen.hex())
                    }
                }
                return true
            }),
        Rule(
            "HYP-6",
            "A call that returns preserves x19 to x30 (IS64B alone may destroy lr), r4 to r11 on arm32",
            owners: [], source: "Linux hyp-abi.rst, \"clobbers\"; \(stub)", bugs: ["B27"],
            check: .call(.general) { call in
                guard !call.isRestart, call.record.after != nil else { return false }
                if call.isAArch32 {
                    // Before 3.9 a call of KVM's runtime is one half of a world switch.
                    if call.owner == .kf32 && call.era < Era(3, 9) { return false }
                    call.expectUnchanged(Register.general(4...11))
                    call.expectUnchanged([call.before.link, call.before.banked])
                    return true
                }
                call.expectUnchanged(Register.general(19...29))
                if call.owner != .is64B { call.expectUnchanged([.x(30)]) }
                // Since 4.12 HYP-33 speaks of the stack pointer.
                if call.era < .numberedCalls { call.expectUnchanged([.sp]) }
                return true
            }),
        Rule(
            "HYP-7", "An interrupt pending at the HVC is taken after the return, never at EL2",
            owners: [], source: "Arm ARM, \"Asynchronous exception masking\"",
            check: .notJudged("needs an interrupt injected at the HVC")),
        Rule(
            "HYP-8", "HVC at EL2 itself is taken to the slot at VBAR_EL2 + 0x200",
            owners: [], source: "Arm ARM, \"Exception vectors\"; \(stub), elx_sync",
            severity: .machine, needsEngineEvents: true,
            check: .call(.situation) { call in
                guard call.before.el == .el2, let pc = call.record.handlerPC,
                    let base = call.record.vectorBase
                else { return false }
                let slot =
                    call.isAArch32
                    ? base & ~31 &+ 8 : base &+ (call.before.pstate[bit: 0] ? 0x200 : 0)
                call.expect(
                    .vector, pc == slot, expected: slot.hex(), seen: pc.hex())
                return true
            }),
    ]
}
