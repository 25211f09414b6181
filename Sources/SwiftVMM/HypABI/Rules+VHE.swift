// Number 3: FINALISE_EL2, VHE_RESTART in its first releases. The kernel moves itself to EL2.

private let stub = "Linux arch/arm64/kernel/hyp-stub.S, __finalise_el2"

extension CallJudgement {
    /// Whether the CPU has FEAT_VHE, ID_AA64MMFR1_EL1.VH; nil if the register cannot be read.
    fileprivate var hasVHE: Bool? {
        before[.system(.idAA64Mmfr1EL1)].map { $0[bits: 8..<12] != 0 }
    }

    fileprivate var isMMUOn: Bool { before[.sctlrEL2][bit: 0] }

    /// Whether the stub went for the upgrade. A command line option may forbid it, which only the
    /// answer shows; so an honest refusal is one.
    fileprivate var triedUpgrade: Bool {
        guard let after = record.after else { return hasVHE != false && !isMMUOn }
        let refused = after.x[0] == Era.stubError && after.el == .el1
        return hasVHE != false && !isMMUOn && !refused
    }
}

extension Rule {
    static let vhe: [Rule] = [
        Rule(
            "HYP-62",
            "With VHE, FINALISE_EL2 returns 0 at EL2h, E2H and TGE set, the EL1 state carried over",
            owners: [.is64], eras: .since(5, 12), source: stub, bugs: ["B35", "B36", "B47", "B63"],
            check: .call(.situation) { call in
                guard call.number == 3, call.triedUpgrade else { return false }
                call.expectReturn()
                call.expectMode(.el2, spSel: true)
                call.expect(.x(0), 0)
                let interrupts: UInt64 = call.era.hostTakesInterruptsByTGEAlone ? 0 : 0x38
                call.expect(
                    .hcrEL2, bits: 0x4_8800_0000, of: ~interrupts, text: "RW, TGE, E2H")
                call.expect(.sp, call.before.sp)
                let moved: [(to: SystemRegisterID, from: SystemRegisterID)] = [
                    (.tpidrEL2, .tpidrEL1), (.vbarEL2, .vbarEL1), (.tcrEL2, .tcrEL1),
                    (.ttbr0EL2, .ttbr0EL1), (.ttbr1EL2, .ttbr1EL1), (.mairEL2, .mairEL1),
                ]
                for pair in moved where pair.to != .tpidrEL2 || call.era.movesThreadPointer {
                    if let value = call.before[.system(pair.from)] { call.expect(pair.to, value) }
                }
                if call.before[.system(.sctlrEL1)] != nil {
                    let wasOn = call.before[.sctlrEL1][bit: 0]
                    call.expect(
                        .sctlrEL2, bits: wasOn ? 1 : 0, of: 1, text: wasOn ? "M = 1" : "M = 0")
                }
                call.expect(.sctlrEL1, bits: 0, of: 1, text: "M = 0")
                return true
            }),
        Rule(
            "HYP-63",
            "Without VHE, overridden, or with the EL2 MMU on, it is refused, still at EL1",
            owners: [.is64], eras: .since(5, 12), source: stub,
            check: .call(.situation) { call in
                guard call.number == 3, !call.triedUpgrade else { return false }
                call.expectReturn()
                call.expectMode(.el1, spSel: call.before.pstate[bit: 0])
                call.expect(.x(0), Era.stubError)
                call.expect(
                    .hcrEL2, bits: call.before[.hcrEL2], of: 1 << 34, text: "E2H unchanged")
                return true
            }),
        Rule(
            "HYP-64", "Refused or not, SVE and SME traps are opened and vector lengths raised",
            owners: [.is64], eras: .since(6, 0),
            source: "\(stub); asm/el2_setup.h, finalise_el2_state",
            check: .notJudged("the processors here have neither SVE nor SME")),
        Rule(
            "HYP-65", "With the hVHE override it is refused; KVM's init sets E2H later",
            owners: [.is64], eras: .since(6, 5), source: stub,
            check: .notJudged("the override lives in the kernel's command line")),
        Rule(
            "HYP-66", "KVM, and stubs before 5.12, refuse number 3 and write no system register",
            owners: [.is64, .ki64, .kf64], eras: .numbered,
            source: "Linux arch/arm64/kvm/hyp/nvhe/hyp-init.S, __kvm_handle_stub_hvc",
            check: .call(.situation) { call in
                let isOldStub = call.owner == .is64 && call.era < Era(5, 12)
                let isKVM = call.owner.isKVM && call.isStubNumber
                guard call.number == 3, isOldStub || isKVM else { return false }
                call.expectReturn()
                call.expect(.x(0), Era.stubError)
                call.expectUnchanged(SystemRegisterID.storedEL2)
                return true
            }),
        Rule(
            "HYP-67", "The switch to EL2&0 uses no translation left over from before",
            owners: [.is64], eras: .since(5, 12), source: stub, bugs: ["B47"],
            check: .notJudged("needs an EL2 TLB seeded with wrong entries")),
    ]
}
