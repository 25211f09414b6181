// The calls before 4.12, when numbers meant something else.

private let stub = "Linux arch/arm64/kernel/hyp-stub.S"
private let stub32 = "Linux arch/arm/kernel/hyp-stub.S"

extension Rule {
    static let legacy: [Rule] = [
        Rule(
            "HYP-9", "r0 all ones returns HVBAR and leaves it alone",
            owners: [.is32L, .kf32], eras: .from(Era(3, 7), before: Era(4, 12)),
            source: "\(stub32), __hyp_get_vectors", bugs: ["B02"],
            check: .call(.call) { $0.legacyGet() }),
        Rule(
            "HYP-10", "Any other r0 becomes HVBAR",
            owners: [.is32L], eras: .from(Era(3, 7), before: Era(4, 12)),
            source: "\(stub32), __hyp_set_vectors", bugs: ["B02"],
            check: .call(.call) { $0.legacySet() }),
        Rule(
            "HYP-11", "GET_VECTORS (0) returns VBAR_EL2 in x0 and leaves it alone",
            owners: [.is64A, .is64B], eras: .from(Era(3, 8), before: Era(4, 12)),
            source: "\(stub), el1_sync, before 4.12",
            check: .call(.call) { call in
                guard call.action == .getVectors else { return false }
                call.expectReturn()
                call.expectUnchanged([.vbarEL2])
                if let base = call.record.vectorBase { call.expect(.x(0), base) }
                return true
            }),
        Rule(
            "HYP-12", "Any x0 but zero becomes VBAR_EL2; x0 is unchanged",
            owners: [.is64A], eras: .from(Era(3, 8), before: Era(4, 7)),
            source: "\(stub), el1_sync, before 4.7", bugs: ["B24"],
            check: .call(.call) { call in
                guard call.action == .setVectors else { return false }
                call.expectReturn()
                call.expect(.vbarEL2, call.number.alignedDown(to: 2048))
                call.expect(.x(0), call.number)
                return true
            }),
        Rule(
            "HYP-13", "SET_VECTORS (1) makes x1 VBAR_EL2",
            owners: [.is64B], eras: .from(Era(4, 7), before: Era(4, 12)),
            source: "\(stub), el1_sync, 4.7 to 4.11",
            check: .call(.call) { call in
                guard call.action == .setVectors else { return false }
                call.expectReturn()
                call.expect(.vbarEL2, call.before.x[1].alignedDown(to: 2048))
                return true
            }),
        Rule(
            "HYP-14", "A number the legacy stub does not know returns 2 and changes no vectors",
            owners: [.is64B], eras: .from(Era(4, 7), before: Era(4, 12)),
            source: "Linux asm/kvm_asm.h, ARM_EXCEPTION_HYP_GONE", bugs: ["B24"],
            check: .call(.call) { call in
                guard call.action == nil else { return false }
                call.expectReturn()
                call.expectUnchanged([.vbarEL2])
                call.expect(.x(0), Era.hypGone)
                return true
            }),
        Rule(
            "HYP-15", "A trap that is no HVC returns to its instruction and changes no vectors",
            owners: [.is64A, .is64B], eras: .from(Era(3, 8), before: Era(4, 12)),
            source: "\(stub), el1_sync: EC must be 0x16", bugs: ["B33"], needsEngineEvents: true,
            check: .trap { call in
                guard let after = call.record.after else { return false }
                call.expectUnchanged([.vbarEL2])
                call.expect(
                    .programCounter, after.pc == call.record.callerPC,
                    expected: call.record.callerPC.hex(), seen: after.pc.hex())
                return true
            }),
        Rule(
            "HYP-16", "KVM of this era calls the Hyp function in r0 with r1 to r3 as arguments",
            owners: [.kf32], eras: .from(Era(3, 9), before: Era(5, 7)),
            source: "Linux arch/arm/kvm/interrupts.S, hyp_hvc", needsEngineEvents: true,
            check: .call(.call) { $0.hypFunction() }),
        Rule(
            "HYP-17",
            "Nobody asks for the vectors between SET and init: KVM would take it for init",
            owners: [.ki32], eras: .from(Era(3, 9), before: Era(4, 12)),
            source: "Linux arch/arm/kvm/init.S, __do_hyp_init", severity: .kernel,
            bugs: ["B01", "B02"], check: .call(.situation) { $0.legacyGetInWindow() }),
    ]
}
