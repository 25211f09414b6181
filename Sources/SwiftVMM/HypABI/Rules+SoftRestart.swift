// SOFT_RESTART: leave the kernel and arrive at the next one, at EL2, MMU off, arguments in place.

private let stub = "Linux arch/arm64/kernel/hyp-stub.S, HVC_SOFT_RESTART"
private let kvm = "Linux arch/arm64/kvm/hyp/nvhe/hyp-init.S, __kvm_handle_stub_hvc"

extension CallJudgement {
    /// PC, mode and arguments of an arrival, whoever did it.
    fileprivate mutating func expectArrival() {
        expectRestart(at: before.x[1])
        expectMode(.el2, spSel: true)
        // Losing x0 alone is what af42f20480bf did.
        let lostX0 = owner.isKVM && record.after?.x[0] == 0 && before.x[2] != 0
        expect(.x(0), before.x[2], bugs: lostX0 ? ["B21"] : [])
        expect(.x(1), before.x[3])
        expect(.x(2), before.x[4])
    }

    /// What KVM adds: EL2 as the initial stub left it, flags of the constant PSTATE.
    fileprivate mutating func expectKVMArrival() {
        expectArrival()
        expectMMUOff()
        if let after = record.after {
            expect(.flags, after.nzcv == 0, expected: "0x0", seen: after.nzcv.hex())
        }
    }
}

extension Rule {
    static let softRestart: [Rule] = [
        Rule(
            "HYP-35", "SOFT_RESTART arrives at x1, at EL2h, with x2 to x4 moved to x0 to x2",
            owners: [.is64, .tp64, .is64B], eras: .since(4, 8), source: stub,
            check: .call(.call) { call in
                guard call.isRestart else { return false }
                call.expectArrival()
                call.expectUnchanged([.sctlrEL2, .vbarEL2])
                return true
            }),
        Rule(
            "HYP-36",
            "From KVM, SOFT_RESTART arrives the same way, EL2 MMU off, stub vectors, PSTATE 0x3c9",
            owners: [.ki64, .kf64], eras: .numbered, source: kvm, bugs: ["B21", "B03"],
            check: .call(.call) { call in
                guard call.isRestart else { return false }
                call.expectKVMArrival()
                return true
            }),
        Rule(
            "HYP-37", "KVM of 4.12 to 5.7 loses x0 on the way to the payload",
            owners: [.ki64, .kf64], eras: .from(Era(4, 12), before: Era(5, 8)), source: kvm,
            severity: .knownBug, bugs: ["B21"],
            check: .call(.situation) { call in
                guard call.isRestart, call.before.x[2] != 0, case .restarted = call.record.outcome,
                    let after = call.record.after, after.x[0] == 0
                else { return false }
                // The fix was backported to 4.14, so an x0 that arrives is right as well: HYP-36.
                return call.claim(.register(.x(0)))
            }),
        Rule(
            "HYP-38", "The payload starts with D, A, I and F masked",
            owners: [.is64, .tp64, .is64B, .ki64, .kf64], eras: .since(4, 8),
            source: "\(kvm): SPSR_EL2 := 0x3c9",
            check: .call(.situation) { call in
                guard call.isRestart, case .restarted = call.record.outcome,
                    let after = call.record.after
                else { return false }
                // Unmasked on arrival at the vector already: then it is the machine's, HYP-1.
                if let state = call.record.handlerState, state & 0x3c0 != 0x3c0 { return false }
                call.expect(.masks, after.daif == 0xf, expected: "0xf", seen: after.daif.hex())
                return true
            }),
        Rule(
            "HYP-39", "The callee leaves SCTLR_EL1, TTBRx_EL1 and VTTBR_EL2 alone",
            owners: [.is64, .tp64, .ki64, .kf64], eras: .numbered, source: kvm,
            check: .call(.situation) { call in
                guard call.isRestart, case .restarted = call.record.outcome else { return false }
                call.expectUnchanged([.sctlrEL1, .ttbr0EL1, .ttbr1EL1, .vttbrEL2])
                return true
            }),
        Rule(
            "HYP-40", "On arm32 the payload starts in Hyp mode, masked, HSCTLR.M clear",
            owners: [.is32, .is32K, .is32Z, .ki32, .kf32], eras: .numbered,
            source: "Linux arch/arm/kernel/hyp-stub.S", bugs: ["B30", "B03"],
            check: .call(.call) { $0.restart32() }),
        Rule(
            "HYP-41",
            "On arm32 bit 0 of the entry selects Thumb; under KVM the kernel's build does",
            owners: [.is32, .is32K, .is32Z, .ki32, .kf32], eras: .numbered,
            source: "Linux arch/arm/kvm/init.S", bugs: ["B34"],
            check: .call(.situation) { $0.restartState() }),
        Rule(
            "HYP-42", "The caller has cleaned the payload to the point of coherency",
            owners: [.kf64, .kf32], eras: .numbered,
            source: "Linux arch/arm64/kernel/machine_kexec.c", severity: .kernel, bugs: ["B09"],
            check: .notJudged("needs a model of caches that hide dirty lines")),
        Rule(
            "HYP-43", "A kernel entered by a restart finds that it was booted at EL2, in Hyp mode",
            owners: [], eras: .since(4, 8),
            source: "Linux arch/arm64/kernel/head.S, init_kernel_el", bugs: ["B23", "B03"],
            needsEngineEvents: true,
            check: .boot(bootModeAfterRestart)
        ),
        Rule(
            "HYP-44",
            "A crash restart out of a resident KVM, without a reset before, is like HYP-36",
            owners: [.kf64], eras: .since(4, 18),
            source: "Linux arch/arm64/kernel/machine_kexec.c, machine_kexec", bugs: ["B23"],
            check: .call(.conclusion) { call in
                call.isRestart && call.isAnswerRight && call.record.after != nil
            }),
        Rule(
            "HYP-45", "KVM's init vectors answer SOFT_RESTART and RESET_VECTORS like its runtime",
            owners: [.ki64, .ki32], eras: .numbered, source: kvm, bugs: ["B01"],
            // What is wrong with the answer itself is HYP-24's or HYP-36's to report, on arm32
            // HYP-25's or HYP-40's.
            check: .call(.conclusion) { call in
                (call.isRestart || call.action == .resetVectors) && call.isAnswerRight
                    && call.record.after != nil
            }),
        Rule(
            "HYP-46", "A restart through the temporary stub does not touch the old stub's text",
            owners: [.tp64], eras: .since(5, 16),
            source: "Linux arch/arm64/kernel/machine_kexec.c", bugs: ["B03", "B22"],
            check: .notJudged("needs the old stub's text overwritten before the restart")),
    ]
}
