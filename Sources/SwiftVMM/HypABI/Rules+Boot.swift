// Kernels coming up: boot mode, secondary CPUs, power states.

private let head = "Linux arch/arm64/kernel/head.S"
private let needsKernel = "needs a live kernel"

extension Rule {
    /// init_kernel_el leaves EL2 with the boot mode in w0; bit 32 says that E2H cannot be cleared.
    /// A guest that keeps something else there is no Linux and is not judged.
    static func bootMode(_ boot: BootReturn) -> BootReturn.Verdict {
        if boot.start != nil { return .notExercised }
        return switch boot.x0 & 0xffff_ffff {
        case 0xe12: .held
        case 0xe11: .violated(expected: "boot mode 0xe12", seen: "0xe11")
        default: .notExercised
        }
    }

    @Sendable static func bootModeAfterRestart(_ boot: BootReturn) -> BootReturn.Verdict {
        guard boot.followsRestart else { return .notExercised }
        guard let start = boot.start else { return bootMode(boot) }
        // A CPU of a 32-bit kernel writes its mode to memory.
        let hyp = UInt64(ProcessorMode.hyp.rawValue)
        let seen = start.word ?? UInt64(start.mode.rawValue)
        return seen == hyp
            ? .held
            : .violated(expected: "boot mode \(hyp.hex())", seen: seen.hex(), bugs: ["B03"])
    }

    /// The word becomes the boot CPU's mode with bit 31, and HVBAR stays what it was.
    @Sendable static func mixedModes(_ boot: BootReturn) -> BootReturn.Verdict {
        guard let start = boot.start, start.isMixed else { return .notExercised }
        let wanted = 1 << 31 | UInt64(start.bootMode.rawValue)
        if let word = start.word, word != wanted {
            return .violated(expected: wanted.hex(), seen: word.hex(), bugs: ["B55"])
        }
        if start.vectorsBefore != start.vectorsAfter {
            return .violated(expected: "no stub installed", seen: "HVBAR was written")
        }
        return .held
    }

    static let boot: [Rule] = [
        Rule(
            "HYP-68", "A CPU entered at EL2 records boot mode 0xe12 before it drops to EL1",
            owners: [], source: "\(head), init_kernel_el", severity: .kernel,
            bugs: ["B56", "B57", "B35"], needsEngineEvents: true,
            check: .boot { $0.followsRestart ? .notExercised : bootMode($0) }),
        Rule(
            "HYP-69", "CPUs entered in different modes are reported and Hyp is not used",
            owners: [], source: "Linux asm/virt.h, is_hyp_mode_mismatched", severity: .kernel,
            bugs: ["B55", "B56"],
            check: .notJudged("what a kernel then says is not seen; HYP-70 has the record")),
        Rule(
            "HYP-70", "An arm32 secondary in another mode sets bit 31 and no stub is installed",
            owners: [.is32L, .is32, .is32K], eras: .since(3, 12),
            source: "Linux arch/arm/kernel/hyp-stub.S", bugs: ["B55"],
            check: .boot(mixedModes)),
        Rule(
            "HYP-71", "A boot mode written with caches off is read back as written",
            owners: [], eras: .since(3, 11), source: "\(head), set_cpu_boot_mode_flag",
            severity: .kernel, bugs: ["B57"],
            check: .notJudged("needs a model of caches that hide dirty lines")),
        Rule(
            "HYP-72", "A kernel sets every EL2 register it relies on before it drops to EL1",
            owners: [], source: "Linux asm/el2_setup.h, init_el2_state", severity: .kernel,
            bugs: ["B33", "B36", "B37", "B38", "B43", "B44"],
            check: .notJudged("needs EL2 registers made random at reset")),
        Rule(
            "HYP-73", "Where ICC_SRE_EL2.SRE cannot be set, ICH_HCR_EL2 is left alone",
            owners: [], source: "Linux asm/el2_setup.h, __init_el2_gicv3", severity: .kernel,
            bugs: ["B43"], check: .notJudged("SRE is always set on the processors here")),
        Rule(
            "HYP-74",
            "Firmware that does not enable HVC breaks kernels since 5.12 at the first call",
            owners: [], eras: .since(5, 12), source: "Linux booting.rst, SCR_EL3.HCE",
            severity: .machine, bugs: ["B31"], check: .notJudged("this machine has no EL3")),
        Rule(
            "HYP-75",
            "A CPU that comes online after KVM's init is answered by the initial stub first",
            owners: [], eras: .numbered, source: "Linux kvm/arm.c, cpu_hyp_reinit",
            bugs: ["B06", "B25", "B58"],
            check: .call(.situation) { call in
                guard call.history.calls == 0, call.anotherIsInitialised else { return false }
                call.expect(
                    .owner, !call.owner.isKVM, expected: "the initial stub",
                    seen: call.owner.rawValue)
                return true
            }),
        Rule(
            "HYP-76", "Protected KVM enters a new CPU at EL1 with the MMU off",
            owners: [.kp64], eras: .since(6, 14),
            source: "Linux kvm/hyp/nvhe/psci-relay.c, __kvm_host_psci_cpu_entry", bugs: ["B39"],
            check: .notJudged("needs protected KVM's power relay")),
        Rule(
            "HYP-77", "After an idle state that lost EL2, KVM is back before its next hypercall",
            owners: [], source: "Linux kvm/arm.c, hyp_init_cpu_pm_notifier", severity: .kernel,
            bugs: ["B63", "B25"], check: .notJudged("idle states here lose nothing")),
        Rule(
            "HYP-78", "After resume from hibernation, VBAR_EL2 is the resumed kernel's stub",
            owners: [], eras: .since(5, 16), source: "Linux arch/arm64/kernel/hibernate-asm.S",
            bugs: ["B22", "B48"], check: .notJudged(needsKernel)),
        Rule(
            "HYP-79", "A zImage entered in Hyp mode enters the kernel in Hyp mode",
            owners: [.is32Z], source: "Linux arch/arm/boot/compressed/head.S",
            bugs: ["B61", "B62"], check: .measured),
        Rule(
            "HYP-80", "A kernel entered with the MMU on cleans its EL2 text before turning it off",
            owners: [], eras: .since(6, 3), source: "\(head), primary_entry", severity: .kernel,
            bugs: ["B49"], check: .notJudged("needs a model of caches that hide dirty lines")),
    ]
}
