// The moments in the life of a kernel at which somebody answers at EL2.

/// Who answers, from the first return to EL1 on. Source: Linux
/// `Documentation/virt/kvm/arm/hyp-abi.rst` and the owners of hyp-abi.md.
public enum CheckStage: String, Sendable, CaseIterable {
    /// A 32-bit zImage has installed the stub of its decompressor and dropped to SVC.
    case decompressor = "decompressor's stub"
    /// The stub is installed, and the kernel has just dropped to EL1.
    case initialStub = "initial stub"
    /// The stub still answers, the kernel's own MMU is on, and it is about to ask for FINALISE_EL2.
    case finalise = "initial stub, MMU on"
    /// The kernel has moved itself to EL2; there is nobody below it to call.
    case vhe = "VHE"
    /// KVM's init vectors are in, and init has not been called.
    case window = "init window"
    /// KVM's init has returned.
    case runtime = "nVHE runtime"
    /// KVM's init has returned, in protected mode.
    case protectedRuntime = "protected runtime"
    /// The host runs behind a stage 2 of KVM's.
    case protected = "protected, host behind stage 2"

    /// Whose vectors they are.
    var owner: OwnerKind? {
        switch self {
        case .decompressor: .is32Z
        case .initialStub, .finalise: .is64
        case .vhe: nil
        case .window: .ki64
        case .runtime: .kf64
        case .protectedRuntime, .protected: .kp64
        }
    }
}

/// Finds the stages of one vCPU as they come, from nothing but exceptions and registers.
struct StageFinder {
    let vcpu: Int
    private(set) var reached: [CheckStage] = []
    private var vectorBase: UInt64?
    /// Where the last HVC of a 32-bit kernel would return to.
    private var callReturn: UInt64?

    /// The kernel was asked for protected mode. It says so to nobody before it is too late to ask.
    private let isProtected: Bool

    init(vcpu: Int = 0, isProtected: Bool) {
        self.vcpu = vcpu
        self.isProtected = isProtected
    }

    /// What the events are that it wants.
    static let kinds: EventKinds = .exceptions

    /// The stage that an event begins, if it does.
    mutating func note(_ event: Event, _ vcpu: any VCPU) -> CheckStage? {
        if vcpu.read(.pstate)?[bit: 4] == true { return noteAArch32(event, vcpu) }
        if case .exceptionTaken(.synchronous, .el1, .el2, let syndrome, _, _, _, _) = event.detail,
            event.vcpu == self.vcpu, syndrome >> 26 == 0x16, vcpu.read(.x(0)) == 3,
            reached == [.initialStub]
        {
            reached.append(.finalise)
            return .finalise
        }
        guard event.vcpu == self.vcpu,
            case .exceptionReturn(.el2, let to, _, _) = event.detail,
            let base = vcpu.read(.system(.vbarEL2)), let hcr = vcpu.read(.system(.hcrEL2)),
            let sctlr = vcpu.read(.system(.sctlrEL2))
        else { return nil }
        defer { vectorBase = base }
        let stage: CheckStage
        if vectorBase == nil {
            guard to == .el1 else { return nil }
            stage = .initialStub
        } else if to == .el2 {
            guard hcr[bit: 34], hcr[bit: 27] else { return nil }
            stage = .vhe
        } else if to == .el1, base != vectorBase {
            stage = !sctlr[bit: 0] ? .window : isProtected ? .protectedRuntime : .runtime
        } else if to == .el1, reached.contains(.protectedRuntime), hcr[bit: 0] {
            stage = .protected
        } else {
            return nil
        }
        guard !reached.contains(stage) else { return nil }
        // The EL2 MMU goes off again only when KVM lets go.
        if stage == .window, let last = reached.last, last == .runtime || last == .protectedRuntime
        {
            return nil
        }
        reached.append(stage)
        return stage
    }

    /// A return from Hyp mode that answers no HVC is a kernel going down to SVC: first the
    /// decompressor, then what it unpacked.
    private mutating func noteAArch32(_ event: Event, _ vcpu: any VCPU) -> CheckStage? {
        guard event.vcpu == self.vcpu else { return nil }
        switch event.detail {
        case .exceptionTaken(.synchronous, .el1, .el2, let syndrome, let back, _, _, _)
        where syndrome >> 26 == 0x12:
            callReturn = back
            return nil
        case .exceptionReturn(.el2, .el1, let target, _) where target != callReturn:
            let stage: CheckStage = reached.isEmpty ? .decompressor : .initialStub
            guard !reached.contains(stage), vcpu.read(.system(.vbarEL2)) != vectorBase else {
                return nil
            }
            vectorBase = vcpu.read(.system(.vbarEL2))
            reached.append(stage)
            return stage
        default: return nil
        }
    }
}
