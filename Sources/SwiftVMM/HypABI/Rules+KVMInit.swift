// KVM taking over EL2, and KVM as the owner.

private let initText = "Linux arch/arm64/kvm/hyp/nvhe/hyp-init.S"
private let init32 = "Linux arch/arm/kvm/init.S"
private let needsKernel = "needs a live kernel"

extension CallJudgement {
    /// EL2 registers hold what the parameter block said, in the bits this machine implements.
    fileprivate mutating func expect(_ parameters: KVMInitParameters) {
        let wanted: [(SystemRegisterID, UInt64)] = [
            (.mairEL2, parameters.mairEL2), (.tcrEL2, parameters.tcrEL2),
            (.tpidrEL2, parameters.tpidrEL2), (.ttbr0EL2, parameters.tablePA),
            (.hcrEL2, parameters.hcrEL2), (.vttbrEL2, parameters.vttbr),
            (.vtcrEL2, parameters.vtcr),
        ]
        for (id, value) in wanted {
            let row = SystemRegister[id]
            let mask = (row.writable | row.fixedOnes) & ~notOfTheParameters(id)
            expect(
                id, bits: value & row.writable | row.fixedOnes, of: mask,
                text: "\(value.hex()), from the parameters")
        }
    }

    /// Bits that init decides itself, or that are RES0 without a feature this processor lacks.
    private func notOfTheParameters(_ id: SystemRegisterID) -> UInt64 {
        switch id {
        // CnP, where the processor has it.
        case .ttbr0EL2: return 1
        case .hcrEL2:
            var absent: UInt64 = 0
            // APA, API, GPA and GPI: without FEAT_PAuth no APK and API.
            if before[.idAA64Isar1EL1] & 0xff00_0ff0 == 0 { absent |= 3 << 40 }
            // MTE: without FEAT_MTE2 no ATA.
            if before[.idAA64Pfr1EL1][bits: 8..<12] < 2 { absent |= 1 << 56 }
            return absent
        default: return 0
        }
    }
}

