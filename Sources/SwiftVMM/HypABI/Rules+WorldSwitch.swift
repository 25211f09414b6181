// Guests of KVM going in and out. Rows only: none of this shows in a plain run of a host.

private let entry32 = "Linux arch/arm/kvm/interrupts.S"
private let vheRegisters = "Linux kvm/sys_regs.c, vcpu_read_sys_reg"
private let needsGuest = "needs a guest running under a live KVM"

extension Rule {
    static let worldSwitch: [Rule] = [
        Rule(
            "HYP-81", "After a guest exit the host's VMID, traps and identities are back",
            owners: [.kf32], source: "\(entry32), __kvm_vcpu_return", needsEngineEvents: true,
            check: .call(.situation) { $0.hostIsBack() }),
        Rule(
            "HYP-82", "An HVC under VMID 0 is the host's, under any other the guest's",
            owners: [.kf32], source: "\(entry32), hyp_hvc", needsEngineEvents: true,
            check: .call(.situation) { $0.guestCalls(below: nil) }),
        Rule(
            "HYP-83", "An interrupt during a guest is taken by the host exactly once",
            owners: [.kf32, .kf64], source: "Linux kvm/arm.c, kvm_arch_vcpu_ioctl_run",
            bugs: ["B18", "B20"], check: .measured),
        Rule(
            "HYP-84", "The two handlers of the 2011 design agree on what lies on the Hyp stack",
            owners: [.kf32], eras: .from(Era(3, 0), before: Era(3, 9)),
            source: "KVM/ARM v4 patches (2011), hyp_hvc and hyp_svc", bugs: ["B19"],
            needsEngineEvents: true, check: .call(.call) { $0.switchBack() }),
        Rule(
            "HYP-85", "While a vCPU is loaded under VHE, its registers are read from the hardware",
            owners: [], eras: .since(4, 17), source: vheRegisters, severity: .kernel,
            bugs: ["B15", "B64"], check: .notJudged(needsGuest)),
        Rule(
            "HYP-86", "A register without an accessor never brings the host down",
            owners: [], eras: .since(4, 17), source: vheRegisters, severity: .kernel, bugs: ["B14"],
            check: .notJudged(needsGuest)),
        Rule(
            "HYP-87", "A 32-bit write keeps the live other half",
            owners: [], source: "Linux kvm/sys_regs.c, access_vm_reg", severity: .kernel,
            bugs: ["B16"], check: .notJudged(needsGuest)),
        Rule(
            "HYP-88", "When a guest turns MMU and caches on, trapping of those writes ends",
            owners: [], source: "Linux kvm/mmu.c, kvm_toggle_cache", severity: .kernel,
            bugs: ["B15"], check: .notJudged(needsGuest)),
        Rule(
            "HYP-89", "Freeing a vCPU unmaps nothing that another one still needs",
            owners: [.kf64, .kf32], source: "Linux kvm/mmu.c, kvm_unshare_hyp", severity: .kernel,
            bugs: ["B17"], check: .measured),
    ]
}