extension Rule {
    static let kvmInit: [Rule] = [
        Rule(
            "HYP-47",
            "Init returns 0 with the EL2 MMU on and the host vectors in; only x0 to x3 change",
            owners: [.ki64], eras: .since(5, 10), source: "\(initText), ___kvm_hyp_init",
            bugs: ["B27", "B40", "B45"],
            check: .call(.call) { call in
                guard KVMCall.isInit(call.number) else { return false }
                call.expectReturn()
                call.expect(.x(0), 0)
                call.expect(.sctlrEL2, bits: 1, of: 1, text: "M = 1")
                if let seen = call.record.after?[.system(.vbarEL2)] {
                    let bases = call.hostVectorBases
                    let isHost =
                        bases.isEmpty ? seen != call.record.vectorBase : bases.contains(seen)
                    let expected =
                        bases.isEmpty
                        ? "the host vectors" : bases.map { $0.hex() }.joined(separator: " or ")
                    call.expect(
                        .register(.system(.vbarEL2)), isHost, expected: expected, seen: seen.hex())
                }
                if let parameters = call.record.initParameters { call.expect(parameters) }
                call.expectUnchanged(Register.general(4...18), bugs: ["B27"])
                return true
            }),
        Rule(
            "HYP-48", "Before init, any other KVM hypercall returns -1 and changes no EL2 state",
            owners: [.ki64], eras: .since(5, 10), source: "\(initText), __do_hyp_init",
            check: .call(.call) { call in
                guard !call.isStubNumber, !KVMCall.isInit(call.number) else { return false }
                call.expectReturn()
                call.expect(.x(0), Era.notSupported)
                call.expectUnchanged(SystemRegisterID.storedEL2)
                return true
            }),
        Rule(
            "HYP-49", "Init uses no EL2 translation left over from before",
            owners: [.ki64, .ki32], eras: .since(3, 18), source: "\(initText): tlbi alle2",
            bugs: ["B45", "B07"], check: .measured),
        Rule(
            "HYP-50", "Init leaves no EL1&0 translation of any VMID",
            owners: [.ki64], eras: .since(6, 12), source: "\(initText): tlbi alle1", bugs: ["B46"],
            check: .notJudged("needs a TLB seeded under several VMIDs")),
        Rule(
            "HYP-51", "What init reads with caches off has been cleaned to the point of coherency",
            owners: [.ki64, .ki32], source: "Linux kvm/arm.c, kvm_hyp_init_params",
            severity: .kernel, bugs: ["B09"],
            check: .notJudged("needs a model of caches that hide dirty lines")),
        Rule(
            "HYP-52", "arm32 init sets SP, HVBAR and HTTBR from r0 to r3 and turns the MMU on",
            owners: [.ki32], eras: .from(Era(4, 8), before: Era(5, 7)), source: init32,
            bugs: ["B05", "B06"], check: .call(.call) { $0.init32() }),
        Rule(
            "HYP-53",
            "The two-call init does what its arguments say and leaves no boot translation usable",
            owners: [.ki32], eras: .from(Era(3, 9), before: Era(4, 8)), source: init32,
            bugs: ["B05", "B06", "B07", "B10", "B11", "B42"],
            check: .call(.call) { $0.init32() }),
        Rule(
            "HYP-54", "Init text never lies half in a page that is not mapped",
            owners: [.ki64, .ki32], source: "Linux arch/arm64/kernel/vmlinux.lds.S, idmap asserts",
            severity: .kernel, bugs: ["B08", "B52", "B53"],
            check: .call(.situation) { $0.initTextMapped() }),
        Rule(
            "HYP-55", "SET_VECTORS and init happen on one CPU, whatever the scheduler does",
            owners: [.is32L, .is32], source: "Linux kvm/arm.c, cpu_hyp_init", severity: .kernel,
            bugs: ["B04"], check: .call(.situation) { $0.initOnAnotherCPU() }),
        Rule(
            "HYP-56", "The runtime tables map the reset path one to one",
            owners: [.kf64, .kf32], eras: .since(4, 8),
            source: "Linux kvm/mmu.c, kvm_map_idmap_text",
            bugs: ["B06", "B50", "B51"], check: .call(.situation) { $0.resetPathMapped() }),
        Rule(
            "HYP-57", "A guest's HVC with a small x0 is the guest's trap, not a stub call",
            owners: [.kf64, .kf32], source: "Linux arch/arm64/kvm/hyp/hyp-entry.S, el1_sync",
            bugs: ["B14"], needsEngineEvents: true,
            check: .call(.situation) { $0.guestCalls(below: 3) }),
        Rule(
            "HYP-58", "Protected KVM answers stub numbers with -1 and changes no EL2 state",
            owners: [.kp64], eras: .since(5, 13),
            source: "Linux arch/arm64/kvm/hyp/nvhe/host.S; hyp-main.c", bugs: ["B29"],
            check: .call(.call) { call in
                guard call.isStubNumber else { return false }
                // A restart that KVM must refuse is one that must return.
                call.expectReturn()
                call.expect(.x(0), Era.notSupported, bugs: ["B29"])
                call.expectUnchanged(SystemRegisterID.storedEL2)
                return true
            }),
        Rule(
            "HYP-59", "Protected KVM, once initialised, refuses the early hypercalls",
            owners: [.kp64], eras: .since(5, 13),
            source: "Linux kvm/hyp/nvhe/hyp-main.c, handle_host_hcall",
            bugs: ["B29"], check: .notJudged("which identifiers are early differs between releases")
        ),
        Rule(
            "HYP-60", "A big-endian kernel's EL2 is big-endian from its first instruction",
            owners: [.ki64, .kf64, .is32L, .is32, .is32K, .is32Z, .ki32, .kf32],
            source: "\(initText): SCTLR_ELx_EE", bugs: ["B41", "B05"], needsEngineEvents: true,
            check: .call(.situation) { $0.bigEndianHandler() }),
        Rule(
            "HYP-61", "A Thumb kernel's handlers are entered in Thumb state",
            owners: [.is32L, .is32, .is32K, .is32Z, .ki32, .kf32],
            source: "Linux arch/arm/kernel/hyp-stub.S", bugs: ["B61", "B34"],
            needsEngineEvents: true, check: .call(.situation) { $0.thumbHandler() }),
    ]
}
